"""Dates, counts and names as the office says them."""

from datetime import UTC, date, datetime

import pytest

from domain.period import Deadline
from tests.support.office_desk import at
from web import words


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2017, 6, 2), "02/6/2017"), (date(2017, 2, 1), "01/02/2017"), (date(2017, 12, 31), "31/12/2017")],
)
def test_days_are_written_as_documents_print_them(day: date, said: str) -> None:
    assert words.written_date(day) == said


def test_moments_are_said_in_vietnam_time() -> None:
    moment = datetime(2017, 6, 1, 18, 30, tzinfo=UTC)
    assert words.short_moment(moment) == "02/6 01:30"
    assert words.full_moment(moment) == "01:30 thứ Sáu 02/6/2017"
    assert words.day_of(moment) == "02/6"


def test_the_clock_names_the_day_only_when_it_is_another() -> None:
    assert words.clock_time(at(2, 8, 55), at(2, 9)) == "08:55"
    assert words.clock_time(at(1, 8, 55), at(2, 9)) == "08:55 ngày 01/6"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(2, 9), "hết ngày 04/6/2017 — còn 2 ngày"),
        (at(4, 23, 59), "hết ngày 04/6/2017 — hôm nay"),
        (at(5, 0), "hết ngày 04/6/2017 — đã qua 1 ngày"),
    ],
)
def test_a_deadline_says_how_far_it_is(now: datetime, said: str) -> None:
    assert words.deadline_words(Deadline(last_day=date(2017, 6, 4)), now) == said


def test_late_by_counts_calendar_days() -> None:
    deadline = Deadline(last_day=date(2017, 6, 4))
    assert words.late_by(deadline, at(5, 0)) == "muộn 1 ngày"
    assert words.late_by(deadline, at(6, 23)) == "muộn 2 ngày"


def test_long_text_is_cut_at_a_word() -> None:
    assert words.shorten("Hoạt động chăm lo đời sống", 18) == "Hoạt động chăm lo…"
    assert words.shorten("Hoạt động\n chăm lo", 18) == "Hoạt động chăm lo"
    assert words.shorten("x" * 40, 10) == "x" * 9 + "…"
    assert all(len(words.shorten("Hoạt động chăm lo đời sống đoàn viên", n)) <= n for n in range(2, 40))


def test_marks_that_are_not_seen_are_taken_out() -> None:
    assert words.visible("bao\u202ecao\x1b[31m\u200b") == "baocao[31m"
    assert words.visible("một\nhai\tba") == "một hai ba"
    assert words.visible("Đề cương – e\u0301") == "Đề cương – e\u0301"


@pytest.mark.parametrize(("size", "said"), [(12, "12 byte"), (48_213, "47 KB"), (1_572_864, "1,5 MB")])
def test_sizes(size: int, said: str) -> None:
    assert words.size_words(size) == said


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("truoc-3", "nhắc trước hạn 3 ngày"),
        ("trong-ngay", "nhắc trong ngày hết hạn"),
        ("sau-7", "nhắc sau hạn 7 ngày"),
        ("thieu-muc-12", "đề nghị bổ sung mục còn thiếu"),
        ("buoc-la", "buoc-la"),
    ],
)
def test_steps(step: str, said: str) -> None:
    assert words.step_words(step) == said
