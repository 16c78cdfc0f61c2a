"""Publishing and ranking columns of points: rounded once, half-up, as the exact points would be.

A sum of parts is rounded in doubles unless it stands within its error of half a unit, or a part is
in doubt about a floor or a band.  Those rows alone are summed from exact points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import partial
from typing import Any, TypeAlias, TypeVar

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from socialvalue.engine.arrays.parts import part_of
from socialvalue.engine.arrays.settle import settle
from socialvalue.engine.cores import on_every_core
from socialvalue.engine.figures import Figures, Mask, Rows, Tenders
from socialvalue.engine.methods.part import STEPS, UNIT, Part
from socialvalue.engine.points import last_places
from socialvalue.model.criteria import Criterion

__all__ = ["Compiled", "compile_parts", "ranks"]

Whole: TypeAlias = NDArray[np.int64]
Array = TypeVar("Array", bound=NDArray[Any])

BLOCK = 65_536
"""Bids handled at a time: few enough that the working arrays stay in the processor's cache."""

_MOST_CELLS = 1 << 62


@frozen(eq=False)
class Compiled:
    """Criteria with their methods, made ready for columns of bids."""

    leaves: tuple[Criterion, ...]
    """The criteria that have a method."""

    parts: tuple[Part, ...]
    """Their points in doubles."""

    figures: Figures
    """What the bids say."""

    tenders: Tenders
    """Who competes with whom."""

    places: int
    """Decimals of published points."""

    def published(self, leaves: Sequence[Criterion], *, at_part: bool = False) -> Whole:
        """The sum of some criteria as published, in whole units of the last place [bids].

        What stands in the row of a bid that is not ranked means nothing.

        Args:
            leaves: Whose points are summed.
            at_part: Whether each part is rounded, and not the sum.
        """
        chosen = self._chosen(leaves)
        if not at_part:
            return self._rounded(chosen, np.empty(self.tenders.bids, np.int64))
        total: Whole = np.zeros(self.tenders.bids, np.int64)
        for index in chosen:
            total += self._rounded([index], np.empty_like(total))
        return total

    def doubles(self) -> NDArray[np.float64]:
        """The doubles nearest to the published sum of all criteria [bids]."""
        everything = range(len(self.parts))
        found = self._rounded(everything, np.empty(self.tenders.bids))
        found /= 10.0**self.places
        return found

    def _chosen(self, leaves: Sequence[Criterion]) -> list[int]:
        names = {each.name for each in leaves}
        return [index for index, each in enumerate(self.leaves) if each.name in names]

    def _rounded(self, chosen: Sequence[int], found: Array) -> Array:
        """Whole units of the last place, written into an array of whole numbers or doubles."""
        rows = rounded_bare([self.parts[each] for each in chosen], found)
        if self.tenders.standing is not None:
            rows = rows[self.tenders.standing[rows]]
        if len(rows):
            exact = self.exact(rows, chosen)
            found[rows] = [last_places(each, self.places) for each in exact]
        return found

    def below(self, least: Fraction) -> Mask:
        """Whether the sum of all parts, which look at one bid alone, is below a minimum [bids]."""
        bound = float(least * 10**self.places)
        total = sum((each.fill(slice(0, self.tenders.bids)) for each in self.parts), np.zeros(1))
        found: Mask = total < bound
        near = np.flatnonzero(np.abs(total - bound) <= _reach(self.parts) + bound * UNIT)
        if len(near):
            found[near] = [each < least for each in self.exact(near)]
        return found

    def exact(self, rows: Rows, chosen: Sequence[int] | None = None) -> list[Fraction]:
        """The exact sum of some parts, or of all, for some rows that stand."""
        parts = [
            settle(self.leaves[each], self.parts[each], self.figures, self.tenders, rows)
            for each in (range(len(self.parts)) if chosen is None else chosen)
        ]
        return [sum(each, Fraction(0)) for each in zip(*parts, strict=True)]


def compile_parts(
    leaves: Sequence[Criterion], figures: Figures, tenders: Tenders, places: int
) -> Compiled:
    """Make criteria ready for columns of bids.

    Args:
        leaves: Each has a method that can be done from columns.
        figures: What the bids say; all that the methods read is there.
        tenders: Who competes with whom.
        places: Decimals of published points.
    """
    with np.errstate(all="ignore"):  # rows that do not stand may say anything
        parts = [
            part_of(each, Fraction(each.points) * 10**places, figures, tenders) for each in leaves
        ]
    return Compiled(tuple(leaves), tuple(parts), figures, tenders, places)


def rounded_bare(parts: Sequence[Part], found: NDArray[Any]) -> Rows:
    """Round the sum of parts into an array of the caller's; give the rows that are not proved.

    Args:
        parts: In units of the last place.
        found: Written: whole units, of its own kind of number [bids].

    Returns:
        Rows whose sum stands near half a unit, or where a part is in doubt; ascending.
    """
    if not parts:
        found.fill(0)
        return np.empty(0, np.intp)
    return np.concatenate(on_every_core(len(found), partial(_rounded_part, parts, found)))


def _rounded_part(parts: Sequence[Part], found: NDArray[Any], some: slice) -> Rows:
    """The same for some of the rows, a block at a time."""
    sure = 0.5 - _reach(parts)
    doubts = [each.doubt for each in parts if each.doubt is not None]
    near = [np.empty(0, np.intp)]
    with np.errstate(all="ignore"):  # rows that do not stand may say anything
        for start in range(some.start, some.stop, BLOCK):
            rows = slice(start, min(start + BLOCK, some.stop))
            total = parts[0].fill(rows)
            for part in parts[1:]:
                total += part.fill(rows)
            whole = np.rint(total)
            found[rows] = whole
            total -= whole
            if doubts or not (total.max() < sure and total.min() > -sure):
                close = np.abs(total) >= sure
                for doubt in doubts:
                    close |= doubt(rows)
                near.append(np.flatnonzero(close) + start)
    return np.concatenate(near)


def _reach(parts: Sequence[Part]) -> float:
    """How far the sum of parts may stand from the exact sum."""
    return (STEPS + 2 * len(parts)) * UNIT * sum(each.most for each in parts)


# --- ranking ------------------------------------------------------------------------------


def ranks(figures: Sequence[Whole], tenders: Tenders) -> Whole:
    """Ranks from 1 within each tender, the highest first; equal figures share a rank.

    Args:
        figures: The published total, then that of each tie-break [bids]; 0 or more.
        tenders: Who competes with whom; a bid that does not stand has rank 0.

    Example:
        >>> ranks([np.array([5, 9, 5])], Tenders(None, 1, 3)).tolist()
        [2, 1, 2]
    """
    key = _key(figures)
    if tenders.standing is not None:
        key = np.where(tenders.standing, key + 1, 0)
    span = int(key.max(initial=0)) + 1
    counted = tenders.codes is None and span <= 4 * len(key) + 65_536
    found = _counted(key, span) if counted else _sorted(key, tenders)
    return found if tenders.standing is None else np.where(tenders.standing, found, 0)


def _key(figures: Sequence[Whole]) -> Whole:
    """Several figures as one number that orders as they do."""
    key = figures[0]
    for each in figures[1:]:
        span = int(each.max(initial=0)) + 1
        if (int(key.max(initial=0)) + 1) * span >= _MOST_CELLS:
            key = np.unique(key, return_inverse=True)[1]
        key = key * span + each
    return key


def _counted(key: Whole, span: int) -> Whole:
    """Ranks by counting: one more than there are above."""
    counts = np.bincount(key, minlength=span)
    above = len(key) - np.cumsum(counts)
    found: Whole = (above + 1).take(key)
    return found


def _sorted(key: Whole, tenders: Tenders) -> Whole:
    """Ranks by sorting: the place of the first of one's equals, from the start of one's tender."""
    codes = np.zeros(len(key), np.int64) if tenders.codes is None else tenders.codes
    order = _order(key, codes, tenders.count)
    key, codes = key.take(order), codes.take(order)
    found = np.empty(len(order), np.int64)
    found[order] = _starts(codes, key) - _starts(codes) + 1
    return found


def _starts(*columns: NDArray[Any]) -> Whole:
    """For each place in some sorted columns, the first place that says the same."""
    new = np.ones(len(columns[0]), np.bool_)
    for column in columns:
        here = column[1:] != column[:-1]
        new[1:] = here if column is columns[0] else new[1:] | here
    starts = np.flatnonzero(new)
    found: Whole = np.repeat(starts, np.diff(starts, append=len(new)))
    return found


def _order(key: Whole, codes: NDArray[Any], count: int) -> Rows:
    """Rows by tender, the highest first."""
    span = int(key.max(initial=0)) + 1
    if span * count >= _MOST_CELLS:
        return np.lexsort((-key, codes))
    found: Rows = np.argsort(codes.astype(np.int64) * span + (span - 1 - key))
    return found
