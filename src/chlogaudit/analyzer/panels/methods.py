"""Request methods."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return lines.method


def _label(view: View, key: int) -> str:
    return view.tables.values("method")[key].decode("ascii", "replace")[:32]


PANEL = PanelSpec("methods", "Methods", "Method", _keys, _label, "method")
