"""Sites that sent visitors, by the Referer header."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return view.sites(lines)


def _label(view: View, key: int) -> str:
    return view.tables.made("site").names[key]


PANEL = PanelSpec("sites", "Referring sites", "Site", _keys, _label, "referer")
