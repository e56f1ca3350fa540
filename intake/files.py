"""Mails that stand one in a file: a Maildir, a folder of .eml files. Files are only ever read."""

from __future__ import annotations

import logging
import os
import stat
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from imapclient.imap_utf7 import encode as modified_utf7

from domain.errors import MailboxError
from domain.mail import FetchedMail, MailLocation
from intake.arrival import received_at

log = logging.getLogger(__name__)


class Files:
    """A mailbox with one file for each mail; `find` walks it and says where each mail stands now."""

    def __init__(self, account: str, find: Callable[[], Iterator[tuple[MailLocation, Path]]]) -> None:
        self.account = account
        self._find = find

    def locations(self) -> Iterator[MailLocation]:
        """List every mail by the names of the files alone. Raises MailboxError where the folder cannot be read."""
        for location, _ in self._find():
            yield location

    def fetch(self, locations: Sequence[MailLocation]) -> Iterator[FetchedMail]:
        """Read these mails, in the order given.

        One that has gone, or has another content now, is left out; so is one that may not be read, with a warning.
        """
        paths = dict(self._find()) if locations else {}
        for location in locations:
            mail = self._fetch_one(location, paths)
            if mail:
                yield mail

    def _fetch_one(self, location: MailLocation, paths: dict[MailLocation, Path]) -> FetchedMail | None:
        if location not in paths:
            return None
        try:
            return _read(location, paths[location])
        except FileNotFoundError:
            # A mail reader has renamed it meanwhile (flags stand in a Maildir's file names), or it has gone.
            paths.clear()
            paths.update(self._find())
        try:
            return _read(location, paths[location]) if location in paths else None
        except FileNotFoundError:
            return None

    def counts(self) -> dict[str, int]:
        """Return folder → number of mails in it; '' stands for a mailbox without folders."""
        return dict(Counter(location.folder for location in self.locations()))

    def folder_names(self) -> tuple[str, ...]:
        """Return nothing: there is nothing to choose from."""
        return ()

    def close(self) -> None:
        """Do nothing: no file stays open."""


def maildir(path: Path, folders: Sequence[str]) -> Files:
    """Return the Maildir at `path`; 'INBOX' is the Maildir itself, other `folders` its Maildir++ sub-folders."""
    account = f"maildir:{path}"

    def find() -> Iterator[tuple[MailLocation, Path]]:
        for folder in dict.fromkeys(folders):
            for name, file in sorted(_maildir_files(_maildir_folder(path, folder)).items()):
                yield MailLocation(account=account, folder=folder, uidvalidity=0, uid=_text(name)), file

    return Files(account, find)


def eml_folder(path: Path) -> Files:
    """Return the folder of .eml files at `path`, sub-folders included.

    A mail is known by its file's path, time and size, so that a file that was overwritten is a new mail. Names that
    begin with a dot are left out, and so is everything that does not end in .eml (half-written .tmp and .part files).
    """
    account = f"eml:{path}"

    def find() -> Iterator[tuple[MailLocation, Path]]:
        for file in _eml_files(path):
            known = _regular_file(file)
            if known:
                uid = f"{_text(str(file.relative_to(path)))}?{known.st_mtime_ns}-{known.st_size}"
                yield MailLocation(account=account, folder="", uidvalidity=0, uid=uid), file

    return Files(account, find)


def _read(location: MailLocation, path: Path) -> FetchedMail | None:
    """Return the mail, None where it cannot be read now. Raises FileNotFoundError."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            # A pipe would stop the reader for ever.
            return None
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            raw = file.read()
            after = os.fstat(file.fileno())
    except FileNotFoundError:
        raise
    except OSError as error:
        log.warning("a mail is left out, its file cannot be read: %s (%s)", path, error.strerror)
        return None
    if (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        log.warning("a mail is left out for now, its file is just being written: %s", path)
        return None
    arrived_at = received_at(raw) or datetime.fromtimestamp(after.st_mtime, UTC)
    return FetchedMail(location=location, raw=raw, arrived_at=arrived_at)


def _maildir_folder(path: Path, folder: str) -> Path:
    if folder.upper() == "INBOX":
        return path
    dotted = folder.replace("/", ".")
    encoded = path / f".{modified_utf7(dotted).decode('ascii')}"
    return encoded if encoded.is_dir() else path / f".{dotted}"


def _maildir_files(folder: Path) -> dict[str, Path]:
    """Return unique name → file. cur/ comes last: a mail that moves from new/ to cur/ meanwhile is not missed."""
    files = {}
    for part in ("new", "cur"):
        for file in _listed(folder / part):
            if not file.name.startswith("."):
                files[file.name.partition(":")[0]] = file
    return files


def _listed(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError as error:
        raise MailboxError(f"Không đọc được thư mục thư {folder}: {error.strerror}.") from error


def _eml_files(root: Path) -> Iterator[Path]:
    """Yield every .eml file under `root`, sorted; a sub-folder that may not be read is left out with a warning."""
    _listed(root)
    for folder, inner, names in os.walk(root, onerror=_warn):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(".eml") and not name.startswith("."):
                yield Path(folder, name)


def _warn(error: OSError) -> None:
    log.warning("a folder of mails is left out, it cannot be read: %s (%s)", error.filename, error.strerror)


def _regular_file(file: Path) -> os.stat_result | None:
    """Return the status of a file that can hold a mail, None for others."""
    try:
        known = file.stat()
    except OSError as error:
        log.warning("a mail is left out, its file cannot be read: %s (%s)", file, error.strerror)
        return None
    return known if stat.S_ISREG(known.st_mode) else None


def _text(name: str) -> str:
    """Return a file name as text that a database can hold, whatever bytes it is made of."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
