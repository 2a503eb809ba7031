"""Referring pages without their query; their sites in what is handed on."""

from __future__ import annotations

from chlogaudit.analyzer import referers
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View, redacted
from chlogaudit.engine.api import Ids
from chlogaudit.model.format import Holds


def _keys(view: View, lines: Batch) -> Ids:
    if view.published:
        return view.sites(lines)
    return lines.referer


def _label(view: View, key: int) -> str:
    if view.published:
        return view.tables.made("site").names[key]
    return redacted(referers.origin_and_path(view.tables.values("referer")[key]), Holds.REFERER)


PANEL = PanelSpec("referrers", "Referrers", "Referring page", _keys, _label, "referer")
