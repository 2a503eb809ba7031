"""How keys become rows: what a panel may show of a visitor's values, on screen or in something handed on."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from chlogaudit.analyzer import agents, mime, referers, urls
from chlogaudit.analyzer.agents import Agent
from chlogaudit.analyzer.batch import Batch
from chlogaudit.analyzer.tables import Derived, Tables
from chlogaudit.detect import find
from chlogaudit.engine.api import Ids
from chlogaudit.model.format import Holds

Flags = NDArray[np.bool_]
_ULA = ipaddress.ip_network("fd00::/8")


class View:
    """
    Tables plus the rules of showing.

    ``published`` reports are handed on: paths become templates, referers sites, hosts prefixes. Otherwise an operator
    looks at them: paths and referers with the identifiers in them replaced, hosts and users as tokens made with
    ``salt``, which is random per run, so that no two reports can be joined by them.
    """

    def __init__(self, tables: Tables, *, published: bool, salt: bytes) -> None:
        self.tables = tables
        self.published = published
        self._salt = salt
        self._agents: dict[bytes, Agent] = {}

    def agent(self, value: bytes) -> Agent:
        """The classified user agent, once per distinct value."""
        found = self._agents.get(value)
        if found is None:
            found = self._agents[value] = agents.classify(value)
        return found

    def by_agent(self, lines: Batch, name: str) -> Ids:
        """Ids of an attribute of the user agent (``browser``, ``system``, ``device`` ...); -1 where it is empty."""
        return self.tables.derived(
            f"agent.{name}", "agent", lambda value: str(getattr(self.agent(value), name)) or None
        ).of(lines.agent)

    def is_bot(self, lines: Batch) -> Flags:
        """Whether each line's user agent claims to be a bot's."""
        return self.tables.derived("agent.isbot", "agent", self.bot).of(lines.agent) >= 0

    def bot(self, value: bytes) -> str | None:
        """Something where a user agent claims to be a bot's, None for people's."""
        return "bot" if self.agent(value).bot else None

    def paths(self, lines: Batch) -> Ids:
        """Ids of paths, or of their templates where the report is handed on."""
        if not self.published:
            return lines.path
        return self.tables.derived("template", "path", urls.template).of(lines.path)

    def path_label(self, key: int) -> str:
        """The text of a path's id."""
        if self.published:
            return self.tables.derived("template", "path", urls.template).names[key]
        return redacted(self.tables.values("path")[key], Holds.URL)

    def _by_ending(self, name: str, function: Callable[[bytes], str | None]) -> Derived:
        """A derivation from paths that looks at their extension alone."""
        return self.tables.derived(
            name, "ending", lambda value: function(b"/x" + value if value[:1] == b"." else value)
        )

    def is_static(self, lines: Batch) -> Flags:
        """Whether each line's path is a static file's."""
        flag = self._by_ending("static", lambda value: "static" if urls.is_static(value) else None)
        return flag.of(lines.ending) >= 0

    def is_page(self, lines: Batch) -> Flags:
        """Whether each line's path is a page's."""
        flag = self._by_ending("page", lambda value: "page" if urls.is_page(value) else None)
        return flag.of(lines.ending) >= 0

    def mimes(self, lines: Batch) -> Ids:
        """Ids of MIME types by path."""
        return self._by_ending("mime", lambda value: mime.of(value) or None).of(lines.ending)

    def sites(self, lines: Batch) -> Ids:
        """Ids of referring sites."""
        return self.tables.derived("site", "origin", lambda value: referers.site(value) or None).of(lines.origin)

    def phrases(self, lines: Batch) -> Ids:
        """Ids of key phrases, identifiers in them replaced."""
        return self.tables.derived("phrase", "searched", _phrase).of(lines.searched)

    def token(self, kind: str, value: bytes) -> str:
        """A name for a visitor's value that holds within this run only."""
        digest = blake2b(value, digest_size=5, key=self._salt, person=kind.encode()).hexdigest()
        return f"{kind}-{digest}"

    def host_label(self, value: bytes) -> str:
        """A client: tokens of a redacted log as they are; others as their prefix (handed on) or prefix and token."""
        prefix = address_prefix(value)
        if prefix == "":
            return value.decode("ascii")
        return prefix if self.published else f"{prefix} {self.token('h', value)}"


def address_prefix(value: bytes) -> str:
    """``198.51.100.0/24`` or ``2001:db8:1::/48`` of an address, "" for a token of ours, ``(name)`` for a host name."""
    try:
        address = ipaddress.ip_address(value.decode("ascii").strip("[]").partition("%")[0])
    except ValueError:
        return "(name)"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            address = address.ipv4_mapped
        elif address in _ULA:
            return ""
        else:
            return str(ipaddress.ip_network((address, 48), strict=False))
    return str(ipaddress.ip_network((address, 24), strict=False))


def redacted(value: bytes, holds: Holds) -> str:
    """A value with every identifier replaced by its type in brackets, as text (undecodable bytes percent-encoded)."""
    out, at = b"", 0
    for found in find(value, holds):
        out += value[at : found.start] + f"[{found.type.value}]".encode()
        at = found.end
    out += value[at:]
    text = out[:200].decode("utf-8", "surrogateescape")
    return "".join(f"%{ord(c) - 0xDC00:02X}" if 0xDC80 <= ord(c) <= 0xDCFF else c for c in text)


def _phrase(referer: bytes) -> str | None:
    found = referers.phrase(referer)
    return redacted(found.encode("utf-8", "surrogateescape"), Holds.TEXT) if found else None
