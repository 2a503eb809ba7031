"""CH-0.3: identifiers that travel on in referers: out of the site's own URLs, and in from other sites."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from chlogaudit.auditor.evidence import Hit, Spot
from chlogaudit.auditor.seen import Seen, not_checked, parameter_words, result, spot_findings
from chlogaudit.auditor.words import type_words
from chlogaudit.model.finding import ControlResult, Finding, IdType
from chlogaudit.model.format import Holds

CONTROL = "CH-0.3"
_RECEIVED = (
    "Cut logged referers to origin and path (chlogaudit redact does): what others send cannot be stopped, only not kept"
)
# Addresses in URLs are mostly servers', and click ids are CH-9.2's.
TYPES = frozenset(IdType) - {IdType.IP, IdType.CLIENT_IP, IdType.PORT, IdType.HOSTNAME_INTERNAL, IdType.CLICK_ID}


def check(seen: Seen) -> ControlResult:
    """Look at referers: those of the site's own pages tell what its URLs send on, the others what it was sent."""
    if not any(holds is Holds.REFERER for log in seen.evidence.logs for _, holds in log.columns):
        return not_checked(seen, CONTROL, "no log given records referers")
    own = seen.evidence.own_hosts()
    found: list[Finding] = []
    for spot, hits in seen.evidence.hits():
        if spot.holds is Holds.REFERER and spot.type in TYPES:
            found += _of_spot(seen, spot, hits, own)
    lines = sum(log.referers.total() for log in seen.evidence.logs)
    words = f"{sum(one.count for one in found):,} identifiers in {lines:,} referers"
    return result(seen, CONTROL, found, words)


def _of_spot(seen: Seen, spot: Spot, hits: dict[str, Hit], own: frozenset[str]) -> list[Finding]:
    inside: dict[str, Hit] = {}
    outside: dict[str, Hit] = {}
    for source, hit in hits.items():
        mine = sum(count for host, count in hit.hosts.items() if _belongs(host, own))
        for group, count in ((inside, mine), (outside, hit.count - mine)):
            if count:
                group[source] = replace(hit, count=count, hosts=Counter())
    words = f"{type_words(spot.type)} in {parameter_words(seen, spot) or 'the path'}"
    found = spot_findings(
        seen, CONTROL, spot, inside, says=f"{words} of the site's own pages travels on in the referer"
    )
    spot_ = replace(spot, column=f"{spot.column}, from elsewhere")
    for one in spot_findings(
        seen, CONTROL, spot_, outside, says=f"{words} of another site was received in the referer", remedy=_RECEIVED
    ):
        others = tuple(replace(other, field=spot.column) for other in one.others)
        found.append(replace(one, place=replace(one.place, field=spot.column), others=others))
    return found


def _belongs(host: str, own: frozenset[str]) -> bool:
    return host in own or any(host.endswith(f".{name}") for name in own)
