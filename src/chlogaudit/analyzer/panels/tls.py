"""TLS protocol versions, or ciphers where only they are logged."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return lines.tls


def _label(view: View, key: int) -> str:
    return view.tables.values("tls")[key].decode("ascii", "replace")[:64]


PANEL = PanelSpec("tls", "TLS", "Protocol or cipher", _keys, _label, "tls")
