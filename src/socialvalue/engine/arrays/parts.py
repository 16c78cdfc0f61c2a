"""The scoring methods on columns of doubles, each with how far it may stand from the exact points.

A part is one criterion's points, in units of the last published place: its weight comes in
multiplied by 10^places.  Its arithmetic is that of `engine.methods`, which is the oracle.

How far it may be from the exact points. Every number it starts from is a double within 2⁻⁵³ of
itself of an exact number, and each step errs by at most 2⁻⁵³ of its result. No method takes more
than twelve steps, products and quotients keep the share of the error, and where numbers are
subtracted `most` bounds them; so the error is at most `STEPS`·2⁻⁵³·`most`.  A cap or a lowest
value moves nothing further apart.  Where a step could turn on the error (a floor, a band), the
part says for which rows: `doubt`.

Source:
    N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), lemma 3.1.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np
from attrs import evolve, frozen

from socialvalue.engine.arrays.figures import Figures, Floats, Mask, Numbers, Rows, Tenders
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import (
    AgainstTarget,
    Banded,
    DeviationFromMean,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PanelMark,
    PassFail,
    RatioThenRelative,
    RelativeToHighest,
)

__all__ = ["FROM_COLUMNS", "STEPS", "UNIT", "Part", "part_of"]

UNIT = 2.0**-53
"""What one rounding may add or take away, as a share of the number."""

STEPS = 32
"""More roundings than any method has, in units of `Part.most`."""

_NEAR = 2.0**-47
"""As a share: further apart than this, two ratios compare as their doubles do."""


@frozen(eq=False)
class Part:
    """One criterion's points for any rows, in doubles."""

    most: float
    """No number is subtracted, and no points are given, beyond it (in published units)."""

    fill: Callable[[slice], Floats]
    """The points of some rows: a new array."""

    doubt: Callable[[slice], Mask] | None = None
    """Which of some rows stand so near a floor or a bound that doubles cannot tell."""

    rivals: Callable[[Rows], Mask] | None = None
    """Which of some rows may be the yardstick of their tender; None for an absolute method."""

    full: Callable[[Rows], Mask] | None = None
    """Which of some rows have all the points there are, beyond doubt."""

    counts: bool = False
    """Whether it matters how many rivals say the same, as it does to a mean."""


def part_of(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """The part of one criterion.

    Args:
        leaf: It has one of the methods of `FROM_COLUMNS`.
        weight: Its points in units of the last published place.
        figures: What the method reads is there.
        tenders: Who competes with whom.
    """
    if not weight:  # what it would have read may not be there
        return Part(0.0, lambda rows: np.zeros(rows.stop - rows.start))
    return FROM_COLUMNS[type(leaf.method)](leaf, weight, figures, tenders)


def _there(column: Numbers | None) -> Numbers:
    assert column is not None  # noqa: S101 - the shell has refused what is missing
    return column


# --- prices and marks ---------------------------------------------------------------------


def _panel_mark(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    """Weight × mark ÷ top of the scale."""
    method: Any = leaf.method
    marks = figures.marks[leaf.name]
    factor = float(weight * marks.scale / Fraction(method.out_of))
    return Part(float(weight), lambda rows: marks.part(rows) * factor)


def _lowest_price(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × lowest price ÷ price."""
    price = _there(figures.price)
    lowest = tenders.lowest(price.doubles)
    best = lowest * float(weight)

    def rivals(rows: Rows) -> Mask:
        here = price.doubles[rows]
        found: Mask = here <= tenders.of_rows(lowest, rows) * (1 + _NEAR)
        return found

    def fill(rows: slice) -> Floats:
        return tenders.of_rows(best, rows) / price.part(rows)

    def full(rows: Rows) -> Mask:
        found: Mask = price.doubles[rows] == tenders.of_rows(lowest, rows)
        return found

    return Part(float(weight), fill, None, rivals, full if price.single else None)


def _highest_income(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × price ÷ highest price."""
    price = _there(figures.price)
    return _to_highest(weight, price.doubles, tenders, single=price.single)


def _linear_spread(_: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × (highest − price) ÷ (highest − lowest); prices beyond 2⁵³ are all in doubt."""
    price = _there(figures.price)
    highest, lowest = tenders.highest(price.doubles), tenders.lowest(price.doubles)
    spread = highest - lowest
    even = ~(spread > 0)
    factor = np.where(even, 0.0, float(weight) / np.where(even, 1.0, spread))
    level = np.where(even, float(weight), 0.0)

    def fill(rows: slice) -> Floats:
        below = tenders.of_rows(highest, rows) - price.part(rows)
        return below * tenders.of_rows(factor, rows) + tenders.of_rows(level, rows)

    def rivals(rows: Rows) -> Mask:
        here = price.doubles[rows]
        top, low = tenders.of_rows(highest, rows), tenders.of_rows(lowest, rows)
        found: Mask = (here >= top * (1 - _NEAR)) | (here <= low * (1 + _NEAR))
        return found

    everywhere = None if price.true else _everywhere
    return Part(float(weight), fill, everywhere, rivals)


def _everywhere(rows: slice) -> Mask:
    return np.ones(rows.stop - rows.start, np.bool_)


def _deviation(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × (share at the mean + share a per cent below it), from 0 to the weight.

    A mean of n prices errs by at most n·2⁻⁵³ of itself.
    """
    method, price = leaf.method, _there(figures.price)
    assert isinstance(method, DeviationFromMean)  # noqa: S101
    mean = tenders.mean(price.doubles)
    there = mean > 0  # where all prices are 0, each is the mean
    slope = 100 * Fraction(method.per_percent)
    start, whole = Fraction(method.at_mean) + slope, float(weight)
    factor = np.where(there, float(weight * slope) / np.where(there, mean, 1.0), 0.0)
    level = np.where(there, float(weight * start), float(weight * Fraction(method.at_mean)))

    def fill(rows: slice) -> Floats:
        found = tenders.of_rows(level, rows) - price.part(rows) * tenders.of_rows(factor, rows)
        return np.clip(found, 0.0, whole, out=found)

    most = float(weight * (1 + 2 * start)) * (1 + len(price.doubles) / 8)
    return Part(most, fill, None, lambda rows: np.ones(len(rows), np.bool_), counts=True)


def _reference(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    """Weight × min(1, reference ÷ price)."""
    method, price = leaf.method, _there(figures.price)
    assert isinstance(method, FixedReference)  # noqa: S101
    factor, whole = float(weight * Fraction(method.reference) / price.scale), float(weight)

    def fill(rows: slice) -> Floats:
        found = factor / price.part(rows)
        return np.minimum(found, whole, out=found)

    return Part(whole, fill)


def _value_for_money(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × quality^exponent ÷ price, relative to the highest; the exponent is whole.

    A sum of marks errs by no larger share than its parts and a step for each, and a power by its
    exponent times as much.
    """
    method, price = leaf.method, _there(figures.price)
    assert isinstance(method, ValueForMoney)  # noqa: S101
    panel = [each for top in method.quality for each in top.walk() if each.method is not None]
    parts = [part_of(each, Fraction(each.points), figures, tenders) for each in panel]
    quality = sum((each.fill(slice(0, tenders.bids)) for each in parts), np.zeros(1))
    index = reduce(np.multiply, [quality] * int(method.exponent)) / price.doubles
    steps = int(method.exponent) * (len(parts) + 4)
    part = _to_highest(weight, index, tenders, near=_NEAR * steps)
    return evolve(part, most=part.most * (1 + steps / 8))


# --- pounds of social value ---------------------------------------------------------------


def _against_target(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    """Weight × min(cap, ratio), where a ratio is £ per £1 ÷ target; 0 below the floor."""
    method, value = leaf.method, _there(figures.value)
    assert isinstance(method, AgainstTarget)  # noqa: S101
    own = method.target
    target = _there(figures.target) if own is None else Numbers.one(Fraction(own))
    below = figures.denominators[method.denominator]
    factor = weight * value.scale / below.scale / target.scale
    most, floor = float(weight * Fraction(method.cap)), float(weight * Fraction(method.floor))

    def ratio(rows: slice | Rows) -> Floats:
        return _divided(value.part(rows) * float(factor), rows, below, target)

    def fill(rows: slice) -> Floats:
        found = ratio(rows)
        if floor:
            found[found < floor] = 0.0
        return np.minimum(found, most, out=found)

    def doubt(rows: slice) -> Mask:
        near: Mask = np.abs(ratio(rows) - floor) <= floor * _NEAR
        return near

    def full(rows: Rows) -> Mask:
        capped: Mask = ratio(rows) > most * (1 + _NEAR)
        return capped

    return Part(most, fill, doubt if floor else None, full=full)


def _divided(found: Floats, rows: slice | Rows, *columns: Numbers) -> Floats:
    """Doubles of an array of one's own, divided by columns; by a number for all it is left."""
    for column in columns:
        if not column.same or len(found) == 1:
            found /= column.part(rows)
    return found


def _relative(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """Weight × value ÷ highest value; nothing below the companion minimum."""
    method, value = leaf.method, _there(figures.value)
    assert isinstance(method, RelativeToHighest)  # noqa: S101
    part = _to_highest(weight, value.doubles, tenders, single=value.single)
    if not method.minimum:
        return part
    below = figures.denominators["initial"]
    least = float(Fraction(method.minimum) * below.scale / value.scale)

    def ratio(rows: slice | Rows) -> Floats:
        return value.part(rows) / below.part(rows)

    def fill(rows: slice) -> Floats:
        found = part.fill(rows)
        found[ratio(rows) < least] = 0.0
        return found

    def doubt(rows: slice) -> Mask:
        near: Mask = np.abs(ratio(rows) - least) <= least * _NEAR
        return near

    def full(rows: Rows) -> Mask:
        assert part.full is not None  # noqa: S101 - else it is not asked
        return part.full(rows) & (ratio(rows) > least * (1 + _NEAR))

    return Part(part.most, fill, doubt, part.rivals, full if part.full else None)


def _ratio_then_relative(
    leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders
) -> Part:
    """Weight × ratio ÷ highest ratio."""
    method, value = leaf.method, _there(figures.value)
    assert isinstance(method, RatioThenRelative)  # noqa: S101
    return _to_highest(
        weight, value.doubles / figures.denominators[method.denominator].doubles, tenders
    )


def _to_highest(
    weight: Fraction,
    column: Floats,
    tenders: Tenders,
    *,
    single: bool = False,
    near: float = _NEAR,
) -> Part:
    """Weight × number ÷ the highest number of the tender; all 0 where that is 0."""
    highest = tenders.highest(column)
    factor = float(weight) / np.where(highest > 0, highest, 1.0)

    def fill(rows: slice) -> Floats:
        found: Floats = column[rows] * tenders.of_rows(factor, rows)
        return found

    def rivals(rows: Rows) -> Mask:
        found: Mask = column[rows] >= tenders.of_rows(highest, rows) * (1 - near)
        return found

    def full(rows: Rows) -> Mask:
        best = column[rows]
        found: Mask = (best == tenders.of_rows(highest, rows)) & (best > 0)
        return found

    return Part(float(weight), fill, None, rivals, full if single else None)


def _banded(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    """Weight × the mark of the band a ratio falls in ÷ top of the scale."""
    method, value = leaf.method, _there(figures.value)
    assert isinstance(method, Banded)  # noqa: S101
    below = figures.denominators[method.denominator]
    scale = below.scale / value.scale
    ends = [Fraction(each.upper) * scale for each in method.bands if each.upper is not None]
    bounds = np.array([float(each) for each in ends])
    points = [float(weight * Fraction(each.mark) / Fraction(method.scale)) for each in method.bands]
    by_band = np.array([*points, points[-1]])  # one more: at the end of the last band itself

    def ratio(rows: slice) -> Floats:
        return value.part(rows) / below.part(rows)

    def fill(rows: slice) -> Floats:
        found: Floats = by_band.take(np.searchsorted(bounds, ratio(rows), side="right"))
        return found

    def doubt(rows: slice) -> Mask:
        here = ratio(rows)
        low = np.searchsorted(bounds, here * (1 - _NEAR), side="right")
        high = np.searchsorted(bounds, here * (1 + _NEAR), side="right")
        near: Mask = low != high
        return near

    return Part(float(weight), fill, doubt)


FROM_COLUMNS: dict[type[Any], Callable[[Criterion, Fraction, Figures, Tenders], Part]] = {
    LowestPrice: _lowest_price,
    HighestIncome: _highest_income,
    LinearSpread: _linear_spread,
    DeviationFromMean: _deviation,
    FixedReference: _reference,
    ValueForMoney: _value_for_money,
    PanelMark: _panel_mark,
    PassFail: _panel_mark,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio_then_relative,
    Banded: _banded,
}
"""What can be done from columns of numbers."""
