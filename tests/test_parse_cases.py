"""Format strings, lines and columns written from the servers' documentation, before the code was looked at."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import chlogaudit
from chlogaudit.engine import load
from chlogaudit.parser.text import named_or_compiled

CASES = [json.loads(line) for line in (Path(__file__).parent / "data" / "parse_cases.jsonl").read_text().splitlines()]
ENTRY = '192.0.2.{n} - alice [10/Oct/2025:13:55:36 +0200] "GET /a HTTP/1.1" 200 5 "-" "curl"'
ERROR = (
    '2025/10/10 13:55:{n:02} [error] 31#31: *7 open() "/srv/x" failed (2: No such file or directory), client: '
    '192.0.2.{n}, server: www.example.com, request: "GET /x HTTP/1.1", host: "www.example.com"'
)
Log = Callable[[bytes], Path]


@pytest.fixture
def log(tmp_path: Path) -> Log:
    """A log of the given bytes."""

    def make(data: bytes, name: str = "access.log") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return make


def _same(found: object, expected: object, column: str) -> bool:
    if expected is None:
        return bool(pd.isna(found))
    if column == "time_received":
        return found == pd.Timestamp(str(expected))
    return found == expected and isinstance(found, str) == isinstance(expected, str)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['suite']}: {case['format'][:60]}")
def test_a_documented_format(case: dict[str, object], log: Log) -> None:
    """The line fits, or does not, and each column has the value that the server's documentation says it has."""
    frame = chlogaudit.read_logs(log(str(case["line"]).encode() + b"\n"), format=str(case["format"]))
    row = frame.iloc[0]
    expected = case["expected"]

    assert bool(row["fits"]) == (expected is not False)
    if isinstance(expected, dict):
        assert {c: row.get(c) for c, value in expected.items() if not _same(row.get(c), value, c)} == {}


def test_there_are_enough_cases() -> None:
    """The table covers the directives and variables: it cannot shrink unseen."""
    assert len(CASES) >= 280


PREFIXES = {
    "rsyslog": "Oct 10 13:55:{n:02} web1 nginx: ",
    "rsyslog with ISO times": "2025-10-10T13:55:{n:02}.123456+02:00 web1.example.com nginx: ",
    "journalctl": "Oct  3 13:55:{n:02} web1 nginx[812]: ",
    "RFC 5424": "<190>1 2025-10-10T13:55:{n:02}Z web1 nginx 812 - - ",
    "nginx to syslog, nohostname": "<190>Oct 10 13:55:{n:02} nginx: ",
    "Kubernetes": "2025-10-10T11:55:{n:02}.123456789Z stdout F ",
    "docker logs --timestamps": "2025-10-10T11:55:{n:02}.123456789Z ",
    "docker compose": "web_1  | ",
}


@pytest.mark.parametrize("prefix", PREFIXES.values(), ids=PREFIXES)
def test_lines_behind_a_collectors_prefix(prefix: str, log: Log) -> None:
    """Access and error entries behind syslog's or Docker's prefix have their own clients, users and times, not the prefix's."""
    lines = [prefix.format(n=n) + ENTRY.format(n=n) for n in range(1, 21)]
    lines += [prefix.format(n=n) + ERROR.format(n=n) for n in range(1, 6)]
    frame = chlogaudit.read_logs(log("\n".join(lines).encode()))

    assert frame["fits"].all()
    assert frame["remote_host"].tolist() == [f"192.0.2.{n}" for n in [*range(1, 21), *range(1, 6)]]
    assert set(frame["remote_user"].dropna()) == {"alice"}
    assert frame["time_received"][0] == pd.Timestamp("2025-10-10T11:55:36Z")


def test_a_prefix_that_no_log_has(log: Log) -> None:
    """A client's name with colons and blanks around is no prefix: combined stays combined."""
    frame = chlogaudit.read_logs(log("\n".join(ENTRY.format(n=n) for n in range(1, 9)).encode()))

    assert "prefix" not in frame


@pytest.mark.parametrize("form", ["auto", "combined"])
def test_a_byte_order_mark_is_no_part_of_the_client(form: str, log: Log) -> None:
    """Also in the middle of a file that was joined of two, and before JSON."""
    entry = ENTRY.format(n=7).encode()
    frame = chlogaudit.read_logs(log(b"\xef\xbb\xbf" + entry + b"\n\xef\xbb\xbf" + entry), format=form)
    json_frame = chlogaudit.read_logs(log(b'\xef\xbb\xbf{"remote_addr":"192.0.2.7","status":200}\n', "a.json"))

    assert frame["remote_host"].tolist() == ["192.0.2.7", "192.0.2.7"]
    assert json_frame["remote_host"].tolist() == ["192.0.2.7"]


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("1760097336", "2025-10-10T11:55:36Z"),
        ("1760097336.5", "2025-10-10T11:55:36.5Z"),
        ("1760097336123", "2025-10-10T11:55:36.123Z"),
        ('"1760097336123"', "2025-10-10T11:55:36.123Z"),
        ("1760097336123456", "2025-10-10T11:55:36.123456Z"),
        ("1760097336123456789", "2025-10-10T11:55:36.123456Z"),
        ("1.760097336123e9", "2025-10-10T11:55:36.123Z"),
        ('"2025-10-10T13:55:36.123+02:00"', "2025-10-10T11:55:36.123Z"),
        ('"2025-10-10T11:55:36.123456789Z"', "2025-10-10T11:55:36.123456Z"),
        ('"2025-10-10 11:55:36"', "2025-10-10T11:55:36Z"),
        ('"2025-10-10 13:55:36,5 +0200"', "2025-10-10T11:55:36.5Z"),
        ('"2025-10-10 13:55:36.25 +0200 CEST"', "2025-10-10T11:55:36.25Z"),
        ('"2025-10-10T11:55:36"', "2025-10-10T11:55:36Z"),
        ('"10/Oct/2025:13:55:36 +0200"', "2025-10-10T11:55:36Z"),
        ('"[10/Oct/2025:13:55:36 +0200]"', "2025-10-10T11:55:36Z"),
        ('"Fri, 10 Oct 2025 11:55:36 GMT"', "2025-10-10T11:55:36Z"),
        ('"2025/10/10 11:55:36"', "2025-10-10T11:55:36Z"),
        ('"yesterday"', None),
        ('"2025-13-45 11:55:36"', None),
        ("99999999999999999999", None),
        ('""', None),
    ],
)
def test_times_of_json_logs(written: str, moment: str | None, log: Log) -> None:
    """Seconds or their thousandths since 1970, ISO 8601 with or without its zone, the servers' own: one column in UTC."""
    frame = chlogaudit.read_logs(log(f'{{"time":{written},"remote_addr":"192.0.2.1","status":200}}\n'.encode() * 2))

    assert str(frame["time_received"].dtype) == "datetime64[us, UTC]"
    assert _same(frame["time_received"][1], moment, "time_received")


TEMPLATE = (
    '{"t":"$time_iso8601","ip":"$remote_addr","gz":"$gzip_ratio","port":$remote_port,"req":"$request","st":$status,'
    '"ua":"$http_user_agent","up":"$upstream_response_time","u":"$remote_user"}'
)


@pytest.mark.parametrize("form", [TEMPLATE, f"escape=json '{TEMPLATE}'", f"log_format j escape=json '{TEMPLATE}';"])
def test_a_json_template_reads_as_json(form: str, log: Log) -> None:
    """Escapes are undone and an empty value is missing, whether the template was given alone or with its directive."""
    line = (
        '{"t":"2025-10-10T13:55:36+02:00","ip":"192.0.2.1","gz":"","port":4711,"req":"GET /\\u00e9\\"x HTTP/1.1","st":200,'
        '"ua":"a\\"b\\\\\\tc","up":"0.1, 0.2","u":""}\n'
    )
    row = chlogaudit.read_logs(log(line.encode()), format=form).iloc[0]

    assert row["fits"]
    assert row["request_url"] == '/é"x'
    assert row["request_header_user_agent"] == 'a"b\\\tc'
    assert pd.isna(row["remote_user"])


def test_escape_none_writes_nothing_for_nothing(log: Log) -> None:
    """Where ``escape=none``, quotes stand raw in a value, and an empty one is missing."""
    form = 'log_format x escape=none \'$remote_addr "$http_user_agent" "$http_referer" $status\';'
    row = chlogaudit.read_logs(log(b'192.0.2.1 "a "b" c" "" 200\n'), format=form).iloc[0]

    assert row["request_header_user_agent"] == 'a "b" c'
    assert pd.isna(row["request_header_referer"])


def test_half_a_surrogate_pair_stays_as_logged(log: Log) -> None:
    """What cannot be a character is left escaped, so that every text can be encoded again."""
    frame = chlogaudit.read_logs(log(b'{"remote_addr":"192.0.2.1","status":200,"http_user_agent":"\\ud83d \xff"}\n'))

    assert frame["request_header_user_agent"][0].encode("utf-8", "surrogateescape") == b"\\ud83d \xff"


def test_the_types_that_are_promised(log: Log) -> None:
    """Whatever the log: sources and texts are strings, lines integers, fits booleans, times aware, numbers nullable."""
    data = ENTRY.format(n=1).encode() + b"\r\nno entry\n\n" + ENTRY.format(n=2).encode()
    frame = chlogaudit.read_logs(log(gzip.compress(data), "access.log.gz"))

    assert {c: str(t) for c, t in frame.dtypes.items() if str(t) != "object"} == {
        "line": "int64", "fits": "bool", "time_received": "datetime64[us, UTC]", "status": "Int64", "response_bytes_clf": "Int64",
    }  # fmt: skip
    assert frame["line"].tolist() == [1, 2, 3, 4]
    assert frame["fits"].tolist() == [True, False, False, True]
    assert frame["remote_logname"].isna().all()
    assert frame["status"].isna().tolist() == [False, True, True, False]


def test_both_engines_read_every_case_alike() -> None:
    """The same verdict and the same spans, for formats with optional numbers and times of several directives too."""
    fast, reference = load("fast"), load("reference")
    differing = []
    for case in CASES:
        form = named_or_compiled(str(case["format"]))
        if form.json:
            continue
        data = np.frombuffer(str(case["line"]).encode() + b"\n", np.uint8)
        starts, ends = reference.find_lines(data)
        ours, theirs = (one.find_spans(data, starts, ends, np.arange(len(starts)), form) for one in (fast, reference))
        if not (
            np.array_equal(ours.lines, theirs.lines)
            and np.array_equal(ours.starts, theirs.starts)
            and np.array_equal(ours.ends, theirs.ends)
        ):
            differing.append(case["format"])

    assert differing == []


def test_a_list_of_addresses_in_the_clients_place(log: Log) -> None:
    """
    The first is the visitor, the proxies are no virtual host, and one address alone is combined or common.

    As vhost_combined the visitor's address was the name of a site, and the report of sites printed it.
    """
    tail = '- alice [10/Oct/2025:13:55:36 +0200] "GET /a HTTP/1.1" 200 5'
    lines = [f"192.0.2.{n}, 198.51.100.7, 10.0.0.1 - {tail}" for n in range(1, 9)]
    lines += [f'192.0.2.{n}, 10.0.0.1 - {tail} "-" "curl"' for n in range(1, 9)] + [f'192.0.2.9 - {tail} "-" "curl"']
    frame = chlogaudit.read_logs(log("\n".join(lines).replace("- - alice", "- alice").encode()))

    assert frame["fits"].all()
    assert "server_name" not in frame
    assert frame["remote_host"].tolist() == [f"192.0.2.{n}" for n in [*range(1, 9), *range(1, 9), 9]]
    assert frame["request_header_x_forwarded_for"].tolist()[::8] == ["198.51.100.7, 10.0.0.1", "10.0.0.1", None]
