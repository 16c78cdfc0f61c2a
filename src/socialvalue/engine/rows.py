"""The rules of a row of a table, each once for all that calculate in columns.

A rule takes columns, and an algebra `o` of how its engine chooses, compares and knows what is
missing; it gives the place of a code in `order.ORDER`, or `NONE`.  `durations`, `refusals` and
`units` say the same of one commitment, in words of their own: tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from typing import Any, Final, TypeAlias

import attrs
import numpy as np

from socialvalue.engine.order import NONE, place_of

__all__ = ["CODES", "NUMPY", "TOO_MANY", "Algebra", "answer", "basis", "both_shares", "excess",
           "kept_years", "most_years", "number", "place", "share", "unit", "years",
           "years_missing"]  # fmt: skip

Column: TypeAlias = Any
"""A column of some engine, or one number for all its rows."""

TOO_MANY: Final = 1e12
"""A quantity from here on is not meant; `units` says the same."""


@attrs.frozen
class Algebra:
    """What an engine does with columns, beside comparing them and adding them.

    Attributes:
        where: One column where something holds, and another where it does not.
        least: The least of some columns.
        missing: Whether a number is not there.
        infinite: Whether a number is infinite.
    """

    where: Callable[[Column, Column, Column], Column]
    least: Callable[..., Column]
    missing: Callable[[Column], Column]
    infinite: Callable[[Column], Column]


def _where(held: Column, value: Column, other: Column) -> Column:
    """Places take a byte each."""
    return np.where(
        held, *(np.int8(each) if type(each) is int else each for each in (value, other))
    )


NUMPY: Final = Algebra(
    where=_where,
    least=lambda *each: reduce(np.minimum, each),
    missing=np.isnan,
    infinite=np.isinf,
)
"""Arrays in memory."""


def number(o: Algebra, amount: Column, absent: int) -> Column:
    """A number that is infinite, negative or too large to be meant.

    Args:
        o: The engine's algebra.
        amount: The numbers.
        absent: What a number that is missing says: the place of SV306 where it is needed.
    """
    finite = o.where(
        amount < 0, place_of("SV302"), o.where(amount >= TOO_MANY, place_of("SV303"), NONE)
    )
    known = o.where(o.infinite(amount), place_of("SV306"), finite)
    return o.where(o.missing(amount), absent, known)


def answer(o: Algebra, asked: Column, amount: Column) -> Column:
    """A measure that asks yes or no is answered with 1 or 0."""
    return o.where(asked & (amount != 0) & (amount != 1), place_of("SV316"), NONE)


def unit(o: Algebra, fits: Column, known: Column) -> Column:
    """No such unit, or one that is no other word for the measure's."""
    return o.where(fits, NONE, o.where(known, place_of("SV308"), place_of("SV204")))


def place(o: Algebra, unknown: Column, outside: Column) -> Column:
    """No such place, or one outside the contract's where that matters."""
    return o.where(unknown, place_of("SV210"), o.where(outside, place_of("SV508"), NONE))


def share(o: Algebra, part: Column) -> Column:
    """A share lies between 0 and 1."""
    return o.where(~o.missing(part) & ((part < 0) | (part > 1)), place_of("SV310"), NONE)


def both_shares(o: Algebra, claimed: Column, left: Column) -> Column:
    """A share that is claimed, and one that is left to others."""
    return o.where(~o.missing(claimed) & ~o.missing(left), place_of("SV311"), NONE)


def basis(o: Algebra, stated: Column, bases: Iterable[tuple[Column, str]]) -> Column:
    """No such basis, or one that cannot be totalled.

    Args:
        o: The engine's algebra.
        stated: Whether a row says its basis.
        bases: For each basis whether it is the row's, and the code that is against it, or "".
    """
    found = o.where(stated, place_of("SV312"), NONE)
    for held, code in bases:
        found = o.where(held, place_of(code) if code else NONE, found)
    return found


def years_missing(o: Algebra, needed: Column) -> Column:
    """Years that a measure depends on, and that a row does not state."""
    return o.where(needed, place_of("SV505"), NONE)


def years(o: Algebra, stated: Column, offered: Column, amount: Column) -> Column:
    """Years that are no number, or none at all of something.

    Args:
        o: The engine's algebra.
        stated: Whether a row of FTE-years says how many.
        offered: The years.
        amount: The quantity: rate × years.
    """
    nothing = o.where((offered == 0) & (amount != 0), place_of("SV307"), NONE)
    return o.where(stated, o.least(number(o, offered, NONE), nothing), NONE)


def excess(o: Algebra, stated: Column, offered: Column, first: Column, most: Column) -> Column:
    """Years that count in part.

    Args:
        o: The engine's algebra.
        stated: Whether a row of FTE-years says how many.
        offered: The years.
        first: Whether only the first year counts.
        most: How many years count at most.
    """
    counted = _counted(o, offered, first)
    later = o.where(stated & (offered > counted), place_of("SV506"), NONE)
    return o.where(stated & (counted > most), place_of("SV507"), later)


def most_years(o: Algebra, yearly: Column, term: float) -> Column:
    """How many years count at most: the contract's, or one where each year is offered anew."""
    return o.where(yearly, 1.0, term)


def kept_years(o: Algebra, offered: Column, first: Column, most: Column) -> Column:
    """The years that count."""
    counted = _counted(o, offered, first)
    return o.where(counted > most, most, counted)


def _counted(o: Algebra, offered: Column, first: Column) -> Column:
    """The years that the measure counts: the first only, or all."""
    return o.where(first & (offered > 1), 1.0, offered)


CODES: Final[Mapping[Callable[..., Column], tuple[str, ...]]] = {
    number: ("SV306", "SV302", "SV303"),
    answer: ("SV316",),
    unit: ("SV204", "SV308"),
    place: ("SV210", "SV508"),
    share: ("SV310",),
    both_shares: ("SV311",),
    basis: ("SV312", "SV511", "SV514"),
    years_missing: ("SV505",),
    years: ("SV306", "SV302", "SV303", "SV307"),
    excess: ("SV507", "SV506"),
}
"""Each rule, and the codes that it gives."""
