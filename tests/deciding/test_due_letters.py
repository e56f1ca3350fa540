"""Who is written to: properties that hold whatever happens, and the turns that offices really meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.board import BoardFacts, Completeness, DueReport, PendingFact, status_of
from domain.period import VIETNAM, Deadline, ReportKind
from domain.reminders import LetterDecision, LetterKey, PlannedLetter, Purpose, ReminderPolicy, due_letters
from tests.support.boards import LAST_DAY, at, days, facts, moments, offices, policies, submission, unit

QUICK, OFFICIAL = ReportKind.QUICK, ReportKind.OFFICIAL
EVERY_DAY = ReminderPolicy(weekdays=frozenset(range(7)))


def decide(
    known: BoardFacts, now: datetime, policy: ReminderPolicy = EVERY_DAY, claimed: frozenset[LetterKey] = frozenset()
) -> LetterDecision:
    return due_letters(policy, status_of(known, now), claimed, now)


def steps(known: BoardFacts, now: datetime, policy: ReminderPolicy = EVERY_DAY) -> list[str]:
    return [letter.key.step for letter in decide(known, now, policy).letters]


def replay(known: BoardFacts, policy: ReminderPolicy, clock: list[datetime]) -> list[tuple[datetime, PlannedLetter]]:
    """Let reminders go out at each moment of `clock`, as the outbox would: what left once is claimed for ever."""
    sent: list[tuple[datetime, PlannedLetter]] = []
    for now in clock:
        claimed = frozenset(letter.key for _, letter in sent)
        sent += [(now, letter) for letter in decide(known, now, policy, claimed).letters]
    return sent


clocks = st.lists(moments, max_size=12).map(sorted)


class TestWhateverHappens:
    @given(known=offices(), policy=policies, now=moments)
    def test_no_letter_to_a_unit_that_owes_nothing(
        self, known: BoardFacts, policy: ReminderPolicy, now: datetime
    ) -> None:
        rows = {row.unit.id: row for row in status_of(known, now).rows}
        for letter in decide(known, now, policy).letters:
            status = rows[letter.unit.id].of(letter.kind)
            assert not status.due.exempt
            if letter.purpose is Purpose.INCOMPLETE:
                assert status.latest is not None
                assert letter.missing == status.latest.absent != ()
                assert status.completeness is Completeness.SECTIONS_MISSING
                assert not status.latest.unreadable_files
            else:
                assert status.latest is None
                assert letter.missing == ()

    @given(known=offices(), policy=policies, clock=clocks)
    def test_no_letter_twice_for_one_step_and_one_deadline(
        self, known: BoardFacts, policy: ReminderPolicy, clock: list[datetime]
    ) -> None:
        keys = [letter.key for _, letter in replay(known, policy, clock)]
        assert len(keys) == len(set(keys))

    @given(known=offices(), policy=policies, clock=clocks)
    def test_at_most_one_letter_a_unit_and_kind_at_a_time(
        self, known: BoardFacts, policy: ReminderPolicy, clock: list[datetime]
    ) -> None:
        pairs = [(now, letter.unit.id, letter.kind) for now, letter in replay(known, policy, sorted(set(clock)))]
        assert len(pairs) == len(set(pairs))

    @given(known=offices(), policy=policies, now=moments)
    def test_no_letter_outside_the_hours(self, known: BoardFacts, policy: ReminderPolicy, now: datetime) -> None:
        if decide(known, now, policy).letters:
            local = now.astimezone(VIETNAM)
            assert policy.opens <= local.time() < policy.closes
            assert local.weekday() in policy.weekdays

    @given(known=offices(), policy=policies, now=moments)
    def test_no_letter_that_cannot_or_may_not_arrive(
        self, known: BoardFacts, policy: ReminderPolicy, now: datetime
    ) -> None:
        today = now.astimezone(VIETNAM).date()
        rows = {row.unit.id: row for row in status_of(known, now).rows}
        decision = decide(known, now, policy)
        for letter in decision.letters:
            assert letter.unit.emails_on(today)
            assert letter.unit.valid_on(today)
            assert not rows[letter.unit.id].of(letter.kind).pending
            assert not any(mail.unprocessed for mail in known.pending)
        assert not {h.key for h in decision.held} & {letter.key for letter in decision.letters}
        assert all(held.reason for held in decision.held)

    @given(known=offices(), policy=policies, now=moments)
    def test_purpose_and_words_fit_the_day(self, known: BoardFacts, policy: ReminderPolicy, now: datetime) -> None:
        today = now.astimezone(VIETNAM).date()
        for letter in decide(known, now, policy).letters:
            if letter.purpose is Purpose.INCOMPLETE:
                continue
            assert letter.deadline is not None
            left = (letter.deadline.last_day - today).days
            assert {
                Purpose.UPCOMING: left >= 0,
                Purpose.TODAY: left == 0,
                Purpose.OVERDUE: left < 0,
            }[letter.purpose]

    @given(known=offices(), policy=policies, now=moments, pause=st.timedeltas(timedelta(0), timedelta(days=20)))
    def test_after_a_downtime_only_the_latest_step_leaves(
        self, known: BoardFacts, policy: ReminderPolicy, now: datetime, pause: timedelta
    ) -> None:
        after = now + pause
        kept_up = {letter.key for _, letter in replay(known, policy, [now])}
        for letter in decide(known, after, policy, frozenset(kept_up)).letters:
            if letter.purpose is Purpose.INCOMPLETE:
                continue
            assert letter.deadline is not None
            today = after.astimezone(VIETNAM).date()
            come = [step for step in policy.steps(letter.deadline) if step.day <= today]
            assert letter.key.step == come[-1].id

    @given(known=offices(), policy=policies, now=moments)
    def test_held_back_is_only_what_would_have_left(
        self, known: BoardFacts, policy: ReminderPolicy, now: datetime
    ) -> None:
        decision = decide(known, now, policy)
        reachable = replace(
            known,
            pending=(),
            units=tuple(replace(u, addresses=unit().addresses) for u in known.units),
        )
        free = {letter.key for letter in decide(reachable, now, policy).letters}
        assert {held.key for held in decision.held} | {letter.key for letter in decision.letters} <= free

    @given(known=offices(), policy=policies, now=moments)
    def test_what_is_claimed_is_neither_sent_nor_held_again(
        self, known: BoardFacts, policy: ReminderPolicy, now: datetime
    ) -> None:
        first = decide(known, now, policy)
        taken = frozenset(x.key for x in (*first.letters, *first.held))
        assert decide(known, now, policy, taken) == LetterDecision()

    @given(policy=policies, now=moments, old=days, new=days)
    def test_a_moved_deadline_makes_new_letters(
        self, policy: ReminderPolicy, now: datetime, old: date, new: date
    ) -> None:
        assume(old != new)
        before, after = (
            facts(due=(DueReport(unit="a", kind=QUICK, deadline=Deadline(last_day=day)),)) for day in (old, new)
        )
        sent = frozenset(letter.key for letter in decide(before, now, policy).letters)
        assert decide(after, now, policy, sent) == decide(after, now, policy)

    @given(known=offices(), now=moments, moved=days, clock=clocks)
    def test_missing_sections_are_asked_for_once_a_submission_wherever_the_deadline_moves(
        self, known: BoardFacts, now: datetime, moved: date, clock: list[datetime]
    ) -> None:
        elsewhere = replace(known, due=tuple(replace(d, deadline=Deadline(last_day=moved)) for d in known.due))
        sent = frozenset(letter.key for _, letter in replay(known, EVERY_DAY, clock))
        asked = {key.step for key in sent if key.step.startswith("thieu-muc")}
        again = decide(elsewhere, now, EVERY_DAY, sent).letters
        assert not asked & {letter.key.step for letter in again if letter.purpose is Purpose.INCOMPLETE}


class TestTheUsualCourse:
    """The built-in policy on the real case: the last day is Sunday, 4 June 2017; letters leave on working days."""

    OFFICE_HOURS = ReminderPolicy()

    @pytest.mark.parametrize(
        ("now", "expected"),
        [
            (at(date(2017, 5, 31)), []),
            (at(date(2017, 6, 1), "07:29"), []),
            (at(date(2017, 6, 1), "07:30"), ["truoc-3"]),
            (at(date(2017, 6, 1), "16:59"), ["truoc-3"]),
            (at(date(2017, 6, 1), "17:00"), []),
            (at(date(2017, 6, 2)), ["truoc-3"]),
            (at(date(2017, 6, 3)), []),
            (at(date(2017, 6, 4)), []),
            (at(date(2017, 6, 5)), ["sau-1"]),
            (at(date(2017, 6, 6)), ["sau-1"]),
            (at(date(2017, 6, 7)), ["sau-3"]),
            (at(date(2017, 6, 12)), ["sau-7"]),
            (at(date(2017, 6, 16)), ["sau-7"]),
            (at(date(2017, 6, 19)), []),
        ],
    )
    def test_day_by_day(self, now: datetime, expected: list[str]) -> None:
        assert steps(facts(), now, self.OFFICE_HOURS) == expected

    def test_hours_are_those_of_vietnam(self) -> None:
        assert steps(facts(), datetime(2017, 6, 1, 0, 30, tzinfo=UTC), self.OFFICE_HOURS) == ["truoc-3"]
        assert steps(facts(), datetime(2017, 6, 1, 10, 0, tzinfo=UTC), self.OFFICE_HOURS) == []

    def test_a_whole_month_every_day(self) -> None:
        clock = [at(date(2017, 5, 20) + timedelta(days=n)) for n in range(40)]
        left = [(now.date().day, letter.key.step) for now, letter in replay(facts(), EVERY_DAY, clock)]
        assert left == [(1, "truoc-3"), (3, "truoc-1"), (4, "trong-ngay"), (5, "sau-1"), (7, "sau-3"), (11, "sau-7")]

    def test_an_official_report_without_deadline_is_not_reminded_of(self) -> None:
        clock = [at(date(2017, 5, 20) + timedelta(days=n)) for n in range(40)]
        assert {letter.kind for _, letter in replay(facts(), EVERY_DAY, clock)} == {QUICK}


class TestTurns:
    def test_the_letter_of_the_day_does_not_leave_a_day_late(self) -> None:
        policy = replace(EVERY_DAY, days_after=(3,))
        assert steps(facts(), at(LAST_DAY), policy) == ["trong-ngay"]
        assert steps(facts(), at(LAST_DAY + timedelta(days=1)), policy) == []
        assert steps(facts(), at(LAST_DAY + timedelta(days=3)), policy) == ["sau-3"]

    def test_with_no_letter_of_the_day_an_earlier_one_may_still_leave_on_it(self) -> None:
        policy = replace(EVERY_DAY, on_the_day=False, days_after=())
        assert steps(facts(), at(LAST_DAY), policy) == ["truoc-1"]
        assert steps(facts(), at(LAST_DAY + timedelta(days=1)), policy) == []

    def test_a_policy_of_no_steps_sends_nothing(self) -> None:
        policy = replace(EVERY_DAY, days_before=(), on_the_day=False, days_after=())
        assert all(steps(facts(), at(LAST_DAY + timedelta(days=n)), policy) == [] for n in range(-5, 9))

    def test_after_a_downtime_of_a_week_one_letter_leaves_not_five(self) -> None:
        assert steps(facts(), at(date(2017, 6, 8))) == ["sau-3"]

    def test_a_report_that_came_ends_the_reminding(self) -> None:
        known = facts(submissions=(submission(at(date(2017, 6, 1))),))
        clock = [at(date(2017, 6, 1) + timedelta(days=n)) for n in range(20)]
        assert replay(known, EVERY_DAY, clock) == []

    def test_an_exempt_unit_is_left_alone(self) -> None:
        exempt = DueReport(unit="a", kind=QUICK, deadline=Deadline(last_day=LAST_DAY), exempt=True)
        assert decide(facts(due=(exempt,)), at(LAST_DAY)) == LetterDecision()

    def test_a_unit_without_address_is_held_for_the_telephone(self) -> None:
        (held,) = decide(facts(unit(email=None)), at(LAST_DAY)).held
        assert "điện thoại" in held.reason
        assert held.key.step == "trong-ngay"

    def test_a_unit_whose_mail_waits_for_a_person_is_held(self) -> None:
        waiting = PendingFact(mail_id=1, unit="a", kind=None, received_at=at(date(2017, 6, 1)))
        decision = decide(facts(unit("a"), unit("b"), pending=(waiting,)), at(LAST_DAY))
        assert [held.unit.id for held in decision.held] == ["a"]
        assert [letter.unit.id for letter in decision.letters] == ["b"]

    def test_every_unit_that_a_contradictory_mail_names_is_held(self) -> None:
        waiting = PendingFact(
            mail_id=1, unit=None, kind=None, received_at=at(date(2017, 6, 1)), claimed_units=frozenset({"a", "c"})
        )
        decision = decide(facts(unit("a"), unit("b"), unit("c"), pending=(waiting,)), at(LAST_DAY))
        assert [held.unit.id for held in decision.held] == ["a", "c"]
        assert [letter.unit.id for letter in decision.letters] == ["b"]

    def test_a_mail_about_the_other_kind_holds_nothing(self) -> None:
        waiting = PendingFact(mail_id=1, unit="a", kind=OFFICIAL, received_at=at(date(2017, 6, 1)))
        assert steps(facts(pending=(waiting,)), at(LAST_DAY)) == ["trong-ngay"]

    def test_while_a_mail_is_unread_nobody_is_reminded(self) -> None:
        waiting = PendingFact(mail_id=1, unit=None, kind=None, received_at=at(LAST_DAY), unprocessed=True)
        decision = decide(facts(unit("a"), unit("b"), pending=(waiting,)), at(LAST_DAY))
        assert (len(decision.letters), len(decision.held)) == (0, 2)

    def test_an_extension_starts_its_own_steps(self) -> None:
        longer = DueReport(unit="a", kind=QUICK, deadline=Deadline(last_day=date(2017, 6, 8)))
        (letter,) = decide(facts(due=(longer,)), at(date(2017, 6, 5))).letters
        assert (letter.purpose, letter.key.step, letter.key.last_day) == (Purpose.UPCOMING, "truoc-3", date(2017, 6, 8))

    def test_missing_sections_are_asked_for_again_only_after_a_new_submission(self) -> None:
        first = submission(at(date(2017, 6, 1)), number=1, absent=("I", "II"))
        second = submission(at(date(2017, 6, 3)), number=2, absent=("II",))
        now = at(date(2017, 6, 3), "10:00")
        (asked,) = decide(facts(submissions=(first,)), now).letters
        assert (asked.purpose, asked.missing, asked.received_at) == (Purpose.INCOMPLETE, ("I", "II"), first.received_at)
        taken = frozenset({asked.key})
        assert decide(facts(submissions=(first,)), now, claimed=taken) == LetterDecision()
        (again,) = decide(facts(submissions=(first, second)), now, claimed=taken).letters
        assert again.missing == ("II",)

    def test_missing_sections_are_not_asked_for_again_because_the_deadline_moved(self) -> None:
        came = submission(at(date(2017, 6, 1)), absent=("I",))
        known = facts(submissions=(came,))
        (asked,) = decide(known, at(LAST_DAY)).letters
        later = DueReport(unit="a", kind=QUICK, deadline=Deadline(last_day=date(2017, 6, 9)))
        moved = replace(known, due=(later,))
        assert decide(moved, at(LAST_DAY), claimed=frozenset({asked.key})) == LetterDecision()

    @pytest.mark.parametrize("reason", [{"unplaced": 1}, {"doubtful_entries": 1}, {"unreadable_files": ("x",)}])
    def test_nothing_is_asked_for_while_it_may_be_there(self, reason: dict[str, object]) -> None:
        came = replace(submission(at(date(2017, 6, 1)), absent=("I",)), **reason)  # type: ignore[arg-type]
        assert decide(facts(submissions=(came,)), at(LAST_DAY)).letters == ()

    def test_a_policy_may_ask_for_nothing_more(self) -> None:
        came = submission(at(date(2017, 6, 1)), absent=("I",))
        policy = replace(EVERY_DAY, ask_for_missing_sections=False)
        assert decide(facts(submissions=(came,)), at(LAST_DAY), policy) == LetterDecision()

    def test_what_came_of_the_other_kind_is_told(self) -> None:
        quick = submission(at(date(2017, 6, 1)))
        owed = DueReport(unit="a", kind=OFFICIAL, deadline=Deadline(last_day=LAST_DAY))
        (letter,) = decide(facts(due=(owed,), submissions=(quick,)), at(LAST_DAY)).letters
        assert (letter.kind, letter.received_at, letter.other_received_at) == (OFFICIAL, None, quick.received_at)

    def test_a_unit_that_is_no_more_gets_nothing(self) -> None:
        gone = replace(unit(), valid_to=LAST_DAY - timedelta(days=1))
        assert decide(facts(gone), at(LAST_DAY)) == LetterDecision()

    def test_a_naive_clock_is_refused(self) -> None:
        board = status_of(facts(), at(LAST_DAY))
        with pytest.raises(ValueError, match="aware"):
            due_letters(EVERY_DAY, board, (), datetime(2017, 6, 4, 9))  # noqa: DTZ001


class TestPolicy:
    @pytest.mark.parametrize(
        "wrong",
        [{"days_before": (0,)}, {"days_after": (3, -1)}, {"opens": time(17)}, {"opens": time(18), "closes": time(8)}],
    )
    def test_one_that_cannot_work_is_refused(self, wrong: dict[str, object]) -> None:
        with pytest.raises(ValueError, match=r"days|day"):
            ReminderPolicy(**wrong)  # type: ignore[arg-type]

    @given(policy=policies, last_day=days)
    def test_steps_come_in_order_each_on_its_own_day_and_name(self, policy: ReminderPolicy, last_day: date) -> None:
        found = policy.steps(Deadline(last_day=last_day))
        assert [s.day for s in found] == sorted({s.day for s in found})
        assert len({s.id for s in found}) == len(found)
        assert all(s.day - last_day == timedelta(days=s.days) for s in found)
