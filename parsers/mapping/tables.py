"""Tables: used for layout, for figures, or to write a report in line by line."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.document import Cell, Paragraph, Table, walk_paragraphs
from domain.vietnamese import fold
from parsers.mapping.grids import NAMES_A_SECTION, heads_numbers
from parsers.mapping.titles import Titles
from parsers.mapping.words import phrases

#: A letterhead or signature has no more cells.
_MOST_CELLS = 8
#: A report that is written line by line into a sheet has more rows than this.
_FEWEST_LINES = 6
#: A cell that holds nothing but a line's number or bullet; Excel makes 1,1 of 1.1.
_ONLY_NUMBER = re.compile(r"(?:[IVX]{1,5}|\d{1,2}(?:[.,]\d{1,2}){0,3}|[a-zA-ZđĐ])\s*[.)/:-]?|[-–+*•]")


def row_text(row: tuple[Cell, ...]) -> str:
    """Return the cells of a row joined as they are filed."""
    return " | ".join(" ".join(cell.text.split()) for cell in row).strip()


def is_layout(table: Table) -> bool:
    """Whether a table only puts text side by side: a letterhead, a signature, a page in one cell."""
    cells = [cell for row in table.rows for cell in row]
    if not cells or max(len(row) for row in table.rows) == 1:
        return True
    if len(cells) <= _MOST_CELLS:
        text = f" {fold(' '.join(cell.text for cell in cells))} "
        if any(phrase in text for phrase in (*phrases().letterhead, "noi nhan")):
            return True
    return bool(table.borderless) and len(table.rows) <= 3 and len(table.rows[0]) <= 3


def outline_rows(table: Table, titles: Titles) -> list[tuple[Paragraph, ...]]:
    """Return row by row the paragraphs of a sheet that holds a report line by line; empty for any other table.

    Such a row is a line of text with at most its number in a cell before it: as units write a report in Excel. Texts
    side by side are a letterhead or a signature. A row of another form, of figures, is ().
    """
    lines = [_line_of(row) for row in table.rows]
    filled = sum(any(cell.text for cell in row) for row in table.rows)
    written = [line for line in lines if line]
    named = sum(titles.best(line[0].text) >= NAMES_A_SECTION for line in written)
    if len(written) < max(_FEWEST_LINES, 0.6 * filled) or named < 2:
        return []
    return [line or _side_by_side(row) for line, row in zip(lines, table.rows, strict=True)]


def is_column_head(row: tuple[Cell, ...]) -> bool:
    """Whether a row only heads the columns of a sheet: 'TT | Nội dung'."""
    words = [fold(cell.text) for cell in row if cell.text]
    return heads_numbers(words) and not any(c.isdigit() for word in words for c in word)


def _line_of(row: tuple[Cell, ...]) -> tuple[Paragraph, ...]:
    """Return the paragraphs of a row that is one line, its number as their label; () for any other row."""
    filled = [cell for cell in row if cell.text]
    if not filled:
        return ()
    *before, last = filled
    if len(before) > 1 or (before and not _ONLY_NUMBER.fullmatch(before[0].text.strip())):
        return ()
    label = before[0].text.strip().replace(",", ".") if before else ""
    first, *more = _written(last)
    return (replace(first, label=first.label or label), *more)


def _side_by_side(row: tuple[Cell, ...]) -> tuple[Paragraph, ...]:
    filled = [cell for cell in row if cell.text]
    words = len(filled) == 2 and all(any(c.isalpha() for c in cell.text) for cell in filled)
    return tuple(p for cell in filled for p in _written(cell)) if words else ()


def _written(cell: Cell) -> list[Paragraph]:
    return [p for p in walk_paragraphs(cell.blocks) if p.text.strip()]
