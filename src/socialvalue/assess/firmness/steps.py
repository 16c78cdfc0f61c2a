"""Points by a table of bands: where one unit value alone takes a bid over an edge."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any

import attrs

from socialvalue.assess.firmness.margins import scaled, whole_by
from socialvalue.assess.firmness.worths import Worths
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Banded

__all__ = ["Steps", "steps_of"]


@attrs.frozen
class _Bid:
    """One bid in a table of bands.

    Attributes:
        fixed: Its points for everything else.
        worth: What counts of it, by unit value, in whole numbers.
        edges: Where each band but the first begins for it, in the same; None where it is silent.
        end: Where the table ends for it, or None.
    """

    fixed: Fraction
    worth: tuple[int, ...]
    edges: tuple[int, ...] | None
    end: int | None

    @cached_property
    def whole(self) -> int:
        """What counts of it in all."""
        return sum(self.worth)


@attrs.frozen
class Steps:
    """The bids, the first first, under one criterion that is a table of bands.

    Attributes:
        bids: Each as the table sees it.
        points: Of each band.
    """

    bids: tuple[_Bid, ...]
    points: tuple[Fraction, ...]

    def level(self, column: int) -> Iterator[Fraction]:
        """The factors of one value at which another bid comes level or ahead, or falls back.

        A factor belongs to what follows it: at an edge the upper band begins.

        Args:
            column: Which unit value.
        """
        totals = [self._at_none(each, column) for each in self.bids]
        behind = [total < totals[0] for total in totals[1:]]
        for factor, at_once in groupby(self._crossings(column), key=itemgetter(0)):
            was = all(behind)
            for _, place, gained in at_once:
                totals[place] += gained
            behind = [total < totals[0] for total in totals[1:]]
            if all(behind) != was:
                yield factor

    def _at_none(self, bid: _Bid, column: int) -> Fraction:
        """The points of a bid while one value is nearly nothing."""
        if bid.edges is None:
            return bid.fixed
        rest = bid.whole - bid.worth[column]
        return bid.fixed + self.points[sum([edge <= rest for edge in bid.edges])]

    def _crossings(self, column: int) -> list[tuple[Fraction, int, Fraction]]:
        """Factors at which a bid goes into the next band, which bid, and the points it gains."""
        found: list[tuple[Fraction, int, Fraction]] = []
        last: Fraction | None = None
        for place, bid in enumerate(self.bids):
            own = bid.worth[column]
            if bid.edges is None or not own:
                continue
            rest = bid.whole - own
            if bid.end is not None:
                ends = Fraction(bid.end - rest, own)
                last = ends if last is None else min(last, ends)
            for number, edge in enumerate(bid.edges):
                if edge > rest:
                    gained = self.points[number + 1] - self.points[number]
                    found.append((Fraction(edge - rest, own), place, gained))
        return sorted(each for each in found if last is None or each[0] <= last)


def steps_of(worths: Worths) -> Steps | None:
    """The bids in the one table of bands that pounds decide; None where it is another method."""
    if len(worths.leaves) != 1 or type(worths.leaves[0].method) is not Banded:
        return None
    (leaf,) = worths.leaves
    table: Any = leaf.method
    top, worth = Fraction(table.scale), Fraction(leaf.points)
    return Steps(
        tuple(_bid(worths, leaf, table, place) for place in range(len(worths.pence))),
        tuple(worth * Fraction(each.mark) / top for each in table.bands),
    )


def _bid(worths: Worths, leaf: Criterion, table: Banded, place: int) -> _Bid:
    below = worths.board.entries[place].denominators[table.denominator] * 100
    heard = leaf.name not in worths.board.silent[place]
    ends = [*(each.lower for each in table.bands[1:]), table.bands[-1].upper]
    edges = [Fraction(each) * below for each in ends if each is not None and heard]
    times = whole_by(edges)
    whole = scaled(edges, times)
    last = whole.pop() if heard and ends[-1] is not None else None
    pence = tuple(each * times for each in worths.pence[place])
    return _Bid(worths.fixed[place], pence, tuple(whole) if heard else None, last)
