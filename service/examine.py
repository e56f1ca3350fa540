"""One mail's bytes in, all that they say out: no network, no store, the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.document import Document, FileKind, Unreadable, UnreadableCause
from domain.identity import Identity, Judgement
from domain.mail import OpenedMail
from domain.outcome import Envelope
from domain.period import VIETNAM
from domain.report import ReadMail
from domain.template import Template
from domain.unit import Unit
from intake.disposition import judge
from intake.identify import identify
from intake.opening import open_mail
from parsers.mapping import map_report
from service.clock import system_now
from service.ports import Reader


@dataclass(frozen=True, kw_only=True)
class Examined:
    """All that one mail's bytes say, under one template and one list of units."""

    opened: OpenedMail
    read: ReadMail
    judgement: Judgement
    identity: Identity


def examine(
    raw: bytes, *, reader: Reader, template: Template, units: Sequence[Unit], on: date | None = None
) -> Examined:
    """Open, read, map, judge and identify one mail; touches neither network nor store. Raises MailOpenError.

    `on` is the day for which addresses of units are valid; without it the mail's own date is taken.
    """
    opened = open_mail(raw)
    read = _read(opened, reader, template)
    judgement = judge(opened, read)
    day = on or (opened.dated or system_now()).astimezone(VIETNAM).date()
    identity = identify(opened, judgement, read.mapped.front_matter, units, day)
    return Examined(opened=opened, read=read, judgement=judgement, identity=identity)


def _read(opened: OpenedMail, reader: Reader, template: Template) -> ReadMail:
    bodies = [reader.read_body(mail.text, mail.html) for mail in opened.walk()]
    readings = reader.read([file for mail in opened.walk() for file in mail.attachments])
    documents = [body for body in bodies if body] + [r for r in readings if isinstance(r, Document)]
    mapped = map_report(documents, template)
    unreadable = [r for r in readings if isinstance(r, Unreadable)]
    if not mapped.entries:
        unreadable += [_not_attached(link) for mail in opened.walk() for link in mail.file_links]
    return ReadMail(mapped=mapped, unreadable=tuple(unreadable))


def _not_attached(link: str) -> Unreadable:
    return Unreadable(
        name=link,
        kind=FileKind.UNKNOWN,
        cause=UnreadableCause.LINK_ONLY,
        reason="Thư chỉ có đường dẫn đến tệp trên mạng, không có tệp đính kèm; cần mở đường dẫn hoặc xin gửi lại tệp.",
        detail="link instead of an attachment; links are never fetched",
    )


def envelope_of(opened: OpenedMail) -> Envelope:
    """Return what is shown of a mail without opening it again."""
    return Envelope(
        message_id=opened.message_id,
        subject=opened.subject,
        sender_name=opened.sender.name,
        sender_email=opened.sender.email,
        attachment_names=tuple(file.name for mail in opened.walk() for file in mail.attachments),
    )
