"""The results of all lots in words, and as columns: each lot's own, lot by lot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.assess.lots.data import AWARDED, PASSED_OVER, LotsData
from socialvalue.assess.sentences import closed
from socialvalue.assess.words.evaluation import explain_bid, explain_ranking
from socialvalue.assess.words.table import exact_names, result_columns, stacked
from socialvalue.blocks import Block, Explanation, join
from socialvalue.words import listed

__all__ = ["explain_lots", "lots_columns", "overview_of"]


def explain_lots(held: LotsData, bidder: str | None) -> Explanation:
    """Who is first in which lot, then each lot's ranking; or one bidder, lot by lot."""
    if bidder is None:
        parts = [explain_ranking(each, held.awards_in(lot)) for lot, each in held.lots.items()]
        return join([*overview_of(held), *(block for each in parts for block in each.blocks)])
    mine = held.results_of(bidder).items()
    return join(block for lot, each in mine for block in explain_bid(held[lot], each).blocks)


def overview_of(held: LotsData, *, warnings: bool = True) -> list[Block]:
    """Who is first in which lot, under the rule in words, and what to look at twice."""
    rows = tuple(
        (lot.name, " and ".join(held.awards.get(lot.name, ())) or "–") for lot in held.tender.lots
    )
    awards = Block(held.tender.title, (held.rule,), ("lot", "first"), rows)
    passed = tuple(_passed_over(held))
    over = [Block("Passed over under the rule", passed)] if passed else []
    asked = held.warnings if warnings else ()
    told = tuple(closed(f"{each.code}: {each.message}") for each in asked)
    return [awards, *over, *([Block("Look at twice", told)] if told else [])]


def _passed_over(held: LotsData) -> Iterator[str]:
    """Who stands as high as the first of a lot, or higher, and has reached the limit."""
    for lot in held.lots:
        fates = held.awards_in(lot).items()
        names = [bidder for bidder, fate in fates if fate == PASSED_OVER]
        if names:
            yield f"{lot}: {listed(names)}"


def lots_columns(held: LotsData) -> tuple[dict[str, list[Any]], list[str]]:
    """One row a bid, lot after lot; and the names of the columns that are exact numbers."""
    columns = stacked(result_columns(each) for each in held)
    bids = [(lot, each.bidder) for lot, one in held.lots.items() for each in one]
    fates = [held.awards_in(lot).get(bidder) for lot, bidder in bids]
    more: dict[str, list[Any]] = {
        "first_under_rule": [bidder in held.awards[lot] for lot, bidder in bids],
        "awarded": [fate == AWARDED for fate in fates],
        "passed_over": [fate == PASSED_OVER for fate in fates],
    }
    return {**columns, **more}, list(exact_names(columns))
