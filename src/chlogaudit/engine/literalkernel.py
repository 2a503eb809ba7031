"""Which values hold one of many literals, in one pass. Twin: ``in`` (``engine.reference``)."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chlogaudit.engine.kernel import kernel

_OTHER = 0  # the symbol of every byte that no literal has


class Automaton(NamedTuple):
    """
    Aho and Corasick's, every transition filled in: ``step`` has shape (states, symbols), ``final`` marks the states in which a
    literal has ended, ``symbols`` gives that of every byte.
    """

    step: NDArray[np.uint16]
    final: NDArray[np.bool_]
    symbols: NDArray[np.uint8]


@lru_cache(maxsize=8)
def automaton(literals: tuple[bytes, ...]) -> Automaton:
    """The automaton of literals in small letters, which matches capitals too."""
    symbols = np.zeros(256, np.uint8)
    for symbol, byte in enumerate(sorted(set(b"".join(literals))), 1):
        symbols[list({*bytes([byte]), *bytes([byte]).upper()})] = symbol
    goto: list[dict[int, int]] = [{}]
    final = [False]
    for literal in literals:
        state = 0
        for symbol in symbols[list(literal)].tolist():
            if symbol not in goto[state]:
                goto[state][symbol] = len(goto)
                goto.append({})
                final.append(False)
            state = goto[state][symbol]
        final[state] = True
    step = np.zeros((len(goto), int(symbols.max()) + 1), np.uint16)
    fail = [0] * len(goto)
    queue = deque([0])
    while queue:
        state = queue.popleft()
        final[state] = final[state] or final[fail[state]]
        if state:
            step[state] = step[fail[state]]
        for symbol, child in goto[state].items():
            fail[child] = int(step[fail[state], symbol]) if state else 0
            step[state, symbol] = child
            queue.append(child)
    return Automaton(step, np.array(final, np.bool_), symbols)


@kernel
def has_literal(data, starts, ends, step, final, symbols, out):
    """Leaves whether the automaton ends a literal in each value."""
    for i in range(starts.shape[0]):
        out[i] = False
        state = np.int64(0)
        for j in range(starts[i], ends[i]):
            state = np.int64(step[state, symbols[data[j]]])
            if final[state]:
                out[i] = True
                break
