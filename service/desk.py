"""What the pages see of the service: the register's values, read at one moment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.board import StatusBoard, status_of
from domain.letters import Letter, OutboxLetter
from domain.period import Period
from domain.records import StoredMail, StoredSubmission
from domain.reminders import HeldLetter
from intake.opening import open_mail
from service.assembly import Service
from web.desk import DemoClockControl


class Desk:
    """Fulfils web.desk.OfficeDesk over one service."""

    def __init__(self, service: Service, clock: DemoClockControl | None = None) -> None:
        self._service = service
        self._register = service.register
        self._clock = clock

    @property
    def clock(self) -> DemoClockControl | None:
        """The demo's clock; None in the real service."""
        return self._clock

    def now(self) -> datetime:
        """Return the present moment, aware."""
        return self._service.now()

    def alarm(self) -> str:
        """Return why the last check of the mailbox failed, '' where it did not."""
        trouble = self._register.check_trouble(self._service.mailbox.account)
        return f"Không xem được hộp thư: {trouble}" if trouble else ""

    def periods(self) -> Sequence[Period]:
        """Return every period, the present one first."""
        present = self._service.period
        return [present, *(p for p in self._register.periods() if p.id != present.id)]

    def board(self, period: str | None) -> StatusBoard:
        """Return the board of `period` (None: the present one)."""
        now = self.now()
        return status_of(self._register.board_facts(period or self._service.period.id, now), now)

    def submissions(self, period: str, unit: str) -> Sequence[StoredSubmission]:
        """Return every accepted submission of one unit."""
        return self._register.submissions(period, unit)

    def mails(self) -> Sequence[StoredMail]:
        """Return every kept mail."""
        return self._register.mails()

    def unit_mails(self, unit: str) -> Sequence[StoredMail]:
        """Return the mails known to come from `unit`."""
        return self._register.mails(unit=unit)

    def mail(self, mail: int) -> StoredMail | None:
        """Return one mail."""
        return self._register.mail(mail)

    def raw_mail(self, mail: int) -> bytes | None:
        """Return the exact bytes of one mail."""
        stored = self._register.mail(mail)
        return self._service.archive.get(stored.sha256) if stored else None

    def attachment(self, mail: int, index: int) -> tuple[str, bytes] | None:
        """Return one attached file, counted as in `Envelope.attachment_names`."""
        raw = self.raw_mail(mail)
        if raw is None:
            return None
        files = [file for opened in open_mail(raw).walk() for file in opened.attachments]
        return (files[index].name, files[index].data) if 0 <= index < len(files) else None

    def letters(self, period: str, unit: str | None = None) -> Sequence[OutboxLetter]:
        """Return the letters of a period."""
        return self._register.letters(period, unit)

    def letter(self, letter: int) -> Letter | None:
        """Return one letter as it was composed."""
        return self._register.letter(letter)

    def held(self) -> Sequence[HeldLetter]:
        """Return the letters kept back now."""
        return self._service.plan().held
