"""What the points in a summary give away of the successful bid's price.

A bidder knows its own price, the published formula, its own points and those of the successful bid.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.letters.case import withheld_from_others
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.engine.points import publish
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import (
    DeviationFromMean,
    FixedReference,
    HighestIncome,
    LowestPrice,
    PercentAboveLowest,
)

__all__ = ["price_given_away"]


def price_given_away(
    evaluation: EvaluationData, winner: BidResult, readers: list[BidResult], name: str = ""
) -> Decimal | None:
    """What a reader works out as the successful bid's price; the nearest of all guesses.

    Args:
        evaluation: The evaluation.
        winner: The successful bid.
        readers: Those who are sent a summary of it.
        name: Which of its prices, as criteria name it; "" for its own.

    Returns:
        £, or None where the points for the price give nothing away.  Points that are withheld do
        where the successful bid has all of them: its price is what the reader's own are made of.
    """
    price = winner.bid.price_for(name)
    if price is None:
        return None
    withheld = withheld_from_others(evaluation)
    guesses = [
        each
        for reader in readers
        if reader is not winner
        for leaf in evaluation.scheme.leaves
        if leaf.price == name and (leaf.name not in withheld or _is_best(leaf, winner))
        for each in _guesses(leaf, winner, reader)
    ]
    if not guesses:
        return None
    nearest = min(guesses, key=lambda each: abs(each - Fraction(price)))
    return publish(nearest, 0 if nearest >= 100 else 2)


def _is_best(leaf: Criterion, winner: BidResult) -> bool:
    """Whether the others' own points are measured by the successful bid's price.

    They tell it then, though its own points are withheld.
    """
    return winner.points_for(leaf.name) == leaf.points


def _guesses(leaf: Criterion, winner: BidResult, reader: BidResult) -> Iterator[Fraction]:
    """The formula read backwards, from the published points of the two."""
    method, weight = leaf.method, Fraction(leaf.points)
    theirs = Fraction(winner.points_for(leaf.name) or 0)
    if isinstance(method, FixedReference):
        if 0 < theirs < weight:
            yield Fraction(method.reference) * weight / theirs
        return
    own_price, own = reader.bid.price_for(leaf.price), Fraction(reader.points_for(leaf.name) or 0)
    if not own_price or not own or not theirs:
        return
    price = Fraction(own_price)
    if isinstance(method, LowestPrice):
        yield price * own / theirs
    elif isinstance(method, HighestIncome):
        yield price * theirs / own
    elif isinstance(method, PercentAboveLowest):
        slope = 100 * Fraction(method.per_percent)
        above = [(1 - each / weight) / slope for each in (own, theirs)]
        yield price * (1 + above[1]) / (1 + above[0])
    elif isinstance(method, DeviationFromMean) and own < weight and theirs < weight:
        yield from _from_the_mean(method, price, own / weight, theirs / weight)


def _from_the_mean(
    method: DeviationFromMean, price: Fraction, own: Fraction, theirs: Fraction
) -> Iterator[Fraction]:
    """The mean from the reader's own share of the points, then the other price from the mean."""
    step = Fraction(method.per_percent) * 100
    if not step:
        return
    below = (own - Fraction(method.at_mean)) / step
    if below < 1:
        mean = price / (1 - below)
        yield mean * (1 - (theirs - Fraction(method.at_mean)) / step)
