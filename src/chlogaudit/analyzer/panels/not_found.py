"""Paths answered 404."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return np.where(lines.status == 404, view.paths(lines), -1).astype(np.int32)


PANEL = PanelSpec("not_found", "Not found", "Path", _keys, View.path_label, "path")
