"""CH-1.2: other identifiers of persons: national ids, birth dates, plates, accounts, devices, coordinates, addresses."""

from __future__ import annotations

from chlogaudit.auditor.seen import Seen, in_fields, result
from chlogaudit.model.finding import ControlResult, IdType, Severity
from chlogaudit.model.format import Holds

CONTROL = "CH-1.2"
TYPES = (
    IdType.NATIONAL_ID,
    IdType.BIRTH_DATE,
    IdType.VEHICLE_REG,
    IdType.ACCOUNT_NO,
    IdType.DEVICE_ID,
    IdType.GEO,
)


def check(seen: Seen) -> ControlResult:
    """Look through the same fields as CH-1.1. Addresses in URLs may be anybody's, so they weigh little; a URL's host is a server's."""
    found = in_fields(seen, CONTROL, TYPES)
    found += in_fields(
        seen, CONTROL, (IdType.IP,), severity=Severity.LOW,
        wanted=lambda spot: not spot.internal and not spot.in_host and spot.holds is not Holds.MESSAGE,
        remedy="See whether these are visitors' addresses; chlogaudit redact makes tokens of them either way",
    )  # fmt: skip
    total = sum(one.count for one in found)
    words = f"{total:,} national ids, birth dates, plates, accounts, devices, coordinates and addresses"
    return result(seen, CONTROL, found, f"{words} in {seen.lines:,} lines")
