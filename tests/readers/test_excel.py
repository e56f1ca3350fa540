"""Workbooks: visible sheets as tables, values as people write them."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta

import openpyxl
import pytest

from domain.document import Table
from parsers.contents import UnreadableError
from parsers.excel import written
from tests.support.documents import excel_of, read, table


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12.0, "12"),
        (12, "12"),
        (15.4, "15,4"),
        (0.1 + 0.2, "0,3"),
        (-0.5, "-0,5"),
        (1.5e300, "1.5e+300"),
        (True, "TRUE"),
        (date(2017, 5, 31), "31/05/2017"),
        (datetime(2017, 5, 31), "31/05/2017"),  # noqa: DTZ001 (a workbook knows no zones)
        (datetime(2017, 5, 31, 8, 30), "31/05/2017 08:30"),  # noqa: DTZ001
        (time(8, 5), "08:05"),
        (timedelta(hours=26, minutes=5), "26:05"),
        ("chữ", "chữ"),
    ],
)
def test_values_as_people_write_them(value: object, text: str) -> None:
    assert written(value) == text


def test_each_visible_sheet_is_a_table() -> None:
    data = excel_of(
        {
            "Biểu 1": [["Chỉ tiêu", "Số"], [], ["Đoàn viên", 3698.0, None]],
            "Nháp": [["x"]],
            "Biểu 2": [[date(2017, 6, 1)]],
        },
        hidden=["Nháp"],
    )
    contents = read(data)
    first, second = contents.blocks
    assert isinstance(first, Table)
    assert isinstance(second, Table)
    assert [[cell.text for cell in row] for row in first.rows] == [["Chỉ tiêu", "Số"], ["Đoàn viên", "3698"]]
    assert first.where == 'trang tính "Biểu 1"'
    assert [block.where for block in first.rows[1][0].blocks] == ['trang tính "Biểu 1" dòng 3']
    assert second.rows[0][0].text == "01/06/2017"
    assert contents.notes == ("Bỏ qua trang tính ẩn: “Nháp”.",)


def test_merged_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["TIÊU ĐỀ", None, "c"])
    sheet.append(["a", "b", None])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    out = io.BytesIO()
    book.save(out)
    found = table(read(out.getvalue()).blocks)
    assert [[(c.text, c.column_span, c.row_span) for c in row] for row in found.rows] == [
        [("TIÊU ĐỀ", 2, 1), ("c", 1, 2)],
        [("a", 1, 1), ("b", 1, 1)],
    ]


def test_a_workbook_without_values_is_empty() -> None:
    with pytest.raises(UnreadableError) as caught:
        read(excel_of({"Trống": []}))
    assert caught.value.cause == "empty"
