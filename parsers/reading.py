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
from parsers import sniff, tesseract, work
from parsers.body import BODY_NAME, choose_body
from parsers.contents import Contents, Member, UnreadableError
from parsers.limits import Limits
from parsers.sample import Sample
from parsers.second_look import Found, look_again, may_be_scan
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

        A file inside an archive is named 'goi.zip/bao cao.docx'. Scanned pages are recognised where tesseract is
        installed; pictures of pages side by side give one reading, named 'trang 1.jpg … trang 4.jpg'.
        """
        jobs = [Job(name=a.name, data=a.data, inline=a.inline) for a in attachments]
        waiting = [(job, self._submit(job)) for job in jobs]
        found: list[Found] = []
        for job, result in waiting:
            budget = _Budget(entries=self._limits.entries, size=self._limits.inflated_bytes)
            found.extend(self._unpacked(job, result(), budget, depth=1))
        if not self._may_recognise() or not any(may_be_scan(*one) for one in found):
            return tuple(reading for _, reading in found)
        return look_again(found, self._call, self._limits)

    def _may_recognise(self) -> bool:
        return self._limits.ocr_pages > 0 and not tesseract.lacking()

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

    def _unpacked(self, job: Job, result: Reading | Opened, budget: _Budget, depth: int) -> Iterator[Found]:
        if not isinstance(result, Opened):
            yield job, result
            return
        waiting = [self._open_member(job.name, member, budget, depth) for member in result.members.files]
        for member_job, member_result in waiting:
            yield from self._unpacked(member_job, member_result(), budget, depth + 1)

    def _open_member(
        self, container: str, member: Member, budget: _Budget, depth: int
    ) -> tuple[Job, Callable[[], Reading | Opened]]:
        name = f"{container}/{member.name}"
        if isinstance(member.data, UnreadableError):
            told = work.told(name, FileKind.UNKNOWN, member.data)
            return Job(name=name, data=b""), lambda: told
        job = Job(name=name, data=member.data, inline=member.inline)
        refused = budget.take(name, len(member.data)) or _too_deep(name, member.data, depth, self._limits)
        if refused is not None:
            return job, lambda: refused
        return job, self._submit(job)

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

    def _call(self, function: Callable[..., Any], *args: object, seconds: float | None = None) -> Any:
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
            return self._pool.schedule(function, args=args, timeout=seconds or self._limits.seconds)


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
    kind = Sample(data).container if depth >= limits.depth else None
    if kind is None:
        return None
    return Unreadable(
        name=name,
        kind=kind,
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
    lacking = tesseract.lacking()
    scans = f"Bản quét và ảnh chụp trang giấy: {'KHÔNG đọc được, ' + lacking if lacking else 'đọc được'}."
    return [*(_checked(reader) for reader in sniff.READERS if reader.VIETNAMESE), scans]


def _checked(reader: sniff.FormatReader) -> str:
    for module in reader.NEEDS:
        try:
            importlib.import_module(module)
        except (ImportError, AttributeError, OSError, TypeError) as error:
            # The last three: Python's half of a library is there, the system's is not.
            return f"{reader.VIETNAMESE}: KHÔNG đọc được, thiếu thư viện {module} ({error})."
    return f"{reader.VIETNAMESE}: đọc được."
