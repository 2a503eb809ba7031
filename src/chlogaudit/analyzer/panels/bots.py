"""Bots by name, with who runs them and what for, as user agents claim."""

from __future__ import annotations

from collections.abc import Callable

from chlogaudit.analyzer.agents import Agent
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids

_SEPARATOR = "\x1f"


def listing(name: str, title: str, key: str, belongs: Callable[[Agent], bool]) -> PanelSpec:
    """A panel of those bots that belong to it: a row for each name, kind, operator and purpose."""

    def described(view: View, value: bytes) -> str | None:
        agent = view.agent(value)
        parts = (agent.bot_name, agent.bot_kind, agent.operator, agent.purpose)
        return _SEPARATOR.join(parts) if belongs(agent) else None

    def keys(view: View, lines: Batch) -> Ids:
        return view.tables.derived(f"panel.{name}", "agent", lambda value: described(view, value)).of(lines.agent)

    def parts_of(view: View, key: int) -> tuple[str, ...]:
        return tuple(view.tables.made(f"panel.{name}").names[key].split(_SEPARATOR))

    return PanelSpec(
        name, title, key, keys, lambda view, at: parts_of(view, at)[0], "agent", by_visitor=True,
        columns=("kind", "operator", "purpose"), more=lambda view, at: parts_of(view, at)[1:],
        note="a user agent is a claim, not a proof",
    )  # fmt: skip


PANEL = listing("bots", "Bots", "Bot", lambda agent: agent.bot)
