"""The page's server: one call that returns when the service is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable
from typing import Any

import uvicorn


def serve_until_stopped(app: Callable[..., Any], *, host: str, port: int) -> None:
    """Serve `app` (ASGI 3) on host:port; return after SIGTERM or SIGINT, once open requests are answered.

    uvicorn gives the signal back after it has stopped; without a handler of ours that would end the process before
    the caller has cleaned up. Raises SystemExit where the port cannot be had.
    """
    for stop in (signal.SIGTERM, signal.SIGINT):
        signal.signal(stop, lambda signum, frame: None)
    config = uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False, ws="none", lifespan="off")
    uvicorn.Server(config).run()
