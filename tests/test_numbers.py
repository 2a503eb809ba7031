"""The numbers by which a redacted log is held against its original are those that plain counting gives, however it is cut."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.engine import fast
from chlogaudit.facts import scan_lines
from chlogaudit.files.blocks import Block
from chlogaudit.jobs.hashes import Distinct
from chlogaudit.jobs.logs import Part
from chlogaudit.jobs.numbers import Numbers
from chlogaudit.parser.formats import FORMATS

ROWS = st.lists(
    st.tuples(
        st.sampled_from(["192.0.2.1", "192.0.2.2", "2001:db8::1", "-"]),
        st.integers(1, 3),
        st.sampled_from(["curl/8", "-", "Mozilla/5.0"]),
        st.sampled_from(["5", "-", "1024"]),
        st.integers(0, 4),
    ),
    max_size=25,
)


def numbers(rows: list[tuple[str, int, str, str, int]]) -> Numbers:
    """Of lines, each with its client, day, user agent, size, and the part of the log in which it stands; 4: fits nothing."""
    total = Numbers()
    for part in range(5):
        lines = [
            f'{client} - - [{day:02d}/Mar/2026:00:00:00 +0000] "GET / HTTP/1.1" 200 {size} "-" "{agent}"\n'
            if part < 4
            else "x\n"
            for client, day, agent, size, of in rows
            if of == part
        ]
        data = "".join(lines).encode()
        one = Numbers()
        one.count(fast, Part(Block("log", part, 0, 0, data), scan_lines(fast, data, FORMATS)))
        total.add(one)
    return total


@given(ROWS)
def test_numbers_are_those_of_plain_counting(rows: list[tuple[str, int, str, str, int]]) -> None:
    """Lines, hits, bytes, addresses by day and visitors, over parts of any size, empty ones too."""
    fitting = [row for row in rows if row[4] < 4]
    found = numbers(rows)
    assert found.lines == len(rows)
    assert found.visitors == len({(client, day, agent) for client, day, agent, _, _ in fitting})
    sums, days = found.proven()
    assert sums.get("hits", 0) == len(fitting)
    addresses = Counter(day for _, day in {(client, day) for client, day, _, _, _ in fitting})
    hits = Counter(day for _, day, _, _, _ in fitting)
    first = min(days) - min(hits) if hits else 0  # days are counted from 1970 on
    assert {day - first: (found_hits, found_addresses) for day, (found_hits, _, found_addresses) in days.items()} == {
        day: (hits[day], addresses[day]) for day in hits
    }
    assert sum(size for _, size, _ in days.values()) == sum(int(row[3]) for row in fitting if row[3] != "-")


@given(st.lists(st.lists(st.integers(0, 40), max_size=12), max_size=12))
def test_distinct_hashes_keep_their_tags(given_: list[list[int]]) -> None:
    """Each is there once, sorted, with what was given with it, whenever one looks."""
    distinct = Distinct()
    for some in given_:
        distinct.put(np.array(some, np.uint64) << np.uint64(58), np.array(some, np.int32))
        if len(some) % 3 == 0:
            assert len(distinct) >= len(set(some))
    met = {value for some in given_ for value in some}
    assert dict(zip(distinct.all().tolist(), distinct.tags().tolist(), strict=True)) == {
        v << 58 & (1 << 64) - 1: v for v in met
    }
    assert sorted(distinct.all().tolist()) == distinct.all().tolist()
