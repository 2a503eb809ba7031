"""How findings are worded: types, fields, times, numbers of logs, commands."""

from __future__ import annotations

from collections.abc import Sequence
from shlex import quote

from chlogaudit.model.finding import IdType


def when(second: int | None) -> str:
    """A UTC second as ISO 8601, "" where unknown."""
    from datetime import UTC, datetime

    if second is None or not -62135596800 <= second <= 253402300799:
        return ""
    return datetime.fromtimestamp(second, UTC).isoformat().replace("+00:00", "Z")


def commands(lines: Sequence[str]) -> str:
    """At most three commands, one a line, and how many more there are."""
    lines = list(dict.fromkeys(lines))
    more = [f"# and {len(lines) - 3:,} more logs alike"] if len(lines) > 3 else []
    return "\n".join([*lines[:3], *more])


def path_of(source: str) -> str:
    """A path as a shell takes it for a path."""
    return quote(f"./{source}" if source.startswith("-") else source)


def logs_words(count: int) -> str:
    """``1 log``, ``11 logs``."""
    return f"{count:,} log{'' if count == 1 else 's'}"


def type_words(kind: IdType) -> str:
    """What people call a type of identifier."""
    return _TYPE.get(kind, kind.value.replace("_", " "))


_TYPE = {
    IdType.USER: "account name", IdType.IP: "address", IdType.CLIENT_IP: "client's address", IdType.IBAN: "IBAN",
    IdType.GEO: "coordinates", IdType.HOSTNAME_INTERNAL: "internal host name", IdType.SESSION_ID: "session id",
    IdType.DEVICE_ID: "device id", IdType.CLICK_ID: "click id", IdType.NATIONAL_ID: "national id",
    IdType.VEHICLE_REG: "number plate", IdType.ACCOUNT_NO: "account number", IdType.TOKEN: "secret token",
    IdType.EMAIL: "e-mail address", IdType.PHONE: "phone number", IdType.NAME: "name of a person",
}  # fmt: skip
FIELDS = {
    "request": "request", "url": "request", "referer": "referer", "user_agent": "user agent", "message": "error message",
    "cookie": "cookie", "secret": "credentials field", "user": "user field", "ident": "ident field",
}  # fmt: skip

__all__ = ["FIELDS", "commands", "logs_words", "path_of", "type_words", "when"]
