"""Blocks in threads: the order of the items, bounded work ahead, errors in their place."""

from __future__ import annotations

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chlogaudit.run import behind, helpers, ordered, workers


@given(st.lists(st.integers()), st.integers(0, 4), st.integers(0, 3))
def test_results_come_in_the_order_of_the_items(items, threads, ahead):
    """Law 2's ground: any number of threads, the same results in the same order."""
    assert list(ordered(lambda n: n * 2, items, threads=threads, ahead=ahead)) == [n * 2 for n in items]


def test_slow_items_do_not_change_the_order():
    """The first item may be the last to be done."""
    assert list(ordered(lambda n: (time.sleep(0.02 * (3 - n)), n)[1], range(4), threads=4)) == [0, 1, 2, 3]


@pytest.mark.parametrize("threads", [1, 3])
def test_work_ahead_is_bounded(threads):
    """Items are taken only as results are: memory holds no more than was agreed."""
    taken = []

    def items():
        for n in range(50):
            taken.append(n)
            yield n

    results = ordered(lambda n: n, items(), threads=threads, ahead=2)
    assert taken == []
    for n, _ in enumerate(results):
        assert len(taken) <= n + 1 + threads + 2


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_an_error_stands_where_its_result_would(threads):
    """What was done before the failing item is handed on first."""

    def one(n: int) -> int:
        if n == 3:
            raise ValueError("three")
        return n

    seen: list[int] = []
    with pytest.raises(ValueError, match="three"):
        seen.extend(ordered(one, range(10), threads=threads))

    assert seen == [0, 1, 2]


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_an_error_of_the_items_comes_after_their_results(threads):
    """A log that breaks off gives all blocks before the break."""

    def items():
        yield from range(3)
        raise OSError("broken")

    seen: list[int] = []
    with pytest.raises(OSError, match="broken"):
        seen.extend(ordered(lambda n: n, items(), threads=threads))

    assert seen == [0, 1, 2]


def test_leaving_early_ends_the_threads():
    """A consumer that stops leaves no thread behind."""
    before = threading.active_count()
    results = ordered(lambda n: n, iter(range(1000)), threads=3)
    next(results)
    results.close()

    assert threading.active_count() == before


def test_there_is_a_worker():
    """At least one processor may be used."""
    assert workers() >= 1


@pytest.mark.parametrize("threads", [0, 1, 3])
def test_tasks_behind_keep_their_order(threads):
    """Tasks given in turns are done in that order, all of a turn before its wait ends, whatever the threads."""
    done = []

    def task(n: int) -> None:
        time.sleep(0.001 * (n % 3))
        done.append(n)

    with behind(threads) as later:
        for turn in range(5):
            wait = later([lambda n=n: task(n) for n in range(turn * 10, turn * 10 + 10)])
            wait()
            assert len(done) == turn * 10 + 10
        wait = later([lambda: task(50)])
    assert done == list(range(51))


@pytest.mark.parametrize("threads", [0, 3])
def test_an_error_behind_is_raised(threads):
    """What fails behind is not lost: it is raised at once or where it is waited for."""
    with behind(threads) as later, pytest.raises(ZeroDivisionError):
        later([lambda: 1 // 0])()


@pytest.mark.parametrize("threads", [0, 3])
def test_helpers_do_all_tasks_and_raise_errors(threads):
    """All tasks are done when the call returns; an error of one is raised."""
    done = []
    with helpers(threads) as together:
        together([lambda n=n: done.append(n) for n in range(20)])
        assert sorted(done) == list(range(20))
        with pytest.raises(ZeroDivisionError):
            together([lambda: 1 // 0])
