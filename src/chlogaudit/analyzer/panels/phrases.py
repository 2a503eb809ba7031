"""What people searched for, where a search engine still tells."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return view.phrases(lines)


def _label(view: View, key: int) -> str:
    return view.tables.made("phrase").names[key]


PANEL = PanelSpec("phrases", "Key phrases", "Phrase", _keys, _label, "referer")
