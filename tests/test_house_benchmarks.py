"""The generated log is what its description says, and the comparison names what it cannot compare. Nothing is timed."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
COMBINED = re.compile(rb'(\S+) - (\S+) \[[^\]]{26}\] "[A-Z]+ (\S+) HTTP/1\.1" \d{3} \d+ "([^"]*)" "([^"]*)"')


def generate(path: Path, *options: str) -> bytes:
    """Run the script as people do."""
    subprocess.run(
        [sys.executable, str(BENCHMARKS / "make_log.py"), str(path), *options], check=True, capture_output=True
    )
    return path.read_bytes()


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A twentieth of the log that speed is measured on."""
    return generate(tmp_path_factory.mktemp("log") / "a.log", "--lines", "100000")


def test_distribution(usual: bytes) -> None:
    """Lines, distinct values and their shares are those of the design, in proportion."""
    lines = usual.splitlines()
    fits = [m for m in map(COMBINED.fullmatch, lines) if m]
    queries = sum(b"?" in m[4] for m in fits) / len(fits)

    assert len(lines) == 100_000
    assert 30 <= len(lines) - len(fits) <= 90
    assert 8_230 <= len({m[1] for m in fits}) <= 8_250
    assert 21_600 <= len({m[3] for m in fits}) <= 21_700
    assert 0.25 < queries < 0.36
    assert 0.005 < sum(m[2] != b"-" for m in fits) / len(fits) < 0.015
    assert 250 < len(usual) / len(lines) < 300


def test_identifiers_stand_in_targets(usual: bytes) -> None:
    """There is something to find and to redact behind the first column."""
    for pattern in (rb"email=[a-z.]+\d+%40example\.com", rb"token=[0-9a-f]{32}", rb"tel=%2B44207"):
        assert 20 < len(re.findall(pattern, usual)) < 4_000


def test_seed_decides(tmp_path: Path, usual: bytes) -> None:
    """The same seed gives the same bytes, another seed others: figures of two days can be compared."""
    assert generate(tmp_path / "b.log", "--lines", "100000") == usual
    assert generate(tmp_path / "c.log", "--lines", "100000", "--seed", "2") != usual


def test_fresh_repeats_nothing(tmp_path: Path) -> None:
    """Every line brings an address and a target never seen before."""
    fits = [
        m
        for m in map(
            COMBINED.fullmatch, generate(tmp_path / "f.log", "--kind", "fresh", "--lines", "5000").splitlines()
        )
        if m
    ]

    assert len({m[1] for m in fits}) == len({m[3] for m in fits}) == len(fits) >= 4_980


def test_malformed_fits_nowhere(tmp_path: Path) -> None:
    """No line is a combined line."""
    lines = generate(tmp_path / "m.log", "--kind", "malformed", "--lines", "3000").split(b"\n")

    assert not any(COMBINED.fullmatch(line) for line in lines)


def test_long_lines_are_long(tmp_path: Path) -> None:
    """From four kilobytes to a megabyte; and one line without any newline."""
    lengths = [len(x) for x in generate(tmp_path / "l.log", "--kind", "longlines", "--lines", "60").splitlines()]

    assert len(lengths) == 60
    assert min(lengths) > 3_500
    assert 400_000 < max(lengths) < 1_500_000
    assert b"\n" not in generate(tmp_path / "o.log", "--kind", "oneline", "--lines", "3000000")


def test_missing_peers_are_named(tmp_path: Path) -> None:
    """A tool that is not there is a row that says so, not a missing row."""
    generate(tmp_path / "a.log", "--lines", "500")
    command = [
        sys.executable,
        str(BENCHMARKS / "compare.py"),
        str(tmp_path / "a.log"),
        "--rounds",
        "0",
        "--only",
        "report",
    ]
    done = subprocess.run(command, env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False)

    assert "| report | goaccess | not installed |" in done.stdout
