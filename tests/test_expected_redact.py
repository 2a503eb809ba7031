"""`truncate` against what anonip and rsyslog's mmanon expect, wherever the same thing is meant."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chlogaudit.model.finding import IdType
from chlogaudit.model.format import Holds
from chlogaudit.redactor.addresses import Address, read_address
from chlogaudit.redactor.operators import Context
from chlogaudit.redactor.operators.truncate import Truncate
from redactor_fakes import Keys


def cases(shared: Path, name: str) -> list[dict]:
    """The cases of one file, or a skip."""
    file = shared / "expected" / name
    if not file.is_file():
        pytest.skip(f"no {name} here")
    return [json.loads(line) for line in file.read_text().splitlines()]


def addresses(text: str) -> list[Address | str]:
    """The words of a text, those that are addresses (brackets and port aside) as such."""
    out: list[Address | str] = []
    for word in text.split():
        written = read_address(word.encode())
        out.append(written.address if written else word)
    return out


def truncated(text: str, operator: Truncate) -> list[Address | str]:
    """The same words with every address truncated by the operator itself, as in an address slot."""
    context = Context(IdType.CLIENT_IP, Holds.CLIENT, "2026-03-26", Keys(), whole=True)
    words = (operator(w.encode(), context).decode() if read_address(w.encode()) else w for w in text.split())
    return [a for word in words for a in addresses(word)]


def test_anonip(shared: Path) -> None:
    """
    The same networks for the same number of bits.

    Deliberately different: brackets and ports do not stay with the address (a source port is an identifier of its own);
    a word like ``192.0.2.1]`` is no address here, as a slot never holds one; adding an increment and replacing
    text by a user's expression are not offered; which columns hold addresses is the format's business, not a number's.
    """
    compared = 0
    for case in cases(shared, "redact_anonip.jsonl"):
        options = case["options"]
        torn = any(
            (w.endswith("]") and not w.startswith("[")) or ("]:" in w and w.endswith("]"))
            for w in case["input"].split()
        )
        if "increment" in options or options.get("replace") or torn:
            continue
        operator = Truncate(v4=32 - options.get("v4mask", 12), v6=128 - options.get("v6mask", 84))
        assert truncated(case["input"], operator) == addresses(case["expected"]), case["id"]
        compared += 1

    assert compared >= 14


def bits(options: str, version: str, otherwise: int, width: int) -> int:
    """The bits that stay, from mmanon's parameters."""
    match = re.search(rf'{version}\.bits="(\d+)"', options)
    return width - min(int(match[1]) if match else otherwise, width)


def test_mmanon(shared: Path) -> None:
    """
    The same networks for the same number of bits, compared as numbers (mmanon writes ``0:0:0:0:0:0:0:0``, we RFC 5952).

    Deliberately different: `simple` mode (letters for digits) and random modes are not offered; an address that mmanon cuts
    out of a longer word or number (``1111.1.1.8.1``) is for the detectors to judge; IPv6 with a dotted tail is an
    IPv6 address here, not a type of its own; switching one version off would leave addresses raw.
    """
    compared = 0
    for case in cases(shared, "redact_mmanon.jsonl"):
        options, given, expected = case["options"], case["input"], case["expected"]
        one_only = 'enable="off"' in options
        other_mode = 'mode="simple"' in options or 'mode="random' in options or "replacechar" in options
        words, wanted = given.split(), expected.split()
        glued = len(words) != len(wanted) or any(
            read_address(w.encode()) is None and w != x for w, x in zip(words, wanted, strict=False)
        )
        unread = any(
            read_address(w.encode()) and not read_address(x.encode()) for w, x in zip(words, wanted, strict=False)
        )
        if one_only or other_mode or glued or unread:
            continue
        operator = Truncate(v4=bits(options, "ipv4", 16, 32), v6=bits(options, "ipv6", 96, 128))
        assert truncated(given, operator) == addresses(expected), case["id"]
        compared += 1

    assert compared >= 25
