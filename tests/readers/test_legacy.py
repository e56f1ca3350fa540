"""Text in fonts from before Unicode is read as a person sees it."""

from __future__ import annotations

import pytest

from parsers.legacy import Encoding, decode, encoding_of, guess
from tests.support.documents import p, paragraphs, r, read, word_of

#: A sentence in Unicode with letters that no legacy text can hold.
_PLAIN = (
    "Thực hiện nhiệm vụ, Chương trình công tác, đổi mới: ẩm, ẳng, ẵm, nghễ, tuỳ, ỹ, ị, ngã, đỗ, ngửa, tủ, lũ, khẩu, ở"
)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", Encoding.TCVN3),
        (".VnTimeH", Encoding.TCVN3_CAPITALS),
        (".VnArialH", Encoding.TCVN3_CAPITALS),
        ("VNI-Times", Encoding.VNI),
        ("Times New Roman", Encoding.UNICODE),
        (None, Encoding.UNICODE),
    ],
)
def test_the_font_tells_the_encoding(font: str | None, encoding: Encoding) -> None:
    assert encoding_of(font) is encoding


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("nhiÖm vô", "nhiệm vụ"),
        ("Ch\u00ad¬ng tr×nh c«ng t¸c", "Chương trình công tác"),
        ("§¹i diÖn vµ b¶o vÖ quyÒn, lîi Ých hîp ph¸p", "Đại diện và bảo vệ quyền, lợi ích hợp pháp"),
        ("x· Kr«ng N¨ng, 1.234 ng\u00adêi; 95,4%", "xã Krông Năng, 1.234 người; 95,4%"),
    ],
)
def test_tcvn3(typed: str, seen: str) -> None:
    assert decode(typed, Encoding.TCVN3) == seen


def test_a_capital_font_of_tcvn3_draws_capitals_whatever_was_typed() -> None:
    assert decode("t×nh h×nh viÖc lµm", Encoding.TCVN3_CAPITALS) == "TÌNH HÌNH VIỆC LÀM"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("LIEÂN ÑOAØN LAO ÑOÄNG TÆNH ÑAÉK LAÉK", "LIÊN ĐOÀN LAO ĐỘNG TỈNH ĐẮK LẮK"),
        ("quy ñònh, Töï do, höôùng daãn, nghóa", "quy định, Tự do, hướng dẫn, nghĩa"),
        ("oån ñònh, tyû leä, kyù keát, thuûy, gìn giöõ", "ổn định, tỷ lệ, ký kết, thủy, gìn giữ"),
        ("CÖ M'GAR: 87/BC-LÑLÑ", "CƯ M'GAR: 87/BC-LĐLĐ"),
    ],
)
def test_vni(typed: str, seen: str) -> None:
    assert decode(typed, Encoding.VNI) == seen


def test_tables_have_an_entry_for_every_vietnamese_letter() -> None:
    letters = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ"
    western = [chr(code) for code in range(0xA1, 0x100)]
    from_tcvn3 = {decode(c, Encoding.TCVN3) for c in western}
    from_vni = {decode(base + mark, Encoding.VNI) for base in "aeouyôö" for mark in ["", *western]}
    from_vni |= {decode(c, Encoding.VNI) for c in western}
    assert set(letters) <= from_tcvn3
    assert set(letters) <= from_vni


def test_a_vni_letter_and_its_mark_may_stand_in_two_runs() -> None:
    font = '<w:rFonts w:ascii="VNI-Times" w:hAnsi="VNI-Times"/>'
    (found,) = paragraphs(read(word_of(f"<w:p>{r('baùo ca', font)}{r('ùo', font)}</w:p>")).blocks)
    assert found.text == "báo cáo"


def test_unicode_typed_into_a_file_with_a_legacy_font_is_left_alone() -> None:
    font = '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    (found,) = paragraphs(read(word_of(f"<w:p>{r('Đã có ', font)}{r('và được', font)}</w:p>")).blocks)
    assert found.text == "Đã có và được"


def test_a_soft_hyphen_is_a_letter_in_a_tcvn3_font_and_nothing_elsewhere() -> None:
    def word(props: str) -> str:
        run = f"<w:r><w:rPr>{props}</w:rPr><w:t>Ch</w:t><w:softHyphen/><w:t>¬ng</w:t></w:r>"
        return paragraphs(read(word_of(f"<w:p>{run}</w:p>")).blocks)[0].text

    assert word('<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>') == "Chương"
    assert word("") == "Ch¬ng"


def test_the_font_may_come_from_the_theme() -> None:
    theme = (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements><a:fontScheme>'
        '<a:majorFont><a:latin typeface="Arial"/></a:majorFont><a:minorFont><a:latin typeface=".VnTime"/></a:minorFont>'
        "</a:fontScheme></a:themeElements></a:theme>"
    )
    body = p("nhiÖm vô", run='<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>')
    assert [f.text for f in paragraphs(read(word_of(body, theme=theme)).blocks)] == ["nhiệm vụ"]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Thùc hiÖn nhiÖm vô, Ch\u00ad¬ng tr×nh c«ng t¸c cña ®oµn thÓ", Encoding.TCVN3),
        ("Caên cöù coâng vaên höôùng daãn cuûa Lieân ñoaøn Lao ñoäng", Encoding.VNI),
        (_PLAIN, Encoding.UNICODE),
        ("Bao cao khong dau cua cong doan co so", Encoding.UNICODE),
        ("Là có và cả nhà, bà, má, hoà, tá", Encoding.UNICODE),
        ("", Encoding.UNICODE),
    ],
)
def test_without_a_font_the_letters_tell(text: str, encoding: Encoding) -> None:
    assert guess(text) is encoding
