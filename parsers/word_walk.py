"""Walks through the XML of a Word document in reading order (ECMA-376 part 1, 17.2-17.4, 17.13, 17.16).

Paragraphs and tables come out in place; of every alternative one branch is taken; what was deleted, hidden or only
instructs Word is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from domain.document import Block, Cell, Paragraph, Table
from parsers.seen import Seen
from parsers.word_numbers import Numbering
from parsers.word_styles import A, Look, Styles, W, borders_drawn, number, val
from parsers.word_styles import child as first
from parsers.word_text import Pieces, put_together

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"

_ALTERNATE = _MC + "AlternateContent"
_BOX = W + "txbxContent"
#: Elements that only wrap others.
_WRAPPERS = frozenset(
    {W + name for name in ("ins", "moveTo", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")}
    | {W + "sdtContent", W + "rubyBase", _MC + "Choice", _MC + "Fallback"}
)
_AS_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    # In a TCVN3 font it is a letter (byte 0xAD, ư); elsewhere it goes when the text is tidied.
    W + "softHyphen": "\u00ad",
}
_NOTES = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_GRAPHICS = frozenset({W + "drawing", W + "pict", W + "object"})
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|dingbats", re.IGNORECASE)
_HEADING = re.compile(r"heading (\d)")
_CONTENTS = re.compile(r"toc \d")
#: A picture of 10 cm each way, in EMU, may be a page of text.
_LARGE = 3_600_000


@dataclass(slots=True)
class _Draft:
    """A table cell while rows that continue it may still come."""

    blocks: tuple[Block, ...]
    column_span: int
    row_span: int = 1

    def finished(self) -> Cell:
        return Cell(blocks=self.blocks, column_span=self.column_span, row_span=self.row_span)


@dataclass
class Walker:
    """Walks one document; all its stories share styles, numbers and the state of fields."""

    styles: Styles
    numbering: Numbering
    #: (kind, id) → element of a footnote or endnote.
    notes: Mapping[tuple[str, str], Any]
    seen: Seen = field(default_factory=Seen)
    #: One entry for each field that is open: whether its instruction is still being read.
    _fields: list[bool] = field(default_factory=list)
    #: Text of paragraphs whose end was deleted: it belongs to the paragraph that follows.
    _carried: list[tuple[str, Look]] = field(default_factory=list)
    _place: str = ""

    def blocks(self, parent: Any) -> tuple[Block, ...]:
        """Return all blocks directly under `parent`, wrappers opened."""
        found: list[Block] = []
        for child in parent.iterchildren("*"):
            tag = child.tag
            if tag == W + "p":
                found.extend(self._paragraph(child))
            elif tag == W + "tbl":
                found.append(self._table(child))
            elif tag == W + "altChunk":
                self.seen.foreign_parts += 1
            elif (inner := unwrap(child)) is not None:
                found.extend(self.blocks(inner))
        return tuple(found)

    # ---- paragraphs

    def _paragraph(self, element: Any) -> Iterator[Block]:
        props = first(element, "pPr")
        style = (None if props is None else val(props, "pStyle")) or self.styles.default("paragraph")
        mark = None if props is None else first(props, "rPr")
        ended = mark is None or (first(mark, "del") is None and first(mark, "moveFrom") is None)
        listed = self.numbering.place(props, style) if ended else None
        label = self._label(listed, style, mark) if listed else ""
        gathered = Pieces(pieces=self._carried)
        self._carried = []
        self._inline(element, style, gathered)
        self._fields = [False] * len(self._fields)
        if not ended:
            self._carried = gathered.pieces
            gathered.pieces = []
        yield from gathered.boxes_before
        yield from self._finished(gathered, props, style, listed, label)
        yield from gathered.boxes_behind

    def _label(self, listed: tuple[str, int], style: str | None, mark: Any | None) -> str:
        return self.numbering.draw(*listed, self.styles.run_look(style, mark).font)

    def _finished(
        self, gathered: Pieces, props: Any | None, style: str | None, listed: tuple[str, int] | None, label: str
    ) -> Iterator[Paragraph]:
        text = put_together(gathered.pieces)
        numbered = bool(label) and listed is not None and not self.numbering.is_bullet(*listed)
        chain = self.styles.chain(style)
        if not (text.text or numbered or gathered.footnotes) or any(_CONTENTS.match(s.name) for s in chain):
            return
        self.seen.paragraphs += 1
        yield Paragraph(
            text=text.text,
            label=label,
            list_level=listed[1] if listed else None,
            outline_level=self._outline(props, style),
            bold_until=text.bold_until,
            italic=text.italic,
            underlined=text.underlined,
            centered=self._align(props, style) == "center",
            where=self._place or f"đoạn {self.seen.paragraphs}",
            footnotes=tuple(gathered.footnotes),
        )

    def _outline(self, props: Any | None, style: str | None) -> int | None:
        own = None if props is None else number(val(props, "outlineLvl"))
        for candidate in self.styles.chain(style) if own is None else ():
            if candidate.outline is not None:
                own = candidate.outline
                break
            if match := _HEADING.fullmatch(candidate.name):
                own = int(match[1]) - 1
                break
        return own if own is not None and 0 <= own < 9 else None

    def _align(self, props: Any | None, style: str | None) -> str | None:
        own = None if props is None else val(props, "jc")
        return own or next((s.align for s in self.styles.chain(style) if s.align), None)

    # ---- inside a paragraph

    def _inline(self, parent: Any, style: str | None, into: Pieces) -> None:
        for child in parent.iterchildren("*"):
            tag = child.tag
            if tag == W + "r":
                look = self.styles.run_look(style, first(child, "rPr"))
                self._run(child, look, style, into)
            elif tag in (_M + "oMath", _M + "oMathPara"):
                into.add("".join(t.text or "" for t in child.iter(_M + "t")), Look())
            elif (inner := unwrap(child)) is not None:
                self._inline(inner, style, into)

    def _run(self, run: Any, look: Look, style: str | None, into: Pieces) -> None:
        for child in run.iterchildren("*"):
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif tag == _ALTERNATE:
                self._run(_branch(child), look, style, into)
            elif tag == W + "ruby":
                self._inline(first(child, "rubyBase"), style, into)
            elif tag in _GRAPHICS:
                self._graphic(child, into)
            elif not look.hidden and not any(self._fields):
                self._characters(child, tag, look, into)

    def _characters(self, element: Any, tag: str, look: Look, into: Pieces) -> None:
        if tag == W + "t":
            into.add(element.text or "", look)
        elif tag in _AS_TEXT:
            into.add(_AS_TEXT[tag], look)
        elif tag == W + "sym":
            into.add(_symbol(element), look)
        elif tag in _NOTES:
            note = self.notes.get((_NOTES[tag], element.get(W + "id")))
            if note is not None:
                into.footnotes.append(self.text_of(note))

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif kind == "separate" and self._fields:
            self._fields[-1] = False
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _graphic(self, element: Any, into: Pieces) -> None:
        if element.find(f".//{A}blip") is not None or element.find(f".//{_V}imagedata") is not None:
            self.seen.pictures += 1
            extent = element.find(f".//{_WP}extent")
            sides = (0,) if extent is None else (number(extent.get("cx")) or 0, number(extent.get("cy")) or 0)
            self.seen.large_pictures += min(sides) >= _LARGE
        for box in _boxes(element):
            outer, self._carried = self._carried, []
            into.add_boxes(self.blocks(box))
            self._carried = outer

    def text_of(self, story: Any) -> str:
        """Return the text of a footnote, header or footer on one line."""
        apart = Walker(self.styles, self.numbering, {})
        texts = []
        for paragraph in story.iter(W + "p"):
            gathered = Pieces()
            apart._inline(paragraph, self.styles.default("paragraph"), gathered)
            texts.append(put_together(gathered.pieces).text)
        return " ".join(text for text in texts if text)

    # ---- tables

    def _table(self, element: Any) -> Table:
        self.seen.tables += 1
        name, outer = f"bảng {self.seen.tables}", self._place
        rows: list[list[_Draft]] = []
        open_cells: dict[int, _Draft] = {}
        for index, row in enumerate(_inside(element, W + "tr"), start=1):
            self._place = f"{name} dòng {index}"
            props = first(row, "trPr")
            if props is None or first(props, "del") is None:
                rows.append(self._row(row, props, open_cells))
        self._place = outer
        finished = tuple(tuple(draft.finished() for draft in row) for row in rows)
        return Table(rows=finished, where=name, borderless=self._borderless(element))

    def _row(self, row: Any, props: Any | None, open_cells: dict[int, _Draft]) -> list[_Draft]:
        cells: list[_Draft] = []
        column = (number(val(props, "gridBefore")) or 0) if props is not None else 0
        for element in _inside(row, W + "tc"):
            cell_props = first(element, "tcPr")
            span = max(1, (number(val(cell_props, "gridSpan")) or 1) if cell_props is not None else 1)
            down = _merge(cell_props, "vMerge")
            if _merge(cell_props, "hMerge") == "continue" and cells:
                cells[-1].column_span += span
            elif down == "continue" and column in open_cells:
                open_cells[column].row_span += 1
            else:
                outer, self._carried = self._carried, []
                cells.append(_Draft(self.blocks(element), span))
                self._carried = outer
                open_cells.pop(column, None)
                if down == "restart":
                    open_cells[column] = cells[-1]
            column += span
        return cells

    def _borderless(self, table: Any) -> bool:
        props = first(table, "tblPr")
        drawn = borders_drawn(props)
        if drawn is None:
            style = (None if props is None else val(props, "tblStyle")) or self.styles.default("table")
            drawn = next((s.bordered for s in self.styles.chain(style) if s.bordered is not None), False)
        lines = (line for borders in table.iter(W + "tcBorders") for line in borders.iterchildren("*"))
        return not drawn and not any((line.get(W + "val") or "nil") not in ("nil", "none") for line in lines)


def unwrap(element: Any) -> Any | None:
    """Return what holds the content of a wrapping element, None where its content is not to be read."""
    tag = element.tag
    if tag in _WRAPPERS:
        return element
    if tag == _ALTERNATE:
        return _branch(element)
    if tag == W + "sdt":
        props = first(element, "sdtPr")
        prompting = props is not None and first(props, "showingPlcHdr") is not None
        return None if prompting else first(element, "sdtContent")
    return None


def _branch(alternate: Any) -> Any:
    """Return the one branch of an AlternateContent that is read: the first with a text box in it, else the first.

    Both branches draw the same thing for programs of different age; a box that stands only in the older one counts.
    """
    branches = list(alternate.iterchildren(_MC + "Choice", _MC + "Fallback"))
    boxed = (branch for branch in branches if next(branch.iter(_BOX), None) is not None)
    return next(boxed, branches[0] if branches else alternate)


def _boxes(graphic: Any) -> Iterator[Any]:
    """Yield the text boxes of a drawing, those inside another box left to it."""
    for child in graphic.iterchildren("*"):
        if child.tag == _BOX:
            yield child
        else:
            yield from _boxes(_branch(child) if child.tag == _ALTERNATE else child)


def _inside(parent: Any, wanted: str) -> Iterator[Any]:
    for child in parent.iterchildren("*"):
        if child.tag == wanted:
            yield child
        elif (inner := unwrap(child)) is not None:
            yield from _inside(inner, wanted)


def _merge(props: Any | None, name: str) -> str | None:
    merge = None if props is None else first(props, name)
    return None if merge is None else merge.get(W + "val") or "continue"


def _symbol(element: Any) -> str:
    try:
        code = int(element.get(W + "char") or "", 16)
    except ValueError:
        return ""
    if _SYMBOL_FONT.search(element.get(W + "font") or ""):
        code = 0xF000 | (code & 0xFF)
    return chr(code) if 0 < code < 0xD800 or 0xDFFF < code < 0x110000 else ""
