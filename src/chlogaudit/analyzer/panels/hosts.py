"""Clients, never as they are: tokens of this run on screen, prefixes in what is handed on."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    if view.published:
        return view.tables.derived("host", "client", view.host_label).of(lines.client)
    return lines.client


def _label(view: View, key: int) -> str:
    if view.published:
        return view.tables.made("host").names[key]
    return view.host_label(view.tables.values("client")[key])


PANEL = PanelSpec(
    "hosts", "Hosts", "Host", _keys, _label, "client", by_visitor=True,
    note="a token holds within this run only",
)  # fmt: skip
