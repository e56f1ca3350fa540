"""The status board (bảng theo dõi): facts are stored, status is derived, `now` is an argument."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.mail import require_aware
from domain.period import VIETNAM, Deadline, Period, ReportKind
from domain.template import Template
from domain.unit import Unit


class Timeliness(StrEnum):
    """First axis: when."""

    NOT_SUBMITTED = "not_submitted"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    LATE = "late"
    #: Received, with no deadline to measure it by.
    RECEIVED = "received"
    EXEMPT = "exempt"

    @property
    def vietnamese(self) -> str:
        """The office's word."""
        return {
            "not_submitted": "chưa nộp",
            "overdue": "quá hạn chưa nộp",
            "on_time": "đúng hạn",
            "late": "nộp muộn",
            "received": "đã nộp",
            "exempt": "miễn nộp",
        }[self.value]


class Completeness(StrEnum):
    """Second axis: how much of it stands. Worst first."""

    UNREADABLE = "unreadable"
    NEEDS_REVIEW = "needs_review"
    SECTIONS_MISSING = "sections_missing"
    COMPLETE = "complete"
    #: Nothing was received.
    NOTHING = "nothing"

    @property
    def vietnamese(self) -> str:
        """The office's word, '' where there is nothing to say."""
        return {
            "unreadable": "không đọc được",
            "needs_review": "cần xem lại",
            "sections_missing": "thiếu mục",
            "complete": "",
            "nothing": "",
        }[self.value]


@dataclass(frozen=True, kw_only=True, slots=True)
class DueReport:
    """A report (báo cáo phải nộp) that a unit is asked for in a period. `deadline` already counts an extension."""

    unit: str
    kind: ReportKind
    deadline: Deadline | None
    exempt: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class SubmissionFact:
    """One accepted submission (lần nộp), the facts the board needs of it."""

    id: int
    mail_id: int
    unit: str
    kind: ReportKind
    received_at: datetime
    kind_inferred: bool = False
    #: Leaf ids with text / absent / with an entry a person should look at.
    sections: frozenset[str] = frozenset()
    absent: tuple[str, ...] = ()
    doubtful: frozenset[str] = frozenset()
    doubtful_entries: int = 0
    unplaced: int = 0
    unreadable_files: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_aware(self.received_at, "received_at")


@dataclass(frozen=True, kw_only=True, slots=True)
class PendingFact:
    """A mail that waits for a person or for processing. `unit` or `kind` None: not known."""

    mail_id: int
    unit: str | None
    kind: ReportKind | None
    received_at: datetime
    reasons: tuple[str, ...] = ()
    unreadable: bool = False
    #: Who sent it and about what, to show it where no unit is known.
    sender: str = ""
    subject: str = ""
    #: Not processed yet (waiting or to be tried again), rather than waiting for a person.
    unprocessed: bool = False
    #: Units that some place of the mail names, where its unit is not sure: none of them is to be reminded meanwhile.
    claimed_units: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class MailCount:
    """Every mail of the mailbox stands in exactly one of these."""

    in_mailbox: int = 0
    #: Reports that were accepted, repeated ones included.
    accepted: int = 0
    not_a_report: int = 0
    #: For a person (needs review, parked) or not processed yet.
    waiting: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether nothing is unaccounted for."""
        return self.in_mailbox == self.accepted + self.not_a_report + self.waiting


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardFacts:
    """All that the store knows of one period, read at one moment."""

    period: Period
    template: Template
    units: tuple[Unit, ...]
    due: tuple[DueReport, ...]
    #: Every accepted submission of the period, oldest first.
    submissions: tuple[SubmissionFact, ...] = ()
    pending: tuple[PendingFact, ...] = ()
    #: (unit id, kind) → moments at which a letter about it was sent, oldest first.
    letters_sent: tuple[tuple[str, ReportKind, datetime], ...] = ()
    last_check_at: datetime | None = None
    mails: MailCount = MailCount()


@dataclass(frozen=True, kw_only=True, slots=True)
class KindStatus:
    """Status of one due report."""

    due: DueReport
    timeliness: Timeliness
    completeness: Completeness
    #: First accepted version: the one lateness is judged by; None where there is none.
    first: SubmissionFact | None = None
    #: Latest accepted version: the one whose text counts.
    latest: SubmissionFact | None = None
    #: Mails of this unit that wait for a person and may be this report.
    pending: tuple[PendingFact, ...] = ()
    #: Mails that may be any unit's, and name this one somewhere.
    claimed: tuple[PendingFact, ...] = ()
    letters_sent: tuple[datetime, ...] = ()

    @property
    def unsettled(self) -> tuple[PendingFact, ...]:
        """Those of `pending` that no later report has made up for."""
        return _unsettled(self.pending, self.latest)

    @property
    def owes(self) -> bool:
        """Whether the unit still has to send it, as far as the office can know now."""
        return self.latest is None and not self.due.exempt

    def words(self, now: datetime) -> str:
        """Return the status in the office's words, e.g. 'đúng hạn, thiếu 2 mục' or 'chưa nộp, còn 2 ngày'."""
        parts = [self.timeliness.vietnamese]
        if self.timeliness is Timeliness.NOT_SUBMITTED:
            parts.append(_days_left(self.due.deadline, now))
        if self.completeness is Completeness.SECTIONS_MISSING and self.latest:
            parts.append(f"thiếu {len(self.latest.absent)} mục")
        elif self.completeness is Completeness.NEEDS_REVIEW and self.latest and self.latest.doubtful_entries:
            parts.append(f"cần xem lại {self.latest.doubtful_entries} đoạn")
            if self.latest.absent and not self.latest.unreadable_files:
                parts.append(f"thiếu {len(self.latest.absent)} mục")
        elif self.completeness.vietnamese:
            parts.append(self.completeness.vietnamese)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusRow:
    """One unit's line (dòng theo dõi)."""

    unit: Unit
    quick: KindStatus
    official: KindStatus

    def of(self, kind: ReportKind) -> KindStatus:
        """Return the status of `kind`."""
        return self.quick if kind is ReportKind.QUICK else self.official


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusBoard:
    """The whole table at one moment."""

    now: datetime
    facts: BoardFacts
    rows: tuple[StatusRow, ...]

    @property
    def unknown_sender(self) -> tuple[PendingFact, ...]:
        """Mails that wait for a person and stand in no unit's row."""
        return tuple(p for p in self.facts.pending if p.unit is None)

    def count(self, kind: ReportKind, *timeliness: Timeliness) -> int:
        """Return how many units have one of `timeliness` for `kind`."""
        return sum(row.of(kind).timeliness in timeliness for row in self.rows)

    def count_completeness(self, kind: ReportKind, *completeness: Completeness) -> int:
        """Return how many units have one of `completeness` for `kind`."""
        return sum(row.of(kind).completeness in completeness for row in self.rows)


def status_of(facts: BoardFacts, now: datetime) -> StatusBoard:
    """Derive the board from stored facts at `now` (aware). Pure; linear in units, submissions and mails."""
    require_aware(now, "now")
    submissions: dict[tuple[str, ReportKind], list[SubmissionFact]] = {}
    for submission in facts.submissions:
        submissions.setdefault((submission.unit, submission.kind), []).append(submission)
    pending: dict[str, list[PendingFact]] = {}
    claimed: dict[str, list[PendingFact]] = {}
    for mail in facts.pending:
        if mail.unit is not None:
            pending.setdefault(mail.unit, []).append(mail)
        for named in mail.claimed_units:
            claimed.setdefault(named, []).append(mail)
    letters: dict[tuple[str, ReportKind], list[datetime]] = {}
    for unit_id, kind, sent_at in facts.letters_sent:
        letters.setdefault((unit_id, kind), []).append(sent_at)
    due = {(d.unit, d.kind): d for d in facts.due}

    def kind_status(unit_id: str, kind: ReportKind) -> KindStatus:
        key = (unit_id, kind)
        owed = due.get(key) or DueReport(unit=unit_id, kind=kind, deadline=facts.period.deadline(kind))
        versions = sorted(submissions.get(key, []), key=lambda s: (s.received_at, s.id))
        first, latest = (versions[0], versions[-1]) if versions else (None, None)
        quick = submissions.get((unit_id, ReportKind.QUICK), [])
        waiting = tuple(m for m in pending.get(unit_id, []) if _may_be(m, kind, quick))
        return KindStatus(
            due=owed,
            timeliness=_timeliness(owed, first, now),
            completeness=_completeness(latest, _unsettled(waiting, latest)),
            first=first,
            latest=latest,
            pending=waiting,
            claimed=tuple(claimed.get(unit_id, [])),
            letters_sent=tuple(letters.get(key, [])),
        )

    rows = tuple(
        StatusRow(unit=u, quick=kind_status(u.id, ReportKind.QUICK), official=kind_status(u.id, ReportKind.OFFICIAL))
        for u in facts.units
    )
    return StatusBoard(now=now, facts=facts, rows=rows)


def due_kind(submitted: Iterable[ReportKind]) -> ReportKind:
    """Return the kind that a mail is taken for when it does not tell: the first that the unit has not sent yet."""
    return ReportKind.OFFICIAL if ReportKind.QUICK in set(submitted) else ReportKind.QUICK


def _may_be(mail: PendingFact, kind: ReportKind, quick: Iterable[SubmissionFact]) -> bool:
    """Whether a mail that waits for a person may be a report of `kind`; untold, it is the kind due when it came."""
    return (mail.kind or due_kind(s.kind for s in quick if s.received_at <= mail.received_at)) is kind


def _unsettled(mails: Iterable[PendingFact], latest: SubmissionFact | None) -> tuple[PendingFact, ...]:
    """Return the mails that still matter: a file that could not be read is made up for by a later report that can."""
    return tuple(mail for mail in mails if not (mail.unreadable and latest and latest.received_at >= mail.received_at))


def _timeliness(due: DueReport, first: SubmissionFact | None, now: datetime) -> Timeliness:
    if first is not None:
        if due.deadline is None:
            return Timeliness.RECEIVED
        return Timeliness.ON_TIME if due.deadline.met_by(first.received_at) else Timeliness.LATE
    if due.exempt:
        return Timeliness.EXEMPT
    if due.deadline is not None and now >= due.deadline.passed_at:
        return Timeliness.OVERDUE
    return Timeliness.NOT_SUBMITTED


def _completeness(latest: SubmissionFact | None, pending: tuple[PendingFact, ...]) -> Completeness:
    if any(p.unreadable for p in pending) and latest is None:
        return Completeness.UNREADABLE
    if pending or (latest and latest.doubtful_entries):
        return Completeness.NEEDS_REVIEW
    if latest is None:
        return Completeness.NOTHING
    if latest.unreadable_files and latest.absent:
        # What seems to be missing may stand in the file that nobody could read.
        return Completeness.NEEDS_REVIEW
    return Completeness.SECTIONS_MISSING if latest.absent else Completeness.COMPLETE


def _days_left(deadline: Deadline | None, now: datetime) -> str:
    if deadline is None:
        return "chưa định hạn"
    days = (deadline.last_day - now.astimezone(VIETNAM).date()).days
    return "hạn hôm nay" if days == 0 else f"còn {days} ngày"
