"""Numbers and tables as Word's binary files store them: little-endian, nothing taken on trust."""

from __future__ import annotations

import struct


class FormError(ValueError):
    """A structure is not as [MS-DOC] says it must be: the file is damaged or no Word file."""


def u16(data: bytes, at: int) -> int:
    """Return the unsigned 16-bit number at `at`. Raises FormError beyond the end."""
    return int.from_bytes(take(data, at, 2), "little")


def u32(data: bytes, at: int) -> int:
    """Return the unsigned 32-bit number at `at`. Raises FormError beyond the end."""
    return int.from_bytes(take(data, at, 4), "little")


def take(data: bytes, at: int, size: int) -> bytes:
    """Return exactly `size` bytes from `at`. Raises FormError where there are fewer."""
    if at < 0 or size < 0 or at + size > len(data):
        raise FormError(f"{size} bytes at {at} of {len(data)}")
    return data[at : at + size]


def plc(data: bytes, size: int) -> tuple[tuple[int, ...], list[bytes]]:
    """Return a PLC's positions and the items of `size` bytes between them ([MS-DOC] 2.2.2); ((), []) for no bytes."""
    if not data:
        return (), []
    count, rest = divmod(len(data) - 4, 4 + size)
    if count < 0 or rest:
        raise FormError(f"PLC of {len(data)} bytes with items of {size}")
    positions = struct.unpack_from(f"<{count + 1}I", data)
    items = 4 * (count + 1)
    return positions, [data[items + size * n : items + size * (n + 1)] for n in range(count)]


class Cursor:
    """A place in bytes that moves on as they are taken."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, size: int) -> bytes:
        """Return the next `size` bytes. Raises FormError where there are fewer."""
        found = take(self.data, self.at, size)
        self.at += size
        return found

    def number(self, size: int) -> int:
        """Return the next unsigned number of `size` bytes."""
        return int.from_bytes(self.take(size), "little")

    def signed(self, size: int) -> int:
        """Return the next signed number of `size` bytes."""
        return int.from_bytes(self.take(size), "little", signed=True)
