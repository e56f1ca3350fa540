"""Letters written into a folder instead of being sent: for the demo, for trials, for an office that sends by hand."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from domain.errors import PostmanTemporaryError
from domain.letters import Letter
from notifier.message import to_message
from notifier.office import Office

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9@._+-]")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class FolderPostman:
    """Writes each letter as '<message-id>.eml' into `folder`, which is made where it is missing."""

    folder: Path
    office: Office
    #: Gives the moment that goes into the Date header; aware.
    clock: Callable[[], datetime] = _utc_now

    def send(self, letter: Letter) -> None:
        """Write `letter` durably; one that is there already stays as it is, so that sending twice is sending once.

        Raises PostmanTemporaryError where the disk refuses, PostmanPermanentError for a letter that is no mail.
        """
        content = to_message(letter, self.office, self.clock()).as_bytes()
        path = self.folder / file_name(letter.message_id)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if not path.exists():
                _write_whole(path, content)
        except OSError as e:
            raise PostmanTemporaryError(f"Không ghi được thư vào thư mục {self.folder}: {e.strerror}.") from e

    def check(self) -> list[str]:
        """Try to write, leave nothing behind; return what went well, in Vietnamese. Raises PostmanTemporaryError."""
        trial = self.folder / ".thu-ghi.tmp"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            trial.write_bytes(b"")
            trial.unlink()
        except OSError as e:
            raise PostmanTemporaryError(f"Không ghi được vào thư mục thư đi {self.folder}: {e.strerror}.") from e
        return [f"không gửi đi, ghi mỗi thư thành một tệp trong {self.folder}"]

    def close(self) -> None:
        """Nothing is held open between letters."""


def file_name(message_id: str) -> str:
    """Return the name of the file that holds the letter `message_id`; different ones have different names."""
    safe = _NOT_IN_NAMES.sub("_", message_id.strip("<>")).lstrip(".")[:200]
    told_whole = safe and message_id == f"<{safe}>"
    mark = "" if told_whole else f"_{sha256(message_id.encode()).hexdigest()[:32]}"
    return f"{safe}{mark}.eml"


def _write_whole(path: Path, content: bytes) -> None:
    """Write so that `path` holds either nothing or all of it, whenever the machine stops (fsync, rename, fsync)."""
    unfinished = path.with_name(f".{path.name}.tmp")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
