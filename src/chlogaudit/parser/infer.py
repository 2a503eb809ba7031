"""A format made up from the lines themselves, for logs that no named format fits."""

from __future__ import annotations

import ipaddress
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Piece, Shape
from chlogaudit.parser.assemble import assemble
from chlogaudit.parser.regex import GRAMMAR, pattern

NAME = "inferred"
_MOST = 400  # lines looked at; more tell nothing new of one shape
_LONGEST = 16 << 10  # bytes of a line that is looked at
_TOKENS = 60  # a line of more tokens is no access log
_TIMES = (Shape.TIME_CLF, Shape.TIME_ISO, Shape.TIME_ERROR, Shape.TIME_NGINX)
_TIME_KINDS = frozenset(shape.value for shape in _TIMES)
_SEPARATORS = frozenset({"blank", "edge", "key"})
_INT = re.compile(GRAMMAR[Shape.INT])
_NUMBER = re.compile(GRAMMAR[Shape.NUMBER])
_TOKEN = re.compile(
    rb"(?P<blank>[ \t|;,]+)"
    + b"".join(rb"|(?P<%s>%s)" % (shape.value.encode(), GRAMMAR[shape]) for shape in _TIMES)
    + rb'|"(?P<quoted>(?>\\[^\n]|[^"\\\n])*+)"(?=[ \t|;,\]\r]|$)'
    + rb"|\[(?P<bracket>(?!(?:"
    + b"|".join(GRAMMAR[s] for s in _TIMES)
    + rb")\])[^\]\n]{0,400}+)\]"
    + rb"|(?P<request>[A-Z][A-Z_-]{2,20} [^\s\"]{1,4000} HTTP/[0-9](?:\.[0-9])?)(?=[ \t]|$)"
    + rb"|(?P<key>[A-Za-z_][A-Za-z0-9_.-]{0,30}=)(?=[\"0-9A-Za-z\[-])"
    + rb'|(?P<word>[^\s"\[\]|;,]+)'
    + rb"|(?P<edge>[\[\]])"
)
_REQUEST = re.compile(rb"[A-Z][A-Z_-]{2,20} \S.{0,4000}? HTTP/[0-9](?:\.[0-9])?|-?")
_URL = re.compile(rb"[a-z][a-z0-9+.-]{1,20}://\S")
_AGENT = re.compile(
    rb"(?:Mozilla/|Opera/|curl/|Wget/|python|Java/|okhttp|Go-http|Apache-|[\w.-]{1,40}/v?[0-9]|.{0,200}[Bb]ot\b)"
)
_HOST = re.compile(
    rb"(?=.{1,253}(?::[0-9]{1,5})?$)(?:[A-Za-z0-9_-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}\.?(?::[0-9]{1,5})?$"
)
_CLOCK = re.compile(rb"[0-9]{2}:[0-9]{2}:[0-9]{2}")
_METHOD = re.compile(rb"[A-Z][A-Z_-]{2,20}$")
# Times that some write in brackets: how they look and how strptime reads them.
_DATES = (
    (re.compile(rb"[A-Z][a-z]{2,8} [0-9]{2}, [0-9]{4}T[0-9:]{8} [+-][0-9]{4}"), "%B %d, %YT%H:%M:%S %z"),
    (re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8} [+-][0-9]{4}"), "%Y-%m-%d %H:%M:%S %z"),
    (re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9:]{8}"), "%Y-%m-%d %H:%M:%S"),
    (re.compile(rb"[0-9]{2}/[A-Z][a-z]{2}/[0-9]{4}:[0-9:]{8}"), "%d/%b/%Y:%H:%M:%S"),
    (re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} [0-9 ]{2} [0-9:]{8} [0-9]{4}"), "%a %b %d %H:%M:%S %Y"),
)


class _Part(NamedTuple):
    """A token: its kind, or the literal itself where it separates."""

    kind: str
    text: bytes


def infer(lines: Sequence[bytes]) -> LogFormat | None:
    """
    Return a format that fits at least half of ``lines``, or None.

    The commonest sequence of tokens (times, quoted strings, bracketed ones, words) gives the pieces; the values met
    tell what each holds. What is not recognised is TEXT: it may speak of a visitor. A format without a time and
    without an address, request or status is no access log's.
    """
    looked = [line.strip(b" \t\r") for line in lines[:: max(1, len(lines) // _MOST)]]
    cut = [parts for parts in map(_cut, looked) if parts]
    shapes = Counter(tuple((p.kind, p.text if p.kind in _SEPARATORS else b"") for p in parts) for parts in cut)
    for shape, _ in shapes.most_common(3):
        rows = [parts for parts in cut if tuple(p.kind for p in parts) == tuple(kind for kind, _ in shape)]
        found = _format(shape, rows)
        if found and 2 * sum(pattern(found).match(line) is not None for line in looked) >= len(looked):
            return found
    return None


def _cut(line: bytes) -> list[_Part] | None:
    """The tokens of a line; None when it is nothing like an entry."""
    out: list[_Part] = []
    at = 0
    while at < len(line) <= _LONGEST:
        match = _TOKEN.match(line, at)
        if match is None or match.lastgroup is None or len(out) > _TOKENS:
            return None
        out.append(_Part(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return out


def _format(shape: tuple[tuple[str, bytes], ...], rows: list[list[_Part]]) -> LogFormat | None:
    """The format of lines that all have the tokens of ``shape``."""
    columns = [list(column) for column in zip(*([p.text for p in row] for row in rows), strict=True)]
    namer = _Namer([kind for kind, _ in shape], columns)
    pieces: list[Piece] = []
    for i, (kind, text) in enumerate(shape):
        if kind in _SEPARATORS:
            pieces.append(Literal(text))
            continue
        before, after = {"quoted": (b'"', b'"'), "bracket": (b"[", b"]")}.get(kind, (b"", b""))
        pieces += [Literal(before), namer.field(i, kind), Literal(after)]
    holds = {p.holds for p in pieces if isinstance(p, Field)}
    about = {Holds.REQUEST, Holds.STATUS, Holds.CLIENT, Holds.URL}
    if Holds.TIME not in holds or len(holds & about) < 2:
        return None
    try:
        assembled = assemble(pieces)
    except FormatError:
        return None
    return LogFormat(
        NAME, "access", "", assembled, says="Made up from the lines' own shape; columns not recognised are text."
    )


def _key(kinds: list[str], columns: list[list[bytes]], i: int) -> str:
    """What column ``i`` is called in the lines themselves, else "column": the key tells what the value may hold."""
    if not i or kinds[i - 1] != "key":
        return "column"
    return re.sub(r"\W", "_", columns[i - 1][0].decode("ascii").rstrip("=").lower())


class _Namer:
    """Decides what the columns hold, in the order in which they stand; each fact is used once."""

    def __init__(self, kinds: list[str], columns: list[list[bytes]]) -> None:
        self.columns = columns
        fields = [i for i, kind in enumerate(kinds) if kind not in _SEPARATORS]
        self.names = {i: f"{_key(kinds, columns, i)}_{n}" for n, i in enumerate(fields, 1)}
        self.used: set[Holds] = set()
        addresses = [i for i, column in enumerate(columns) if _share(column, _is_address) > 0.8]
        varying = [i for i in addresses if len(set(columns[i])) > 1]
        self.client = (varying or addresses or [-1])[0]
        # An address that never changes beside one that does is the server's own.
        self.own = {i for i in addresses if varying and i not in varying and len(columns[i]) >= 20}
        # Hosters write the account before the time: [account][07/Apr/2026:09:00:12 +0000]
        headed = kinds[:2] == ["bracket", "edge"] and kinds[2:3] and kinds[2] in _TIME_KINDS
        self.owner = 0 if headed and not any(len(value) < 3 or _NUMBER.fullmatch(value) for value in columns[0]) else -1
        whole = [i for i in fields if all(map(_INT.fullmatch, columns[i])) and set(columns[i]) != {b"-"}]
        distinct = {i: len(set(columns[i])) for i in whole}
        # Sizes can look like statuses, but there are more of them.
        statuses = [i for i in whole if _share(columns[i], _is_status) > 0.95]
        self.status = min(statuses, key=lambda i: (distinct[i], i), default=-1)
        sizes = [i for i in whole if i != self.status and distinct[i] > 1]
        self.size = max(sizes, key=lambda i: (distinct[i], -i), default=-1)
        self.whole = frozenset(whole)
        # As in the common format: client, ident, user, time.
        time = next(
            (n for n, i in enumerate(fields) if kinds[i] in _TIME_KINDS or (n == 3 and kinds[i] == "bracket")), -1
        )
        self.people = fields[1:3] if time == 3 and self.client == fields[0] else []
        self.user = self._told(fields, kinds)

    def _told(self, fields: list[int], kinds: list[str]) -> int:
        """The column of a word between the client and the time or the request: who it was; -1 where there is none."""
        for client, i, after in zip(fields, fields[1:], fields[2:], strict=False):
            words = set(self.columns[i]) - {b"-"}
            asked = (
                kinds[after] in _TIME_KINDS or kinds[after] == "request" or all(map(_METHOD.match, self.columns[after]))
            )
            if client == self.client and asked and kinds[i] == "word" and words and not any(map(bytes.isupper, words)):
                return i
        return -1

    def field(self, i: int, kind: str) -> Field:
        """The field of column ``i``."""
        column = self.columns[i]
        if kind in _TIME_KINDS:
            return self._once(Holds.TIME, "time_received", Shape(kind), i)
        if kind == "bracket" and i == self.owner:
            return Field("remote_user", Holds.USER, Shape.TOKEN)
        if kind == "bracket":
            return self._bracketed(column, i)
        if kind == "request" or (kind == "quoted" and _is_request(column)):
            return self._once(Holds.REQUEST, "request_first_line", _shape(kind), i)
        found = self._quoted(column, i) if kind == "quoted" else self._word(column, i)
        return found or Field(self.names[i], Holds.TEXT, _shape(kind))

    def _once(self, holds: Holds, name: str, shape: Shape, i: int) -> Field:
        """A field of a known kind, the first of its kind; the next are text under a name of their own."""
        if holds in self.used:
            return Field(self.names[i], holds, shape)
        self.used.add(holds)
        return Field(name, holds, shape)

    def _bracketed(self, column: list[bytes], i: int) -> Field:
        for looks, strftime in _DATES:
            if _share(column, looks.fullmatch) > 0.9:
                return Field("time_received", Holds.TIME, Shape.TOKEN, strftime=strftime)
        if _share(column, _CLOCK.search) > 0.9:
            return Field("time_received", Holds.TIME, Shape.TOKEN)
        return self._address(column, i, Shape.TOKEN) or Field(self.names[i], Holds.TEXT, Shape.TOKEN)

    def _quoted(self, column: list[bytes], i: int) -> Field | None:
        told = [v for v in column if v not in {b"", b"-"}]
        if told and _share(told, _URL.match) > 0.7:
            return self._once(Holds.REFERER, "request_header_referer", Shape.QUOTED, i)
        if told and _share(told, _AGENT.match) > 0.6:
            return self._once(Holds.USER_AGENT, "request_header_user_agent", Shape.QUOTED, i)
        return self._address(column, i, Shape.QUOTED)

    def _word(self, column: list[bytes], i: int) -> Field | None:
        if i in self.people:
            return (
                Field("remote_logname", Holds.IDENT, Shape.TOKEN)
                if i == self.people[0]
                else Field("remote_user", Holds.USER, Shape.TOKEN)
            )
        if i == self.status:
            return Field("status", Holds.STATUS, Shape.INT)
        if i == self.size:
            return Field("response_bytes_clf", Holds.BYTES, Shape.INT)
        if i in self.whole:
            return Field(self.names[i], Holds.TEXT, Shape.INT)
        if all(map(_NUMBER.fullmatch, column)) and set(column) != {b"-"}:
            return Field(self.names[i], Holds.TEXT, Shape.NUMBER)
        if _share(column, _METHOD.match) > 0.9 and Holds.REQUEST not in self.used:
            return self._once(Holds.METHOD, "method", Shape.WORD, i)
        found = self._address(column, i, Shape.WORD) or self._host(column, i)
        return found or (Field("remote_user", Holds.USER, Shape.TOKEN) if i == self.user else None)

    def _address(self, column: list[bytes], i: int, shape: Shape) -> Field | None:
        if _share(column, _is_address) <= 0.8:
            return None
        if i in self.own:
            return self._once(Holds.ADDRESS, "local_ip", shape, i)
        return Field("remote_host" if i == self.client else self.names[i], Holds.CLIENT, shape)

    def _host(self, column: list[bytes], i: int) -> Field | None:
        if _share(column, _HOST.match) <= 0.8:
            return None
        if self.client < 0 and i == 0:
            self.client = 0
            return Field("remote_host", Holds.CLIENT, Shape.WORD)
        return self._once(Holds.HOST, "server_name", Shape.WORD, i)


def _shape(kind: str) -> Shape:
    """How a field of an unknown kind is written."""
    return {"quoted": Shape.QUOTED, "word": Shape.WORD}.get(kind, Shape.TOKEN)


def _share(column: Sequence[bytes], test: Callable[[bytes], object]) -> float:
    """The share of values for which ``test`` says yes."""
    return sum(bool(test(v)) for v in column) / max(len(column), 1)


def _is_request(column: list[bytes]) -> bool:
    """Tell whether quoted values are request lines, or nothing where none came."""
    return _share(column, _REQUEST.fullmatch) > 0.5 and any(b" " in v for v in column)


def _is_status(value: bytes) -> bool:
    return len(value) == 3 and value.isdigit() and b"100" <= value <= b"599"


def _is_address(value: bytes) -> bool:
    """Tell whether a value is an address, in brackets or not, with a port or not."""
    text = value.decode("latin-1")
    text = re.sub(r"^\[(.*)\](?::[0-9]{1,5})?$", r"\1", text)
    if text.count(":") == 1:
        text = text.split(":")[0]
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
