"""
Work on several logs at once, each in a process of its own; results come in the order of the logs.

Detection is Python and holds its lock, so threads would wait for each other.
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Generic, TypeVar

from chlogaudit.files.memory import available
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs.forked import forked
from chlogaudit.jobs.logs import Progress

T = TypeVar("T")
R = TypeVar("R")
_SHARE = 16 << 20  # bytes of logs that are worth another process
_ROOM = 512 << 20  # bytes of memory that a process may come to need
_PACKED = 10  # times that a packed log is larger than it looks


def processes_for(sources: Sequence[Source], threads: int) -> int:
    """How many processes logs are worth that are worked on whole: no more than there are logs."""
    return min(worthwhile(sources, threads), len(sources))


def worthwhile(sources: Sequence[Source], threads: int) -> int:
    """How many processes logs are worth by their size: no more than ``threads``, and than there is memory for."""
    return min(afforded(threads), 1 + sum(map(unpacked_size, sources)) // _SHARE)


def unpacked_size(source: Source) -> int:
    """About how many bytes a log holds, unpacked; 0 where nobody can tell."""
    try:
        stored = Path(source.path).stat().st_size if not source.is_stdin else 0
    except OSError:
        return 0  # its problem is told when it is read
    return stored if source.compression is Compression.PLAIN else stored * _PACKED


def afforded(threads: int) -> int:
    """How many processes there is memory for, no more than ``threads``; at least one."""
    room = available()
    return max(1, threads if room is None else min(threads, room // _ROOM))


def apart(
    task: Callable[[T, Progress], R],
    things: Sequence[T],
    lost: Callable[[T], R],
    *,
    processes: int,
    progress: Progress,
) -> Iterator[R]:
    """
    ``task`` of each thing, in the order of the things, ``processes`` at a time; 1: here, without another process.

    ``lost`` makes the result of a thing whose process was killed. What a task raises is raised here in its place. Leaving early,
    also by Ctrl-C, makes the tasks under way end with KeyboardInterrupt the next time they tell their progress.
    """
    if processes < 2:
        for thing in things:
            yield task(thing, progress)
        return
    team = _Team(task, things, lost, progress)
    try:
        yield from team.results(processes)
    finally:
        team.end()


class _Team(Generic[T, R]):
    """The processes; each is told the number of a thing and answers with its result."""

    def __init__(
        self, task: Callable[[T, Progress], R], things: Sequence[T], lost: Callable[[T], R], progress: Progress
    ) -> None:
        self._task, self._things, self._lost, self._progress = task, things, lost, progress
        self._next = 0
        self._busy: dict[Connection, tuple[BaseProcess, int]] = {}
        self._done: dict[int, Callable[[], R]] = {}

    def results(self, processes: int) -> Iterator[R]:
        """All results, in order."""
        for _ in range(processes):
            self._start()
        for number in range(len(self._things)):
            while number not in self._done:
                for line in wait(list(self._busy)):
                    if isinstance(line, Connection):
                        self._hear(line)
            yield self._done.pop(number)()

    def end(self) -> None:
        """Tell those who are still at work to stop, and wait."""
        for process, _ in self._busy.values():
            process.terminate()
        for line, (process, _) in self._busy.items():
            line.close()
            process.join()
        self._busy.clear()

    def _start(self) -> None:
        if self._next >= len(self._things):
            return
        ours, process = forked(self._work, self._busy)
        self._give(ours, process)

    def _give(self, line: Connection, process: BaseProcess) -> None:
        """Give a process its next thing, or let it go home."""
        number = self._next if self._next < len(self._things) else None
        try:
            line.send(number)
        except OSError:  # killed while it had nothing to do
            self._dismiss(line, process)
            self._start()
            return
        if number is None:
            self._dismiss(line, process)
            return
        self._next += 1
        self._busy[line] = process, number

    def _dismiss(self, line: Connection, process: BaseProcess) -> None:
        self._busy.pop(line, None)
        line.close()
        process.join()

    def _hear(self, line: Connection) -> None:
        process, number = self._busy[line]
        try:
            heard = line.recv()
        except (EOFError, ConnectionResetError):
            self._dismiss(line, process)
            self._done[number] = lambda: self._lost(self._things[number])
            self._start()
            return
        if isinstance(heard, tuple):
            self._progress(*heard)
            return
        # A bug of ours is met once more here, so that its place can be told.
        self._done[number] = (
            heard.get if heard is not None else lambda: self._task(self._things[number], self._progress)
        )
        self._give(line, process)

    def _work(self, line: Connection) -> None:
        """
        The other process: does what it is told until it is told nothing more.

        Told to stop, it does so where progress is told and nowhere else, so that nothing that is being put in place or brought
        back is interrupted.
        """
        stop: list[int] = []
        signal.signal(signal.SIGTERM, lambda number, _frame: stop.append(number))

        def progress(name: str, done: int) -> None:
            if stop:
                raise KeyboardInterrupt
            line.send((name, done))

        while (number := line.recv()) is not None:
            try:
                answer = _Answer(self._task(self._things[number], progress))
            except Exception:  # noqa: BLE001  its text may quote a log, and its place does not travel
                line.send(None)
            else:
                line.send(answer)


class _Answer(Generic[R]):
    """A result on its way."""

    def __init__(self, result: R) -> None:
        self._result = result

    def get(self) -> R:
        """The result."""
        return self._result
