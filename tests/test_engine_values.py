"""Distinct values and pairs: exact, dense, in the order in which they were first met, in both engines alike."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chlogaudit.engine import load
from chlogaudit.engine.api import MISSING

ENGINES = (load("fast"), load("reference"))
IDS = [engine.name for engine in ENGINES]


def column(values: list[bytes | None]):
    """Bytes with starts and ends; the last value ends where the bytes end."""
    starts, ends, at = [], [], 0
    for value in values:
        starts.append(MISSING if value is None else at)
        at += len(value or b"")
        ends.append(MISSING if value is None else at)
    return (
        np.frombuffer(b"".join(v or b"" for v in values), np.uint8),
        np.array(starts, np.int64),
        np.array(ends, np.int64),
    )


def expected(batches: list[list[tuple[bytes | None, int]]]):
    """Ids and values by a dictionary, which is the definition."""
    known: dict[tuple[bytes, int], int] = {}
    ids = [
        [-1 if value is None else known.setdefault((value, extra), len(known)) for value, extra in batch]
        for batch in batches
    ]
    return ids, list(known)


VALUE = st.one_of(
    st.none(),
    st.sampled_from([b"", b"\0", b"a", b"a\0", b"12345678", b"123456789", b"1234567890123456", b"x" * 5000]),
    st.binary(max_size=20),
)
BATCHES = st.lists(st.lists(st.tuples(VALUE, st.integers(-3, 3)), max_size=20), min_size=1, max_size=5)


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
@given(BATCHES, st.booleans())
@example([[(b"", 0)], [(b"", 1)], [(b"", 0), (None, 0)]], True)
def test_values_are_those_of_a_dictionary(engine, batches, dated):
    """Ids are dense and in order of appearance; a value and its extra number come back as given; any number of batches."""
    given_values = batches if dated else [[(value, 0) for value, _ in batch] for batch in batches]
    ids, known = expected(given_values)
    table = engine.values()
    for batch, wanted in zip(given_values, ids, strict=True):
        extra = np.array([number for _, number in batch], np.int64) if dated else None
        got = table.intern(*column([value for value, _ in batch]), extra)

        assert got.dtype == np.int32
        assert got.tolist() == wanted
    assert len(table) == len(known)
    assert [(table[i], table.extra_of(i)) for i in range(len(table))] == known


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
@given(BATCHES)
def test_view_holds_all_values(engine, batches):
    """The view has each value once, at its id."""
    table = engine.values()
    for batch in batches:
        table.intern(*column([value for value, _ in batch]))
    data, starts, ends = table.view()

    assert [data[a:b].tobytes() for a, b in zip(starts, ends, strict=True)] == [table[i] for i in range(len(table))]


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
@pytest.mark.parametrize("dated", [False, True])
def test_growth(engine, dated):
    """Twenty thousand values in uneven batches, each met twice, one of them longer than the whole table before it."""
    values = [b"%d" % (i * 7919) for i in range(20_000)] + [b"y" * 2_000_000]
    table = engine.values()
    first: list[int] = []
    for begin, end in ((0, 1), (1, 2), (2, 300), (300, 20_000), (20_000, 20_001)):
        batch = values[begin:end] * 2
        extra = np.arange(len(batch)) % (end - begin) + begin if dated else None
        got = table.intern(*column(batch), extra).tolist()
        assert got[: end - begin] == got[end - begin :]
        first += got[: end - begin]

    assert first == list(range(len(values)))
    assert [table[i] for i in range(len(table))] == values
    assert table.size >= sum(map(len, values))


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
def test_extra_numbers_after_plain_values(engine):
    """A table that begins without extra numbers takes 0 for those values when such numbers come."""
    table = engine.values()
    assert table.intern(*column([b"a", b"b"])).tolist() == [0, 1]
    assert table.intern(*column([b"a", b"a", b"b"]), np.array([0, 5, 0])).tolist() == [0, 2, 1]
    assert [table.extra_of(i) for i in range(3)] == [0, 0, 5]
    assert table.intern(*column([b"a"])).tolist() == [0]


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
def test_no_value_at_all(engine):
    """An empty table, an empty batch, an index that is not there."""
    table = engine.values()
    assert table.intern(*column([])).tolist() == []
    assert table.intern(*column([None, None])).tolist() == [-1, -1]
    assert len(table) == 0
    data, starts, ends = table.view()
    assert (len(starts), len(ends)) == (0, 0)
    assert data.dtype == np.uint8
    for index in (-1, 0, 5):
        with pytest.raises(IndexError):
            table[index]


NUMBER = st.one_of(st.integers(-1, 5), st.integers(0, 2**31 - 1), st.just(2**31 - 1))
PAIRS = st.lists(st.lists(st.tuples(NUMBER, NUMBER), max_size=30), min_size=1, max_size=4)


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
@given(PAIRS)
@example([[(0, 0), (0, 0), (2**31 - 1, 2**31 - 1), (-1, 0), (0, -1)], [(0, 0)]])
def test_pairs_are_those_of_a_set(engine, batches):
    """A pair is new once, and never with a missing side."""
    pairs = engine.pair_set()
    known: set[tuple[int, int]] = set()
    for batch in batches:
        wanted = []
        for pair in batch:
            wanted.append(min(pair) >= 0 and pair not in known)
            known |= {pair} if min(pair) >= 0 else set()
        sides = np.array(batch, np.int32).reshape(-1, 2)

        assert pairs.add(sides[:, 0].copy(), sides[:, 1].copy()).tolist() == wanted
    left, right = pairs.pairs()

    assert len(pairs) == len(known)
    assert set(zip(left.tolist(), right.tolist(), strict=True)) == known


@pytest.mark.parametrize("engine", ENGINES, ids=IDS)
def test_many_pairs(engine):
    """The set grows without losing a pair."""
    pairs = engine.pair_set()
    left = np.repeat(np.arange(100, dtype=np.int32), 100)
    right = np.tile(np.arange(100, dtype=np.int32), 100)

    assert pairs.add(left, right).all()
    assert not pairs.add(left[::-1].copy(), right[::-1].copy()).any()
    assert len(pairs) == 10_000
    assert pairs.size > 0
