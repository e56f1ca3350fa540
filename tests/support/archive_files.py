"""Makers of small archives; RAR, old and new, by hand, with its files stored as they are."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zlib
from collections.abc import Mapping


def seven_zip_of(files: Mapping[str, bytes]) -> bytes:
    """Return a .7z of `files`."""
    return _written("7zip", files)


def tar_gz_of(files: Mapping[str, bytes]) -> bytes:
    """Return a .tar.gz of `files`."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(out.getvalue(), mtime=0)


def _written(form: str, files: Mapping[str, bytes]) -> bytes:
    import libarchive

    chunks: list[bytes] = []

    def keep(chunk: bytes) -> int:
        chunks.append(bytes(chunk))
        return len(chunk)

    with libarchive.custom_writer(keep, form) as archive:
        for name, data in files.items():
            archive.add_file_from_memory(name, len(data), data)
    return b"".join(chunks)


def old_rar_of(files: Mapping[str, bytes], *, encrypted: bool = False) -> bytes:
    """Return a RAR 2.9 archive (technote.txt); `encrypted` only says so in the headers."""
    out = b"Rar!\x1a\x07\x00" + _old_block(0x73, 0, bytes(6))
    for name, data in files.items():
        path = name.encode()
        fields = struct.pack("<IIBIIBBHI", len(data), len(data), 3, zlib.crc32(data), 0, 29, 0x30, len(path), 0o100644)
        out += _old_block(0x74, 0x8200 | (0x04 if encrypted else 0), fields + path) + data
    return out + _old_block(0x7B, 0x4000, b"")


def _old_block(kind: int, flags: int, fields: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar_of(files: Mapping[str, bytes]) -> bytes:
    """Return a RAR 5.0 archive."""
    out = b"Rar!\x1a\x07\x01\x00" + _block(b"\x01\x00\x00")
    for name, data in files.items():
        path = name.encode()
        fields = b"\x02\x02" + _varied(len(data)) + b"\x04" + _varied(len(data)) + _varied(0o100644)
        fields += struct.pack("<I", zlib.crc32(data)) + b"\x00\x01" + _varied(len(path)) + path
        out += _block(fields) + data
    return out + _block(b"\x05\x00\x00")


def _block(fields: bytes) -> bytes:
    head = _varied(len(fields)) + fields
    return struct.pack("<I", zlib.crc32(head)) + head


def _varied(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])
