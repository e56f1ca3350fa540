"""From the lines of a PDF back to what its writer typed: paragraphs, columns side by side, tables, page margins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.document import Block, Cell, Paragraph, Table
from parsers.pdf_margins import Line, take_margins
from parsers.pdf_page import Page, Segment
from parsers.tidy import tidy
from parsers.unwrap import opens_item

#: Edges that differ by less than so much of the letter size are meant to be the same.
_ALIGNED = 0.35
#: A full line ends beyond so much of the page's width.
_FULL = 0.8
#: Lines further apart than so many times the usual distance are two paragraphs.
_APART = 1.15
#: Inside a table a gap of so much of the letter size parts two cells.
_CELL_GAP = 0.8
#: Lines of one cell stand no further apart than so many letter sizes.
_CELL_LEADING = 1.45
#: Width of a space in most fonts, in letter sizes.
_SPACE = 0.25
_FIGURE = re.compile(r"[\d.,%/ -]+")
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
    margins = take_margins(pages)
    geometry = _geometry(pages)
    blocks: list[Block] = []
    paragraph: list[Segment] = []
    tables = 0
    for page in pages:
        for band in _bands(page.lines):
            if len(band) == 1 and len(band[0]) == 1:
                line = band[0][0]
                if paragraph and not _continues(paragraph, line, geometry):
                    blocks.append(_paragraph(paragraph, pages, geometry))
                    paragraph = []
                paragraph.append(line)
                continue
            if paragraph:
                blocks.append(_paragraph(paragraph, pages, geometry))
                paragraph = []
            tables += 1
            blocks.append(_table(band, page, f"trang {page.number} bảng {tables}"))
    if paragraph:
        blocks.append(_paragraph(paragraph, pages, geometry))
    return tuple(blocks), margins


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
    if line.page == last.page and geometry.leading and distance > geometry.leading * _APART:
        return False
    if abs(last.size - line.size) > 1 or _fits(last, line, geometry.right):
        return False
    if last.bold != line.words[0].bold and not (last.bold and line.text[0].islower()):
        return False
    if _centered(line, geometry):
        return _symmetrical(last, geometry)
    return not _centered(last, geometry) and _edges_agree(paragraph, line, geometry)


def _fits(last: Segment, line: Segment, right: float) -> bool:
    """Whether the first word of `line` would have fitted on the line before: then the writer broke it."""
    return last.right + _SPACE * last.size + (line.words[0].right - line.left) <= right


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


def _paragraph(lines: Sequence[Segment], pages: Sequence[Page], geometry: _Geometry) -> Paragraph:
    place = next(n for n, line in enumerate(pages[lines[0].page - 1].lines, start=1) if lines[0] in line)
    return _joined(lines, f"trang {lines[0].page} dòng {place}", all(_centered(line, geometry) for line in lines[-1:]))


def _joined(lines: Sequence[Segment], where: str, centered: bool = False) -> Paragraph:
    words = [word for line in lines for word in line.words]
    text = tidy(" ".join(word.text for word in words))
    light = next((n for n, word in enumerate(words) if not word.bold), None)
    bold = len(text) if light is None else len(tidy(" ".join(word.text for word in words[:light])))
    return Paragraph(text=text, bold_until=bold, centered=centered, where=where)


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
    fine = [tuple(piece for segment in line for piece in segment.split(_CELL_GAP)) for line in band]
    columns = _columns(band)
    if len(columns) > 2:
        # In a table of figures a name may come close to the figure beside it.
        columns = max(columns, _columns(fine), key=len)
    cut = [_cut(line, columns) for line in fine]
    rules = [rule for rule in page.rules if band[-1][0].baseline < rule < band[0][0].baseline]
    rows = _rows(band, cut, rules)
    ends = [left for left, _ in columns[1:]] + [page.width]
    cells = tuple(
        tuple(_cell(column, end, f"{where} dòng {n}") for column, end in zip(zip(*row, strict=True), ends, strict=True))
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


def _cell(lines: Sequence[Segment | None], end: float, where: str) -> Cell:
    """Join the lines of one cell; `end` is where the next column begins."""
    filled = [line for line in lines if line is not None]
    steps = [above.baseline - below.baseline for above, below in pairwise(filled)]
    spaced = bool(steps) and max(steps) > _APART * min(steps)
    paragraphs: list[list[Segment]] = []
    for n, line in enumerate(filled):
        close = n > 0 and (steps[n - 1] <= _APART * min(steps) if spaced else not _has_room(filled[n - 1], line, end))
        if close and filled[n - 1].bold == line.words[0].bold and not opens_item(line.text):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return Cell(blocks=tuple(_joined(lines, where) for lines in paragraphs))


def _has_room(last: Segment, line: Segment, end: float) -> bool:
    """Whether the first word of `line` could have stood behind `last` in a cell that reaches to `end`."""
    if line.text[0].islower():
        return False
    return last.right + _SPACE * last.size + line.words[0].right - line.left < end - _CELL_GAP * last.size
