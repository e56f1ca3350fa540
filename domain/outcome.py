"""How a mail ends (kết quả xử lý thư). One bad mail is a recorded result; the round goes on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.document import Unreadable
from domain.identity import Identity, Judgement
from domain.mail import require_aware
from domain.period import ReportKind
from domain.report import MappedReport


@dataclass(frozen=True, kw_only=True, slots=True)
class Envelope:
    """What every outcome keeps of the mail, to be shown without opening it again."""

    message_id: str = ""
    subject: str = ""
    sender_name: str = ""
    sender_email: str = ""
    attachment_names: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Accepted:
    """A report of a known unit and kind, filed. A later one of the same unit, period and kind supersedes it."""

    unit: str
    kind: ReportKind
    #: The mail did not say which kind it is; the one that was due was taken.
    kind_inferred: bool
    mapped: MappedReport
    #: Files of the mail that could not be read although the report itself could.
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NeedsReview:
    """A report that a person must look at before it counts. What is known of it is kept."""

    #: Plain Vietnamese sentences.
    reasons: tuple[str, ...]
    unit: str | None = None
    kind: ReportKind | None = None
    mapped: MappedReport = field(default_factory=MappedReport)
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class NotAReport:
    """A mail that carries no report; kept and shown all the same. `judgement` says what it is."""

    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Duplicate:
    """The same report again: same unit, period, kind and content as the submission of mail `of_mail`."""

    unit: str
    kind: ReportKind
    of_mail: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Failed:
    """Processing broke (a defect or a machine's trouble, not the mail's content); tried again at `retry_at`.

    `retry_at` None means: no more tries, parked for a person.
    """

    #: Precise, for the operator; holds no text of the mail.
    error: str
    retry_at: datetime | None

    def __post_init__(self) -> None:
        if self.retry_at is not None:
            require_aware(self.retry_at, "retry_at")


Result = Accepted | NeedsReview | NotAReport | Duplicate | Failed


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """All that processing found out about one mail. The same bytes give the same outcome."""

    result: Result
    envelope: Envelope = Envelope()
    #: None where the mail could not even be opened (Failed).
    judgement: Judgement | None = None
    identity: Identity | None = None
