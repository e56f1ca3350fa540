"""One connection to an IMAP server (RFC 9051), read only; every error of the library becomes ours here."""

from __future__ import annotations

import logging
import re
import ssl
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from imaplib import IMAP4
from typing import Any, TypeVar

from imapclient import IMAPClient
from imapclient.exceptions import LoginError

from domain.errors import MailboxError, MailboxLoginError

#: imaplib refuses an answer line over 1,000,000 bytes; so many UIDs of ten digits stay below it.
UIDS_AN_ANSWER = 50_000
#: What the LOGIN command can carry as it is: an atom, and text that imaplib puts in quotes (RFC 9051, 9).
_ATOM = re.compile(r"[!#$&'+,\-./0-9:;<=>?@A-Z\[^_`a-z|}~]+")
_ASCII = re.compile(r"[\x20-\x7e]*")
#: Refusals of a login that pass by themselves (RFC 5530; THROTTLED is Gmail's).
_PASSING = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|OVERQUOTA|THROTTLED)\b", re.IGNORECASE)

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class Login:
    """Where and as whom to log in."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    #: How to check the server's certificate; None for no TLS at all.
    tls: ssl.SSLContext | None
    #: Seconds to wait for a connection, and for each answer.
    timeout: float

    def betrayed_by(self, said: str) -> bool:
        """Whether the password stands in `said`, plain or as a command carries it: some servers repeat the command."""
        quoted = self.password.replace("\\", "\\\\").replace('"', '\\"')
        coded = b64encode(f"\0{self.user}\0{self.password}".encode()).decode()
        return any(form in said for form in (self.password, quoted, coded))


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as EXAMINE showed it."""

    name: str
    uidvalidity: int
    exists: int
    uidnext: int


class Session:
    """Logs in when first asked for something, and anew after an error. Nothing it can do changes the mailbox.

    Every method raises MailboxError where the server cannot be reached, breaks off or refuses the command, and
    MailboxLoginError where it refuses the login.
    """

    def __init__(self, login: Login) -> None:
        self._login = login
        self._client: IMAPClient | None = None
        self._examined: Folder | None = None

    def folders(self) -> list[tuple[frozenset[str], str]]:
        """Return flags (RFC 6154: special use) and name of every folder."""
        listed = self._ask("liệt kê thư mục", lambda client: client.list_folders())
        return [(frozenset(flag.decode("ascii", "replace") for flag in flags), name) for flags, _, name in listed]

    def examine(self, name: str) -> Folder:
        """Open a folder by EXAMINE, which unlike SELECT changes no flag, unless it is the one that is open."""
        if self._examined is None or self._examined.name != name:
            answer = self._ask(f"mở thư mục “{name}”", lambda client: client.select_folder(name, readonly=True))
            self._examined = Folder(
                name, answer.get(b"UIDVALIDITY", 0), answer.get(b"EXISTS", 0), answer.get(b"UIDNEXT", 0)
            )
        return self._examined

    def uids(self) -> list[int]:
        """Return the UIDs of all mails in the open folder, ascending."""
        found: list[int] = []
        for criterion in _searches(self._examined):
            found += self._ask("liệt kê thư", partial(IMAPClient.search, criteria=criterion))
        return sorted(found)

    def fetch(self, uids: Sequence[int], items: Sequence[str]) -> dict[int, dict[bytes, Any]]:
        """Return UID → item → value for those of `uids` in the open folder that are still there."""
        answer: dict[int, dict[bytes, Any]] = self._ask("tải thư", lambda client: client.fetch(uids, items))
        return answer

    def close(self) -> None:
        """Log out; the next question logs in again."""
        if self._client:
            with suppress(OSError, IMAP4.error):
                self._client.logout()
        self._drop()

    def _ask(self, doing: str, question: Callable[[IMAPClient], _T]) -> _T:
        if self._client is None:
            self._client = self._connect()
        with self._errors_are_ours(doing):
            return question(self._client)

    def _connect(self) -> IMAPClient:
        # At DEBUG the library writes whole mails into the log.
        logging.getLogger("imapclient").setLevel(logging.WARNING)
        login = self._login
        with self._errors_are_ours("kết nối"):
            client = IMAPClient(
                login.host, login.port, ssl=login.tls is not None, ssl_context=login.tls, timeout=login.timeout
            )
            client._imap.debug = 0
            client.normalise_times = False
        try:
            with self._errors_are_ours("đăng nhập"):
                _log_in(client, login)
        except BaseException:
            _shut_down(client)
            raise
        return client

    @contextmanager
    def _errors_are_ours(self, doing: str) -> Iterator[None]:
        """After any error the connection is given up: nobody knows what the server will say next on it."""
        try:
            yield
        # ValueError is what the library raises for answers that it cannot take apart.
        except (OSError, IMAP4.error, ValueError) as error:
            self._drop()
            login = self._login
            cause = None if login.betrayed_by(str(error)) else error
            raise MailboxError(f"Máy chủ thư {login.host}, khi {doing}: {_in_words(error, login)}.") from cause

    def _drop(self) -> None:
        client, self._client, self._examined = self._client, None, None
        if client:
            _shut_down(client)


def _searches(folder: Folder | None) -> list[str]:
    if folder is None or folder.exists <= UIDS_AN_ANSWER:
        return ["ALL"]
    # Both ends are numbers: 'n:*' also gives the last mail where that is below n.
    starts = range(1, folder.uidnext, UIDS_AN_ANSWER)
    return [f"UID {start}:{start + UIDS_AN_ANSWER - 1}" for start in starts] or ["ALL"]


def _log_in(client: IMAPClient, login: Login) -> None:
    try:
        if _ATOM.fullmatch(login.user) and _ASCII.fullmatch(login.password):
            client.login(login.user, login.password)
        else:
            client.plain_login(login.user, login.password)
    except LoginError as error:
        # The library calls a connection that breaks during the login a refused login.
        if isinstance(error.__context__, IMAP4.abort):
            raise error.__context__ from None
        raise _refusal(str(error), login) from None
    if client.has_capability("ID"):
        with suppress(IMAP4.error):
            client.id_({"name": "baocao"})


def _refusal(said: str, login: Login) -> MailboxError:
    """Return the error for a refused login. What the server said is left out where it repeats the password."""
    answer = "" if login.betrayed_by(said) else f" Máy chủ trả lời: {_short(said)}"
    if _PASSING.search(said):
        return MailboxError(f"Máy chủ thư {login.host} tạm thời không cho đăng nhập.{answer}")
    return MailboxLoginError(
        f"Máy chủ thư {login.host} không chấp nhận tên đăng nhập hoặc mật khẩu của {login.user}.{answer}"
    )


def _in_words(error: Exception, login: Login) -> str:
    detail = "" if login.betrayed_by(str(error)) else f" ({_short(error)})"
    match error:
        case ssl.SSLCertVerificationError():
            return f"chứng chỉ TLS không được tin cậy ({error.verify_message})"
        case TimeoutError():
            return f"không trả lời trong {login.timeout:g} giây"
        case IMAP4.abort() | ConnectionResetError() | BrokenPipeError() | ssl.SSLEOFError():
            return f"kết nối bị ngắt{detail}"
        case OSError():
            return f"không kết nối được{detail}"
        case _:
            return f"không thực hiện được lệnh{detail}"


def _short(said: object) -> str:
    text = " ".join(str(said).split())
    return text if len(text) <= 200 else text[:200] + "…"


def _shut_down(client: IMAPClient) -> None:
    with suppress(OSError):
        client.shutdown()
