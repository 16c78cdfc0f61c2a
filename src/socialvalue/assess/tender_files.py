"""A tender file, scored: as one ranking, or as one for each lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from socialvalue.assess.before.moderation import OPEN
from socialvalue.assess.content import lots_content, open_content, ranking_content
from socialvalue.assess.evaluation import Evaluation, evaluate_strictly, pounds_alone
from socialvalue.assess.lots.evaluation import LotsEvaluation, evaluate_lots_strictly
from socialvalue.assess.points.data import BidResult
from socialvalue.errors import (
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    SocialValueError,
    did_you_mean,
    problem,
)
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender
from socialvalue.registry.tenders import Given, Source, given_of, read_tender_with_framework

__all__ = ["Assessed", "assess_file"]


@attrs.frozen
class Assessed:
    """The rankings of a tender file.

    Attributes:
        tender: The buyer's side.
        evaluations: One; or one for each lot that has bids, in the tender's order.
        lots: Who is first in which lot, where there are lots.
        notes: What else to say of where this comes from.
        waits: Why nobody is ranked: marks are open; None where they are not.  The evaluations
            then hold pounds, and no points.
    """

    tender: Tender
    evaluations: tuple[Evaluation, ...]
    lots: LotsEvaluation | None = None
    notes: tuple[Problem, ...] = ()
    waits: Problem | None = None

    def content(self) -> dict[str, Any]:
        """JSON-safe data: a ranking, or a ranking for each lot; or pounds, while marks are open."""
        if self.waits is not None:
            return open_content(self.tender.title, self.evaluations, self.waits)
        return (
            ranking_content(self.evaluations[0]) if self.lots is None else lots_content(self.lots)
        )

    def results_of(self, bidder: str) -> list[tuple[Evaluation, BidResult]]:
        """The bids under a name, whatever its capitals; one in each lot that it bids for.

        Raises:
            NotFoundError: Nobody of that name bids (SV716).
        """
        everyone = [(each, result) for each in self.evaluations for result in each.results]
        found = [pair for pair in everyone if pair[1].bidder.casefold() == bidder.casefold()]
        if not found:
            names = dict.fromkeys(result.bidder for _, result in everyone)
            hint = did_you_mean(bidder, names, label="bidders")
            raise NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))
        return found

    @property
    def awards(self) -> list[Mapping[str, str]]:
        """For each lot, bidder to what the rule on limits makes of its bid; none without lots."""
        return [] if self.lots is None else [self.lots.awards_in(lot) for lot in self.lots.lots]


def assess_file(
    source: Source | Given, *, while_open: bool = False, draft: bool = False
) -> Assessed:
    """A tender file's bids, scored.

    Args:
        source: The file; or the tender itself, as for `read_tender`.
        while_open: Whether pounds alone are given where marks are open, instead of a refusal.
        draft: Whether it is for drafts, each marked as one: open marks are then a note.

    Raises:
        DefinitionError: All that is wrong with it, and what to write instead; or marks are still
            open (SV760), alone.
    """
    given = given_of(source, None)
    file = given.file
    try:
        tender, bids, framework = read_tender_with_framework(given)
        try:
            return _scored(tender, bids, framework)
        except InputError as error:
            if not (while_open or draft) or {each.code for each in error.problems} != {OPEN}:
                raise
            waits = error.problems[0].for_file(file)
            if not draft:
                return _pounds(tender, bids, framework, waits)
            closed = attrs.evolve(tender, moderation=None)
            return attrs.evolve(_scored(closed, bids, framework), notes=(waits,))
    except SocialValueError as error:
        raise DefinitionError(each.for_file(file) for each in error.problems) from None


def _scored(tender: Tender, bids: tuple[Bid, ...], framework: Framework) -> Assessed:
    if not (tender.lots and bids):
        return Assessed(tender, (evaluate_strictly(tender, bids, framework),))
    lots = evaluate_lots_strictly(tender, bids, framework)
    return Assessed(tender, tuple(lots.lots.values()), lots)


def _pounds(
    tender: Tender, bids: tuple[Bid, ...], framework: Framework, waits: Problem
) -> Assessed:
    """What each bid is worth, lot by lot, where nobody is ranked yet."""
    lots: list[str | None] = [each.name for each in tender.lots]
    groups = (tuple(each for each in bids if each.lot == lot) for lot in lots or [None])
    found = tuple(pounds_alone(tender, each, framework) for each in groups if each)
    return Assessed(tender, found, waits=waits)
