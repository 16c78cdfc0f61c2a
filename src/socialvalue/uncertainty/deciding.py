"""Which figure decides: what it would be worth to know it before the award."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs
import numpy as np

from socialvalue.uncertainty.drawing import bins_of
from socialvalue.uncertainty.tallying import Kept
from socialvalue.uncertainty.tried import Whole

__all__ = ["Deciding", "deciding"]


@attrs.frozen
class Deciding:
    """What it would be worth to know one figure, or several that move together.

    Attributes:
        figure: Its name.
        against: The bid with the most points on average in the trials: whom to choose if nothing
            more is known.  It need not be the first by the published points.
        chance: The chance that, once it is known, another bid than that has the most on average.
        points: What knowing it is worth, in points beyond those of that bid.
        error: How far that may be off, because trials are counted.
        pounds: The same in £ of price, at the price of a point for the first; None where no
            formula of the scheme's says it.
    """

    figure: str
    against: str
    chance: Fraction
    points: Fraction
    error: float
    pounds: Fraction | None

    @property
    def matters(self) -> bool:
        """Whether knowing it is worth more than chance alone would show."""
        return self.points > 2 * Fraction(self.error) and bool(self.chance)


def deciding(
    kept: Kept,
    drivers: Sequence[str],
    first: int,
    names: Sequence[str],
    *,
    places: int,
    rate: Fraction | None,
) -> tuple[Deciding, ...]:
    """Each thing that moves, what decides most first.

    Args:
        kept: The trials.
        drivers: What moves.
        first: The place of the first by the published points.
        names: Of the bids, in their places.
        places: Decimals of published points.
        rate: £ of price for a point, if known.

    Source:
        M. Strong and J. E. Oakley, "An efficient method for computing partial expected value of
        perfect information for correlated inputs", Medical Decision Making 33 (2013): the trials
        are sorted by the figure and binned.
    """
    sums = kept.totals.sum(axis=1)
    base = first if sums[first] == sums.max() else int(sums.argmax())
    over = kept.totals - kept.totals[base]
    rivals = over[over.max(axis=1) > 0].astype(np.float64)
    unit = 10**places
    found = []
    for driver, parts in zip(drivers, kept.parts, strict=True):
        chance, worth, error = _worth(parts.astype(np.intp), rivals)
        points = worth / unit
        pounds = None if rate is None else points * rate
        found.append(Deciding(driver, names[base], chance, points, round(error / unit, 6), pounds))
    return tuple(sorted(found, key=lambda each: (-each.points, -each.chance, each.figure)))


def _worth(which: Any, rivals: Any) -> tuple[Fraction, Fraction, float]:
    """The chance of another choice, its gain in units of a point, and how far that may be off.

    Args:
        which: In which part of its spread a thing was [draws].
        rivals: The points of others beyond those of the best on average [bids, draws].
    """
    trials = len(which)
    bins = bins_of(trials)
    if not len(rivals):
        return Fraction(0), Fraction(0), 0.0
    sums: Whole = np.stack([np.bincount(which, each, bins) for each in rivals]).astype(np.int64)
    best, counts = sums.argmax(axis=0), np.bincount(which, minlength=bins)
    gain = sums.max(axis=0)
    turns = gain > 0
    chance = Fraction(int(counts[turns].sum()), trials)
    worth = Fraction(int(gain[turns].sum()), trials)
    spread = 0.0
    for each in np.flatnonzero(turns).tolist():
        rows = rivals[best[each]][which == each]
        spread += float(rows.var()) * len(rows)
    return chance, worth, math.sqrt(spread) / trials
