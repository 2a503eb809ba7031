"""Lines of a known format behind what a collector wrote before them: syslog, journald, Docker, Kubernetes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape
from chlogaudit.parser.assemble import assemble

_ISO = rb"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.,]{8,20}(?:Z|[+-][0-9]{2}:?[0-9]{2})"
# One group each matches what the prefix ends in, alike on all lines: the field before it ends there.
_PREFIXES = (
    # RFC 3164, and what rsyslog and journalctl make of it: time, host (nginx' nohostname leaves it out), program.
    re.compile(
        rb"(?:<[0-9]{1,3}>)?(?:[A-Z][a-z]{2} [ 0-9][0-9] [0-9:]{8}|" + _ISO + rb")(?: [^ \n]{1,255})?"
        rb"(?: [\w./-]{1,48}\[[0-9]{1,10}(?P<process>\]: )|(?P<program> [\w./-]{1,48}: ))"
    ),
    re.compile(rb"<[0-9]{1,3}>1 " + _ISO + rb"(?: [^ \n]{1,255}){3}(?P<nil> - - )"),  # RFC 5424
    re.compile(_ISO + rb" std(?:out|err)(?P<cri> [FP] )"),  # Kubernetes' CRI
    re.compile(_ISO + rb"(?P<time> )"),  # docker logs --timestamps
    re.compile(rb"[\w.-]{1,64} *(?P<compose>\| )"),  # docker compose logs
)
_MOST = 3  # different endings in one log


def endings(lines: Sequence[bytes]) -> list[tuple[bytes, list[bytes]]]:
    """The commonest endings of prefixes, each with the rests of its lines; none when less than half have a prefix."""
    rests: dict[bytes, list[bytes]] = {}
    for line in lines:
        match = next((m for prefix in _PREFIXES if (m := prefix.match(line))), None)
        if match and match.lastgroup:
            rests.setdefault(match[match.lastgroup], []).append(line[match.end() :])
    common = Counter({ending: len(found) for ending, found in rests.items()})
    if 2 * common.total() < len(lines):
        return []
    return [(ending, rests[ending]) for ending, _ in common.most_common(_MOST)]


def behind(fmt: LogFormat, ending: bytes, name: str) -> LogFormat:
    """The format of lines of ``fmt`` behind a prefix that ends in ``ending``."""
    prefix = Field("prefix", Holds.TEXT, Shape.TOKEN, may_be_empty=False)
    pieces = assemble((prefix, Literal(ending), *fmt.pieces), shapes=False)
    return replace(fmt, name=name, pieces=pieces, source="", says=f"{fmt.says} Each behind a log collector's prefix.")
