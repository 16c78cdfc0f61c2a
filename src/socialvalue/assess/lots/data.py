"""The evaluations of a tender's lots as data, and who is first in each under the rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.points.data import BidResult
from socialvalue.assess.provenance import Provenance, provenance_of
from socialvalue.blocks import Shown
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named import ByName
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["AWARDED", "PASSED_OVER", "TIED", "LotsData"]

AWARDED = "awarded"
TIED = "tied: the buyer decides"
PASSED_OVER = "passed over"


@attrs.frozen(repr=False)
class LotsData(Shown, ByName[Evaluation]):
    """The evaluations of a tender's lots; the fields are those of `LotsEvaluation`."""

    lots: FrozenMap[str, Evaluation]
    awards: FrozenMap[str, tuple[str, ...]]
    rule: str
    tender: Tender = attrs.field(repr=False)
    framework: Framework = attrs.field(repr=False)
    scheme: Scheme | None = attrs.field(default=None, repr=False)
    most: int | None = None
    warnings: tuple[Problem, ...] = ()

    def _line(self) -> str:
        awards = self.awards.items()
        first = (f"{lot}: {' and '.join(names) or 'no award'}" for lot, names in awards)
        return f"{self.tender.title!r}; {'; '.join(first)}"

    @property
    def bids(self) -> tuple[Bid, ...]:
        """All bids, lot by lot in the order of the tender, those of a lot in their ranking."""
        return tuple(each.bid for one in self for each in one)

    @cached_property
    def provenance(self) -> Provenance:
        """Everything that these evaluations rest on; each lot's own names its scheme."""
        return provenance_of(self.tender, self.bids, self.framework, self.scheme)

    def _named(self) -> Iterable[tuple[str, Evaluation]]:
        return self.lots.items()

    def _unknown(self, lot: str) -> NotFoundError:
        hint = did_you_mean(lot, self.lots, label="lots with bids")
        return NotFoundError(problem("SV322", found=lot, hint=hint))

    def results_of(self, bidder: str) -> Mapping[str, BidResult]:
        """Lot to a bidder's result there, for the lots that it bids for.

        Raises:
            NotFoundError: Nobody of that name bids (SV716).
        """
        found = {
            lot: result
            for lot, each in self.lots.items()
            for result in each
            if result.bidder == bidder
        }
        if not found:
            names = dict.fromkeys(each.bidder for each in self.bids)
            hint = did_you_mean(bidder, names, label="bidders")
            raise NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))
        return FrozenMap(found)

    def awards_in(self, lot: str) -> Mapping[str, str]:
        """Bidder to what the rule on limits makes of its bid for a lot, in words.

        That is "awarded", "tied: the buyer decides", or "passed over" for a bid that stands as
        high as the one that is first under the rule, or higher, and whose bidder has reached the
        limit; the others are not in it.

        Raises:
            NotFoundError: No such lot (SV322).
        """
        results, first = self[lot].results, self.awards[lot]
        ranks = [each.rank for each in results if each.bidder in first and each.rank is not None]
        found = dict.fromkeys(first, AWARDED if len(first) == 1 else TIED)
        for each in results:
            high = each.rank is not None and (not ranks or each.rank <= min(ranks))
            if high and each.bidder not in first:
                found[each.bidder] = PASSED_OVER
        return FrozenMap({each.bidder: found[each.bidder] for each in results
                          if each.bidder in found})  # fmt: skip
