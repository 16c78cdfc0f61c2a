"""Quantiles of few contracts, with intervals that rest on no distribution."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

import attrs

__all__ = ["Quantile", "of_one_end", "quantile", "ranks_around"]

CONFIDENCE = Fraction(95, 100)


@attrs.frozen
class Quantile:
    """A quantile of what contracts did, and between what it lies.

    Attributes:
        share: Which one: 1/2 is the median.
        at: £ per £1.
        low: The lower end of its interval; None where so few contracts have none.
        high: The upper end; None alike.
        coverage: How sure the interval is at least, whatever the distribution; None without one.
    """

    share: Fraction
    at: Fraction
    low: Fraction | None
    high: Fraction | None
    coverage: Fraction | None


@cache
def _below(count: int, share: Fraction) -> tuple[int, ...]:
    """The chance that at most 0, 1, … of some contracts lie below a quantile, times `_whole`."""
    up, down = share.numerator, share.denominator - share.numerator
    term = down**count
    found = [term]
    for each in range(count):
        term = term * (count - each) * up // ((each + 1) * down)
        found.append(found[-1] + term)
    return tuple(found)


def _whole(count: int, share: Fraction) -> int:
    return int(share.denominator**count)


def ranks_around(
    count: int, share: Fraction, confidence: Fraction = CONFIDENCE
) -> tuple[int | None, int | None]:
    """The ranks, from 1, of the contracts between which a quantile lies.

    Each end is missed with at most half of what is left of the confidence.  The first and the last
    contract are never an end: they would be one contract's own figure.

    Args:
        count: How many contracts there are.
        share: Which quantile.
        confidence: How sure it is to be.

    Example:
        >>> ranks_around(30, Fraction(3, 4)), ranks_around(10, Fraction(1, 2))
        ((18, 28), (2, 9))

    Source:
        doubt.md §6: distribution-free intervals by order statistics (binomial).
    """
    tail = (1 - confidence) / 2
    below, whole = _below(count, share), _whole(count, share)
    most = tail.numerator * whole // tail.denominator
    low = next((rank for rank in range(count, 1, -1) if below[rank - 1] <= most), None)
    high = next((rank for rank in range(1, count) if whole - below[rank - 1] <= most), None)
    return low, high


def _ranks(count: int, share: Fraction) -> tuple[int, ...]:
    """The places, from 0, of the one or two contracts whose figures a quantile is."""
    place = share * count
    index = -(-place.numerator // place.denominator) - 1
    return (index, index + 1) if place.denominator == 1 else (index,)


def of_one_end(count: int, share: Fraction) -> bool:
    """Whether the figure of the first or the last contract is in a quantile of so many.

    Half-way between the last two it is in it as well: the last but one is a quantile of its own, so
    that the last could be worked out.

    Example:
        >>> of_one_end(30, Fraction(3, 4)), of_one_end(30, Fraction(99, 100))
        (False, True)
        >>> of_one_end(20, Fraction(5, 100)), of_one_end(20, Fraction(6, 100))
        (True, False)
    """
    return not {0, count - 1}.isdisjoint(_ranks(count, share))


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Quantile:
    """A quantile of ratios from the lowest to the highest.

    It is the least ratio that at least so many reach; half-way to the next where exactly so many
    do, as a median is.

    Args:
        ordered: At least one, the lowest first.
        share: Which quantile, above 0 and below 1.

    Example:
        >>> found = quantile([Fraction(each, 100) for each in range(1, 31)], Fraction(3, 4))
        >>> found.at, found.low, found.high, float(round(found.coverage, 3))
        (Fraction(23, 100), Fraction(9, 50), Fraction(7, 25), 0.968)
    """
    count = len(ordered)
    ranks = _ranks(count, share)
    at = sum((ordered[each] for each in ranks), Fraction(0)) / len(ranks)
    low, high = ranks_around(count, share)
    coverage = None
    if low is not None and high is not None:
        below = _below(count, share)
        coverage = Fraction(below[high - 1] - below[low - 1], _whole(count, share))
    return Quantile(share, at, None if low is None else ordered[low - 1],
                    None if high is None else ordered[high - 1], coverage)  # fmt: skip
