"""From the lines of a PDF back to what its writer typed: paragraphs, columns side by side, tables, page margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.document import Block, Paragraph, Table
from parsers.pdf_grid import Grid, continued, take_grids
from parsers.pdf_margins import Line, take_margins
from parsers.pdf_notes import take_notes
from parsers.pdf_page import Page, Segment
from parsers.pdf_text import APART, CELL_GAP, SPACE, cell, joined
from parsers.unwrap import opens_item

#: Edges that differ by less than so much of the letter size are meant to be the same.
_ALIGNED = 0.35
#: A full line ends beyond so much of the page's width.
_FULL = 0.8
#: A heading's line ends within so much of the text's width.
_SHORT = 0.75
#: Lines of one cell stand no further apart than so many letter sizes.
_CELL_LEADING = 1.45
_FIGURE = re.compile(r"[\d.,%/ -]+")
_SENTENCE_END = re.compile(r"[.;!?…][)\"”]?\s*$")
_ENDS = re.compile(r"[.;:!?…)\"”]$")


@dataclass(frozen=True, slots=True)
class _Geometry:
    """Where text stands on the pages of one document."""

    left: float
    right: float
    #: Distance of baselines inside a paragraph, in letter sizes; 0 where not known.
    leading: float


def lay_out(pages: Sequence[Page]) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Return the blocks of a document in reading order, and the text of its page headers and footers."""
    # Tables first: a heading row that is drawn again on every page is no page header.
    grids = [take_grids(page) for page in pages]
    margins = take_margins(pages)
    for page in pages:
        take_notes(page)
    text = _Text(pages, grids, _geometry(pages))
    for page, drawn in zip(pages, grids, strict=True):
        for part in _in_order(page, drawn):
            if isinstance(part, Grid):
                text.add_grid(part, page)
            elif len(part) == 1 and len(part[0]) == 1:
                text.add_line(part[0][0])
            else:
                text.add_band(part, page)
    text.end_paragraph()
    return tuple(text.blocks), margins


class _Text:
    """Blocks of a document as its pages are gone through."""

    def __init__(self, pages: Sequence[Page], grids: Sequence[Sequence[Grid]], geometry: _Geometry) -> None:
        self.blocks: list[Block] = []
        self._pages, self._grids, self._geometry = pages, grids, geometry
        self._lines: list[Segment] = []
        self._tables = 0
        #: The page on which a drawn table ended last, and that table: nothing has come behind it.
        self._open_grid: tuple[int, Table] | None = None

    def add_line(self, line: Segment) -> None:
        """Add a line that stands alone."""
        if self._lines and not _continues(self._lines, line, self._geometry):
            self.end_paragraph()
        self._lines.append(line)
        self._open_grid = None

    def add_band(self, band: Sequence[Line], page: Page) -> None:
        """Add lines that stand in columns."""
        self.end_paragraph()
        self._open_grid = None
        self.blocks.append(_table(band, page, self._next_table(page)))

    def add_grid(self, grid: Grid, page: Page) -> None:
        """Add a drawn table, to the one that the page before ended with where it goes on."""
        self.end_paragraph()
        table = grid.table(self._next_table(page))
        whole = None
        if self._open_grid is not None and self._open_grid[0] == page.number - 1:
            whole = continued(self._open_grid[1], table)
        if whole is not None:
            self.blocks.pop()
        self.blocks.append(whole or table)
        self._open_grid = page.number, whole or table

    def end_paragraph(self) -> None:
        """End the paragraph that is open."""
        if self._lines:
            self.blocks.append(self._paragraph())
            self._lines = []

    def _next_table(self, page: Page) -> str:
        self._tables += 1
        return f"trang {page.number} bảng {self._tables}"

    def _paragraph(self) -> Paragraph:
        first, last = self._lines[0], self._lines[-1]
        place = next(n for n, line in enumerate(self._pages[first.page - 1].lines, start=1) if first in line)
        place += sum(len(grid.lines) for grid in self._grids[first.page - 1] if grid.rows[0] > first.baseline)
        return joined(self._lines, f"trang {first.page} dòng {place}", _centered(last, self._geometry))


def _in_order(page: Page, grids: Sequence[Grid]) -> Iterator[Grid | list[Line]]:
    """Yield drawn tables and the lines and columns around them, from the top."""
    rest = list(page.lines)
    for grid in grids:
        yield from _bands([line for line in rest if line[0].baseline > grid.rows[0]])
        rest = [line for line in rest if line[0].baseline <= grid.rows[0]]
        yield grid
    yield from _bands(rest)


# ---- paragraphs


def _geometry(pages: Sequence[Page]) -> _Geometry:
    single = [line[0] for page in pages for line in page.lines if len(line) == 1]
    if not single:
        return _Geometry(0, 0, 0)
    lefts = Counter(round(line.left) for line in single)
    longest = max(line.right for line in single)
    # Full lines end within a point or two of the edge; a few letters run over it.
    rights = Counter(round(line.right) for line in single if line.right > longest - single[0].size)
    pairs = pairwise(single)
    steps = Counter(round((a.baseline - b.baseline) / a.size, 1) for a, b in pairs if a.page == b.page and a.size)
    left = float(max(lefts, key=lambda left: lefts[left]))
    right = float(max(rights, key=lambda right: rights[right]))
    # Where no line comes near the other side of the page, none is full.
    return _Geometry(
        left=left,
        right=right if right > _FULL * pages[0].width else max(right, pages[0].width - left),
        leading=max(steps, key=lambda step: steps[step]) if steps else 0,
    )


def _continues(paragraph: Sequence[Segment], line: Segment, geometry: _Geometry) -> bool:
    """Whether `line` belongs to `paragraph`: its first word did not fit before, and edges, distance and looks agree."""
    last = paragraph[-1]
    distance = (last.baseline - line.baseline) / last.size
    if line.page == last.page and geometry.leading and distance > geometry.leading * APART:
        return False
    if abs(last.size - line.size) > 1 or _fits(last, line, geometry.right) or _stands_apart(last, line, geometry):
        return False
    if last.bold != line.words[0].bold and not (last.bold and line.text[0].islower()):
        return False
    if _centered(line, geometry):
        return _symmetrical(last, geometry)
    return not _centered(last, geometry) and _edges_agree(paragraph, line, geometry)


def _fits(last: Segment, line: Segment, right: float) -> bool:
    """Whether the first word of `line` would have fitted on the line before: then the writer broke it."""
    return last.right + SPACE * last.size + (line.words[0].right - line.left) <= right


def _stands_apart(last: Segment, line: Segment, geometry: _Geometry) -> bool:
    """Whether a sentence happens to fill the line before, and `line` is an item or a heading rather than its end.

    The end of a paragraph ends as a sentence; a paragraph that goes on with a new sentence fills the line.
    """
    if not _SENTENCE_END.search(last.text):
        return False
    short = line.right < geometry.left + _SHORT * (geometry.right - geometry.left)
    heading = short and line.text[0].isupper() and not _SENTENCE_END.search(line.text)
    return heading or opens_item(line.text)


def _edges_agree(paragraph: Sequence[Segment], line: Segment, geometry: _Geometry) -> bool:
    first, last = paragraph[0], paragraph[-1]
    slack = _ALIGNED * line.size
    if len(paragraph) > 1:
        new_item = abs(line.left - first.left) <= slack and opens_item(line.text)
        return abs(line.left - last.left) <= slack and not new_item
    if line.left < first.left - slack:
        return True
    if line.left > first.left + slack:
        hanging = first.words[1].left if len(first.words) > 1 else first.left
        return opens_item(first.text) and abs(line.left - hanging) <= 2 * slack
    if opens_item(line.text):
        return False
    # Both are indented: where the text's own edge is further left, an indented line begins a paragraph.
    return first.left <= geometry.left + slack or not _ENDS.search(first.text)


def _symmetrical(line: Segment, geometry: _Geometry) -> bool:
    return abs((line.left - geometry.left) - (geometry.right - line.right)) <= 1.2 * line.size


def _centered(line: Segment, geometry: _Geometry) -> bool:
    return _symmetrical(line, geometry) and line.left - geometry.left > 2.5 * line.size


# ---- columns and tables


def _bands(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield single lines one by one, and lines that stand in columns together."""
    index = 0
    while index < len(lines):
        band = [lines[index]]
        if len(lines[index]) > 1:
            while index + len(band) < len(lines) and _same_band(band, lines[index + len(band)]):
                band.append(lines[index + len(band)])
        yield band
        index += len(band)


def _same_band(band: Sequence[Line], line: Line) -> bool:
    columns = _columns(band)
    above = band[-1][0]
    distance = (above.baseline - line[0].baseline) / above.size
    if abs(line[0].size - above.size) > 1 or distance > 2.5:
        return False
    if len(line) > 1:
        return len(_columns([*band, line])) > 1
    inside = [c for c in columns if c[0] < line[0].right and line[0].left < c[1]]
    return len(inside) == 1 and distance <= _CELL_LEADING and _aligned(line[0], inside[0])


def _aligned(line: Segment, column: tuple[float, float]) -> bool:
    slack = _ALIGNED * line.size
    centre = abs((line.left + line.right) - (column[0] + column[1])) <= 4 * slack
    return abs(line.left - column[0]) <= slack or abs(line.right - column[1]) <= slack or centre


def _columns(band: Sequence[Line]) -> list[tuple[float, float]]:
    """Return the left and right edges of the columns in which the segments of `band` stand."""
    columns: list[tuple[float, float]] = []
    for segment in sorted((s for line in band for s in line), key=lambda s: s.left):
        if columns and segment.left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], segment.right))
        else:
            columns.append((segment.left, segment.right))
    return columns


def _table(band: Sequence[Line], page: Page, where: str) -> Table:
    fine = [tuple(piece for segment in line for piece in segment.split(CELL_GAP)) for line in band]
    columns = _columns(band)
    if len(columns) > 2:
        # In a table of figures a name may come close to the figure beside it.
        columns = max(columns, _columns(fine), key=len)
    cut = [_cut(line, columns) for line in fine]
    rules = [rule for rule in page.rules if band[-1][0].baseline < rule < band[0][0].baseline]
    rows = _rows(band, cut, rules)
    ends = [left for left, _ in columns[1:]] + [page.width]
    cells = tuple(
        tuple(cell(column, end, f"{where} dòng {n}") for column, end in zip(zip(*row, strict=True), ends, strict=True))
        for n, row in enumerate(rows, 1)
    )
    return Table(rows=cells, where=where, borderless=not rules)


def _cut(line: Line, columns: Sequence[tuple[float, float]]) -> list[Segment | None]:
    """Return one piece of `line` for each column, None where it has none."""
    words = [word for segment in line for word in segment.words]
    cells: list[Segment | None] = []
    for left, right in columns:
        inside = tuple(word for word in words if left - 0.1 <= word.left < right)
        cells.append(Segment(inside, line[0].baseline, line[0].size, line[0].page) if inside else None)
    return cells


def _rows(
    band: Sequence[Line], cut: Sequence[list[Segment | None]], rules: Sequence[float]
) -> list[list[list[Segment | None]]]:
    """Group lines into rows: by lines drawn between them, else each line that fills several columns begins one.

    Two columns of words without rules are a letterhead or signatures: one row, to be read column by column.
    """
    side_by_side = not rules and len(cut[0]) == 2 and not _mostly_figures(cells[1] for cells in cut)
    rows: list[list[list[Segment | None]]] = []
    for n, cells in enumerate(cut):
        ruled = any(band[n][0].baseline < rule < band[n - 1][0].baseline for rule in rules) if n else True
        begins = ruled if rules else not side_by_side and sum(cell is not None for cell in cells) > 1
        if n == 0 or begins:
            rows.append([])
        rows[-1].append(cells)
    return rows


def _mostly_figures(cells: Iterator[Segment | None]) -> bool:
    filled = [cell.text for cell in cells if cell is not None]
    return sum(bool(_FIGURE.fullmatch(text)) for text in filled) > 0.5 * len(filled)
