"""Pounds of social value: beside a target, beside the highest, and divided before they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from attrs import evolve

from socialvalue.engine.methods.part import NEAR, NOTHING, Column, Part, Parts, Points, there
from socialvalue.engine.methods.relative import relative_to_highest, to_highest
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import (
    AgainstTarget,
    ByTheme,
    Entry,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.numbers import Exact

if TYPE_CHECKING:
    from socialvalue.engine.figures import Figures, Floats, Mask, Numbers, Rows, Tenders

__all__ = ["PARTS", "POINTS", "against_target", "by_theme", "weighted"]


def by_theme(
    method: ByTheme,
    weight: Fraction,
    bids: Sequence[Entry],
    score: Callable[[Fraction, Column], Column],
) -> Column:
    """Points under theme weights: on the pounds before summing, or on the scores of each theme.

    The two rank bids differently, so a method has one or the other, never one for the other.

    Args:
        method: Has `weight_value`, `weight_score`, or neither.
        weight: The criterion's points.
        bids: The compliant bids.
        score: The method's points for a weight and a column of pounds.

    Source:
        scoring.md §2, Q6.
    """
    if not method.weight_score:
        return score(weight, [weighted(each.value, each.themes, method) for each in bids])
    parts = [
        score(weight * Fraction(share), [each.themes.get(theme, NOTHING) for each in bids])
        for theme, share in method.weight_score.items()
    ]
    return [sum(column, NOTHING) for column in zip(*parts, strict=True)]


def weighted(value: Exact, themes: Mapping[str, Exact], method: ByTheme) -> Fraction:
    """The pounds of a bid, each theme's times its factor; a theme without one counts once."""
    factors = method.weight_value
    if not factors:
        return Fraction(value)
    return sum(
        (Fraction(each) * Fraction(factors.get(theme, 1)) for theme, each in themes.items()),
        NOTHING,
    )


def _ratios(values: Column, bids: Sequence[Entry], name: str) -> Column:
    """Pounds of each bid, divided by one of its denominators."""
    pairs = zip(values, bids, strict=True)
    return [value / each.denominators[name] for value, each in pairs]


# --- a target -----------------------------------------------------------------------------


def against_target(
    weight: Fraction, ratios: Sequence[Fraction], cap: Fraction, floor: Fraction
) -> Column:
    """Weight × min(cap, ratio), where a ratio is £ per £1 ÷ target; 0 below the floor.

    Example:
        >>> against_target(Fraction(10), [Fraction(1, 2), Fraction(3)], Fraction(1), Fraction(0))
        [Fraction(5, 1), Fraction(10, 1)]

    Source:
        scoring.md §2, Q2.
    """
    return [weight * min(cap, ratio) if ratio >= floor else NOTHING for ratio in ratios]


def _against_target(method: AgainstTarget, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    own = None if method.target is None else Fraction(method.target)
    targets = [own or each.target or Fraction(1) for each in bids]

    def score(weight: Fraction, values: Column) -> Column:
        per_pound = _ratios(values, bids, method.denominator)
        ratios = [ratio / target for ratio, target in zip(per_pound, targets, strict=True)]
        return against_target(weight, ratios, Fraction(method.cap), Fraction(method.floor))

    return by_theme(method, Fraction(leaf.points), bids, score)


def _target_part(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    method, value = leaf.method, there(figures.value)
    assert isinstance(method, AgainstTarget)  # noqa: S101
    target, below = figures.targets(method.target), figures.denominators[method.denominator]
    factor = float(weight * value.scale / below.scale / target.scale)
    most, floor = float(weight * Fraction(method.cap)), float(weight * Fraction(method.floor))

    def ratio(rows: slice | Rows) -> Floats:
        return _divided(value.part(rows) * factor, rows, below, target)

    def fill(rows: slice) -> Floats:
        found = ratio(rows)
        if floor:
            found[found < floor] = 0.0
        return found.clip(None, most, out=found)

    def doubt(rows: slice) -> Mask:
        near: Mask = abs(ratio(rows) - floor) <= floor * NEAR
        return near

    def full(rows: Rows) -> Mask:
        capped: Mask = ratio(rows) > most * (1 + NEAR)
        return capped

    return Part(most, fill, doubt if floor else None, full=full)


def _divided(found: Floats, rows: slice | Rows, *columns: Numbers) -> Floats:
    """Doubles of an array of one's own, divided by columns; by a number for all it is left."""
    for column in columns:
        if not column.same or len(found) == 1:
            found /= column.part(rows)
    return found


# --- the highest --------------------------------------------------------------------------


def _relative(method: RelativeToHighest, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    points = by_theme(method, Fraction(leaf.points), bids, relative_to_highest)
    if method.minimum is None:
        return points
    ratios = _ratios([each.value for each in bids], bids, "initial")
    least = Fraction(method.minimum)
    pairs = zip(points, ratios, strict=True)
    return [found if ratio >= least else NOTHING for found, ratio in pairs]


def _relative_part(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    method, value = leaf.method, there(figures.value)
    assert isinstance(method, RelativeToHighest)  # noqa: S101
    part = to_highest(weight, value.doubles, tenders, single=value.single)
    if not method.minimum:
        return part
    return _above(part, value, figures.denominators["initial"], Fraction(method.minimum))


def _above(part: Part, value: Numbers, below: Numbers, minimum: Fraction) -> Part:
    """A part with nothing for bids below a companion minimum of £ per £1."""
    least = float(minimum * below.scale / value.scale)

    def ratio(rows: slice | Rows) -> Floats:
        return value.part(rows) / below.part(rows)

    def fill(rows: slice) -> Floats:
        found = part.fill(rows)
        found[ratio(rows) < least] = 0.0
        return found

    def doubt(rows: slice) -> Mask:
        near: Mask = abs(ratio(rows) - least) <= least * NEAR
        return near

    def full(rows: Rows) -> Mask:
        assert part.full is not None  # noqa: S101 - else it is not asked
        return part.full(rows) & (ratio(rows) > least * (1 + NEAR))

    return evolve(part, fill=fill, doubt=doubt, full=full if part.full else None)


# --- a ratio, and then the highest --------------------------------------------------------


def _ratio(method: RatioThenRelative, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    def score(weight: Fraction, values: Column) -> Column:
        return relative_to_highest(weight, _ratios(values, bids, method.denominator))

    return by_theme(method, Fraction(leaf.points), bids, score)


def _ratio_part(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    method, value = leaf.method, there(figures.value)
    assert isinstance(method, RatioThenRelative)  # noqa: S101
    below = figures.denominators[method.denominator]
    return to_highest(weight, value.doubles / below.doubles, tenders)


POINTS: Points = {
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
    RatioThenRelative: _ratio,
}
PARTS: Parts = {
    AgainstTarget: _target_part,
    RelativeToHighest: _relative_part,
    RatioThenRelative: _ratio_part,
}
