"""Makers of what Outlook writes: .msg (MS-OXMSG in a container after MS-CFB) and winmail.dat (MS-OXTNEF)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from itertools import pairwise

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_TEXT, _BINARY, _NUMBER = 0x001F, 0x0102, 0x0003

Tree = Mapping[str, "bytes | Tree"]


def compound(tree: Tree) -> bytes:
    """Return an OLE container of storages (mappings) and streams."""
    writer = _Container()
    writer.add("Root Entry", tree, _ROOT)
    return writer.bytes()


class _Container:
    def __init__(self) -> None:
        self.entries: list[list[object]] = []
        self.mini = b""
        self.mini_table: list[int] = []
        self.sectors = b""
        self.table: list[int] = []

    def add(self, name: str, content: bytes | Tree, kind: int) -> int:
        """Add an entry with all below it; return its number."""
        number = len(self.entries)
        self.entries.append([name, kind, _FREE, _FREE, 0, 0])
        if isinstance(content, bytes):
            self.entries[number][4:] = [self._stored(content), len(content)]
            return number
        children = [self.add(n, c, _STREAM if isinstance(c, bytes) else _STORAGE) for n, c in sorted(content.items())]
        self.entries[number][3] = children[0] if children else _FREE
        for one, following in pairwise(children):
            self.entries[one][2] = following
        return number

    def _stored(self, content: bytes) -> int:
        if len(content) >= _CUTOFF:
            return self._chained(content)
        start = len(self.mini_table)
        count = -(-len(content) // _MINI)
        self.mini += content + bytes(count * _MINI - len(content))
        self.mini_table += _chain(start, count)
        return start if count else _END

    def _chained(self, content: bytes) -> int:
        start = len(self.table)
        count = -(-len(content) // _SECTOR)
        self.sectors += content + bytes(count * _SECTOR - len(content))
        self.table += _chain(start, count)
        return start if count else _END

    def bytes(self) -> bytes:
        """Return the whole file."""
        self.entries[0][4:] = [self._chained(self.mini), len(self.mini)]
        mini_table = self._chained(struct.pack(f"<{len(self.mini_table)}I", *self.mini_table))
        directory = self._chained(b"".join(_entry(*entry) for entry in self.entries))  # type: ignore[arg-type]
        tables = -(-(len(self.table) + 2) // (_SECTOR // 4))
        first = len(self.table)
        table = [*self.table, *[_FAT] * tables]
        table += [_FREE] * (tables * _SECTOR // 4 - len(table))
        head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
        minis = -(-len(self.mini_table) * 4 // _SECTOR)
        head += struct.pack("<IIIIIIIIII", 0, tables, directory, 0, _CUTOFF, mini_table, minis, _END, 0, first)
        head += b"".join(struct.pack("<I", first + n if n < tables else _FREE) for n in range(1, 109))
        return head + self.sectors + struct.pack(f"<{len(table)}I", *table)


def _chain(start: int, count: int) -> list[int]:
    return [*range(start + 1, start + count), _END] if count else []


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    label = name.encode("utf-16-le") + b"\x00\x00"
    fields = struct.pack("<64sHBBIII", label, len(label), kind, 1, _FREE, right, child)
    return fields + bytes(36) + struct.pack("<IQ", start, size)


def msg_of(body: str, files: Mapping[str, bytes | Tree], *, html: bytes = b"") -> bytes:
    """Return a .msg; a file given as `mail_of(…)` is a mail inside the mail."""
    return compound(mail_of(body, files, html=html, header=32))


def mail_of(body: str, files: Mapping[str, bytes | Tree], *, html: bytes = b"", header: int = 24) -> Tree:
    """Return the storage of a mail with its attachments."""
    tree: dict[str, bytes | Tree] = dict(_properties(header, {0x1000: body, 0x1013: html}, {}))
    for number, (name, data) in enumerate(files.items()):
        told: dict[int, str | bytes] = {0x3707: name}
        inner: dict[str, bytes | Tree] = {}
        if isinstance(data, bytes):
            told[0x3701] = data
        else:
            inner["__substg1.0_3701000D"] = data
        inner |= _properties(8, told, {0x3705: 1 if isinstance(data, bytes) else 5})
        tree[f"__attach_version1.0_#{number:08X}"] = inner
    return tree


def _properties(header: int, told: Mapping[int, str | bytes], numbers: Mapping[int, int]) -> dict[str, bytes]:
    streams, table = {}, bytes(header)
    for number, value in told.items():
        if value:
            kind = _TEXT if isinstance(value, str) else _BINARY
            data = value.encode("utf-16-le") if isinstance(value, str) else value
            streams[f"__substg1.0_{number:04X}{kind:04X}"] = data
            table += struct.pack("<HHIII", kind, number, 6, len(data), 0)
    for number, figure in numbers.items():
        table += struct.pack("<HHIII", _NUMBER, number, 6, figure, 0)
    return {"__properties_version1.0": table, **streams}


def winmail_of(files: Mapping[str, bytes]) -> bytes:
    """Return a winmail.dat with these files, their names in code page 1258."""
    parts: Sequence[bytes] = [_attribute(1, 0x9007, 6, struct.pack("<II", 1258, 0))]
    for name, data in files.items():
        title = _attribute(2, 0x8010, 1, name.encode("cp1258", "replace") + b"\x00")
        parts = [*parts, _attribute(2, 0x9002, 6, bytes(14)), title, _attribute(2, 0x800F, 6, data)]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(parts)


def _attribute(level: int, name: int, kind: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
