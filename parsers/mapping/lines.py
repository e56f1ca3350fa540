"""A document as a sequence of lines with the marks that tell headings from text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import zip_longest

from domain.document import Document, Paragraph, Table
from domain.vietnamese import fold
from parsers.mapping.grids import NAMES_A_SECTION, ColumnText, grid_lines, grid_of
from parsers.mapping.numbers import Number, Style, label_number, split_number
from parsers.mapping.tables import is_column_head, is_layout, outline_rows, row_text
from parsers.mapping.titles import Titles
from parsers.mapping.words import SHORTCOMINGS, role_of


def capitals(text: str) -> bool:
    """Whether `text` is written in capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a document: a paragraph, a part of one, or a table row."""

    #: As written, in one line.
    text: str
    #: The same without number and bullet.
    body: str
    number: Number | None = None
    #: How many leading characters of `body` are bold.
    bold_until: int = 0
    centered: bool = False
    underlined: bool = False
    italic: bool = False
    outline_level: int | None = None
    file: str = ""
    where: str = ""
    footnotes: tuple[str, ...] = ()
    #: A row of a table of figures: never a heading.
    row: bool = False
    #: A cell that names a section in a report written as a table: surely a heading.
    cell_title: bool = False
    #: Node of the section that a table's column with this text is for.
    column: int | None = None

    @cached_property
    def folded(self) -> str:
        """`body` folded for comparison."""
        return fold(self.body)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return 0 < len(self.body) <= self.bold_until

    @cached_property
    def caps(self) -> bool:
        """Whether it is written in capitals."""
        return capitals(self.body)

    @cached_property
    def key(self) -> str:
        """What headings of one level have in common."""
        weight = "b" if self.bold or self.cell_title else ("r" if self.bold_until else "")
        if self.number is not None and self.number.counts:
            return self.number.key
        mark = self.number.key if self.number else "plain"
        return f"{mark}/{weight}{'C' if self.caps else ''}"

    @property
    def entry(self) -> str:
        """The text that is filed: no number, no bullet, footnotes after it."""
        return " ".join((self.body, *self.footnotes))

    def rest(self, head: int) -> Line:
        """Return what stands on the line after the first `head` characters of `body`."""
        body = self.body[head:].lstrip(" .:;-–\t")
        return replace(self, text=body, body=body, number=None, bold_until=0)


def lines_of(document: Document, titles: Titles) -> list[Line]:
    """Return the lines of `document` in reading order; of quoted lines those that head an answer."""
    return _with_columns_at_home(_with_part_titles(list(_walk(document.blocks, document.name, titles))), titles)


def _with_columns_at_home(lines: list[Line], titles: Titles) -> list[Line]:
    """Put what a table's column says of a section below that section's own heading, where the report has one."""
    for node in dict.fromkeys(line.column for line in lines if line.column is not None):
        said = [line for line in lines if line.column == node]
        others = [line for line in lines if line.column != node]
        home = next((i for i, line in enumerate(others) if _is_heading_of(line, node, titles)), None)
        if home is not None:
            home += 1
            while home < len(others) and others[home].number is None and others[home].bold:
                home += 1
            lines = [*others[:home], *said[1:], *others[home:]]
    return lines


def _is_heading_of(line: Line, node: int, titles: Titles) -> bool:
    shown = line.bold or line.caps or (line.number is not None and line.number.counts)
    if line.row or not shown or len(line.body) > 200 or line.body.rstrip().endswith((".", ";")):
        return False
    return titles.likeness(line.body).get(node, 0.0) >= NAMES_A_SECTION


def _with_part_titles(lines: list[Line]) -> list[Line]:
    """Join 'Phần thứ hai' with the title that stands on the next line."""
    joined: list[Line] = []
    for line in lines:
        last = joined[-1] if joined else None
        if last and not last.body and last.number and last.number.style is Style.PART and _is_part_title(line):
            joined[-1] = replace(line, text=f"{last.text} {line.text}", number=last.number)
        else:
            joined.append(line)
    return joined


def _is_part_title(line: Line) -> bool:
    return line.number is None and not line.row and len(line.body) <= 200 and (line.bold or line.caps or line.centered)


def _walk(blocks: Sequence[Paragraph | Table], file: str, titles: Titles) -> Iterator[Line]:
    for block in blocks:
        if isinstance(block, Paragraph):
            quoted = block.text.lstrip().startswith(">")
            yield from _asked(block, file, titles) if quoted else _paragraph(block, file)
        elif is_layout(block):
            for row in block.rows:
                for cell in row:
                    yield from _walk(cell.blocks, file, titles)
        else:
            yield from _table(block, file, titles)


def _asked(paragraph: Paragraph, file: str, titles: Titles) -> Iterator[Line]:
    """Yield a quoted line as the heading of the answer below it where it names a section; it never is content."""
    for line in _paragraph(replace(paragraph, text=paragraph.text.lstrip("> \t")), file):
        if len(line.body) <= 250 and titles.best(line.body) >= NAMES_A_SECTION and not titles.is_prompt(line.body):
            yield replace(line, cell_title=True)


def _table(table: Table, file: str, titles: Titles) -> Iterator[Line]:
    grid = grid_of(table, titles)
    if grid is not None:
        for piece in grid_lines(table, grid, titles):
            if isinstance(piece, Paragraph):
                yield from _paragraph(piece, file)
            elif isinstance(piece, ColumnText):
                yield from _column(piece, file, table.where)
            else:
                number, body = split_number(piece.text)
                yield Line(text=piece.text, body=body, number=number, file=file, where=table.where, cell_title=True)
        return
    outline = outline_rows(table, titles)
    for row, written in zip_longest(table.rows, outline, fillvalue=()):
        if outline and is_column_head(row):
            continue
        for paragraph in written:
            yield from _paragraph(paragraph, file)
        text = row_text(row)
        if not written and text.strip(" |"):
            where = next((p.where for cell in row for p in cell.blocks if p.where), table.where)
            yield Line(text=text, body=text, file=file, where=where, row=True)


def _column(piece: ColumnText, file: str, where: str) -> Iterator[Line]:
    title, node = piece.section.section.title, piece.section.index
    yield Line(text=title, body=title, file=file, where=where, cell_title=True, column=node)
    for paragraph in piece.paragraphs:
        yield from (replace(line, column=node) for line in _paragraph(paragraph, file))


def _paragraph(paragraph: Paragraph, file: str) -> Iterator[Line]:
    automatic = label_number(paragraph.label)
    offset = 0
    pieces = paragraph.text.split("\n")
    last = max((i for i, piece in enumerate(pieces) if piece.strip()), default=-1)
    first = True
    for i, piece in enumerate(pieces):
        text = " ".join(piece.split())
        bold = max(0, min(len(text), paragraph.bold_until - offset - (len(piece) - len(piece.lstrip()))))
        offset += len(piece) + 1
        if not text:
            continue
        notes = paragraph.footnotes if i == last else ()
        whole = _line(paragraph, text, bold, automatic if first else None, file, notes)
        first = False
        yield from _split_roles(whole)


def _line(
    paragraph: Paragraph, text: str, bold: int, automatic: Number | None, file: str, notes: tuple[str, ...]
) -> Line:
    typed, body = split_number(text)
    if automatic is not None and typed is not None and automatic.counts and typed.counts:
        typed, body = None, text
    number = automatic if automatic is not None and (typed is None or automatic.counts) else typed
    shown = f"{paragraph.label} {text}".strip() if automatic is not None else text
    return Line(
        text=shown,
        body=body,
        number=number,
        bold_until=max(0, bold - (len(text) - len(body))),
        centered=paragraph.centered,
        underlined=paragraph.underlined,
        italic=paragraph.italic,
        outline_level=paragraph.outline_level,
        file=file,
        where=paragraph.where,
        footnotes=notes,
    )


#: '1. Công tác số lượng :* Ưu điểm: … * Hạn chế: …' is three lines in one paragraph.
_INNER = re.compile(r"(?:(?<=[\s:.;,])|^)([*+•\-–])\s*([^:*+•]{4,48}?)\s*:")


#: '… Kết nạp 40 đoàn viên. Tồn tại: còn 2 nơi chưa có tổ chức' is two.
_AFTER_SENTENCE = re.compile(r"(?<=[.;])\s+([A-ZÀ-ỸĐ][^:.;]{3,40}?)\s*:")


def _split_roles(line: Line) -> Iterator[Line]:
    for part in _split_sentences(line):
        yield from _split_bullets(part)


def _split_sentences(line: Line) -> Iterator[Line]:
    cut = next((m for m in _AFTER_SENTENCE.finditer(line.body) if role_of(m.group(1)) == SHORTCOMINGS), None)
    if cut is None:
        yield line
        return
    first, second = line.body[: cut.start()], line.body[cut.start(1) :]
    yield replace(line, text=first, body=first, footnotes=(), bold_until=min(line.bold_until, len(first)))
    yield replace(line, text=second, body=second, number=None, bold_until=0, outline_level=None)


def _split_bullets(line: Line) -> Iterator[Line]:
    cuts = [m for m in _INNER.finditer(line.body) if m.start() > 0 and role_of(m.group(2))]
    if not cuts:
        yield line
        return
    ends = [*(m.start() for m in cuts[1:]), len(line.body)]
    head = line.body[: cuts[0].start()].strip()
    if head:
        yield replace(line, text=head, body=head, footnotes=())
    for match, end in zip(cuts, ends, strict=True):
        body = line.body[match.start() + 1 : end].strip()
        bullet = Number(Style.BULLET, (), f"bullet{match.group(1)}")
        notes = line.footnotes if end == len(line.body) else ()
        head_bold = len(match.group(2)) + 1
        yield replace(line, text=body, body=body, number=bullet, bold_until=head_bold, footnotes=notes)
