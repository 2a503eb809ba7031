"""Crawlers that feed or serve artificial intelligence, with who runs them and what for, as user agents claim."""

from __future__ import annotations

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.panels.bots import SEPARATOR, described
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids


def _keys(view: View, lines: Batch) -> Ids:
    def key(value: bytes) -> str | None:
        agent = view.agent(value)
        return described(agent) if agent.bot_kind.startswith("ai_") else None

    return view.tables.derived("ai", "agent", key).of(lines.agent)


def _label(view: View, key: int) -> str:
    return view.tables.made("ai").names[key].split(SEPARATOR)[0]


def _more(view: View, key: int) -> tuple[str, ...]:
    return tuple(view.tables.made("ai").names[key].split(SEPARATOR)[1:])


PANEL = PanelSpec(
    "ai_crawlers", "AI crawlers", "Crawler", _keys, _label, "agent", by_visitor=True,
    columns=("kind", "operator", "purpose"), more=_more, note="a user agent is a claim, not a proof",
)  # fmt: skip
