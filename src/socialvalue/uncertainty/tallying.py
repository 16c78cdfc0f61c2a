"""Running trials a chunk at a time, and counting what becomes of the bids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import Factory, define, frozen
from numpy.typing import NDArray

from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import sum_of
from socialvalue.uncertainty.drawing import Doubles, Factors, parts_of, streams, uniforms
from socialvalue.uncertainty.scoring import Pence, Scorer
from socialvalue.uncertainty.spreads import ONE
from socialvalue.uncertainty.tried import Amounts, Regret, Trials, Whole

__all__ = ["KEPT", "Field", "Kept", "beaten", "chunks", "counted", "pennies"]

KEPT = 100_000
"""Trials whose pounds and points are kept, for quantiles; all are counted."""

_CELLS = 500_000
"""Bids, or figures, × trials at a time: memory does not grow with the number of trials,
and what is worked on stays near the processor."""

_ALONE = 200_000
"""Products at a time: few enough that the library of products starts no threads for them, which on
a machine that others use too cost many times what they save."""

_EXACT = 2**53
"""Below it every whole number is a double, so sums of them are exact in any order."""


def chunks(seed: int, drivers: Sequence[str], draws: int, rows: int) -> Iterator[Doubles]:
    """Uniform numbers for all trials, a chunk at a time; its size changes nothing.

    Args:
        seed: Of the streams.
        drivers: What moves on its own.
        draws: How many trials.
        rows: How many bids there are, or figures, whichever are more.

    Yields:
        The same room each time, written anew.
    """
    most = max(2, _CELLS // max(rows, len(drivers), 1))
    pairs = -(-draws // 2)
    size = 2 * -(-pairs // -(-draws // most))  # all chunks alike: none is left with a handful
    bits, room = streams(seed, drivers), np.empty((len(drivers), size))
    for start in range(0, draws, size):
        here = min(size, draws - start)
        yield uniforms(bits, here + here % 2, room)[:, :here]


@frozen(eq=False)
class Kept:
    """What is kept of the first trials."""

    parts: NDArray[np.uint8]
    """In which of equal parts of its spread each thing that moves was [drivers, draws]."""

    pence: Pence
    """Pounds of social value [bids, draws]."""

    totals: Whole
    """Published points in units of the last place [bids, draws]."""

    @classmethod
    def of(cls, drivers: int, bids: int, draws: int) -> Kept:
        """Room for them."""
        kept = min(draws, KEPT)
        shape = bids, kept
        return cls(np.empty((drivers, kept), np.uint8), np.empty(shape, np.int64),
                   np.empty(shape, np.int64))  # fmt: skip

    def put(self, start: int, shares: Doubles, pence: Pence, totals: Whole) -> None:
        """Keep a chunk, or as much of it as there is room for."""
        here = slice(start, start + pence.shape[1])
        room = self.pence[:, here].shape[1]
        if room:
            np.copyto(self.parts[:, here], parts_of(shares[:, :room], self.parts.shape[1]))
            self.pence[:, here] = pence[:, :room]
            self.totals[:, here] = totals[:, :room]


@define
class _Tally:
    """Counts what becomes of the bids."""

    bids: int
    first: int
    kept: Kept
    ranks: Whole = Factory(lambda self: np.zeros((self.bids, self.bids), np.int64), True)
    wins: Whole = Factory(lambda self: np.zeros((self.bids, self.bids), np.int64), True)
    pence: list[int] = Factory(lambda self: [0] * self.bids, True)
    leads: list[int] = Factory(lambda self: [0] * self.bids, True)
    lost: int = 0
    draws: int = 0
    digest: Any = Factory(hashlib.sha256)

    def add(self, shares: Doubles, pence: Pence, totals: Whole, keys: Whole) -> None:
        """Count a chunk.

        Args:
            shares: The uniform numbers behind it [drivers, draws].
            pence: Pounds of social value [bids, draws].
            totals: Published points in units of the last place [bids, draws].
            keys: What bids are ranked by, the higher the better [bids, draws].
        """
        self.kept.put(self.draws, shares, pence, totals)
        self.draws += pence.shape[1]
        self.digest.update(np.ascontiguousarray(pence.T, "<i8"))
        self._rank(keys)
        points = totals.sum(axis=1).tolist()
        for place, pounds in enumerate(pence.sum(axis=1).tolist()):
            self.pence[place] += pounds
            self.leads[place] += points[self.first] - points[place]
        self.lost += int(totals.max(axis=0).sum()) - points[self.first]

    def _rank(self, keys: Whole) -> None:
        for place, above in enumerate(beaten(keys)):
            self.wins[:, place] += [np.count_nonzero(each) for each in above]
            self.ranks[place] += np.bincount(counted(above), minlength=self.bids)


def beaten(keys: Whole) -> Iterator[NDArray[np.bool_]]:
    """For each bid, whether each is ranked above it [bids, draws].

    Args:
        keys: What bids are ranked by, the higher the better [bids, draws].
    """
    ends = keys.min(initial=0), keys.max(initial=0)
    bits = next((each for each in (np.int16, np.int32)
                 if np.iinfo(each).min <= ends[0] <= ends[1] <= np.iinfo(each).max),
                np.int64)  # fmt: skip
    narrow = keys.astype(bits)  # numbers of fewer bits are compared several at a time
    return (narrow > row for row in narrow)


def counted(above: NDArray[np.bool_]) -> NDArray[np.integer[Any]]:
    """How many are true in each trial [draws]."""
    if len(above) > np.iinfo(np.int8).max:
        many: Whole = above.sum(axis=0, dtype=np.int64)
        return many
    found: NDArray[np.int8] = np.add.reduce(above.view(np.int8), axis=0, dtype=np.int8)
    return found


def pennies(pence: Doubles, factors: Doubles) -> Pence:
    """Pounds of social value when figures are multiplied, in whole pennies [bids, draws].

    Each total is rounded once, half-up; a factor of 1 gives the published pennies.

    Args:
        pence: What counts [bids, figures].
        factors: In whole ten-thousandths [figures, draws].
    """
    bids, figures = pence.shape
    found: Pence = np.empty((bids, factors.shape[1]), np.int64)
    size = max(1, _ALONE // (bids * max(figures, 1)))
    for start in range(0, factors.shape[1], size):
        found[:, start : start + size] = pence @ factors[:, start : start + size]
    found += ONE // 2
    found //= ONE
    return found


@frozen(eq=False)
class Field:
    """The bids that stand, and what counts of each."""

    scorer: Scorer
    """Gives the points."""

    names: tuple[str, ...]
    """Of the bids, in their order."""

    pence: tuple[tuple[int, ...], ...]
    """What counts of each figure, in pennies [bids, figures]."""

    themes: tuple[str, ...]
    """Of each figure."""

    first: int
    """The place of the first by the published points."""

    def run(self, factors: Factors, shares: Iterable[Doubles], draws: int) -> tuple[Trials, Kept]:
        """Run trials.

        Args:
            factors: How figures move.
            shares: Uniform numbers, a chunk at a time; each is done with before the next.
            draws: How many trials they are for.

        Raises:
            InputError: The pounds are too large to be added up exactly (SV1308).
        """
        most = max(map(sum, self.pence))
        if most * factors.most >= _EXACT:
            limit = f"£{_EXACT // factors.most // 100:,}"
            raise InputError(problem("SV1308", found=f"£{most // 100:,}", limit=limit))
        matrix, room = np.array(self.pence, np.float64), None
        tally = _Tally(len(self.names), self.first,
                       Kept.of(factors.drivers, len(self.names), draws))  # fmt: skip
        themes = {theme: matrix * [each == theme for each in self.themes]
                  for theme in sorted(self.scorer.themes(self.themes))}  # fmt: skip
        for each in shares:
            if room is None:
                room = np.empty((matrix.shape[1], each.shape[1]))
            moved = factors.drawn(each, room)
            pounds = pennies(matrix, moved)
            by_theme = {theme: pennies(own, moved) for theme, own in themes.items()}
            tally.add(each, pounds, *self.scorer.keys(pounds, by_theme))
        return _trials(tally, self), tally.kept


def _trials(tally: _Tally, field: Field) -> Trials:
    names, first, scorer = field.names, tally.first, field.scorer
    pence, totals = tally.kept.pence, tally.kept.totals
    now = [scorer.board.results[each] for each in scorer.places]
    points = [each.points or Decimal(0) for each in now]
    unit = tally.draws * scorer.scale
    leads = {
        name: Amounts(f"lead over {name}", sum_of((points[first], points[place].copy_negate())),
                      Fraction(tally.leads[place], unit), scorer.board.scheme.places,
                      np.sort(totals[first] - totals[place]))
        for place, name in enumerate(names) if place != first
    }  # fmt: skip
    pounds = {
        name: Amounts(f"£ of {name}", now[place].valuation.total,
                      Fraction(tally.pence[place], 100 * tally.draws), 2, np.sort(pence[place]))
        for place, name in enumerate(names)
    }  # fmt: skip
    ahead = {
        name: FrozenMap({other: int(tally.wins[place, to])
                         for to, other in enumerate(names) if to != place})
        for place, name in enumerate(names)
    }  # fmt: skip
    return Trials(
        draws=tally.draws,
        counts=FrozenMap(dict(zip(names, map(tuple, tally.ranks.tolist()), strict=True))),
        ahead=FrozenMap(ahead),
        pounds=FrozenMap(pounds),
        leads=FrozenMap(leads),
        regret=_regret(tally, totals, scorer),
        sha256=tally.digest.hexdigest(),
    )


def _regret(tally: _Tally, totals: Whole, scorer: Scorer) -> Regret:
    """The points that the award loses, on average, and at most in 99 of 100 trials."""
    lost = np.sort(totals.max(axis=0) - totals[tally.first])
    at = Fraction(int(lost[-(-99 * len(lost) // 100) - 1]), scorer.scale)
    expected = Fraction(tally.lost, tally.draws * scorer.scale)
    return Regret(expected, publish(at, scorer.board.scheme.places))
