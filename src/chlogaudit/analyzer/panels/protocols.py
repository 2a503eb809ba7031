"""Protocol versions."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return lines.protocol


def _label(view: View, key: int) -> str:
    return view.tables.values("protocol")[key].decode("ascii", "replace")[:32]


PANEL = PanelSpec("protocols", "Protocols", "Protocol", _keys, _label, "protocol")
