"""
Measure chlogaudit beside its peers: `compare.py LOG [--rounds N] [--only JOB,...] [--big]`. Writes a Markdown table.

Contenders of one job take turns (A B A B ...) after one round that warms caches and is thrown away. Whole processes:
the median of the times, the largest peak of memory as the kernel counted it (wait4: the largest process of a
pipeline). A peer that is not installed is named as missing; an exit code above 1 means that the figure is worthless.
Absolute figures drift from machine to machine; the ratios are the point.
"""

from __future__ import annotations

import argparse
import gzip
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

HERE = Path(sys.executable).parent
IPV4 = r"s/^[0-9]{1,3}(\.[0-9]{1,3}){3}/0.0.0.0/"


@dataclass(frozen=True, slots=True)
class Contender:
    """One way to do a job: a shell command over $LOG that may write $OUT; `needs` must be installed."""

    name: str
    command: str
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Job:
    """Contenders for the same work; ratios are to the first."""

    name: str
    log: Path
    contenders: tuple[Contender, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: seconds, peak MiB, exit code."""

    seconds: float
    mib: float
    code: int


def find(program: str) -> str:
    """Beside this Python first, so that the locked versions are measured."""
    return next((str(p) for p in (HERE / program,) if p.exists()), shutil.which(program) or "")


def run(command: str, log: Path, out: Path, keys: Path) -> Run:
    env = os.environ | {
        "LOG": str(log),
        "OUT": str(out),
        "CHLOGAUDIT_KEY_DIR": str(keys),
        "PATH": f"{HERE}:{os.environ['PATH']}",
    }
    for old in out.parent.glob(out.name + "*"):
        old.unlink()
    start = time.perf_counter()
    with subprocess.Popen(
        ["/bin/sh", "-c", command], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    return Run(seconds, usage.ru_maxrss / 1024, process.returncode)


def measure(job: Job, rounds: int, work: Path) -> Iterator[str]:
    """Table rows of one job."""
    ready = [c for c in job.contenders if all(find(n) for n in c.needs)]
    runs: dict[str, list[Run]] = {c.name: [] for c in ready}
    for turn in range(rounds + 1):
        for contender in ready:
            done = run(contender.command, job.log, work / "out", work / "keys")
            print(f"{job.name}: {contender.name}: {done.seconds:.2f} s", file=sys.stderr)
            if turn or not rounds:
                runs[contender.name].append(done)
    size = job.log.stat().st_size / 1e6
    first = (
        statistics.median(r.seconds for r in runs[job.contenders[0].name]) if job.contenders[0].name in runs else 0.0
    )
    for contender in job.contenders:
        if contender.name not in runs:
            yield f"| {job.name} | {contender.name} | not installed | | | | |"
            continue
        took = statistics.median(r.seconds for r in runs[contender.name])
        peak = max(r.mib for r in runs[contender.name])
        codes = ",".join(sorted({str(r.code) for r in runs[contender.name]}))
        ratio = f"{took / first:.2f}" if first else ""
        yield f"| {job.name} | {contender.name} | {took:.2f} | {size / took:.0f} | {ratio} | {peak:.0f} | {codes} |"


def jobs(log: Path, small: Path, packed: Path) -> tuple[Job, ...]:
    ours = find("chlogaudit") or "chlogaudit"
    tool, needs = shlex.quote(ours), ("chlogaudit",)
    report = Contender("chlogaudit report", f'{tool} report "$LOG"', needs)
    redact = Contender("chlogaudit redact", f'{tool} redact "$LOG" > "$OUT"', needs)
    audit = Contender("chlogaudit audit", f'{tool} audit "$LOG"', needs)
    goaccess = Contender(
        "goaccess", 'goaccess "$LOG" --no-global-config --log-format=COMBINED -o "$OUT.json"', ("goaccess",)
    )
    anonip = Contender("anonip", 'anonip < "$LOG" > "$OUT"', ("anonip",))
    cat = Contender("cat in > out", 'cat "$LOG" > "$OUT"', ("cat",))
    pack = Contender("chlogaudit redact, gz to gz", f'{tool} redact "$LOG" > "$OUT.gz"', needs)
    sed = Contender(
        "zcat, sed -E, gzip", f'zcat "$LOG" | sed -E \'{IPV4}\' | gzip > "$OUT.gz"', ("zcat", "sed", "gzip")
    )
    return (
        Job("report", log, (report, goaccess)),
        Job("redact", log, (redact, anonip, cat)),
        Job("gz", packed, (pack, sed)),
        Job("audit", log, (audit,)),
        Job("200k report", small, (report, goaccess)),
        Job("200k redact", small, (redact, anonip)),
        Job("200k audit", small, (audit,)),
    )


def prepare(log: Path, work: Path) -> tuple[Path, Path]:
    """The first 200,000 lines, and the whole packed: made once, beside the other files of the comparison."""
    (work / "logs").mkdir()  # keys among logs are refused
    small, packed = work / "logs" / "small.log", work / "logs" / "packed.log.gz"
    with log.open("rb") as source, small.open("wb") as target:
        target.writelines(islice(source, 200_000))
    with log.open("rb") as source, gzip.open(packed, "wb", 6) as target:
        shutil.copyfileobj(source, target, 1 << 20)
    return small, packed


def five_gigabytes(path: Path) -> Path:
    """Nine generated weeks in a row, each with clients of its own."""
    import make_log

    with path.open("wb") as file:
        for seed in range(1, 10):
            file.writelines(make_log.chunks("combined", 2_000_000, seed))
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", type=Path, help="a combined log; generated when it does not exist")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="jobs to run, by the first word: report,redact,gz,audit,200k")
    parser.add_argument(
        "--big", action="store_true", help="memory instead of speed: report, audit and redact over 5 GB, once each"
    )
    wish = parser.parse_args()
    if not wish.log.exists():
        subprocess.run([sys.executable, str(Path(__file__).with_name("make_log.py")), str(wish.log)], check=True)
    print(
        f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}, {wish.log.stat().st_size / 1e6:.0f} MB\n"
    )
    print("| job | tool | s | MB/s | times the first | peak MiB | exit |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory(dir=wish.log.parent, prefix="compare-") as folder:
        work = Path(folder)
        if wish.big:
            big = five_gigabytes(work / "big.log")
            chosen = tuple(
                Job(f"5 GB {j.name}", big, j.contenders[:1])
                for j in jobs(big, big, big)
                if j.name in {"report", "redact", "audit"}
            )
        else:
            chosen = tuple(
                j
                for j in jobs(wish.log, *prepare(wish.log, work))
                if not wish.only or j.name.split()[0] in wish.only.split(",")
            )
        for job in chosen:
            for row in measure(job, 0 if wish.big else wish.rounds, work):
                print(row, flush=True)


if __name__ == "__main__":
    main()
