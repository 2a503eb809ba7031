"""Visitors, hits and bytes per day of the week."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import MISSING, Ids

_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _keys(_: View, lines: Batch) -> Ids:
    # 1970-01-01 was a Thursday.
    return np.where(lines.day == MISSING, -1, (lines.day + 3) % 7).astype(np.int32)


def _label(_: View, key: int) -> str:
    return _NAMES[key]


PANEL = PanelSpec("weekdays", "Days of the week", "Weekday", _keys, _label, "day", by_visitor=True, order="key")
