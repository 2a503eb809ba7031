"""What an audit gathered of all its logs, as controls ask for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from chlogaudit.auditor.log import LogEvidence
from chlogaudit.auditor.nouns import HELD_CLIENTS, HOUR, LATE, Clients, Hit, Spot, Watched, united


class Evidence:
    """
    The evidence of logs that are finished, in their order.

    ``watched`` holds what was seen of a kind of requests on a template for each log, by its name.
    """

    def __init__(self, logs: Iterable[LogEvidence]) -> None:
        self.logs = tuple(logs)
        self._spots: dict[Spot, dict[str, Hit]] = {}
        self.watched: dict[tuple[str, str], dict[str, Watched]] = {}
        for log in self.logs:
            for spot, hit in log.spots.items():
                self._spots.setdefault(spot, {})[log.source] = hit
            for key, watched in log.watched.items():
                self.watched.setdefault(key, {})[log.source] = watched
        self._order = sorted(self._spots)

    def hits(self) -> Iterator[tuple[Spot, dict[str, Hit]]]:
        """All spots in an order of their own, each with its hit in each log by name."""
        for spot in self._order:
            yield spot, self._spots[spot]

    def shared(self, k: int) -> frozenset[str]:
        """
        The templates (``Spot.where``, and those of watched paths) that at least ``k`` distinct clients sent.

        None, where more are asked for than are told apart.
        """
        if k > HELD_CLIENTS:
            return frozenset()
        clients: dict[str, Clients] = {}
        for spot, logs in self._spots.items():
            for hit in logs.values():
                clients[spot.where] = united(clients.get(spot.where, set()), hit.clients, k)
        for (_, template), seen in self.watched.items():
            for watched in seen.values():
                clients[template] = united(clients.get(template, set()), watched.clients, k)
        return frozenset(where for where, who in clients.items() if who is None)

    def own_hosts(self) -> frozenset[str]:
        """Hosts of the sites that these logs are of: virtual hosts, and the one that most referers of a log name."""
        named = Counter(host for log in self.logs for host in log.host_hours)
        return frozenset(named) | {log.own_site for log in self.logs if log.own_site}


__all__ = ["HOUR", "LATE", "Evidence", "Hit", "LogEvidence", "Spot", "Watched"]
