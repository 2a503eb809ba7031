"""Closed streams, empty paths and empty logs: one sentence, the documented exit code, nothing taken for something else."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest

from chlogaudit.cli import run
from chlogaudit.errors import EXIT_FINDINGS, EXIT_OK, Incomplete, NothingToRead, UsageError

READERS = ("audit", "report", "redact", "verify", "formats detect")
LINE = (
    b'192.0.2.%d - - [09/Mar/2026:10:00:00 +0000] "GET /?email=jane%%40example.com HTTP/1.1" 200 5 "-" "curl/8.5.0"\n'
)
LINES = b"".join(LINE % (n % 250) for n in range(300))


@pytest.fixture
def logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a good log that is the working directory; keys and receipts elsewhere."""
    folder = tmp_path / "logs"
    folder.mkdir(mode=0o750)
    (folder / "good.log").write_bytes(LINES)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("CHLOGAUDIT_KEY_DIR", str(tmp_path / "keys"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return folder


def shell(command: str) -> subprocess.CompletedProcess[bytes]:
    """A command of the shell with ``chlogaudit`` in it, which must neither show a traceback nor call itself broken."""
    text = command.replace("chlogaudit", f"{sys.executable} -m chlogaudit", 1)
    done = subprocess.run(["sh", "-c", text], capture_output=True, check=False, timeout=120)
    assert done.returncode != 70
    assert b"Traceback" not in done.stderr
    return done


@pytest.mark.parametrize("command", READERS)
@pytest.mark.usefixtures("logs")
def test_an_empty_path_is_named(command: str, capfd: pytest.CaptureFixture[str]) -> None:
    """An unset variable of a script is said, and not looked for as a file without a name."""
    assert run([*command.split(), ""]) == UsageError.exit_code
    assert "A path is empty" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["report", "redact"])
@pytest.mark.usefixtures("logs")
def test_closed_standard_error(command: str) -> None:
    """What is right goes on in silence; what is wrong still has its exit code."""
    assert shell(f"chlogaudit {command} good.log 2>&-").returncode == EXIT_OK
    assert shell(f"chlogaudit {command} missing.log 2>&-").returncode == NothingToRead.exit_code


@pytest.mark.usefixtures("logs")
def test_closed_standard_input() -> None:
    """A file is read without it; ``-`` is nothing to read, and no other file is taken for it."""
    assert shell("chlogaudit redact good.log <&-").stdout.count(b"\n") == 300

    done = shell("chlogaudit redact - <&-")

    assert done.returncode == NothingToRead.exit_code
    assert b"standard input is closed" in done.stderr
    assert done.stdout == b""


def test_formats_of_a_stream(logs: Path) -> None:
    """``formats detect -`` looks at what is piped in, packed or not."""
    plain = shell("chlogaudit formats detect - < good.log")
    packed = shell("gzip -c good.log | " + "chlogaudit formats detect -")

    assert (plain.returncode, packed.returncode) == (EXIT_OK, EXIT_OK)
    assert b"combined 100 %" in plain.stdout
    assert packed.stdout == plain.stdout
    assert logs.exists()


def test_a_log_of_a_night_without_visitors(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Logrotate rotates empty logs too: nothing to redact in one is no failure, and no unknown format."""
    (logs / "empty.log.1").write_bytes(b"")

    assert run(["redact", "--in-place", "empty.log.1"]) == EXIT_OK
    assert "unchanged" in capfd.readouterr().err
    assert run(["formats", "detect", "empty.log.1"]) == EXIT_OK
    assert "there is no line in it" in capfd.readouterr().out


@pytest.mark.usefixtures("logs")
def test_a_log_that_cannot_be_read_refutes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """``verify`` and ``formats detect`` tell what they could not read from what they found wrong."""
    Path("gone.log").symlink_to("nowhere.log")

    for command in (["verify"], ["formats", "detect"]):
        assert run([*command, "gone.log"]) == Incomplete.exit_code
        assert "gone.log cannot be opened" in capfd.readouterr().err


@pytest.mark.usefixtures("logs")
def test_a_preview_says_once_what_would_change(capfd: pytest.CaptureFixture[str]) -> None:
    """``--dry-run`` counts what it would replace, and does not call that nothing afterwards."""
    assert run(["redact", "--dry-run", "good.log"]) == EXIT_OK

    said = capfd.readouterr()

    assert "300 email" in said.out
    assert "nothing to replace" not in said.out + said.err


def test_a_preview_of_lines_that_fit_nothing(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """They would be scrubbed; nothing was."""
    (logs / "good.log").write_bytes(LINES + b"no entry at all\n")

    assert run(["redact", "--dry-run", "good.log"]) == EXIT_FINDINGS
    assert "would be scrubbed" in capfd.readouterr().err


def test_in_process_streams_are_left_alone(logs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever calls the command line from Python keeps the streams that stand open."""
    monkeypatch.setattr(sys, "stderr", error := io.StringIO())

    assert run(["report", str(logs / "missing.log")]) == NothingToRead.exit_code
    assert sys.stderr is error
    assert "does not exist" in error.getvalue()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("chlogaudit audit ac", "file,ac"),
        ("chlogaudit formats explain comb", "plain,combined"),
        ("chlogaudit audit --log-format ng", "plain,nginx_main"),
        ("chlogaudit re", "plain,redact"),
    ],
)
def test_shells_complete(words: str, expected: str) -> None:
    """File names where logs are named, formats where a format is, commands first."""
    done = subprocess.run(
        [sys.executable, "-c", "from chlogaudit.cli import main; main()"],
        env={"_CHLOGAUDIT_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))},
        capture_output=True, check=False,
    )  # fmt: skip

    assert expected in done.stdout.decode().splitlines()


@pytest.mark.parametrize("command", ["report", "formats detect"])
@pytest.mark.usefixtures("logs")
def test_whether_a_log_may_be_read_is_found_out_by_reading(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another's file is no wrong usage: the options do not look ahead, the one who reads says what it came to."""
    monkeypatch.setattr("os.access", lambda *_, **__: False)

    assert run([*command.split(), "good.log"]) == EXIT_OK


def test_a_few_bytes_behind_a_packed_log_are_called_that(logs: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Trailing garbage shorter than a gzip header is no truncation: nothing of the log is missing."""
    (logs / "junk.log.gz").write_bytes(gzip.compress(LINES) + b"junk")

    assert run(["redact", "junk.log.gz"]) == Incomplete.exit_code

    said = capfd.readouterr()

    assert said.out.count("\n") == 300
    assert "bytes after its gzip stream" in said.err


@pytest.mark.parametrize("command", ["report", "audit --fail-on never", "redact", "formats detect"])
@pytest.mark.usefixtures("logs")
def test_a_locale_that_is_not_utf_8(command: str) -> None:
    """Neither our files nor those of libraries are read in the locale's encoding, and what it cannot write is escaped."""
    done = shell(f"env LC_ALL=C PYTHONUTF8=0 PYTHONCOERCECLOCALE=0 chlogaudit {command} good.log")

    assert done.returncode == EXIT_OK, done.stderr
    assert done.stdout
