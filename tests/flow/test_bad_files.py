"""Every bad file that a mail can carry ends as a recorded outcome, and the mails after it are handled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest

from domain.board import Completeness, Timeliness, status_of
from domain.period import ReportKind
from domain.records import MailEnd, StoredMail
from exports.blank_report import blank_report
from exports.report_pdf import write_pdf
from exports.report_sheet import Letterhead, ReportSheet, Text
from service.assembly import Service
from service.builtin import builtin_period, builtin_template
from tests.support.documents import p, word_of
from tests.support.small_office import NOW, mail, office, put, report_mail

SHEET = ReportSheet(
    letterhead=Letterhead(superior="LIÊN ĐOÀN LAO ĐỘNG TỈNH", issuer="LIÊN ĐOÀN LAO ĐỘNG HUYỆN LẮK"),
    title=("BÁO CÁO NHANH",),
    parts=(Text(text="Việc đã làm trong kỳ."),),
    written_at=NOW,
)
WORD = word_of(p("BÁO CÁO NHANH") + "".join(p(f"{n}. Việc đã làm trong kỳ") for n in range(60)))


FOREIGN_ENTITY = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<w:document>" + b" " * 400_000_000)
    return packed.getvalue()


def with_doctype() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORD)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = re.sub(
                    rb"(<\?xml[^>]*\?>)?", rb'\1<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', data, count=1
                )
            new.writestr(name, data)
    return packed.getvalue()


def bad_files() -> dict[str, tuple[str, bytes]]:
    """Return symptom → (file name, bytes)."""
    return {
        "zip-bomb": ("bao cao nhanh.docx", bomb()),
        "cut": ("bao cao nhanh.docx", WORD[: len(WORD) // 2]),
        "doctype": ("bao cao nhanh.docx", with_doctype()),
        "password": ("bao cao nhanh.pdf", write_pdf(SHEET, password="mat-khau")),
        "zero-bytes": ("bao cao nhanh.docx", b""),
        "not-what-it-says": ("bao cao nhanh.docx", b"\x00\x01\x02\x03" * 500),
    }


def with_file(name: str, data: bytes, *, number: int) -> bytes:
    raw = mail("lak@units.example", "Báo cáo nhanh 6 tháng đầu năm 2017", "Kính gửi báo cáo.", number=number)
    message = cast(EmailMessage, message_from_bytes(raw, policy=policy.SMTP))
    message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return bytes(message)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    running = Service(office(tmp_path), now=lambda: NOW)
    yield running
    running.close()


def test_every_bad_file_is_a_recorded_outcome_and_the_next_mail_is_handled(service: Service, tmp_path: Path) -> None:
    files = bad_files()
    for number, (symptom, (name, data)) in enumerate(files.items()):
        put(tmp_path, f"{number}-{symptom}", with_file(name, data, number=number))
    put(tmp_path, "9-good", report_mail())

    report = service.round(letters=True)

    assert report.handled == len(files) + 1
    bad = service.register.mails(unit="lak")
    assert len(bad) == len(files)
    for kept in bad:
        assert kept.end is MailEnd.NEEDS_REVIEW, kept
        assert reads_well(kept), kept.reasons
    board = status_of(service.register.board_facts(service.period.id, NOW), NOW)
    rows = {row.unit.id: row.of(ReportKind.QUICK) for row in board.rows}
    assert rows["lak"].completeness is Completeness.UNREADABLE
    assert "thiếu" not in rows["lak"].words(NOW)
    assert rows["buon-don"].timeliness is Timeliness.ON_TIME
    assert not [letter for letter in service.register.letters(service.period.id) if letter.key.unit == "lak"]


def reads_well(kept: StoredMail) -> bool:
    """Whether the reason is a Vietnamese sentence that names the file, and nothing of a program's inside."""
    (reason,) = kept.reasons[-1:]
    return "Không đọc được tệp “bao cao nhanh." in reason and not re.search(r"Error|Exception|\.py|None", reason)


def test_the_blank_report_is_readable_and_says_nothing(service: Service, tmp_path: Path) -> None:
    """A unit that sends the office's own blank form back has sent no content, and is not called complete."""
    put(tmp_path, "1", with_file("bao cao nhanh.docx", blank_report(builtin_template(), builtin_period()), number=1))
    service.round(letters=False)
    (kept,) = service.register.mails()
    assert kept.end is MailEnd.NEEDS_REVIEW or all(
        len(one.fact.absent) == len(builtin_template().leaves)
        for one in service.register.submissions(service.period.id, "lak")
    )
