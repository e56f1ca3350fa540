"""Tables of a PDF that are drawn with lines: what stands between the lines is a cell, however close the words come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from domain.document import Block, Cell, Paragraph, Table
from parsers.pdf_page import Page, Rule, Segment
from parsers.pdf_text import cell
from parsers.unwrap import opens_item

Line = tuple[Segment, ...]

#: Lines that are drawn piece by piece meet within so many points.
_MEETS = 3.0
#: A line that bounds rows covers so much of the table's width.
_ACROSS = 0.9
#: A page with more lines than this each way is a drawing.
_MOST_LINES = 4000
_ENDS = re.compile(r"[.;:!?…)\"”]$")


@dataclass(slots=True)
class Grid:
    """One drawn table on one page, with the lines of text in it."""

    verticals: tuple[Rule, ...]
    #: Heights of the lines between rows, from the top.
    rows: tuple[float, ...]
    lines: list[Line] = field(default_factory=list)

    @property
    def left(self) -> float:
        """Left edge."""
        return self.verticals[0].at

    @property
    def right(self) -> float:
        """Right edge."""
        return self.verticals[-1].at

    def holds(self, line: Line) -> bool:
        """Whether a line of text stands in it."""
        inside = self.left - _MEETS < line[0].left and line[-1].right < self.right + _MEETS
        return inside and self.rows[-1] < line[0].baseline < self.rows[0]

    def table(self, where: str) -> Table:
        """Return the table, a cell for each field that lines are drawn around."""
        rows = (self._row(top, bottom, f"{where} dòng {n}") for n, (top, bottom) in enumerate(pairwise(self.rows), 1))
        return Table(rows=tuple(row for row in rows if row), where=where, borderless=False)

    def _row(self, top: float, bottom: float, where: str) -> tuple[Cell, ...]:
        lines = [line for line in self.lines if bottom < line[0].baseline < top]
        middle = (top + bottom) / 2
        drawn = [n for n, rule in enumerate(self.verticals) if rule.start <= middle <= rule.end]
        cells = []
        for left, right in pairwise(drawn):
            edges = self.verticals[left].at, self.verticals[right].at
            found = cell([_part(line, *edges) for line in lines], edges[1], where)
            cells.append(Cell(blocks=found.blocks, column_span=right - left))
        return tuple(cells)


def _part(line: Line, left: float, right: float) -> Segment | None:
    words = tuple(w for segment in line for w in segment.words if left <= (w.left + w.right) / 2 < right)
    if not words:
        return None
    # Lines of two cells may stand a little apart in height; each cell goes by its own.
    own = words[-1].baseline
    return Segment(words, line[0].baseline if own is None else own, line[0].size, line[0].page)


def take_grids(page: Page) -> list[Grid]:
    """Take the text of drawn tables out of `page.lines`; return the tables from the top."""
    horizontals = _joined(page.horizontal)
    grids = [grid for group in _groups(_joined(page.vertical)) if (grid := _grid(group, horizontals))]
    for grid in grids:
        grid.lines = [line for line in page.lines if grid.holds(line)]
        page.lines = [line for line in page.lines if not grid.holds(line)]
    return sorted((grid for grid in grids if grid.lines), key=lambda grid: -grid.rows[0])


def _joined(rules: Sequence[Rule]) -> list[Rule]:
    """Return lines that are drawn piece by piece, or twice, as one each; a picture made of lines has none."""
    found: list[Rule] = []
    for rule in sorted(rules, key=lambda r: (r.at, r.start)) if len(rules) <= _MOST_LINES else ():
        at = len(found) - 1
        while at >= 0 and rule.at - found[at].at <= _MEETS and not _touch(found[at], rule):
            at -= 1
        if at >= 0 and rule.at - found[at].at <= _MEETS:
            whole = found[at]
            found[at] = Rule(whole.at, min(whole.start, rule.start), max(whole.end, rule.end))
        else:
            found.append(rule)
    return found


def _touch(one: Rule, other: Rule) -> bool:
    return one.start <= other.end + _MEETS and other.start <= one.end + _MEETS


def _groups(verticals: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the upright lines of one table together: those side by side."""
    group: list[Rule] = []
    for rule in sorted(verticals, key=lambda r: -r.end):
        if group and rule.end <= min(r.start for r in group) + _MEETS:
            yield group
            group = []
        group.append(rule)
    if group:
        yield group


def _grid(group: Sequence[Rule], horizontals: Sequence[Rule]) -> Grid | None:
    """Return the table that upright lines belong to; fewer than two columns are a frame, not a table."""
    verticals = tuple(sorted(group, key=lambda rule: rule.at))
    bottom, top = min(rule.start for rule in group), max(rule.end for rule in group)
    left, right = verticals[0].at, verticals[-1].at
    if len(verticals) < 3:
        return None
    across = [
        rule.at
        for rule in horizontals
        if bottom - _MEETS <= rule.at <= top + _MEETS
        and min(rule.end, right) - max(rule.start, left) >= _ACROSS * (right - left)
    ]
    inner = [at for at in across if bottom + _MEETS < at < top - _MEETS]
    return Grid(verticals, (top, *sorted(inner, reverse=True), bottom)) if across else None


def continued(above: Table, below: Table) -> Table | None:
    """Return a table that goes on over a page as one, None where `below` is another table.

    A row that the page cut in two is one row; a heading row that is drawn again on the next page stands once.
    """
    if not above.rows or not below.rows or len(above.rows[-1]) != len(below.rows[0]):
        return None
    rows = below.rows[1:] if _texts(below.rows[0]) == _texts(above.rows[0]) else below.rows
    if rows and _goes_on(above.rows[-1], rows[0]):
        merged = tuple(_one(a, b) for a, b in zip(above.rows[-1], rows[0], strict=True))
        return Table(rows=(*above.rows[:-1], merged, *rows[1:]), where=above.where, borderless=False)
    return Table(rows=(*above.rows, *rows), where=above.where, borderless=False)


def _texts(row: Sequence[Cell]) -> list[str]:
    return [found.text for found in row]


def _goes_on(last: Sequence[Cell], first: Sequence[Cell]) -> bool:
    """Whether a page's first row is the rest of the row before: its number is missing, or a sentence goes on."""
    if len(last) != len(first):
        return False
    unnumbered = bool(last[0].text) and not first[0].text
    return unnumbered or any(
        b.text[:1].islower() and not _ENDS.search(a.text) for a, b in zip(last, first, strict=True)
    )


def _one(above: Cell, below: Cell) -> Cell:
    blocks: tuple[Block, ...] = above.blocks + below.blocks
    if above.blocks and below.blocks:
        last, first = above.blocks[-1], below.blocks[0]
        if isinstance(last, Paragraph) and isinstance(first, Paragraph) and _is_one_sentence(last, first):
            bold = len(last.text) + 1 + first.bold_until if last.bold and first.bold_until else last.bold_until
            whole = replace(last, text=f"{last.text} {first.text}", bold_until=bold)
            blocks = (*above.blocks[:-1], whole, *below.blocks[1:])
    return Cell(blocks=blocks, column_span=above.column_span)


def _is_one_sentence(last: Paragraph, first: Paragraph) -> bool:
    return not opens_item(first.text) and not _ENDS.search(last.text)
