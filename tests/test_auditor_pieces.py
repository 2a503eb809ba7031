"""What pieces of a log show, joined, is what the log shows: for every cut, every grouping, and any number of processes."""

from __future__ import annotations

import json
import os
import random
import signal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chlogaudit.analyzer.urls import template
from chlogaudit.auditor import log as log_module
from chlogaudit.auditor import order as order_module
from chlogaudit.auditor.evidence import Evidence
from chlogaudit.auditor.gather import Gatherer
from chlogaudit.auditor.log import LogEvidence
from chlogaudit.auditor.nouns import HELD_CLIENTS, LATE, Hit, Spot
from chlogaudit.auditor.order import Order
from chlogaudit.auditor.watched import WATCHED
from chlogaudit.cli import run
from chlogaudit.engine import load as load_engine
from chlogaudit.engine.api import MISSING
from chlogaudit.errors import Incomplete
from chlogaudit.facts import facts, scan_lines
from chlogaudit.files.source import Source
from chlogaudit.jobs import apart, gather
from chlogaudit.jobs.audit import AuditOptions, audit
from chlogaudit.jobs.logs import Reading, open_logs
from chlogaudit.model.finding import AuditReport, IdType
from chlogaudit.model.format import Holds
from chlogaudit.parser.formats import FORMATS
from chlogaudit.policy import shipped

ENGINE = load_engine()
ENOUGH = 3
CLIENTS = ("192.0.2.7", "192.0.2.8", "2001:db8::9", "10.1.2.3", "127.0.0.1", "0cc175b9c0f1b6a831c399e269772661", "-")
TARGETS = (
    *("/", "/?email=jo@example.com", "/?email=ann@example.org", "/shop/jo/?cc=4111111111111111", "/logs/access.log"),
    *("/customers/export.csv?a=1", "/matomo.php", "/?ip=10.9.9.9&email=jo@example.com"),
)
REFERERS = ("-", "https://www.example.com/?email=jo@example.com", "https://shop.example.net/", "https://example.com/a")
HOSTS = ("", "a.example.com ", "www.a.example.com:443 ", "b.example.com ", "c.example.com ")


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """One line: of an access log with or without a virtual host, of an error log, of JSON, or of no form."""
    minute = draw(st.integers(0, 40))
    kind = draw(st.sampled_from(["access"] * 6 + ["error", "json", "free", "empty", "unset"]))
    if kind == "error":
        return (
            f'2026/11/20 10:{minute:02}:00 [error] 7#7: *1 open() "/home/jo/x" failed (2: No such file or directory), '
            f'client: 192.0.2.7, server: example.com, request: "GET / HTTP/1.1", upstream: "http://10.7.3.7:80/", host: "example.com"\n'
        ).encode()
    if kind == "json":
        member = {"remote_addr": "192.0.2.7", "time_iso8601": f"2026-11-20T10:{minute:02}:00+00:00", "status": "200"}
        member |= {"request": "GET / HTTP/1.1", "cookie_session": draw(st.sampled_from(["-", "Zm9vYmFyYmF6"]))}
        return json.dumps(member).encode() + b"\n"
    if kind in {"free", "empty"}:
        return b"\n" if kind == "empty" else b"?? 192.0.2.9 wrote to jo@example.com\n"
    year = 1980 if kind == "unset" else 2026
    host, client, target, referer = (draw(st.sampled_from(one)) for one in (HOSTS, CLIENTS, TARGETS, REFERERS))
    user, status, size = draw(st.sampled_from(["-", "jo"])), draw(st.sampled_from([200, 404])), draw(st.integers(0, 9))
    stamp = f"[20/Nov/{year}:10:{minute:02}:00 +0000]"
    return f'{host}{client} - {user} {stamp} "GET {target} HTTP/1.1" {status} {size} "{referer}" "x"\n'.encode()


def shown_by(gatherer: Gatherer, data: bytes, *, begins: bool = True, block: int = 700) -> LogEvidence:
    """What lines show, read in blocks of some lines."""
    gatherer.begin("access.log", begins=begins)
    rows = data.splitlines(keepends=True)
    for at in range(0, len(rows), max(1, block // 100)):
        scanned = scan_lines(ENGINE, b"".join(rows[at : at + max(1, block // 100)]), FORMATS)
        full = scanned.ends > scanned.starts
        hashes = ENGINE.hashes(scanned.data, scanned.starts[full], scanned.ends[full])
        gatherer.add(scanned, tuple((part, facts(ENGINE, scanned, part)) for part in scanned.parts), hashes)
    return gatherer.end()


def a_gatherer() -> Gatherer:
    """One to whom nothing but its tables is known."""
    return Gatherer(ENGINE, template, lambda value: value == b"fd00::1", WATCHED, ENOUGH)


def joined(pieces: list[LogEvidence], chance: random.Random) -> LogEvidence:
    """Neighbours joined in a random order until one is left."""
    while len(pieces) > 1:
        at = chance.randrange(len(pieces) - 1)
        pieces[at].join(pieces.pop(at + 1))
    return pieces[0]


@given(st.lists(lines(), max_size=40), st.lists(st.integers(0, 40), max_size=5), st.randoms(use_true_random=False))
def test_no_cut_of_a_log_shows(rows: list[bytes], cuts: list[int], chance: random.Random) -> None:
    """Joined in any grouping, the pieces of a log are equal to the whole, to the field, whatever was read before."""
    whole = shown_by(a_gatherer(), b"".join(rows))
    gatherer = a_gatherer()
    bounds = [0, *sorted(min(cut, len(rows)) for cut in cuts), len(rows)]
    pieces = [shown_by(gatherer, b"".join(rows[a:b]), begins=a == 0, block=300) for a, b in pairwise(bounds)]
    one = joined(pieces, chance)
    one.finish()
    whole.finish()

    assert one == whole
    assert list(one.host_hours) == list(whole.host_hours)


@given(st.lists(lines(), min_size=1, max_size=30), st.integers(0, 30))
def test_tables_may_be_dropped_at_any_time(rows: list[bytes], at: int) -> None:
    """What was found stays when the tables of values are forgotten in the middle of a log."""
    whole = shown_by(a_gatherer(), b"".join(rows))
    gatherer = a_gatherer()
    gatherer.begin("access.log")
    for number, row in enumerate(rows):
        if number == at:
            gatherer.forget()
        scanned = scan_lines(ENGINE, row, FORMATS)
        full = scanned.ends > scanned.starts
        hashes = ENGINE.hashes(scanned.data, scanned.starts[full], scanned.ends[full])
        gatherer.add(scanned, tuple((part, facts(ENGINE, scanned, part)) for part in scanned.parts), hashes)
    one = gatherer.end()
    one.finish()
    whole.finish()

    assert one == whole


@given(
    st.lists(
        st.tuples(
            st.integers(0, 9), st.sampled_from([MISSING, 0, 1, LATE, LATE + 1, 2 * LATE + 1, 2 * LATE + 2, 9 * LATE])
        ),
        max_size=60,
    ),
    st.lists(st.integers(0, 60), max_size=6),
    st.randoms(use_true_random=False),
    st.sampled_from([10**6, 20]),
)
@example([(1, 2 * LATE + 2), (1, LATE + 1)], [1], random.Random(0), 20)
@example([(1, 2 * LATE + 2), (1, LATE + 2)], [1], random.Random(0), 20)
def test_order_is_that_of_the_whole(
    entries: list[tuple[int, int]], cuts: list[int], chance: random.Random, most: int
) -> None:
    """Late entries and those of them that stand twice, counted one by one, are those of pieces joined in any grouping."""
    newest, late = -1, []
    for number, second in entries:
        if second != MISSING and second + LATE < newest:
            late.append(number)
        newest = max(newest, second)
    numbers = [number for number, _ in entries]
    again = sum(numbers.count(number) > 1 for number in late)
    bounds = [0, *sorted(min(cut, len(entries)) for cut in cuts), len(entries)]
    pieces = []
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(order_module, "HELD_HASHES", most)
        for a, b in pairwise(bounds):
            piece = Order(begins=a == 0)
            piece.add(np.array([s for _, s in entries[a:b]], np.int64), np.array(numbers[a:b], np.uint64))
            pieces.append(piece)
        while len(pieces) > 1:
            at = chance.randrange(len(pieces) - 1)
            pieces[at].join(pieces.pop(at + 1))

        assert pieces[0].backward == len(late)
        assert pieces[0].again()[0] == (again if len(entries) <= most else None)


def test_the_first_hosts_are_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more virtual hosts than are held, those that a log named first have all their hours, wherever it is cut."""
    monkeypatch.setattr(log_module, "HELD_HOSTS", 2)
    rows = [
        f'{name}.example.com:80 192.0.2.7 - - [20/Nov/2026:{hour:02}:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'.encode()
        for hour, name in enumerate(["a", "b", "c", "a", "d", "b", "e", "a"])
    ]
    expected = {"a.example.com": {0, 3, 7}, "b.example.com": {1, 5}}
    for cut in range(1, len(rows)):
        one = shown_by(a_gatherer(), b"".join(rows[:cut]))
        one.join(shown_by(a_gatherer(), b"".join(rows[cut:]), begins=False))
        first = min(hour for hours in one.host_hours.values() for hour in hours)

        assert {host: {hour - first for hour in hours} for host, hours in one.host_hours.items()} == expected


def test_one_busy_client_does_not_hide_the_others() -> None:
    """However often one client sent something, those that sent it after it are told apart."""
    rows = [
        f'192.0.2.{client} - - [20/Nov/2026:10:00:00 +0000] "GET /shop/jo/?email=jo@example.com HTTP/1.1" 200 5 "-" "x"\n'
        for client in [1] * (HELD_CLIENTS + 1) + [2, 3]
    ]
    two, three = (shown_by(a_gatherer(), "".join(part).encode(), block=10**6) for part in (rows[:-1], rows))
    for one in (two, three):
        one.finish()

    assert Evidence([two]).shared(ENOUGH) == frozenset()
    assert Evidence([three]).shared(ENOUGH) == {spot.where for spot in three.spots}
    assert Evidence([three]).shared(HELD_CLIENTS + 1) == frozenset()


def test_clients_of_several_logs_are_told_apart() -> None:
    """Two logs with two clients each, one of them in both, make three."""
    spot = Spot(IdType.EMAIL, "request_first_line", Holds.REQUEST, "/shop/jo", "email")
    logs = [LogEvidence(name, 4, spots={spot: Hit(2, name, 1, clients=set(who))}) for name, who in (("a", "12"), ("b", "23"))]  # type: ignore[arg-type]  # fmt: skip

    assert Evidence(logs).shared(3) == {spot.where}
    assert Evidence(logs).shared(4) == frozenset()


@pytest.fixture
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes and shares from the first kilobytes on."""
    monkeypatch.setattr(gather, "_SHARE", 3000)
    monkeypatch.setattr(gather, "worthwhile", lambda _sources, threads: max(1, threads))


def audited(path: Path, threads: int, engine: str = "auto") -> AuditReport:
    """An audit at a fixed time."""
    reading = Reading(load_engine(engine), threads=threads)
    return audit([str(path)], reading, AuditOptions(shipped(), now=1_795_521_600.0))


@pytest.mark.usefixtures("small_shares")
@pytest.mark.parametrize("engine", ["auto", "reference"])
def test_processes_do_not_show(sample_logs: Path, tmp_path: Path, engine: str) -> None:
    """The audit of many logs, large, small and packed, is to the byte that of one process."""
    one, three = audited(sample_logs, 0, engine), audited(sample_logs, 3, engine)

    assert one == three
    assert len(one.sources) > 3
    long = tmp_path / "access.log"
    odd = b"x" * 9000 + b" jo@example.com\n"
    text = (sample_logs / "portal" / "access.log").read_bytes()
    long.write_bytes(text * 3 + odd + text + b"192.0.2.9 cut off")
    assert audited(long, 0, engine) == audited(long, 3, engine)


@pytest.mark.usefixtures("small_shares")
def test_a_killed_process_leaves_the_log_undecided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What a killed process was to read is not passed over in silence, and what stands behind it is not counted."""
    log = tmp_path / "access.log"
    row = b'192.0.2.7 - - [20/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'
    log.write_bytes(row * 200)
    read = gather.read_blocks

    def killed(source: Source, **more: object) -> object:
        if getattr(more["share"], "first", 0) // 3000 == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(source, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(gather, "read_blocks", killed)
    code = run(["audit", "--jobs", "2", "--format", "json", str(log)])
    heard = capfd.readouterr()
    report = json.loads(heard.out)
    source = report["sources"][0]
    told = next(one["evidence"] for one in report["controls"] if one["control"] == "CH-0.2")

    assert code == Incomplete.exit_code
    assert "killed" in source["problem"]
    assert "killed" in heard.err
    assert 0 < source["lines"] < 200
    assert f"among {source['lines']:,} requests" in told


@pytest.mark.usefixtures("small_shares")
def test_a_log_that_vanishes_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """A log that goes between being found and being cut does not keep the others."""
    row = b'192.0.2.7 - - [20/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n'
    for name in ("a.log", "b.log"):
        (tmp_path / name).write_bytes(row * 200)
    hold = gather.held

    def gone(source: Source) -> object:
        if source.path.endswith("a.log"):
            Path(source.path).unlink()
        return hold(source)

    monkeypatch.setattr(gather, "held", gone)
    code = run(["audit", "--jobs", "2", "--format", "json", str(tmp_path)])
    first, second = json.loads(capfd.readouterr().out)["sources"]

    assert code == Incomplete.exit_code
    assert (first["lines"], bool(first["problem"])) == (0, True)
    assert (second["lines"], second["problem"]) == (200, "")


def test_standard_input_is_read_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """With standard input among large logs, no other process reads: it could not read that one."""
    monkeypatch.setattr(apart, "_SHARE", 1)
    log = tmp_path / "access.log"
    log.write_bytes(b'192.0.2.7 - - [20/Nov/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" "x"\n' * 9)
    ends = os.pipe()
    os.write(ends[1], log.read_bytes() * 2)
    os.close(ends[1])
    kept = os.dup(0)
    os.dup2(ends[0], 0)
    try:
        run(["audit", "--jobs", "2", "--format", "json", str(log), "-"])
    finally:
        os.dup2(kept, 0)
        os.close(kept)
        os.close(ends[0])

    assert sorted(source["lines"] for source in json.loads(capfd.readouterr().out)["sources"]) == [9, 18]


def test_many_logs_are_recognised_apart(tmp_path: Path, sample_logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened by several processes, logs come in their order with the formats, by identity, and the problems of one process."""
    monkeypatch.setattr(gather, "_MANY", 2)
    monkeypatch.setattr(gather, "afforded", lambda _threads: 2)
    for number, path in enumerate(sorted(sample_logs.rglob("*.log"))):
        (tmp_path / f"{number}.log").write_bytes(path.read_bytes())
    (tmp_path / "none.log").write_bytes(b"no web-server's log\n" * 9)
    (tmp_path / "cut.log.gz").write_bytes(b"\x1f\x8b\x08\x00 cut")
    reading = Reading(ENGINE, threads=2)
    here, skipped_here = open_logs([str(tmp_path)], reading)
    apart_, skipped = open_logs([str(tmp_path)], reading, several=gather.opened(reading))

    assert apart_ == here
    assert skipped == skipped_here
    assert any(log.problem for log in here)
    assert all(a is b for one, other in zip(apart_, here, strict=True) for a, b in zip(one.formats, other.formats, strict=True) if a in FORMATS)  # fmt: skip
