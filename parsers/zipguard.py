"""Looks through a zip-based file before any library opens it (APPNOTE.TXT 6.3).

What the central directory promises is checked first, then every entry is really inflated and counted: a directory
can lie. Parts of office files that are XML are searched for a DOCTYPE, which no office program writes and by which
entities and outside files would come in (OWASP: XML external entities).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from domain.document import UnreadableCause
from parsers.contents import UnreadableError, damaged, locked
from parsers.limits import Limits

_CHUNK = 1024 * 1024
#: A document type declaration stands before the root element (XML 1.0, 2.8), behind comments and instructions.
_DOCTYPE = re.compile(rb"(?:\s++|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_ENCRYPTED = 0x1
#: All that zipfile lets through when an entry or the directory is broken.
ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, IndexError, UnicodeDecodeError)


def too_large(limit: str, reason: str, detail: str) -> UnreadableError:
    """Return the error for a file that goes over `limit`, a field of Limits."""
    return UnreadableError(UnreadableCause.TOO_LARGE, reason, f"limit {limit}: {detail}")


@contextmanager
def opened(data: bytes, limits: Limits) -> Iterator[zipfile.ZipFile]:
    """Open a zip file whose directory keeps within `limits`. Raises UnreadableError, also for what happens inside."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(archive, limits)
            yield archive
    except NotImplementedError as error:
        raise UnreadableError(
            UnreadableCause.UNSUPPORTED, "Tệp nén theo kiểu chưa đọc được; cần nén lại thành .zip thường.", str(error)
        ) from error
    except ZIP_ERRORS as error:
        raise damaged(f"zip: {error}") from error


def _check_directory(archive: zipfile.ZipFile, limits: Limits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise too_many(len(entries), limits)
    promised = sum(entry.file_size for entry in entries)
    if promised > limits.inflated_bytes:
        raise bomb(promised, limits)


def too_many(entries: int, limits: Limits) -> UnreadableError:
    """Return the error for an archive of more entries than allowed."""
    return too_large(
        "entries",
        f"Tệp chứa quá nhiều tệp con ({entries}, cho phép {limits.entries}).",
        f"{entries} entries, {limits.entries} allowed",
    )


def bomb(size: int, limits: Limits) -> UnreadableError:
    """Return the error for an archive that inflates to more bytes than allowed."""
    return too_large(
        "inflated_bytes",
        f"Tệp khi giải nén quá lớn (trên {limits.inflated_bytes // 2**20} MB), có thể là tệp phá hoại; không mở.",
        f"inflates to {size} bytes or more, {limits.inflated_bytes} allowed",
    )


def refuse_encrypted(entry: zipfile.ZipInfo) -> None:
    """Raise UnreadableError (PASSWORD) where an entry is encrypted."""
    if entry.flag_bits & _ENCRYPTED:
        raise locked(f"zip entry {entry.filename!r} is encrypted")


def inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits, used: int = 0) -> bytes:
    """Return an entry's bytes, counting what really comes out. `used` bytes of the limit are gone already."""
    chunks = []
    size = used
    with archive.open(entry) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > limits.inflated_bytes:
                raise bomb(size, limits)
            chunks.append(chunk)
    return b"".join(chunks)


def guard(data: bytes, limits: Limits) -> None:
    """Let an office file pass that is whole, within `limits`, without password and without DOCTYPE.

    Raises UnreadableError.
    """
    used = 0
    with opened(data, limits) as archive:
        for entry in archive.infolist():
            refuse_encrypted(entry)
            part = inflate(archive, entry, limits, used)
            used += len(part)
            if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(entry.filename, part)


def _refuse_doctype(name: str, part: bytes) -> None:
    if b"\x00" in part[:4] or part.startswith((b"\xff\xfe", b"\xfe\xff")):
        # UTF-16 and UTF-32, as ASCII: no letter of the declaration is outside it.
        part = part.replace(b"\x00", b"").lstrip(b"\xff\xfe")
    if _DOCTYPE.match(part.removeprefix(b"\xef\xbb\xbf")):
        raise UnreadableError(
            UnreadableCause.SUSPICIOUS,
            "Tệp có khai báo DOCTYPE, là dấu hiệu của tệp phá hoại; không mở.",
            f"DOCTYPE in {name}",
        )
