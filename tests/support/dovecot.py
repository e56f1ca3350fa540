"""A real Dovecot 2.3 on loopback, in a folder of its own, with users, TLS and Maildirs that tests can reach."""

import getpass
import grp
import os
import pwd
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path

import pytest
from imapclient import IMAPClient
from imapclient.imap_utf7 import encode as modified_utf7

from tests.support.certificate import self_signed
from tests.support.needs import need_program

HOST = "127.0.0.1"
#: User names and passwords.
USERS = {"vanphong": "mat-khau-bi-mat", "chuyenvien": "mật khẩu có dấu"}
_PATIENCE = 10.0


class Dovecot:
    """A server that can be stopped and started again on the same ports."""

    def __init__(self, folder: Path, *, extra: str = "") -> None:
        self.folder = folder
        self.imap_port, self.imaps_port = _free_ports(2)
        self.cafile, self._key = self_signed(folder)
        self._owner = _mail_owner()
        self._process: subprocess.Popen[bytes] | None = None
        (folder / "users").write_text("".join(f"{name}:{{PLAIN}}{word}::::::\n" for name, word in USERS.items()))
        (folder / "dovecot.conf").write_text(self._configuration() + extra)
        for user in USERS:
            self._make(folder / "home" / user)

    def url(self, user: str = "vanphong", *, tls: bool = True) -> str:
        """Return the mailbox URL of `user`; the certificate is `cafile`, the password `USERS[user]`."""
        return f"imaps://{user}@{HOST}:{self.imaps_port}/" if tls else f"imap://{user}@{HOST}:{self.imap_port}/"

    def start(self) -> None:
        """Start, and return when it answers."""
        log = (self.folder / "output").open("ab")
        with closing(log):
            command = [need_program("dovecot"), "-F", "-c", str(self.folder / "dovecot.conf")]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, process_group=0)
        deadline = time.monotonic() + _PATIENCE
        while not self._greets():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise RuntimeError(f"Dovecot does not start: {self.log()}")
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop, cutting every connection; its mail stays."""
        process, self._process = self._process, None
        if process is None:
            return
        _end_group(process)

    def log(self) -> str:
        """Return what the server wrote so far."""
        return "".join(
            (self.folder / name).read_text(errors="replace")
            for name in ("output", "log")
            if (self.folder / name).exists()
        )

    @contextmanager
    def client(self, user: str = "vanphong") -> Iterator[IMAPClient]:
        """Give a connection of another program that uses the same mailbox."""
        context = ssl.create_default_context(cafile=self.cafile)
        with IMAPClient(HOST, self.imaps_port, ssl=True, ssl_context=context, timeout=_PATIENCE) as client:
            client.plain_login(user, USERS[user])
            client.normalise_times = False
            yield client

    def append(
        self,
        raw: bytes,
        *,
        user: str = "vanphong",
        folder: str = "INBOX",
        flags: Sequence[bytes] = (),
        at: datetime | None = None,
    ) -> None:
        """Put a mail into a folder as a mail program does, with flags and an INTERNALDATE."""
        with self.client(user) as client:
            client.append(folder, raw, flags, at)

    def deliver(self, raw: bytes, *, user: str = "vanphong", folder: str = "INBOX") -> Path:
        """Put a mail into a folder as delivery does, bytes that no mail program could send included."""
        path = self.maildir(user, folder)
        for part in ("tmp", "new", "cur"):
            self._make(path / part)
        name = f"{time.time_ns()}.M1P1.localhost"
        (path / "tmp" / name).write_bytes(raw)
        self._own(path / "tmp" / name)
        return (path / "tmp" / name).rename(path / "new" / name)

    def maildir(self, user: str = "vanphong", folder: str = "INBOX") -> Path:
        """Return where the server keeps the files of a folder."""
        root = self.folder / "home" / user / "Maildir"
        return root if folder == "INBOX" else root / f".{modified_utf7(folder.replace('/', '.')).decode()}"

    def flags(self, user: str = "vanphong", folder: str = "INBOX") -> dict[int, frozenset[bytes]]:
        """Return UID → flags of every mail, leaving them as they are (\\Recent included)."""
        with self.client(user) as client:
            client.select_folder(folder, readonly=True)
            fetched = client.fetch(client.search("ALL"), ["FLAGS"])
        return {uid: frozenset(answer[b"FLAGS"]) for uid, answer in fetched.items()}

    def force_uidvalidity(self, value: int, *, user: str = "vanphong", folder: str = "INBOX") -> None:
        """Renumber a folder, as after a restored backup: another UIDVALIDITY, UIDs from 1. Cuts every connection."""
        self.stop()
        path = self.maildir(user, folder)
        next_uid = len([*(path / "cur").iterdir(), *(path / "new").iterdir()]) + 1
        (path / "dovecot-uidlist").write_text(f"3 V{value} N1 G{next_uid:032x}\n")
        self._own(path / "dovecot-uidlist")
        for index in path.glob("dovecot.index*"):
            index.unlink()
        self.start()

    def _greets(self) -> bool:
        try:
            with socket.create_connection((HOST, self.imap_port), timeout=1) as connection:
                return connection.recv(100).startswith(b"* OK")
        except OSError:
            return False

    def _make(self, folder: Path) -> None:
        for missing in [path for path in (*reversed(folder.parents), folder) if not path.exists()]:
            missing.mkdir()
            self._own(missing)

    def _own(self, path: Path) -> None:
        if os.geteuid() == 0:
            os.chown(path, *self._owner)

    def _configuration(self) -> str:
        uid, gid = self._owner
        return f"""
protocols = imap
listen = {HOST}
base_dir = {self.folder}/run
state_dir = {self.folder}/run
log_path = {self.folder}/log
ssl = yes
ssl_cert = <{self.cafile}
ssl_key = <{self._key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mailbox_idle_check_interval = 1 secs
first_valid_uid = 1
{"" if os.geteuid() == 0 else _WITHOUT_ROOT.format(user=getpass.getuser(), group=grp.getgrgid(gid).gr_name)}
service imap-login {{
  {"" if os.geteuid() == 0 else "chroot ="}
  inet_listener imap {{
    port = {self.imap_port}
  }}
  inet_listener imaps {{
    port = {self.imaps_port}
    ssl = yes
  }}
}}
service anvil {{
  {"" if os.geteuid() == 0 else "chroot ="}
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
passdb {{
  driver = passwd-file
  args = {self.folder}/users
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={self.folder}/home/%u
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
}}
"""


_WITHOUT_ROOT = """
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
service stats {{
  chroot =
}}
"""


def _end_group(leader: subprocess.Popen[bytes]) -> None:
    """End a process and all its children: by itself the master takes a second, and leaves open connections alive.

    It may start a child just then, so the signal is repeated, and after a while made one that nobody can ignore.
    """
    for signal_number in [signal.SIGTERM] * 2 + [signal.SIGKILL] * 20:
        with suppress(ProcessLookupError):
            os.killpg(leader.pid, signal_number)
        for _ in range(20):
            ended = leader.poll() is not None
            if ended and not any(_runs_in_group(status, leader.pid) for status in Path("/proc").glob("[0-9]*/stat")):
                return
            time.sleep(0.01)
    raise RuntimeError("Dovecot's processes do not end")


def _runs_in_group(status: Path, leader: int) -> bool:
    """Whether a process (proc_pid_stat(5)) is of the group and not merely waiting for its parent to notice its end."""
    try:
        state, _, group, *_ = status.read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return False
    return int(group) == leader and state != "Z"


def _mail_owner() -> tuple[int, int]:
    """Return uid and gid that own the mail: Dovecot gives no mail to root."""
    if os.geteuid() != 0:
        return os.geteuid(), os.getegid()
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _free_ports(count: int) -> list[int]:
    sockets = [socket.create_server((HOST, 0)) for _ in range(count)]
    try:
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


@contextmanager
def running_dovecot(*, extra: str = "") -> Iterator[Dovecot]:
    """Give a running server with empty mailboxes; `extra` are more lines of its configuration."""
    need_program("dovecot")
    # The names of its sockets must stay short: a folder of pytest's own is too deep.
    folder = Path(tempfile.mkdtemp(prefix="dc-"))
    folder.chmod(0o755)
    try:
        server = Dovecot(folder, extra=extra)
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot of this test's own."""
    with running_dovecot() as server:
        yield server
