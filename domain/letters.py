"""Letters out (thư đi) and what became of them in the outbox (hộp chờ gửi)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.reminders import LetterKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A composed letter. `message_id` is fixed when it is claimed, so that a copy can be recognised anywhere."""

    message_id: str
    to: tuple[str, ...]
    subject: str
    text: str
    html: str = ""
    cc: tuple[str, ...] = ()
    reply_to: str = ""
    #: Message-IDs that this letter answers, oldest first.
    references: tuple[str, ...] = ()


class LetterState(StrEnum):
    """claimed → sending → sent | failed | unknown; a letter refused for now goes back to claimed with a later time."""

    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    #: The process or the connection died while it was handed over; never blindly sent again.
    UNKNOWN = "unknown"
    #: No longer due when its turn came (the unit has sent meanwhile); never sent.
    EXPIRED = "expired"

    @property
    def vietnamese(self) -> str:
        """The office's word."""
        return {
            "claimed": "chờ gửi",
            "sending": "đang gửi",
            "sent": "đã gửi",
            "failed": "không gửi được",
            "unknown": "chưa rõ đã đến hay chưa",
            "expired": "không còn cần gửi",
        }[self.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxLetter:
    """One row of the outbox."""

    id: int
    key: LetterKey
    message_id: str
    state: LetterState
    claimed_at: datetime
    attempts: int = 0
    #: Not before this moment (after a temporary refusal).
    not_before: datetime | None = None
    sent_at: datetime | None = None
    subject: str = ""
    to: tuple[str, ...] = ()
    error: str = ""
