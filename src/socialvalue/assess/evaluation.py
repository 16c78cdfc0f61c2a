"""The points of a tender: `evaluate` and what it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal

import attrs

from socialvalue.assess.before.checks import (
    bids_of,
    check_tables,
    input_problems,
    located,
    refuse,
    scheme_problems,
)
from socialvalue.assess.before.national import national_cautions
from socialvalue.assess.before.policy import policy_cautions
from socialvalue.assess.points.gaps import gaps_of
from socialvalue.assess.points.questions import bid_questions, lot_questions, scheme_questions
from socialvalue.assess.points.scoring import Scored, relative_leaves, score_bids
from socialvalue.assess.pounds.valuation import Valuation, valued
from socialvalue.assess.provenance import Provenance, provenance_of
from socialvalue.assess.reading import of_lot
from socialvalue.assess.reports import Reports
from socialvalue.assess.words.evaluation import explain_bid, explain_ranking
from socialvalue.assess.words.pairs import explain_pair
from socialvalue.assess.words.table import exact_names, result_columns
from socialvalue.blocks import Explanation
from socialvalue.engine.points import publish, rank
from socialvalue.errors import InputError, NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import LinearSpread
from socialvalue.model.named import ByName
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Bid, Tender
from socialvalue.numbers import plain, pounds
from socialvalue.tables import rows_to_frame

__all__ = ["BidResult", "Evaluation", "evaluate", "evaluate_strictly", "evaluated", "score"]


@attrs.frozen
class BidResult:
    """The result of one bid.

    Attributes:
        bid: What was offered.
        valuation: Its pounds, line by line.
        scheme: The weights and methods.
        exact: Criterion to exact points, for each criterion that has a method; their sum is
            the exact total.  Empty for a failed bid.
        points: The total as published, or None for a failed bid.
        rank: From 1, or None for a failed bid.
        failures: Why it failed, if it did.
        warnings: What else decided its points.
    """

    bid: Bid
    valuation: Valuation = attrs.field(repr=False)
    scheme: Scheme = attrs.field(repr=False)
    exact: FrozenMap[str, Fraction] = attrs.field(repr=False)
    points: Decimal | None
    rank: int | None
    failures: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    @property
    def bidder(self) -> str:
        """The bidder's name."""
        return self.bid.bidder

    @property
    def failed(self) -> bool:
        """Whether the bid is not ranked."""
        return bool(self.failures) or self.bid.state != "compliant"

    @property
    def reason(self) -> str:
        """Why the bid is not ranked; "" for a ranked one."""
        if self.bid.state != "compliant":
            return f"{self.bid.state}: {self.bid.reason or 'no reason given'}"
        return "; ".join(each.message for each in self.failures)

    @property
    def total(self) -> Decimal:
        """£ of social value that count."""
        return self.valuation.total

    def points_for(self, criterion: str) -> Decimal | None:
        """The points of one criterion as published on its own; None for a failed bid.

        Parts published on their own need not sum to the published total; `exact` does.

        Raises:
            NotFoundError: No such criterion (SV717).
        """
        found = next((each for each in self.scheme.walk() if each.name == criterion), None)
        if found is None:
            known = (each.name for each in self.scheme.walk())
            hint = did_you_mean(criterion, known, label="criteria")
            raise NotFoundError(problem("SV717", found=criterion, hint=hint))
        if self.failed:
            return None
        leaves = [each for each in found.walk() if each.method is not None]
        return _published(self.exact, leaves, self.scheme)


def _published(
    exact: Mapping[str, Fraction], leaves: Iterable[Criterion], scheme: Scheme
) -> Decimal:
    """Points as published: rounded once, or each part and summed, as the scheme says."""
    parts = [exact[each.name] for each in leaves]
    if scheme.round_at == "part":
        parts = [Fraction(publish(each, scheme.places)) for each in parts]
    return publish(sum(parts, Fraction(0)), scheme.places)


@attrs.frozen
class Evaluation(Reports, ByName[BidResult]):
    """The points and ranks of all bids of a tender.

    Attributes:
        tender: The buyer's side.
        framework: The measures.
        scheme: The weights and methods.
        results: One each, in the order of the ranking; failed bids last.
        warnings: What may be wrong with the evaluation as a whole.
    """

    tender: Tender
    framework: Framework = attrs.field(repr=False)
    scheme: Scheme = attrs.field(repr=False)
    results: tuple[BidResult, ...]
    warnings: tuple[Problem, ...] = ()

    @property
    def ranking(self) -> tuple[str, ...]:
        """Names, the best first; ties in the order of their names; failed bids last."""
        return tuple(each.bidder for each in self.results)

    @property
    def winners(self) -> tuple[str, ...]:
        """Names of rank 1: several where they are tied, none where no bid stands (no award)."""
        return tuple(each.bidder for each in self.results if each.rank == 1)

    def _named(self) -> Iterable[tuple[str, BidResult]]:
        return ((each.bidder, each) for each in self.results)

    def _unknown(self, bidder: str) -> NotFoundError:
        hint = did_you_mean(bidder, self.ranking, label="bidders")
        return NotFoundError(problem("SV716", found=bidder, count="no bid", hint=hint))

    @cached_property
    def provenance(self) -> Provenance:
        """Everything that this evaluation rests on."""
        bids = tuple(each.bid for each in self.results)
        return provenance_of(self.tender, bids, self.framework, self.scheme)

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
            A dataframe of that library; points and £ per £1 as Decimals (pandas: of Arrow), so
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

    def _repr_html_(self) -> str:
        return self.explain().html


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
            mark (SV705) or price (SV708), a mark above its scale (SV706), …

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
    tender = of_lot(tender, bids[0].lot if bids else None)
    chosen = scheme or tender.scheme or framework.scheme
    if chosen is None:
        raise InputError(located(problem("SV710"), tender))
    wrong = input_problems(tender, bids, framework)
    valuations = [] if wrong else [valued(tender, bid, framework) for bid in bids]
    lacking = () if gaps == "leave" else gaps_of(valuations, chosen)
    refused = [each for each in lacking if gaps == "refuse" and each.refused]
    wrong += scheme_problems(tender, bids, framework, chosen)
    refuse([*wrong, *(located(each.told(), tender, "unit_values") for each in refused)])
    check_tables(valuations, chosen)
    found = score(tender, valuations, framework, chosen)
    asked = (
        *(each.asked() for each in lacking),
        *scheme_questions(tender, chosen),
        *bid_questions(valuations, chosen),
    )
    return attrs.evolve(found, warnings=(*found.warnings, *asked))


def _refuse_several_lots(bids: Iterable[Bid]) -> None:
    """Bids for different lots are not compared with each other."""
    lots = dict.fromkeys(each.lot or "(none)" for each in bids)
    if len(lots) > 1:
        raise InputError(problem("SV728", found=", ".join(lots)))


def score(
    tender: Tender, valued: Iterable[Valuation], framework: Framework, scheme: Scheme
) -> Evaluation:
    """Points and ranks of bids that are checked and valued already.

    A report on how firm a result is scores the same valuations many times over.

    Args:
        tender: The buyer's side.
        valued: What each bid is worth.
        framework: The measures.
        scheme: Weights and methods.
    """
    scored = score_bids(tender, list(valued), framework, scheme)
    warnings = (
        *_warnings(scheme, scored),
        *_steep_spreads(scheme, scored),
        *_fingerprint(tender, scheme),
        *policy_cautions(tender, framework, scheme),
        *national_cautions(tender, framework, scheme),
    )
    return Evaluation(tender, framework, scheme, _ranked(scheme, scored), warnings)


_CLOSE = Fraction(1, 10)
"""Prices are close where the highest is no further than this share above the lowest."""


def _steep_spreads(scheme: Scheme, scored: list[Scored]) -> Iterator[Problem]:
    """Straight lines between close prices, which make many points of little money."""
    offered = [each.valuation.bid.price for each in scored if each.stands]
    prices = [Fraction(each) for each in offered if each is not None]
    low, high = min(prices, default=Fraction(0)), max(prices, default=Fraction(0))
    if not low or not 0 < high - low <= low * _CLOSE:
        return
    percent = plain(publish((high - low) / low * 100, 4))
    for leaf in scheme.leaves:
        if isinstance(leaf.method, LinearSpread):
            yield problem(
                "SV737",
                found=leaf.name,
                spread=pounds(publish(high - low, 2)),
                percent=percent,
                points=plain(leaf.points),
            )


def _fingerprint(tender: Tender, scheme: Scheme) -> list[Problem]:
    """A scheme that is not the one printed in the invitation."""
    published = tender.scheme_fingerprint
    if not published or published == scheme.fingerprint:
        return []
    return [problem("SV727", found=published, used=scheme.fingerprint)]


def _ranked(scheme: Scheme, scored: list[Scored]) -> tuple[BidResult, ...]:
    """Results in the order of the ranking; equal rank in the order of names, failed last."""
    standing = [i for i, each in enumerate(scored) if each.stands]
    totals = {i: _published(scored[i].exact, scheme.leaves, scheme) for i in standing}
    keys = [_key(totals[i], scored[i].exact, scheme) for i in standing]
    ranks = dict(zip(standing, rank(keys), strict=True))
    results = [
        BidResult(
            bid=each.valuation.bid,
            valuation=each.valuation,
            scheme=scheme,
            exact=each.exact,
            points=totals.get(i),
            rank=ranks.get(i),
            failures=each.failures,
            warnings=each.warnings,
        )
        for i, each in enumerate(scored)
    ]
    last = len(scored) + 1
    return tuple(
        sorted(results, key=lambda each: (each.rank or last, each.bidder, each.bid.lot or ""))
    )


def _key(total: Decimal, exact: FrozenMap[str, Fraction], scheme: Scheme) -> tuple[Decimal, ...]:
    """The published total, then the published points of each tie-break in its order."""
    by_name = {each.name: each for each in scheme.walk()}
    breaks = [
        _published(
            exact, [leaf for leaf in by_name[name].walk() if leaf.method is not None], scheme
        )
        for name in scheme.ties
    ]
    return (total, *breaks)


def _warnings(scheme: Scheme, scored: list[Scored]) -> tuple[Problem, ...]:
    """What may be wrong with the evaluation as a whole."""
    standing = [each.valuation for each in scored if each.stands]
    if not standing or any(each.total for each in standing):
        return ()
    return tuple(problem("SV715", found=each.name) for each in relative_leaves(scheme))
