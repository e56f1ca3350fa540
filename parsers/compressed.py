"""Archives that libarchive opens: .rar, .7z and .tar.gz. What is inside comes out as files, each read by itself."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from domain.document import FileKind, UnreadableCause
from domain.vietnamese import nfc
from parsers.archive import is_chaff
from parsers.contents import Contents, Member, Members, Skip, UnreadableError, damaged, empty, locked
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.zipguard import bomb, too_large, too_many

VIETNAMESE = "Tệp nén (.rar, .7z, .tar.gz)"
NEEDS: tuple[str, ...] = ("libarchive",)

_KINDS = {"rar": FileKind.RAR, "7z": FileKind.SEVEN_ZIP, "gzip": FileKind.UNKNOWN}
#: RAR 5.0 has a signature of eight bytes, its elders one of seven (RAR 5.0 archive format, 'RAR signature').
_RAR5 = b"Rar!\x1a\x07\x01\x00"
_CHUNK = 1024 * 1024
_ENCRYPTED = re.compile(r"encrypt|passphrase|password|crypto", re.IGNORECASE)


def claims(sample: Sample) -> FileKind | None:
    """Claim RAR, 7-Zip and gzip files."""
    return _KINDS.get(sample.signature)


def read(sample: Sample, limits: Limits) -> Contents | Members | Skip:
    """Take the files out in the archive's order; one that is encrypted, broken or too large is its own problem.

    Sizes are counted as bytes come out, whatever the archive promises.
    """
    files: list[Member] = []
    with _opened(sample) as entries:
        for count, entry in enumerate(entries, start=1):
            if count > limits.entries:
                raise too_many(count, limits)
            name = _name(entry)
            if not entry.isreg or is_chaff(name):
                continue
            used = sum(len(file.data) for file in files if isinstance(file.data, bytes))
            files.append(_take_out(entry, name, limits, used))
    if not files:
        raise empty("archive without files")
    return Members(files=tuple(files))


@contextmanager
def _opened(sample: Sample) -> Iterator[Any]:
    """Open the one format that the signature tells. Raises UnreadableError, also for what happens inside."""
    try:
        import libarchive
    except (ImportError, AttributeError, OSError, TypeError) as error:
        # Without the system's library its names are looked for in the running program.
        raise UnreadableError(
            UnreadableCause.UNSUPPORTED,
            "Máy này chưa mở được tệp nén .rar, .7z, .tar.gz; cần gửi lại tệp Word, PDF hoặc nén bằng .zip.",
            f"no libarchive: {error}",
        ) from error
    compression, form = "none", "7zip"
    if sample.signature == "rar":
        form = "rar5" if sample.data.startswith(_RAR5) else "rar"
    elif sample.signature == "gzip":
        compression, form = "gzip", "tar"
    try:
        with libarchive.memory_reader(sample.data, form, compression) as archive:
            yield archive
    except libarchive.ArchiveError as error:
        raise _problem(error) from error


def _take_out(entry: Any, name: str, limits: Limits, used: int) -> Member:
    import libarchive

    if _is_encrypted(entry):
        return Member(name=name, data=locked(f"{name!r} is encrypted"))
    chunks: list[bytes] = []
    size = 0
    try:
        for chunk in entry.get_blocks(_CHUNK):
            size += len(chunk)
            if size > limits.file_bytes:
                return Member(name=name, data=too_large("file_bytes", "Tệp quá lớn.", f"more than {size} bytes"))
            if used + size > limits.inflated_bytes:
                raise bomb(used + size, limits)
            chunks.append(chunk)
    except libarchive.ArchiveError as error:
        return Member(name=name, data=_problem(error))
    return Member(name=name, data=b"".join(chunks))


def _is_encrypted(entry: Any) -> bool:
    """Whether an entry's bytes are encrypted: libarchive hands those of old RAR out as they are."""
    from libarchive import ffi

    told = ffi.libarchive.archive_entry_is_encrypted
    told.argtypes, told.restype = [ctypes.c_void_p], ctypes.c_int
    return bool(told(entry._entry_p))


def _problem(error: Any) -> UnreadableError:
    return locked(f"libarchive: {error.msg}") if _ENCRYPTED.search(str(error.msg)) else damaged(f"libarchive: {error}")


def _name(entry: Any) -> str:
    """Return an entry's path; of one whose letters cannot be told, that it has none."""
    path = entry.pathname or "tệp không rõ tên"
    return nfc(path.decode("utf-8", "replace") if isinstance(path, bytes) else str(path)).replace("\\", "/")
