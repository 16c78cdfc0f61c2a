"""The items of a table's columns, as Python has them: None for what is missing, numbers exactly."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import Any

import narwhals as nw
import numpy as np

from socialvalue.errors import InputError, problem
from socialvalue.frames.read.amounts import doubles, exactly

__all__ = ["in_memory", "items_of", "numbers_of"]


def in_memory(df: Any) -> nw.DataFrame[Any]:
    """A table of any library, in memory.

    Raises:
        InputError: It is none, or is not in memory (SV316).
    """
    try:
        return nw.from_native(df, eager_only=True)
    except TypeError:
        expected, found = "a table in memory", type(df).__name__
        raise InputError(problem("SV316", what="df", expected=expected, found=found)) from None


def items_of(column: nw.Series[Any]) -> list[Any]:
    """The items of a column, None for every kind of missing one."""
    missing = column.is_null().to_numpy().tolist()
    items = zip(column.to_list(), missing, strict=True)
    return [None if none or _is_nan(each) else each for each, none in items]


def _is_nan(item: Any) -> bool:
    return isinstance(item, float) and math.isnan(item)


def numbers_of(column: nw.Series[Any]) -> list[Any]:
    """The items of a column of numbers: Decimals where they are, and all else as it is."""
    finite = np.flatnonzero(np.isfinite(doubles(column)))
    found = items_of(column)
    for index, exact in zip(finite.tolist(), exactly(column, finite), strict=True):
        found[index] = _plainly(exact)
    return found


def _plainly(exact: Decimal) -> Decimal:
    """A whole number without the point that a float gave it."""
    return Decimal(int(exact)) if exact == exact.to_integral_value() else exact
