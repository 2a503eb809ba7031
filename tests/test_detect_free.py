"""Lines of unknown form: what redaction must not let pass."""

from __future__ import annotations

import pytest

from chlogaudit.detect import find, find_free
from chlogaudit.model.format import Holds


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        (b"worker: out of memory while serving 1.2.3.4", b"1.2.3.4"),
        (b"x 1.2.3.4 y", b"1.2.3.4"),
        (b"\xff192.0.2.7 - -", b"192.0.2.7"),
        (b"\xff\xfe2001:db8::7 - -", b"2001:db8::7"),
        (b"caf\xc3\xa9192.0.2.9\xff", b"192.0.2.9"),
    ],
)
def test_small_numbers_and_odd_neighbours_hide_no_address(line: bytes, wanted: bytes) -> None:
    """Where nothing is known, four small numbers are an address, and bytes that are no ASCII are no part of one."""
    assert wanted in [line[found.start : found.end] for found in find_free(line)]


def test_releases_stay() -> None:
    """A word before four numbers, or a product with its slash, calls them a release."""
    assert not find_free(b"started release 1.2.3.4 with OpenSSL/1.1.1.24")


@pytest.mark.parametrize(
    "line",
    [
        b"a - - [02/Mar/2026:00:00:00",
        b'- - - [09/Mar/2026:10:00:00 +0000] "-" - - "-" ""',
        b'www.example.com:443 192.0.2.1 - a b [09/Mar/2026:10:00:00.123 +0000] "-" 408 - 17',
        b"x=1 a - - [02/Mar/2026:00:00:00 " * 900,
        b"x=1 ab - - [02/Mar/2026:00:00:00 " * 900,
        b'x=1 ab - - [02/Mar/2026:00:00:00 "' * 900,
        b'"' + b"\\\\" * 3000 + b'\\" ab - - [02/Mar/2026:00:00:00 x=1"' * 90,
    ],
)
def test_a_line_inside_a_line_is_looked_into_once(line: bytes) -> None:
    """Text that is nearly a logged line, or many of them, is never taken for one again and again without end."""
    for holds in (Holds.TEXT, Holds.MESSAGE, Holds.USER_AGENT, Holds.FORWARDED):
        find(line, holds)
    find_free(line)
