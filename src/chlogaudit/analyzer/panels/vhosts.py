"""Hits by the server name that the request was for."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return lines.host


def _label(view: View, key: int) -> str:
    return view.tables.values("host")[key].decode("utf-8", "replace")


PANEL = PanelSpec("vhosts", "Virtual hosts", "Virtual host", _keys, _label, "host")
