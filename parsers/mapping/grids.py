"""Reports written as a table: one column names the sections, those beside it hold what is said about them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.document import Cell, Paragraph, Table, walk_paragraphs
from domain.vietnamese import fold
from parsers.mapping.titles import Node, Titles
from parsers.mapping.words import RESULTS, phrases, role_of

#: From this likeness on a cell names a section.
NAMES_A_SECTION = 0.72
#: From this likeness on the head of a column names the section that all its cells are for.
_NAMES_A_COLUMN = 0.55
#: From this likeness on it is known which section a row is about.
_KNOWN = 0.45
#: Titles that differ by no more in likeness are not told apart by it alone.
_NEARLY = 0.15
_LONGEST_TITLE = 250
#: What is said in fewer words is a figure ('45 người').
_FEWEST_WORDS = 3
#: A cell of a letterhead or a signature block is shorter.
_LONGEST_FRAME = 400
#: A report written as a table has no more rows; its sections are named in one of the first columns.
_MOST_ROWS = 200
_FIRST_COLUMNS = 3
_NUMBER_HEADS = frozenset({"tt", "stt", "so tt", "so thu tu"})
_SECTION_HEADS = ("noi dung", "linh vuc", "muc", "cong tac", "nhiem vu", "chuyen de")

Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class CellTitle:
    """A cell, or the head of a column, that stands for a heading."""

    text: str


@dataclass(frozen=True, slots=True)
class ColumnText:
    """All that a column says whose cells are for one section, wherever this stands in the report."""

    section: Node
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class _Column:
    """A column beside the sections: its head, and what that says its cells hold."""

    at: int
    title: str
    role: str | None
    #: The one section that all its cells are for ('Kiến nghị'), None where they are for the section of their row.
    section: Node | None


@dataclass(frozen=True, slots=True)
class Grid:
    """How a report written as a table is laid out."""

    #: Which column names the sections.
    column: int
    #: Row of the column heads, None where there is none.
    head: int | None
    contents: tuple[_Column, ...]


@dataclass
class _Group:
    """The rows about one section: where its cell is empty, a row goes on with what the one above is about."""

    title: str
    section: Node | None
    #: Whether that section, or another that the title is nearly as like, is told by results and shortcomings.
    with_roles: bool
    rows: list[Row]
    #: What columns that are for this section hold in other rows.
    more: list[Paragraph] = field(default_factory=list)


def grid_of(table: Table, titles: Titles) -> Grid | None:
    """Return how a table that is written section by section is laid out, None for any other table.

    Lines above the column heads and below the last section, as sheets have them, may stand in it as well.
    """
    width = max(len(row) for row in table.rows)
    if width < 2 or not 2 <= len(table.rows) <= _MOST_ROWS:
        return None
    columns = range(min(width - 1, _FIRST_COLUMNS))
    told = [[names_section(row, at, titles) and _says(row[at + 1 :]) for row in table.rows] for at in columns]
    column = max(columns, key=lambda at: sum(told[at]))
    named, said = sum(told[column]), sum(_filled(row[column + 1 :]) > 0 for row in table.rows)
    if named < 2 or named < 0.5 * (said - 1):
        return None
    above = table.rows[: told[column].index(True)]
    head = next((i for i, row in enumerate(above) if _heads_columns(row, titles)), None)
    if head is None and above and _filled(above[0]) > 1 and not _frames(above[0]):
        head = 0
    heads = table.rows[head] if head is not None else ()
    texts = [(at, heads[at].text if at < len(heads) else "") for at in range(column + 1, width)]
    first = next((node for row in table.rows if (node := _section_of_row(row, column, titles))), None)
    return Grid(column, head, tuple(_column(at, text, titles, first) for at, text in texts))


def names_section(row: Row, column: int, titles: Titles) -> bool:
    """Whether the cell of a row names a section."""
    text = row[column].text if column < len(row) else ""
    return 3 < len(text) < _LONGEST_TITLE and titles.best(text) >= NAMES_A_SECTION


def heads_numbers(words: Sequence[str]) -> bool:
    """Whether the folded words of a row begin with the head of a column of numbers."""
    return bool(words) and words[0] in _NUMBER_HEADS


def _filled(row: Row) -> int:
    return sum(bool(cell.text) for cell in row)


def _says(cells: Row) -> bool:
    """Whether one of the cells says something, other than a figure and what it counts."""
    return any(sum(word[:1].isalpha() for word in cell.text.split()) >= _FEWEST_WORDS for cell in cells)


def _heads_columns(row: Row, titles: Titles) -> bool:
    words = [fold(cell.text) for cell in row if cell.text]
    if len(words) < 2 or max(map(len, words)) > 80:
        return False
    known = heads_numbers(words) or words[0].startswith(_SECTION_HEADS)
    return known or any(role_of(cell.text) or _section_of_column(cell.text, titles) for cell in row[1:])


def _frames(row: Row) -> bool:
    """Whether a row is of a letterhead or a signature block."""
    known = phrases()
    texts = [cell.text for cell in row if 0 < len(cell.text) < _LONGEST_FRAME]
    closings = [fold(text) for text in texts if text.isupper()]
    if any(fold(text).startswith("noi nhan") for text in texts) or any(c.startswith(known.closing) for c in closings):
        return True
    heads = "  ".join(map(fold, texts))
    return any(f" {phrase} " in f" {heads} " for phrase in known.letterhead)


def _section_of_row(row: Row, column: int, titles: Titles) -> Node | None:
    return _best(row[column].text, titles, NAMES_A_SECTION) if names_section(row, column, titles) else None


def _column(at: int, title: str, titles: Titles, first: Node | None) -> _Column:
    """Read the head of a column: it may be for a section that comes after the `first` of the rows, as advice does."""
    section = _section_of_column(title, titles)
    after = section is not None and first is not None and section.index > first.index
    return _Column(at, title, role_of(title), section if after else None)


def _section_of_column(title: str, titles: Titles) -> Node | None:
    if not title or role_of(title) or fold(title).startswith("ket qua"):
        return None
    found = _best(title, titles, _NAMES_A_COLUMN)
    return found if found is not None and found.section.leaf else None


def _best(title: str, titles: Titles, least: float) -> Node | None:
    likeness = {n: v for n, v in titles.likeness(title).items() if titles.nodes[n].role is None and v >= least}
    return titles.nodes[max(likeness, key=likeness.__getitem__)] if likeness else None


def grid_lines(table: Table, grid: Grid, titles: Titles) -> Iterator[Paragraph | CellTitle | ColumnText]:
    """Yield the rows of a report written as a table as headings and paragraphs, in the order of its sections."""
    pieces = _pieces(table, grid, titles)
    groups = [piece for piece in pieces if isinstance(piece, _Group)]
    last: list[ColumnText] = []
    for column in grid.contents:
        if column.section is None:
            continue
        home = next((g for g in groups if g.section is column.section), None)
        said = [p for group in groups for row in group.rows for p in _written(row, column.at)]
        if home is None and said:
            last.append(ColumnText(column.section, tuple(said)))
        elif home is not None:
            home.more += said
    end = groups[-1] if groups else None
    for piece in pieces:
        if isinstance(piece, _Group):
            yield from _group_lines(piece, grid, titles)
        else:
            yield from piece
        if piece is end:
            yield from last


def _pieces(table: Table, grid: Grid, titles: Titles) -> list[_Group | list[Paragraph]]:
    """Return the rows by sections; rows that are about none are their paragraphs."""
    pieces: list[_Group | list[Paragraph]] = []
    for i, row in enumerate(table.rows):
        text = row[grid.column].text if grid.column < len(row) else ""
        group = pieces[-1] if pieces and isinstance(pieces[-1], _Group) else None
        framing = (grid.head is not None and i < grid.head) or _frames(row)
        if i == grid.head or not _filled(row):
            continue
        if framing or (text and not _begins_section(row, grid, titles)):
            pieces.append([p for at in range(len(row)) for p in _written(row, at)])
        elif group is not None and text in ("", group.title):
            group.rows.append(row)
        elif text:
            pieces.append(_group(row, grid, titles))
        else:
            pieces.append([p for at in range(len(row)) for p in _written(row, at)])
    return pieces


def _begins_section(row: Row, grid: Grid, titles: Titles) -> bool:
    if len(row[grid.column].text) > _LONGEST_TITLE:
        return False
    return _filled(row) > 1 or names_section(row, grid.column, titles)


def _group(row: Row, grid: Grid, titles: Titles) -> _Group:
    title = row[grid.column].text
    likeness = {n: v for n, v in titles.likeness(title).items() if titles.nodes[n].role is None}
    near = [n for n, v in likeness.items() if v >= max(likeness.values()) - _NEARLY]
    with_roles = any(titles.nodes[child].role for n in near for child in titles.nodes[n].children)
    section = _best(title, titles, _KNOWN)
    return _Group(title, section, with_roles or section is None, [row])


def _group_lines(group: _Group, grid: Grid, titles: Titles) -> Iterator[Paragraph | CellTitle]:
    number = " ".join(cell.text for cell in group.rows[0][: grid.column]).strip(" .")
    yield CellTitle(f"{number}. {group.title}" if number else group.title)
    for column in grid.contents:
        said = [p for row in group.rows for p in _written(row, column.at)]
        if column.section is not None or not said:
            continue
        if group.with_roles and _tells_apart(column, grid):
            yield CellTitle(column.title)
        yield from said
    yield from group.more


def _tells_apart(column: _Column, grid: Grid) -> bool:
    """Whether a column's head says what its cells hold; a lone column 'Kết quả' may hold shortcomings too."""
    if column.role == RESULTS:
        return any(other.role not in (None, RESULTS) for other in grid.contents)
    return column.role is not None


def _written(row: Row, column: int) -> list[Paragraph]:
    return [p for p in walk_paragraphs(row[column].blocks) if p.text.strip()] if column < len(row) else []
