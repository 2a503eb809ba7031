"""Lines of unknown form: what redaction must not let pass."""

from __future__ import annotations

import pytest

from chlogaudit.detect import find_free


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
