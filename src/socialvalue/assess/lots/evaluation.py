"""A tender in lots: each lot scored by itself, and a stated rule on how many one bidder may win."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import attrs

from socialvalue.assess.before.checks import bids_of, located
from socialvalue.assess.before.moderation import OPEN, still_open
from socialvalue.assess.evaluation import Evaluation, evaluated
from socialvalue.assess.lots.data import LotsData
from socialvalue.assess.lots.words import explain_lots, lots_columns, overview_of
from socialvalue.assess.points.gaps import Gap, gaps_of, scores_pounds
from socialvalue.assess.points.questions import lot_questions
from socialvalue.blocks import Block, Explanation
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import as_read, table
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.tables import rows_to_frame

if TYPE_CHECKING:
    from socialvalue.assess.firmness.report import Sensitivity
    from socialvalue.assess.letters.case import Award
    from socialvalue.assess.letters.reasons import MissingReason
    from socialvalue.assess.letters.summaries import Summary

__all__ = ["LotsEvaluation", "evaluate_lots", "evaluate_lots_strictly"]


@attrs.frozen(repr=False)
class LotsEvaluation(LotsData):
    """The evaluations of a tender's lots, and who is first in each under the rule on limits.

    Attributes:
        lots: Lot to its evaluation; a lot without bids has none.
        awards: Lot to the bidders who are first under the rule; several where they are tied,
            none where nobody stands.
        rule: The rule on limits, in words.
        tender: The buyer's side, with all its lots.
        framework: The measures.
        scheme: What was given for the lots without a scheme of their own, or None.
        most: How many lots one bidder may be first in, or None.
        warnings: What may be wrong across lots: one promise made in several of them.
    """

    def explain(self, bidder: str | None = None) -> Explanation:
        """Who is first in which lot and under which rule, then each lot's ranking.

        Args:
            bidder: Only this bidder's points and pounds, in each lot that it bids for.

        Raises:
            NotFoundError: No such bidder (SV716).
        """
        return explain_lots(self, bidder)

    def overview(self) -> list[Block]:
        """Who is first in which lot, under the rule in words, and what to look at twice."""
        return overview_of(self)

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
            self[lot]
        from socialvalue.assess.letters.summaries import summaries_of

        how: dict[str, Any] = {"strict": strict, "compare": compare, "draft": draft}
        wanted = self.lots if bidder is None else self.results_of(bidder)
        found: dict[str, FrozenMap[str, Summary]] = {}
        wrong: list[Problem] = []
        for lot in wanted:
            award = self._award(lot, chosen.get(lot), reasons.get(lot, ""))
            try:
                found[lot] = summaries_of(self[lot], award=award, only=bidder, **how)
            except InputError as error:
                wrong += [each.within(f"lot '{lot}'") for each in error.problems]
        if wrong:
            raise InputError(wrong)
        return FrozenMap(found)

    def _award(self, lot: str, successful: str | None, because: str) -> Award:
        """Who won a lot: by the points, by the rule on limits, or by what the buyer says."""
        from socialvalue.assess.letters.case import Award

        awarded = self.awards[lot]
        first = successful or (awarded[0] if len(awarded) == 1 else None)
        moved = first in awarded and self[lot].winners != awarded
        rule = self.rule if moved else ""
        return Award(first, because, rule, settled=moved and len(awarded) == 1)

    def missing_reasons(self) -> tuple[MissingReason, ...]:
        """Every mark, and every exclusion, that has no reason, lot by lot; and items, each once."""
        return tuple(dict.fromkeys(each for one in self for each in one.missing_reasons()))

    def sensitivity(self) -> Mapping[str, Sensitivity]:
        """Lot to how firm its ranking is, each lot by itself: the rule on limits is left aside."""
        return FrozenMap({lot: each.sensitivity() for lot, each in self.lots.items()})

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
        columns, exact = lots_columns(self)
        return rows_to_frame(columns, backend, decimals=exact, texts=texts)

    def record(self, *, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Everything that the results of all lots rest on and came to, JSON-safe.

        Args:
            after: The record of an earlier run: its hash stands in this one.

        Raises:
            RecordError: `after` is no record (SV801), or was altered (SV803).
        """
        from socialvalue.assess.lots.record import record_of_lots

        return record_of_lots(self, after)

    def _told(self) -> Explanation:
        return self.explain()


def evaluate_lots(
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
    scheme: Scheme | None = None,
    *,
    most: int | None = None,
) -> LotsEvaluation:
    """Points and ranks in each lot of a tender.

    Args:
        tender: Its lots may have contract values, terms, targets and schemes of their own.
        bids: Each names its lot.
        framework: The measures, or a plug-in laid over them.
        scheme: For every lot that has none of its own.
        most: How many lots one bidder may be first in, the tender's own limit if not given; the
            lots are then gone through in the tender's order, and a bidder who has reached the
            limit gives way to the next in rank.

    Raises:
        InputError: A bid without a lot or for an unknown one (SV322), a lot whose contract value
            is needed and not given (SV732), and all that `evaluate` refuses, with the lot named.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=500_000, published="2022-07-01", lots=[
        ...     sv.Lot("north", contract_value=300_000), sv.Lot("south", contract_value=200_000)])
        >>> scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
        >>> bids = [sv.Bid("Acme", price=9, lot="north"), sv.Bid("Acme", price=8, lot="south"),
        ...         sv.Bid("Brook", price=10, lot="north"), sv.Bid("Brook", price=9, lot="south")]
        >>> dict(sv.evaluate_lots(tender, bids, toms, scheme, most=1).awards)
        {'north': ('Acme',), 'south': ('Brook',)}

    Source:
        scoring.md §4, T8: limits on lots need a stated objective rule.
    """
    return _evaluate(tender, bids, framework, scheme, most, refuses_gaps=False)


def evaluate_lots_strictly(
    tender: Tender, bids: Iterable[Bid], framework: Framework
) -> LotsEvaluation:
    """The same for a tender file: a unit value that several bids need and nobody gave is refused.

    Raises:
        InputError: As `evaluate_lots`, and such a value (SV355).
    """
    return _evaluate(tender, bids, framework, None, None, refuses_gaps=True)


def _evaluate(
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
    scheme: Scheme | None,
    most: int | None,
    *,
    refuses_gaps: bool,
) -> LotsEvaluation:
    listed = bids_of(tender, bids, framework, scheme)
    most = tender.most_lots if most is None else most
    _check(tender, listed, most)
    found, wrong = {}, []
    for lot in tender.lots:
        theirs = tuple(each for each in listed if each.lot == lot.name)
        here, chosen = tender.of_lot(lot.name), lot.scheme or scheme
        try:
            if theirs:
                found[lot.name] = evaluated(here, theirs, framework, chosen, gaps="leave")
        except InputError as error:
            wrong += [each.within(f"lot '{lot.name}'") for each in error.problems]
    gaps = _gaps(found.values())
    refused = [each.told() for each in gaps if refuses_gaps and each.refused]
    wrong += [located(each, tender, "unit_values") for each in refused]
    if wrong:
        others = [each for each in wrong if each.code != OPEN]
        raise InputError(others or _open(tender, listed, framework, scheme))
    asked = (each.asked() for each in gaps)
    return LotsEvaluation(
        lots=FrozenMap(found),
        awards=_awards(tender, found, most),
        rule=_rule(most),
        tender=tender,
        framework=framework,
        scheme=scheme,
        most=most,
        warnings=(*asked, *lot_questions(tender), *_offered_again(found)),
    )


def _open(
    tender: Tender, bids: Iterable[Bid], framework: Framework, scheme: Scheme | None
) -> Problem:
    """How many marks of all lots are moderated, where nothing else is wrong in any."""
    lots = {each.name: each.scheme for each in tender.lots}
    used = ((each, lots[each.lot or ""] or scheme or tender.scheme or framework.scheme)
            for each in bids)  # fmt: skip
    return still_open(tender, ((bid, each) for bid, each in used if each is not None))


def _gaps(evaluations: Iterable[Evaluation]) -> tuple[Gap, ...]:
    """Unit values that the bids of all lots need and the tender does not give."""
    scored = (each for each in evaluations if scores_pounds(each.scheme))
    return gaps_of(result.valuation for each in scored for result in each.results)


def _offered_again(found: Mapping[str, Evaluation]) -> Iterator[Problem]:
    """Promises that one bidder makes for the same activity in several lots.

    Source: scoring.md §4, T8: one apprentice is not offered in every lot won.
    """
    lots: dict[tuple[str, str, str], dict[str, str]] = {}
    for lot, evaluation in found.items():
        for result in evaluation:
            for line in result.valuation.lines:
                if line.accepted and line.activity:
                    key = (result.bidder, line.definition.name, as_read(line.activity))
                    lots.setdefault(key, {})[lot] = line.activity
    for (bidder, measure, _), held in lots.items():
        if len(held) > 1:
            names, activity = ", ".join(held), next(iter(held.values()))
            yield problem(
                "SV630", bidder=bidder, measure=measure, activity=f"'{activity}'", lots=names
            )


def _check(tender: Tender, bids: tuple[Bid, ...], most: int | None) -> None:
    """There are bids, each names a lot of the tender, and every lot has a contract value."""
    names = [each.name for each in tender.lots]
    nobody = [] if bids else [problem("SV315")]
    wrong = [*nobody, *_no_lot(bids, names), *_no_value(tender)]
    if most is not None and (type(most) is not int or most < 1):
        expected = "a whole number from 1"
        wrong.append(problem("SV316", what="most", expected=expected, found=most))
    if wrong:
        raise InputError(wrong)


def _no_lot(bids: tuple[Bid, ...], names: list[str]) -> Iterator[Problem]:
    for bid in bids:
        if bid.lot not in names:
            hint = did_you_mean(bid.lot or "", names, label="lots")
            where = f"bid '{bid.bidder}'"
            found = problem("SV322", found=bid.lot or "(none)", hint=hint, where=where)
            yield located(found, bid, "lot")


def _no_value(tender: Tender) -> Iterator[Problem]:
    """A lot is not divided by the value of the whole tender."""
    for lot in tender.lots:
        if lot.contract_value is None:
            yield located(problem("SV732", found=lot.name), tender, "lots")


def _awards(
    tender: Tender, found: dict[str, Evaluation], most: int | None
) -> FrozenMap[str, tuple[str, ...]]:
    """Who is first in each lot, lots in the tender's order, under the limit."""
    won: dict[str, int] = {}
    awards = {}
    for lot in tender.lots:
        if lot.name not in found:
            continue
        free = [
            each
            for each in found[lot.name].results
            if each.rank is not None and (most is None or won.get(each.bidder, 0) < most)
        ]
        best = min((each.rank for each in free if each.rank is not None), default=None)
        awards[lot.name] = tuple(each.bidder for each in free if each.rank == best)
        if len(awards[lot.name]) == 1:
            winner = awards[lot.name][0]
            won[winner] = won.get(winner, 0) + 1
    return FrozenMap(awards)


def _rule(most: int | None) -> str:
    if most is None:
        return "A bidder may be first in any number of lots."
    lots = "lot" if most == 1 else "lots"
    return (
        f"A bidder may be first in {most} {lots} at most: the lots are gone through in the order "
        "in which the tender lists them, and a bidder who has reached the limit gives way to the "
        "next in rank. A tie is left to the buyer and counts for nobody."
    )
