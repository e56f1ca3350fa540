"""Text without a heading of its own, echoed prompts, what is absent."""

import pytest

from domain.vietnamese import fold
from parsers.mapping import map_report
from parsers.mapping.wording import PERHAPS, PLAINLY, wanting
from tests.support.reports import UNION, document, sections

HEAD = (
    "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
    "- Ổn định.",
    "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
    "**1. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên**",
)


def test_text_right_under_a_section_is_for_its_first_leaf_unless_plainly_about_shortcomings():
    report = map_report(
        [
            document(
                *HEAD,
                "- Ký 12 bản thỏa ước.",
                "- Tuy nhiên, còn hạn chế: nhiều nơi lúng túng.",
                "- Nguyên nhân: cán bộ kiêm nhiệm, thiếu kinh nghiệm.",
                "**2. Công tác nữ công**",
                "- Tổ chức hội thi.",
                "**III. KIẾN NGHỊ**",
                "- Sửa luật.",
            )
        ],
        UNION,
    )
    assert sections(report)["II.1.1"] == ["Ký 12 bản thỏa ước."]
    assert len(sections(report)["II.1.2"]) == 2
    assert sections(report)["II.3.1"] == ["Tổ chức hội thi."]
    assert not report.doubtful
    assert "II.3.2" in report.absent


def test_wording_that_may_mean_either_is_flagged_and_the_other_leaf_not_called_absent():
    doubtful = "- Hoạt động ở các tổ còn chậm so với yêu cầu."
    report = map_report([document(*HEAD, "- Ký 12 bản.", doubtful, "**III. KIẾN NGHỊ**", "- Sửa luật.")], UNION)
    assert [e.text for e in report.doubtful] == ["Hoạt động ở các tổ còn chậm so với yêu cầu."]
    assert "II.1.2" not in report.absent


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("Tổ chức 12 hội nghị với 400 lượt người.", 0.0, 0.0),
        ("Trao quà cho đoàn viên có hoàn cảnh khó khăn; không để xảy ra sai sót.", 0.0, 0.0),
        ("Qua kiểm tra chưa phát hiện sai phạm.", 0.0, 0.0),
        ("Việc đối thoại còn hình thức, chưa thường xuyên.", PLAINLY, 9.0),
        ("Nguyên nhân: thiếu kinh phí.", PLAINLY, 9.0),
        ("Một số nơi nộp báo cáo còn chậm.", PERHAPS, PLAINLY),
    ],
)
def test_how_much_a_paragraph_speaks_of_what_is_wanting(text, least, most):
    assert least <= wanting(fold(text)) <= most


def test_echoed_prompts_are_no_content():
    report = map_report(
        [
            document(
                *HEAD,
                "**1.1. Kết quả đạt được**",
                "- Ký 12 bản.",
                "**1.2. Tồn tại, hạn chế**",
                "- Những tồn tại, hạn chế nhiều năm nay chưa được khắc phục.",
                "- Nguyên nhân.",
                "**III. KIẾN NGHỊ**",
                "- Sửa luật.",
            )
        ],
        UNION,
    )
    assert "II.1.2" not in sections(report)
    assert "II.1.2" in report.absent


def test_causes_and_further_headings_of_one_role_stay_with_it():
    report = map_report(
        [
            document(
                *HEAD,
                "**1.1. Kết quả đạt được**",
                "- Ký 12 bản.",
                "**1.2. Tồn tại, hạn chế**",
                "- Còn 3 nơi chưa ký.",
                "**1.3. Nguyên nhân**",
                "- Cán bộ mới.",
                "**2. Công tác nữ công**",
                "**2.1. Kết quả đạt được**",
                "- Hội thi.",
            )
        ],
        UNION,
    )
    assert sections(report)["II.1.2"] == ["Còn 3 nơi chưa ký.", "Cán bộ mới."]
    assert report.unplaced == ()


def test_a_heading_with_nothing_but_a_sub_heading_under_it_says_nothing():
    report = map_report(
        [
            document(
                *HEAD,
                "- Ký 12 bản.",
                "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC**",
                "**IV. NHIỆM VỤ TRỌNG TÂM**",
                "- Mở lớp.",
            )
        ],
        UNION,
    )
    assert "III" in report.absent
    assert sections(report)["IV"] == ["Mở lớp."]


def test_no_is_an_answer():
    report = map_report(
        [document(*HEAD, "- Ký 12 bản.", "**III. KIẾN NGHỊ, ĐỀ XUẤT: Không.**", "**IV. NHIỆM VỤ**", "- Mở lớp.")], UNION
    )
    assert sections(report)["III"] == ["Không."]


def test_scanned_text_is_marked_throughout():
    report = map_report([document(*HEAD, "- Ký 12 bản.", "**III. KIẾN NGHỊ**", "- Sửa luật.", ocr=True)], UNION)
    assert report.entries
    assert all("quét ảnh" in e.doubts and e.needs_review for e in report.entries)


def test_results_and_shortcomings_in_one_breath_are_for_a_person():
    both = "Ký 3 thỏa ước; hạn chế: đối thoại còn hình thức, chưa đều."
    report = map_report([document(*HEAD, both, "**III. KIẾN NGHỊ**", "- Sửa luật.")], UNION)
    assert [e.text for e in report.doubtful] == [both]
    assert not {"II.1.1", "II.1.2"} & set(report.absent)
