"""What decided the first place: points, rounding, a tie-break, or nothing.

Source: scoring.md §4, T4: rounding makes ties, and the record says when precision or a tie-break
decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.engine.points import publish

__all__ = ["close_call", "decided", "name_of", "unrounded"]


def name_of(result: BidResult) -> str:
    """A bidder, and its lot."""
    return result.bidder + (f" ({result.bid.lot})" if result.bid.lot else "")


def decided(evaluation: EvaluationData) -> tuple[str, ...]:
    """Whether points, rounding or a tie-break put the first before the second, in words."""
    return tuple(_sentences(evaluation, _ranked(evaluation)))


def close_call(evaluation: EvaluationData) -> tuple[str, ...]:
    """What decided the first place, where rounding or a tie-break did; a tie is told as a tie."""
    ranked = _ranked(evaluation)
    if len(ranked) < 2 or ranked[1].rank == 1:
        return ()
    by_rounding = max(map(unrounded, ranked)) > unrounded(ranked[0])
    close = by_rounding or ranked[0].points == ranked[1].points
    return decided(evaluation) if close else ()


def _ranked(evaluation: EvaluationData) -> tuple[BidResult, ...]:
    return tuple(each for each in evaluation.results if each.rank is not None)


def _sentences(evaluation: EvaluationData, ranked: tuple[BidResult, ...]) -> Iterator[str]:
    if not ranked:
        yield "No bid is ranked, so nothing was decided."
        return
    if len(ranked) == 1:
        yield "Only one bid is ranked: there was nothing to decide."
        return
    first, second = ranked[:2]
    yield _first_place(evaluation, first, second)
    best = max(ranked, key=unrounded)
    if unrounded(best) > unrounded(first):
        yield f"Before rounding, {name_of(best)} has the most points: rounding decided."


def unrounded(result: BidResult) -> Fraction:
    """All the points of a bid, before they are rounded."""
    return sum(result.exact.values(), Fraction(0))


def _first_place(evaluation: EvaluationData, first: BidResult, second: BidResult) -> str:
    gap = unrounded(first) - unrounded(second)
    before = f"{publish(abs(gap), 6)} apart" if gap else "equal too"
    if second.rank == 1:
        return f"The first place is tied at published precision; before rounding they are {before}."
    if first.points == second.points:
        order = ", then ".join(evaluation.scheme.ties)
        equal = f"published totals are equal, and before rounding they are {before}"
        return f"A tie-break ({order}) decided: {equal}."
    return f"Points decided: {name_of(first)} is first on the published total."
