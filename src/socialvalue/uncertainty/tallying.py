"""Running trials a chunk at a time, and counting what becomes of the bids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from attrs import Factory, define, frozen

from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.uncertainty.drawing import Doubles, Factors, streams, uniforms
from socialvalue.uncertainty.scoring import Pence, Scorer
from socialvalue.uncertainty.spreads import ONE
from socialvalue.uncertainty.tried import Amounts, Regret, Trials, Whole

__all__ = ["KEPT", "Field", "Kept", "chunks", "pennies"]

KEPT = 100_000
"""Trials whose pounds and points are kept, for quantiles; all are counted."""

_CELLS = 500_000
"""Bids × trials at a time: memory does not grow with the number of trials."""

_ALONE = 200_000
"""Products at a time: few enough that the library of products starts no threads for them, which on
a machine that others use too cost many times what they save."""

_EXACT = 2**53
"""Below it every whole number is a double, so sums of them are exact in any order."""


def chunks(seed: int, drivers: Sequence[str], draws: int, bids: int) -> Iterator[Doubles]:
    """Uniform numbers for all trials, a chunk at a time; its size changes nothing.

    Args:
        seed: Of the streams.
        drivers: What moves on its own.
        draws: How many trials.
        bids: How many bids there are.
    """
    bits, size = streams(seed, drivers), max(2, _CELLS // max(bids, 1) // 2 * 2)
    for start in range(0, draws, size):
        here = min(size, draws - start)
        yield uniforms(bits, here + here % 2)[:, :here]


@frozen(eq=False)
class Kept:
    """What is kept of the first trials."""

    shares: Doubles
    """Uniform numbers [drivers, draws]."""

    totals: Whole
    """Published points in units of the last place [bids, draws]."""


@define
class _Tally:
    """Counts what becomes of the bids."""

    bids: int
    first: int
    ranks: Whole = Factory(lambda self: np.zeros((self.bids, self.bids), np.int64), True)
    wins: Whole = Factory(lambda self: np.zeros((self.bids, self.bids), np.int64), True)
    pence: list[int] = Factory(lambda self: [0] * self.bids, True)
    leads: list[int] = Factory(lambda self: [0] * self.bids, True)
    lost: int = 0
    draws: int = 0
    digest: Any = Factory(hashlib.sha256)
    kept: list[tuple[Doubles, Pence, Whole]] = Factory(list)
    held: int = 0

    def add(self, shares: Doubles, pence: Pence, totals: Whole, keys: Whole) -> None:
        """Count a chunk.

        Args:
            shares: The uniform numbers behind it [drivers, draws].
            pence: Pounds of social value [bids, draws].
            totals: Published points in units of the last place [bids, draws].
            keys: What bids are ranked by, the higher the better [bids, draws].
        """
        self.draws += pence.shape[1]
        self.digest.update(np.ascontiguousarray(pence.T).astype("<i8", copy=False).tobytes())
        self._rank(keys)
        for place in range(self.bids):
            self.pence[place] += int(pence[place].sum())
            self.leads[place] += int(totals[self.first].sum()) - int(totals[place].sum())
        self.lost += int((totals.max(axis=0) - totals[self.first]).sum())
        room = KEPT - self.held
        if room > 0:
            self.kept.append((shares[:, :room], pence[:, :room], totals[:, :room]))
            self.held += self.kept[-1][1].shape[1]

    def _rank(self, keys: Whole) -> None:
        for place in range(self.bids):
            above = keys > keys[place]
            for other in range(self.bids):
                self.wins[other, place] += np.count_nonzero(above[other])
            ranks = above.sum(axis=0, dtype=np.int16)
            self.ranks[place] += np.bincount(ranks, minlength=self.bids)


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

    first: int
    """The place of the first by the published points."""

    def run(self, factors: Factors, shares: Iterable[Doubles]) -> tuple[Trials, Kept]:
        """Run trials.

        Args:
            factors: How figures move.
            shares: Uniform numbers, a chunk at a time.

        Raises:
            InputError: The pounds are too large to be added up exactly (SV1308).
        """
        most = max(map(sum, self.pence))
        if most * factors.most >= _EXACT:
            limit = f"£{_EXACT // factors.most // 100:,}"
            raise InputError(problem("SV1308", found=f"£{most // 100:,}", limit=limit))
        matrix = np.array(self.pence, np.float64)
        tally = _Tally(len(self.names), self.first)
        for each in shares:
            pounds = pennies(matrix, factors.drawn(each))
            tally.add(each, pounds, *self.scorer.keys(pounds))
        return _trials(tally, self), _kept(tally)


def _kept(tally: _Tally) -> Kept:
    shares, _, totals = zip(*tally.kept, strict=True)
    return Kept(np.concatenate(shares, axis=1), np.concatenate(totals, axis=1))


def _trials(tally: _Tally, field: Field) -> Trials:
    names, first, scorer = field.names, tally.first, field.scorer
    pence = np.concatenate([each for _, each, _ in tally.kept], axis=1)
    totals = np.concatenate([each for _, _, each in tally.kept], axis=1)
    now = [scorer.board.results[each] for each in scorer.places]
    points = [each.points or Decimal(0) for each in now]
    unit = tally.draws * scorer.scale
    leads = {
        name: Amounts(f"lead over {name}", points[first] - points[place],
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
