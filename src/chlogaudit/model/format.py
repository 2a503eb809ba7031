"""What a log line looks like, as data: pieces that cover every byte of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias


class Holds(StrEnum):
    """What a field holds; decides what may identify a visitor in it and what to do about that."""

    CLIENT = "client"  # the client's address or its resolved host name
    FORWARDED = "forwarded"  # X-Forwarded-For, Forwarded: a list of client addresses
    IDENT = "ident"  # RFC 1413 logname
    USER = "user"  # authenticated user
    REQUEST = "request"  # request line: method SP target SP protocol
    URL = "url"  # a request target, path or query by itself
    REFERER = "referer"
    USER_AGENT = "user_agent"
    COOKIE = "cookie"
    SECRET = "secret"  # noqa: S105  Authorization and the like: wholly an identifier
    MESSAGE = "message"  # free text of an error log
    TEXT = "text"  # anything else that a visitor may have sent or that may speak of one
    ADDRESS = "address"  # an address of ours: server, upstream
    HOST = "host"  # virtual host, server name
    PORT = "port"  # the client's source port
    TIME = "time"
    METHOD = "method"
    PROTOCOL = "protocol"
    STATUS = "status"
    BYTES = "bytes"
    DURATION = "duration"
    NUMBER = "number"
    LEVEL = "level"  # error log level or module:level
    CACHE = "cache"  # upstream cache status
    TLS = "tls"  # protocol or cipher
    PLAIN = "plain"  # written by the server from a closed set; cannot hold an identifier


class Shape(StrEnum):
    """How a field is written, which decides where it ends. Each shape is one kernel case and one regular expression."""

    TOKEN = "token"  # noqa: S105  any bytes but newline, ends at the first place where what must follow stands
    WORD = "word"  # the same without blanks and double quotes
    LIST = "list"  # words joined by ", " or " : "
    QUOTED = "quoted"  # the same as TOKEN, but a backslash takes the next byte with it
    INT = "int"  # "-" or an optional minus and digits; ends by itself
    NUMBER = "number"  # INT with an optional fraction; ends by itself
    TIME_CLF = "time_clf"  # 10/Oct/2000:13:55:36 -0700 (26 bytes; the caller's literal holds the brackets)
    TIME_ISO = "time_iso"  # 2000-10-10T13:55:36[.frac](Z|+00:00|-0700)
    TIME_ERROR = "time_error"  # Wed Oct 11 14:32:52[.frac] 2000 (httpd's error log; local time, no zone)
    TIME_NGINX = "time_nginx"  # 2000/10/11 14:32:52 (nginx' error log; local time, no zone)
    TIME_EPOCH = "time_epoch"  # seconds since 1970 with an optional fraction
    TOKEN_LAST = "token_last"  # noqa: S105  like TOKEN, but ends at the LAST place where `last` stands, else at the end of the line
    REST = "rest"  # everything up to the end of the line


SELF_ENDING = frozenset(
    {
        Shape.INT,
        Shape.NUMBER,
        Shape.TIME_CLF,
        Shape.TIME_ISO,
        Shape.TIME_ERROR,
        Shape.TIME_NGINX,
        Shape.TIME_EPOCH,
    }
)


@dataclass(frozen=True, slots=True)
class Literal:
    """Bytes that stand in every line."""

    text: bytes


@dataclass(frozen=True, slots=True)
class Field:
    """
    One logged value.

    ``name`` is the column (apache-log-parser's name where it has one), ``directive`` what the format string says
    (``%h``, ``$remote_addr``). ``may_be_empty`` tells whether zero bytes fit. ``strftime`` holds the pattern of a
    custom time (shape TOKEN); ``last`` the literal before which a TOKEN_LAST ends.
    """

    name: str
    holds: Holds
    shape: Shape
    directive: str = ""
    may_be_empty: bool = True
    strftime: str = ""
    last: bytes = b""


@dataclass(frozen=True, slots=True)
class Option:
    """Pieces that stand together or not at all. Tried once where it stands; when they do not fit, nothing is taken."""

    pieces: tuple[Literal | Field, ...]


Piece: TypeAlias = Literal | Field | Option


@dataclass(frozen=True, slots=True)
class LogFormat:
    """
    One way to write a line.

    ``server`` is ``apache``, ``nginx`` or ``""``; ``kind`` is ``access`` or ``error``; ``source`` the format string it
    was compiled from (empty for those written as pieces). ``json`` marks JSON lines: then ``pieces`` is empty and
    the columns come from the keys met (``parser.jsonkeys`` names them). ``escape`` tells how values are written, as
    nginx' word of that name: "" is with ``-`` for nothing, ``json`` and ``none`` leave nothing empty, ``json`` escapes as in
    JSON strings.
    """

    name: str
    kind: str
    server: str
    pieces: tuple[Piece, ...] = ()
    source: str = ""
    json: bool = False
    says: str = ""
    escape: str = ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in the order of the line, those inside options included."""
        out: list[Field] = []
        for piece in self.pieces:
            inner = piece.pieces if isinstance(piece, Option) else (piece,)
            out.extend(p for p in inner if isinstance(p, Field))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Recognised:
    """What detection says of one source: formats in the order in which lines are tried, with the share each fits."""

    formats: tuple[LogFormat, ...]
    shares: tuple[float, ...]  # of the sampled lines, per format
    sampled: int
    confidence: float  # 0..1: share of sampled non-empty lines that fit any of the formats
    why: str = ""
