"""Where mail comes from: an IMAP account, a Maildir, a folder of .eml files or an mbox file; only ever read."""

from __future__ import annotations

import ipaddress
import os
import re
import ssl
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, quote, unquote, urlsplit

from domain.errors import ConfigError
from domain.mail import FetchedMail, MailLocation
from intake.files import eml_folder, maildir
from intake.imap import ImapMailbox
from intake.imap_session import Login, Session
from intake.mbox import Mbox

_PORTS = {"imaps": 993, "imap": 143}
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_FORMS = "imaps://ten@may-chu/, maildir:/duong/dan, eml:/duong/dan hoặc mbox:/duong/dan"


class Source(Protocol):
    """A mailbox that is never changed by reading it."""

    @property
    def account(self) -> str:
        """Name of the mailbox as a whole, without secrets; part of every location's key."""
        ...

    def locations(self) -> Iterator[MailLocation]:
        """List every mail that is there now; no mail is fetched. Raises MailboxError."""
        ...

    def fetch(self, locations: Sequence[MailLocation]) -> Iterator[FetchedMail]:
        """Fetch these mails in this order; one that has gone meanwhile is left out. Raises MailboxError."""
        ...

    def counts(self) -> dict[str, int]:
        """Return folder → number of mails in it; '' stands for a mailbox without folders. Raises MailboxError."""
        ...

    def folder_names(self) -> tuple[str, ...]:
        """Return all folders that could be chosen, none where there is no choice. Raises MailboxError."""
        ...

    def close(self) -> None:
        """Let go of connections; the mailbox can be used again afterwards."""
        ...


def open_mailbox(
    url: str,
    *,
    password: str | None = None,
    folders: Sequence[str] = ("INBOX",),
    cafile: Path | None = None,
    timeout: float = 60,
) -> Source:
    r"""Return the source of mail that `url` names; connects to nothing and reads nothing yet.

    `imaps://user@host[:port]/` (TLS 1.2 or later, certificate checked by the system's authorities or those in
    `cafile`; `imap://` without TLS only to this machine), `maildir:PATH`, `eml:PATH` (folder), `mbox:PATH` (file).
    `folders` are names, or for IMAP special uses such as '\All'; `timeout` is in seconds.
    Raises ConfigError with every problem found; the messages hold no secret.
    """
    scheme, _, rest = url.partition(":")
    scheme = scheme.lower()
    if scheme in _PORTS:
        return _imap(url, password, folders, cafile, timeout)
    if scheme not in ("maildir", "eml", "mbox"):
        raise ConfigError([f"địa chỉ hộp thư phải có dạng {_FORMS}"])
    problems = _path_problems(scheme, rest, folders)
    if problems:
        raise ConfigError(problems)
    path = Path(os.path.abspath(Path(rest).expanduser()))  # noqa: PTH100 - resolve() would follow links
    if scheme == "maildir":
        return maildir(path, folders)
    return eml_folder(path) if scheme == "eml" else Mbox(path)


def check_mailbox(mailbox: Source) -> list[str]:
    """Log in, list folders and count mails; return what was found as Vietnamese sentences.

    Raises MailboxError or MailboxLoginError, whose message says what is wrong.
    """
    counts = mailbox.counts()
    sentences = [f"Đọc được hộp thư {mailbox.account}: {sum(counts.values())} thư."]
    sentences += [f"Thư mục “{folder}”: {count} thư." for folder, count in counts.items() if folder]
    names = mailbox.folder_names()
    if names:
        sentences.append(f"Các thư mục trên máy chủ: {', '.join(names)}.")
    return sentences


def _path_problems(scheme: str, path: str, folders: Sequence[str]) -> list[str]:
    problems = []
    if not path or _CONTROL.search(path):
        problems.append(f"địa chỉ hộp thư: sau {scheme}: phải là một đường dẫn")
    if path.startswith("//"):
        problems.append(f"địa chỉ hộp thư: viết {scheme}:/duong/dan, không viết {scheme}://")
    if scheme != "maildir" and tuple(folders) != ("INBOX",):
        problems.append(f"không chọn được thư mục thư trong hộp thư {scheme}: (folders)")
    return problems + _folder_problems(folders)


def _imap(url: str, password: str | None, folders: Sequence[str], cafile: Path | None, timeout: float) -> ImapMailbox:
    try:
        parts = urlsplit(url)
    except ValueError:
        # The error would repeat the address, and a password may stand in it.
        raise ConfigError([f"địa chỉ hộp thư viết sai; phải có dạng {_FORMS}"]) from None
    problems = _address_problems(parts) + _login_problems(parts, password) + _folder_problems(folders)
    if timeout <= 0:
        problems.append("thời gian chờ máy chủ thư phải lớn hơn 0 giây")
    context = _tls(cafile, problems) if parts.scheme == "imaps" else None
    if problems or password is None:
        raise ConfigError(problems)
    host, user = parts.hostname or "", unquote(parts.username or "")
    port = parts.port or _PORTS[parts.scheme]
    login = Login(host=host, port=port, user=user, password=password, tls=context, timeout=timeout)
    return ImapMailbox(_account(parts.scheme, user, host, port), Session(login), folders)


def _account(scheme: str, user: str, host: str, port: int) -> str:
    """Return the account's name: the same however the address was written, so that no mail is taken for a new one."""
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port == _PORTS[scheme] else f":{port}"
    return f"{scheme}://{quote(user, safe='')}@{shown_host}{shown_port}"


def _address_problems(parts: SplitResult) -> list[str]:
    problems = []
    if not parts.hostname:
        problems.append("địa chỉ hộp thư thiếu tên máy chủ (imaps://ten@may-chu/)")
    elif parts.scheme == "imap" and not _is_loopback(parts.hostname):
        problems.append("imap:// không mã hoá, chỉ dùng cho máy chủ trên chính máy này; hãy dùng imaps://")
    try:
        in_range = parts.port is None or parts.port > 0
    except ValueError:
        in_range = False
    if not in_range:
        problems.append("cổng trong địa chỉ hộp thư phải là số từ 1 đến 65535")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        problems.append("địa chỉ hộp thư có phần thừa sau tên máy chủ; thư mục thư ghi ở folders")
    return problems


def _login_problems(parts: SplitResult, password: str | None) -> list[str]:
    problems = []
    user = unquote(parts.username or "")
    if not user:
        problems.append("địa chỉ hộp thư thiếu tên đăng nhập (imaps://ten@may-chu/)")
    if parts.password is not None:
        problems.append("không ghi mật khẩu trong địa chỉ hộp thư")
    if not password:
        problems.append("chưa có mật khẩu của hộp thư")
    if _CONTROL.search(user) or _CONTROL.search(password or ""):
        problems.append("tên đăng nhập hoặc mật khẩu của hộp thư có ký tự điều khiển hay xuống dòng")
    return problems


def _folder_problems(folders: Sequence[str]) -> list[str]:
    if folders and all(name and not _CONTROL.search(name) for name in folders):
        return []
    return ["danh sách thư mục thư (folders) trống hoặc có tên trống"]


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _tls(cafile: Path | None, problems: list[str]) -> ssl.SSLContext | None:
    try:
        context = ssl.create_default_context(cafile=cafile)
    except (OSError, ValueError) as error:
        problems.append(f"không dùng được tệp chứng chỉ {cafile} ({error})")
        return None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
