"""A large log redacted by several processes comes out as it does from one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.engine.choose import load
from chlogaudit.errors import Incomplete
from chlogaudit.files.blocks import Share, held, read_blocks, shares
from chlogaudit.files.keys import KeyStore
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs import redact as job
from chlogaudit.jobs.logs import Reading
from chlogaudit.redactor.profile import Profile

SAMPLES = Path(__file__).parents[1] / "sample_logs"
LINE = '192.0.2.{n} - u{n} [02/Mar/2026:00:00:{n:02d} +0000] "GET /a?email=jo{n}@example.com HTTP/1.1" 200 5 "-" "curl/8"\n'


def redacted(path: Path, keys: Path, threads: int) -> tuple[bytes, job.Redacted, set[str]]:
    """The text, what is said of it, and the epochs whose keys were used."""
    used = job.UsedKeys(KeyStore(str(keys)))
    out: list[bytes] = []
    reading = Reading(load(), threads=threads)
    done = job.to_sink([str(path)], reading, job.RedactOptions(Profile("default")), used, out.append)
    return b"".join(out), done[0], set(used.used)


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes from the first kilobyte on."""
    monkeypatch.setattr(job, "_SHARE", 1000)
    monkeypatch.setattr(job, "_WORTHWHILE", 2)
    monkeypatch.setattr(job, "afforded", lambda threads: 2 if threads > 1 else 1)


@pytest.mark.usefixtures("shared")
@pytest.mark.parametrize("name", sorted(str(path.relative_to(SAMPLES)) for path in SAMPLES.rglob("*.log*")))
def test_cuts_never_show(name: str, tmp_path: Path) -> None:
    """Bytes, counts, changes and keys of every sample are those of one process."""
    one = redacted(SAMPLES / name, tmp_path / "keys", 1)
    assert redacted(SAMPLES / name, tmp_path / "keys", 2) == one


@pytest.mark.usefixtures("shared")
def test_odd_ends(tmp_path: Path) -> None:
    """A line longer than a share, lines that fit nothing, no newline at the end."""
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


@pytest.mark.usefixtures("shared")
def test_a_killed_process_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody may take what came until then for the whole log."""
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n) for n in range(40)))
    parent = os.getpid()
    whole = job.read_parts

    def dies(*args: object, **kwargs: object) -> object:
        if os.getpid() != parent:
            os.kill(os.getpid(), 9)
        return whole(*args, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(job, "read_parts", dies)
    with pytest.raises(Incomplete, match="was killed"):
        redacted(log, tmp_path / "keys", 2)


@given(st.lists(st.binary(max_size=40).filter(lambda b: b"\n" not in b), max_size=30), st.integers(1, 200))
def test_shares_are_the_file(tmp_path_factory: pytest.TempPathFactory, lines: list[bytes], size: int) -> None:
    """Each share begins at a line, none is empty, and read one after the other they are the file."""
    path = tmp_path_factory.mktemp("shares") / "a.log"
    data = b"\n".join(lines)
    path.write_bytes(data)
    with held(Source(str(path), "a.log")) as source:
        found = shares(source, size)
        read = b"".join(block.own for share in found for block in read_blocks(source, share=share))
    assert all(first < end and (first == 0 or data[first - 1 : first] == b"\n") for first, end in found)
    assert read == data


def test_what_cannot_be_cut_has_no_shares(tmp_path: Path) -> None:
    """Packed logs are for one process, and so is what is not held open."""
    path = tmp_path / "a.log"
    path.write_bytes(b"a\n" * 100)
    with held(Source(str(path), "a.log", Compression.GZIP)) as source:
        assert shares(source, 10) == []
    with held(Source(str(path), "a.log")) as source:
        assert len(shares(source, 10)) > 5
    assert shares(Source(str(path), "a.log"), 10) == []


@pytest.mark.usefixtures("shared")
def test_a_rotation_meanwhile_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All shares are of the file that had the name at first, whatever has it later."""
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(n=n) for n in range(40)))
    one = redacted(log, tmp_path / "keys", 1)

    def rotates(source: Source, size: int) -> list[Share]:
        found = shares(source, size)
        log.rename(tmp_path / "access.log.1")
        log.write_text("192.0.2.200 another file\n" * 200)
        return found

    monkeypatch.setattr(job, "shares", rotates)
    assert redacted(log, tmp_path / "keys", 2) == one
