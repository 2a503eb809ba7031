"""Which lines a report counts: by time, virtual host, status, path, and whether a bot claims to have sent them."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.view import View
from chlogaudit.facts import Facts


@dataclass(frozen=True, slots=True)
class Filters:
    """
    All that is given must hold. ``since`` (inclusive) and ``until`` (exclusive) are UTC seconds; ``statuses`` are codes or
    classes such as ``4xx``; ``paths`` and ``hosts`` are shell patterns. Lines without a time fail a filter by time.
    """

    since: int | None = None
    until: int | None = None
    hosts: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    exclude_bots: bool = False

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def keep(self, view: View, lines: Batch, facts: Facts) -> NDArray[np.bool_]:
        """Which lines hold all of it; ``facts`` tell the values of those that no table holds any more."""
        tables = view.tables
        keep = np.ones(len(lines.second), np.bool_)
        if self.since is not None:
            keep &= lines.second >= self.since
        if self.until is not None:
            keep &= (lines.second < self.until) & (lines.second >= 0)
        if self.statuses:
            of_class = [int(s[0]) for s in self.statuses if s.endswith("xx")]
            codes = [int(s) for s in self.statuses if not s.endswith("xx")]
            keep &= np.isin(lines.status, codes) | np.isin(lines.status // 100, of_class)
        if self.hosts:
            keep &= tables.those(
                "wanted host", "host", lambda v: _match(v.lower(), self.hosts), lines.host, facts.data, facts.host
            )
        if self.paths:
            span = None if facts.target is None else tables.engine.cut_before(facts.data, *facts.target, ord("?"))
            keep &= tables.those("wanted path", "path", lambda v: _match(v, self.paths), lines.path, facts.data, span)
        if self.exclude_bots:
            keep &= ~tables.those("agent.isbot", "agent", view.bot, lines.agent, facts.data, facts.agent)
        return keep


NO_FILTERS = Filters()


def _match(value: bytes, patterns: tuple[str, ...]) -> str | None:
    text = value.decode("utf-8", "surrogateescape")
    return "yes" if any(fnmatchcase(text, pattern) for pattern in patterns) else None
