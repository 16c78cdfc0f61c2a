"""The arithmetic of the scoring methods, in exact rationals.

Each function takes the weight of a criterion and a column with one entry a compliant bid, and
gives a column of exact points.  `points_for` picks the function that a method's specification
means; nothing is rounded here but by `publish`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.model.scheme import (
    AgainstTarget,
    Criterion,
    LowestPrice,
    Method,
    PanelMark,
    RelativeToHighest,
)

__all__ = ["Entry", "points_for", "publish", "rank"]

Column = list[Fraction]


@attrs.frozen
class Entry:
    """What is known of one compliant bid, as exact numbers.

    Attributes:
        value: Its social value in £.
        price: Its price in £, or None.
        marks: Criterion to consensus mark.
        denominators: Name of a denominator to £.
        target: The target where the method states none, £ per £1, or None.
    """

    value: Fraction
    price: Fraction | None
    marks: dict[str, Fraction]
    denominators: dict[str, Fraction]
    target: Fraction | None


def lowest_price(weight: Fraction, prices: Sequence[Fraction]) -> Column:
    """Weight × lowest price ÷ price.

    Example:
        >>> lowest_price(Fraction(60), [Fraction(100), Fraction(120)])
        [Fraction(60, 1), Fraction(50, 1)]

    Source:
        scoring.md §5, P1.
    """
    lowest = min(prices, default=Fraction(0))
    return [weight * lowest / price for price in prices]


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
    return [weight * min(cap, ratio) if ratio >= floor else Fraction(0) for ratio in ratios]


def relative_to_highest(weight: Fraction, values: Sequence[Fraction]) -> Column:
    """Weight × value ÷ highest value; all 0 where the highest is 0.

    Example:
        >>> relative_to_highest(Fraction(10), [Fraction(50), Fraction(200)])
        [Fraction(5, 2), Fraction(10, 1)]

    Source:
        scoring.md §2, Q1.
    """
    highest = max(values, default=Fraction(0))
    return [weight * value / highest if highest else Fraction(0) for value in values]


def _lowest_price(_: LowestPrice, criterion: Criterion, bids: Sequence[Entry]) -> Column:
    prices = [each.price or Fraction(0) for each in bids]
    return lowest_price(Fraction(criterion.points), prices)


def _panel_mark(method: PanelMark, criterion: Criterion, bids: Sequence[Entry]) -> Column:
    marks = [each.marks[criterion.name] for each in bids]
    return panel_mark(Fraction(criterion.points), marks, Fraction(method.out_of))


def _against_target(method: AgainstTarget, criterion: Criterion, bids: Sequence[Entry]) -> Column:
    own = None if method.target is None else Fraction(method.target)
    ratios = [
        each.value / each.denominators[method.denominator] / (own or each.target or Fraction(0))
        for each in bids
    ]
    return against_target(
        Fraction(criterion.points), ratios, Fraction(method.cap), Fraction(method.floor)
    )


def _relative(_: RelativeToHighest, criterion: Criterion, bids: Sequence[Entry]) -> Column:
    return relative_to_highest(Fraction(criterion.points), [each.value for each in bids])


_ARITHMETIC: dict[type[Any], Callable[[Any, Criterion, Sequence[Entry]], Column]] = {
    LowestPrice: _lowest_price,
    PanelMark: _panel_mark,
    AgainstTarget: _against_target,
    RelativeToHighest: _relative,
}


def points_for(method: Method, criterion: Criterion, bids: Sequence[Entry]) -> Column:
    """The exact points of each bid under one criterion.

    Args:
        method: How points are given.
        criterion: What it is worth.
        bids: The compliant bids; relative methods look at all of them.
    """
    return _ARITHMETIC[type(method)](method, criterion, bids)


def publish(points: Fraction, places: int) -> Decimal:
    """Points as published: rounded once, half-up.

    Example:
        >>> publish(Fraction(125, 2), 0), publish(Fraction(1, 3), 2)
        (Decimal('63'), Decimal('0.33'))
    """
    scaled = int(points * 10**places + Fraction(1, 2))
    sign, digits, _ = Decimal(scaled).as_tuple()
    return Decimal((sign, digits, -places))


def rank(keys: Sequence[tuple[Any, ...]]) -> list[int]:
    """Ranks from 1, the highest key first; equal keys share a rank.

    Example:
        >>> rank([(5,), (9,), (5,)])
        [2, 1, 2]
    """
    ordered = sorted(keys, reverse=True)
    first = {key: index + 1 for index, key in reversed(list(enumerate(ordered)))}
    return [first[key] for key in keys]
