"""Makers of small office files, hand-written down to the XML where a test is about the XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from reportlab.pdfgen.canvas import Canvas

from domain.document import Block, Paragraph, Table, walk_paragraphs
from parsers.contents import Contents
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.sniff import choose

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_NAMESPACES = (
    f'xmlns:w="{_W}" xmlns:r="{_R}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
#: Part → element that holds it.
_PARTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "header": "hdr",
    "footer": "ftr",
}


def zip_of(files: Mapping[str, bytes | str]) -> bytes:
    """Return a zip of `files`, in that order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def word_of(body: str, *, main_type: str = "document.main", theme: str = "", **parts: str) -> bytes:
    """Return a .docx of hand-written XML: `body` inside w:body, `parts` by name ('styles', 'numbering' …)."""
    files = {"word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"}
    types = f'<Override PartName="/word/document.xml" ContentType="{_TYPE}{main_type}+xml"/>'
    relations = ""
    for number, (name, xml) in enumerate(parts.items(), start=1):
        root = _PARTS[name]
        files[f"word/{name}.xml"] = f"<w:{root} {_NAMESPACES}>{xml}</w:{root}>"
        types += f'<Override PartName="/word/{name}.xml" ContentType="{_TYPE}{name}+xml"/>'
        relations += f'<Relationship Id="r{number}" Type="{_R}/{name}" Target="{name}.xml"/>'
    if theme:
        files["word/theme1.xml"] = theme
        relations += f'<Relationship Id="rTheme" Type="{_R}/theme" Target="theme1.xml"/>'
    return zip_of({"[Content_Types].xml": _content_types(types), **_relations(relations), **files})


def _content_types(overrides: str) -> str:
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(of_document: str) -> dict[str, str]:
    start = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    return {
        "_rels/.rels": f'{start}<Relationship Id="r1" Type="{_R}/officeDocument" Target="word/document.xml"/>'
        "</Relationships>",
        "word/_rels/document.xml.rels": f"{start}{of_document}</Relationships>",
    }


def p(text: str = "", *, props: str = "", run: str = "") -> str:
    """Return a paragraph of one run; `props` inside w:pPr, `run` inside w:rPr."""
    return f"<w:p><w:pPr>{props}</w:pPr>{r(text, run)}</w:p>"


def r(text: str, props: str = "") -> str:
    """Return a run."""
    return f'<w:r><w:rPr>{props}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def listed(text: str, num: int, level: int = 0) -> str:
    """Return a paragraph in list `num`."""
    return p(text, props=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def abstract(key: int, *levels: str, extra: str = "") -> str:
    """Return an abstract list; `levels` as `level()` makes them."""
    numbered = "".join(text.replace("ILVL", str(n)) for n, text in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{key}">{extra}{numbered}</w:abstractNum>'


def level(text: str, name: str = "decimal", start: int = 1, extra: str = "") -> str:
    """Return one level of an abstract list."""
    counted = f'<w:start w:val="{start}"/><w:numFmt w:val="{name}"/>'
    return f'<w:lvl w:ilvl="ILVL">{counted}{extra}<w:lvlText w:val="{text}"/></w:lvl>'


def num(key: int, of: int, overrides: str = "") -> str:
    """Return a list made from abstract list `of`."""
    return f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def excel_of(sheets: Mapping[str, Sequence[Sequence[object]]], hidden: Sequence[str] = ()) -> bytes:
    """Return a workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def pdf_of(pages: Sequence[Sequence[tuple[float, float, str]]], size: int = 12, font: str = "Times-Roman") -> bytes:
    """Return a PDF: for each page (x, y, text) in points from the lower left corner of A4."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for page in pages:
        for x, y, text in page:
            canvas.setFont("Times-Bold" if text.startswith("!") else font, size)
            canvas.drawString(x, y, text.removeprefix("!"))
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def read(data: bytes, limits: Limits = Limits()) -> Contents:  # noqa: B008 (frozen)
    """Read a file in this process by the one reader that claims it."""
    sample = Sample(data)
    _, reader = choose(sample)
    assert reader is not None
    contents = reader.read(sample, limits)
    assert isinstance(contents, Contents)
    return contents


def paragraphs(blocks: tuple[Block, ...]) -> list[Paragraph]:
    """Return every paragraph in reading order."""
    return list(walk_paragraphs(blocks))


def lines(blocks: tuple[Block, ...]) -> list[str]:
    """Return every paragraph's label and text in reading order."""
    return [f"{paragraph.label} {paragraph.text}".strip() for paragraph in walk_paragraphs(blocks)]


def table(blocks: tuple[Block, ...]) -> Table:
    """Return the one table among `blocks`."""
    (found,) = (block for block in blocks if isinstance(block, Table))
    return found
