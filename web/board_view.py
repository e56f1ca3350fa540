"""The board (bảng theo dõi) as the page prints it: every word decided here, the template only places it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.board import Completeness, KindStatus, PendingFact, StatusBoard, StatusRow, SubmissionFact, Timeliness
from domain.period import Deadline, ReportKind
from domain.template import Section, Template
from web.totals import surely_absent
from web.words import capital, late_by, shorten, visible

#: Width of a cell of the strip with the space after it, and the space between groups of sections, in pixels.
_STEP, _GROUP = 11, 3
#: Hour of the morning after the last day to which the demo's clock is taken: letters leave by then.
_MORNING = timedelta(hours=8)


@dataclass(frozen=True, kw_only=True, slots=True)
class StatusView:
    """One kind's status in a row."""

    words: str
    #: Which mark and colour: good, tardy, part, doubt, wait, late, idle, none.
    tone: str
    #: A second line: why, or by how much; '' where the words say all.
    note: str = ""
    #: The mail that the note speaks of.
    mail_id: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StripCell:
    """One leaf section of a submission: full, absent, doubt or none (nothing can be said)."""

    section: str
    state: str
    title: str
    #: Left edge, in pixels.
    x: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Strip:
    """The sections of one submission at a glance."""

    cells: tuple[StripCell, ...]
    width: int
    #: The same in words, for those who do not see it.
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RowView:
    """One unit's line."""

    row: StatusRow
    quick: StatusView
    official: StatusView
    #: Latest submission of the kind in focus.
    latest: SubmissionFact | None
    strip: Strip | None
    letters: tuple[datetime, ...]


_STATE_WORDS = {
    "full": "có nội dung",
    "absent": "thiếu",
    "doubt": "cần xem lại",
    "none": "chưa rõ vì có tệp không đọc được",
}


def row_view(board: StatusBoard, row: StatusRow, kind: ReportKind) -> RowView:
    """Return one unit's line with the sections and letters of `kind`."""
    status = row.of(kind)
    return RowView(
        row=row,
        quick=status_view(row.quick, board.now),
        official=status_view(row.official, board.now),
        latest=status.latest,
        strip=strip(board.facts.template, status.latest) if status.latest else None,
        letters=tuple(sorted((*row.quick.letters_sent, *row.official.letters_sent))),
    )


def status_view(status: KindStatus, now: datetime) -> StatusView:
    """Return the words for one kind's status, with the reason a clerk would ask for next."""
    tone = tone_of(status)
    if tone == "idle":
        return StatusView(words="Chưa nộp", tone=tone)
    note, mail = _note_and_mail(status)
    return StatusView(words=capital(status.words(now)), tone=tone, note=note, mail_id=mail.mail_id if mail else None)


def _note_and_mail(status: KindStatus) -> tuple[str, PendingFact | None]:
    """Return what to add to the words, and the mail that it speaks of."""
    if status.unsettled:
        return _pending_note(status.unsettled[0]), status.unsettled[0]
    if status.claimed and status.owes:
        return "Có thư chưa rõ của đơn vị nào, có thể là của đơn vị này", status.claimed[0]
    return _note(status), None


def tone_of(status: KindStatus) -> str:
    """Return which attention a status asks for, the most urgent first."""
    if status.completeness in (Completeness.UNREADABLE, Completeness.NEEDS_REVIEW):
        return "doubt"
    if status.timeliness is Timeliness.NOT_SUBMITTED:
        return "wait" if status.due.deadline else "idle"
    if status.timeliness in (Timeliness.OVERDUE, Timeliness.EXEMPT):
        return "late" if status.owes else "none"
    if status.completeness is Completeness.SECTIONS_MISSING or _not_all_read(status.latest):
        return "part"
    return "tardy" if status.timeliness is Timeliness.LATE else "good"


def _not_all_read(latest: SubmissionFact | None) -> bool:
    return latest is not None and bool(latest.unreadable_files or latest.unplaced)


def _pending_note(mail: PendingFact) -> str:
    if mail.unprocessed:
        return "Có thư đang chờ xử lý"
    return visible(mail.reasons[0]) if mail.reasons else "Có thư chờ xem lại"


def _note(status: KindStatus) -> str:
    parts = []
    if status.timeliness is Timeliness.LATE and status.first and status.due.deadline:
        parts.append(late_by(status.due.deadline, status.first.received_at))
    if status.latest and status.latest.unreadable_files:
        parts.append(f"{len(status.latest.unreadable_files)} tệp không đọc được")
    if status.latest and status.latest.unplaced:
        parts.append(f"{status.latest.unplaced} đoạn chưa xếp được")
    return ", ".join(parts)


def strip(template: Template, fact: SubmissionFact) -> Strip:
    """Return the strip of one submission, one cell a leaf, a wider gap where the parent section changes."""
    cells: list[StripCell] = []
    x, group = 0, None
    for leaf in template.leaves:
        parent = template.parent(leaf.id)
        here = parent.id if parent else leaf.id
        x += _GROUP if group not in (None, here) else 0
        group = here
        state = cell_state(leaf, fact)
        title = f"{section_words(template, leaf)}: {_STATE_WORDS[state]}"
        cells.append(StripCell(section=leaf.id, state=state, title=title, x=x))
        x += _STEP
    return Strip(cells=tuple(cells), width=max(x, 1), words=_strip_words(template, fact))


def cell_state(leaf: Section, fact: SubmissionFact) -> str:
    """Return what a submission says about one leaf: full, absent, doubt or none."""
    if leaf.id in fact.doubtful:
        return "doubt"
    if leaf.id in fact.sections:
        return "full"
    return "absent" if leaf.id in surely_absent(fact) else "none"


def section_words(template: Template, section: Section) -> str:
    """Return number and title short enough for a tooltip; a nested one with its parent's first words."""
    parent = template.parent(section.id)
    words = f"{section.number} {shorten(section.title, 60)}"
    return f"{words} ({parent.number}. {shorten(parent.title, 40)})" if parent else words


def _strip_words(template: Template, fact: SubmissionFact) -> str:
    absent = ", ".join(i for i in surely_absent(fact) if i in template)
    doubtful = ", ".join(leaf.id for leaf in template.leaves if leaf.id in fact.doubtful)
    words = f"{len(fact.sections)} trên {len(template.leaves)} mục có nội dung"
    words += f"; thiếu mục {absent}" if absent else ""
    return words + (f"; cần xem lại mục {doubtful}" if doubtful else "")


def shown_by_no_row(board: StatusBoard) -> tuple[PendingFact, ...]:
    """Return the mails that wait and whose unit is unknown or has no row: the board must not lose them."""
    shown = {row.unit.id for row in board.rows}
    return tuple(mail for mail in board.facts.pending if mail.unit not in shown)


def after_deadline(board: StatusBoard) -> datetime | None:
    """Return the morning after the next last day that is still to come, None where there is none."""
    deadlines: list[Deadline | None] = [board.facts.period.quick, board.facts.period.official]
    ahead = [d.passed_at + _MORNING for d in deadlines if d and d.passed_at > board.now]
    return min(ahead, default=None)
