"""The redaction job and its command: what is promised of every log, whatever its form."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import os
import random
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.cli import run
from chlogaudit.engine import load
from chlogaudit.files.blocks import read_blocks
from chlogaudit.files.keys import KeyStore
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs.logs import Log, Reading, read_parts
from chlogaudit.jobs.redact import UsedKeys, rewritten
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import LogFormat
from chlogaudit.model.receipt import Receipt
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.recognise import recognise
from chlogaudit.redactor.keys import EpochKey
from chlogaudit.redactor.profile import default
from chlogaudit.scan import Rewriter
from redact_fakes import chlogaudit, environment, line
from redactor_fakes import key_of

CLIENT = re.compile(rb"192\.0\.2\.[0-9]+|198\.51\.100\.[0-9]+|2001:db8:[0-9a-f:]+")
TOKEN = re.compile(rb"fd[0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7}")
ERROR_LINES = (
    b"[Sat Mar 14 13:55:36.123456 2026] [core:error] [pid 7:tid 9] [client 192.0.2.9:24259] AH00124: Request exceeded the limit\n"
    b"2026/03/14 13:55:36 [error] 7#7: *1 open() failed (2: No such file), client: 198.51.100.7, server: example.org, "
    b'request: "GET /x HTTP/1.1", host: "example.org"\n'
)
JSON_LINE = (
    b'{"time":"2026-03-14T13:55:36+01:00","remote_addr":"192.0.2.4","remote_user":"","request":"GET /a?email=jane%40example.net '
    b'HTTP/1.1","status":200,"body_bytes_sent":5,"http_referer":"","http_user_agent":"curl/8.5.0"}\n'
)
MIXED = b"".join(
    (
        line(),
        ERROR_LINES,
        JSON_LINE,
        line(
            "2001:db8::7",
            user="jane",
            target="/u?mail=jane.doe%40mail.example",
            referer="https://example.org/a?token=1",
        ),
        b"what is this from 192.0.2.77 and jane@mail.example\n",
        line("198.51.100.3", target="/back?ip=198.51.100.3").replace(b"\n", b"\r\n"),
        b"\n",
        b"\x16\x03\x01\x00\xa5 \xff\xfe 192.0.2.12 \x00\x00\n",
        line("192.0.2.1", agent="caf\xe9"),
        b'192.0.2.200 - - [15/Mar/2026:00:00:01 +0100] "GET /cut',
    )
)


class Keys:
    """Keys by name, always the same."""

    def key(self, epoch: str) -> EpochKey:
        """The key of an epoch."""
        return key_of(epoch)


def redact(
    data: bytes, *, size: int = 4 << 20, threads: int = 0, engine: str = "auto", max_line: int = 8 << 20
) -> bytes:
    """The job's own path over a log in memory."""
    formats: tuple[LogFormat, ...] = FORMATS
    reading = Reading(load(engine), threads=threads, block_size=size)
    fd = os.memfd_create("log")
    try:
        os.write(fd, data)
        source = Source("log", "log", Compression.PLAIN, fd=fd)
        log = Log(source, recognise(data[: 64 << 10], formats), formats)
        pen = Rewriter(reading.engine, default(), Keys())
        blocks = read_blocks(source, size=size, max_line=max_line, overlap=max_line // 4)
        return b"".join(
            rewritten(log, reading, pen, UsedKeys(KeyStore("nowhere")), read_parts(log, reading, blocks=blocks))
        )
    finally:
        os.close(fd)


def write_log(path: Path, data: bytes, mode: int = 0o640) -> Path:
    """A log in a folder that only we can write to."""
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    path.write_bytes(data)
    path.chmod(mode)
    return path


PACKERS: dict[str, tuple[Callable[[bytes], bytes], Callable[[bytes], bytes]]] = {
    "": (bytes, bytes),
    ".gz": (gzip.compress, gzip.decompress),
    ".bz2": (bz2.compress, bz2.decompress),
    ".xz": (lzma.compress, lzma.decompress),
}


# Laws


@pytest.mark.parametrize("engine", ["fast", "reference"])
@pytest.mark.parametrize("threads", [0, 2])
@pytest.mark.parametrize("size", [64, 300, 4096])
def test_block_size_threads_and_engine_do_not_show(size: int, threads: int, engine: str) -> None:
    """Law 2: any block size, any number of threads, either engine: the same bytes."""
    whole = redact(MIXED * 3)

    assert redact(MIXED * 3, size=size, threads=threads, engine=engine) == whole


def test_twice_is_once() -> None:
    """Law 3: a second redaction finds nothing to do, in any kind of line."""
    once = redact(MIXED)

    assert once != MIXED
    assert redact(once) == once


def test_nothing_is_left_and_lines_stay() -> None:
    """Law 4 and 5: no address, user, e-mail of the log; as many lines; what identifies nobody untouched."""
    out = redact(MIXED)

    assert not CLIENT.search(out)
    assert b"jane" not in out
    assert out.count(b"\n") == MIXED.count(b"\n")
    assert out.count(b"\r\n") == MIXED.count(b"\r\n")
    assert b"\x16\x03\x01\x00\xa5 \xff\xfe " in out
    assert b'"GET /cut' in out
    assert "café".encode() in out
    assert not out.endswith(b"\n")


LINES = st.lists(
    st.one_of(
        st.builds(
            line,
            st.sampled_from(["192.0.2.5", "198.51.100.20", "2001:db8::42", "host7.dial.example.net", "-"]),
            user=st.sampled_from(["-", "jane.doe", "admin"]),
            day=st.integers(1, 28),
            target=st.sampled_from(
                ["/", "/192.0.2.5", "/a?ip=2001:db8::42", "/q?e=x%40mail.example", "/~jane.doe/", "/admin"]
            ),
            referer=st.sampled_from(["-", "https://example.org/p?q=1", "http://host7.dial.example.net/x"]),
        ),
        st.binary(max_size=60).map(lambda data: data.replace(b"\n", b"") + b"\n"),
    ),
    max_size=12,
)


@given(LINES, st.integers(20, 500))
def test_laws_hold_for_any_lines(lines: list[bytes], size: int) -> None:
    """Laws 2, 3 and 5 over made-up lines and any bytes between them."""
    data = b"".join(lines)
    once = redact(data)

    assert redact(once) == once
    assert redact(data, size=size) == once
    assert once.count(b"\n") == data.count(b"\n")
    for before, after in zip(data.split(b"\n"), once.split(b"\n"), strict=True):
        if before.startswith((b"192.0.2.5 ", b"198.51.100.20 ", b"2001:db8::42 ", b"host7.dial.example.net ")):
            assert before.partition(b" ")[0] not in after


@pytest.mark.parametrize(
    ("target", "referer", "agent"),
    [
        ("/lookup/192.0.2.61", "-", "curl/8"),
        ("/", "http://192.0.2.61/x", "curl/8"),
        ("/", "-", "probe for 192.0.2.61"),
        ("/cgi?cmd=wget+http://192.0.2.61:80/a", "-", "curl/8"),
        ("/MGLNDD_192.0.2.61_80", "-", "curl/8"),
    ],
)
def test_client_a_second_time_in_its_line(target: str, referer: str, agent: str) -> None:
    """Wherever the client's address stands once more in its line, it goes."""
    out = redact(line("192.0.2.61", target=target, referer=referer, agent=agent))

    assert b"192.0.2.61" not in out
    assert redact(out) == out


@pytest.mark.parametrize(
    "text",
    [
        line("192.0.2.61", target="/1192.0.2.61/192.0.2.610"),
        line("103.0.0.0", agent="Mozilla/5.0 Chrome/103.0.0.0 Safari/537.36"),
        line("192.0.2.9", user="admin", target="/admin/index.html"),
    ],
    ids=["longer numbers", "a browser's release", "a user that is an ordinary word"],
)
def test_what_only_looks_like_the_client_stays(text: bytes) -> None:
    """A longer number, a release, a common word: all of the line behind the time stays as it was."""
    rest = text.partition(b"[")[2]

    assert redact(text).partition(b"[")[2] == rest


@pytest.mark.parametrize("at", range(90, 170, 7))
def test_identifier_across_the_edge_of_a_window(at: int) -> None:
    """In a line cut into windows, an identifier that an edge goes through is replaced once and whole."""
    data = b"Q" * at + b" 192.0.2.99 " + b"y" * 300 + b" jane@mail.example " + b"z" * 200 + b"\nnext\n"
    out = redact(data, size=64, max_line=128)

    assert b"192.0.2" not in out
    assert b"jane" not in out
    assert b"mail.example" not in out
    assert (out.count(b"Q"), out.count(b"y"), out.count(b"z")) == (at, 300, 200)
    assert out.endswith(b"z\nnext\n")


# The command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for logs."""
    (tmp_path / "logs").mkdir(mode=0o750)
    return tmp_path / "logs"


def receipts(tmp_path: Path) -> list[Receipt]:
    """All receipts of a run."""
    path = tmp_path / "receipts"
    return [Receipt(**json.loads(one)) for one in path.read_bytes().splitlines()] if path.exists() else []


def in_place(tmp_path: Path, *arguments: str | Path) -> int:
    """``redact --in-place`` with receipts in the test's folder; the exit code."""
    return run(["redact", "--in-place", "--receipts", str(tmp_path / "receipts"), *map(str, arguments)])


@pytest.mark.parametrize("suffix", PACKERS)
def test_in_place_keeps_the_packing(tmp_path: Path, folder: Path, suffix: str) -> None:
    """Law 6: packed in, packed out, the same content as plain."""
    pack, unpack = PACKERS[suffix]
    data = line() * 20 + line("198.51.100.7", user="jane")
    log = write_log(folder / f"access.log.1{suffix}", pack(data))

    assert in_place(tmp_path, log) == 0

    out = unpack(log.read_bytes())
    assert not CLIENT.search(out)
    assert out.count(b"\n") == 21
    assert [r.state for r in receipts(tmp_path)] == ["intent", "done"]


def test_receipt_states_the_numbers(tmp_path: Path, folder: Path) -> None:
    """Lines, hits, bytes, visitors and changes of the log stand in its receipt."""
    data = line(size=100) * 3 + line("198.51.100.7", size=5) + line("192.0.2.1", day=15, size=7)
    write_log(folder / "access.log.1", data)
    in_place(tmp_path, folder)
    receipt = receipts(tmp_path)[-1]

    assert receipt.lines == 5
    assert receipt.numbers == {
        "hits": 5, "bytes": 312, "status": 1000, "days": 2, "addresses": 3, "visitors": 3,
    }  # fmt: skip
    assert receipt.changes == {IdType.CLIENT_IP.value: 5}
    assert len(receipt.key_ids) == 2


def test_second_run_leaves_the_file_alone(tmp_path: Path, folder: Path) -> None:
    """An already redacted log is not even written again."""
    log = write_log(folder / "access.log.1", MIXED)
    in_place(tmp_path, folder)
    before = (log.read_bytes(), log.stat().st_ino, len(receipts(tmp_path)))
    in_place(tmp_path, folder)

    assert (log.read_bytes(), log.stat().st_ino, len(receipts(tmp_path))) == before


def test_known_in_one_line_goes_from_all(tmp_path: Path, folder: Path) -> None:
    """An identifier that one line shows for what it is goes from places where nothing looks for it."""
    data = line("192.0.2.1", target="/a?email=jane.roe%40mail.example") + line(
        "192.0.2.2", target="/_jane.roe@mail.example_198.51.100.9_"
    )
    log = write_log(folder / "access.log.1", data + line("198.51.100.9"))

    assert in_place(tmp_path, folder) == 0
    assert b"jane" not in log.read_bytes()
    assert b"198.51.100.9" not in log.read_bytes()


def test_log_in_use_is_skipped_and_said(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The newest log, and one that a process writes to, stay; the others are redacted; exit code 5."""
    current = write_log(folder / "access.log", line())
    written = write_log(folder / "access.log.1", line())
    old = write_log(folder / "access.log.2", line())
    with written.open("ab"):
        code = in_place(tmp_path, folder)
    said = capsys.readouterr().err

    assert code == 5
    assert (current.read_bytes(), written.read_bytes()) == (line(), line())
    assert not CLIENT.search(old.read_bytes())
    assert "newest of its rotation" in said
    assert "open for writing" in said


def test_unparsed_lines_are_scrubbed_and_told(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A line that fits no format loses its identifiers by search alone; the exit code is 1."""
    log = write_log(folder / "access.log.1", line() * 9 + b"odd words of 192.0.2.5 to jane@mail.example\n")

    assert in_place(tmp_path, folder) == 1
    assert "1 line fits no format and was scrubbed by search alone" in capsys.readouterr().err
    assert not CLIENT.search(log.read_bytes())
    assert b"odd words of " in log.read_bytes()
    assert b"jane" not in log.read_bytes()


@pytest.mark.parametrize("client", ["192.0.2.7", "2001:db8::7", "host7.dyn.example.net"])
def test_a_logged_line_inside_a_value(tmp_path: Path, folder: Path, client: str) -> None:
    """Docker's json-file driver packs each line into a member: the client and the user in it are found by their places."""
    logged = f'{client} - bob [14/Mar/2026:01:05:25 +0100] "GET /a HTTP/1.1" 200 11 "-" "curl/8.5.0"\n'
    member = json.dumps({"log": logged, "stream": "stdout", "time": "2026-03-14T00:05:25.1Z"})
    log = write_log(folder / "x-json.log.1", (member + "\n").encode() * 3)

    assert in_place(tmp_path, folder) == 0
    inner = json.loads(log.read_bytes().splitlines()[0])["log"].split()
    assert inner[0].startswith("fd")
    assert inner[2].startswith("u-")
    assert inner[3:] == logged.split()[3:]
    assert run(["verify", "--receipts", str(tmp_path / "receipts"), str(log)]) == 0


@pytest.mark.parametrize("how", [["--in-place"], ["--output-dir", "{out}"], ["--dry-run"], []])
def test_lines_without_a_time_are_said(tmp_path: Path, folder: Path, how: list[str], capsys) -> None:
    """Their tokens change with no day, so visitors could be followed from one to the next: nobody is to find out later."""
    member = json.dumps(
        {"when_it_was": "sometime", "remote_addr": "192.0.2.9", "request": "GET / HTTP/1.1", "status": 200}
    )
    log = write_log(folder / "access.log.1", line() + (member + "\n").encode() * 2)

    assert run(["redact", "-q", *(one.format(out=tmp_path / "out") for one in how), str(log)]) == 0
    assert "2 lines have no time of their own" in capsys.readouterr().err


def test_scrubbed_lines_are_told_once(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    The run that scrubbed them tells and leaves a receipt; every later night of the log's life is quiet, under any name.

    Without that receipt nobody was told: then it is said again, and so it is when more lines came.
    """
    log = write_log(folder / "access.log.1", line() * 9 + b"odd words of 192.0.2.5\n")
    assert in_place(tmp_path, folder) == 1
    log = log.rename(folder / "access.log.2")
    capsys.readouterr()

    assert in_place(tmp_path, "-q", folder) == 0
    assert capsys.readouterr().err == ""
    assert run(["redact", "--in-place", "--receipts", str(tmp_path / "others"), str(log)]) == 1
    log.write_bytes(log.read_bytes() + b"and more\n")
    assert in_place(tmp_path, "-q", folder) == 1


@pytest.mark.parametrize("how", ["in place", "copy", "stdout", "dry run"])
def test_unparsed_refuse_writes_nothing(
    tmp_path: Path, folder: Path, how: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """``--unparsed refuse`` leaves the log alone, makes no copy, prints nothing of it and says so."""
    data = line() * 9 + b"odd words of 192.0.2.5\n"
    log = write_log(folder / "access.log.1", data)
    more = {
        "in place": ["--in-place"],
        "copy": ["--output-dir", str(tmp_path / "out")],
        "stdout": [],
        "dry run": ["--dry-run"],
    }[how]
    code = run(["redact", "--unparsed", "refuse", *more, str(log)])

    assert code == 4
    assert log.read_bytes() == data
    out, said = capsysbinary.readouterr()
    assert out == b""
    assert b"was left alone" in said
    assert b"is not whole" not in said
    assert not [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name == "out"]


def test_older_than_goes_by_the_entries(tmp_path: Path, folder: Path) -> None:
    """The newest entry decides, not the file's time; a log without any time is not guessed at."""
    fresh = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime()).encode()
    young = write_log(folder / "a.log.1", line() + re.sub(rb"\[.*?\]", b"[" + fresh + b"]", line()))
    old = write_log(folder / "b.log.1", line().replace(b"2026", b"2020"))
    os.utime(young, (0, 0))

    assert in_place(tmp_path, "--older-than", "7d", folder) == 0
    assert CLIENT.search(young.read_bytes())
    assert not CLIENT.search(old.read_bytes())


def test_older_than_and_a_log_without_a_line(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a night without visitors is no reason for a mail; one with a line whose age is unknown is."""
    write_log(folder / "a.log.1", b"")
    write_log(folder / "b.log.1", b"\n\n")

    assert in_place(tmp_path, "-q", "--older-than", "7d", folder) == 0
    assert capsys.readouterr().err == ""
    write_log(folder / "c.log.1", b"\nodd words\n")
    assert in_place(tmp_path, "-q", "--older-than", "7d", folder / "c.log.1") == 4


def test_dry_run_writes_nothing_and_masks(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What would change is counted by type; examples are masked, with what takes their place; no file changes, no key is made."""
    data = line("192.0.2.201", target="/a?email=jane.roe%40mail.example")
    log = write_log(folder / "access.log.1", data)

    assert run(["redact", "--dry-run", str(log)]) == 0
    said = capsys.readouterr()
    assert re.search(r"1 client_ip, such as \[client_ip\] -> fd[0-9a-f:]+\n", said.out)
    assert re.search(r"1 email, such as j\*\*\*@m\S+ -> \(email\)\n", said.out)
    for secret in ("192.0.2.201", "jane.roe"):
        assert secret not in said.out + said.err
    assert log.read_bytes() == data
    assert not Path(os.environ["CHLOGAUDIT_KEY_DIR"]).exists()


def test_output_dir_keeps_names_and_packing(tmp_path: Path) -> None:
    """Copies stand below the folder by the paths from the common parent, so that equal names do not collide."""
    for site in ("one", "two"):
        write_log(tmp_path / "logs" / site / "access.log", line() * 3)
        write_log(tmp_path / "logs" / site / "access.log.2.gz", gzip.compress(line() * 3))
    code = run(["redact", "--output-dir", str(tmp_path / "out"), str(tmp_path / "logs")])
    out = {str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    assert code == 0
    assert set(out) == {f"{site}/access.log{end}" for site in ("one", "two") for end in ("", ".2.gz")}
    assert gzip.decompress(out["one/access.log.2.gz"]) == out["two/access.log"]
    assert not CLIENT.search(out["one/access.log"])
    assert (tmp_path / "logs" / "one" / "access.log").read_bytes() == line() * 3


HIDDEN = (
    line(
        "192.0.2.1",
        agent='curl/8" "198.51.100.7, 203.0.113.9, [2001:db8::5]:4711',  # nginx main: the forwarded list stands last
        target="/a?email=jane.roe%40mail.example",
    )
    * 3
    + b"".join(
        line("192.0.2.2", target=f"/x_{value}_y", agent='curl/8" "-')
        for value in ("jane.roe@mail.example", "jane.roe%2540mail.example")
    )
    + b"\xff203.0.113.9 what is this\n\xff2001:db8::5 and this\n"
)


@pytest.mark.parametrize("how", ["--in-place", "--output-dir"])
def test_what_is_hidden_in_one_line_and_shown_in_another_goes(tmp_path: Path, folder: Path, how: str) -> None:
    """E-mails inside of words, later entries of a forwarded list in lines that fit nothing: replaced or copied, none is left."""
    log = write_log(folder / "access.log.1", HIDDEN)
    out = tmp_path / "out"
    code = run(["redact", "-q", how, *([str(out)] if how == "--output-dir" else []), str(log)])
    redacted = (out / log.name if how == "--output-dir" else log).read_bytes()

    assert code == 1  # two lines fit no format
    assert redacted.count(b"\n") == HIDDEN.count(b"\n")
    for secret in (b"203.0.113.9", b"198.51.100.7", b"2001:db8::5", b"jane", b"mail.example"):
        assert secret not in redacted
    assert log.read_bytes() == (HIDDEN if how == "--output-dir" else redacted)


def test_a_copy_that_cannot_be_proven_is_not_written(tmp_path: Path, folder: Path, monkeypatch, capsys) -> None:
    """When an identifier is still there in the end, there is no copy and no temporary, and the run says so."""
    from chlogaudit.jobs.known import Known

    monkeypatch.setattr(Known, "replace", lambda _self, data: data)
    log = write_log(folder / "access.log.1", HIDDEN)

    assert run(["redact", "--output-dir", str(tmp_path / "out"), str(log)]) == 4
    assert "still stands in line" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_run_killed_before_its_receipt_is_finished_by_the_next(tmp_path: Path, folder: Path, capsys) -> None:
    """The intent alone proves the new log and tells the old one apart; the next run adds the receipt that is missing."""
    log = write_log(folder / "access.log.1", line() * 3)
    receipts = tmp_path / "receipts"
    command = ["redact", "-q", "--in-place", "--receipts", str(receipts), str(log)]
    check = ["verify", "--receipts", str(receipts), str(log)]
    assert run(command) == 0
    whole = receipts.read_bytes()
    receipts.write_bytes(whole[: whole.index(b"\n") + 1])
    assert run(check) == 0
    assert "killed when it had replaced" in capsys.readouterr().out
    redacted = log.read_bytes()
    log.write_bytes(line() * 3)
    assert run(check) == 1
    assert "begun and did not end" in capsys.readouterr().out
    log.write_bytes(redacted)
    assert run(command) == 0
    assert receipts.read_bytes() == whole
    assert run(command) == 0
    assert receipts.read_bytes() == whole


def test_output_dir_never_overwrites_the_log(tmp_path: Path, folder: Path) -> None:
    """A target folder that is the logs' own is refused."""
    log = write_log(folder / "access.log.1", line())

    assert run(["redact", "--output-dir", str(folder), str(log)]) == 5
    assert log.read_bytes() == line()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cut.log.1.gz", gzip.compress(b"".join(line(f"192.0.2.{n}") for n in range(200)))[:-20]),
        ("binary.log.1", bytes(range(256)) * 50),
        ("empty.log.1", b""),
    ],
)
def test_what_is_no_whole_log_stays(tmp_path: Path, folder: Path, name: str, data: bytes) -> None:
    """A truncated archive, no log at all, nothing in it: the file stays to the byte and the run ends with a code."""
    log = write_log(folder / name, data)

    assert in_place(tmp_path, log) in {0, 3, 4}
    assert log.read_bytes() == data
    assert not list(folder.glob(".chlogaudit*"))


def test_huge_line_in_bounded_memory(tmp_path: Path) -> None:
    """A single line of 100 MB goes through in windows: memory stays bounded and identifiers go."""
    part = b"a" * 999_000 + b" 192.0.2.77 jane@mail.example "
    data = part * 100
    script = (
        # VmHWM, not ru_maxrss: the kernel carries that over from the process that forked this one.
        "import sys; from chlogaudit.cli import run; c = run(['redact', '-q', '-']); "
        "peak = open('/proc/self/status').read().split('VmHWM:')[1].split()[0]; sys.stderr.write(f'{c} {peak}')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=data, capture_output=True, env=environment(tmp_path), check=True
    )
    code, peak = done.stderr.split()[-2:]

    assert int(code) == 1
    assert int(peak) < 420 << 10
    assert b"192.0.2.77" not in done.stdout
    assert b"jane" not in done.stdout
    assert done.stdout.count(b"a") >= 99_900_000


def test_destroyed_key_is_never_made_again(tmp_path: Path, folder: Path) -> None:
    """After a day's key is destroyed, the same client gets another token: that day cannot be linked any more."""
    one = write_log(folder / "one.log.1", line())
    two = write_log(folder / "two.log.1", line())
    in_place(tmp_path, one)
    assert run(["keys", "destroy", "--yes", "2026-03-14"]) == 0
    in_place(tmp_path, two)

    assert one.read_bytes() != two.read_bytes()
    assert TOKEN.match(one.read_bytes())
    assert TOKEN.match(two.read_bytes())


def test_same_day_same_token_over_runs(tmp_path: Path, folder: Path) -> None:
    """Until its key is destroyed a day's tokens are the same in every file and run, and others on the next day."""
    one = write_log(folder / "one.log.1", line())
    two = write_log(folder / "two.log.1", line() + line(day=15))
    in_place(tmp_path, one)
    in_place(tmp_path, two)
    tokens = [TOKEN.match(text)[0] for text in (one.read_bytes() + two.read_bytes()).splitlines()]  # type: ignore[index]

    assert tokens[0] == tokens[1] != tokens[2]


def test_order_of_files_does_not_matter(tmp_path: Path) -> None:
    """Many logs in one run, in any order: each as if it were alone."""
    rng = random.Random(5)
    names = [f"s{n}.log.1" for n in range(6)]
    contents = {name: b"".join(line(f"192.0.2.{rng.randint(1, 9)}", user="jane") for _ in range(20)) for name in names}
    results = []
    for order in (names, names[::-1]):
        place = tmp_path / f"run{order[0]}"
        for name in names:
            write_log(place / name, contents[name])
        in_place(tmp_path, *(place / name for name in order))
        results.append([(place / name).read_bytes() for name in names])

    assert results[0] == results[1]


def test_usage_errors(tmp_path: Path, folder: Path) -> None:
    """Two places to write to, an age that is none, standard input in place: exit code 2, nothing written."""
    log = write_log(folder / "access.log.1", line())

    assert run(["redact", "--in-place", "--dry-run", str(log)]) == 2
    assert run(["redact", "--in-place", "--older-than", "soon", str(log)]) == 2
    assert chlogaudit(tmp_path, "redact", "--in-place", "-", stdin=line()).returncode == 2
    assert log.read_bytes() == line()


def test_a_path_that_is_not_there_is_what_is_wrong(tmp_path: Path, folder: Path, capsys, monkeypatch) -> None:
    """Not the key folder that happens to lie near it."""
    monkeypatch.setenv("CHLOGAUDIT_KEY_DIR", str(folder / "keys"))

    assert run(["redact", str(folder / "none.log")]) == 3
    assert "does not exist" in capsys.readouterr().err


def test_receipts_that_were_named_must_be_there(tmp_path: Path, folder: Path, capsys) -> None:
    """A mistyped --receipts is no proof of anything."""
    log = write_log(folder / "access.log.1", line())

    for command in ("verify", "audit"):
        assert run([command, "--receipts", str(tmp_path / "none"), str(log)]) == 2
        assert "no receipts at" in capsys.readouterr().err


def test_the_audit_reads_the_receipts_that_a_redaction_was_told_to_write(tmp_path: Path, folder: Path, capsys) -> None:
    """``--receipts`` means the same file to all three commands."""
    write_log(folder / "access.log.1", line() * 3)
    kept = ["--receipts", str(tmp_path / "receipts")]
    assert run(["redact", "-q", "--in-place", *kept, str(folder)]) == 0

    run(["audit", "--fail-on", "never", *kept, str(folder)])
    assert re.search(r"PASS +CH-2\.2 ", capsys.readouterr().out)


def test_keys_are_destroyed_all_or_none_and_only_when_it_is_wanted(
    tmp_path: Path, folder: Path, capsys, monkeypatch
) -> None:
    """A day without a key stops all; a no is an answer."""
    import click

    log = write_log(folder / "access.log.1", line())
    assert run(["redact", "-q", "--in-place", "--receipts", str(tmp_path / "receipts"), str(log)]) == 0
    assert run(["keys", "destroy", "--yes", "2026-03-14", "2026-03-15"]) == 2
    assert "no key of 2026-03-15" in capsys.readouterr().err
    monkeypatch.setattr(click, "confirm", lambda _: False)
    assert run(["keys", "destroy", "2026-03-14"]) == 0
    assert "Nothing was destroyed" in capsys.readouterr().out
    assert run(["keys", "list"]) == 0
    assert "2026-03-14" in capsys.readouterr().out
