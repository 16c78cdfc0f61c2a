"""What can be made of the results of all lots together: each lot's own report, lot by lot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from socialvalue.assess.sentences import closed
from socialvalue.assess.words.evaluation import explain_bid, explain_ranking
from socialvalue.assess.words.table import exact_names, result_columns, stacked
from socialvalue.blocks import Block, Explanation, join
from socialvalue.errors import InputError, NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import table
from socialvalue.model.frozen import FrozenMap
from socialvalue.tables import rows_to_frame
from socialvalue.words import listed

if TYPE_CHECKING:
    from socialvalue.assess.firmness.report import Sensitivity
    from socialvalue.assess.letters.case import Award
    from socialvalue.assess.letters.reasons import MissingReason
    from socialvalue.assess.letters.summaries import Summary
    from socialvalue.assess.lots.evaluation import LotsEvaluation
    from socialvalue.assess.points.data import BidResult

__all__ = ["AWARDED", "PASSED_OVER", "TIED", "LotsReports"]

AWARDED = "awarded"
TIED = "tied: the buyer decides"
PASSED_OVER = "passed over"


class LotsReports:
    """The reports of a tender in lots; each is made when it is asked for."""

    __slots__ = ()

    @property
    def _result(self) -> LotsEvaluation:
        return cast("LotsEvaluation", self)

    def results_of(self, bidder: str) -> Mapping[str, BidResult]:
        """Lot to a bidder's result there, for the lots that it bids for.

        Raises:
            NotFoundError: Nobody of that name bids (SV716).
        """
        found = {
            lot: result
            for lot, each in self._result.lots.items()
            for result in each
            if result.bidder == bidder
        }
        if not found:
            names = dict.fromkeys(each.bidder for each in self._result.bids)
            hint = did_you_mean(bidder, names, label="bidders")
            raise NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))
        return FrozenMap(found)

    def explain(self, bidder: str | None = None) -> Explanation:
        """Who is first in which lot and under which rule, then each lot's ranking.

        Args:
            bidder: Only this bidder's points and pounds, in each lot that it bids for.

        Raises:
            NotFoundError: No such bidder (SV716).
        """
        held = self._result
        if bidder is None:
            parts = [explain_ranking(each, self.awards_in(lot)) for lot, each in held.lots.items()]
            return join([*self.overview(), *(block for each in parts for block in each.blocks)])
        mine = self.results_of(bidder).items()
        blocks = (block for lot, each in mine for block in explain_bid(held[lot], each).blocks)
        return join(blocks)

    def awards_in(self, lot: str) -> Mapping[str, str]:
        """Bidder to what the rule on limits makes of its bid for a lot, in words.

        That is "awarded", "tied: the buyer decides", or "passed over" for a bid that stands as
        high as the one that is first under the rule, or higher, and whose bidder has reached the
        limit; the others are not in it.

        Raises:
            NotFoundError: No such lot (SV322).
        """
        results, first = self._result[lot].results, self._result.awards[lot]
        ranks = [each.rank for each in results if each.bidder in first and each.rank is not None]
        found = dict.fromkeys(first, AWARDED if len(first) == 1 else TIED)
        for each in results:
            high = each.rank is not None and (not ranks or each.rank <= min(ranks))
            if high and each.bidder not in first:
                found[each.bidder] = PASSED_OVER
        return FrozenMap({each.bidder: found[each.bidder] for each in results
                          if each.bidder in found})  # fmt: skip

    def overview(self) -> list[Block]:
        """Who is first in which lot, under the rule in words, and what to look at twice."""
        held = self._result
        rows = tuple(
            (lot.name, " and ".join(held.awards.get(lot.name, ())) or "–")
            for lot in held.tender.lots
        )
        awards = Block(held.tender.title, (held.rule,), ("lot", "first"), rows)
        passed = tuple(self._passed_over())
        over = [Block("Passed over under the rule", passed)] if passed else []
        told = tuple(closed(f"{each.code}: {each.message}") for each in held.warnings)
        return [awards, *over, *([Block("Look at twice", told)] if told else [])]

    def _passed_over(self) -> Iterator[str]:
        """Who stands as high as the first of a lot, or higher, and has reached the limit."""
        for lot in self._result.lots:
            fates = self.awards_in(lot).items()
            names = [bidder for bidder, fate in fates if fate == PASSED_OVER]
            if names:
                yield f"{lot}: {listed(names)}"

    def summaries(
        self,
        *,
        strict: bool = False,
        successful: Mapping[str, str] | None = None,
        because: Mapping[str, str] | str | None = None,
        compare: bool = False,
        draft: bool = False,
        bidder: str | None = None,
    ) -> Mapping[str, Mapping[str, Summary]]:
        """Lot to bidder to assessment summary.

        The successful bid of a lot is the one that is first under the rule on limits; where that
        is not the bid with the most points, every summary of the lot states the rule.

        Args:
            strict: Whether a missing reason, and an illustrative scheme, are refused; else the
                summary lists what is missing, and is marked as a draft.
            successful: Lot to who won it, for lots where the points and the rule do not say.
            because: Lot to the published rule, or the decision, by which that bid won; a text
                stands for every lot of `successful`.
            compare: Whether it is said by how many points a bid differs from the successful one.
            draft: Whether every summary is marked as a draft.
            bidder: Only this bidder's summaries, in the lots that it bids for.

        Raises:
            NotFoundError: No such lot (SV322) or bidder (SV716).
            InputError: A lot whose successful bid is named without a reason where the points and
                the rule do not say (SV808).  Where `strict`: every missing reason (SV805), every
                lot without one winner although bids stand (SV807), an illustrative scheme (SV809).
        """
        chosen = table(successful)
        one = because if isinstance(because, str) else None
        reasons = table(because if one is None else dict.fromkeys(chosen, one))
        for lot in (*chosen, *reasons):
            self._result[lot]
        from socialvalue.assess.letters.summaries import summaries_of

        how: dict[str, Any] = {"strict": strict, "compare": compare, "draft": draft}
        wanted = self._result.lots if bidder is None else self.results_of(bidder)
        found: dict[str, FrozenMap[str, Summary]] = {}
        wrong: list[Problem] = []
        for lot in wanted:
            award = self._award(lot, chosen.get(lot), reasons.get(lot, ""))
            try:
                found[lot] = summaries_of(self._result[lot], award=award, only=bidder, **how)
            except InputError as error:
                wrong += [each.within(f"lot '{lot}'") for each in error.problems]
        if wrong:
            raise InputError(wrong)
        return FrozenMap(found)

    def _award(self, lot: str, successful: str | None, because: str) -> Award:
        """Who won a lot: by the points, by the rule on limits, or by what the buyer says."""
        from socialvalue.assess.letters.case import Award

        awarded = self._result.awards[lot]
        first = successful or (awarded[0] if len(awarded) == 1 else None)
        moved = first in awarded and self._result[lot].winners != awarded
        rule = self._result.rule if moved else ""
        return Award(first, because, rule, settled=moved and len(awarded) == 1)

    def missing_reasons(self) -> tuple[MissingReason, ...]:
        """Every mark, and every exclusion, that has no reason, lot by lot."""
        return tuple(each for one in self._result for each in one.missing_reasons())

    def sensitivity(self) -> Mapping[str, Sensitivity]:
        """Lot to how firm its ranking is, each lot by itself: the rule on limits is left aside."""
        return FrozenMap({lot: each.sensitivity() for lot, each in self._result.lots.items()})

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a bid, lot after lot, as `Evaluation.to_frame`, and whether it is first.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether points and £ per £1 are texts instead of Decimals.

        Returns:
            A dataframe of that library; a criterion that a lot does not have is empty there, and
            ``first_under_rule`` says who is first in the lot under the rule on limits,
            ``awarded`` who is so alone, and ``passed_over`` who stands as high or higher and has
            reached the limit.
        """
        held = self._result
        first = [each.bidder in held.awards[lot] for lot, one in held.lots.items() for each in one]
        columns = stacked(result_columns(each) for each in held)
        exact = exact_names(columns)
        fates = [self.awards_in(lot).get(each.bidder) for lot, one in held.lots.items()
                 for each in one]  # fmt: skip
        columns = {
            **columns,
            "first_under_rule": first,
            "awarded": [fate == AWARDED for fate in fates],
            "passed_over": [fate == PASSED_OVER for fate in fates],
        }
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def record(self, *, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Everything that the results of all lots rest on and came to, JSON-safe.

        Args:
            after: The record of an earlier run: its hash stands in this one.

        Raises:
            RecordError: `after` is no record (SV801), or was altered (SV803).
        """
        from socialvalue.assess.records.record import record_of_lots

        return record_of_lots(self._result, after)

    def _repr_html_(self) -> str:
        return self.explain().html
