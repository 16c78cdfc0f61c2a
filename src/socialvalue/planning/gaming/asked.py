"""The test of a scheme before it is published: every way in which we know how to game one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.assess.before.checks import bids_of, input_problems, refuse
from socialvalue.engine.offers import target_of
from socialvalue.engine.points import publish
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import one
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.numbers import plain
from socialvalue.planning.amounts import Amounts, amounts_by_code
from socialvalue.planning.compare import costs_of
from socialvalue.planning.gaming import offers, prices, tables
from socialvalue.planning.gaming.finding import Finding, RedTeam
from socialvalue.planning.gaming.stage import ASSUMED, Stage, made_up
from socialvalue.planning.one_lot import of_one_lot, without_lot
from socialvalue.planning.past.contracts import PastContracts
from socialvalue.planning.past.hiding import Rule, as_told, check_enough
from socialvalue.words import number_of

__all__ = ["red_team"]

Finder = Callable[[Stage], Iterator[Finding]]

Able = Callable[[Stage], object]


def _value(stage: Stage) -> object:
    return stage.needed is not None


def _counted(stage: Stage) -> object:
    return stage.plainest is not None and stage.leaves("value")


def _price(stage: Stage) -> object:
    return stage.leaves("price")


def _all(*able: Able) -> Able:
    return lambda stage: all(each(stage) for each in able)


_FINDERS: tuple[tuple[str, Finder, Able], ...] = (
    ("business as usual with full marks", offers.as_usual, _value),
    ("one measure that does it all", offers.one_measure, _value),
    ("a pound spent that counts as more", offers.above_cost, _value),
    ("full marks for less than the same points of price", prices.below_price,
     _all(_value, _price, lambda stage: {each.code for each in stage.measures} & {*stage.costs})),
    ("full marks for the best offer, however small", offers.for_little, _counted),
    ("a bid that cannot win and decides", prices.cannot_win, lambda s: _price(s) or _counted(s)),
    ("cover bids that move what prices are measured by", prices.cover_bids, _price),
    ("bids in the middle that cannot win", prices.middle, _price),
    ("price that counts twice", prices.price_twice, _all(_value, _price)),
    ("cliffs", tables.cliffs, _counted),
    ("an activity that counts twice", offers.claimable_twice, _counted),
    ("offers as in the past that all have the same", tables.decides_nothing,
     lambda stage: stage.ratios and stage.full.value),
    ("points for commitments that are not delivered", tables.not_delivered,
     _all(_value, lambda stage: stage.kept is not None)),
)  # fmt: skip
"""What is looked for, in words, what looks for it, and whether it can; in the order of findings."""


def red_team(
    tender: Tender,
    framework: Framework,
    scheme: Scheme | None = None,
    *,
    bids: Iterable[Bid] = (),
    costs: Amounts | None = None,
    usual: Amounts | None = None,
    limits: Amounts | None = None,
    past: PastContracts | None = None,
    lot: str | None = None,
) -> RedTeam:
    """Test a scheme before it is published: how it can be gamed, each way as a bid.

    Every finding is a bid that nobody made, scored by the engine, with the figure from which it
    holds and what would close it.  Nothing here changes a point of any bid.

    Args:
        tender: The buyer's side.
        framework: The measures.
        scheme: The scheme; the tender's own, else the plug-in's, if not given.
        bids: Invented or past bids that it is tried on; three are made up if none are given, and
            what they are is said.
        costs: Code to what one unit costs a bidder, £; a pound spent costs a pound.
        usual: Code to how much bidders have anyway; of FTE-years, people at any one time.
        limits: Code to the most of it that is within a bidder's reach.
        past: Past contracts, whose offers show whether the criterion decides anything, and what
            becomes of commitments.
        lot: Which lot, of a tender in lots; bids for others are not tried, and those that
            somebody made forbid the test of a published scheme all the same.

    Returns:
        The findings, what was not found, and what could not be looked for.

    Raises:
        InputError: The scheme is published, and there are bids that are not invented (SV1330);
            there is none (SV710); the tender is in lots and none is named (SV1339), or it has no
            such lot (SV322); a bid names none, or one that there is not (SV322); two codes of one
            measure (SV222); and all that `evaluate` refuses.
        NotFoundError: A cost, usual amount or limit of no measure (SV209), and nothing else is
            wrong with them.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value="400_000", published="2022-07-01",
        ...                    target="0.50", unit_values={"NT1": "28460", "NT18": "0.7"})
        >>> scheme = sv.Scheme([sv.Criterion("price", 60, sv.LowestPrice()),
        ...                     sv.Criterion("social value", 40, sv.AgainstTarget())])
        >>> found = sv.planning.red_team(tender, toms, scheme)
        >>> print(found.findings[0].says)
        7.03 local staff whom a bidder already has, kept for the contract (NT1), get all 40 points
        for social value and change nothing.

    Source:
        doubt.md §7; Bergman and Lundberg (2013) and Stilger, Siderius and van Raaij (2017) on
        formulas for price; Chen (2008) on relative scores.
    """
    entered = _entered(tender, bids, framework)
    tender = of_one_lot(tender, lot)
    given = tuple(_apart(attrs.evolve(each, lot=None)) for each in entered if each.lot == lot)
    real = [each.bidder for each in entered if not each.invented]
    if tender.scheme_fingerprint and real:
        raise InputError(problem("SV1330", found=tender.title,
                                 fingerprint=tender.scheme_fingerprint,
                                 bids=number_of(len(real), "bid")))  # fmt: skip
    used = (tender.scheme or framework.scheme) if scheme is None else scheme
    if used is None:
        raise InputError(problem("SV710"))
    plain = attrs.evolve(tender, scheme=None, scheme_fingerprint="", papers=None)
    stage = Stage(
        plain, framework, one("the scheme", Scheme, used), given, costs_of(framework, costs),
        amounts_by_code(framework, usual, "the usual amount of"),
        amounts_by_code(framework, limits, "the limit of"),
    )  # fmt: skip
    if past is not None:
        stage = attrs.evolve(stage, **_known(one("the past contracts", PastContracts, past)))
    said = f"Tried on {number_of(len(given), 'bid')}, as given."
    if not given:
        stage = attrs.evolve(stage, bids=tuple(made_up(stage)))
        said = _made_up_words(stage)
    return _tested(stage, said)


def _entered(tender: Tender, bids: Iterable[Bid], framework: Framework) -> tuple[Bid, ...]:
    """The bids of all lots, so that none is left out because its lot was mistyped.

    Raises:
        InputError: A bid is of no lot, or means nothing here; all that is wrong with any.
    """
    entered = bids_of(tender, bids, framework)
    if entered:
        refuse([*without_lot(tender, entered), *input_problems(tender, entered, framework)])
    return entered


_OURS = frozenset({"example", "cover bid 1", "cover bid 2"})
"""Names of bids that nobody made and that stand beside those that are given."""


def _apart(bid: Bid) -> Bid:
    """A given bid under a name that none of ours has."""
    taken = bid.bidder.casefold() in _OURS
    return attrs.evolve(bid, bidder=f"{bid.bidder} (given)") if taken else bid


def _known(past: PastContracts) -> dict[str, Any]:
    """What past contracts say of offers and of deliveries, where there are enough of them.

    Raises:
        InputError: There are too few (SV1337).
    """
    check_enough(past)
    known = [each for each in past.contracts if each.is_known and each.promised]
    kept = [min(Fraction(1), Fraction(each.delivered or 0) / Fraction(each.promised))
            for each in known]  # fmt: skip
    middle = as_told(kept)[len(kept) // 2] if Rule().holds(known) else None
    return {"ratios": as_told(each.per_pound for each in past.contracts), "kept": middle}


def _made_up_words(stage: Stage) -> str:
    target = target_of(stage.tender, stage.framework)
    most = f"{plain(publish(Fraction(target or ASSUMED) * 100, 2))}p"
    most += "" if target else ", as nobody states a target,"
    return (
        "Tried on three bids that nobody made: at the contract value with full marks and "
        f"{most} of social value per £1; at nine tenths of it with three quarters of the marks "
        "and half of that; and at four fifths with half of the marks and none."
    )


def _tested(stage: Stage, said: str) -> RedTeam:
    findings: list[Finding] = []
    closed = []
    for words, finder, able in _FINDERS:
        found = list(finder(stage))
        findings += found
        if not found and able(stage):
            closed.append(words)
    return RedTeam(stage.tender.title, stage.scheme.fingerprint, said, tuple(findings),
                   tuple(f"{each[0].upper()}{each[1:]}." for each in closed),
                   tuple(_not_looked(stage)))  # fmt: skip


def _not_looked(stage: Stage) -> Iterator[str]:
    """What it would take to look for the rest."""
    known = {each.code for each in stage.measures if each.unit != "gbp"} & {*stage.costs}
    if not known:
        yield "Which measure is the cheapest way to full marks: say what a unit costs a bidder."
    if not stage.usual:
        yield "What your bidders have anyway: say how much staff and spend is usual."
    if not stage.ratios:
        yield "Whether it decides anything among offers as in the past: give past contracts."
    if stage.kept is None and _value(stage):
        yield (
            "Whether commitments are delivered: give past contracts that are finished, with what "
            "was delivered."
        )
    if not stage.leaves("price"):
        yield "What a formula for price does: no points of this scheme depend on price."
    if stage.full.value is None:
        yield "What full marks take: no points of this scheme depend on pounds of social value."
