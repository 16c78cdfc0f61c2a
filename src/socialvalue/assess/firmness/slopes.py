"""The shape of points for social value: a line up to a cap, or a share of the highest."""

from __future__ import annotations

from fractions import Fraction
from functools import cached_property
from operator import mul
from typing import Any

import attrs

from socialvalue.assess.firmness.margins import Whole, scaled, whole_by
from socialvalue.assess.firmness.worths import Worths
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import AgainstTarget, RatioThenRelative, RelativeToHighest

__all__ = ["Capped", "Highest", "Shape", "shape_of"]

Rows = tuple[tuple[Fraction, ...], ...]
WholeRows = tuple[tuple[int, ...], ...]


@attrs.frozen
class _ByValue:
    """What each unit value gives each bid, in whole numbers.

    Attributes:
        rows: A row a bid, a column a unit value.
    """

    rows: WholeRows

    @cached_property
    def sums(self) -> tuple[int, ...]:
        """What all values together give each bid."""
        return tuple(map(sum, self.rows))

    def apart(self, place: int, column: int) -> tuple[int, int]:
        """What all other values, and what one, give a bid."""
        own = self.rows[place][column]
        return self.sums[place] - own, own

    def moved(self, factors: Whole) -> list[int]:
        """What all values give each bid when they are multiplied, times `Whole.below`."""
        return [sum(map(mul, row, factors.above)) for row in self.rows]


@attrs.frozen
class Capped(_ByValue):
    """Points that grow with pounds up to a cap: rows are points before it.

    Attributes:
        most: The cap.
        times: Both are so many times what they are.
    """

    most: int
    times: int

    def is_level(self, lead: Fraction, place: int, factors: Whole) -> bool:
        """Whether a rival is level with the first, or ahead, when values are multiplied."""
        found, times = self.moved(factors), factors.below
        mine, theirs = (min(self.most * times, found[each]) for each in (0, place))
        ahead = lead.numerator * self.times * times
        return ahead + lead.denominator * (mine - theirs) <= 0


@attrs.frozen
class Highest(_ByValue):
    """Points by the share of the highest: rows are pounds, or pounds per £1, all times as much.

    Attributes:
        points: Those of the highest.
    """

    points: Fraction

    def is_level(self, lead: Fraction, place: int, factors: Whole) -> bool:
        """Whether a rival is level with the first, or ahead, when values are multiplied."""
        found = self.moved(factors)
        times = whole_by((lead, self.points))
        ahead, worth = scaled((lead, self.points), times)
        return ahead * (max(found) or 1) + worth * (found[0] - found[place]) <= 0


Shape = Capped | Highest


def shape_of(worths: Worths) -> Shape | None:
    """The shape of the one criterion that pounds of social value decide.

    Returns:
        None where there are several, or none, or it is of another kind: bands, floors, minimums,
        themes scored by themselves, a method of a council's own.
    """
    if len(worths.leaves) != 1:
        return None
    (leaf,) = worths.leaves
    method: Any = leaf.method
    if getattr(method, "weight_score", None):
        return None
    if type(method) is AgainstTarget and not method.floor:
        return _capped(worths, leaf, method)
    if type(method) is RelativeToHighest and not method.minimum:
        return Highest(_whole(_rows(worths, leaf, ""))[0], Fraction(leaf.points))
    if type(method) is RatioThenRelative:
        return Highest(_whole(_rows(worths, leaf, method.denominator))[0], Fraction(leaf.points))
    return None


def _capped(worths: Worths, leaf: Criterion, method: AgainstTarget) -> Capped:
    points = Fraction(leaf.points)
    own = None if method.target is None else Fraction(method.target)
    entries = worths.board.entries
    slopes = [points / ((own or each.target or Fraction(1)) * each.denominators[method.denominator])
              for each in entries]  # fmt: skip
    most = points * Fraction(method.cap)
    held = tuple(tuple(slope * each for each in row)
                 for slope, row in zip(slopes, _rows(worths, leaf, ""), strict=True))  # fmt: skip
    rows, times = _whole(held, most)
    return Capped(rows, int(most * times), times)


def _whole(rows: Rows, *others: Fraction) -> tuple[WholeRows, int]:
    """Rows in whole numbers, and by how much they were multiplied to be."""
    times = whole_by((*others, *(each for row in rows for each in row)))
    return tuple(tuple(scaled(row, times)) for row in rows), times


def _rows(worths: Worths, leaf: Criterion, below: str) -> Rows:
    """£ of each bid by unit value, each times its theme's factor; none where a bid is silent.

    Args:
        worths: The pennies of each bid by unit value.
        leaf: The criterion.
        below: What pounds are divided by: a name of `DENOMINATORS`, or "" for nothing.
    """
    method: Any = leaf.method
    weights = [Fraction(method.weight_value.get(theme, 1)) / 100 for theme in worths.themes]
    found = []
    for place, pence in enumerate(worths.pence):
        divided = worths.board.entries[place].denominators[below] if below else Fraction(1)
        heard = leaf.name not in worths.board.silent[place]
        shares = {each: each / divided if heard else Fraction(0) for each in {*weights}}
        found.append(tuple(_times(each, shares[weight])
                           for each, weight in zip(pence, weights, strict=True)))  # fmt: skip
    return tuple(found)


def _times(whole: int, share: Fraction) -> Fraction:
    return Fraction(whole * share.numerator, share.denominator)
