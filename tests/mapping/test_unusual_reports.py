"""Reports laid out in ways of their own: kinds of deviation met in mails, each in a few lines."""

from dataclasses import replace

import pytest

from domain.template import Template
from parsers.mapping import map_report
from parsers.mapping.titles import titles_of
from tests.support.reports import UNION, document, outline, sections

LIFE = "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**"
RESULTS = "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**"
RIGHTS = "Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên"
TEACHING = "Tuyên truyền, vận động, giáo dục nâng cao nhận thức"


def mapped(*blocks):
    return map_report([document(*blocks)], UNION)


def test_an_overall_assessment_lists_the_shortcomings_of_all_sections():
    report = mapped(
        LIFE,
        "- Ổn định.",
        RESULTS,
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        f"**2. {TEACHING}**",
        "- Mở 3 lớp.",
        "**3. Công tác nữ công**",
        "- Khám cho 40 chị.",
        "**III. ĐÁNH GIÁ CHUNG**",
        "**1. Ưu điểm**",
        "- Các cấp công đoàn bám sát nghị quyết.",
        "**2. Tồn tại, hạn chế**",
        "- Về bảo vệ quyền lợi đoàn viên: đối thoại còn ít.",
        "- Về tuyên truyền giáo dục: tài liệu còn thiếu. Công tác nữ công: cán bộ kiêm nhiệm.",
        "**IV. KIẾN NGHỊ, ĐỀ XUẤT**",
        "- Không.",
    )
    found = sections(report)
    assert found["II.1.2"] == ["Về bảo vệ quyền lợi đoàn viên: đối thoại còn ít."]
    assert found["II.2.2"] == ["Về tuyên truyền giáo dục: tài liệu còn thiếu."]
    assert found["II.3.2"] == ["Công tác nữ công: cán bộ kiêm nhiệm."]
    assert found["I"] == ["Ổn định."]
    assert {"II.1.2", "II.2.2", "II.3.2"} <= {e.section for e in report.doubtful}


def test_a_list_that_names_section_after_section_is_no_text_of_one():
    report = mapped(
        RESULTS,
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        "**2. Hoạt động của Ủy ban Kiểm tra**",
        "**2.1. Kết quả đạt được**",
        "- Kiểm tra 3 nơi.",
        "**2.2. Tồn tại, hạn chế**",
        "- Công tác tuyên truyền: tài liệu còn thiếu.",
        "- Công tác nữ công: cán bộ kiêm nhiệm.",
        "- Công tác kiểm tra: còn nể nang.",
    )
    found = sections(report)
    assert found["II.2.2"] == ["Công tác tuyên truyền: tài liệu còn thiếu."]
    assert found["II.3.2"] == ["Công tác nữ công: cán bộ kiêm nhiệm."]
    assert found["II.5.2"] == ["Công tác kiểm tra: còn nể nang."]


def test_roles_may_stand_above_the_sections():
    report = mapped(
        "**I. NHỮNG KẾT QUẢ ĐÃ ĐẠT ĐƯỢC**",
        f"**1. {RIGHTS}**",
        "Ký 12 bản.",
        f"**2. {TEACHING}**",
        "Mở 3 lớp.",
        "**3. Công tác nữ công**",
        "Khám cho 40 chị.",
        "**II. NHỮNG TỒN TẠI, HẠN CHẾ**",
        f"**1. {RIGHTS}**",
        "Đối thoại còn ít.",
        "**2. Công tác nữ công**",
        "Cán bộ kiêm nhiệm.",
        "**III. KIẾN NGHỊ**",
        "Không.",
    )
    found = sections(report)
    assert "Đối thoại còn ít." in found["II.1.2"]
    assert "Cán bộ kiêm nhiệm." in found["II.3.2"]
    assert found["III"] == ["Không."]


def test_the_papers_title_is_no_heading_of_the_section_it_is_like():
    report = mapped(
        "^**BÁO CÁO**",
        "^**Kết quả hoạt động công đoàn 6 tháng đầu năm**",
        "**I. THUẬN LỢI, KHÓ KHĂN**",
        "**1. Thuận lợi**",
        "- Cấp ủy quan tâm.",
        "**2. Khó khăn**",
        "- Địa bàn rộng.",
        "**II. TÌNH HÌNH VIỆC LÀM, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Việc làm ổn định.",
        "**III. CÁC MẶT CÔNG TÁC**",
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        f"**2. {TEACHING}**",
        "- Mở 3 lớp.",
    )
    assert sections(report)["I"] == ["Việc làm ổn định."]
    assert {u.text for u in report.unplaced} >= {"Cấp ủy quan tâm.", "Địa bàn rộng."}


def test_sections_numbered_on_the_level_of_what_holds_them():
    report = mapped(
        "**I. TÌNH HÌNH VIỆC LÀM, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Việc làm ổn định.",
        f"**II. {RIGHTS.upper()}**",
        "- Ký 12 bản.",
        f"**III. {TEACHING.upper()}**",
        "- Mở 3 lớp.",
        "**IV. CÔNG TÁC NỮ CÔNG**",
        "- Khám cho 40 chị.",
        "**V. KIẾN NGHỊ**",
        "- Không.",
    )
    assert {k: v[0] for k, v in sections(report).items()} == {
        "I": "Việc làm ổn định.",
        "II.1.1": "Ký 12 bản.",
        "II.2.1": "Mở 3 lớp.",
        "II.3.1": "Khám cho 40 chị.",
        "III": "Không.",
    }


def test_a_number_alone_makes_no_section_of_a_line_that_names_another():
    report = mapped(
        "**I. NHỮNG KẾT QUẢ ĐÃ ĐẠT ĐƯỢC**",
        "**1. Tình hình việc làm, đời sống của người lao động**",
        "Việc làm ổn định.",
        "**2. Công tác bảo vệ quyền lợi đoàn viên**",
        "Ký 12 bản.",
        f"**3. {TEACHING}**",
        "Mở 3 lớp.",
        "**4. Công tác nữ công**",
        "Khám cho 40 chị.",
    )
    found = sections(report)
    assert found["I"] == ["Việc làm ổn định."]
    assert found["II.1.1"] == ["Ký 12 bản."]
    assert found["II.3.1"] == ["Khám cho 40 chị."]


def test_one_list_of_shortcomings_after_sections_on_the_level_of_what_holds_them():
    report = mapped(
        f"**I. {RIGHTS.upper()}**",
        "- Ký 12 bản.",
        f"**II. {TEACHING.upper()}**",
        "- Mở 3 lớp.",
        "**III. CÔNG TÁC NỮ CÔNG**",
        "- Khám cho 40 chị.",
        "**IV. CÔNG TÁC TÀI CHÍNH VÀ HOẠT ĐỘNG KINH TẾ**",
        "- Thu 3 tỷ.",
        "**V. CÔNG TÁC THỰC HIỆN KIỂM SOÁT**",
        "- Kiểm tra 3 nơi.",
        "**VI. TỒN TẠI, HẠN CHẾ**",
        "- Công tác nữ công: cán bộ kiêm nhiệm.",
        "- Công tác tài chính: còn nợ đọng.",
        "**VII. KIẾN NGHỊ**",
        "- Không.",
    )
    found = sections(report)
    assert found["II.5.1"] == ["Kiểm tra 3 nơi."]
    assert found["II.3.2"] == ["Công tác nữ công: cán bộ kiêm nhiệm."]
    assert found["II.4.2"] == ["Công tác tài chính: còn nợ đọng."]
    assert found["III"] == ["Không."]


def test_tasks_told_section_by_section_are_tasks():
    report = mapped(
        "^**PHẦN THỨ NHẤT: KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        f"**2. {TEACHING}**",
        "- Mở 3 lớp.",
        "^**PHẦN THỨ HAI: NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**",
        f"**1. {RIGHTS}**",
        "- Giám sát việc trả lương.",
        f"**2. {TEACHING}**",
        "- In 500 tờ tin.",
        "**3. Công tác nữ công**",
        "- Gặp mặt 20/10.",
    )
    assert {"Giám sát việc trả lương.", "In 500 tờ tin.", "Gặp mặt 20/10."} <= set(sections(report)["IV"])
    assert "II.3.1" in report.absent


def test_requests_told_by_whom_they_are_for():
    report = mapped(
        RESULTS,
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        "**2. Công tác nữ công**",
        "- Khám cho 40 chị.",
        "^**PHẦN THỨ HAI: KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN**",
        "**I. Đối với Đảng, Nhà nước:**",
        "- Sửa luật.",
        "**II. Đối với Tổng Liên đoàn:**",
        "- Giảm biểu mẫu.",
        "**III. Đối với tỉnh:**",
        "- Sửa trụ sở.",
    )
    assert {"Sửa luật.", "Giảm biểu mẫu.", "Sửa trụ sở."} <= set(sections(report)["III"])
    assert report.unplaced == ()


def test_requests_told_under_each_section_are_gathered_for_a_person_to_see():
    named = (replace(s, aliases=("Kiến nghị",)) if s.id == "III" else s for s in UNION.sections)
    written = document(
        RESULTS,
        f"**1. {RIGHTS}**",
        "**1.1. Kết quả đạt được**",
        "- Ký 12 bản.",
        "**1.2. Tồn tại, hạn chế**",
        "- Còn 3 nơi chưa ký.",
        "**1.3. Kiến nghị**",
        "- Sửa luật.",
        f"**2. {TEACHING}**",
        "**2.1. Kết quả đạt được**",
        "- Mở 3 lớp.",
    )
    report = map_report([written], Template(tuple(named)))
    assert sections(report)["III"] == ["Sửa luật."]
    assert [e.text for e in report.doubtful] == ["Sửa luật."]


def test_sub_headings_of_a_role_that_count_like_the_roles():
    report = mapped(
        RESULTS,
        f"**I. {RIGHTS}**",
        "**1. Những mặt làm được**",
        "1/ Tham gia xây dựng chính sách",
        "- Góp ý 5 văn bản.",
        "2/ Dân chủ ở cơ sở",
        "- Ký 12 bản.",
        "**2. Những mặt chưa làm được**",
        "- Đối thoại còn ít.",
        "**II. Công tác nữ công**",
        "**1. Kết quả thực hiện**",
        "- Khám cho 40 chị.",
    )
    assert {"Góp ý 5 văn bản.", "Ký 12 bản."} <= set(sections(report)["II.1.1"])
    assert sections(report)["II.1.2"] == ["Đối thoại còn ít."]


def test_shortcomings_named_in_the_middle_of_a_paragraph():
    report = mapped(
        "1/ Đời sống người lao động: ổn định.",
        "2/ Tuyên truyền giáo dục: mở 9 buổi. Tồn tại: khối doanh nghiệp tham gia ít.",
        "3/ Nữ công: khám cho 95 chị.",
        "4/ Tài chính: thu 402 triệu đồng.",
    )
    assert sections(report)["II.2.1"] == ["mở 9 buổi."]
    assert sections(report)["II.2.2"] == ["khối doanh nghiệp tham gia ít."]


def test_a_title_that_goes_on_with_something_more_is_still_that_title():
    assert titles_of(UNION).likeness("Công tác nữ công và bình đẳng giới")[8] >= 0.7
    assert UNION.sections[8].id == "II.3"


@pytest.mark.parametrize(
    ("head", "both"),
    [
        ("Công tác tài chính và hoạt động của Ủy ban Kiểm tra", True),
        ("Bảo vệ quyền lợi đoàn viên, công tác nữ công nhân viên chức", True),
        ("Bảo vệ quyền lợi cho công nhân viên chức", False),
    ],
)
def test_two_sections_under_one_heading_are_told_apart_in_it(head, both):
    template = outline(
        ("1", "Bảo vệ quyền lợi đoàn viên"),
        ("2", "Công tác nữ công nhân viên chức"),
        ("3", "Công tác tài chính và hoạt động kinh tế"),
        ("4", "Hoạt động của Ủy ban Kiểm tra"),
    )
    assert bool(titles_of(template).pairs(head)) is both


def test_shortcomings_among_results_without_any_of_their_own_are_not_called_absent():
    report = mapped(
        RESULTS,
        f"**1. {RIGHTS}**",
        "**1.1. Kết quả đạt được**",
        "- Ký 12 bản.",
        "- Nhiều nơi hoạt động cầm chừng, chưa đối thoại.",
        "**2. Công tác nữ công**",
        "**2.1. Kết quả đạt được**",
        "- Khám cho 40 chị.",
    )
    assert [e.text for e in report.doubtful] == ["Nhiều nơi hoạt động cầm chừng, chưa đối thoại."]
    assert "II.1.2" not in report.absent
    assert "II.3.2" in report.absent


def test_a_top_heading_in_other_words_may_be_the_section_that_is_missing():
    report = mapped(
        LIFE,
        "- Ổn định.",
        RESULTS,
        f"**1. {RIGHTS}**",
        "- Ký 12 bản.",
        "**III. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**",
        "- Mở 3 lớp.",
        "**IV. Những vấn đề mong cấp trên quan tâm**",
        "- Giữ phụ cấp thâm niên.",
    )
    assert [u.text for u in report.unplaced] == ["Giữ phụ cấp thâm niên."]
    assert "III" not in report.absent
    assert "II.3.1" in report.absent


def test_a_lead_in_that_names_a_section_without_a_heading_is_doubted():
    report = map_report(
        [
            document(
                "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
                "- Ổn định.",
                "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
                "**1. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên**",
                "- Ký 12 bản thỏa ước.",
                "- Về công tác nữ công: tổ chức khám sức khỏe cho 120 chị.",
                "**2. Tuyên truyền, vận động, giáo dục nâng cao nhận thức**",
                "- Mở 12 lớp học luật.",
                "**4. Công tác tài chính và hoạt động kinh tế**",
                "- Thu 1,2 tỷ đồng.",
            )
        ],
        UNION,
    )
    (told,) = [entry for entry in report.entries if "khám sức khỏe" in entry.text]
    assert told.needs_review
    assert not {"II.3.1", "II.3.2"} & set(report.absent)
    assert not any(entry.needs_review for entry in report.entries if entry is not told)
