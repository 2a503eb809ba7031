"""One column's distinct values as an audit needs them: what is found in each, under which spot it is counted."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network

import numpy as np
from numpy.typing import NDArray

from chlogaudit.auditor import public
from chlogaudit.auditor.nouns import Spot
from chlogaudit.auditor.watched import Watch
from chlogaudit.detect import find, find_free
from chlogaudit.engine import Engine
from chlogaudit.engine.api import Bytes, Ids, Ints
from chlogaudit.judged import Judged
from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds

Template = Callable[[bytes], str]

_KEY = re.compile(rb"(?:^|[?&;/ ])([A-Za-z0-9_.\[\]-]{1,40})(?:=|%3[Dd])[^?&;=]{0,200}$")
_PLAIN_KEY = re.compile(r"_{0,2}[A-Za-z]{1,24}(?:[_.\[\]-]{1,2}[A-Za-z]{0,24}){0,4}[0-9]{0,2}")
_HOST = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,20}://(?:[^/?#@\s]{0,200}@)?([^/?#:\s]{1,255})")
# Values stand end to end while the first looks at them; the second judges each by itself.
_MAYBE_HOME = re.compile(rb"/(?:home|Users|vhosts)/")
_HOME = re.compile(
    rb"(?<![\w.-])/(?:home|Users|export/home|usr/home|var/www/vhosts)/([A-Za-z_][\w.-]{0,63})(?=[/\s\"':),;\]]|$)"
)
_BEFORE_OWNER = re.compile(rb"/(?:home|Users|vhosts)/\Z")
# RFC 1918, RFC 6598, loopback, link-local, unique local. Python's own is_private takes addresses for documentation, too.
_PRIVATE = tuple(
    ip_network(one)
    for one in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"),
        *("::1/128", "fc00::/7", "fe80::/10"),
    )
)
_NOTHING = frozenset({b"", b"-", b'""', b'"-"'})
HIDDEN = "{name}"
ADDRESSES = frozenset({IdType.IP, IdType.CLIENT_IP})


class Column:
    """
    The distinct values of one column, judged; ``marks(id)`` are the spots of a value's identifiers.

    ``filled`` tells of each id whether it is a value at all (RECORDED columns); ``hosts`` the id of its host (referers);
    ``watched`` the kinds and templates of those that ask for a watched path. ``finds`` are lines noted and not yet counted:
    id, number of the line, second and client of each.
    """

    __slots__ = (
        *("_column", "_flags", "_holds", "_host_ids", "_is_ours", "_marks", "_template", "_watch"),
        *("_watched_to", "filled", "finds", "homes", "hosts", "judged", "watched"),
    )

    def __init__(
        self,
        engine: Engine,
        holds: Holds,
        name: str,
        template: Template,
        is_ours: Callable[[bytes], bool],
        host_ids: dict[str, int],
        watch: Watch,
    ) -> None:
        self._holds, self._column, self._template, self._is_ours = holds, safe_column(name), template, is_ours
        self._host_ids = host_ids
        self._marks: dict[int, tuple[tuple[Spot, Identifier], ...]] = {}
        self.judged = Judged(engine, holds, name)
        self.filled: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.hosts: Ints = np.zeros(0, np.int64)
        self.homes: NDArray[np.bool_] = np.zeros(0, np.bool_)
        self.finds: list[tuple[Ids, Ints, Ints, NDArray[np.uint64]]] = []
        self.watched: dict[int, tuple[tuple[str, str], ...]] = {}
        self._watch = watch
        self._watched_to = 0  # ids below were looked at
        self._flags: NDArray[np.bool_] = np.zeros(1, np.bool_)

    def intern(self, data: Bytes, starts: Ints, ends: Ints) -> Ids:
        """Ids of the values, new ones judged; -1 where the column is missing."""
        return self.judged.intern(data, starts, ends)

    def marks(self, at: int) -> tuple[tuple[Spot, Identifier], ...]:
        """Where the identifiers of value ``at`` are counted; what a redaction left there is none."""
        known = self._marks.get(at)
        if known is None:
            value = self.judged.values[at]
            url = template_of(value, self._holds, self._template)
            known = self._marks[at] = tuple(
                (spot_of(value, one, self._holds, self._column, url), one)
                for one in self.judged.found[at]
                if not self._is_ours(value[one.start : one.end].strip(b"[]"))
            )
        return known

    def host(self, at: int) -> str:
        """The host that the referer ``at`` names, "" where it names none."""
        return _host_of(self.judged.values[at])

    def see_filled(self) -> NDArray[np.bool_]:
        """``filled``, up to date."""
        values = self.judged.values
        fresh = [self._is_value(values[at]) for at in range(len(self.filled), len(values))]
        if fresh:
            self.filled = np.concatenate([self.filled, np.array(fresh, np.bool_)])
        return self.filled

    def see_homes(self) -> NDArray[np.bool_]:
        """Which values name a home folder, up to date."""
        values = self.judged.values
        have, count = len(self.homes), len(values)
        if count > have:
            data, starts, ends = values.view()
            fresh = np.zeros(count - have, np.bool_)
            base = int(starts[have])
            for match in _MAYBE_HOME.finditer(data[base : int(ends[count - 1])].tobytes()):
                at = int(np.searchsorted(starts[have:count], match.start() + base, "right")) - 1
                fresh[at] = fresh[at] or self._names_owner(values[have + at])
            self.homes = np.concatenate([self.homes, fresh])
        return self.homes

    def see_hosts(self) -> Ints:
        """``hosts``, up to date: ids of hosts, 0 for none."""
        values = self.judged.values
        ids = self._host_ids
        fresh = [ids.setdefault(_host_of(values[at]), len(ids)) for at in range(len(self.hosts), len(values))]
        if fresh:
            self.hosts = np.concatenate([self.hosts, np.array(fresh, np.int64)])
        return self.hosts

    def see_watched(self) -> NDArray[np.bool_]:
        """Which values ask for a watched path, up to date; there may be room for more."""
        values = self.judged.values
        have, count = self._watched_to, len(values)
        if count > have:
            if count > len(self._flags):
                grown = np.zeros(max(count, 2 * len(self._flags)), np.bool_)
                grown[: len(self._flags)] = self._flags
                self._flags = grown
            data, starts, ends = values.view()
            requests = self._holds is Holds.REQUEST
            for at, kinds in self._watch.judge(data, starts[have:count], ends[have:count], requests=requests).items():
                self.watched[have + at] = kinds
                self._flags[have + at] = True
            self._watched_to = count
        return self._flags

    def _names_owner(self, value: bytes) -> bool:
        return any(not self._is_ours(match[1]) for match in _HOME.finditer(value))

    def _is_value(self, value: bytes) -> bool:
        return value not in _NOTHING and not self._is_ours(value)

    @property
    def size(self) -> int:
        """Bytes held, for the memory cap."""
        return self.judged.size + 300 * len(self._marks) + len(self.filled) + 8 * len(self.hosts) + len(self._flags)


def spot_of(value: bytes, one: Identifier, holds: Holds, column: str, url: str) -> Spot:
    """Where an identifier is counted."""
    address = one.type in ADDRESSES
    internal = address and is_internal(value[one.start : one.end])
    if one.type is IdType.USER and holds in {Holds.MESSAGE, Holds.TEXT}:
        internal = _BEFORE_OWNER.search(value, max(0, one.start - 16), one.start) is not None
    in_host = address and value[: one.start].endswith((b"://", b"%2F%2F", b"%2f%2f", b"@", b"//[", b"CONNECT "))
    return Spot(one.type, column, holds, url, parameter_of(value, one.start), internal, in_host)


def template_of(value: bytes, holds: Holds, template: Template) -> str:
    """The template of the URL in a value; whatever the detectors would still find in it is hidden as well."""
    if holds is Holds.REQUEST:
        words = value.split(b" ", 2)
        made = template(words[1]) if len(words) > 1 else ""
    elif holds in {Holds.URL, Holds.REFERER}:
        made = template(value)
    else:
        return ""
    return harmless(made)


@lru_cache(maxsize=8192)
def harmless(template: str) -> str:
    """A template without what the detectors find in it."""
    raw = template.encode("utf-8", "replace")
    found = find(raw, Holds.URL)
    for one in reversed(found):
        raw = raw[: one.start] + b"{" + one.type.value.encode() + b"}" + raw[one.end :]
    return raw.decode("utf-8", "replace") if found else template


def parameter_of(value: bytes, start: int) -> str:
    """
    The name of the parameter in whose value offset ``start`` lies, "" outside of parameters.

    A name that is no plain word may itself be what a visitor sent; it is given as ``HIDDEN``.
    """
    match = _KEY.search(value[max(0, start - 256) : start])
    return safe_name(match[1].decode("ascii")) if match else ""


@lru_cache(maxsize=8192)
def safe_name(name: str) -> str:
    """The name of a parameter, a column or a key of JSON, ``HIDDEN`` where it may hold somebody."""
    if not name:
        return ""
    plain = len(name) <= 60 and all(_PLAIN_KEY.fullmatch(part) for part in re.split(r"[.:]", name) if part)
    return name if plain and not find_free(name.encode()) else HIDDEN


def safe_column(name: str) -> str:
    """The name of a column, hidden where a visitor may have made it up."""
    return public.column(safe_name(name))


def safe_host(host: str) -> str:
    """The name of a virtual host, hidden where it is an address or holds somebody: clients write it themselves."""
    found = find(host.encode("utf-8", "replace"), Holds.HOST) or find_free(host.encode("utf-8", "replace"))
    return "{host}" if found or not re.fullmatch(r"[a-z0-9_.-]{1,100}", host) else host


def is_internal(value: bytes) -> bool:
    """Whether a value is an address of a private network."""
    try:
        address = ip_address(value.decode("ascii", "replace").strip("[]").partition("%")[0])
    except ValueError:
        return False
    if isinstance(address, IPv6Address):
        address = address.ipv4_mapped or address
    return any(address.version == network.version and address in network for network in _PRIVATE)


def _host_of(value: bytes) -> str:
    match = _HOST.match(value)
    return match[1].decode("ascii", "replace").lower().removeprefix("www.") if match else ""


__all__ = [
    "ADDRESSES",
    "Column",
    "harmless",
    "parameter_of",
    "safe_column",
    "safe_host",
    "safe_name",
    "spot_of",
    "template_of",
]
