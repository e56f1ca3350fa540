"""A letter is claimed once, ever, and leaves once, whatever happens to the run that sends it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.errors import RegisterError
from domain.letters import LetterState, OutboxLetter
from domain.reminders import LetterKey
from store.register import Register, open_register
from tests.support.children import together
from tests.support.store_values import NOW, PERIOD, key, letter, set_up

LATER = NOW + timedelta(minutes=2)


def claim(register: Register, wanted: LetterKey | None = None, message_id: str = "<1@x.example>") -> OutboxLetter:
    claimed = register.claim(wanted or key(), letter(message_id), NOW)
    assert claimed is not None
    return claimed


def state(register: Register, claimed: OutboxLetter) -> LetterState:
    return next(one.state for one in register.letters(PERIOD.id) if one.id == claimed.id)


def test_a_claimed_letter_is_open_and_kept_as_it_was_composed(register: Register) -> None:
    claimed = claim(register)
    assert (claimed.key, claimed.state, claimed.claimed_at, claimed.attempts) == (key(), LetterState.CLAIMED, NOW, 0)
    assert (claimed.message_id, claimed.to) == ("<1@x.example>", ("lak@units.example",))
    assert register.open_letters(PERIOD.id) == [claimed]
    assert register.claimed_letters(PERIOD.id) == frozenset()
    assert register.letter(claimed.id) == letter("<1@x.example>")
    assert register.letter(claimed.id + 1) is None


def test_a_claim_that_a_killed_run_left_is_taken_up_with_the_words_of_the_day(register: Register) -> None:
    first = claim(register)
    reworded = replace(letter("<1@x.example>"), subject="Nhắc nộp báo cáo (hạn: hôm nay)", text="Hôm nay là hạn.")
    taken_up = register.claim(key(), reworded, LATER)
    assert taken_up == replace(first, subject=reworded.subject)
    assert register.letter(first.id) == reworded


def test_a_claim_taken_up_keeps_its_message_id(register: Register) -> None:
    first = claim(register)
    taken_up = register.claim(key(), letter("<2@x.example>"), LATER)
    assert taken_up is not None
    assert (taken_up.id, taken_up.message_id) == (first.id, "<1@x.example>")


def test_a_letter_that_was_sent_is_never_claimed_again(register: Register) -> None:
    claimed = claim(register)
    register.mark(claimed.id, LetterState.SENDING, NOW)
    assert register.claim(key(), letter("<2@x.example>"), LATER) is None
    register.mark(claimed.id, LetterState.SENT, LATER)
    assert register.claim(key(), letter("<2@x.example>"), LATER) is None
    (kept,) = register.letters(PERIOD.id, "lak")
    assert (kept.state, kept.sent_at, kept.attempts) == (LetterState.SENT, LATER, 1)
    assert register.open_letters(PERIOD.id) == []
    assert register.claimed_letters(PERIOD.id) == {key()}


def test_a_letter_refused_for_now_waits_for_its_time(register: Register) -> None:
    claimed = claim(register)
    register.mark(claimed.id, LetterState.SENDING, NOW)
    register.mark(claimed.id, LetterState.CLAIMED, NOW, error="450 busy", not_before=LATER)
    assert register.claim(key(), letter("<2@x.example>"), LATER - timedelta(seconds=1)) is None
    again = register.claim(key(), letter("<2@x.example>"), LATER)
    assert again is not None
    assert (again.id, again.attempts, again.error, again.not_before) == (claimed.id, 1, "450 busy", LATER)


@pytest.mark.parametrize(
    "other",
    [
        {"step": "sau-1"},
        {"unit": "y-te"},
        {"last_day": date(2017, 6, 5)},
        {"last_day": None},
    ],
)
def test_every_part_of_the_key_makes_another_letter(register: Register, other: dict[str, Any]) -> None:
    first = claim(register)
    assert claim(register, replace(key(), **other), "<2@x.example>").id != first.id


def test_a_letter_with_no_deadline_is_claimed_once_too(register: Register, path: Path) -> None:
    without = key("thieu-muc-1", last_day=None)
    claimed = claim(register, without)
    assert claimed.key == without
    assert claim(register, without, "<2@x.example>").id == claimed.id


def test_one_message_id_stands_on_one_letter(register: Register) -> None:
    claim(register, key("truoc-3"))
    with pytest.raises(RegisterError, match="UNIQUE"):
        register.claim(key("truoc-1"), letter("<1@x.example>"), NOW)


def test_letters_that_were_being_handed_over_are_doubted(register: Register) -> None:
    claimed, untouched = claim(register), claim(register, key("sau-1"), "<2@x.example>")
    register.mark(claimed.id, LetterState.SENDING, NOW)
    assert register.doubt_interrupted_letters(LATER) == 1
    assert register.doubt_interrupted_letters(LATER) == 0
    assert (state(register, claimed), state(register, untouched)) == (LetterState.UNKNOWN, LetterState.CLAIMED)
    assert register.claim(key(), letter("<3@x.example>"), LATER) is None


def test_a_run_that_was_doubted_too_early_may_still_say_that_it_sent(register: Register) -> None:
    claimed = claim(register)
    register.mark(claimed.id, LetterState.SENDING, NOW)
    register.doubt_interrupted_letters(NOW)
    register.mark(claimed.id, LetterState.SENT, LATER)
    assert state(register, claimed) is LetterState.SENT


def test_saying_the_same_end_twice_changes_nothing(register: Register) -> None:
    claimed = claim(register)
    register.mark(claimed.id, LetterState.SENDING, NOW)
    register.mark(claimed.id, LetterState.SENT, NOW)
    before = register.letters(PERIOD.id)
    register.mark(claimed.id, LetterState.SENT, LATER)
    assert register.letters(PERIOD.id) == before


@pytest.mark.parametrize("end", [LetterState.SENT, LetterState.FAILED, LetterState.EXPIRED])
def test_what_has_ended_does_not_start_again(register: Register, end: LetterState) -> None:
    claimed = claim(register)
    if end is not LetterState.EXPIRED:
        register.mark(claimed.id, LetterState.SENDING, NOW)
    register.mark(claimed.id, end, NOW)
    for start in (LetterState.CLAIMED, LetterState.SENDING):
        with pytest.raises(RegisterError, match=f"is {end} and cannot become {start}"):
            register.mark(claimed.id, start, NOW)


def test_a_letter_that_is_not_there_cannot_be_marked(register: Register) -> None:
    with pytest.raises(RegisterError, match="no letter 7"):
        register.mark(7, LetterState.SENT, NOW)


def test_of_processes_that_hold_one_claim_one_may_hand_it_over(register: Register, path: Path) -> None:
    def run(number: int) -> bool:
        with open_register(path) as mine:
            claimed = mine.claim(key(), letter(f"<{number}@x.example>"), NOW)
            if claimed is None:
                return False
            try:
                mine.mark(claimed.id, LetterState.SENDING, NOW)
            except RegisterError:
                return False
            return True

    assert sum(together(*(lambda n=n: run(n) for n in range(6)))) == 1
    assert len(register.letters(PERIOD.id)) == 1


class Sending(RuleBasedStateMachine):
    """Runs that claim, hand over, are refused, die and are doubted, in any order."""

    path: Path
    letters = Bundle("letters")

    def __init__(self) -> None:
        super().__init__()
        self.path.unlink(missing_ok=True)
        self.register = set_up(open_register(self.path))
        #: (key, Message-ID) of every time a letter surely left.
        self.left: list[LetterKey] = []
        self.made = 0
        self.now = NOW

    def teardown(self) -> None:
        self.register.close()

    @rule(
        target=letters, step=st.sampled_from(["truoc-3", "truoc-1"]), last_day=st.sampled_from([None, date(2017, 6, 4)])
    )
    def claim(self, step: str, last_day: date | None) -> OutboxLetter | None:
        self.made += 1
        return self.register.claim(key(step, last_day=last_day), letter(f"<{self.made}@x.example>"), self.now)

    @rule(claimed=letters, end=st.sampled_from(["sent", "refused", "failed", "killed"]))
    def hand_over(self, claimed: OutboxLetter | None, end: str) -> None:
        if claimed is None:
            return
        try:
            self.register.mark(claimed.id, LetterState.SENDING, self.now)
        except RegisterError:
            return
        if end == "sent":
            self.left.append(claimed.key)
            self.register.mark(claimed.id, LetterState.SENT, self.now)
        elif end == "refused":
            wait = self.now + timedelta(minutes=2)
            self.register.mark(claimed.id, LetterState.CLAIMED, self.now, not_before=wait)
        elif end == "failed":
            self.register.mark(claimed.id, LetterState.FAILED, self.now)
        else:
            # It had left, and the run died before it could say so.
            self.left.append(claimed.key)

    @rule()
    def doubt(self) -> None:
        self.register.doubt_interrupted_letters(self.now)

    @rule(claimed=letters)
    def expire(self, claimed: OutboxLetter | None) -> None:
        if claimed and claimed.id in {one.id for one in self.register.open_letters(PERIOD.id)}:
            self.register.mark(claimed.id, LetterState.EXPIRED, self.now)

    @rule(minutes=st.integers(1, 5))
    def wait(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def no_letter_left_twice(self) -> None:
        assert len(self.left) == len(set(self.left))

    @invariant()
    def one_row_a_key(self) -> None:
        keys = [one.key for one in self.register.letters(PERIOD.id)]
        assert len(keys) == len(set(keys))


def test_no_letter_leaves_twice_in_any_order_of_events(path: Path) -> None:
    machine = type("SendingHere", (Sending,), {"path": path})
    run_state_machine_as_test(machine, settings=settings(max_examples=30, stateful_step_count=20, deadline=None))
