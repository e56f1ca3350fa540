"""One mail's bytes in, all that they say out: no network, no store, the same answer every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from intake.disposition import judge
from intake.identify import identify
from intake.opening import open_mail
from parsers.mapping import map_report

from domain.document import Document, Unreadable
from domain.identity import Identity, Judgement
from domain.mail import OpenedMail
from domain.outcome import Envelope
from domain.report import ReadMail
from domain.template import Template
from domain.unit import Unit
from service.ports import Reader


@dataclass(frozen=True, kw_only=True)
class Examined:
    """All that one mail's bytes say, under one template and one list of units."""

    opened: OpenedMail
    read: ReadMail
    judgement: Judgement
    identity: Identity


def examine(raw: bytes, *, on: date, reader: Reader, template: Template, units: Sequence[Unit]) -> Examined:
    """Open, read, map, judge and identify one mail; touches neither network nor store. Raises MailOpenError."""
    opened = open_mail(raw)
    bodies = [reader.read_body(mail.text, mail.html) for mail in opened.walk()]
    readings = reader.read([file for mail in opened.walk() for file in mail.attachments])
    documents = [body for body in bodies if body] + [r for r in readings if isinstance(r, Document)]
    read = ReadMail(
        mapped=map_report(documents, template),
        unreadable=tuple(r for r in readings if isinstance(r, Unreadable)),
    )
    judgement = judge(opened, read)
    identity = identify(opened, judgement, read.mapped.front_matter, units, on)
    return Examined(opened=opened, read=read, judgement=judgement, identity=identity)


def envelope_of(opened: OpenedMail) -> Envelope:
    """Return what is shown of a mail without opening it again."""
    return Envelope(
        message_id=opened.message_id,
        subject=opened.subject,
        sender_name=opened.sender.name,
        sender_email=opened.sender.email,
        attachment_names=tuple(file.name for mail in opened.walk() for file in mail.attachments),
    )
