"""Scoring the same bids again and again with one of them changed: quick, and just as exact.

Only the criteria that a change touches are computed again; what is found is always evaluated in
full afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

import attrs

from socialvalue.assess.reading import target_of
from socialvalue.assess.scoring import column_of, entry_of, half_answered
from socialvalue.errors import InputError
from socialvalue.model.methods import (
    AgainstTarget,
    Entry,
    FixedReference,
    HighestIncome,
    LowestPrice,
    PanelMark,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.model.scheme import Criterion, ValueForMoney

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation

__all__ = ["Board", "Outcome", "is_steady", "least"]

_STEADY = (
    AgainstTarget,
    FixedReference,
    HighestIncome,
    LowestPrice,
    PanelMark,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
    ValueForMoney,
)

Columns = dict[str, list[Fraction]]


@attrs.frozen
class Outcome:
    """How one bid comes off: whether it alone is first, and how far from it it is.

    Attributes:
        wins: Whether it alone has rank 1.
        lead: About how far it is above the total that wins, in steps of the last published
            place; a guide for a search.
    """

    wins: bool
    lead: float


class Board:
    """The bids that stand, as the methods see them, with their points.

    Attributes:
        results: The ranked bids, the best first.
        entries: What the methods see of each.
        columns: Criterion to the exact points of each.
    """

    def __init__(self, evaluation: Evaluation) -> None:
        self.scheme = evaluation.scheme
        self.results: tuple[BidResult, ...] = tuple(
            each for each in evaluation.results if each.rank is not None
        )
        target = target_of(evaluation.tender, evaluation.framework)
        exact = None if target is None else Fraction(target)
        self.entries = [entry_of(each.valuation, self.scheme, exact) for each in self.results]
        self._nothing = [_unanswered(each) for each in self.results]
        self.columns = {each.name: self._column(each, self.entries) for each in self.scheme.leaves}
        self._scale: int = 10**self.scheme.places
        self._sums: dict[tuple[int, tuple[str, ...]], Fraction] = {}
        self._ties = [
            tuple(leaf.name for leaf in each.walk() if leaf.method is not None)
            for name in self.scheme.ties
            for each in self.scheme.walk()
            if each.name == name
        ]

    def touched(self, index: int, entry: Entry) -> tuple[Criterion, ...]:
        """The criteria whose points change when one bid becomes another."""
        entries = self._with(index, entry)
        return tuple(each for each in self.scheme.leaves if self._changes(each, entries))

    def _changes(self, leaf: Criterion, entries: list[Entry]) -> bool:
        try:
            return self._column(leaf, entries) != self.columns[leaf.name]
        except InputError:  # the change leads beyond a published table
            return True

    def _column(self, leaf: Criterion, entries: list[Entry]) -> list[Fraction]:
        """The points of one criterion, as `scoring` gives them."""
        return column_of(leaf, entries, [leaf.name in each for each in self._nothing])

    def _with(self, index: int, entry: Entry) -> list[Entry]:
        return [entry if place == index else each for place, each in enumerate(self.entries)]

    def points(self, index: int, entry: Entry, leaves: tuple[Criterion, ...]) -> Fraction:
        """The exact points of one bid under some criteria when it becomes another."""
        entries = self._with(index, entry)
        columns = (self._column(each, entries) for each in leaves)
        return sum((each[index] for each in columns), Fraction(0))

    def outcome(self, index: int, entry: Entry, leaves: tuple[Criterion, ...]) -> Outcome:
        """How one bid comes off when it becomes another.

        Args:
            index: Which bid.
            entry: What it becomes.
            leaves: The criteria that this may change.
        """
        entries = self._with(index, entry)
        try:
            fresh = {each.name: self._column(each, entries) for each in leaves}
        except InputError:
            return Outcome(wins=False, lead=float("-inf"))
        keys = [self._key(fresh, place) for place in range(len(entries))]
        best = max((key for place, key in enumerate(keys) if place != index), default=(0,))
        total = self._total(fresh, tuple(self.columns), index)
        return Outcome(keys[index] > best, float(total * self._scale) - best[0] - 0.5)

    def _key(self, fresh: Columns, place: int) -> tuple[int, ...]:
        """What a bid is ranked by: its published total, then its tie-breaks, in whole steps."""
        total = self._published(fresh, tuple(self.columns), place)
        return (total, *(self._published(fresh, names, place) for names in self._ties))

    def _published(self, fresh: Columns, names: tuple[str, ...], place: int) -> int:
        """Points as published, in steps of their last place."""
        if self.scheme.round_at == "total":
            return self._rounded(self._total(fresh, names, place))
        columns = {**self.columns, **fresh}
        return sum(self._rounded(columns[name][place]) for name in names)

    def _rounded(self, points: Fraction) -> int:
        """Half-up, as `publish` rounds."""
        top, bottom = points.numerator * self._scale, points.denominator
        steps: int = (2 * top + bottom) // (2 * bottom)
        return steps

    def _total(self, fresh: Columns, names: tuple[str, ...], place: int) -> Fraction:
        """The exact points of a bid under some criteria, those that changed added to the rest."""
        total = self._kept(place, tuple(name for name in names if name not in fresh))
        for name, column in fresh.items():
            if name in names:
                total += column[place]
        return total

    def _kept(self, place: int, names: tuple[str, ...]) -> Fraction:
        """The sum of what did not change; the same sum is asked for again and again."""
        if (place, names) not in self._sums:
            parts = (self.columns[name][place] for name in names)
            self._sums[place, names] = sum(parts, Fraction(0))
        return self._sums[place, names]


def _unanswered(result: BidResult) -> set[str]:
    """The criteria to which a bid answered only in part, and has nothing for."""
    halves = half_answered(result.bid, result.scheme)
    return {leaf.name for criterion, _ in halves for leaf in criterion.walk()}


# --- searching ----------------------------------------------------------------------------


def is_steady(leaves: Iterable[Criterion]) -> bool:
    """Whether a bid that improves by one step more never comes off worse under any of them."""
    return all(isinstance(each.method, _STEADY) for each in leaves)


def least(at: Callable[[int], Outcome], most: int, *, steady: bool) -> int | None:
    """The least whole number of steps that wins, or None.

    Args:
        at: How a number of steps comes off.
        most: The most steps there can be.
        steady: Whether a step more never comes off worse.  If it may (a spread of prices, a
            table of bands), steps are doubled until one wins, for a middle may win where the end
            does not; what is found wins, and a step less does not.
    """
    if most < 1:
        return None
    at = cache(at)
    if not steady:
        low, high = _first_doubled(at, most)
    else:
        low, high = _bracket(at, most) if at(most).wins else (0, None)
    return None if high is None else _narrowed(at, low, high)


def _first_doubled(at: Callable[[int], Outcome], most: int) -> tuple[int, int | None]:
    low, step = 0, 1
    while step < most:
        if at(step).wins:
            return low, step
        low, step = step, step * 2
    return low, most if at(most).wins else None


def _bracket(at: Callable[[int], Outcome], most: int) -> tuple[int, int]:
    """Steps that lose and steps that win, not too far apart."""
    low, lead = 0, at(0).lead
    step = max(1, min(most, 10**5))
    while step < most:
        found = at(step)
        if found.wins:
            return low, step
        slope = (found.lead - lead) / (step - low)
        ahead = step - found.lead / slope * 1.01 if slope > 0 else step * 16
        low, lead = step, found.lead
        step = max(step + 1, min(int(min(ahead, 1e18)) + 1, step * 10**6))
    return low, most


def _narrowed(at: Callable[[int], Outcome], low: int, high: int) -> int:
    """The first step that wins, between one that loses and one that wins."""
    below, above = at(low).lead, at(high).lead
    turn = 0
    while high - low > 1:
        turn += 1
        step = _between(low, high, below, above) if turn % 3 else (low + high) // 2
        found = at(step)
        if found.wins:
            high, above, below = step, found.lead, below / 2
        else:
            low, below, above = step, found.lead, above / 2
    return high


def _between(low: int, high: int, below: float, above: float) -> int:
    """Where a straight line between two steps crosses nothing, strictly between them."""
    share = -below / (above - below) if below < 0 < above and below > -1e300 else 0.5
    return min(high - 1, max(low + 1, low + int((high - low) * share)))
