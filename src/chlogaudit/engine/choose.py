"""Which engine a run uses."""

from __future__ import annotations

from chlogaudit.engine.api import Engine


def load(name: str = "auto") -> Engine:
    """
    The engine called ``name``: ``fast``, ``reference``, or ``auto`` (fast where numba can run, else reference).

    Both give the same results; the reference engine is some fifty times slower.
    """
    if name != "reference":
        try:
            from chlogaudit.engine import fast
        except ImportError:
            if name == "fast":
                raise
        else:
            return fast
    from chlogaudit.engine import reference

    return reference
