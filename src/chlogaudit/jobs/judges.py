"""Have distinct values judged by processes of their own: detection is Python and holds its lock, all else of a redaction does not."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Protocol

from chlogaudit.detect import sieve_table
from chlogaudit.files.source import Source
from chlogaudit.jobs.apart import afforded, unpacked_size
from chlogaudit.jobs.forked import forked, may_fork
from chlogaudit.model.format import Holds
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.scan import Answer, Ask, Asked, Judge

_WORTHWHILE = 8 << 20  # bytes of a log from which on processes win what their start costs


class Keys(Protocol):
    """A key source that several processes can use, and that remembers which keys were."""

    def init(self) -> None:
        """Make the place of the keys, so that all processes find it."""

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""

    def told(self) -> Sequence[str]:
        """The epochs whose keys were asked for."""


def judges_for(source: Source, threads: int) -> int:
    """How many processes the values of a log are worth; 0: they are judged here."""
    if threads < 2 or source.is_stdin or not may_fork() or unpacked_size(source) < _WORTHWHILE:
        return 0
    found = afforded(threads)
    return found if found > 1 else 0


@contextmanager
def judging(judge: Judge, keys: Keys, processes: int) -> Iterator[Ask]:
    """
    Something that has values judged by several processes at once; ``keys`` learn which of them those used.

    What a process cannot answer, because it was killed or met an error, is judged here, where the error can be told.
    """
    keys.init()
    sieve_table(Holds.REQUEST)  # made once, before there are several to make it

    def serve(line: Connection) -> None:
        # Who started it decides what they mean, and the handlers that it may have set would act on its files.
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        while (asked := line.recv()) is not None:
            answer: Answer | None
            try:
                answer = judge(asked)
            except Exception:  # noqa: BLE001  its text may quote a log, and its place does not travel
                answer = None
            line.send((answer, keys.told()))

    lines: list[Connection] = []
    started = []
    idle: SimpleQueue[Connection] = SimpleQueue()
    for _ in range(processes):
        line, process = forked(serve, lines)
        lines.append(line)
        started.append(process)
        idle.put(line)

    def over(asked: Asked) -> tuple[Answer | None, Sequence[str]]:
        line = idle.get()
        try:
            line.send(asked)
            found: tuple[Answer | None, Sequence[str]] = line.recv()
        except (EOFError, OSError):
            found = None, ()
        idle.put(line)
        return found

    with ThreadPoolExecutor(processes, thread_name_prefix="judge") as pool:

        def ask(asked: Asked) -> Callable[[], Answer]:
            return _Waits(pool.submit(over, asked), asked, judge, keys)

        try:
            yield ask
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
            for line in lines:
                line.close()
            for process in started:
                process.join()


class _Waits:
    """Waits for an answer; judges here what nobody answers."""

    __slots__ = ("_asked", "_future", "_judge", "_keys")

    def __init__(
        self, future: Future[tuple[Answer | None, Sequence[str]]], asked: Asked, judge: Judge, keys: Keys
    ) -> None:
        self._future, self._asked, self._judge, self._keys = future, asked, judge, keys

    def __call__(self) -> Answer:
        answer, epochs = self._future.result()
        for epoch in epochs:
            self._keys.key(epoch)
        return self._judge(self._asked) if answer is None else answer
