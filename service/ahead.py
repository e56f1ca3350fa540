"""Work on the next things while the present one is finished: both cores busy, order kept, memory flat."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def ahead(items: Iterable[T], work: Callable[[T], R], *, threads: int) -> Iterator[tuple[T, Callable[[], R]]]:
    """Yield every item in order, with a call that waits for what `work` makes of it and raises what it raises.

    At most twice `threads` items are begun before they are yielded; what was begun in vain is given up at the end.
    """
    begun: deque[tuple[T, Future[R]]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="ahead")
    try:
        for item in items:
            begun.append((item, pool.submit(work, item)))
            if len(begun) > 2 * threads:
                first, future = begun.popleft()
                yield first, future.result
        while begun:
            first, future = begun.popleft()
            yield first, future.result
    finally:
        pool.shutdown(cancel_futures=True)
