"""Every named format: its sample line comes apart as written here."""

from __future__ import annotations

import pytest

import chlogaudit
from chlogaudit.model.format import SELF_ENDING, Field, Holds, LogFormat, Shape
from chlogaudit.parser.formats import ALIASES, BY_NAME, FORMATS, SAMPLES
from chlogaudit.parser.jsonkeys import json_fields
from chlogaudit.parser.jsonlines import leaves
from chlogaudit.parser.recognise import recognise
from chlogaudit.parser.regex import pattern
from chlogaudit.parser.text import compile_format

COMMON = {
    "remote_host": "192.0.2.1", "remote_logname": "-", "remote_user": "-", "time_received": "10/Oct/2025:13:55:36 +0200",
    "request_first_line": "GET / HTTP/1.1", "status": "200", "response_bytes_clf": "5120",
}  # fmt: skip
CURL = {**COMMON, "request_header_referer": "-", "request_header_user_agent": "curl/8.5.0"}
UTC = {"time_received": "10/Oct/2025:13:55:36 +0000"}
# name of the format: what its sample holds
GOLDEN: dict[str, dict[str, str]] = {
    "common": {**COMMON, "remote_user": "alice", "request_first_line": "GET /index.html HTTP/1.1", "response_bytes_clf": "2326"},
    "combined": {
        **CURL, "request_first_line": "GET /shop?item=7 HTTP/2.0", "request_header_referer": "https://www.example.com/",
        "request_header_user_agent": "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    },
    "combinedio": {
        **CURL, "request_first_line": "POST /form HTTP/1.1", "status": "302", "response_bytes_clf": "-",
        "request_header_referer": "https://www.example.com/form", "bytes_rx": "911", "bytes_tx": "412",
    },
    "forwarded_combined": {
        **CURL, **UTC, "request_first_line": "GET /login HTTP/1.1", "response_bytes_clf": "615",
        "request_header_referer": "https://www.example.com/", "request_header_x_forwarded_for": "198.51.100.7",
    },
    "forwarded_common": {
        **COMMON, **UTC, "remote_user": "alice", "request_first_line": "GET /login HTTP/1.1", "response_bytes_clf": "615",
        "request_header_x_forwarded_for": "198.51.100.7, 10.0.0.5",
    },
    "vhost_combined": {
        "server_name": "www.example.com", "server_port": "443", **CURL, "response_bytes_clf": "4875",
        "request_header_user_agent": "Mozilla/5.0 (compatible; examplebot/1.0; +https://bot.example.net/)",
    },
    "vhost_common": {
        "server_name": "shop.example.org", **COMMON, "remote_host": "2001:db8::7", "request_first_line": "HEAD / HTTP/1.0",
        "status": "301", "response_bytes_clf": "-",
    },
    "nginx_main": {
        **CURL, **UTC, "remote_host": "10.0.0.5", "request_first_line": "GET /login HTTP/1.1", "response_bytes_clf": "615",
        "request_header_x_forwarded_for": "192.0.2.1, 198.51.100.7",
    },
    "ingress_nginx": {
        **CURL, **UTC, "request_first_line": "GET /api/v1/orders HTTP/2.0", "response_bytes_clf": "812",
        "request_header_user_agent": "okhttp/4.12.0", "bytes_rx": "215", "time_s": "0.034",
        "proxy_upstream_name": "shop-api-8080", "proxy_alternative_upstream_name": "",
        "upstream_addr": "10.42.0.7:8080, 10.42.0.8:8080", "upstream_response_length": "0, 812",
        "upstream_response_time": "0.010, 0.024", "upstream_status": "502, 200",
        "request_id": "4f1c9a0de2b34c55a8e1b7d6f0923c11",
    },
    "traefik": {
        **CURL, **UTC, "request_first_line": "GET / HTTP/2.0", "status": "302", "response_bytes_clf": "32",
        "request_header_user_agent": "-", "request_count": "17", "router_name": "web@docker",
        "upstream_url": "http://10.0.0.2:3001", "time_ms": "10",
    },
    "vhost_combined_plus": {"server_name": "www.example.com", "server_port": "443", **CURL, "extra": '1068 "-" TLSv1.3'},
    "combined_plus": {**CURL, "extra": 'www.example.com 443 "-" + 1068'},
    "common_plus": {**COMMON, "extra": "0.034 hit www.example.com"},
    "apache_error": {
        "time_received": "Fri Oct 10 13:55:36.318615 2025", "module": "authz_core", "level": "error", "pid": "9",
        "pid_tid": "140597881775872", "source_file": "mod_authz_core.c", "source_line": "820", "error_number": "13",
        "error_text": "Permission denied", "remote_host": "2001:db8::7", "server_port_remote": "50752",
        "message": "AH01630: client denied by server configuration: /srv/www/x",
        "request_header_referer": "https://www.example.com/start",
    },
    "apache_error_clf": {
        "time_received": "10/Oct/2025:13:55:36 +0200", "module": "core", "level": "alert", "pid": "12",
        "remote_host": "192.0.2.1", "server_port_remote": "24259", "message": "script not found",
    },
    "apache_error_iso": {
        "time_received": "2025-10-10 13:55:36.138633", "module": "php", "level": "error", "pid": "12",
        "remote_host": "192.0.2.1", "server_port_remote": "24259", "message": "PHP Fatal error: out of memory",
    },
    "apache_error_22": {
        "time_received": "Fri Oct 10 13:55:36 2025", "level": "error", "remote_host": "192.0.2.1",
        "message": "File does not exist: /srv/www/favicon.ico",
    },
    "apache_error_bare": {
        "message_id": "00558",
        "message": "httpd: Could not reliably determine the server's fully qualified domain name, using 192.0.2.9",
    },
    "nginx_error": {
        "time_received": "2025/10/10 13:55:36", "level": "error", "pid": "31", "pid_tid": "31", "connection": "7",
        "message": 'open() "/srv/www/favicon.ico" failed (2: No such file or directory)', "remote_host": "192.0.2.1",
        "server_name": "www.example.com", "request_first_line": "GET /favicon.ico HTTP/1.1",
        "request_header_host": "www.example.com", "request_header_referer": "https://www.example.com/start?x=1",
    },
    "nginx_json": {
        "time_received": "2025-10-10T13:55:36+00:00", "remote_host": "192.0.2.1", "remote_user": "",
        "request_first_line": "GET /a?b=1 HTTP/1.1", "status": "200", "response_bytes_clf": "512",
        "request_header_referer": "", "request_header_user_agent": "curl/8.5.0", "time_s": "0.034",
    },
    "json": {
        "time_received": "1760104536.25", "remote_host": "192.0.2.1", "method": "GET", "server_name": "www.example.com",
        "request_url": "/a?b=1", "request_header_user_agent": "curl/8.5.0", "status": "200", "response_bytes_clf": "512",
    },
}  # fmt: skip


def read(fmt: LogFormat, line: bytes) -> dict[str, str] | None:
    """Columns and values of a line; None where it does not fit."""
    if fmt.json:
        found = leaves(line)
        if found is None:
            return None
        fields = json_fields([leaf.path for leaf in found])
        return {f.name: line[x.start : x.end].decode() for f, x in zip(fields, found, strict=True)}
    match = pattern(fmt).match(line)
    if match is None:
        return None
    return {f.name: v.decode() for f, v in zip(fmt.fields, match.groups(), strict=True) if v is not None}


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_sample(fmt: LogFormat) -> None:
    """The sample comes apart into exactly these columns."""
    assert read(fmt, SAMPLES[fmt.name]) == GOLDEN[fmt.name]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_sample_is_recognised(fmt: LogFormat) -> None:
    """A log of nothing but such lines is recognised by name, with certainty."""
    found = recognise((SAMPLES[fmt.name] + b"\n") * 5)

    assert (found.formats[0].name, found.confidence) == (fmt.name, 1.0)


def test_every_format_has_a_sample_and_its_own_name() -> None:
    """The lists agree."""
    assert set(SAMPLES) == set(GOLDEN) == set(BY_NAME) - set(ALIASES) == {f.name for f in FORMATS}
    assert len(BY_NAME) == len(FORMATS) + len(ALIASES)


@pytest.mark.parametrize("fmt", [f for f in FORMATS if f.source], ids=lambda f: f.name)
def test_pieces_are_those_of_the_source(fmt: LogFormat) -> None:
    """A format written out by hand is the same as its string compiled, name by name."""
    made = compile_format(fmt.source, fmt.name)
    hand = [(f.name, f.holds, f.shape) for f in fmt.fields if f.name != "remote_logname"]

    assert hand == [(f.name, f.holds, f.shape) for f in made.fields if f.name != "remote_logname"]


@pytest.mark.parametrize("fmt", FORMATS, ids=lambda f: f.name)
def test_says_and_names(fmt: LogFormat) -> None:
    """Each says in one sentence what it is, and no column stands twice."""
    names = [f.name for f in fmt.fields]

    assert fmt.says.endswith(".")
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("fmt", [f for f in FORMATS if not f.json], ids=lambda f: f.name)
def test_what_may_identify_is_never_plain(fmt: LogFormat) -> None:
    """Free text of a format is TEXT, MESSAGE or known; only closed sets of the server are PLAIN."""
    open_ended = [f for f in fmt.fields if f.shape in {Shape.REST, Shape.TOKEN_LAST} or f.name in {"extra", "message"}]

    assert all(f.holds in {Holds.TEXT, Holds.MESSAGE, Holds.REFERER} for f in open_ended)


@pytest.mark.parametrize(
    ("name", "line", "expected"),
    [
        ("combined", b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "-" 408 - "-" "-"', {"request_first_line": "-", "status": "408"}),
        ("combined", b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "" 400 0 "-" "-"', {"request_first_line": ""}),
        ("combined", b'h.example.net - - [10/Oct/2025:13:55:36 +0200] "PRI * HTTP/2.0" - 0 "-" "-"', {"status": "-"}),
        ("combined", rb'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "\x16\x03 \x01" 400 0 "-" "() { :;}; echo \"x\""',
         {"request_header_user_agent": r'() { :;}; echo \"x\"'}),
        ("combined", b' 192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 1 "-" "-" \r', {"remote_host": "192.0.2.1"}),
        ("nginx_error", (b'2025/10/10 13:55:36 [error] 1#1: *7 user "x, client: 127.0.0.1" was not found, client: 192.0.2.1, '
         b'server: a.example, request: "GET / HTTP/1.1"'), {"remote_host": "192.0.2.1", "message": 'user "x, client: 127.0.0.1" was not found'}),
        ("nginx_error", b'2025/10/10 13:55:36 [notice] 1#1: using the "epoll" event method', {"message": 'using the "epoll" event method'}),
        ("nginx_error", (b'2025/10/10 13:55:36 [error] 1#1: *9 timed out, client: 192.0.2.1, server: x, login: "jo@example.com", '
         b'upstream: "10.0.0.1:993"'), {"remote_user": "jo@example.com", "upstream_url": "10.0.0.1:993"}),
        ("apache_error", b"[Fri Oct 10 13:55:36 2025] [core:notice] [pid 12] AH00094: Command line: 'x'", {"level": "notice", "pid": "12"}),
        ("apache_error", b"[Fri Oct 10 13:55:36 2025] [proxy:error] [pid 12:tid 3] [remote 10.0.0.2:8080] AH01: gone", {"upstream_addr": "10.0.0.2:8080"}),
        ("apache_error", b"[Fri Oct 10 13:55:36 2025] [x:error] [pid 1] [client 192.0.2.1:2] told, referer: a, referer: https://example.com/",
         {"message": "told, referer: a", "request_header_referer": "https://example.com/"}),
        ("apache_error_22", b"[Fri Oct 10 13:55:36 2025] [error] [client 2001:db8::1] gone", {"remote_host": "2001:db8::1"}),
        ("apache_error_22", b"[Fri Oct 10 13:55:36 2025] [warn] RSA certificate", {"message": "RSA certificate"}),
        ("vhost_combined", b'[2001:db8::5]:8443 192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "-" 408 - "-" "-"',
         {"server_name": "[2001:db8::5]", "server_port": "8443"}),
    ],
)  # fmt: skip
def test_lines_that_real_logs_hold(name: str, line: bytes, expected: dict[str, str]) -> None:
    """Timeouts, empty and binary requests, forged clients and referers, carriage returns, IPv6 hosts."""
    found = read(BY_NAME[name], line)

    assert found is not None
    assert {key: found[key] for key in expected} == expected


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("combined", b'192.0.2.1 - - [10/Oct/2025:13:55:36] "GET / HTTP/1.1" 200 1 "-" "-"'),
        ("combined", b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 1 "-" "cut of'),
        ("combined", b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" abc 1 "-" "-"'),
        ("common", b'192.0.2.1 - - [10/Oct/2025:13:55:36 +0200] "GET / HTTP/1.1" 200 1 "-" "-"'),
        ("nginx_error", b"2025/10/10 13:55:36 error: no"),
    ],
)
def test_lines_that_are_no_entry(name: str, line: bytes) -> None:
    """What is not whole does not fit."""
    assert read(BY_NAME[name], line) is None


def test_fields_that_end_by_themselves_are_marked_so() -> None:
    """Times, sizes and statuses are of a self-ending shape in every named format."""
    loose: list[Field] = [
        f
        for fmt in FORMATS
        for f in fmt.fields
        if f.holds in {Holds.TIME, Holds.STATUS, Holds.BYTES} and f.shape not in SELF_ENDING and not f.strftime
    ]

    assert loose == []


@pytest.mark.parametrize("rest", ['"curl/8" 0.003', '"curl/8" 0.003 "x" "y"', '"curl/8" "x"'])
def test_columns_after_a_virtual_host_s_line_do_not_shift_it(rest: str) -> None:
    """With more columns than Debian writes the host is still the host, and the client the client."""
    line = f'www.example.com 192.0.2.1 - - [09/Mar/2026:10:00:00 +0000] "GET / HTTP/1.1" 200 5 "-" {rest}'.encode()
    found = [(found.type.value, line[found.start : found.end]) for found in chlogaudit.find_identifiers(line)]
    assert found == [("client_ip", b"192.0.2.1")]
