"""Bids of one lot, or of the whole, checked and valued before they are scored."""

from __future__ import annotations

from typing import Literal

import attrs

from socialvalue.assess.before.checks import (
    input_problems,
    located,
    refuse,
    scheme_problems,
)
from socialvalue.assess.before.moderation import LACKING, is_open, mark_problems
from socialvalue.assess.points.bands import check_tables
from socialvalue.assess.points.gaps import gaps_of
from socialvalue.assess.points.questions import bid_questions, scheme_questions
from socialvalue.assess.pounds.valuation import Valuation, valued
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["Prepared", "prepared"]


@attrs.frozen
class Prepared:
    """Bids that are checked and valued, and not scored."""

    tender: Tender
    scheme: Scheme
    valuations: list[Valuation]
    warnings: tuple[Problem, ...]


def prepared(
    tender: Tender,
    bids: tuple[Bid, ...],
    framework: Framework,
    scheme: Scheme | None,
    *,
    gaps: Literal["refuse", "ask", "leave"],
) -> Prepared:
    """Everything that is wrong is refused; a missing mark only when moderation is closed.

    Args:
        tender: The buyer's side.
        bids: All for one lot, or for the whole.
        framework: The measures.
        scheme: Weights and methods, or None for those of the tender or the plug-in.
        gaps: What becomes of unit values that bids need and the tender does not give.
    """
    tender = tender.of_lot(bids[0].lot if bids else None)
    chosen = scheme or tender.scheme or framework.scheme
    if chosen is None:
        raise InputError(located(problem("SV710"), tender))
    wrong = input_problems(tender, bids, framework)
    valuations = [] if wrong else [valued(tender, bid, framework) for bid in bids]
    lacking = () if gaps == "leave" else gaps_of(valuations, chosen)
    refused = [each for each in lacking if gaps == "refuse" and each.refused]
    excused = LACKING if is_open(tender, bids) else ()
    marks = (*scheme_problems(tender, bids, framework, chosen), *mark_problems(tender, bids))
    wrong += [each for each in marks if each.code not in excused]
    refuse([*wrong, *(located(each.told(), tender, "unit_values") for each in refused)])
    check_tables(valuations, chosen)
    asked = (
        *(each.asked() for each in lacking),
        *scheme_questions(tender, chosen),
        *bid_questions(valuations, chosen),
    )
    return Prepared(tender, chosen, valuations, asked)
