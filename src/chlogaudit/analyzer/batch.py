"""The lines of one part with the ids of their values: what panels count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer.referers import is_engine
from chlogaudit.analyzer.tables import Tables
from chlogaudit.engine.api import Ids, Ints
from chlogaudit.facts import Facts


@dataclass(frozen=True, slots=True)
class Batch:
    """
    One row per line; an id is -1 where the line has no such value.

    ``path`` is the target without its query, ``ending`` its extension; ``referer`` is without its query too, ``origin`` its scheme
    and host, ``searched`` the whole referer where the origin is a search engine's; ``visitor`` the dense id of (client, user agent, day as written);
    ``fresh`` tells the line with which a visitor is first met.
    """

    client: Ids
    agent: Ids
    user: Ids
    method: Ids
    path: Ids
    ending: Ids
    protocol: Ids
    referer: Ids
    origin: Ids
    searched: Ids
    host: Ids
    cache: Ids
    tls: Ids
    status: Ints
    size: Ints
    second: Ints
    day: Ints
    clock: Ints
    taken: NDArray[np.float64] | None
    visitor: Ids
    fresh: NDArray[np.bool_]

    def take(self, keep: NDArray[np.bool_]) -> Batch:
        """The same for some of the lines."""
        return replace(
            self, **{f.name: getattr(self, f.name)[keep] for f in fields(self) if getattr(self, f.name) is not None}
        )


Together = Callable[[Sequence[Callable[[], object]]], object]


Behind = Callable[[Sequence[Callable[[], object]]], Callable[[], object]]


def one_by_one(tasks: Sequence[Callable[[], object]]) -> None:
    """Run tasks that do not touch each other in turn; a job that has threads runs them in those."""
    for task in tasks:
        task()


def at_once(tasks: Sequence[Callable[[], object]]) -> Callable[[], object]:
    """Run tasks now; a job that has threads begins them and gives something that waits for their end."""
    one_by_one(tasks)
    return _nothing


def _nothing() -> None:
    return None


def batch(tables: Tables, facts: Facts, together: Together = one_by_one) -> Batch:
    """Intern the facts of a part; visitors are numbered by ``number_visitors`` once the filters have spoken."""
    count = len(facts.lines)
    data = facts.data
    target, referer = facts.target, facts.referer
    spans: dict[str, tuple[Ints, Ints] | None] = {
        "client": facts.client, "agent": facts.agent, "user": facts.user, "method": facts.method, "protocol": facts.protocol,
        "path": None if target is None else tables.engine.cut_before(data, *target, ord("?")),
        "referer": None if referer is None else tables.engine.cut_before(data, *referer, ord("?")),
        "host": facts.host, "cache": facts.cache, "tls": facts.tls,
    }  # fmt: skip
    ids: dict[str, Ids] = {}

    def intern(name: str) -> None:
        ids[name] = tables.intern(name, data, spans[name], count)

    for name in spans:
        tables.values(name)  # made here: the tasks only fill their own
    together([partial(intern, name) for name in spans])
    ids["origin"] = tables.origins(ids["referer"], data, referer)
    return Batch(
        ids["client"], ids["agent"], ids["user"], ids["method"], ids["path"], tables.endings(ids["path"]), ids["protocol"],
        ids["referer"], ids["origin"], _searched(tables, facts, ids["origin"]), ids["host"], ids["cache"], ids["tls"],
        facts.status, facts.size, facts.second, facts.day, facts.clock, facts.seconds_taken,
        np.full(count, -1, np.int32), np.zeros(count, np.bool_),
    )  # fmt: skip


def _searched(tables: Tables, facts: Facts, origin: Ids) -> Ids:
    """Ids of whole referers, for the lines whose referer is a search engine's."""
    out = np.full(len(origin), -1, np.int32)
    engine = tables.derived("engine", "origin", lambda value: "engine" if is_engine(value) else None)
    rows = np.flatnonzero(engine.of(origin) >= 0)
    if len(rows) and facts.referer is not None:
        starts, ends = facts.referer
        out[rows] = tables.find("searched", facts.data, starts[rows], ends[rows])
    return out


def number_visitors(tables: Tables, lines: Batch) -> Batch:
    """Give every line its visitor: the same client with the same user agent on the same day as written."""
    before = len(tables.values("visitor"))
    visitor = tables.triples("visitor", lines.client, lines.agent, lines.day)
    fresh = np.zeros(len(visitor), np.bool_)
    new = np.flatnonzero(visitor >= before)
    if len(new):
        _, first = np.unique(visitor[new], return_index=True)
        fresh[new[first]] = True
    return replace(lines, visitor=visitor, fresh=fresh)
