"""``verify``: a redacted log is proven, anything less is named; receipts match files and each other."""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import json
import re
import time
from pathlib import Path

import pytest

from chlogaudit.cli import run
from chlogaudit.jobs.receipts import receipts_for
from redact_fakes import line

ERROR = b"[Sat Mar 14 13:55:36.123456 2026] [core:error] [pid 7:tid 9] [client 192.0.2.9:24259] AH00124: Request exceeded the limit\n"
JSON = (
    b'{"time":"2026-03-14T13:55:36+01:00","remote_addr":"192.0.2.4","remote_port":"4711","request":"GET /a HTTP/1.1",'
    b'"status":200,"body_bytes_sent":5,"http_user_agent":"curl/8.5.0"}\n'
)


@pytest.fixture
def logs(tmp_path: Path) -> list[Path]:
    """Three redacted logs with their receipts."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    contents = (line() * 3 + line("198.51.100.7", user="jane"), ERROR * 3, JSON * 3)
    paths = [folder / f"{name}.log.1" for name in ("access", "error", "json")]
    for path, data in zip(paths, contents, strict=True):
        path.write_bytes(data)
        path.chmod(0o640)
    assert run(["redact", "-q", "--in-place", "--receipts", str(tmp_path / "receipts"), *map(str, paths)]) == 0
    return paths


def verify(tmp_path: Path, *paths: Path) -> int:
    """The exit code."""
    return run(["verify", "--receipts", str(tmp_path / "receipts"), *map(str, paths)])


def test_redacted_logs_are_proven(tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing left in any kind of log, ports of error logs and JSON included; each matches its receipt."""
    assert verify(tmp_path, *logs) == 0

    said = capsys.readouterr().out
    assert said.count("nothing left in") == 3
    assert said.count("receipt of 2") == 3


@pytest.mark.parametrize(
    ("added", "kind", "at"),
    [
        (line("192.0.2.99"), "client_ip", 5),
        (line("-", user="jane"), "user", 5),
        (line("-") + line("-", target="/a?email=jane%40mail.example"), "email", 6),
        (b"what is 198.51.100.77 here\n", "ip", 5),
    ],
)
def test_what_is_left_is_named_by_type_and_line(
    tmp_path: Path, logs: list[Path], added: bytes, kind: str, at: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A raw line that came after the redaction: its type and its number are told, not the identifier."""
    logs[0].write_bytes(logs[0].read_bytes() + added)

    assert verify(tmp_path, logs[0]) == 1
    said = capsys.readouterr().out
    assert f"1 {kind} left, first in line {at}" in said
    for secret in ("192.0.2", "198.51", "jane"):
        assert secret not in said


def test_a_changed_file_is_found(tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """One byte changed, even where nothing identifies anybody."""
    logs[0].write_bytes(logs[0].read_bytes().replace(b" 200 ", b" 404 ", 1))

    assert verify(tmp_path, *logs) == 1
    assert "is not the file that the receipt" in capsys.readouterr().out


def rotated(folder: Path, name: str, first: int, last: int) -> None:
    """Move ``name.first`` to ``name.last`` one number on, as logrotate does every night."""
    for number in range(last, first - 1, -1):
        (folder / f"{name}.{number}").rename(folder / f"{name}.{number + 1}")


def test_a_receipt_follows_its_log_through_rotation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Redacted nightly, rotated nightly: each name means another file the next day, and none of it is a change.

    A log that takes a receipted name and was not redacted yet has no receipt, instead of a wrong one.
    """
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    options = ["--receipts", str(tmp_path / "receipts")]
    for number in (1, 2, 3):
        (folder / f"access.log.{number}").write_bytes(line(f"192.0.2.{number}") * number)
    assert run(["redact", "-q", "--in-place", *options, str(folder)]) == 0
    rotated(folder, "access.log", 1, 3)
    (folder / "access.log.1").write_bytes(line("-"))
    packed = folder / "access.log.4"
    (folder / "access.log.4.gz").write_bytes(gzip.compress(packed.read_bytes()))
    packed.unlink()

    assert verify(tmp_path, folder) == 0
    said = capsys.readouterr().out.splitlines()
    assert "no receipt" in said[0]
    assert [one.rsplit(" ", 1)[-1] for one in said[1:]] == ["access.log.1", "access.log.2", "access.log.3"]
    known = receipts_for([str(folder)], {}, str(tmp_path / "receipts"))
    assert {name: receipt.sha256_after for name, receipt in (known.receipts or {}).items()} == known.digests
    assert len(known.digests) == 3
    assert run(["redact", "-q", "--in-place", *options, str(folder)]) == 0
    assert verify(tmp_path, folder) == 0


def test_logs_that_are_not_due_yet_are_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--older-than`` leaves the same logs out as that of ``redact``: a nightly proof is no list of raw logs."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    young = time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime()).encode()
    (folder / "access.log").write_bytes(re.sub(rb"\[.*?\]", b"[" + young + b"]", line()))
    (folder / "access.log.1").write_bytes(line().replace(b"2026", b"2020"))
    (folder / "access.log.2").write_bytes(b"")
    how = ["--quiet", "--older-than", "7d", "--receipts", str(tmp_path / "receipts"), str(folder)]

    assert run(["redact", "--in-place", *how]) == 0
    capsys.readouterr()  # that the key folder was made
    assert run(["verify", *how]) == 0
    assert capsys.readouterr() == ("", "")
    assert verify(tmp_path, folder) == 1
    assert run(["verify", "--older-than", "soon", str(folder)]) == 2
    capsys.readouterr()

    (folder / "access.log.1").write_bytes(line().replace(b"2026", b"2020"))
    assert run(["verify", *how]) == 1
    assert "access.log.1: 1 client_ip left" in capsys.readouterr().out
    (folder / "access.log.2").write_bytes(b"of no time\n")
    assert run(["verify", *how[:-1], str(folder / "access.log.2")]) == 4
    assert "its age is unknown" in capsys.readouterr().err


OPERATORS = ("token", "drop", "truncate", "truncate-strict", "ipcrypt-pfx", "ipcrypt-deterministic")


@pytest.mark.parametrize("operator", OPERATORS)
def test_each_operator_for_addresses_is_proven_and_done_once(tmp_path: Path, operator: str, capsys) -> None:
    """
    What a profile makes is proven by that profile, in the client's field, lists and URLs; a second run changes nothing.

    Also where an operator encrypts and only the receipt tells; then a changed log and one of another profile are refused.
    """
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    policy = tmp_path / "policy.toml"
    names = dict.fromkeys(("client", "forwarded", "client_ip", "ip"), f'"{operator}"')
    policy.write_text(
        f'extends = "clusters-host"\n[profile.default.fields]\nclient = {names["client"]}\nforwarded = {names["forwarded"]}\n'
        f"[profile.default.types]\nclient_ip = {names['client_ip']}\nip = {names['ip']}\n"
    )
    log = folder / "access.log.1"
    log.write_bytes(
        b"".join(
            b'%s - - [14/Mar/2026:13:55:36 +0100] "GET /a?ip=198.51.100.%d HTTP/1.1" 200 5 "-" "curl/8.5.0" "203.0.113.%d, 192.0.2.77"\n'
            % (client, n, n)
            for n, client in enumerate((b"192.0.2.11", b"2001:db8:7:8::9", b"192.0.2.12"), 1)
        )
    )
    options = ["--policy", str(policy), "--receipts", str(tmp_path / "receipts")]
    assert run(["redact", "--in-place", *options, str(folder)]) == 0
    once = log.read_bytes()
    log = log.rename(folder / "access.log.2")

    assert b"192.0.2.1" not in once
    assert run(["verify", *options, str(folder)]) == 0, capsys.readouterr().out
    assert run(["redact", "--in-place", *options, str(folder)]) == 0
    assert log.read_bytes() == once
    if operator.startswith("ipcrypt"):
        policy.write_text(policy.read_text() + "[publish]\nk = 11\n")
        assert run(["redact", "--in-place", *options, str(folder)]) == 5
        log = log.rename(folder / "access.log.1")
        log.write_bytes(once + line())
        assert run(["redact", "--in-place", *options, str(folder)]) == 5
        assert log.read_bytes() == once + line()
    if operator.startswith("truncate"):  # a raw address is none of its networks
        log.write_bytes(once + line())
        assert run(["verify", *options, str(folder)]) == 1
        assert "1 client_ip left" in capsys.readouterr().out


def test_a_changed_file_is_found_though_others_moved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was changed under its receipted name is told, whatever lies beside it."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    for number in (1, 2):
        (folder / f"access.log.{number}").write_bytes(line(f"192.0.2.{number}") * number)
    assert run(["redact", "-q", "--in-place", "--receipts", str(tmp_path / "receipts"), str(folder)]) == 0
    changed = folder / "access.log.2"
    changed.write_bytes(changed.read_bytes().replace(b" 200 ", b" 404 ", 1))

    assert verify(tmp_path, folder) == 1
    assert "access.log.2: it is not the file that the receipt" in capsys.readouterr().out


def test_a_log_without_a_receipt_is_said(tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    """A clean log that no receipt speaks of is clean, and said to have none."""
    other = logs[0].with_name("other.log.1")
    other.write_bytes(line("-"))

    assert verify(tmp_path, other) == 0
    assert "no receipt" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tamper", "at"),
    [
        (lambda lines: [lines[0].replace(b'"lines":', b'"lines":1'), *lines[1:]], 2),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: [lines[1], lines[0], *lines[2:]], 1),
        (lambda lines: [*lines[:3], b"{}", *lines[3:]], 4),
        (lambda lines: lines[1:], 1),
    ],
    ids=["changed", "removed", "swapped", "put in", "first removed"],
)
def test_the_first_break_of_the_chain_is_named(
    tmp_path: Path, logs: list[Path], tamper: object, at: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """A receipt changed, removed, moved or put in: the line at which the chain breaks."""
    receipts = tmp_path / "receipts"
    lines = receipts.read_bytes().splitlines()
    assert callable(tamper)
    receipts.write_bytes(b"".join(one + b"\n" for one in tamper(lines)))

    assert verify(tmp_path, *logs) == 1
    assert f"breaks at line {at}:" in capsys.readouterr().out


def test_a_run_that_died_before_its_end_is_said(
    tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """An intent without its deed, and the log is still the old one: it is to be redacted again."""
    receipts = tmp_path / "receipts"
    lines = receipts.read_bytes().splitlines()
    assert json.loads(lines[0])["state"] == "intent"
    begun = {
        **json.loads(lines[0]),
        "sha256_before": hashlib.sha256(logs[0].read_bytes()).hexdigest(),
        "sha256_after": "0",
    }
    receipts.write_bytes(json.dumps(begun, sort_keys=True, separators=(",", ":")).encode() + b"\n")

    assert verify(tmp_path, logs[0]) == 1
    assert "redact it again" in capsys.readouterr().out


def test_quiet_says_nothing_of_what_is_well(
    tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """For cron: no mail when all is proven."""
    assert run(["verify", "-q", "--receipts", str(tmp_path / "receipts"), *map(str, logs)]) == 0

    said = capsys.readouterr()
    assert said.out == said.err == ""


def test_what_a_killed_redaction_left_is_named(
    tmp_path: Path, logs: list[Path], capsys: pytest.CaptureFixture[str]
) -> None:
    """A leftover beside the logs may hold an original; that of a run under way, which holds its lock, is none."""
    left = logs[0].parent / ".chlogaudit-00000000000000aa-1-2-3-4-5.swap"
    left.write_bytes(line())
    with left.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_SH)
        assert verify(tmp_path, *logs) == 0
    assert verify(tmp_path, *logs) == 1

    assert f"{left}: a redaction that was killed left it" in capsys.readouterr().out
