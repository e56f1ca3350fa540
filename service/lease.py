"""One run at a time, whoever starts it: the timer, the button, cron, a second machine."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from domain.errors import RegisterError, RunnerBusyError, RunStoppedError
from service.clock import system_now

#: A killed run holds others up for so long at the most; a living one renews four times in it.
LEASE_SECONDS = 120


class LeaseRegister(Protocol):
    """The lease row of the register; times are the machine's, never the demo's."""

    def take_lease(self, owner: str, now: datetime, seconds: int) -> bool:
        """Take the lease if it is free or expired; return whether `owner` has it."""
        ...

    def renew_lease(self, owner: str, now: datetime, seconds: int) -> bool:
        """Return whether `owner` still had it; if so it lasts `seconds` from `now`."""
        ...

    def release_lease(self, owner: str) -> None:
        """Give it back; harmless where it has gone to another."""
        ...


class Runner:
    """Lets one round run at a time and tells it when to stop."""

    def __init__(self, register: LeaseRegister) -> None:
        self._register = register
        self._stop = threading.Event()
        self._lost = threading.Event()

    def stop(self) -> None:
        """Ask the running round to end before its next mail or letter, and let no other begin."""
        self._stop.set()

    def proceed(self) -> None:
        """Raise RunStoppedError where the running round may not go on."""
        if self._stop.is_set():
            raise RunStoppedError("asked to stop")
        if self._lost.is_set():
            raise RunStoppedError("the lease has gone to another run")

    @contextmanager
    def lease(self, patience: float = 0) -> Iterator[None]:
        """Hold the lease while the body runs.

        Waits up to `patience` seconds for another run to end; raises RunnerBusyError where it has not.
        """
        self._lost.clear()
        owner = f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"
        self._take(owner, patience)
        done = threading.Event()
        heart = threading.Thread(target=self._beat, args=(owner, done), name="lease", daemon=True)
        heart.start()
        try:
            yield
        finally:
            done.set()
            heart.join()
            self._register.release_lease(owner)

    def _take(self, owner: str, patience: float) -> None:
        give_up = time.monotonic() + patience
        while True:
            self.proceed()
            if self._register.take_lease(owner, system_now(), LEASE_SECONDS):
                return
            if time.monotonic() >= give_up:
                raise RunnerBusyError("another run is at work; it will do what this one was to do")
            self._stop.wait(1)

    def _beat(self, owner: str, done: threading.Event) -> None:
        while not done.wait(LEASE_SECONDS / 4):
            try:
                held = self._register.renew_lease(owner, system_now(), LEASE_SECONDS)
            except RegisterError:
                continue
            if not held:
                self._lost.set()
                return
