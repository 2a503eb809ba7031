"""Files of other log tools among the paths given, which hold visitors' data of their own."""

from __future__ import annotations

# Walks by name and reads a few bytes of each file.
# ruff: noqa: PTH118, PTH119, PTH123
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from chlogaudit.auditor.seen import Leftover

_HEAD = 4096
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (
        b"AWSTATS DATA FILE",
        "AWStats history",
        "client addresses and host names, authenticated users and referers of a whole month",
    ),
    (
        b"# Webalizer V",
        "Webalizer state (webalizer.current)",
        "client addresses and host names, URLs, referers and users of the running month",
    ),
)
_GOACCESS = ("SI32_", "IGKV", "IGLP", "SI08_", "IISU", "II32_")


def find_leftovers(paths: Sequence[str]) -> tuple[Leftover, ...]:
    """Recognise AWStats histories, GoAccess databases and Webalizer states by their first bytes or their names."""
    out = []
    for path in sorted(set(_files(paths))):
        name = os.path.basename(path)
        try:
            with open(path, "rb") as file:
                head = file.read(_HEAD)
        except OSError:
            continue  # unreadable files are the reading's to report
        for magic, tool, holds in _MAGIC:
            if magic in head[:200]:
                out.append(Leftover(path, tool, holds))
        if name.endswith(".db") and name.startswith(_GOACCESS):
            out.append(
                Leftover(
                    path,
                    "GoAccess database",
                    "every client address unmasked, agents, URLs and the first lines of the log",
                )
            )
    return tuple(out)


def _files(paths: Sequence[str]) -> Iterator[str]:
    for path in paths:
        given = Path(path)
        if given.is_dir():
            for folder, _, names in os.walk(path):
                yield from (os.path.join(folder, name) for name in names)
        elif given.is_file():
            yield path
