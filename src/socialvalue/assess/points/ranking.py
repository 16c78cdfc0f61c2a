"""From valuations to a ranking: points as published, ranks, and what to look at twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.before.law import locality_cautions
from socialvalue.assess.before.national import national_cautions
from socialvalue.assess.before.policy import policy_cautions
from socialvalue.assess.points.data import BidResult, EvaluationData, published
from socialvalue.assess.points.scoring import Scored, relative_leaves, score_bids
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.engine.points import publish, rank
from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import LinearSpread
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain, pounds

__all__ = ["score", "tender_cautions"]


def score(
    tender: Tender, valued: Iterable[Valuation], framework: Framework, scheme: Scheme
) -> EvaluationData:
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
        *tender_cautions(tender, framework, scheme, bids=len(scored)),
    )
    return EvaluationData(tender, framework, scheme, _ranked(scheme, scored), warnings)


def tender_cautions(
    tender: Tender, framework: Framework, scheme: Scheme, *, bids: int = 0
) -> tuple[Problem, ...]:
    """What may be wrong with the tender and its scheme, whatever is offered.

    Args:
        tender: The buyer's side.
        framework: The measures.
        scheme: Weights and methods.
        bids: How many there are; a file of one that names no authority is a bidder's own, who is
            not asked what the authority records of the law.
    """
    policy = policy_cautions(tender, framework, scheme)
    national = national_cautions(tender, framework, scheme)
    is_buyers = bids != 1 or tender.authority
    law = locality_cautions(tender, framework) if is_buyers else ()
    asked = dict.fromkeys((*policy, *national, *law))
    return (*_fingerprint(tender, scheme), *asked)


_CLOSE = Fraction(1, 10)
"""Prices are close where the highest is no further than this share above the lowest."""


def _steep_spreads(scheme: Scheme, scored: list[Scored]) -> Iterator[Problem]:
    """Straight lines between close prices, which make many points of little money."""
    bids = [each.valuation.bid for each in scored if each.stands]
    for leaf in scheme.leaves:
        if not isinstance(leaf.method, LinearSpread):
            continue
        offered = [each.price_for(leaf.price) for each in bids]
        prices = [Fraction(each) for each in offered if each is not None]
        low, high = min(prices, default=Fraction(0)), max(prices, default=Fraction(0))
        if low and 0 < high - low <= low * _CLOSE:
            yield problem(
                "SV737",
                found=leaf.name,
                spread=pounds(publish(high - low, 2)),
                percent=plain(publish((high - low) / low * 100, 4)),
                points=plain(leaf.points),
            )


def _fingerprint(tender: Tender, scheme: Scheme) -> list[Problem]:
    """A scheme that is not the one printed in the invitation."""
    printed = tender.scheme_fingerprint
    if not printed or printed == scheme.fingerprint:
        return []
    return [problem("SV727", found=printed, used=scheme.fingerprint)]


def _ranked(scheme: Scheme, scored: list[Scored]) -> tuple[BidResult, ...]:
    """Results in the order of the ranking; equal rank in the order of names, failed last."""
    standing = [i for i, each in enumerate(scored) if each.stands]
    totals = {i: published(scored[i].exact, scheme.leaves, scheme) for i in standing}
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
        published(exact, [leaf for leaf in by_name[name].walk() if leaf.method is not None], scheme)
        for name in scheme.ties
    ]
    return (total, *breaks)


def _warnings(scheme: Scheme, scored: list[Scored]) -> tuple[Problem, ...]:
    """What may be wrong with the evaluation as a whole."""
    standing = [each.valuation for each in scored if each.stands]
    if not standing or any(each.total for each in standing):
        return ()
    return tuple(problem("SV715", found=each.name) for each in relative_leaves(scheme))
