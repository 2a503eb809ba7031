"""Pieces that several named formats share; written out, so that knowing a format costs no import of a compiler."""

from __future__ import annotations

from chlogaudit.model.format import Field, Holds, Literal, Piece, Shape

HOST = Field("remote_host", Holds.CLIENT, Shape.WORD, "%h", may_be_empty=False)
SERVER = Field("server_name", Holds.HOST, Shape.WORD, "%v")
_IDENT = Field("remote_logname", Holds.IDENT, Shape.TOKEN, "%l")
_USER = Field("remote_user", Holds.USER, Shape.TOKEN, "%u")
_TIME = Field("time_received", Holds.TIME, Shape.TIME_CLF, "%t", may_be_empty=False)
_REQUEST = Field("request_first_line", Holds.REQUEST, Shape.QUOTED, "%r")
_STATUS = Field("status", Holds.STATUS, Shape.INT, "%>s")
_BYTES = Field("response_bytes_clf", Holds.BYTES, Shape.INT, "%b")
_REFERER = Field("request_header_referer", Holds.REFERER, Shape.QUOTED, "%{Referer}i")
_AGENT = Field("request_header_user_agent", Holds.USER_AGENT, Shape.QUOTED, "%{User-Agent}i")
# Where a list of addresses stands in the client's place: the first is whom the list was begun for.
FORWARDED: tuple[Piece, ...] = (
    HOST,
    Literal(b", "),
    Field("request_header_x_forwarded_for", Holds.FORWARDED, Shape.LIST, "%{X-Forwarded-For}i", may_be_empty=False),
)
EXTRA = Field("extra", Holds.TEXT, Shape.REST, "", may_be_empty=False)

SPACE = Literal(b" ")
QUOTE_SPACE = Literal(b'" ')

# After a virtual host only "-" is taken for the ident: else a user with a blank would make an address the host.
_NO_IDENT = Field("remote_logname", Holds.IDENT, Shape.INT, "%l")

COMMON: tuple[Piece, ...] = (
    *(HOST, SPACE, _IDENT, SPACE, _USER, Literal(b" ["), _TIME, Literal(b'] "'), _REQUEST),
    *(QUOTE_SPACE, _STATUS, SPACE, _BYTES),
)
# Up to the user agent, without the quote that closes it: what follows may begin with that quote.
COMBINED_OPEN: tuple[Piece, ...] = (*COMMON, Literal(b' "'), _REFERER, Literal(b'" "'), _AGENT)
COMBINED: tuple[Piece, ...] = (*COMBINED_OPEN, Literal(b'"'))


def without_ident(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The pieces with ``-`` alone for the ident, as nginx writes it, too."""
    return tuple(_NO_IDENT if piece is _IDENT else piece for piece in pieces)


VHOST_COMMON = without_ident(COMMON)
VHOST_COMBINED = without_ident(COMBINED)
