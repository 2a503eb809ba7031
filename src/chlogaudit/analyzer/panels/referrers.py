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
    pages = view.tables.derived(
        "referrer", "referer", lambda value: referers.origin_and_path(value).decode("latin-1") or None
    )
    return pages.of(lines.referer)


def _label(view: View, key: int) -> str:
    if view.published:
        return view.tables.made("site").names[key]
    return redacted(view.tables.made("referrer").names[key].encode("latin-1"), Holds.REFERER)


PANEL = PanelSpec("referrers", "Referrers", "Referring page", _keys, _label, "referer")
