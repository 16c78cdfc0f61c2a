"""The rules of a row as expressions: what narwhals chooses, compares and knows to be missing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import narwhals as nw

from socialvalue.engine.order import ORDER, place_of
from socialvalue.engine.rows import TOO_MANY, Algebra, number

__all__ = ["EXPRESSIONS", "as_text", "first_problem", "holds", "missing"]


def missing(amount: nw.Expr) -> nw.Expr:
    """Whether a number is not there."""
    return amount.is_null() | amount.is_nan()


EXPRESSIONS: Final = Algebra(
    where=lambda held, value, other: nw.when(held).then(value).otherwise(other),
    least=nw.min_horizontal,
    missing=missing,
    infinite=lambda amount: ~amount.is_finite(),
)
"""Columns of an engine of queries."""


def first_problem(found: Iterable[nw.Expr]) -> nw.Expr:
    """The first problem of a row, by the order of the rules.

    Nearly every quantity is one, so that is asked first and spares a comparison.
    """
    listed, quantity = list(found), nw.col("sv_quantity")
    others = listed[0] if len(listed) == 1 else nw.min_horizontal(*listed)
    wrong = nw.min_horizontal(*listed, number(EXPRESSIONS, quantity, place_of("SV306")))
    fits = (quantity >= 0) & (quantity < TOO_MANY)
    return nw.when(fits).then(others).otherwise(wrong)


def holds(name: str) -> nw.Expr:
    """Whether a flag is set."""
    return nw.col(name) == 1


def as_text(place: nw.Expr, possible: list[int]) -> nw.Expr:
    """The code of a problem; null for none."""
    codes = [ORDER[each] for each in possible]
    return place.replace_strict(possible, codes, default=None, return_dtype=nw.String())
