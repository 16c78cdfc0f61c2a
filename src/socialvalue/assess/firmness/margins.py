"""How far unit values may be off before a rival is level: closed forms, in exact fractions.

The winner has a·u points of social value, the rival b·u, where u are the factors of the unit
values: 1 now, and anything from 1 − e to 1 + e where all are off by at most e.  `lead` is what the
winner is ahead by in everything else; below 0 where it is behind.

Source:
    doubt.md §2: a lead that is linear in u is least at a corner of the box, where it is
    Σx − e·Σ|x|; the rest follows by taking each piece of a method by itself.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import attrs

__all__ = [
    "Reach",
    "Row",
    "Whole",
    "capped",
    "level_capped",
    "level_relative",
    "scaled",
    "whole_by",
]

Row = Sequence[Any]
"""Exact numbers, whole ones or fractions, one a unit value."""
ZERO, ONE = Fraction(0), Fraction(1)


@attrs.frozen
class Whole:
    """Factors of the unit values as whole numbers over one: quicker by far than fractions.

    Attributes:
        above: What each is, times what all are divided by.
        below: What all are divided by.
    """

    above: tuple[int, ...]
    below: int

    @classmethod
    def of(cls, factors: Sequence[Fraction]) -> Whole:
        """Factors as they are."""
        below = whole_by(factors)
        return cls(tuple(scaled(factors, below)), below)

    @property
    def factors(self) -> tuple[Fraction, ...]:
        """The factors as fractions."""
        return tuple(Fraction(each, self.below) for each in self.above)


@attrs.frozen
class Reach:
    """How far values are off where a rival may be level, and one way in which they are.

    Attributes:
        share: By how much: 0 where it is level now.
        factors: What each value is multiplied by there.
    """

    share: Fraction
    factors: tuple[Fraction, ...]


# --- beside a target, up to a cap ----------------------------------------------------------


def capped(lead: Fraction, first: Row, rival: Row, most: Fraction | int) -> Reach | None:
    """The least error at which a rival is level, where points grow with pounds up to a cap.

    Args:
        lead: The winner's points of everything else, less the rival's.
        first: The points that each value gives the winner, before the cap.
        rival: The same for the rival.
        most: The cap of both.

    Returns:
        None where no error of up to 100% makes the rival level.
    """
    times = whole_by((lead, most, *first, *rival))
    ahead, cap = scaled((lead, most), times)
    given = ahead, scaled(first, times), scaled(rival, times), cap
    found = [each for each in (_at_the_cap(*given), _below(*given))
             if each is not None and each.share <= 1]  # fmt: skip
    return min(found, key=lambda each: each.share, default=None)


def whole_by(numbers: Iterable[Fraction | int]) -> int:
    """By what exact numbers are multiplied to be whole: whole ones are quicker by far.

    Example:
        >>> whole_by([Fraction(1, 4), Fraction(5, 6), 3])
        12
    """
    return math.lcm(*(each.denominator for each in numbers))


def scaled(numbers: Iterable[Fraction | int], times: int) -> list[int]:
    """Exact numbers, so many times as large that all are whole."""
    return [each.numerator * (times // each.denominator) for each in numbers]


def _at_the_cap(lead: int, first: Row, rival: Row, most: int) -> Reach | None:
    """The winner stands at its cap, and the rival gains with every value that rises."""
    worth = sum(rival)
    if lead > 0 or not worth:
        return None
    share = max(ZERO, Fraction(most + lead, worth) - 1)
    return Reach(share, (1 + share,) * len(first))


def _below(lead: int, first: Row, rival: Row, most: int) -> Reach | None:
    """The winner stands below its cap: the best over what the rival's cap takes from each value.

    The least lead over the box is the most, over t from 0 to 1, of the least of
    lead + Σ(a − t·b)u − (1 − t)·cap; that is linear in t between the t at which a term is 0.
    """
    best: Fraction | None = None
    at = ZERO
    for share in _turns(first, rival):
        above, below = share.numerator, share.denominator
        terms = [a * below - above * b for a, b in zip(first, rival, strict=True)]
        gain = lead * below + sum(terms) - (below - above) * most
        spread = sum(map(abs, terms))
        if not spread and gain > 0:
            return None
        if spread and (best is None or gain > best * spread):
            best, at = Fraction(gain, spread), share
    off = max(ZERO, best or ZERO)
    return Reach(off, _corner(lead, first, rival, at, off))


def _turns(first: Row, rival: Row) -> list[Fraction]:
    """0, 1, and the shares between at which a term changes its sign."""
    between = {Fraction(a, b) for a, b in zip(first, rival, strict=True) if 0 < a < b}
    return [ZERO, ONE, *between]


def _corner(
    lead: int, first: Row, rival: Row, share: Fraction, off: Fraction
) -> tuple[Fraction, ...]:
    """The factors at which the rival is level: each value at an end, or as its cap asks for."""
    terms = [a - share * b for a, b in zip(first, rival, strict=True)]
    low, high = 1 - off, 1 + off
    factors = [low if each > 0 else high if each < 0 else ONE for each in terms]
    gains = [a - b for a, b in zip(first, rival, strict=True)]
    free = [place for place, each in enumerate(terms) if not each]
    slope = sum(gains[place] for place in free)
    bound = sum((factor * gain for factor, gain, term in zip(factors, gains, terms, strict=True)
                 if term), Fraction(lead))  # fmt: skip
    # What both have as much of moves nothing between them, but lifts the rival to its cap.
    wanted = min(high, max(low, -bound / slope)) if slope else low
    for place in free:
        factors[place] = wanted
    return tuple(factors)


def level_capped(
    lead: Fraction,
    first: tuple[Any, Any],
    rival: tuple[Any, Any],
    most: Fraction | int,
) -> Iterator[Fraction]:
    """The factors of one value at which the two are level.

    Args:
        lead: The winner's points of everything else, less the rival's.
        first: The winner's points of all other values, and of this one.
        rival: The same for the rival.
        most: The cap of both.
    """  # fmt: skip
    bends = {Fraction(most - rest) / own for rest, own in (first, rival) if own and rest < most}
    ends = [ZERO, *sorted(bends)]

    def at(factor: Fraction) -> Fraction:
        mine, theirs = (min(most, rest + own * factor) for rest, own in (first, rival))
        return Fraction(lead + mine - theirs)

    for place, begin in enumerate(ends):
        end = ends[place + 1] if place + 1 < len(ends) else begin + 1
        here, there = at(begin), at(end)
        root = _root(begin, here, end, there)
        if root is not None and (root < end or place + 1 == len(ends)):
            yield root


def _root(begin: Fraction, here: Fraction, end: Fraction, there: Fraction) -> Fraction | None:
    """Where a straight line through two points is 0, from the first on; None where it is not."""
    if here == there:
        return begin if not here else None
    found = begin + (end - begin) * here / (here - there)
    return found if found >= begin else None


# --- beside the highest --------------------------------------------------------------------


def level_relative(
    lead: Fraction, points: Fraction, rest: Row, own: Row, rival: int
) -> Iterator[Fraction]:
    """The factors of one value at which the winner and a rival are level.

    Args:
        lead: The winner's points of everything else, less the rival's.
        points: The points of the highest value.
        rest: The pounds of each bid from all other values, in whole numbers; the winner's first.
        own: Their pounds from this one.
        rival: Its place.
    """
    times = whole_by((lead, points))
    ahead, worth = int(lead * times), int(points * times)
    for top in range(len(rest)):
        slope = ahead * own[top] + worth * (own[0] - own[rival])
        start = ahead * rest[top] + worth * (rest[0] - rest[rival])
        above, below = (-start, slope) if slope > 0 else (start, -slope)
        if not slope or above < 0:
            continue
        highest = rest[top] * below + own[top] * above
        if highest and all(a * below + b * above <= highest
                           for a, b in zip(rest, own, strict=True)):  # fmt: skip
            yield Fraction(above, below)
