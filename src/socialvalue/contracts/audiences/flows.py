"""Which other counts must be withheld, so that a small one cannot be worked out.

A table of counts with its totals is a network: people flow from the grand total through the total
of a row, the count, and the total of a column back to the grand total.  What is published is a flow
that everybody knows; what is withheld may be any flow that fits.  A count is safe where a way
through withheld ones alone lets it rise to the least that is shown, and another lets it fall to 1:
then nobody who adds and subtracts, in whatever order, can tell that it is below.  So a small count
takes the two cheapest such ways with it; and since noughts are shown, it must be able to move by
one while all others keep one.

Source:
    The network of a two-way table: L. H. Cox, "Network models for complementary cell
    suppression", Journal of the American Statistical Association 90 (1995).
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping
from fractions import Fraction

import attrs

__all__ = ["Cell", "closed_under"]

Cell = tuple[str | None, str | None]
"""A row and a column; None for all of them."""

Node = tuple[str, str | None]
Taken = list[tuple[Cell, bool]]

_ALL: Node = ("all", None)
_END: Node = ("end", None)
_DEAR = 10**18
"""What it costs to withhold a nought or a total: more than any other count."""

_LEAST = Fraction(1, 10**6)
"""The least that is taken away at once."""


def closed_under(
    amounts: Mapping[Cell, Fraction], small: frozenset[Cell], least: Fraction
) -> frozenset[Cell]:
    """Small counts with all others that must be withheld beside them.

    Args:
        amounts: Every count of a table, its totals among them.
        small: Those that are withheld because they are small.
        least: The least that is shown.
    """
    network = _network(amounts)
    withheld = set(small)
    for cell in sorted(small, key=_in_order):
        rise, fall = least - amounts[cell], amounts[cell] - 1
        withheld |= _moved(network, withheld, _Move(cell, rise, rises=True))
        withheld |= _moved(network, withheld, _Move(cell, fall, rises=False))
    for cell in sorted(small, key=_in_order):
        step = min(Fraction(1), amounts[cell])
        withheld |= min(
            (_moved(network, withheld, _Move(cell, step, rises=rises, kept=Fraction(1)))
             for rises in (True, False) if rises or amounts[cell] > 1),
            key=lambda each: sum(network.prices[one] for one in each - withheld),
        )  # fmt: skip
    return frozenset(withheld)


@attrs.frozen
class _Move:
    """How far a count must be able to move.

    Attributes:
        cell: Which.
        by: How far.
        rises: Whether up.
        kept: What every other count keeps of its own: 1, where noughts are known to be shown.
    """

    cell: Cell
    by: Fraction
    rises: bool = attrs.field(kw_only=True)
    kept: Fraction = attrs.field(default=Fraction(0), kw_only=True)


@attrs.frozen
class _Network:
    """Every count as a way between two places.

    Attributes:
        amounts: How many go each way.
        ends: Where each begins and ends.
        steps: From each place the ways there, with the other place, and whether it is along them.
        prices: What is lost where each is withheld.
    """

    amounts: Mapping[Cell, Fraction]
    ends: Mapping[Cell, tuple[Node, Node]]
    steps: Mapping[Node, list[tuple[Node, Cell, bool]]]
    prices: Mapping[Cell, int]


def _network(amounts: Mapping[Cell, Fraction]) -> _Network:
    crossed = any(None not in cell for cell in amounts)
    ends = {cell: _ends(cell, crossed=crossed) for cell in sorted(amounts, key=_in_order)}
    steps: dict[Node, list[tuple[Node, Cell, bool]]] = {}
    for cell, (start, end) in ends.items():
        steps.setdefault(start, []).append((end, cell, True))
        steps.setdefault(end, []).append((start, cell, False))
    return _Network(amounts, ends, steps, {cell: _price(cell, amounts[cell]) for cell in ends})


def _in_order(cell: Cell) -> tuple[tuple[bool, str], ...]:
    """By what counts are sorted, so that the order in which they are given decides nothing."""
    return tuple((each is None, each or "") for each in cell)


def _ends(cell: Cell, *, crossed: bool) -> tuple[Node, Node]:
    """A count's place in the network; of a table of one axis the rows go to the end at once."""
    row, column = cell
    if row is None:
        return (_END, _ALL) if column is None else (("column", column), _END)
    if column is None:
        return _ALL, (("row", row) if crossed else _END)
    return ("row", row), ("column", column)


def _price(cell: Cell, amount: Fraction) -> int:
    """What is lost where a count is withheld: totals and noughts are dear, all of them dearest."""
    totals = sum(each is None for each in cell)
    return int(amount) + 1 + _DEAR * (totals if amount else 1)


def _moved(network: _Network, withheld: set[Cell], move: _Move) -> set[Cell]:
    """The counts that let one move so far, those that cost least; all, where none do."""
    found, shifted, left = {move.cell}, dict[Cell, Fraction](), move.by
    while left > 0:
        spare = _Spare(network, withheld | found, move, shifted)
        taken = _cheapest(spare, left)
        if not taken:  # it can't: then nobody is helped by less
            return {*network.amounts}
        step = min([left, *(spare.of(each) for each, along in taken if not along)])
        for each, along in taken:
            shifted[each] = shifted.get(each, Fraction(0)) + (step if along else -step)
            found.add(each)
        left -= step
    return found


@attrs.frozen
class _Spare:
    """The network as it stands while one count moves.

    Attributes:
        network: As the table is.
        free: What is withheld already.
        move: What moves.
        shifted: What others were shifted by.
    """

    network: _Network
    free: set[Cell]
    move: _Move
    shifted: Mapping[Cell, Fraction]

    def of(self, cell: Cell) -> Fraction:
        """How much of a count can still be taken away."""
        return self.network.amounts[cell] + self.shifted.get(cell, 0) - self.move.kept

    @property
    def way(self) -> tuple[Node, Node]:
        """From where to where the others must bring what the count takes or gives."""
        start, end = self.network.ends[self.move.cell]
        return (end, start) if self.move.rises else (start, end)


def _cheapest(spare: _Spare, by: Fraction) -> Taken:
    """The way that loses least: for all at once, or for a part where that loses no total."""
    part = _found(spare, Fraction(0))
    if not part[0]:
        return part[1]
    whole = _found(spare, by)
    return min([whole, part] if whole[1] else [part], key=lambda each: each[0] // _DEAR)[1]


def _found(spare: _Spare, least: Fraction) -> tuple[int, Taken]:
    """The cheapest way for so many (Dijkstra): what it loses, and each count with its direction."""
    network, (source, goal) = spare.network, spare.way
    came: dict[Node, tuple[Node, Cell, bool]] = {}
    best, queue = {source: 0}, [(0, source)]
    while queue and queue[0][1] != goal:
        cost, node = heapq.heappop(queue)
        for other, cell, along in network.steps[node]:
            price = cost + (0 if cell in spare.free else network.prices[cell])
            if price >= best.get(other, price + 1) or cell == spare.move.cell:
                continue
            if along or spare.of(cell) >= max(least, _LEAST):
                best[other], came[other] = price, (node, cell, along)
                heapq.heappush(queue, (price, other))
    return best.get(goal, 0), list(_back(came, source, goal))


def _back(
    came: Mapping[Node, tuple[Node, Cell, bool]], source: Node, goal: Node
) -> Iterator[tuple[Cell, bool]]:
    """The counts on the way, from its end; none where there is no way."""
    while goal != source and goal in came:
        goal, cell, along = came[goal]
        yield cell, along
