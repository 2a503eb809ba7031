"""The report counts what GoAccess 1.7 counts, line by line, and each difference has its reason."""

from __future__ import annotations

import ipaddress
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chlogaudit.analyzer.batch import batch, number_visitors
from chlogaudit.analyzer.tables import Tables
from chlogaudit.analyzer.traffic import Options, Traffic
from chlogaudit.engine import Engine, load
from chlogaudit.facts import facts
from chlogaudit.jobs.logs import Log, Reading, open_logs, read_parts
from chlogaudit.jobs.report import count
from goaccess_oracle import BUFFER, FORMATS, Counted, run_goaccess, visitors_as_goaccess_keeps_them

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "logs"
LARGEST = 1 << 20  # bytes of a real log that a test reads
SAMPLES = ("shop/access.log", "shop/access.log.1", "portal/access.log", "intranet/access.log", "legacy/access.log",
           "hosting/other_vhosts_access.log", "cluster/ingress.log")  # fmt: skip
_TIME = rb"\[\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d [+-]\d{4}\]"
_QUOTED = rb'"(?:[^"\\]|\\.)*"'
_COMMON = rb"(\S+) \S+ .*?(?=\[)%s %s (\S+) (?:\d+|-)" % (_TIME, _QUOTED)
_COMBINED = rb"%s %s %s(?: .*)?" % (_COMMON, _QUOTED, _QUOTED)
_PATTERNS = {
    "COMMON": re.compile(_COMMON + rb"(?: .*)?"),
    "COMBINED": re.compile(_COMBINED),
    "VCOMMON": re.compile(rb"\S+ " + _COMMON + rb"(?: .*)?"),
    "VCOMBINED": re.compile(rb"\S+ " + _COMBINED),
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """The fast engine where it can run."""
    return load()


def read(path: Path, engine: Engine, *, client_errors: bool = True) -> tuple[Log, Counted]:
    """Our figures, clients by their bytes: the report itself shows tokens only."""
    reading = Reading(engine, threads=0)
    logs, _ = open_logs([str(path)], reading)
    traffic = Traffic(engine, Options(goaccess=not client_errors), b"0" * 16)
    count(logs, reading, traffic)
    panels = {panel.id: panel for panel in traffic.panels()}
    days = {row.key.replace("-", ""): (row.hits, row.visitors or 0, row.bytes or 0) for row in panels["days"].rows}
    statuses = {row.key[:3]: (row.hits, row.visitors or 0, row.bytes or 0) for row in panels["statuses"].rows}
    counter, clients = traffic.counter("hosts"), traffic.tables.values("client")
    hosts = {
        clients[key].decode("latin-1"): (
            int(counter.hits[key]),
            int(counter.visitors[key]),
            int(counter.cells.bytes[key]),
        )
        for key in range(len(counter.hits))
        if counter.hits[key]
    }
    return logs[0], Counted(traffic.hits, traffic.visitors, days, statuses, hosts)


def lines_of(path: Path, engine: Engine) -> Iterator[tuple[int, int, int]]:
    """Day, visitor and status of each line, in the order of the lines."""
    reading = Reading(engine, threads=0)
    logs, _ = open_logs([str(path)], reading)
    tables = Tables(engine)
    for part in read_parts(logs[0], reading):
        rows: list[tuple[int, int, int, int]] = []
        assert part.scanned is not None
        for piece in part.scanned.parts:
            found = facts(engine, part.scanned, piece)
            lines = number_visitors(tables, batch(tables, found))
            rows += zip(
                found.lines.tolist(), lines.day.tolist(), lines.visitor.tolist(), lines.status.tolist(), strict=True
            )
        yield from ((day, visitor, status) for _, day, visitor, status in sorted(rows))


def why_refused(line: bytes, log_format: str) -> str:
    """Which of the known reasons GoAccess has to refuse a line, "" for none of them."""
    if line[:1] in {b" ", b'"'}:
        return "does not begin with the client"
    whole = _PATTERNS[log_format].fullmatch(line.rstrip(b"\r"))
    if whole is None:
        return "not of the format"
    if not re.fullmatch(rb"[1-5]\d\d", whole[2]):
        return "no status of HTTP"
    try:
        ipaddress.ip_address(whole[1].decode("ascii", "replace"))
    except ValueError:
        return "a host name for a client"
    return ""


def read_by_both(source: Path, target: Path, log_format: str, engine: Engine) -> int:
    """Copy the lines that both programs read; each one that either refuses must have a reason. How many are left."""
    lines = [line for line in source.read_bytes().split(b"\n") if line.strip()]
    lines = [line for line in lines if len(line) < BUFFER and b"\0" not in line]  # to C a string ends there
    target.write_bytes(b"".join(line + b"\n" for line in lines))
    _, refused = run_goaccess(target, log_format, client_errors=True)
    unexplained = sum(not why_refused(line, log_format) for line in refused)

    assert unexplained == 0  # a number: the lines themselves are nobody's business

    gone = set(refused)
    lines = [line for line in lines if line not in gone]
    # It takes a line that lacks a quote or ends early; we do not guess what its fields are.
    broken = set(unparsed(lines, target, engine))

    assert sum(_PATTERNS[log_format].fullmatch(line.rstrip(b"\r")) is not None for line in broken) == 0

    # Where some lines begin with their virtual host, it takes that for the visitor: its one format is for all lines.
    shifted = set(after_their_host(lines, target, engine)) if log_format == "COMBINED" else set()
    lines = [line for line in lines if line not in broken and line not in shifted]
    target.write_bytes(b"".join(line + b"\n" for line in lines))
    return len(lines)


def after_their_host(lines: list[bytes], target: Path, engine: Engine) -> Iterator[bytes]:
    """Those of the lines that begin with a virtual host, and with columns of the operator's own at their end."""
    target.write_bytes(b"".join(line + b"\n" for line in lines))
    reading = Reading(engine, threads=0)
    logs, _ = open_logs([str(target)], reading)
    for part in read_parts(logs[0], reading):
        for found in part.scanned.parts if part.scanned else ():
            if found.spans.format.name == "vhost_combined_plus":
                data, starts, ends = part.scanned.data, part.scanned.starts, part.scanned.ends
                yield from (data[starts[i] : ends[i]].tobytes() for i in found.spans.lines.tolist())


def unparsed(lines: list[bytes], target: Path, engine: Engine) -> Iterator[bytes]:
    """Those of the lines that no format of ours fits."""
    target.write_bytes(b"".join(line + b"\n" for line in lines))
    reading = Reading(engine, threads=0)
    logs, _ = open_logs([str(target)], reading)
    for part in read_parts(logs[0], reading):
        if part.scanned:
            found = part.scanned
            yield from (found.data[found.starts[i] : found.ends[i]].tobytes() for i in found.unparsed.tolist())


def compare(path: Path, log_format: str, engine: Engine, *, client_errors: bool) -> None:
    """Hold our figures for the lines that both read to GoAccess's."""
    theirs, refused = run_goaccess(path, log_format, client_errors=client_errors)
    log, ours = read(path, engine, client_errors=client_errors)

    assert (len(refused), log.unparsed) == (0, 0)
    assert (ours.hits, ours.visitors) == (theirs.hits, theirs.visitors)
    assert ours.days == theirs.days
    assert sum(ours.hosts[host] != figures for host, figures in theirs.hosts.items()) == 0
    assert len(ours.hosts) == len(theirs.hosts)
    assert _without_visitors(ours) == _without_visitors(theirs)

    kept = visitors_as_goaccess_keeps_them(lines_of(path, engine), client_errors=client_errors)

    assert {code: kept.get(code, 0) for code in theirs.statuses} == {c: f[1] for c, f in theirs.statuses.items()}
    assert all(ours.statuses[code][1] >= visitors for code, visitors in kept.items())


def _without_visitors(counted: Counted) -> dict[str, tuple[int, int]]:
    return {code: (figures[0], figures[2]) for code, figures in counted.statuses.items()}


def both_ways(source: Path, tmp_path: Path, engine: Engine) -> None:
    """Compare with and without ``--4xx-to-unique-count``; skips a log of a format that GoAccess does not name."""
    log, _ = read(source, engine)
    names = log.facts().formats
    log_format = FORMATS.get(names[0] if names else "", "COMBINED")
    path = tmp_path / "access.log"
    if read_by_both(source, path, log_format, engine) == 0:
        pytest.skip("GoAccess reads no line of it as we do")
    compare(path, log_format, engine, client_errors=True)
    compare(path, log_format, engine, client_errors=False)


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_count_like_goaccess(name: str, tmp_path: Path, engine: Engine) -> None:
    """Hits, distinct visitors and bytes per day, status and host of our own samples, with both ways of counting 4xx."""
    both_ways(ROOT / "sample_logs" / name, tmp_path, engine)


def test_generated_log_counts_like_goaccess(tmp_path: Path, engine: Engine) -> None:
    """Twenty thousand lines with thousands of addresses, malformed ones among them."""
    made = tmp_path / "made.log"
    maker = ROOT / "benchmarks" / "make_log.py"
    subprocess.run([sys.executable, maker, made, "--lines", "20000", "--seed", "5"], check=True, capture_output=True)

    both_ways(made, tmp_path, engine)


def _real_logs() -> list[Path]:
    """The largest log of each real server that is not too large to be read in a second."""
    if not SHARED.is_dir():
        return []
    out: list[Path] = []
    for server in sorted(SHARED.iterdir()):
        logs = sorted(p for p in server.rglob("*") if p.is_file() and p.suffix != ".gz" and "error" not in p.name)
        logs = [p for p in logs if 1000 < p.stat().st_size < LARGEST]
        out += sorted(logs, key=lambda p: (p.stat().st_size, p.name))[-1:]
    return out


@pytest.mark.parametrize("path", _real_logs(), ids=lambda p: f"{p.parent.name}-{p.name}")
def test_real_logs_count_like_goaccess(path: Path, tmp_path: Path, engine: Engine) -> None:
    """The same for real access logs, where they lie beside the project."""
    both_ways(path, tmp_path, engine)


def test_there_are_real_logs(shared: Path) -> None:
    """The list above is not empty for a wrong reason."""
    assert (shared / "logs").is_dir()
    assert len(_real_logs()) > 10


_BEGIN = "192.0.2.1 - - [14/Mar/2026:10:00:00 +0000] "
_END = ' "-" "Mozilla/5.0"'
# A line, the hits that GoAccess counts, and those that we count.
DIFFERENCES = {
    "as ever": (f'{_BEGIN}"GET / HTTP/1.1" 200 5{_END}', 1, 1),
    "no request was read": (f'{_BEGIN}"-" 400 0{_END}', 1, 1),
    "an empty request": (f'{_BEGIN}"" 400 0{_END}', 1, 1),
    "no HTTP": (f'{_BEGIN}"\\x16\\x03\\x01" 400 0{_END}', 1, 1),
    "HTTP 0.9": (f'{_BEGIN}"GET /" 200 5{_END}', 1, 1),
    "no bytes": (f'{_BEGIN}"GET / HTTP/1.1" 304 -{_END}', 1, 1),
    "IPv6": (f'2001:db8::1{_BEGIN[9:]}"GET / HTTP/1.1" 200 5{_END}', 1, 1),
    "carriage return": (f'{_BEGIN}"GET / HTTP/1.1" 200 5{_END}\r', 1, 1),
    "a user with a blank": (f'{_BEGIN.replace("- -", "- ann lee")}"GET / HTTP/1.1" 200 5{_END}', 1, 1),
    "an escaped quote": (f'{_BEGIN}"GET /a\\"b HTTP/1.1" 200 5{_END}', 1, 1),
    "leap second": (f'{_BEGIN.replace("10:00:00", "23:59:60")}"GET / HTTP/1.1" 200 5{_END}', 1, 1),
    "a host name for a client": (f'host.example.com{_BEGIN[9:]}"GET / HTTP/1.1" 200 5{_END}', 0, 1),
    "status 0: the client left before an answer": (f'{_BEGIN}"GET / HTTP/1.1" 000 0{_END}', 0, 1),
    "a quote that the server did not escape": (f'{_BEGIN}"GET /a"b HTTP/1.1" 200 5{_END}', 0, 1),
}


@pytest.mark.parametrize(("line", "theirs", "ours"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_which_lines_count(line: str, theirs: int, ours: int, tmp_path: Path, engine: Engine) -> None:
    """Nothing that GoAccess counts is missing here; what it refuses and we count is on this list."""
    path = tmp_path / "access.log"
    path.write_bytes(line.encode() + b"\n")
    counted, _ = run_goaccess(path, "COMBINED", client_errors=True)

    assert (counted.hits, read(path, engine)[1].hits) == (theirs, ours)


def test_day_that_no_calendar_has(tmp_path: Path, engine: Engine) -> None:
    """GoAccess shows a 31st of February; here it is the day that comes three days after the 28th."""
    path = tmp_path / "access.log"
    path.write_text(f'{_BEGIN.replace("14/Mar", "31/Feb")}"GET / HTTP/1.1" 200 5{_END}\n')
    counted, _ = run_goaccess(path, "COMBINED", client_errors=True)
    ours = read(path, engine)[1]

    assert list(counted.days) == ["20260231"]
    assert ours.days == {"20260303": (1, 1, 5)}


def test_goaccess_loses_a_visitor_where_two_numbers_change_places(tmp_path: Path, engine: Engine) -> None:
    """
    Its pairs have no order: the second visitor with the first code is to it the first visitor with the second key.

    The first line numbers code 200 as 1 and its class as 2, the second 404 as 3 and its class as 4. Then visitor 3 comes
    with code 200: the pair (1, 3) is that of visitor 1 with 404.
    """
    lines = [("192.0.2.1", 200), ("192.0.2.1", 404), ("192.0.2.2", 200), ("192.0.2.3", 200)]
    path = tmp_path / "access.log"
    path.write_text(
        "".join(
            f'{client}{_BEGIN[9:]}"GET / HTTP/1.1" {status} 5{_END}\n'.replace("  ", " ") for client, status in lines
        )
    )
    theirs, _ = run_goaccess(path, "COMBINED", client_errors=True)
    ours = read(path, engine)[1]

    assert ours.statuses["200"][1] == 3
    assert theirs.statuses["200"][1] == 2
