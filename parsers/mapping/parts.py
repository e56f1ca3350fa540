"""One file may hold several papers: the report, its closing, annexes, a speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from parsers.mapping.lines import Line
from parsers.mapping.numbers import Style
from parsers.mapping.words import phrases

#: A line of a closing is no longer than this.
_SHORT = 90
#: Without any emphasis it is shorter still, and no sentence.
_PLAIN = 45
#: What stands before the signature of a mail (RFC 3676, 4.3).
_SIGNATURE = "--"
#: A paper's title stands among its first lines.
_TITLE_WITHIN = 40


@dataclass(frozen=True, slots=True)
class Part:
    """A run of lines that is one paper, and the closing after it."""

    lines: tuple[Line, ...]
    closing: tuple[Line, ...] = ()
    annex: bool = False


def split_parts(lines: Sequence[Line]) -> list[Part]:
    """Cut a document after each closing and before each annex."""
    parts: list[Part] = []
    start = 0
    while start < len(lines):
        annex = starts_annex(lines[start])
        end = start + 1
        while end < len(lines) and not starts_closing(lines[end]) and not (annex is False and starts_annex(lines[end])):
            end += 1
        after = _closing_end(lines, end)
        parts.append(Part(tuple(lines[start:end]), tuple(lines[end:after]), annex))
        start = after
    return parts


def starts_closing(line: Line) -> bool:
    """Whether a report's closing begins here: 'Trên đây là báo cáo …', 'Nơi nhận', a signature."""
    if line.row or (line.number is not None and line.number.counts):
        return False
    if line.text.strip() == _SIGNATURE:
        return True
    known = phrases()
    if line.folded.startswith("tren day la") and len(line.body) < 600:
        return True
    shown = line.caps or line.bold or line.centered or line.folded.startswith("noi nhan")
    plain = len(line.body) <= _PLAIN and not line.body.rstrip().endswith((".", ";", ":", ","))
    if line.number is not None or len(line.body) > _SHORT or not (shown or plain):
        return False
    return line.folded in known.closing_whole or any(line.folded.startswith(phrase) for phrase in known.closing)


def starts_annex(line: Line) -> bool:
    """Whether an annex or another paper begins here."""
    if line.row or line.number is not None or len(line.body) > _SHORT:
        return False
    shown = line.caps or line.centered or line.bold
    return shown and any(f"{line.folded} ".startswith(f"{phrase} ") for phrase in phrases().annex)


def _closing_end(lines: Sequence[Line], start: int) -> int:
    end = start
    while end < len(lines) and (end == start or _still_closing(lines[end])) and not starts_annex(lines[end]):
        end += 1
    return end


def _still_closing(line: Line) -> bool:
    if line.row or len(line.body) > 200 or line.cell_title:
        return False
    if line.number is not None and line.number.style in (Style.ROMAN, Style.PART):
        return False
    return not (line.caps and paper_kind(line) is not None and not starts_closing(line))


def paper_kind(line: Line) -> bool | None:
    """Return True for a report's title ('BÁO CÁO'), False for that of another paper ('KẾ HOẠCH'), None for no title.

    What has a number is a section ('IV. CHƯƠNG TRÌNH CÔNG TÁC …').
    """
    numbered = line.number is not None and line.number.counts
    if line.row or numbered or len(line.body) > _SHORT or not (line.caps or line.centered or line.bold):
        return None
    known = phrases()
    if any(f"{line.folded} ".startswith(f"{p} ") for p in known.report_papers):
        return True
    return False if any(f"{line.folded} ".startswith(f"{p} ") for p in known.other_papers) else None


def title_lines(lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of the letterhead and of the paper's own title, which often read like a section's."""
    for i, line in enumerate(lines[:_TITLE_WITHIN]):
        if line.row or (line.number is not None and line.number.style in (Style.ROMAN, Style.PART, Style.DECIMAL)):
            return frozenset()
        if paper_kind(line) is not None or (line.folded.startswith("bao cao") and len(line.body) < _SHORT):
            return frozenset(range(_title_end(lines, i)))
    return frozenset()


def _title_end(lines: Sequence[Line], start: int) -> int:
    """Return where the title that begins at `start` ends: before a number, a table, or what looks otherwise."""
    first, end = lines[start], start + 1
    while end < min(start + (4 if first.centered else 3), len(lines)):
        line = lines[end]
        alike = line.centered == first.centered and line.bold == first.bold
        if line.number is not None or line.row or not alike or len(line.body) > 220:
            break
        end += 1
    return end


def is_other_paper(part: Part) -> bool:
    """Whether the part's own title says that it is no report."""
    kinds = _kinds(part)
    return bool(kinds) and not any(kinds)


def is_titled_report(part: Part) -> bool:
    """Whether the part's own title says that it is a report."""
    return any(_kinds(part))


def _kinds(part: Part) -> list[bool]:
    return [kind for line in part.lines[:_TITLE_WITHIN] if (kind := paper_kind(line)) is not None]
