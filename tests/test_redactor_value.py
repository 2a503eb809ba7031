"""Whole values: what is replaced, what stays to the byte, and that a second time changes nothing."""

from __future__ import annotations

import json
import re
from collections import Counter
from ipaddress import ip_address, ip_network

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chlogaudit.model.finding import Identifier, IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import plain
from chlogaudit.redactor.markers import MARKERS, WORDS
from chlogaudit.redactor.profile import Profile, default, from_table, strict
from chlogaudit.redactor.tokens import address_tokens, is_token, token
from chlogaudit.redactor.value import (
    ROUNDS,
    Finder,
    redact_clients,
    redact_line_free,
    redact_value,
    redact_wholly,
)
from redactor_fakes import Keys, key_of

DAY = "2026-03-26"
KEY = key_of(DAY)
KEPT = from_table(
    {"fields": {"client": "keep", "user": "keep"}, "types": {"session_id": "token", "device_id": "token"}}
)
PROFILES = [default(), strict(), KEPT, from_table({"fields": {"client": "truncate", "referer": "keep"}})]
ENCRYPTED = [from_table({"fields": {"client": name}}) for name in ("ipcrypt-pfx", "ipcrypt-deterministic")]
profiles = st.sampled_from(PROFILES)
holds = st.sampled_from(Holds)
alphabet = st.sampled_from(
    [*(bytes([b]) for b in b'ab19 .:/?#@=&;,%"\\[](){}-_\x00\xff'), b"192.0.2.7", b"2001:db8::5", b"joe@example.com", b"http://",
     b"(email)", token(b"x", IdType.IP, KEY), token(b"x", IdType.USER, KEY), b"%40", b"\\x22", b"\\u0022", b"127.0.0.1", b"4711"]
)  # fmt: skip
texts = st.one_of(st.binary(max_size=60), st.lists(alphabet, max_size=12).map(b"".join))

_WORD = re.compile(rb"[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[a-z]+@[a-z]+\.com|[0-9]{4}|fd[0-9a-f:]{20,}")
_SORT = {b"@": IdType.EMAIL, b".": IdType.IP, b":": IdType.IP, b"": IdType.PHONE}


def find_fake(value: bytes, _holds: Holds = Holds.TEXT, _name: str = "") -> tuple[Identifier, ...]:
    """A finder that is easy to see through: dotted quads, simple mail addresses, four digits, long ``fd`` words."""
    return tuple(
        Identifier(m.start(), m.end(), next(t for mark, t in _SORT.items() if mark in m[0]))
        for m in _WORD.finditer(value)
    )


def redact(
    value: bytes, field: Holds, found: tuple[Identifier, ...] = (), profile: Profile | None = None, **more
) -> bytes:
    """One value with the default profile on a known day."""
    return redact_value(value, field, more.pop("name", ""), DAY, found, profile or default(), Keys(), **more)[0]


@given(texts, holds, profiles)
@example(b"a@example.com@example.com", Holds.TEXT, PROFILES[0])
@example(b"4711:192.0.2.7:4711", Holds.MESSAGE, PROFILES[0])
def test_redacting_twice_is_redacting_once(value: bytes, field: Holds, profile: Profile) -> None:
    """Law 3, for any bytes in any field, with a finder that cares for nothing around what it finds."""
    check_twice(value, field, profile, find_fake)


@given(texts, holds, profiles)
def test_redacting_twice_with_the_detectors_is_redacting_once(value: bytes, field: Holds, profile: Profile) -> None:
    """Law 3 again with the finder that the product uses."""
    from chlogaudit.detect import find

    check_twice(value, field, profile, find)


def check_twice(value: bytes, field: Holds, profile: Profile, find: Finder) -> None:
    """Redact a value until it settles, and once more."""
    once, _ = redact_wholly(value, field, "request_header_cookie", DAY, find, profile, Keys())

    twice, counts = redact_wholly(once, field, "request_header_cookie", DAY, find, profile, Keys())

    assert twice == once
    assert not counts


@given(texts, holds, profiles)
@example(b"\\x22", Holds.FORWARDED, PROFILES[0])
def test_one_pass_with_the_same_findings_is_stable_too(value: bytes, field: Holds, profile: Profile) -> None:
    """Fields treated as a whole (no findings at all) do not change the second time."""
    once = redact(value, field, (), profile)

    assert redact(once, field, (), profile) == once


@given(
    texts,
    st.lists(st.tuples(st.integers(-2, 70), st.integers(-2, 70), st.sampled_from(IdType)), max_size=6),
    holds,
    profiles,
)
def test_any_findings_on_any_bytes_are_survived(value: bytes, spans: list, field: Holds, profile: Profile) -> None:
    """Offsets out of range, empty, overlapping, across markers: never an exception, never a newline added."""
    found = tuple(Identifier(*span) for span in spans)

    out, counts = redact_value(value, field, "", DAY, found, profile, Keys())

    assert out.count(b"\n") <= value.count(b"\n")
    assert not counts or out != value


@given(
    st.lists(
        st.tuples(st.binary(max_size=8), st.sampled_from([b"joe@example.com", b"192.0.2.7", b"4711"])), max_size=5
    ),
    st.binary(max_size=8),
)
def test_bytes_outside_the_spans_are_unchanged(parts: list[tuple[bytes, bytes]], tail: bytes) -> None:
    """Law 5: what stands between identifiers stands between their replacements, byte for byte."""
    parts = [(before.replace(b"\\", b"/").replace(b"(", b"["), word) for before, word in parts]
    value, at, found, between = b"", 0, [], []
    for before, word in parts:
        at = len(value) + len(before)
        value += before + word
        found.append(Identifier(at, at + len(word), next(t for m, t in _SORT.items() if m in word)))
        between.append(before)
    value += tail

    out = redact(value, Holds.TEXT, tuple(found))

    pattern = b"".join(re.escape(b) + rb"(?:\([a-z_]+\)|\[?fd[0-9a-f:]+\]?)" for b in between) + re.escape(tail)
    assert re.fullmatch(pattern, out, re.DOTALL)
    for word in (b"joe@example.com", b"192.0.2.7"):
        assert word not in out or any(word in b for b in (*between, tail))


@given(st.ip_addresses(), st.sampled_from([Holds.CLIENT, Holds.FORWARDED, Holds.ADDRESS]))
def test_a_client_becomes_a_token_of_its_text(address, field: Holds) -> None:
    """Any address but loopback and unspecified leaves nothing of itself and lands in fd00::/8."""
    text = str(address).encode()

    out = redact(text, field)

    if plain(address).is_loopback or plain(address).is_unspecified:
        assert out == text
    else:
        assert ip_address(out.decode()) in ip_network("fd00::/8")
        assert is_token(out)
        assert text not in out


STAY = [
    b"-",
    b"",
    b'""',
    b"127.0.0.1",
    b"127.8.8.8",
    b"::1",
    b"0.0.0.0",
    b"::",
    b"::ffff:127.0.0.1",
    b"::ffff:0.0.0.0",
    b"0:0:0:0:0:0:0:0",
    b"[::]:80",
    b"unix:",
    b"localhost",
]


@pytest.mark.parametrize("value", STAY)
@pytest.mark.parametrize("field", [Holds.CLIENT, Holds.FORWARDED])
@pytest.mark.parametrize("operator", ["token", "truncate", "truncate-strict", "ipcrypt-pfx", "ipcrypt-deterministic"])
def test_what_names_nobody_stays(value: bytes, field: Holds, operator: str) -> None:
    """A logged `-`, this machine and the unspecified address identify no visitor."""
    profile = from_table({"fields": {"client": operator, "forwarded": operator}})

    assert redact(value, field, (), profile) == value


def test_the_same_client_twice_in_a_line_gets_one_token() -> None:
    """The client column and the forwarded list agree, so that analysers may use either."""
    assert redact(b"192.0.2.7", Holds.FORWARDED) == redact(b"192.0.2.7", Holds.CLIENT)


def test_a_host_name_as_client_becomes_an_address_token() -> None:
    """GoAccess and others insist on an address; the resolved name identifies like one."""
    assert is_token(redact(b"dsl-7.example.net", Holds.CLIENT))


@given(
    st.lists(
        st.tuples(
            st.one_of(texts, st.sampled_from(STAY), st.ip_addresses().map(lambda a: str(a).encode())),
            st.sampled_from([DAY, "", "2026-03-27"]),
        ),
        max_size=12,
    ),
    st.sampled_from([*PROFILES, *ENCRYPTED]),
)
def test_the_batch_of_clients_equals_one_by_one(pairs: list[tuple[bytes, str]], profile: Profile) -> None:
    """The fast path keeps everything that the slow path keeps."""
    values, days = [v for v, _ in pairs], [d for _, d in pairs]

    assert redact_clients(values, days, profile, Keys()) == [
        redact_value(v, Holds.CLIENT, "", d, (), profile, Keys())[0] for v, d in pairs
    ]


def test_distinct_clients_stay_distinct() -> None:
    """Promise 4: as many visitors after as before, also where one host is written in two ways."""
    values = [
        b"192.0.2.1",
        b"::ffff:192.0.2.1",
        b"2001:db8::1",
        b"2001:DB8::1",
        b"192.0.2.1:80",
        b"h.example.net",
        b"H.example.net",
    ]

    assert len(set(redact_clients(values, [DAY] * 7, default(), Keys()))) == 7


def tok(text: bytes, id_type: IdType = IdType.CLIENT_IP) -> bytes:
    """The token of a text on the day."""
    return token(text, id_type, KEY)


def test_forwarded_lists_keep_their_form() -> None:
    """Every entry is treated, separators stay, source ports go, a list of clients stays a list."""
    assert redact(b"192.0.2.7, unknown, 2001:db8::5, 127.0.0.1", Holds.FORWARDED) == b", ".join(
        (tok(b"192.0.2.7"), b"unknown", tok(b"2001:db8::5"), b"127.0.0.1")
    )
    assert redact(b"192.0.2.7:4711", Holds.FORWARDED) == tok(b"192.0.2.7")


def test_rfc_7239_parameters_keep_their_form() -> None:
    """`for` and `by` are treated, in brackets; `proto` and `host` are no client; escaped quotes stay."""
    out = redact(b'for=192.0.2.7;proto=https;host=example.com, for=\\"[2001:db8::5]:80\\";by=_secret', Holds.FORWARDED)

    assert out == (
        b"for=[" + tok(b"192.0.2.7") + b'];proto=https;host=example.com, for=\\"[' + tok(b"2001:db8::5") + b']\\";by='
        + tok(b"_secret", IdType.IP)
    )  # fmt: skip


def test_a_kept_port_stands_behind_brackets() -> None:
    """Where a policy keeps ports, an IPv6 token and its port can be told apart."""
    profile = from_table({"types": {"port": "keep"}})

    assert redact(b"192.0.2.7:4711", Holds.FORWARDED, (), profile) == b"[" + tok(b"192.0.2.7") + b"]:4711"


def test_upstreams_become_tokens_with_their_ports() -> None:
    """Our own addresses have ports of services; sockets, separators and names of upstreams stay."""
    out = redact(b"10.0.0.1:80, unix:/run/app.sock : backend", Holds.ADDRESS)

    assert out == b"[" + tok(b"10.0.0.1", IdType.IP) + b"]:80, unix:/run/app.sock : backend"


@pytest.mark.parametrize(
    "value, left",
    [
        (b"https://example.com/a/b?q=1#f", b"https://example.com/a/b"),
        (b"https://jane:pw@example.com/a", b"https://example.com/a"),
        (b"https://jane:p@w@example.com", b"https://example.com"),
        (b"https:\\/\\/example.com\\/a?q=1", b"https:\\/\\/example.com\\/a"),
        (b"https%3A%2F%2Fexample.com%2Fa%3Fq%3D1", b"https%3A%2F%2Fexample.com%2Fa"),
        (b"https://example.com/a\\u003fq=1", b"https://example.com/a"),
        (b"//jane@example.com/?x", b"//example.com/"),
        (b"https://example.com/@scope/pkg", b"https://example.com/@scope/pkg"),
        (b"?q=1", b"-"),
        (b"-", b"-"),
        (b"() { :; }; echo", b"() { :; }; echo"),
    ],
)
def test_a_referer_is_cut(value: bytes, left: bytes) -> None:
    """Origin and path stay to the byte, userinfo, query and fragment go, however they are escaped."""
    assert redact(value, Holds.REFERER) == left


def test_identifiers_in_what_stays_of_a_referer_go_too() -> None:
    """In the path, across the cut, and inside what is cut anyway."""
    value = b"https://example.com/u/joe@example.com?mail=ann@example.com"

    assert redact(value, Holds.REFERER, find_fake(value)) == b"https://example.com/u/(email)"
    across = (Identifier(22, 45, IdType.NAME),)
    assert redact(value, Holds.REFERER, across) == b"https://example.com/u/(name)"


def test_strict_leaves_an_origin() -> None:
    """`cut-origin` takes the path as well, and a referer without an origin wholly."""
    assert redact(b"https://jane@example.com/a?b", Holds.REFERER, (), strict()) == b"https://example.com"
    assert redact(b"/orders/7", Holds.REFERER, (), strict()) == b"-"


def test_a_cookie_header_keeps_names_only() -> None:
    """Values go, names and separators stay, items without a name go wholly."""
    out = redact(b'sid=abc; theme=dark;x=\\"y\\" ; abcdef', Holds.COOKIE, name="request_header_cookie")

    assert out == b"sid=(cookie); theme=(cookie);x=(cookie) ; (cookie)"


def test_a_single_cookie_is_dropped_wholly() -> None:
    """`%{sid}C` logs a value that may hold an equals sign; nothing before it is a name."""
    assert redact(b"YWJjZGVm==", Holds.COOKIE, name="cookie_sid") == b"(cookie)"


@pytest.mark.parametrize(
    "field, value, out",
    [
        (Holds.SECRET, b"Basic amFuZTpwdw==", b"(secret)"),
        (Holds.PORT, b"54321", b"0"),
        (Holds.USER, b"jane", tok(b"jane", IdType.USER)),
        (Holds.IDENT, b"jane", tok(b"jane", IdType.USER)),
        (Holds.STATUS, b"200", b"200"),
    ],
)
def test_whole_fields(field: Holds, value: bytes, out: bytes) -> None:
    """Fields that are identifiers as such; fields that cannot be one stay."""
    assert redact(value, field, find_fake(value)) == out


def test_identifiers_in_a_request_go_and_the_rest_stays() -> None:
    """Each by its type, an address in a URL's authority in brackets, so that the URL stays one."""
    value = b"GET http://192.0.2.7:8080/?to=joe@example.com&n=4711 HTTP/1.1"

    out, counts = redact_value(
        value, Holds.REQUEST, "", DAY, find_fake(value)[:1] + find_fake(value)[2:], default(), Keys()
    )

    assert out == b"GET http://[" + tok(b"192.0.2.7", IdType.IP) + b"]:8080/?to=(email)&n=(phone) HTTP/1.1"
    assert counts == Counter({IdType.IP: 1, IdType.EMAIL: 1, IdType.PHONE: 1})


def test_overlapping_findings_go_together() -> None:
    """The one that covers the other decides; where neither does, both stretches become one marker."""
    inner = (Identifier(2, 10, IdType.USER), Identifier(0, 20, IdType.EMAIL))
    across = (Identifier(0, 12, IdType.NAME), Identifier(8, 20, IdType.CLIENT_IP))

    assert redact(b"a" * 20 + b"!", Holds.TEXT, inner) == b"(email)!"
    assert redact(b"a" * 20 + b"!", Holds.TEXT, across) == b"(name)!"


def test_a_span_never_cuts_an_escape() -> None:
    r"""A detector that takes half of ``\"`` must not close the field."""
    assert redact(rb"say \"joe\" x", Holds.MESSAGE, (Identifier(5, 10, IdType.NAME),)) == b"say (name) x"


def test_forged_tokens_and_markers_protect_nothing_else() -> None:
    """Text glued to a marker or a token is redacted as before."""
    assert redact(b"(email)joe", Holds.TEXT, (Identifier(3, 10, IdType.NAME),)) == b"(name)"
    glued = tok(b"x") + b"joe"
    assert redact(glued, Holds.TEXT, (Identifier(0, len(glued), IdType.NAME),)) == b"(name)"
    assert redact(b"(email)", Holds.TEXT, (Identifier(1, 6, IdType.NAME),)) == b"(email)"


def test_a_real_unique_local_client_is_redacted() -> None:
    """A company's own network is no token: its clients must not pass raw."""
    out = redact(b"fd12:3456:789a:1::17", Holds.CLIENT)

    assert is_token(out)
    assert out != b"fd12:3456:789a:1::17"


def test_kept_fields_lose_what_is_not_their_own() -> None:
    """`user = keep` keeps user names, not the e-mail address that somebody logs in with."""
    assert redact(b"joe@example.com", Holds.USER, find_fake(b"joe@example.com"), KEPT) == b"(email)"
    assert redact(b"joe", Holds.USER, (Identifier(0, 3, IdType.USER),), KEPT) == b"joe"
    assert redact(b"192.0.2.7", Holds.CLIENT, find_fake(b"192.0.2.7"), KEPT) == b"192.0.2.7"


def test_a_json_number_that_is_none_any_more_gets_quotes() -> None:
    """The line stays JSON; a number that stays a number stays bare."""
    line = b'{"phone":%s,"port":%s}' % (
        redact(b"4711", Holds.TEXT, find_fake(b"4711"), in_json_number=True),
        redact(b"54321", Holds.PORT, (), in_json_number=True),
    )

    assert json.loads(line) == {"phone": "(phone)", "port": 0}
    both = redact_wholly(b"4711", Holds.TEXT, "", DAY, find_fake, default(), Keys(), in_json_number=True)
    assert both[0] == b'"(phone)"'


def test_what_comes_to_light_is_redacted_too() -> None:
    """Taking one identifier out can make another: the rounds go on until nothing is found."""
    found_in = {b"joe\x00ann": (Identifier(0, 3, IdType.NAME),), b"(name)\x00ann": (Identifier(7, 10, IdType.NAME),)}

    out, counts = redact_wholly(
        b"joe\x00ann", Holds.TEXT, "", DAY, lambda v, _h, _n: found_in.get(v, ()), default(), Keys()
    )

    assert out == b"(name)\x00(name)"
    assert counts == Counter({IdType.NAME: 2})


def test_a_value_that_never_settles_is_withheld() -> None:
    """Fail closed: after some rounds the whole value goes."""

    def last_letter(value: bytes, _holds: Holds, _name: str) -> tuple[Identifier, ...]:
        end = len(value.rstrip(b"()name")) if value.endswith(b")") else len(value)
        return (Identifier(end - 1, end, IdType.NAME),) if end else ()

    out, _ = redact_wholly(b"x" * (ROUNDS + 5), Holds.TEXT, "", DAY, last_letter, default(), Keys())

    assert out == b"(withheld)"


def test_an_encrypted_profile_gets_one_round() -> None:
    """Ipcrypt twice would encrypt twice; the profile says so and is applied once."""
    profile = from_table({"types": {"ip": "ipcrypt-pfx"}})

    out, _ = redact_wholly(b"at 192.0.2.7", Holds.TEXT, "", DAY, find_fake, profile, Keys())

    assert not profile.repeatable
    assert out == redact(b"at 192.0.2.7", Holds.TEXT, find_fake(b"at 192.0.2.7"), profile)
    assert re.fullmatch(rb"at [0-9.]+", out)


def test_a_line_without_a_format_keeps_all_but_its_identifiers() -> None:
    """Binary rubbish stays to the byte; what was found goes; the day, when unknown, has an epoch of its own."""
    line = b"\x16\x03\x01 192.0.2.7 \xff joe@example.com\r"
    keys = Keys()

    out, counts = redact_line_free(line, find_fake(line), default(), keys)

    assert out == b"\x16\x03\x01 " + token(b"192.0.2.7", IdType.IP, key_of("undated")) + b" \xff (email)\r"
    assert keys.asked == ["undated"]
    assert counts == Counter({IdType.IP: 1, IdType.EMAIL: 1})


@given(texts, holds, profiles)
def test_no_key_is_asked_for_where_none_is_needed(value: bytes, field: Holds, profile: Profile) -> None:
    """A key is made only when a token is: a log without visitors leaves no key files behind."""
    keys = Keys()

    out, _ = redact_value(value, field, "", DAY, (), profile, keys)

    assert not keys.asked or out != value


def test_every_type_has_a_marker_or_an_operator_of_its_own() -> None:
    """Each type, dropped, leaves a word that says which it was; ports leave a number."""
    profile = from_table({"types": dict.fromkeys((t.value for t in IdType), "drop")})
    for id_type in IdType:
        out = redact(b"x Zq7 y", Holds.TEXT, (Identifier(2, 5, id_type),), profile)
        assert out == b"x " + MARKERS[id_type] + b" y"
        assert MARKERS[id_type] in WORDS or id_type is IdType.PORT


def test_batches_of_tokens_match_the_values() -> None:
    """What the client column writes is what `address_tokens` makes."""
    assert redact_clients([b"192.0.2.7"], [DAY], default(), Keys()) == address_tokens([b"192.0.2.7"], [KEY])
