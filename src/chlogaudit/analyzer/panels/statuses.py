"""Status codes, in classes."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer import statuses
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return np.where(lines.status < 1000, lines.status, -1).astype(np.int32)


def _label(_: View, key: int) -> str:
    return f"{key} {statuses.reason(key)}".strip()


def _parent(label: str) -> str:
    return statuses.group(int(label.split(" ", 1)[0]))


PANEL = PanelSpec("statuses", "Status codes", "Status", _keys, _label, "status", parent=_parent)
