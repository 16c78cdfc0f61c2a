"""What became of the bids in the trials: chances of ranks and pairs, pounds and leads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, TypeVar

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.blocks import Block, Shown
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.words import number_of

__all__ = ["Amounts", "Regret", "Trials"]

Whole: TypeAlias = NDArray[np.int64]

T = TypeVar("T")

_MANY = 1_000


@attrs.frozen
class Regret:
    """What the award would lose in points, were the trials the truth.

    Attributes:
        expected: The points by which the best bid of a trial is above the first by the published
            points, on average.
        at_99: The points that are not exceeded in 99 of 100 trials.
    """

    expected: Fraction
    at_99: Decimal


@attrs.frozen(repr=False)
class Amounts(Shown):
    """One amount in every trial: pounds of a bid, or points of a lead.

    Attributes:
        of: What it is.
        published: What it is by the published values.
        mean: The mean of all trials, exactly.
        places: Decimals of one amount.
    """

    of: str
    published: Decimal
    mean: Fraction
    places: int
    _kept: Whole = attrs.field(
        repr=False, eq=attrs.cmp_using(eq=np.array_equal), hash=False, alias="kept"
    )

    def quantiles(self, count: int) -> tuple[Decimal, ...]:
        """Amounts that stand for equally many trials each, from the least to the greatest.

        With 20, each stands for 1 trial in 20: the middle of its twentieth.

        Args:
            count: How many, from 1 to 1,000.

        Raises:
            InputError: It is no such number (SV316).
        """
        if type(count) is not int or not 1 <= count <= _MANY:
            expected = f"a whole number from 1 to {_MANY:,}"
            what = "how many quantiles"
            raise InputError(problem("SV316", what=what, expected=expected, found=count))
        trials = len(self._kept)
        return tuple(self._at((2 * each + 1) * trials // (2 * count)) for each in range(count))

    def share_above(self, amount: Decimal | int) -> Fraction:
        """The share of trials in which it is more than an amount."""
        units = Fraction(amount) * 10**self.places
        above = len(self._kept) - int(np.searchsorted(self._kept, float(units), side="right"))
        return Fraction(above, len(self._kept))

    def _at(self, place: int) -> Decimal:
        return publish(Fraction(int(self._kept[place]), 10**self.places), self.places)

    def _line(self) -> str:
        low, high = self.quantiles(20)[::19]
        return f"{self.of}: {low} to {high} in 19 of 20 trials"


@attrs.frozen(repr=False)
class Trials(Shown):
    """What became of the bids in some trials.

    Attributes:
        draws: How many.
        counts: Bidder to the number of trials in which it has each rank, from the first.
        ahead: Bidder to bidder to the number of trials in which the one is ranked above the other.
        pounds: Bidder to its £ of social value.
        leads: Bidder to the lead in points of the first, by the published points, over it.
        regret: What the award would lose.
        sha256: The hash of all pennies of all trials, bids in the order of their names.
    """

    draws: int
    counts: FrozenMap[str, tuple[int, ...]]
    ahead: FrozenMap[str, FrozenMap[str, int]]
    pounds: FrozenMap[str, Amounts]
    leads: FrozenMap[str, Amounts]
    regret: Regret
    sha256: str

    def chance(self, bidder: str, rank: int = 1) -> Fraction:
        """The share of trials in which a bid has a rank; bids that are level share one.

        Raises:
            NotFoundError: No such bid stands (SV716).
        """
        found = self._named(self.counts, bidder)
        return Fraction(found[rank - 1], self.draws) if 1 <= rank <= len(found) else Fraction(0)

    @property
    def ranks(self) -> FrozenMap[str, tuple[Fraction, ...]]:
        """Bidder to the share of trials in which it has each rank, from the first."""
        return FrozenMap(
            {name: tuple(Fraction(each, self.draws) for each in found)
             for name, found in self.counts.items()}
        )  # fmt: skip

    def wins(self, bidder: str, other: str) -> Fraction:
        """The share of trials in which one bid is ranked above another.

        Raises:
            NotFoundError: No such bid stands (SV716).
        """
        found = self._named(self.ahead, bidder)
        return Fraction(self._named(found, other), self.draws)

    def value(self, bidder: str) -> Amounts:
        """A bid's pounds of social value in the trials.

        Raises:
            NotFoundError: No such bid stands (SV716).
        """
        return self._named(self.pounds, bidder)

    def lead(self, bidder: str) -> Amounts:
        """The lead, in published points, of the first by the published points over another bid.

        Raises:
            NotFoundError: No such other bid stands (SV716).
        """
        return self._named(self.leads, bidder)

    def _named(self, held: Mapping[str, T], bidder: str) -> T:
        if bidder not in held:
            hint = did_you_mean(bidder, held, label="bids that stand")
            raise NotFoundError(problem("SV716", found=bidder, count="no such bid", hint=hint))
        return held[bidder]

    def _line(self) -> str:
        return f"{number_of(self.draws, 'trial')} of {number_of(len(self.counts), 'bid')}"

    def _blocks(self) -> Iterable[Block]:
        ranks = range(1, len(self.counts) + 1)
        rows = tuple(
            (name, *(f"{each:,}" for each in found)) for name, found in self.counts.items()
        )
        heads = ("bid", *(f"rank {each}" for each in ranks))
        yield Block(self._line(), (), heads, rows, tuple(ranks))
