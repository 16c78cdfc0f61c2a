"""What `socialvalue score` shows of an evaluation, in each of its formats."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from decimal import Decimal

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.firmness.flags import flags_of
from socialvalue.assess.lots.data import PASSED_OVER
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import (
    Offered,
    carries_pounds,
    counted,
    offered_of,
    set_words,
)
from socialvalue.assess.sentences import closed, sentence
from socialvalue.assess.words.first_place import close_call, name_of
from socialvalue.assess.words.per_pound import per_pound_words, target_in
from socialvalue.assess.words.told import Told, of_the_tender, told_of
from socialvalue.blocks import Block
from socialvalue.errors import Problem
from socialvalue.model.places import place_name, place_story
from socialvalue.numbers import plain, pounds
from socialvalue.words import day_words, listed

__all__ = ["open_blocks", "ranking_block", "ranking_blocks", "summary_blocks"]


def _rate(amount: Decimal | None) -> str:
    return "–" if amount is None else pounds(amount)


def _points(points: Decimal | None) -> str:
    return "–" if points is None else str(points)


def ranking_blocks(
    evaluation: Evaluation, seen: Container[Problem], awards: Mapping[str, str]
) -> list[Block]:
    """The tender, the ranking, the points, what does not count and why, what to look at twice."""
    told = _cautions(told_of(evaluation, seen=seen), len(flags_of(evaluation)))
    return _around(evaluation, awards, *_refused(evaluation), *told)


def summary_blocks(
    evaluation: Evaluation, seen: Container[Problem], awards: Mapping[str, str]
) -> list[Block]:
    """The tender, the ranking and the points: what stands before the reasons bid by bid."""
    return _around(evaluation, awards, *_cautions(of_the_tender(evaluation, seen=seen)))


def open_blocks(evaluation: Evaluation, seen: Container[Problem], *, waits: str) -> list[Block]:
    """The same while marks are open: pounds and questions, bids by name, and nobody ranked."""
    worth = _WORTH if carries_pounds(evaluation.framework) else _REPORTED
    rows = tuple((name_of(each), *_worth(evaluation, each)) for each in evaluation.results)
    right = tuple(range(1, len(worth) + 1))
    found = Block("Social value, by name", (waits,), ("bidder", *worth), rows, right)
    told = _cautions(told_of(evaluation, seen=seen))
    return [_head(evaluation), found, *_refused(evaluation), *told, *_notes(evaluation)]


def _around(evaluation: Evaluation, awards: Mapping[str, str], *more: Block) -> list[Block]:
    ranking = ranking_block(evaluation, awards)
    return [_head(evaluation), ranking, *_criteria(evaluation), *more, *_notes(evaluation)]


def _head(evaluation: Evaluation) -> Block:
    under = f"{set_words(evaluation.framework)}."
    story = place_story(evaluation.framework.places, evaluation.tender.place)
    sentences = [_contract(evaluation), under, _target(evaluation), f"{story}." if story else ""]
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
    worth = _WORTH if carries_pounds(evaluation.framework) else _REPORTED
    rows = tuple(
        (
            "–" if each.rank is None else str(each.rank),
            name_of(each),
            _points(each.points),
            *_worth(evaluation, each),
            *((awards.get(each.bidder, ""),) if awards else ()),
        )
        for each in evaluation.results
    )
    headings = ("rank", "bidder", "points", *worth)
    award = ("award",) if awards else ()
    said = (*_award(awards or {}), *_standing(evaluation))
    right = (0, *range(2, len(headings)))
    return Block("Ranking", said, (*headings, *award), rows, right)


_WORTH = ("social value", "per £1", "target", "count in full")
_REPORTED = ("commitments reported",)


def _worth(evaluation: Evaluation, result: BidResult) -> tuple[str, ...]:
    """Pounds beside the target; of a set whose measures carry none, what was reported."""
    if not carries_pounds(evaluation.framework):
        return (str(len(offered_of(result.valuation.lines))),)
    return (
        pounds(result.total),
        per_pound_words(evaluation, result),
        _rate(target_in(evaluation)),
        counted(result.valuation).in_full,
    )


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


_ACROSS = 7
"""Criteria that stand side by side on A4; of more, each has a row, with the bids side by side."""
_BIDDERS = 4


def _criteria(evaluation: Evaluation) -> Iterator[Block]:
    """Each bid's points by criterion, and what there was to get."""
    leaves, scheme = evaluation.scheme.leaves, evaluation.scheme
    names = (*(each.name for each in leaves), "total")
    there = (*(plain(each.points) for each in leaves), plain(scheme.out_of))
    bids = [(name_of(each), *_given(each, names[:-1])) for each in evaluation.results]
    if len(leaves) <= _ACROSS:
        table = ("bidder", *names), (("available", *there), *bids)
        yield Block("Points", (), *table, tuple(range(1, len(names) + 1)))
        return
    for start in range(0, len(bids), _BIDDERS):
        some = bids[start : start + _BIDDERS]
        turned = zip(("criterion", *names), ("available", *there), *some, strict=True)
        headings, *rows = turned
        yield Block("Points", (), headings, tuple(rows), tuple(range(1, len(some) + 2)))


def _given(result: BidResult, names: Sequence[str]) -> tuple[str, ...]:
    """A bid's points for each criterion, and in all."""
    return (*(_points(result.points_for(each)) for each in names), _points(result.points))


def _refused(evaluation: Evaluation) -> Iterator[Block]:
    """The commitments that do not count in full, and why, a table a bidder.

    Of a set without pounds none ever counts in pounds: what was offered is listed.
    """
    in_pounds = carries_pounds(evaluation.framework)
    what = "Not counted in full" if in_pounds else "Offered"
    for each in evaluation.results:
        offers = offered_of(each.valuation.lines)
        rows = tuple(_refused_row(offer, in_pounds) for offer in offers if offer.refusals)
        if rows:
            headings = ("no.", "commitment", "offered", "what counts, and why")
            numbers = (f"{counted(each.valuation).words}.",)
            yield Block(
                f"{what}: {name_of(each)}", numbers, headings, rows, (0, 2) if in_pounds else (0,)
            )


def _refused_row(offer: Offered, in_pounds: bool) -> tuple[str, str, str, str]:
    """One commitment: its pounds, or what was offered where no measure of the set carries any."""
    line = offer.line
    offered = pounds(offer.submitted) if line.unit_value is not None else "–"
    if not in_pounds:
        offered = line.commitment.quantity.working
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
