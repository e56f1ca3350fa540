"""Maker of small Word 97-2003 files, byte by byte, for what no program at hand writes any more.

[MS-CFB] for the container, [MS-DOC] for what is in it. Every stream is larger than 4096 bytes, so there is no small
one; every page of formatting holds few runs, so there are several.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SECTOR, _SMALLEST = 512, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_TEXT_AT, _PLACES = 1024, 93
_RUNS_A_PAGE = 3
#: Places of structures in FibRgFcLcb97.
STYLES, SECTIONS, CHARACTERS, PARAGRAPHS, FONTS, PIECES, LISTS, OVERRIDES = 1, 6, 12, 13, 15, 33, 73, 74
NOBODY = 0xFFF
#: Runs as (first byte, behind the last, what is said of them).
_Runs = list[tuple[int, int, bytes]]


def sprm(code: int, *operand: int) -> bytes:
    """Return a change of formatting; a variable operand is given with its length."""
    return struct.pack("<H", code) + bytes(operand)


def u16(code: int, value: int) -> bytes:
    """Return a change whose operand has two bytes."""
    return struct.pack("<HH", code, value)


BOLD, ITALIC = sprm(0x0835, 1), sprm(0x0836, 1)


def in_list(override: int, level: int = 0) -> bytes:
    """Return what puts a paragraph into a list."""
    return sprm(0x260A, level) + u16(0x460B, override)


@dataclass(frozen=True)
class Para:
    """A paragraph: runs of (text, own changes), its own changes, what ends it."""

    runs: Sequence[tuple[str, bytes]]
    changes: bytes = b""
    style: int = 0
    mark: str = "\r"
    #: Own changes of the mark.
    mark_changes: bytes = b""
    #: The Prm of its piece (2.9.214).
    prm: int = 0

    @property
    def all_runs(self) -> list[tuple[str, bytes]]:
        """Return the runs with the mark's."""
        return [*self.runs, (self.mark, self.mark_changes)]


def para(text: str, changes: bytes = b"", *, style: int = 0, mark: str = "\r", prm: int = 0) -> Para:
    """Return a paragraph of one plain run."""
    return Para([(text, b"")], changes, style, mark, prm=prm)


def style(
    name: str, *, base: int = NOBODY, paragraph: bytes = b"", character: bytes = b"", built_in: int = 4094
) -> bytes:
    """Return a paragraph style (2.9.260)."""
    return _std(1, name, base, built_in, [b"\0\0" + paragraph, character])


def character_style(name: str, character: bytes) -> bytes:
    """Return a character style."""
    return _std(2, name, NOBODY, 4094, [character])


def _std(kind: int, name: str, base: int, built_in: int, changes: list[bytes]) -> bytes:
    head = struct.pack("<5H", built_in, kind | base << 4, len(changes), 0, 0)
    text = name.encode("utf-16-le")
    return head + struct.pack("<H", len(name)) + text + b"\0\0" + b"".join(map(_counted_even, changes))


def _counted_even(data: bytes) -> bytes:
    return struct.pack("<H", len(data)) + data + bytes(len(data) % 2)


def level(text: str, format: int = 0, *, start: int = 1, flags: int = 0, limit: int = 0, look: bytes = b"") -> bytes:
    """Return a level of a list (2.9.149); the characters 0 to 8 in `text` stand for numbers."""
    places = bytes(n + 1 for n, c in enumerate(text) if ord(c) < 9).ljust(9, b"\0")
    head = struct.pack("<iBB9sBiiBBBB", start, format, flags, places, 0, 0, 0, len(look), 0, limit, 0)
    return head + look + struct.pack("<H", len(text)) + text.encode("utf-16-le")


@dataclass(frozen=True)
class List:
    """A list as defined: its levels (one, or all nine are made of them) and the styles linked to them."""

    id: int
    levels: Sequence[bytes]
    styles: Sequence[int] = ()

    @property
    def head(self) -> bytes:
        """Return its LSTF (2.9.147)."""
        styles = [*self.styles, *[NOBODY] * 9][:9]
        return struct.pack("<iI9HBB", self.id, 0, *styles, len(self.levels) == 1, 0)

    @property
    def body(self) -> bytes:
        """Return its levels."""
        filled = self.levels if len(self.levels) == 1 else [*self.levels, *[level("")] * 9][:9]
        return b"".join(filled)


@dataclass(frozen=True)
class Override:
    """An override of a list: level → where it starts (None: not said) and a level of its own (b'': none)."""

    list: int
    levels: Mapping[int, tuple[int | None, bytes]] = field(default_factory=dict)

    @property
    def head(self) -> bytes:
        """Return its LFO (2.9.131)."""
        return struct.pack("<iIIBBBB", self.list, 0, 0, len(self.levels), 0, 0, 0)

    @property
    def body(self) -> bytes:
        """Return its LFOData."""
        out = b"\xff\xff\xff\xff"
        for index, (start, own) in self.levels.items():
            flags = index | (start is not None) << 4 | bool(own) << 5
            out += struct.pack("<iI", start or 0, flags) + own
        return out


@dataclass
class OldWord:
    """What a file is made of."""

    paragraphs: Sequence[Para]
    styles: Sequence[bytes] = ()
    fonts: Sequence[str] = ("Times New Roman",)
    lists: Sequence[List] = ()
    overrides: Sequence[Override] = ()
    #: Changes that the Prm of a piece may name.
    groups: Sequence[bytes] = ()
    #: Ends of sections, counted in characters.
    sections: Sequence[int] = ()
    #: The text lies in the file from the last paragraph to the first.
    backwards: bool = False
    flags: int = 0
    version: int = 0xC1
    data: bytes = b""

    def made(self) -> bytes:
        """Return the file."""
        text, places = self._text()
        main = bytearray(_TEXT_AT) + text
        characters = self._pages(main, self._character_runs(places), _character_page)
        paragraphs = self._pages(main, self._paragraph_runs(places), _paragraph_page)
        table, at = self._table(places, characters, paragraphs)
        length = sum(len(text) for p in self.paragraphs for text, _ in p.all_runs)
        struct.pack_into("<HH", main, 0, 0xA5EC, self.version)
        struct.pack_into("<H", main, 10, 0x1200 | self.flags)
        struct.pack_into("<H", main, 32, 14)
        struct.pack_into("<H", main, 62, 22)
        struct.pack_into("<I", main, 76, length)
        struct.pack_into("<H", main, 152, _PLACES)
        for part, (begin, size) in at.items():
            struct.pack_into("<II", main, 154 + 8 * part, begin, size)
        streams = {"WordDocument": bytes(main), "1Table": table}
        return container(streams | ({"Data": self.data} if self.data else {}))

    def _text(self) -> tuple[bytes, list[tuple[int, int]]]:
        """Return the text's bytes, and where each paragraph begins with the width of its characters."""
        out = b""
        places: list[tuple[int, int]] = []
        for paragraph in reversed(self.paragraphs) if self.backwards else self.paragraphs:
            text = "".join(text for text, _ in paragraph.all_runs)
            try:
                raw, width = text.encode("cp1252"), 1
            except UnicodeEncodeError:
                raw, width = text.encode("utf-16-le", "surrogatepass"), 2
            places.append((_TEXT_AT + len(out), width))
            out += raw
        return out, places[::-1] if self.backwards else places

    def _character_runs(self, places: list[tuple[int, int]]) -> _Runs:
        runs = []
        for paragraph, (at, width) in zip(self.paragraphs, places, strict=True):
            for text, changes in paragraph.all_runs:
                runs.append((at, at + width * len(text), changes))
                at += width * len(text)
        return sorted(run for run in runs if run[0] < run[1])

    def _paragraph_runs(self, places: list[tuple[int, int]]) -> _Runs:
        runs = []
        for paragraph, (at, width) in zip(self.paragraphs, places, strict=True):
            end = at + width * sum(len(text) for text, _ in paragraph.all_runs)
            runs.append((at, end, struct.pack("<H", paragraph.style) + paragraph.changes))
        return sorted(runs)

    @staticmethod
    def _pages(main: bytearray, runs: _Runs, page_of: Callable[[_Runs], bytes]) -> bytes:
        """Append the pages of formatting to the stream and return the PLC that finds them."""
        numbers: list[int] = []
        firsts: list[int] = []
        for start in range(0, len(runs), _RUNS_A_PAGE):
            main.extend(bytes(-len(main) % _SECTOR))
            numbers.append(len(main) // _SECTOR)
            firsts.append(runs[start][0])
            main.extend(page_of(runs[start : start + _RUNS_A_PAGE]))
        positions = [*firsts, runs[-1][1]]
        return struct.pack(f"<{len(positions)}I{len(numbers)}I", *positions, *numbers)

    def _table(
        self, places: list[tuple[int, int]], characters: bytes, paragraphs: bytes
    ) -> tuple[bytes, dict[int, tuple[int, int]]]:
        table = bytearray()
        at: dict[int, tuple[int, int]] = {}

        def put(part: int, data: bytes, uncounted: bytes = b"") -> None:
            at[part] = (len(table), len(data))
            table.extend(data + uncounted)

        put(STYLES, self._style_sheet())
        put(FONTS, struct.pack("<HH", len(self.fonts), 0) + b"".join(map(_font, self.fonts)))
        put(PIECES, self._clx(places))
        put(CHARACTERS, characters)
        put(PARAGRAPHS, paragraphs)
        if self.sections:
            ends = [0, *self.sections]
            put(SECTIONS, struct.pack(f"<{len(ends)}I", *ends) + bytes(12 * len(self.sections)))
        if self.lists:
            heads = b"".join(one.head for one in self.lists)
            put(LISTS, struct.pack("<H", len(self.lists)) + heads, b"".join(one.body for one in self.lists))
            overrides = b"".join(o.head for o in self.overrides) + b"".join(o.body for o in self.overrides)
            put(OVERRIDES, struct.pack("<I", len(self.overrides)) + overrides)
        return bytes(table), at

    def _style_sheet(self) -> bytes:
        styles = self.styles or [style("Normal", built_in=0)]
        head = struct.pack("<9H", len(styles), 10, 1, 91, 15, 0, 0, 0, 0)
        return struct.pack("<H", len(head)) + head + b"".join(map(_counted_even, styles))

    def _clx(self, places: list[tuple[int, int]]) -> bytes:
        lengths = [sum(len(text) for text, _ in p.all_runs) for p in self.paragraphs]
        positions = [sum(lengths[:n]) for n in range(len(lengths) + 1)]
        plc = struct.pack(f"<{len(positions)}I", *positions)
        for paragraph, (at, width) in zip(self.paragraphs, places, strict=True):
            plc += struct.pack("<HIH", 0, at * 2 | 0x40000000 if width == 1 else at, paragraph.prm)
        groups = b"".join(b"\x01" + struct.pack("<H", len(group)) + group for group in self.groups)
        return groups + b"\x02" + struct.pack("<I", len(plc)) + plc


def _font(name: str) -> bytes:
    entry = bytes(39) + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(entry)]) + entry


def _page(runs: _Runs, width: int, stored: list[bytes]) -> bytes:
    """Return a page of formatting: limits of the runs, then entries of `width` bytes, what they say from the end."""
    limits = [runs[0][0], *[end for _, end, _ in runs]]
    assert all(a < b for a, b in pairwise(limits))
    page = bytearray(_SECTOR)
    struct.pack_into(f"<{len(limits)}I", page, 0, *limits)
    free = _SECTOR - 2
    for index, data in enumerate(stored):
        if data:
            free = (free - len(data)) // 2 * 2
            page[free : free + len(data)] = data
            page[4 * len(limits) + width * index] = free // 2
    assert free > 4 * len(limits) + width * len(runs), "too much for one page"
    page[-1] = len(runs)
    return bytes(page)


def _character_page(runs: _Runs) -> bytes:
    return _page(runs, 1, [bytes([len(changes)]) + changes if changes else b"" for _, _, changes in runs])


def _paragraph_page(runs: _Runs) -> bytes:
    # Two ways to tell the size: one for odd and one for even numbers of bytes.
    stored = [
        bytes([(len(c) + 1) // 2]) + c if len(c) % 2 else bytes([0, len(c) // 2]) + c for c in (run[2] for run in runs)
    ]
    return _page(runs, 13, stored)


# ---- the container


def container(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE container of these streams, each filled up with zeros to 4096 bytes ([MS-CFB] 2)."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    bodies = [streams[name] + bytes(max(_SMALLEST - len(streams[name]), 0)) for name in names]
    sectors, chain, starts = b"", [], []
    for body in bodies:
        count = -(-len(body) // _SECTOR)
        starts.append(len(chain))
        chain += [*range(len(chain) + 1, len(chain) + count), _END]
        sectors += body + bytes(count * _SECTOR - len(body))
    directory = _directory(names, bodies, starts)
    directory_at = len(chain)
    chain += [*range(directory_at + 1, directory_at + len(directory) // _SECTOR), _END]
    fat_at = len(chain)
    fats = -(-(fat_at + 1) // 127)
    chain += [_FAT] * fats
    fat = struct.pack(f"<{len(chain)}I", *chain)
    fat += b"\xff" * (fats * _SECTOR - len(fat))
    return _header(directory_at, range(fat_at, fat_at + fats)) + sectors + directory + fat


def _header(directory_at: int, fats: range) -> bytes:
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, len(fats), directory_at, 0, _SMALLEST, _END, 0, _END, 0)
    return head + struct.pack("<109I", *[*fats, *[_FREE] * 109][:109])


def _directory(names: list[str], bodies: list[bytes], starts: list[int]) -> bytes:
    out = _entry("Root Entry", 5, child=1, start=_END, size=0)
    for index, name in enumerate(names, start=1):
        right = index + 1 if index < len(names) else _FREE
        out += _entry(name, 2, right=right, start=starts[index - 1], size=len(bodies[index - 1]))
    return out + bytes(-len(out) % _SECTOR)


def _entry(name: str, kind: int, *, start: int, size: int, right: int = _FREE, child: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB3I", len(text), kind, 1, _FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
