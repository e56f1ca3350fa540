"""The board: facts in, status out, the clock as an argument."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.board import (
    BoardFacts,
    Completeness,
    DueReport,
    MailCount,
    PendingFact,
    Timeliness,
    due_kind,
    status_of,
)
from domain.period import VIETNAM, Deadline, ReportKind
from tests.support.boards import LAST_DAY, at, facts, moments, offices, submission, unit

QUICK, OFFICIAL = ReportKind.QUICK, ReportKind.OFFICIAL
LAST_SECOND = datetime(2017, 6, 4, 23, 59, 59, tzinfo=VIETNAM)
MIDNIGHT = datetime(2017, 6, 5, 0, 0, 0, tzinfo=VIETNAM)


def timeliness(now: datetime, **more: object) -> Timeliness:
    return status_of(facts(**more), now).rows[0].quick.timeliness


class TestTheDeadline:
    """'trước ngày 05/6/2017': the last day is 4 June, Vietnam time."""

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (LAST_SECOND, Timeliness.NOT_SUBMITTED),
            (LAST_SECOND.astimezone(UTC), Timeliness.NOT_SUBMITTED),
            (MIDNIGHT, Timeliness.OVERDUE),
            (datetime(2017, 6, 4, 16, 59, 59, 999999, tzinfo=UTC), Timeliness.NOT_SUBMITTED),
            (datetime(2017, 6, 4, 17, tzinfo=UTC), Timeliness.OVERDUE),
        ],
    )
    def test_it_passes_at_midnight_in_vietnam(self, now: datetime, expected: Timeliness) -> None:
        assert timeliness(now) is expected

    @pytest.mark.parametrize(
        ("arrived", "expected"),
        [(LAST_SECOND, Timeliness.ON_TIME), (MIDNIGHT, Timeliness.LATE), (MIDNIGHT.astimezone(UTC), Timeliness.LATE)],
    )
    def test_a_report_is_judged_by_its_arrival(self, arrived: datetime, expected: Timeliness) -> None:
        assert timeliness(at(date(2017, 7, 1)), submissions=(submission(arrived),)) is expected

    @given(now=moments)
    def test_overdue_exactly_from_that_moment(self, now: datetime) -> None:
        assert (timeliness(now) is Timeliness.OVERDUE) == (now >= MIDNIGHT)

    @given(now=moments)
    def test_without_a_deadline_nothing_is_ever_overdue(self, now: datetime) -> None:
        official = status_of(facts(), now).rows[0].official
        assert official.timeliness is Timeliness.NOT_SUBMITTED
        assert official.words(now) == "chưa nộp, chưa định hạn"

    def test_a_report_without_a_deadline_is_simply_received(self) -> None:
        came = submission(MIDNIGHT, kind=OFFICIAL)
        assert status_of(facts(submissions=(came,)), MIDNIGHT).rows[0].official.timeliness is Timeliness.RECEIVED

    def test_an_extension_counts_for_its_unit_alone(self) -> None:
        longer = DueReport(unit="a", kind=QUICK, deadline=Deadline(last_day=date(2017, 6, 7)))
        board = status_of(facts(unit("a"), unit("b"), due=(longer,)), MIDNIGHT)
        assert [row.quick.timeliness for row in board.rows] == [Timeliness.NOT_SUBMITTED, Timeliness.OVERDUE]

    def test_a_naive_clock_is_refused(self) -> None:
        with pytest.raises(ValueError, match="aware"):
            status_of(facts(), datetime(2017, 6, 5))  # noqa: DTZ001


class TestVersions:
    @given(arrivals=st.lists(moments, min_size=1, max_size=5), shuffle=st.randoms())
    def test_the_first_accepted_one_decides_lateness_the_last_one_is_read(
        self, arrivals: list[datetime], shuffle: st.DataObject
    ) -> None:
        versions = [submission(moment, number=n) for n, moment in enumerate(arrivals)]
        shuffle.shuffle(versions)  # type: ignore[attr-defined]
        status = status_of(facts(submissions=tuple(versions)), MIDNIGHT).rows[0].quick
        assert status.first is not None
        assert status.latest is not None
        assert status.first.received_at == min(arrivals)
        assert status.latest.received_at == max(arrivals)
        assert (status.timeliness is Timeliness.LATE) == (min(arrivals) >= MIDNIGHT)

    def test_a_revision_after_the_deadline_does_not_make_a_timely_report_late(self) -> None:
        versions = (
            submission(at(date(2017, 6, 2)), absent=("I",)),
            submission(at(date(2017, 6, 9)), number=2),
        )
        status = status_of(facts(submissions=versions), at(date(2017, 6, 10))).rows[0].quick
        assert (status.timeliness, status.completeness) == (Timeliness.ON_TIME, Completeness.COMPLETE)

    def test_of_two_that_came_at_once_the_later_entered_is_the_later(self) -> None:
        same = at(date(2017, 6, 2))
        versions = (submission(same, number=9), submission(same, number=3))
        status = status_of(facts(submissions=versions), same).rows[0].quick
        assert status.first is not None
        assert status.latest is not None
        assert (status.first.id, status.latest.id) == (3, 9)


class TestCompleteness:
    def pending(self, **more: object) -> PendingFact:
        waiting = PendingFact(mail_id=5, unit="a", kind=None, received_at=at(date(2017, 6, 1)))
        return replace(waiting, **more)  # type: ignore[arg-type]

    def test_an_unreadable_file_is_made_up_for_by_a_later_report(self) -> None:
        unreadable = self.pending(unreadable=True)
        later, earlier = submission(at(date(2017, 6, 1), "10:00")), submission(at(date(2017, 5, 31)))
        assert self.of(pending=(unreadable,), submissions=(later,))[0] is Completeness.COMPLETE
        assert (
            self.of(pending=(replace(unreadable, kind=QUICK),), submissions=(earlier,))[0] is Completeness.NEEDS_REVIEW
        )

    def test_an_untold_kind_is_the_one_that_was_due_when_the_mail_came(self) -> None:
        later, earlier = submission(at(date(2017, 6, 1), "10:00")), submission(at(date(2017, 5, 31)))
        assert self.of(pending=(self.pending(),), submissions=(later,))[1] is Completeness.NOTHING
        assert self.of(pending=(self.pending(),), submissions=(earlier,))[1] is Completeness.NEEDS_REVIEW

    def of(self, **more: object) -> tuple[Completeness, Completeness]:
        row = status_of(facts(**more), at(date(2017, 6, 2))).rows[0]
        return row.quick.completeness, row.official.completeness

    @pytest.mark.parametrize(
        ("came", "expected"),
        [
            ({}, Completeness.COMPLETE),
            ({"absent": ("I",)}, Completeness.SECTIONS_MISSING),
            ({"doubtful_entries": 1}, Completeness.NEEDS_REVIEW),
            ({"doubtful_entries": 1, "absent": ("I",)}, Completeness.NEEDS_REVIEW),
            ({"unreadable_files": ("x.doc",)}, Completeness.COMPLETE),
            ({"unreadable_files": ("x.doc",), "absent": ("I",)}, Completeness.NEEDS_REVIEW),
        ],
    )
    def test_of_what_was_received(self, came: dict[str, object], expected: Completeness) -> None:
        received = replace(submission(at(date(2017, 6, 1))), **came)  # type: ignore[arg-type]
        assert self.of(submissions=(received,))[0] is expected

    def test_a_file_that_nobody_can_read_is_never_missing_sections(self) -> None:
        assert self.of(pending=(self.pending(unreadable=True),))[0] is Completeness.UNREADABLE

    def test_a_mail_that_does_not_tell_its_kind_stands_where_something_is_owed(self) -> None:
        assert self.of(pending=(self.pending(),)) == (Completeness.NEEDS_REVIEW, Completeness.NOTHING)
        quick = submission(at(date(2017, 6, 1)))
        assert self.of(pending=(self.pending(),), submissions=(quick,)) == (
            Completeness.COMPLETE,
            Completeness.NEEDS_REVIEW,
        )

    def test_a_mail_of_nobody_known_stands_in_no_row(self) -> None:
        board = status_of(facts(pending=(self.pending(unit=None),)), at(date(2017, 6, 2)))
        assert board.rows[0].quick.completeness is Completeness.NOTHING
        assert [p.mail_id for p in board.unknown_sender] == [5]

    @pytest.mark.parametrize(
        ("came", "words"),
        [
            ({}, "đúng hạn"),
            ({"absent": ("I", "II")}, "đúng hạn, thiếu 2 mục"),
            ({"doubtful_entries": 3}, "đúng hạn, cần xem lại 3 đoạn"),
            ({"doubtful_entries": 3, "absent": ("I",)}, "đúng hạn, cần xem lại 3 đoạn, thiếu 1 mục"),
            ({"doubtful_entries": 3, "absent": ("I",), "unreadable_files": ("x",)}, "đúng hạn, cần xem lại 3 đoạn"),
            ({"absent": ("I",), "unreadable_files": ("x",)}, "đúng hạn, cần xem lại"),
            ({"received_at": MIDNIGHT}, "nộp muộn"),
        ],
    )
    def test_in_the_words_of_the_office(self, came: dict[str, object], words: str) -> None:
        received = replace(submission(at(date(2017, 6, 1))), **came)  # type: ignore[arg-type]
        now = at(date(2017, 6, 20))
        assert status_of(facts(submissions=(received,)), now).rows[0].quick.words(now) == words

    @pytest.mark.parametrize(
        ("day", "words"),
        [
            (date(2017, 6, 2), "chưa nộp, còn 2 ngày"),
            (date(2017, 6, 4), "chưa nộp, hạn hôm nay"),
            (date(2017, 6, 5), "quá hạn chưa nộp"),
        ],
    )
    def test_of_what_was_not(self, day: date, words: str) -> None:
        assert status_of(facts(), at(day)).rows[0].quick.words(at(day)) == words


class TestEveryBoard:
    @given(known=offices(), now=moments)
    def test_counts_add_up(self, known: BoardFacts, now: datetime) -> None:
        board = status_of(known, now)
        assert board.facts.mails.adds_up
        for kind in ReportKind:
            assert sum(board.count(kind, t) for t in Timeliness) == len(known.units)
            assert board.count(kind, *Timeliness) == len(known.units)
            assert sum(board.count_completeness(kind, c) for c in Completeness) == len(known.units)

    @given(known=offices(), now=moments)
    def test_every_unit_has_one_row_and_every_mail_of_a_unit_stands_in_it(
        self, known: BoardFacts, now: datetime
    ) -> None:
        board = status_of(known, now)
        assert [row.unit for row in board.rows] == list(known.units)
        for row in board.rows:
            theirs = {p.mail_id for p in known.pending if p.unit == row.unit.id}
            assert {p.mail_id for p in (*row.quick.pending, *row.official.pending)} == theirs
        shown = sum(len(row.quick.pending) + len(row.official.pending) for row in board.rows)
        assert shown + len(board.unknown_sender) == len(known.pending)

    @given(known=offices(), now=moments)
    def test_what_was_received_is_never_called_owed(self, known: BoardFacts, now: datetime) -> None:
        sent = {(s.unit, s.kind) for s in known.submissions}
        for row in status_of(known, now).rows:
            for kind in ReportKind:
                status = row.of(kind)
                assert status.owes == ((row.unit.id, kind) not in sent and not status.due.exempt)
                owed_word = status.timeliness in (Timeliness.NOT_SUBMITTED, Timeliness.OVERDUE)
                assert owed_word == status.owes
                assert status.words(now)

    @given(known=offices(), now=moments, later=st.timedeltas(timedelta(0), timedelta(days=30)))
    def test_time_alone_turns_only_not_submitted_into_overdue(
        self, known: BoardFacts, now: datetime, later: timedelta
    ) -> None:
        before, after = status_of(known, now), status_of(known, now + later)
        for old, new in zip(before.rows, after.rows, strict=True):
            for kind in ReportKind:
                change = (old.of(kind).timeliness, new.of(kind).timeliness)
                assert change[0] == change[1] or change == (Timeliness.NOT_SUBMITTED, Timeliness.OVERDUE)

    @given(known=offices(), now=moments)
    def test_the_order_in_which_facts_are_read_does_not_matter(self, known: BoardFacts, now: datetime) -> None:
        turned = replace(known, submissions=known.submissions[::-1], due=known.due[::-1])
        assert status_of(turned, now).rows == status_of(known, now).rows


def test_letters_stand_with_the_report_they_were_about() -> None:
    sent = (("a", QUICK, at(date(2017, 6, 1))), ("a", QUICK, at(date(2017, 6, 2))), ("b", QUICK, MIDNIGHT))
    row = status_of(facts(letters_sent=sent), MIDNIGHT).rows[0]
    assert row.quick.letters_sent == (at(date(2017, 6, 1)), at(date(2017, 6, 2)))
    assert row.official.letters_sent == ()


@pytest.mark.parametrize(
    ("sent", "expected"),
    [((), QUICK), ((QUICK,), OFFICIAL), ((OFFICIAL,), QUICK), ((QUICK, OFFICIAL), OFFICIAL)],
)
def test_a_mail_that_does_not_tell_is_the_first_kind_still_missing(
    sent: tuple[ReportKind, ...], expected: ReportKind
) -> None:
    assert due_kind(sent) is expected


def test_an_unaccounted_mail_is_noticed() -> None:
    assert not MailCount(in_mailbox=3, accepted=1, not_a_report=1).adds_up


def test_the_last_day_of_the_real_case() -> None:
    assert date(2017, 6, 4) == LAST_DAY
    assert LAST_DAY.weekday() == 6
