"""The bare arithmetic of the scoring methods: columns of exact numbers in, exact points out.

Each function takes the weight of a criterion and a column with one entry a compliant bid.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from socialvalue.errors import InputError, problem
from socialvalue.model.methods import (
    Banded,
    ByTheme,
    Entry,
    PointsMenu,
)
from socialvalue.numbers import Exact

__all__ = [
    "Column",
    "against_target",
    "banded",
    "by_theme",
    "deviation_from_mean",
    "fixed_reference",
    "highest_income",
    "linear_spread",
    "lowest_price",
    "menu_points",
    "panel_mark",
    "points_menu",
    "relative_to_highest",
    "weighted",
]

Column = list[Fraction]
_NOTHING = Fraction(0)
_ALL = Fraction(1)


def lowest_price(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × lowest price ÷ price.

    Example:
        >>> lowest_price(Fraction(60), [Fraction(100), Fraction(120)])
        [Fraction(60, 1), Fraction(50, 1)]

    Source:
        scoring.md §5, P1.
    """
    all_of_it = weight * min(prices, default=_NOTHING)
    return [all_of_it / price for price in prices]


def highest_income(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × price ÷ highest price, for concessions.

    Example:
        >>> highest_income(Fraction(60), [Fraction(100), Fraction(120)])
        [Fraction(50, 1), Fraction(60, 1)]

    Source:
        scoring.md §5, P1.
    """
    return relative_to_highest(weight, prices)


def linear_spread(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × (highest − price) ÷ (highest − lowest); all of it where prices are equal.

    Example:
        >>> linear_spread(Fraction(60), [Fraction(100), Fraction(105), Fraction(120)])
        [Fraction(60, 1), Fraction(45, 1), Fraction(0, 1)]

    Source:
        scoring.md §5, P2.
    """
    highest, lowest = max(prices, default=_NOTHING), min(prices, default=_NOTHING)
    if highest == lowest:
        return [weight] * len(prices)
    a_pound = weight / (highest - lowest)
    return [a_pound * (highest - price) for price in prices]


def deviation_from_mean(
    weight: Fraction, prices: Sequence[Fraction], at_mean: Fraction, per_percent: Fraction
) -> Column:
    """Weight × (share at the mean + share a per cent below it), from 0 to the weight.

    Where all prices are 0, each is the mean.

    Example:
        >>> deviation_from_mean(Fraction(60), [Fraction(90), Fraction(110)],
        ...                     Fraction(1, 2), Fraction(1, 100))
        [Fraction(36, 1), Fraction(24, 1)]

    Source:
        scoring.md §5, P2.
    """
    mean = sum(prices, _NOTHING) / len(prices) if prices else _NOTHING
    if not mean:  # all prices are 0, and each is the mean
        return [weight * at_mean for _ in prices]
    at_nothing, a_pound = at_mean + per_percent * 100, per_percent * 100 / mean
    shares = [at_nothing - a_pound * price for price in prices]
    return [weight * min(_ALL, max(_NOTHING, share)) for share in shares]


def fixed_reference(weight: Fraction, prices: Sequence[Fraction], reference: Fraction) -> Column:
    """Weight × min(1, reference ÷ price).

    Example:
        >>> fixed_reference(Fraction(60), [Fraction(90), Fraction(120)], Fraction(100))
        [Fraction(60, 1), Fraction(50, 1)]

    Source:
        scoring.md §5, P2.
    """
    return [weight * min(_ALL, reference / price) for price in prices]


def panel_mark(weight: Fraction, marks: Sequence[Fraction], out_of: Fraction) -> Column:
    """Weight × mark ÷ top of the scale.

    Example:
        >>> panel_mark(Fraction(30), [Fraction(4)], Fraction(5))
        [Fraction(24, 1)]

    Source:
        scoring.md §3, L1.
    """
    return [weight * mark / out_of for mark in marks]


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
    return [weight * min(cap, ratio) if ratio >= floor else _NOTHING for ratio in ratios]


def relative_to_highest(weight: Fraction, values: Sequence[Fraction]) -> Column:
    """Weight × value ÷ highest value; all 0 where the highest is 0.

    Example:
        >>> relative_to_highest(Fraction(10), [Fraction(50), Fraction(200)])
        [Fraction(5, 2), Fraction(10, 1)]

    Source:
        scoring.md §2, Q1.
    """
    highest = max(values, default=_NOTHING)
    a_pound = weight / highest if highest else _NOTHING
    return [a_pound * value for value in values]


def banded(name: str, weight: Fraction, ratios: Sequence[Fraction], table: Banded) -> Column:
    """Weight × the mark of the band a ratio falls in ÷ top of the scale.

    Raises:
        InputError: A ratio above the last band (SV722).

    Source:
        scoring.md §2, Q4.
    """
    return [weight * _mark(name, ratio, table) / Fraction(table.scale) for ratio in ratios]


def _mark(name: str, ratio: Fraction, table: Banded) -> Fraction:
    band = table.band_at(ratio)
    if band is None:
        raise InputError(problem("SV722", found=float(ratio), criterion=name))
    return Fraction(band.mark)


def points_menu(
    weight: Fraction, units: Sequence[Mapping[str, Fraction]], menu: PointsMenu
) -> Column:
    """Weight × min(1, menu points ÷ required); or relative to the highest.

    Source:
        scoring.md §2, Q5.
    """
    totals = [sum(menu_points(menu, offered).values(), _NOTHING) for offered in units]
    if menu.required is None:
        return relative_to_highest(weight, totals)
    return [weight * min(_ALL, total / Fraction(menu.required)) for total in totals]


def menu_points(method: PointsMenu, units: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Code to the menu points of the units offered, for what is offered."""
    offered = ((code, each, units.get(code)) for code, each in method.menu.items())
    return {code: Fraction(each) * found for code, each, found in offered if found}


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
        score(weight * Fraction(share), [each.themes.get(theme, _NOTHING) for each in bids])
        for theme, share in method.weight_score.items()
    ]
    return [sum(column, _NOTHING) for column in zip(*parts, strict=True)]


def weighted(
    value: Exact,
    themes: Mapping[str, Exact],
    method: ByTheme,
) -> Fraction:
    """The pounds of a bid, each theme's times its factor; a theme without one counts once."""
    factors = method.weight_value
    if not factors:
        return Fraction(value)
    return sum(
        (Fraction(each) * Fraction(factors.get(theme, 1)) for theme, each in themes.items()),
        _NOTHING,
    )
