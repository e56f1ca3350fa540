"""What the register hands out of what it keeps: values, never rows or sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.board import SubmissionFact
from domain.identity import Identity, Judgement
from domain.mail import Disposition
from domain.outcome import Envelope
from domain.period import ReportKind
from domain.report import MappedReport


class MailState(StrEnum):
    """Where a kept mail stands on its way, after Postfix's queues."""

    WAITING = "waiting"
    #: Processing broke; tried again later.
    DEFERRED = "deferred"
    #: Processing broke for good: for a person.
    PARKED = "parked"
    DONE = "done"


class MailEnd(StrEnum):
    """How a processed mail ended; one for each Result of domain.outcome."""

    ACCEPTED = "accepted"
    NEEDS_REVIEW = "needs_review"
    NOT_A_REPORT = "not_a_report"
    DUPLICATE = "duplicate"
    FAILED = "failed"

    @property
    def vietnamese(self) -> str:
        """The office's word."""
        return {
            "accepted": "đã nhận báo cáo",
            "needs_review": "cần xem lại",
            "not_a_report": "không phải báo cáo",
            "duplicate": "gửi trùng",
            "failed": "chưa xử lý được",
        }[self.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredMail:
    """A kept mail with what became of it."""

    id: int
    sha256: str
    size: int
    arrived_at: datetime
    state: MailState
    #: None while it is waiting.
    end: MailEnd | None
    disposition: Disposition | None
    envelope: Envelope
    unit: str | None = None
    kind: ReportKind | None = None
    #: Why it ended so, plain Vietnamese sentences.
    reasons: tuple[str, ...] = ()
    #: For the operator; '' where nothing broke.
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StoredSubmission:
    """One accepted submission with its text."""

    fact: SubmissionFact
    mail: StoredMail
    mapped: MappedReport


class MailGroup(StrEnum):
    """Which mails a list shows; the board's mail counts link to these."""

    ALL = "all"
    #: Reports that were accepted, repeated ones included.
    ACCEPTED = "accepted"
    NOT_A_REPORT = "not_a_report"
    #: For a person, or not processed yet.
    WAITING = "waiting"
    #: For a person only: needs review, parked.
    FOR_A_PERSON = "for_a_person"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """Why a mail was taken for what it is. None where processing did not come so far."""

    judgement: Judgement | None
    identity: Identity | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AuditEntry:
    """One line of the log (nhật ký thao tác)."""

    at: datetime
    who: str
    #: One Vietnamese sentence.
    what: str
