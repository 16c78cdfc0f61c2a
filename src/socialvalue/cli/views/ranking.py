"""What `socialvalue score` shows of an evaluation, in each of its formats."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.firmness.flags import flags_of
from socialvalue.assess.lots.data import AWARDED, PASSED_OVER
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import Offered, counted, offered_of
from socialvalue.assess.provenance import library_version
from socialvalue.assess.sentences import closed
from socialvalue.assess.words.first_place import close_call, name_of
from socialvalue.assess.words.per_pound import per_pound, per_pound_words
from socialvalue.assess.words.told import Told, of_the_tender, told_of
from socialvalue.blocks import Block
from socialvalue.cli.views.words import sentence
from socialvalue.engine.offers import target_of
from socialvalue.errors import Problem
from socialvalue.model.methods import AgainstTarget
from socialvalue.model.places import place_name
from socialvalue.numbers import plain, pounds
from socialvalue.words import day_words, listed

__all__ = [
    "RANKING_SCHEMA",
    "csv_rows",
    "ranking_block",
    "ranking_blocks",
    "ranking_content",
    "summary_blocks",
]

RANKING_SCHEMA = "socialvalue/score@1"


def target_in(evaluation: Evaluation) -> Decimal | None:
    """The target that the points are given against; the tender's where no method has its own."""
    methods = (each.method for each in evaluation.scheme.leaves)
    own = [each.target for each in methods if isinstance(each, AgainstTarget) and each.target]
    return own[0] if own else target_of(evaluation.tender, evaluation.framework)


def _rate(amount: Decimal | None) -> str:
    return "–" if amount is None else pounds(amount)


def _points(points: Decimal | None) -> str:
    return "–" if points is None else str(points)


# --- for people ---------------------------------------------------------------------------


def ranking_blocks(
    evaluation: Evaluation,
    seen: Container[Problem] = (),
    awards: Mapping[str, str] | None = None,
) -> list[Block]:
    """The tender, the ranking, the points, what does not count and why, what to look at twice."""
    return [
        _head(evaluation),
        ranking_block(evaluation, awards),
        _criteria(evaluation),
        *_refused(evaluation),
        *_cautions(told_of(evaluation, seen=seen), len(flags_of(evaluation))),
        *_notes(evaluation),
    ]


def summary_blocks(
    evaluation: Evaluation,
    seen: Container[Problem] = (),
    awards: Mapping[str, str] | None = None,
) -> list[Block]:
    """The tender, the ranking and the points: what stands before the reasons bid by bid."""
    return [
        _head(evaluation),
        ranking_block(evaluation, awards),
        _criteria(evaluation),
        *_cautions(of_the_tender(evaluation, seen=seen)),
        *_notes(evaluation),
    ]


def _head(evaluation: Evaluation) -> Block:
    layers = " over ".join(each.label for each in reversed(evaluation.framework.layers))
    sentences = [_contract(evaluation), f"Valued with {layers}.", _target(evaluation)]
    if evaluation.scheme.illustrative:
        sentences.append("The scheme is illustrative: see the notes below.")
    return Block(evaluation.tender.title, tuple(each for each in sentences if each))


def _notes(evaluation: Evaluation) -> Iterator[Block]:
    notes = [each for each in (evaluation.tender.note, evaluation.scheme.note) if each]
    if notes:
        yield Block("Notes", tuple(notes))


def _contract(evaluation: Evaluation) -> str:
    tender = evaluation.tender
    years = f"{plain(tender.years)} year{'' if tender.years == 1 else 's'}"
    place = tender.place or evaluation.framework.place
    where = f" in {place_name(evaluation.framework.places, place)}" if place else ""
    day = f", tender notice published {day_words(tender.published)}" if tender.published else ""
    value = tender.contract_value
    return f"Contract: {pounds(value.initial)}, VAT {value.vat}, over {years}{where}{day}."


def _target(evaluation: Evaluation) -> str:
    target = target_in(evaluation)
    return "" if target is None else f"Target: {_rate(target)} of social value per £1."


def ranking_block(evaluation: Evaluation, awards: Mapping[str, str] | None = None) -> Block:
    """Rank, points and pounds of each bid, the target beside them; who is tied or left out.

    Args:
        evaluation: The evaluation.
        awards: Bidder to what a rule on lots makes of its bid, where there is one.
    """
    target = _rate(target_in(evaluation))
    rows = tuple(
        (
            "–" if each.rank is None else str(each.rank),
            name_of(each),
            _points(each.points),
            pounds(each.total),
            per_pound_words(evaluation, each),
            target,
            counted(each.valuation).in_full,
            *((awards.get(each.bidder, ""),) if awards else ()),
        )
        for each in evaluation.results
    )
    headings = ("rank", "bidder", "points", "social value", "per £1", "target", "count in full")
    award = ("award",) if awards else ()
    said = (*_award(awards or {}), *_standing(evaluation))
    return Block("Ranking", said, (*headings, *award), rows, (0, 2, 3, 4, 5, 6))


def _award(awards: Mapping[str, str]) -> Iterator[str]:
    """Who is first in a lot under the rule on limits, and who was passed over."""
    by_fate: dict[str, list[str]] = {}
    for bidder, fate in awards.items():
        by_fate.setdefault(fate, []).append(bidder)
    for fate, names in sorted(by_fate.items(), key=lambda each: each[0] == PASSED_OVER):
        why = ", having reached the limit of the rule on lots" if fate == PASSED_OVER else ""
        yield f"{fate[:1].upper()}{fate[1:]}{why}: {listed(names)}."


def _standing(evaluation: Evaluation) -> Iterator[str]:
    """Who is not ranked and why, and who is tied."""
    by_rank: dict[int, list[str]] = {}
    for each in evaluation.results:
        if each.rank is None:
            yield closed(f"{name_of(each)} is not ranked: {each.reason}")
        else:
            by_rank.setdefault(each.rank, []).append(name_of(each))
    for rank, names in by_rank.items():
        if len(names) > 1:
            yield f"Tied at rank {rank}: {', '.join(names)}."
    yield from close_call(evaluation)


def _criteria(evaluation: Evaluation) -> Block:
    """Each bid's points by criterion, below what there was to get."""
    leaves, scheme = evaluation.scheme.leaves, evaluation.scheme
    there = ("available", *(plain(each.points) for each in leaves), plain(scheme.out_of))
    rows = (
        (
            name_of(each),
            *(_points(each.points_for(leaf.name)) for leaf in leaves),
            _points(each.points),
        )
        for each in evaluation.results
    )
    headings = ("bidder", *(each.name for each in leaves), "total")
    return Block("Points", (), headings, (there, *rows), tuple(range(1, len(headings))))


def _refused(evaluation: Evaluation) -> Iterator[Block]:
    """The commitments that do not count in full, and why, a table a bidder."""
    for each in evaluation.results:
        offers = offered_of(each.valuation.lines)
        rows = tuple(_refused_row(offer) for offer in offers if offer.refusals)
        if rows:
            headings = ("no.", "commitment", "offered", "what counts, and why")
            numbers = (f"{counted(each.valuation).words}.",)
            yield Block(f"Not counted in full: {name_of(each)}", numbers, headings, rows, (0, 2))


def _refused_row(offer: Offered) -> tuple[str, str, str, str]:
    line = offer.line
    offered = pounds(offer.submitted) if line.unit_value is not None else "–"
    return (
        str(offer.number),
        f"{line.definition.name} {line.definition.title}",
        offered,
        offer.words,
    )


def _cautions(told: Sequence[Told], flags: int = 0) -> Iterator[Block]:
    found = [f"{each.names}{sentence(each.problem.message)} ({each.problem.code})" for each in told]
    if flags:
        ask = "1 question" if flags == 1 else f"{flags} questions"
        found.append(f"{ask} to ask the bidders: 'socialvalue flags' lists what stands out.")
    if found:
        yield Block("Look at twice", tuple(found))


# --- for programs -------------------------------------------------------------------------


def csv_rows(
    evaluations: Sequence[Evaluation], awards: Sequence[Mapping[str, str]] = ()
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """Headings, and a row a bid, the best first, lot after lot; figures without £ or commas.

    Args:
        evaluations: One, or one a lot.
        awards: For each lot, bidder to what the rule on limits makes of its bid; the rows then
            say who is awarded the lot, and who was passed over.
    """
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
        "social_value": str(result.total),
        "submitted": str(result.valuation.submitted),
        "per_pound": str(per_pound(evaluation, result)),
        "lines": numbers.offered,
        "lines_refused": numbers.not_whole,
        "reason": result.reason,
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
