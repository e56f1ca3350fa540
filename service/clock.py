"""The only places that ask what time it is."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta


def system_now() -> datetime:
    """Return the machine's time, aware."""
    return datetime.now(UTC)


class DemoClock:
    """A clock that starts at a given moment, goes on at the usual speed, and can be moved forward."""

    def __init__(self, start: datetime) -> None:
        self._moment = start
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def now(self) -> datetime:
        """Return the demo's time, aware."""
        with self._lock:
            return self._moment + timedelta(seconds=time.monotonic() - self._since)

    def move(self, by: timedelta) -> None:
        """Move the clock forward; it never goes back."""
        if by < timedelta(0):
            raise ValueError("the demo's clock only moves forward")
        with self._lock:
            self._moment += by
