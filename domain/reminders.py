"""Who is to be written to now: a pure decision over the board, the policy and what was sent already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from domain.board import Completeness, KindStatus, StatusBoard, StatusRow
from domain.mail import require_aware
from domain.period import VIETNAM, Deadline, Period, ReportKind
from domain.unit import Unit


class Purpose(StrEnum):
    """What a reminder is about; each has its own letter template."""

    UPCOMING = "upcoming"
    TODAY = "today"
    OVERDUE = "overdue"
    INCOMPLETE = "incomplete"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReminderPolicy:
    """When reminders go out. Days are calendar days counted from the deadline's last day, Vietnam time."""

    #: E.g. (3, 1): three days and one day before the last day.
    days_before: tuple[int, ...] = (3, 1)
    #: On the last day itself.
    on_the_day: bool = True
    #: E.g. (1, 3, 7): one, three and seven days after the last day; none after the largest.
    days_after: tuple[int, ...] = (1, 3, 7)
    #: Ask a unit once, after a submission that is readable and free of doubts, for the sections it left out.
    ask_for_missing_sections: bool = True
    #: Letters leave from `opens` (included) to `closes` (excluded), Vietnam time.
    opens: time = time(7, 30)
    closes: time = time(17, 0)
    #: Days of the week on which letters leave, Monday is 0.
    weekdays: frozenset[int] = frozenset({0, 1, 2, 3, 4})

    def __post_init__(self) -> None:
        if any(n < 1 for n in (*self.days_before, *self.days_after)):
            raise ValueError("days before and after are whole numbers from 1")
        if self.opens >= self.closes:
            raise ValueError("letters must be allowed for some part of the day")

    def within_hours(self, now: datetime) -> bool:
        """Whether letters may leave at `now` (aware)."""
        local = now.astimezone(VIETNAM)
        return local.weekday() in self.weekdays and self.opens <= local.time() < self.closes

    def steps(self, deadline: Deadline) -> tuple[Step, ...]:
        """Return the steps for `deadline`, earliest first."""
        before = [
            Step(purpose=Purpose.UPCOMING, days=-n, day=deadline.last_day - timedelta(days=n)) for n in self.days_before
        ]
        today = [Step(purpose=Purpose.TODAY, days=0, day=deadline.last_day)] if self.on_the_day else []
        after = [
            Step(purpose=Purpose.OVERDUE, days=n, day=deadline.last_day + timedelta(days=n)) for n in self.days_after
        ]
        return tuple(sorted({*before, *today, *after}, key=lambda step: step.day))


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One step of the policy for one deadline."""

    purpose: Purpose
    #: Days from the deadline's last day: negative before it, 0 on it, positive after it.
    days: int
    #: First day on which this step's letter may leave; it stays due until the next step's day.
    day: date

    @property
    def id(self) -> str:
        """Name that is stored: 'truoc-3', 'trong-ngay', 'sau-1'."""
        return "trong-ngay" if self.days == 0 else f"truoc-{-self.days}" if self.days < 0 else f"sau-{self.days}"


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterKey:
    """What makes a reminder the same reminder: it is claimed once in the outbox, ever."""

    period: str
    unit: str
    kind: ReportKind
    #: A step's id, or 'thieu-muc-<submission id>' for a letter about missing sections.
    step: str
    #: The deadline it speaks of: a moved deadline makes a new letter. None where the kind has none, and for a letter
    #: about missing sections, which is written once for a submission wherever the deadline moves.
    last_day: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedLetter:
    """A reminder (thư nhắc) that should leave now."""

    key: LetterKey
    purpose: Purpose
    unit: Unit
    period: Period
    kind: ReportKind
    deadline: Deadline | None
    #: Leaf ids that the latest submission leaves out; empty where nothing was received.
    missing: tuple[str, ...] = ()
    #: When the latest submission was received, None where nothing was.
    received_at: datetime | None = None
    #: When this unit's latest report of the other kind was received, None where none was.
    other_received_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class HeldLetter:
    """A letter that is due by the calendar and is kept back, with the reason in Vietnamese for the office."""

    key: LetterKey
    unit: Unit
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterDecision:
    """All that is to be done, and not done, now."""

    letters: tuple[PlannedLetter, ...] = ()
    held: tuple[HeldLetter, ...] = ()


def due_letters(
    policy: ReminderPolicy, board: StatusBoard, claimed: Iterable[LetterKey], now: datetime
) -> LetterDecision:
    """Decide which reminders leave at `now`.

    `claimed` are the keys of all letters in the outbox that are not to be made again, whatever became of them.
    Nothing leaves outside the policy's hours, nothing for a unit that owes nothing or has no address, and after
    a downtime only the latest step: earlier ones have expired. A unit with a mail that waits for a person is held.
    """
    require_aware(now, "now")
    if not policy.within_hours(now):
        return LetterDecision()
    taken = frozenset(claimed)
    letters: list[PlannedLetter] = []
    held: list[HeldLetter] = []
    for row in board.rows:
        for status in (row.quick, row.official):
            planned = _planned(policy, board, row, status, now)
            if planned is None or planned.key in taken:
                continue
            why_not = _why_held(board, row, status, now)
            if why_not:
                held.append(HeldLetter(key=planned.key, unit=row.unit, reason=why_not))
            else:
                letters.append(planned)
    return LetterDecision(letters=tuple(letters), held=tuple(held))


def _planned(
    policy: ReminderPolicy, board: StatusBoard, row: StatusRow, status: KindStatus, now: datetime
) -> PlannedLetter | None:
    day = now.astimezone(VIETNAM).date()
    if status.due.exempt or not row.unit.valid_on(day):
        return None
    if status.owes:
        step = _current_step(policy, status.due.deadline, day)
        return _letter(board, row, status, step.id, step.purpose) if step else None
    latest = status.latest
    asks = policy.ask_for_missing_sections and status.completeness is Completeness.SECTIONS_MISSING
    if asks and latest and not latest.unplaced:
        return _letter(board, row, status, f"thieu-muc-{latest.id}", Purpose.INCOMPLETE)
    return None


def _current_step(policy: ReminderPolicy, deadline: Deadline | None, day: date) -> Step | None:
    """Return the latest step whose day has come; None before the first and once the last has been over for a week."""
    if deadline is None:
        return None
    steps = policy.steps(deadline)
    come = [step for step in steps if step.day <= day]
    if not come or day > steps[-1].day + timedelta(days=7):
        return None
    return come[-1] if come[-1].days > 0 or day <= deadline.last_day else None


def _letter(board: StatusBoard, row: StatusRow, status: KindStatus, step: str, purpose: Purpose) -> PlannedLetter:
    period, kind, deadline = board.facts.period, status.due.kind, status.due.deadline
    last_day = deadline.last_day if deadline and purpose is not Purpose.INCOMPLETE else None
    other = row.of(kind.other).latest
    return PlannedLetter(
        key=LetterKey(period=period.id, unit=row.unit.id, kind=kind, step=step, last_day=last_day),
        purpose=purpose,
        unit=row.unit,
        period=period,
        kind=kind,
        deadline=deadline,
        missing=status.latest.absent if status.latest else (),
        received_at=status.latest.received_at if status.latest else None,
        other_received_at=other.received_at if other else None,
    )


def _why_held(board: StatusBoard, row: StatusRow, status: KindStatus, now: datetime) -> str:
    if not row.unit.emails_on(now.astimezone(VIETNAM).date()):
        return "Đơn vị chưa có địa chỉ thư điện tử; đề nghị liên hệ bằng điện thoại."
    if status.unsettled:
        return "Đơn vị đã gửi thư đang chờ văn phòng xem lại; chưa nhắc khi chưa xem xong."
    if status.claimed:
        return "Có thư có thể là của đơn vị này đang chờ văn phòng xem lại; chưa nhắc khi chưa xem xong."
    if any(p.unprocessed for p in board.facts.pending):
        return "Còn thư đến chưa xử lý xong; chưa nhắc khi chưa biết thư đó của đơn vị nào."
    return ""
