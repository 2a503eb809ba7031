"""``redact -`` as a filter that never ends: lines go on as they come, nothing is lost, rotation and the end are heard."""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from redact_fakes import COMMAND, environment, line

TOKEN = re.compile(rb"^fd[0-9a-f]{2}(?::[0-9a-f]{0,4}){2,7} ", re.MULTILINE)
LONG = 60.0  # seconds after which a test gives up; nothing is measured


@contextmanager
def filtering(tmp_path: Path, *arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """The filter with pipes; ended at the end, however the test went."""
    process = subprocess.Popen(
        [*COMMAND, "redact", "-", *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        bufsize=0,  # so that what a dead filter did not take is not written once more when the pipe is closed
        env=environment(tmp_path),
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def feed(process: subprocess.Popen[bytes], data: bytes) -> None:
    """Write to the filter at once."""
    assert process.stdin is not None
    process.stdin.write(data)
    process.stdin.flush()


def take(process: subprocess.Popen[bytes], lines: int) -> bytes:
    """Read until so many lines have come."""
    assert process.stdout is not None
    out = b""
    end = time.monotonic() + LONG
    while out.count(b"\n") < lines:
        ready, _, _ = select.select([process.stdout], [], [], max(0, end - time.monotonic()))
        assert ready, f"not all of {lines} lines came"
        piece = os.read(process.stdout.fileno(), 1 << 16)
        assert piece, "the filter ended"
        out += piece
    return out


def wait_for(path: Path, lines: int) -> bytes:
    """Read a file until it has so many lines."""
    end = time.monotonic() + LONG
    while True:
        data = path.read_bytes() if path.exists() else b""
        if data.count(b"\n") >= lines:
            return data
        assert time.monotonic() < end, f"not all of {lines} lines came"
        time.sleep(0.02)


def test_a_line_goes_on_while_the_pipe_stays_open(tmp_path: Path) -> None:
    """Each line comes out before the next one is written."""
    with filtering(tmp_path) as process:
        for n in range(1, 6):
            feed(process, line(f"192.0.2.{n}", target=f"/{n}"))
            out = take(process, 1)
            assert TOKEN.match(out)
            assert f"/{n} ".encode() in out


def test_half_a_line_waits_for_its_rest(tmp_path: Path) -> None:
    """A line that arrives in two pieces is redacted as one."""
    whole = line("192.0.2.77", target="/a?mail=jane%40mail.example")
    with filtering(tmp_path) as process:
        feed(process, line() + whole[:70])
        take(process, 1)
        feed(process, whole[70:])
        out = take(process, 1)
        assert TOKEN.match(out)
        assert b"jane" not in out


def test_lines_written_before_it_is_ready_are_not_lost(tmp_path: Path) -> None:
    """What a server writes while the filter still starts stands in the pipe and comes out in order."""
    data = b"".join(line(f"192.0.2.{n % 250}", target=f"/{n}") for n in range(300))
    with filtering(tmp_path) as process:
        feed(process, data)
        out = take(process, 300)

    assert re.findall(rb"GET /(\d+) ", out) == [b"%d" % n for n in range(300)]


@pytest.mark.parametrize("end", ["end of input", "SIGTERM"])
def test_everything_is_written_at_the_end(tmp_path: Path, end: str) -> None:
    """The end of input and SIGTERM flush what is in the pipe, the unfinished last line included; exit code 0."""
    data = b"".join(line(f"192.0.2.{n % 250}", target=f"/{n}") for n in range(100)) + line()[:-1]
    with filtering(tmp_path) as process:
        feed(process, line(target="/first"))
        take(process, 1)
        feed(process, data)
        if end == "SIGTERM":
            process.send_signal(signal.SIGTERM)
            assert process.stdout is not None
            out = process.stdout.read()
        else:
            out, _ = process.communicate(timeout=LONG)
        code = process.wait(LONG)

    assert code == 0
    assert out.count(b"\n") == 100
    assert out.endswith(b'Firefox/128.0"')
    assert b"192.0.2" not in out


def test_sighup_opens_the_output_anew(tmp_path: Path) -> None:
    """After a rotation and SIGHUP lines go to the new file; none is lost and none is in both."""
    target = tmp_path / "access.log"
    with filtering(tmp_path, "--output", target) as process:
        feed(process, line(target="/before"))
        wait_for(target, 1)
        target.rename(tmp_path / "access.log.1")
        process.send_signal(signal.SIGHUP)
        time.sleep(0.1)
        feed(process, line(target="/after"))
        new = wait_for(target, 1)
        old = (tmp_path / "access.log.1").read_bytes()

    assert old.count(b"\n") == new.count(b"\n") == 1
    assert b"/before" in old
    assert b"/after" in new


def test_output_is_appended_to_and_closed_to_others(tmp_path: Path) -> None:
    """A filter that starts again goes on in its file, which only owner and group may read."""
    target = tmp_path / "access.log"
    for n in range(2):
        with filtering(tmp_path, "--output", target) as process:
            process.communicate(line(target=f"/{n}"), timeout=LONG)

    assert re.findall(rb"GET /(\d)", target.read_bytes()) == [b"0", b"1"]
    assert target.stat().st_mode & 0o007 == 0


def test_what_is_appended_begins_its_own_line(tmp_path: Path) -> None:
    """A full disk or a kill left half a line at the end of the output: the first line of the next run is none of it."""
    target = tmp_path / "access.log"
    target.write_bytes(b"half a li")
    with filtering(tmp_path, "--output", target) as process:
        process.communicate(line(target="/next"), timeout=LONG)

    first, second = target.read_bytes().splitlines()
    assert first == b"half a li"
    assert b"/next" in second


def test_a_reader_that_goes_away_is_told(tmp_path: Path) -> None:
    """When nobody reads the output any more the filter ends with exit code 4 and says so, without a line of the log."""
    with filtering(tmp_path) as process:
        feed(process, line())
        take(process, 1)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        try:
            for _ in range(50):
                feed(process, line("192.0.2.99"))
                time.sleep(0.01)
        except BrokenPipeError:
            pass
        code = process.wait(LONG)
        said = process.stderr.read()

    assert code == 4
    assert b"nobody reads" in said
    assert b"192.0.2" not in said


def test_odd_lines_do_not_end_it(tmp_path: Path) -> None:
    """Bytes of any kind between the lines go through, scrubbed; the exit code then is 1."""
    with filtering(tmp_path) as process:
        out, said = process.communicate(line() + bytes(range(256)) + b"\n\n" + line(), timeout=LONG)

    assert process.returncode == 1
    assert out.count(b"\n") == 5
    assert b"fit no format" in said


def test_the_latency_benchmark_tells_its_figures(tmp_path: Path) -> None:
    """It runs, and says median, 95th percentile and maximum; how large they are is for a quiet machine to say."""
    script = Path(__file__).parents[1] / "benchmarks" / "stream_latency.py"
    done = subprocess.run(
        [COMMAND[0], str(script), "--lines", "5", "--pause", "0"],
        env=environment(tmp_path),
        capture_output=True,
        check=False,
    )

    assert done.returncode in {0, 1}, done.stderr
    assert re.match(rb"5 lines: p50 [\d.]+ ms, p95 [\d.]+ ms, max [\d.]+ ms\nthe slowest: line \d", done.stdout)
