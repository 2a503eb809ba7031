"""Read ahead: run an iterator in a thread of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator

_AHEAD = 4  # pieces that may wait between a reading thread and its consumer


def ahead(items: Iterator[bytes], depth: int = _AHEAD) -> Iterator[bytes]:
    """Run an iterator in a thread of its own, ``depth`` items in advance; its exception comes out where it happened."""
    waiting: queue.Queue[bytes | BaseException | None] = queue.Queue(depth)
    given_up = threading.Event()

    def put(item: bytes | BaseException | None) -> None:
        while not given_up.is_set():
            try:
                waiting.put(item, timeout=0.1)
            except queue.Full:
                continue
            return

    def run() -> None:
        try:
            for item in items:
                put(item)
                if given_up.is_set():
                    return
        except BaseException as error:  # noqa: BLE001  handed to the consumer, who raises it
            put(error)
        else:
            put(None)

    thread = threading.Thread(target=run, name="chlogaudit-read", daemon=True)
    thread.start()
    try:
        while (item := waiting.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item
    finally:
        given_up.set()
        # A thread that waits for a pipe may wait for ever; it ends with the process.
        thread.join(timeout=2)
