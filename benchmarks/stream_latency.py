"""
How long a line takes through `chlogaudit redact -`: `stream_latency.py [--lines 200] [--pause 0.02] [--log FILE]`.

Each line is written into the filter's pipe by itself and timed until its last byte came out; then a pause as of a quiet server. The first
line, which waits for the filter to start and to load, is told apart. Lines are generated (every one has a client, some an e-mail, a
token or a user to be found; some fit no format), or taken from FILE. Target: 100 ms. Run it on a quiet machine.
"""

from __future__ import annotations

import argparse
import os
import select
import subprocess
import sys
import tempfile
import time
from itertools import cycle, islice
from pathlib import Path

AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
TARGETS = (
    "/index.html",
    "/shop/item?id={n}&ref=mail",
    "/reset?email=jane.roe{n}%40example.net",
    "/api/login?token=9f86d081884c7d659a2feaa0c55ad{n:03}",
    "/search?q=jane+roe+{n}",
)
TARGET = 0.1  # seconds


def generated(number: int) -> bytes:
    """The ``number``-th line; one in fifty fits no format."""
    if number % 50 == 49:
        return b"what is this 192.0.2.%d jane.roe@example.com\n" % (number % 250)
    user = f"user{number}" if number % 10 == 0 else "-"
    target = TARGETS[number % len(TARGETS)].format(n=number)
    when = f"14/Mar/2026:13:{number // 60 % 60:02}:{number % 60:02} +0100"
    client = f"192.0.2.{number % 250}" if number % 3 else f"2001:db8::{number:x}"
    return f'{client} - {user} [{when}] "GET {target} HTTP/1.1" 200 {number} "-" "{AGENT} x{number}"\n'.encode()


def through(filtering: subprocess.Popen[bytes], line: bytes) -> float:
    """Seconds from writing a line until a whole one came out."""
    assert filtering.stdin is not None
    assert filtering.stdout is not None
    began = time.perf_counter()
    os.write(filtering.stdin.fileno(), line)
    out = b""
    while not out.endswith(b"\n"):
        if not select.select([filtering.stdout], [], [], 60)[0]:
            sys.exit("no line came out within a minute")
        piece = os.read(filtering.stdout.fileno(), 1 << 16)
        if not piece:
            sys.exit("the filter ended")
        out += piece
    return time.perf_counter() - began


def main() -> int:
    """Measure and tell; 1 when the target is missed by one line in twenty."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=200)
    parser.add_argument("--pause", type=float, default=0.02, metavar="SECONDS")
    parser.add_argument("--log", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.log is None:
        lines = [generated(number) for number in range(options.lines + 1)]
    else:
        lines = list(islice(cycle(options.log.read_bytes().split(b"\n")[:-1]), options.lines + 1))
        lines = [line + b"\n" for line in lines]
    with tempfile.TemporaryDirectory() as keys:
        environment = {**os.environ, "CHLOGAUDIT_KEY_DIR": f"{keys}/keys", "XDG_STATE_HOME": f"{keys}/state"}
        filtering = subprocess.Popen(
            [sys.executable, "-m", "chlogaudit", "redact", "-"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment,
        )  # fmt: skip
        times = []
        for line in lines:
            times.append(through(filtering, line))
            time.sleep(options.pause)
        filtering.communicate()
    first, rest = times[0], sorted(times[1:])
    p95 = rest[int(len(rest) * 0.95)]
    print(
        f"{len(rest)} lines: p50 {rest[len(rest) // 2] * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, max {rest[-1] * 1000:.1f} ms"
    )
    print(f"the slowest: line {times.index(rest[-1]) + 1}; the first line, with the start: {first:.2f} s")
    return int(p95 > TARGET)


if __name__ == "__main__":
    sys.exit(main())
