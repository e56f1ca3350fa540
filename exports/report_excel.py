"""A report as an Excel sheet: one column for the heading's number, one for headings and text."""

from __future__ import annotations

import io
from datetime import UTC
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils.exceptions import IllegalCharacterError

from domain.errors import ExportError
from exports.excel_cells import put_text
from exports.package_stamp import stamped
from exports.report_sheet import MOTTO, NATION, RECIPIENTS, Grid, Heading, Part, ReportSheet, printable

_FONT = "Times New Roman"
_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
#: Characters of the text column that fit on one line; Excel does not fit the height of wrapped text by itself.
_LINE = 84


def write_excel(sheet: ReportSheet) -> bytes:
    """Return `sheet` as an .xlsx file; the same sheet gives the same bytes. Raises ExportError.

    Text is never a formula, whatever it begins with.
    """
    try:
        workbook = Workbook()
        workbook.properties.creator = printable(sheet.letterhead.issuer)
        workbook.properties.created = sheet.written_at.astimezone(UTC).replace(tzinfo=None)
        _Page(workbook.active).write(sheet)
        out = io.BytesIO()
        workbook.save(out)
    except (IllegalCharacterError, ValueError) as error:
        raise ExportError(f"the Excel file could not be written: {error}") from error
    return stamped(out.getvalue(), sheet.written_at)


class _Page:
    """The sheet that is being filled, from top to bottom."""

    def __init__(self, worksheet: Any) -> None:
        self._worksheet = worksheet
        self._row = 0

    def write(self, sheet: ReportSheet) -> None:
        self._set_up()
        self._letterhead(sheet)
        for line in sheet.title:
            self._across(line, Font(name=_FONT, size=14, bold=True))
        for line in sheet.opening:
            self._across(line, Font(name=_FONT, size=12), horizontal="left")
        self._boxed("TT", "Nội dung báo cáo", bold=True, horizontal="center")
        for part in sheet.parts:
            self._part(part)
        for line in sheet.closing:
            self._across(line, Font(name=_FONT, size=12), horizontal="left")
        self._ending(sheet)

    def _set_up(self) -> None:
        self._worksheet.title = "Báo cáo"
        for column, width in (("A", 7), ("B", 50), ("C", 45)):
            self._worksheet.column_dimensions[column].width = width
        self._worksheet.page_setup.paperSize = self._worksheet.PAPERSIZE_A4
        self._worksheet.page_setup.fitToHeight = 0
        self._worksheet.sheet_properties.pageSetUpPr.fitToPage = True

    def _letterhead(self, sheet: ReportSheet) -> None:
        head = sheet.letterhead
        pairs = (
            (head.superior, NATION, False, True),
            (head.issuer, MOTTO, True, True),
            (head.number, head.place_and_date, False, False),
        )
        for left, right, left_bold, right_bold in pairs:
            row = self._next()
            self._merge(row, 1, 2, left, Font(name=_FONT, size=11, bold=left_bold), "center")
            self._merge(row, 3, 3, right, Font(name=_FONT, size=11, bold=right_bold), "center")
        self._next()

    def _part(self, part: Part) -> None:
        if isinstance(part, Heading):
            self._boxed(part.number, f"{part.title} {part.run_in}".strip(), bold=True)
        elif isinstance(part, Grid):
            for row in part.rows:
                self._boxed("", " | ".join(row))
        else:
            self._boxed("", part.line)

    def _ending(self, sheet: ReportSheet) -> None:
        left = [RECIPIENTS, *sheet.recipients] if sheet.recipients else []
        self._next()
        for number in range(max(len(left), len(sheet.signature))):
            row = self._next()
            if number < len(left):
                self._merge(row, 1, 2, left[number], Font(name=_FONT, size=11, italic=number == 0), "left")
            if number < len(sheet.signature):
                self._merge(row, 3, 3, sheet.signature[number], Font(name=_FONT, size=12, bold=True), "center")

    def _boxed(self, number: str, text: str, *, bold: bool = False, horizontal: str = "left") -> None:
        row = self._next()
        font = Font(name=_FONT, size=12, bold=bold)
        self._merge(row, 2, 3, text, font, horizontal)
        cell = self._worksheet.cell(row=row, column=1)
        put_text(cell, number)
        cell.font, cell.alignment = font, Alignment(horizontal="center", vertical="top")
        for column in (1, 2, 3):
            self._worksheet.cell(row=row, column=column).border = _BOX

    def _across(self, text: str, font: Font, horizontal: str = "center") -> None:
        self._merge(self._next(), 1, 3, text, font, horizontal)

    def _merge(self, row: int, first: int, last: int, text: str, font: Font, horizontal: str) -> None:
        cell = self._worksheet.cell(row=row, column=first)
        put_text(cell, text)
        cell.font = font
        cell.alignment = Alignment(horizontal=horizontal, vertical="top", wrap_text=True)
        if last > first:
            self._worksheet.merge_cells(start_row=row, start_column=first, end_row=row, end_column=last)
            self._worksheet.row_dimensions[row].height = 17 * (1 + len(text) // _LINE)

    def _next(self) -> int:
        self._row += 1
        return self._row
