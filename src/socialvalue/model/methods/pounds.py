"""Scoring methods for pounds of social value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

import attrs

from socialvalue.blocks import Described
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    amounts_field,
    check_choice,
    is_refused,
    money_field,
    optional_money_field,
    optional_positive_field,
    positive_field,
    settle,
)
from socialvalue.model.frozen import FrozenMap

__all__ = ["DENOMINATORS", "AgainstTarget", "ByTheme", "RatioThenRelative", "RelativeToHighest"]

DENOMINATORS = ("initial", "with_extensions", "maximum", "price")
"""What social value can be divided by: a contract value, or the bidder's own price."""


def _weights_problem(value: object, score: object) -> Problem | None:
    """Theme weights mean one thing or the other, and weights of scores sum to 1."""
    if is_refused(value) or is_refused(score) or not score:
        return None
    if value:
        return problem("SV718")
    total = sum((Fraction(each) for each in score.values()), Fraction(0))  # type: ignore[attr-defined]
    return None if total == 1 else problem("SV719", found=float(total))


@attrs.frozen
class AgainstTarget(Described):
    """Points × min(cap, social value per £1 ÷ target).

    Attributes:
        target: £ of social value per £1; None means the tender's, else the plug-in's on the
            day of the notice.
        cap: The most of the target that counts: 1 gives full points at the target.
        floor: The share of the target below which there are no points.
        denominator: What the social value is divided by: the ``initial`` contract value,
            ``with_extensions``, ``maximum``, or the bidder's own ``price``.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q2 and Q6 of the project's scoring rules: Essex County Council is reported to score
    bids relative to its target per £1; its own formula is not public.

    Example:
        >>> AgainstTarget("0.50").target
        Decimal('0.50')
    """

    WORD: ClassVar[str] = "against_target"
    READS: ClassVar[tuple[str, ...]] = ("value", "target", "denominator")
    MEASURED_BY: ClassVar[str] = "itself"
    STEADY: ClassVar[bool] = True
    target: Decimal | None = attrs.field(default=None, converter=optional_positive_field)
    cap: Decimal = attrs.field(default=Decimal(1), kw_only=True, converter=positive_field)
    floor: Decimal = attrs.field(default=Decimal(0), kw_only=True, converter=money_field)
    denominator: str = attrs.field(default="initial", kw_only=True)
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        weights = _weights_problem(self.weight_value, self.weight_score)
        settle(self, "AgainstTarget", self._cap_below_floor(), choice, weights)

    def _cap_below_floor(self) -> Problem | None:
        if is_refused(self.cap) or is_refused(self.floor) or self.floor <= self.cap:
            return None
        return problem("SV714", cap=self.cap, floor=self.floor)


@attrs.frozen
class RelativeToHighest(Described):
    """Points × social value ÷ the highest social value of a compliant bid.

    The best offer always has full points, even where it is tiny, so a companion minimum may be
    stated: below it there are no points.

    Attributes:
        minimum: £ of social value per £1 of initial contract value below which a bid has no
            points, or None.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q1 and Q6 of the project's scoring rules.

    Example:
        >>> RelativeToHighest(minimum="0.05").minimum
        Decimal('0.05')
    """

    WORD: ClassVar[str] = "relative_to_highest"
    READS: ClassVar[tuple[str, ...]] = ("value",)
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = True
    minimum: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_money_field
    )
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "RelativeToHighest", _weights_problem(self.weight_value, self.weight_score))


@attrs.frozen
class RatioThenRelative(Described):
    """Social value per £1 first, then points × ratio ÷ the highest ratio.

    Attributes:
        denominator: What the social value is divided by; the bidder's own ``price`` by default.
        weight_value: Theme to the factor by which its pounds are multiplied before summing.
        weight_score: Theme to its share of the points; each theme is scored by itself.

    Source: Q3 of the project's scoring rules, common practice.

    Example:
        >>> RatioThenRelative().denominator
        'price'
    """

    WORD: ClassVar[str] = "ratio_then_relative"
    READS: ClassVar[tuple[str, ...]] = ("value", "denominator")
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = True
    denominator: str = attrs.field(default="price", kw_only=True)
    weight_value: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )
    weight_score: FrozenMap[str, Decimal] = attrs.field(
        factory=FrozenMap, kw_only=True, converter=amounts_field
    )

    def __attrs_post_init__(self) -> None:
        choice = check_choice("denominator", self.denominator, DENOMINATORS)
        weights = _weights_problem(self.weight_value, self.weight_score)
        settle(self, "RatioThenRelative", choice, weights)


ByTheme = AgainstTarget | RelativeToHighest | RatioThenRelative
"""The methods that may weigh pounds by theme."""
