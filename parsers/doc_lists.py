"""The lists of a Word file: definitions, overrides and where a paragraph stands in them ([MS-DOC] 2.9.131-2.9.150).

What is read here is counted and drawn by the same code as the lists of a .docx.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.doc_bytes import Cursor, FormError, take, u16
from parsers.doc_container import Part, WordFile
from parsers.doc_sprms import ParagraphLook, look_of, symbol_character
from parsers.doc_styles import Style, StyleSheet
from parsers.word_numbers import LEVELS, Abstract, Instance, Level, Lists
from parsers.word_styles import Look

_LSTF, _LFO = 28, 16
_SIMPLE, _START, _FORMATTING = 0x01, 0x10, 0x20
_LEGAL, _NO_RESTART = 0x04, 0x08
_NO_STYLE = 0xFFF
#: Stored index that takes a paragraph out of every list; above it the negative of a list that it was in.
_IN_NO_LIST = 0xF801
_BULLET = 23
#: Number formats by MSONFC, under their names in ECMA-376 part 1, 17.18.59; others come out as Arabic figures.
_FORMATS = {
    0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 8: "hex", 22: "decimalZero",
    _BULLET: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 57: "numberInDash", 255: "none",
}  # fmt: skip
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|dingbats", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Definition:
    """A list as defined, before its levels are read."""

    id: int
    #: Index of the paragraph style of each level.
    styles: tuple[int, ...]
    simple: bool


class DocumentLists(Lists):
    """The lists of one document, each by the number of its override."""

    def __init__(self, file: WordFile, styles: StyleSheet) -> None:
        super().__init__()
        self._styles = styles
        self._linked: dict[str, tuple[int, ...]] = {}
        self._load(file)

    def _load(self, file: WordFile) -> None:
        definitions = _definitions(file.part(Part.LISTS))
        # The levels follow the definitions and are not counted in their size.
        levels = Cursor(file.table, sum(file.place(Part.LISTS)))
        abstracts = {d.id: Abstract(levels=dict(self._levels(levels, d))) for d in definitions}
        linked = {d.id: d.styles for d in definitions}
        for number, (list_id, starts, own) in enumerate(self._overrides(file.part(Part.LIST_OVERRIDES)), start=1):
            if list_id in abstracts:
                abstract = abstracts[list_id]
                self.instances[str(number)] = Instance(abstract=abstract, levels=abstract.levels | own, starts=starts)
                self._linked[str(number)] = linked[list_id]

    def _levels(self, cursor: Cursor, definition: _Definition) -> Iterator[tuple[int, Level]]:
        for index in range(1 if definition.simple else LEVELS):
            yield index, self._level(cursor)

    def _level(self, cursor: Cursor) -> Level:
        """Read one level (2.9.150 LVLF, 2.9.149 LVL)."""
        fixed = cursor.take(28)
        flags, limit = fixed[5], fixed[26]
        cursor.take(fixed[25])
        font = look_of(cursor.take(fixed[24]), Look(), Look(), self._styles.fonts).font
        text = cursor.take(2 * cursor.number(2)).decode("utf-16-le", "replace")
        return Level(
            format=_FORMATS.get(fixed[4], str(fixed[4])),
            text=_bullet(text, font) if fixed[4] == _BULLET else _placeholders(text),
            start=int.from_bytes(fixed[:4], "little", signed=True),
            restart=limit if flags & _NO_RESTART else None,
            legal=bool(flags & _LEGAL),
            font=font,
        )

    def _overrides(self, plf: bytes) -> Iterator[tuple[int, dict[int, int], dict[int, Level]]]:
        """Yield the list behind each override, where it makes levels start, and levels of its own (2.9.131)."""
        if not plf:
            return
        count = int.from_bytes(take(plf, 0, 4), "little")
        cursor = Cursor(plf, 4 + _LFO * count)
        for index in range(count):
            head = take(plf, 4 + _LFO * index, _LFO)
            cursor.take(4)
            starts: dict[int, int] = {}
            own: dict[int, Level] = {}
            for _ in range(head[12]):
                self._override(cursor, starts, own)
            yield int.from_bytes(head[:4], "little"), starts, own

    def _override(self, cursor: Cursor, starts: dict[int, int], own: dict[int, Level]) -> None:
        start, flags = cursor.signed(4), cursor.number(4)
        level = flags & 0xF
        if flags & _FORMATTING:
            own[level] = self._level(cursor)
            start = own[level].start
        if flags & _START:
            starts[level] = start

    def place(self, own: ParagraphLook, style: int) -> tuple[str, int] | None:
        """Return list and level of a paragraph, by its own properties or its style's; None where it is in none."""
        chain = self._styles.chain(style)
        if own.list_index is not None:
            level = own.level if own.level is not None else next(_said_levels(chain), 0)
            return self._known(own.list_index, level)
        named = next((s for s in chain if s.paragraph.list_index is not None), None)
        if named is None or named.paragraph.list_index is None:
            return None
        if own.level is not None:
            return self._known(named.paragraph.list_index, own.level)
        return self._known(named.paragraph.list_index, self._level_of(chain, named))

    def _level_of(self, chain: tuple[Style, ...], named: Style) -> int:
        """Return the level at which a style's paragraphs stand: a level that names the style wins."""
        index = named.paragraph.list_index or 0
        linked = self._linked.get(_number(index), ())
        for style in chain:
            if style.index in linked:
                return linked.index(style.index)
            if style.paragraph.level is not None or style is named:
                return style.paragraph.level or 0
        return 0

    def _known(self, index: int, level: int) -> tuple[str, int] | None:
        number = _number(index)
        return (number, min(level, LEVELS - 1)) if number in self.instances else None


def _said_levels(chain: tuple[Style, ...]) -> Iterator[int]:
    return (style.paragraph.level for style in chain if style.paragraph.level is not None)


def _number(index: int) -> str:
    """Return the number of the override that a stored index means (2.6.2, sprmPIlfo)."""
    return str(0x10000 - index if index > _IN_NO_LIST else index)


def _definitions(plf: bytes) -> list[_Definition]:
    count = u16(plf, 0) if plf else 0
    if plf and len(plf) < 2 + _LSTF * count:
        raise FormError(f"{count} lists in {len(plf)} bytes")
    return [_definition(plf[2 + _LSTF * n : 2 + _LSTF * (n + 1)]) for n in range(count)]


def _definition(lstf: bytes) -> _Definition:
    styles = tuple(u16(lstf, 8 + 2 * level) & 0xFFFF for level in range(LEVELS))
    return _Definition(int.from_bytes(lstf[:4], "little"), styles, bool(lstf[26] & _SIMPLE))


def _placeholders(text: str) -> str:
    """Return a level's text with '%1' where Word's has the character 0."""
    return "".join(f"%{ord(c) + 1}" if ord(c) < LEVELS else c for c in text)


def _bullet(text: str, font: str | None) -> str:
    if font and _SYMBOL_FONT.search(font):
        return "".join(symbol_character(ord(c)) for c in text)
    return text
