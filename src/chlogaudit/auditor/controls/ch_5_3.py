"""CH-5.3: more is recorded than operations need: cookies, credentials, bodies, tokens, sessions, bare hashes, other tools' files."""

from __future__ import annotations

from collections.abc import Iterator

from chlogaudit.auditor.seen import Problem, Seen, grouped, in_fields, result
from chlogaudit.auditor.words import logs_words
from chlogaudit.model.finding import ControlResult, IdType, Severity
from chlogaudit.model.format import Holds

CONTROL = "CH-5.3"
_URLS = (
    "Send tokens and session ids in a header, a cookie or the request's body; make those in the log void, and redact it "
    "(chlogaudit redact)"
)
_NEEDLESS = {
    Holds.COOKIE: ("cookies are recorded", Severity.MEDIUM),
    Holds.SECRET: ("credentials are recorded", Severity.CRITICAL),
    Holds.TEXT: ("request bodies are recorded", Severity.HIGH),
}


def check(seen: Seen) -> ControlResult:
    """Look at columns that have values, at tokens and sessions in URLs, at clients that are bare hashes, at leftovers."""
    found = grouped(seen, CONTROL, (*_columns(seen), *_hashes(seen), *_leftovers(seen)))
    found += in_fields(
        seen, CONTROL, (IdType.TOKEN,), severity=Severity.HIGH, wanted=lambda s: s.holds not in _NEEDLESS, remedy=_URLS
    )
    found += in_fields(seen, CONTROL, (IdType.SESSION_ID,), wanted=lambda s: s.holds is not Holds.COOKIE, remedy=_URLS)
    fields = len({(log.source, name) for log in seen.evidence.logs for name, _ in log.columns})
    words = f"{fields:,} fields of {logs_words(len(seen.evidence.logs))} looked at"
    return result(
        seen,
        CONTROL,
        found,
        words,
        note=f"{len(seen.leftovers):,} file{'' if len(seen.leftovers) == 1 else 's'} of other log tools",
    )


def _columns(seen: Seen) -> Iterator[Problem]:
    for log in seen.evidence.logs:
        for recorded, count in sorted(log.filled.items()):
            name, holds = recorded
            words, severity = _NEEDLESS.get(holds, _NEEDLESS[Holds.TEXT])
            yield Problem(
                f"column {name}",
                log.source,
                f"{words} in field {name}",
                log.filled_line[recorded],
                name,
                count,
                severity,
            )


def _hashes(seen: Seen) -> Iterator[Problem]:
    for log in seen.evidence.logs:
        if log.hashed_clients:
            words = "clients are bare hashes, which pose as anonymous and are undone in minutes"
            yield Problem(
                "hash", log.source, words, log.hashed_line, "remote_host", log.hashed_clients,
                remedy="Write clients as keyed tokens (chlogaudit redact) instead of hashes",
            )  # fmt: skip


def _leftovers(seen: Seen) -> Iterator[Problem]:
    for leftover in seen.leftovers:
        words = f"{leftover.tool}: it holds {leftover.holds}, outside of every redaction and retention"
        yield Problem(
            f"leftover {leftover.tool}", leftover.source, words, severity=Severity.HIGH,
            remedy="Redact the logs before another tool reads them, and delete what it has kept",
        )  # fmt: skip
