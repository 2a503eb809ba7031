"""Where numba cannot run, or cannot keep its machine code: the same results, slower or with a later start."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import chlogaudit

PACKAGE = Path(chlogaudit.__file__).parent
LINES = (
    b'192.0.2.1 - alice [09/Mar/2026:10:00:00 +0000] "GET /?email=bob%40example.org HTTP/1.1" 200 5 "-" "curl/8.5.0"\n'
    b'198.51.100.7 - - [09/Mar/2026:11:00:00 +0000] "GET /x HTTP/1.1" 404 5 "https://example.net/?q=1" "curl/8.5.0"\n'
    b"no log line from 203.0.113.9\n"
)
NO_NUMBA = (
    "import sys; sys.modules['numba'] = sys.modules['llvmlite'] = None; from chlogaudit.__main__ import main; main()"
)


def run(code: list[str], *arguments: str, cwd: Path, **more: str) -> tuple[int, bytes, bytes]:
    """Exit code and outputs of a run."""
    done = subprocess.run(
        [sys.executable, *code, *arguments], cwd=cwd, capture_output=True, check=False, env={**os.environ, **more}
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (
            "report",
            "--format",
            "csv",
            "--k",
            "1",
            "--panel",
            "requests",
            "--panel",
            "statuses",
            "-o",
            "out",
            "access.log",
        ),
        ("redact", "access.log"),
        ("audit", "--format", "csv", "access.log"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_without_numba_the_output_is_the_same(tmp_path, arguments):
    """Every main job runs on the reference engine, with the same exit code and the same output."""
    log = tmp_path / "access.log"
    log.write_bytes(LINES)
    os.utime(log, (1_773_050_400, 1_773_050_400))
    results = []
    for code in (["-m", "chlogaudit"], ["-c", NO_NUMBA]):
        status, out, err = run(code, *arguments, cwd=tmp_path)
        assert b"Traceback" not in err
        assert b"bug of ours" not in err, err
        folder = tmp_path / "out"
        files = {p.name: p.read_bytes() for p in sorted(folder.iterdir())} if folder.is_dir() else {}
        shutil.rmtree(folder, ignore_errors=True)
        results.append((status, out, {name: data for name, data in files.items() if b"created" not in data.lower()}))

    assert results[0] == results[1]
    assert results[0][1] or results[0][2]


def test_reference_is_what_loads_without_numba():
    """The test above does not run the fast engine twice."""
    code = "import sys; sys.modules['numba'] = None; from chlogaudit.engine import load; print(load().name)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "reference"


KERNEL = """
import sys
sys.path[:0] = {path!r}
import chlogaudit
assert chlogaudit.__file__.startswith({path!r}[0]), chlogaudit.__file__
from chlogaudit.engine import fast
import numpy as np
print(fast.integers(np.frombuffer(b"42", np.uint8), np.array([0]), np.array([2])).tolist())
"""


def run_kernel(folder: Path) -> subprocess.CompletedProcess[str]:
    """Compile and run a kernel of a copy of the package beside which nothing can be kept, without a home."""
    site = folder / "site"
    if not site.exists():
        shutil.copytree(PACKAGE, site / "chlogaudit", ignore=shutil.ignore_patterns("__pycache__"))
        (site / "chlogaudit" / "engine" / "__pycache__").write_bytes(b"")  # a file: not even root makes a folder of it
    code = KERNEL.format(path=[str(site), *sys.path])
    environment = {"HOME": "/dev/null", "XDG_CACHE_HOME": "/dev/null", "TMPDIR": str(folder), "PATH": "/usr/bin:/bin"}
    return subprocess.run(
        [sys.executable, "-B", "-c", code], env=environment, cwd="/", capture_output=True, text=True, check=False
    )


def test_unwritable_caches_are_survived(tmp_path):
    """Neither package, home nor the private folder can be written: kernels compile all the same."""
    (tmp_path / f"chlogaudit-kernels-{os.getuid()}").write_bytes(b"")
    done = run_kernel(tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[42]"


def test_a_private_temporary_cache_serves(tmp_path):
    """Where only the temporary folder can be written the code is kept there, closed to others, and found again."""
    kept = []
    for _ in range(2):
        done = run_kernel(tmp_path)
        assert done.returncode == 0, done.stderr
        cache = tmp_path / f"chlogaudit-kernels-{os.getuid()}"
        kept.append({path: path.stat().st_mtime_ns for path in cache.glob("kernels-*/*")})

    assert cache.stat().st_mode & 0o077 == 0
    assert kept[0]
    assert kept[0] == kept[1]


def test_a_cache_that_others_can_write_is_not_used(tmp_path):
    """Code that somebody else may have put there is never run."""
    cache = tmp_path / f"chlogaudit-kernels-{os.getuid()}"
    cache.mkdir()
    cache.chmod(0o777)
    done = run_kernel(tmp_path)

    assert done.stdout.strip() == "[42]", done.stderr
    assert list(cache.iterdir()) == []


@pytest.mark.parametrize("command", ["report", "redact", "audit"])
def test_kept_code_runs_without_numba(tmp_path, command):
    """Once a command has read a log, the next time it does not load numba, whose start costs a second."""
    keys = tmp_path / "keys"
    log = tmp_path / "logs" / "access.log"
    log.parent.mkdir()
    log.write_bytes(LINES * 50)
    code = (
        "import sys; from chlogaudit.cli import main\n"
        "try: main()\n"
        "finally: print('numba' in sys.modules, file=sys.stderr)"
    )
    for _ in range(2):
        _, out, err = run(
            ["-c", code], command, str(log), cwd=tmp_path, CHLOGAUDIT_KEY_DIR=str(keys), XDG_STATE_HOME=str(keys)
        )

    assert err.split()[-1:] == [b"False"], err
    assert out


def test_broken_kept_code_is_made_anew(tmp_path):
    """Half a file, or one with a changed byte, is not run and is replaced."""
    assert run_kernel(tmp_path).returncode == 0
    (kept,) = (tmp_path / f"chlogaudit-kernels-{os.getuid()}").glob("kernels-*/integers-*")
    whole = kept.read_bytes()
    for broken in (whole[:100], whole[:-1] + bytes([whole[-1] ^ 1]), b""):
        kept.write_bytes(broken)
        done = run_kernel(tmp_path)

        assert done.stdout.strip() == "[42]", done.stderr
        assert len(kept.read_bytes()) == len(whole)


def test_another_constant_is_another_kernel():
    """What a kernel or a piece of it names is part of the name of its code: an edited module never runs stale code."""
    from chlogaudit.engine.kernel import Kernel, inlined

    names = []
    for constant in (1, 2):
        scope: dict[str, object] = {"inlined": inlined, "LIMIT": constant}
        exec("def piece(x):\n    return x + LIMIT\n\ndef whole(x):\n    return piece(x)\n", scope)
        scope["piece"] = inlined(scope["piece"])
        names.append(Kernel(scope["whole"]).text())

    assert names[0] != names[1]
