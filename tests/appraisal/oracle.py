"""The formulas, one figure at a time and plainly: what the room is held against.

It knows nothing of the room: rates are looked up in a list, and sums are written out.

Source:
    scoring.md §7, and the Green Book's rule: the factor of year t is the product of
    1/(1 + rate of each year) over years 1 to t.
"""

from __future__ import annotations

from fractions import Fraction

GREEN_BOOK = (
    (0, "0.035"), (31, "0.03"), (76, "0.025"), (126, "0.02"), (201, "0.015"), (301, "0.01"),
)  # fmt: skip
HEALTH = (
    (0, "0.015"), (31, "0.0129"), (76, "0.0107"), (126, "0.0086"), (201, "0.0064"), (301, "0.0043"),
)  # fmt: skip


def factor(year: int, schedule: tuple[tuple[int, str], ...] = GREEN_BOOK) -> Fraction:
    """What a pound of a year is worth now."""
    found = Fraction(1)
    for passed in range(1, year + 1):
        rate = [each for first, each in schedule if first <= passed][-1]
        found = found / (1 + Fraction(rate))
    return found


def present(
    amount: Fraction,
    shares: list[Fraction],
    lasts: int,
    drop_off: Fraction,
    rate: Fraction,
    *,
    discounted: bool,
) -> Fraction:
    """£ now: every share of every delivery in every year of its effect, one by one."""
    found = Fraction(0)
    for delivered, share in enumerate(shares):
        for age in range(lasts):
            years = delivered + age + (1 if discounted else 0)
            found += amount * share * (1 - drop_off) ** age / (1 + rate) ** years
    return found
