"""Detection shared with helper processes: detectors are plain Python, so threads of one process cannot share them."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Self

from chlogaudit.detect import find
from chlogaudit.model.finding import Identifier
from chlogaudit.model.format import Holds

Found = list[tuple[Identifier, ...]]
FEWEST = 200  # values for which asking a helper is worth it
_LOST = (OSError, EOFError)


def find_here(values: Sequence[bytes], holds: Holds, name: str) -> Found:
    """The identifiers of each value, found in this process."""
    return [find(value, holds, name) for value in values]


class Helpers:
    """
    So many forked processes that each take a share of the values; what one of them does not answer is done here.

    Fork them before threads are started. They hold nothing but what is sent to them, print nothing, and end when this process
    ends, however it does.
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._lines: list[Connection] = []

    def __enter__(self) -> Self:
        context = get_context("fork")
        for _ in range(self._count):
            mine, its = context.Pipe()
            process = context.Process(target=_serve, args=(its, [*self._lines, mine]), daemon=True)
            process.start()
            its.close()
            self._lines.append(mine)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self._lines:
            line.close()
        self._lines = []

    def find_all(self, values: Sequence[bytes], holds: Holds, name: str) -> Found:
        """The identifiers of each value, in the order of the values."""
        if len(values) < FEWEST or not self._lines:
            return find_here(values, holds, name)
        parts = len(self._lines) + 1
        shares = [values[len(values) * n // parts : len(values) * (n + 1) // parts] for n in range(parts)]
        asked = [_ask(line, (share, holds, name)) for line, share in zip(self._lines, shares[1:], strict=True)]
        out = find_here(shares[0], holds, name)
        for line, share, sent in zip(tuple(self._lines), shares[1:], asked, strict=True):
            answer = _answer(line) if sent else None
            if answer is None:
                self._lines.remove(line)
                answer = find_here(share, holds, name)
            out += answer
        return out


def _ask(line: Connection, question: object) -> bool:
    try:
        line.send(question)
    except _LOST:
        return False
    return True


def _answer(line: Connection) -> Found | None:
    try:
        answer: Found = line.recv()
    except _LOST:
        return None
    return answer


def _serve(line: Connection, not_mine: Sequence[Connection]) -> None:
    """Answer until the other end closes; leave without a word, since a traceback could quote what was asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the asking process decides
    for other in not_mine:
        other.close()  # or no helper would see this process end
    with suppress(BaseException):
        while True:
            line.send(find_here(*line.recv()))
    os._exit(0)
