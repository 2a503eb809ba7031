"""Law 2: neither the size of blocks nor the number of threads nor the engine shows in a report or a redacted byte."""

from __future__ import annotations

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chlogaudit.engine import load
from chlogaudit.files.keys import KeyStore
from chlogaudit.jobs.logs import Reading
from chlogaudit.jobs.redact import RedactOptions, UsedKeys, to_sink
from chlogaudit.jobs.report import ReportOptions, report
from chlogaudit.parser.formats import SAMPLES
from chlogaudit.policy import shipped
from chlogaudit.redactor.profile import from_table

FAST, REFERENCE = load("fast"), load("reference")
WAYS = [(4 << 20, 0), (4 << 20, 2), (1 << 10, 0), (1 << 10, 3), (7_001, 2), (300, 1)]


def panels(paths: list[str], reading: Reading):
    """All that a report says, but for when it was made."""
    made = report(paths, reading, ReportOptions(k=1))
    return replace(made, created="", totals=replace(made.totals, seconds=0.0))


def redacted(path: Path, reading: Reading, store: KeyStore) -> tuple[bytes, dict[str, int]]:
    """The redacted bytes, and what was replaced."""
    out: list[bytes] = []
    options = RedactOptions(from_table(shipped().profile("default").table()))
    done = to_sink([str(path)], reading, options, UsedKeys(store), out.append)
    return b"".join(out), {kind.value: count for kind, count in done[0].changes.items()}


@pytest.fixture
def one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports name hosts by a key of their own; here it is always the same."""
    monkeypatch.setattr("secrets.token_bytes", bytes)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    """Keys of this test alone."""
    return KeyStore.from_environment({"CHLOGAUDIT_KEY_DIR": str(tmp_path / "keys")}, logs=[])


def plain(path: Path) -> bytes:
    """Unpacked bytes."""
    data = path.read_bytes()
    return gzip.decompress(data) if path.suffix == ".gz" else data


@pytest.mark.usefixtures("one_key")
def test_reports_do_not_depend_on_blocks_or_threads(sample_logs):
    """The report of the samples, cut and scheduled in every way."""
    expected = panels([str(sample_logs)], Reading(FAST))

    assert expected.totals.hits > 3000
    for size, threads in WAYS:
        assert panels([str(sample_logs)], Reading(FAST, threads=threads, block_size=size)) == expected


@pytest.mark.usefixtures("one_key")
def test_reports_do_not_depend_on_the_engine(sample_logs):
    """Without a compiler the numbers are the same."""
    assert panels([str(sample_logs)], Reading(REFERENCE)) == panels([str(sample_logs)], Reading(FAST))


@pytest.mark.parametrize("name", ["shop/access.log", "api/access.json.log", "portal/error.log", "legacy/access.log"])
def test_redaction_does_not_depend_on_blocks_threads_or_engine(sample_logs, store, name):
    """The redacted bytes and counts of a log, cut, scheduled and read in every way."""
    path = sample_logs / name
    expected = redacted(path, Reading(FAST), store)

    assert expected[0] != plain(path)
    assert expected[0].count(b"\n") == plain(path).count(b"\n")
    for size, threads in WAYS:
        assert redacted(path, Reading(FAST, threads=threads, block_size=size), store) == expected
    assert redacted(path, Reading(REFERENCE, threads=0, block_size=5_000), store) == expected


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(
        st.one_of(
            st.sampled_from([SAMPLES["combined"], SAMPLES["nginx_error"], SAMPLES["json"], b"", b"\r", b"\0\xff"]),
            st.binary(max_size=40),
        ),
        min_size=1,
        max_size=12,
    ),
    st.integers(1, 300),
    st.integers(0, 2),
    st.booleans(),
)
def test_any_lines_are_redacted_the_same(tmp_path, store, lines, size, threads, ended):
    """Law 2 on hostile lines; the number of lines and how the last one ends are kept."""
    path = tmp_path / "access.log"
    path.write_bytes(b"\n".join([SAMPLES["combined"], *lines]) + b"\n" * ended)
    expected = redacted(path, Reading(FAST, threads=0), store)

    assert redacted(path, Reading(FAST, threads=threads, block_size=size), store) == expected
    assert redacted(path, Reading(REFERENCE, threads=0), store) == expected
    assert expected[0].count(b"\n") == path.read_bytes().count(b"\n")
    assert expected[0].endswith(b"\n") == path.read_bytes().endswith(b"\n")
