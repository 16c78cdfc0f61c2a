"""The kernel: whole pennies for columns of lines, exact, at the speed of plain numpy.

A line's pennies are rint(quantity × pence per unit) unless the product stands near half a penny.
There a double cannot say which side it is on, so the few near lines are settled in integers.

Why it is exact. Write a quantity as m / 10⁶ and a unit value as M / 10ˢ pounds, m and M whole.

- The unit value, the quantity and their product are each rounded once to a double,
  so the product errs by at most 3·2⁻⁵³ of itself: under £1bn (10¹¹ pence) less than `REACH`.
  A product further than `REACH` from half a penny is rounded to the right penny whatever it hides.
- Nearer than that, 10⁴⁺ˢ × (true pence − (k + ½)) = m·M − (2k + 1)·5·10³⁺ˢ, a whole number.
  It is smaller than 10ˢ, and s is at most 18, so it fits in 64 bits with its sign.
  Hence it may be computed modulo 2⁶⁴: the factors may wrap, the difference comes out true.
- m is rint(quantity × 10⁶), and is proved by dividing back: m / 10⁶ must be the same double.
  Below 2³² no two decimals of six places share a double, and rint always finds m.

What cannot be proved is reported as outside, never guessed.
An adjustment needs no column of its own: value × keep is a unit value, and there is room for it
(18 decimals), so a table holds one entry for each distinct pair of value and keep.

Source:
    N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. (2002), lemma 3.1 (the
    bound). T. J. Dekker, Numerische Mathematik 18 (1971) settles the same sign by splitting
    doubles; integers modulo 2⁶⁴ need fewer steps here, because the difference is known to be small.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias, TypeVar

import numpy as np
from attrs import field, frozen
from numpy.typing import NDArray

from socialvalue.engine.cores import on_every_core

__all__ = [
    "Pennies",
    "UnitValues",
    "compile_unit_values",
    "line_pence",
    "line_pence_bare",
    "refuse_unless_columns",
    "total_by",
]

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.integer[Any]]
Rows: TypeAlias = NDArray[np.intp]
Scalar = TypeVar("Scalar", bound=np.generic)

BILLION = 1e11
"""£1bn in pence: lines are exact below it."""

REACH = BILLION * 2.0**-51
"""Pence: a product nearer than this to half a penny is settled in integers."""

QUANTITY_LIMIT = 2.0**32
"""Units: below it a double always gives back the six places of its quantity."""

DECIMALS_LIMIT = 18
"""Decimals of a unit value up to which a near line can be settled."""

BLOCK = 65_536
"""Lines handled at a time: few enough that the working arrays stay in the processor's cache."""

PART = 8_192
"""Near lines settled at a time: few enough that memory for them need not be asked of the system."""

_LIMIT_BITS = np.float64(BILLION - REACH).view(np.uint64)
"""As whole numbers, the bits of negatives, infinities and NaN stand above those of any amount."""

_NO_ROWS: Rows = np.empty(0, np.intp)


@frozen(eq=False)
class UnitValues:
    """Unit values compiled for the kernel: one slot for each code, with one more at either end.

    Slot 0 stands for a line without a value, slot code + 1 for a code, the last for a code off the
    end. Compared by identity, since its fields are arrays.
    """

    pence: Floats = field(repr=False)
    """Pence per unit, the nearest double [codes + 2]; 0 without a value, NaN off the end."""

    mantissa: NDArray[np.uint64] = field(repr=False)
    """Unit value × 10^scale, modulo 2⁶⁴ [codes + 2]; 0 where no near line can be settled."""

    half_penny: np.uint64 = field(repr=False)
    """Half a penny in the units of m·M, modulo 2⁶⁴: 5·10^(3 + scale)."""

    scale: int
    """Decimals of the mantissas: as many as the longest unit value needs."""

    has_value: NDArray[np.bool_] = field(repr=False)
    """Whether each code has a unit value [codes]."""


class Pennies(NamedTuple):
    """The kernel's answer for a column of lines."""

    pence: Floats
    """Whole pennies [lines]; 0 for a line without a value and for a line outside."""

    outside: Rows
    """Rows that could not be proved exact, ascending; usually empty."""


def compile_unit_values(values: Sequence[Decimal | None]) -> UnitValues:
    """Compile unit values, once for any number of lines.

    Args:
        values: Pounds per unit [codes]; None where a code has no value.

    Returns:
        The compiled table.

    Raises:
        TypeError: A value is not a Decimal.
        ValueError: A value is negative, not finite, or beyond the range of a double.

    Example:
        >>> compile_unit_values([Decimal("16.93"), None]).has_value.tolist()
        [True, False]
    """
    fractions = [None if value is None else _fraction(value) for value in values]
    decimals = [_decimals(value) for value in fractions]
    scale = max((places for places in decimals if places is not None), default=0)
    return UnitValues(
        pence=_sealed([0, *map(_pence, fractions), np.nan], np.float64),
        mantissa=_sealed([0, *(_mantissa(value, scale) for value in fractions), 0], np.uint64),
        half_penny=np.uint64(5 * 10 ** (3 + scale) % 2**64),
        scale=scale,
        has_value=_sealed([value is not None for value in values], np.bool_),
    )


def line_pence(codes: Integers, quantities: Floats, table: UnitValues) -> Pennies:
    """Value lines in whole pennies, each rounded once, half-up.

    Exact for quantities below 2³² that are the nearest doubles of decimals of up to 6 places, unit
    values of up to 18 places, and lines under £1bn. A quantity of more places is exact too unless
    the product stands within `REACH` of half a penny. Every other line is reported as outside,
    with 0 pence.

    Args:
        codes: Row of the table for each line [lines]; negative: the line has no value.
        quantities: Quantity of each line, in the measure's unit [lines].
        table: Compiled unit values.

    Returns:
        Whole pennies, and the rows outside.

    Raises:
        TypeError: Codes are not whole numbers, or quantities not whole numbers or 64-bit floats.
        ValueError: The two are not columns of one length.

    Example:
        >>> table = compile_unit_values([Decimal("16.93"), None])
        >>> lines = line_pence(np.array([0, 1, 0]), np.array([0.5, 2.0, -1.0]), table)
        >>> lines.pence.tolist(), lines.outside.tolist()
        ([847.0, 0.0, 0.0], [2])
    """
    refuse_unless_columns(codes, quantities)
    pence, amounts = np.empty(len(codes)), quantities.astype(np.float64, copy=False)

    def work(part: slice) -> Rows:
        outside = line_pence_bare(codes[part], amounts[part], table, pence[part])
        outside += part.start
        return outside

    return Pennies(pence, np.concatenate(on_every_core(len(codes), work)))


def line_pence_bare(codes: Integers, quantities: Floats, table: UnitValues, pence: Floats) -> Rows:
    """Value lines into an array of the caller's, without checks on shapes and types.

    Args:
        codes: Row of the table for each line [lines]; negative: the line has no value.
        quantities: Quantity of each line [lines].
        table: Compiled unit values.
        pence: Written: whole pennies [lines].

    Returns:
        Rows outside, ascending.

    Example:
        >>> pence = np.empty(1)
        >>> table = compile_unit_values([Decimal("1.25")])
        >>> outside = line_pence_bare(np.array([0]), np.array([0.5]), table, pence)
        >>> pence.tolist(), outside.tolist()
        ([63.0], [])
    """
    room = _Room.for_lines(min(BLOCK, len(codes)))
    outside = [_NO_ROWS]
    with np.errstate(all="ignore"):  # whatever goes wrong is found, and reported as outside
        for start in range(0, len(codes), BLOCK):
            rows = slice(start, start + BLOCK)
            found = _value_block(codes[rows], quantities[rows], table, pence[rows], room)
            outside += (start + some for some in found)
    return np.sort(np.concatenate(outside))


def total_by(groups: Integers, pence: Floats | Integers, n_groups: int) -> NDArray[np.int64]:
    """Total whole pennies by group: exact, so the order of rows cannot matter.

    Args:
        groups: Group of each line, 0 to n_groups − 1 [lines].
        pence: Whole pennies of each line, 0 or more [lines].
        n_groups: Number of groups.

    Returns:
        Pennies of each group [n_groups].

    Raises:
        ValueError: A group is out of range, or the columns differ in length.
        OverflowError: A total is too large to be held exactly, or is not a number.

    Example:
        >>> total_by(np.array([1, 0, 1]), np.array([50.0, 20.0, 1.0]), 3).tolist()
        [20, 51, 0]
    """
    if len(groups) != len(pence):
        raise ValueError(f"{len(groups)} groups for {len(pence)} lines")

    def work(part: slice) -> Floats:
        found = np.bincount(groups[part], weights=pence[part], minlength=n_groups)
        return found.astype(np.float64, copy=False)

    # No more parts than hold, all together, a total a line.
    parts = on_every_core(len(groups), work, most=len(groups) // max(n_groups, 1))
    longest = max(map(len, parts))
    if longest > n_groups:
        raise ValueError(f"group {longest - 1} is out of range: there are {n_groups} groups")
    totals: Floats = np.sum(parts, axis=0)
    # Sums of whole numbers of one sign only grow: an end below 2⁵³ proves every step exact.
    if (totals < 2**53).all():
        return totals.astype(np.int64)
    return _total_in_integers(groups, pence, totals)


class _Room(NamedTuple):
    """Working arrays of one block, used again for the next."""

    slots: Rows
    product: Floats
    distance: Floats
    near: NDArray[np.bool_]

    @classmethod
    def for_lines(cls, lines: int) -> _Room:
        """Make room for blocks of so many lines."""
        slots, near = np.empty(lines, np.intp), np.empty(lines, bool)
        return cls(slots, np.empty(lines), np.empty(lines), near)

    def first(self, lines: int) -> _Room:
        """Take the part that a shorter last block needs."""
        slots, product, distance, near = self
        return _Room(slots[:lines], product[:lines], distance[:lines], near[:lines])


def _value_block(
    codes: Integers, quantities: Floats, table: UnitValues, pence: Floats, room: _Room
) -> list[Rows]:
    """Value one block into `pence`; return the rows outside, counted from the block's start."""
    slots, product, distance, near = room = room.first(len(codes))
    np.add(codes, 1, out=slots, dtype=np.intp)
    np.take(table.pence, slots, out=product, mode="clip")
    np.multiply(product, quantities, out=product)
    unfit = _set_aside(quantities, product)
    np.rint(product, out=pence)
    np.abs(np.subtract(product, pence, out=distance), out=distance)
    np.greater(distance, 0.5 - REACH, out=near)
    rows = np.flatnonzero(near)
    parts = (rows[start : start + PART] for start in range(0, len(rows), PART))
    return [unfit, *(_settle(part, quantities, table, pence, room) for part in parts)]


def _set_aside(quantities: Floats, product: Floats) -> Rows:
    """Put 0 in place of products that are no amount under £1bn; return their rows."""
    if product.view(np.uint64).max() < _LIMIT_BITS:
        return _NO_ROWS
    unfit = ~((quantities >= 0) & (product < BILLION - REACH))
    product[unfit] = 0
    np.abs(product, out=product)  # a quantity of −0.0 is a plain 0
    rows: Rows = np.flatnonzero(unfit)
    return rows


def _settle(rows: Rows, quantities: Floats, table: UnitValues, pence: Floats, room: _Room) -> Rows:
    """Round rows near half a penny by the exact difference; return those that stay unproved."""
    quantity = quantities.take(rows)
    mantissa = table.mantissa.take(room.slots.take(rows))
    millionths = np.rint(quantity * 1e6)
    odd = np.rint(room.product.take(rows) * 2)  # 2k + 1, where the product is near k + ½
    pence[rows] = (odd - 1) / 2 + (_difference(millionths, mantissa, odd, table.half_penny) >= 0)
    proved = (millionths / 1e6 == quantity) & (quantity < QUANTITY_LIMIT) & (mantissa != 0)
    unproved: Rows = rows[~proved]
    pence[unproved] = 0
    return unproved


def _difference(
    millionths: Floats, mantissa: NDArray[np.uint64], odd: Floats, half_penny: np.uint64
) -> NDArray[np.int64]:
    """Give m·M − (2k + 1)·h modulo 2⁶⁴, which for a near line is the true difference."""
    product: NDArray[np.uint64] = millionths.astype(np.uint64) * mantissa
    product -= odd.astype(np.uint64) * half_penny
    difference: NDArray[np.int64] = product.view(np.int64)
    return difference


def _total_in_integers(
    groups: Integers, pence: Floats | Integers, estimate: Floats
) -> NDArray[np.int64]:
    """Total in 64-bit integers where doubles no longer hold every penny."""
    if not (estimate < 2**62).all():
        raise OverflowError("a total is beyond 64-bit pennies, or a line is not a number")
    totals = np.zeros(len(estimate), np.int64)
    np.add.at(totals, groups, pence.astype(np.int64))
    return totals


def refuse_unless_columns(codes: Integers, quantities: Floats) -> None:
    """Refuse what would be misread where nothing is looked at any more.

    Raises:
        TypeError: Codes are not whole numbers, or quantities not whole numbers or 64-bit floats.
        ValueError: The two are not columns of one length.

    Example:
        >>> refuse_unless_columns(np.array([0, 1]), np.array([0.5]))
        Traceback (most recent call last):
        ValueError: columns of one length, not (2,) and (1,)
    """
    if codes.ndim != 1 or codes.shape != quantities.shape:
        raise ValueError(f"columns of one length, not {codes.shape} and {quantities.shape}")
    if codes.dtype.kind not in "iu":
        raise TypeError(f"codes are whole numbers, not {codes.dtype}")
    if quantities.dtype.kind not in "iu" and quantities.dtype != np.float64:
        raise TypeError(f"quantities are 64-bit floats, not {quantities.dtype}")


def _fraction(value: Decimal) -> Fraction:
    """Read a unit value exactly, whatever the decimal context."""
    if not isinstance(value, Decimal):
        raise TypeError(f"a unit value is a Decimal, not {type(value).__name__}")
    if not value.is_finite() or value < 0:
        raise ValueError(f"a unit value is a finite amount of 0 or more, not {value}")
    if value and abs(value.adjusted()) > 300:
        raise ValueError(f"a unit value of {value} is beyond the range of a double")
    return Fraction(value)


def _decimals(value: Fraction | None) -> int | None:
    """Count the decimals a value needs; None where there is no value, or past the limit."""
    if value is None:
        return None
    return next((n for n in range(DECIMALS_LIMIT + 1) if 10**n % value.denominator == 0), None)


def _pence(value: Fraction | None) -> float:
    """Give the double nearest to a value in pence."""
    return 0.0 if value is None else float(value * 100)


def _mantissa(value: Fraction | None, scale: int) -> int:
    """Give value × 10^scale modulo 2⁶⁴, or 0 where that is not whole."""
    if value is None or 10**scale % value.denominator:
        return 0
    return int(value * 10**scale) % 2**64


def _sealed(items: Sequence[float | int], dtype: type[Scalar]) -> NDArray[Scalar]:
    """Make an array that nobody can write to."""
    array = np.array(items, dtype)
    array.flags.writeable = False
    return array
