"""Points: which arithmetic a method means, publishing, and ranking; all in exact rationals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

from socialvalue.engine.exact import half_up
from socialvalue.engine.methods import banded, panel, pounds, price
from socialvalue.engine.methods.part import Column, Points
from socialvalue.engine.methods.price import prices_of, value_for_money
from socialvalue.errors import InputError, problem
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import Entry, Method

__all__ = ["Entry", "last_places", "points_for", "publish", "rank"]

Bids = Sequence[Entry]


def points_for(method: Method | ValueForMoney, criterion: Criterion, bids: Bids) -> Column:
    """The exact points of each bid under one criterion.

    Args:
        method: How points are given.
        criterion: What it is worth.
        bids: The compliant bids; relative methods look at all of them.

    Raises:
        InputError: A bid above the last band of a table (SV722), or a council's own method that
            does not answer as it must (SV726).
    """
    arithmetic = _ARITHMETIC.get(type(method))
    if criterion.price and criterion.points and not isinstance(method, ValueForMoney):
        bids = [each.priced(criterion.price) for each in bids]
    if arithmetic is not None and not criterion.points:  # what it would have read may not be there
        return [Fraction(0)] * len(bids)
    if arithmetic is not None:
        return arithmetic(method, criterion, bids)
    return _own(method, criterion, bids)


def _own(method: Any, criterion: Criterion, bids: Bids) -> Column:
    """The points of a council's own method, held to what it must give."""
    ordered = sorted(range(len(bids)), key=lambda index: _figures(bids[index]))
    found = _answer(method, criterion, tuple(bids[index] for index in ordered))
    points = dict(zip(ordered, found, strict=True))
    alike: dict[Any, Fraction] = {}
    for index, each in points.items():
        if alike.setdefault(_figures(bids[index]), each) != each:
            name = type(method).__name__
            raise InputError(problem("SV759", method=name, criterion=criterion.name))
    return [points[index] for index in range(len(bids))]


def _figures(bid: Entry) -> tuple[Any, ...]:
    """All that a method sees of a bid, to be ordered by: whose it is, is no part of it."""
    amounts = (bid.price, bid.target)
    maps = (bid.marks, bid.denominators, bid.themes, bid.units, bid.prices)
    return (
        bid.value,
        *((each is not None, each or Fraction(0)) for each in amounts),
        *(tuple(sorted(each.items())) for each in maps),
    )


def _answer(method: Any, criterion: Criterion, bids: tuple[Entry, ...]) -> Column:
    """What a council's own method answers, read as far as it may go; its own faults are told."""
    named = {"method": type(method).__name__, "criterion": criterion.name}
    weight = Fraction(criterion.points)
    try:
        answer: Any = method.points(criterion.name, weight, bids)
        listed = isinstance(answer, Iterable)
        found = list(islice(answer, len(bids) + 1)) if listed else []
    except Exception as error:
        why = f"{type(error).__name__}: {_shown(error, str)}"
        raise InputError(problem("SV758", why=why, **named)) from error
    if not listed:
        raise InputError(problem("SV726", found=_shown(answer, repr), **named))
    if len(found) != len(bids):
        more = "more than " if len(found) > len(bids) else ""
        fault = f"{more}{min(len(found), len(bids))} numbers for {len(bids)} bids"
        raise InputError(problem("SV726", found=fault, **named))
    for each in found:
        if not _is_exact(each) or not 0 <= each <= weight:
            raise InputError(problem("SV726", found=_shown(each, repr), **named))
    return [Fraction(each) for each in found]


_MOST_BITS = 3000
"""Of a numerator or denominator: some 900 digits, more than any published formula makes."""


def _is_exact(found: object) -> bool:
    """Whether something is a Fraction or an int, of no more digits than a record can hold."""
    if not isinstance(found, (Fraction, int)) or type(found) not in (Fraction, int):
        return False
    return max(found.numerator.bit_length(), found.denominator.bit_length()) <= _MOST_BITS


def _shown(found: object, words: Callable[[object], str]) -> str:
    """Something of a council's own code in words, whatever its own words do."""
    if type(found) in (Fraction, int) and not _is_exact(found):
        return "a number of more digits than any record holds"
    try:
        return str(words(found))
    except Exception:  # noqa: BLE001 - its own code, which may do anything
        return f"a {type(found).__name__}"


# --- which arithmetic ---------------------------------------------------------------------


def _value_for_money(method: ValueForMoney, leaf: Criterion, bids: Bids) -> Column:
    """Its quality is the points of criteria, whatever their methods are, and whichever prices."""
    leaves = [each for top in method.quality for each in top.walk()]
    parts = [points_for(each.method, each, bids) for each in leaves if each.method is not None]
    quality = [sum(each, Fraction(0)) for each in zip(*parts, strict=True)]
    prices = prices_of(each.priced(leaf.price) for each in bids)
    return value_for_money(Fraction(leaf.points), quality, prices, method.exponent)


_ARITHMETIC: Points = {
    **price.POINTS,
    **panel.POINTS,
    **pounds.POINTS,
    **banded.POINTS,
    ValueForMoney: _value_for_money,
}


# --- publishing and ranking ---------------------------------------------------------------


def publish(points: Fraction, places: int) -> Decimal:
    """Points as published: rounded once, half-up.

    Example:
        >>> publish(Fraction(125, 2), 0), publish(Fraction(1, 3), 2)
        (Decimal('63'), Decimal('0.33'))
    """
    sign, digits, _ = Decimal(last_places(points, places)).as_tuple()
    return Decimal((sign, digits, -places))


def last_places(points: Fraction, places: int) -> int:
    """Points as published, in whole units of the last place.

    Example:
        >>> last_places(Fraction(125, 2), 0), last_places(Fraction(1, 3), 2)
        (63, 33)
    """
    return half_up(points.numerator * int(10**places), points.denominator)


def rank(keys: Sequence[tuple[Any, ...]]) -> list[int]:
    """Ranks from 1, the highest key first; equal keys share a rank.

    Example:
        >>> rank([(5,), (9,), (5,)])
        [2, 1, 2]
    """
    ordered = sorted(keys, reverse=True)
    first = {key: index + 1 for index, key in reversed(list(enumerate(ordered)))}
    return [first[key] for key in keys]
