"""One unit's report as the page prints it: the outline in its order, each section with what was filed under it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.board import StatusBoard, StatusRow
from domain.period import ReportKind
from domain.records import StoredSubmission
from domain.report import Finding, FindingCode, SectionEntry
from domain.template import Section, Template
from web.board_view import StatusView, Strip, cell_state, status_view, strip

#: Findings that the page says at their own place: at the section, among the unplaced.
_SAID_ELSEWHERE = frozenset(
    {FindingCode.SECTION_ABSENT, FindingCode.SECTION_DOUBTFUL, FindingCode.UNPLACED_TEXT, FindingCode.KIND_INFERRED}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class SectionView:
    """One section of the outline; a parent has a heading only."""

    section: Section
    #: How deep it stands in the outline; 0 is the outermost.
    depth: int
    #: full, absent, doubt or none; '' for a parent.
    state: str
    entries: tuple[SectionEntry, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportView:
    """One submission, laid out for reading."""

    stored: StoredSubmission
    strip: Strip
    sections: tuple[SectionView, ...]
    #: Entries that a person should look at, in the outline's order.
    doubtful: tuple[SectionEntry, ...]
    #: What is to be noted besides sections, doubts and unplaced text.
    findings: tuple[Finding, ...]
    #: A later submission of the same kind has taken its place.
    superseded: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class KindView:
    """One kind's status on the unit's page."""

    kind: ReportKind
    status: StatusView
    versions: int


def kind_views(board: StatusBoard, row: StatusRow, submissions: Iterable[StoredSubmission]) -> tuple[KindView, ...]:
    """Return the status of both kinds, the quick one first."""
    kinds = [stored.fact.kind for stored in submissions]
    return tuple(
        KindView(kind=kind, status=status_view(row.of(kind), board.now), versions=kinds.count(kind))
        for kind in ReportKind
    )


def newest_first(submissions: Iterable[StoredSubmission]) -> list[StoredSubmission]:
    """Return the submissions in the order in which a clerk looks for them."""
    return sorted(submissions, key=lambda s: (s.fact.received_at, s.fact.id), reverse=True)


def report_view(
    template: Template, chosen: StoredSubmission, all_newest_first: Sequence[StoredSubmission]
) -> ReportView:
    """Return `chosen` laid out for reading."""
    latest = next(s for s in all_newest_first if s.fact.kind is chosen.fact.kind)
    by_section: dict[str, list[SectionEntry]] = {}
    for entry in chosen.mapped.entries:
        by_section.setdefault(entry.section, []).append(entry)
    return ReportView(
        stored=chosen,
        strip=strip(template, chosen.fact),
        sections=tuple(
            SectionView(
                section=section,
                depth=_depth(template, section),
                state=cell_state(section, chosen.fact) if section.leaf else "",
                entries=tuple(by_section.get(section.id, ())),
            )
            for section in template.sections
        ),
        doubtful=tuple(e for s in template.leaves for e in by_section.get(s.id, ()) if e.needs_review),
        findings=tuple(f for f in chosen.mapped.findings if f.code not in _SAID_ELSEWHERE),
        superseded=chosen.fact.id != latest.fact.id,
    )


def why_doubtful(entry: SectionEntry) -> str:
    """Return why a person should look at `entry`: the reader's reasons, else how sure it is."""
    return "; ".join(entry.doubts) or f"chỉ chắc {round(entry.confidence * 100)} % là thuộc mục này"


def _depth(template: Template, section: Section) -> int:
    parent = template.parent(section.id)
    return 0 if parent is None else 1 + _depth(template, parent)
