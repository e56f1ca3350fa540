"""The style sheet and the fonts of a Word file ([MS-DOC] 2.9.271 STSH, 2.9.286 SttbfFfn)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from parsers.doc_bytes import Cursor, FormError, take, u16
from parsers.doc_sprms import ParagraphLook, look_of, paragraph_look
from parsers.word_styles import Look

_PARAGRAPH, _CHARACTER, _TABLE = 1, 2, 3
_NO_STYLE = 0xFFF
#: Built-in styles by number: headings 1 to 9, lines of a table of contents 1 to 9.
_HEADINGS, _CONTENTS = range(1, 10), range(19, 28)
#: Where a font's name begins in its entry, and where the style sheet keeps the default fonts.
_FONT_NAME_AT = 39
_DEFAULT_FONTS_AT = 12
_NOTHING_SAID = ParagraphLook()


@dataclass(frozen=True, slots=True)
class Style:
    """One style as written, without what it is based on."""

    index: int
    #: Number of a built-in style, whatever its name in the language of the program.
    built_in: int
    kind: int
    based_on: int
    paragraph: ParagraphLook
    character: bytes = b""

    @property
    def outline(self) -> int | None:
        """The outline level (0 is the outermost) that it gives."""
        if self.paragraph.outline is None and self.built_in in _HEADINGS:
            return self.built_in - 1
        return self.paragraph.outline


class StyleSheet:
    """All styles of a document, resolved along their chains on demand."""

    def __init__(self, stsh: bytes, fonts: list[str], data: bytes) -> None:
        self.fonts = fonts
        self._data = data
        self._styles: dict[int, Style] = {}
        self._base = Look()
        self._chains: dict[int, tuple[Style, ...]] = {}
        self._looks: dict[int, Look] = {}
        self._paragraphs: dict[int, ParagraphLook] = {}
        if stsh:
            self._load(Cursor(stsh))

    def _load(self, cursor: Cursor) -> None:
        head = cursor.take(cursor.number(2))
        count, base_size = u16(head, 0), u16(head, 2)
        names = [u16(head, at) for at in (_DEFAULT_FONTS_AT + 4, _DEFAULT_FONTS_AT) if at + 2 <= len(head)]
        self._base = Look(font=next((self.fonts[n] for n in names if n < len(self.fonts)), None))
        for index in range(count):
            std = cursor.take(cursor.number(2))
            cursor.at += cursor.at % 2
            if std:
                self._styles[index] = self._style(index, Cursor(std), base_size)

    def _style(self, index: int, std: Cursor, base_size: int) -> Style:
        head = std.take(base_size)
        kind, based_on = u16(head, 2) & 0xF, u16(head, 2) >> 4
        std.take(2 * std.number(2) + 2)
        changes = [_upx(std) for _ in range(u16(head, 4) & 0xF)]
        paragraph, character = _NOTHING_SAID, b""
        if kind == _PARAGRAPH and changes:
            # The first two bytes repeat the style's own index.
            paragraph = paragraph_look(changes[0][2:], _NOTHING_SAID, self._data)
            character = changes[1] if len(changes) > 1 else b""
        elif kind == _TABLE and changes:
            paragraph = paragraph_look(changes[0], _NOTHING_SAID, self._data)
        elif kind == _CHARACTER and changes:
            character = changes[0]
        return Style(index, u16(head, 0) & 0xFFF, kind, based_on, paragraph, character)

    def chain(self, index: int) -> tuple[Style, ...]:
        """Return a style and all it is based on, nearest first; a circle is cut."""
        if index not in self._chains:
            found: list[Style] = []
            at = index
            while at != _NO_STYLE and (style := self._styles.get(at)) is not None and style not in found:
                found.append(style)
                at = style.based_on
            self._chains[index] = tuple(found)
        return self._chains[index]

    def paragraph(self, index: int) -> ParagraphLook:
        """Return what a style, with all it is based on, says of its paragraphs, their list left out."""
        if index not in self._paragraphs:
            look = _NOTHING_SAID
            for style in self.chain(index):
                own = style.paragraph
                look = replace(
                    look,
                    align=own.align if look.align is None else look.align,
                    outline=style.outline if look.outline is None else look.outline,
                )
            self._paragraphs[index] = look
        return self._paragraphs[index]

    def row(self, index: int) -> tuple[tuple[int, bytes], ...]:
        """Return what a table style, with all it is based on, says of rows."""
        return tuple(change for style in reversed(self.chain(index)) for change in style.paragraph.row)

    def is_contents(self, index: int) -> bool:
        """Whether the style is that of a line of a table of contents."""
        return any(style.built_in in _CONTENTS for style in self.chain(index))

    def look(self, index: int) -> Look:
        """Return the look of text in a paragraph style."""
        return self._said(index).over(self._base)

    def _said(self, index: int) -> Look:
        """Return what a style says of text with all it is based on."""
        if index not in self._looks:
            look = Look()
            for style in reversed(self.chain(index)):
                look = look_of(style.character, look, look, self.fonts)
            self._looks[index] = look
        return self._looks[index]

    def run_look(self, paragraph_style: int, character_style: int | None, grpprl: bytes) -> Look:
        """Return the look of a run with its own changes `grpprl`."""
        look = self.look(paragraph_style)
        if character_style is not None:
            look = self._said(character_style).toggled(look)
        return look_of(grpprl, look, look, self.fonts)


def _upx(std: Cursor) -> bytes:
    found = std.take(std.number(2))
    std.at += std.at % 2
    return found


def font_names(sttbf: bytes) -> list[str]:
    """Return the names of the document's fonts, by their index. Raises FormError."""
    if not sttbf:
        return []
    cursor = Cursor(sttbf)
    count, extra = cursor.number(2), cursor.number(2)
    if count == 0xFFFF:
        raise FormError("font table of another form")
    names = []
    for _ in range(count):
        entry = cursor.take(cursor.number(1))
        cursor.take(extra)
        name = take(entry, _FONT_NAME_AT, max(len(entry) - _FONT_NAME_AT, 0)) if len(entry) > _FONT_NAME_AT else b""
        names.append(name.decode("utf-16-le", "replace").partition("\0")[0])
    return names
