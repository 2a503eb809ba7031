"""Hits by the server name that the request was for; an address in its place may be a visitor's, and is shown as those are."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View, address_prefix
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    def shown(value: bytes) -> str:
        # Where X-Real-IP stands first, "192.0.2.1 10.0.0.1 - - [", nothing tells it from a virtual host.
        return value.decode("utf-8", "replace") if address_prefix(value) == "(name)" else view.host_label(value)

    return view.tables.derived("vhost", "host", shown).of(lines.host)


def _label(view: View, key: int) -> str:
    return view.tables.made("vhost").names[key]


PANEL = PanelSpec("vhosts", "Virtual hosts", "Virtual host", _keys, _label, "host")
