"""Redact one raw value: what its kind of field demands as a whole, and every identifier found inside it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import Address, names_nobody, read_address
from chlogaudit.redactor.edits import Edit, apply, merge, outside, whole_escapes
from chlogaudit.redactor.keys import EpochKey, KeySource, epoch_of
from chlogaudit.redactor.lists import address_edits, cookie_edits
from chlogaudit.redactor.markers import NO_ADDRESS, WITHHELD, WORDS, marker_places
from chlogaudit.redactor.operators import Context
from chlogaudit.redactor.operators.cut import CutReferer, referer_cuts
from chlogaudit.redactor.operators.interface import Encrypts
from chlogaudit.redactor.profile import IDENTIFYING, Profile
from chlogaudit.redactor.tokens import ADDRESS_TYPES, address_tokens, is_token, token_places

Finder = Callable[[bytes, Holds, str], tuple[Identifier, ...]]
Agent = Callable[[bytes], bytes]

ROUNDS: Final = 4
_NOTHING: Final = frozenset((b"", b"-", b'""'))  # what servers write for no value
_DIGITS: Final = frozenset(b"%d" % n for n in range(10))
_JSON_NUMBER: Final = re.compile(rb"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")

_SLOTS: Final = {
    Holds.CLIENT: IdType.CLIENT_IP,
    Holds.USER: IdType.USER,
    Holds.IDENT: IdType.USER,
    Holds.SECRET: IdType.TOKEN,
    Holds.PORT: IdType.PORT,
}
_ADDRESS_OWN: Final = frozenset((IdType.CLIENT_IP, IdType.IP, IdType.PORT, IdType.HOSTNAME_INTERNAL))
# Types that the field's own operator decides about, so that `keep` for a field means it.
_OWN: Final = {
    Holds.CLIENT: _ADDRESS_OWN,
    Holds.FORWARDED: _ADDRESS_OWN,
    Holds.ADDRESS: _ADDRESS_OWN,
    Holds.USER: frozenset((IdType.USER,)),
    Holds.IDENT: frozenset((IdType.USER,)),
    Holds.SECRET: frozenset((IdType.TOKEN,)),
    Holds.PORT: frozenset((IdType.PORT,)),
    Holds.HOST: frozenset((IdType.HOSTNAME_INTERNAL,)),  # our own virtual host
}
_AUTHORITY: Final = (b"//", b"\\/\\/", b"%2F%2F", b"%2f%2f", b"@", b"%40")
_PORT_FOLLOWS: Final = re.compile(rb"(?::|%3[Aa])[0-9]")


def redact_value(
    value: bytes,
    holds: Holds,
    name: str,
    day: str,
    found: tuple[Identifier, ...],
    profile: Profile,
    keys: KeySource,
    *,
    agent: Agent | None = None,
    in_json_number: bool = False,
) -> tuple[bytes, Counter[IdType]]:
    """
    One raw field value redacted, and how many identifiers of each type went.

    ``name`` is the column, ``day`` the calendar day as written (``YYYY-MM-DD``; anything else: unknown), ``found`` what
    ``detect.find`` says of exactly these bytes. Tokens and markers are never touched again, nor is a logged ``-``. A value that
    stood in a JSON number's slot comes back in quotes when it is no number any more. Never raises on any bytes; what
    ``keys`` raises goes through.
    """
    counts: Counter[IdType] = Counter()
    if value in _NOTHING or holds not in _IDENTIFYING:
        return value, counts
    context = _Contexts(holds, day, keys, profile.epoch, agent, in_json_number=in_json_number)
    edits, found = _field_edits(value, name, found, profile, context)
    edits += _identifier_edits(value, found, profile, context)
    counts.update(edit.type for edit in edits if edit.type is not None)
    redacted = apply(value, merge(edits))
    if holds is Holds.REFERER and not redacted:
        redacted = b"-"
    if in_json_number and redacted != value and not _JSON_NUMBER.fullmatch(redacted):
        redacted = b'"' + redacted + b'"'
    return redacted, counts


def redact_wholly(
    value: bytes,
    holds: Holds,
    name: str,
    day: str,
    find: Finder,
    profile: Profile,
    keys: KeySource,
    *,
    agent: Agent | None = None,
    in_json_number: bool = False,
) -> tuple[bytes, Counter[IdType]]:
    """
    ``redact_value`` until the finder has nothing to add, so that doing it once more would change nothing.

    Taking one identifier out can bring another to light (``a@b.example@c.example``). A value that still yields some
    after ``ROUNDS`` rounds is dropped whole. A profile that is not repeatable (ipcrypt) gets one round.
    """
    counts: Counter[IdType] = Counter()
    redacted = value
    for _ in range(ROUNDS if profile.repeatable else 1):
        before = redacted
        redacted, more = redact_value(before, holds, name, day, find(before, holds, name), profile, keys, agent=agent)
        counts += more
        if redacted == before:
            break
    else:
        if profile.repeatable:
            found = find(redacted, holds, name)
            if redact_value(redacted, holds, name, day, found, profile, keys, agent=agent)[0] != redacted:
                redacted = WITHHELD
    if in_json_number and redacted != value and not _JSON_NUMBER.fullmatch(redacted):
        redacted = b'"' + redacted + b'"'
    return redacted, counts


def cut_values(values: Sequence[bytes], holds: Holds, profile: Profile, keys: KeySource) -> list[bytes]:
    """Many values of a field that is cut, without what the cut takes; equal to ``redact_value`` of each with nothing found."""
    operator = profile.for_field(holds)
    context = Context(IdType.TOKEN, holds, "", keys, profile.epoch, whole=True)
    return [value if value in _NOTHING else operator(value, context) for value in values]


def redact_line_free(
    line: bytes, found: tuple[Identifier, ...], profile: Profile, keys: KeySource, day: str = ""
) -> tuple[bytes, Counter[IdType]]:
    """
    A line that fits no format, with every identifier found in it treated by its type.

    ``day`` is the day of the line when something could read it; without one its tokens belong to the epoch ``undated``.
    """
    return redact_value(line, Holds.TEXT, "", day, found, profile, keys)


def redact_clients(values: Sequence[bytes], days: Sequence[str], profile: Profile, keys: KeySource) -> list[bytes]:
    """Many client values with their days at once; equal to ``redact_value`` of each, ten times as fast for tokens."""
    operator = profile.for_field(Holds.CLIENT)
    if isinstance(operator, Encrypts):
        return _encrypted(values, days, operator, profile, keys)
    if operator.name != "token":
        return [
            redact_value(value, Holds.CLIENT, "", day, (), profile, keys)[0]
            for value, day in zip(values, days, strict=True)
        ]
    by_day: dict[str, EpochKey] = {}
    out = list(values)
    at: list[int] = []
    used: list[EpochKey] = []
    for i, (value, day) in enumerate(zip(values, days, strict=True)):
        # Most values start with a digit; then only loopback and 0.0.0.0 can be among those that stay.
        if (value[:1] not in _DIGITS or value[:1] == b"0" or value[:4] == b"127.") and _stays(value):
            continue
        key = by_day.get(day)
        if key is None:
            key = by_day[day] = keys.key(epoch_of(day, profile.epoch))
        at.append(i)
        used.append(key)
    for i, token in zip(at, address_tokens([values[i] for i in at], used), strict=True):
        out[i] = token
    return out


def _encrypted(
    values: Sequence[bytes],
    days: Sequence[str],
    operator: Encrypts,
    profile: Profile,
    keys: KeySource,
) -> list[bytes]:
    """Client values encrypted, the addresses of one epoch together."""
    out = list(values)
    epochs: dict[str, list[tuple[int, Address]]] = {}
    for i, (value, day) in enumerate(zip(values, days, strict=True)):
        if _stays(value):
            continue
        written = read_address(value)
        if written is None:
            out[i] = NO_ADDRESS
        else:
            epochs.setdefault(epoch_of(day, profile.epoch), []).append((i, written.address))
    for epoch, members in epochs.items():
        secret = operator.many([address for _, address in members], keys.key(epoch))
        for (i, _), address in zip(members, secret, strict=True):
            out[i] = str(address).encode()
    return out


def _stays(client: bytes) -> bool:
    return client in _NOTHING or client in WORDS or names_nobody(client) or is_token(client)


_IDENTIFYING: Final = frozenset(IDENTIFYING)


class _Contexts:
    """The context of one value for any type."""

    __slots__ = ("_agent", "_day", "_in_json_number", "_keys", "_unit", "holds")

    def __init__(
        self, holds: Holds, day: str, keys: KeySource, unit: str, agent: Agent | None, *, in_json_number: bool
    ) -> None:
        self.holds = holds
        self._day = day
        self._keys = keys
        self._unit = unit
        self._agent = agent
        self._in_json_number = in_json_number

    def of(self, id_type: IdType, *, whole: bool = False) -> Context:
        """The same place for an identifier of a type, or for the whole field."""
        return Context(
            id_type,
            self.holds,
            self._day,
            self._keys,
            self._unit,
            in_json_number=self._in_json_number,
            whole=whole,
            agent=self._agent,
        )


def _field_edits(
    value: bytes, name: str, found: tuple[Identifier, ...], profile: Profile, context: _Contexts
) -> tuple[list[Edit], tuple[Identifier, ...]]:
    """What the field's operator does, and the identifiers that are left to their types."""
    holds = context.holds
    operator = profile.for_field(holds)
    others = tuple(i for i in found if i.type not in _OWN.get(holds, frozenset()))
    if operator.name == "keep":
        return [], others
    if holds in {Holds.FORWARDED, Holds.ADDRESS}:
        ours = holds is Holds.ADDRESS
        own_type = context.of(IdType.IP if ours else IdType.CLIENT_IP, whole=True)
        keep_port = ours or profile.types[IdType.PORT] == "keep"
        edits = address_edits(value, operator, own_type, keep_port=keep_port)
        # Traefik writes its upstreams as URLs: the address in one is no entry of its own.
        inside = tuple(i for i in found if i.type in ADDRESS_TYPES) if ours and not edits else ()
        return edits, (*others, *inside)
    if holds is Holds.COOKIE:
        return cookie_edits(value, name, operator, context.of(IdType.SESSION_ID, whole=True)), others
    if isinstance(operator, CutReferer):
        cuts = referer_cuts(value, origin_only=operator.origin_only)
        return [Edit(start, end, b"") for start, end in cuts], others
    slot = _SLOTS.get(holds)
    text = operator(value, context.of(slot or IdType.TOKEN, whole=True))
    if text != value:
        return [Edit(0, len(value), text, slot)], ()
    return [], () if slot else others


def _identifier_edits(value: bytes, found: tuple[Identifier, ...], profile: Profile, context: _Contexts) -> list[Edit]:
    """What the types' operators do with identifiers inside a value."""
    if not found:
        return []
    places = sorted((*marker_places(value), *token_places(value)))
    edits: list[Edit] = []
    for identifier in found:
        operator = profile.for_type(identifier.type)
        start, end = max(identifier.start, 0), min(identifier.end, len(value))
        if operator.name == "keep" or start >= end:
            continue
        stretch = outside(places, *whole_escapes(value, start, end))
        if stretch is None:
            continue
        start, end = stretch
        raw = value[start:end]
        text = operator(raw, context.of(identifier.type))
        if text == raw or raw in WORDS or is_token(raw):
            continue
        if b":" in text and is_token(text):
            text = _bracketed(value, start, end, text)
        edits.append(Edit(start, end, text, identifier.type))
    return edits


def _bracketed(value: bytes, start: int, end: int, text: bytes) -> bytes:
    """An IPv6 text in square brackets where a URL's authority or a port behind it asks for them (RFC 3986, 3.2.2)."""
    if value[start - 1 : start] == b"[":
        return text
    if value[max(0, start - 6) : start].endswith(_AUTHORITY) or _PORT_FOLLOWS.match(value, end):
        return b"[" + text + b"]"
    return text
