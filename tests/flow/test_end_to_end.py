"""The whole job over real servers: a Dovecot mailbox in, SQLite between, the page and a mail server out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from domain.board import Completeness, Timeliness, status_of
from domain.period import ReportKind
from service.assembly import Service
from service.desk import Desk
from tests.support.broken_mails import broken_mails
from tests.support.dovecot import USERS, Dovecot
from tests.support.small_office import NOW, office, question_mail, report_mail
from tests.support.smtp_sink import SmtpSink
from web.app import create_app


@pytest.fixture
def service(tmp_path: Path, dovecot: Dovecot, smtp_sink: SmtpSink) -> Iterator[Service]:
    """An office whose mailbox is the real Dovecot and whose letters go to the real SMTP server."""
    (tmp_path / "imap-password").write_text(USERS["vanphong"], encoding="utf-8")
    (tmp_path / "smtp-password").write_text(smtp_sink.password, encoding="utf-8")
    config = office(
        tmp_path,
        mailbox={"url": dovecot.url(), "password_file": "imap-password", "cafile": str(dovecot.cafile)},
        letters={"url": smtp_sink.url, "password_file": "smtp-password", "cafile": str(smtp_sink.cafile)},
    )
    running = Service(config, now=lambda: NOW)
    yield running
    running.close()


def quick_status(service: Service, unit: str) -> tuple[Timeliness, Completeness]:
    board = status_of(service.register.board_facts(service.period.id, NOW), NOW)
    status = next(row for row in board.rows if row.unit.id == unit).of(ReportKind.QUICK)
    return status.timeliness, status.completeness


def letter_texts(sink: SmtpSink) -> list[str]:
    return [letter.get_body(("plain",)).get_content() for letter in sink.letters]  # type: ignore[union-attr]


@pytest.mark.dovecot
def test_mails_in_status_and_reminders_out(service: Service, dovecot: Dovecot, smtp_sink: SmtpSink) -> None:
    arrived = NOW - timedelta(hours=3)
    dovecot.append(report_mail(), at=arrived)
    dovecot.append(question_mail(), at=arrived)
    before = dovecot.flags()

    report = service.round(letters=True)

    assert (report.kept, report.handled, report.sent, report.trouble) == (2, 2, 3, "")
    assert quick_status(service, "buon-don") == (Timeliness.ON_TIME, Completeness.SECTIONS_MISSING)
    assert quick_status(service, "lak") == (Timeliness.NOT_SUBMITTED, Completeness.NOTHING)
    (submission,) = service.register.submissions(service.period.id, "buon-don")
    assert submission.fact.received_at == arrived
    assert "khám sức khỏe cho 120 nữ đoàn viên" in " ".join(
        entry.text for entry in submission.mapped.entries if entry.section == "II.7.1"
    )

    # The reminders: those that owe, and the one whose report leaves sections out; each once.
    recipients = sorted(to for _, tos in smtp_sink.stored for to in tos)
    assert recipients == ["buondon@units.example", "cdyte@units.example", "lak@units.example"]
    (about_sections,) = (text for text in letter_texts(smtp_sink) if "II.8" in text or "8.1" in text)
    assert "Công tác tài chính và hoạt động kinh tế" in about_sections
    assert service.round(letters=True).sent == 0
    assert dovecot.flags() == before, "the mailbox was changed"

    page = TestClient(create_app(Desk(service)), base_url="http://127.0.0.1").get("/")
    assert page.status_code == 200
    assert "Liên đoàn Lao động huyện Buôn Đôn" in page.text
    assert "Chưa nộp" in page.text or "chưa nộp" in page.text


@pytest.mark.dovecot
def test_a_mailbox_that_cannot_be_reached_stops_letters_and_is_shown(
    service: Service, dovecot: Dovecot, smtp_sink: SmtpSink
) -> None:
    dovecot.append(report_mail())
    service.collect()
    dovecot.stop()

    report = service.round(letters=True)

    assert report.trouble
    assert report.handled == 1, "what was kept is processed all the same"
    assert report.sent == 0
    assert not smtp_sink.stored
    page = TestClient(create_app(Desk(service)), base_url="http://127.0.0.1").get("/")
    assert "Không xem được hộp thư" in page.text

    dovecot.start()
    assert service.round(letters=True).trouble == ""
    assert smtp_sink.stored


@pytest.mark.dovecot
def test_every_broken_mail_ends_recorded_and_the_mail_after_it_is_handled(service: Service, dovecot: Dovecot) -> None:
    broken = broken_mails()
    for _, raw in broken:
        dovecot.deliver(raw)
    dovecot.append(report_mail(), at=NOW)

    service.round(letters=False)

    mails = service.register.mails()
    assert len(mails) == len({raw for _, raw in broken}) + 1
    undone = [mail for mail in mails if mail.end is None or mail.error]
    assert not undone
    assert all(mail.reasons or mail.disposition or mail.unit for mail in mails)
    assert quick_status(service, "buon-don")[0] is Timeliness.ON_TIME
    facts = service.register.board_facts(service.period.id, NOW)
    assert facts.mails.adds_up
    assert facts.mails.in_mailbox == len(mails)
