"""Makers of small OpenDocument texts, hand-written down to the XML."""

from __future__ import annotations

import io
import zipfile

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_PREFIXES = {
    "office": "office",
    "style": "style",
    "text": "text",
    "table": "table",
    "draw": "drawing",
    "fo": "xsl-fo-compatible",
    "svg": "svg-compatible",
    "manifest": "manifest",
}
_NAMESPACES = " ".join(f'xmlns:{prefix}="{_OASIS}{name}:1.0"' for prefix, name in _PREFIXES.items()) + (
    ' xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
)


def odt_of(body: str, *, automatic: str = "", styles: str = "", pages: str = "", **parts: str) -> bytes:
    """Return an .odt: `body` inside office:text, styles of the content and of the document, page styles.

    `parts` replaces whole parts by name: 'content', 'styles', 'manifest'.
    """
    written = {
        "content": f"<office:document-content {_NAMESPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>",
        "styles": f"<office:document-styles {_NAMESPACES}><office:styles>{styles}</office:styles>"
        f"<office:master-styles>{pages}</office:master-styles></office:document-styles>",
        "manifest": _manifest(),
    } | parts
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        for name, xml in written.items():
            if xml:
                archive.writestr("META-INF/manifest.xml" if name == "manifest" else f"{name}.xml", xml)
    return out.getvalue()


def _manifest() -> str:
    start = f'<manifest:manifest {_NAMESPACES} manifest:version="1.3"><manifest:file-entry manifest:full-path="/"'
    parts = "".join(
        f'<manifest:file-entry manifest:full-path="{name}.xml" manifest:media-type="text/xml"/>'
        for name in ("content", "styles")
    )
    return f'{start} manifest:media-type="application/vnd.oasis.opendocument.text"/>{parts}</manifest:manifest>'


def p(text: str = "", style: str = "") -> str:
    """Return a paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(text: str, level: int = 1, style: str = "", extra: str = "") -> str:
    """Return a heading."""
    return f'<text:h text:outline-level="{level}" text:style-name="{style}" {extra}>{text}</text:h>'


def span(text: str, style: str) -> str:
    """Return text in a character style."""
    return f'<text:span text:style-name="{style}">{text}</text:span>'


def listed(*items: str, style: str = "", extra: str = "") -> str:
    """Return a list; items without a tag of their own become list items."""
    named = f'text:style-name="{style}"' if style else ""
    inside = "".join(item if item.startswith("<text:list-") else one(item) for item in items)
    return f"<text:list {named} {extra}>{inside}</text:list>"


def one(content: str, extra: str = "") -> str:
    """Return a list item."""
    return f"<text:list-item {extra}>{content}</text:list-item>"


def list_style(name: str, *levels: str) -> str:
    """Return a list style; `levels` as `number` and `bullet` make them."""
    numbered = "".join(level.replace("LEVEL", str(n)) for n, level in enumerate(levels, start=1))
    return f'<text:list-style style:name="{name}">{numbered}</text:list-style>'


def number(form: str = "1", suffix: str = ".", prefix: str = "", extra: str = "") -> str:
    """Return a level that draws numbers."""
    marks = f'style:num-format="{form}" style:num-suffix="{suffix}" style:num-prefix="{prefix}"'
    return f'<text:list-level-style-number text:level="LEVEL" {marks} {extra}/>'


def bullet(character: str, style: str = "", props: str = "") -> str:
    """Return a level that draws bullets."""
    marks = f'text:bullet-char="{character}" text:style-name="{style}"'
    return f'<text:list-level-style-bullet text:level="LEVEL" {marks}>{props}</text:list-level-style-bullet>'


def style(name: str, family: str = "paragraph", props: str = "", extra: str = "") -> str:
    """Return a style."""
    return f'<style:style style:name="{name}" style:family="{family}" {extra}>{props}</style:style>'


def looks(attributes: str) -> str:
    """Return text properties."""
    return f"<style:text-properties {attributes}/>"
