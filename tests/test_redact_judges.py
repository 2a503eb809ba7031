"""A log whose values are judged by several processes comes out as it does from one."""

from __future__ import annotations

import os
from collections import Counter, deque
from pathlib import Path

import pytest

from chlogaudit.engine.choose import load
from chlogaudit.errors import Incomplete
from chlogaudit.facts import Scanned, scan_lines
from chlogaudit.files.keys import KeyStore
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs import judges
from chlogaudit.jobs import redact as job
from chlogaudit.jobs.forked import forked
from chlogaudit.jobs.judges import judges_for
from chlogaudit.jobs.logs import Reading, open_logs, read_parts
from chlogaudit.model.finding import IdType
from chlogaudit.parser.formats import FORMATS
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.profile import Profile
from chlogaudit.scan import Answer, Asked, Begun, Judge, Rewriter, spliced

SAMPLES = Path(__file__).parents[1] / "sample_logs"
LINE = '192.0.2.{n} - u{n} [02/Mar/2026:00:00:{n:02d} +0000] "GET /a?email=jo{n}@example.com HTTP/1.1" 200 5 "-" "curl/8"\n'


def redacted(path: Path, keys: Path, threads: int) -> tuple[bytes, job.Redacted, set[str]]:
    """The text, what is said of it, and the epochs whose keys were used."""
    used = job.UsedKeys(KeyStore(str(keys)))
    out: list[bytes] = []
    reading = Reading(load(), threads=threads, block_size=1000)
    done = job.to_sink([str(path)], reading, job.RedactOptions(Profile("default")), used, out.append)
    return b"".join(out), done[0], set(used.used)


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes from the first byte on, and blocks of a few lines."""
    monkeypatch.setattr(judges, "_WORTHWHILE", 0)
    monkeypatch.setattr(judges, "afforded", lambda threads: threads)


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize("name", sorted(str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.log*")))
def test_judges_never_show(name: str, tmp_path: Path) -> None:
    """Bytes, counts, changes and keys of every sample are those of one process."""
    one = redacted(SAMPLES / name, tmp_path / "keys", 1)
    assert redacted(SAMPLES / name, tmp_path / "keys", 2) == one


@pytest.mark.usefixtures("judged")
def test_odd_ends(tmp_path: Path) -> None:
    """A line longer than a block, lines that fit nothing, no newline at the end."""
    lines = [LINE.format(n=n) for n in range(40)]
    lines.insert(7, "x" * 5000 + " 192.0.2.99 jane@example.com\n")
    lines.append("203.0.113.7 cut off in the mid")
    log = tmp_path / "access.log"
    log.write_text("".join(lines))
    text, said, used = redacted(log, tmp_path / "keys", 2)
    assert (text, said, used) == redacted(log, tmp_path / "keys", 1)
    assert said.lines == 42
    assert b"192.0.2." not in text
    assert b"example.com" not in text


@pytest.mark.usefixtures("judged")
def test_what_a_killed_process_was_asked_is_judged_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The log comes out whole all the same."""
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n) for n in range(40)))
    one = redacted(log, tmp_path / "keys", 1)
    parent = os.getpid()
    judge = Judge.__call__

    def dies(self: Judge, asked: Asked) -> Answer:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return judge(self, asked)

    monkeypatch.setattr(Judge, "__call__", dies)
    assert redacted(log, tmp_path / "keys", 2) == one


@pytest.mark.usefixtures("judged")
def test_an_error_of_a_judge_is_raised_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With its type and text, not as one of another process; and no process is left."""
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n) for n in range(40)))
    begun: list[int] = []

    def fails(_self: Judge, _asked: Asked) -> Answer:
        raise Incomplete("no key")

    def counted(*arguments: object) -> object:
        line, process = forked(*arguments)  # type: ignore[arg-type]
        begun.append(process.pid or 0)
        return line, process

    monkeypatch.setattr(Judge, "__call__", fails)
    monkeypatch.setattr(judges, "forked", counted)
    with pytest.raises(Incomplete, match="no key"):
        redacted(log, tmp_path / "keys", 2)
    assert len(begun) == 2
    assert not [pid for pid in begun if Path(f"/proc/{pid}").exists()]


@pytest.mark.usefixtures("judged")
def test_originals_are_those_of_one_process(tmp_path: Path) -> None:
    """What the proof of a copy searches for does not depend on who judged."""
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n) for n in range(40)) + "jane@example.com fits nothing\n")
    keys = job.UsedKeys(KeyStore(str(tmp_path / "keys")))

    def originals(threads: int) -> dict[IdType, set[bytes]]:
        reading = Reading(load(), threads=threads, block_size=1000)
        (opened,), _ = open_logs([str(log)], reading)
        pen = job.rewriter(reading, Profile("default"), keys, originals=True)
        for _ in job.rewritten(opened, reading, pen, keys, read_parts(opened, reading)):
            pass
        return pen.originals.values

    assert originals(2) == originals(1)
    assert originals(1)[IdType.EMAIL] == {b"jane@example.com"} | {f"jo{n}@example.com".encode() for n in range(40)}


def test_how_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None for a small log, a stream, without threads, or where there is memory for one process alone."""
    monkeypatch.setattr(judges, "afforded", lambda threads: threads)
    log = tmp_path / "a.log"
    with log.open("wb") as file:
        file.truncate(9 << 20)

    assert judges_for(Source(str(log), "a"), 3) == 3
    assert judges_for(Source(str(log), "a"), 1) == 0
    with log.open("wb") as file:
        file.truncate(1 << 20)
    assert judges_for(Source(str(log), "a"), 3) == 0
    assert judges_for(Source(str(log), "a", Compression.GZIP), 3) == 3
    monkeypatch.setattr(judges, "afforded", lambda _threads: 1)
    assert judges_for(Source(str(log), "a", Compression.GZIP), 3) == 0


def test_tables_are_dropped_while_blocks_are_under_way() -> None:
    """What was begun keeps its replacements, and is counted once."""

    def redacted_with(cap: int, ahead: int) -> tuple[bytes, Counter[IdType]]:
        pen = Rewriter(load(), Profile("default"), Keys(), cap=cap)
        out, begun = [], deque[tuple[Scanned, Begun]]()
        for n in range(40):
            scanned = scan_lines(pen.engine, LINE.format(n=n % 30).encode(), FORMATS)
            begun.append((scanned, pen.begin(scanned)))
            if len(begun) > ahead:
                scanned, first = begun.popleft()
                out.append(spliced(pen.engine, scanned, pen.finish(first))[0])
        out += [spliced(pen.engine, scanned, pen.finish(first))[0] for scanned, first in begun]
        return b"".join(out), pen.tally().changes

    assert redacted_with(0, 5) == redacted_with(1 << 30, 0)


class Keys:
    """One key for all."""

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        return EpochKey(epoch.encode()[:5].ljust(5), bytes(32))
