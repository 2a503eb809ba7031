"""Bots by name, with who runs them and what for, as user agents claim."""

from __future__ import annotations

from chlogaudit.analyzer.agents import Agent
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.spec import PanelSpec
from chlogaudit.analyzer.view import View
from chlogaudit.engine.api import Ids

SEPARATOR = "\x1f"


def described(agent: Agent) -> str:
    """Name, kind, operator and purpose of a bot as one key."""
    return SEPARATOR.join((agent.bot_name, agent.bot_kind, agent.operator, agent.purpose))


def _keys(view: View, lines: Batch) -> Ids:
    def key(value: bytes) -> str | None:
        agent = view.agent(value)
        return described(agent) if agent.bot else None

    return view.tables.derived("bot", "agent", key).of(lines.agent)


def _label(view: View, key: int) -> str:
    return view.tables.made("bot").names[key].split(SEPARATOR)[0]


def _more(view: View, key: int) -> tuple[str, ...]:
    return tuple(view.tables.made("bot").names[key].split(SEPARATOR)[1:])


PANEL = PanelSpec(
    "bots", "Bots", "Bot", _keys, _label, "agent", by_visitor=True, columns=("kind", "operator", "purpose"), more=_more,
    note="a user agent is a claim, not a proof",
)  # fmt: skip
