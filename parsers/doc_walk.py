"""Walks through the text of a Word file in reading order and makes paragraphs and tables of it ([MS-DOC] 2.4).

What was deleted, hidden or only instructs Word is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from domain.document import Block, Paragraph
from parsers.doc_bytes import plc, u16
from parsers.doc_container import Part, Story, WordFile
from parsers.doc_lists import DocumentLists
from parsers.doc_pieces import FormattedText, formatted_text, joined
from parsers.doc_sprms import CENTERED, Marks, ParagraphLook, marks_of, paragraph_look
from parsers.doc_stories import Hangings, Span, hangings, margins
from parsers.doc_styles import StyleSheet, font_names
from parsers.doc_tables import Layout, row_style
from parsers.legacy import Encoding, encoding_of
from parsers.seen import Seen
from parsers.word_styles import Look
from parsers.word_text import Pieces, Text, put_together

_CELL_MARK, _SECTION_MARK = "\x07", "\x0c"
_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END = "\x13", "\x14", "\x15"
_PICTURE, _ANCHOR, _SYMBOL = "\x01", "\x08", "("
_PARAGRAPH_END = re.compile("[\r\x07\x0c]")
#: Characters that are no text: they say something, or stand for something else.
_TELLING = re.compile("[\x00-\x08\x13-\x15]|[^\x00-\x08\x13-\x15]+")
_AS_TEXT = str.maketrans({"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-", "\x1f": None, "\r": None})
#: In a legacy font the optional hyphen is the letter ư, and symbols of the font are its bytes.
_LEGACY_AS_TEXT = _AS_TEXT | {0x1F: "\u00ad"} | {0xF000 + byte: byte for byte in range(0x20, 0x100)}
#: A picture of 10 cm each way, in twips, may be a page of text.
_LARGE = 5669
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Format:
    """All that is known of a paragraph's form."""

    style: int
    own: ParagraphLook
    listed: tuple[str, int] | None
    outline: int | None
    centered: bool


@dataclass
class Walker:
    """Walks one file; all its stories share styles, numbers and the state of fields."""

    file: WordFile
    text: FormattedText
    styles: StyleSheet
    lists: DocumentLists
    hanging: Hangings
    seen: Seen = field(default_factory=Seen)
    #: One entry for each field that is open: whether its instruction is still being read.
    _fields: list[bool] = field(default_factory=list)
    #: Text of paragraphs whose end was deleted: it belongs to the paragraph that follows.
    _carried: list[tuple[str, Look]] = field(default_factory=list)
    _section_ends: frozenset[int] = frozenset()
    _formats: dict[bytes, _Format] = field(default_factory=dict)
    _runs: dict[tuple[int, bytes], tuple[Look, Marks]] = field(default_factory=dict)

    @classmethod
    def of(cls, file: WordFile) -> Walker:
        """Return a walker through `file`. Raises FormError."""
        styles = StyleSheet(file.part(Part.STYLES), font_names(file.part(Part.FONTS)), file.data)
        sections, _ = plc(file.part(Part.SECTIONS), 12)
        return cls(
            file=file,
            text=formatted_text(file),
            styles=styles,
            lists=DocumentLists(file, styles),
            hanging=hangings(file),
            _section_ends=frozenset(sections),
        )

    def main(self) -> tuple[Block, ...]:
        """Return the blocks of the main text."""
        blocks = self.blocks(self.file.span(Story.MAIN))
        stray = (block for span in self.hanging.stray_boxes for block in self.blocks(span))
        return (*blocks, *stray)

    def margins(self) -> tuple[str, ...]:
        """Return the texts of headers and footers, each once."""
        texts = (self.line(span) for span in margins(self.file))
        # A page number says nothing of the document.
        return tuple(dict.fromkeys(text for text in texts if text.strip("-–. 0123456789")))

    def blocks(self, span: Span, place: str = "") -> tuple[Block, ...]:
        """Return the blocks of a stretch of the text."""
        layout = Layout(self.seen, place)
        for begin, end in self._paragraphs(span):
            form = self._form(end - 1)
            layout.enter(form.own.table_depth)
            row_end = self._ends_row(form.own)
            # The end of a row has no text; should it have some in a damaged file, that is kept.
            if not row_end or end - begin > 1:
                layout.add(self._paragraph(begin, end, form, layout.place))
            if row_end:
                style = row_style(form.own.row)
                layout.end_row((*(self.styles.row(style) if style is not None else ()), *form.own.row))
            elif self._ends_cell(form.own, self.text.text[end - 1]):
                layout.add(self._left_over(form, layout.place))
                layout.end_cell()
        layout.add(self._left_over(self._form(span[1] - 1), layout.place))
        return layout.finished()

    def _left_over(self, form: _Format, place: str) -> tuple[Block, ...]:
        """Return the text whose end was deleted and that has no paragraph behind it to belong to."""
        gathered, self._carried = Pieces(pieces=self._carried), []
        return tuple(self._finished(gathered, form, "", place)) if gathered.pieces else ()

    def line(self, span: Span) -> str:
        """Return the text of a footnote, header or footer on one line."""
        apart = Walker(self.file, self.text, self.styles, self.lists, Hangings())
        texts = []
        for begin, end in self._paragraphs(span):
            gathered = Pieces()
            apart._inline(begin, end, self._form(end - 1), gathered, "")
            texts.append(put_together(gathered.pieces).text)
        return " ".join(text for text in texts if text)

    # ---- paragraphs

    def _paragraphs(self, span: Span) -> Iterator[Span]:
        begin, stop = span
        for mark in _PARAGRAPH_END.finditer(self.text.text, begin, stop):
            # A page break inside a paragraph is the same character as the end of a section.
            if mark[0] != _SECTION_MARK or mark.end() in self._section_ends:
                yield begin, mark.end()
                begin = mark.end()
        if begin < stop:
            yield begin, stop

    @staticmethod
    def _ends_row(own: ParagraphLook) -> bool:
        return bool(own.inner_row_end if own.table_depth > 1 else own.row_end and own.table_depth)

    @staticmethod
    def _ends_cell(own: ParagraphLook, mark: str) -> bool:
        return bool(own.inner_cell_end) if own.table_depth > 1 else mark == _CELL_MARK

    def _form(self, position: int) -> _Format:
        """Return the form of the paragraph that ends at `position`."""
        properties = self.text.paragraphs.at(position)
        if properties not in self._formats:
            own = paragraph_look(properties[2:], ParagraphLook(), self.file.data)
            self._formats[properties] = self._resolved(own, u16(properties, 0) if own.style is None else own.style)
        return self._formats[properties]

    def _resolved(self, own: ParagraphLook, style: int) -> _Format:
        below = self.styles.paragraph(style)
        outline = below.outline if own.outline is None else own.outline
        return _Format(
            style=style,
            own=own,
            listed=self.lists.place(own, style),
            outline=outline if outline is not None and outline < _LEVELS else None,
            centered=(below.align if own.align is None else own.align) == CENTERED,
        )

    def _paragraph(self, begin: int, end: int, form: _Format, place: str) -> Iterator[Block]:
        look, marks = self._run(form.style, self.text.characters.at(end - 1))
        label = self.lists.draw(*form.listed, look.font) if form.listed and not marks.deleted else ""
        gathered = Pieces(pieces=self._carried)
        self._carried = []
        self._inline(begin, end, form, gathered, place)
        self._fields = [False] * len(self._fields)
        if marks.deleted:
            self._carried, gathered.pieces = gathered.pieces, []
        yield from gathered.boxes_before
        yield from self._finished(gathered, form, label, place)
        yield from gathered.boxes_behind

    def _finished(self, gathered: Pieces, form: _Format, label: str, place: str) -> Iterator[Paragraph]:
        text = put_together(gathered.pieces)
        numbered = bool(label) and form.listed is not None and not self.lists.is_bullet(*form.listed)
        if not (text.text or numbered or gathered.footnotes) or self.styles.is_contents(form.style):
            return
        self.seen.paragraphs += 1
        yield self._domain(text, gathered, form, label, place or f"đoạn {self.seen.paragraphs}")

    @staticmethod
    def _domain(text: Text, gathered: Pieces, form: _Format, label: str, place: str) -> Paragraph:
        return Paragraph(
            text=text.text,
            label=label,
            list_level=form.listed[1] if form.listed else None,
            outline_level=form.outline,
            bold_until=text.bold_until,
            italic=text.italic,
            underlined=text.underlined,
            centered=form.centered,
            where=place,
            footnotes=tuple(gathered.footnotes),
        )

    # ---- inside a paragraph

    def _run(self, style: int, properties: bytes) -> tuple[Look, Marks]:
        key = (style, properties)
        if key not in self._runs:
            marks = marks_of(properties)
            self._runs[key] = self.styles.run_look(style, marks.style, properties), marks
        return self._runs[key]

    def _inline(self, begin: int, end: int, form: _Format, into: Pieces, place: str) -> None:
        for first, last, properties in self.text.characters.between(begin, end):
            look, marks = self._run(form.style, properties)
            # Fields are followed through deleted and hidden text too, lest one be left open.
            shown = not (marks.deleted or look.hidden)
            for part in _TELLING.finditer(self.text.text, first, last):
                if part[0] in (_FIELD_BEGIN, _FIELD_RESULT, _FIELD_END):
                    self._field(part[0])
                elif shown and not any(self._fields):
                    self._part(part[0], part.start(), look, marks, into, place)

    def _part(self, part: str, at: int, look: Look, marks: Marks, into: Pieces, place: str) -> None:
        for position in range(at, at + len(part)) if self.hanging.notes else ():
            if position in self.hanging.notes:
                into.footnotes.append(self.line(self.hanging.notes[position]))
        if marks.symbol:
            into.add(marks.symbol * part.count(_SYMBOL), look)
        elif part == _PICTURE:
            self._picture(marks.picture)
        elif part == _ANCHOR:
            self._anchor(at, into, place)
        elif part >= "\t":
            into.add(_readable(part, look), look)

    def _field(self, mark: str) -> None:
        if mark == _FIELD_BEGIN:
            self._fields.append(True)
        elif mark == _FIELD_RESULT and self._fields:
            self._fields[-1] = False
        elif mark == _FIELD_END and self._fields:
            self._fields.pop()

    def _picture(self, at: int | None) -> None:
        """Count a picture of the Data stream; its size stands in its head (2.9.192 PICF, 2.9.194 PICMID)."""
        self.seen.pictures += 1
        head = self.file.data[at : at + 0x24] if at is not None else b""
        if len(head) == 0x24:
            wide, high = (u16(head, n) * u16(head, n + 4) // 1000 for n in (0x1C, 0x1E))
            self.seen.large_pictures += min(wide, high) >= _LARGE

    def _anchor(self, at: int, into: Pieces, place: str) -> None:
        if at in self.hanging.pictures:
            self.seen.pictures += 1
            self.seen.large_pictures += min(self.hanging.pictures[at]) >= _LARGE
        for span in self.hanging.boxes.get(at, ()):
            carried, self._carried = self._carried, []
            fields, self._fields = self._fields, []
            into.add_boxes(self.blocks(span, place))
            self._carried, self._fields = carried, fields


def _readable(part: str, look: Look) -> str:
    table = _AS_TEXT if encoding_of(look.font) is Encoding.UNICODE else _LEGACY_AS_TEXT
    return joined(part.translate(table))
