"""From a letter to the bytes that mail servers carry (RFC 5322, MIME)."""

from __future__ import annotations

import re
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from hashlib import sha256
from typing import Any

from domain.errors import PostmanPermanentError
from domain.letters import Letter
from domain.mail import require_aware
from domain.period import VIETNAM
from notifier.office import Office, is_address

#: RFC 5322, 3.6.4, without quoting: what real programs write.
_MESSAGE_ID = re.compile(r"<[!-;=?A-~]+@[!-;=?A-~]+>")


class _MessageIds(BaseHeader):
    """A header of Message-IDs, folded between them only: an encoded word inside one would make it another one."""

    max_count = 1

    @classmethod
    def parse(cls, value: str, kwds: dict[str, Any]) -> None:
        """Understand `value` as plain text, the way the standard library's registry asks for it."""
        UnstructuredHeader.parse(value, kwds)

    def fold(self, *, policy: Policy) -> str:
        """Return the header's lines, one Message-ID on each."""
        ids = f"{policy.linesep} ".join(str(self).split())
        return f"{self.name}: {ids}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("references", _MessageIds)
_headers.map_to_type("in-reply-to", _MessageIds)
_POLICY = SMTP.clone(header_factory=_headers)


def to_message(letter: Letter, office: Office, now: datetime) -> EmailMessage:
    """Return `letter` as it leaves `office` at `now` (aware): text and HTML as alternatives, seven-bit throughout.

    The same letter at the same moment gives the same bytes. It says that a program sent it (Auto-Submitted, RFC 3834,
    5), so that no out-of-office program answers with another letter. Raises PostmanPermanentError where an address or
    the Message-ID is not exactly one: it could smuggle in a header or a recipient.
    """
    require_aware(now, "now")
    for address in (*letter.to, *letter.cc, letter.reply_to or office.send_to):
        if not is_address(address):
            raise PostmanPermanentError(f"Địa chỉ thư điện tử không đúng quy cách: “{address}”.")
    if not letter.to:
        raise PostmanPermanentError("Thư không có người nhận.")
    if not _MESSAGE_ID.fullmatch(letter.message_id):
        raise PostmanPermanentError(f"Message-ID không đúng quy cách: “{letter.message_id}”.")
    message = EmailMessage(policy=_POLICY)
    _put_headers(message, letter, office, now)
    message.set_content(letter.text, charset="utf-8", cte="quoted-printable")
    if letter.html:
        message.add_alternative(letter.html, subtype="html", charset="utf-8", cte="quoted-printable")
        message.set_boundary(f"=_{sha256(letter.message_id.encode()).hexdigest()[:32]}")
    return message


def _put_headers(message: EmailMessage, letter: Letter, office: Office, now: datetime) -> None:
    message["From"] = Address(_one_line(office.signed_by), addr_spec=office.sender)
    message["To"] = tuple(Address(addr_spec=address) for address in letter.to)
    if letter.cc:
        message["Cc"] = tuple(Address(addr_spec=address) for address in letter.cc)
    message["Reply-To"] = Address(addr_spec=letter.reply_to or office.send_to)
    message["Subject"] = _one_line(letter.subject)
    message["Date"] = now.astimezone(VIETNAM)
    message["Message-ID"] = letter.message_id
    answered = [reference for reference in letter.references if _MESSAGE_ID.fullmatch(reference)]
    if answered:
        message["In-Reply-To"] = answered[-1]
        message["References"] = " ".join(answered)
    message["Auto-Submitted"] = "auto-generated"


def _one_line(text: str) -> str:
    """Return `text` without line breaks and other control characters: a header ends at one (RFC 5322, 2.2)."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
