"""What every answer carries and every request must satisfy, before any page is asked.

Names of hosts are checked because a page that a browser reaches by a foreign name may be read by that name's owner
(DNS rebinding); POST only from our own pages (OWASP: Fetch Metadata, with Origin where a browser lacks it).
"""

from __future__ import annotations

from collections.abc import Collection, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing but our own style sheets, pictures and forms; no script at all.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def host_name(host: str) -> str:
    """Return the name in a Host header without its port; brackets of an IPv6 address stay (RFC 9110, 7.2)."""
    name, colon, port = host.rpartition(":")
    return name.lower() if colon and port.isdigit() else host.lower()


def same_origin(headers: Headers) -> bool:
    """Whether a request comes from one of our own pages.

    Sec-Fetch-Site decides where it is sent; under our own no-referrer policy Origin is then 'null' (Fetch, 3.2).
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site == "same-origin"
    origin = headers.get("origin", "")
    return bool(origin) and urlsplit(origin).netloc.lower() == headers.get("host", "").lower()


class Guard:
    """ASGI middleware around the whole application, the page for its own errors included."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], wrong_host: Response, foreign_post: Response) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._wrong_host = wrong_host
        self._foreign_post = foreign_post

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        app = self._refusal(scope) or self._app
        await app(scope, receive, _with_headers(send))

    def _refusal(self, scope: MutableMapping[str, Any]) -> Response | None:
        headers = Headers(scope=scope)
        if host_name(headers.get("host", "")) not in self._hosts:
            return self._wrong_host
        if scope["method"] not in _SAFE_METHODS and not same_origin(headers):
            return self._foreign_post
        return None


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending
