"""Tables of a Word file: put together from paragraphs that say how deep they stand and what they end.

[MS-DOC] 2.4.3 (overview of tables), 2.9.324 (row definition), 2.9.313 (cells). Cells of different rows are brought
into columns by where their edges lie.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from domain.document import Block, Cell, Table
from parsers.seen import Seen

_DEFINE, _MERGE_DOWN, _STYLE = 0xD608, 0xD62B, 0x563A
#: Sprms that set borders → where the kinds of the lines stand in their operands.
_BORDERS = {
    0xD605: range(1, 24, 4),
    0xD613: range(5, 48, 8),
    0xD620: range(4, 5),
    0xD62F: range(8, 9),
}
_CELL, _CELL_BORDERS = 20, range(5, 20, 4)
#: Edges that differ by so many twips (a twentieth of a point) are one.
_SAME_EDGE = 20
_CONTINUES, _BEGINS = 1, 3
#: A line of this kind is none, or is left to the table.
_NO_LINES = frozenset({0, 0xFF})
#: Tables deeper than that are no tables that anybody wrote.
DEEPEST = 30

Changes = Iterable[tuple[int, bytes]]


@dataclass(slots=True)
class _DraftCell:
    blocks: tuple[Block, ...]
    left: int | None = None
    right: int | None = None
    down: int = 0
    row_span: int = 1


@dataclass(slots=True)
class _DraftTable:
    name: str
    rows: list[list[_DraftCell]] = field(default_factory=list)
    cells: list[_DraftCell] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    bordered: bool = False

    def end_cell(self) -> None:
        self.cells.append(_DraftCell(tuple(self.blocks)))
        self.blocks = []

    def end_row(self, changes: Changes) -> None:
        if self.blocks:
            self.end_cell()
        row = _Row()
        for sprm, operand in changes:
            row.change(sprm, operand)
        if self.cells:
            self.rows.append(row.merged(self.cells))
        self.bordered |= row.bordered
        self.cells = []

    def finished(self) -> Table | None:
        self.end_row(())
        edges = _columns(edge for row in self.rows for cell in row for edge in (cell.left, cell.right))
        _merge_down(self.rows, edges)
        rows = tuple(tuple(_cell(draft, edges) for draft in row) for row in self.rows if row)
        return Table(rows=rows, where=self.name, borderless=not self.bordered) if rows else None


@dataclass(slots=True)
class _Row:
    """What the properties of one row say."""

    edges: tuple[int, ...] = ()
    across: list[int] = field(default_factory=list)
    down: list[int] = field(default_factory=list)
    bordered: bool = False

    def change(self, sprm: int, operand: bytes) -> None:
        if sprm == _DEFINE:
            self._define(operand)
        elif sprm == _MERGE_DOWN and len(operand) == 2 and operand[0] < len(self.down):
            self.down[operand[0]] = operand[1] & 3
        elif sprm in _BORDERS:
            self.bordered |= _drawn(operand, (at - 1 for at in _BORDERS[sprm]))

    def _define(self, operand: bytes) -> None:
        count = operand[0] if operand else 0
        cells = 1 + 2 * (count + 1)
        if len(operand) < cells:
            return
        self.edges = tuple(int.from_bytes(operand[n : n + 2], "little", signed=True) for n in range(1, cells, 2))
        self.across, self.down = [0] * count, [0] * count
        for index in range(count):
            cell = operand[cells + _CELL * index : cells + _CELL * (index + 1)]
            flags = int.from_bytes(cell[:2], "little")
            self.across[index], self.down[index] = flags & 3, flags >> 5 & 3
            self.bordered |= _drawn(cell, _CELL_BORDERS)

    def merged(self, cells: list[_DraftCell]) -> list[_DraftCell]:
        """Return the cells with their edges, those merged into their left neighbour gone."""
        found: list[_DraftCell] = []
        group = 0
        for index, cell in enumerate(cells):
            across = self.across[index] if index < len(self.across) else 0
            if index < len(self.down):
                cell.left, cell.right, cell.down = self.edges[index], self.edges[index + 1], self.down[index]
            # The first of merged cells has one mark and the others another; which is which changed over time.
            if across and group not in (0, across) and found and not _says(cell):
                found[-1].right = cell.right
                continue
            group = across
            found.append(cell)
        return found


class Layout:
    """Blocks in the order of the text, those in tables put into cells."""

    def __init__(self, seen: Seen, place: str = "") -> None:
        self._seen = seen
        self._outer = place
        self._open: list[_DraftTable] = []
        self._blocks: list[Block] = []

    def enter(self, depth: int) -> None:
        """Go to where a paragraph stands that is inside `depth` tables."""
        depth = min(depth, DEEPEST)
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._seen.tables += 1
            self._open.append(_DraftTable(f"bảng {self._seen.tables}"))

    def _close(self) -> None:
        table = self._open.pop().finished()
        if table is not None:
            self.add((table,))

    @property
    def place(self) -> str:
        """Where the next paragraph stands, '' outside of all tables."""
        return f"{self._open[-1].name} dòng {len(self._open[-1].rows) + 1}" if self._open else self._outer

    def add(self, blocks: Iterable[Block]) -> None:
        """Put blocks where the walk is."""
        (self._open[-1].blocks if self._open else self._blocks).extend(blocks)

    def end_cell(self) -> None:
        """Close the innermost cell."""
        if self._open:
            self._open[-1].end_cell()

    def end_row(self, changes: Changes) -> None:
        """Close the innermost row, which has these properties."""
        if self._open:
            self._open[-1].end_row(changes)

    def finished(self) -> tuple[Block, ...]:
        """Return all blocks, tables closed."""
        self.enter(0)
        return tuple(self._blocks)


def row_style(changes: Changes) -> int | None:
    """Return the index of the table style that a row names, None where it names none."""
    return next((int.from_bytes(operand, "little") for sprm, operand in changes if sprm == _STYLE), None)


def _drawn(operand: bytes, places: Iterable[int]) -> bool:
    return any(operand[at] not in _NO_LINES for at in places if at < len(operand))


def _says(cell: _DraftCell) -> bool:
    return bool(cell.blocks)


def _columns(edges: Iterable[int | None]) -> list[int]:
    """Return the edges of a table's columns from left to right, close ones as one."""
    found: list[int] = []
    for edge in sorted({edge for edge in edges if edge is not None}):
        if not found or edge - found[-1] > _SAME_EDGE:
            found.append(edge)
    return found


def _column(edge: int, columns: list[int]) -> int:
    return min(range(len(columns)), key=lambda n: abs(columns[n] - edge))


def _cell(draft: _DraftCell, columns: list[int]) -> Cell:
    span = 1
    if draft.left is not None and draft.right is not None:
        span = max(1, _column(draft.right, columns) - _column(draft.left, columns))
    return Cell(blocks=draft.blocks, column_span=span, row_span=draft.row_span)


def _merge_down(rows: list[list[_DraftCell]], columns: list[int]) -> None:
    """Take out the cells that continue the one above, and let that one span them."""
    open_cells: dict[int, _DraftCell] = {}
    for row in rows:
        for cell in list(row):
            column = _column(cell.left, columns) if cell.left is not None else -1
            if cell.down == _CONTINUES and column in open_cells and not _says(cell):
                open_cells[column].row_span += 1
                row.remove(cell)
                continue
            open_cells.pop(column, None)
            if cell.down == _BEGINS:
                open_cells[column] = cell
