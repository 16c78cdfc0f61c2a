"""Columns of numbers: as 64-bit floats for the kernel, and exactly where that is asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.order import place_of
from socialvalue.engine.rows import NUMPY, TOO_MANY, number
from socialvalue.frames.read.kinds import is_half, is_plain, kind_of

__all__ = ["PLACES", "doubles", "exactly", "faults_of"]

Floats: TypeAlias = NDArray[np.float64]

_FIT = np.float64(TOO_MANY).view(np.uint64)
_SHORT = (np.float16, np.float32)
"""Floats that are read by their shortest text."""
PLACES = range(-6, 13)
"""How many decimals a 32-bit float is tried with, fewest first."""


def doubles(column: nw.Series[Any]) -> Floats:
    """The numbers of a column as doubles; NaN for a null.

    A 32-bit float, and one of 16 bits, is read by its shortest text, as it was written: 0.1 and
    not 0.10000000149011612.

    Example:
        >>> import narwhals as nw, polars as pl
        >>> column = nw.from_native(pl.Series([0.1, None], dtype=pl.Float32), series_only=True)
        >>> doubles(column).tolist()
        [0.1, nan]
    """
    dtype = kind_of(column)
    if isinstance(dtype, (nw.Object, nw.Unknown)):
        return np.array([_double(each) for each in column.to_list()], np.float64)
    if isinstance(dtype, nw.Float32) or is_half(dtype):
        return _shortest(_array(column, np.dtype(np.float16 if is_half(dtype) else np.float32)))
    if not is_plain(dtype):  # texts and the like without a single value
        return np.full(len(column), np.nan)
    if isinstance(dtype, nw.Decimal):
        return np.array([_double(each) for each in column.to_list()], np.float64)
    return _array(column, np.dtype(np.float64))


def _array(column: nw.Series[Any], dtype: np.dtype[Any]) -> NDArray[Any]:
    """A column of plain numbers as numpy's, copied only where it must be."""
    if column.implementation.is_pandas():
        found = column.to_native().to_numpy(dtype=dtype, na_value=np.nan)
    elif column.implementation.is_pyarrow():
        found = column.to_native().to_numpy()  # its own casts refuse whole numbers above 2**53
    elif column.null_count():
        wanted = nw.Float64() if dtype == np.float64 else nw.Float32()
        found = column.cast(wanted).to_numpy()
    else:
        found = column.to_numpy()
    return np.ascontiguousarray(found, dtype)


def _double(value: Any) -> float:
    """One number of a column of objects; what is no number is NaN."""
    if value is None or isinstance(value, (bool, str, bytes)):
        return math.nan
    if isinstance(value, _SHORT):
        return float(str(value))
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return math.nan


def _shortest(singles: NDArray[Any]) -> Floats:
    """Each 16-bit or 32-bit float as the double of its shortest text."""
    wide = singles.astype(np.float64)
    found = wide.copy()
    left = np.flatnonzero(np.isfinite(wide))
    for places in PLACES:
        if not len(left):
            break
        scale = 10.0 ** abs(places)
        some = wide[left]
        guess = np.rint(some * scale) / scale if places >= 0 else np.rint(some / scale) * scale
        same = guess.astype(singles.dtype) == singles[left]
        found[left[same]] = guess[same]
        left = left[~same]
    found[left] = [float(str(each)) for each in singles[left]]
    return found


def exactly(column: nw.Series[Any], rows: Sequence[int] | NDArray[Any]) -> list[Decimal]:
    """Some numbers of a column, exactly as they are written there; they are finite."""
    items = column[[int(each) for each in rows]].to_list() if len(rows) else []
    dtype = column.dtype
    kind = np.float16 if is_half(dtype) else np.float32 if isinstance(dtype, nw.Float32) else None
    return [_exact(each if kind is None else kind(each)) for each in items]


def _exact(value: Any) -> Decimal:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, (int, np.integer)):
        return Decimal(int(value))
    return Decimal(str(value) if isinstance(value, _SHORT) else float.__repr__(float(value)))


def faults_of(amounts: Floats) -> NDArray[np.int8] | None:
    """What is wrong with each number: not finite, negative, too large; None where nothing is.

    Example:
        >>> from socialvalue.engine.order import ORDER
        >>> found = faults_of(np.array([1.0, -1.0, np.nan, 1e12]))
        >>> [ORDER[each] if each < len(ORDER) else "" for each in found]
        ['', 'SV302', 'SV306', 'SV303']
    """
    if not len(amounts) or amounts.view(np.uint64).max() < _FIT:
        return None
    found: NDArray[np.int8] = number(NUMPY, amounts, place_of("SV306"))
    return found
