"""The numbers above the board. Each is a question about a unit's status, so that it can lead to the rows it counts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.board import Completeness, KindStatus, StatusBoard, StatusRow, SubmissionFact, Timeliness
from domain.period import ReportKind
from domain.vietnamese import fold


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One number: how many units are so."""

    #: Stands in the address of the filtered page.
    slug: str
    label: str
    asks: Callable[[KindStatus], bool]
    #: Kind of attention it asks for, which the style sheet knows: good, wait, late, doubt, part.
    tone: str


def surely_absent(fact: SubmissionFact) -> tuple[str, ...]:
    """Return the leaves that a submission leaves out; none while a file of it is unread and may hold them."""
    return () if fact.unreadable_files else fact.absent


def _timeliness(*wanted: Timeliness) -> Callable[[KindStatus], bool]:
    return lambda status: status.timeliness in wanted


def _completeness(wanted: Completeness) -> Callable[[KindStatus], bool]:
    return lambda status: status.completeness is wanted


#: 'Đã nộp' and 'chưa nộp' make up all units that owe the report; the others say more about some of these.
QUESTIONS = (
    Question(slug="da-nop", label="Đã nộp", asks=lambda s: s.latest is not None, tone="good"),
    Question(slug="chua-nop", label="Chưa nộp", asks=lambda s: s.owes, tone="wait"),
    Question(slug="qua-han", label="Quá hạn", asks=_timeliness(Timeliness.OVERDUE), tone="late"),
    Question(slug="nop-muon", label="Nộp muộn", asks=_timeliness(Timeliness.LATE), tone="tardy"),
    Question(slug="can-xem-lai", label="Cần xem lại", asks=_completeness(Completeness.NEEDS_REVIEW), tone="doubt"),
    Question(slug="khong-doc-duoc", label="Không đọc được", asks=_completeness(Completeness.UNREADABLE), tone="doubt"),
    Question(
        slug="thieu-muc",
        label="Thiếu mục",
        asks=lambda s: s.latest is not None and bool(surely_absent(s.latest)),
        tone="part",
    ),
)


def kind_in_focus(board: StatusBoard) -> ReportKind:
    """Return the kind that the office waits for now: the official one once the quick one is over and it has a date."""
    quick = board.facts.period.quick
    quick_over = quick is None or board.now >= quick.passed_at
    return ReportKind.OFFICIAL if quick_over and board.facts.period.official else ReportKind.QUICK


def asked(board: StatusBoard, kind: ReportKind) -> int:
    """Return how many units owe a report of `kind` or have sent one: all but the exempt that sent nothing."""
    return sum(row.of(kind).owes or row.of(kind).latest is not None for row in board.rows)


def count(board: StatusBoard, kind: ReportKind, question: Question) -> int:
    """Return for how many units the answer is yes."""
    return sum(question.asks(row.of(kind)) for row in board.rows)


def matching(board: StatusBoard, kind: ReportKind, slug: str, search: str) -> tuple[StatusRow, ...]:
    """Return the rows that a number counts (an unknown or empty `slug`: all), whose unit is called like `search`.

    Names are compared without accents, so that 'krong pac' finds Krông Pắc.
    """
    question = next((q for q in QUESTIONS if q.slug == slug), None)
    words = fold(search)
    return tuple(
        row
        for row in board.rows
        if (question is None or question.asks(row.of(kind)))
        and any(words in fold(name) for name in (row.unit.name, *row.unit.aliases))
    )
