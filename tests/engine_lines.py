"""Lines and mutations for the tests of the engines."""

from __future__ import annotations

import json

from hypothesis import strategies as st

from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Option, Shape
from chlogaudit.parser.formats import FORMATS, SAMPLES
from chlogaudit.parser.text import compile_format

STRINGS = (
    '%h %l %u %t "%r" %>s %b',
    '%v:%p %h %l %u [%{%d/%b/%Y:%T}t.%{msec_frac}t %{%z}t] "%r" %>s %O %D',
    '%a\\t%{X-Forwarded-For}i\\t%t\\t"%r"\\t%s\\t%B\\t"%{User-Agent}i"',
    "%{sec}t %h %m %U%q %H %X %k",
    '%h,%u,"%r",%>s,%{Referer}i',
    (
        '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" '
        "rt=$request_time uct=$upstream_connect_time us=$upstream_status ua=$upstream_addr"
    ),
    "$time_iso8601|$remote_addr|$request_method|$request_uri|$status|$msec",
    '$http_x_forwarded_for $remote_addr "$http_cookie" $request_length',
    '{"ip":"$remote_addr","t":$msec,"r":"$request","s":$status}',
)
# Shapes and pieces that no format string gives in this combination.
MADE = (
    LogFormat(
        "last",
        "error",
        "",
        (
            Literal(b"["),
            Field("level", Holds.LEVEL, Shape.WORD),
            Literal(b"] "),
            Field("message", Holds.MESSAGE, Shape.TOKEN_LAST, last=b", client: "),
            Option((Literal(b", client: "), Field("remote_host", Holds.CLIENT, Shape.WORD, may_be_empty=False))),
            Option((Literal(b", host: "), Field("host", Holds.HOST, Shape.QUOTED))),
        ),
    ),
    LogFormat(
        "list",
        "access",
        "",
        (
            Field("first", Holds.FORWARDED, Shape.LIST, may_be_empty=False),
            Literal(b" "),
            Field("second", Holds.ADDRESS, Shape.LIST),
            Literal(b' "'),
            Field("third", Holds.TEXT, Shape.QUOTED),
            Literal(b'" '),
            Field("number", Holds.NUMBER, Shape.NUMBER),
        ),
    ),
    LogFormat(
        "options",
        "access",
        "",
        (
            Option((Literal(b"<"), Field("a", Holds.NUMBER, Shape.INT), Literal(b">"))),
            Option((Field("b", Holds.TIME, Shape.TIME_EPOCH), Literal(b" "))),
            Field("c", Holds.TEXT, Shape.TOKEN),
            Option((Literal(b" ("), Field("d", Holds.TEXT, Shape.WORD), Literal(b")"))),
            Option((Literal(b" #"), Field("e", Holds.NUMBER, Shape.INT))),
            Field("f", Holds.TEXT, Shape.REST, may_be_empty=False),
        ),
    ),
    LogFormat(
        "times",
        "access",
        "",
        (
            Field("iso", Holds.TIME, Shape.TIME_ISO),
            Literal(b" "),
            Field("error", Holds.TIME, Shape.TIME_ERROR),
            Literal(b" "),
            Field("nginx", Holds.TIME, Shape.TIME_NGINX),
            Literal(b" ["),
            Field("clf", Holds.TIME, Shape.TIME_CLF),
            Literal(b"]"),
        ),
    ),
)
CUSTOM = tuple(compile_format(text, f"custom{i}") for i, text in enumerate(STRINGS)) + MADE
TEXT_FORMATS = tuple(fmt for fmt in (*FORMATS, *CUSTOM) if not fmt.json)
JSON = tuple(fmt for fmt in FORMATS if fmt.json)
LINES = (
    *SAMPLES.values(),
    b'192.0.2.1 - - [09/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5',
    b'www.example.com:443 192.0.2.1 - a b [09/Mar/2026:10:00:00.123 +0000] "-" 408 - 17',
    b'192.0.2.1\t203.0.113.9, 10.0.0.1\t[09/Mar/2026:10:00:00 +0000]\t"GET /\\"x\\" HTTP/1.1"\t200\t0\t"-"',
    b"1773050400 192.0.2.1 GET /a?b=c HTTP/1.1 + 2",
    b'192.0.2.1,-,"GET /,a HTTP/1.1",200,https://example.com/,',
    (
        b'192.0.2.1 - - [09/Mar/2026:10:00:00 +0000] "GET / HTTP/2.0" 200 5 "-" "x" rt=0.1 uct=0.0, 0.1 us=502, 200 '
        b"ua=10.0.0.1:80, 10.0.0.2:80 : 10.0.0.3:80"
    ),
    b"2026-03-09T10:00:00.5+01:00|192.0.2.1|GET|/a|b|200|1773050400.123",
    b'192.0.2.1, 10.0.0.1 10.0.0.9 "a=b; c=d" 512',
    b'{"ip":"192.0.2.1","t":1773050400.1,"r":"GET / HTTP/1.1","s":200}',
    b'[error] it said, client: 1, client: 192.0.2.1, host: "example.com"',
    b'192.0.2.1, 198.51.100.2 10.0.0.1:80 : 10.0.0.2:80 "a \\" b" -0.5',
    b"<17>1773050400 some (text) here (word) #-5 the rest",
    b"2026-03-09T10:00:00Z Mon Mar  9 10:00:00.123456 2026 2026/03/09 10:00:00 [09/Mar/2026:10:00:00 +0000]",
)
NASTY = st.sampled_from(
    [bytes([c]) for c in b"\"\\ -[]():,.0159/=#<>\t\r\0\xff'{}|"]
    + [b'" "', b'\\"', b"\\\\", b", ", b" : ", b" - ", b'"-"', b" [", b"] ", b"] [", b", client: ", b"\r\n"[:1]]
)


@st.composite
def mutated(draw: st.DrawFn, lines: tuple[bytes, ...] = LINES) -> bytes:
    """A line with pieces put in, taken out, doubled or overwritten; no newline in it."""
    line = draw(st.sampled_from(lines))
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(line)))
        until = min(len(line), at + draw(st.sampled_from([0, 0, 1, 1, 2, 9])))
        piece = draw(st.one_of(NASTY, NASTY, st.just(line[at : at + 12]), st.binary(max_size=2)))
        line = line[:at] + piece + line[until:]
    return line.replace(b"\n", b"")


def _nested(depth: int) -> bytes:
    return b'{"a":' * depth + b"1" + b"}" * depth


JSON_LINES = (
    SAMPLES["nginx_json"],
    SAMPLES["json"],
    json.dumps({"a": {"b": [1, 2, {"c": "d"}], "e.f": "g"}, "h": None, "i": True, "j": -1.5e-7}).encode(),
    b"{}", b"{ }", b' {"a" : "b" } \r', b'{"a":"b","a":"c"}', b'{"a":{"b":1},"a.b":2}', b'{"a\\.b":1}',
    b'{"a":"x\\', b'{"a":"x\\"', b'{"a":"x\\\\"}', b'{"a":-}', b'{"a":}', b'{"a" 1}', b'{"a":1,}', b'{,"a":1}', b'{"a":[1,]}',
    b'{"a":[[],{},[{}]]}', b'{"a":[1,[2,3],4]}', b"[1]", b'{"a":1}{"b":2}', b'{"a":1} x', b'"a"', b'{"a":"\xff\x00\\u00e9"}',
    b'{"":""}', b'{"":{"":1}}', b'{"a":[1,2],"a[1]":3}', b'{"a":tru e}', b"{'a':1}",
    _nested(5), _nested(31), _nested(32), _nested(33), _nested(40), b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", b'{"a":' * 40,
)  # fmt: skip
