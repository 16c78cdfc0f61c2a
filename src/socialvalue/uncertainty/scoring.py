"""Points in every trial, by the engine that scores many bids at once.

What rests on pounds of social value is scored again in each trial; what does not is taken from the
award, in exact fractions.  Nothing here has a formula of its own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from socialvalue.assess.arrays.needs import outside_bands
from socialvalue.assess.firmness.rescoring import Board, reads
from socialvalue.engine.arrays.parts import part_of
from socialvalue.engine.arrays.publish import Whole, ranks, rounded_bare
from socialvalue.engine.arrays.settle import settle
from socialvalue.engine.figures import Figures, Numbers, Rows, Tenders
from socialvalue.engine.methods.part import Part
from socialvalue.engine.points import last_places
from socialvalue.engine.yardsticks import is_absolute
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.criteria import Criterion, is_own
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Entry
from socialvalue.uncertainty.weighing import beyond_trials, themes_of, unweighed

__all__ = ["Scorer", "scheme_problems"]

Pence: TypeAlias = NDArray[np.int64]
Heard: TypeAlias = tuple[tuple[Criterion, Figures, Part], ...]
"""What stands for a criterion, what each of it reads, and the points of each in doubles."""


def _moving(board: Board) -> tuple[Criterion, ...]:
    """The criteria whose points may change with pounds of social value."""
    return tuple(each for each in board.scheme.leaves if each.points and reads(each, "value"))


def scheme_problems(board: Board) -> Iterator[Problem]:
    """What in a scheme can't be scored again and again: a method of one's own, a half answer."""
    for leaf in _moving(board):
        why = beyond_trials(leaf.method)
        if is_own(leaf.method):
            why = f"{type(leaf.method).__name__} is a method of your own, and sees whole bids"
        if any(leaf.name in each for each in board.silent):
            why = "a bid answered it only in part"
        if why:
            yield problem("SV1304", criterion=leaf.name, why=why)


@frozen(eq=False)
class Scorer:
    """Scores the same bids again and again with other pounds."""

    board: Board
    """The bids that stand."""

    places: tuple[int, ...]
    """Where on the board each bid stands, in the order in which trials have them."""

    def themes(self, there: Iterable[str]) -> frozenset[str]:
        """The themes whose pounds are read one by one, of those that are offered."""
        offered = frozenset(there)
        return frozenset().union(*(themes_of(each.method, offered) for each in self.leaves))

    def keys(self, pence: Pence, themes: Mapping[str, Pence] = FrozenMap()) -> tuple[Whole, Whole]:
        """Published totals in units of the last place, and what bids are ranked by.

        Args:
            pence: £ of social value in whole pennies [bids, draws].
            themes: The same of each theme that is read one by one.

        Returns:
            Both [bids, draws]; of the second the higher is the better.
        """
        run = _Run(self, pence, themes)
        total = run.units([each.name for each in self.board.scheme.leaves])
        if not self.board.scheme.ties:
            return total, total
        by_name = {each.name: each for each in self.board.scheme.walk()}
        breaks = [run.units([one.name for one in by_name[name].walk()]).ravel()
                  for name in self.board.scheme.ties]  # fmt: skip
        return total, -ranks([total.ravel(), *breaks], run.tenders).reshape(total.shape)

    @property
    def scale(self) -> int:
        """Units of the last published place in a point."""
        return int(10**self.board.scheme.places)

    @cached_property
    def entries(self) -> list[Entry]:
        """What the methods see of each bid."""
        return [self.board.entries[each] for each in self.places]

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """The criteria that are scored again in each trial."""
        return _moving(self.board)

    def fixed(self, names: Collection[str]) -> list[list[Fraction]]:
        """The points of each bid under those of some criteria that never change."""
        again = {each.name for each in self.leaves}
        kept = [each for name, each in self.board.columns.items()
                if name in names and name not in again]  # fmt: skip
        return [[column[place] for column in kept] for place in self.places]


class _Run:
    """One chunk of trials."""

    def __init__(self, scorer: Scorer, pence: Pence, themes: Mapping[str, Pence]) -> None:
        self.scorer, (self.bids, self.draws) = scorer, pence.shape
        codes = np.tile(np.arange(self.draws), self.bids)
        self.tenders = Tenders(codes, self.draws, pence.size)
        self.scale = scorer.scale
        self.pence = pence.ravel()
        self.themes = {name: each.ravel() for name, each in themes.items()}
        self.figures = self._figures()
        self._refuse_outside()
        with np.errstate(all="ignore"):
            self.heard = {each.name: self._heard(each) for each in scorer.leaves}

    def units(self, names: Collection[str]) -> Whole:
        """The sum of some criteria as published, in units of the last place [bids, draws]."""
        leaves = [each for each in self.scorer.leaves if each.name in names]
        fixed = self.scorer.fixed(names)
        if self.scorer.board.scheme.round_at == "total":
            return self._rounded(leaves, [sum(each, Fraction(0)) for each in fixed])
        places = self.scorer.board.scheme.places
        whole = [sum(last_places(one, places) for one in each) for each in fixed]
        found = np.repeat(np.array(whole, np.int64), self.draws).reshape(self.bids, self.draws)
        for leaf in leaves:
            found += self._rounded([leaf], [Fraction(0)] * self.bids)
        return found

    def _rounded(self, leaves: Sequence[Criterion], fixed: Sequence[Fraction]) -> Whole:
        found: Whole = np.empty(self.bids * self.draws, np.int64)
        heard = [each for leaf in leaves for each in self.heard[leaf.name]]
        parts = [self._constant(fixed), *(part for _, _, part in heard)]
        rows = rounded_bare(parts, found)
        if len(rows):
            found[rows] = self._exactly(rows, heard, fixed)
        return found.reshape(self.bids, self.draws)

    def _exactly(self, rows: Rows, heard: Sequence[Any], fixed: Sequence[Fraction]) -> Whole:
        """What doubles leave open, by the oracle; bids that say the same are asked once."""
        _, first, again = np.unique(self._said(rows, heard), return_index=True, return_inverse=True)
        rows = rows[first]
        columns = [settle(leaf, part, figures, self.tenders, rows)
                   for leaf, figures, part in heard]  # fmt: skip
        held = [fixed[each] for each in (rows // self.draws).tolist()]
        sums = [sum(each, Fraction(0)) for each in zip(held, *columns, strict=True)]
        places = self.scorer.board.scheme.places
        found: Whole = np.array([last_places(each, places) for each in sums], np.int64)
        return found[again]

    def _said(self, rows: Rows, heard: Sequence[Any]) -> Whole:
        """A number for each row: rows of one number have the same points.

        A bid that has all the points there are says nothing more; where others' pounds do not
        change its points, it says its own; and else what it says is of its trial alone.
        """
        full = np.ones(len(rows), np.bool_)
        for _, _, part in heard:
            full &= np.zeros(len(rows), np.bool_) if part.full is None else part.full(rows)
        alone = not self.themes and all(is_absolute(leaf.method) for leaf, _, _ in heard)
        own = self.pence[rows] if alone else rows
        said: Whole = np.where(full, -1, own) * self.bids + rows // self.draws
        return said

    # --- what the methods read --------------------------------------------------------------

    def _constant(self, fixed: Sequence[Fraction]) -> Part:
        """Points that no trial changes, as a part like any other."""
        units = np.repeat([float(each * self.scale) for each in fixed], self.draws)
        return Part(float(units.max(initial=0.0)), lambda rows: units[rows].copy())

    def _heard(self, leaf: Criterion) -> Heard:
        none = np.zeros_like(self.pence)
        return tuple(
            (each, figures,
             part_of(each, Fraction(each.points) * self.scale, figures, self.tenders))
            for each, figures in unweighed(leaf, self.figures, self.themes, none)
        )  # fmt: skip

    def _figures(self) -> Figures:
        entries = self.scorer.entries
        return Figures(
            value=Numbers.whole(self.pence, Fraction(1, 100)),
            price=self._column([each.price for each in entries]),
            target=self._column([each.target for each in entries]),
            marks=self._columns([each.marks for each in entries]),
            denominators=self._columns([each.denominators for each in entries]),
            prices=self._columns([each.prices for each in entries]),
        )

    def _columns(self, held: Sequence[Mapping[str, Any]]) -> FrozenMap[str, Numbers]:
        """The same by name; what one bid does not say is not there."""
        names = dict.fromkeys(name for each in held for name in each)
        found = {name: self._column([each.get(name) for each in held]) for name in names}
        return FrozenMap({name: each for name, each in found.items() if each is not None})

    def _column(self, each: Sequence[Any]) -> Numbers | None:
        """What each bid says, the same in every trial; None where one says nothing."""
        if None in each:
            return None
        if len(set(each)) == 1:
            return Numbers.one(Fraction(each[0]))
        exact, draws = [Fraction(one) for one in each], self.draws
        doubles = np.repeat([float(one) for one in exact], draws)
        return Numbers(doubles, lambda rows: [exact[row // draws] for row in rows.tolist()])

    def _refuse_outside(self) -> None:
        """A trial in which pounds lie beyond a published table has no points."""
        beyond = outside_bands(self.scorer.board.scheme, self.figures, self.tenders)
        if beyond:
            names = [each.name for each in self.scorer.leaves]
            raise InputError(problem("SV1305", criterion=" and ".join(names)))
