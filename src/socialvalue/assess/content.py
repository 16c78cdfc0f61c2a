"""A decision as data for programs: JSON, and rows of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.lots.data import AWARDED, PASSED_OVER
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import Offered, counted, offered_of
from socialvalue.assess.provenance import library_version
from socialvalue.assess.words.first_place import name_of
from socialvalue.assess.words.per_pound import per_pound, target_in
from socialvalue.assess.words.told import Told, told_of
from socialvalue.errors import Problem
from socialvalue.numbers import plain

__all__ = [
    "LOTS_SCHEMA",
    "OPEN_SCHEMA",
    "RANKING_SCHEMA",
    "csv_rows",
    "lots_content",
    "open_content",
    "ranking_content",
]

LOTS_SCHEMA = "socialvalue/score-lots@1"
RANKING_SCHEMA = "socialvalue/score@1"
OPEN_SCHEMA = "socialvalue/score-open@1"


def csv_rows(
    evaluations: Sequence[Evaluation],
    awards: Sequence[Mapping[str, str]] = (),
    *,
    points: bool = True,
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a bid, the best first, lot after lot; figures without £ or commas.

    Args:
        evaluations: One, or one a lot.
        awards: For each lot, bidder to what the rule on limits makes of its bid; the rows then
            say who is awarded the lot, and who was passed over.
        points: Whether ranks and points are there: they are not while marks are open.
    """
    if not points:
        headings, rows = csv_rows(evaluations)
        shown = [at for at, name in enumerate(headings) if not name.startswith(("rank", "points"))]
        return (
            tuple(headings[at] for at in shown),
            [tuple(row[at] for at in shown) for row in rows],
        )
    leaves = list(dict.fromkeys(leaf.name for each in evaluations for leaf in each.scheme.leaves))
    headings = (
        "rank", "bidder", "lot", "points", *(f"points: {name}" for name in leaves),
        "social_value", "submitted", "per_pound", "target", "lines", "lines_refused", "reason",
    )  # fmt: skip
    rows = [_csv_row(result, each, leaves) for each in evaluations for result in each.results]
    if not awards:
        return headings, rows
    fates = [fate.get(result.bidder) for each, fate in zip(evaluations, awards, strict=True)
             for result in each.results]  # fmt: skip
    said = [tuple("yes" if fate == one else "no" for one in (AWARDED, PASSED_OVER))
            for fate in fates]  # fmt: skip
    heads = (*headings[:3], "awarded", "passed_over", *headings[3:])
    return heads, [(*row[:3], *one, *row[3:]) for row, one in zip(rows, said, strict=True)]


def _csv_row(result: BidResult, evaluation: Evaluation, leaves: list[str]) -> tuple[object, ...]:
    target = target_in(evaluation)
    own = {each.name for each in evaluation.scheme.leaves}
    numbers = counted(result.valuation)
    return (
        result.rank,
        result.bidder,
        result.bid.lot,
        result.points,
        *(result.points_for(name) if name in own else None for name in leaves),
        result.total,
        result.valuation.submitted,
        per_pound(evaluation, result),
        None if target is None else plain(target),
        numbers.offered,
        numbers.not_whole,
        result.reason,
    )


def ranking_content(evaluation: Evaluation) -> dict[str, Any]:
    """The evaluation as JSON-safe data; docs/reference/command-line.md says what each key is."""
    tender = evaluation.tender
    return {
        "schema": RANKING_SCHEMA,
        "library": library_version(),
        "title": tender.title,
        "framework": evaluation.framework.label,
        "target": _text(target_in(evaluation)),
        "illustrative": evaluation.scheme.illustrative,
        "ranking": [_ranked(each, evaluation) for each in evaluation.results],
        "refused": [
            _refused_content(each, offer)
            for each in evaluation.results
            for offer in offered_of(each.valuation.lines)
            if offer.refusals
        ],
        "warnings": [_warned(each, evaluation) for each in told_of(evaluation)],
        "record": evaluation.record(),
    }


def open_content(title: str, evaluations: Sequence[Evaluation], waits: Problem) -> dict[str, Any]:
    """The pounds of bids as JSON-safe data, while marks are open: no points, and no record.

    Args:
        title: Of the tender.
        evaluations: One, or one a lot, without points.
        waits: Why nobody is ranked.
    """
    return {
        "schema": OPEN_SCHEMA,
        "library": library_version(),
        "title": title,
        "waits": {"code": waits.code, "message": waits.message},
        "pounds": [
            {key: one for key, one in _ranked(each, evaluation).items() if key not in _OF_POINTS}
            for evaluation in evaluations
            for each in evaluation.results
        ],
        "refused": [
            _refused_content(each, offer)
            for evaluation in evaluations
            for each in evaluation.results
            for offer in offered_of(each.valuation.lines)
            if offer.refusals
        ],
        "warnings": [
            _warned(each, evaluation) for evaluation in evaluations for each in told_of(evaluation)
        ],
    }


_OF_POINTS = {"rank", "points", "criteria", "reason"}


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else plain(amount)


def _ranked(result: BidResult, evaluation: Evaluation) -> dict[str, Any]:
    numbers = counted(result.valuation)
    return {
        "rank": result.rank,
        "bidder": result.bidder,
        "lot": result.bid.lot,
        "points": None if result.points is None else str(result.points),
        "criteria": {
            each.name: None if (points := result.points_for(each.name)) is None else str(points)
            for each in evaluation.scheme.leaves
        },
        **({"scores": _scores(result)} if evaluation.tender.moderation else {}),
        "social_value": str(result.total),
        "submitted": str(result.valuation.submitted),
        "per_pound": str(per_pound(evaluation, result)),
        "lines": numbers.offered,
        "lines_refused": numbers.not_whole,
        "reason": result.reason,
    }


def _scores(result: BidResult) -> dict[str, Any]:
    """Each agreed score beside first marks, with why it moved, and what it was before a change."""
    return {
        name: {
            "agreed": None if given.consensus is None else plain(given.consensus),
            "first": {each.by: plain(each.mark) for each in given.marks},
            "moved": given.moved,
            "changed": [
                {"was": plain(each.was), "why": each.why, "by": each.by, "on": str(each.on)}
                for each in given.changed
            ],
        }
        for name, given in result.bid.marks.items()
    }


def _refused_content(result: BidResult, offer: Offered) -> dict[str, Any]:
    """A commitment that does not count in full: as offered, what counts of it, and its parts."""
    first = next(each for each in offer.parts if each.refusals)
    return {
        "bidder": result.bidder,
        "lot": result.bid.lot,
        "line": offer.number,
        "measure": first.measure,
        "alias": first.definition.alias,
        "title": first.definition.title,
        "standing": offer.kind,
        "submitted": str(offer.submitted),
        "counted": str(offer.value),
        "code": first.code,
        "word": first.word,
        "reason": "; ".join(each.message for each in offer.refusals),
        "parts": [
            {
                "quantity": plain(each.quantity),
                "unit": each.definition.unit,
                "submitted": str(each.submitted),
                "counted": str(each.value),
                "code": each.code,
                "word": each.word,
                "reason": each.reason,
            }
            for each in offer.parts
        ],
    }


def _warned(told: Told, evaluation: Evaluation) -> dict[str, Any]:
    """A warning, and whom it concerns; `bidder` is the one, where it is one."""
    whose = {name_of(each): each.bid for each in evaluation.results}
    bids = [whose[name] for name in told.bidders]
    return {
        "bidder": bids[0].bidder if len(bids) == 1 else None,
        "bidders": [each.bidder for each in bids],
        "lot": bids[0].lot if bids else None,
        "code": told.problem.code,
        "message": told.problem.message,
    }


def lots_content(lots: LotsEvaluation) -> dict[str, Any]:
    """The lots of a tender as JSON-safe data: who is first in which, and each one's ranking."""
    return {
        "schema": LOTS_SCHEMA,
        "library": library_version(),
        "title": lots.tender.title,
        "rule": lots.rule,
        "warnings": [{"code": each.code, "message": each.message} for each in lots.warnings],
        "first": {lot: list(names) for lot, names in lots.awards.items()},
        "passed_over": {
            lot: [who for who, fate in lots.awards_in(lot).items() if fate == PASSED_OVER]
            for lot in lots.lots
        },
        "lots": {lot: ranking_content(each) for lot, each in lots.lots.items()},
    }
