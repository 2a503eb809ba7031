"""Other projects' parse suites, through our patterns: which asserted fields come out right, and why the others do not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from chlogaudit.engine import load
from chlogaudit.model.format import Field, Holds, LogFormat
from chlogaudit.parser.columns import time_parts, time_shape
from chlogaudit.parser.formats import BY_NAME
from chlogaudit.parser.jsonkeys import json_fields
from chlogaudit.parser.jsonlines import leaves
from chlogaudit.parser.recognise import recognise
from chlogaudit.parser.regex import pattern
from chlogaudit.parser.text import compile_format

SHARED = Path(__file__).parents[1].parent / "shared" / "expected"
REFERENCE = load("reference")

_COMBINED = '"%r" %>s %b "%{Referer}i" "%{User-Agent}i"'
# Formats that suites name and do not spell out: as an operator would write them for --log-format. Several: tried in turn.
STRINGS: dict[str, tuple[str, ...]] = {
    "bunkerweb-logs": (
        (
            "$server_name $remote_addr - $request_id $remote_user [$time_local] "
            '"$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"'
        ),
        (
            '$server_name $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
            '"$http_user_agent"'
        ),
    ),
    "envoy-logs": (
        (
            '[$time_iso8601] "$request" $status $response_flags $bytes_received $bytes_sent $duration '
            '$upstream_service_time "$http_x_forwarded_for" "$http_user_agent" "$request_id" "$host" "$upstream_host"'
        ),
    ),
    "litespeed-logs:other": ("%{%Y-%m-%d %H:%M:%S}t.%{usec_frac}t [%{level}n] [%P] [%a:%{connection}n] %{message}n",),
    "nginx-proxy-manager-logs": (
        (
            "[$time_local] $upstream_cache_status $upstream_status $status - $request_method $scheme $host "
            '"$request_uri" [Client $remote_addr] [Length $body_bytes_sent] [Gzip $gzip_ratio] [Sent-to $server] '
            '"$http_user_agent" "$http_referer"'
        ),
        (
            '[$time_local] $status - $request_method $scheme $host "$request_uri" [Client $remote_addr] '
            '[Length $body_bytes_sent] [Gzip $gzip_ratio] "$http_user_agent" "$http_referer"'
        ),
        "%h - %u %t " + _COMBINED,
    ),
    "nginx-logs": (
        (
            '[$time_local] $host $remote_addr $request_time "$request" $status $body_bytes_sent $bytes_sent $http_referer '
            "$http_user_agent"
        ),
    ),
    "npmplus-logs": (
        (
            '[$time_local] $host $remote_addr $request_time "$request" $status $body_bytes_sent $bytes_sent $http_referer '
            "$http_user_agent"
        ),
    ),
    "nginx_xff_prefixed": (
        (
            '$http_x_forwarded_for - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
            '"$http_user_agent"'
        ),
        (
            '$host $http_x_forwarded_for - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" '
            '"$http_user_agent"'
        ),
        (
            '$host $http_x_forwarded_for $remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
            '"$http_referer" "$http_user_agent"'
        ),
    ),
    "apache_tab": (
        '%h\\t%l\\t%u\\t%t\\t"%r"\\t%>s\\t%b\\t"%{Referer}i"\\t"%{User-Agent}i"',
        '%h\\t%l\\t%u\\t%t\\t"%r"\\t%>s\\t%b',
    ),
    "vhost_tab": ('%v\\t%h\\t%l\\t%u\\t%t\\t"%r"\\t%>s\\t%b',),
    "haproxy-http-auth": (
        (
            "%{%b %d %H:%M:%S}t %{host}n haproxy[%P]: %a:%{remote}p [%{at}n] %{frontend}n %{backend}n %{timers}n %>s %b "
            '%{c1}n %{c2}n %{flags}n %{counts}n %{queues}n "%r"'
        ),
    ),
    "lighttpd-auth": (
        "%{%Y-%m-%dT%H:%M:%S}t.%{usec_frac}t %{host}n lighttpd[%P]: (%{source}n) %{message}n IP: %a",
        "%{%Y-%m-%d %H:%M:%S}t: (%{source}n) %{message}n IP: %a",
    ),
    "monitorix": ("%{%a %b %d %H:%M:%S %Y}t - %{kind}n - [%a] %{message}n",),
}
# No log of a web server, or not one line of it as the server wrote it.
OUT_OF_SCOPE: dict[str, str] = {
    "drupal-auth": "a syslog line of an application",
    "horde": "an application's log",
    "monit": "the log of a process monitor",
    "roundcube-auth": "syslog lines of a web mailer",
    "suhosin": "syslog lines of a PHP extension",
    "nginx-mail-logs:mail_auth": "what a pipeline left of a line, without its time, level and tail",
    "nginx-mail-logs:mail_new_session": "a mail proxy's session start: the address stands in free text",
}
# What the suites assert that no log line says, or that another reading of the same line says as well.
NOT_ASSERTED = frozenset({"suite_timestamp", "remote_ip_list"})
_DASHES = "VRL takes a line of dashes for an entry without values; httpd never writes one, and other parsers reject it"
_CLOCK = "the line has no year; the suite's is that of its own test clock"
# Assertions that do not hold here, by case and key ("" for all keys of the case), and why not.
MISSES: dict[tuple[str, str], str] = {
    ("vrl-4a148cda38", ""): _DASHES,
    ("vrl-0bb9f6456d", "client"): "a time and four dashes: no line that httpd writes",
    ("vrl-6f6c8c345b", "message"): "the suite cuts the message of one module into columns of its own",
    (
        "elastic-60df27ee0a",
        "message",
    ): "the suite keeps client, server and request in the message; here they are columns",
    (
        "elastic-c4e39bc569",
        "message",
    ): "the suite keeps client, server and request in the message; here they are columns",
    ("elastic-60df27ee0a", "client"): "the suite leaves the client in the message; here it is a column",
    ("elastic-c4e39bc569", "client"): "the suite leaves the client in the message; here it is a column",
    (
        "elastic-e604833997",
        "message",
    ): "a message with raw newlines: three lines of the file, and lines are what is read",
    (
        "elastic-653f8a9ca2",
        "client",
    ): "the suite picks the first public address of the list; the column is the whole list",
    ("crowdsec-66b2ba23ee", "client"): "the suite picks the last address of the list; the column is the whole list",
    ("nielsbasjes-ac04e866dc", "request"): "the suite undoes \\xHH; the column is the raw bytes",
    ("fail2ban-8e1c7d1f1e", "time_naive"): _CLOCK,
    ("fail2ban-6f22de7248", "time_naive"): _CLOCK,
    ("fail2ban-6a372d12e5", "time_naive"): _CLOCK,
    ("fail2ban-6a372d12e5", "client"): "httpd's error log behind a syslog prefix; syslog's files are not read",
    ("fail2ban-c58380f212", "time_naive"): "a time without its zone, cut by hand",
    ("jwodder-6354dbba0b", "time_iso"): "a German month name; times are read in the C locale",
}


def cases() -> Iterator[dict[str, object]]:
    """Every case of every suite."""
    for path in sorted(SHARED.glob("parse_*.jsonl")):
        for line in path.read_text().splitlines():
            yield json.loads(line)


@cache
def formats_of(name: str, line: str) -> tuple[LogFormat, ...]:
    """The formats to try for a line: the suite's string, ours for its name, or what recognition says."""
    if "%" in name or "$" in name:
        return (compile_format(name),)
    if line.startswith("{"):
        return (BY_NAME["json"],)
    own = tuple(compile_format(text) for text in STRINGS.get(name, ()))
    return own + recognise(line.encode() + b"\n").formats


def read(case: dict[str, object]) -> dict[str, tuple[Field, str]] | None:
    """Columns of the case's line; None where nothing fits."""
    text = str(case["line"]).split("\n")[0]  # some cases hold several lines and assert the first
    line = text.encode()
    for fmt in formats_of(str(case["format"]), text):
        if fmt.json:
            found = leaves(line) or []
            fields = json_fields([leaf.path for leaf in found])
            return {
                f.name: (f, line[leaf.start : leaf.end].decode(errors="replace"))
                for f, leaf in zip(fields, found, strict=True)
                if leaf.quoted or line[leaf.start : leaf.end] != b"null"
            }
        match = pattern(fmt).match(line)
        if match:
            values = {
                f.name: (f, v.decode(errors="replace"))
                for f, v in zip(fmt.fields, match.groups(), strict=True)
                if v is not None
            }
            parts = time_parts(fmt)
            if parts is not None and parts.shape is None:
                whole = line[match.start(parts.first + 1) : match.end(parts.last + 1)].decode()
                values["time_received"] = (Field(parts.pattern, Holds.TIME, fmt.fields[parts.first].shape), whole)
            return values
    return None


NAMES: dict[str, tuple[str, ...]] = {
    "client": ("remote_host", "remote_ip", "request_header_x_forwarded_for"),
    "user": ("remote_user",),
    "ident": ("remote_logname",),
    "request": ("request_first_line", "request_first_line_2"),
    "status": ("status",),
    "bytes": ("response_bytes_clf", "response_bytes", "bytes_tx"),
    "bytes_total": ("bytes_tx",),
    "referer": ("request_header_referer",),
    "user_agent": ("request_header_user_agent",),
    "vhost": ("server_name", "server_name2", "request_header_host"),
    "level": ("level",),
    "pid": ("pid",),
    "message": ("message",),
    "client_port": ("server_port_remote",),
    "gzip_ratio": ("gzip_ratio", "request_header_x_forwarded_for"),
    "xff": ("request_header_x_forwarded_for",),
    "host": ("request_header_host",),
    "server": ("server_name",),
    "upstream": ("upstream_url",),
    "time_iso": ("time_received",),
    "time_naive": ("time_received",),
}


def column(values: dict[str, tuple[Field, str]], key: str, suite_format: str = "") -> str | None:
    """The value asserted under ``key``; a dash is nothing."""
    if key in {"method", "target", "protocol"}:
        return request_part(values, key)
    names = NAMES[key][::-1] if key == "client" and suite_format == "nginx_xff_prefixed" else NAMES[key]
    for name in names:
        if values.get(name, (None, "-"))[1] == "-":
            continue
        field, value = values[name]
        if field.holds is Holds.TIME:
            return moment(field, value)
        if key == "client":
            value = bare_address(value.split(",")[0].strip())
        return value
    return None


def request_part(values: dict[str, tuple[Field, str]], key: str) -> str | None:
    """Method, target or protocol, cut out of the request line as the engine cuts it, or logged by itself."""
    own = {"method": ("method",), "target": ("request_url", "url_path"), "protocol": ("protocol",)}[key]
    if "request_first_line" not in values:
        for name in own:
            if name in values:
                query = values.get("query_string") if name == "url_path" else None
                return values[name][1] + (f"?{query[1]}" if query else "")
        return None
    line = (column(values, "request") or "").encode()
    data = np.frombuffer(line or b"\0", np.uint8)
    edges = REFERENCE.requests(data, np.array([0]), np.array([len(line)]))
    at = {"method": 0, "target": 2, "protocol": 4}[key]
    start, end = int(edges[at][0]), int(edges[at + 1][0])
    return None if start < 0 else data[start:end].tobytes().decode()


def bare_address(value: str) -> str:
    """An address without brackets and port."""
    value = re.sub(r"^\[(.*)\](?::[0-9]+)?$", r"\1", value).removeprefix("::ffff:")
    return value.split(":")[0] if value.count(":") == 1 else value


def moment(field: Field, value: str) -> str | None:
    """A time in UTC as the suites write it."""
    if "%" in field.name:
        try:
            read_time = datetime.strptime(value, field.name)  # noqa: DTZ007  the pattern may hold no zone
        except ValueError:
            return None
        return (read_time.astimezone(UTC) if read_time.tzinfo else read_time.replace(tzinfo=UTC)).isoformat()
    shape = time_shape(value.encode())
    if shape is None:
        return None
    data = np.frombuffer(value.encode(), np.uint8)
    seconds, _, _ = REFERENCE.times(data, np.array([0]), np.array([len(data)]), shape)
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(seconds[0]))).isoformat()


def same(key: str, got: str | None, expected: object) -> bool:
    """Compare as the suites mean it: numbers by value, naive times without the zone."""
    if expected is None or got is None:
        return expected is None and got is None
    if key.startswith("time_"):
        return got[:19] == str(expected)[:19]
    return str(expected) == got or (isinstance(expected, int) and got.isdigit() and int(got) == expected)


REJECTED_BY = {"nginx_main": "nginx_main", "apache_combined": "combined"}


def assertions() -> Iterator[tuple[dict[str, object], str, object]]:
    """Every assertion in scope: case, key ("" for a line that must not fit) and value."""
    for case in cases():
        if str(case["format"]) in OUT_OF_SCOPE:
            continue
        if case["kind"] == "reject" or case["expected"] is None:
            yield case, "", None
            continue
        expected = case["expected"]
        assert isinstance(expected, dict)
        yield from ((case, key, value) for key, value in expected.items() if key not in NOT_ASSERTED)


def is_right(case: dict[str, object], key: str, value: object) -> bool:
    """Whether one assertion holds."""
    if not key:
        named = BY_NAME[REJECTED_BY[str(case["format"])]]
        return pattern(named).match(str(case["line"]).encode()) is None
    values = read(case)
    return values is not None and same(key, column(values, key, str(case["format"])), value)


def reason(case: dict[str, object], key: str) -> str | None:
    """Why an assertion does not hold, where that is known."""
    return MISSES.get((str(case["id"]), key)) or MISSES.get((str(case["id"]), ""))


pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared suites are not beside the project")


def test_every_assertion_without_a_reason_holds() -> None:
    """What the suites assert of a line comes out of our columns; no miss is silent."""
    wrong = [(c["id"], key) for c, key, value in assertions() if reason(c, key) is None and not is_right(c, key, value)]

    assert wrong == []


def test_at_least_97_percent_hold() -> None:
    """The misses that have a reason are few."""
    told = [is_right(c, key, value) for c, key, value in assertions()]

    assert len(told) > 1400
    assert sum(told) / len(told) >= 0.97


@pytest.mark.parametrize(
    ("case_id", "key"),
    [
        pytest.param(*miss, marks=pytest.mark.xfail(strict=True, reason=why), id="-".join(miss))
        for miss, why in MISSES.items()
    ],
)
def test_miss(case_id: str, key: str) -> None:
    """A miss stays listed only as long as it is one."""
    here = [(c, k, v) for c, k, v in assertions() if c["id"] == case_id and key in {k, ""}]

    assert here
    assert all(is_right(c, k, v) for c, k, v in here)


def test_out_of_scope_is_short() -> None:
    """Little is left out, and only what is no log of a web server."""
    total = list(cases())
    out = [c for c in total if str(c["format"]) in OUT_OF_SCOPE]

    assert len(out) / len(total) < 0.08
    assert {str(c["format"]) for c in out} == set(OUT_OF_SCOPE)
