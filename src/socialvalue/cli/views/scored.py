"""A tender file, scored: as one ranking, or as one for each lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from socialvalue.assess.content import lots_content, ranking_content
from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.lots.evaluation import LotsEvaluation
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.tender_files import assess_file
from socialvalue.assess.words.told import told_of
from socialvalue.blocks import Block
from socialvalue.cli.views.ranking import ranking_blocks, summary_blocks
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.tender import Tender

__all__ = ["Scored", "score_file"]


@attrs.frozen
class Scored:
    """The rankings of a tender.

    Attributes:
        tender: The buyer's side.
        evaluations: One; or one for each lot that has bids, in the tender's order.
        lots: Who is first in which lot, where there are lots.
        notes: What else to say, on standard error, of where this comes from.
    """

    tender: Tender
    evaluations: tuple[Evaluation, ...]
    lots: LotsEvaluation | None = None
    notes: tuple[Problem, ...] = ()

    def blocks(self) -> list[Block]:
        """Everything that `score` shows."""
        return [
            *self._lots(),
            *(
                part
                for (each, seen), fates in zip(self._seen(), self._fates(), strict=True)
                for part in ranking_blocks(each, seen, fates)
            ),
        ]

    def summary(self) -> list[Block]:
        """What stands before the reasons bid by bid."""
        return [
            *self._lots(),
            *(
                part
                for (each, seen), fates in zip(self._seen(), self._fates(), strict=True)
                for part in summary_blocks(each, seen, fates)
            ),
        ]

    def content(self) -> dict[str, Any]:
        """JSON-safe data: a ranking, or a ranking for each lot."""
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

    def _fates(self) -> list[Mapping[str, str]]:
        return self.awards or [{} for _ in self.evaluations]

    def _seen(self) -> Iterator[tuple[Evaluation, set[Problem]]]:
        """Each ranking, with the warnings of the tender that were told with those before it."""
        seen: set[Problem] = set()
        for each in self.evaluations:
            yield each, set(seen)
            seen |= {one.problem for one in told_of(each) if not one.bidders}

    def _lots(self) -> list[Block]:
        """Who is first in which lot, and under which rule."""
        if self.lots is None:
            return []
        return self.lots.overview()


def score_file(path: Path) -> Scored:
    """A tender file's bids, scored.

    Raises:
        DefinitionError: All that is wrong with it, and what to write instead.
    """
    found = assess_file(path)
    return Scored(found.tender, found.evaluations, found.lots)
