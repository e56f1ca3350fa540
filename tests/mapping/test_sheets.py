"""A report that is written line by line into an Excel sheet, and a sheet of figures that is none."""

from __future__ import annotations

import pytest

from domain.document import FileKind
from parsers.mapping import map_report
from tests.support.reports import document, outline, sections, table

OUTLINE = outline(
    ("I", "Tình hình sản xuất"),
    ("II", "Công tác chăn nuôi"),
    ("III", "Thủy lợi và phòng chống thiên tai"),
    ("IV", "Kiến nghị của hợp tác xã"),
)
TEXTS = {
    "I": "Đã gieo 120 ha lúa hè thu, đạt 80% kế hoạch.",
    "II": "Đàn bò có 450 con, tăng 12 con so với tháng trước.",
    "III": "Nạo vét 3 km kênh mương, huy động 210 ngày công.",
    "IV": "Đề nghị huyện hỗ trợ giống lúa cho 35 hộ nghèo.",
}


def sheet(number: str) -> list[list[str]]:
    rows = [["HỢP TÁC XÃ MẪU", "Độc lập - Tự do - Hạnh phúc"], ["", "BÁO CÁO THÁNG 5"], ["TT", "Nội dung"]]
    for n, leaf in enumerate(OUTLINE.leaves, start=1):
        rows += [[number.format(roman=leaf.id, n=n), leaf.title], ["", TEXTS[leaf.id]]]
    return [*rows, ["Nơi nhận:", "CHỦ NHIỆM"], ["", "(đã ký)"]]


@pytest.mark.parametrize("number", ["{roman}", "{roman}.", "{n}.", "{n})", ""])
def test_number_in_a_column_of_its_own(number: str) -> None:
    report = map_report([document(table(*sheet(number)), kind=FileKind.XLSX)], OUTLINE)
    assert sections(report) == {leaf: [text] for leaf, text in TEXTS.items()}
    assert not report.absent
    assert not report.unplaced


def test_all_in_one_column() -> None:
    rows = [[f"{row[0]} {row[1]}".strip()] for row in sheet("{roman}.")[1:-2]]
    report = map_report([document(table(*rows), kind=FileKind.XLSX)], OUTLINE)
    assert sections(report) == {leaf: [text] for leaf, text in TEXTS.items()}


def test_figures_between_the_lines_stay_rows() -> None:
    rows = sheet("{roman}.")
    rows[5:5] = [["1", "Lúa", "120"], ["2", "Ngô", "45"]]
    report = map_report([document(table(*rows), kind=FileKind.XLSX)], OUTLINE)
    assert sections(report)["I"] == [TEXTS["I"], "1 | Lúa | 120", "2 | Ngô | 45"]


def test_a_sheet_of_figures_is_no_report() -> None:
    rows = [["TT", "Chỉ tiêu", "Đơn vị tính", "Số lượng"], ["I", "Tình hình sản xuất", "", ""]]
    rows += [[str(n), f"Chỉ tiêu số {n}", "ha", str(n * 7)] for n in range(1, 12)]
    report = map_report([document(table(*rows), kind=FileKind.XLSX)], OUTLINE)
    assert not report.entries
