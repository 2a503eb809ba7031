"""What a format records, and which of its fields identify a visitor: in words, as data."""

from __future__ import annotations

from typing import NamedTuple

from chlogaudit.model.format import Field, Holds, LogFormat
from chlogaudit.parser.columns import dtype, time_parts

YES, MAY, NO = "yes", "may", "no"

# What each kind of field holds, and whether it identifies a visitor by itself ("yes"), may do so by what a visitor sent
# or a server added ("may"), or cannot ("no").
HOLDS: dict[Holds, tuple[str, str]] = {
    Holds.CLIENT: (YES, "the visitor's address or host name"),
    Holds.FORWARDED: (YES, "the addresses that a request came through, the visitor's among them"),
    Holds.IDENT: (YES, "the visitor's name by identd"),
    Holds.USER: (YES, "the name of a visitor who has logged in"),
    Holds.REQUEST: (MAY, "the request line: method, path and query; names, e-mails and tokens travel in it"),
    Holds.URL: (MAY, "a path or query; names, e-mails and tokens travel in it"),
    Holds.REFERER: (MAY, "the page that the visitor came from, with its query"),
    Holds.USER_AGENT: (MAY, "the browser; together with an address it singles a visitor out"),
    Holds.COOKIE: (YES, "cookies: sessions and tracking"),
    Holds.SECRET: (YES, "credentials or a session"),
    Holds.MESSAGE: (MAY, "free text, in which a server or application may quote anything"),
    Holds.TEXT: (MAY, "text that a visitor may have sent or that may speak of one"),
    Holds.ADDRESS: (NO, "an address of a server of yours"),
    Holds.HOST: (NO, "the virtual host or server name"),
    Holds.PORT: (YES, "the visitor's source port: behind a shared address it singles one visitor out"),
    Holds.TIME: (NO, "the time of the entry"),
    Holds.METHOD: (NO, "the request's method"),
    Holds.PROTOCOL: (NO, "the request's protocol"),
    Holds.STATUS: (NO, "the answer's status"),
    Holds.BYTES: (NO, "a number of bytes"),
    Holds.DURATION: (NO, "a time that something took"),
    Holds.NUMBER: (NO, "a number"),
    Holds.LEVEL: (NO, "how grave the message is"),
    Holds.CACHE: (NO, "whether the answer came out of a cache"),
    Holds.TLS: (NO, "the protocol or cipher of the encryption"),
    Holds.PLAIN: (NO, "something that the server writes from a closed set"),
}


class Row(NamedTuple):
    """One column of a format, in words; ``type`` is int, float, time or text."""

    directive: str
    column: str
    type: str
    identifies: str
    says: str


def explain(fmt: LogFormat) -> tuple[Row, ...]:
    """Return one row per field, in the order of the line."""
    return tuple(_row(field) for field in fmt.fields)


def _row(field: Field) -> Row:
    identifies, says = HOLDS[field.holds]
    return Row(field.directive, field.name, dtype(field), identifies, says)


def remarks(fmt: LogFormat) -> tuple[str, ...]:
    """Return sentences about the format as a whole: what it identifies, and what it leaves out that reports need."""
    rows = explain(fmt)
    if fmt.json:
        return (
            "Columns are named by the keys of each line; a key that is not known counts as text that may identify a visitor.",
        )
    sure = [row.column for row in rows if row.identifies == YES]
    maybe = [row.column for row in rows if row.identifies == MAY]
    out = [
        f"Identify a visitor: {', '.join(sure) or 'none'}.",
        f"May identify a visitor: {', '.join(maybe) or 'none'}.",
    ]
    if time_parts(fmt) is None and not any(row.column == "time_received" and row.type == "time" for row in rows):
        out.append("It logs no time, so entries cannot be dated and pseudonyms cannot change by day.")
    if not any(field.holds is Holds.CLIENT for field in fmt.fields):
        out.append("It logs no client, so visitors cannot be counted.")
    return tuple(out)
