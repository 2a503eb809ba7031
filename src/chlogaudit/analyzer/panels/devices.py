"""Kinds of device, as user agents claim."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return view.by_agent(lines, "device")


def _label(view: View, key: int) -> str:
    return view.tables.made("agent.device").names[key]


PANEL = PanelSpec(
    "devices", "Devices", "Device", _keys, _label, "agent", by_visitor=True, note="a user agent is a claim, not a proof"
)
