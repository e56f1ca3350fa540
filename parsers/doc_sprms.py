"""Sprms: the single changes of which all formatting in a Word file is made ([MS-DOC] 2.2.5, 2.6)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.doc_bytes import FormError, take, u16, u32
from parsers.word_styles import Look

#: Bytes of an operand by the three highest bits of its sprm; 6 stands for 'its first byte tells'.
_SIZES = (1, 1, 2, 4, 2, 2, None, 3)
_T_DEF_TABLE, _P_CHG_TABS = 0xD608, 0xC615
_IN_DATA_STREAM = frozenset({0x6645, 0x6646, 0x646B})
_TABLE_GROUP = 5


def sprms(grpprl: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield every sprm with its operand, without the length of those that tell it; what is cut at the end is left."""
    at, end = 0, len(grpprl)
    while at + 3 <= end:
        sprm = int.from_bytes(grpprl[at : at + 2], "little")
        start, size = _operand(grpprl, at + 2, sprm)
        if start + size > end:
            return
        yield sprm, grpprl[start : start + size]
        at = start + size


def _operand(grpprl: bytes, at: int, sprm: int) -> tuple[int, int]:
    size = _SIZES[sprm >> 13]
    if size is not None:
        return at, size
    if sprm == _T_DEF_TABLE:
        # Its length counts one byte too many (2.9.324).
        return at + 2, max(int.from_bytes(grpprl[at : at + 2], "little") - 1, 0)
    if sprm == _P_CHG_TABS and grpprl[at] == 255:
        return at + 1, _tab_changes(grpprl, at + 1)
    return at + 1, grpprl[at]


def _tab_changes(grpprl: bytes, at: int) -> int:
    """Return the size of tab changes that are too many for one byte to count (2.9.180)."""
    deleted = grpprl[at] if at < len(grpprl) else 0
    added_at = at + 1 + 4 * deleted
    added = grpprl[added_at] if added_at < len(grpprl) else 0
    return 2 + 4 * deleted + 3 * added


# ---- characters (2.6.1)

_BOLD, _ITALIC, _HIDDEN, _UNDERLINE, _PLAIN = 0x0835, 0x0836, 0x083C, 0x2A3E, 0x2A33
_FONT_ASCII, _FONT_OTHER = 0x4A4F, 0x4A51
CHARACTER_STYLE = 0x4A30
_AS_STYLE, _UNLIKE_STYLE = 0x80, 0x81
_DELETED, _SPECIAL, _SYMBOL, _PICTURE = 0x0800, 0x0855, 0x6A09, 0x6A03


def look_of(grpprl: bytes, start: Look, style: Look, fonts: Sequence[str]) -> Look:
    """Return the look that `grpprl` makes of `start`; `style` is what a toggle may refer to (2.9.327)."""
    bold, italic, underline, hidden = start.bold, start.italic, start.underline, start.hidden
    named: dict[int, str] = {}
    for sprm, operand in sprms(grpprl):
        if sprm == _BOLD:
            bold = _toggled(operand[0], style.bold)
        elif sprm == _ITALIC:
            italic = _toggled(operand[0], style.italic)
        elif sprm == _HIDDEN:
            hidden = _toggled(operand[0], style.hidden)
        elif sprm == _UNDERLINE:
            underline = operand[0] != 0
        elif sprm in (_FONT_ASCII, _FONT_OTHER):
            named[sprm] = _font(fonts, u16(operand, 0))
        elif sprm == _PLAIN:
            bold, italic, underline, hidden, named = style.bold, style.italic, style.underline, style.hidden, {}
    # Letters above ASCII, all those that legacy fonts redraw, are drawn in the second of the two.
    return Look(bold, italic, underline, hidden, named.get(_FONT_OTHER) or named.get(_FONT_ASCII) or start.font)


def _toggled(operand: int, style: bool | None) -> bool:
    if operand in (_AS_STYLE, _UNLIKE_STYLE):
        return bool(style) != (operand == _UNLIKE_STYLE)
    return operand != 0


def _font(fonts: Sequence[str], index: int) -> str:
    return fonts[index] if index < len(fonts) else ""


@dataclass(frozen=True, slots=True)
class Marks:
    """What a run's own properties say besides its look."""

    deleted: bool = False
    #: Its characters stand for something else: a picture, a note's mark, a symbol.
    special: bool = False
    #: A character of a symbol font, as tidy() knows them; '' where there is none.
    symbol: str = ""
    #: Place of the picture in the Data stream.
    picture: int | None = None
    #: Index of the character style, None for none.
    style: int | None = None


def marks_of(grpprl: bytes) -> Marks:
    """Return what a run's own properties say besides its look."""
    found: dict[int, bytes] = {sprm: operand for sprm, operand in sprms(grpprl) if sprm in _MARKING}
    if not found:
        return _UNMARKED
    symbol = found.get(_SYMBOL)
    return Marks(
        deleted=found.get(_DELETED, b"\0")[0] == 1,
        special=found.get(_SPECIAL, b"\0")[0] == 1 or symbol is not None,
        symbol="" if symbol is None else symbol_character(u16(symbol, 2)),
        picture=u32(found[_PICTURE], 0) if _PICTURE in found else None,
        style=u16(found[CHARACTER_STYLE], 0) if CHARACTER_STYLE in found else None,
    )


def symbol_character(code: int) -> str:
    """Return a symbol font's character where tidy() looks for it: U+F000 and up (2.9.47)."""
    return chr(0xF000 | code) if code < 0x100 else chr(code) if not 0xD800 <= code < 0xE000 else ""


_UNMARKED = Marks()
_MARKING = frozenset({_DELETED, _SPECIAL, _SYMBOL, _PICTURE, CHARACTER_STYLE})


# ---- paragraphs (2.6.2)


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """Formatting of a paragraph as far as this reader needs it; None where nothing is said."""

    #: Index of a list override, as stored; 0 takes the paragraph out of its style's list.
    list_index: int | None = None
    level: int | None = None
    align: int | None = None
    outline: int | None = None
    in_table: int = 0
    row_end: int = 0
    #: How many tables it stands in; older files only say `in_table`.
    depth: int | None = None
    inner_cell_end: int = 0
    inner_row_end: int = 0
    style: int | None = None
    #: Properties of the table row that it ends.
    row: tuple[tuple[int, bytes], ...] = ()

    @property
    def table_depth(self) -> int:
        """How many tables the paragraph stands in."""
        return max(self.in_table, self.depth or 0)


_PARAGRAPH = {
    0x4600: "style",
    0x260A: "level",
    0x460B: "list_index",
    0x2403: "align",
    0x2461: "align",
    0x2640: "outline",
    0x2416: "in_table",
    0x2417: "row_end",
    0x6649: "depth",
    0x244B: "inner_cell_end",
    0x244C: "inner_row_end",
}
CENTERED = 1


def paragraph_look(grpprl: bytes, start: ParagraphLook, data: bytes) -> ParagraphLook:
    """Return what `grpprl` makes of `start`; `data` is the Data stream, where long ones continue."""
    changes: dict[str, int] = {}
    row: list[tuple[int, bytes]] = []
    for sprm, operand in _with_continued(grpprl, data):
        if (name := _PARAGRAPH.get(sprm)) is not None:
            changes[name] = int.from_bytes(operand, "little")
        elif sprm >> 10 & 7 == _TABLE_GROUP:
            row.append((sprm, operand))
    if not changes and not row:
        return start
    return replace(start, row=(*start.row, *row), **changes)


def _with_continued(grpprl: bytes, data: bytes) -> Iterator[tuple[int, bytes]]:
    for sprm, operand in sprms(grpprl):
        if sprm in _IN_DATA_STREAM:
            yield from sprms(continued(data, u32(operand, 0)))
        else:
            yield sprm, operand


def continued(data: bytes, at: int) -> bytes:
    """Return the properties at `at` of the Data stream (2.9.209); a size that does not fit is damage."""
    try:
        return take(data, at + 2, u16(data, at))
    except FormError as error:
        raise FormError(f"properties in the Data stream: {error}") from error
