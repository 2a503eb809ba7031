"""nginx' log_format strings: variables under their Apache names, directives as they stand, JSON templates."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.errors import FormatError
from chlogaudit.model.format import Holds, Literal, Option, Shape
from chlogaudit.parser.formats import BY_NAME, SAMPLES
from chlogaudit.parser.nginx import compile_nginx
from chlogaudit.parser.regex import pattern
from chlogaudit.parser.text import compile_format
from chlogaudit.parser.variables import VARIABLES

MAIN = (
    '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
    '"$http_user_agent" "$http_x_forwarded_for"'
)
DIRECTIVE = """log_format  main  escape=default '$remote_addr - $remote_user [$time_local] "$request" '
                  '$status $body_bytes_sent "$http_referer" '   # the rest follows
                  '"$http_user_agent" "$http_x_forwarded_for"';"""


@pytest.mark.parametrize("source", [MAIN, DIRECTIVE, f"'{MAIN}'", f"  {MAIN}\n", MAIN.replace("$status", "${status}")])
def test_a_format_may_be_given_as_it_stands(source: str) -> None:
    """Bare, as quoted strings, as the whole directive over several lines: the same format."""
    form = compile_nginx(source)

    assert [f.name for f in form.fields] == [f.name for f in compile_nginx(MAIN).fields]
    assert pattern(form).match(SAMPLES["nginx_main"])


def test_names_are_those_of_the_apache_twins() -> None:
    """One name means one thing whichever server wrote the log."""
    twins = {f.name: f.holds for f in BY_NAME["nginx_main"].fields if f.name != "remote_logname"}

    assert {f.name: f.holds for f in compile_nginx(MAIN).fields} == twins


@pytest.mark.parametrize("variable", sorted(VARIABLES))
def test_every_variable_compiles(variable: str) -> None:
    """In words and in quotes, with and without braces."""
    bare, quoted = compile_nginx(f"x ${variable} y").fields, compile_nginx(f'"${{{variable}}}"').fields

    assert bare[0].name == quoted[0].name == VARIABLES[variable].name
    assert quoted[0].shape not in {Shape.TOKEN, Shape.WORD, Shape.LIST}


@pytest.mark.parametrize(
    ("variable", "column", "holds"),
    [
        ("$http_cookie", "request_header_cookie", Holds.COOKIE),
        ("$http_authorization", "request_header_authorization", Holds.SECRET),
        ("$http_x_real_ip", "request_header_x_real_ip", Holds.CLIENT),
        ("$cookie_sid", "cookie_sid", Holds.COOKIE),
        ("$sent_http_location", "response_header_location", Holds.URL),
        ("$sent_http_x_something", "response_header_x_something", Holds.TEXT),
        ("$upstream_http_set_cookie", "upstream_http_set_cookie", Holds.COOKIE),
        ("$arg_email", "arg_email", Holds.TEXT),
        ("$geoip_city", "geoip_city", Holds.TEXT),
        ("$my_own_map", "my_own_map", Holds.TEXT),
        ("$ssl_client_s_dn", "extension_ssl_client_s_dn", Holds.USER),
    ],
)
def test_variables_by_prefix(variable: str, column: str, holds: Holds) -> None:
    """Headers, cookies and arguments by their names; what is not known may hold anything."""
    (found,) = compile_nginx(f"{variable}|").fields

    assert (found.name, found.holds) == (column, holds)


def test_json_templates_are_literals_and_fields() -> None:
    """A quoted value may hold escaped quotes, a bare one is a number."""
    form = compile_nginx(
        """log_format j escape=json '{"time":"$time_iso8601","ip":"$remote_addr","request":"$request",'
        '"status":$status,"took":$request_time,"agent":"$http_user_agent"}';"""
    )
    line = (
        rb'{"time":"2025-10-10T13:55:36+00:00","ip":"192.0.2.1","request":"GET /?a=\"b\" HTTP/1.1",'
        rb'"status":200,"took":0.01,"agent":"curl \u0001"}'
    )

    assert pattern(form).match(line).groups() == (
        b"2025-10-10T13:55:36+00:00", b"192.0.2.1", rb'GET /?a=\"b\" HTTP/1.1', b"200", b"0.01", rb"curl \u0001",
    )  # fmt: skip


def test_optional_query() -> None:
    """``$is_args$args`` is the question mark and the query, or nothing."""
    form = compile_nginx("$uri$is_args$args $status")
    assert any(isinstance(p, Option) for p in form.pieces)

    assert pattern(form).match(b"/a?b=1 200").groups() == (b"/a", b"b=1", b"200")
    assert pattern(form).match(b"/a 200").groups() == (b"/a", None, b"200")


def test_escapes() -> None:
    """The configuration's escapes are undone; others stay."""
    assert compile_nginx(r"'$remote_addr\t$status'").pieces[1] == Literal(b"\t")
    assert compile_nginx(r"'$remote_addr \'$status\''").pieces[1] == Literal(b" '")
    assert compile_nginx(r"'$remote_addr\d$status'").pieces[1] == Literal(rb"\d")


@pytest.mark.parametrize(
    ("source", "place"), [("$remote_addr $ x", 13), ("no variable", 0), ("", 0), ("log_format x '$a $';", 17)]
)
def test_errors_name_the_place(source: str, place: int) -> None:
    """What cannot be understood is said, with its place in what the user wrote."""
    with pytest.raises(FormatError) as raised:
        compile_nginx(source)

    assert raised.value.place == place


@settings(max_examples=300, deadline=None)
@given(source=st.text(alphabet="${}_abirequst'\"\\;# \n-[]", max_size=30))
def test_any_string_compiles_or_is_refused(source: str) -> None:
    """No string ends in anything but a format that can be used, or a FormatError."""
    try:
        form = compile_format(source)
    except FormatError:
        return
    pattern(form).match(b"x")
    assert len({f.name for f in form.fields}) == len(form.fields)


@pytest.mark.parametrize(
    ("source", "server"),
    [
        (MAIN, "nginx"),
        ("%h %u", "apache"),
        ("%{User-agent}i $x", "nginx"),
        ('LogFormat "%h $5"', "apache"),
        ("100% $status", "nginx"),
    ],
)
def test_the_language_is_told_by_what_it_names(source: str, server: str) -> None:
    """A variable makes it nginx', a directive Apache's."""
    assert compile_format(source).server == server


def test_what_is_no_format_is_refused() -> None:
    """A word is no format string."""
    with pytest.raises(FormatError):
        compile_format("combinde")
