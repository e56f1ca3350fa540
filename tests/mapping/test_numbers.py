"""The number, letter or bullet that a line begins with."""

import pytest

from parsers.mapping.numbers import Style, label_number, roman_value, split_number


@pytest.mark.parametrize(
    ("text", "style", "path", "body"),
    [
        ("I. TÌNH HÌNH", Style.ROMAN, (1,), "TÌNH HÌNH"),
        ("IV/ Nhiệm vụ", Style.ROMAN, (4,), "Nhiệm vụ"),
        ("I.TÌNH HÌNH", Style.ROMAN, (1,), "TÌNH HÌNH"),
        ("II./ Kết quả", Style.ROMAN, (2,), "Kết quả"),
        ("III KIẾN NGHỊ", Style.ROMAN, (3,), "KIẾN NGHỊ"),
        ("A. Tình hình", Style.UPPER, (1,), "Tình hình"),
        ("B- Kết quả", Style.UPPER, (2,), "Kết quả"),
        ("1. Công tác nữ công", Style.DECIMAL, (1,), "Công tác nữ công"),
        ("10/ Công tác chỉ đạo", Style.DECIMAL, (10,), "Công tác chỉ đạo"),
        ("2.1 Kết quả", Style.DECIMAL, (2, 1), "Kết quả"),
        ("2.1Kết quả", Style.DECIMAL, (2, 1), "Kết quả"),
        ("1.1.2. Hạn chế", Style.DECIMAL, (1, 1, 2), "Hạn chế"),
        ("đ) Công tác khác", Style.LOWER, (5,), "Công tác khác"),
        ("e) Công tác khác", Style.LOWER, (6,), "Công tác khác"),
        ("a- Kết quả", Style.LOWER, (1,), "- Kết quả"[2:]),
        ("(2) Hạn chế", Style.DECIMAL, (2,), "Hạn chế"),
        ("Phần thứ hai: NHIỆM VỤ", Style.PART, (2,), "NHIỆM VỤ"),
        ("PHẦN I. KẾT QUẢ", Style.PART, (1,), "KẾT QUẢ"),
        ("- Hạn chế", Style.BULLET, (), "Hạn chế"),
        ("– + Hạn chế", Style.BULLET, (), "Hạn chế"),
        ("* 1. Công tác", Style.DECIMAL, (1,), "Công tác"),
    ],
)
def test_reads_what_units_write(text, style, path, body):
    number, rest = split_number(text)
    assert number is not None
    assert (number.style, number.path, rest) == (style, path, body)


@pytest.mark.parametrize(
    "text",
    [
        "2.039.792.989 đồng.",
        "8/3 và 20/10 hằng năm, các ban nữ công",
        "91,1% đoàn viên",
        "2.817 lượt người",
        "6 tháng đầu năm",
        "30/54 doanh nghiệp",
        "5-7 người tham gia",
        "V/v sơ kết công tác",
        "Công tác nữ công",
        "0.5 điểm",
    ],
)
def test_figures_and_dates_are_no_numbers(text):
    assert split_number(text) == (None, text)


def test_labels_of_word_and_roman_numerals():
    assert [label_number(x).path for x in ("1.1.", "a)", "IV.", "II/")] == [(1, 1), (1,), (4,), (2,)]
    assert label_number("•").style is Style.BULLET
    assert label_number("") is None
    assert (roman_value("XIV"), roman_value("IIX"), roman_value("")) == (14, None, None)
