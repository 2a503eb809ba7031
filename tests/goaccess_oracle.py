"""GoAccess 1.7 as an oracle: its figures for a log, the lines that it refuses, and one slip of its counting."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

BUFFER = 4096  # bytes; GoAccess 1.7 reads a longer line as two
FORMATS = {
    "combined": "COMBINED",
    "combined_plus": "COMBINED",
    "common": "COMMON",
    "vhost_combined": "VCOMBINED",
    "vhost_common": "VCOMMON",
}
Figures = tuple[int, int, int]  # hits, distinct visitors, bytes


@dataclass(frozen=True, slots=True)
class Counted:
    """What one program counted: totals, and the figures per day (20260314), status (200) and client."""

    hits: int
    visitors: int
    days: dict[str, Figures]
    statuses: dict[str, Figures]
    hosts: dict[str, Figures]


def need_goaccess() -> str:
    """The path of the program; skips the test where it is not installed or of another version."""
    found = shutil.which("goaccess")
    if found is None:
        pytest.skip("goaccess is not installed")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if not version.startswith("GoAccess - 1.7"):
        pytest.skip("the laws below were found out for GoAccess 1.7")
    return found


def run_goaccess(path: Path, log_format: str, *, client_errors: bool) -> tuple[Counted, list[bytes]]:
    """GoAccess's figures for a file, and the lines that it refused; ``client_errors``: with ``--4xx-to-unique-count``."""
    goaccess = need_goaccess()
    out, refused = path.with_suffix(".goaccess.json"), path.with_suffix(".refused")
    flags = ["--4xx-to-unique-count"] if client_errors else []
    subprocess.run(
        [goaccess, path, f"--log-format={log_format}", f"--output={out}", f"--invalid-requests={refused}",
         "--no-global-config", "--no-progress", "--num-tests=0", "--max-items=10000000", *flags],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    # Its JSON holds the logs' bytes as they are, so it may be no UTF-8.
    found = json.loads(out.read_bytes().decode("latin-1"))
    statuses = [item for group in found["status_codes"]["data"] for item in group["items"]]
    lines = refused.read_bytes().split(b"\n")[:-1] if refused.exists() else []
    out.unlink()
    refused.unlink(missing_ok=True)
    general = found["general"]
    counted = Counted(
        general["valid_requests"], general["unique_visitors"], _figures(found["visitors"]["data"]),
        {name[:3]: figures for name, figures in _figures(statuses).items()}, _figures(found["hosts"]["data"]),
    )  # fmt: skip
    return counted, lines


def _figures(items: Iterable[dict[str, dict[str, int]]]) -> dict[str, Figures]:
    return {
        str(item["data"]): (item["hits"]["count"], item["visitors"]["count"], item["bytes"]["count"]) for item in items
    }


def visitors_as_goaccess_keeps_them(lines: Iterable[tuple[int, int, int]], *, client_errors: bool) -> dict[str, int]:
    """
    Visitors per status as GoAccess 1.7 counts them, from the day, visitor and status of each line in order.

    It notes that a visitor was seen with a key as a pair of two numbers, the smaller first (``u64encode`` in its storage).
    So visitor 3 with key 7 is the same to it as visitor 7 with key 3, and the second of them is not counted. Keys are
    numbered per panel and day in the order of their coming, a code before its class; visitors all in one row.
    """
    keys: dict[tuple[int, str], int] = {}
    visitors: dict[int, int] = {}
    pairs: set[tuple[int, int]] = set()
    counted: Counter[str] = Counter()
    for day, visitor, status in lines:
        key = keys.setdefault((day, f"{status:03}"), len(keys) + 1)
        keys.setdefault((day, f"{status // 100}xx"), len(keys) + 1)
        number = visitors.setdefault(visitor, len(visitors) + 1)
        pair = min(key, number), max(key, number)
        if pair not in pairs and (client_errors or not 400 <= status < 500):
            pairs.add(pair)
            counted[f"{status:03}"] += 1
    return dict(counted)
