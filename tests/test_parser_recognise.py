"""Which formats a log has: by name, mixed, wrapped, inferred, or none and why."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chlogaudit.model.format import Holds
from chlogaudit.parser.formats import BY_NAME, FORMATS, SAMPLES
from chlogaudit.parser.infer import infer
from chlogaudit.parser.jsonlines import leaves
from chlogaudit.parser.recognise import recognise, wrap
from chlogaudit.parser.regex import pattern
from chlogaudit.parser.text import compile_format

SHARED = Path(__file__).parents[1].parent / "shared" / "logs"


def lines(*names: str) -> bytes:
    """The samples of these formats, one after the other."""
    return b"".join(SAMPLES[name] + b"\n" for name in names)


def test_a_mixed_file_has_its_formats_by_share() -> None:
    """The most frequent is tried first."""
    found = recognise(lines(*["common"] * 3, *["nginx_main"] * 7))

    assert [f.name for f in found.formats] == ["nginx_main", "common"]
    assert found.shares == (0.7, 0.3)
    assert found.confidence == 1.0


@pytest.mark.parametrize(
    ("specific", "loose"),
    [
        ("vhost_combined", "combined"),
        ("vhost_common", "common"),
        ("apache_error", "apache_error_22"),
        ("nginx_json", "json"),
    ],
)
def test_a_format_stands_before_one_that_would_take_its_lines(specific: str, loose: str) -> None:
    """Also where it is the rarer one: in a combined log a vhost line's address would become the ident."""
    found = recognise(lines(*[loose] * 7, specific))

    assert [f.name for f in found.formats] == [specific, loose]
    assert found.shares == (0.125, 0.875)


def test_an_open_format_is_tried_after_the_exact_ones() -> None:
    """One that leaves the rest of a line to one column would take the lines of an exact one."""
    found = recognise(lines(*["common_plus"] * 7, *["combined"] * 3))

    assert [f.name for f in found.formats] == ["combined", "common_plus"]


def test_a_virtual_host_is_no_client() -> None:
    """A vhost line fits combined too, with the host as client; a user with blanks fits vhost_combined."""
    spaced = SAMPLES["combined"].replace(b" - - ", b" - jo doe ") + b"\n"

    assert recognise(lines("vhost_combined") * 3).formats[0].name == "vhost_combined"
    assert [f.name for f in recognise(lines("combined") + spaced * 3).formats] == ["combined"]
    assert not pattern(BY_NAME["vhost_combined"]).match(spaced.strip())


def test_lines_in_one_more_pair_of_quotes() -> None:
    """Each line wrapped whole: the named format inside, its columns unchanged."""
    log = b"".join(b'"%b"\r\n' % SAMPLES["combined"] for _ in range(5))
    found = recognise(log)
    match = pattern(found.formats[0]).match(log.split(b"\n")[0])

    assert [f.name for f in found.formats] == ["combined_wrapped"]
    assert [f.name for f in found.formats[0].fields] == [
        f.name for f in FORMATS if f.name == "combined" for f in f.fields
    ]
    assert match is not None
    assert match[1] == b"192.0.2.1"


@pytest.mark.parametrize("name", ["common", "combined", "vhost_common", "nginx_main", "ingress_nginx"])
def test_wrap(name: str) -> None:
    """Formats that end in a quote or a number, and those with options, can be wrapped."""
    found = wrap(next(f for f in FORMATS if f.name == name))

    assert pattern(found).match(b'"%b"\r' % SAMPLES[name])
    assert not pattern(found).match(SAMPLES[name])


HOSTING = [
    b'[u][%02d/Oct/2025:13:55:%02d +0200] 0.%d00 0.100 %d 192.0.2.%d www.example.com GET /p/%d HTTP/1.1 "%b" "%b" %d 10.0.0.5 a0001'
    % (n % 28 + 1, n % 60, n % 9, (200, 304, 404)[n % 3], n % 250, n, (b"Mozilla/5.0 (X11)", b"curl/8.5.0")[n % 2],
       (b"-", b"https://example.org/x")[n % 2], 300 + 37 * n)
    for n in range(60)
]  # fmt: skip


def test_a_hosting_format_is_inferred() -> None:
    """Client, status, request and the rest are found where no named format fits; what is unknown is text."""
    found = recognise(b"\n".join(HOSTING) + b"\n")
    match = pattern(found.formats[0]).match(HOSTING[5])
    assert match is not None
    values = dict(zip((f.name for f in found.formats[0].fields), match.groups(), strict=True))

    assert (found.formats[0].name, found.confidence) == ("inferred", 1.0)
    assert "inferred" in found.why
    assert {k: values[k] for k in ("remote_host", "status", "request_first_line", "server_name", "local_ip", "response_bytes_clf")} == {
        "remote_host": b"192.0.2.5", "status": b"404", "request_first_line": b"GET /p/5 HTTP/1.1",
        "server_name": b"www.example.com", "local_ip": b"10.0.0.5", "response_bytes_clf": b"485",
    }  # fmt: skip
    assert {f.name for f in found.formats[0].fields if f.holds is Holds.TEXT} == {
        "column_1",
        "column_3",
        "column_4",
        "column_13",
    }


def test_a_custom_time_and_keys_are_inferred() -> None:
    """A bracketed time of another fashion is a time; ``key=`` before a value is literal."""
    rows = [
        b'192.0.2.%d - - [October 10, 2025T13:55:%02d +0000] "GET /%d HTTP/1.1" 200 %d rt=0.%d ua="curl/8.%d"'
        % (n, n, n, 90 * n, n, n)
        for n in range(1, 40)
    ]
    form = infer(rows)
    assert form is not None

    assert [f.holds for f in form.fields[:4]] == [Holds.CLIENT, Holds.IDENT, Holds.USER, Holds.TIME]
    assert form.fields[3].strftime == "%B %d, %YT%H:%M:%S %z"
    assert form.fields[-1].holds is Holds.USER_AGENT
    assert all(pattern(form).match(row) for row in rows)


@pytest.mark.parametrize(
    ("sample", "reason"),
    [
        (os.urandom(5000).replace(b"\n", b"\0"), "no text"),
        (gzip.compress(bytes(range(256)) * 100), "no text"),
        (b"Dear all,\n\nthis is a letter, not a log.\nIt has three lines.\n", "no line has the form"),
        (b"name,value\na,1\nb,2\n" * 20, "no line has the form"),
        (b"2025-10-10 INFO started\n2025-10-10 INFO stopped\n" * 20, "no line has the form"),
        (b"x" * 200_000, "no line break"),
        (b"1\n2\n3\n4\n5\n", "no line has the form"),
    ],
    ids=["random", "gzip", "letter", "csv", "application", "one line", "numbers"],
)
def test_what_is_no_log(sample: bytes, reason: str) -> None:
    """Confidence 0 and a reason, never a format."""
    found = recognise(sample)

    assert (found.formats, found.confidence) == ((), 0.0)
    assert reason in found.why


@pytest.mark.parametrize("sample", [b"", b"\n \r\n\t\n"])
def test_where_no_line_is_none_is_in_doubt(sample: bytes) -> None:
    """A log of a night without visitors has no format, and nothing speaks against its being a log."""
    found = recognise(sample)

    assert (found.formats, found.confidence) == ((), 1.0)
    assert "no line" in found.why


def test_confidence_is_the_share_of_lines_that_fit() -> None:
    """Stray lines lower it; empty lines do not count."""
    found = recognise(lines("common") * 3 + b"\n\nTraceback (most recent call last):\n")

    assert (found.confidence, found.sampled) == (0.75, 4)


def test_given_formats_are_the_only_ones_tried() -> None:
    """What the user named is not replaced by what might fit better."""
    mine = compile_format("%h %t", "mine")
    found = recognise(lines("combined"), (mine,))

    assert found.formats == ()


def test_the_last_line_may_be_cut() -> None:
    """A sample that ends in the middle of a line is judged without that line."""
    whole = lines("combined") * 4

    assert recognise(whole + SAMPLES["combined"][:50]).confidence == 1.0
    assert recognise(SAMPLES["combined"]).confidence == 1.0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.binary(max_size=60), st.sampled_from(list(SAMPLES.values()))), max_size=12))
def test_any_sample_ends_in_the_same_result(parts: list[bytes]) -> None:
    """Nothing raises, and the same bytes are recognised the same."""
    sample = b"\n".join(parts)
    found = recognise(sample)

    assert found == recognise(sample)
    assert 0 <= found.confidence <= 1
    assert len(found.formats) == len(found.shares)


def logs() -> list[Path]:
    """The real logs beside the project."""
    return sorted(p for p in SHARED.rglob("*") if p.is_file()) if SHARED.is_dir() else []


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared logs are not beside the project")
def test_real_logs_are_recognised() -> None:
    """
    Of every real log at least 99 % of the non-empty lines of its head fit.

    Two logs hold raw gzip data between their lines; there the share is of the lines that are text.
    """
    poor = []
    for path in logs():
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        head = data[: 128 << 10]
        head = head[: head.rfind(b"\n") + 1] or head
        found = recognise(head)
        whole = [line for line in head.split(b"\n") if line.strip() and is_text(line)]
        fitting = sum(
            any((leaves(line) if f.json else pattern(f).match(line)) is not None for f in found.formats)
            for line in whole
        )
        if fitting < 0.99 * len(whole):
            poor.append(f"{path.relative_to(SHARED)}: {fitting} of {len(whole)}")

    assert poor == []


def is_text(line: bytes) -> bool:
    """Whether a line is UTF-8 without the control bytes that compressed data is full of."""
    try:
        line.decode()
    except UnicodeDecodeError:
        return False
    return not any(b < 9 or 13 < b < 32 for b in line)
