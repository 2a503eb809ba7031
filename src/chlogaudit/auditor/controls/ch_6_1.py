"""CH-6.1: whether the entries of one person could be found: by address where logs are raw, by key where they hold tokens."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, not_checked
from chlogaudit.model.finding import ControlResult

CONTROL = "CH-6.1"


def check(seen: Seen) -> ControlResult:
    """Say which logs name visitors and how; whether keys are where they should be is `keys list`'s to show."""
    logs = seen.evidence.logs
    raw = sum(bool(log.raw_clients) for log in logs)
    tokens = sum(log.clients > 0 and not log.raw_clients and not log.hashed_clients for log in logs)
    words = (
        f"{raw:,} of {len(logs):,} logs name clients raw, so entries can be found by address; in {tokens:,} they can be found "
        "only with the key of their day"
    )
    return not_checked(seen, CONTROL, "logs do not show which keys exist; `chlogaudit keys list` does", words)
