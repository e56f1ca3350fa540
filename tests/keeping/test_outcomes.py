"""How a mail ended is entered once and whole, and read back as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.errors import RegisterError
from domain.mail import Disposition, IncomingMail
from domain.outcome import Accepted, Duplicate, Envelope, Failed, NeedsReview, NotAReport, Outcome, Result
from domain.period import ReportKind
from domain.records import Evidence, MailEnd, MailState, StoredMail
from domain.report import MappedReport, ReadMail, SectionEntry
from store.register import Register
from tests.support.store_values import (
    ENVELOPE,
    IDENTITY,
    JUDGEMENT,
    LOCKED,
    NOW,
    PERIOD,
    accepted,
    fetched,
    mapped,
    outcome,
    receive,
)


def stored(register: Register, mail: IncomingMail) -> StoredMail:
    found = register.mail(mail.id)
    assert found is not None
    return found


def test_an_accepted_report_is_a_submission_with_its_text(register: Register) -> None:
    mail = receive(register, fetched(1))
    register.enter(mail, PERIOD.id, outcome(accepted("một", "hai")), NOW)
    kept = stored(register, mail)
    assert (kept.state, kept.end, kept.unit, kept.kind) == (MailState.DONE, MailEnd.ACCEPTED, "lak", ReportKind.QUICK)
    assert (kept.envelope, kept.disposition, kept.reasons) == (ENVELOPE, Disposition.REPORT, (JUDGEMENT.reason,))
    (submission,) = register.submissions(PERIOD.id, "lak")
    assert submission.mapped == mapped("một", "hai")
    assert submission.mail == kept
    assert register.submission(submission.fact.id) == submission


def test_the_facts_of_a_submission_are_those_of_its_text(register: Register) -> None:
    mail = receive(register, fetched(1))
    unsure = SectionEntry(section="I", text="đoán", file="a.docx", where="đoạn 5", confidence=0.5)
    report = replace(mapped("một", "hai"), entries=(*mapped("một", "hai").entries, unsure))
    register.enter(mail, PERIOD.id, outcome(replace(accepted(), mapped=report, kind_inferred=True)), NOW)
    (submission,) = register.submissions(PERIOD.id)
    fact = submission.fact
    assert fact.sections == {entry.section for entry in report.entries}
    assert fact.doubtful == {entry.section for entry in report.doubtful} == {"I", "II.1"}
    assert fact.doubtful_entries == len(report.doubtful) == 3
    assert (fact.absent, fact.unplaced, fact.unreadable_files) == (("II.2",), 1, ("phu luc.doc",))
    assert (fact.mail_id, fact.received_at, fact.kind_inferred) == (mail.id, mail.arrived_at, True)


def test_a_report_for_review_keeps_all_that_is_known(register: Register) -> None:
    mail = receive(register, fetched(1))
    result = NeedsReview(
        reasons=("Địa chỉ và tên tệp nói khác nhau.",), unit="lak", mapped=mapped("một"), unreadable=(LOCKED,)
    )
    register.enter(mail, PERIOD.id, outcome(result), NOW)
    kept = stored(register, mail)
    assert (kept.end, kept.unit, kept.kind, kept.reasons) == (MailEnd.NEEDS_REVIEW, "lak", None, result.reasons)
    assert register.report_of(mail.id) == ReadMail(mapped=mapped("một"), unreadable=(LOCKED,))
    assert register.submissions(PERIOD.id) == []


def test_a_mail_that_is_no_report_says_why(register: Register) -> None:
    mail = receive(register, fetched(1))
    register.enter(mail, PERIOD.id, outcome(NotAReport(unit="y-te")), NOW)
    kept = stored(register, mail)
    assert (kept.end, kept.unit, kept.reasons) == (MailEnd.NOT_A_REPORT, "y-te", (JUDGEMENT.reason,))
    assert register.report_of(mail.id) is None


def test_a_repeated_report_names_the_first_and_is_of_its_kind(register: Register) -> None:
    first, second = receive(register, fetched(1)), receive(register, fetched(2))
    register.enter(first, PERIOD.id, outcome(accepted("một")), NOW)
    again = Duplicate(unit="lak", kind=ReportKind.OFFICIAL, of_mail=first.id)
    register.enter(second, PERIOD.id, outcome(again), NOW)
    kept = stored(register, second)
    assert (kept.end, kept.unit, kept.kind) == (MailEnd.DUPLICATE, "lak", ReportKind.QUICK)
    assert kept.reasons == (f"Cùng nội dung với báo cáo đã nhận ở thư số {first.id}.",)
    assert len(register.submissions(PERIOD.id)) == 1


def test_the_evidence_is_kept(register: Register) -> None:
    mail = receive(register, fetched(1))
    assert register.evidence(mail.id) == Evidence(judgement=None, identity=None)
    register.enter(mail, PERIOD.id, outcome(accepted("một")), NOW)
    assert register.evidence(mail.id) == Evidence(judgement=JUDGEMENT, identity=IDENTITY)
    assert register.evidence(mail.id + 1) is None


def test_the_evidence_of_a_bounce_is_kept(register: Register) -> None:
    mail = receive(register, fetched(1))
    bounce = replace(
        JUDGEMENT,
        disposition=Disposition.BOUNCE,
        failed_recipients=("a@units.example", "b@units.example"),
        permanent=True,
    )
    nobody = replace(IDENTITY, unit=None, kind=None, unit_claims=(), contradictions=("Hai tên đơn vị.",))
    register.enter(mail, PERIOD.id, Outcome(result=NotAReport(), judgement=bounce, identity=nobody), NOW)
    assert register.evidence(mail.id) == Evidence(judgement=bounce, identity=nobody)


@pytest.mark.parametrize(
    "second",
    [
        accepted("khác", unit="y-te"),
        NeedsReview(reasons=("Xem lại.",)),
        NotAReport(),
        Failed(error="X", retry_at=NOW),
        Failed(error="X", retry_at=None),
    ],
)
def test_a_mail_ends_once(register: Register, second: Result) -> None:
    mail = receive(register, fetched(1))
    register.enter(mail, PERIOD.id, outcome(accepted("một")), NOW)
    before = (stored(register, mail), register.submissions(PERIOD.id))
    register.enter(mail, PERIOD.id, outcome(second), NOW)
    assert (stored(register, mail), register.submissions(PERIOD.id)) == before


def test_a_failed_try_is_made_again_when_its_time_has_come(register: Register) -> None:
    mail = receive(register, fetched(1))
    later = NOW + timedelta(minutes=2)
    register.enter(mail, PERIOD.id, Outcome(result=Failed(error="OSError: x", retry_at=later)), NOW)
    kept = stored(register, mail)
    assert (kept.state, kept.end, kept.error) == (MailState.DEFERRED, MailEnd.FAILED, "OSError: x")
    assert list(register.waiting(later - timedelta(seconds=1))) == []
    assert list(register.waiting(later)) == [replace(mail, attempts=1)]
    register.enter(replace(mail, attempts=1), PERIOD.id, outcome(accepted("một")), NOW)
    assert stored(register, mail).error == ""
    assert list(register.waiting(later)) == []


def test_one_failed_try_counts_once_however_often_it_is_told(register: Register) -> None:
    mail = receive(register, fetched(1))
    for _ in range(3):
        register.enter(mail, PERIOD.id, Outcome(result=Failed(error="X", retry_at=NOW)), NOW)
    assert [waiting.attempts for waiting in register.waiting(NOW)] == [1]


def test_a_run_that_comes_late_with_an_earlier_try_changes_nothing(register: Register) -> None:
    first = receive(register, fetched(1))
    second = replace(first, attempts=1)
    for mail in (first, second, first):
        register.enter(mail, PERIOD.id, Outcome(result=Failed(error=f"try {mail.attempts}", retry_at=NOW)), NOW)
    assert list(register.waiting(NOW)) == [replace(first, attempts=2)]
    assert stored(register, first).error == "try 1"


def test_a_mail_out_of_tries_is_parked_with_a_sentence(register: Register) -> None:
    mail = receive(register, fetched(1))
    register.enter(mail, PERIOD.id, Outcome(result=Failed(error="OSError: x", retry_at=None)), NOW)
    kept = stored(register, mail)
    assert (kept.state, kept.end, kept.error) == (MailState.PARKED, MailEnd.FAILED, "OSError: x")
    assert "chưa xử lý được thư này" in kept.reasons[0]
    assert list(register.waiting(NOW + timedelta(days=99))) == []


def test_an_outcome_that_cannot_be_entered_whole_leaves_no_trace(register: Register) -> None:
    mail = receive(register, fetched(1))
    with pytest.raises(RegisterError, match="FOREIGN KEY"):
        register.enter(mail, PERIOD.id, outcome(accepted("một", unit="khong-co")), NOW)
    assert list(register.waiting(NOW)) == [mail]
    assert register.report_of(mail.id) is None


def test_text_that_no_encoding_holds_does_not_stop_the_round(register: Register) -> None:
    mail = receive(register, fetched(1))
    odd = "B\ud800o c\x00o"
    entry = SectionEntry(section="I", text=odd, file=odd, where="đoạn 1", confidence=1.0)
    result = Accepted(unit="lak", kind=ReportKind.QUICK, kind_inferred=False, mapped=MappedReport(entries=(entry,)))
    envelope = Envelope(subject=odd, sender_name=odd, attachment_names=(odd,))
    register.enter(mail, PERIOD.id, Outcome(result=result, envelope=envelope), NOW)
    assert stored(register, mail).envelope.subject == "B?o c\x00o"
    assert stored(register, mail).envelope.attachment_names == ("B?o c\x00o",)
    assert register.submissions(PERIOD.id)[0].mapped.entries[0].text == "B?o c\x00o"
