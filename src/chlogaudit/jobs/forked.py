"""
Processes forked from this one that answer over a line of their own, until it is closed.

What is loaded is loaded there, and a task may be any function. They end with the process that started them, however that ends.
"""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

_PR_SET_PDEATHSIG = 1  # linux/prctl.h
_FORK = multiprocessing.get_context("fork")


def forked(serve: Callable[[Connection], None], others: Iterable[Connection]) -> tuple[Connection, BaseProcess]:
    """
    A process that runs ``serve`` with the far end of the line that is given.

    It does not hear Ctrl-C: who started it does, and closes the line or tells it. ``others`` are the lines to processes started
    before, which it closes: with a copy left open there, nobody still writing would learn that it is not wanted.
    """
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_run, args=(serve, theirs, (ours, *others), os.getpid()), daemon=True)
    # Ctrl-C must not meet the process before it has said what it makes of it.
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    theirs.close()
    return ours, process


def may_fork() -> bool:
    """Whether this process may start others; one that was started here may not."""
    return not multiprocessing.current_process().daemon


def _run(serve: Callable[[Connection], None], line: Connection, far: Iterable[Connection], parent: int) -> None:
    for end in far:
        end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    # Another thread may hold their locks in this very instant: a progress bar draws in one.
    sys.stdout = sys.stderr = Path(os.devnull).open("w", encoding="ascii")  # noqa: SIM115  for good
    gc.freeze()  # else every collection here would copy the pages of all that came from there
    try:
        serve(line)
    except (KeyboardInterrupt, EOFError, OSError):
        return
