"""A real SMTP server on loopback (aiosmtpd) that keeps what it is sent, and misbehaves when told to."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from pathlib import Path
from typing import cast

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session, syntax

from tests.support.certificate import self_signed

USER, PASSWORD = "vanphong", "mat-khau-thu-nghiem"


@dataclass
class Faults:
    """What the server does wrong. An answer is a whole line ('451 4.3.0 …'); '' means that it behaves."""

    greeting: str = ""
    login: str = ""
    mail: str = ""
    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = ""
    #: Answer to the letter, in place of storing it.
    letter: str = ""
    #: Seconds between storing the letter and saying so.
    slow: float = 0
    #: Cuts the connection (RST) at: 'mail', 'data', 'content', 'before-storing', 'after-storing'.
    reset: str = ""


@dataclass
class SmtpSink:
    """A running server. `faults` may be changed between letters."""

    security: str
    cafile: Path
    host: str
    port: int = 0
    username: str = USER
    password: str = PASSWORD
    faults: Faults = field(default_factory=Faults)
    #: Every letter that was stored: exact bytes and recipients.
    stored: list[tuple[bytes, list[str]]] = field(default_factory=list)
    #: How many connections, logins and MAIL commands there were.
    connections: int = 0
    logins: int = 0
    mails: int = 0

    @property
    def url(self) -> str:
        """The address as the configuration writes it, without the password."""
        scheme = {"tls": "smtps", "starttls": "smtp+starttls", "none": "smtp"}[self.security]
        return f"{scheme}://{self.username}@{self.host}:{self.port}"

    @property
    def letters(self) -> list[EmailMessage]:
        """The stored letters, opened."""
        return [cast(EmailMessage, message_from_bytes(raw, policy=policy.default)) for raw, _ in self.stored]


class _Server(SMTP):
    """One connection, with the faults that aiosmtpd's hooks cannot make."""

    def __init__(self, sink: SmtpSink, tls: ssl.SSLContext, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(
            _Handler(sink),
            hostname="sink.example",
            tls_context=tls if sink.security == "starttls" else None,
            require_starttls=sink.security == "starttls",
            # aiosmtpd counts only STARTTLS as TLS; the server asks for a login itself, in handle_MAIL.
            auth_require_tls=sink.security == "starttls",
            authenticator=self.authenticate,
            loop=loop,
        )
        self.sink = sink

    @cached_property
    def greeting(self) -> str:
        self.sink.connections += 1
        return self.sink.faults.greeting

    async def push(self, status: str | bytes) -> None:
        first = "greeting" not in vars(self)
        await super().push((self.greeting or status) if first else status)

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, login: LoginPassword
    ) -> AuthResult:
        self.sink.logins += 1
        right = login == (self.sink.username.encode(), self.sink.password.encode())
        if self.sink.faults.login or not right:
            return AuthResult(success=False, handled=False, message=self.sink.faults.login or None)
        return AuthResult(success=True, auth_data=login)

    @syntax("DATA")
    async def smtp_DATA(self, arg: str) -> None:
        faults = self.sink.faults
        if faults.reset == "data":
            await _cut(self)
        if faults.reset == "content":
            await self.push("354 go on")
            cast(asyncio.Transport, self.transport).pause_reading()
            await asyncio.sleep(0.3)
            await _cut(self)
        if faults.data:
            await self.push(faults.data)
        else:
            await super().smtp_DATA(arg)


class _Handler:
    """aiosmtpd's hooks."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.sink.mails += 1
        if self.sink.faults.reset == "mail":
            await _cut(server)
        if not session.authenticated:
            return "530 5.7.0 Authentication required"
        envelope.mail_from = address
        return self.sink.faults.mail or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        refusal = self.sink.faults.rcpt.get(address)
        if refusal is None:
            envelope.rcpt_tos.append(address)
        return refusal or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        faults = self.sink.faults
        if faults.reset == "before-storing":
            await _cut(server)
        if faults.letter:
            return faults.letter
        self.sink.stored.append((cast(bytes, envelope.original_content), list(envelope.rcpt_tos)))
        await asyncio.sleep(faults.slow)
        if faults.reset == "after-storing":
            await _cut(server)
        return "250 2.0.0 stored"


async def _cut(server: SMTP) -> None:
    """Reset the connection at once; aiosmtpd then cancels the caller."""
    transport = cast(asyncio.WriteTransport, server._original_transport or server.transport)
    raw = cast(socket.socket, transport.get_extra_info("socket"))
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
    await asyncio.sleep(60)


@contextmanager
def running_sink(
    folder: Path, security: str = "tls", *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> Iterator[SmtpSink]:
    """Run a server that offers `security` ('tls', 'starttls', 'none') until the block ends.

    Certificate (for 127.0.0.1 and localhost) and key are put into `folder`; `tls` replaces the server's side of TLS.
    """
    cafile, key = self_signed(folder)
    context = tls or ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(cafile, key)
    sink = SmtpSink(security=security, cafile=cafile, host=host)
    listener = socket.create_server((sink.host, 0))
    sink.port = listener.getsockname()[1]
    with asyncio.Runner() as runner:
        loop, stop = runner.get_loop(), asyncio.Event()
        thread = threading.Thread(target=runner.run, args=(_serve(listener, sink, context, stop),), daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            loop.call_soon_threadsafe(stop.set)
            thread.join(10)


async def _serve(listener: socket.socket, sink: SmtpSink, tls: ssl.SSLContext, stop: asyncio.Event) -> None:
    servers: list[_Server] = []

    def connected() -> _Server:
        servers.append(_Server(sink, tls, asyncio.get_running_loop()))
        return servers[-1]

    loop = asyncio.get_running_loop()
    listening = await loop.create_server(connected, sock=listener, ssl=tls if sink.security == "tls" else None)
    await stop.wait()
    listening.close()
    for server in servers:
        for transport in (server.transport, server._original_transport):
            if transport is not None:
                cast(asyncio.WriteTransport, transport).abort()
    await asyncio.sleep(0.05)


@pytest.fixture
def smtp_sink(tmp_path: Path) -> Iterator[SmtpSink]:
    """A server with TLS from the first byte and a login."""
    folder = tmp_path / "smtp"
    folder.mkdir()
    with running_sink(folder) as sink:
        yield sink
