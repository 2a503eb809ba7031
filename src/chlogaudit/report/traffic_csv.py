"""Write a traffic report as a folder of CSV files, one a panel, that a spreadsheet opens without running anything."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

from chlogaudit.errors import Incomplete, UsageError
from chlogaudit.model.traffic import TrafficReport
from chlogaudit.report.safe import csv_cell
from chlogaudit.report.traffic_tables import tables


def write_csv_folder(report: TrafficReport, path: str | Path) -> tuple[Path, ...]:
    """
    Write ``summary.csv``, ``panels.csv`` (what each panel leaves out), ``sources.csv`` and one file a panel.

    UTF-8; a file with anything beyond ASCII opens with a byte order mark, because Excel guesses another encoding without
    it. Lines end in CRLF (RFC 4180).
    The folder is made when missing. A file of the same name is replaced whole; anything else in it stays.
    """
    folder = Path(path)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return tuple(
            _write(folder / f"{name}.csv", frame.to_csv(index=False, lineterminator="\r\n", float_format="%.6g"))
            for name, frame in tables(report, csv_cell).items()
        )
    except OSError as error:
        kind = Incomplete if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG} else UsageError
        raise kind(f"Cannot write the CSV folder {folder}: {error.strerror}; name another one.") from error


def _mode(path: Path) -> int:
    """The mode of the file that is replaced, else what the user's mask gives; mkstemp makes 0600."""
    if path.is_file():
        return stat.S_IMODE(path.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _write(path: Path, text: str) -> Path:
    """Replace ``path`` in one step, so that a reader never meets half a table and a link at its place is not followed."""
    handle, temporary = tempfile.mkstemp(prefix=".chlogaudit-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(text.encode("ascii" if text.isascii() else "utf-8-sig"))
        os.chmod(temporary, _mode(path))  # noqa: PTH101  one call, no Path needed
        os.replace(temporary, path)  # noqa: PTH105  one call, no Path needed
    except BaseException:
        os.unlink(temporary)  # noqa: PTH108  one call, no Path needed
        raise
    return path
