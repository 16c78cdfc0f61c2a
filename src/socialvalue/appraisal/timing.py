"""Which pounds fall in which year, and what they are worth now: sums in exact fractions."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

__all__ = ["evenly", "present", "spread"]


def evenly(years: Decimal) -> tuple[Fraction, ...]:
    """The share of each year of a term over which something is delivered evenly.

    Example:
        >>> evenly(Decimal("2.5"))
        (Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))
    """
    term = Fraction(years)
    return tuple(min(Fraction(1), term - year) / term for year in range(math.ceil(term)))


def spread(
    amount: Fraction, shares: Sequence[Fraction], lasts: int, drop_off: Fraction
) -> dict[int, Fraction]:
    """The pounds of each year, from year 1.

    Args:
        amount: £ of one year's effect of all that is delivered.
        shares: The share that is delivered in each year.
        lasts: The years that a delivery has its effect, its own the first.
        drop_off: The share of the effect that is lost from one year to the next.

    Example:
        >>> spread(Fraction(100), [Fraction(1)], 3, Fraction(1, 2))
        {1: Fraction(100, 1), 2: Fraction(50, 1), 3: Fraction(25, 1)}

    Source:
        scoring.md §7: year n takes impact × (1 − drop_off)^(n − 1) for its duration.
    """
    found = {year: Fraction(0) for year in range(1, len(shares) + lasts)}
    for year, share in enumerate(shares, start=1):
        effect = amount * share
        for later in range(year, year + lasts if share else year):
            found[later] += effect
            effect *= 1 - drop_off
    return found


def present(
    amounts: Mapping[int, Fraction], factor: Callable[[int], Fraction]
) -> dict[int, Fraction]:
    """What the pounds of each year are worth now.

    Args:
        amounts: Year to £.
        factor: A year to what one of its pounds is worth now.
    """
    return {year: amount * factor(year) for year, amount in amounts.items()}
