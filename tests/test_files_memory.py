"""Memory that is freed is given back to the system."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

_HOLDS = """
from pathlib import Path
import numpy as np
from chlogaudit.files.memory import give_back_early
if {early}:
    give_back_early()
large = np.ones(31 << 20, np.uint8)
del large
kept = []
for size in range(4, 28):  # a table that grows while small things are kept
    table = np.ones(size << 20, np.uint8)
    kept.append(np.ones(100_000, np.uint8))
    del table
print(next(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmRSS")))
"""


def _kibibytes(*, early: bool) -> int:
    done = subprocess.run(
        [sys.executable, "-c", _HOLDS.format(early=early)], capture_output=True, text=True, check=True, timeout=60
    )
    return int(done.stdout)


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has no mallopt")
def test_arrays_that_were_freed_are_not_kept() -> None:
    """After tables have grown and gone, the process holds at least 16 MiB less than without the call."""
    assert _kibibytes(early=True) < _kibibytes(early=False) - (16 << 10)
