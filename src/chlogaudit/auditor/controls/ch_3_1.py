"""CH-3.1: payment cards and bank accounts; always critical."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, in_fields, result
from chlogaudit.model.finding import ControlResult, IdType

CONTROL = "CH-3.1"


def check(seen: Seen) -> ControlResult:
    """Look for cards (Luhn, issuer range, context) and IBANs (mod 97) everywhere."""
    found = in_fields(seen, CONTROL, (IdType.PAYMENT_CARD, IdType.IBAN))
    return result(
        seen, CONTROL, found, f"{sum(f.count for f in found):,} payment cards and IBANs in {seen.lines:,} lines"
    )
