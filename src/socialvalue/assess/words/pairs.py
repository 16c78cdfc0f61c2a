"""Two bids side by side: an internal note, down to the lines."""

from __future__ import annotations

from fractions import Fraction

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.pounds.offered import carries_pounds, counted, offered_of
from socialvalue.assess.sentences import closed
from socialvalue.assess.words.workings import working
from socialvalue.blocks import Block, Explanation, join
from socialvalue.engine.points import publish
from socialvalue.model.criteria import Criterion
from socialvalue.numbers import plain, pounds

__all__ = ["explain_pair"]


def explain_pair(evaluation: EvaluationData, one: BidResult, other: BidResult) -> Explanation:
    """What separates two bids, criterion by criterion and line by line; not for bidders."""
    return join(
        [
            _head(evaluation, one, other),
            _criteria(evaluation, one, other),
            _workings(evaluation, one, other),
            _lines(one),
            _lines(other),
        ]
    )


def _head(evaluation: EvaluationData, one: BidResult, other: BidResult) -> Block:
    return Block(
        f"Internal note, not for bidders: {one.bidder} and {other.bidder}",
        (
            (
                f"{evaluation.tender.title}. It sets one bidder's prices, marks and commitments "
                "beside another's: it is for the buyer's own file, and no part of an assessment "
                "summary."
            ),
            *(_standing(each) for each in (one, other)),
        ),
    )


def _standing(result: BidResult) -> str:
    if result.failed:
        return closed(f"    {result.bidder}: not ranked: {result.reason}")
    return f"    {result.bidder}: {result.points} points, rank {result.rank}."


def _criteria(evaluation: EvaluationData, one: BidResult, other: BidResult) -> Block:
    rows = tuple(
        (
            "  " * depth + each.name,
            plain(each.points),
            _shown(one, each),
            _shown(other, each),
            _gap(evaluation, one, other, each),
        )
        for depth, each in evaluation.scheme.indented()
    )
    headings = ("criterion", "available", one.bidder, other.bidder, "difference")
    return Block("Criterion by criterion", (), headings, rows, (1, 2, 3, 4))


def _shown(result: BidResult, criterion: Criterion) -> str:
    points = result.points_for(criterion.name)
    return "–" if points is None else str(points)


def _gap(evaluation: EvaluationData, one: BidResult, other: BidResult, criterion: Criterion) -> str:
    """How many points more the first has, from the exact points."""
    if one.failed or other.failed:
        return "–"
    leaves = [each.name for each in criterion.walk() if each.method is not None]
    gap = sum((one.exact[name] - other.exact[name] for name in leaves), Fraction(0))
    return (
        f"{'+' if gap > 0 else '−' if gap < 0 else ''}{publish(abs(gap), evaluation.scheme.places)}"
    )


def _workings(evaluation: EvaluationData, one: BidResult, other: BidResult) -> Block:
    sentences = tuple(
        f"    {each.name}, {result.bidder}: {working(each, evaluation, result)}"
        for each in evaluation.scheme.leaves
        for result in (one, other)
    )
    return Block("How", sentences)


def _lines(result: BidResult) -> Block:
    if not carries_pounds(result.valuation.framework):
        return _reported(result)
    rows = tuple(
        (str(each.number), each.line.definition.name, each.line.activity or "",
         each.line.commitment.quantity.working, pounds(each.submitted), pounds(each.value),
         each.words)
        for each in offered_of(result.valuation.lines)
    )  # fmt: skip
    headings = ("no.", "measure", "activity", "offered", "£ offered", "£ counted", "what counts")
    total = (
        f"Offered {pounds(result.valuation.submitted)}; counted {pounds(result.valuation.total)}."
    )
    return Block(f"Commitments of {result.bidder}", (total,), headings, rows, (0, 4, 5))


def _reported(result: BidResult) -> Block:
    """The same of a set whose measures carry no pounds: none are printed."""
    rows = tuple(
        (str(each.number), each.line.definition.name, each.line.commitment.quantity.working,
         each.words)
        for each in offered_of(result.valuation.lines)
    )  # fmt: skip
    return Block(f"Commitments of {result.bidder}", (f"{counted(result.valuation).words}.",),
                 ("no.", "measure", "offered", "what counts"), rows, (0,))  # fmt: skip
