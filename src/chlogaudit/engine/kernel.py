"""The decorator that compiles a kernel, and where its machine code is kept between runs."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numba


def _private_cache() -> Path | None:
    """
    A cache folder below the temporary folder that only we can write, or None.

    numba unpickles what it finds in its cache, so a folder that others can write to would be a way to run code as us.
    """
    path = Path(tempfile.gettempdir()) / f"chlogaudit-kernels-{os.getuid()}"
    try:
        path.mkdir(mode=0o700, exist_ok=True)
        facts = path.lstat()
    except OSError:
        return None
    ours = stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.getuid() and not facts.st_mode & 0o077
    return path if ours and os.access(path, os.W_OK) else None


def kernel(function: Callable[..., Any]) -> Any:
    """
    Compile ``function`` without the interpreter's lock, from the cache where one can be written.

    numba raises at import when neither ``__pycache__`` nor the user's cache folder is writable, as for a cron user
    without a home; then a private temporary folder serves, and failing that no cache at all.
    """
    return _compiled(function, inline=False)


def inlined(function: Callable[..., Any]) -> Any:
    """
    Compile a piece of a kernel into each kernel that calls it.

    A call that is not inlined counts references of every array it is given, which costs more than most pieces do.
    """
    return _compiled(function, inline=True)


def _compiled(function: Callable[..., Any], *, inline: bool) -> Any:
    try:
        return numba.njit(nogil=True, cache=True, forceinline=inline)(function)
    except RuntimeError:
        cache = _private_cache()
        if cache is None:
            return numba.njit(nogil=True, forceinline=inline)(function)
        numba.config.CACHE_DIR = str(cache)  # type: ignore[attr-defined]
        return numba.njit(nogil=True, cache=True, forceinline=inline)(function)
