"""Operators one by one, the profile that chooses them, and what other programs make of their words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.errors import UsageError
from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Field, Holds, Literal, LogFormat, Shape
from chlogaudit.redactor.markers import MARKERS, NO_ADDRESS, WORDS
from chlogaudit.redactor.operators import BY_NAME, OPERATORS, Context
from chlogaudit.redactor.operators.cut import CutAgent, CutReferer, referer_cuts
from chlogaudit.redactor.operators.ipcrypt_deterministic import deterministic_key
from chlogaudit.redactor.operators.ipcrypt_pfx import prefix_key
from chlogaudit.redactor.operators.truncate import Truncate
from chlogaudit.redactor.profile import IDENTIFYING, Profile, check, default, from_table, strict
from chlogaudit.redactor.tokens import LETTERS, is_token, token
from redactor_fakes import Keys, key_of

DAY = "2026-03-26"
WORDS_AND_TOKENS = [
    *sorted(WORDS),
    token(b"192.0.2.1", IdType.CLIENT_IP, key_of(DAY)),
    *(token(b"x", id_type, key_of(DAY)) for id_type in LETTERS),
]


def context(id_type: IdType = IdType.CLIENT_IP, holds: Holds = Holds.CLIENT, **more) -> Context:
    """A place on a known day."""
    return Context(id_type, holds, DAY, Keys(), **({"whole": True} | more))


def test_the_operators_are_these() -> None:
    """The names are part of policy files and do not change by accident."""
    assert sorted(BY_NAME) == [
        "cut",
        "cut-agent",
        "cut-origin",
        "drop",
        "ipcrypt-deterministic",
        "ipcrypt-pfx",
        "keep",
        "token",
        "truncate",
        "truncate-strict",
    ]
    assert len(OPERATORS) == len(BY_NAME)


@pytest.mark.parametrize("name", sorted(BY_NAME))
@given(value=st.one_of(st.binary(max_size=80), st.ip_addresses().map(lambda a: str(a).encode())), data=st.data())
def test_every_operator_takes_any_bytes_and_keeps_its_word(name: str, value: bytes, data: st.DataObject) -> None:
    """Never an exception, never a blank or quote that was not there; repeatable ones do not change their own result."""
    operator = BY_NAME[name]
    id_type = data.draw(st.sampled_from(sorted(operator.types) or [IdType.TOKEN]))
    place = context(id_type, data.draw(st.sampled_from(sorted(operator.fields))), whole=data.draw(st.booleans()))

    out = operator(value, place)

    assert out.count(b" ") <= value.count(b" ") or name == "cut-agent"
    assert out.count(b'"') <= value.count(b'"')
    if operator.repeatable:
        assert operator(out, place) == out


@pytest.mark.parametrize(
    "written, v24, v16",
    [
        (b"192.0.2.77", b"192.0.2.0", b"192.0.0.0"),
        (b"192.0.2.77:4711", b"192.0.2.0", b"192.0.0.0"),
        (b"::ffff:192.0.2.77", b"192.0.2.0", b"192.0.0.0"),
        (b"2001:db8:77:1::5", b"2001:db8:77::", b"2001:db8::"),
        (b"2001:DB8:0077:1::5", b"2001:db8:77::", b"2001:db8::"),
        (b"[2001:db8:77:1::5]:4711", b"2001:db8:77::", b"2001:db8::"),
        (b"fe80::1%eth0", b"fe80::", b"fe80::"),
        (b"2001%3Adb8%3A77%3A1%3A%3A5", b"2001:db8:77::", b"2001:db8::"),
        (b"dsl-7.example.net", NO_ADDRESS, NO_ADDRESS),
        (b"192.0.2.777", NO_ADDRESS, NO_ADDRESS),
        (b"127.0.0.1", b"127.0.0.1", b"127.0.0.1"),
    ],
)
def test_truncate(written: bytes, v24: bytes, v16: bytes) -> None:
    """/24 and /48, strict /16 and /32; mapped as IPv4; ports, zones and brackets go; what is no address is dropped."""
    assert BY_NAME["truncate"](written, context()) == v24
    assert BY_NAME["truncate-strict"](written, context()) == v16


def test_truncate_leaves_tokens() -> None:
    """A log that was tokenised before loses nothing by a profile that truncates."""
    text = token(b"192.0.2.1", IdType.CLIENT_IP, key_of(DAY))

    assert Truncate()(text, context()) == text


def test_ipcrypt_is_undone_with_the_days_key_alone() -> None:
    """The AES keys come from the epoch's secret, apart from each other, and give the address back."""
    from ipaddress import ip_address

    from chlogaudit.redactor.ipcrypt import decrypt_deterministic, decrypt_prefix

    key = key_of(DAY)
    one = BY_NAME["ipcrypt-deterministic"](b"192.0.2.1", context())
    two = BY_NAME["ipcrypt-pfx"](b"192.0.2.1", context())

    assert decrypt_deterministic([ip_address(one.decode())], deterministic_key(key)) == [ip_address("192.0.2.1")]
    assert decrypt_prefix([ip_address(two.decode())], prefix_key(key)) == [ip_address("192.0.2.1")]
    assert prefix_key(key)[:16] != prefix_key(key)[16:]
    assert deterministic_key(key) not in prefix_key(key)
    assert BY_NAME["ipcrypt-pfx"](b"h.example.net", context()) == NO_ADDRESS


@given(st.binary(max_size=60))
def test_a_cut_referer_keeps_only_bytes_it_had(value: bytes) -> None:
    """A cut takes away and adds nothing (`-` where nothing stays); no query or fragment is left."""
    out = CutReferer()(value, context(holds=Holds.REFERER))

    cuts = referer_cuts(value)
    assert cuts == sorted(cuts)
    assert out == b"-" or len(out) == len(value) - sum(end - start for start, end in cuts)
    assert b"?" not in out
    assert b"#" not in out


def test_a_cut_agent_says_family_and_version() -> None:
    """What the callable says stands there in a form that a second run knows; anything odd becomes `Other`."""
    place = context(IdType.TOKEN, Holds.USER_AGENT, agent=lambda _: b"Firefox/115")

    assert CutAgent()(b"Mozilla/5.0 (X11) Gecko Firefox/115.0", place) == b"Firefox/115 (agent)"
    assert CutAgent()(b"Firefox/115 (agent)", place) == b"Firefox/115 (agent)"
    odd = context(IdType.TOKEN, Holds.USER_AGENT, agent=lambda _: b"joe@example.com")
    assert CutAgent()(b"x", odd) == b"Other (agent)"
    assert CutAgent()(b"x", context(IdType.TOKEN, Holds.USER_AGENT)) == b"Other (agent)"


# --- what parsers make of the words ---------------------------------------------------------------------------------

COMBINED = re.compile(rb'^(\S+) (\S+) (\S+) \[([^\]]+)\] "(\S+) (\S+) (\S+)" (\d{3}) (\d+|-) "([^"]*)" "([^"]*)"$')
GROK_PATH = re.compile(r"/[A-Za-z0-9$.+!*'(){},~:;=@#%&_\-]*")


@pytest.mark.parametrize("word", WORDS_AND_TOKENS)
def test_words_survive_in_a_combined_line(word: bytes) -> None:
    """A token slot, a path segment, a query value and both quoted fields are read back as they were written."""
    line = b'192.0.2.1 - %b [26/Mar/2026:03:18:30 +0100] "GET /a/%b/b?c=%b&d=1 HTTP/1.1" 200 5 "https://example.com/%b" "A (%b) B"'

    match = COMBINED.match(line % ((word,) * 5))

    assert match
    assert match[3] == word
    target = urlsplit(match[6].decode())
    assert target.path == f"/a/{word.decode()}/b"
    assert parse_qs(target.query) == {"c": [word.decode()], "d": ["1"]}
    assert GROK_PATH.fullmatch(f"/{word.decode()}")


@pytest.mark.parametrize("word", WORDS_AND_TOKENS)
def test_words_survive_in_an_authority(word: bytes) -> None:
    """urllib, which refuses a host in square brackets that is no address, takes every word (addresses in brackets)."""
    host = f"[{word.decode()}]" if b":" in word else word.decode()

    split = urlsplit(f"http://{host}/x?y=1")

    assert split.hostname == word.decode()
    assert split.port is None
    assert urlsplit(f"//{word.decode()}/x").path == "/x"


@pytest.mark.parametrize("word", WORDS_AND_TOKENS)
def test_words_survive_in_json(word: bytes) -> None:
    """As a string or a part of one, without an escape."""
    assert json.loads(b'{"a":"x%by"}' % word) == {"a": f"x{word.decode()}y"}


@pytest.mark.parametrize("word", WORDS_AND_TOKENS)
def test_words_are_harmless_in_spreadsheets_and_terminals(word: bytes) -> None:
    """No formula, no markup, no control character."""
    assert word[:1] not in b"=+-@\t"
    assert not set(word) & set(b"[]<>\\%&\"' \t")


@pytest.mark.skipif(shutil.which("goaccess") is None, reason="goaccess is not installed")
def test_goaccess_reads_every_word(tmp_path: Path) -> None:
    """As client (tokens and 0.0.0.0), user, in the request, the referer and the user agent: no line is refused."""
    client = token(b"192.0.2.1", IdType.CLIENT_IP, key_of(DAY))
    lines = [
        b'%b - %b [26/Mar/2026:03:18:30 +0100] "GET /a/%b?c=%b HTTP/1.1" 200 5 "https://example.com/%b" "Firefox/115 (%b)"\n'
        % (c, *(word,) * 5)
        for word in WORDS_AND_TOKENS
        for c in (client, NO_ADDRESS)
    ]
    log = tmp_path / "access.log"
    log.write_bytes(b"".join(lines))

    out = subprocess.run(
        ["goaccess", str(log), "--log-format=COMBINED", "-o", "json", "--no-global-config"],
        capture_output=True,
        check=True,
        stdin=subprocess.DEVNULL,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    ).stdout

    general = json.loads(out)["general"]
    assert general["failed_requests"] == 0
    assert general["valid_requests"] == len(lines)


# --- the profile ------------------------------------------------------------------------------------------------------


def access(*fields: tuple[str, Holds]) -> LogFormat:
    """A format of token fields with blanks between."""
    pieces = [p for name, holds in fields for p in (Field(name, holds, Shape.TOKEN), Literal(b" "))]
    return LogFormat("made", "access", "", tuple(pieces))


@pytest.mark.parametrize("profile", [default(), strict()], ids=lambda p: p.name)
def test_the_named_profiles_are_total(profile: Profile) -> None:
    """Every kind of field and every type has an operator that can serve it."""
    check(access(*((holds.value, holds) for holds in Holds)), profile)
    check(LogFormat("made", "access", "", json=True), profile)
    assert set(profile.fields) == set(IDENTIFYING)
    assert set(profile.types) == set(IdType)
    assert profile.repeatable


def test_the_default_is_the_designs() -> None:
    """Addresses and users become tokens, referers are cut, everything else that was found is dropped."""
    profile = default()

    kept = {IdType.CLIENT_IP, IdType.IP, IdType.USER}
    assert {profile.types[t] for t in kept} == {"token"}
    assert {profile.types[t] for t in IdType if t not in kept} == {"drop"}
    assert profile.fields[Holds.CLIENT] == profile.fields[Holds.FORWARDED] == profile.fields[Holds.USER] == "token"
    assert profile.fields[Holds.REFERER] == "cut"
    assert profile.fields[Holds.SECRET] == profile.fields[Holds.COOKIE] == profile.fields[Holds.PORT] == "drop"
    assert profile.epoch == "day"
    assert profile.keeps_visitors
    assert not strict().keeps_visitors


def test_a_field_without_an_operator_is_refused_by_name() -> None:
    """Fail closed: the message names each such column, and only those."""
    bare = Profile("bare", {Holds.CLIENT: "token"})

    with pytest.raises(UsageError) as error:
        check(
            access(
                ("remote_host", Holds.CLIENT),
                ("remote_user", Holds.USER),
                ("status", Holds.STATUS),
                ("ua", Holds.USER_AGENT),
            ),
            bare,
        )

    assert "remote_user, ua" in str(error.value)
    assert "remote_host" not in str(error.value)
    assert "status" not in str(error.value)


def test_a_json_format_needs_an_operator_for_every_kind() -> None:
    """Its columns are known only when they are met."""
    with pytest.raises(UsageError, match="user_agent"):
        check(LogFormat("made", "access", "", json=True), Profile("bare", {Holds.CLIENT: "token"}))


def test_a_type_without_an_operator_is_refused_by_name() -> None:
    """The same for what the detectors may find."""
    with pytest.raises(UsageError, match=r"types .*email"):
        check(access(("remote_host", Holds.CLIENT)), Profile("bare", default().fields, {IdType.IP: "token"}))


@pytest.mark.parametrize(
    "table, says",
    [
        ({"field": {}}, "no key 'field'"),
        ({"base": "lax"}, "no profile 'lax'"),
        ({"epoch": "year"}, "'year' is none of"),
        ({"epoch": 7}, "a word in quotes"),
        ({"fields": {"clients": "token"}}, "'clients'"),
        ({"fields": {"status": "drop"}}, "'status'"),
        ({"fields": {"client": "hash"}}, "client = 'hash' is not possible; choose one of keep, drop, token"),
        ({"fields": {"user": "truncate"}}, "user = 'truncate'"),
        ({"fields": ["client"]}, "table of operators"),
        ({"fields": {"client": 7}}, "table of operators"),
        ({"types": {"mail": "drop"}}, "'mail'"),
        ({"types": {"email": "token"}}, "email = 'token' is not possible"),
    ],
)
def test_a_wrong_table_is_refused(table: dict, says: str) -> None:
    """What is unknown or does not fit is named, with what would be possible."""
    with pytest.raises(UsageError) as error:
        from_table(table)

    assert says in str(error.value)


def test_a_table_changes_what_it_says_and_nothing_else() -> None:
    """The rest is the base's."""
    profile = from_table({"name": "ours", "base": "strict", "epoch": "week", "types": {"session_id": "token"}})

    assert profile.name == "ours"
    assert profile.epoch == "week"
    assert profile.fields == strict().fields
    assert profile.types == {**strict().types, IdType.SESSION_ID: "token"}


def test_every_marker_names_its_type() -> None:
    """A reader of a redacted log sees what was there, once for each type."""
    assert len(set(MARKERS.values())) == len(IdType)


@pytest.mark.parametrize(
    "page", sorted((Path(__file__).parents[1] / "docs").glob("operators/*.md")), ids=lambda p: p.stem
)
def test_a_page_tells_every_operator_of_its_file_and_shows_true_tokens(page: Path) -> None:
    """Each operator is named in the heading of a page, and example tokens in the docs are tokens."""
    text = page.read_text()

    assert f"`{page.stem}`" in text.splitlines()[0]
    for example in re.findall(rb"fd3[0-9a-f:]{20,}|[usd]-[a-z2-7]{24}", text.encode()):
        assert is_token(example)


def test_every_operator_stands_in_a_heading() -> None:
    """None is without a page."""
    pages = (Path(__file__).parents[1] / "docs" / "operators").glob("*.md")

    headings = " ".join(page.read_text().splitlines()[0] for page in pages)

    assert {name for name in BY_NAME if f"`{name}`" not in headings} == set()
