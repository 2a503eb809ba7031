"""
Where machine code is kept between runs: beside the package, else in the user's cache, else in a private temporary folder.

Code that is found there is run, so a folder serves only if nobody but us and root can write to it, and a file only if its
hash is right: half a file would crash the process. Each set of compiler, processor and numpy has a folder of its own.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from chlogaudit.engine.machine import Machine, processor

_FORM = 1  # of the files; another form is another folder
_DIGEST = 32


def private_folder() -> Path | None:
    """A cache folder below the temporary folder that only we can write, or None."""
    path = Path(tempfile.gettempdir()) / f"chlogaudit-kernels-{os.getuid()}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
    except OSError:
        return None
    return path if _is_ours(path) and os.access(path, os.W_OK) else None


def _is_ours(path: Path) -> bool:
    """Whether a folder is one that nobody but us and root can write to."""
    try:
        facts = path.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid in {0, os.getuid()} and not facts.st_mode & 0o022


def _places() -> Iterator[Path]:
    yield Path(__file__).parent / "__pycache__"
    named = os.environ.get("XDG_CACHE_HOME", "")
    with contextlib.suppress(RuntimeError):  # no home
        # A relative one is to be ignored (XDG Base Directory Specification); it would be another folder in each folder.
        yield (Path(named) if named.startswith("/") else Path.home() / ".cache") / "chlogaudit"


@lru_cache(maxsize=1)
def _set() -> str:
    """The name of a folder for code of this compiler, processor and numpy."""
    spec = find_spec("numba")
    version = Path(spec.origin).with_name("_version.py").read_bytes() if spec is not None and spec.origin else b""
    text = b"%d\0%s\0%s\0%s" % (_FORM, version, np.__version__.encode(), processor().encode())
    return f"kernels-{blake2b(text, digest_size=8).hexdigest()}"


def find(name: str) -> Machine | None:
    """The code that was kept under ``name``; None where there is none that can be trusted."""
    for place in (*_places(), private_folder()):
        if place is None:
            continue
        folder = place / _set()
        try:
            content = (folder / name).read_bytes()
        except OSError:
            continue
        if (
            _is_ours(place)
            and _is_ours(folder)
            and blake2b(content[_DIGEST:], digest_size=_DIGEST).digest() == content[:_DIGEST]
        ):
            head, _, code = content[_DIGEST:].partition(b"\n")
            result, is_tuple, wants = json.loads(head)
            return Machine(code, tuple(result), is_tuple, tuple(wants))
    return None


def keep(name: str, machine: Machine) -> None:
    """Keep code where it can be found again; where nothing can be written it is made anew in each run."""
    body = json.dumps([machine.result, machine.is_tuple, machine.wants]).encode() + b"\n" + machine.code
    content = blake2b(body, digest_size=_DIGEST).digest() + body
    for place in _places():
        if _written(place, name, content):
            return
    private = private_folder()
    if private is not None:
        _written(private, name, content)


def _written(place: Path, name: str, content: bytes) -> bool:
    """Write a file under another name and rename it: a process that reads meanwhile finds it whole or not at all."""
    folder = place / _set()
    new = folder / f".{name}.{secrets.token_hex(4)}"
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        if not (_is_ours(place) and _is_ours(folder)):
            return False
        new.write_bytes(content)
        new.replace(folder / name)
    except OSError:
        with contextlib.suppress(OSError):
            new.unlink()
        return False
    return True
