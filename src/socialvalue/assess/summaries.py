"""Assessment summaries: what each bidder is told, and nothing of any third bidder.

A summary holds, for each criterion and sub-criterion, its weight, the score available, the score
given and the reason in relation to the tender; the same for the successful bid; and why the bid
was not successful.  It names no other bidder, and no line of any bid but the reader's own.

Source: scoring.md §7, after the Procurement Act 2023 s.50 and the Procurement Regulations 2024
reg. 31.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Self

from socialvalue.assess.explain import Block, Explanation, as_markdown, join
from socialvalue.assess.summary_reasons import (
    MissingReason,
    missing_of,
    reason_words,
)
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.scheme import Criterion, ValueForMoney
from socialvalue.numbers import plain, pounds

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation

__all__ = ["Summary", "summaries_of", "summary_of"]

_WIDTH = 80
_LONGEST = 1900
"""Characters of one paragraph: a longer reason goes on in the next, and none is cut."""


class Summary(Explanation):
    """An assessment summary for one bidder: text, and HTML and Markdown of the same.

    Attributes:
        bidder: Whom it is for.
        missing: The reasons that it lacks.
        html: As HTML; all that a user wrote in it is escaped.
        blocks: Its parts, for those who set them in a form of their own.
    """

    __slots__ = ("bidder", "missing")
    bidder: str
    missing: tuple[MissingReason, ...]

    @classmethod
    def of(cls, bidder: str, blocks: Iterable[Block], missing: Iterable[MissingReason]) -> Self:
        """A summary from its parts."""
        listed = list(blocks)
        text = "\n\n".join(each.text(_WIDTH) for each in listed)
        made = cls(text, join(listed).html, listed)
        made.bidder, made.missing = bidder, tuple(missing)
        return made

    @property
    def markdown(self) -> str:
        """The same as Markdown; nothing that a user wrote in it is markup."""
        return as_markdown(self.blocks)

    def __reduce__(self) -> tuple[object, ...]:
        return _again, (type(self), self.bidder, self.blocks, self.missing)


def _again(
    kind: type[Summary], bidder: str, blocks: Iterable[Block], missing: Iterable[MissingReason]
) -> Summary:
    return kind.of(bidder, blocks, missing)


def summaries_of(
    evaluation: Evaluation,
    *,
    strict: bool = False,
    successful: str | None = None,
    rule: str = "",
    only: str | None = None,
) -> FrozenMap[str, Summary]:
    """A summary for every bidder, in the order of the ranking.

    Args:
        evaluation: The evaluation.
        strict: Whether what is missing is refused.
        successful: Who won, where the points alone do not say.
        rule: The published rule by which the award went to another than the first, or "".
        only: The one bidder whose summary is wanted, or None.

    Raises:
        InputError: Where `strict`: all that is missing for any of them, each told once.
    """
    chosen = [each for each in evaluation.results if only in (None, each.bidder)]
    if strict:
        winner = _winner(evaluation, successful)
        lacking = (each for one in chosen for each in _missing(evaluation, one, winner))
        _refuse(evaluation, winner, dict.fromkeys(lacking))
    return FrozenMap(
        {
            each.bidder: _summary(evaluation, each, successful=successful, rule=rule)
            for each in chosen
        }
    )


def summary_of(
    evaluation: Evaluation, bidder: str, *, strict: bool = False, successful: str | None = None
) -> Summary:
    """The summary for one bidder."""
    name = evaluation[bidder].bidder
    return summaries_of(evaluation, strict=strict, successful=successful, only=name)[name]


def _missing(
    evaluation: Evaluation, result: BidResult, winner: BidResult | None
) -> list[MissingReason]:
    """The reasons that one summary lacks: the reader's own, and those of the successful bid."""
    told = [result] if winner is None or winner is result else [result, winner]
    return [each for one in told for each in missing_of(evaluation, one)]


def _summary(
    evaluation: Evaluation, result: BidResult, *, successful: str | None, rule: str = ""
) -> Summary:
    winner = _winner(evaluation, successful)
    missing = _missing(evaluation, result, winner)
    blocks = [
        _head(evaluation, result),
        _outcome(evaluation, result, winner, rule),
        _scores(evaluation, result, winner),
        *_reasons(evaluation, result, winner),
        *_lines(result),
        *_lacking(missing),
    ]
    return Summary.of(result.bidder, blocks, missing)


def _refuse(
    evaluation: Evaluation, winner: BidResult | None, missing: Iterable[MissingReason]
) -> None:
    faults = [each.as_problem for each in missing]
    if winner is None and any(not each.failed for each in evaluation.results):
        faults.append(problem("SV807", found=_no_winner(evaluation)))
    if faults:
        raise InputError(faults)


def _winner(evaluation: Evaluation, successful: str | None) -> BidResult | None:
    """The bid that the points, or the buyer, make the successful one."""
    if successful is not None:
        return _standing_bid(evaluation[successful])
    first = [each for each in evaluation.results if each.rank == 1]
    return first[0] if len(first) == 1 else None


def _standing_bid(result: BidResult) -> BidResult:
    if result.failed:
        raise InputError(problem("SV807", found=f"{result.bidder} is not ranked"))
    return result


# --- what is told -------------------------------------------------------------------------


def _head(evaluation: Evaluation, result: BidResult) -> Block:
    scheme, tender = evaluation.scheme, evaluation.tender
    lot = f", lot {result.bid.lot}" if result.bid.lot else ""
    lot = "" if tender.title.endswith(lot) else lot
    notice = f" Notice of {tender.published}." if tender.published else ""
    return Block(
        f"Assessment summary: {tender.title}{lot}",
        (
            f"For {result.bidder}.{notice}",
            (
                f"Bids are scored out of {plain(scheme.out_of)} points; the fingerprint of the "
                f"scheme is {scheme.fingerprint}."
            ),
        ),
    )


def _outcome(
    evaluation: Evaluation, result: BidResult, winner: BidResult | None, rule: str
) -> Block:
    stated = [f"The award follows a published rule: {rule}"] if rule else []
    return Block("Outcome", (*_outcome_words(evaluation, result, winner), *stated))


def _outcome_words(
    evaluation: Evaluation, result: BidResult, winner: BidResult | None
) -> Iterator[str]:
    if result.failed:
        yield f"Your bid was not ranked: {result.reason}."
    elif winner is result:
        yield f"Your bid is successful: {_standing(evaluation, result)}."
    else:
        yield f"Your bid: {_standing(evaluation, result)}."
    if winner is None:
        yield f"There is no successful bid to set beside yours: {_no_winner(evaluation)}."
    elif winner is not result:
        yield f"The successful bid is that of {winner.bidder}, with {winner.points} points."
        yield from _why_not(evaluation, result, winner)


def _standing(evaluation: Evaluation, result: BidResult) -> str:
    ranked = sum(1 for each in evaluation.results if each.rank is not None)
    return (
        f"{result.points} of {plain(evaluation.scheme.out_of)} points, rank {result.rank} "
        f"of {ranked}"
    )


def _no_winner(evaluation: Evaluation) -> str:
    first = sum(1 for each in evaluation.results if each.rank == 1)
    return f"{first} bids share the first place" if first else "no bid meets the requirements"


def _why_not(evaluation: Evaluation, result: BidResult, winner: BidResult) -> Iterator[str]:
    """How many points fewer, and in which criteria, as published."""
    if result.points is None or winner.points is None:
        return
    gaps = [(_gap(result.points_for(each.name), winner.points_for(each.name)), each.name)
            for each in evaluation.scheme.leaves]  # fmt: skip
    listed = "; ".join(f"{words} for {name}" for words, name in gaps if words)
    short = _gap(result.points, winner.points)
    if not short:
        yield "Both bids have the same published points; the award follows the published rules."
    else:
        yield f"Your bid has {short} than the successful one: {listed}."


def _gap(own: Decimal | None, other: Decimal | None) -> str:
    """How many points fewer or more; "" where they are equal."""
    if own is None or other is None or own == other:
        return ""
    difference = Fraction(other) - Fraction(own)
    places = -int(own.as_tuple().exponent)
    return f"{publish(abs(difference), places)} points {'fewer' if difference > 0 else 'more'}"


def _scores(evaluation: Evaluation, result: BidResult, winner: BidResult | None) -> Block:
    other = None if winner is result else winner
    headings = ("criterion", "weight", "available", "your score")
    rows = [
        (*_weight(evaluation, each, depth), _given(result, each), *([_given(other, each)] if other
         else []))
        for depth, each in _indented(evaluation.scheme.criteria)
    ]  # fmt: skip
    total = ("total", "100%", plain(evaluation.scheme.out_of), _points(result))
    rows.append((*total, *([_points(other)] if other else [])))
    heads = (*headings, *(["successful bid"] if other else []))
    return Block("Scores", (), heads, tuple(rows), tuple(range(1, len(heads))))


def _weight(evaluation: Evaluation, criterion: Criterion, depth: int) -> tuple[str, str, str]:
    share = Fraction(criterion.points) / Fraction(evaluation.scheme.out_of) * 100
    inside = criterion.name not in {each.name for each in evaluation.scheme.walk()}
    percent = "" if inside else f"{plain(publish(share, 2))}%"
    return "  " * depth + criterion.name, percent, plain(criterion.points)


def _indented(criteria: Iterable[Criterion], depth: int = 0) -> Iterator[tuple[int, Criterion]]:
    """All criteria in their order, those inside a method's own quality too."""
    for each in criteria:
        yield depth, each
        inside = each.method.quality if isinstance(each.method, ValueForMoney) else each.children
        yield from _indented(inside, depth + 1)


def _points(result: BidResult) -> str:
    return "–" if result.points is None else str(result.points)


def _given(result: BidResult, criterion: Criterion) -> str:
    if criterion.name not in {each.name for each in result.scheme.walk()}:
        return "–"  # inside a method: it makes an index, and gives no points of its own
    points = result.points_for(criterion.name)
    return "–" if points is None else str(points)


# --- reasons ---------------------------------------------------------------


def _reasons(
    evaluation: Evaluation, result: BidResult, winner: BidResult | None
) -> Iterator[Block]:
    other = None if winner is result else winner
    for _, criterion in _indented(evaluation.scheme.criteria):
        if criterion.method is None:
            continue
        own = _paragraphs("Your bid", reason_words(evaluation, result, criterion, own=True))
        theirs = (
            []
            if other is None
            else _paragraphs(
                "The successful bid", reason_words(evaluation, other, criterion, own=False)
            )
        )
        yield Block(f"Reasons: {criterion.name}", (*own, *theirs))


def _paragraphs(whose: str, reason: str) -> list[str]:
    """A reason in paragraphs of a length that is never cut."""
    pieces = [
        piece
        for line in f"{whose}: {reason}".splitlines()
        for piece in textwrap.wrap(line, _LONGEST, break_on_hyphens=False)
    ]
    return [f"    {each}" for each in pieces]


def _lacking(missing: list[MissingReason]) -> list[Block]:
    if not missing:
        return []
    head = "To be completed before this is sent"
    return [Block(head, tuple(f"    There is no reason for {each}." for each in missing))]


# --- the reader's own lines ---------------------------------------------------------------


def _lines(result: BidResult) -> list[Block]:
    """What the reader offered, line by line: counted, or why not."""
    lines = result.valuation.lines
    if not lines:
        return []
    rows = tuple(
        (str(each.number), each.definition.name, each.commitment.quantity.working,
         pounds(each.submitted), pounds(each.value), each.word)
        for each in lines
    )  # fmt: skip
    reasons = tuple(
        f"    Line {each.number}: {one.message.rstrip('.')}."
        for each in lines
        for one in each.refusals
    )
    heads = ("line", "measure", "offered", "as offered", "counted", "refused")
    total = (
        f"Submitted {pounds(result.valuation.submitted)}; counted {pounds(result.valuation.total)}."
    )
    return [
        Block("What you offered", (total,), heads, rows, (0, 3, 4)),
        *([Block("Why lines do not count", reasons)] if reasons else []),
    ]
