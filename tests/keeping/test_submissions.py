"""Versions of a report: a later one supersedes, a repetition is recognised, nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from domain.outcome import Accepted
from domain.period import ReportKind
from domain.report import MappedReport, Unplaced
from store.register import Register
from tests.support.store_values import NOW, PERIOD, WHO, accepted, fetched, mapped, outcome, receive

NEXT = replace(PERIOD, id="2017-9t")
#: No mail has this id: the one that is being processed.
THIS = 0


def submit(register: Register, number: int, result: Accepted, period: str = PERIOD.id) -> int:
    mail = receive(register, fetched(number))
    register.enter(mail, period, outcome(result), NOW)
    return mail.id


def same(register: Register, result: Accepted, besides: int = THIS) -> int | None:
    return register.same_report(PERIOD.id, result, besides_mail=besides)


def test_every_version_is_kept_oldest_arrival_first(register: Register) -> None:
    late = submit(register, 9, accepted("hai"))
    early = submit(register, 3, accepted("một"))
    other = submit(register, 5, accepted("ba", unit="y-te"))
    assert [s.mail.id for s in register.submissions(PERIOD.id, "lak")] == [early, late]
    assert [s.mail.id for s in register.submissions(PERIOD.id)] == [early, other, late]
    assert [s.mapped for s in register.submissions(PERIOD.id, "lak")] == [mapped("một"), mapped("hai")]


def test_a_submission_that_is_not_there_is_none(register: Register) -> None:
    assert register.submission(1) is None


def test_submissions_of_another_period_stay_out(register: Register) -> None:
    register.put_period(NEXT, who=WHO, now=NOW)
    submit(register, 1, accepted("một"), period=NEXT.id)
    assert register.submissions(PERIOD.id) == []
    assert register.submitted_kinds(PERIOD.id, "lak", besides_mail=THIS) == frozenset()
    assert same(register, accepted("một")) is None


def test_the_kinds_that_other_mails_have_submitted(register: Register) -> None:
    quick = submit(register, 1, accepted("một"))
    official = submit(register, 2, accepted("hai", kind=ReportKind.OFFICIAL))
    submit(register, 3, accepted("ba", unit="y-te"))
    assert register.submitted_kinds(PERIOD.id, "lak", besides_mail=THIS) == frozenset(ReportKind)
    assert register.submitted_kinds(PERIOD.id, "lak", besides_mail=quick) == {ReportKind.OFFICIAL}
    assert register.submitted_kinds(PERIOD.id, "lak", besides_mail=official) == {ReportKind.QUICK}


def test_the_same_text_again_is_the_same_report(register: Register) -> None:
    first = submit(register, 1, accepted("một hai"))
    assert same(register, accepted("một hai")) == first
    assert same(register, accepted("một\u00a0 hai")) == first


def test_a_mail_is_not_its_own_repetition(register: Register) -> None:
    first = submit(register, 1, accepted("một"))
    assert same(register, accepted("một"), besides=first) is None


def test_other_text_unit_or_kind_is_another_report(register: Register) -> None:
    submit(register, 1, accepted("một"))
    assert same(register, accepted("hai")) is None
    assert same(register, accepted("một", unit="y-te")) is None
    assert same(register, accepted("một", kind=ReportKind.OFFICIAL)) is None


def test_a_mail_that_brings_more_is_no_repetition(register: Register) -> None:
    submit(register, 1, accepted("một"))
    again = accepted("một")
    more = Unplaced(text="Biểu số liệu", file="b.xlsx", where="dòng 1")
    assert same(register, replace(again, mapped=replace(again.mapped, unplaced=(more,)))) is None
    assert same(register, replace(again, mapped=replace(again.mapped, absent=()))) is None
    assert same(register, replace(again, unreadable=())) is None
    assert same(register, replace(again, mapped=MappedReport())) is None


def test_the_first_text_sent_again_after_a_second_is_a_new_version(register: Register) -> None:
    submit(register, 1, accepted("một"))
    second = submit(register, 2, accepted("hai"))
    assert same(register, accepted("một")) is None
    assert same(register, accepted("hai")) == second


def test_a_report_sent_twice_does_not_pass_for_both_kinds(register: Register) -> None:
    quick = submit(register, 1, accepted("một", inferred=True))
    assert same(register, accepted("một", kind=ReportKind.OFFICIAL, inferred=True)) == quick


def test_the_order_of_arrival_decides_not_the_order_of_processing(register: Register) -> None:
    newest = submit(register, 9, accepted("hai"))
    submit(register, 3, accepted("một"))
    assert same(register, accepted("hai")) == newest
    assert register.submissions(PERIOD.id)[-1].fact.received_at == NOW + timedelta(minutes=9)
