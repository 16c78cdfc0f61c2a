"""The points of a tender: `evaluate` and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

import attrs

from socialvalue.assess.before.checks import (
    bids_of,
)
from socialvalue.assess.before.moderation import is_open, still_open
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.points.questions import lot_questions
from socialvalue.assess.points.ranking import score, tender_cautions
from socialvalue.assess.points.scoring import bid_cautions
from socialvalue.assess.prepared import prepared
from socialvalue.assess.words.evaluation import explain_bid, explain_ranking
from socialvalue.assess.words.pairs import explain_pair
from socialvalue.assess.words.table import exact_names, result_columns
from socialvalue.blocks import Explanation
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.tables import rows_to_frame

if TYPE_CHECKING:
    from socialvalue.assess.firmness.firm import Firmness
    from socialvalue.assess.firmness.flags import Flags
    from socialvalue.assess.firmness.report import Sensitivity
    from socialvalue.assess.firmness.weights import EffectiveWeights
    from socialvalue.assess.letters.reasons import MissingReason
    from socialvalue.assess.letters.summaries import Summary

__all__ = ["Evaluation", "evaluate", "evaluate_strictly", "evaluated", "pounds_alone"]


@attrs.frozen(repr=False)
class Evaluation(EvaluationData):
    """The points and ranks of all bids of a tender.

    Attributes:
        tender: The buyer's side.
        framework: The measures.
        scheme: The weights and methods.
        results: One each, in the order of the ranking; failed bids last.
        warnings: What may be wrong with the evaluation as a whole.
    """

    def explain(self, bidder: str | None = None, *, against: str | None = None) -> Explanation:
        """The points of one bidder criterion by criterion and line by line; or the ranking.

        It sets the bid beside the others, and is for the buyer's own file; what a bidder is
        told is a `summary`.

        Args:
            bidder: Whose points; the ranking if not given.
            against: Another bidder, for an internal note on what separates the two.

        Raises:
            NotFoundError: No such bidder (SV716).
        """
        if bidder is None:
            return explain_ranking(self)
        if against is None:
            return explain_bid(self, self[bidder])
        return explain_pair(self, self[bidder], self[against])

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """One row a bid: rank, points, each criterion's points, £, £ per £1, lines, reason.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether points and £ per £1 are texts instead of Decimals.

        Returns:
            A dataframe of that library; points and £ per £1 as Decimals (of Arrow in pandas), so
            that no digit is lost and 100.00 is more than 90.91; pounds as whole pennies.  A
            criterion called like a column stands as "… (criterion)".
        """
        columns = result_columns(self)
        return rows_to_frame(columns, backend, decimals=exact_names(columns), texts=texts)

    def record(self, *, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Everything that this evaluation rests on and came to, JSON-safe.

        Args:
            after: The record of an earlier run, such as one before a bid was excluded: its hash
                stands in this one, so that every run is kept.

        Raises:
            RecordError: `after` is no record (SV801), or was altered (SV803).
        """
        from socialvalue.assess.records.record import record_of

        return record_of(self, after)

    def summary(
        self,
        bidder: str,
        *,
        strict: bool = False,
        successful: str | None = None,
        because: str = "",
        compare: bool = False,
    ) -> Summary:
        """The assessment summary for one bidder, a text; ``.html``, ``.markdown``, ``.docx`` too.

        For each criterion and sub-criterion it gives weight, score available, score given and
        the reason, the same for the successful bid, and why the bid was not successful; no
        third bidder is named, and no commitment but the reader's own.  Of the successful bid it
        gives scores and reasons, and no price, quantity or multiplier.  It ends with what must
        be completed before it is sent, for which a tender file has no field.

        Args:
            bidder: Whom it is for.
            strict: Whether a missing reason, and an illustrative scheme, are refused; else the
                summary lists what is missing, and is marked as a draft.
            successful: Who won, where the points alone do not say.
            because: The published rule, or the decision, by which it won; needed where bids share
                the first place, or where another than the first is successful.
            compare: Whether it is said by how many points the bid differs from the successful one.

        Raises:
            NotFoundError: No such bidder (SV716).
            InputError: A successful bid that is not ranked (SV807), or named without a reason
                (SV808).  Where `strict`: a missing reason (SV805), no one winner (SV807), an
                illustrative scheme (SV809).

        Source:
            The Procurement Act 2023 s.50, and reg. 31 of the Procurement Regulations 2024.
        """
        from socialvalue.assess.letters.case import Award
        from socialvalue.assess.letters.summaries import summary_of

        award = Award(successful, because)
        return summary_of(self, bidder, strict=strict, award=award, compare=compare)

    def summaries(
        self,
        *,
        strict: bool = False,
        successful: str | None = None,
        because: str = "",
        compare: bool = False,
    ) -> Mapping[str, Summary]:
        """Bidder to assessment summary, in the order of the ranking; see `summary`."""
        from socialvalue.assess.letters.case import Award
        from socialvalue.assess.letters.summaries import summaries_of

        award = Award(successful, because)
        return summaries_of(self, strict=strict, award=award, compare=compare)

    def letter(self, bidder: str) -> dict[str, Any]:
        """The part of a letter from which its bidder computes its own £ and points: JSON-safe.

        It holds the scheme, the tender as bidders know it, the bid and its figures; no other
        bidder's, and nothing that could be worked out of them but the bid's own points.
        `recompute` reads it.

        Args:
            bidder: Whose letter it is.

        Raises:
            NotFoundError: No such bidder (SV716).
            InputError: Its tender was not assessed (SV834).
        """
        from socialvalue.assess.records.letter import machine_of

        return machine_of(self, bidder)

    def missing_reasons(self) -> tuple[MissingReason, ...]:
        """Every mark, and every exclusion, that has no reason; and what regulation 31 lists beside.

        An item of the regulation is missing where the tender file does not say it; of tenders that
        began before 24 February 2025, or are below the threshold, reasons alone are looked for.
        None means that nothing in this list is missing, and not that what is there says enough.
        """
        from socialvalue.assess.letters.summaries import missing_reasons

        return missing_reasons(self)

    def sensitivity(self) -> Sensitivity:
        """How firm the result is: who else could have won, and by how little.

        Each bid is dropped in turn; the smallest change of each weight that makes another win is
        worked out in exact fractions; and for each bid that did not win, the least change of one
        thing (social value, price, a mark) that would have won is searched for to the penny and
        evaluated again.

        Returns:
            A report with a text, a table, JSON, and a display in a notebook.

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> report = sv.evaluate(tender, bids, sv.load(tender.framework)).sensitivity()
            >>> report.lead, report.least[0].bidder, report.least[0].price
            (Decimal('1.40'), 'Acme Highways', Decimal('54722.10'))

        Source:
            scoring.md §5, P4.
        """
        from socialvalue.assess.firmness.sensitivity import sensitivity_of

        return sensitivity_of(self)

    def firmness(self) -> Firmness:
        """How far unit values may be off before another bid is first: exact, with no distributions.

        Every unit value may be wrong by up to a share, each in its own direction, and each for all
        bids alike; what the tender gives moves too.  Within the `radius` nothing changes the first
        place, which is proved; at `outside` one combination does, which the engine has scored.
        Beside a target the two are one, and nearly always beside the highest offer; under bands,
        floors and several such criteria the first is safe, and under a method of your own nothing
        is proved.

        Returns:
            The shares, for each other bid too; one value alone; what a point costs; a further bid
            that could not win and would change the first place.

        Example:
            >>> import socialvalue as sv
            >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
            >>> firm = sv.evaluate(tender, bids, sv.load(tender.framework)).firmness()
            >>> firm.proof, f"{float(firm.radius or 0):.4f}"
            ('exact', '0.1980')

        Source:
            A lead that is linear in the unit values is least at a corner of their box; the rest
            follows by pieces.  Tests hold it to a linear programme.
        """
        from socialvalue.assess.firmness.gauging import firmness_of

        return firmness_of(self)

    def effective_weights(self) -> EffectiveWeights:
        """The spread of points that each criterion used, beside its published weight.

        Source:
            scoring.md §4, T7.
        """
        from socialvalue.assess.firmness.weights import effective_weights

        return effective_weights(self)

    def flags(
        self,
        *,
        low_price: str | int | Decimal = "0.80",
        high_value: str | int | Decimal | None = None,
        high_ratio: str | int | Decimal = 3,
        one_line: str | int | Decimal = "0.50",
        weak: str | int | Decimal = "0.25",
    ) -> Flags:
        """Questions that the result raises; they change no points and exclude nobody.

        Args:
            low_price: Share of the median price of the other bids below which to ask.
            high_value: The benchmark above which to ask, in £ of social value per £1.
            high_ratio: Where there is no benchmark: times the median of the other bids.
            one_line: Share of a bid's value in one line above which to ask.
            weak: Share of a bid's value on weakly known figures above which to ask.

        Raises:
            InputError: A threshold is not a number above 0.

        Source:
            scoring.md §5, P6.
        """
        from socialvalue.assess.firmness.flags import flags_of

        return flags_of(
            self,
            low_price=low_price,
            high_value=high_value,
            high_ratio=high_ratio,
            one_line=one_line,
            weak=weak,
        )

    def _told(self) -> Explanation:
        return self.explain()


def evaluate(
    tender: Tender, bids: Iterable[Bid], framework: Framework, scheme: Scheme | None = None
) -> Evaluation:
    """Points and ranks of all bids.

    Args:
        tender: The buyer's side.
        bids: One bid a bidder; all for one lot, whose value, years and target then count, or all
            for the whole.
        framework: The measures, or a plug-in laid over them.
        scheme: Weights and methods; the tender's own, else the plug-in's, if not given.

    Returns:
        The evaluation; the order of the bids changes nothing in it.

    Raises:
        InputError: All that is missing or cannot mean anything: no scheme (SV710), a missing
            mark (SV705) or price (SV708), a mark above its scale (SV706), …; or marks are still
            open (SV760), alone.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="200_000", published="2022-07-01")
        >>> scheme = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
        ...                     sv.Criterion("quality", 40, sv.PanelMark(out_of=5))])
        >>> bids = [sv.Bid("Acme", price=90_000, marks={"quality": 4}),
        ...         sv.Bid("Brook", price=100_000, marks={"quality": 5})]
        >>> result = sv.evaluate(tender, bids, toms, scheme)
        >>> result.ranking, result["Brook"].points
        (('Brook', 'Acme'), Decimal('94.00'))

    Source:
        scoring.md §2–§5; points are exact rationals, published once, half-up.
    """
    return _evaluate(tender, bids, framework, scheme, gaps="ask")


def evaluate_strictly(
    tender: Tender, bids: Iterable[Bid], framework: Framework, scheme: Scheme | None = None
) -> Evaluation:
    """The same for a tender file: a unit value that several bids need and nobody gave is refused.

    Raises:
        InputError: As `evaluate`, and such a value (SV355).
    """
    return _evaluate(tender, bids, framework, scheme, gaps="refuse")


def _evaluate(
    tender: Tender,
    bids: Iterable[Bid],
    framework: Framework,
    scheme: Scheme | None,
    *,
    gaps: Literal["refuse", "ask"],
) -> Evaluation:
    several = bids_of(tender, bids, framework, scheme)
    _refuse_several_lots(several)
    found = evaluated(tender, several, framework, scheme, gaps=gaps)
    return attrs.evolve(found, warnings=(*found.warnings, *lot_questions(tender)))


def evaluated(
    tender: Tender,
    bids: tuple[Bid, ...],
    framework: Framework,
    scheme: Scheme | None,
    *,
    gaps: Literal["refuse", "ask", "leave"],
) -> Evaluation:
    """The evaluation of bids of which each is known to be one, all for one lot or for the whole.

    Args:
        tender: The buyer's side.
        bids: What is offered.
        framework: The measures.
        scheme: Weights and methods, or None for those of the tender or the plug-in.
        gaps: What becomes of unit values that bids need and the tender does not give: what
            several need is refused, as for a tender file; or each is asked about; or all are left
            to the caller, who sees all lots together.
    """
    found = prepared(tender, bids, framework, scheme, gaps=gaps)
    if is_open(tender, bids):
        raise InputError(still_open(tender, ((each, found.scheme) for each in bids)))
    ranked = score(found.tender, found.valuations, framework, found.scheme)
    warnings = (*ranked.warnings, *found.warnings)
    return Evaluation(ranked.tender, ranked.framework, ranked.scheme, ranked.results, warnings)


def pounds_alone(tender: Tender, bids: tuple[Bid, ...], framework: Framework) -> Evaluation:
    """What may be seen of bids for one lot, or the whole, while marks are open: pounds, no points.

    It is for `score` alone: nobody is ranked, bids stand in the order of their names.

    Raises:
        InputError: All that is missing or cannot mean anything, but marks that are missing.
    """
    found = prepared(tender, bids, framework, None, gaps="refuse")
    asked = (*tender_cautions(found.tender, framework, found.scheme), *found.warnings)
    results = []
    for each in sorted(found.valuations, key=lambda each: each.bid.bidder):
        cautions = bid_cautions(found.tender, each.bid, framework, found.scheme)
        none = FrozenMap[str, Fraction]()
        results.append(BidResult(each.bid, each, found.scheme, none, None, None, (), cautions))
    return Evaluation(found.tender, framework, found.scheme, tuple(results), asked)


def _refuse_several_lots(bids: Iterable[Bid]) -> None:
    """Bids for different lots are not compared with each other."""
    lots = dict.fromkeys(each.lot or "(none)" for each in bids)
    if len(lots) > 1:
        raise InputError(problem("SV728", found=", ".join(lots)))
