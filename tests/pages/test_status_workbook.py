"""The board as a workbook: real dates and numbers, text that stays text."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from exports.status_workbook import status_workbook
from tests.support.office_desk import UNITS, MemoryDesk, at, sample_desk
from tests.support.pages import client_of


def book_of(desk: MemoryDesk) -> Any:
    return openpyxl.load_workbook(BytesIO(status_workbook(desk.board(None))))


def line_of(sheet: Any, unit: str) -> dict[str, Any]:
    heads = [cell.value for cell in sheet[1]]
    row = next(row for row in sheet.iter_rows(min_row=2) if unit in (row[0].value, row[1].value))
    return dict(zip(heads, [cell.value for cell in row], strict=True))


def test_each_unit_has_a_line_with_real_values() -> None:
    sheet = book_of(sample_desk())["Bảng theo dõi"]
    assert sheet.max_row == 26
    line = line_of(sheet, UNITS[3].name)
    assert line["STT"] == 4
    assert line["Báo cáo nhanh: tình trạng"] == "đúng hạn, thiếu 2 mục"
    assert line["Báo cáo nhanh: nhận lần đầu"] == datetime(2017, 5, 31, 11, 28)  # noqa: DTZ001
    assert line["Báo cáo nhanh: nhận bản mới nhất"] == datetime(2017, 6, 2, 8, 5)  # noqa: DTZ001
    assert line["Báo cáo nhanh: mục có nội dung"] == 21
    assert line["Báo cáo nhanh: thiếu các mục"] == "II.2.2, II.7.2"
    assert line["Báo cáo chính thức: nhận lần đầu"] is None


def test_letters_are_counted() -> None:
    line = line_of(book_of(sample_desk())["Bảng theo dõi"], UNITS[19].name)
    assert line["Báo cáo nhanh: thư nhắc"] == 2
    assert line["Báo cáo nhanh: nhắc lần cuối"] == datetime(2017, 6, 2, 8, 0)  # noqa: DTZ001


def test_every_sheet_can_be_filtered_under_a_head_that_stays() -> None:
    for sheet in book_of(sample_desk()):
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.freeze_panes in ("B2", "C2")


def test_sections_stand_by_unit() -> None:
    line = line_of(book_of(sample_desk())["Các mục – nhanh"], UNITS[3].name)
    assert line["II.2.2 Tồn tại, hạn chế"] == "thiếu"
    assert line["I Tình hình việc làm, thu nhập, đời sống"] == "có"
    partly = line_of(book_of(sample_desk())["Các mục – nhanh"], UNITS[12].name)
    assert partly["IV Kiến nghị, đề xuất"] == "chưa rõ"


def test_what_an_unread_file_may_hold_is_not_called_absent() -> None:
    desk = MemoryDesk()
    desk.submit(1, at(1, 9), absent=("IV",), unreadable_files=("phần sau.docx",))
    book = book_of(desk)
    assert line_of(book["Các mục – nhanh"], UNITS[0].name)["IV Kiến nghị, đề xuất"] == "chưa rõ"
    assert line_of(book["Bảng theo dõi"], UNITS[0].name)["Báo cáo nhanh: mục thiếu"] == 0


def test_the_period_has_its_dates() -> None:
    values = dict(book_of(sample_desk())["Kỳ báo cáo"].iter_rows(min_row=2, values_only=True))
    assert values["Hạn báo cáo nhanh (ngày cuối còn đúng hạn)"] == datetime(2017, 6, 4)  # noqa: DTZ001
    assert values["Hạn báo cáo chính thức (ngày cuối còn đúng hạn)"] == "chưa định hạn"
    assert values["Thư trong hộp thư"] == 24
    assert date(2017, 5, 31) == values["Chốt số liệu"].date()


@pytest.mark.parametrize("subject", ['=HYPERLINK("http://x.example","a")', "+1+1", "-2", "@SUM(A1)", "=1+1"])
def test_text_that_looks_like_a_formula_stays_text(subject: str) -> None:
    desk = MemoryDesk()
    desk.hold_for_review(0, at(1, 9), subject, subject=subject, sender=subject)
    row = book_of(desk)["Cần xem lại"][2]
    for cell in (row[1], row[2], row[5]):
        assert cell.value == subject
        assert cell.data_type == "s"
        assert cell.quotePrefix


def test_control_characters_and_endless_text_do_not_break_it() -> None:
    desk = MemoryDesk()
    desk.hold_for_review(0, at(1, 9), "a\x00b\x1bc" + "d" * 40_000, subject="x\x0by", sender="")
    row = book_of(desk)["Cần xem lại"][2]
    assert row[2].value == "xy"
    assert row[5].value.startswith("abcd")
    assert len(row[5].value) == 32_767


def test_the_page_hands_it_over_under_a_name_with_the_time() -> None:
    answer = client_of(sample_desk()).get("/bang-theo-doi.xlsx")
    assert 'filename="bang-theo-doi-20170602-0900.xlsx"' in answer.headers["content-disposition"]
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert openpyxl.load_workbook(BytesIO(answer.content)).sheetnames[0] == "Bảng theo dõi"
