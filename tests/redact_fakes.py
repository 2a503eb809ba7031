"""Running the real command in a process of its own, and logs to run it on, for the tests of redaction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

START = "from chlogaudit.cli import main; main()"
COMMAND = (sys.executable, "-c", START)


def environment(tmp_path: Path) -> dict[str, str]:
    """An environment whose keys and receipts lie below a test's own folder."""
    keep = {
        key: os.environ[key]
        # PYTHONPATH: the processes run the code that is tested, also where another clone's is installed.
        for key in ("PATH", "HOME", "PYTHONPATH", "NUMBA_CACHE_DIR", "COVERAGE_PROCESS_START")
        if key in os.environ
    }
    return keep | {
        "CHLOGAUDIT_KEY_DIR": str(tmp_path / "keys"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "LC_ALL": "C.UTF-8",
    }


def chlogaudit(
    tmp_path: Path, *arguments: str | Path, stdin: bytes = b"", timeout: float = 120
) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=environment(tmp_path),
        check=False,
        timeout=timeout,
    )


def line(
    client: str = "192.0.2.1",
    *,
    user: str = "-",
    day: int = 14,
    target: str = "/index.html",
    status: int = 200,
    size: int = 512,
    referer: str = "-",
    agent: str = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
) -> bytes:
    """A combined line, with its newline."""
    return (
        f'{client} - {user} [{day:02}/Mar/2026:13:55:36 +0100] "GET {target} HTTP/1.1" {status} {size} "{referer}" "{agent}"\n'
    ).encode()
