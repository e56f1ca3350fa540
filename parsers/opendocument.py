"""OpenDocument texts (.odt), templates and master documents (OASIS OpenDocument 1.3, part 3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from domain.document import FileKind, UnreadableCause
from parsers.contents import Contents, Members, Skip, UnreadableError, damaged, empty, locked, no_text
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.xml_part import parse_part
from parsers.zipguard import guard, inflate, opened

VIETNAMESE = "OpenDocument (.odt)"
NEEDS: tuple[str, ...] = ("lxml",)

_PICTURES_ONLY = "Tệp OpenDocument chỉ có hình (bản quét), chưa đọc được chữ; cần gửi lại bản có chữ."
_LARGE_PICTURE_NOTE = "Trong tệp có hình lớn; chữ trong hình (nếu có) chưa được đọc."
_MANIFEST = "META-INF/manifest.xml"


def claims(sample: Sample) -> FileKind | None:
    """Claim every package whose first entry says that it is an OpenDocument text."""
    return FileKind.ODT if sample.package == "text" else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return the document's paragraphs and tables in reading order, with automatic numbers as labels."""
    guard(sample.data, limits)
    parts = _parts(sample.data, limits)
    if b"encryption-data" in parts.get(_MANIFEST, b""):
        raise locked("manifest with encryption-data")
    if "content.xml" not in parts:
        raise damaged("no content.xml")
    content = parse_part("content.xml", parts["content.xml"])
    styles = parse_part("styles.xml", parts["styles.xml"]) if "styles.xml" in parts else None
    try:
        return _contents(content, styles)
    except RecursionError as error:
        reason = "Tệp OpenDocument lồng quá nhiều lớp bất thường; không đọc."
        raise UnreadableError(UnreadableCause.SUSPICIOUS, reason, "nested too deeply") from error


def _parts(data: bytes, limits: Limits) -> dict[str, bytes]:
    wanted = ("content.xml", "styles.xml", _MANIFEST)
    with opened(data, limits) as archive:
        return {e.filename: inflate(archive, e, limits) for e in archive.infolist() if e.filename in wanted}


def _contents(content: Any, styles: Any | None) -> Contents:
    from parsers.opendocument_lists import Lists
    from parsers.opendocument_styles import OFFICE, Styles
    from parsers.opendocument_walk import Walker

    body = content.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise damaged("no office:text in content.xml")
    roots = [root for root in (styles, content) if root is not None]
    looks = Styles(roots)
    walker = Walker(looks, Lists(roots, looks))
    blocks = walker.blocks(body)
    if not blocks:
        if walker.seen.pictures:
            raise no_text(_PICTURES_ONLY, "pictures only")
        raise empty("no text in the body")
    notes = (_LARGE_PICTURE_NOTE,) if walker.seen.large_pictures else ()
    return Contents(blocks=blocks, margins=_margins(styles, looks), notes=notes)


def _margins(styles: Any | None, looks: Any) -> tuple[str, ...]:
    """Return the text of headers and footers (16.9-16.15) of all page styles."""
    from parsers.opendocument_lists import Lists
    from parsers.opendocument_styles import STYLE
    from parsers.opendocument_walk import Walker

    def texts() -> Iterator[str]:
        for page in () if styles is None else styles.iter(STYLE + "master-page"):
            for story in page.iterchildren("*"):
                if story.tag.rpartition("}")[2].startswith(("header", "footer")):
                    # Numbers and bullets of a header's lists say nothing of the document.
                    yield Walker(looks, Lists([], looks)).text_of(story)

    # A page number says nothing of the document.
    return tuple(dict.fromkeys(text for text in texts() if text.strip("-–. 0123456789")))
