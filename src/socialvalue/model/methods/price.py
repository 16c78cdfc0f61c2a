"""Scoring methods for prices.

Where a formula divides by the price, a price of £0 has no points under it; where it is defined at
£0 the bid is scored like any other.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.blocks import Described
from socialvalue.model.fields import (
    positive_field,
    settle,
    share_or_zero_field,
)

__all__ = [
    "DeviationFromMean",
    "FixedReference",
    "HighestIncome",
    "LinearSpread",
    "LowestPrice",
    "PercentAboveLowest",
]


@attrs.frozen
class LowestPrice(Described):
    """Points × lowest price ÷ price, over the compliant bids.

    Source: P1 of the project's scoring rules; the method most UK invitations to tender print.

    Example:
        >>> LowestPrice()
        LowestPrice()
    """

    WORD: ClassVar[str] = "lowest_price"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = True
    BEST_PRICE: ClassVar[str] = "lowest"
    DIVIDES_BY_PRICE: ClassVar[bool] = True


@attrs.frozen
class HighestIncome(Described):
    """Points × price ÷ highest price: for concessions, where the bidder pays the buyer.

    A bid that offers nothing has no points; where all offer nothing, nobody has any.

    Source: P1 of the project's scoring rules.

    Example:
        >>> HighestIncome()
        HighestIncome()
    """

    WORD: ClassVar[str] = "highest_income"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = True
    BEST_PRICE: ClassVar[str] = "highest"
    DIVIDES_BY_PRICE: ClassVar[bool] = False


@attrs.frozen
class LinearSpread(Described):
    """Points × (highest price − price) ÷ (highest − lowest): pennies between close bids weigh much.

    Where all prices are equal, all have full points.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> LinearSpread()
        LinearSpread()
    """

    WORD: ClassVar[str] = "linear_spread"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = False
    BEST_PRICE: ClassVar[str] = "lowest"
    DIVIDES_BY_PRICE: ClassVar[bool] = False


@attrs.frozen
class PercentAboveLowest(Described):
    """All points to the lowest price, and a share of them less for each per cent above it.

    Points × (1 − `per_percent` × per cent above the lowest), not below 0.  At 0.01 a bid at
    twice the lowest price has none; at 0.02 one at one and a half times.

    Attributes:
        per_percent: The share of the points lost for each per cent above the lowest price.

    Source: the Scottish Government's graduated pricing mechanism (Construction Policy Note
        3/2024, as A. Ritchie sets it out in Scottish Legal News) takes 0.1 of 100 marks for each
        percentage point above the lowest price in its step 3, up to 2.5% above the median.  This
        is such a line alone, and not the mechanism.

    Example:
        >>> PercentAboveLowest(per_percent="0.02").per_percent
        Decimal('0.02')
    """

    WORD: ClassVar[str] = "percent_above_lowest"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "ends"
    STEADY: ClassVar[bool] = True
    BEST_PRICE: ClassVar[str] = "lowest"
    DIVIDES_BY_PRICE: ClassVar[bool] = True
    per_percent: Decimal = attrs.field(
        default=Decimal("0.01"), kw_only=True, converter=positive_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "PercentAboveLowest")


@attrs.frozen
class DeviationFromMean(Described):
    """A share of the points at the mean price, and more or less for each per cent off it.

    Points × (`at_mean` + `per_percent` × per cent below the mean), not below 0, not above 1.
    Where all prices are £0, each is at the mean.

    Attributes:
        at_mean: The share of the points that a bid at the mean price has.
        per_percent: The share won or lost for each per cent below or above the mean.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> DeviationFromMean(at_mean="0.5", per_percent="0.01").at_mean
        Decimal('0.5')
    """

    WORD: ClassVar[str] = "deviation_from_mean"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "all"
    STEADY: ClassVar[bool] = False
    BEST_PRICE: ClassVar[str] = "lowest"
    DIVIDES_BY_PRICE: ClassVar[bool] = False
    at_mean: Decimal = attrs.field(
        default=Decimal("0.5"), kw_only=True, converter=share_or_zero_field
    )
    per_percent: Decimal = attrs.field(
        default=Decimal("0.01"), kw_only=True, converter=positive_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "DeviationFromMean")


@attrs.frozen
class FixedReference(Described):
    """Points × min(1, reference price ÷ price): does not depend on who else bids.

    Attributes:
        reference: The published reference price in £.

    Source: P2 of the project's scoring rules, common practice.

    Example:
        >>> FixedReference("2_400_000").reference
        Decimal('2400000')
    """

    WORD: ClassVar[str] = "fixed_reference"
    READS: ClassVar[tuple[str, ...]] = ("price",)
    MEASURED_BY: ClassVar[str] = "itself"
    STEADY: ClassVar[bool] = True
    BEST_PRICE: ClassVar[str] = "lowest"
    DIVIDES_BY_PRICE: ClassVar[bool] = True
    reference: Decimal = attrs.field(converter=positive_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "FixedReference")
