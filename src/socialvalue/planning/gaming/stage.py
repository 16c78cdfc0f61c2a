"""What a scheme is tried with: bids that nobody made, and the engine that scores them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.assess.evaluation import Evaluation, evaluate
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import publish
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.criteria import Criterion, reads_of
from socialvalue.model.measure import Measure
from socialvalue.model.methods import PanelMark, PassFail
from socialvalue.model.scheme import Scheme
from socialvalue.planning.compare import FullMarks, full_marks
from socialvalue.planning.offered import Offering

__all__ = ["ASSUMED", "Stage", "least_step", "made_up"]

ASSUMED = Decimal("0.20")
"""£ per £1 that made-up bids offer at most where nobody states a target."""


def least_step(works: Callable[[int], bool], most: int) -> int | None:
    """The least whole number from 0 that works, where every larger one works too; None: none.

    Example:
        >>> least_step(lambda steps: steps >= 77, 1000), least_step(lambda steps: False, 9)
        (77, None)
    """
    if not works(most):
        return None
    low, high = -1, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if works(middle) else (middle, high)
    return high


@attrs.frozen(eq=False)
class Stage(Offering):
    """A tender with a scheme that is to be tried.

    Attributes:
        scheme: The scheme.
        bids: Those that it is tried on: given, or made up.
        costs: Code to what one unit costs a bidder, £.
        usual: Code to how much of it bidders have anyway.
        limits: Code to the most that is within reach.
        ratios: £ per £1 of past contracts, as they may be told of.
        kept: What the middle one of finished contracts delivered of each £1 committed, in whole
            pence, if known.
    """

    scheme: Scheme
    bids: tuple[Bid, ...]
    costs: Mapping[str, Fraction]
    usual: Mapping[str, Decimal]
    limits: Mapping[str, Decimal]
    ratios: tuple[Fraction, ...] = ()
    kept: Fraction | None = None

    # --- what there is ----------------------------------------------------------------------

    @cached_property
    def value(self) -> Decimal:
        """£ of the contract: the price of made-up bids."""
        return self.tender.contract_value.initial

    @cached_property
    def base(self) -> Evaluation:
        """The bids that it is tried on, scored."""
        return self.score(self.bids)

    @cached_property
    def full(self) -> FullMarks:
        """What it takes to have all the points that pounds of social value give."""
        return full_marks(self.base, self.costs)

    @cached_property
    def relative(self) -> bool:
        """Whether points for pounds of social value are measured by the highest offer."""
        return any(
            getattr(each.method, "MEASURED_BY", "") == "ends" for each in self.leaves("value")
        )

    @cached_property
    def needed(self) -> Decimal | None:
        """£ of social value that have all of its points: beside others, as much as the highest."""
        if self.full.value is None or not self.relative:
            return self.full.value
        return max(self.full.value, *(each.valuation.total for each in self.base.results))

    def leaves(self, what: str) -> tuple[Criterion, ...]:
        """The criteria with points whose method reads something."""
        found = (each for each in self.scheme.leaves if each.points and each.method is not None)
        return tuple(each for each in found if reads_of(each.method, what))

    # --- bids that nobody made --------------------------------------------------------------

    def bid(
        self,
        name: str,
        price: Decimal | None = None,
        commitments: Iterable[Commitment] = (),
        share: Fraction = Fraction(1),
    ) -> Bid:
        """A bid at a price, with a share of every panel's marks."""
        amount = self.value if price is None else price
        named = {each.price for each in self.scheme.scored if each.price}
        return Bid(
            name, price=amount, prices=dict.fromkeys(named, amount),
            commitments=tuple(commitments), invented=True,
            marks={each.name: _mark(each.method, share) for each in self.scheme.scored
                   if reads_of(each.method, "mark")},
        )  # fmt: skip

    @cached_property
    def plainest(self) -> Measure | None:
        """The measure of which any sum of pounds can be made: £ for £ where there is one."""
        able = [each for each in self.measures if each.unit == "gbp"] or list(self.measures)
        return min(able, key=self._plainness, default=None)

    def _plainness(self, measure: Measure) -> tuple[Fraction, str]:
        return abs(Fraction(self.worths[measure.code]) - 1), measure.code

    def worth(self, pounds: Decimal) -> tuple[Commitment, ...]:
        """Commitments that come to so many pounds, or a little more."""
        if not pounds or self.plainest is None:
            return ()
        return (self.reaching(self.plainest, pounds).commitment,)

    # --- the engine -------------------------------------------------------------------------

    def score(self, bids: Iterable[Bid]) -> Evaluation:
        """Bids as the engine scores them under the scheme."""
        return evaluate(self.tender, bids, self.framework, self.scheme)

    def points(self, result: Evaluation, bidder: str) -> Fraction:
        """The exact points that pounds of social value give a bid."""
        held = result[bidder].exact
        return sum((held.get(each, Fraction(0)) for each in self.full.criteria), Fraction(0))


def _mark(method: Any, share: Fraction) -> Decimal:
    """A share of a panel's scale: a whole mark where the scale has words, and never a fail."""
    if isinstance(method, PassFail):
        return Decimal(method.out_of)
    top = Fraction(method.out_of)
    made = publish(share * top, 0 if method.scale else 4)
    least = method.minimum if isinstance(method, PanelMark) else None
    return made if least is None else max(made, least)


def made_up(stage: Stage) -> Iterator[Bid]:
    """Three bids that nobody made: dear with much, cheaper with half of it, cheap with little."""
    target = target_of(stage.tender, stage.framework) or ASSUMED
    most = Fraction(target) * Fraction(stage.value)
    for name, price, share, value in (
        ("Made up: full offer", Fraction(1), Fraction(1), Fraction(1)),
        ("Made up: half offer", Fraction(9, 10), Fraction(3, 4), Fraction(1, 2)),
        ("Made up: bare offer", Fraction(4, 5), Fraction(1, 2), Fraction(0)),
    ):
        amount = publish(Fraction(stage.value) * price, 2)
        yield stage.bid(name, amount, stage.worth(publish(most * value, 2)), share)
