"""Plain text of any charset, and lines back into paragraphs."""

from __future__ import annotations

import textwrap
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.plain import to_text
from parsers.unwrap import opens_item, paragraphs
from tests.support.documents import lines, read

_SENTENCE = "Công đoàn các cấp đã tổ chức được 12 lớp tập huấn cho cán bộ, trong đó có 34 người là đoàn viên mới."


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_unicode_charsets(charset: str) -> None:
    assert to_text(_SENTENCE.encode(charset)).lstrip("\ufeff") == _SENTENCE


def test_windows_1258_puts_marks_behind_their_letters() -> None:
    apart = "".join(map(_tone_apart, _SENTENCE))
    assert to_text(apart.encode("cp1258")) == _SENTENCE


def _tone_apart(letter: str) -> str:
    """Return a letter with its tone mark apart, its hat left on."""
    decomposed = unicodedata.normalize("NFD", letter)
    tones = "".join(c for c in decomposed if c in "\u0300\u0301\u0303\u0309\u0323")
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in tones)) + tones


def test_tcvn3_bytes() -> None:
    assert to_text("Thùc hiÖn nhiÖm vô cña c«ng ®oµn".encode("latin-1")) == "Thực hiện nhiệm vụ của công đoàn"


def test_a_wrapped_text_is_joined() -> None:
    items = [f"- {_SENTENCE}", f"- {_SENTENCE} {_SENTENCE}", "II. KẾT QUẢ", "1. Công tác nữ công", f"- {_SENTENCE}"]
    wrapped = "\n".join(line for item in items for line in textwrap.wrap(item, 72))
    assert paragraphs(wrapped) == items


def test_a_text_with_long_lines_is_left_as_it_is() -> None:
    text = f"{_SENTENCE} {_SENTENCE}\nngắn\n{_SENTENCE}"
    assert paragraphs(text) == text.split("\n")


def test_a_number_in_a_sentence_opens_no_item() -> None:
    assert not opens_item("2.039.792.989 đồng.")
    assert not opens_item("31/5/2017, toàn huyện có")
    assert not opens_item("15,4% nhu cầu")
    assert opens_item("1.2. Tồn tại")
    assert opens_item("II/ KẾT QUẢ")
    assert opens_item("a) Kết quả")
    assert opens_item("1.Công tác")


def test_a_figure_at_the_head_of_a_wrapped_line_stays_in_its_sentence() -> None:
    first = "- Quỹ xã hội từ thiện đã vận động được trong sáu tháng đầu năm là".ljust(66, ".")
    second = "- Việc khác đã làm xong trong quý một, đúng như kế hoạch của năm và\nđạt kết quả."
    text = f"{first}\n2.039.792.989 đồng.\n{second}"
    assert paragraphs(text)[0].endswith("2.039.792.989 đồng.")


def test_soft_line_breaks_of_format_flowed() -> None:
    flowed = "- Đã tổ chức hội nghị cán bộ, công chức, viên chức tại 95,1% cơ \nquan; đối thoại định kỳ.\n"
    flowed += "- Số vụ tai nạn lao động trong kỳ là 4 vụ, giảm 1 vụ so với cùng \nkỳ năm trước.\n-- \nVăn phòng"
    assert paragraphs(flowed) == [
        "- Đã tổ chức hội nghị cán bộ, công chức, viên chức tại 95,1% cơ quan; đối thoại định kỳ.",
        "- Số vụ tai nạn lao động trong kỳ là 4 vụ, giảm 1 vụ so với cùng kỳ năm trước.",
        "--",
        "Văn phòng",
    ]


@given(st.lists(st.text("aâbđ -.1", max_size=90), max_size=20))
def test_no_letter_is_lost_or_made(texts: list[str]) -> None:
    together = "".join("".join(paragraphs("\n".join(texts))).split())
    assert together == "".join("".join(texts).split())


def test_a_text_file() -> None:
    assert lines(read("I. Mục\r\n\r\n- Việc\u200b một".encode()).blocks) == ["I. Mục", "- Việc một"]
