"""What the flow needs of the rooms around it, as small Protocols; the rooms know nothing of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Protocol

from domain.board import BoardFacts
from domain.document import Document, Reading
from domain.letters import Letter, LetterState, OutboxLetter
from domain.mail import Attachment, FetchedMail, IncomingMail, MailLocation
from domain.outcome import Accepted, Outcome
from domain.period import ReportKind
from domain.reminders import LetterKey


class Mailbox(Protocol):
    """A source of mail that is never changed by reading it."""

    @property
    def account(self) -> str:
        """Name of the mailbox as a whole, without secrets; part of every location's key."""
        ...

    def locations(self) -> Iterator[MailLocation]:
        """List every mail that is there now, cheaply: no mail is fetched."""
        ...

    def fetch(self, locations: Sequence[MailLocation]) -> Iterator[FetchedMail]:
        """Fetch these mails, one at a time; one that has gone meanwhile is left out.

        Raises MailboxError when the mailbox cannot be read any further.
        """
        ...

    def close(self) -> None:
        """Let go of connections; the mailbox can be used again afterwards."""
        ...


class Archive(Protocol):
    """Raw bytes on disk, named by their SHA-256."""

    def keep(self, raw: bytes) -> str:
        """Keep `raw` durably (fsync, atomic rename) and return its SHA-256 in hex. Idempotent."""
        ...

    def get(self, sha256: str) -> bytes:
        """Return the bytes; ArchiveError where they are missing or not what was kept."""
        ...


class Register(Protocol):
    """The database (sổ theo dõi), as the flow uses it. Every method is one transaction; `now` is aware."""

    def unknown(self, locations: Iterable[MailLocation]) -> Sequence[MailLocation]:
        """Return those that have no row yet, in the order given."""
        ...

    def received(self, fetched: FetchedMail, sha256: str, now: datetime) -> int:
        """Record the mail (one row for each different content) and its location; return the row's id. Idempotent."""
        ...

    def checked(self, account: str, listed: Collection[MailLocation], now: datetime) -> None:
        """Record a whole successful check: what the mailbox holds now, and when."""
        ...

    def waiting(self, now: datetime) -> Iterator[IncomingMail]:
        """Yield mails to be processed now (waiting, or deferred and due), oldest arrival first."""
        ...

    def submitted_kinds(self, period: str, unit: str, *, besides_mail: int) -> frozenset[ReportKind]:
        """Return the kinds that `unit` has submitted by other mails."""
        ...

    def same_report(self, period: str, accepted: Accepted, *, besides_mail: int) -> int | None:
        """Return the id of another mail whose submission is the same unit, kind and text, None where there is none."""
        ...

    def enter(self, mail: IncomingMail, period: str, outcome: Outcome, now: datetime) -> None:
        """Record how `mail` ended, with its submission where it was accepted. Once only for each mail."""
        ...

    def board_facts(self, period: str, now: datetime) -> BoardFacts:
        """Read all facts of one period at one moment."""
        ...

    def claimed_letters(self, period: str) -> frozenset[LetterKey]:
        """Return the keys of the letters in the outbox that are not open any more (sending, sent, failed …)."""
        ...

    def open_letters(self, period: str) -> Sequence[OutboxLetter]:
        """Return the letters that are claimed and not yet handed over."""
        ...

    def claim(self, key: LetterKey, letter: Letter, now: datetime) -> OutboxLetter | None:
        """Put `letter` into the outbox, or take up the claim that a killed run left.

        None where the key is taken, or its next try is not due yet.
        """
        ...

    def mark(
        self, letter_id: int, state: LetterState, now: datetime, *, error: str = "", not_before: datetime | None = None
    ) -> None:
        """Record what became of a letter."""
        ...

    def doubt_interrupted_letters(self, now: datetime) -> int:
        """Mark letters found in state SENDING as UNKNOWN (a killed run left them); return how many."""
        ...


class Reader(Protocol):
    """Reads attached files, each in a process that can be killed."""

    def read(self, attachments: Sequence[Attachment]) -> tuple[Reading, ...]:
        """Return what came of each file; an archive gives one reading for each file inside."""
        ...

    def read_body(self, text: str, html: str) -> Document | None:
        """Return the body of a mail as a document, None where it is empty."""
        ...


class Postman(Protocol):
    """Hands letters over to the world."""

    def send(self, letter: Letter) -> None:
        """Hand over one letter; return only when it was surely accepted.

        Raises PostmanTemporaryError, PostmanPermanentError, or PostmanUnknownError where it may have been accepted.
        """
        ...

    def check(self) -> list[str]:
        """Try the way without sending anything; return what went well, in Vietnamese. Raises PostmanError."""
        ...

    def close(self) -> None:
        """Let go of connections; the postman can be used again afterwards."""
        ...
