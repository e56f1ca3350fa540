"""Mail as it came in and as it was opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


def require_aware(moment: datetime, name: str) -> None:
    """Refuse a naive datetime: which of two days a deadline falls on depends on the zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{name} must be an aware datetime, got {moment!r}")


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class MailLocation:
    """Where a mail stands in a mailbox: the key of incremental listing (RFC 9051, 2.3.1.1)."""

    #: The mailbox as a whole, e.g. 'imaps://vanphong@imap.example' or 'maildir:/var/mail/bc'; holds no secret.
    account: str
    folder: str
    #: Changes when the server has renumbered the folder; sources without such a number use 0.
    uidvalidity: int
    #: Unique in (account, folder, uidvalidity); sources without numbers use the file's name or the content's hash.
    uid: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FetchedMail:
    """One mail as fetched: exact bytes, place, and the stamp by which lateness is judged."""

    location: MailLocation
    raw: bytes
    #: Arrival in the mailbox: IMAP INTERNALDATE, else the topmost Received header, else the file's time. Aware.
    arrived_at: datetime

    def __post_init__(self) -> None:
        require_aware(self.arrived_at, "arrived_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class IncomingMail:
    """A mail (thư đến) that is kept in the archive and has a row in the register."""

    id: int
    #: SHA-256 of the exact bytes, lower-case hex: the identity of the mail.
    sha256: str
    size: int
    arrived_at: datetime
    #: How often processing has been tried already.
    attempts: int = 0

    def __post_init__(self) -> None:
        require_aware(self.arrived_at, "arrived_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """A mail address as a header gave it."""

    name: str
    #: Lower case, '' where the header could not be understood.
    email: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """One attached file (tệp đính kèm)."""

    #: NFC, no folder part, no control characters; never empty ('tep-1' where the mail gives none).
    name: str
    #: As the mail declares it; a hint for people, never believed.
    declared_type: str
    data: bytes
    #: Shown inside the text (signature logo) rather than attached.
    inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenedMail:
    """A mail taken apart: what this sender wrote and attached. The archive keeps the whole.

    Quoted earlier mail (a reply's history) is left out of `text` and `html`. What a forward carries is not there
    either: `forwarded` holds the mails inside, each opened the same way with its own sender, text and attachments.
    """

    message_id: str
    subject: str
    sender: Address
    recipients: tuple[Address, ...]
    #: As the Date header says, aware; None where missing or not understood. Lateness is never judged by it.
    dated: datetime | None
    #: Plain text body, NFC, '' where there is none.
    text: str
    #: HTML body, NFC, '' where there is none; untrusted, to be parsed for text and never rendered.
    html: str
    attachments: tuple[Attachment, ...]
    #: Every header, names in lower case, in the order they stand; values decoded and NFC.
    headers: tuple[tuple[str, str], ...]
    #: Mails inside (message/rfc822 parts, opened the same way, and inline forwards whose header block was found).
    forwarded: tuple[OpenedMail, ...] = ()
    #: Delivery status parts (RFC 3464): one tuple of (field, value) pairs a recipient block.
    delivery_status: tuple[tuple[tuple[str, str], ...], ...] = ()
    #: Links to files in a cloud store (Drive, OneDrive, Dropbox …) that stand in place of an attachment.
    file_links: tuple[str, ...] = ()
    #: What was wrong with the mail's form, in Vietnamese.
    defects: tuple[str, ...] = ()

    def walk(self) -> Iterator[OpenedMail]:
        """Yield this mail, then every mail inside it, outermost first."""
        yield self
        for inner in self.forwarded:
            yield from inner.walk()

    def header(self, name: str) -> str:
        """Return the first value of header `name` (any case), '' where it is missing."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")

    def header_all(self, name: str) -> tuple[str, ...]:
        """Return every value of header `name` (any case), topmost first."""
        wanted = name.lower()
        return tuple(value for key, value in self.headers if key == wanted)


class Disposition(StrEnum):
    """What a mail is to this office."""

    REPORT = "report"
    NOT_REPORT = "not_report"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
