"""Redacted copies of logs in a folder of their own, packed as the originals are; the originals are only read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from chlogaudit.errors import Incomplete, Refused
from chlogaudit.files.source import Source
from chlogaudit.files.writer import open_writer
from chlogaudit.jobs.logs import Log, Reading, open_logs
from chlogaudit.jobs.redact import Redacted, RedactOptions, UsedKeys, refused_unparsed, rewriter, through, too_young
from chlogaudit.scan import Rewriter


def to_folder(
    paths: Sequence[str], folder: str, reading: Reading, options: RedactOptions, keys: UsedKeys
) -> list[Redacted]:
    """
    Write redacted copies under ``folder``, packed as the originals are, below their path from the common parent.

    A copy appears under its name when it is whole; one that exists is replaced.
    """
    logs, _ = open_logs(paths, reading)
    names = copy_names([log.source for log in logs])
    pen = rewriter(reading, options.profile, keys)
    out = []
    for log, name in zip(logs, names, strict=True):
        skipped = too_young(log, reading, options)
        if skipped is None and options.refuse_unparsed:
            skipped = refused_unparsed(log, reading)
        out.append(skipped or _copy(log, Path(folder, name), reading, options, pen))
    return out


def copy_names(sources: Sequence[Source]) -> list[Path]:
    """Names of copies that cannot collide: the paths below their common folder, without dots and links."""
    paths = [Path(os.path.realpath(source.path)) for source in sources if not source.is_stdin]
    common = os.path.commonpath([path.parent for path in paths]) if paths else ""
    found = iter(paths)
    return [Path("stdin.log") if source.is_stdin else next(found).relative_to(common) for source in sources]


def _copy(log: Log, target: Path, reading: Reading, options: RedactOptions, pen: Rewriter) -> Redacted:
    if not log.source.is_stdin and os.path.realpath(target) == os.path.realpath(log.source.path):
        words = "the copy would overwrite the log itself; use --in-place or another folder"
        return Redacted(log.source.name, "failed", words, exit_code=Refused.exit_code)
    temporary = target.with_name(f".{target.name[:200]}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
        done = _write(log, temporary, reading, options, pen)
        if not done.exit_code:
            temporary.replace(target)
    except OSError as error:
        words = f"its copy could not be written: {error.strerror}"
        return Redacted(log.source.name, "failed", words, exit_code=Incomplete.exit_code)
    finally:
        temporary.unlink(missing_ok=True)
    return done


def _write(log: Log, temporary: Path, reading: Reading, options: RedactOptions, pen: Rewriter) -> Redacted:
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(fd, "wb") as file:

        def sink(packed: bytes) -> None:
            file.write(packed)

        writer = open_writer(log.source.compression, sink)
        try:
            done = through(log, reading, options, pen, writer.write)
            writer.close()
        except BaseException:
            writer.abandon()
            raise
        os.fchmod(file.fileno(), 0o640)
    return done
