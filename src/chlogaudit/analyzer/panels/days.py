"""Visitors, hits and bytes per calendar day as written in the log."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids

_EPOCH = date(1970, 1, 1)
LAST = 2932896  # 9999-12-31


def _keys(_: View, lines: Batch) -> Ids:
    return np.where(lines.day <= LAST, lines.day, -1).astype(np.int32)


def _label(_: View, key: int) -> str:
    return (_EPOCH + timedelta(days=key)).isoformat()


PANEL = PanelSpec("days", "Visitors per day", "Day", _keys, _label, "day", by_visitor=True, order="key", chart="line")
