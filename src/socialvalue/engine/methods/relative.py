"""Measured by the highest: the rule that methods of three families share."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.engine.methods.part import NEAR, NOTHING, Column, Part

if TYPE_CHECKING:
    from socialvalue.engine.figures import Floats, Mask, Rows, Tenders

__all__ = ["relative_to_highest", "to_highest"]


def relative_to_highest(weight: Fraction, values: Sequence[Fraction]) -> Column:
    """Weight × value ÷ highest value; all 0 where the highest is 0.

    Example:
        >>> relative_to_highest(Fraction(10), [Fraction(50), Fraction(200)])
        [Fraction(5, 2), Fraction(10, 1)]

    Source:
        scoring.md §2, Q1.
    """
    highest = max(values, default=NOTHING)
    a_pound = weight / highest if highest else NOTHING
    return [a_pound * value for value in values]


def to_highest(
    weight: Fraction,
    column: Floats,
    tenders: Tenders,
    *,
    single: bool = False,
    near: float = NEAR,
) -> Part:
    """The same from a column of doubles, tender by tender."""
    highest = tenders.highest(column)
    factor = tenders.shared(float(weight), highest)

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
