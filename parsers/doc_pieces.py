"""The text of a Word file, put together from its pieces, and the formatting of every stretch of it.

[MS-DOC] 2.4.1 (text), 2.9.38 (Clx), 2.4.6 (formatting in pages of 512 bytes, looked up by place in the stream).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from parsers.doc_bytes import Cursor, FormError, plc, u16, u32
from parsers.doc_container import Part, WordFile

_HALVES = re.compile("[\ud800-\udfff]")
_PRC, _PCDT = 1, 2
_COMPRESSED = 0x40000000
_PAGE = 512
#: Properties of a paragraph of which nothing is said: those of style 0.
_NORMAL = b"\0\0"
_PAGE_NUMBER = 0x3FFFFF
#: Windows-1252, bytes that it leaves open as they are (2.9.73).
_WESTERN = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in range(256))
#: Sprms that a piece may carry in short form and this reader knows, by their number there (2.9.215).
_SHORT = {
    0x05: 0x2461, 0x0C: 0x260A, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x53: 0x2A33,
    0x55: 0x0835, 0x56: 0x0836, 0x5C: 0x083C, 0x5E: 0x2A3E,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text that lies together in the stream."""

    begin: int
    end: int
    #: Where its first character lies, and how many bytes one takes.
    place: int
    width: int
    #: Changes that apply to all of it, over all other formatting.
    changes: bytes


class Spans:
    """What holds for each stretch of the text: sorted, without gaps between the first and the last."""

    def __init__(self, begins: list[int], values: list[bytes]) -> None:
        self.begins = begins
        self.values = values

    def at(self, position: int) -> bytes:
        """Return what holds at `position`."""
        index = bisect_right(self.begins, position) - 1
        return self.values[index] if index >= 0 else b""

    def between(self, begin: int, end: int) -> list[tuple[int, int, bytes]]:
        """Return the stretches inside [begin, end), cut to it."""
        first = max(bisect_right(self.begins, begin) - 1, 0)
        last = bisect_left(self.begins, end)
        limits = [begin, *self.begins[first + 1 : last], end]
        return [
            (limits[n], limits[n + 1], value)
            for n, value in enumerate(self.values[first:last])
            if limits[n] < limits[n + 1]
        ]


@dataclass(frozen=True)
class FormattedText:
    """All stories of a file as one text, a character for each UTF-16 unit, with the properties of its stretches."""

    text: str
    #: Own properties of the runs.
    characters: Spans
    #: Style index (2 bytes) and own properties of the paragraphs.
    paragraphs: Spans


def formatted_text(file: WordFile) -> FormattedText:
    """Return the text with its formatting. Raises FormError."""
    pieces = _pieces(file.part(Part.PIECES))
    if sum((p.end - p.begin) * p.width for p in pieces) > len(file.main):
        raise FormError("the pieces hold more text than the stream")
    text = "".join(_text(file.main, piece) for piece in pieces)
    if len(text) < sum(file.lengths):
        raise FormError(f"text of {len(text)} characters, stories of {sum(file.lengths)}")
    characters = _pages(file, Part.CHARACTER_PAGES, _character_properties, b"")
    paragraphs = _pages(file, Part.PARAGRAPH_PAGES, _paragraph_properties, _NORMAL)
    return FormattedText(text=text, characters=_laid(pieces, characters), paragraphs=_laid(pieces, paragraphs))


def _pieces(clx: bytes) -> list[Piece]:
    cursor, groups = Cursor(clx), []
    while (kind := cursor.number(1)) == _PRC:
        groups.append(cursor.take(cursor.number(2)))
    if kind != _PCDT:
        raise FormError(f"no piece table but {kind:#x}")
    positions, items = plc(cursor.take(cursor.number(4)), 8)
    if any(a > b for a, b in pairwise(positions)):
        raise FormError("pieces run backwards")
    return [_piece(positions[n], positions[n + 1], item, groups) for n, item in enumerate(items)]


def _piece(begin: int, end: int, item: bytes, groups: list[bytes]) -> Piece:
    place, prm = u32(item, 2), u16(item, 6)
    changes = b""
    if prm & 1:
        changes = groups[prm >> 1] if prm >> 1 < len(groups) else b""
    elif (sprm := _SHORT.get(prm >> 1 & 0x7F)) is not None:
        changes = sprm.to_bytes(2, "little") + bytes([prm >> 8])
    if place & _COMPRESSED:
        return Piece(begin, end, (place & ~_COMPRESSED) // 2, 1, changes)
    return Piece(begin, end, place, 2, changes)


def _text(main: bytes, piece: Piece) -> str:
    end = piece.place + (piece.end - piece.begin) * piece.width
    if end > len(main):
        raise FormError("a piece lies beyond the end of the stream")
    raw = main[piece.place : end]
    if piece.width == 1:
        return raw.decode("latin-1").translate(_WESTERN)
    try:
        text = raw.decode("utf-16-le")
    except UnicodeDecodeError:
        text = ""
    if len(text) * 2 == len(raw):
        return text
    # Positions count UTF-16 units: pairs stay apart until the text is put together.
    return "".join(chr(int.from_bytes(raw[n : n + 2], "little")) for n in range(0, len(raw), 2))


def joined(text: str) -> str:
    """Return `text` with the halves of characters beyond U+FFFF put together, lone ones dropped."""
    if not _HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")


# ---- pages of formatting (2.9.36, 2.9.180)

_Properties = Callable[[bytes, int, int], bytes]


def _pages(file: WordFile, part: Part, properties: _Properties, nothing: bytes) -> Spans:
    """Return what the pages say, by place in the stream; `nothing` where they say nothing."""
    found: dict[int, bytes] = {}
    _, numbers = plc(file.part(part), 4)
    for number in numbers:
        at = (u32(number, 0) & _PAGE_NUMBER) * _PAGE
        page = file.main[at : at + _PAGE]
        if len(page) < _PAGE:
            raise FormError(f"a page of formatting at {at} beyond the end")
        _page(page, properties, found)
    begins = sorted(found | {0: b""})
    return Spans(begins, [found.get(begin) or nothing for begin in begins])


def _page(page: bytes, properties: _Properties, into: dict[int, bytes]) -> None:
    count = page[-1]
    if 4 * (count + 1) > _PAGE:
        raise FormError(f"a page of formatting with {count} runs")
    for index in range(count):
        into[u32(page, 4 * index)] = properties(page, count, index)
    into.setdefault(u32(page, 4 * count), b"")


def _character_properties(page: bytes, count: int, index: int) -> bytes:
    at = 2 * page[4 * (count + 1) + index]
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _paragraph_properties(page: bytes, count: int, index: int) -> bytes:
    entry = 4 * (count + 1) + 13 * index
    at = 2 * page[entry] if entry < _PAGE else 0
    if not at:
        return b""
    if page[at]:
        return page[at + 1 : at + 2 * page[at]]
    return page[at + 2 : at + 2 + 2 * page[at + 1]] if at + 1 < _PAGE else b""


def _laid(pieces: list[Piece], by_place: Spans) -> Spans:
    """Return `by_place` in the order of the text, with the changes of the pieces."""
    begins: list[int] = []
    values: list[bytes] = []
    for piece in pieces:
        stop = piece.place + (piece.end - piece.begin) * piece.width
        for place, _, value in by_place.between(piece.place, stop):
            begins.append(piece.begin + (place - piece.place) // piece.width)
            values.append(value + piece.changes)
    return Spans(begins, values)
