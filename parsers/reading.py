"""Reads attached files and bodies, each in a process that can be killed.

The processes are kept alive between files. A file that takes too long, too much memory or the whole process with it
is that file's result; the next one is read by a fresh process.
"""

from __future__ import annotations

import importlib
import logging
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from concurrent.futures import TimeoutError as FutureTimeoutError
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext, ForkServerProcess
from types import ModuleType, TracebackType
from typing import Any, Self

from pebble import ProcessExpired, ProcessPool

from domain.document import Document, FileKind, Reading, Unreadable, UnreadableCause
from domain.mail import Attachment
from parsers import sniff, work
from parsers.body import BODY_NAME, choose_body
from parsers.contents import Contents, Member, UnreadableError
from parsers.limits import Limits
from parsers.work import Job, Opened

log = logging.getLogger(__name__)

#: A process is replaced after so many files, lest what libraries lose in memory adds up.
_FILES_PER_PROCESS = 500
_main_module = threading.Lock()


class FileReader:
    """A pool of reading processes; a context manager. Safe to use from several threads."""

    def __init__(self, limits: Limits = Limits(), workers: int = 2) -> None:  # noqa: B008 (frozen)
        self._limits = limits
        self._workers = workers
        self._lock = threading.Lock()
        self._pool: ProcessPool | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; to be called when nothing is being read. The reader can be used again afterwards."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            _stop(pool)

    def read(self, attachments: Sequence[Attachment]) -> tuple[Reading, ...]:
        """Return what came of each file, in order; an archive gives one reading for each file inside it.

        A file inside an archive is named 'goi.zip/bao cao.docx'.
        """
        waiting = [(a, self._submit(Job(name=a.name, data=a.data, inline=a.inline))) for a in attachments]
        readings: list[Reading] = []
        for attachment, result in waiting:
            budget = _Budget(entries=self._limits.entries, size=self._limits.inflated_bytes)
            readings.extend(self._unpacked(attachment.name, result(), budget, depth=1))
        return tuple(readings)

    def read_body(self, text: str, html: str) -> Document | None:
        """Return the body of a mail as a document named 'nội dung thư', None where it says nothing.

        HTML is preferred where its structure tells more (lists, bold, tables, unbroken lines), plain text otherwise.
        """
        plain = work.read_text(text)
        rich = self._read_html(html) if html.strip() else None
        contents, kind = choose_body(text, plain, html, rich)
        return work.document(BODY_NAME, kind, contents) if contents is not None else None

    def _read_html(self, html: str) -> Contents | None:
        try:
            contents: Contents | None = self._call(work.read_html, html, self._limits).result()
        except (FutureTimeoutError, ProcessExpired, CancelledError) as error:
            log.warning("HTML body could not be read: %s", type(error).__name__)
            return None
        return contents

    def _unpacked(self, name: str, result: Reading | Opened, budget: _Budget, depth: int) -> Iterator[Reading]:
        if not isinstance(result, Opened):
            yield result
            return
        waiting = [self._open_member(name, member, budget, depth) for member in result.members.files]
        for full_name, member_result in waiting:
            yield from self._unpacked(full_name, member_result(), budget, depth + 1)

    def _open_member(
        self, archive: str, member: Member, budget: _Budget, depth: int
    ) -> tuple[str, Callable[[], Reading | Opened]]:
        name = f"{archive}/{member.name}"
        if isinstance(member.data, UnreadableError):
            told = work.told(name, FileKind.UNKNOWN, member.data)
            return name, lambda: told
        refused = budget.take(name, len(member.data)) or _too_deep(name, member.data, depth, self._limits)
        if refused is not None:
            return name, lambda: refused
        return name, self._submit(Job(name=name, data=member.data))

    def _submit(self, job: Job) -> Callable[[], Reading | Opened]:
        """Start reading a file; return what waits for its result."""
        if len(job.data) > self._limits.file_bytes:
            return lambda: _too_large(job, self._limits)
        future = self._call(work.read_file, job, self._limits)
        return lambda: self._outcome(job, future)

    def _outcome(self, job: Job, future: Any, *, again: bool = True) -> Reading | Opened:
        try:
            result: Reading | Opened = future.result()
        except FutureTimeoutError:
            return Unreadable(
                name=job.name,
                kind=self._kind(job.data),
                cause=UnreadableCause.TOO_SLOW,
                reason=f"Đọc tệp quá {self._limits.seconds:g} giây nên phải dừng; cần người xem lại.",
                detail=f"limit seconds: more than {self._limits.seconds:g} s, process killed",
            )
        except (ProcessExpired, CancelledError, RuntimeError) as error:
            if again:
                # A stop of the whole service or a machine short of memory ends processes too; a file does it twice.
                return self._outcome(job, self._call(work.read_file, job, self._limits), again=False)
            return Unreadable(
                name=job.name,
                kind=self._kind(job.data),
                cause=UnreadableCause.READER_FAILED,
                reason="Chương trình đọc bị dừng đột ngột vì tệp này; cần người xem lại.",
                detail=f"reading process ended: {type(error).__name__} {getattr(error, 'exitcode', '')}".strip(),
            )
        return result

    def _kind(self, data: bytes) -> FileKind:
        try:
            return FileKind(self._call(work.kind_of, data).result())
        except Exception:  # whatever it was that killed the reader may kill this look too
            return FileKind.UNKNOWN

    def _call(self, function: Callable[..., Any], *args: object) -> Any:
        with self._lock:
            if self._pool is not None and not self._pool.active:
                _stop(self._pool)
                self._pool = None
            if self._pool is None:
                self._pool = ProcessPool(
                    max_workers=self._workers,
                    max_tasks=_FILES_PER_PROCESS,
                    initializer=work.prepare,
                    context=_Context(),
                )
            return self._pool.schedule(function, args=args, timeout=self._limits.seconds)


def _stop(pool: ProcessPool) -> None:
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


@dataclass
class _Budget:
    """What one attached archive, with all archives inside, may still use."""

    entries: int
    size: int

    def take(self, name: str, size: int) -> Unreadable | None:
        self.entries -= 1
        self.size -= size
        limit = "entries" if self.entries < 0 else "inflated_bytes" if self.size < 0 else ""
        if not limit:
            return None
        return Unreadable(
            name=name,
            kind=FileKind.UNKNOWN,
            cause=UnreadableCause.TOO_LARGE,
            reason="Tệp nén chứa quá nhiều hoặc quá lớn; tệp này chưa được mở.",
            detail=f"limit {limit}: used up by the files before",
        )


def _too_large(job: Job, limits: Limits) -> Unreadable:
    return Unreadable(
        name=job.name,
        kind=FileKind.UNKNOWN,
        cause=UnreadableCause.TOO_LARGE,
        reason=f"Tệp quá lớn ({len(job.data) / 2**20:.0f} MB, cho phép {limits.file_bytes // 2**20} MB).",
        detail=f"limit file_bytes: {len(job.data)} bytes, {limits.file_bytes} allowed",
    )


def _too_deep(name: str, data: bytes, depth: int, limits: Limits) -> Unreadable | None:
    if depth < limits.depth or not data.startswith(b"PK") or sniff.sniff(data) is not FileKind.ZIP:
        return None
    return Unreadable(
        name=name,
        kind=FileKind.ZIP,
        cause=UnreadableCause.SUSPICIOUS,
        reason=f"Tệp nén lồng trong tệp nén quá {limits.depth} lớp; không mở.",
        detail=f"limit depth: nested more than {limits.depth} deep",
    )


class _Process(ForkServerProcess):
    """A process that does not import the program's main module: a reader needs none of it."""

    def start(self) -> None:
        with _without_main_module():
            super().start()


class _Context(ForkServerContext):
    """Forked from a small server process: quick to replace, and no lock of our threads is copied into it."""

    Process = _Process


@contextmanager
def _without_main_module() -> Iterator[None]:
    with _main_module:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def check_readers() -> list[str]:
    """Return one Vietnamese sentence for each format: that it can be read here, or what is missing for it."""
    return [_checked(reader) for reader in sniff.READERS if reader.VIETNAMESE]


def _checked(reader: sniff.FormatReader) -> str:
    for module in reader.NEEDS:
        try:
            importlib.import_module(module)
        except ImportError as error:
            return f"{reader.VIETNAMESE}: KHÔNG đọc được, thiếu thư viện {module} ({error})."
    return f"{reader.VIETNAMESE}: đọc được."
