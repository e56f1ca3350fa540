"""From the lines of a PDF to one paragraph, and from those of a table's cell to its paragraphs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from domain.document import Cell, Paragraph
from parsers.pdf_page import Segment
from parsers.tidy import tidy
from parsers.unwrap import opens_item

#: Lines further apart than so many times the usual distance are two paragraphs.
APART = 1.15
#: Inside a table a gap of so much of the letter size parts two cells.
CELL_GAP = 0.8
#: Width of a space in most fonts, in letter sizes.
SPACE = 0.25


def joined(lines: Sequence[Segment], where: str, centered: bool = False) -> Paragraph:
    """Return the paragraph that `lines` are, bold as far as its first words are."""
    words = [word for line in lines for word in line.words if word.text or word.note]
    text = tidy(" ".join(word.text for word in words))
    light = next((n for n, word in enumerate(words) if not word.bold), None)
    bold = len(text) if light is None else len(tidy(" ".join(word.text for word in words[:light])))
    notes = tuple(tidy(word.note) for word in words if word.note)
    return Paragraph(text=text, bold_until=bold, centered=centered, where=where, footnotes=notes)


def cell(lines: Sequence[Segment | None], end: float, where: str) -> Cell:
    """Join the lines of one cell, None for those that leave it empty; `end` is where the next column begins."""
    filled = [line for line in lines if line is not None]
    steps = [above.baseline - below.baseline for above, below in pairwise(filled)]
    spaced = bool(steps) and max(steps) > APART * min(steps)
    paragraphs: list[list[Segment]] = []
    for n, line in enumerate(filled):
        close = n > 0 and (steps[n - 1] <= APART * min(steps) if spaced else not _has_room(filled[n - 1], line, end))
        if close and filled[n - 1].bold == line.words[0].bold and not opens_item(line.text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return Cell(blocks=tuple(joined(lines, where) for lines in paragraphs))


def _has_room(last: Segment, line: Segment, end: float) -> bool:
    """Whether the first word of `line` could have stood behind `last` in a cell that reaches to `end`."""
    if line.text[0].islower():
        return False
    return last.right + SPACE * last.size + line.words[0].right - line.left < end - CELL_GAP * last.size
