"""CH-1.1: names, addresses, postcodes, e-mails and phones where a log has no business to hold them."""

from __future__ import annotations

from chlogaudit.auditor.evidence import Spot
from chlogaudit.auditor.seen import Seen, in_fields, result
from chlogaudit.model.finding import ControlResult, IdType, Severity
from chlogaudit.model.format import Holds

CONTROL = "CH-1.1"
_ROBOTS = (
    "See whether these are contacts of robots, which are meant to be read; chlogaudit redact takes them out either way"
)
TYPES = (IdType.NAME, IdType.POSTAL_ADDRESS, IdType.POSTCODE, IdType.EMAIL, IdType.PHONE, IdType.USER)


def check(seen: Seen) -> ControlResult:
    """Look through requests, referers, user agents, cookies, messages and user fields."""
    found = in_fields(seen, CONTROL, TYPES, wanted=lambda spot: _out_of_place(spot) and not _of_a_robot(spot))
    found += in_fields(seen, CONTROL, TYPES, wanted=_of_a_robot, severity=Severity.LOW, remedy=_ROBOTS)
    total = sum(one.count for one in found)
    words = f"{total:,} names, addresses, e-mails, phones and accounts in {seen.lines:,} lines"
    return result(seen, CONTROL, found, words)


def _out_of_place(spot: Spot) -> bool:
    """
    An account in the user field is what the field is for: CH-5.2 judges it by age. An e-mail address there is not. The owner of
    a home folder in an error message is the server's, not a visitor: CH-3.2 has home folders.
    """
    return spot.type is not IdType.USER or not (spot.internal or spot.holds in {Holds.USER, Holds.IDENT})


def _of_a_robot(spot: Spot) -> bool:
    """An e-mail address in a user agent: nearly all are of those who run a robot, and written there to be read."""
    return spot.type is IdType.EMAIL and spot.holds is Holds.USER_AGENT
