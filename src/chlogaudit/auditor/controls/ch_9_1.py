"""CH-9.1: hours in which a virtual host that is otherwise busy has no entry."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from chlogaudit.auditor.columns import safe_host
from chlogaudit.auditor.nouns import HOUR
from chlogaudit.auditor.seen import Problem, Seen, grouped, not_checked, result
from chlogaudit.auditor.words import when
from chlogaudit.model.finding import ControlResult, Status

CONTROL = "CH-9.1"
BUSY = 0.5  # of the hours beside the gap have an entry


def check(seen: Seen) -> ControlResult:
    """Look at each virtual host over all logs, in the hours in which any of them wrote."""
    served: dict[str, set[int]] = {}
    for log in seen.evidence.logs:
        for host, hours in log.host_hours.items():
            served.setdefault(host, set()).update(hours)
    beyond = "sites that are served and not logged show only in the server's configuration"
    if not served:
        return not_checked(seen, CONTROL, f"no log given names its virtual host; {beyond}")
    alive = sorted(set().union(*(log.hours for log in seen.evidence.logs if log.names_host)))
    found = grouped(seen, CONTROL, _gaps(seen, served, alive))
    words = f"{len(served):,} virtual hosts over {len(alive):,} hours"
    return result(seen, CONTROL, found, words, worst=Status.WARN, note=beyond)


def _gaps(seen: Seen, served: dict[str, set[int]], alive: list[int]) -> Iterator[Problem]:
    limit = seen.policy.limits.gap_hours
    sources = [log.source for log in seen.evidence.logs if log.names_host]
    for host, hours in sorted(served.items()):
        if len(hours) < limit:
            continue
        ordered = sorted(hours)
        lived = [hour for hour in alive if ordered[0] <= hour <= ordered[-1]]
        place = {hour: at for at, hour in enumerate(lived)}
        gaps = [(a, b) for a, b in pairwise(ordered) if place[b] - place[a] - 1 >= limit]
        silent = sum(place[b] - place[a] - 1 for a, b in gaps)
        if not gaps or len(ordered) / (len(lived) - silent) < BUSY:
            continue
        name = safe_host(host)
        words = f"{name}, otherwise busy, has no entry for {place[gaps[0][1]] - place[gaps[0][0]] - 1} hours"
        words += f" after {when((gaps[0][0] + 1) * HOUR)}{f' and {len(gaps) - 1} times more' if len(gaps) > 1 else ''}"
        yield Problem(f"gap {name}", sources[0], words, count=len(gaps))
