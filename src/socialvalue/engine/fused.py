"""The kernel as one compiled loop, where numba is installed: the same pennies, sooner.

Take a unit value, multiply, round, look whether the product stands near half a penny, settle it in
64-bit integers if so, and add it to its group: once through the lines, with nothing kept between.
The proof is that of `socialvalue.engine.kernel`, step for step, and tests compare the two, and both
with decimals.  Each thread sums its own part, in integers, so the order of rows cannot matter.

numba is found at run time and never needed: without it, or where it cannot be loaded, the kernel
works as it does.  It is loaded when first used, which takes half a second, and what it compiled is
kept for other processes where a folder can be written: `pays` says from when on that is less than
what it saves.  Its own threads are not used: they end a process that forks.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from socialvalue.engine import kernel
from socialvalue.engine.cores import WORTH_A_THREAD, on_every_core
from socialvalue.engine.kernel import (
    BILLION,
    QUANTITY_LIMIT,
    REACH,
    Floats,
    Integers,
    Pennies,
    UnitValues,
    refuse_unless_columns,
)

__all__ = [
    "LINES",
    "WORTH_LOADING",
    "is_there",
    "line_pence",
    "lines_in_pence",
    "pays",
    "total_pence",
]

LINES: Final = 40_000_000
"""Lines after which it is looked whether a sum still has room: of so many, each under £1bn, no sum
passes 2⁶²."""

WORTH_LOADING: Final = 50_000_000
"""Lines for which the kernel takes longer than it takes to load numba and a loop that was kept."""

_WITHOUT: Final = [0]
"""How many lines this process has valued without the loop: those of many calls count together."""

_BLOCK: Final = 1024
_ROOM: Final = 2**62
_MOST: Final = BILLION - REACH
_NEAR: Final = 0.5 - REACH
_NEGATIVE: Final = np.uint64(2**63)
_MILLION: Final = 1e6
_NONE: Final = np.nan
_CODES: Final = ("int64", "int32", "uint8")
_GROUPS: Final = ("int64", "int32")


def is_there() -> bool:
    """Whether the loop can be compiled here; it is not compiled for that."""
    return _numba() is not None


def pays(lines: int) -> bool:
    """Whether the loop is the quicker way for so many lines: loaded already, or worth loading.

    It is worth that too for a process that has valued as many lines call by call.
    """
    if _compiled.cache_info().currsize > 0:
        return lines >= WORTH_A_THREAD
    return lines >= WORTH_A_THREAD and _WITHOUT[0] + lines >= WORTH_LOADING


def lines_in_pence(codes: Integers, quantities: Floats, table: UnitValues) -> Pennies:
    """Value lines in whole pennies by whichever way is the quicker; both give the same.

    Args and errors are those of `kernel.line_pence`.

    Example:
        >>> from decimal import Decimal
        >>> from socialvalue.engine.kernel import compile_unit_values
        >>> table = compile_unit_values([Decimal("16.93")])
        >>> lines_in_pence(np.array([0]), np.array([0.5]), table).pence.tolist()
        [847.0]
    """
    found = line_pence(codes, quantities, table) if pays(len(codes)) else None
    if found is None:
        _WITHOUT[0] += len(codes)
        found = kernel.line_pence(codes, quantities, table)
    return found


def line_pence(codes: Integers, quantities: Floats, table: UnitValues) -> Pennies | None:
    """Value lines as `kernel.line_pence` does.

    Args:
        codes: Row of the table for each line [lines]; negative: the line has no value.
        quantities: Quantity of each line [lines].
        table: Compiled unit values.

    Returns:
        Whole pennies, and the rows outside; None where the loop cannot be compiled.

    Raises:
        TypeError: Codes are not whole numbers, or quantities not whole numbers or 64-bit floats.
        ValueError: The two are not columns of one length.
    """
    refuse_unless_columns(codes, quantities)
    found = _plain(codes, _CODES)
    loop = _compiled(_lines, found.dtype.name)
    if loop is None:
        return None
    amounts = np.ascontiguousarray(quantities, np.float64)
    pence = np.empty(len(found))

    def work(part: slice) -> int:
        return int(loop(found[part], amounts[part], _of(table), pence[part]))

    if not any(on_every_core(len(found), work)):
        return Pennies(pence, np.empty(0, np.intp))
    outside = np.flatnonzero(np.isnan(pence))
    pence[outside] = 0
    return Pennies(pence, outside)


def total_pence(
    codes: Integers, quantities: Floats, groups: Integers, n_groups: int, table: UnitValues
) -> tuple[NDArray[np.int64], int] | None:
    """Value lines and total them by group, in one pass.

    Args:
        codes: Row of the table for each line [lines]; negative: the line has no value.
        quantities: Quantity of each line [lines].
        groups: Group of each line, 0 to n_groups − 1 [lines].
        n_groups: Number of groups.
        table: Compiled unit values.

    Returns:
        Pennies of each group [n_groups], and how many lines are outside, which count 0; None where
        the loop cannot be compiled.

    Raises:
        TypeError: As for `line_pence`, or groups are not whole numbers.
        ValueError: A group is out of range, or the columns differ in length.
        OverflowError: A total is too large to be held exactly.
    """
    refuse_unless_columns(codes, quantities)
    refuse_unless_columns(groups, quantities)
    found, into = _plain(codes, _CODES), _plain(groups, _GROUPS)
    loop = _compiled(_totals, found.dtype.name, into.dtype.name)
    if loop is None:
        return None
    amounts = np.ascontiguousarray(quantities, np.float64)

    def work(part: slice) -> tuple[NDArray[np.int64], int]:
        totals, outside = np.zeros(n_groups, np.int64), 0
        for start in range(part.start, part.stop, LINES):
            rows = slice(start, min(start + LINES, part.stop))
            strays = loop(found[rows], amounts[rows], into[rows], _of(table), totals)
            if strays < 0:
                raise ValueError(f"a group is out of range: there are {n_groups} groups")
            _refuse(totals)
            outside += strays
        return totals, outside

    parts = on_every_core(len(found), work, most=len(found) // max(n_groups, 1))
    _refuse(np.sum([each for each, _ in parts], axis=0, dtype=np.float64))
    return np.sum([each for each, _ in parts], axis=0), sum(outside for _, outside in parts)


def _refuse(totals: Any) -> None:
    if totals.size and not totals.max() < _ROOM:
        raise OverflowError("a total is beyond 64-bit pennies")


def _plain(column: Integers, kinds: tuple[str, ...]) -> Integers:
    """A column without gaps, of a kind for which the loop is compiled."""
    kind = column.dtype.name if column.dtype.name in kinds else "int64"
    return np.ascontiguousarray(column, kind)


def _of(table: UnitValues) -> tuple[Any, ...]:
    return table.pence, table.mantissa, table.half_penny


def _slot(code: Any, per_unit: Any) -> Any:
    """The slot of a code, as `UnitValues` has them."""
    last: Any = len(per_unit) - 1
    return np.uint64(min(max(np.int64(code) + 1, 0), last))


def _rounded(quantity: Any, per_unit: Any) -> tuple[Any, Any]:
    """Pennies of a line; and whether they stand, since it is no stray and not near half a penny."""
    product = per_unit * quantity
    pence = np.rint(product) + 0.0  # a quantity of −0.0 is a plain 0
    return pence, (quantity >= 0) & (product < _MOST) & (abs(product - pence) <= _NEAR)


def _settled(quantity: Any, per_unit: Any, mantissa: Any, half_penny: Any) -> Any:
    """Whole pennies of a line near half a penny; not a number where they cannot be proved."""
    product = per_unit * quantity
    millionths = np.rint(quantity * _MILLION)
    proved = (millionths / _MILLION == quantity) & (quantity < QUANTITY_LIMIT) & (mantissa != 0)
    if not ((quantity >= 0) & (product < _MOST) & proved):
        return _NONE
    odd = np.rint(product * 2)  # 2k + 1, where the product is near k + ½
    difference = np.uint64(np.int64(millionths)) * mantissa - np.uint64(np.int64(odd)) * half_penny
    return (odd - 1) / 2 + (difference < _NEGATIVE)


# Lines near half a penny are gathered in each block and settled after it: a processor that has to
# guess line by line which they are is held up by every second guess.


def _lines(codes: Any, quantities: Any, table: Any, pence: Any) -> int:
    """Write the pennies of each line, not a number for one outside; how many are outside."""
    per_unit, mantissas, half_penny = table
    near, outside = np.empty(_BLOCK, np.int64), 0
    for start in range(0, len(codes), _BLOCK):
        found = 0
        for row in range(start, min(start + _BLOCK, len(codes))):
            pence[row], plain = _rounded(quantities[row], per_unit[_slot(codes[row], per_unit)])
            near[found] = row
            found += 1 - plain
        for at in range(found):
            row = near[at]
            slot = _slot(codes[row], per_unit)
            pence[row] = _settled(quantities[row], per_unit[slot], mantissas[slot], half_penny)
            outside += np.isnan(pence[row])
    return outside


def _totals(codes: Any, quantities: Any, groups: Any, table: Any, totals: Any) -> int:
    """Add the pennies of each line to its group; how many are outside, or −1 for a stray group."""
    per_unit, mantissas, half_penny = table
    near, outside, n_groups = np.empty(_BLOCK, np.int64), 0, len(totals)
    for start in range(0, len(codes), _BLOCK):
        found = 0
        for row in range(start, min(start + _BLOCK, len(codes))):
            group = np.int64(groups[row])
            if group < 0 or group >= n_groups:
                return -1
            pence, plain = _rounded(quantities[row], per_unit[_slot(codes[row], per_unit)])
            totals[np.uint64(group)] += np.int64(pence if plain else 0.0)
            near[found] = row
            found += 1 - plain
        for at in range(found):
            row = near[at]
            slot = _slot(codes[row], per_unit)
            pence = _settled(quantities[row], per_unit[slot], mantissas[slot], half_penny)
            outside += np.isnan(pence)
            totals[np.uint64(np.int64(groups[row]))] += np.int64(0.0 if np.isnan(pence) else pence)
    return outside


@cache
def _numba() -> Any:
    """numba; None where it is missing, or does not go with this Python or numpy."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import numba

            for each in (_slot, _rounded, _settled):
                numba.extending.register_jitable(each)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the kernel works without
        return None
    return numba


@cache
def _compiled(loop: Callable[..., int], *kinds: str) -> Callable[..., int] | None:
    """A loop compiled for columns of these kinds; kept between processes where that can be."""
    numba = _numba()
    if numba is None:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _compile(numba, loop, kinds, kept=True)
        except Exception:  # noqa: BLE001 - as a rule a folder that cannot be written
            return _uncached(numba, loop, kinds)


def _uncached(
    numba: Any, loop: Callable[..., int], kinds: tuple[str, ...]
) -> Callable[..., int] | None:
    """A loop compiled for this process alone; None where the installation is broken."""
    try:
        return _compile(numba, loop, kinds, kept=False)
    except Exception:  # noqa: BLE001 - the kernel works without
        return None


def _compile(
    numba: Any, loop: Callable[..., int], kinds: tuple[str, ...], *, kept: bool
) -> Callable[..., int]:
    def column(kind: str, *, written: bool = False) -> Any:
        return numba.types.Array(getattr(numba.types, kind), 1, "C", readonly=not written)

    codes, *groups = map(column, kinds)
    into = column("int64" if groups else "float64", written=True)
    table = numba.types.Tuple((column("float64"), column("uint64"), numba.types.uint64))
    signature = numba.types.int64(codes, column("float64"), *groups, table, into)
    made: Callable[..., int] = numba.njit(signature, nogil=True, cache=kept, error_model="numpy")(
        loop
    )
    return made
