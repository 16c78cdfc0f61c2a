"""The least lead over a box of unit values, by going through its corners and edges: the oracle.

It is a linear programme solved by enumeration, in exact fractions.  Beside a target with a cap the
lead is lead + min(cap, a·u) − min(cap, b·u).  Where the winner stands below its cap that is the
larger of two planes, and its least over a box lies at a corner, or on an edge where the two meet;
where it stands at the cap, at a corner.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from fractions import Fraction

__all__ = ["least_lead", "points_of_box"]


def least_lead(
    lead: Fraction, first: Sequence[Fraction], rival: Sequence[Fraction], most: Fraction,
    off: Fraction,
) -> Fraction:  # fmt: skip
    """The least lead where every value is off by at most so much."""

    def at(factors: Sequence[Fraction]) -> Fraction:
        mine = sum(a * u for a, u in zip(first, factors, strict=True))
        theirs = sum(b * u for b, u in zip(rival, factors, strict=True))
        return lead + min(most, mine) - min(most, theirs)

    return min(map(at, points_of_box(len(first), off, rival, most)))


def points_of_box(
    size: int, off: Fraction, row: Sequence[Fraction], most: Fraction
) -> Iterator[tuple[Fraction, ...]]:
    """Every corner of a box, and every place on an edge where a row's sum is the cap."""
    low, high = 1 - off, 1 + off
    yield from itertools.product((low, high), repeat=size)
    for moving in range(size):
        if not row[moving]:
            continue
        for ends in itertools.product((low, high), repeat=size - 1):
            others = [*ends[:moving], Fraction(0), *ends[moving:]]
            rest = sum(b * u for b, u in zip(row, others, strict=True))
            at = (most - rest) / row[moving]
            if low <= at <= high:
                yield (*ends[:moving], at, *ends[moving:])
