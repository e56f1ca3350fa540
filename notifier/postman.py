"""Handing letters over to the world: by a mail server (RFC 5321), or into a folder (folder_postman).

What a postman raises says what became of the letter, so that each is sent once: surely not accepted and worth another
try, surely not accepted for good, or not to be known. The messages are for the operator and hold no secret.
"""

from __future__ import annotations

import base64
import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from domain.errors import ConfigError, PostmanError, PostmanPermanentError, PostmanTemporaryError, PostmanUnknownError
from domain.letters import Letter
from notifier.folder_postman import FolderPostman
from notifier.message import to_message
from notifier.office import Office

__all__ = ["FolderPostman", "SmtpPostman"]

#: RFC 8314, 3.3 (implicit TLS), RFC 6409, 3.1 (submission), RFC 5321, 4.5.4.2.
_PORTS = {"tls": 465, "starttls": 587, "none": 25}
#: What a connection that breaks or a server that speaks nonsense raises.
_BROKEN = (smtplib.SMTPException, OSError)
#: 5xx answers that speak of the account and not of the letter: log in first, or differently (RFC 4954, 6).
_LOGIN_WANTED = frozenset({530, 534, 535, 538})
#: Gmail's '550 5.4.5 Daily user sending limit exceeded': over tomorrow, for all that it is a 5xx.
_QUOTA = b"5.4.5"
#: What an operator meets most, in words; anything else is told as the library says it.
_IN_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (socket.gaierror, "không có máy chủ nào tên như vậy"),
    (ConnectionRefusedError, "không có máy chủ nào nghe ở cổng này"),
    (smtplib.SMTPNotSupportedError, "máy chủ không nhận STARTTLS"),
    (smtplib.SMTPServerDisconnected, "máy chủ ngắt kết nối giữa chừng"),
    (ConnectionError, "máy chủ ngắt kết nối giữa chừng"),
)
#: RFC 5321, 4.5.2.
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


class SmtpPostman:
    """Sends letters through one mail server, several over one connection. Not for several threads at once."""

    def __init__(
        self,
        host: str,
        port: int | None = None,
        *,
        office: Office,
        security: str = "tls",
        username: str | None = None,
        password: str | None = None,
        cafile: Path | None = None,
        timeout: float = 60,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Connect to nothing yet.

        `security` is 'tls' (from the first byte), 'starttls', or 'none', which only a server on this machine may
        have; `port` None is the usual one of it. `cafile` holds the server's root certificate where no public body
        issued it. `timeout` is in seconds, for each answer of the server. Without `username` there is no login.
        `clock` gives the moment (aware) for the Date header. Raises ConfigError.
        """
        if security not in _PORTS:
            raise ConfigError([f"đường thư đi: cách bảo vệ là {', '.join(_PORTS)}, không có “{security}”"])
        if security == "none" and not _is_loopback(host):
            raise ConfigError([f"đường thư đi: {host} không phải máy này, nên phải dùng TLS"])
        self._host, self._port = host, port or _PORTS[security]
        self._office, self._clock = office, clock
        self._security, self._cafile, self._timeout = security, cafile, timeout
        self._username, self._password = username, password
        self._connection: smtplib.SMTP | None = None

    def __repr__(self) -> str:
        return f"SmtpPostman({self._host}:{self._port}, security={self._security})"

    def send(self, letter: Letter) -> None:
        """Hand over `letter`; return only when the server has taken it, for every recipient.

        Raises PostmanTemporaryError (no connection, no login, 4xx), PostmanPermanentError (5xx, not a mail) or
        PostmanUnknownError (the connection broke after the whole letter had left and before the server's answer).
        """
        message = to_message(letter, self._office, self._clock())
        connection = self._connected()
        try:
            self._announce(connection, (*letter.to, *letter.cc))
            self._hand_over(connection, message.as_bytes())
        except PostmanUnknownError:
            self._drop()
            raise
        except PostmanError:
            self.close()
            raise
        except _BROKEN as e:
            self._drop()
            raise PostmanTemporaryError(f"Mất kết nối với máy chủ thư {self._host}: {self._reason(e)}.") from e

    def check(self) -> list[str]:
        """Connect and log in, send nothing; return what went well, in Vietnamese. Raises PostmanTemporaryError."""
        try:
            self._connected()
        finally:
            self.close()
        logged_in = f", đã đăng nhập bằng tài khoản {self._username}" if self._username else ", không đăng nhập"
        return [f"nối được máy chủ thư {self._host}, cổng {self._port}{logged_in}"]

    def close(self) -> None:
        """Leave the server politely where it still listens; the postman can be used again afterwards."""
        if self._connection is not None:
            with suppress(*_BROKEN):
                self._connection.quit()
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        """Return a connection that is logged in; one that the server has closed meanwhile is replaced."""
        if self._connection is not None:
            with suppress(*_BROKEN):
                if self._connection.noop()[0] == 250:
                    return self._connection
            self._drop()
        try:
            self._connection = self._greeted()
            self._secure(self._connection)
            problem = self._login_problem(self._connection)
        except (*_BROKEN, UnicodeError) as e:
            self._drop()
            raise PostmanTemporaryError(
                f"Không kết nối được máy chủ thư {self._host}, cổng {self._port}: {self._reason(e)}."
            ) from e
        if problem:
            self.close()
            raise PostmanTemporaryError(problem)
        return self._connection

    def _greeted(self) -> smtplib.SMTP:
        # Without a name smtplib asks the name service for this machine's, which can take long and tells the world.
        name = self._office.message_id_domain
        if self._security == "tls":
            context = self._tls()
            return smtplib.SMTP_SSL(self._host, self._port, name, timeout=self._timeout, context=context)
        return smtplib.SMTP(self._host, self._port, name, timeout=self._timeout)

    def _secure(self, connection: smtplib.SMTP) -> None:
        if self._security == "starttls":
            connection.starttls(context=self._tls())

    def _tls(self) -> ssl.SSLContext:
        context = ssl.create_default_context(cafile=self._cafile)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return context

    def _login_problem(self, connection: smtplib.SMTP) -> str:
        """Log in; return why it was refused, '' where it was not.

        A refused login is not a letter's fault: letters wait until the settings are mended. The cause is told in words
        and never chained, because it can hold the password (a server that repeats the command, a codec's error).
        """
        if self._username is None:
            return ""
        refused = f"Máy chủ thư {self._host} không cho tài khoản {self._username} đăng nhập"
        try:
            connection.login(self._username, self._password or "")
        except smtplib.SMTPAuthenticationError as e:
            return f"{refused}: {self._reason(e)}. Đề nghị xem lại tên tài khoản và mật khẩu."
        except smtplib.SMTPNotSupportedError:
            return f"{refused}: máy chủ không nhận đăng nhập theo cách này."
        except UnicodeError:
            return f"{refused}: tên tài khoản hoặc mật khẩu có ký tự ngoài bảng ASCII."
        return ""

    def _announce(self, connection: smtplib.SMTP, recipients: Iterable[str]) -> None:
        """Name sender and recipients. One that is refused refuses the letter: it goes to all of them or to none."""
        connection.ehlo_or_helo_if_needed()
        self._accepted(connection.mail(self._office.sender), f"địa chỉ gửi {self._office.sender}")
        for address in dict.fromkeys(recipients):
            self._accepted(connection.rcpt(address), f"người nhận {address}")

    def _hand_over(self, connection: smtplib.SMTP, content: bytes) -> None:
        """Send `content` (RFC 5321, 4.1.1.4); until the line with the dot has left, no server may take the letter."""
        self._accepted(connection.docmd("DATA"), "thư", positive=300)
        connection.send(_LEADING_DOT.sub(b"..", content))
        try:
            connection.send(b".\r\n")
            answer = connection.getreply()
        except _BROKEN as e:
            raise PostmanUnknownError(
                f"Mất kết nối với máy chủ thư {self._host} sau khi đã chuyển thư, chưa rõ thư có được nhận hay không: "
                f"{self._reason(e)}."
            ) from e
        if answer[0] < 200 or 300 <= answer[0] < 400 or answer[0] >= 600:
            raise PostmanUnknownError(f"Máy chủ thư {self._host} trả lời khó hiểu: {self._said(*answer)}.")
        self._accepted(answer, "thư")

    def _accepted(self, answer: tuple[int, bytes], what: str, *, positive: int = 200) -> None:
        """Raise the error that `answer` stands for where it is not in the hundred of `positive` (RFC 5321, 4.2.1)."""
        code, text = answer
        if positive <= code < positive + 100:
            return
        said = self._said(code, text)
        for_good = 500 <= code < 600 and code not in _LOGIN_WANTED and _QUOTA not in text
        error = PostmanPermanentError if for_good else PostmanTemporaryError
        raise error(f"Máy chủ thư {self._host} không nhận {what}: {said}.")

    def _reason(self, error: Exception) -> str:
        if isinstance(error, smtplib.SMTPResponseException):
            text = error.smtp_error
            return self._said(error.smtp_code, text if isinstance(text, bytes) else text.encode())
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"không xác minh được chứng thư của máy chủ ({error.verify_message})"
        if isinstance(error, smtplib.SMTPServerDisconnected) and isinstance(error.__context__, OSError):
            return self._reason(error.__context__)
        if isinstance(error, TimeoutError):
            return f"máy chủ không trả lời trong {self._timeout:g} giây"
        known = next((words for kind, words in _IN_WORDS if isinstance(error, kind)), "")
        return known or " ".join(str(error).split()) or type(error).__name__

    def _said(self, code: int, text: bytes) -> str:
        """Return the server's answer in one line, without the password should it repeat it."""
        line = " ".join(text.decode("utf-8", "replace").split())
        for secret in self._secrets():
            line = line.replace(secret, "***")
        return f"{code} {line[:200]}".rstrip(". ")

    def _secrets(self) -> tuple[str, ...]:
        """Return the password in every form in which a login sends it (RFC 4616, RFC 4954)."""
        if not self._password:
            return ()
        plain = f"\0{self._username}\0{self._password}"
        return (*(base64.b64encode(form.encode()).decode() for form in (plain, self._password)), self._password)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
