"""GoAccess reads a redacted log and counts what it counted in the original."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from redact_fakes import chlogaudit

ROOT = Path(__file__).parents[1]
LOGS = ROOT.parent / "shared" / "logs"
OWN = (
    ("shop/access.log", "COMBINED"),
    ("shop/access.log.1", "COMBINED"),
    ("intranet/access.log", "COMBINED"),
    ("legacy/access.log", "COMMON"),
    ("hosting/other_vhosts_access.log", "VCOMBINED"),
)
SHARED = (
    ("wikilogs/logs_access.log.52", "COMBINED"),
    ("xlog/access.log.1", "COMBINED"),
    ("elastic-examples/apache_logs", "COMBINED"),
    ("nielsbasjes-demolog/examples_demolog_hackers-access.log", "COMBINED"),
)
TOTALS = (
    "total_requests", "valid_requests", "failed_requests", "unique_visitors", "excluded_hits", "bandwidth", "unique_not_found",
)  # fmt: skip
# Per row of these panels hits, distinct visitors and bytes must be equal; their keys hold nothing of a visitor.
PANELS = ("visitors", "visit_time", "status_codes", "browsers", "os")


CASES = [(ROOT / "sample_logs" / name, kind) for name, kind in OWN] + [(LOGS / name, kind) for name, kind in SHARED]


def summary(path: Path, log_format: str, tmp_path: Path) -> dict[str, Any]:
    """What GoAccess makes of a log, as it writes it in JSON; a byte that is no UTF-8 may stand in it."""
    goaccess = shutil.which("goaccess")
    if goaccess is None:
        pytest.skip("goaccess is not installed")
    out = tmp_path / f"{path.name}.json"
    command = [
        goaccess,
        str(path),
        f"--log-format={log_format}",
        "--no-global-config",
        "--no-progress",
        "--4xx-to-unique-count",
    ]
    done = subprocess.run(
        [*command, "--no-query-string", "--no-ip-validation", "-o", str(out)],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"LC_ALL": "C.UTF-8", "TERM": "xterm"},
        check=False,
        timeout=120,
    )
    if not out.exists():
        return {"general": {"refused": done.returncode}}
    return dict(json.loads(out.read_text("utf-8", "replace"), strict=False))


def rows(made: dict[str, Any], panel: str) -> list[tuple[str, int, int, int]]:
    """Key, hits, visitors and bytes of all rows of a panel, those within groups included."""
    found = []
    waiting = list(made.get(panel, {}).get("data", []))
    while waiting:
        row = waiting.pop()
        waiting += row.get("items", [])
        size = row.get("bytes", {"count": 0})
        found.append((row["data"], row["hits"]["count"], row["visitors"]["count"], size["count"]))
    return sorted(found)


@pytest.mark.parametrize(
    ("path", "log_format"), [pytest.param(*case, id=f"{case[0].parent.name}/{case[0].name}") for case in CASES]
)
def test_goaccess_counts_the_same(path: Path, log_format: str, tmp_path: Path) -> None:
    """Totals, and hits, distinct visitors and bytes per day, hour, status, browser and system are those of the original."""
    if not path.is_file():
        pytest.skip("the real logs are not here")
    done = chlogaudit(tmp_path, "redact", "-q", "--output-dir", tmp_path / "out", path)
    assert done.returncode in {0, 1}, done.stderr
    before, after = (
        summary(one, log_format, folder(tmp_path, n)) for n, one in enumerate((path, tmp_path / "out" / path.name))
    )

    assert [before["general"].get(name) for name in TOTALS] == [after["general"].get(name) for name in TOTALS]
    for panel in PANELS:
        assert rows(before, panel) == rows(after, panel)


def test_the_comparison_can_fail(tmp_path: Path) -> None:
    """GoAccess counts visitors by their addresses: a log whose clients were all made one has other numbers."""
    path = CASES[0][0]
    one = tmp_path / path.name
    one.write_bytes(
        b"".join(b"192.0.2.1 " + line.partition(b" ")[2] for line in path.read_bytes().splitlines(keepends=True))
    )
    before, after = summary(path, "COMBINED", folder(tmp_path, 0)), summary(one, "COMBINED", folder(tmp_path, 1))

    assert before["general"]["valid_requests"] == after["general"]["valid_requests"] > 0
    assert before["general"]["unique_visitors"] != after["general"]["unique_visitors"]


def folder(tmp_path: Path, number: int) -> Path:
    """A folder of its own for each summary."""
    made = tmp_path / str(number)
    made.mkdir(exist_ok=True)
    return made
