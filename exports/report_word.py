"""A report as a Word file, laid out as Vietnamese offices lay papers out (Circular 01/2011/TT-BNV)."""

from __future__ import annotations

import io
from datetime import UTC
from enum import Enum
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.exceptions import PythonDocxError
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from domain.errors import ExportError
from exports.package_stamp import stamped
from exports.report_sheet import (
    MOTTO,
    NATION,
    RECIPIENTS,
    Grid,
    Heading,
    Letterhead,
    Part,
    ReportSheet,
    Text,
    printable,
)
from exports.word_numbering import BULLET_LEVEL, OutlineList

_FONT = "Times New Roman"


class Numbering(Enum):
    """Where the numbers of headings come from."""

    #: Characters typed in front of the title, as most offices do.
    TYPED = "typed"
    #: Word's own multilevel list (ECMA-376, part 1, 17.9): the text holds no number.
    AUTOMATIC = "automatic"


def write_word(sheet: ReportSheet, numbering: Numbering = Numbering.TYPED) -> bytes:
    """Return `sheet` as a .docx file; the same sheet gives the same bytes. Raises ExportError."""
    try:
        document = Document()
        _set_up(document, sheet)
        _letterhead(document, sheet.letterhead)
        _titles(document, sheet.title)
        _Body(document, numbering).write(sheet)
        _ending(document, sheet)
        out = io.BytesIO()
        document.save(out)
    except (PythonDocxError, ValueError, KeyError) as error:
        raise ExportError(f"the Word file could not be written: {error}") from error
    return stamped(out.getvalue(), sheet.written_at)


def _set_up(document: Any, sheet: ReportSheet) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    normal = document.styles["Normal"]
    normal.font.size = Pt(14)
    _use_font(normal)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.15
    properties = document.core_properties
    properties.title = printable(" ".join(sheet.title))
    properties.author = printable(sheet.letterhead.issuer)
    properties.comments = ""
    properties.created = properties.modified = sheet.written_at.astimezone(UTC).replace(tzinfo=None)


def _use_font(style: Any) -> None:
    style.font.name = _FONT
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), _FONT)


def _layout_table(document: Any, left: float, right: float) -> tuple[Any, Any]:
    """Add a table of one row and two columns without borders; return its cells. Widths in centimetres."""
    table = document.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, (left, right), strict=True):
        column.width = Cm(width)
        column.cells[0].width = Cm(width)
    left_cell, right_cell = table.rows[0].cells
    return left_cell, right_cell


def _lines(cell: Any, lines: list[tuple[str, str]], size: int, *, centered: bool = True) -> None:
    """Put `lines` (text, marks) into `cell`; marks are letters of 'b'old, 'i'talic, 'u'nderlined."""
    for number, (text, marks) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1.0
        if centered:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(printable(text))
        run.font.size = Pt(size)
        run.bold, run.italic, run.underline = "b" in marks, "i" in marks, "u" in marks


def _letterhead(document: Any, head: Letterhead) -> None:
    left, right = _layout_table(document, 7.5, 9.5)
    numbered = [(head.number, "")] if head.number else []
    _lines(left, [(head.superior, ""), (head.issuer, "b"), ("_________", ""), *numbered], 12)
    _lines(right, [(NATION, "b"), (MOTTO, "bu"), ("", ""), (head.place_and_date, "i")], 12)


def _titles(document: Any, title: tuple[str, ...]) -> None:
    for number, line in enumerate(title):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_before = Pt(14 if number == 0 else 0)
        paragraph.paragraph_format.space_after = Pt(14 if number == len(title) - 1 else 0)
        run = paragraph.add_run(printable(line))
        run.bold = True
        run.font.size = Pt(15 if number == 0 else 14)


class _Body:
    """Writes what stands between title and signature."""

    def __init__(self, document: Any, numbering: Numbering) -> None:
        self._document = document
        self._outline = OutlineList(document) if numbering is Numbering.AUTOMATIC else None

    def write(self, sheet: ReportSheet) -> None:
        for line in sheet.opening:
            self._text(Text(text=line))
        for part in sheet.parts:
            self._part(part)
        for line in sheet.closing:
            self._text(Text(text=line))

    def _part(self, part: Part) -> None:
        if isinstance(part, Heading):
            self._heading(part)
        elif isinstance(part, Grid):
            self._grid(part)
        else:
            self._text(part)

    def _heading(self, heading: Heading) -> None:
        paragraph = self._document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(6)
        paragraph.paragraph_format.keep_with_next = True
        lead = heading.title if self._outline else heading.lead
        bold = paragraph.add_run(printable(lead))
        bold.bold = True
        bold.italic = heading.level > 1
        if heading.run_in:
            paragraph.add_run(printable(f" {heading.run_in}"))
        if self._outline:
            self._outline.put(paragraph, heading.level)
        else:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def _text(self, text: Text) -> None:
        listed = self._outline is not None and text.bullet != ""
        paragraph = self._document.add_paragraph(printable(text.text if listed else text.line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        if self._outline is not None and listed:
            self._outline.put(paragraph, BULLET_LEVEL)
        else:
            paragraph.paragraph_format.first_line_indent = Cm(1.27)

    def _grid(self, grid: Grid) -> None:
        table = self._document.add_table(rows=0, cols=len(grid.rows[0]), style="Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for number, values in enumerate(grid.rows):
            for cell, value in zip(table.add_row().cells, values, strict=True):
                _lines(cell, [(value, "b" if number == 0 else "")], 12)
        self._document.add_paragraph().paragraph_format.space_after = Pt(0)


def _ending(document: Any, sheet: ReportSheet) -> None:
    if not (sheet.recipients or sheet.signature):
        return
    left, right = _layout_table(document, 8, 9)
    if sheet.recipients:
        _lines(left, [(RECIPIENTS, "bi"), *((line, "") for line in sheet.recipients)], 11, centered=False)
    _lines(right, [(line, "b" if line.isupper() else "i") for line in sheet.signature], 13)
