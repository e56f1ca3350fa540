"""Reports written as a table: sections in one column, what is said about them in those beside it."""

from __future__ import annotations

import pytest

from domain.document import FileKind
from parsers.mapping import map_report
from tests.support.reports import UNION, document, sections, table

HEAD = ("TT", "Nội dung", "Kết quả đạt được", "Hạn chế, nguyên nhân")
ROWS = [
    ("1", "Đại diện và bảo vệ quyền lợi đoàn viên", "Đã ký 5 thỏa ước.", "Còn 3 nơi chưa đối thoại."),
    ("2", "Công tác tuyên truyền, giáo dục", "Mở 12 lớp phổ biến luật.", "Tài liệu còn thiếu."),
    ("3", "Công tác nữ công", "Tặng 40 suất quà ngày 8/3.", ""),
    ("4", "Công tác tài chính", "Thu đạt 55% dự toán.", "Ba cơ sở nộp chậm."),
    ("5", "Hoạt động của Ủy ban Kiểm tra", "Kiểm tra 9 cơ sở.", ""),
]
FILED = {
    "II.1.1": ["Đã ký 5 thỏa ước."],
    "II.1.2": ["Còn 3 nơi chưa đối thoại."],
    "II.2.1": ["Mở 12 lớp phổ biến luật."],
    "II.2.2": ["Tài liệu còn thiếu."],
    "II.3.1": ["Tặng 40 suất quà ngày 8/3."],
    "II.4.1": ["Thu đạt 55% dự toán."],
    "II.4.2": ["Ba cơ sở nộp chậm."],
    "II.5.1": ["Kiểm tra 9 cơ sở."],
}
BEFORE = ("**BÁO CÁO", "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG", "Đời sống ổn định.", "**II. KẾT QUẢ HOẠT ĐỘNG")
AFTER = ("**IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM", "Mở 2 lớp tập huấn.")
ADVICE = ("Đề nghị công khai nơi nợ bảo hiểm.", "Xin hỗ trợ kinh phí in tài liệu.")


def test_recommendations_in_a_column_of_their_own() -> None:
    told = dict(zip(("1", "4"), ADVICE, strict=True))
    rows = [(*HEAD, "Đề xuất, kiến nghị"), *((*row, told.get(row[0], "")) for row in ROWS)]
    report = map_report([document(*BEFORE, table(*rows), *AFTER)], UNION)
    whole = {"I": ["Đời sống ổn định."], **FILED, "III": list(ADVICE), "IV": ["Mở 2 lớp tập huấn."]}
    assert sections(report) == whole
    assert report.absent == ("II.3.2", "II.5.2")


def test_recommendations_of_a_column_join_those_of_a_row() -> None:
    rows = [
        (*HEAD, "Kiến nghị"),
        *((*row, ADVICE[0] if row[0] == "2" else "") for row in ROWS),
        ("III", "Kiến nghị với Đảng, Nhà nước, Tổng Liên đoàn", ADVICE[1], "", ""),
        ("IV", "Nhiệm vụ trọng tâm 6 tháng cuối năm", "Mở 2 lớp tập huấn.", "", ""),
    ]
    report = map_report([document(*BEFORE, table(*rows))], UNION)
    assert sorted(sections(report)["III"]) == sorted(ADVICE)
    assert sections(report)["IV"] == ["Mở 2 lớp tập huấn."]


@pytest.mark.parametrize("first", [True, False])
def test_recommendations_of_a_column_join_those_under_a_heading(first: bool) -> None:
    rows = [(*HEAD, "Kiến nghị"), *((*row, ADVICE[0] if row[0] == "2" else "") for row in ROWS)]
    own = ("**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC**", ADVICE[1])
    around = (*own, *BEFORE[3:]) if first else BEFORE[3:]
    report = map_report([document(*BEFORE[:3], *around, table(*rows), *(() if first else own), *AFTER)], UNION)
    assert sections(report) == {"I": ["Đời sống ổn định."], **FILED, "III": list(ADVICE), "IV": ["Mở 2 lớp tập huấn."]}


def test_the_whole_report_in_one_table() -> None:
    rows = [
        HEAD,
        ("I", "Tình hình việc làm, thu nhập, đời sống", "Đời sống ổn định.", ""),
        *ROWS,
        ("III", "Kiến nghị với Đảng, Nhà nước", ADVICE[0], ""),
        ("IV", "Nhiệm vụ trọng tâm 6 tháng cuối năm", "Mở 2 lớp tập huấn.", ""),
    ]
    report = map_report([document("**BÁO CÁO", table(*rows))], UNION)
    whole = {"I": ["Đời sống ổn định."], **FILED, "III": [ADVICE[0]], "IV": ["Mở 2 lớp tập huấn."]}
    assert sections(report) == whole
    assert not report.unplaced


def test_letterhead_and_signature_stand_in_the_sheet() -> None:
    rows = [
        ("CÔNG ĐOÀN NGÀNH MẪU", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", ""),
        ("BÁO CÁO NHANH",),
        ("Công đoàn ngành báo cáo như sau:",),
        ("Nội dung", "Ưu điểm", "Tồn tại, hạn chế"),
        *((f"{number}. {title}", good, bad) for number, title, good, bad in ROWS),
        ("Những kiến nghị với cấp trên", ADVICE[0], ""),
        ("Nơi nhận: Như trên", "TM. BAN THƯỜNG VỤ", ""),
        ("", "(đã ký)", ""),
    ]
    report = map_report([document(table(*rows), kind=FileKind.XLSX)], UNION)
    assert sections(report) == {**FILED, "III": [ADVICE[0]]}
    assert not report.unplaced


@pytest.mark.parametrize("again", ["", "Công tác nữ công"])
def test_a_section_goes_on_over_several_rows(again: str) -> None:
    rows = [HEAD, *ROWS[:3], ("", again, "Khám bệnh cho 90 chị.", "Thiếu chỗ gửi trẻ."), *ROWS[3:]]
    report = map_report([document(*BEFORE, table(*rows), *AFTER)], UNION)
    assert sections(report)["II.3.1"] == ["Tặng 40 suất quà ngày 8/3.", "Khám bệnh cho 90 chị."]
    assert sections(report)["II.3.2"] == ["Thiếu chỗ gửi trẻ."]


def test_a_lone_column_of_results_may_hold_shortcomings() -> None:
    rows = [HEAD[:3], *(row[:3] for row in ROWS[:-1]), (*ROWS[-1][:2], ["Kiểm tra 9 cơ sở.", "Hạn chế: còn nể nang."])]
    report = map_report([document(*BEFORE, table(*rows), *AFTER)], UNION)
    assert sections(report)["II.5.1"] == ["Kiểm tra 9 cơ sở."]
    assert any("còn nể nang" in text for text in sections(report)["II.5.2"])


def test_rows_of_figures_stay_rows() -> None:
    figures = table(("TT", "Chỉ tiêu", "Số lượng"), ("1", "Đoàn viên nữ", "120"), ("2", "Lao động", "45"))
    report = map_report([document(*BEFORE[:3], figures, *BEFORE[3:], table(HEAD, *ROWS), *AFTER)], UNION)
    assert sections(report)["I"][1:] == ["TT | Chỉ tiêu | Số lượng", "1 | Đoàn viên nữ | 120", "2 | Lao động | 45"]


def test_figures_beside_names_like_sections_stay_rows() -> None:
    figures = table(("Chỉ tiêu", "Số lượng"), ("Công tác nữ công", "120 chị"), ("Công tác tài chính", "45"))
    report = map_report([document(*BEFORE, table(HEAD, *ROWS), *AFTER, figures)], UNION)
    assert sections(report)["IV"][1:] == [
        "Chỉ tiêu | Số lượng",
        "Công tác nữ công | 120 chị",
        "Công tác tài chính | 45",
    ]
