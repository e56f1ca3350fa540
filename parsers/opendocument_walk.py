"""Walks through the XML of an OpenDocument text in reading order (OpenDocument 1.3 part 3, 5, 6, 7, 9, 10).

What was deleted under change tracking stands apart from the text and is never met; what was inserted stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from domain.document import Block, Cell, Paragraph, Table
from parsers.opendocument_lists import Lists, OpenList
from parsers.opendocument_styles import DRAW, OFFICE, SVG, TABLE, TEXT, Styles
from parsers.seen import Seen
from parsers.word_styles import Look, number
from parsers.word_text import Pieces, put_together

#: What repeats the text (contents tables, indexes), asks for it (placeholders), talks about it, or was taken out of it.
_LEFT_OUT = frozenset(
    {TEXT + f"{kind}-index" for kind in ("alphabetical", "illustration", "table", "object", "user")}
    | {TEXT + name for name in ("table-of-content", "bibliography", "tracked-changes", "placeholder", "script")}
    | {OFFICE + name for name in ("annotation", "annotation-end", "forms")}
    | {TEXT + name for name in ("ruby-text", "hidden-text", "note-citation")}
    | {SVG + "title", SVG + "desc", TABLE + "title", TABLE + "desc"}
)
_ROWS = frozenset({TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")})
_PARAGRAPHS = frozenset({TEXT + "p", TEXT + "h"})
_SPACES = re.compile(r"[ \t\r\n]+")
_LENGTH = re.compile(r"([\d.]+)(cm|mm|in|pt|pc|px)?")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72, "pc": 2.54 / 6, "px": 2.54 / 96}
#: A picture of so many centimetres each way may be a page of text.
_LARGE = 10.0
#: No writer repeats a cell or a blank more often than this; a file that does means harm.
_MOST = 200


@dataclass(slots=True)
class _Item:
    """A list item: its first paragraph bears the number."""

    list: OpenList
    start: int | None
    numbered: bool

    def draw(self) -> str:
        if not self.numbered:
            self.list.end_inner()
            return ""
        self.numbered = False
        return self.list.draw(self.start)


@dataclass
class Walker:
    """Walks one document."""

    styles: Styles
    lists: Lists
    seen: Seen = field(default_factory=Seen)
    _place: str = ""

    def blocks(self, parent: Any, item: _Item | None = None) -> tuple[Block, ...]:
        """Return all blocks directly under `parent`, sections and lists opened."""
        found: list[Block] = []
        for child in parent.iterchildren("*"):
            tag = child.tag
            if tag in _PARAGRAPHS:
                found.extend(self._paragraph(child, item))
            elif tag == TEXT + "list":
                found.extend(self._list(child, item.list if item else None))
            elif tag == TEXT + "numbered-paragraph":
                found.extend(self._numbered(child))
            elif tag == TABLE + "table":
                found.append(self._table(child))
            elif tag == DRAW + "frame":
                found.extend(self._frame(child))
            elif tag not in _LEFT_OUT:
                found.extend(self.blocks(child, item))
        return tuple(found)

    # ---- lists

    def _list(self, element: Any, around: OpenList | None) -> Iterator[Block]:
        first = next(element.iter(*_PARAGRAPHS), None)
        style = None if first is None else self.styles.list_style(first.get(TEXT + "style-name"))
        opened = self.lists.open(element, around, style)
        for child in element.iterchildren(TEXT + "list-item", TEXT + "list-header"):
            start = number(child.get(TEXT + "start-value"))
            yield from self.blocks(child, _Item(opened, start, child.tag == TEXT + "list-item"))

    def _numbered(self, element: Any) -> Iterator[Block]:
        first = next(element.iterchildren(*_PARAGRAPHS), None)
        style = None if first is None else self.styles.list_style(first.get(TEXT + "style-name"))
        opened = self.lists.numbered_paragraph(element, style)
        yield from self.blocks(element, _Item(opened, number(element.get(TEXT + "start-value")), True))

    def _heading_item(self, element: Any, style: str | None) -> _Item | None:
        """Return the item that a heading outside all lists is in the document's outline (16.34)."""
        if element.tag != TEXT + "h" or self.styles.taken_from_lists(style):
            return None
        level = self.lists.heading((number(element.get(TEXT + "outline-level")) or 1) - 1)
        if level is None:
            return None
        restarts = element.get(TEXT + "restart-numbering") == "true"
        start = number(element.get(TEXT + "start-value")) if restarts else None
        return _Item(level, start, element.get(TEXT + "is-list-header") != "true")

    # ---- paragraphs

    def _paragraph(self, element: Any, item: _Item | None) -> Iterator[Block]:
        style = element.get(TEXT + "style-name")
        item = item or self._heading_item(element, style)
        label = item.draw() if item else ""
        gathered = Pieces()
        self._inline(element, self.styles.look("paragraph", style), gathered)
        yield from gathered.boxes_before
        text = put_together(gathered.pieces)
        if text.text or gathered.footnotes or (label and item and not item.list.is_bullet):
            self.seen.paragraphs += 1
            yield Paragraph(
                text=text.text,
                label=label,
                list_level=item.list.level if item else None,
                outline_level=self._outline(element, style),
                bold_until=text.bold_until,
                italic=text.italic,
                underlined=text.underlined,
                centered=self.styles.align(style) == "center",
                where=self._place or f"đoạn {self.seen.paragraphs}",
                footnotes=tuple(gathered.footnotes),
            )
        yield from gathered.boxes_behind

    def _outline(self, element: Any, style: str | None) -> int | None:
        if element.tag == TEXT + "h":
            return max(0, (number(element.get(TEXT + "outline-level")) or 1) - 1)
        return self.styles.outline(style)

    def _inline(self, parent: Any, look: Look, into: Pieces) -> None:
        _add(parent.text, look, into)
        for child in parent.iterchildren("*"):
            if child.tag not in _LEFT_OUT:
                self._child(child, look, into)
            _add(child.tail, look, into)

    def _child(self, element: Any, look: Look, into: Pieces) -> None:
        tag = element.tag
        if tag == TEXT + "s":
            _add_drawn(" " * min(number(element.get(TEXT + "c")) or 1, _MOST), look, into)
        elif tag == TEXT + "tab":
            _add_drawn("\t", look, into)
        elif tag == TEXT + "line-break":
            _add_drawn("\n", look, into)
        elif tag == TEXT + "span":
            self._inline(element, self.styles.look("text", element.get(TEXT + "style-name")).over(look), into)
        elif tag == TEXT + "note":
            into.footnotes.extend(text for body in element.iterchildren() if (text := self._note(body)))
        elif tag.startswith(DRAW):
            into.add_boxes(self._drawing(element))
        else:
            self._inline(element, look, into)

    def _note(self, body: Any) -> str:
        return self.text_of(body) if body.tag == TEXT + "note-body" else ""

    def text_of(self, story: Any) -> str:
        """Return the text of a footnote, header or footer on one line."""
        texts = []
        for paragraph in story.iter(*_PARAGRAPHS):
            gathered = Pieces()
            self._inline(paragraph, self.styles.look("paragraph", paragraph.get(TEXT + "style-name")), gathered)
            texts.append(put_together(gathered.pieces).text)
        return " ".join(text for text in texts if text)

    # ---- text boxes and pictures

    def _drawing(self, element: Any) -> tuple[Block, ...]:
        return self._frame(element) if element.tag == DRAW + "frame" else self.blocks(element)

    def _frame(self, element: Any) -> tuple[Block, ...]:
        """Return what a frame's first text box holds; a frame without one is a picture (10.4.2)."""
        box = next(element.iterchildren(DRAW + "text-box"), None)
        if box is not None:
            return self.blocks(box)
        if next(element.iterchildren(DRAW + "image"), None) is not None:
            self.seen.pictures += 1
            sides = [_centimetres(element.get(SVG + side)) for side in ("width", "height")]
            self.seen.large_pictures += min(sides) >= _LARGE
        return ()

    # ---- tables

    def _table(self, element: Any) -> Table:
        self.seen.tables += 1
        name, outer = f"bảng {self.seen.tables}", self._place
        rows = []
        styles: set[str | None] = set()
        for index, row in enumerate(_rows(element), start=1):
            self._place = f"{name} dòng {index}"
            rows.append(tuple(self._cells(row, styles)))
        self._place = outer
        bordered = any(self.styles.bordered(style) for style in styles)
        return Table(rows=tuple(rows), where=name, borderless=not bordered)

    def _cells(self, row: Any, styles: set[str | None]) -> Iterator[Cell]:
        default = row.get(TABLE + "default-cell-style-name")
        for element in row.iterchildren(TABLE + "table-cell"):
            styles.add(element.get(TABLE + "style-name") or default)
            cell = Cell(
                blocks=self.blocks(element),
                column_span=max(1, number(element.get(TABLE + "number-columns-spanned")) or 1),
                row_span=max(1, number(element.get(TABLE + "number-rows-spanned")) or 1),
            )
            times = number(element.get(TABLE + "number-columns-repeated")) or 1
            yield from [cell] * min(max(1, times), _MOST)


def _rows(table: Any) -> Iterator[Any]:
    for child in table.iterchildren("*"):
        if child.tag == TABLE + "table-row":
            yield child
        elif child.tag in _ROWS:
            yield from _rows(child)


def _add(text: str | None, look: Look, into: Pieces) -> None:
    """Append text as it stands in the file: white space is one blank, and none behind another (6.1.2)."""
    drawn = _SPACES.sub(" ", text or "")
    if drawn.startswith(" ") and (not into.pieces or into.pieces[-1][0].endswith(" ")):
        drawn = drawn[1:]
    _add_drawn(drawn, look, into)


def _add_drawn(text: str, look: Look, into: Pieces) -> None:
    if text and not look.hidden:
        into.add(text, look)


def _centimetres(length: str | None) -> float:
    match = _LENGTH.fullmatch(length or "")
    try:
        return float(match[1]) * _CENTIMETRES[match[2] or "pt"] if match else 0.0
    except ValueError:
        return 0.0
