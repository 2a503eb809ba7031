"""Visitors, hits and bytes per month as written in the log."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.panels import days
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    day = days.PANEL.keys(view, lines)
    month = day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
    return np.where(day >= 0, month, -1).astype(np.int32)


def _label(_: View, key: int) -> str:
    return f"{1970 + key // 12:04}-{key % 12 + 1:02}"


PANEL = PanelSpec(
    "months", "Visitors per month", "Month", _keys, _label, "day", by_visitor=True, order="key", chart="line",
    note="a visitor is counted once a day, so a month is the sum of its days",
)  # fmt: skip
