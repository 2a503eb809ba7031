"""Visitors, hits and bytes per hour of the day as written in the log."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import MISSING, Ids


def _keys(_: View, lines: Batch) -> Ids:
    return np.where(lines.clock == MISSING, -1, lines.clock // 3600).astype(np.int32)


def _label(_: View, key: int) -> str:
    return f"{key:02}"


PANEL = PanelSpec("hours", "Hours of the day", "Hour", _keys, _label, "day", order="key", chart="hours")
