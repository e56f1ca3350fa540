"""From documents to a report filed by sections: the stages in their order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.document import Document
from domain.report import Finding, FindingCode, MappedReport, SectionEntry, Unplaced
from domain.template import Template
from parsers.mapping.choice import Chosen, Piece, choose
from parsers.mapping.filing import Filed, Filing, by_leaf, doubted, file_lines, mixed_leaves
from parsers.mapping.lines import Line
from parsers.mapping.titles import Titles, titles_of

_SCANNED = "quét ảnh"


def map_report(documents: Sequence[Document], template: Template) -> MappedReport:
    """File what one mail's documents say under the leaf sections of `template`.

    Documents come in the order of the mail, body first. Everything with content ends in `entries` or `unplaced`;
    greetings, closings, signatures and echoed prompts are left out. Pure: the same documents give the same report.
    """
    titles = titles_of(template)
    chosen = choose(documents, titles)
    filings = [(piece, file_lines(piece.part.lines, piece.headings, titles)) for piece in chosen.report]
    leaves = by_leaf([one for _, filing in filings for one in filing.filed])
    silent = {leaf for leaf, found in leaves.items() if all(one.sub_heading for one in found)}
    mixed = mixed_leaves({leaf: found for leaf, found in leaves.items() if leaf not in silent}, titles)
    entries = _entries(filings, titles, silent, mixed)
    unplaced = _unplaced(filings) + _others(chosen)
    spoken = {e.section for e in entries} | {titles.nodes[n].section.id for n in mixed.values()}
    absent = _absent(filings, spoken, template, titles) if entries else ()
    return MappedReport(
        entries=tuple(entries),
        absent=absent,
        unplaced=tuple(unplaced),
        findings=tuple(_findings(chosen, entries, absent, unplaced, template)),
        front_matter=_front_matter(filings, chosen),
        headings_found=sum(piece.recognised for piece in chosen.report),
        report_files=tuple(dict.fromkeys(line.file for piece in chosen.report for line in piece.part.lines)),
    )


def _entries(
    filings: Sequence[tuple[Piece, Filing]], titles: Titles, silent: set[int], mixed: Mapping[int, int]
) -> list[SectionEntry]:
    entries = []
    for piece, filing in filings:
        for one in filing.filed:
            if one.node is not None and one.node not in silent:
                told = doubted(one) if one.node in mixed else one
                entries.append(_entry(told, titles.nodes[one.node].section.id, piece.document.ocr))
    return entries


def _entry(one: Filed, section: str, ocr: bool) -> SectionEntry:
    doubts = (*one.doubts, _SCANNED) if ocr else one.doubts
    return SectionEntry(
        section=section,
        text=one.line.entry,
        file=one.line.file,
        where=one.line.where,
        confidence=round(min(one.confidence, 0.9) if ocr else one.confidence, 3),
        doubts=doubts,
    )


def _unplaced(filings: Sequence[tuple[Piece, Filing]]) -> list[Unplaced]:
    return [_kept(f.line, f.reason) for _, filing in filings for f in filing.filed if f.node is None]


def _kept(line: Line, reason: str) -> Unplaced:
    return Unplaced(text=line.entry if not line.row else line.text, file=line.file, where=line.where, reason=reason)


def _others(chosen: Chosen) -> list[Unplaced]:
    return [_kept(line, other.reason) for other in chosen.kept for line in other.lines if line.folded]


def _absent(
    filings: Sequence[tuple[Piece, Filing]], present: set[str], template: Template, titles: Titles
) -> tuple[str, ...]:
    """Leaves about which the report surely says nothing."""
    unsure = {titles.nodes[n].section.id for _, filing in filings for n in filing.uncertain}
    return tuple(s.id for s in template.leaves if s.id not in present and s.id not in unsure)


def _front_matter(filings: Sequence[tuple[Piece, Filing]], chosen: Chosen) -> tuple[str, ...]:
    lines = [*chosen.before, *(line for _, filing in filings for line in filing.front)]
    return tuple(line.text for line in lines)


def _findings(
    chosen: Chosen,
    entries: Sequence[SectionEntry],
    absent: Sequence[str],
    unplaced: Sequence[Unplaced],
    template: Template,
) -> list[Finding]:
    found = list(chosen.findings)
    found += [
        Finding(code=FindingCode.SECTION_ABSENT, text=f"Không thấy nội dung mục {template.printed(s)}.", section=s)
        for s in absent
    ]
    doubtful = {e.section: e for e in reversed(entries) if e.needs_review}
    for section in template.leaves:
        if section.id in doubtful:
            why = ", ".join(doubtful[section.id].doubts) or "chưa chắc chắn"
            text = f"Nên xem lại mục {template.printed(section.id)}: {why}."
            found.append(Finding(code=FindingCode.SECTION_DOUBTFUL, text=text, section=section.id))
    if unplaced:
        text = f"Có {len(unplaced)} đoạn chưa xếp được vào mục nào của đề cương."
        found.append(Finding(code=FindingCode.UNPLACED_TEXT, text=text))
    return found
