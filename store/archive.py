"""The archive: the exact bytes of every mail on disk, named by their SHA-256, never changed and never deleted."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import time
from pathlib import Path

from domain.errors import ArchiveError

_SHA256 = re.compile(r"[0-9a-f]{64}")
#: Half-written files stand here; on the same file system as the rest, so that renaming is atomic.
_UNFINISHED = "unfinished"
#: An unfinished file so old was left by a killed run; a younger one may be another process at work.
_STALE_SECONDS = 3600


class Archive:
    """Raw bytes under `folder`/aa/bb/<sha256>.eml, where aa and bb are the first two pairs of digits."""

    def __init__(self, folder: Path) -> None:
        """Make `folder` where it is missing and sweep out what killed runs left. Raises ArchiveError."""
        self.folder = folder
        self._unfinished = folder / _UNFINISHED
        try:
            self._unfinished.mkdir(parents=True, exist_ok=True)
            _flush_folder(folder.absolute().parent)
            self._sweep()
        except OSError as error:
            raise ArchiveError(f"the archive folder {folder} cannot be used: {error}") from error

    def keep(self, raw: bytes) -> str:
        """Keep `raw` durably and return its SHA-256 in lower-case hex. Idempotent.

        When this returns, the bytes and every folder entry that leads to them have been flushed to the disk (fsync);
        a power cut or a kill at any moment leaves the whole file or none. A damaged copy is replaced.
        Raises ArchiveError where the disk is full, read-only or failing.
        """
        sha256 = hashlib.sha256(raw).hexdigest()
        path = self.path_of(sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if not _holds(path, raw):
                self._write(path, raw)
            for folder in (path.parent, path.parent.parent, self.folder):
                _flush_folder(folder)
        except OSError as error:
            raise ArchiveError(f"{len(raw)} bytes could not be kept as {path}: {error}") from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the bytes kept under `sha256`. Raises ArchiveError where they are missing or have changed."""
        path = self.path_of(sha256)
        try:
            raw = path.read_bytes()
        except OSError as error:
            raise ArchiveError(f"{path} cannot be read: {error}") from error
        if hashlib.sha256(raw).hexdigest() != sha256:
            raise ArchiveError(f"{path} is damaged: its content is not what was kept")
        return raw

    def path_of(self, sha256: str) -> Path:
        """Return where the bytes of `sha256` (64 lower-case hex digits) stand, whether or not they do."""
        if not _SHA256.fullmatch(sha256):
            raise ArchiveError(f"{sha256[:80]!r} is not a SHA-256 in lower-case hex")
        return self.folder / sha256[:2] / sha256[2:4] / f"{sha256}.eml"

    def _write(self, path: Path, raw: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self._unfinished)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                Path(name).unlink()
            raise

    def _sweep(self) -> None:
        for path in self._unfinished.iterdir():
            # Another process may sweep, or finish its file, at the same moment.
            with contextlib.suppress(FileNotFoundError):
                if time.time() - path.stat().st_mtime > _STALE_SECONDS:
                    path.unlink()


def _holds(path: Path, raw: bytes) -> bool:
    try:
        return path.read_bytes() == raw
    except FileNotFoundError:
        return False


def _flush_folder(folder: Path) -> None:
    """Flush the entries of `folder`: a renamed file survives a power cut only after that (fsync(2))."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
