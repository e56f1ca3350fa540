"""The four kinds of mailbox, each with what a test needs to put mail in, take it out and see that nothing changed."""

import mailbox as stdlib_mailbox
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from intake.sources import Source, open_mailbox
from tests.support.dovecot import USERS, Dovecot, running_dovecot

THEN = datetime(2017, 6, 4, 9, 30, 15, tzinfo=UTC)


class Place(Protocol):
    """A mailbox as everybody but the program under test sees it."""

    def open(self) -> Source:
        """Return the program's view of it."""
        ...

    def put(self, raw: bytes, at: datetime = THEN) -> None:
        """Let a mail arrive."""
        ...

    def remove(self, text: bytes) -> None:
        """Delete the mail in which `text` stands."""
        ...

    def state(self) -> object:
        """Return everything that reading must not change."""
        ...

    def given_out(self, raw: bytes) -> bytes:
        """Return what this kind of mailbox can give back of `raw`."""
        ...

    def break_down(self) -> None:
        """Make the mailbox unreachable."""
        ...


class ImapPlace:
    """INBOX on a real Dovecot."""

    def __init__(self, server: Dovecot) -> None:
        self.server = server

    def open(self) -> Source:
        return open_mailbox(self.server.url(), password=USERS["vanphong"], cafile=self.server.cafile, timeout=20)

    def put(self, raw: bytes, at: datetime = THEN) -> None:
        _set_time(self.server.deliver(raw), at)

    def remove(self, text: bytes) -> None:
        with self.server.client() as client:
            client.select_folder("INBOX")
            client.delete_messages(client.search(["TEXT", text]))
            client.expunge()

    def state(self) -> object:
        return self.server.flags(), _files(self.server.maildir() / "cur"), _files(self.server.maildir() / "new")

    def given_out(self, raw: bytes) -> bytes:
        # IMAP has no NUL (RFC 9051, 9: CHAR8), Dovecot gives 0x80 in its place; and every line ends with CRLF.
        return re.sub(rb"(?<!\r)\n", b"\r\n", raw.replace(b"\0", b"\x80"))

    def break_down(self) -> None:
        self.server.stop()


class MaildirPlace:
    """A Maildir, written by the standard library."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._maildir = stdlib_mailbox.Maildir(path)

    def open(self) -> Source:
        return open_mailbox(f"maildir:{self.path}")

    def put(self, raw: bytes, at: datetime = THEN) -> None:
        # Not through its `add`, which changes line ends.
        key = self._maildir.add(b"")
        file = self.path / "new" / key
        file.write_bytes(raw)
        _set_time(file, at)

    def remove(self, text: bytes) -> None:
        for folder in ("new", "cur"):
            _remove_file_with(text, self.path / folder)

    def state(self) -> object:
        return _files(self.path)

    def given_out(self, raw: bytes) -> bytes:
        return raw

    def break_down(self) -> None:
        self.path.rename(self.path.with_name("moved-away"))


class EmlPlace:
    """A folder with .eml files, some of them in a sub-folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        (path / "tháng 6").mkdir(parents=True)

    def open(self) -> Source:
        return open_mailbox(f"eml:{self.path}")

    def put(self, raw: bytes, at: datetime = THEN) -> None:
        number = len(list(self.path.rglob("*.eml")))
        folder = self.path / "tháng 6" if number % 2 else self.path
        file = folder / f"thư {number}.eml"
        file.write_bytes(raw)
        _set_time(file, at)

    def remove(self, text: bytes) -> None:
        _remove_file_with(text, self.path)
        _remove_file_with(text, self.path / "tháng 6")

    def state(self) -> object:
        return _files(self.path)

    def given_out(self, raw: bytes) -> bytes:
        return raw

    def break_down(self) -> None:
        self.path.rename(self.path.with_name("moved-away"))


class MboxPlace:
    """An mbox file, written as mboxrd says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.touch()

    def open(self) -> Source:
        return open_mailbox(f"mbox:{self.path}")

    def put(self, raw: bytes, at: datetime = THEN) -> None:
        with self.path.open("ab") as file:
            file.write(mboxrd(self.given_out(raw), at))

    def remove(self, text: bytes) -> None:
        parts = re.split(rb"^(?=From unit@)", self.path.read_bytes(), flags=re.MULTILINE)
        self.path.write_bytes(b"".join(part for part in parts if text not in part))

    def state(self) -> object:
        return self.path.read_bytes(), self.path.stat().st_mtime_ns, _files(self.path.parent)

    def given_out(self, raw: bytes) -> bytes:
        # In an mbox every mail ends with a line end.
        return raw if raw.endswith(b"\n") or not raw else raw + b"\n"

    def break_down(self) -> None:
        self.path.unlink()


def mboxrd(raw: bytes, at: datetime) -> bytes:
    """Return `raw`, which ends with a line end, as it stands in an mboxrd file."""
    quoted = re.sub(rb"^(>*From )", rb">\1", raw, flags=re.MULTILINE)
    return f"From unit@units.example {at.astimezone(UTC):%a %b %e %H:%M:%S %Y}\n".encode() + quoted + b"\n"


@contextmanager
def place_of(kind: str, folder: Path) -> Iterator[Place]:
    """Give an empty mailbox of `kind`: 'imap', 'maildir', 'eml' or 'mbox'."""
    if kind == "imap":
        with running_dovecot() as server:
            yield ImapPlace(server)
    else:
        places = {"maildir": MaildirPlace, "eml": EmlPlace, "mbox": MboxPlace}
        yield places[kind](folder / "hop-thu")


def _set_time(file: Path, at: datetime) -> None:
    os.utime(file, (at.timestamp(), at.timestamp()))


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    found = [file for file in folder.rglob("*") if file.is_file()]
    return {str(file): (file.stat().st_mtime_ns, file.stat().st_size) for file in found}


def _remove_file_with(text: bytes, folder: Path) -> None:
    for file in folder.iterdir():
        if file.is_file() and text in file.read_bytes():
            file.unlink()
