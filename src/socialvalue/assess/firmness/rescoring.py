"""Scoring the same bids again and again with one of them changed: quick, and just as exact.

Only the criteria that a change touches are computed again, and of the other bids only those that
could be first, or that the others' points are measured by.  Tests hold every figure found against
a full evaluation.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.firmness.searching import Verdict
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.points.scoring import Points, column_of, entry_of, half_answered
from socialvalue.engine.exact import half_up
from socialvalue.engine.methods.price import deviation, prices_of
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import points_for
from socialvalue.engine.yardsticks import figures, is_absolute, measures_by_all
from socialvalue.errors import InputError
from socialvalue.model.criteria import Criterion, ValueForMoney, is_own
from socialvalue.model.methods import DeviationFromMean, Entry

if TYPE_CHECKING:
    from socialvalue.model.bids.bid import Bid

__all__ = ["Board", "Contest", "Key", "Watch", "reads"]

Leaves = tuple[Criterion, ...]
Key = tuple[int, ...]
Watch = Callable[[Sequence[int]], Iterable[int]]
"""Sees the work pass, piece by piece, as a progress bar does."""


def reads(criterion: Criterion, what: str) -> bool:
    """Whether a criterion's points may change with something of a bid.

    Args:
        criterion: A criterion with a method.
        what: ``value``, ``price``, or the name of the criterion that is marked.
    """
    method: Any = criterion.method
    if is_own(method) or criterion.name == what:
        return True
    inside = method.quality if isinstance(method, ValueForMoney) else ()
    if any(reads(each, what) for top in inside for each in top.walk() if each.method is not None):
        return True
    if what == "price" and criterion.price:  # another than the one that is changed
        return False
    return what in method.READS or getattr(method, "denominator", "") == what


@attrs.frozen
class Field:
    """The bids that can matter when one bid's points change under some criteria.

    Attributes:
        seen: Those whose points are computed again: the rivals, and those that they are
            measured by.
        rivals: Those of which one is first, whichever bid changes, unless that bid is.
    """

    seen: tuple[int, ...]
    rivals: tuple[int, ...]


class Board:
    """The bids that stand, as the methods see them, with their points.

    Attributes:
        results: The ranked bids, the best first.
        entries: What the methods see of each.
        silent: The criteria to which each answered only in part, and has nothing for.
        needs_both: Whether there are such criteria.
        columns: Criterion to the exact points of each.
        keys: What each is ranked by: its published total, then its tie-breaks, in whole steps.
    """

    def __init__(self, evaluation: EvaluationData) -> None:
        self.scheme = evaluation.scheme
        self.results: tuple[BidResult, ...] = tuple(
            each for each in evaluation.results if each.rank is not None
        )
        target = target_of(evaluation.tender, evaluation.framework)
        exact = None if target is None else Fraction(target)
        self.entries = [entry_of(each.valuation, self.scheme, exact) for each in self.results]
        self.silent = [self.unanswered(each.bid) for each in self.results]
        self.columns = {each.name: self._column(each, self.entries) for each in self.scheme.leaves}
        self.needs_both = any(each.needs_both for each in self.scheme.walk())
        self._scale: int = 10**self.scheme.places
        self._kept: dict[tuple[int, tuple[str, ...]], list[list[Fraction]]] = {}
        self._fields: dict[tuple[str, ...], Field] = {}
        self._groups = (tuple(self.columns), *self._ties())
        everyone = range(len(self.results))
        self.keys = [self.key(place, {}) for place in everyone]
        self._best = sorted(everyone, key=lambda place: self.keys[place], reverse=True)[:2]

    def _ties(self) -> Iterator[tuple[str, ...]]:
        """The criteria whose points are added up for each tie-break, in its order."""
        by_name = {each.name: each for each in self.scheme.walk()}
        for name in self.scheme.ties:
            yield tuple(leaf.name for leaf in by_name[name].walk() if leaf.method is not None)

    def unanswered(self, bid: Bid) -> frozenset[str]:
        """The criteria to which a bid answers only in part, and has nothing for."""
        halves = half_answered(bid, self.scheme)
        return frozenset(leaf.name for criterion, _ in halves for leaf in criterion.walk())

    def touched(self, index: int, entry: Entry) -> Leaves:
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
        return column_of(leaf, entries, [leaf.name in each for each in self.silent])

    def _with(self, index: int, entry: Entry) -> list[Entry]:
        return [entry if place == index else each for place, each in enumerate(self.entries)]

    def points(self, index: int, entry: Entry, leaves: Leaves) -> Fraction:
        """The exact points of one bid under some criteria when it becomes another."""
        entries = self._with(index, entry)
        columns = (self._column(each, entries) for each in leaves)
        return sum((each[index] for each in columns), Fraction(0))

    def best_but(self, index: int) -> Key:
        """The best key of all other bids, as they are."""
        return next((self.keys[each] for each in self._best if each != index), (-1,))

    def without(self, gone: int) -> dict[int, Key]:
        """What each other bid is ranked by when one is not there; empty where nothing changes."""
        rest = [place for place in range(len(self.results)) if place != gone]
        columns = {each.name: self._column_without(each, gone, rest) for each in self.scheme.leaves}
        moved = {
            name: column
            for name, column in columns.items()
            if any(column[place] != self.columns[name][place] for place in column)
        }
        if not moved:
            return {}
        return {
            place: self.key(place, {name: column[place] for name, column in moved.items()})
            for place in rest
        }

    def _column_without(
        self, leaf: Criterion, gone: int, rest: Sequence[int]
    ) -> dict[int, Fraction]:
        """The points of the others under a criterion; empty where nothing is measured by one."""
        near = measures_by_all(leaf.method) or gone in self.field((leaf,)).seen
        if is_absolute(leaf.method) or not near:
            return {}
        entries = [self.entries[place] for place in rest]
        silent = [leaf.name in self.silent[place] for place in rest]
        return dict(zip(rest, column_of(leaf, entries, silent), strict=True))

    # --- what a bid is ranked by ----------------------------------------------------------

    def key(self, place: int, fresh: Mapping[str, Fraction]) -> Key:
        """What a bid is ranked by when its points under some criteria are others."""
        kept = self.kept(place, tuple(fresh))
        return tuple(
            self._published([*each, *(fresh[name] for name in fresh if name in names)])
            for each, names in zip(kept, self._groups, strict=True)
        )

    def _published(self, parts: Sequence[Fraction]) -> int:
        """Points as published, in steps of their last place."""
        if self.scheme.round_at == "total":
            return self._rounded(parts)
        return sum(self._rounded((each,)) for each in parts)

    def _rounded(self, parts: Iterable[Fraction]) -> int:
        """Their sum, half-up, as `publish` rounds."""
        top, bottom = 0, 1
        for each in parts:  # as `Fraction` adds, without looking for common factors
            over, under = each.numerator, each.denominator
            top, bottom = top * under + over * bottom, bottom * under
        return half_up(top * self._scale, bottom)

    def lead(self, place: int, fresh: Mapping[str, Fraction], best: Key) -> float:
        """About how far a bid is above a key, in steps of the last published place."""
        total = [*self.kept(place, tuple(fresh))[0], *fresh.values()]
        return sum(map(float, total)) * self._scale - best[0] - 0.5

    def kept(self, place: int, changing: tuple[str, ...]) -> list[list[Fraction]]:
        """What else a bid is ranked by: the points to add up for its total, and each tie-break.

        The same sums are asked for again and again.  Where each part is rounded, each stays.
        """
        if (place, changing) not in self._kept:
            parts = [
                [self.columns[name][place] for name in names if name not in changing]
                for names in self._groups
            ]
            whole = self.scheme.round_at == "total"
            self._kept[place, changing] = [[sum(each, Fraction(0))] if whole else each
                                           for each in parts]  # fmt: skip
        return self._kept[place, changing]

    # --- which bids can matter ------------------------------------------------------------

    def field(self, leaves: Leaves) -> Field:
        """The bids that can matter when one bid's points change under some criteria.

        Under a method of ours the points of two bids under a criterion keep their order whoever
        else bids, or are equal.  So a bid that another matches or beats in what does not change
        and in every figure that orders the rest is never ahead of it; and where points are
        measured by the best and the worst, the two at either end say all, whichever one changes;
        where by the mean, the prices of all others are one sum.
        """
        names = tuple(each.name for each in leaves)
        if names not in self._fields:
            relative = [each for each in leaves if not is_absolute(each.method)]
            self._fields[names] = self._found(relative) if relative else Field((), ())
        return self._fields[names]

    def _found(self, relative: list[Criterion]) -> Field:
        everyone = tuple(range(len(self.entries)))
        known = [figures(each, self.entries) for each in relative]
        if any(each is None for each in known):
            return Field(everyone, everyone)
        ordered = [self._ordered(leaf, each) for leaf, found in zip(relative, known, strict=True)
                   for each in found or ()]  # fmt: skip
        rivals = _leaders([*self._rest(relative), *ordered])
        ends = {place for each in ordered for place in _ends(each)}
        return Field(tuple(sorted({*rivals, *ends})), tuple(rivals))

    def _ordered(self, leaf: Criterion, figure: Sequence[Fraction]) -> list[Fraction | None]:
        """A figure of each bid; None for one that has nothing for the criterion."""
        return [
            None if leaf.name in quiet else each
            for each, quiet in zip(figure, self.silent, strict=True)
        ]

    def _rest(self, relative: list[Criterion]) -> list[list[int] | list[Fraction]]:
        """What else the bids are ranked by: the rest of the total, and of each tie-break."""
        names = tuple(each.name for each in relative)
        kept = [self.kept(place, names) for place in range(len(self.entries))]
        groups = [[each[number] for each in kept] for number in range(len(self._groups))]
        if self.scheme.round_at == "total":
            return [[whole for (whole,) in each] for each in groups]
        return [[self._published(parts) for parts in each] for each in groups]


def _ranks(column: Sequence[Any]) -> list[int]:
    """Whole numbers in the order of a column's values; -1 where there is none."""
    order = {each: place for place, each in enumerate(sorted({each for each in column
             if each is not None}))}  # fmt: skip
    return [-1 if each is None else order[each] for each in column]


def _leaders(columns: Sequence[Sequence[Any]]) -> list[int]:
    """The places that fewer than two others match or beat in every column; of equals, the first.

    Fewer than two, not one: the one that beats another may be the bid that changes.  Places are
    gone through from the highest, so that whoever beats one stands before it; and who is beaten
    by one that is left out is beaten by the two that beat that one.
    """
    ranks = list(zip(*map(_ranks, columns), strict=True))
    found: list[int] = []
    for place in sorted(range(len(ranks)), key=lambda each: ranks[each], reverse=True):
        own = ranks[place]
        above = sum(1 for each in found if all(map(operator.ge, ranks[each], own)))
        if above < 2:
            found.append(place)
    return found


def _ends(column: Sequence[Fraction | None]) -> set[int]:
    """The two places with the highest, and the two with the lowest, values of a column."""
    heard = sorted((each, place) for place, each in enumerate(column) if each is not None)
    return {place for _, place in (*heard[:2], *heard[-2:])}


class Contest:
    """One bid against all others, while its points under some criteria change.

    Args:
        board: The bids.
        index: Which bid.
        leaves: The criteria that the change may touch.
        silent: The criteria to which the changed bid answers only in part.
    """

    def __init__(
        self, board: Board, index: int, leaves: Leaves, silent: frozenset[str] = frozenset()
    ) -> None:
        self._board, self._index, self._leaves, self._silent = board, index, leaves, silent
        field = board.field(leaves)
        self._seen = [each for each in field.seen if each != index]
        at = {place: number for number, place in enumerate(self._seen)}
        self._rivals = [(each, at[each]) for each in field.rivals if each != index]
        self._entries = [board.entries[each] for each in self._seen]
        self._best = board.best_but(index)
        self._by_the_mean = {each.name: self._beside(each) for each in leaves
                             if type(each.method) is DeviationFromMean}  # fmt: skip
        self._before = {
            each.name: [board.columns[each.name][place] for place in self._seen] for each in leaves
        }

    def outcome(self, entry: Entry) -> Verdict:
        """How the bid comes off when it becomes another."""
        try:
            found = {each.name: self._points(each, entry) for each in self._leaves}
        except InputError:  # the change leads beyond a published table
            return Verdict(wins=False, lead=float("-inf"))
        own = {name: points for name, (points, _) in found.items()}
        others = {name: column for name, (_, column) in found.items() if column}
        stays = all(column == self._before[name] for name, column in others.items())
        best = self._best if stays else self._best_of(others)
        key = self._board.key(self._index, own)
        return Verdict(key > best, self._board.lead(self._index, own, best))

    def _points(self, leaf: Criterion, entry: Entry) -> tuple[Fraction, list[Fraction]]:
        """The points of the changed bid under a criterion, and of the others that are seen."""
        quiet = leaf.name in self._silent
        if is_absolute(leaf.method):
            return column_of(leaf, [entry], [quiet])[0], []
        silent = [leaf.name in self._board.silent[each] for each in self._seen]
        points = self._by_the_mean.get(leaf.name, points_for)
        own, *others = column_of(leaf, [entry, *self._entries], [quiet, *silent], points)
        return own, others

    def _beside(self, leaf: Criterion) -> Points:
        """Points by the mean of all prices, of which those that are not seen are added up once."""
        if not leaf.points:  # what it would have read may not be there
            return points_for
        unseen = {*range(len(self._board.entries))} - {*self._seen, self._index}
        heard = [self._board.entries[each] for each in sorted(unseen)
                 if leaf.name not in self._board.silent[each]]  # fmt: skip
        prices = prices_of(each.priced(leaf.price) for each in heard)
        return partial(deviation, rest=(sum(prices, Fraction(0)), len(heard)))

    def _best_of(self, others: Mapping[str, list[Fraction]]) -> Key:
        """The best key of the others when their points under some criteria are others."""
        return max(
            (
                self._board.key(place, {name: column[at] for name, column in others.items()})
                for place, at in self._rivals
            ),
            default=(-1,),
        )
