"""What an RTF story (the body, a footnote, a header, a text box) is made of: paragraphs, cells, rows."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from domain.document import Block, Cell, Paragraph, Table
from parsers.seen import Seen
from parsers.word_styles import Look
from parsers.word_text import Pieces, put_together

#: Tables nested deeper than a person can write them are cut off.
_DEEPEST = 16
#: Right edges of cells that differ by less than so many twips are one column's.
_SAME_EDGE = 100


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """Paragraph formatting, as far as it matters here (RTF specification, 'Paragraph Formatting Properties')."""

    in_table: bool = False
    #: \\itap: 1 in a table, 2 in a table in a table's cell.
    nesting: int | None = None
    centered: bool = False
    outline: int | None = None
    style: int | None = None
    level: int = 0
    listed: bool = False

    @property
    def depth(self) -> int:
        """How many tables the paragraph stands in."""
        return min(self.nesting if self.nesting else int(self.in_table), _DEEPEST)


@dataclass(slots=True)
class CellDefinition:
    """One \\cellx with what was said before it."""

    right: int = 0
    begins_down: bool = False
    goes_on_down: bool = False
    goes_on_across: bool = False


@dataclass(slots=True)
class RowDefinition:
    """What \\trowd begins."""

    cells: list[CellDefinition] = field(default_factory=list)
    coming: CellDefinition = field(default_factory=CellDefinition)
    bordered: bool = False

    def end_cell(self, right: int) -> None:
        """Take \\cellx: what was said so far is about the cell that ends there."""
        self.coming.right = right
        self.cells.append(self.coming)
        self.coming = CellDefinition()


@dataclass(slots=True)
class _Row:
    cells: list[list[Block]]
    definition: RowDefinition


@dataclass(slots=True)
class _Level:
    """A table that is being read, or the story around all tables: what stands in its open cell, and what is done."""

    name: str = ""
    blocks: list[Block] = field(default_factory=list)
    cells: list[list[Block]] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)

    @property
    def place(self) -> str:
        return f"{self.name} dòng {len(self.rows) + 1}" if self.name else ""


@dataclass(slots=True)
class _Draft:
    """A cell while rows that continue it may still come."""

    blocks: list[Block]
    column_span: int
    row_span: int = 1


class Story:
    """Gathers one story."""

    def __init__(self, seen: Seen, outlines: Mapping[int, int], left_out: Set[int | None]) -> None:
        """`outlines`: paragraph style → its outline level; `left_out`: styles of contents tables."""
        self.gathered = Pieces()
        self.label: list[tuple[str, Look]] = []
        self._seen, self._outlines, self._left_out = seen, outlines, left_out
        self._levels = [_Level()]

    def end_paragraph(self, look: ParagraphLook, depth: int | None = None) -> None:
        """Put what was gathered where the paragraph's formatting says, `depth` tables deep."""
        level = self._at(look.depth if depth is None else depth)
        gathered, self.gathered = self.gathered, Pieces()
        label, self.label = put_together(self.label).text, []
        level.blocks.extend(gathered.boxes_before)
        text = put_together(gathered.pieces)
        number = label if any(map(str.isalnum, label)) else ""
        if (text.text or gathered.footnotes or number) and look.style not in self._left_out:
            self._seen.paragraphs += 1
            level.blocks.append(
                Paragraph(
                    text=text.text,
                    label=label,
                    list_level=look.level if label or look.listed else None,
                    outline_level=self._outline(look),
                    bold_until=text.bold_until,
                    italic=text.italic,
                    underlined=text.underlined,
                    centered=look.centered,
                    where=level.place or f"đoạn {self._seen.paragraphs}",
                    footnotes=tuple(gathered.footnotes),
                )
            )
        level.blocks.extend(gathered.boxes_behind)

    def _outline(self, look: ParagraphLook) -> int | None:
        own = self._outlines.get(look.style) if look.outline is None and look.style is not None else look.outline
        return own if own is not None and 0 <= own < 9 else None

    def end_cell(self, look: ParagraphLook, nested: bool) -> None:
        """Take \\cell or \\nestcell, which ends the last paragraph of a cell too."""
        depth = max(look.depth, 2) if nested else 1
        self.end_paragraph(look, depth)
        level = self._at(depth)
        level.cells.append(level.blocks)
        level.blocks = []

    def end_row(self, look: ParagraphLook, definition: RowDefinition, nested: bool) -> None:
        """Take \\row or \\nestrow."""
        level = self._at(max(look.depth, 2) if nested else 1)
        level.rows.append(_Row(level.cells, definition))
        level.cells = []

    def finish(self, look: ParagraphLook) -> tuple[Block, ...]:
        """End what is open; return all blocks."""
        unfinished = bool(self.gathered.pieces or self.gathered.boxes_before or self.gathered.footnotes)
        if unfinished:
            self.end_paragraph(look)
        return tuple(self._at(0).blocks)

    def _at(self, depth: int) -> _Level:
        """Return the level `depth` tables deep; tables deeper than that are done."""
        while len(self._levels) - 1 > depth:
            done = self._levels.pop()
            if done.blocks:
                done.cells.append(done.blocks)
            if done.cells:
                done.rows.append(_Row(done.cells, RowDefinition()))
            if done.rows:
                self._levels[-1].blocks.append(_table(done.rows, done.name))
        while len(self._levels) - 1 < depth:
            self._seen.tables += 1
            self._levels.append(_Level(f"bảng {self._seen.tables}"))
        return self._levels[-1]


def _table(rows: list[_Row], where: str) -> Table:
    edges = sorted({cell.right // _SAME_EDGE for row in rows for cell in row.definition.cells})
    column_of = {edge: n for n, edge in enumerate(edges, start=1)}
    open_cells: dict[int, _Draft] = {}
    drafts = [_row(row, column_of, open_cells) for row in rows]
    return Table(
        rows=tuple(tuple(Cell(blocks=tuple(d.blocks), column_span=d.column_span, row_span=d.row_span) for d in row)
                   for row in drafts),
        where=where,
        borderless=not any(row.definition.bordered for row in rows),
    )  # fmt: skip


def _row(row: _Row, column_of: Mapping[int, int], open_cells: dict[int, _Draft]) -> list[_Draft]:
    drafts: list[_Draft] = []
    left = 0
    for n, blocks in enumerate(row.cells):
        known = n < len(row.definition.cells)
        cell = row.definition.cells[n] if known else CellDefinition()
        right = max(left + 1, column_of[cell.right // _SAME_EDGE] if known else 0)
        if cell.goes_on_across and drafts:
            drafts[-1].column_span += right - left
            drafts[-1].blocks.extend(blocks)
        elif cell.goes_on_down and left in open_cells:
            open_cells[left].row_span += 1
            open_cells[left].blocks.extend(blocks)
        else:
            drafts.append(_Draft(blocks, right - left))
            open_cells.pop(left, None)
            if cell.begins_down:
                open_cells[left] = drafts[-1]
        left = right
    return drafts
