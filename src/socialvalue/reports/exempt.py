"""The tables of an award report: scores, and what of single bidders is exempt."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.letters.reasons import reason_words
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.pounds.offered import offered_of
from socialvalue.assess.sentences import closed
from socialvalue.blocks import Block
from socialvalue.model.methods import PANEL
from socialvalue.numbers import plain, pounds

__all__ = ["exempt_blocks", "scores"]

_WITHHELD: Final = "withheld"
_SHORT: Final = ("bidder", "no.", "commitment", "offered £", "counted £", "why")
_REASONS: Final = ("bidder", "criterion", "reason")
_KEPT: Final = ("criterion", "as", "why", "decided by")


def scores(result: Evaluation, hidden: Collection[str], said: tuple[str, ...] = ()) -> Block:
    """The points of each bid, a column a criterion; the total too is withheld where any part is.

    Args:
        result: The evaluation.
        hidden: The criteria whose points are withheld.
        said: What to say above them.
    """
    leaves = result.scheme.leaves
    rows = tuple(
        (str(each.rank or "–"), each.bidder,
         *(_WITHHELD if leaf.name in hidden else _points(each, leaf.name) for leaf in leaves),
         _WITHHELD if hidden else "–" if each.points is None else f"{each.points}")
        for each in result.results
    )  # fmt: skip
    names = (f"{each.name} ({plain(each.points)})" for each in leaves)
    heads = ("rank", "bidder", *names, f"total ({plain(result.scheme.out_of)})")
    failed = tuple(
        closed(f"{each.bidder}: {each.reason}") for each in result.results if each.failed
    )
    return Block("Scores", (*failed, *said), heads, rows, (0, *range(2, len(heads))))


def _points(each: BidResult, criterion: str) -> str:
    found = each.points_for(criterion)
    return "–" if found is None else f"{found}"


def exempt_blocks(result: Evaluation) -> Iterator[tuple[str, Block]]:
    """Prices, offers, questions, what does not count, reasons, and what is withheld: by keys."""
    yield "exempt", _figures(result)
    asked = tuple(f"{each.message} ({each.code})." for each in result.warnings)
    if asked:  # they may name what a bid offers or asks
        yield "asked", Block("Exempt: questions about the bids", asked)
    rows = tuple(row for each in result.results for row in _not_counted(each))
    if rows:
        yield (
            "counts",
            Block("Exempt: what does not count in full, and why", (), _SHORT, rows, (3, 4)),
        )
    reasons = tuple(_reasons(result))
    if reasons:
        yield "reasons", Block("Exempt: the reasons of all scores", (), _REASONS, reasons)
    papers = result.tender.papers
    if papers is not None and papers.withheld:
        kept = tuple((each.criterion, each.under, each.why, each.by) for each in papers.withheld)
        yield "withheld", Block("Exempt: what is withheld from others", (), _KEPT, kept)


def _figures(result: Evaluation) -> Block:
    rows = tuple(
        (each.bidder, "–" if each.bid.price is None else pounds(each.bid.price),
         pounds(each.valuation.submitted), pounds(each.valuation.total))
        for each in result.results
    )  # fmt: skip
    heads = ("bidder", "price", "social value offered", "social value counted")
    return Block("Exempt: bidders' figures", (), heads, rows, (1, 2, 3))


def _not_counted(each: BidResult) -> Iterator[tuple[str, ...]]:
    for one in offered_of(each.valuation.lines):
        if one.refusals:
            line = one.line
            named = f"{line.definition.name} {line.definition.title}"
            amounts = (pounds(one.submitted), pounds(one.value))
            yield (each.bidder, str(one.number), named, *amounts, one.standing)


def _reasons(result: Evaluation) -> Iterator[tuple[str, ...]]:
    for each in result.results:
        for criterion in result.scheme.everything():
            if criterion.method is not None:
                own = isinstance(criterion.method, PANEL)  # figures stand in a table of their own
                words = reason_words(result, each, criterion, own=own)
                yield each.bidder, criterion.name, " ".join(words.split())
