"""Which of a mail's documents, and which part of them, are the report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.document import Document, FileKind
from domain.report import Finding, FindingCode
from parsers.mapping.align import align
from parsers.mapping.headings import PLAIN, Candidate, candidates_of
from parsers.mapping.lines import Line, lines_of
from parsers.mapping.parts import Part, is_other_paper, is_titled_report, split_parts, title_lines
from parsers.mapping.readings import Heading
from parsers.mapping.titles import Titles

#: A part with fewer of the template's sections than this is no report, unless it is all there is.
_FEWEST = 3
#: Likeness above chance (see Piece.quality) of a section that is surely named.
_WELL_NAMED = 0.55
#: From this likeness a line is a section's title word for word.
_EXACT = 0.97
#: Share of words in common from which two parts are one report in two renditions.
_SAME = 0.5
_SPREADSHEETS = (FileKind.XLSX, FileKind.XLS)


@dataclass(frozen=True, eq=False)
class Piece:
    """A part of a document and the headings found in it."""

    document: Document
    #: Which part of the document it is, from 0.
    order: int
    part: Part
    headings: tuple[Heading, ...]
    #: Nodes of the sections that have a heading recognised by title.
    sections: frozenset[int]
    #: How many headings were recognised, roles included.
    recognised: int
    #: Sum of likenesses of the sections named.
    quality: float


@dataclass(frozen=True, slots=True)
class Kept:
    """Lines that are no part of the report and are kept beside it."""

    lines: tuple[Line, ...]
    reason: str


@dataclass(frozen=True)
class Chosen:
    """What was chosen."""

    report: tuple[Piece, ...] = ()
    kept: tuple[Kept, ...] = ()
    findings: tuple[Finding, ...] = ()
    #: Lines of parts that stand before the report in its own file (a signature block put first).
    before: tuple[Line, ...] = ()


def choose(documents: Sequence[Document], titles: Titles) -> Chosen:
    """Align every part of every document and tell the report from what came with it."""
    pieces = [piece for document in documents for piece in _pieces(document, titles)]
    reports = sorted((p for p in pieces if _is_report(p)), key=lambda p: -_rank(p))
    if not reports:
        first = next((p for p in pieces if p.document.kind not in _SPREADSHEETS), None)
        return Chosen(before=first.part.lines if first else (), kept=tuple(_unrecognised(pieces)))
    used, second = [reports[0]], []
    for other in (*reports[1:], *(p for p in pieces if p not in reports and _may_add(p))):
        if any(_same_text(other, one) for one in used):
            second.append(other)
        elif _adds_only(other, used):
            used.append(other)
    in_order = tuple(p for p in pieces if p in used)
    rest = [p for p in pieces if p not in used and p not in second]
    before = [p for p in rest if _stands_before(p, in_order[0])]
    rest = [p for p in rest if p not in before]
    lines = tuple(line for p in before for line in (*p.part.lines, *p.part.closing))
    report = tuple(_joined(sorted(in_order, key=lambda p: min(p.sections, default=0)), titles))
    return Chosen(report, tuple(_kept(rest, in_order)), tuple(_findings(rest, second, in_order)), lines)


def _joined(pieces: Sequence[Piece], titles: Titles) -> list[Piece]:
    """Read a file that goes on where the one before stops together with it: the cut may be inside a section."""
    joined: list[Piece] = []
    for piece in pieces:
        if joined and _goes_on(joined[-1], piece):
            last = joined.pop()
            part = Part((*last.part.lines, *piece.part.lines), piece.part.closing)
            joined.append(_piece(last.document, last.order, part, titles))
        else:
            joined.append(piece)
    return joined


def _goes_on(last: Piece, piece: Piece) -> bool:
    """Whether `piece` begins another file without a title, and the one before did not end with a closing."""
    if piece.document is last.document or piece.order or last.part.closing or _is_letter(last) or _is_letter(piece):
        return False
    return piece.document.ocr == last.document.ocr and not title_lines(piece.part.lines)


def _unrecognised(pieces: Sequence[Piece]) -> list[Kept]:
    """Keep what calls itself a report, though nothing in it is like the outline."""
    reason = "không nhận ra mục nào của đề cương"
    return [Kept(p.part.lines, reason) for p in pieces if is_titled_report(p.part) and not _is_letter(p)]


def _stands_before(piece: Piece, main: Piece) -> bool:
    """Whether it is what the report's own file begins with: a signature block or letterhead that was put first."""
    return piece.document is main.document and piece.order < main.order and not piece.part.annex


def _pieces(document: Document, titles: Titles) -> list[Piece]:
    return [_piece(document, i, part, titles) for i, part in enumerate(split_parts(lines_of(document, titles)))]


def _piece(document: Document, order: int, part: Part, titles: Titles) -> Piece:
    title = title_lines(part.lines)
    found = candidates_of(part.lines, titles)
    named_below = {o.node for i, c in enumerate(found) if i not in title for o in c.options if o.likeness >= _EXACT}
    candidates = [PLAIN if i in title and not _names_a_leaf(c, named_below, titles) else c for i, c in enumerate(found)]
    headings = tuple(align(part.lines, candidates, titles))
    named = [h for h in headings if not h.foreign and not h.guess and not h.joint]
    plain = [h for h in named if titles.nodes[h.node].role is None]
    return Piece(
        document=document,
        order=order,
        part=part,
        headings=headings,
        sections=frozenset(h.node for h in plain),
        recognised=len(named),
        quality=sum(max(0.0, h.option.likeness - 0.3) for h in plain),
    )


def _names_a_leaf(candidate: Candidate, named_below: set[int], titles: Titles) -> bool:
    """Whether a line of the paper's title is the one heading of a leaf, word for word, rather than only like it.

    A section that only holds others needs no heading, and papers are often titled like the greatest of these.
    """
    exact = {o.node for o in candidate.options if o.likeness >= _EXACT} - named_below
    return any(titles.nodes[node].section.leaf for node in exact)


def _is_report(piece: Piece) -> bool:
    if piece.part.annex:
        return False
    fewest = 2 * _FEWEST if is_other_paper(piece.part) else 1 if is_titled_report(piece.part) else _FEWEST
    return len(piece.sections) >= fewest and piece.quality >= 0.35 * fewest


def _may_add(piece: Piece) -> bool:
    """Whether a part with few sections names them so well that it may be the rest of a report."""
    if piece.part.annex or is_other_paper(piece.part) or not piece.sections:
        return False
    return piece.quality >= _WELL_NAMED * len(piece.sections) and not _is_letter(piece)


def _rank(piece: Piece) -> float:
    """Better readings first; a scan only where there is nothing else."""
    return piece.quality - (50.0 if piece.document.ocr else 0.0)


def _shingles(piece: Piece) -> set[tuple[str, ...]]:
    words = " ".join(line.folded for line in piece.part.lines).split()
    return set(zip(words, words[1:], words[2:], strict=False))


def _same_text(one: Piece, other: Piece) -> bool:
    a, b = _shingles(one), _shingles(other)
    return len(a & b) >= _SAME * min(len(a), len(b))


def _adds_only(piece: Piece, used: Sequence[Piece]) -> bool:
    """Whether a part holds sections that the report so far does not: two files that together make the report."""
    known = frozenset[int]().union(*(p.sections for p in used))
    return len(piece.sections & known) <= 0.2 * len(piece.sections)


def _kept(rest: Sequence[Piece], report: Sequence[Piece]) -> list[Kept]:
    files = {id(p.document) for p in report}
    kept = []
    for piece in rest:
        if id(piece.document) in files:
            reason = "phụ lục hoặc văn bản khác trong cùng tệp"
        elif piece.document.kind in _SPREADSHEETS:
            reason = f"biểu số liệu kèm theo: {piece.document.name}"
        elif not piece.part.annex and (is_other_paper(piece.part) or _is_letter(piece)):
            continue
        else:
            reason = f"tệp khác kèm theo: {piece.document.name}"
        kept.append(Kept(piece.part.lines, reason))
    return kept


def _is_letter(piece: Piece) -> bool:
    """The mail's own text, where it is not the report: greetings, nothing to file."""
    return piece.document.kind in (FileKind.TEXT, FileKind.HTML) and piece.document.name == "nội dung thư"


def _findings(rest: Sequence[Piece], second: Sequence[Piece], report: Sequence[Piece]) -> list[Finding]:
    used = {p.document.name for p in report}
    found = []
    for name in dict.fromkeys(p.document.name for p in second):
        if name not in used:
            text = f"Tệp “{name}” là bản khác của cùng báo cáo; chỉ tính một lần."
            found.append(Finding(code=FindingCode.SECOND_RENDITION, text=text))
    known = used | {p.document.name for p in second}
    for name in dict.fromkeys(p.document.name for p in rest if not _is_letter(p)):
        if name not in known:
            text = f"Tệp “{name}” không theo đề cương, không xếp vào mục nào."
            found.append(Finding(code=FindingCode.OTHER_FILE, text=text))
    return found
