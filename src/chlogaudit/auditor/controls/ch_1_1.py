"""CH-1.1: names, addresses, postcodes, e-mails and phones where a log has no business to hold them."""

from __future__ import annotations

from chlogaudit.auditor.evidence import Spot
from chlogaudit.auditor.seen import Seen, in_fields, result
from chlogaudit.model.finding import ControlResult, IdType
from chlogaudit.model.format import Holds

CONTROL = "CH-1.1"
TYPES = (IdType.NAME, IdType.POSTAL_ADDRESS, IdType.POSTCODE, IdType.EMAIL, IdType.PHONE, IdType.USER)


def check(seen: Seen) -> ControlResult:
    """Look through requests, referers, user agents, cookies, messages and user fields."""
    found = in_fields(seen, CONTROL, TYPES, wanted=_out_of_place)
    total = sum(one.count for one in found)
    words = f"{total:,} names, addresses, e-mails, phones and accounts in {seen.lines:,} lines"
    return result(seen, CONTROL, found, words)


def _out_of_place(spot: Spot) -> bool:
    """An account in the user field is what the field is for: CH-5.2 judges it by age. An e-mail address there is not."""
    return spot.type is not IdType.USER or spot.holds not in {Holds.USER, Holds.IDENT}
