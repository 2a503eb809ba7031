"""The report job: filters, several logs, copies, siblings, what is absent; the same whatever the blocks and threads."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from chlogaudit import cli
from chlogaudit.analyzer.panels.response_times import ERROR
from chlogaudit.analyzer.traffic import Options
from chlogaudit.engine import load
from chlogaudit.errors import UsageError
from chlogaudit.jobs.logs import Reading
from chlogaudit.jobs.report import ReportOptions, Window, report
from chlogaudit.model.traffic import TrafficReport
from chlogaudit.report.traffic_markdown import render_markdown
from chlogaudit.report.traffic_terminal import render_terminal
from traffic_logs import CHROME, GOOGLEBOT, entry, make_report, panel

DAY = "{:02}/Mar/2026:{:02}:00:00 +0000"
Command = Callable[..., tuple[int, str]]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str]) -> Command:
    """The command as a user runs it: its exit code, and all that it wrote on both streams."""

    def command(*arguments: str) -> tuple[int, str]:
        code = cli.run(["report", *arguments])
        out, err = capfd.readouterr()
        return code, out + err

    return command


def as_json(run: Command, folder: Path, *arguments: str) -> dict[str, dict[str, object]]:
    """The report as JSON, nothing withheld, made by the command."""
    out = folder / "out.json"
    code, said = run(*arguments, "--k", "1", "-o", str(out))

    assert (code, said) == (0, "")
    made: dict[str, dict[str, object]] = json.loads(out.read_text())
    return made


def hits(made: dict[str, dict[str, object]]) -> object:
    """The hits of a JSON report."""
    return made["totals"]["hits"]


@pytest.fixture
def week(tmp_path: Path) -> Path:
    """Twelve hits: one at noon and one at night on six days, statuses, hosts and bots mixed."""
    log = tmp_path / "access.log"
    lines = [
        f"{'www' if day % 2 else 'api'}.example.com "
        + entry(
            f"/shop/{day}" if hour == 12 else "/about",
            time=DAY.format(day, hour),
            status=404 if day == 3 else 200,
            agent=GOOGLEBOT if hour == 23 else CHROME,
        )
        for day in range(1, 7)
        for hour in (12, 23)
    ]
    log.write_text("".join(lines))
    return log


FILTERS: dict[str, tuple[tuple[str, ...], int]] = {
    "none": ((), 12),
    "since": (("--since", "2026-03-04"), 6),
    "since, with a zone": (("--since", "2026-03-04T14:00:00+01:00"), 5),
    "until is exclusive": (("--until", "2026-03-01T12:00:00Z"), 0),
    "since and until": (("--since", "2026-03-02", "--until", "2026-03-03"), 2),
    "last counts back from the newest entry": (("--last", "24h"), 2),
    "last days": (("--last", "2d"), 4),
    "vhost": (("--vhost", "API.*"), 6),
    "two vhosts": (("--vhost", "api.*", "--vhost", "www.*"), 12),
    "status": (("--status", "404"), 2),
    "class": (("--status", "2xx", "--status", "5xx"), 10),
    "path": (("--path", "/shop/*"), 6),
    "bots": (("--exclude-bots",), 6),
    "all together": (("--since", "2026-03-03", "--status", "4xx", "--exclude-bots", "--vhost", "www*", "--path", "/s*"), 1),
}  # fmt: skip


@pytest.mark.parametrize("name", FILTERS)
def test_filters(name: str, week: Path, tmp_path: Path, run: Command) -> None:
    """Each filter keeps what it says; what it leaves out is counted, and every filter is named in the report."""
    arguments, expected = FILTERS[name]
    made = as_json(run, tmp_path, str(week), *arguments)

    assert hits(made) == expected
    assert made["totals"]["filtered"] == 12 - expected
    if arguments and "--last" not in arguments:
        assert made["filters"]


@pytest.mark.parametrize(
    "arguments",
    [("--status", "20"), ("--status", "6xx"), ("--since", "yesterday"), ("--last", "0h"), ("--last", "5y"), ("--compare",),
     ("--panel", "nothing"), ("--format", "csv"), ("--format", "csv", "-o", "-"), ("--format", "xlsx"), ("--format", "parquet")],
)  # fmt: skip
def test_wrong_filters_are_usage_errors(arguments: tuple[str, ...], week: Path, run: Command) -> None:
    """Exit code 2 and a sentence that names the option, no traceback and no report."""
    code, said = run(str(week), *arguments)

    assert code == 2
    assert said.count("\n") == 1
    assert "Visitors per day" not in said


def test_compare_counts_the_period_before(week: Path, tmp_path: Path, run: Command) -> None:
    """Two days are compared with the two days before them."""
    made = as_json(run, tmp_path, str(week), "--since", "2026-03-03", "--until", "2026-03-05", "--compare")
    previous = made["previous"]

    assert hits(made) == 4
    assert previous["hits"] == 4
    assert (previous["not_found"], made["totals"]["not_found"]) == (0, 2)
    assert str(previous["first"]).startswith("2026-03-01T12")


def _mixed(folder: Path) -> list[str]:
    """Logs of three formats, one of them packed, of several hundred lines each."""
    lines = [
        entry(
            f"/p/{i % 40}?q={i}",
            client=f"198.51.100.{i * 7 % 200}",
            time=DAY.format(1 + i % 5, i % 24),
            status=(200, 304, 404)[i % 3],
            size=i,
            referer=f"https://site{i % 9}.example.org/{i % 13}",
            agent=(CHROME, GOOGLEBOT)[i % 2],
        )
        for i in range(600)
    ]
    (folder / "a.log").write_text("".join(lines) + "no line of any format\n\n")
    (folder / "b.log.gz").write_bytes(
        gzip.compress("".join(f"www.example.com:443 {line}" for line in lines[::2]).encode())
    )
    (folder / "c.log").write_text(
        "".join(
            json.dumps(
                {
                    "time": f"2026-03-0{1 + i % 5}T10:00:00+00:00",
                    "remote_addr": f"192.0.2.{i % 90}",
                    "request": f"GET /j/{i % 20} HTTP/2.0",
                    "status": 200,
                    "body_bytes_sent": i,
                    "request_time": i / 100,
                }
            )
            + "\n"
            for i in range(300)
        )
    )
    return [str(folder / name) for name in ("a.log", "b.log.gz", "c.log")]


def _counts(made: TrafficReport) -> TrafficReport:
    """The report without what differs from run to run: clock, and order of the logs."""
    totals = replace(made.totals, seconds=0.0)
    return replace(made, created="", totals=totals, sources=tuple(sorted(made.sources, key=lambda s: s.source)))


@pytest.mark.parametrize(("published", "k"), [(False, 1), (True, 3)])
def test_same_report_for_any_blocks_threads_and_order(published: bool, k: int, tmp_path: Path) -> None:
    """Law 2: how the bytes are cut, who counts them and in which order the logs come never shows."""
    paths = _mixed(tmp_path)
    engine = load()
    options = ReportOptions(Options(published=published, panels=tuple(_untokened())), k=k)
    made = [
        _counts(report(order, Reading(engine, threads=threads, block_size=size), options))
        for order, threads, size in ((paths, 0, 8 << 20), (paths, 3, 700), (paths[::-1], 2, 4096))
    ]

    assert made[0].totals.lines == 600 + 2 + 300 + 300
    assert (made[0].totals.unparsed, made[0].totals.empty) == (1, 1)
    assert made[1] == made[0]
    assert made[2] == made[0]


def _untokened() -> list[str]:
    """All panels but those whose keys are tokens of one run."""
    from chlogaudit.analyzer.panels import COUNTED, MEASURED

    return [spec.id for spec in COUNTED if spec.id not in {"hosts", "users"}] + [module.ID for module in MEASURED]


def test_reference_engine_makes_the_same_report(tmp_path: Path) -> None:
    """Law 7 for the whole report."""
    paths = _mixed(tmp_path)
    options = ReportOptions(Options(panels=tuple(_untokened())), k=1)
    fast, plain = (_counts(report(paths, Reading(load(name), threads=0), options)) for name in ("auto", "reference"))

    assert fast == plain


def test_formats_are_told_per_log(tmp_path: Path) -> None:
    """Several formats in one report: each log says its own, and their hits add up."""
    made = report(_mixed(tmp_path), Reading(load(), threads=0), ReportOptions(k=1))

    assert len({source.formats for source in made.sources}) == 3
    assert made.totals.hits == 1200
    assert made.totals.lines == made.totals.fitting + made.totals.unparsed + made.totals.empty


def test_a_copy_under_another_name_counts_once(tmp_path: Path) -> None:
    """The same bytes renamed and packed are read once, and the report says which file was left out for which."""
    log = tmp_path / "access.log"
    log.write_text(entry() * 3)
    (tmp_path / "access.log.1").write_bytes(log.read_bytes())
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(log.read_bytes()))
    made = report([str(tmp_path)], Reading(load(), threads=0), ReportOptions(k=1))

    assert made.totals.hits == 3
    assert len(made.sources) == 1
    assert sum("counted once" in note for note in made.notes) == 2


def test_siblings_are_found_when_asked_for(tmp_path: Path, run: Command) -> None:
    """``--siblings`` reads the other rotations of the file that was named, packed ones too; without it only that file."""
    (tmp_path / "access.log").write_text(entry("/a"))
    (tmp_path / "access.log.1").write_text(entry("/b"))
    (tmp_path / "access.log.2.gz").write_bytes(gzip.compress(entry("/c").encode()))
    (tmp_path / "other.log").write_text(entry("/d"))

    assert hits(as_json(run, tmp_path, str(tmp_path / "access.log"))) == 1
    assert hits(as_json(run, tmp_path, str(tmp_path / "access.log"), "--siblings")) == 3


ERROR_LINE = "2026/03/14 10:00:00 [error] 12#12: *7 open() failed (2: No such file), client: 192.0.2.1, server: _\n"


@pytest.mark.parametrize("form", ["terminal", "html", "json", "markdown", "csv", "xlsx", "parquet"])
@pytest.mark.parametrize("what", ["error log only", "nothing left", "blank lines"])
def test_nothing_to_count_is_a_report_all_the_same(what: str, form: str, tmp_path: Path, run: Command) -> None:
    """An error log, filters that leave nothing, an empty log: no traceback, exit code 0, and the numbers say it."""
    log = tmp_path / "access.log"
    log.write_text({"error log only": ERROR_LINE * 3, "nothing left": entry(), "blank lines": entry() + "\n\n"}[what])
    more = ("--status", "500") if what != "error log only" else ()
    out = tmp_path / f"out.{form}"
    code, said = run(str(log), "--format", form, "-o", str(out), "--k", "1", *more)

    assert (code, said) == (0, "")
    assert out.exists()


def test_error_lines_are_counted_apart(tmp_path: Path) -> None:
    """Lines of an error log are read and told, and are no hits."""
    made = make_report(tmp_path / "error.log", [ERROR_LINE] * 4)

    assert (made.totals.error_lines, made.totals.hits) == (4, 0)


def test_percentiles_are_within_their_error(tmp_path: Path) -> None:
    """p50, p95 and p99 lie within one percent of numpy's; mean and maximum are exact."""
    chance = np.random.default_rng(3)
    taken = np.round(np.maximum(chance.lognormal(-2, 1.5, 5000), 0.001), 3)
    lines = [entry("/", more=f" {value:.3f}").replace("\n", "") + "\n" for value in taken]
    log = tmp_path / "access.log"
    log.write_text("".join(lines))
    text = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" $request_time'
    from chlogaudit.parser.text import compile_format

    made = report([str(log)], Reading(load(), (compile_format(text),), threads=0), ReportOptions(k=1))
    found = panel(made, "response_times")
    mean, p50, p95, p99, most = (float(value or 0) for value in found.rows[0].more)
    exact = np.percentile(taken, (50, 95, 99), method="inverted_cdf")

    assert np.abs(np.array([p50, p95, p99]) / exact - 1).max() <= ERROR + 1e-6
    assert mean == pytest.approx(taken.mean(), abs=1e-6)
    assert most == taken.max()
    assert "1%" in found.approximate


def test_compare_needs_a_period(week: Path) -> None:
    """Without a beginning nobody knows how long the period before is."""
    with pytest.raises(UsageError, match="--since or --last"):
        report([str(week)], Reading(load(), threads=0), ReportOptions(window=Window(compare=True)))


def test_of_many_days_the_newest_stay(tmp_path: Path) -> None:
    """A report of years keeps the newest days: in the data up to the limit of rows, in the mail and on the terminal a month."""
    lines = [
        entry("/", time=f"{1 + n % 28:02}/{['Jan', 'Feb', 'Mar'][n // 28]}/2026:10:00:00 +0000") for n in range(84)
    ]
    log = tmp_path / "access.log"
    log.write_text("".join(lines))
    made = report([str(log)], Reading(load(), threads=0), ReportOptions(k=1, rows=40))
    days = [row.key for row in panel(made, "days").rows]

    assert (len(days), days[-1], panel(made, "days").total_rows) == (40, "2026-03-28", 84)
    for text in (render_markdown(made), render_terminal(made, None)):
        assert "2026-03-28" in text
        assert days[-31] in text
        assert days[-32] not in text.replace(made.totals.first[:10], "")
