"""£ of social value per £1 of contract value, as printed: never across what it is judged by."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.ratios import beside, bounds_of
from socialvalue.engine.offers import target_of
from socialvalue.model.methods import AgainstTarget

__all__ = ["per_pound", "per_pound_words", "target_in"]


def per_pound(evaluation: EvaluationData, result: BidResult) -> Decimal:
    """£ of social value of a bid per £1 of initial contract value, never across a bound.

    Args:
        evaluation: What the bid is part of.
        result: The bid.
    """
    contract = result.valuation.tender.contract_value.initial
    bounds = bounds_of(evaluation.tender, evaluation.framework, evaluation.scheme)
    return beside(Fraction(result.total) / Fraction(contract), bounds)


def per_pound_words(evaluation: EvaluationData, result: BidResult) -> str:
    """`per_pound` as people read it, at least four places."""
    return f"£{per_pound(evaluation, result):,f}"


def target_in(evaluation: EvaluationData) -> Decimal | None:
    """The target that the points are given against; the tender's where no method has its own."""
    methods = (each.method for each in evaluation.scheme.leaves)
    own = [each.target for each in methods if isinstance(each, AgainstTarget) and each.target]
    return own[0] if own else target_of(evaluation.tender, evaluation.framework)
