"""An evaluation in words: the ranking, and one bidder's points criterion by criterion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.pounds.offered import carries_pounds, counted, offered_of, set_words
from socialvalue.assess.pounds.words import valuation_blocks
from socialvalue.assess.sentences import closed
from socialvalue.assess.words.first_place import close_call, name_of
from socialvalue.assess.words.per_pound import per_pound_words
from socialvalue.assess.words.workings import working
from socialvalue.blocks import Block, Explanation, join
from socialvalue.engine.offers import target_of
from socialvalue.model.places import place_story
from socialvalue.numbers import plain, pounds

__all__ = ["explain_bid", "explain_ranking", "ranking_rows"]


def ranking_rows(
    evaluation: EvaluationData, awards: Mapping[str, str] | None = None
) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """Headings, and a row a bid, the best first.

    Args:
        evaluation: The evaluation.
        awards: Bidder to what a rule on lots makes of its bid, where there is one.
    """
    leaves = [each.name for each in evaluation.scheme.leaves]
    worth: tuple[str, ...] = ("social value", "per £1", "count in full")
    if not carries_pounds(evaluation.framework):
        worth = ("commitments reported",)
    headings: tuple[str, ...] = ("rank", "bidder", "points", *leaves, *worth)
    rows = [_row(evaluation, each, leaves) for each in evaluation.results]
    if not awards:
        return headings, rows
    fates = [awards.get(each.bidder, "") for each in evaluation.results]
    return (*headings, "award"), [(*row, fate) for row, fate in zip(rows, fates, strict=True)]


def _row(evaluation: EvaluationData, result: BidResult, leaves: list[str]) -> tuple[str, ...]:
    return (
        "–" if result.rank is None else str(result.rank),
        name_of(result),
        _shown(result.points),
        *(_shown(result.points_for(name)) for name in leaves),
        *_worth(evaluation, result),
    )


def _worth(evaluation: EvaluationData, result: BidResult) -> tuple[str, ...]:
    if not carries_pounds(evaluation.framework):
        return (str(len(offered_of(result.valuation.lines))),)
    return (
        pounds(result.total),
        per_pound_words(evaluation, result),
        counted(result.valuation).in_full,
    )


def _shown(points: Decimal | None) -> str:
    return "–" if points is None else str(points)


def explain_ranking(
    evaluation: EvaluationData, awards: Mapping[str, str] | None = None
) -> Explanation:
    """All bids in their order, why some failed, and what was tied.

    Args:
        evaluation: The evaluation.
        awards: Bidder to what a rule on lots makes of its bid, where there is one.
    """
    headings, rows = ranking_rows(evaluation, awards)
    right = tuple(i for i, name in enumerate(headings) if name not in ("bidder", "award"))
    table = Block(
        evaluation.tender.title,
        (*_scheme_words(evaluation), *_place_words(evaluation)),
        headings,
        tuple(rows),
        right,
    )
    told = (closed(f"{each.code}: {each.message}") for each in evaluation.warnings)
    notes = [
        *_failed(evaluation),
        *_ties(evaluation),
        *close_call(evaluation),
        *_halves(evaluation),
        *told,
    ]
    return join([table, *([Block("Notes", tuple(notes))] if notes else [])])


def _scheme_words(evaluation: EvaluationData) -> Iterator[str]:
    scheme, target = evaluation.scheme, target_of(evaluation.tender, evaluation.framework)
    wanted = f" Target: {pounds(target)} of social value per £1." if target is not None else ""
    yield f"{set_words(evaluation.framework)}.{wanted}"
    if scheme.illustrative:
        yield f"The scheme is illustrative. {scheme.note}".strip()


def _place_words(evaluation: EvaluationData) -> Iterator[str]:
    """What followed the tender's place, where it was abolished since."""
    story = place_story(evaluation.framework.places, evaluation.tender.place)
    if story:
        yield f"{story}."


def _failed(evaluation: EvaluationData) -> Iterator[str]:
    for each in evaluation.results:
        if each.failed:
            yield closed(f"{each.bidder} is not ranked: {each.reason}")


def _halves(evaluation: EvaluationData) -> Iterator[str]:
    for each in evaluation.results:
        for warning in each.warnings:
            who = f"{each.bidder}, {warning.where}" if warning.where else each.bidder
            yield closed(f"{who}: {warning.message}")


def _ties(evaluation: EvaluationData) -> Iterator[str]:
    by_rank: dict[int, list[str]] = {}
    for each in evaluation.results:
        if each.rank is not None:
            by_rank.setdefault(each.rank, []).append(each.bidder)
    for rank, names in by_rank.items():
        if len(names) > 1:
            yield f"Tied at rank {rank}, at published precision: {', '.join(names)}."


def explain_bid(
    evaluation: EvaluationData, result: BidResult, *, sources: bool = True
) -> Explanation:
    """One bidder's points, criterion by criterion, and its pounds, line by line.

    Args:
        evaluation: The evaluation.
        result: The bidder's.
        sources: Whether each value has its publication and its line, and those not used stand by.
    """
    blocks = [_bid_head(evaluation, result), _criteria(evaluation, result)]
    pounds_of = valuation_blocks(result.valuation, evaluation.scheme, sources=sources)
    return join([*blocks, *pounds_of])


def _bid_head(evaluation: EvaluationData, result: BidResult) -> Block:
    if result.failed:
        return Block(f"{name_of(result)}: not ranked", (closed(f"Reason: {result.reason}"),))
    ranked = sum(1 for each in evaluation.results if each.rank is not None)
    return Block(
        f"{name_of(result)}: {result.points} of {plain(evaluation.scheme.out_of)} points, "
        f"rank {result.rank} of {ranked}",
        tuple(_scheme_words(evaluation)),
    )


def _criteria(evaluation: EvaluationData, result: BidResult) -> Block:
    rows = tuple(
        ("  " * depth + each.name, plain(each.points), _shown(result.points_for(each.name)),
         working(each, evaluation, result))
        for depth, each in evaluation.scheme.indented()
    )  # fmt: skip
    return Block("Points", (), ("criterion", "available", "given", "how"), rows, (1, 2))
