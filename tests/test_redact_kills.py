"""``redact --in-place`` killed at any instant, run eight times at once, failing in every way it can."""

from __future__ import annotations

import os
import random
import re
import stat
import subprocess
from pathlib import Path

import pytest

from redact_fakes import COMMAND, chlogaudit, environment, line

KILLS = 100
CANARY = "jane.canary@mail.example"
CLIENT = "198.51.100.231"


def content(number: int) -> bytes:
    """A log of some hundred kilobytes."""
    rng = random.Random(number)
    return b"".join(line(f"192.0.2.{rng.randint(1, 250)}", target=f"/{n}", day=1 + n % 28) for n in range(3000))


def start(tmp_path: Path, *arguments: str | Path) -> subprocess.Popen[bytes]:
    """A run in the background."""
    return subprocess.Popen(
        [*COMMAND, "redact", "--in-place", "-q", *map(str, arguments)],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        umask=0,
    )


# A process that has imported everything forks the runs: the command's own code, without the start that nothing happens in.
FORKS = """
import os, random, signal, stat, sys, time
from pathlib import Path
from chlogaudit.cli import run

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
logs = sorted(folder.iterdir())
old = {log: log.read_bytes() for log in logs}
command = ["redact", "--in-place", "-q", str(folder)]
assert run(command) == 0
new = {log: log.read_bytes() for log in logs}
assert new != old

def restore():
    for log in logs:
        log.write_bytes(old[log])

def closed(left=()):
    # What a kill left, looked at when its log was still the new one, is not looked at again: the log is the old one by now.
    # The mode of the log is copied last, when the successor is whole and verified: from then on it holds nothing raw. When it
    # has exchanged names with its log, the original is here for a moment, as closed as it was, and its log is the new one.
    met = set()
    for path in folder.glob(".*"):
        try:
            status, held = path.stat(), path.read_bytes()
        except FileNotFoundError:
            continue
        mode = stat.S_IMODE(status.st_mode)
        met.add((status.st_ino, status.st_mtime_ns))
        if (status.st_ino, status.st_mtime_ns) in left:
            continue
        assert not mode & ~0o640, "more open than the log"
        replaced = [log for log in logs if old[log] == held and log.read_bytes() == new[log]]
        assert not mode & 0o077 or held in new.values() or replaced, "a readable temporary"
    return met

def begin():
    child = os.fork()
    if child == 0:
        os.umask(0)
        os._exit(run(command))
    return child

restore()
began = time.monotonic()
assert os.waitpid(begin(), 0)[1] == 0
whole = time.monotonic() - began
met, killed, left = set(), 0, set()
for _ in range(kills):
    restore()
    child = begin()
    time.sleep(whole * random.uniform(0, 1.1))
    closed(left)
    os.kill(child, signal.SIGKILL)
    killed += os.WIFSIGNALED(os.waitpid(child, 0)[1])
    for log in logs:
        data = log.read_bytes()
        assert data in (old[log], new[log]), "a third state"
        met.add("old" if data == old[log] else "new")
    left = closed(left)
restore()
assert run(command) == 0
assert sorted(folder.iterdir()) == logs, "a temporary is left"
assert {log: log.read_bytes() for log in logs} == new
print(len(met), killed)
"""


def test_a_hundred_kills(tmp_path: Path) -> None:
    """Whenever a run is killed, every log is the old one or the new one, complete; the next run goes on and cleans up."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    for n in range(1, 4):
        log = folder / f"access.log.{n}"
        log.write_bytes(content(n))
        log.chmod(0o640)
    done = subprocess.run(
        [COMMAND[0], "-c", FORKS, str(folder), str(KILLS)], env=environment(tmp_path), capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()
    met, killed = map(int, done.stdout.split())
    assert met == 2
    assert killed >= KILLS // 2


def test_eight_runs_at_once(tmp_path: Path) -> None:
    """Each log is redacted by one run; the others find it locked, changed or done; receipts are one whole chain."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    old = {folder / f"access.log.{n}": content(n) for n in range(1, 5)}
    for log, data in old.items():
        log.write_bytes(data)
        log.chmod(0o640)
    assert chlogaudit(tmp_path, "keys", "init").returncode == 0
    runs = [start(tmp_path, folder) for _ in range(8)]
    said = b"".join(run.communicate(timeout=120)[1] for run in runs)
    codes = [run.returncode for run in runs]

    assert set(codes) <= {0, 5, 6}, said.decode()
    assert not re.search(rb"192\.0\.2\.", b"".join(log.read_bytes() for log in old))
    assert all(log.read_bytes().count(b"\n") == data.count(b"\n") for log, data in old.items())
    assert sorted(folder.iterdir()) == sorted(old)
    assert chlogaudit(tmp_path, "verify", folder).returncode == 0


def failing(tmp_path: Path) -> dict[str, tuple[list[str], int]]:
    """Runs that fail, each in its own way, over logs that hold the canaries; with the exit code of each."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    data = line(CLIENT, target=f"/a?email={CANARY}", user="jane.canary") * 50

    def log(name: str, content: bytes = data) -> str:
        path = folder / name
        path.write_bytes(content)
        path.chmod(0o640)
        return str(path)

    import gzip

    (folder / "loose").mkdir()
    (folder / "loose" / "access.log.1").write_bytes(data)
    (folder / "loose").chmod(0o777)
    linked = log("linked.log.1")
    os.link(linked, folder / "linked.log.2")
    (folder / "soft.log.1").symlink_to(linked)
    os.mkfifo(folder / "fifo.log.1")
    place = ["redact", "--in-place", "--receipts", str(tmp_path / "state" / "receipts.jsonl")]
    return {
        "in use": ([*place, log("current.log")], 5),
        "hard link": ([*place, linked], 5),
        "folder open to all": ([*place, str(folder / "loose" / "access.log.1")], 5),
        "cut archive": ([*place, log("cut.log.1.gz", gzip.compress(data)[:-9])], 4),
        "no log": ([*place, log("words.log.1", f"{CANARY} {CLIENT}\n".encode() * 9)], 4),
        "unparsed refused": ([*place, "--unparsed", "refuse", log("odd.log.1", data + CANARY.encode() + b"\n")], 4),
        "one of two": ([*place, log("whole.log.1"), log("cut.log.2.gz", gzip.compress(data)[:-9])], 4),
        "receipts out of reach": ([*place, "--receipts", "/proc/none/receipts", log("receipts.log.1")], 4),
        "wrong format": (["redact", "--log-format", "%!!", log("format.log.1")], 2),
        "wrong profile": (["redact", "--profile", "none", log("profile.log.1")], 2),
        "copy onto itself": (["redact", "--output-dir", str(folder), log("onto.log.1")], 5),
        "no place for output": (["redact", "--output", "/proc/none/out", log("out.log.1")], 4),
        "verify the original": (["verify", log("verify.log.1")], 1),
        "dry run of the refused": (["redact", "--dry-run", log("dry.log.1.gz", gzip.compress(data)[:-9])], 4),
    }


def test_no_failure_tells_an_identifier(tmp_path: Path) -> None:
    """Whatever goes wrong, the output, the errors, the receipts and the state hold none of the log's identifiers."""
    for name, (arguments, code) in failing(tmp_path).items():
        done = chlogaudit(tmp_path, *arguments)
        said = done.stdout + done.stderr
        assert done.returncode == code, (name, done.returncode, done.stderr)
        assert b"Traceback" not in said, name
        for secret in (CANARY, CANARY.partition("@")[0], CLIENT):
            assert secret.encode() not in said, name
    kept = b"".join(path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file())
    assert b'"state":"done"' in kept
    assert CANARY.encode() not in kept
    assert CLIENT.encode() not in kept


def test_a_bug_of_ours_tells_nothing(tmp_path: Path) -> None:
    """An exception that quotes a line ends in the place of the bug and exit code 70, without the line."""
    script = (
        "import chlogaudit.jobs.redact as job\n"
        "def broken(*_, **__): raise ValueError('jane.canary@mail.example')\n"
        "job.to_sink = broken\n"
        "from chlogaudit.cli import main; main()"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", script, "redact", "-"],
        input=line(),
        capture_output=True,
        env=environment(tmp_path),
        check=False,
    )

    assert done.returncode == 70
    assert b"ValueError" in done.stderr
    assert b"jane" not in done.stderr


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_the_mask_of_the_caller_opens_nothing(tmp_path: Path, umask: int) -> None:
    """Mode and owner of the log are kept whatever the umask; keys and receipts are closed to others."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    log = folder / "access.log.1"
    log.write_bytes(line())
    log.chmod(0o640)
    if umask == 0o777:  # new folders would be closed to ourselves
        assert chlogaudit(tmp_path, "keys", "init").returncode == 0
        (tmp_path / "state" / "chlogaudit").mkdir(mode=0o700, parents=True)
    done = subprocess.run(
        [*COMMAND, "redact", "--in-place", str(log)],
        env=environment(tmp_path),
        umask=umask,
        check=False,
        capture_output=True,
    )

    assert done.returncode == 0, done.stderr
    assert stat.S_IMODE(log.stat().st_mode) == 0o640
    for path in [*(tmp_path / "keys").rglob("*"), *(tmp_path / "state").rglob("*")]:
        assert not stat.S_IMODE(path.stat().st_mode) & 0o077, path
