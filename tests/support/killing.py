"""Kills a real process with SIGKILL at a chosen step of a round."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

#: The steps of a round that change something outside the process, as (part, method).
STEPS = {
    "archive": ("keep",),
    "register": ("received", "checked", "enter", "claim", "mark", "take_lease", "release_lease"),
    "postman": ("send",),
}


class Watched:
    """Stands before a part and counts its steps; at the chosen one the process kills itself, before or after it."""

    def __init__(
        self, part: object, methods: tuple[str, ...], counter: Iterator[int], die_at: int, after: bool
    ) -> None:
        self._part, self._methods, self._counter = part, methods, counter
        self._die_at, self._after = die_at, after

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._part, name)
        if name not in self._methods:
            return method

        def step(*args: Any, **kwargs: Any) -> Any:
            last = next(self._counter) == self._die_at
            if last and not self._after:
                os.kill(os.getpid(), signal.SIGKILL)
            result = method(*args, **kwargs)
            if last:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return step


def _child(folder: Path, die_at: int, after: bool) -> None:
    import itertools

    from service.assembly import Service
    from tests.support.small_office import NOW, office

    service = Service(office(folder), now=lambda: NOW)
    counter = itertools.count()
    for part, methods in STEPS.items():
        setattr(service, part, Watched(getattr(service, part), methods, counter, die_at, after))
    service.runner._register = service.register
    service.round(letters=True)
    service.close()
    os._exit(0)


def round_killed_at(folder: Path, step: int, *, after: bool) -> bool:
    """Run a round of the small office in a process of its own, killed at `step`; return whether it came so far."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["service.assembly", "tests.support.small_office"])
    child = context.Process(target=_child, args=(folder, step, after))
    child.start()
    child.join(120)
    assert child.exitcode in (0, -signal.SIGKILL), child.exitcode
    return child.exitcode == -signal.SIGKILL
