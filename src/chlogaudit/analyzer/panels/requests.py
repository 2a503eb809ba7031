"""Requests by path, without static files and what was not found."""

from __future__ import annotations

import numpy as np

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return np.where((lines.status != 404) & ~view.is_static(lines), view.paths(lines), -1).astype(np.int32)


PANEL = PanelSpec("requests", "Requested pages", "Path", _keys, View.path_label, "path")
