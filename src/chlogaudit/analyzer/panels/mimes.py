"""Kinds of content, by the path's extension."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    return view.mimes(lines)


def _label(view: View, key: int) -> str:
    return view.tables.made("mime").names[key]


PANEL = PanelSpec("mimes", "MIME types", "MIME type", _keys, _label, "path")
