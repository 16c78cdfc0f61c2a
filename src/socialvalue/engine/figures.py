"""Columns of what bids say: doubles to calculate with, and the exact numbers of any row."""

from __future__ import annotations

import operator
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, partial
from typing import Any, TypeAlias

import numpy as np
from attrs import evolve, field, frozen
from numpy.typing import NDArray

from socialvalue.model.frozen import FrozenMap

__all__ = ["Figures", "Floats", "Numbers", "Rows", "Tenders", "fraction_of", "taken"]

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.integer[Any]]
Mask: TypeAlias = NDArray[np.bool_]
Rows: TypeAlias = NDArray[np.intp]
Order: TypeAlias = Callable[[Any, Any], Any]

_WHOLE = 2.0**53
"""Below it every whole number is a double."""

_NARROW = np.iinfo(np.int32)


def fraction_of(written: Any) -> Fraction:
    """A number exactly as it is written: a float by its shortest text.

    Example:
        >>> fraction_of(0.1), fraction_of(1e-05), fraction_of(7)
        (Fraction(1, 10), Fraction(1, 100000), Fraction(7, 1))
    """
    return Fraction(float.__repr__(written) if isinstance(written, float) else written)


def taken(column: NDArray[Any], rows: Rows) -> list[Hashable]:
    """What stands in some rows of a column, as plain Python numbers."""
    found: list[Hashable] = column.take(rows).tolist()
    return found


def _own(numbers: Integers) -> Integers:
    """A copy that nobody else can change; of 32 bits where all fit, which is half the memory.

    Of fewer bits it never is: the quotient of two columns of 8 or 16 bits is no double.
    """
    fits = not len(numbers) or (numbers.min() >= _NARROW.min and numbers.max() <= _NARROW.max)
    return numbers.astype(np.int32 if fits else numbers.dtype)


def _ones(rows: Rows) -> list[Hashable]:
    return [1] * len(rows)


@frozen(eq=False)
class Numbers:
    """A column of numbers of 0 or more: each is what is written times one scale."""

    doubles: Floats = field(repr=False)
    """The nearest double of each written number [bids]; one alone stands for all bids.

    Whole numbers below 2⁵³ are doubles as they stand, and are not copied.
    """

    written: Callable[[Rows], Sequence[Hashable]] = field(repr=False)
    """The written numbers of some rows: ints, floats by their shortest text, Decimals."""

    scale: Fraction = Fraction(1)
    """What a written number is multiplied by: 1/100 for pence as pounds."""

    true: bool = False
    """Whether the doubles are the written numbers themselves, so that they may be subtracted."""

    single: bool = False
    """Whether one double stands for one written number, as with floats by their shortest text."""

    @classmethod
    def whole(cls, numbers: Integers, scale: Fraction = Fraction(1)) -> Numbers:
        """A column of whole numbers.

        Example:
            >>> Numbers.whole(np.array([150, 25]), Fraction(1, 100)).exactly(np.array([0]))
            [Fraction(3, 2)]
        """
        held = _own(numbers)
        written: Callable[[Rows], list[Hashable]] = partial(taken, held)
        if held.dtype in (np.int32, np.int64):
            as_they_stand: Any = held
            found = cls(as_they_stand, written, scale, true=True, single=True)
            if found.highest < _WHOLE:
                return found
        doubles = held.astype(np.float64)
        true = bool(doubles.max(initial=0.0) < _WHOLE)
        return cls(doubles, written, scale, true=true, single=true)

    @classmethod
    def one(cls, number: Fraction) -> Numbers:
        """One number for all bids."""
        return cls(np.ones(1), _ones, number, true=True, single=True)

    @cached_property
    def lowest(self) -> float:
        """The lowest double; infinite where there is none."""
        return float(self.doubles.min()) if len(self.doubles) else np.inf

    @cached_property
    def highest(self) -> float:
        """The highest double; 0 where there is none."""
        return float(self.doubles.max()) if len(self.doubles) else 0.0

    @property
    def same(self) -> bool:
        """Whether one number stands for all bids."""
        return len(self.doubles) == 1

    def part(self, rows: slice | Rows) -> Floats:
        """The doubles of some rows, or the one that stands for all."""
        return self.doubles if self.same else self.doubles[rows]

    def exactly(self, rows: Rows) -> list[Fraction]:
        """The exact numbers of some rows."""
        return [fraction_of(each) * self.scale for each in self.written(rows)]

    def less(self, bound: Fraction) -> Mask:
        """Which are less than a bound, exactly [bids]."""
        return self._beside(bound, operator.lt, operator.le)

    def more(self, bound: Fraction) -> Mask:
        """Which are more than a bound, exactly [bids]."""
        return self._beside(bound, operator.gt, operator.ge)

    def _beside(self, bound: Fraction, beyond: Order, or_equal: Order) -> Mask:
        """Doubles order as the numbers do, but for those that share the bound's own double."""
        nearest = float(bound / self.scale)
        if self.single:
            tie = fraction_of(nearest) * self.scale
            wide: Mask = (or_equal if beyond(tie, bound) else beyond)(self.doubles, nearest)
            return wide
        found: Mask = beyond(self.doubles, nearest)
        ties = np.flatnonzero(self.doubles == nearest)
        found[ties] = [beyond(each, bound) for each in self.exactly(ties)]
        return found


@frozen(eq=False)
class Figures:
    """What the methods read of a column of bids; None and missing names are never read."""

    value: Numbers | None = None
    """£ of social value."""

    price: Numbers | None = None
    """£."""

    target: Numbers | None = None
    """£ of social value per £1."""

    marks: Mapping[str, Numbers] = FrozenMap()
    """Criterion to marks."""

    denominators: Mapping[str, Numbers] = FrozenMap()
    """Name of a denominator to £."""

    prices: Mapping[str, Numbers] = FrozenMap()
    """Name of a further price to £."""

    def priced(self, name: str) -> Figures:
        """The same as a criterion sees it that reads a named price; itself for no name."""
        if not name:
            return self
        price = self.prices[name]
        below = FrozenMap({**self.denominators, "price": price})
        return evolve(self, price=price, denominators=below)

    def targets(self, own: Decimal | None) -> Numbers:
        """A method's own target for all bids, or the column of targets."""
        if own is not None:
            return Numbers.one(Fraction(own))
        assert self.target is not None  # noqa: S101 - the shell has refused what is missing
        return self.target


@frozen(eq=False)
class Tenders:
    """Who competes with whom, and who stands."""

    codes: Integers | None = field(repr=False)
    """The number of each bid's tender, from 0 [bids]; None: all bid for one."""

    count: int
    """How many tenders there may be."""

    bids: int
    """How many bids there are."""

    standing: Mask | None = field(repr=False, default=None)
    """Whether each bid is ranked [bids]; None: all are."""

    def highest(self, column: Floats) -> Floats:
        """The highest of each tender's standing bids [tenders]; 0 where there is none."""
        return self._most(np.maximum, column, 0.0)

    def lowest(self, column: Floats) -> Floats:
        """The lowest of each tender's standing bids [tenders]; infinite where there is none."""
        return self._most(np.minimum, column, np.inf)

    def _most(self, better: np.ufunc, column: Floats, empty: float) -> Floats:
        if self.standing is not None:
            column = np.where(self.standing, column, empty)
        found = np.full(self.count, empty)
        if self.codes is None:
            found[0] = better.reduce(column) if len(column) else empty
        else:
            better.at(found, self.codes, column.astype(np.float64, copy=False))
        return found

    def mean(self, column: Floats) -> Floats:
        """The mean of each tender's standing bids [tenders]; 1 where there is none."""
        here = np.ones(len(column)) if self.standing is None else self.standing.astype(np.float64)
        column = np.where(here > 0, column, 0.0)
        if self.codes is None:
            totals, bids = np.array([column.sum()]), np.array([here.sum()])
        else:
            totals = np.bincount(self.codes, column, self.count)
            bids = np.bincount(self.codes, here, self.count)
        found: Floats = np.where(bids > 0, totals / np.maximum(bids, 1.0), 1.0)
        return found

    def shared(self, number: float, by_tender: Floats) -> Floats:
        """A number divided by what each tender has [tenders]; 0 where there is nothing."""
        nothing = np.zeros(len(by_tender))
        found: Floats = np.divide(number, by_tender, out=nothing, where=by_tender > 0)
        return found

    def every(self, rows: slice | Rows) -> Mask:
        """All of some bids."""
        count = rows.stop - rows.start if isinstance(rows, slice) else len(rows)
        return np.ones(count, np.bool_)

    def of_rows(self, by_tender: Floats, rows: slice | Rows) -> Floats:
        """What a tender has, for each of some bids; one number where there is one tender."""
        return by_tender if self.codes is None else by_tender.take(self.codes[rows])
