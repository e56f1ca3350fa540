"""The next mails are examined while the present one is entered."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from service.ahead import ahead


def test_in_order_whatever_finishes_first() -> None:
    first_may_end = threading.Event()

    def work(n: int) -> int:
        if n == 0:
            assert first_may_end.wait(10), "the others were not begun while the first was at work"
        if n == 1:
            first_may_end.set()
        return n * n

    assert [(n, result()) for n, result in ahead(range(20), work, threads=2)] == [(n, n * n) for n in range(20)]


def test_an_error_is_that_items_own() -> None:
    def work(n: int) -> float:
        return 1 / n

    results = dict(ahead([1, 0, 2], work, threads=2))
    assert (results[1](), results[2]()) == (1.0, 0.5)
    with pytest.raises(ZeroDivisionError):
        results[0]()


def test_only_a_few_are_begun_before_they_are_asked_for() -> None:
    taken: list[int] = []

    def items() -> Iterator[int]:
        for n in range(1000):
            taken.append(n)
            yield n

    walk = ahead(items(), str, threads=2)
    next(walk)
    assert len(taken) <= 5
    walk.close()  # type: ignore[attr-defined]
    assert len(taken) <= 5
