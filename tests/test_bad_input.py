"""Bad input: a clear sentence on standard error, the documented exit code, no traceback, and nothing lost."""

from __future__ import annotations

import gzip
import os
import random
import stat
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK, Incomplete, NothingToRead, Refused, UsageError

READERS = ("audit", "report", "redact")
LINES = b"".join(
    b'192.0.2.%d - - [09/Mar/2026:10:00:00 +0000] "GET /%d HTTP/1.1" 200 %d "-" "curl/8.5.0"\n'
    % (i % 250, i * i, i * 7919)
    for i in range(3000)
)
BINARY = random.Random(7).randbytes(50_000).replace(b"\n", b"\0")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Logs of all sorts that are wrong, one that is good, and nothing else."""
    packed = gzip.compress(LINES)
    files = {
        "good.log": LINES, "cut.log.gz": packed[: len(packed) // 2], "head.log.gz": packed[:15], "binary.log": BINARY,
        "empty.log": b"", "packed_by_name_only.log.gz": b"no gzip at all\n",
    }  # fmt: skip
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "empty").mkdir()
    for name, data in files.items():
        (logs / name).write_bytes(data)
    return logs


def run(*arguments: object, cwd: Path, stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[bytes]:
    """One run of the program; asserts that it neither shows a traceback nor calls itself broken."""
    command = [sys.executable, "-m", "chlogaudit", *map(str, arguments)]
    done = subprocess.run(command, cwd=cwd, stdout=stdout, stderr=subprocess.PIPE, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    assert b"bug of ours" not in done.stderr, done.stderr
    assert b"192.0.2." not in done.stderr
    return done


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["missing.log"], NothingToRead.exit_code, b"missing.log does not exist"),
        (["no*match.log"], NothingToRead.exit_code, b"no*match.log"),
        (["empty"], NothingToRead.exit_code, b"No log found in empty"),
        (["cut.log.gz"], Incomplete.exit_code, b"ends in the middle of its gzip stream"),
        (["head.log.gz"], Incomplete.exit_code, b"ends in the middle of its gzip stream"),
        (["--log-format", "nosuch", "good.log"], UsageError.exit_code, b"No format is called 'nosuch'"),
        (["--log-format", "%{Referer", "good.log"], UsageError.exit_code, b"At character 1 of the format"),
        (["--log-format", "%Q", "good.log"], UsageError.exit_code, b"%Q is no LogFormat directive"),
        (["--from-config", "nosuch.conf", "good.log"], UsageError.exit_code, b"nosuch.conf cannot be read"),
        (["--nosuch", "good.log"], UsageError.exit_code, b"No such option"),
        ([], UsageError.exit_code, b"Missing argument"),
    ],
    ids=["missing", "pattern", "folder", "cut", "head", "name", "string", "directive", "config", "option", "nothing"],
)
def test_message_and_exit_code(folder, command, arguments, code, says):
    """The sentence names the file or the option; the code is the class of the error."""
    done = run(command, *arguments, cwd=folder)

    assert done.returncode == code, done.stderr
    assert says in done.stderr
    if code == Incomplete.exit_code:
        assert arguments[-1].encode() in done.stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["report", "--since", "2026-03-02", "--until", "2026-03-01"], b"is not before --until"),
        (["report", "--since", "2026-03-01", "--until", "2026-03-01"], b"is not before --until"),
        (["report", "-o", "x.csv"], b"--format"),
        (["report", "-o", "x.PDF"], b"--format"),
        (["audit", "-o", "x.xlsx"], b"--format"),
    ],
)
def test_what_cannot_be_meant(folder, arguments, says):
    """A time that nothing can lie in, a file whose kind is not what would be written: said, before anything is read or written."""
    before = sorted(folder.iterdir())
    done = run(*arguments, "good.log", cwd=folder)

    assert done.returncode == UsageError.exit_code
    assert says in done.stderr
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("command", ["audit", "report"])
@pytest.mark.parametrize("name", ["binary.log", "packed_by_name_only.log.gz"])
def test_a_file_that_is_no_log(folder, command, name):
    """A named file of which no line fits is not passed over in silence."""
    done = run(command, name, cwd=folder)

    assert done.returncode == Incomplete.exit_code
    assert name.encode() + b" is not a web-server log" in done.stderr


@pytest.mark.parametrize("command", ["audit", "report"])
def test_the_wrong_format(folder, command):
    """A format that fits no line of a good log says so, and what to do."""
    done = run(command, "--log-format", "nginx_error", "good.log", cwd=folder)

    assert done.returncode == Incomplete.exit_code
    assert b"No line of good.log fits" in done.stderr
    assert b"--log-format" in done.stderr


def test_binary_is_scrubbed_or_refused(folder):
    """Redaction fails closed: counted and told, or refused with nothing written."""
    scrubbed = run("redact", "binary.log", cwd=folder)
    refused = run("redact", "--unparsed", "refuse", "binary.log", cwd=folder)

    assert scrubbed.returncode == EXIT_FINDINGS
    assert b"1 line fits no format and was scrubbed" in scrubbed.stderr
    assert refused.returncode == Incomplete.exit_code
    assert refused.stdout == b""


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("where", [".", "good.log", "g*.log"])
def test_the_output_is_one_of_the_logs(folder, command, where):
    """A report would have replaced the log, a redaction been appended to it: refused, and the log stays as it was."""
    done = run(command, where, "--output", "good.log", cwd=folder)

    assert done.returncode == Refused.exit_code, done.stderr
    assert b"good.log is one of the logs to read" in done.stderr
    assert (folder / "good.log").read_bytes() == LINES


@pytest.mark.parametrize("command", READERS)
@pytest.mark.parametrize("piped", [True, False])
def test_standard_output_is_one_of_the_logs(folder, command, piped):
    """``chlogaudit report access.log >> access.log``, and the same from standard input."""
    with (folder / "good.log").open("ab") as output, (folder / "good.log").open("rb") as piped_in:
        done = subprocess.run(
            [sys.executable, "-m", "chlogaudit", command, "-" if piped else "good.log"],
            cwd=folder, stdin=piped_in, stdout=output, stderr=subprocess.PIPE, check=False, timeout=120,
        )  # fmt: skip

    assert done.returncode == Refused.exit_code, done.stderr
    assert (folder / "good.log").read_bytes() == LINES


@pytest.mark.parametrize("command", READERS)
def test_an_earlier_output_among_the_logs_is_no_log(folder, command):
    """A report that is written into the log folder every night may be written over."""
    (folder / "report.txt").write_text("Traffic report\n\n  Hits  3\n")

    done = run(command, ".", "--output", "report.txt", cwd=folder)

    assert done.returncode != Refused.exit_code
    assert b"report.txt is one of" not in done.stderr


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("command", [*READERS, "verify"])
def test_an_archive_of_logs_is_no_log(folder, command, packed):
    """Replaced line by line, a tar archive could not be unpacked any more: refused under any name, and it says what to do."""
    name = folder / ("access.log.1.gz" if packed else "access.log.1")
    with tarfile.open(name, "w:gz" if packed else "w") as archive:
        archive.add(folder / "good.log", "good.log")
    before = name.read_bytes()
    done = run(command, *(["--in-place"] if command == "redact" else []), name.name, cwd=folder)

    assert done.returncode == Incomplete.exit_code
    assert name.name.encode() in done.stderr
    assert b"is a tar archive" in done.stderr
    assert name.read_bytes() == before


def test_an_empty_log_is_a_log(folder):
    """A log of a night without visitors is no error, and redacted it is empty."""
    report, redacted = run("report", "empty.log", cwd=folder), run("redact", "empty.log", cwd=folder)

    assert (report.returncode, redacted.returncode) == (EXIT_OK, EXIT_OK)
    assert redacted.stdout == b""
    assert run("audit", "--fail-on", "never", "empty.log", cwd=folder).returncode == EXIT_OK


def test_what_can_be_read_is_not_lost(folder):
    """One bad log does not keep the others: the good one is reported, redacted and copied whole."""
    report = run("report", "--format", "json", "good.log", "cut.log.gz", cwd=folder)
    redact = run("redact", "--output-dir", "out", "cut.log.gz", "good.log", cwd=folder)

    assert report.returncode == redact.returncode == Incomplete.exit_code
    assert b'"good.log"' in report.stdout
    assert (folder / "out" / "good.log").read_bytes().count(b"\n") == 3000
    assert [path.name for path in (folder / "out").iterdir()] == ["good.log"]


def test_the_readable_part_of_a_stream_is_written(folder):
    """A truncated log redacted to standard output gives its whole lines and says that it is not all."""
    done = run("redact", "cut.log.gz", cwd=folder)

    assert 0 < done.stdout.count(b"\n") < 3000
    assert done.stdout.endswith(b"\n")
    assert b"written as far as it could be read" in done.stderr


@pytest.mark.parametrize("command", READERS)
def test_unreadable(folder, command, monkeypatch, capfd):
    """A log that may not be read is told by name, with the exit code of incomplete work."""
    from chlogaudit.cli import run as inner

    real = os.open

    def refuse(path, *arguments, **more):
        if str(path).endswith("good.log"):
            raise PermissionError(13, "Permission denied", path)
        return real(path, *arguments, **more)

    monkeypatch.setattr(os, "open", refuse)
    code = inner([command, str(folder / "good.log")])

    assert code == Incomplete.exit_code
    said = capfd.readouterr().err
    assert "good.log" in said
    assert "Permission denied" in said


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
@pytest.mark.parametrize("command", [*READERS, "formats"])
def test_a_full_disk_behind_standard_output(folder, command):
    """What could not be written is told, and the exit code says that the work is not done."""
    with Path("/dev/full").open("wb") as full:
        done = run(command, *([] if command == "formats" else ["good.log"]), cwd=folder, stdout=full.fileno())

    assert done.returncode == Incomplete.exit_code
    assert b"No space left on device" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "name"),
    [(["audit"], "x.json"), (["report"], "x.html"), (["report", "--format", "csv"], "x/summary.csv")],
)
def test_a_report_stays_as_closed_as_it_was(folder, arguments, name):
    """The next night's report keeps the mode that somebody gave to the one before."""
    output = ["--output", name.split("/")[0]]
    run(*arguments, "good.log", *output, cwd=folder)
    with (folder / name).open("ab") as report:
        report.write(b"of last night")
    (folder / name).chmod(0o640)
    run(*arguments, "good.log", *output, cwd=folder)

    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o640
    assert not (folder / name).read_bytes().endswith(b"of last night")


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
@pytest.mark.parametrize("command", READERS)
def test_a_full_disk_behind_a_named_output(folder, command):
    """The same for ``--output``."""
    done = run(command, "good.log", "--output", "/dev/full", cwd=folder)

    assert done.returncode == Incomplete.exit_code
    assert b"/dev/full cannot be written: No space left on device" in done.stderr
    assert Path("/dev/full").is_char_device()


@pytest.mark.parametrize("command", ["audit", "report"])
def test_an_output_that_is_no_file_is_written_through(folder, command):
    """A pipe or device given as output stays one: root's ``-o /dev/null`` must not become a file."""
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    reader = subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE)
    done = run(command, "--format", "json", "good.log", "-o", pipe, cwd=folder)
    text = reader.communicate(timeout=30)[0]

    assert done.returncode in {EXIT_OK, EXIT_FINDINGS}
    assert text.startswith(b"{")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@pytest.mark.parametrize("command", READERS)
def test_a_reader_that_leaves(folder, command):
    """``| head`` ends the program without a word."""
    big = folder / "big.log"
    big.write_bytes(LINES * 20)
    writer = subprocess.Popen(
        [sys.executable, "-m", "chlogaudit", command, "big.log"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )  # fmt: skip
    assert writer.stdout
    assert writer.stderr
    writer.stdout.read(10)
    writer.stdout.close()
    told = writer.stderr.read()
    writer.stderr.close()

    assert writer.wait(timeout=60) in {EXIT_OK, EXIT_FINDINGS}
    assert b"Traceback" not in told
    assert b"Broken pipe" not in told
    assert b"Exception ignored" not in told


@pytest.mark.parametrize("command", READERS)
def test_closed_standard_output(folder, command):
    """Without a standard output nothing is done: its number would go to the next file that is opened."""
    code = f"exec {sys.executable} -m chlogaudit {command} good.log >&-"
    done = subprocess.run(["sh", "-c", code], cwd=folder, stderr=subprocess.PIPE, check=False)

    assert done.returncode == UsageError.exit_code
    assert b"standard output is closed" in done.stderr


MEASURE = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "chlogaudit", *sys.argv[1:]], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
sys.stderr.buffer.write(done.stderr)
print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("command", READERS)
def test_a_line_of_100_megabytes(folder, command):
    """Memory does not follow the length of a line, and the lines behind it are read."""
    path = folder / "long.log"
    with path.open("wb") as file:
        for _ in range(100):
            file.write(b"x" * (1 << 20))
        file.write(b"\n" + LINES)
    code = [sys.executable, "-c", MEASURE, command, "long.log"]
    done = subprocess.run(code, cwd=folder, capture_output=True, check=True, timeout=300)
    exit_code, mebibytes = map(int, done.stdout.split())

    assert exit_code in {EXIT_OK, EXIT_FINDINGS}, done.stderr
    assert mebibytes < 450
    assert b"Traceback" not in done.stderr


def test_a_long_line_keeps_its_bytes(folder):
    """A line longer than any block comes out of the redaction as long as it went in, with the lines behind it."""
    path = folder / "long.log"
    path.write_bytes(b"x" * (20 << 20) + b"\n" + LINES[:1000].rpartition(b"\n")[0] + b"\n")
    done = run("redact", "long.log", cwd=folder)

    assert done.stdout.startswith(b"x" * (20 << 20) + b"\n")
    assert done.stdout.count(b"\n") == path.read_bytes().count(b"\n")
