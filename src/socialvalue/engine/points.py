"""Points: which arithmetic a method means, publishing, and ranking; all in exact rationals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from itertools import islice
from typing import Any

from socialvalue.engine.exact import half_up
from socialvalue.engine.methods import (
    Column,
    against_target,
    banded,
    by_theme,
    deviation_from_mean,
    fixed_reference,
    highest_income,
    linear_spread,
    lowest_price,
    panel_mark,
    points_menu,
    relative_to_highest,
)
from socialvalue.errors import InputError, problem
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import (
    AgainstTarget,
    Banded,
    DeviationFromMean,
    Entry,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    Method,
    PanelMark,
    PassFail,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
)

__all__ = ["Entry", "last_places", "points_for", "publish", "rank"]

_SIXTY = Context(prec=60)
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
    maps = (bid.marks, bid.denominators, bid.themes, bid.units)
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


# --- prices and marks ---------------------------------------------------------------------


def _weight(criterion: Criterion) -> Fraction:
    return Fraction(criterion.points)


def _prices(bids: Bids) -> Column:
    return [each.price or Fraction(0) for each in bids]


def _lowest_price(_: LowestPrice, criterion: Criterion, bids: Bids) -> Column:
    return lowest_price(_weight(criterion), _prices(bids))


def _highest_income(_: HighestIncome, criterion: Criterion, bids: Bids) -> Column:
    return highest_income(_weight(criterion), _prices(bids))


def _linear_spread(_: LinearSpread, criterion: Criterion, bids: Bids) -> Column:
    return linear_spread(_weight(criterion), _prices(bids))


def _deviation(method: DeviationFromMean, criterion: Criterion, bids: Bids) -> Column:
    at_mean, step = Fraction(method.at_mean), Fraction(method.per_percent)
    return deviation_from_mean(_weight(criterion), _prices(bids), at_mean, step)


def _reference(method: FixedReference, criterion: Criterion, bids: Bids) -> Column:
    return fixed_reference(_weight(criterion), _prices(bids), Fraction(method.reference))


def _panel_mark(method: PanelMark | PassFail, criterion: Criterion, bids: Bids) -> Column:
    marks = [each.marks[criterion.name] for each in bids]
    return panel_mark(_weight(criterion), marks, Fraction(method.out_of))


def _value_for_money(method: ValueForMoney, criterion: Criterion, bids: Bids) -> Column:
    """Weight × quality^exponent ÷ price, relative to the highest."""
    leaves = [leaf for top in method.quality for leaf in top.walk() if leaf.method is not None]
    parts = [points_for(leaf.method, leaf, bids) for leaf in leaves if leaf.method is not None]
    quality = [sum(each, Fraction(0)) for each in zip(*parts, strict=True)] or [Fraction(0)]
    index = [
        _power(each, method.exponent) / price
        for each, price in zip(quality, _prices(bids), strict=False)
    ]
    return relative_to_highest(_weight(criterion), index)


def _power(base: Fraction, exponent: Decimal) -> Fraction:
    """A power, exact for whole exponents and to 60 digits for others."""
    if exponent == exponent.to_integral_value():
        return Fraction(base ** int(exponent))
    if base == 0:
        return Fraction(0)
    quotient = _SIXTY.divide(Decimal(base.numerator), Decimal(base.denominator))
    return Fraction(_SIXTY.power(quotient, exponent))


# --- pounds of social value ---------------------------------------------------------------


def _against_target(method: AgainstTarget, criterion: Criterion, bids: Bids) -> Column:
    own = None if method.target is None else Fraction(method.target)

    def score(weight: Fraction, values: Column) -> Column:
        ratios = [
            value / each.denominators[method.denominator] / (own or each.target or Fraction(1))
            for value, each in zip(values, bids, strict=True)
        ]
        return against_target(weight, ratios, Fraction(method.cap), Fraction(method.floor))

    return by_theme(method, _weight(criterion), bids, score)


def _relative(method: RelativeToHighest, criterion: Criterion, bids: Bids) -> Column:
    points = by_theme(method, _weight(criterion), bids, relative_to_highest)
    if method.minimum is None:
        return points
    least = Fraction(method.minimum)
    ratios = [each.value / each.denominators["initial"] for each in bids]
    return [
        found if ratio >= least else Fraction(0)
        for found, ratio in zip(points, ratios, strict=True)
    ]


def _ratio_then_relative(method: RatioThenRelative, criterion: Criterion, bids: Bids) -> Column:
    def score(weight: Fraction, values: Column) -> Column:
        ratios = [
            value / each.denominators[method.denominator]
            for value, each in zip(values, bids, strict=True)
        ]
        return relative_to_highest(weight, ratios)

    return by_theme(method, _weight(criterion), bids, score)


def _banded(method: Banded, criterion: Criterion, bids: Bids) -> Column:
    ratios = [each.value / each.denominators[method.denominator] for each in bids]
    return banded(criterion.name, _weight(criterion), ratios, method)


def _points_menu(method: PointsMenu, criterion: Criterion, bids: Bids) -> Column:
    return points_menu(_weight(criterion), [each.units for each in bids], method)


_ARITHMETIC: dict[type[Any], Callable[[Any, Criterion, Bids], Column]] = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    LinearSpread: _linear_spread,
    DeviationFromMean: _deviation,
    FixedReference: _reference,
    PanelMark: _panel_mark,
    PassFail: _panel_mark,
    ValueForMoney: _value_for_money,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio_then_relative,
    Banded: _banded,
    PointsMenu: _points_menu,
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
