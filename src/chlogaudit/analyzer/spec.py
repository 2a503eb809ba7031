"""What a panel is: which key each line has, how a key is shown, and what the panel needs to exist."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


@dataclass(frozen=True, slots=True)
class PanelSpec:
    """
    One panel.

    ``keys`` gives each line's key id, -1 where the line does not belong to the panel. ``label`` names a key; a label of ""
    drops it. ``by_visitor``: the key depends on the visitor alone. ``order`` is ``hits`` or ``key``. ``parent`` and ``more``
    give a row's group and its own columns from the label. ``needs`` is the Batch column without which it is absent.
    """

    id: str
    title: str
    key: str
    keys: Callable[[View, Batch], Ids]
    label: Callable[[View, int], str]
    needs: str
    by_visitor: bool = False
    order: str = "hits"
    chart: str = "bars"
    note: str = ""
    columns: tuple[str, ...] = ()
    parent: Callable[[str], str] | None = None
    more: Callable[[View, int], tuple[str | int | float | None, ...]] | None = None
