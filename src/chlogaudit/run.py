"""Map a function over blocks in threads; results come back in the order of the blocks, a bounded number ahead."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")


def workers() -> int:
    """As many as processors this process may use."""
    return len(os.sched_getaffinity(0))


def ordered(function: Callable[[T], R], items: Iterable[T], *, threads: int, ahead: int = 2) -> Iterator[R]:
    """
    ``function`` of each item, in the order of the items.

    At most ``threads + ahead`` items are under way or waiting, so memory is bounded. An exception of the function or of the
    items' iterator is raised where its result would stand, after all results before it. ``threads`` 0: no threads.
    """
    if threads == 0:
        yield from map(function, items)
        return
    pending: deque[Future[R]] = deque()
    source = iter(items)
    failure: BaseException | None = None
    with ThreadPoolExecutor(threads, thread_name_prefix="block") as pool:
        try:
            while True:
                while failure is None and len(pending) < threads + ahead:
                    try:
                        item = next(source)
                    except StopIteration:
                        failure = _END
                    except BaseException as error:  # noqa: BLE001  raised again below, in its place
                        failure = error
                    else:
                        pending.append(pool.submit(function, item))
                if not pending:
                    break
                yield pending.popleft().result()
        finally:
            for future in pending:
                future.cancel()
    if failure is not None and failure is not _END:
        raise failure


@contextmanager
def helpers(threads: int) -> Iterator[Callable[[Sequence[Callable[[], object]]], None]]:
    """Something that runs tasks which do not touch each other in threads, and comes back when all are done."""
    if threads < 2:

        def one_by_one(tasks: Sequence[Callable[[], object]]) -> None:
            for task in tasks:
                task()

        yield one_by_one
        return
    with ThreadPoolExecutor(threads - 1, thread_name_prefix="help") as pool:

        def together(tasks: Sequence[Callable[[], object]]) -> None:
            # The caller works, too: it takes every task that no helper has begun.
            futures = [pool.submit(task) for task in tasks]
            for task, future in zip(reversed(tasks), reversed(futures), strict=True):
                if future.cancel():
                    task()
            for future in futures:
                if not future.cancelled():
                    future.result()

        yield together


@contextmanager
def behind(threads: int) -> Iterator[Callable[[Sequence[Callable[[], object]]], Callable[[], object]]]:
    """Something that begins tasks in one thread, in their order, and gives what waits for their end and raises their error."""
    if threads < 2:

        def now(tasks: Sequence[Callable[[], object]]) -> Callable[[], object]:
            for task in tasks:
                task()
            return bool

        yield now
        return
    with ThreadPoolExecutor(1, thread_name_prefix="behind") as pool:

        def later(tasks: Sequence[Callable[[], object]]) -> Callable[[], object]:
            def run() -> None:
                for task in tasks:
                    task()

            return pool.submit(run).result

        yield later


_END = StopIteration()
