"""The facts of the board: all of one moment, nothing that vanishes, always the same number of questions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from sqlalchemy.engine import Engine

from domain.board import Completeness, MailCount, Timeliness, status_of
from domain.errors import RegisterError
from domain.letters import LetterState
from domain.outcome import Duplicate, Failed, NeedsReview, NotAReport, Result
from domain.period import Deadline, ReportKind
from domain.report import MappedReport
from domain.unit import Unit
from store.register import Register, open_register
from tests.support.store_values import (
    ACCOUNT,
    LAK,
    LOCKED,
    NOW,
    PERIOD,
    TEMPLATE,
    WHO,
    XA,
    Y_TE,
    accepted,
    fetched,
    key,
    letter,
    mapped,
    outcome,
    receive,
    set_up,
)


def enter(register: Register, number: int, result: Result, period: str = PERIOD.id) -> int:
    mail = receive(register, fetched(number))
    register.enter(mail, period, outcome(result), NOW)
    return mail.id


def test_an_empty_period_owes_everything(register: Register) -> None:
    facts = register.board_facts(PERIOD.id, NOW)
    assert (facts.period, facts.template, facts.units) == (PERIOD, TEMPLATE, (LAK, Y_TE))
    assert [(d.unit, d.kind, d.deadline, d.exempt) for d in facts.due] == [
        ("lak", ReportKind.QUICK, PERIOD.quick, False),
        ("lak", ReportKind.OFFICIAL, None, False),
        ("y-te", ReportKind.QUICK, PERIOD.quick, False),
        ("y-te", ReportKind.OFFICIAL, None, False),
    ]
    assert (facts.submissions, facts.pending, facts.letters_sent) == ((), (), ())
    assert (facts.last_check_at, facts.mails) == (None, MailCount())


def test_a_period_that_is_not_there_is_an_error(register: Register) -> None:
    with pytest.raises(RegisterError, match="no period 'khac'"):
        register.board_facts("khac", NOW)


def test_the_board_shows_what_was_entered(register: Register) -> None:
    enter(register, 1, accepted("một"))
    enter(register, 2, NeedsReview(reasons=("Có mật khẩu.",), unit="y-te", unreadable=(LOCKED,)))
    register.checked(ACCOUNT, [], NOW)
    board = status_of(register.board_facts(PERIOD.id, NOW), NOW)
    lak, y_te = board.rows
    assert (lak.quick.timeliness, lak.quick.completeness) == (Timeliness.ON_TIME, Completeness.NEEDS_REVIEW)
    assert (y_te.quick.timeliness, y_te.quick.completeness) == (Timeliness.NOT_SUBMITTED, Completeness.UNREADABLE)
    assert board.facts.last_check_at == NOW
    assert board.facts.submissions == (register.submissions(PERIOD.id)[0].fact,)


def test_submissions_of_another_period_stay_out_and_its_mails_count(register: Register) -> None:
    later = replace(PERIOD, id="2017-9t")
    register.put_period(later, who=WHO, now=NOW)
    enter(register, 1, accepted("một"), period=later.id)
    enter(register, 2, NeedsReview(reasons=("Xem.",), unit="lak"), period=later.id)
    facts = register.board_facts(PERIOD.id, NOW)
    assert (facts.submissions, facts.pending) == ((), ())
    assert facts.mails == MailCount(in_mailbox=2, accepted=1, waiting=1)
    assert len(register.board_facts(later.id, NOW).pending) == 1


def test_every_mail_that_waits_is_pending(register: Register) -> None:
    review = enter(register, 1, NeedsReview(reasons=("Hai tên.",), kind=ReportKind.OFFICIAL))
    parked = enter(register, 2, Failed(error="X", retry_at=None))
    deferred = enter(register, 3, Failed(error="X", retry_at=NOW + timedelta(hours=1)))
    waiting = receive(register, fetched(4)).id
    enter(register, 5, NotAReport())
    pending = register.board_facts(PERIOD.id, NOW).pending
    assert [(p.mail_id, p.unprocessed) for p in pending] == [
        (review, False),
        (parked, False),
        (deferred, True),
        (waiting, True),
    ]
    assert (pending[0].reasons, pending[0].kind, pending[0].sender) == (
        ("Hai tên.",),
        ReportKind.OFFICIAL,
        "Ban Thường vụ",
    )
    assert pending[0].received_at == fetched(1).arrived_at


def test_a_mail_of_no_sure_unit_names_the_units_it_may_be_of(register: Register) -> None:
    enter(register, 1, NeedsReview(reasons=("Hai tên.",)))
    enter(register, 2, NeedsReview(reasons=("Xem.",), unit="lak"))
    receive(register, fetched(3))
    pending = register.board_facts(PERIOD.id, NOW).pending
    assert [p.claimed_units for p in pending] == [{"lak"}, frozenset(), frozenset()]


@pytest.mark.parametrize(
    ("report", "files", "unreadable"),
    [(MappedReport(), (LOCKED,), True), (mapped("một"), (LOCKED,), False), (MappedReport(), (), False)],
)
def test_unreadable_is_what_has_only_unreadable_files(
    register: Register, report: MappedReport, files: tuple[()], *, unreadable: bool
) -> None:
    enter(register, 1, NeedsReview(reasons=("Xem.",), mapped=report, unreadable=files))
    assert [p.unreadable for p in register.board_facts(PERIOD.id, NOW).pending] == [unreadable]


def test_only_letters_that_surely_left_count_as_sent(register: Register) -> None:
    for number, state in enumerate(LetterState):
        claimed = register.claim(key(f"truoc-{number + 1}"), letter(f"<{number}@x.example>"), NOW)
        assert claimed is not None
        steps = [LetterState.SENDING, state] if state is not LetterState.EXPIRED else [state]
        for step in steps[: 0 if state is LetterState.CLAIMED else 1 if state is LetterState.SENDING else 2]:
            register.mark(claimed.id, step, NOW + timedelta(seconds=number))
    sent_at = NOW + timedelta(seconds=list(LetterState).index(LetterState.SENT))
    assert register.board_facts(PERIOD.id, NOW).letters_sent == (("lak", ReportKind.QUICK, sent_at),)


def test_a_unit_is_asked_while_it_exists_in_the_period(register: Register) -> None:
    gone = Unit(id="gone", name="Đã giải thể", valid_to=PERIOD.opens - timedelta(days=1))
    going = Unit(id="going", name="Giải thể trong kỳ", valid_to=PERIOD.opens)
    coming = Unit(id="coming", name="Thành lập trong kỳ", valid_from=date(2017, 6, 4))
    after = Unit(id="after", name="Thành lập sau hạn", valid_from=date(2017, 6, 5))
    register.put_units([gone, going, coming, after], who=WHO, now=NOW)
    assert register.board_facts(PERIOD.id, NOW).units == (LAK, Y_TE, going, coming)
    register.set_deadline(PERIOD.id, ReportKind.OFFICIAL, Deadline(last_day=date(2017, 6, 12)), who=WHO, now=NOW)
    assert register.board_facts(PERIOD.id, NOW).units == (LAK, Y_TE, going, coming, after)


def test_without_any_deadline_the_units_of_today_are_asked(register: Register) -> None:
    register.put_period(replace(PERIOD, quick=None), who=WHO, now=NOW)
    new = Unit(id="new", name="Mới thành lập", valid_from=date(2017, 6, 3))
    register.put_units([new], who=WHO, now=NOW)
    assert register.board_facts(PERIOD.id, NOW).units == (LAK, Y_TE)
    # 17:00 UTC is midnight in Vietnam: 3 June has begun there.
    midnight = NOW.replace(hour=17)
    assert register.board_facts(PERIOD.id, midnight).units == (LAK, Y_TE, new)


def test_a_report_of_a_unit_that_is_not_asked_is_shown_all_the_same(register: Register) -> None:
    enter(register, 1, accepted("một", unit=XA.id))
    board = status_of(register.board_facts(PERIOD.id, NOW), NOW)
    xa = board.rows[-1]
    assert xa.unit == XA
    assert (xa.quick.timeliness, xa.official.timeliness) == (Timeliness.ON_TIME, Timeliness.EXEMPT)


@contextmanager
def counted() -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_grow(register: Register) -> None:
    with counted() as few:
        register.board_facts(PERIOD.id, NOW)
    register.put_units([Unit(id=f"u{n}", name=f"Đơn vị {n}") for n in range(60)], who=WHO, now=NOW)
    for number in range(60):
        enter(register, number, accepted("một", "hai", unit=f"u{number}"))
        enter(register, number + 100, NeedsReview(reasons=("Xem.",), unit=f"u{number}", unreadable=(LOCKED,)))
        register.claim(key(unit=f"u{number}"), letter(f"<{number}@x.example>"), NOW)
    with counted() as many:
        assert len(register.board_facts(PERIOD.id, NOW).submissions) == 60
    assert len(few) == len(many) <= 14
    with counted() as texts:
        assert len(register.submissions(PERIOD.id)) == 60
    assert len(texts) <= 12


RESULTS = st.sampled_from(
    [
        accepted("một"),
        accepted("hai", unit="y-te"),
        Duplicate(unit="lak", kind=ReportKind.QUICK, of_mail=1),
        NotAReport(),
        NeedsReview(reasons=("Xem.",)),
        Failed(error="X", retry_at=NOW),
        Failed(error="X", retry_at=None),
        None,
    ]
)


def test_every_mail_stands_in_one_count(tmp_path_factory: pytest.TempPathFactory) -> None:
    @settings(max_examples=25, deadline=None)
    @given(st.lists(RESULTS, max_size=8))
    def adds_up(results: list[Result | None]) -> None:
        with open_register(Path(tmp_path_factory.mktemp("so"), "so.db")) as register:
            set_up(register)
            for number, result in enumerate(results):
                mail = receive(register, fetched(number))
                if result is not None:
                    register.enter(mail, PERIOD.id, outcome(result), NOW)
            facts = register.board_facts(PERIOD.id, NOW)
        assert facts.mails.adds_up
        assert facts.mails.in_mailbox == len(results)
        assert facts.mails.waiting == len(facts.pending)

    adds_up()
