"""An mbox file (RFC 4155): only ever read, never locked."""

from __future__ import annotations

import hashlib
import logging
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain, pairwise
from pathlib import Path
from typing import BinaryIO

from domain.errors import MailboxError
from domain.mail import FetchedMail, MailLocation
from intake.arrival import from_line_at, received_at

log = logging.getLogger(__name__)

#: How often a file that changes while it is read is read again before the round is given up.
_TRIES = 3
_HEADER_LINE = re.compile(rb"[!-9;-~]+[ \t]*:")
#: What mbox readers write into a mail when somebody looks at it; not part of what makes it this mail.
_READER_MARK = re.compile(rb"(?:X-)?(?:Status|Keywords|UID|Mozilla-(?:Status2?|Keys)):", re.IGNORECASE)
_QUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Piece:
    """One mail's place in the file; `start` is its From_ line."""

    uid: str
    start: int
    end: int


class Mbox:
    """The mbox file at `path`. A mail is known by the hash of its bytes, so others may come and go around it."""

    def __init__(self, path: Path) -> None:
        self.account = f"mbox:{path}"
        self._path = path
        self._index: dict[str, _Piece] = {}
        self._indexed: tuple[int, int, int] | None = None

    def locations(self) -> Iterator[MailLocation]:
        """List every mail; the file is read only if it has changed since. Raises MailboxError."""
        self._refresh()
        for uid in list(self._index):
            yield MailLocation(account=self.account, folder="", uidvalidity=0, uid=uid)

    def fetch(self, locations: Sequence[MailLocation]) -> Iterator[FetchedMail]:
        """Read these mails, in the order given; one that has gone is left out. Raises MailboxError."""
        for location in locations:
            self._refresh()
            piece = self._index.get(location.uid)
            mail = self._read(location, piece) if piece and location.account == self.account else None
            if mail:
                yield mail

    def counts(self) -> dict[str, int]:
        """Return the number of mails, under the name ''."""
        self._refresh()
        return {"": len(self._index)}

    def folder_names(self) -> tuple[str, ...]:
        """Return nothing: there is nothing to choose from."""
        return ()

    def close(self) -> None:
        """Do nothing: the file does not stay open."""

    def _read(self, location: MailLocation, piece: _Piece) -> FetchedMail | None:
        try:
            with self._path.open("rb") as file:
                changed_at = os.fstat(file.fileno()).st_mtime
                file.seek(piece.start)
                from_line = file.readline()
                body = file.read(piece.end - file.tell())
        except OSError as error:
            raise self._unreadable(error) from error
        if not piece.uid.startswith(_digest(from_line + body)):
            log.warning("a mail is left out for now, the file is just being written: %s", self._path)
            return None
        raw = _QUOTED_FROM.sub(rb"\1", _without_blank_end(body))
        arrived_at = from_line_at(from_line) or received_at(raw) or datetime.fromtimestamp(changed_at, UTC)
        return FetchedMail(location=location, raw=raw, arrived_at=arrived_at)

    def _refresh(self) -> None:
        try:
            for _ in range(_TRIES):
                with self._path.open("rb") as file:
                    before = _version(file)
                    if before == self._indexed:
                        return
                    self._index = {piece.uid: piece for piece in _pieces(file)}
                    self._indexed = before if _version(file) == before else None
        except OSError as error:
            raise self._unreadable(error) from error
        if self._indexed is None:
            raise MailboxError(f"Tệp thư {self._path} đang được chương trình khác ghi; sẽ đọc lại ở lượt sau.")

    def _unreadable(self, error: OSError) -> MailboxError:
        return MailboxError(f"Không đọc được tệp thư {self._path}: {error.strerror}.")


def _version(file: BinaryIO) -> tuple[int, int, int]:
    status = os.fstat(file.fileno())
    return status.st_ino, status.st_mtime_ns, status.st_size


def _pieces(file: BinaryIO) -> Iterator[_Piece]:
    """Yield the place of each mail; the second, third … mail of the same bytes gets a number of its own."""
    seen: Counter[str] = Counter()
    for start, end, digest in _mails(file):
        seen[digest] += 1
        yield _Piece(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}", start, end)


def _mails(file: BinaryIO) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and digest of each mail."""
    position, start, after_blank = 0, -1, True
    lines: list[bytes] = []
    for line, following in pairwise(chain(file, [b""])):
        if line.startswith(b"From ") and _begins_mail(line, following, after_blank):
            if lines:
                yield start, position, _digest(b"".join(lines))
            start, lines = position, []
        after_blank = not line.strip(b"\r\n")
        if start >= 0:
            lines.append(line)
        elif not after_blank:
            raise MailboxError(f"Tệp {file.name} không phải tệp thư dạng mbox: không bắt đầu bằng dòng “From …”.")
        position += len(line)
    if lines:
        yield start, position, _digest(b"".join(lines))


def _begins_mail(line: bytes, following: bytes, after_blank: bool) -> bool:
    """Whether a line that starts with 'From ' is a From_ line.

    Not every writer escapes a sentence that begins with this word, not every From_ line has a date, and a writer
    that was stopped leaves no blank line.
    """
    return from_line_at(line) is not None or (after_blank and _HEADER_LINE.match(following) is not None)


def _digest(piece: bytes) -> str:
    """Return SHA-256 (hex) of a mail with its From_ line, without the blank end and what readers write into it."""
    head, _, body = piece.partition(b"\r\n\r\n" if b"\r\n" in piece[:1000] else b"\n\n")
    kept = [line for line in head.splitlines() if not _READER_MARK.match(line)]
    return hashlib.sha256(b"\n".join(kept) + b"\n\n" + body.rstrip(b"\r\n")).hexdigest()


def _without_blank_end(body: bytes) -> bytes:
    """Return the mail without the blank line that parts it from the next."""
    for blank in (b"\r\n", b"\n"):
        if body == blank or body.endswith(blank + blank):
            return body[: -len(blank)]
    return body
