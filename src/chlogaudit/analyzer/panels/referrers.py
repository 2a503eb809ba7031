"""Referring pages without their query; their sites in what is handed on."""

from __future__ import annotations

import re

from chlogaudit.analyzer import referers
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View, redacted
from chlogaudit.engine.api import Ids
from chlogaudit.model.format import Holds

# What another site names by drawn digits may be a visitor's mail or session there; nobody here needs to know.
_DRAWN = re.compile(r"(?<![0-9A-Za-z])(?=[0-9A-Fa-f]{0,63}\d)[0-9A-Fa-f]{16,64}(?![0-9A-Za-z])")


def _keys(view: View, lines: Batch) -> Ids:
    if view.published:
        return view.sites(lines)
    return lines.referer


def _label(view: View, key: int) -> str:
    if view.published:
        return view.tables.made("site").names[key]
    shown = redacted(referers.origin_and_path(view.tables.values("referer")[key]), Holds.REFERER)
    return _DRAWN.sub("[token]", shown)


PANEL = PanelSpec("referrers", "Referrers", "Referring page", _keys, _label, "referer")
