"""HTML files and the HTML bodies of mails, those that Word writes included. Nothing is ever fetched."""

from __future__ import annotations

import re

from domain.document import FileKind, UnreadableCause
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged, empty
from parsers.limits import Limits
from parsers.plain import to_text
from parsers.sample import Sample

VIETNAMESE = "Trang HTML, thư dạng HTML"
NEEDS: tuple[str, ...] = ("lxml",)

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([-\w]+)", re.IGNORECASE)


def claims(sample: Sample) -> FileKind | None:
    """Claim what begins as HTML does."""
    return FileKind.HTML if sample.signature == "html" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return paragraphs, list items and tables of the page in reading order."""
    return from_html(_to_text(sample.data))


def _to_text(data: bytes) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            return to_text(data)
    return to_text(data)


def from_html(html: str) -> Contents:
    """Return what a page says. Raises UnreadableError where it says nothing."""
    from lxml import etree
    from lxml import html as lxml_html

    from parsers.html_walk import walk

    # An encoding declaration inside a text that is decoded already only misleads the parser.
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", html.replace("\x00", ""))
    if not html.strip():
        raise empty("no HTML")
    try:
        parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
        root = lxml_html.document_fromstring(html, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        if not re.search(r">\s*[^<\s]", html):
            raise empty("no text in the HTML") from error
        raise damaged(f"HTML: {error}") from error
    if any("depth" in error.message for error in parser.error_log):
        raise UnreadableError(
            UnreadableCause.SUSPICIOUS, "Trang HTML lồng quá nhiều lớp bất thường; không đọc.", "nested too deeply"
        )
    blocks = walk(root)
    if not blocks:
        raise empty("no text in the HTML")
    return Contents(blocks=blocks)
