"""Workbooks: .xlsx, .xlsm, .xlsb, .xls and .ods, each visible sheet as a table."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from domain.document import Cell, FileKind, Paragraph, Table
from parsers.contents import Contents, Members, Skip, damaged, empty, locked
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.tidy import tidy
from parsers.zipguard import guard

VIETNAMESE = "Excel (.xlsx, .xls, .ods)"
NEEDS: tuple[str, ...] = ("python_calamine",)

_HIDDEN_SHEETS_NOTE = "Bỏ qua trang tính ẩn: {}."
_OLE_WORKBOOKS = frozenset({"Workbook", "Book"})
#: Excel keeps 15 significant digits; people write fewer, and what is beyond is noise of binary fractions.
_DIGITS = 12
_Place = tuple[int, int]


def claims(sample: Sample) -> FileKind | None:
    """Claim workbooks of Excel and of OpenDocument."""
    if sample.package == "xl":
        return FileKind.XLSX
    if sample.package == "spreadsheet":
        return FileKind.ODS
    streams = sample.ole_streams
    return FileKind.XLS if streams & _OLE_WORKBOOKS and "EncryptedPackage" not in streams else None


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Return every visible sheet as a table, values as people write them here: '12', '15,4', '31/05/2017'."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if sample.signature == "zip":
        guard(sample.data, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(sample.data))
        sheets = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
        shown = [s.name for s in sheets if s.visible == SheetVisibleEnum.Visible]
        tables = [_table(book.get_sheet_by_name(name)) for name in shown]
    except PasswordError as error:
        raise locked(f"calamine: {error}") from error
    except (CalamineError, ValueError, OSError) as error:
        raise damaged(f"calamine: {type(error).__name__}: {error}") from error
    hidden = ", ".join(f"“{s.name}”" for s in sheets if s.name not in shown)
    blocks = tuple(table for table in tables if table.rows)
    if not blocks:
        raise empty("no cell with a value on a visible sheet")
    return Contents(blocks=blocks, notes=(_HIDDEN_SHEETS_NOTE.format(hidden),) if hidden else ())


def _table(sheet: Any) -> Table:
    where = f'trang tính "{sheet.name}"'
    top, left = sheet.start or (0, 0)
    spans, covered = _merges(sheet.merged_cell_ranges or [])
    rows = []
    for y, values in enumerate(sheet.iter_rows(), start=top):
        if all(value == "" for value in values):
            continue
        width = max(x for x, value in enumerate(values) if value != "") + 1
        place = f"{where} dòng {y + 1}"
        cells = ((x, value) for x, value in enumerate(values[:width], start=left) if (y, x) not in covered)
        rows.append(tuple(_cell(value, place, spans.get((y, x))) for x, value in cells))
    return Table(rows=tuple(rows), where=where)


def _merges(ranges: list[tuple[_Place, _Place]]) -> tuple[Mapping[_Place, _Place], set[_Place]]:
    """Return (first cell → rows and columns it spans) and the cells that are covered; whole-sheet merges are cut."""
    spans, covered = {}, set()
    for (top, left), (bottom, right) in ranges:
        bottom, right = min(max(bottom, top), top + 1000), min(max(right, left), left + 100)
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered |= {(y, x) for y in range(top, bottom + 1) for x in range(left, right + 1)} - {(top, left)}
    return spans, covered


def _cell(value: object, where: str, span: _Place | None) -> Cell:
    rows, columns = span or (1, 1)
    text = tidy(written(value)).strip()
    blocks = (Paragraph(text=text, where=where),) if text else ()
    return Cell(blocks=blocks, row_span=rows, column_span=columns)


def written(value: object) -> str:
    """Return a cell's value as people here write it: decimal comma, day before month, no '.0'."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _figure(value)
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}" if value.time() == time() else f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)


def _figure(value: float) -> str:
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    figure = f"{value:.{_DIGITS}g}"
    return figure if re.search("[en]", figure) else figure.replace(".", ",")
