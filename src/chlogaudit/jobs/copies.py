"""Redacted copies of logs in a folder of their own, packed as the originals are; the originals are only read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from chlogaudit.errors import ChlogauditError, Refused
from chlogaudit.files.copying import Copying
from chlogaudit.files.keys import KeyStore
from chlogaudit.files.source import Source
from chlogaudit.jobs.apart import apart, processes_for
from chlogaudit.jobs.in_place import lost
from chlogaudit.jobs.logs import Log, Progress, Reading, open_logs
from chlogaudit.jobs.proof import write_proven
from chlogaudit.jobs.redact import Redacted, RedactOptions, UsedKeys, check_formats, refused_unparsed, too_young


def to_folder(
    paths: Sequence[str], folder: str, reading: Reading, options: RedactOptions, store: KeyStore
) -> Iterator[Redacted]:
    """
    Write redacted copies under ``folder``, packed as the originals are, below their path from the common parent.

    A copy is searched and counted as a log is that is replaced, and appears under its name when it is whole and proven; one that
    exists is replaced. Several are made at once where they are large; results come in their order.
    """
    logs, _ = open_logs(paths, reading)
    for log in logs:
        if not log.problem:
            check_formats(log, options.profile)
    sources = [log.source for log in logs]
    work = list(zip(logs, copy_names(sources), strict=True))
    processes = processes_for(sources, reading.threads)
    if processes > 1:
        store.init()
        reading = replace(reading, threads=max(1, reading.threads // processes))

    def copy(one: tuple[Log, Path], progress: Progress) -> Redacted:
        log, name = one
        how = replace(reading, progress=progress)
        skipped = too_young(log, how, options)
        if skipped is None and options.refuse_unparsed:
            skipped = refused_unparsed(log, how)
        return skipped or _copy(log, Path(folder, name), how, options, UsedKeys(store))

    yield from apart(copy, work, lambda one: lost(one[0].source), processes=processes, progress=reading.progress)


def copy_names(sources: Sequence[Source]) -> list[Path]:
    """Names of copies that cannot collide: the paths below their common folder, without dots and links."""
    paths = [Path(os.path.realpath(source.path)) for source in sources if not source.is_stdin]
    common = os.path.commonpath([path.parent for path in paths]) if paths else ""
    found = iter(paths)
    return [Path("stdin.log") if source.is_stdin else next(found).relative_to(common) for source in sources]


def _copy(log: Log, target: Path, reading: Reading, options: RedactOptions, keys: UsedKeys) -> Redacted:
    name = log.source.name
    if not log.source.is_stdin and os.path.realpath(target) == os.path.realpath(log.source.path):
        words = "the copy would overwrite the log itself; use --in-place or another folder"
        return Redacted(name, "failed", words, exit_code=Refused.exit_code)
    try:
        with Copying(str(target), log.source.compression) as copying:
            proven = write_proven(log, reading, options, keys, copying, always=True)
            copying.commit()
    except ChlogauditError as error:
        return Redacted(name, "failed", f"{error} No copy was written.", exit_code=error.exit_code)
    changes = {kind: number for kind, number in sorted(proven.changes.items()) if number}
    notes = (*copying.notes, *proven.notes, *log.said())
    return Redacted(name, "done", "", log.lines, log.unparsed, changes, 0, notes)
