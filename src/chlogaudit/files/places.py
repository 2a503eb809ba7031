"""Where keys, receipts and locks live unless the user says otherwise."""
# Paths come from the environment and stay as they are.
# ruff: noqa: PTH100, PTH102, PTH111, PTH112, PTH114, PTH118, PTH120

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence

from chlogaudit.errors import Incomplete, Refused, UsageError
from chlogaudit.files.folders import open_folder
from chlogaudit.files.layer import DISK, Layer
from chlogaudit.files.source import shown


def state_folder(environ: Mapping[str, str], uid: int) -> str:
    """``/var/lib/chlogaudit`` for root, ``$XDG_STATE_HOME/chlogaudit`` (by default ``~/.local/state``) for others."""
    if uid == 0:
        return "/var/lib/chlogaudit"
    state = environ.get("XDG_STATE_HOME", "")
    if not state.startswith("/"):  # the XDG specification: a relative path is to be ignored
        state = os.path.join(environ.get("HOME") or os.path.expanduser("~"), ".local", "state")
    return os.path.join(state, "chlogaudit")


def key_folder(environ: Mapping[str, str], uid: int) -> str:
    """``$CHLOGAUDIT_KEY_DIR``, else ``keys`` in the state folder. UsageError for a relative one: each folder would get keys of its own."""
    named = environ.get("CHLOGAUDIT_KEY_DIR")
    if named and not named.startswith("/"):
        raise UsageError(f"CHLOGAUDIT_KEY_DIR must be an absolute path, not {shown(named)}; no key was used.")
    return named or os.path.join(state_folder(environ, uid), "keys")


def receipts_file(environ: Mapping[str, str], uid: int) -> str:
    """``receipts.jsonl`` in the state folder."""
    return os.path.join(state_folder(environ, uid), "receipts.jsonl")


def make_folder(path: str) -> bool:
    """Make a folder that only we may enter, and those above it; False when it was there."""
    path = os.path.abspath(path)
    if os.path.lexists(path):
        return False
    make_folder(os.path.dirname(path))
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:  # a parallel run was faster
        return False
    except OSError as error:
        raise Incomplete(f"The folder {shown(path)} cannot be made: {error.strerror}.") from error
    return True


def open_private_folder(path: str, layer: Layer = DISK) -> int:
    """Open a folder of our own; raises ``Refused`` unless it is one: no link, our user's, closed to all others."""
    path = os.path.abspath(path)
    name = shown(path)
    if os.path.islink(path):
        raise Refused(f"{name} is a symbolic link; name the folder itself.")
    folder = open_folder(path, layer)
    status = layer.fstat(folder)
    problem = ""
    if status.st_uid != os.geteuid():
        problem = f"{name} belongs to another user; it must be ours."
    elif stat.S_IMODE(status.st_mode) & 0o077:
        problem = f"{name} is open to others (mode {stat.S_IMODE(status.st_mode):04o}); chmod 700 it."
    if problem:
        layer.close(folder)
        raise Refused(problem)
    return folder


def refuse_among_logs(folder: str, logs: Sequence[str]) -> None:
    """
    Refuse a key folder where logs are: whoever copies the logs would copy the keys.

    ``logs`` are the paths of the run. A folder searched for logs may hold the keys only below a dot folder, which the
    search leaves out; beside a single log they may stand neither in its folder nor in one directly below.
    """
    keys = os.path.realpath(folder)
    for log in logs:
        path = os.path.realpath(log)
        if os.path.isdir(path):
            below = os.path.relpath(keys, path).split("/")
            among = below[0] != ".." and not any(part.startswith(".") and part != "." for part in below)
        else:
            among = os.path.dirname(path) in (keys, os.path.dirname(keys))
        if among:
            raise Refused(
                f"The key folder {shown(folder)} lies among the logs of {shown(log)}; "
                "keep keys elsewhere and name the place in CHLOGAUDIT_KEY_DIR."
            )
