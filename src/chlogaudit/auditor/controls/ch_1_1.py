"""CH-1.1: names, addresses, postcodes, e-mails and phones where a log has no business to hold them."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, in_fields, result
from chlogaudit.model.finding import ControlResult, IdType

CONTROL = "CH-1.1"
TYPES = (IdType.NAME, IdType.POSTAL_ADDRESS, IdType.POSTCODE, IdType.EMAIL, IdType.PHONE, IdType.USER)


def check(seen: Seen) -> ControlResult:
    """Look through requests, referers, user agents, cookies and messages."""
    found = in_fields(seen, CONTROL, TYPES)
    total = sum(finding.count for finding in found)
    words = f"{total:,} names, addresses, e-mails, phones and accounts in {seen.lines:,} lines"
    return result(seen, CONTROL, found, words)
