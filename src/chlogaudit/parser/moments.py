"""Times that no kernel knows, one value at a time: after a strptime pattern, or as loggers of JSON write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  a time without a zone is UTC here, and the day as written has none
_LONGEST = 64
# Since 1970: 12 to 14 digits are milliseconds (1973 to 5138), 15 to 17 microseconds, 18 and 19 nanoseconds.
_DIGITS = re.compile(r"[0-9]{12,19}")
_POWER = re.compile(r"[0-9]\.[0-9]{1,20}[eE]\+?0?9")
# ISO 8601 with a blank or without a zone (Python, SQL), and with Go's two zones behind it.
_ISO = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(?:[.,]([0-9]{1,12}))? ?"
    r"(?:([+-][0-9]{2}:?[0-9]{2})(?: [A-Z]{2,5})?|Z|UTC|GMT)?"
)
_PATTERNS = (
    "%d/%b/%Y:%H:%M:%S",
    "%d/%b/%Y:%H:%M:%S.%f %z",
    "%d/%b/%Y:%H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S GMT",
    "%a, %d %b %Y %H:%M:%S %z",
)


def read_moment(value: bytes, pattern: str) -> datetime | None:
    """The time that ``value`` writes after a strptime pattern, ``%s`` for the seconds since 1970 included; None for none."""
    text = value.decode("ascii", "replace")
    if "%s" in pattern:  # not known to strptime
        shape = re.escape(pattern).replace("%s", r"(?P<s>[0-9]{1,11})").replace("%f", r"(?P<f>[0-9]{1,6})")
        match = re.fullmatch(shape, text)
        parts = match.groupdict() if match else {}
        fraction = (parts.get("f") or "0").ljust(6, "0")
        return _EPOCH + timedelta(seconds=int(parts["s"]), microseconds=int(fraction)) if parts else None
    return _strptime(text, pattern)


def read_any_moment(value: bytes) -> datetime | None:
    """The time that ``value`` writes in one of the ways that loggers have, in brackets or not; None for none."""
    if len(value) > _LONGEST:
        return None
    text = value.decode("ascii", "replace").removeprefix("[").removesuffix("]")
    try:
        if _DIGITS.fullmatch(text):
            per_second = 10 ** (3 * ((len(text) - 9) // 3))
            return _EPOCH + timedelta(microseconds=int(text) * 1_000_000 // per_second)
        if _POWER.fullmatch(text):
            return _EPOCH + timedelta(seconds=round(float(text), 6))
        iso = _ISO.fullmatch(text)
        if iso:
            return datetime.fromisoformat(f"{iso[1]}T{iso[2]}.{(iso[3] or '0')[:6].ljust(6, '0')}{iso[4] or ''}")
    except (ValueError, OverflowError):
        return None
    return next((moment for pattern in _PATTERNS if (moment := _strptime(text, pattern)) is not None), None)


def _strptime(text: str, pattern: str) -> datetime | None:
    try:
        return datetime.strptime(text, pattern)  # noqa: DTZ007  may have no zone
    except (ValueError, OverflowError):
        return None
