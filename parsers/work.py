"""What happens inside a reading process: one file at a time, within limits, whatever the file does to the reader."""

from __future__ import annotations

import locale
import math
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from domain.document import Document, FileKind, Ignored, Unreadable, UnreadableCause
from parsers import hypertext, plain, scan, sniff
from parsers.contents import Contents, Members, Skip, UnreadableError, empty
from parsers.limits import Limits
from parsers.ocr_page import PrintedPage
from parsers.sample import Sample

#: A process whose parent was killed while it hung ends itself so many seconds after the limit.
_GRACE = 10


T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """One file to be read."""

    name: str
    data: bytes
    inline: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """An archive was opened; what it held is read as jobs of its own."""

    members: Members


def prepare() -> None:
    """Make a new reading process die at once when told to, even while a library is busy in C; names are UTF-8."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    with suppress(locale.Error):
        # libarchive converts the names of entries to the locale's charset.
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")


def read_file(job: Job, limits: Limits) -> Document | Unreadable | Ignored | Opened:
    """Read one file. Nothing that a file can do to a library comes out of here as an exception."""
    kind = FileKind.UNKNOWN
    try:
        with _within(limits):
            sample = Sample(job.data, inline=job.inline)
            kind, reader = sniff.choose(sample)
            return _result(job.name, kind, _read(sample, reader, limits))
    except UnreadableError as error:
        return told(job.name, kind, error)
    except MemoryError:
        return told(job.name, kind, _too_much_memory(limits))
    except BaseException as error:
        # A panic of calamine (pyo3_runtime.PanicException) is no Exception; nothing else may end the process either.
        return told(job.name, kind, _failed(error))


def count_pages(job: Job, kind: FileKind, limits: Limits) -> int | UnreadableError:
    """Return how many pages a scanned file shows."""
    return _caught(lambda: scan.count_pages(job.data, kind), limits, limits.seconds)


def recognise_page(job: Job, kind: FileKind, number: int, limits: Limits) -> PrintedPage | UnreadableError:
    """Recognise page `number` (from 0) of a scanned file."""
    return _caught(lambda: scan.recognise_page(job.data, kind, number, limits), limits, limits.ocr_seconds)


def assemble(pages: tuple[PrintedPage, ...], limits: Limits) -> Contents | UnreadableError:
    """Make one document of recognised pages."""
    return _caught(lambda: scan.assemble(pages), limits, limits.seconds)


def _caught(action: Callable[[], T], limits: Limits, seconds: float) -> T | UnreadableError:
    try:
        with _within(limits, seconds):
            return action()
    except UnreadableError as error:
        return error
    except MemoryError:
        return _too_much_memory(limits)
    except BaseException as error:  # as in read_file
        return _failed(error)


def _failed(error: BaseException) -> UnreadableError:
    return UnreadableError(
        UnreadableCause.READER_FAILED,
        "Chương trình đọc gặp lỗi với tệp này; cần người xem lại.",
        f"{type(error).__module__}.{type(error).__qualname__}: {error}"[:500],
    )


def _read(sample: Sample, reader: sniff.FormatReader | None, limits: Limits) -> Contents | Members | Skip:
    if not sample.data:
        raise empty("zero bytes")
    if reader is None:
        raise UnreadableError(
            UnreadableCause.UNSUPPORTED, "Không nhận ra loại tệp nên không đọc được.", "no reader claims it"
        )
    return reader.read(sample, limits)


def _result(name: str, kind: FileKind, read: Contents | Members | Skip) -> Document | Ignored | Opened:
    if isinstance(read, Members):
        return Opened(members=read)
    if isinstance(read, Skip):
        return Ignored(name=name, kind=kind, reason=read.reason)
    return document(name, kind, read)


def document(name: str, kind: FileKind, read: Contents) -> Document:
    """Put a name to what was read."""
    return Document(name=name, kind=kind, blocks=read.blocks, margins=read.margins, notes=read.notes, ocr=read.ocr)


def _too_much_memory(limits: Limits) -> UnreadableError:
    return UnreadableError(
        UnreadableCause.TOO_LARGE,
        f"Tệp cần quá nhiều bộ nhớ để đọc (trên {limits.memory_bytes // 2**20} MB); không đọc.",
        f"limit memory_bytes: more than {limits.memory_bytes} bytes",
    )


def told(name: str, kind: FileKind, error: UnreadableError) -> Unreadable:
    """Return the result of a file that a reader refused."""
    return Unreadable(name=name, kind=kind, cause=error.cause, reason=error.reason, detail=error.detail)


@contextmanager
def _within(limits: Limits, seconds: float | None = None) -> Iterator[None]:
    """Bound address space for the file (RLIMIT_AS), and the process's life should nobody be left to kill it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    allowed = _address_space() + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (allowed if hard == resource.RLIM_INFINITY else min(allowed, hard), hard))
    signal.alarm(math.ceil(limits.seconds if seconds is None else seconds) + _GRACE)
    try:
        yield
    finally:
        signal.alarm(0)
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _address_space() -> int:
    """Return the bytes of address space that the process holds now (proc(5), statm)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    return pages * resource.getpagesize()


def read_html(html: str, limits: Limits) -> Contents | None:
    """Return what an HTML body says, None where it says nothing or cannot be read."""
    return _quietly(lambda: hypertext.from_html(html), limits)


def read_text(text: str) -> Contents | None:
    """Return what a plain body says, None where it says nothing."""
    try:
        return plain.from_text(text)
    except UnreadableError:
        return None


def _quietly(read: Callable[[], Contents], limits: Limits) -> Contents | None:
    try:
        with _within(limits):
            return read()
    except (UnreadableError, MemoryError):
        return None


def kind_of(data: bytes) -> FileKind:
    """Return what a file is, for the report of one that its reader did not survive."""
    return sniff.sniff(data)
