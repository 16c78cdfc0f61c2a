"""Columns of days, as day numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.errors import InputError, problem
from socialvalue.frames.read.kinds import kind_of

__all__ = ["day_numbers"]

_EPOCH = date(1970, 1, 1).toordinal()


def day_numbers(column: nw.Series[Any]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Each row's day as `date.toordinal` counts it, and which rows have none.

    Example:
        >>> import narwhals as nw, polars as pl
        >>> column = nw.from_native(pl.Series([date(2022, 6, 1), None]), series_only=True)
        >>> numbers, missing = day_numbers(column)
        >>> date.fromordinal(int(numbers[0])), missing.tolist()
        (datetime.date(2022, 6, 1), [False, True])
    """
    missing = column.is_null().to_numpy().astype(bool)
    if missing.all():
        return np.zeros(len(missing), np.int64), missing
    if isinstance(kind_of(column), (nw.Object, nw.Unknown)):
        items = zip(column.to_list(), missing, strict=True)
        found = [0 if none else _number(each, column.name) for each, none in items]
        return np.array(found, np.int64), missing
    days = column.to_numpy()
    if days.dtype == object:
        days = np.array([None if none else each for each, none in zip(days, missing, strict=True)])
    return days.astype("datetime64[D]").astype(np.int64) + _EPOCH, missing


def _number(value: Any, name: str) -> int:
    """The day of one item of a column of objects."""
    aware = isinstance(value, datetime) and value.tzinfo is not None
    if isinstance(value, date) and not aware:
        return value.toordinal()
    kind = type(value).__name__
    raise InputError(
        problem("SV327", found=name, expected="days (or times without a zone)", type=kind)
    )
