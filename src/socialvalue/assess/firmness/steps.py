"""Points by a table of bands: where one unit value alone takes a bid over an edge."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

import attrs

from socialvalue.assess.firmness.worths import Worths
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Banded

__all__ = ["Steps", "steps_of"]


@attrs.frozen
class _Bid:
    """One bid in a table of bands.

    Attributes:
        fixed: Its points for everything else.
        pence: What counts of it, by unit value.
        below: What its pounds are divided by, in pennies; None where it is silent.
    """

    fixed: Fraction
    pence: tuple[int, ...]
    below: Fraction | None


@attrs.frozen
class Steps:
    """The bids, the first first, under one criterion that is a table of bands.

    Attributes:
        bids: Each as the table sees it.
        edges: Where each band but the first begins, in £ per £1.
        points: Of each band.
        end: Where the table ends, or None.
    """

    bids: tuple[_Bid, ...]
    edges: tuple[Fraction, ...]
    points: tuple[Fraction, ...]
    end: Fraction | None

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
        if bid.below is None:
            return bid.fixed
        rest = Fraction(sum(bid.pence) - bid.pence[column]) / bid.below
        return bid.fixed + self.points[sum(edge <= rest for edge in self.edges)]

    def _crossings(self, column: int) -> list[tuple[Fraction, int, Fraction]]:
        """Factors at which a bid goes into the next band, which bid, and the points it gains."""
        found: list[tuple[Fraction, int, Fraction]] = []
        last: Fraction | None = None
        for place, bid in enumerate(self.bids):
            own = bid.pence[column]
            if bid.below is None or not own:
                continue
            rest = sum(bid.pence) - own
            if self.end is not None:
                ends = (self.end * bid.below - rest) / own
                last = ends if last is None else min(last, ends)
            for number, edge in enumerate(self.edges):
                factor = (edge * bid.below - rest) / own
                if factor > 0:
                    gained = self.points[number + 1] - self.points[number]
                    found.append((factor, place, gained))
        return sorted(each for each in found if last is None or each[0] <= last)


def steps_of(worths: Worths) -> Steps | None:
    """The bids in the one table of bands that pounds decide; None where it is another method."""
    if len(worths.leaves) != 1 or type(worths.leaves[0].method) is not Banded:
        return None
    (leaf,) = worths.leaves
    table: Any = leaf.method
    top, worth = Fraction(table.scale), Fraction(leaf.points)
    end = table.bands[-1].upper
    return Steps(
        tuple(_bid(worths, leaf, table, place) for place in range(len(worths.pence))),
        tuple(Fraction(each.lower) for each in table.bands[1:]),
        tuple(worth * Fraction(each.mark) / top for each in table.bands),
        None if end is None else Fraction(end),
    )


def _bid(worths: Worths, leaf: Criterion, table: Banded, place: int) -> _Bid:
    silent = leaf.name in worths.board.silent[place]
    below = worths.board.entries[place].denominators[table.denominator] * 100
    return _Bid(worths.fixed[place], worths.pence[place], None if silent else below)
