"""The audit job beside its controls: leftovers, receipts, what was skipped, exit codes and the earlier report."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from chlogaudit.cli import run
from chlogaudit.engine import load as load_engine
from chlogaudit.errors import NothingToRead
from chlogaudit.files.receipts import Receipts
from chlogaudit.jobs.audit import AuditOptions, audit, undecided, unread, worst
from chlogaudit.jobs.leftovers import find_leftovers
from chlogaudit.jobs.logs import Reading
from chlogaudit.jobs.receipts import file_digest, receipts_for
from chlogaudit.model.finding import Severity, Status
from chlogaudit.model.receipt import Receipt
from chlogaudit.policy import shipped

LINE = '192.0.2.7 - - [21/Nov/2026:10:00:00 +0000] "GET {} HTTP/1.1" 200 512 "-" "-"\n'


@pytest.mark.parametrize(
    ("name", "head", "tool"),
    [
        ("awstats112026.example.com.txt", b"AWSTATS DATA FILE 7.9 (build 20230108)\n", "AWStats"),
        ("webalizer.current", b"# Webalizer V2.23-08 Incremental Data\n", "Webalizer"),
        ("SI32_UNIQUE_KEYS.db", b"tpl\2\1", "GoAccess"),
        ("I32_DATES.db", b"tpl\0", "GoAccess"),
        ("SI32_UNIQUE_KEYS.db", b"SQLite format 3\0", None),
        ("customers.db", b"tpl\0", None),
        ("report.html", b"<!DOCTYPE html><html><head><title>Server&nbsp;Statistics</title>", "GoAccess"),
        ("report.json", b'{"general": {"start_date": "14/Mar/2026"', "GoAccess"),
        ("report.csv", b'"0",,"general",,,,,,,,"2026-11-22 19:48:46 +0000","date_time"\n', "GoAccess"),
        ("audit.json", b'{"schema": "chlogaudit-audit/1", "general": {"start_date"', None),
        ("awstats.conf", b"LogFile=access.log\n", None),
        ("access.log", LINE.encode(), None),
    ],
)
def test_leftovers_are_known_by_what_they_hold(tmp_path: Path, name: str, head: bytes, tool: str | None) -> None:
    """Files of other log tools are recognised by their first bytes or their names, and nothing else is."""
    (tmp_path / name).write_bytes(head)
    found = find_leftovers([str(tmp_path)])

    assert [one.tool.split()[0] for one in found] == ([tool] if tool else [])
    assert find_leftovers([str(tmp_path / "*")]) == found


def test_leftovers_that_are_no_files_do_not_stop_it(tmp_path: Path) -> None:
    """A pipe among the paths is not opened, which would wait for ever; a file that may not be read is passed over."""
    os.mkfifo(tmp_path / "awstats.txt")
    (tmp_path / "webalizer.current").symlink_to(tmp_path / "gone")

    assert find_leftovers([str(tmp_path), "-", str(tmp_path / "nothing")]) == ()


def test_receipts_are_found_by_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest receipt of each log given, the digest of the log now, and where the chain does not hold."""
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "access.log"
    log.write_text(LINE.format("/"))
    file = str(tmp_path / "state" / "receipts.jsonl")

    assert receipts_for(["access.log"], {}, file).receipts is None

    chain = Receipts(file)
    for lines in (7, 1):
        chain.append(
            Receipt(
                1, "t", "2026-11-21T10:00:00Z", str(log), "0" * 64, file_digest(str(log)), 9, 9, lines, 0, {}, {}, "", "default",
                (), "", "",
            )
        )  # fmt: skip
    known = receipts_for(["access.log"], {}, file)

    assert [receipt.lines for receipt in (known.receipts or {}).values()] == [1]
    assert list(known.digests.values()) == [file_digest(str(log))]
    assert known.chain_break == ""

    Path(file).write_bytes(Path(file).read_bytes().split(b"\n", 1)[1])

    assert receipts_for(["access.log"], {}, file).chain_break.startswith("line 1")


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    """An audit of nothing proves nothing."""
    (tmp_path / "note.txt").write_text("no log\n")
    with pytest.raises(NothingToRead):
        audit([str(tmp_path)], Reading(load_engine()), AuditOptions(shipped()))


def test_what_was_skipped_is_said(tmp_path: Path) -> None:
    """A file in a folder that is no log is named in the notes with the reason."""
    (tmp_path / "access.log").write_text(LINE.format("/"))
    (tmp_path / "other.log").write_text("apples and pears\n" * 9)
    report = audit([str(tmp_path)], Reading(load_engine()), AuditOptions(shipped()))

    assert any("other.log" in note for note in report.notes)


def test_worst_counts_failures_alone(tmp_path: Path) -> None:
    """Warnings do not make a run fail, failures do by their severity; the undecided are told apart."""
    (tmp_path / "access.log").write_text(LINE.format("/pay?cc=4111111111111111"))
    (tmp_path / "access.log").chmod(0o640)
    report = audit([str(tmp_path)], Reading(load_engine()), AuditOptions(shipped()))

    assert worst(report) is Severity.CRITICAL
    assert {one.control for one in report.results if one.status is Status.INCONCLUSIVE} >= {"CH-8.3"}
    assert undecided(report) == ()
    assert unread(report) == ()

    (tmp_path / "access.log").write_text(LINE.format("/"))
    quiet = audit([str(tmp_path)], Reading(load_engine()), AuditOptions(shipped()))
    assert worst(quiet) is None
    assert any(one.status is Status.WARN for one in quiet.results)


def test_an_earlier_report_tells_new_from_old(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Against its own report nothing is new and nothing gone; a new kind of identifier is new, a fixed one gone."""
    log, before = tmp_path / "access.log", tmp_path / "before.json"
    log.write_text(LINE.format("/join?email=jane.doe%40example.org"))
    log.chmod(0o640)
    assert run(["audit", str(log), "--output", str(before)]) == 1
    assert run(["audit", str(log), "--baseline", str(before), "--format", "json"]) == 1
    same = json.loads(capfd.readouterr().out)["baseline"]
    log.write_text(LINE.format("/pay?cc=4111111111111111"))
    assert run(["audit", str(log), "--baseline", str(before), "--format", "json"]) == 1
    other = json.loads(capfd.readouterr().out)["baseline"]

    assert (same["new"], same["gone"]) == ([], [])
    assert any("CH-3.1" in str(one) or one for one in other["new"])
    assert any("CH-1.1" in one["words"] for one in other["gone"])


@pytest.mark.parametrize(("level", "code"), [("info", 1), ("critical", 1), ("never", 0)])
def test_fail_on(tmp_path: Path, level: str, code: int) -> None:
    """The exit code follows the worst severity of a failed control."""
    (tmp_path / "access.log").write_text(LINE.format("/pay?cc=4111111111111111"))

    assert run(["audit", str(tmp_path), "--fail-on", level, "--quiet"]) == code


def test_what_could_not_be_decided_is_no_success(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Lines that fit no format, more than are allowed, end in the code of incomplete work, unless findings weigh more."""
    log = tmp_path / "access.log"
    log.write_text(LINE.format("/") * 3 + "what is this\n")
    log.chmod(0o640)
    assert run(["audit", str(log), "--fail-on", "high", "--quiet"]) == 4
    assert "not decided: CH-0.2, CH-0.3, CH-1.1" in capfd.readouterr().err
    assert run(["audit", str(log), "--quiet"]) == 1  # CH-2.1 is of medium severity
    log.write_text(LINE.format("/") * 3)
    (tmp_path / "access.log.1").touch(0o640)
    capfd.readouterr()
    assert run(["audit", str(tmp_path), "--fail-on", "high", "--quiet"]) == 0
    assert capfd.readouterr().out == ""


def test_quiet_writes_what_was_asked_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Nothing to say on the terminal is no reason to leave last week's report where tonight's should be."""
    log, out = tmp_path / "access.log", tmp_path / "audit.json"
    log.write_text(LINE.format("/"))
    log.chmod(0o640)

    assert run(["audit", str(log), "--quiet", "--output", str(out)]) == 0
    assert json.loads(out.read_bytes())["schema"] == "chlogaudit-audit/1"
    assert capfd.readouterr() == ("", "")


def test_a_wrong_baseline_is_told_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Hours of reading do not end in a usage error."""
    log = tmp_path / "access.log"
    log.write_text(LINE.format("/"))
    monkeypatch.setattr("chlogaudit.jobs.audit.audit", lambda *_: pytest.fail("read"))

    assert run(["audit", str(log), "--baseline", str(log)]) == 2
    assert "is not JSON" in capfd.readouterr().err


def test_the_shared_logs_go_through(shared: Path) -> None:
    """Every real log ends in a report, without a traceback, and no text of ours names anybody."""
    report = audit([str(shared / "logs" / "DanielRiener")], Reading(load_engine()), AuditOptions(shipped()))

    assert report.results[0].control == "CH-0.1"
    assert report.results[0].status is Status.PASS
