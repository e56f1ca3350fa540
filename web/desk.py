"""What the pages need of the office's records: a Protocol that service/ fulfils."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from domain.board import StatusBoard
from domain.letters import Letter, OutboxLetter
from domain.period import Period
from domain.records import StoredMail, StoredSubmission
from domain.reminders import HeldLetter


class DemoClockControl(Protocol):
    """The clock of the demo, and only of the demo."""

    def move(self, by: timedelta) -> None:
        """Move the clock forward by `by` (positive) and let one round run; return when the round is over."""
        ...


class OfficeDesk(Protocol):
    """Everything that the pages show. Called from several threads at once; every value returned is immutable.

    A method given an id that is not there returns None or an empty sequence. RegisterError and ArchiveError may
    be raised by any of them and become a page that says what to do.
    """

    @property
    def clock(self) -> DemoClockControl | None:
        """The demo's clock; None in the real service."""
        ...

    def now(self) -> datetime:
        """Return the present moment, aware; in the demo the demo's."""
        ...

    def alarm(self) -> str:
        """Return why the mailbox could not be checked, one plain Vietnamese sentence; '' when all is well."""
        ...

    def periods(self) -> Sequence[Period]:
        """Return every period, the one that the office works on now first; never empty."""
        ...

    def board(self, period: str | None) -> StatusBoard:
        """Return the board of `period` (an id of `periods()`; None: the one worked on now) at `now()`."""
        ...

    def submissions(self, period: str, unit: str) -> Sequence[StoredSubmission]:
        """Return every accepted submission of one unit, both kinds, in any order."""
        ...

    def mails(self) -> Sequence[StoredMail]:
        """Return every kept mail, in any order."""
        ...

    def unit_mails(self, unit: str) -> Sequence[StoredMail]:
        """Return the mails that are known to come from `unit`, in any order."""
        ...

    def mail(self, mail: int) -> StoredMail | None:
        """Return one mail."""
        ...

    def raw_mail(self, mail: int) -> bytes | None:
        """Return the exact bytes of one mail (RFC 5322)."""
        ...

    def attachment(self, mail: int, index: int) -> tuple[str, bytes] | None:
        """Return name and exact bytes of one attached file; `index` counts `envelope.attachment_names` from 0."""
        ...

    def letters(self, period: str, unit: str | None = None) -> Sequence[OutboxLetter]:
        """Return the letters of a period, of one unit where `unit` is given, in any order."""
        ...

    def letter(self, letter: int) -> Letter | None:
        """Return the whole text of one letter of the outbox."""
        ...

    def held(self) -> Sequence[HeldLetter]:
        """Return the letters that are due by the calendar and are kept back, each with its reason."""
        ...
