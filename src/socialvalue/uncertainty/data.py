"""A simulation as data: its fields, and what follows from them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.blocks import Shown
from socialvalue.errors import Problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.uncertainty.deciding import Deciding
from socialvalue.uncertainty.moving import Figure
from socialvalue.uncertainty.spreads import Doubt
from socialvalue.uncertainty.tried import Amounts, Regret, Trials

__all__ = ["SimulationData"]


@attrs.frozen(repr=False)
class SimulationData(Shown):
    """How often each bid would be first; the fields are those of `Simulation`."""

    evaluation: Evaluation = attrs.field(repr=False)
    doubt: Doubt = attrs.field(repr=False)
    draws: int
    seed: int
    figures: tuple[Figure, ...] = attrs.field(repr=False)
    apart: Trials = attrs.field(repr=False)
    together: Trials = attrs.field(repr=False)
    decides: tuple[Deciding, ...] = attrs.field(repr=False)
    warnings: tuple[Problem, ...] = attrs.field(repr=False)

    @property
    def title(self) -> str:
        """Of the tender."""
        return self.evaluation.tender.title

    @property
    def first(self) -> str:
        """Who is first by the published points; of several that share the place, the first name."""
        return next(each.bidder for each in self.evaluation.results if each.rank is not None)

    def chance(self, bidder: str, rank: int = 1) -> Fraction:
        """The share of trials in which a bid has a rank; see `Trials.chance`."""
        return self.apart.chance(bidder, rank)

    def wins(self, bidder: str, other: str) -> Fraction:
        """The share of trials in which one bid is ranked above another; see `Trials.wins`."""
        return self.apart.wins(bidder, other)

    @property
    def ranks(self) -> FrozenMap[str, tuple[Fraction, ...]]:
        """Bidder to the share of trials in which it has each rank, from the first."""
        return self.apart.ranks

    def value(self, bidder: str) -> Amounts:
        """A bid's pounds of social value in the trials; see `Trials.value`."""
        return self.apart.value(bidder)

    def lead(self, bidder: str) -> Amounts:
        """The lead of the first over another bid, in points; see `Trials.lead`."""
        return self.apart.lead(bidder)

    @property
    def regret(self) -> Regret:
        """What the award would lose in points, were the trials the truth."""
        return self.apart.regret

    @property
    def held(self) -> FrozenMap[str, Decimal]:
        """Figure to the £ of all bids that rest on it, of those of which no spread is stated."""
        return FrozenMap({each.name: each.counted for each in self.figures if not each.spread})
