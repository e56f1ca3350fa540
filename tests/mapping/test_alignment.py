"""Reports that depart from the outline: every paragraph still finds its section."""

from domain.report import FindingCode
from parsers.mapping import map_report
from tests.support.reports import UNION, document, outline, paragraph, sections, table


def mapped(*blocks):
    return map_report([document(*blocks)], UNION)


def test_a_report_by_the_book():
    report = mapped(
        "^**BÁO CÁO**",
        "^**Kết quả hoạt động công đoàn 6 tháng đầu năm**",
        "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Việc làm ổn định.",
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên**",
        "**1.1. Kết quả đạt được**",
        "- Ký 12 bản thỏa ước.",
        "**1.2. Tồn tại, hạn chế**",
        "- Còn 3 nơi chưa ký.",
        "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN:** Không.",
        "Trên đây là báo cáo của đơn vị.",
        "^**Nơi nhận:**",
    )
    assert sections(report) == {
        "I": ["Việc làm ổn định."],
        "II.1.1": ["Ký 12 bản thỏa ước."],
        "II.1.2": ["Còn 3 nơi chưa ký."],
        "III": ["Không."],
    }
    assert not any(e.needs_review for e in report.entries)
    assert report.front_matter == ("BÁO CÁO", "Kết quả hoạt động công đoàn 6 tháng đầu năm")
    assert report.headings_found == 6
    assert report.absent == tuple(s.id for s in UNION.leaves if s.id not in sections(report))
    assert report.unplaced == ()


def test_shifted_numbers_with_a_section_of_the_units_own_in_front():
    report = mapped(
        "**I. ĐẶC ĐIỂM TÌNH HÌNH**",
        "**1. Thuận lợi**",
        "- Được quan tâm.",
        "**2. Khó khăn**",
        "- Địa bàn rộng.",
        "**II. TÌNH HÌNH VIỆC LÀM, ĐỜI SỐNG CNVCLĐ**",
        "- Việc làm ổn định.",
        "**III. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN**",
        "**1. Công tác nữ công**",
        "**1.1. Ưu điểm**",
        "- Tổ chức hội thi.",
        "**1.2. Khó khăn, vướng mắc**",
        "- Cán bộ kiêm nhiệm.",
        "**IV. KIẾN NGHỊ, ĐỀ XUẤT**",
        "- Tăng mức hỗ trợ.",
    )
    assert sections(report) == {
        "I": ["Việc làm ổn định."],
        "II.3.1": ["Tổ chức hội thi."],
        "II.3.2": ["Cán bộ kiêm nhiệm."],
        "III": ["Tăng mức hỗ trợ."],
    }
    assert {u.text for u in report.unplaced} == {"Thuận lợi", "Được quan tâm.", "Khó khăn", "Địa bàn rộng."}


def test_letters_on_top_and_other_numbers_below():
    report = mapped(
        "A. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG",
        "- Ổn định.",
        "B. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM",
        "I/ Tuyên truyền, vận động, giáo dục nâng cao nhận thức",
        "a) Mặt được: Mở 4 lớp.",
        "b) Mặt chưa được: Tài liệu thiếu.",
        "II/ Hoạt động của UBKT",
        "a) Mặt được: Kiểm tra 3 nơi.",
        "C. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM",
        "1. Công tác nữ công: mở 2 lớp.",
        "2. Hoạt động của Ủy ban Kiểm tra: kiểm tra 5 nơi.",
    )
    assert sections(report) == {
        "I": ["Ổn định."],
        "II.2.1": ["Mở 4 lớp."],
        "II.2.2": ["Tài liệu thiếu."],
        "II.5.1": ["Kiểm tra 3 nơi."],
        "IV": ["Công tác nữ công: mở 2 lớp.", "Hoạt động của Ủy ban Kiểm tra: kiểm tra 5 nơi."],
    }


def test_parts_number_the_sections_anew():
    report = mapped(
        "^**Phần thứ nhất**",
        "^**TÌNH HÌNH VÀ KẾT QUẢ CÔNG TÁC CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Ổn định.",
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Công tác nữ công**",
        "- Khám sức khỏe cho 40 chị.",
        "^**Phần thứ hai**",
        "^**KIẾN NGHỊ VÀ NHIỆM VỤ 6 THÁNG CUỐI NĂM**",
        "**I. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN**",
        "**1. Đối với Đảng, Nhà nước:**",
        "- Sửa luật.",
        "**II. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**",
        "- Mở 3 lớp.",
    )
    found = sections(report)
    assert (found["I"], found["II.3.1"], found["IV"]) == (["Ổn định."], ["Khám sức khỏe cho 40 chị."], ["Mở 3 lớp."])
    assert found["III"][-1] == "Sửa luật."


def test_reordered_and_renumbered_sections_go_by_title():
    report = mapped(
        "II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM",
        "1. Công tác nữ công",
        "- Một.",
        "2. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên",
        "- Hai.",
        "3. Công tác quốc phòng, an ninh",
        "- Ba.",
        "4. Công tác tài chính và hoạt động kinh tế",
        "- Bốn.",
    )
    found = sections(report)
    assert (found["II.3.1"], found["II.1.1"], found["II.4.1"]) == (["Một."], ["Hai."], ["Bốn."])
    told = {e.text for e in report.doubtful} | {u.text for u in report.unplaced}
    assert told == {"Ba."}, "what only its number could place is for a person to see"


def test_a_heading_cut_in_two_and_one_held_with_its_text_by_a_line_break():
    report = mapped(
        "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP,**",
        "**ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Ổn định.",
        "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN**\n- Sửa luật.",
        "**IV. NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**",
        "- Mở lớp.",
    )
    assert sections(report) == {"I": ["Ổn định."], "III": ["Sửa luật."], "IV": ["Mở lớp."]}


def test_two_sub_headings_in_one_line():
    report = mapped(
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Công tác nữ công :* Ưu điểm: Tổ chức hội thi. * Hạn chế: Cán bộ kiêm nhiệm.**",
        "**2. Hoạt động của Ủy ban Kiểm tra**",
        "- Kiểm tra 3 nơi.",
        "**III. KIẾN NGHỊ**",
        "- Không có.",
    )
    assert sections(report) == {
        "II.3.1": ["Tổ chức hội thi."],
        "II.3.2": ["Cán bộ kiêm nhiệm."],
        "II.5.1": ["Kiểm tra 3 nơi."],
        "III": ["Không có."],
    }


def test_one_heading_for_two_sections_files_by_lead_in_and_flags():
    report = mapped(
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Công tác nữ công**",
        "- Tổ chức hội thi.",
        "**2. Công tác tài chính và kiểm tra**",
        "**2.1. Kết quả đạt được**",
        "- Về kiểm tra: kiểm tra 3 nơi.",
        "- Về tài chính: thu 2 tỷ đồng.",
        "**2.2. Hạn chế**",
        "- Một số nơi chưa nộp báo cáo.",
        "**III. KIẾN NGHỊ**",
        "- Không có.",
    )
    found = sections(report)
    assert found["II.5.1"] == ["Về kiểm tra: kiểm tra 3 nơi."]
    assert found["II.4.1"] == ["Về tài chính: thu 2 tỷ đồng."]
    assert found["II.4.2"] == ["Một số nơi chưa nộp báo cáo."]
    assert {e.section for e in report.doubtful} == {"II.4.1", "II.4.2", "II.5.1"}
    assert all("tiêu đề gộp hai mục" in e.doubts for e in report.doubtful)
    assert "II.5.2" not in report.absent
    assert {f.section for f in report.findings if f.code is FindingCode.SECTION_DOUBTFUL} == {
        "II.4.1",
        "II.4.2",
        "II.5.1",
    }


def test_one_list_of_shortcomings_for_all_sections():
    report = mapped(
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Công tác nữ công**",
        "- Tổ chức hội thi.",
        "**2. Hoạt động của Ủy ban Kiểm tra**",
        "- Kiểm tra 3 nơi.",
        "**3. Tồn tại, hạn chế chung**",
        "- Về nữ công: cán bộ kiêm nhiệm.",
        "- Về kiểm tra: chưa kịp thời.",
        "- Nhìn chung phong trào chưa đều.",
        "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC**",
        "- Không có.",
    )
    found = sections(report)
    assert found["II.3.2"] == ["Về nữ công: cán bộ kiêm nhiệm."]
    assert found["II.5.2"] == ["Về kiểm tra: chưa kịp thời."]
    assert [u.text for u in report.unplaced] == ["Nhìn chung phong trào chưa đều."]
    assert not {"II.1.2", "II.2.2"} & set(report.absent)


def test_a_heading_in_words_of_its_own_is_guessed_by_number_and_flagged():
    report = mapped(
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên**",
        "- Một.",
        "**2. Về mặt nâng cao hiểu biết**",
        "- Hai.",
        "**3. Công tác nữ công**",
        "- Ba.",
    )
    assert sections(report) == {"II.1.1": ["Một."], "II.2.1": ["Hai."], "II.3.1": ["Ba."]}
    assert [(e.section, e.doubts) for e in report.doubtful] == [("II.2.1", ("đoán theo thứ tự",))]


def test_a_report_written_as_a_table():
    report = mapped(
        "**I. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Ổn định.",
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        table(
            ("TT", "Nội dung", "Kết quả đạt được", "Tồn tại, hạn chế"),
            ("1", "Công tác nữ công", ("- Tổ chức hội thi.", "- Khám sức khỏe."), "- Cán bộ kiêm nhiệm."),
            ("2", "Hoạt động của Ủy ban Kiểm tra", "- Kiểm tra 3 nơi.", ""),
        ),
        "**III. KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC**",
        "- Không có.",
    )
    assert sections(report) == {
        "I": ["Ổn định."],
        "II.3.1": ["Tổ chức hội thi.", "Khám sức khỏe."],
        "II.3.2": ["Cán bộ kiêm nhiệm."],
        "II.5.1": ["Kiểm tra 3 nơi."],
        "III": ["Không có."],
    }


def test_automatic_numbers_and_tables_of_figures_in_place():
    report = mapped(
        paragraph("**TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**", label="I."),
        paragraph("Ổn định.", label="-", footnotes=("Theo số liệu tháng 5.",)),
        paragraph("**KIẾN NGHỊ VỚI ĐẢNG, NHÀ NƯỚC, TỔNG LIÊN ĐOÀN**", label="II."),
        paragraph("Sửa luật.", label="-"),
        table(("TT", "Đơn vị", "Số lượng"), ("1", "Khối xã", "12")),
        paragraph("**NHIỆM VỤ TRỌNG TÂM 6 THÁNG CUỐI NĂM**", label="III."),
        paragraph("Mở lớp.", label="1."),
    )
    assert sections(report) == {
        "I": ["Ổn định. Theo số liệu tháng 5."],
        "III": ["Sửa luật.", "TT | Đơn vị | Số lượng", "1 | Khối xã | 12"],
        "IV": ["Mở lớp."],
    }


def test_a_lead_in_that_names_another_section_is_no_heading_among_numbered_ones():
    report = mapped(
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên**",
        "- Công tác nữ công: bảo vệ quyền lợi lao động nữ tại 4 nơi.",
        "- Ký 12 bản thỏa ước.",
        "**2. Tuyên truyền, vận động, giáo dục nâng cao nhận thức**",
        "- Mở 3 buổi.",
        "**III. KIẾN NGHỊ**",
        "- Không.",
    )
    assert len(sections(report)["II.1.1"]) == 2
    # Nobody else speaks of it: a person looks before the unit is told that the section is missing.
    assert [entry.text[:15] for entry in report.doubtful] == ["Công tác nữ côn"]
    assert "II.3.1" not in report.absent
    assert "II.4.1" in report.absent


def test_results_of_all_sections_first_then_shortcomings_of_all():
    report = mapped(
        "II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM",
        "A. Kết quả đạt được",
        "1. Công tác tuyên truyền, giáo dục",
        "- Mở 3 buổi.",
        "2. Công tác nữ công",
        "- Hội thi.",
        "B. Tồn tại, hạn chế",
        "1. Công tác tuyên truyền, giáo dục",
        "- Hình thức chưa phong phú.",
        "2. Công tác nữ công",
        "- Cán bộ kiêm nhiệm.",
        "III. KIẾN NGHỊ",
        "- Không.",
    )
    found = sections(report)
    assert (found["II.2.1"], found["II.3.1"]) == (["Mở 3 buổi."], ["Hội thi."])
    assert (found["II.2.2"][-1], found["II.3.2"][-1]) == ("Hình thức chưa phong phú.", "Cán bộ kiêm nhiệm.")
    assert {e.section for e in report.doubtful} == {"II.2.2", "II.3.2"}


def test_a_summing_up_of_the_units_own_takes_its_results_with_it():
    report = mapped(
        "**I. TÌNH HÌNH VIỆC LÀM, ĐỜI SỐNG NGƯỜI LAO ĐỘNG**",
        "- Ổn định.",
        "**II. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN**",
        "**1. Công tác nữ công**",
        "- Hội thi.",
        "**III. ĐÁNH GIÁ CHUNG**",
        "**1. Ưu điểm:** Hoạt động tốt.",
        "**IV. KIẾN NGHỊ**",
        "- Không.",
    )
    assert sections(report) == {"I": ["Ổn định."], "II.3.1": ["Hội thi."], "III": ["Không."]}
    assert [u.text for u in report.unplaced] == ["Ưu điểm: Hoạt động tốt."]


def test_a_long_title_is_a_heading_even_where_it_ends_like_a_sentence():
    title = "Đại diện và bảo vệ quyền, lợi ích hợp pháp của đoàn viên; nâng cao chất lượng hoạt động của công đoàn"
    template = outline(("I", "Tình hình chung"), ("II", title), ("III", "Công tác nữ công"), ("IV", "Kiến nghị"))
    report = map_report(
        [
            document(
                "1. Tình hình chung.", "- Việc làm ổn định.", f"2. {title}.", "- Ký 12 bản thỏa ước.",
                "3. Công tác nữ công.", "- Tổ chức hội thi.", "4. Kiến nghị.", "- Tăng kinh phí.",
            )
        ],
        template,
    )  # fmt: skip
    assert sections(report)["II"] == ["Ký 12 bản thỏa ước."]


def test_an_item_that_ends_like_a_sentence_is_no_heading_that_a_role_could_hang_on():
    report = mapped(
        "**I. THUẬN LỢI, KHÓ KHĂN**",
        "**1. Thuận lợi.**",
        "- Đội ngũ cán bộ công đoàn tuyên truyền, vận động nhiệt tình.",
        "**2. Khó khăn.**",
        "- Địa bàn rộng, đi lại xa.",
        "**II. TÌNH HÌNH VIỆC LÀM, THU NHẬP, ĐỜI SỐNG CỦA NGƯỜI LAO ĐỘNG**",
        "- Việc làm ổn định.",
        "**III. KẾT QUẢ HOẠT ĐỘNG CÔNG ĐOÀN 6 THÁNG ĐẦU NĂM**",
        "**1. Tuyên truyền, vận động, giáo dục nâng cao nhận thức**",
        "- Mở 12 lớp học luật.",
        "**2. Công tác nữ công**",
        "- Tổ chức hội thi.",
    )
    found = sections(report)
    assert found["I"] == ["Việc làm ổn định."]
    assert found["II.2.1"] == ["Mở 12 lớp học luật."]
    assert not any("Địa bàn" in text for texts in found.values() for text in texts)
