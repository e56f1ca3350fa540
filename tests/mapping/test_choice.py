"""Which of a mail's documents are the report, and what becomes of the others."""

import pytest

from domain.document import FileKind
from domain.report import FindingCode
from parsers.mapping import map_report
from tests.support.reports import UNION, body, document, sections, table

FIRST_HALF = (
    "^**BÁO CÁO**",
    "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
    "- Việc làm của người lao động ổn định, không có đình công.",
    "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
    "**1. Công tác nữ công**",
    "- Tổ chức hội thi cho 120 chị em tại ba cơ sở.",
    "**2. Hoạt động của Ủy ban Kiểm tra**",
    "- Kiểm tra tài chính tại bốn công đoàn cơ sở.",
)
SECOND_HALF = (
    "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN**",
    "- Sửa luật.",
    "**IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**",
    "- Mở ba lớp tập huấn.",
)
GREETING = body("Kính gửi Văn phòng,", "Công đoàn ngành xin gửi báo cáo (tệp đính kèm).", "Trân trọng!")


def codes(report):
    return [f.code for f in report.findings if f.code not in {FindingCode.SECTION_ABSENT}]


def test_greetings_are_neither_content_nor_unplaced():
    report = map_report([GREETING, document(*FIRST_HALF, *SECOND_HALF)], UNION)
    assert report.report_files == ("bao-cao.docx",)
    assert report.unplaced == ()
    assert codes(report) == []


def test_a_body_that_is_the_report_is_read_and_quoted_lines_are_not():
    report = map_report([body(*FIRST_HALF, *SECOND_HALF, "> III. KIẾN NGHỊ", "> - của thư trước")], UNION)
    assert report.report_files == ("nội dung thư",)
    assert sections(report)["IV"] == ["Mở ba lớp tập huấn."]


def test_quoted_headings_head_the_answers_below_them_and_are_no_content():
    answered = [f"> {line.strip('^*')}" if line.startswith(("*", "^")) else line for line in FIRST_HALF + SECOND_HALF]
    report = map_report([body("Đơn vị báo cáo như sau:", "> Nơi nhận: các đơn vị", *answered)], UNION)
    assert sections(report) == sections(map_report([document(*FIRST_HALF, *SECOND_HALF)], UNION))
    assert not report.unplaced


def test_the_scan_beside_the_file_is_a_second_rendition():
    scan = document(*FIRST_HALF, *SECOND_HALF, name="quet.pdf", kind=FileKind.PDF, ocr=True)
    report = map_report([scan, document(*FIRST_HALF, *SECOND_HALF)], UNION)
    assert report.report_files == ("bao-cao.docx",)
    assert codes(report) == [FindingCode.SECOND_RENDITION]
    assert report.unplaced == ()


def test_two_files_that_together_make_the_report_are_both_used():
    one, two = document(*FIRST_HALF, name="phan1.docx"), document(*SECOND_HALF, name="phan2.docx")
    report = map_report([one, two], UNION)
    assert report.report_files == ("phan1.docx", "phan2.docx")
    assert set(sections(report)) == {"I", "II.3.1", "II.5.1", "III", "IV"}


def test_a_second_file_that_ends_with_a_section_named_like_another_paper():
    """'IV. CHƯƠNG TRÌNH …' is a numbered section, no title of a programme."""
    rest = (*SECOND_HALF[:2], "**IV. CHƯƠNG TRÌNH CÔNG TÁC TRỌNG TÂM 6 THÁNG CUỐI NĂM**", SECOND_HALF[3])
    report = map_report([document(*FIRST_HALF, name="phan1.docx"), document(*rest, name="phan2.docx")], UNION)
    assert report.report_files == ("phan1.docx", "phan2.docx")
    assert sections(report)["IV"] == ["Mở ba lớp tập huấn."]


def test_a_report_cut_in_the_middle_of_a_part():
    cut = ("**2. Hoạt động của Ủy ban Kiểm tra**", "- Kiểm tra tài chính tại bốn công đoàn cơ sở.")
    report = map_report(
        [document(*FIRST_HALF[:6], name="phan1.docx"), document(*cut, *SECOND_HALF, name="phan2.docx")], UNION
    )
    assert report.report_files == ("phan1.docx", "phan2.docx")
    assert sections(report)["II.5.1"] == ["Kiểm tra tài chính tại bốn công đoàn cơ sở."]
    assert not report.unplaced


@pytest.mark.parametrize("backwards", [False, True])
def test_a_report_cut_in_the_middle_of_a_section_loses_nothing(backwards):
    one = (*FIRST_HALF[:6], "2. Hoạt động của Ủy ban Kiểm tra", "2.1. Kết quả đạt được", "- Kiểm tra bốn cơ sở.")
    two = ("- Giám sát hai nơi.", "2.2. Tồn tại, hạn chế", "- Còn một nơi nể nang.", *SECOND_HALF)
    files = [document(*one, name="phan1.docx"), document(*two, name="phan2.docx")]
    report = map_report(files[::-1] if backwards else files, UNION)
    assert report.report_files == ("phan1.docx", "phan2.docx")
    assert sections(report)["II.5.1"] == ["Kiểm tra bốn cơ sở.", "Giám sát hai nơi."]
    assert sections(report)["II.5.2"] == ["Còn một nơi nể nang."]
    assert [e.file for e in report.entries if e.section == "II.5.1"] == ["phan1.docx", "phan2.docx"]


def test_an_annex_is_kept_apart_in_the_same_file_and_in_another():
    annex = table(("STT", "Chỉ tiêu", "Số lượng"), ("1", "Tổng số đoàn viên", "3711"))
    sheet = document(annex, name="bieu.xlsx", kind=FileKind.XLSX)
    signed = ("Trên đây là báo cáo.", "^**Nơi nhận:**", "- Lưu: VT.", "^**(đã ký)**", "^**PHỤ LỤC**")
    report = map_report([document(*FIRST_HALF, *SECOND_HALF, *signed, annex), sheet], UNION)
    assert [u.file for u in report.unplaced if "3711" in u.text] == ["bao-cao.docx", "bieu.xlsx"]
    assert FindingCode.OTHER_FILE in codes(report)
    assert all("3711" not in e.text and "Lưu" not in e.text for e in report.entries)


def test_a_plan_beside_the_report_is_no_part_of_it():
    plan = document(
        "^**KẾ HOẠCH**",
        "**I. MỤC ĐÍCH, YÊU CẦU**",
        "- Nâng cao sức khỏe.",
        "**II. NỘI DUNG**",
        "- Bóng đá.",
        name="ke-hoach.docx",
    )
    report = map_report([document(*FIRST_HALF, *SECOND_HALF), plan], UNION)
    assert report.report_files == ("bao-cao.docx",)
    assert codes(report) == [FindingCode.OTHER_FILE]
    assert all("Bóng đá" not in e.text for e in report.entries)


def test_nothing_like_a_report():
    plan = document("^**KẾ HOẠCH**", "**I. MỤC ĐÍCH, YÊU CẦU**", "- Nâng cao sức khỏe.")
    for documents in ([], [GREETING], [GREETING, plan]):
        report = map_report(documents, UNION)
        assert (report.headings_found, report.entries, report.absent) == (0, (), ())


def test_a_signature_block_put_first_is_front_matter():
    block = ("^**TM. BAN THƯỜNG VỤ**", "^**(đã ký)**", "^**LIÊN ĐOÀN LAO ĐỘNG HUYỆN EA KAR**")
    report = map_report([document(*block, *FIRST_HALF, *SECOND_HALF)], UNION)
    assert "LIÊN ĐOÀN LAO ĐỘNG HUYỆN EA KAR" in report.front_matter
    assert sections(report)["IV"] == ["Mở ba lớp tập huấn."]
    assert report.unplaced == ()


def test_a_report_in_words_all_its_own_is_kept_for_a_person():
    own = document("^**BÁO CÁO**", "**Việc thứ nhất**", "- Đã làm xong mọi việc được giao.")
    report = map_report([GREETING, own], UNION)
    assert report.entries == ()
    assert "Đã làm xong mọi việc được giao." in {u.text for u in report.unplaced}


def test_content_between_the_opening_and_the_first_section_is_not_lost():
    opening = "Thực hiện công văn, đơn vị báo cáo như sau:"
    report = map_report(
        [document("^**BÁO CÁO**", opening, "- Đơn vị có 12 cơ sở.", *FIRST_HALF[1:], *SECOND_HALF)], UNION
    )
    assert [u.text for u in report.unplaced] == ["Đơn vị có 12 cơ sở."]
    assert opening in report.front_matter


def test_a_sentence_that_begins_like_a_signature_does_not_end_the_report():
    report = map_report(
        [document(*FIRST_HALF, "Thủ trưởng một số đơn vị chưa quan tâm, chưa tạo điều kiện.", *SECOND_HALF)], UNION
    )
    assert sections(report)["IV"] == ["Mở ba lớp tập huấn."]
    assert "Thủ trưởng một số đơn vị chưa quan tâm, chưa tạo điều kiện." in {e.text for e in report.entries}


def test_the_signature_of_a_mail_is_not_filed_with_its_last_section():
    report = map_report(
        [body(*FIRST_HALF, *SECOND_HALF, "--", "Văn phòng Công đoàn ngành", "ĐT: 0262.000.0001")], UNION
    )
    assert sections(report)["IV"] == ["Mở ba lớp tập huấn."]
    assert report.unplaced == ()
