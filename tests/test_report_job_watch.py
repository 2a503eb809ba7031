"""``report --watch``: a log that grows, rotates, is truncated and vanishes, under a clock of the test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from chlogaudit import cli
from chlogaudit.analyzer.traffic import Options
from chlogaudit.engine import load
from chlogaudit.errors import ChlogauditError, UsageError
from chlogaudit.files.follow import Follower
from chlogaudit.jobs.logs import Reading
from chlogaudit.jobs.report import ReportOptions
from chlogaudit.jobs.watch import PANELS, watch
from chlogaudit.model.traffic import TrafficReport
from traffic_logs import entry


def watched(path: Path, steps: Sequence[Callable[[], object]]) -> list[TrafficReport]:
    """The reports shown while one step happens between each two of them."""
    shown: list[TrafficReport] = []
    left = iter(steps)

    def wait() -> bool:
        step = next(left, None)
        if step is not None:
            step()
        return step is not None

    watch([str(path)], Reading(load(), threads=0), ReportOptions(Options(panels=PANELS), k=1), shown.append, wait)
    return shown


def test_what_came_is_added(tmp_path: Path) -> None:
    """The first report holds what was there, each later one what came since; a line counts once its end is written."""
    log = tmp_path / "access.log"
    log.write_text(entry("/a") + entry("/b"))

    def write(text: str) -> Callable[[], object]:
        return lambda: log.write_text(log.read_text() + text)

    line = entry("/c")
    shown = watched(log, [lambda: None, write(line[:40]), write(line[40:]), write("no log line\n")])

    assert [made.totals.hits for made in shown] == [2, 2, 2, 3, 3]
    assert shown[-1].totals.unparsed == 1
    assert [row.key for row in next(p for p in shown[-1].panels if p.id == "requests").rows] == ["/a", "/b", "/c"]


def test_rotation_by_rename(tmp_path: Path) -> None:
    """What the server wrote to the old file after its renaming counts, then the new file from its beginning."""
    log = tmp_path / "access.log"
    log.write_text(entry())

    def rotate() -> None:
        log.rename(tmp_path / "access.log.1")
        with (tmp_path / "access.log.1").open("a") as old:
            old.write(entry() + entry().rstrip("\n"))
        log.write_text(entry())

    assert [made.totals.hits for made in watched(log, [rotate])] == [1, 4]


def test_copytruncate(tmp_path: Path) -> None:
    """A log that shrank is read anew from its beginning; what was counted stays counted."""
    log = tmp_path / "access.log"
    log.write_text(entry() * 3)

    def truncate() -> None:
        os.truncate(log, 0)
        log.write_text(entry())

    assert [made.totals.hits for made in watched(log, [truncate])] == [3, 4]


def test_a_name_that_is_gone_for_a_moment(tmp_path: Path) -> None:
    """Between the renaming and the server's reopening there is no such file; the watch goes on."""
    log = tmp_path / "access.log"
    log.write_text(entry())
    steps = [lambda: log.rename(tmp_path / "access.log.1"), lambda: None, lambda: log.write_text(entry() * 2)]

    assert [made.totals.hits for made in watched(log, steps)] == [1, 1, 1, 3]


def test_line_without_an_end_is_not_held_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that never ends is given out in pieces, so memory stays bounded."""
    monkeypatch.setattr("chlogaudit.files.follow.LONGEST", 1000)
    monkeypatch.setattr("chlogaudit.files.follow.PIECE", 400)
    log = tmp_path / "access.log"
    log.write_bytes(b"x" * 5000)
    follower = Follower(str(log))
    pieces = list(follower.read())
    follower.close()

    assert max(map(len, pieces)) <= 1400
    assert len(b"".join(pieces)) > 3000


def test_no_file_is_left_open(tmp_path: Path) -> None:
    """However often the log rotates, one file is open at most, and none after the watch."""
    log = tmp_path / "access.log"
    log.write_text(entry())
    before = len(list(Path("/proc/self/fd").iterdir()))

    def rotate() -> None:
        log.rename(tmp_path / "old")
        log.write_text(entry())

    watched(log, [rotate] * 20)

    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_what_cannot_be_watched_is_said(tmp_path: Path) -> None:
    """A packed log, standard input, a folder of several logs and a missing one end in a sentence, not in waiting."""
    import gzip

    (tmp_path / "a.log").write_text(entry())
    (tmp_path / "b.log").write_text(entry("/b"))
    (tmp_path / "c.gz").write_bytes(gzip.compress(entry().encode()))
    for path in (tmp_path / "c.gz", tmp_path):
        with pytest.raises(UsageError):
            watched(path, [])
    with pytest.raises(UsageError):
        watched(Path("-"), [])
    with pytest.raises(ChlogauditError):
        watched(tmp_path / "nothing", [])


@pytest.mark.parametrize("more", [(), ("--format", "json"), ("--last", "1h"), ("--siblings",), ("-o", "x.html")])
def test_watch_needs_a_terminal_and_nothing_else(
    more: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """In a pipe, or together with what a watch cannot do, it is a usage error and writes nothing."""
    log = tmp_path / "access.log"
    log.write_text(entry())

    assert cli.run(["report", "--watch", str(log), *more]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "--watch" in err
