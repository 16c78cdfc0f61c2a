"""Prices: what a bid has for its own, beside the lowest, the highest, the mean or a reference."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import reduce
from operator import mul
from typing import TYPE_CHECKING, Any

from attrs import evolve

from socialvalue.engine.methods.panel import panel_part
from socialvalue.engine.methods.part import ALL, NEAR, NOTHING, Column, Part, Parts, Points, there
from socialvalue.engine.methods.relative import relative_to_highest, to_highest
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import (
    DeviationFromMean,
    Entry,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PercentAboveLowest,
)

if TYPE_CHECKING:
    from socialvalue.engine.figures import Figures, Floats, Mask, Numbers, Rows, Tenders

__all__ = ["PARTS", "POINTS", "deviation", "prices_of", "value_for_money"]

_SIXTY = Context(prec=60)


def prices_of(bids: Iterable[Entry]) -> Column:
    """The price of each bid; 0 where it has none, which no method reads."""
    return [each.price or NOTHING for each in bids]


# --- the lowest, or the highest income ----------------------------------------------------


def lowest_price(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × lowest price ÷ price.

    Example:
        >>> lowest_price(Fraction(60), [Fraction(100), Fraction(120)])
        [Fraction(60, 1), Fraction(50, 1)]

    Source:
        scoring.md §5, P1; for concessions its mirror, price ÷ highest price.
    """
    all_of_it = weight * min(prices, default=NOTHING)
    return [all_of_it / price for price in prices]


def _lowest_price(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    price = there(figures.price)
    lowest = tenders.lowest(price.doubles)
    best = lowest * float(weight)

    def fill(rows: slice) -> Floats:
        return tenders.of_rows(best, rows) / price.part(rows)

    return _by_the_lowest(float(weight), fill, price, lowest, tenders)


def _by_the_lowest(
    most: float, fill: Callable[[slice], Floats], price: Numbers, lowest: Floats, tenders: Tenders
) -> Part:
    """A part that is measured by the lowest price of each tender, which has all the points."""

    def rivals(rows: Rows) -> Mask:
        here = price.doubles[rows]
        found: Mask = here <= tenders.of_rows(lowest, rows) * (1 + NEAR)
        return found

    def full(rows: Rows) -> Mask:
        found: Mask = price.doubles[rows] == tenders.of_rows(lowest, rows)
        return found

    return Part(most, fill, None, rivals, full if price.single else None)


def _highest_income(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    price = there(figures.price)
    return to_highest(weight, price.doubles, tenders, single=price.single)


# --- per cent above the lowest ------------------------------------------------------------


def percent_above_lowest(
    weight: Fraction, prices: Sequence[Fraction], per_percent: Fraction
) -> Column:
    """Weight × (1 − share × per cent above the lowest), not below 0.

    Example:
        >>> percent_above_lowest(Fraction(60), [Fraction(100), Fraction(125), Fraction(300)],
        ...                      Fraction(1, 100))
        [Fraction(60, 1), Fraction(45, 1), Fraction(0, 1)]

    Source:
        Scottish Government, Construction Policy Note 3/2024, step 3: such a line, and no more.
    """
    if not prices:
        return []
    a_pound = 100 * per_percent / min(prices)
    shares = [1 + 100 * per_percent - a_pound * price for price in prices]
    return [weight * max(NOTHING, share) for share in shares]


def _above_lowest(method: PercentAboveLowest, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    return percent_above_lowest(
        Fraction(leaf.points), prices_of(bids), Fraction(method.per_percent)
    )


def _above_lowest_part(
    leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders
) -> Part:
    """What is subtracted matters where points are left, and there it is no more than it is from."""
    method, price = leaf.method, there(figures.price)
    assert isinstance(method, PercentAboveLowest)  # noqa: S101
    slope = 100 * Fraction(method.per_percent)
    lowest = tenders.lowest(price.doubles)
    factor = tenders.shared(float(weight * slope), lowest)
    start, whole = float(weight * (1 + slope)), float(weight)

    def fill(rows: slice) -> Floats:
        found = start - price.part(rows) * tenders.of_rows(factor, rows)
        return found.clip(0.0, whole, out=found)

    return _by_the_lowest(float(weight * (3 + 2 * slope)), fill, price, lowest, tenders)


# --- a straight line ----------------------------------------------------------------------


def linear_spread(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × (highest − price) ÷ (highest − lowest); all of it where prices are equal.

    Example:
        >>> linear_spread(Fraction(60), [Fraction(100), Fraction(105), Fraction(120)])
        [Fraction(60, 1), Fraction(45, 1), Fraction(0, 1)]

    Source:
        scoring.md §5, P2.
    """
    highest, lowest = max(prices, default=NOTHING), min(prices, default=NOTHING)
    if highest == lowest:
        return [weight] * len(prices)
    a_pound = weight / (highest - lowest)
    return [a_pound * (highest - price) for price in prices]


def _linear_spread(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Prices beyond 2⁵³ are all in doubt: their differences are not those of their doubles."""
    price = there(figures.price)
    highest, lowest = tenders.highest(price.doubles), tenders.lowest(price.doubles)
    factor = tenders.shared(float(weight), highest - lowest)
    level: Any = float(weight) * ~(highest > lowest)

    def fill(rows: slice) -> Floats:
        below = tenders.of_rows(highest, rows) - price.part(rows)
        return below * tenders.of_rows(factor, rows) + tenders.of_rows(level, rows)

    def rivals(rows: Rows) -> Mask:
        here = price.doubles[rows]
        top, low = tenders.of_rows(highest, rows), tenders.of_rows(lowest, rows)
        found: Mask = (here >= top * (1 - NEAR)) | (here <= low * (1 + NEAR))
        return found

    return Part(float(weight), fill, None if price.true else tenders.every, rivals)


# --- the mean -----------------------------------------------------------------------------


def deviation_from_mean(
    weight: Fraction,
    prices: Sequence[Fraction],
    at_mean: Fraction,
    per_percent: Fraction,
    rest: tuple[Fraction, int] = (NOTHING, 0),
) -> Column:
    """Weight × (share at the mean + share a per cent below it), from 0 to the weight.

    Where all prices are 0, each is the mean.  `rest` is the sum of more prices of which the mean is
    taken, and how many they are.

    Example:
        >>> deviation_from_mean(Fraction(60), [Fraction(90), Fraction(110)],
        ...                     Fraction(1, 2), Fraction(1, 100))
        [Fraction(36, 1), Fraction(24, 1)]

    Source:
        scoring.md §5, P2.
    """
    count = len(prices) + rest[1]
    mean = sum(prices, rest[0]) / count if count else NOTHING
    if not mean:  # all prices are 0, and each is the mean
        return [weight * at_mean for _ in prices]
    at_nothing, a_pound = at_mean + per_percent * 100, per_percent * 100 / mean
    shares = [at_nothing - a_pound * price for price in prices]
    return [weight * min(ALL, max(NOTHING, share)) for share in shares]


def deviation(
    method: DeviationFromMean,
    leaf: Criterion,
    bids: Sequence[Entry],
    rest: tuple[Fraction, int] = (NOTHING, 0),
) -> Column:
    """The points of some bids by the mean of their prices, and of the rest."""
    at_mean, step = Fraction(method.at_mean), Fraction(method.per_percent)
    prices = prices_of(each.priced(leaf.price) for each in bids)
    return deviation_from_mean(Fraction(leaf.points), prices, at_mean, step, rest)


def _deviation_part(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """A mean of n prices errs by at most n·2⁻⁵³ of itself."""
    method, price = leaf.method, there(figures.price)
    assert isinstance(method, DeviationFromMean)  # noqa: S101
    mean = tenders.mean(price.doubles)
    slope = 100 * Fraction(method.per_percent)
    start, whole = Fraction(method.at_mean) + slope, float(weight)
    factor = tenders.shared(float(weight * slope), mean)
    at_mean, at_nothing = float(weight * Fraction(method.at_mean)), float(weight * start)
    level = at_nothing * (mean > 0) + at_mean * ~(mean > 0)  # where all are 0, each is the mean

    def fill(rows: slice) -> Floats:
        found = tenders.of_rows(level, rows) - price.part(rows) * tenders.of_rows(factor, rows)
        return found.clip(0.0, whole, out=found)

    most = float(weight * (1 + 2 * start)) * (1 + len(price.doubles) / 8)
    return Part(most, fill, None, tenders.every, counts=True)


# --- a reference --------------------------------------------------------------------------


def fixed_reference(weight: Fraction, prices: Sequence[Fraction], reference: Fraction) -> Column:
    """Weight × min(1, reference ÷ price).

    Example:
        >>> fixed_reference(Fraction(60), [Fraction(90), Fraction(120)], Fraction(100))
        [Fraction(60, 1), Fraction(50, 1)]

    Source:
        scoring.md §5, P2.
    """
    return [weight * min(ALL, reference / price) for price in prices]


def _reference(method: FixedReference, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    return fixed_reference(Fraction(leaf.points), prices_of(bids), Fraction(method.reference))


def _reference_part(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    method, price = leaf.method, there(figures.price)
    assert isinstance(method, FixedReference)  # noqa: S101
    factor, whole = float(weight * Fraction(method.reference) / price.scale), float(weight)

    def fill(rows: slice) -> Floats:
        found = factor / price.part(rows)
        return found.clip(None, whole, out=found)

    return Part(whole, fill)


# --- quality for money --------------------------------------------------------------------


def value_for_money(
    weight: Fraction, quality: Sequence[Fraction], prices: Sequence[Fraction], exponent: Decimal
) -> Column:
    """Weight × quality^exponent ÷ price, relative to the highest.

    Example:
        >>> value_for_money(Fraction(10), [Fraction(4), Fraction(3)], [Fraction(2)] * 2, Decimal(2))
        [Fraction(10, 1), Fraction(45, 8)]

    Source:
        scoring.md §5, P3.
    """
    pairs = zip(quality, prices, strict=True)
    return relative_to_highest(weight, [_power(each, exponent) / price for each, price in pairs])


def _power(base: Fraction, exponent: Decimal) -> Fraction:
    """A power, exact for whole exponents and to 60 digits for others."""
    if exponent == exponent.to_integral_value():
        return Fraction(base ** int(exponent))
    if base == 0:
        return NOTHING
    quotient = _SIXTY.divide(Decimal(base.numerator), Decimal(base.denominator))
    return Fraction(_SIXTY.power(quotient, exponent))


def _index_part(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """The exponent is whole, and the quality what a panel scores.

    A sum of marks errs by no larger share than its parts and a step for each, and a power by its
    exponent times as much.
    """
    method, price = leaf.method, there(figures.price)
    assert isinstance(method, ValueForMoney)  # noqa: S101
    panel = [each for top in method.quality for each in top.walk() if each.method and each.points]
    parts = [panel_part(each, Fraction(each.points), figures, tenders) for each in panel]
    quality = sum((each.fill(slice(0, tenders.bids)) for each in parts), 0 * price.doubles)
    index = reduce(mul, [quality] * int(method.exponent)) / price.doubles
    steps = int(method.exponent) * (len(parts) + 4)
    part = to_highest(weight, index, tenders, near=NEAR * steps)
    return evolve(part, most=part.most * (1 + steps / 8))


POINTS: Points = {
    LowestPrice: lambda _, leaf, bids: lowest_price(Fraction(leaf.points), prices_of(bids)),
    HighestIncome: lambda _, leaf, bids: relative_to_highest(
        Fraction(leaf.points), prices_of(bids)
    ),
    PercentAboveLowest: _above_lowest,
    LinearSpread: lambda _, leaf, bids: linear_spread(Fraction(leaf.points), prices_of(bids)),
    DeviationFromMean: deviation,
    FixedReference: _reference,
}
PARTS: Parts = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    PercentAboveLowest: _above_lowest_part,
    LinearSpread: _linear_spread,
    DeviationFromMean: _deviation_part,
    FixedReference: _reference_part,
    ValueForMoney: _index_part,
}
