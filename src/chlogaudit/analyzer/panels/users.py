"""Authenticated users as tokens of this run."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(_: View, lines: Batch) -> Ids:
    return lines.user


def _label(view: View, key: int) -> str:
    return view.token("u", view.tables.values("user")[key])


PANEL = PanelSpec("users", "Authenticated users", "User", _keys, _label, "user")
