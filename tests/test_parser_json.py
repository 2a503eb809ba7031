"""JSON lines: raw spans of every leaf, and the columns that their keys mean."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.model.format import Holds
from chlogaudit.parser.jsonkeys import json_fields, key_rule
from chlogaudit.parser.jsonlines import DEPTH, leaves

SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=8)
)
OBJECTS = st.dictionaries(
    st.text(max_size=5),
    st.recursive(
        SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_size=5,
)


def flat(value: object) -> list[object]:
    """All scalars of a JSON value, in order."""
    if isinstance(value, dict):
        return [leaf for member in value.values() for leaf in flat(member)]
    if isinstance(value, list):
        return [leaf for member in value for leaf in flat(member)]
    return [value]


@settings(max_examples=300, deadline=None)
@given(value=OBJECTS, spaced=st.booleans(), plain=st.booleans())
def test_every_scalar_is_a_leaf(value: dict[str, object], spaced: bool, plain: bool) -> None:
    """Whatever json writes comes apart into its scalars, in order, each at its raw bytes."""
    separators = (", ", ": ") if spaced else (",", ":")
    line = json.dumps(value, ensure_ascii=plain, separators=separators).encode("utf-8", "surrogatepass")
    found = leaves(line)
    assert found is not None
    read = [json.loads(b'"%b"' % line[x.start : x.end] if x.quoted else line[x.start : x.end]) for x in found]

    assert read == flat(value)


@settings(max_examples=300, deadline=None)
@given(line=st.binary(max_size=80))
def test_any_bytes_end_in_a_verdict(line: bytes) -> None:
    """Nothing raises, and spans are in order."""
    for text in (line, b'{"a":"' + line + b'"}', b'{"' + line + b'":1}'):
        found = leaves(text) or []
        edges = [edge for leaf in found for edge in (leaf.start, leaf.end)]
        assert edges == sorted(edges)


@pytest.mark.parametrize(
    "line",
    [b"", b"[1]", b'"a"', b'{"a":1', b'{"a":1}}', b'{"a":1}x', b'{"a":1,}', b'{"a" 1}', b'{"a":}', b"{a:1}", b'{"a":[,]}',
     b'{"a":[1 2]}', b'{"a":"b}', b'{"a":"\\', b'{"a":1]', b'{"a":{"b":[}]}}', b"{" * 2000, b'{"a":' * 2000,
     b'{"a":' + b"[" * DEPTH + b"]" * DEPTH + b"}"],
)  # fmt: skip
def test_what_is_no_whole_object(line: bytes) -> None:
    """Cut, broken and over-deep lines do not fit."""
    assert leaves(line) is None


def test_paths() -> None:
    """The first element of an array is the array itself; dots in keys are marked; escapes stay as they are."""
    line = rb' {"a":{"B-c":[1,"x",{"d":-}]},"e.f":null,"":true,"g":[],"h":{},"i\"j":"\u00e9"} ' + b"\r"
    found = leaves(line)
    assert found is not None

    assert [(x.path, line[x.start : x.end], x.quoted) for x in found] == [
        ("a.B-c", b"1", False), ("a.B-c[1]", b"x", True), ("a.B-c[2].d", b"-", False), (r"e\.f", b"null", False),
        ("", b"true", False), (r'i\\"j', rb"\u00e9", True),
    ]  # fmt: skip


def test_paths_do_not_meet() -> None:
    """A nested key and a key with a dot are two columns."""
    found = leaves(b'{"a":{"b":1},"a.b":2}')
    assert found is not None

    assert len({leaf.path for leaf in found}) == 2


@pytest.mark.parametrize(
    ("path", "column", "holds"),
    [
        ("remote_addr", "remote_host", Holds.CLIENT),
        ("client_ip", "remote_host", Holds.CLIENT),
        ("ClientHost", "remote_host", Holds.CLIENT),
        ("request.client_ip", "remote_host", Holds.CLIENT),
        ("request.remote_ip", "remote_host_peer", Holds.CLIENT),
        ("remoteIP", "remote_host", Holds.CLIENT),
        (r"source\.ip", "remote_host", Holds.CLIENT),
        ("request.headers.User-Agent", "request_header_user_agent", Holds.USER_AGENT),
        ("request.headers.Cookie", "request_header_cookie", Holds.COOKIE),
        ("request.headers.X-Forwarded-For", "request_header_x_forwarded_for", Holds.FORWARDED),
        ("request.headers.X-Forwarded-For[1]", "request_header_x_forwarded_for", Holds.FORWARDED),
        ("request_User-Agent", "request_header_user_agent", Holds.USER_AGENT),
        ("downstream_Set-Cookie", "response_header_set_cookie", Holds.COOKIE),
        ("origin_Location", "response_header_location", Holds.URL),
        ("resp_headers.Set-Cookie", "response_header_set_cookie", Holds.COOKIE),
        ("RequestPath", "request_url", Holds.URL),
        ("request.uri", "request_url", Holds.URL),
        ("request", "request_first_line", Holds.REQUEST),
        ("request_uri", "request_url", Holds.URL),
        ("args", "query_string", Holds.URL),
        ("http_referer", "request_header_referer", Holds.REFERER),
        ("x-forwarded-for", "request_header_x_forwarded_for", Holds.FORWARDED),
        ("user-agent", "request_header_user_agent", Holds.USER_AGENT),
        ("time_local", "time_received", Holds.TIME),
        ("ts", "time_received", Holds.TIME),
        ("StartUTC", "time_received", Holds.TIME),
        ("DownstreamStatus", "status", Holds.STATUS),
        ("body_bytes_sent", "response_bytes_clf", Holds.BYTES),
        ("size", "response_bytes_clf", Holds.BYTES),
        ("Duration", "duration_ns", Holds.DURATION),
        ("duration", "time_s", Holds.DURATION),
        ("whatever", "", Holds.TEXT),
        ("deep.email", "", Holds.TEXT),
    ],
)
def test_keys(path: str, column: str, holds: Holds) -> None:
    """The keys of nginx, Apache, Caddy, Traefik, Envoy and the common schema; unknown ones may hold anything."""
    rule = key_rule(path)

    assert (rule.name, rule.holds) == (column, holds)


def test_names_are_distinct_and_do_not_depend_on_the_order() -> None:
    """Two paths of one column are numbered, the one that a known server writes first."""
    paths = ["ip", "remote_addr", "a.b", r"a\.b", "", "whatever"]
    there = {f.directive: f.name for f in json_fields(paths)}
    back = {f.directive: f.name for f in json_fields(paths[::-1])}

    assert there == back
    assert there["remote_addr"] == "remote_host"
    assert len(set(there.values())) == len(paths)
