"""32-bit floats on engines of queries: each as the double of its shortest text.

Engines write the same float in different ways (DuckDB prints 522805.375 where numpy prints
522805.38, and both are that float), so the text is not asked for: the fewest places are found by
the same arithmetic as in `amounts`, step by step, and so come out the same everywhere.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from socialvalue.frames.read.amounts import PLACES

__all__ = ["double", "floor", "floors_in_longs", "shortest"]

_WHOLE_FROM = 2.0**53


def double(frame: nw.LazyFrame[Any], name: str) -> nw.Expr:
    """A column of numbers as doubles; 32-bit floats by their shortest text."""
    if isinstance(frame.collect_schema()[name], nw.Float32):
        return shortest(nw.col(name), in_longs=frame.implementation.is_ibis())
    return nw.col(name).cast(nw.Float64())


def floors_in_longs(frame: nw.LazyFrame[Any]) -> bool:
    """Whether the engine's floors are 64-bit integers, as those of all but DuckDB are."""
    return not frame.implementation.is_duckdb()


def shortest(single: nw.Expr, *, in_longs: bool) -> nw.Expr:
    """A column of 32-bit floats as doubles: 0.1, and not 0.10000000149011612.

    Args:
        single: The column, of 32-bit floats.
        in_longs: Whether the engine rounds to 64-bit integers, as Ibis does.
    """
    wide = single.cast(nw.Float64())
    found = wide
    for places in reversed(PLACES):
        guess = _to_places(wide, places, in_longs=in_longs)
        found = nw.when(guess.cast(nw.Float32()) == single).then(guess).otherwise(found)
    return found


def floor(number: nw.Expr, *, in_longs: bool) -> nw.Expr:
    """A number of 0 or more without its fraction, as a double.

    Spark and Ibis make a 64-bit integer of a floor, and so would stop at large numbers and at NaN.
    They are asked for it only below 2⁵³: a double from there on is whole.  (A remainder is no way
    round, for narwhals adds the divisor to it and takes the remainder again, and that sum rounds.)
    """
    if not in_longs:
        return number.floor()
    small = number.abs() < _WHOLE_FROM
    return nw.when(small).then(number.floor().cast(nw.Float64())).otherwise(number)


def _to_places(wide: nw.Expr, places: int, *, in_longs: bool) -> nw.Expr:
    scale = 10.0 ** abs(places)
    if places >= 0:
        return _whole(wide * scale, in_longs=in_longs) / scale
    return _whole(wide / scale, in_longs=in_longs) * scale


def _whole(number: nw.Expr, *, in_longs: bool) -> nw.Expr:
    """The nearest whole number, of two the even one, as numpy rounds; engines take the higher."""
    nearest = floor(number + 0.5, in_longs=True) if in_longs else number.round(0)
    tie = (nearest - number == 0.5) & (nearest % 2.0 == 1.0)
    return nw.when(tie).then(nearest - 1.0).otherwise(nearest)
