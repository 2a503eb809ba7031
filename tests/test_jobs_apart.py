"""Several logs at once in processes: the same results in the same order, whatever happens to a process."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from chlogaudit.cli import run
from chlogaudit.files.memory import available
from chlogaudit.files.receipts import check_chain, read_chain
from chlogaudit.files.source import Compression, Source
from chlogaudit.jobs import apart as module
from chlogaudit.jobs.apart import apart, processes_for
from redact_fakes import COMMAND, chlogaudit, environment, line


def double(number: int, progress: Callable[[str, int], None]) -> tuple[int, int]:
    """Slow for small numbers, so that the last begun are the first to end."""
    progress(str(number), number)
    time.sleep(0.05 if number < 3 else 0)
    return 2 * number, os.getpid()


@pytest.mark.parametrize("processes", [1, 2, 3, 20])
def test_results_come_in_order_from_processes_of_their_own(processes: int) -> None:
    """Order does not depend on who is first; progress of all is heard; no process is left."""
    heard: list[tuple[str, int]] = []
    results = list(
        apart(double, range(9), lambda _: (-1, 0), processes=processes, progress=lambda *what: heard.append(what))
    )

    assert [value for value, _ in results] == [2 * number for number in range(9)]
    assert sorted(heard) == [(str(number), number) for number in range(9)]
    pids = {pid for _, pid in results}
    assert (pids == {os.getpid()}) == (processes == 1)
    assert not [pid for pid in pids - {os.getpid()} if Path(f"/proc/{pid}").exists()]


def test_a_killed_process_loses_its_thing_alone() -> None:
    """The thing at hand gets the result of the lost; another process goes on with the rest."""

    def work(number: int, _progress: Callable[[str, int], None]) -> int:
        if number in {1, 4}:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    results = list(apart(work, range(7), lambda number: -number, processes=2, progress=lambda *_: None))

    assert results == [0, -1, 2, 3, -4, 5, 6]


def test_a_bug_in_a_task_is_raised_here_in_its_place() -> None:
    """The results before it come out; then the very exception, with its traceback."""

    def work(number: int, _progress: Callable[[str, int], None]) -> int:
        if number == 2:
            raise ZeroDivisionError
        return number

    results = apart(work, range(5), lambda _: -1, processes=2, progress=lambda *_: None)

    assert [next(results), next(results)] == [0, 1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_leaving_early_interrupts_what_is_under_way() -> None:
    """Tasks under way end where they tell their progress, and nobody waits for what was not begun."""
    began = time.monotonic()

    def work(number: int, progress: Callable[[str, int], None]) -> int:
        for _ in range(3000 if number else 0):
            time.sleep(0.02)
            progress("", 0)
        return number

    results = apart(work, range(50), lambda _: -1, processes=3, progress=lambda *_: None)
    assert next(results) == 0
    results.close()

    assert time.monotonic() - began < 30


def test_how_many_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many as asked for, but no more than logs, than their size is worth, than there is memory for."""
    monkeypatch.setattr(module, "available", lambda: 8 << 30)
    large, small = tmp_path / "large.log", tmp_path / "small.log"
    small.write_bytes(b"x")
    with large.open("wb") as file:
        file.truncate(64 << 20)
    logs = [Source(str(large), "large")] * 5

    assert processes_for(logs, 4) == 4
    assert processes_for(logs[:2], 4) == 2
    assert processes_for([Source(str(small), "small")] * 20, 4) == 1
    assert processes_for(logs, 0) == 1
    assert processes_for([*logs[:1], Source(str(tmp_path / "none"), "none")], 4) == 2
    with small.open("wb") as file:
        file.truncate(2 << 20)
    assert processes_for([Source(str(small), "small", Compression.GZIP)] * 8, 4) == 4
    monkeypatch.setattr(module, "available", lambda: 1 << 30)
    assert processes_for(logs, 4) == 2
    monkeypatch.setattr(module, "available", lambda: 1)
    assert processes_for(logs, 4) == 1
    monkeypatch.setattr(module, "available", lambda: None)
    assert processes_for(logs, 4) == 4


def test_available_memory_is_the_smaller_of_machine_and_container(tmp_path: Path) -> None:
    """The container's limit less what it uses, if there is one; nothing where nobody tells."""
    meminfo = tmp_path / "meminfo"
    assert available(meminfo, tmp_path) is None
    meminfo.write_text("MemTotal: 9 kB\nMemAvailable:    4096 kB\n", "ascii")
    assert available(meminfo, tmp_path) == 4 << 20
    (tmp_path / "memory.current").write_text("1000\n", "ascii")
    (tmp_path / "memory.max").write_text("max\n", "ascii")
    assert available(meminfo, tmp_path) == 4 << 20
    (tmp_path / "memory.max").write_text("2500\n", "ascii")
    assert available(meminfo, tmp_path) == 1500


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Six small logs that are taken for large ones, and one that is no log."""
    monkeypatch.setattr(module, "_SHARE", 1000)
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    paths = [folder / f"access.log.{number}" for number in range(1, 7)]
    for number, path in enumerate(paths):
        path.write_bytes(line(f"192.0.2.{number + 1}", day=number + 1) * 20)
        path.chmod(0o640)
    (folder / "access.log.9").write_bytes(b"these are words\n" * 9)
    (folder / "access.log.9").chmod(0o640)
    return paths


@pytest.mark.parametrize("jobs", ["0", "3"])
def test_in_place_says_and_does_the_same_with_processes(
    tmp_path: Path, logs: list[Path], jobs: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """One outcome a log, in order, the worst exit code, one whole chain of receipts, nothing left behind."""
    receipts = tmp_path / "receipts"
    code = run(["redact", "--in-place", "--jobs", jobs, "--receipts", str(receipts), str(logs[0].parent)])
    said = [text for text in capfd.readouterr().err.splitlines() if "key folder" not in text]

    assert code == 4
    assert [text.split(": ")[-2 if "left alone" not in text else 1] for text in said] == [
        *(str(path) for path in logs),
        f"{logs[0].parent / 'access.log.9'} was left alone",
    ]
    assert not any(b"192.0.2." in path.read_bytes() for path in logs)
    links = read_chain(str(receipts))
    assert check_chain(links) is None
    assert sorted(link.receipt.path for link in links if link.receipt.state == "done") == sorted(map(str, logs))
    assert len(os.listdir(logs[0].parent)) == 7  # noqa: PTH208


@pytest.mark.parametrize("jobs", ["0", "3"])
def test_copies_are_the_same_with_processes(tmp_path: Path, logs: list[Path], jobs: str) -> None:
    """Each log has its copy; the copies of one run use one key a day."""
    out = tmp_path / f"out{jobs}"
    logs[1].write_bytes(logs[0].read_bytes())
    assert run(["redact", "-q", "--output-dir", str(out), "--jobs", jobs, str(logs[0].parent)]) == 0

    assert sorted(os.listdir(out)) == [path.name for path in logs]  # noqa: PTH208
    assert (out / logs[0].name).read_bytes() == (out / logs[1].name).read_bytes()
    assert all((out / path.name).read_bytes().count(b"\n") == 20 for path in logs)


SLOW = """
import sys, time
from chlogaudit.jobs import apart, proof
apart._SHARE = 1000
whole = proof._verify
def slow(*arguments):
    print("verifying", flush=True, file=open(sys.argv[-1] + ".mark", "a"))
    for _ in range(3000):
        time.sleep(0.02)
        arguments[1].progress("", 0)
proof._verify = slow
from chlogaudit.cli import main
main()
"""


@pytest.mark.parametrize("to_all", [True, False])
def test_ctrl_c_with_processes_is_clean(tmp_path: Path, logs: list[Path], *, to_all: bool) -> None:
    """From the terminal to all, or to the first process alone: exit code 130, old logs, no temporary, no process left."""
    folder, before = logs[0].parent, {path: path.read_bytes() for path in logs}
    mark = Path(f"{folder}.mark")
    ran = subprocess.Popen(
        [COMMAND[0], "-c", SLOW, "redact", "--in-place", "--jobs", "3", str(folder)],
        env=environment(tmp_path), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while not mark.exists() or mark.read_text("ascii").count("verifying") < 2:
        assert ran.poll() is None, ran.stderr.read()
        time.sleep(0.02)
    os.killpg(ran.pid, signal.SIGINT) if to_all else os.kill(ran.pid, signal.SIGINT)
    said = ran.communicate(timeout=30)[1]

    assert ran.returncode == 130, said
    assert b"Traceback" not in said
    assert {path: path.read_bytes() for path in logs} == before
    assert len(os.listdir(folder)) == 7  # noqa: PTH208
    with pytest.raises(ProcessLookupError):
        os.killpg(ran.pid, 0)


def test_processes_end_with_who_started_them(tmp_path: Path, logs: list[Path]) -> None:
    """Kill -9 of the run kills its processes; the logs are whole and the next run goes on."""
    folder = logs[0].parent
    mark = Path(f"{folder}.mark")
    ran = subprocess.Popen(
        [COMMAND[0], "-c", SLOW, "redact", "--in-place", "--jobs", "3", str(folder)],
        env=environment(tmp_path), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    while not mark.exists():
        assert ran.poll() is None
        time.sleep(0.02)
    ran.kill()
    ran.wait()
    for _ in range(500):
        try:
            os.killpg(ran.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.02)
    else:
        pytest.fail("a process is left")

    assert chlogaudit(tmp_path, "redact", "-q", "--in-place", *logs).returncode == 0
    assert len(os.listdir(folder)) == 7  # noqa: PTH208
