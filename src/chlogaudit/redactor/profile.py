"""The redaction profile: which operator treats which kind of field and which type of identifier. Total, or refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from chlogaudit.errors import UsageError
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds, LogFormat
from chlogaudit.redactor.keys import UNITS
from chlogaudit.redactor.operators import BY_NAME, Operator

# Fields that a visitor can put something into, or that speak of one. The others hold what the server wrote from a
# closed set or as a number; nothing is looked for in them.
IDENTIFYING: Final = (
    Holds.CLIENT,
    Holds.FORWARDED,
    Holds.IDENT,
    Holds.USER,
    Holds.REQUEST,
    Holds.URL,
    Holds.REFERER,
    Holds.USER_AGENT,
    Holds.COOKIE,
    Holds.SECRET,
    Holds.MESSAGE,
    Holds.TEXT,
    Holds.ADDRESS,
    Holds.HOST,
    Holds.PORT,
    Holds.METHOD,
    Holds.PROTOCOL,
)

_FIELDS: Final = dict.fromkeys(IDENTIFYING, "keep") | {
    Holds.CLIENT: "token",
    Holds.FORWARDED: "token",
    Holds.ADDRESS: "token",
    Holds.IDENT: "token",
    Holds.USER: "token",
    Holds.REFERER: "cut",
    Holds.COOKIE: "drop",
    Holds.SECRET: "drop",
    Holds.PORT: "drop",
}
_TYPES: Final = dict.fromkeys(IdType, "drop") | {
    IdType.CLIENT_IP: "token",
    IdType.IP: "token",
    IdType.USER: "token",
}


@dataclass(frozen=True, slots=True)
class Profile:
    """
    Operators by kind of field and by type of identifier, as names in ``operators.OPERATORS``; not to be changed once made.

    A field's operator treats the field as a whole; where it is ``keep`` or a ``cut``, the identifiers found in what stays
    are treated by their types. ``epoch`` is the life of a key: day, week or month.
    """

    name: str
    fields: Mapping[Holds, str] = field(default_factory=lambda: dict(_FIELDS))
    types: Mapping[IdType, str] = field(default_factory=lambda: dict(_TYPES))
    epoch: str = "day"
    repeatable: bool = field(init=False, default=True)
    """Whether redacting twice is redacting once; where not, only a receipt tells that a file was done."""

    def __post_init__(self) -> None:
        names = {*self.fields.values(), *self.types.values()}
        object.__setattr__(self, "repeatable", all(BY_NAME[name].repeatable for name in names if name in BY_NAME))

    def for_field(self, holds: Holds) -> Operator:
        """The operator of a kind of field; ``keep`` for those that cannot identify a visitor."""
        return BY_NAME[self.fields[holds]] if holds in _FIELDS else BY_NAME["keep"]

    def for_type(self, id_type: IdType) -> Operator:
        """The operator of a type of identifier."""
        return BY_NAME[self.types[id_type]]

    @property
    def keeps_visitors(self) -> bool:
        """Whether distinct visitors (client, user agent, day) can be counted afterwards as before."""
        counted = {"token", "keep", "ipcrypt-deterministic", "ipcrypt-pfx"}
        return self.fields[Holds.CLIENT] in counted and self.fields[Holds.USER_AGENT] == "keep"


def default() -> Profile:
    """The default of PRODUCT.md."""
    return Profile("default")


def strict() -> Profile:
    """
    As little as a log can hold and still be counted by client and day.

    Users and other addresses are dropped, referers are origins, user agents families.
    """
    fields = dict(_FIELDS) | {
        Holds.ADDRESS: "drop",
        Holds.IDENT: "drop",
        Holds.USER: "drop",
        Holds.REFERER: "cut-origin",
        Holds.USER_AGENT: "cut-agent",
    }
    types = dict(_TYPES) | {IdType.IP: "drop", IdType.USER: "drop"}
    return Profile("strict", fields, types)


NAMED: Final = {"default": default, "strict": strict}


def from_table(table: Mapping[str, object]) -> Profile:
    """
    The profile that a table of a policy file says.

    Keys, all optional: ``name``; ``base`` (``default`` or ``strict``: what is not said otherwise); ``epoch``; ``fields`` and
    ``types``, tables from a kind or type to an operator's name. UsageError for anything unknown or that does not fit.
    """
    unknown = sorted(set(table) - {"name", "base", "epoch", "fields", "types"})
    if unknown:
        raise UsageError(f"the redaction profile has no key {unknown[0]!r}")
    base_name = _word(table, "base", "default")
    if base_name not in NAMED:
        raise UsageError(f"base: there is no profile {base_name!r}; there are {', '.join(NAMED)}")
    base = NAMED[base_name]()
    epoch = _word(table, "epoch", base.epoch)
    if epoch not in UNITS:
        raise UsageError(f"epoch: {epoch!r} is none of {', '.join(UNITS)}")
    fields = dict(base.fields)
    for key, name in _names(table, "fields").items():
        if key not in {holds.value for holds in IDENTIFYING}:
            raise UsageError(f"fields: {key!r} is no kind of field that identifies a visitor")
        fields[Holds(key)] = name
    types = dict(base.types)
    for key, name in _names(table, "types").items():
        if key not in set(IdType):
            raise UsageError(f"types: {key!r} is no type of identifier")
        types[IdType(key)] = name
    profile = Profile(_word(table, "name", base_name), fields, types, epoch)
    _fit(profile)
    return profile


def check(log_format: LogFormat, profile: Profile) -> None:
    """UsageError that names each field of a format that can identify a visitor and for which the profile has no operator."""
    _fit(profile)
    if log_format.json:
        bare = [holds.value for holds in IDENTIFYING if holds not in profile.fields]
    else:
        bare = [f.name for f in log_format.fields if f.holds in _FIELDS and f.holds not in profile.fields]
    if bare:
        raise UsageError(
            f"the profile {profile.name!r} has no operator for {', '.join(bare)} of the format {log_format.name!r}; "
            "add one under fields, or keep it by name"
        )
    untyped = [id_type.value for id_type in IdType if id_type not in profile.types]
    if untyped:
        raise UsageError(f"the profile {profile.name!r} has no operator for the types {', '.join(untyped)}")


def _fit(profile: Profile) -> None:
    """UsageError unless every operator exists and serves what it is chosen for."""
    for holds, name in profile.fields.items():
        if name not in BY_NAME or holds not in BY_NAME[name].fields:
            able = ", ".join(n for n, op in BY_NAME.items() if holds in op.fields)
            raise UsageError(f"fields: {holds.value} = {name!r} is not possible; choose one of {able}")
    for id_type, name in profile.types.items():
        if name not in BY_NAME or id_type not in BY_NAME[name].types:
            able = ", ".join(n for n, op in BY_NAME.items() if id_type in op.types)
            raise UsageError(f"types: {id_type.value} = {name!r} is not possible; choose one of {able}")


def _word(table: Mapping[str, object], key: str, otherwise: str) -> str:
    value = table.get(key, otherwise)
    if not isinstance(value, str):
        raise UsageError(f"{key} of the redaction profile is a word in quotes")
    return value


def _names(table: Mapping[str, object], key: str) -> dict[str, str]:
    value = table.get(key, {})
    if not isinstance(value, Mapping) or not all(isinstance(v, str) for v in value.values()):
        raise UsageError(f"{key} of the redaction profile is a table of operators by name")
    return {str(k): str(v) for k, v in value.items()}
