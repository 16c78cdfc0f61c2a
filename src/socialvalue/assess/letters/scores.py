"""The table of scores, and a sentence wherever its columns do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.letters.case import Case
from socialvalue.assess.letters.outcome import gap, total_gap
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.blocks import Block
from socialvalue.engine.points import publish
from socialvalue.model.criteria import Criterion
from socialvalue.model.invitation import rounding_text
from socialvalue.model.methods import PANEL
from socialvalue.numbers import plain

__all__ = ["scores"]

_WITHHELD = "withheld"


def scores(case: Case) -> Block:
    """Weight, points available and points given, criterion by criterion, parts below wholes."""
    evaluation, result, other = case.evaluation, case.result, case.other
    shown = [result, *([other] if other else [])]
    rows = [
        (*_weight(evaluation, each, depth), *(_told(case, one, each) for one in shown))
        for depth, each in evaluation.scheme.indented(inside=True)
    ]
    total = ("total", "100%", plain(evaluation.scheme.out_of))
    rows.append((*total, *(_WITHHELD if case.hides(one) else _points(one.points) for one in shown)))
    heads = ("criterion", "weight", "available", "your score", "successful bid")[: 3 + len(shown)]
    words = (*_parts(evaluation), *_sums(case, shown))
    return Block("Scores", words, heads, tuple(rows), tuple(range(1, len(heads))))


def _weight(evaluation: EvaluationData, criterion: Criterion, depth: int) -> tuple[str, str, str]:
    share = Fraction(criterion.points) / Fraction(evaluation.scheme.out_of) * 100
    inside = criterion.name not in {each.name for each in evaluation.scheme.walk()}
    percent = "" if inside else f"{plain(publish(share, 2))}%"
    return "  " * depth + criterion.name, percent, plain(criterion.points)


def _points(points: Decimal | None) -> str:
    return "–" if points is None else str(points)


def _told(case: Case, result: BidResult, criterion: Criterion) -> str:
    return _WITHHELD if case.hides(result, criterion.name) else _given(result, criterion)


def _given(result: BidResult, criterion: Criterion) -> str:
    if criterion.name not in {each.name for each in result.scheme.walk()}:
        return "–"  # inside a method: it makes an index, and gives no points of its own
    if result.failed:
        return _assessed(result, criterion)
    return _points(result.points_for(criterion.name))


def _assessed(result: BidResult, criterion: Criterion) -> str:
    """The points of a criterion that was assessed, of a bid that misses a minimum elsewhere."""
    method, given = criterion.method, result.bid.marks.get(criterion.name)
    if result.bid.state != "compliant" or not isinstance(method, PANEL):
        return "–"
    mark = None if given is None else given.under(method)
    if mark is None:
        return "–"
    points = Fraction(criterion.points) * mark / Fraction(method.out_of)
    return str(publish(points, result.scheme.places))


# --- what the columns come to -------------------------------------------------------------


def _parts(evaluation: EvaluationData) -> Iterator[str]:
    if any(depth for depth, _ in evaluation.scheme.indented(inside=True)):
        yield (
            "A criterion that is set in is a part of the one above it, whose points hold its own "
            "already."
        )


def _sums(case: Case, shown: list[BidResult]) -> Iterator[str]:
    """Why figures that are rounded by themselves do not add up, where they do not."""
    scheme = case.evaluation.scheme
    off = any(not _adds_up(each) for each in shown if not case.hides(each))
    gaps = [gap(case, each) for each in scheme.leaves]
    worked_out = [_by_table(case, each) for each in scheme.leaves]
    adds = sum(map(Fraction, gaps)) == total_gap(case) and gaps == worked_out
    differ = case.compare and not adds and not case.withheld
    if off or differ:
        rounding = rounding_text(scheme.places, scheme.round_at)
        yield (
            f"{rounding} What is shown for each criterion is rounded by itself, so "
            f"it need not add up to the last digit{'; nor need differences' if differ else ''}."
        )
    weights = [Fraction(each.points) / Fraction(scheme.out_of) * 100 for each in scheme.criteria]
    if sum(Fraction(publish(each, 2)) for each in weights) != 100:
        yield "Weights in per cent are rounded to two places."


def _adds_up(result: BidResult) -> bool:
    """Whether the published points of every whole are the sum of those of its parts."""
    if result.failed:
        return True
    scheme = result.scheme
    wholes = [(result.points, scheme.criteria)] + [
        (result.points_for(each.name), each.children) for each in scheme.walk() if each.children
    ]
    return all(
        Fraction(whole or 0) == sum(Fraction(result.points_for(part.name) or 0) for part in parts)
        for whole, parts in wholes
    )


def _by_table(case: Case, criterion: Criterion) -> Fraction:
    """The difference that a reader works out from the two figures shown."""
    other = case.other
    if other is None or case.result.failed or other.failed:
        return Fraction(0)
    own, theirs = case.result.points_for(criterion.name), other.points_for(criterion.name)
    return Fraction(theirs or 0) - Fraction(own or 0)
