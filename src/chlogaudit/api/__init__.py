"""The Python API: logs as a table, and the identifiers in one line."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from chlogaudit.detect import find, find_free
from chlogaudit.engine import load
from chlogaudit.engine.api import MISSING
from chlogaudit.errors import Incomplete
from chlogaudit.facts import scan_lines
from chlogaudit.jobs.logs import Reading, open_logs
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import LogFormat
from chlogaudit.parser.formats import FORMATS
from chlogaudit.parser.recognise import recognise
from chlogaudit.parser.text import named_or_compiled

if TYPE_CHECKING:
    import pandas as pd

FormatLike = str | LogFormat
PathLike = str | os.PathLike[str]


def find_identifiers(line: bytes, format: FormatLike | Sequence[FormatLike] = "auto") -> list[Identifier]:  # noqa: A002  the promised name
    """
    What identifies a visitor in one log line, in the order of the line, without overlaps.

    Offsets are bytes of ``line``; ``field`` is the column, "" where no format fits and the line was searched as free
    text. ``format`` is as for ``read_logs``. Raises UsageError for a format that cannot be understood.
    """
    engine = load("reference")  # one line is not worth compiled kernels
    formats = _formats(format) or recognise(line, FORMATS).formats
    scanned = scan_lines(engine, line, formats)
    found: list[Identifier] = []
    for part in scanned.parts:
        for row in range(len(part.spans.lines)):
            for column, one in enumerate(part.fields):
                start, end = int(part.spans.starts[row, column]), int(part.spans.ends[row, column])
                if start != MISSING:
                    found += _shifted(find(line[start:end], one.holds, one.name), start, one.name)
    for row in scanned.unparsed.tolist():
        start, end = int(scanned.starts[row]), int(scanned.ends[row])
        found += _shifted(find_free(line[start:end]), start, "")
    # A port identifies nobody without the address before it; the redaction drops it all the same.
    return sorted(one for one in found if one.type is not IdType.PORT)


def _shifted(identifiers: Iterable[Identifier], by: int, name: str) -> Iterator[Identifier]:
    return (replace(one, start=one.start + by, end=one.end + by, field=name) for one in identifiers)


def read_logs(
    paths: PathLike | Sequence[PathLike],
    format: FormatLike | Sequence[FormatLike] = "auto",  # noqa: A002  the promised name
) -> pd.DataFrame:
    """
    Logs as one table, a row per line: ``source``, ``line`` (from 1), ``fits``, then the columns of the formats met.

    ``paths`` are files, folders and glob patterns, plain or packed; ``format`` is ``"auto"`` (recognised per file), a
    named format, an Apache ``LogFormat`` or nginx ``log_format`` string, a ``LogFormat``, or a list of these, tried in turn.
    Times are UTC; whole numbers are ``Int64``, others ``float64``; texts are ``str`` with undecodable bytes as
    surrogates (``surrogateescape``). A logged ``-`` is missing. A line that fits no format keeps its row, with ``fits`` false.

    Raises NothingToRead when no path holds a log, Incomplete when none can be read, UsageError for a wrong format. A log that
    can be read in part gives its whole lines, a RuntimeWarning and an entry in the table's ``attrs["problems"]``.
    """
    formats = _formats(format)
    reading = Reading(load(), formats)
    given = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    from chlogaudit.api.table import Table

    logs, _ = open_logs([os.fspath(path) for path in given], reading)
    table = Table(reading.engine)
    for log_format in formats:
        table.announce(log_format)
    for log in logs:
        table.add(log, reading)
    problems = [log.problem for log in logs if log.problem]
    if problems and not table.rows:
        raise Incomplete(problems[0])
    frame = table.frame()
    frame.attrs["problems"] = problems
    for problem in problems:
        warnings.warn(problem, RuntimeWarning, stacklevel=2)
    return frame


def _formats(given: FormatLike | Sequence[FormatLike]) -> tuple[LogFormat, ...]:
    """The formats that were named; none for ``auto``."""
    if isinstance(given, str) and given == "auto":
        return ()
    several = [given] if isinstance(given, str | LogFormat) else list(given)
    return tuple(one if isinstance(one, LogFormat) else named_or_compiled(one) for one in several)


__all__ = ["find_identifiers", "read_logs"]
