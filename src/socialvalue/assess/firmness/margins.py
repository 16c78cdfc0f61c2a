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
    "by_share",
    "capped",
    "corner",
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
    return math.lcm(*{each.denominator for each in numbers})


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
    for share, total, spread in _turns(first, rival):
        above, below = share.numerator, share.denominator
        gain = lead * below + total - (below - above) * most
        if not spread and gain > 0:
            return None
        if spread and (best is None or gain > best * spread):
            best, at = Fraction(gain, spread), share
    off = max(ZERO, best or ZERO)
    return Reach(off, _corner(lead, first, rival, at, off))


def _turns(first: Row, rival: Row) -> Iterator[tuple[Fraction, int, int]]:
    """0, 1, and the shares t between at which a term a − t·b changes its sign.

    Yields:
        The share, Σ(a − t·b) and Σ|a − t·b|, both times its denominator.  Terms below 0 are those
        that changed their sign before, so their sums are kept while the shares rise.
    """
    whole, other = sum(first), sum(rival)
    sums = [(0, 1, 0, 0)]  # where it turns, and the sums of the terms that are below 0 there
    under = over = 0
    for a, b in by_share((a, b) for a, b in zip(first, rival, strict=True) if a < b):
        if a:
            sums.append((a, b, under, over))
        under, over = under + a, over + b
    for a, b, one, two in (sums[0], (1, 1, under, over), *sums[1:]):
        share = Fraction(a, b)
        above, below = share.numerator, share.denominator
        total = whole * below - other * above
        yield share, total, total + 2 * (two * above - one * below)


def by_share(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Pairs a, b, b above 0, by a ÷ b from the least on; those of one share are added up.

    Shares are ordered by as many of their binary digits as tell any two of them apart.

    Example:
        >>> by_share([(1, 2), (1, 3), (2, 4)])
        [(1, 3), (3, 6)]
    """
    held = list(pairs)
    bits = 2 * max((b for _, b in held), default=0).bit_length()
    found: dict[int, tuple[int, int]] = {}
    for a, b in held:
        key = (a << bits) // b
        x, y = found.get(key, (0, 0))
        found[key] = a + x, b + y
    return [found[each] for each in sorted(found)]


def _corner(
    lead: int, first: Row, rival: Row, share: Fraction, off: Fraction
) -> tuple[Fraction, ...]:
    """The factors at which the rival is level: each value at an end, or as its cap asks for."""
    above, below = share.numerator, share.denominator
    terms = [a * below - b * above for a, b in zip(first, rival, strict=True)]
    gains = [a - b for a, b in zip(first, rival, strict=True)]
    # What both have as much of moves nothing between them, but lifts the rival to its cap.
    return corner(off, terms, gains, lead, 1 - off)


def corner(
    off: Fraction, terms: Row, gains: Row, lead: int, otherwise: Fraction
) -> tuple[Fraction, ...]:
    """The factors at which a sum of terms is least, those that are free as a lead asks for.

    Args:
        off: By how much each value is off.
        terms: What each value adds: low where it is above 0, high where it is below, else free.
        gains: What each value adds to the lead, in whole numbers.
        lead: What else is in it.
        otherwise: What is free, where it moves no lead.
    """
    low, high = 1 - off, 1 + off
    pairs = list(zip(terms, gains, strict=True))
    slope = sum([gain for term, gain in pairs if not term])
    wanted = otherwise
    if slope:
        down = sum([gain for term, gain in pairs if term > 0])
        up = sum([gain for term, gain in pairs if term < 0])
        wanted = min(high, max(low, -(lead + low * down + high * up) / slope))
    return tuple(low if each > 0 else high if each < 0 else wanted for each in terms)


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
    times = whole_by((lead, most, *first, *rival))
    ahead, cap, *rest = scaled((lead, most, *first, *rival), times)
    rows = (rest[0], rest[1], 1), (rest[2], rest[3], -1)
    bends = [(cap - other, own) for other, own, _ in rows if own and other < cap]
    ends = [(0, 1), *by_share(bends)]
    for place, begin in enumerate(ends):
        root = _root(ahead, cap, rows, begin)
        if root is not None and (
            place + 1 == len(ends) or root.numerator * ends[place + 1][1]
            < ends[place + 1][0] * root.denominator
        ):  # fmt: skip
            yield root


def _root(
    lead: int, most: int, rows: Iterable[tuple[int, int, int]], begin: tuple[int, int]
) -> Fraction | None:
    """Where the lead is 0 from one bend on, were there no other; None where it is not.

    Args:
        lead: What else it is.
        most: The cap.
        rows: Of each bid: its points of all other values, of this one, and 1 or -1: the winner's
            count for the lead, and the rival's against it.
        begin: The bend, as a share.
    """
    start, slope = lead, 0
    for rest, own, sign in rows:
        stands = rest * begin[1] + own * begin[0] >= most * begin[1]
        start += sign * (most if stands else rest)
        slope += 0 if stands else sign * own
    if not slope:
        return None if start else Fraction(*begin)
    above, below = (-start, slope) if slope > 0 else (start, -slope)
    return Fraction(above, below) if above * begin[1] >= begin[0] * below else None


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
    ahead, worth = scaled((lead, points), whole_by((lead, points)))
    gain, base = worth * (own[0] - own[rival]), worth * (rest[0] - rest[rival])
    for top in range(len(rest)):
        slope, start = ahead * own[top] + gain, ahead * rest[top] + base
        above, below = (-start, slope) if slope > 0 else (start, -slope)
        if not slope or above < 0:
            continue
        highest = rest[top] * below + own[top] * above
        if highest and all(a * below + b * above <= highest
                           for a, b in zip(rest, own, strict=True)):  # fmt: skip
            yield Fraction(above, below)
