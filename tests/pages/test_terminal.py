"""The board in a terminal: columns stay in line, nothing from a mail steers it, nothing is wider than it."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.unit import Unit
from tests.support.office_desk import UNITS, MemoryDesk, at, sample_desk
from web.terminal import display_width, render_board, wrap


def table_of(desk: MemoryDesk, width: int = 160) -> list[str]:
    lines = render_board(desk.board(None), width).split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith("Đơn vị  "))
    return lines[start : lines.index("", start)]


def test_it_says_what_the_page_says() -> None:
    shown = render_board(sample_desk().board(None), 160)
    assert "Báo cáo sơ kết 6 tháng đầu năm 2017 – lúc 09:00 thứ Sáu 02/6/2017" in shown
    assert "Hạn báo cáo nhanh: hết ngày 04/6/2017 — còn 2 ngày" in shown
    assert "Hạn báo cáo chính thức: chưa định hạn" in shown
    assert "Trong hộp thư: 24 thư = 17 đã nhận + 3 không phải báo cáo + 4 chờ" in shown
    assert "Báo cáo nhanh: đã nộp 15/24, chưa nộp 9, quá hạn 0, nộp muộn 0, cần xem lại 3" in shown
    assert "- LĐLĐ thị xã Buôn Hồ: Không đọc được tệp “báo cáo.docx”: tệp có mật khẩu." in shown
    assert "- “Gửi báo cáo” từ Nguyễn Văn An, 02/6 07:58: Không rõ báo cáo của đơn vị nào" in shown


def test_a_row_holds_status_moment_sections_and_letters() -> None:
    rows = {line.split("  ")[0]: line.split() for line in table_of(sample_desk())}
    assert " ".join(rows["LĐLĐ huyện Ea H'leo"][4:]) == "Đúng hạn, thiếu 2 mục Chưa nộp 02/6 08:05 21/23 –"
    assert " ".join(rows["Công đoàn ngành Giao thông vận tải"][7:]) == "Chưa nộp, còn 2 ngày Chưa nộp – – 2 (02/6)"


def test_the_official_column_comes_with_something_to_say() -> None:
    desk = MemoryDesk()
    assert "chính thức" not in table_of(desk)[0]
    assert "chính thức" in table_of(sample_desk())[0]


@pytest.mark.parametrize("width", [80, 100, 132])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    for line in render_board(sample_desk().board(None), width).splitlines():
        assert display_width(line) <= width


def test_columns_stay_in_line_for_any_way_of_writing_a_name() -> None:
    names = ("Đơn vị thường", unicodedata.normalize("NFD", "Đơn vị tách dấu ổ"), "Đơn vị 漢字 rộng", "Ẩn\u200bmột")
    units: tuple[Unit, ...] = tuple(replace(UNITS[n], name=name, aliases=()) for n, name in enumerate(names))
    _, rule, *rows = table_of(MemoryDesk(units=units))
    status_at = rule.index("  ") + 2
    for row in rows:
        before = row[: row.index("Chưa nộp")]
        assert display_width(before) == status_at


def test_a_narrow_terminal_wraps_names_and_never_moments() -> None:
    lines = table_of(sample_desk(), 80)
    assert any("02/6 08:05" in line for line in lines)
    assert len(lines) > 27


def test_escapes_in_a_mail_do_not_reach_the_terminal() -> None:
    desk = MemoryDesk()
    desk.hold_for_review(0, at(1, 9), "Lý do \x1b[2J", subject="\x1b]0;x\x07Báo\r\ncáo\u202e", sender="A\x1b[31m")
    shown = render_board(desk.board(None), 100)
    assert "“]0;xBáo  cáo” từ A[31m" in shown.replace("“]0;xBáo cáo”", "“]0;xBáo  cáo”")
    assert not [c for c in shown if unicodedata.category(c).startswith("C") and c != "\n"]


def test_a_board_without_units_stands() -> None:
    assert "Đơn vị" in render_board(MemoryDesk(units=()).board(None), 80)


@given(st.text(), st.integers(min_value=2, max_value=40))
def test_wrapping_keeps_every_word_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(display_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
