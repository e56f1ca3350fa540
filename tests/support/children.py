"""Real child processes that are killed, or run out of something, in the middle of their work."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

_FORK = multiprocessing.get_context("fork")


def exit_code_of(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own and return how it ended; -SIGKILL where it was killed."""
    child = _FORK.Process(target=work)
    child.start()
    child.join(60)
    assert child.exitcode is not None, "the child did not end"
    return child.exitcode


def killed_at_statement(number: int, work: Callable[[], object]) -> bool:
    """Run `work` in a process that kills itself just before its SQL statement `number` (from 0) after opening.

    Return whether it came so far; BEGIN and COMMIT count.
    """

    def child() -> None:
        left = iter(range(number, -1, -1))

        def die(_statement: str) -> None:
            if next(left) == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        event.listen(Engine, "connect", lambda connection, _: connection.set_trace_callback(die))
        work()

    code = exit_code_of(child)
    assert code in (0, -signal.SIGKILL), code
    return code != 0


def killed_after(seconds: float, work: Callable[[Callable[[Any], None]], object]) -> list[Any]:
    """Run `work(tell)` in a process, kill it after `seconds` from its first word; return all it told until then."""
    here, there = _FORK.Pipe(duplex=False)

    def child(pipe: Connection) -> None:
        work(pipe.send)

    process = _FORK.Process(target=child, args=(there,))
    process.start()
    there.close()
    told = [here.recv()]
    time.sleep(seconds)
    process.kill()
    with suppress(EOFError):
        while True:
            told.append(here.recv())
    process.join(60)
    assert process.exitcode == -signal.SIGKILL, process.exitcode
    here.close()
    return told


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run all of `works` at one moment, each in a process of its own; return what each returned."""
    start = _FORK.Barrier(len(works))
    answers = _FORK.Queue()

    def child(number: int, work: Callable[[], Any]) -> None:
        start.wait(30)
        answers.put((number, work()))

    processes = [_FORK.Process(target=child, args=(n, work)) for n, work in enumerate(works)]
    for process in processes:
        process.start()
    found = dict(answers.get(timeout=60) for _ in works)
    for process in processes:
        process.join(60)
    answers.close()
    answers.join_thread()
    return [found[n] for n in range(len(works))]
