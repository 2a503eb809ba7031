r"""
Everything in a text that has the form of an identifier, whatever it means: addresses, names, e-mails, runs, numbers.

Simple on purpose, and apart from all that marks fields, sieves values or detects: what is left out there must be met here.
The expressions below say what is found; the kernel finds the same in one pass (`lookalikekernel`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import numpy as np

from chlogaudit.engine.api import Bytes, Ints

V4, V6, EMAIL, RUN, NUMBER, HOST = range(6)

# Every start of four numbers is tried, so that 192.0.2.1 is found in 7.192.0.2.1 too.
_V4: Final = re.compile(rb"(?<![0-9])(?=([0-9]{1,3}(?:\.[0-9]{1,3}){3})(?![0-9]))")
_V6: Final = re.compile(rb"(?<![0-9A-Fa-f:.])((?=[0-9A-Fa-f]{0,4}:)[0-9A-Fa-f:]{2,39}(?:\.[0-9.]{3,15})?)")
_RUN: Final = re.compile(rb"([A-Za-z0-9_-]{16,})")
_HOST: Final = re.compile(rb"([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63}){2,10})")
_AT: Final = re.compile(rb"@(?=([A-Za-z0-9.-]{3,255}))")
_LOCAL: Final = re.compile(rb"[^\s\"'<>()\[\]{}=&?;,:/\\|%]{1,64}\Z")
_MARK: Final = re.compile(rb"[^A-Za-z0-9]")
_FIRST: Final = re.compile(rb"(?<![0-9])[0-9](?=([0-9 -]{7,25}))")
_LAST: Final = re.compile(rb"[0-9](?![0-9])")
_PLAIN: Final = {V4: _V4, V6: _V6, RUN: _RUN, HOST: _HOST}


def by_expressions(data: Bytes, wanted: int) -> Iterator[tuple[Ints, Ints, Bytes]]:
    """What `Engine.lookalikes` is to find."""
    text = data.tobytes()
    rows: list[tuple[int, int, int]] = []
    for kind, pattern in _PLAIN.items():
        if wanted >> kind & 1:
            rows += [(*match.span(1), kind) for match in pattern.finditer(text)]
    if wanted >> EMAIL & 1:
        rows += [(*span, EMAIL) for span in _emails(text)]
    if wanted >> NUMBER & 1:
        rows += [(*span, NUMBER) for span in _numbers(text)]
    table = np.array(rows, np.int64).reshape(-1, 3)
    yield table[:, 0].copy(), table[:, 1].copy(), table[:, 2].astype(np.uint8)


def _emails(text: bytes) -> Iterator[tuple[int, int]]:
    """From as far back as an address goes, and the same from behind each mark: ``x_jane@...`` holds ``jane@...``."""
    for match in _AT.finditer(text):
        at, domain = match.start(), match[1]
        local = _LOCAL.search(text, max(0, at - 64), at)
        if local is None:
            continue
        bare = domain[:3] + domain[3:].rstrip(b".-")  # the end of a sentence is none of a domain
        marks = (mark.end() for mark in _MARK.finditer(local[0]) if mark.end() < len(local[0]))
        for start in {0, *marks}:
            for end in {len(domain), len(bare)}:
                yield local.start() + start, at + 1 + end


def _numbers(text: bytes) -> Iterator[tuple[int, int]]:
    """Eight to 26 digits, blanks and hyphens, from each first digit of a group to each last one, with a plus and without."""
    for match in _FIRST.finditer(text):
        start = match.start()
        for last in _LAST.finditer(match[1], 6):
            yield start, start + 1 + last.end()
            if text[start - 1 : start] == b"+":
                yield start - 1, start + 1 + last.end()
