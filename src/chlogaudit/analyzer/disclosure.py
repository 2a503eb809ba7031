"""Decide which cells of linked tables must be withheld so that no small one can be read or worked out.

A published table is a set of sums: rows add up to their panel, days to months, codes to classes. Withholding a small
cell alone hides nothing, because the sum less its published neighbours gives it back. This is the classical problem of
complementary cell suppression; the tables here are hierarchies that cross at most once, so the question "can this cell
be worked out?" is one about cycles in a flow network and is answered exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

_LONG = 1000
_STEPS = 300  # of withholding one more cell for a pinned one; far more than any table of the tests took
_ROUNDS = 10  # of withholding whole sums once there were too many steps


@dataclass(slots=True)
class Equation:
    """
    ``parent`` is the sum of ``children``; where it ``adds``, so are its visitors, because none is in two of them.

    ``side`` is +1 or -1, so that a cell's two sums see it with opposite signs.
    """

    parent: int
    children: tuple[int, ...]
    adds: bool = False
    side: int = 0


@dataclass(slots=True)
class Cells:
    """
    Numbers that will be published or withheld, by index, and the sums that link them.

    A cell is small when fewer than ``k`` visitors stand behind it. A ``fixed`` cell is public whatever happens (the
    total of the log); a ``spare`` one nobody would miss (the sum of a panel that stands nowhere else).
    """

    k: int
    hits: list[int] = field(default_factory=list)
    visitors: list[int] = field(default_factory=list)
    withheld: list[bool] = field(default_factory=list)
    fixed: list[bool] = field(default_factory=list)
    spare: list[bool] = field(default_factory=list)
    equations: list[Equation] = field(default_factory=list)
    gave_up: bool = False  # more is withheld than may be needed, because the search for less took too long
    _of: list[list[int]] = field(default_factory=list)

    def add(self, hits: int, visitors: int | None, *, fixed: bool = False, spare: bool = False) -> int:
        """Add a cell and return its index; one whose visitors are not known cannot be shown to be large, so it is small."""
        self.hits.append(hits)
        self.visitors.append(visitors or 0)
        self.fixed.append(fixed)
        self.spare.append(spare)
        self.withheld.append(not fixed and self._small(self.visitors[-1]))
        self._of.append([])
        return len(self.hits) - 1

    def _small(self, visitors: int) -> bool:
        """Whether so many are too few; with k 1 nobody is, not even nobody (a row of refused requests may have none)."""
        return self.k > 1 and visitors < self.k

    def widen(self, cell: int, visitors: int, *, spare: bool = True) -> None:
        """Learn from another place that at least so many visitors stand behind a cell, and whether it is missed there."""
        self.visitors[cell] = max(self.visitors[cell], visitors)
        self.withheld[cell] = not self.fixed[cell] and self._small(self.visitors[cell])
        self.spare[cell] = self.spare[cell] and spare

    def equate(self, parent: int, children: Iterable[int], *, adds: bool = False) -> None:
        """State that ``parent`` is the sum of ``children``."""
        equation = Equation(parent, tuple(children), adds)
        self.equations.append(equation)
        for cell in (parent, *equation.children):
            self._of[cell].append(len(self.equations) - 1)

    def close(self) -> None:
        """
        Withhold more cells, the smallest that will do, until no withheld one can be worked out.

        A search that takes too long fails closed: whole sums are withheld, in the end all of them, and ``gave_up`` says so.
        """
        self._choose_sides()
        pending = list(range(len(self.equations)))
        steps = 0
        while pending:
            while pending:
                number = pending.pop()
                if self._wanting(self.equations[number]):
                    pending.extend(self._withhold_one(self.equations[number]))
            steps += 1
            if steps > _STEPS:
                self._withhold_sums()
                return
            for cell in self.pinned():
                for number in self._of[cell]:
                    pending.extend(self._withhold_one(self.equations[number]))
                    if pending:
                        break
                if pending:
                    break

    def _withhold_sums(self) -> None:
        """Withhold all cells of every sum that tells too much, again and again; all that is not fixed where that will not do."""
        for _ in range(_ROUNDS):
            pinned = list(self.pinned())
            telling = {n for cell in pinned for n in self._of[cell]}
            telling |= {n for n, equation in enumerate(self.equations) if self._wanting(equation)}
            cells = {c for n in telling for c in (self.equations[n].parent, *self.equations[n].children)}
            more = [c for c in cells if not self.withheld[c] and not self.fixed[c]]
            if not more and not pinned:
                return
            if not more:
                break
            self.gave_up = True
            for cell in more:
                self.withheld[cell] = True
        self.gave_up = True
        self.withheld = [not fixed for fixed in self.fixed]

    def _wanting(self, equation: Equation) -> bool:
        """
        Whether what an equation leaves open speaks of too few.

        The open cells of a sum are published together, as a difference. So they must be two at least, and at least k
        visitors must stand behind them: one of them must be large by itself, because the visitors of small ones may be
        the same people. Where visitors add up, many small ones will do, unless their sum says that each has as few or
        as many as a small one can.
        """
        hidden = [c for c in equation.children if self.withheld[c]]
        if self.withheld[equation.parent]:
            return not hidden
        if not hidden or len(hidden) == len(equation.children) > 1:
            return False
        visitors = [self.visitors[c] for c in hidden]
        many = equation.adds and self.k <= sum(visitors) < len(hidden) * (self.k - 1) and sum(visitors) > len(hidden)
        return len(hidden) == 1 or (max(visitors) < self.k and not many)

    def _withhold_one(self, equation: Equation) -> Sequence[int]:
        """
        Withhold the smallest published child, or the sum itself where that costs less; return the equations to look at again.

        A sum that nobody would miss is not spent where another panel, all of it published, would have to give a row for it.
        """
        parent = equation.parent
        children = [c for c in equation.children if not self.withheld[c] and not self.fixed[c]]
        least = min(children, key=lambda c: (self.hits[c], c), default=None)
        costly = least is None or self.hits[least] * 20 > self.hits[parent]
        others = (self.equations[n] for n in self._of[parent] if self.equations[n] is not equation)
        alone = all(any(self.withheld[c] for c in e.children) for e in others if e.parent == parent)
        if (
            self.withheld[parent]
            or self.fixed[parent]
            or not (least is None or (costly and alone and self.spare[parent]))
        ):
            cell = least
        else:
            cell = parent
        if cell is None:
            return ()
        self.withheld[cell] = True
        return self._of[cell]

    def pinned(self) -> Iterator[int]:
        """Withheld cells whose hits or visitors follow from what is published and from each cell being at least one."""
        yield from _pinned(self, self.hits)
        # Visitors of long panels (paths, referers) do not add up, so no sum tells of them.
        for cell in _pinned(self, self.visitors):
            if all(len(self.equations[n].children) <= _LONG for n in self._of[cell]):
                yield cell

    def _choose_sides(self) -> None:
        """
        Give each equation a sign, so that every cell stands in its first two with opposite ones: then they are a network.

        Where three hierarchies cross in a ring of odd length no signs will do; a cell there is judged by one sum alone.
        """
        for first in self.equations:
            if first.side:
                continue
            first.side, todo = 1, [first]
            while todo:
                one = todo.pop()
                for cell in (one.parent, *one.children):
                    for number in self._of[cell][:2]:
                        other = self.equations[number]
                        if not other.side:
                            alike = (cell == one.parent) != (cell == other.parent)
                            other.side = one.side if alike else -one.side
                            todo.append(other)

    def ends(self, cell: int) -> tuple[int, int]:
        """The cell as an edge of the flow network between two equations; the outside counts as one, numbered -1."""
        tail = head = -1
        for number in self._of[cell][:2]:
            equation = self.equations[number]
            sign = equation.side if cell != equation.parent else -equation.side
            if sign > 0 and tail < 0:
                tail = number
            elif sign < 0 and head < 0:
                head = number
        return tail, head


def _pinned(cells: Cells, values: Sequence[int]) -> Iterator[int]:
    """
    Cells that no cycle lets move.

    A withheld cell may be larger, or (when above one) smaller, than it is only if others make up for it in every sum it
    stands in: that is a cycle through its edge. Edges between the same two sums are looked at together.
    """
    bundles: dict[tuple[int, int], list[int]] = {}
    for cell, withheld in enumerate(cells.withheld):
        if withheld:
            bundles.setdefault(cells.ends(cell), []).append(cell)
    arcs: dict[int, list[tuple[int, int]]] = {}
    for number, ((tail, head), members) in enumerate(bundles.items()):
        arcs.setdefault(tail, []).append((head, number))
        if any(values[c] > 1 for c in members):
            arcs.setdefault(head, []).append((tail, number))
    for number, ((tail, head), members) in enumerate(bundles.items()):
        if tail == head:  # stands in no sum, so nothing tells of it
            continue
        if len(members) > 1 and any(values[c] > 1 for c in members):
            continue
        up = _reaches(arcs, head, tail, number)
        down = _reaches(arcs, tail, head, number)
        yield from (c for c in members if not up and not (down and values[c] > 1))


def _reaches(arcs: dict[int, list[tuple[int, int]]], start: int, goal: int, without: int) -> bool:
    """Whether a path leads from ``start`` to ``goal`` over other bundles than ``without``."""
    seen, todo = {start}, [start]
    while todo:
        for after, bundle in arcs.get(todo.pop(), ()):
            if bundle == without or after in seen:
                continue
            if after == goal:
                return True
            seen.add(after)
            todo.append(after)
    return False
