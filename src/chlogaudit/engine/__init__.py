"""Spans, distinct values and splicing over raw bytes; the only room that knows numba."""

from __future__ import annotations

from chlogaudit.engine.api import Engine, Spans, Values
from chlogaudit.engine.choose import load

__all__ = ["Engine", "Spans", "Values", "load"]
