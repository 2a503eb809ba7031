"""Memory is bounded whatever a log holds, and what is not exact for it says so in every output."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

from chlogaudit import cli
from chlogaudit.analyzer import tables
from chlogaudit.analyzer.bounded import Estimate, Known
from chlogaudit.analyzer.filters import Filters
from chlogaudit.analyzer.traffic import Options, Traffic
from chlogaudit.engine import load
from chlogaudit.jobs.logs import Reading, open_logs
from chlogaudit.jobs.report import ReportOptions, count, report
from chlogaudit.model.traffic import TrafficReport
from traffic_logs import CHROME, GOOGLEBOT, entry, panel

FRESH = 6_000


def fresh(numbers: Iterable[int]) -> str:
    """A line for each number, with an address, a path and a referer of its own; every third is a bot's."""
    return "".join(
        entry(
            f"/page/{n:x}.html?{n}",
            client=f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}",
            time=f"{1 + n * 5 // FRESH:02}/Mar/2026:{n % 24:02}:00:00 +0000",
            referer=f"https://site{n}.example.org/",
            agent=GOOGLEBOT if n % 3 == 0 else CHROME,
            size=7,
        )
        for n in numbers
    )


@pytest.fixture
def small_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables that count as large from 300 values on, so that a test needs no million lines."""
    monkeypatch.setattr(tables, "SMALL", 300)


def made(log: Path, memory: int, *, goaccess: bool = False) -> TrafficReport:
    """The report on a log with a cap, in blocks of a few hundred lines."""
    reading = Reading(load(), threads=0, block_size=50_000)
    return report([str(log)], reading, ReportOptions(Options(memory=memory, limit=20, goaccess=goaccess), k=1))


@pytest.fixture
def fresh_log(tmp_path: Path) -> Path:
    """A log on whose every line all is new."""
    log = tmp_path / "access.log"
    log.write_text(fresh(range(FRESH)))
    return log


@pytest.mark.usefixtures("small_tables")
def test_tables_stop_growing(fresh_log: Path) -> None:
    """What is held once memory is full stays about what it was, ten times the lines or not."""
    sizes = []
    for lines in (2_000, FRESH):
        fresh_log.write_text(fresh(range(lines)))
        reading = Reading(load(), threads=0, block_size=50_000)
        logs, _ = open_logs([str(fresh_log)], reading)
        traffic = Traffic(reading.engine, Options(memory=200_000), b"0" * 16)
        count(logs, reading, traffic)
        sizes.append(traffic.size)

    assert sizes[1] <= sizes[0] * 1.1


@pytest.mark.usefixtures("small_tables")
def test_hits_bytes_days_and_statuses_stay_exact(fresh_log: Path) -> None:
    """Only what needs to know every value is approximate; visitors are within the error that is stated."""
    exact, capped = made(fresh_log, 1 << 30), made(fresh_log, 200_000)

    assert (capped.totals.hits, capped.totals.bytes) == (FRESH, 7 * FRESH)
    for name in ("days", "hours", "statuses", "methods", "browsers"):
        assert [(row.key, row.hits) for row in panel(capped, name).rows] == [
            (row.key, row.hits) for row in panel(exact, name).rows
        ], name
    assert exact.totals.visitors == FRESH
    assert capped.totals.visitors == pytest.approx(FRESH, rel=0.03)
    assert capped.heat == exact.heat


@pytest.mark.usefixtures("small_tables")
def test_threads_do_not_show(fresh_log: Path) -> None:
    """Where memory is full, and all that follows from it, is the same for any number of threads."""
    found = []
    for threads in (0, 2, 3):
        reading = Reading(load(), threads=threads, block_size=50_000)
        capped = report([str(fresh_log)], reading, ReportOptions(Options(memory=200_000), k=1))
        rows = {p.id: sorted((r.hits, r.visitors or 0, r.first, r.last) for r in p.rows) for p in capped.panels}
        found.append((capped.totals.hits, capped.totals.visitors, capped.notes, capped.heat, rows))

    assert found[0][2]
    assert found[0] == found[1] == found[2]


@pytest.mark.usefixtures("small_tables")
def test_rows_count_no_visitor_too_many(fresh_log: Path) -> None:
    """Visitors of rows are lower bounds, so that the threshold for publishing errs on the safe side."""
    exact, capped = made(fresh_log, 1 << 30), made(fresh_log, 200_000)
    most = {row.key: row.visitors or 0 for row in panel(exact, "days").rows}

    assert all((row.visitors or 0) <= most[row.key] for row in panel(capped, "days").rows)


@pytest.mark.usefixtures("small_tables")
def test_known_keys_are_still_counted(tmp_path: Path) -> None:
    """A page and a client that were there before memory was full keep their exact hits, however late they come again."""
    log = tmp_path / "access.log"
    log.write_text(entry("/known") * 5 + fresh(range(3_000)) + entry("/known") * 7)
    capped = made(log, 200_000)

    assert {row.key: row.hits for row in panel(capped, "requests").rows}["/known"] == 12


@pytest.mark.usefixtures("small_tables")
def test_goaccess_counting_is_estimated_alike(fresh_log: Path) -> None:
    """An answer 4xx makes nobody a visitor in the estimate either."""
    text = fresh(range(3_000)) + fresh(range(3_000, FRESH)).replace('" 200 ', '" 404 ')
    fresh_log.write_text(text)

    assert made(fresh_log, 200_000, goaccess=True).totals.visitors == pytest.approx(3_000, rel=0.03)


@pytest.mark.usefixtures("small_tables")
@pytest.mark.parametrize(
    "filters",
    [Filters(paths=("/page/*5.html",)), Filters(hosts=("*7.example.org",)), Filters(exclude_bots=True)],
    ids=["path", "host", "bots"],
)
def test_a_filter_holds_when_memory_is_full(tmp_path: Path, filters: Filters) -> None:
    """Lines whose path, virtual host or user agent is first met afterwards are filtered by it all the same."""
    log = tmp_path / "access.log"
    lines = fresh(range(3_000)).splitlines(keepends=True)
    log.write_text(
        "".join(
            f"www{n}.example.org:443 " + line.replace("compatible; ", f"compatible; v{n} ")
            for n, line in enumerate(lines)
        )
    )
    found = []
    for memory in (1 << 30, 200_000):
        reading = Reading(load(), threads=0, block_size=50_000)
        options = Options(memory=memory, limit=20, filters=filters)
        found.append(report([str(log)], reading, ReportOptions(options, k=1)))
    exact, capped = found

    assert capped.notes
    assert 0 < exact.totals.hits < 3_000
    assert (capped.totals.hits, capped.totals.bytes) == (exact.totals.hits, exact.totals.bytes)
    assert capped.totals.visitors == pytest.approx(exact.totals.visitors, rel=0.03)


@pytest.mark.usefixtures("small_tables")
def test_a_report_says_that_it_is_approximate(fresh_log: Path) -> None:
    """Every panel and the notes; a report that was not capped says nothing."""
    exact, capped = made(fresh_log, 1 << 30), made(fresh_log, 200_000)

    assert "Approximate" in " ".join(capped.notes)
    assert all(p.approximate for p in capped.panels if p.rows)
    assert panel(capped, "visits").absent.startswith("not counted: memory")
    assert "Approximate" not in " ".join(exact.notes)
    assert not panel(exact, "days").approximate


@pytest.mark.parametrize("form", ["terminal", "html", "json", "markdown"])
def test_every_output_says_so(form: str, fresh_log: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command's ``--memory`` reaches the count, and what is approximate stands in each form."""
    monkeypatch.setattr(tables, "SMALL", 300)
    monkeypatch.setattr("chlogaudit.files.blocks.SIZE", 50_000)
    out = tmp_path / f"out.{form}"

    assert cli.run(["report", str(fresh_log), "--format", form, "-o", str(out), "--memory", "1", "--k", "1"]) == 0
    assert "pproximate" in out.read_text()
    if form == "json":
        assert all(p["approximate"] for p in json.loads(out.read_text())["panels"] if p["rows"])


def test_estimate_is_within_its_error() -> None:
    """The sketch against the truth; the same visitors again change nothing."""
    import numpy as np

    estimate = Estimate()
    numbers = np.arange(50_000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    for _ in range(2):
        estimate.add(numbers, numbers[::-1].copy(), np.zeros(len(numbers), np.int64))

    assert abs(estimate.count / 50_000 - 1) <= 2 * estimate.error
    assert 0 < estimate.error < 0.02


def test_known_finds_what_the_table_holds_and_nothing_else() -> None:
    """Every value by its id, -1 for others and for none."""
    import numpy as np

    engine = load()
    values = engine.values()
    data = np.frombuffer(b"abcabd", np.uint8)
    starts, ends = np.array([0, 1, 3]), np.array([1, 3, 5])
    ids = values.intern(data, starts, ends)
    found = Known(engine, values).find(data, np.array([0, 1, 3, 2, -1]), np.array([1, 3, 5, 6, -1]))

    assert found.tolist() == [*ids.tolist(), -1, -1]
    assert Known(engine, engine.values()).find(data, starts, ends).tolist() == [-1, -1, -1]
