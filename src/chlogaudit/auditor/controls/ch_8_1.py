"""CH-8.1: no e-mail address and no phone number in anything that is handed on: refused, not warned about."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, in_fields, not_checked, result
from chlogaudit.model.finding import ControlResult, IdType

CONTROL = "CH-8.1"


def check(seen: Seen) -> ControlResult:
    """Judge logs that leave the house."""
    if not seen.handed_on:
        return not_checked(seen, CONTROL, "nobody said that these logs are handed on (--handed-on)")
    found = in_fields(seen, CONTROL, (IdType.EMAIL, IdType.PHONE))
    total = sum(one.count for one in found)
    words = f"{total:,} e-mail addresses and phone numbers in {seen.lines:,} lines"
    return result(seen, CONTROL, found, words, note="these files must not be handed on" if found else "")
