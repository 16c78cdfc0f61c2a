"""How far unit values may be off before a rival is level, where the highest offer is the measure.

Beside the offer h that is the highest the first leads by (lead·h + points·(a − b))·u ÷ h·u.  So for
each bid that may be the highest there are conditions that are linear in the factors u, and all must
hold where the rival is level: that the lead is not above 0, and that no other offer is above h.
Any sum of conditions, each times 0 or more, is a condition too, and each such sum c is a bound: it
cannot hold while values are off by less than Σc ÷ Σ|c|.  The best sum is looked for, condition by
condition, by the one that the last example breaks.

Source:
    doubt.md §2, and the duality of linear programmes: the best sum is the bound itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import gcd
from operator import mul

import attrs

from socialvalue.assess.firmness.margins import (
    Reach,
    Row,
    Whole,
    by_share,
    corner,
    scaled,
    whole_by,
)

__all__ = ["reach_of_top", "relative", "shares"]

ZERO, ONE = Fraction(0), Fraction(1)
_ROUNDS = 3
"""How often each bid's bound is made better."""


def reach_of_top(rows: Sequence[Row], top: int) -> Fraction:
    """The least error within which a bid cannot have the highest value; 0 for the one that has."""
    ahead = (_apart(other, rows[top]) for place, other in enumerate(rows) if place != top)
    return max(map(_bound, ahead), default=ZERO)


def _apart(one: Row, other: Row) -> list[int]:
    return [a - b for a, b in zip(one, other, strict=True)]


def _bound(terms: Row) -> Fraction:
    """The error below which a sum of terms, each off by as much, stays above 0."""
    total = sum(terms)
    return Fraction(total, sum(map(abs, terms))) if total > 0 else ZERO


@attrs.frozen
class _Condition:
    """What must hold where the rival is level and one bid has the highest offer.

    Attributes:
        top: Which bid.
        lead: The terms of the lead.
        terms: A sum of conditions, whose bound is the best so far.
        share: That bound.
        rounds: How often it was made better.
    """

    top: int
    lead: tuple[int, ...]
    terms: tuple[int, ...]
    share: Fraction
    rounds: int = 0

    def reach(self) -> Reach:
        """The factors at which the sum is 0: each at an end, or as the lead asks for."""
        return Reach(self.share, corner(self.share, self.terms, self.lead, 0, ONE))


def shares(
    lead: Fraction,
    points: Fraction,
    rows: Sequence[Row],
    rival: int,
    tops: Sequence[Fraction],
    *,
    most: Fraction,
) -> list[Fraction]:
    """The errors of `relative` alone, without the factors at which they are.

    Args:
        lead: As there.
        points: As there.
        rows: As there.
        rival: As there.
        tops: As there.
        most: Once the least of them is above it, none is made better.
    """
    return [each.share for each in _conditions(lead, points, rows, rival, tops, most=most)]


def relative(
    lead: Fraction, points: Fraction, rows: Sequence[Row], rival: int, tops: Sequence[Fraction]
) -> list[Reach]:
    """For each bid that may have the highest value, an error below which a rival is not level.

    Args:
        lead: The winner's points of everything else, less the rival's.
        points: The points of the highest value.
        rows: The pounds of each bid by value, in whole numbers; the winner's first.
        rival: Its place.
        tops: For each bid the error within which it cannot be the highest.

    Returns:
        Safe: below the least of them the rival is not level.  At one of them it is, where that
        bid is the highest there.
    """
    return [each.reach() for each in _conditions(lead, points, rows, rival, tops)]


def _conditions(
    lead: Fraction,
    points: Fraction,
    rows: Sequence[Row],
    rival: int,
    tops: Sequence[Fraction],
    *,
    most: Fraction = ONE,
) -> list[_Condition]:
    ahead, worth = scaled((lead, points), whole_by((lead, points)))
    apart = [worth * each for each in _apart(rows[0], rows[rival])]
    found = {
        top: _first(top, [ahead * h + each for h, each in zip(row, apart, strict=True)], tops[top])
        for top, row in enumerate(rows) if any(row)
    }  # fmt: skip
    for _ in range(_ROUNDS * len(found)):
        least = min(found.values(), key=lambda each: each.share)
        better = _better(least, rows) if least.share <= most and least.rounds < _ROUNDS else least
        if better is least:
            break
        found[least.top] = better
    return list(found.values())


def _first(top: int, lead: list[int], at_least: Fraction) -> _Condition:
    return _Condition(top, tuple(lead), tuple(lead), max(_bound(lead), at_least))


def _better(condition: _Condition, rows: Sequence[Row]) -> _Condition:
    """The same with the condition that its own example breaks most; itself if it breaks none."""
    factors = Whole.of(condition.reach().factors).above
    values = [sum(map(mul, row, factors)) for row in rows]
    highest = max(range(len(rows)), key=lambda place: values[place])
    if values[highest] <= values[condition.top]:
        return condition
    terms = _best_sum(condition.terms, _apart(rows[highest], rows[condition.top]))
    share = max(condition.share, _bound(terms))
    return attrs.evolve(condition, terms=terms, share=share, rounds=condition.rounds + 1)


def _best_sum(one: Row, other: Row) -> tuple[int, ...]:
    """The sum of two conditions, the other times something, whose bound is the best.

    The bound falls or rises between the sums in which a term is 0, so one of those is the best.
    """
    pairs, sums = list(zip(one, other, strict=True)), (sum(one), sum(other))
    best, over, under = (0, 1), max(sums[1], 0), sum(map(abs, other)) or 1
    for above, below, whole in _wholes(pairs):
        total = sums[0] * below + above * sums[1]
        if total > 0 and total * under > over * whole:
            best, over, under = (below, above), total, whole
    common = gcd(*best)  # numbers that grow from round to round are slow
    best = best[0] // common, best[1] // common
    return tuple(a * best[0] + best[1] * b for a, b in pairs)


def _wholes(pairs: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """0, and the t above 0 at which a term a + t·b is 0, in their order.

    Yields:
        The numerator and the denominator of t, and Σ|a + t·b| times the denominator.  Terms that
        fall until t rise from there on, so their sums are kept while t rises.
    """
    falling = by_share((abs(a), abs(b)) for a, b in pairs if a * b < 0)
    first = sum([abs(a) for a, _ in pairs])
    second = sum([abs(b) for _, b in pairs]) - 2 * sum([b for _, b in falling])
    yield 0, 1, first
    for above, below in falling:
        yield above, below, first * below + second * above
        first, second = first - 2 * above, second + 2 * below
