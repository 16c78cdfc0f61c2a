"""Pennies of summed quantities, exact on every engine: near half a penny an exact sign decides.

A quantity is a whole number of millionths, and a pound's worth of one unit a fraction of whole
numbers.  A product of doubles is off by a few of its last digits; so it says the penny unless it is
that near to half a penny, and there two error-free products are compared.
"""

from __future__ import annotations

from typing import Any

import attrs
import narwhals as nw

from socialvalue.frames.engines.error_free import with_difference
from socialvalue.frames.engines.float32 import double, floor, floors_in_longs

__all__ = ["MILLION", "Pennies", "engine_of"]

MILLION = 1e6
_NEAR = 2.0**-49
"""A product is nearer than this, of itself, to what it stands for: five roundings."""

_SAME = 2.0**-51
"""A number that was read, and scaled, is nearer than this to what it was written as."""

_EXACT = 2.0**53
_LARGEST = 1e13
"""Pence from which on nothing is proved: £100 billion on one commitment."""


@attrs.frozen
class Pennies:
    """How an engine rounds.

    Attributes:
        in_longs: Whether its floors are 64-bit integers.
    """

    in_longs: bool

    def floor(self, number: nw.Expr) -> nw.Expr:
        """A number of 0 or more without its fraction, as a double."""
        return floor(number, in_longs=self.in_longs)

    def scaled(self, frame: Any, name: str, scale: float, into: str) -> Any:
        """The table with the whole number next to a column that is scaled, as doubles.

        Beside it stands, as ``…_fits``, whether the column stands for that number and no other.  It
        is not divided back: polars multiplies by a reciprocal instead, which rounds twice.

        Args:
            frame: The table.
            name: The column.
            scale: By what.
            into: What the new column is called.
        """
        frame = frame.with_columns(sv_scaled=double(frame, name) * scale)
        frame = frame.with_columns(sv_next=self.floor(nw.col("sv_scaled") + 0.5))
        held = nw.col("sv_next")
        same = (nw.col("sv_scaled") - held).abs() <= held * _SAME  # so it is not below 0
        fits = (same & (held <= _EXACT)).fill_null(value=False)
        return frame.with_columns(**{into: held, f"{into}_fits": fits})

    def pence(self, frame: Any, millionths: str, into: str) -> Any:
        """The table with whole pennies of a quantity, half-up, and ``…_not``: 1 if not proved.

        Args:
            frame: The table, with pence of one unit as sv_up above sv_down.
            millionths: The column of quantities, whole numbers as doubles.
            into: What the new column is called.
        """
        amount, up, below = nw.col(millionths), nw.col("sv_up"), nw.col("sv_below")
        product, parts = nw.col("sv_product"), nw.col("sv_parts")
        frame = frame.with_columns(sv_parts=nw.col("sv_down") * MILLION, sv_above=amount * up)
        frame = frame.with_columns(sv_product=nw.col("sv_above") / parts)
        frame = frame.with_columns(sv_below=self.floor(product),
                                   sv_nearest=self.floor(product + 0.5))  # fmt: skip
        near = (product - below - 0.5).abs() <= product * _NEAR
        frame = frame.with_columns(sv_near=near, sv_twice=up * 2.0, sv_odd=below * 2.0 + 1.0)
        frame = with_difference(frame, (millionths, "sv_twice", "sv_odd", "sv_parts"), "sv_sign")
        whole = nw.when(nw.col("sv_near") & (nw.col("sv_sign") < 0)).then(below)
        raised = nw.when(nw.col("sv_near") & (nw.col("sv_sign") >= 0)).then(below + 1.0)
        exact = (up * 2.0 <= _EXACT) & (parts <= _EXACT) & (amount <= _EXACT)
        proved = (product < _LARGEST) & (~nw.col("sv_near") | exact)
        frame = frame.with_columns(
            sv_found=whole.otherwise(raised.otherwise(nw.col("sv_nearest"))),
            sv_proved=proved.fill_null(value=False),
        )
        held = nw.when(nw.col("sv_proved"))
        return frame.with_columns(**{
            into: held.then(nw.col("sv_found")).otherwise(0.0),
            f"{into}_not": held.then(0).otherwise(1).cast(nw.Int64()),
        })  # fmt: skip

    def rate(self, frame: Any, name: str) -> Any:
        """The table with £ per unit as pence of one unit, sv_up above sv_down, whole numbers both.

        One of more than ten places is not whole above, and then no penny of it is proved near half.
        """
        frame = self.scaled(self.scaled(frame, name, 1e6, "sv_six"), name, 1e10, "sv_ten")
        short, long = nw.col("sv_six_fits"), nw.col("sv_ten_fits")
        value = double(frame, name)
        up = nw.when(long).then(nw.col("sv_ten")).otherwise(value * 2.0**100)
        down = nw.when(long).then(1e8).otherwise(2.0**100 / 100.0)
        return frame.with_columns(
            sv_up=nw.when(short).then(nw.col("sv_six")).otherwise(up).fill_null(0.0),
            sv_down=nw.when(short).then(1e4).otherwise(down),
        )


def engine_of(frame: Any) -> Pennies:
    """How the engine of a table rounds."""
    return Pennies(floors_in_longs(frame) if isinstance(frame, nw.LazyFrame) else False)
