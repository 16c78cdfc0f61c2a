"""Ways to have the points for social value without giving any, or for less than they are worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

import attrs

from socialvalue.engine.points import publish
from socialvalue.model.measure import Measure
from socialvalue.numbers import grouped, pounds
from socialvalue.planning.gaming.finding import Finding
from socialvalue.planning.gaming.stage import Stage
from socialvalue.planning.offered import Offer
from socialvalue.units import amount_words
from socialvalue.words import listed, number_of

__all__ = ["above_cost", "as_usual", "claimable_twice", "for_little", "one_measure"]

EXAMPLE = "Example"
_FEW = 8
_HOURS = ("attendee_hour", "staff_hour", "expert_hour")


def _full(stage: Stage, offer: Offer, **said: str) -> Iterator[Finding]:
    """A finding that so much of one measure has full marks, where the engine says so."""
    full = stage.full
    if stage.needed is None:
        return
    bid = stage.bid(EXAMPLE, None, [offer.commitment])
    result = stage.score([*stage.bids, bid])
    if stage.points(result, EXAMPLE) < full.points:
        return
    exact = True
    if offer.amount > Decimal("0.01"):
        less = stage.bid(EXAMPLE, None, [stage.a_step_less(offer).commitment])
        exact = stage.points(stage.score([*stage.bids, less]), EXAMPLE) < full.points
    yield Finding(threshold=offer.amount, exact=exact, bid=bid, result=result, **said)


def _marks(stage: Stage) -> str:
    beside = ", beside the bids that it is tried on," if stage.relative else ""
    return f"all {grouped(publish(stage.full.points, 2))} points for social value{beside}"


# --- business as usual --------------------------------------------------------------------


def as_usual(stage: Stage) -> Iterator[Finding]:
    """What bidders have anyway, valued at the scheme."""
    if stage.needed is None:
        return
    if stage.usual:
        yield from _given_usual(stage)
        return
    local = [each for each in stage.measures if each.value_kind == "local_economic"]
    people = [each for each in local if each.unit == "fte_year" and each.counts == "every_year"]
    spend = [each for each in local if each.unit == "gbp"]
    for each in _best(stage, people):
        yield from _staff(stage, each)
    for each in _best(stage, spend):
        yield from _spend(stage, each)


def _best(stage: Stage, measures: Iterable[Measure]) -> list[Measure]:
    """The measure of which one unit is worth most, if any."""
    found = sorted(measures, key=lambda each: (-stage.worth_of_one(each), each.code))
    return found[:1]


_USUAL_HELPS = (
    "count what is additional to what bidders have, ask for new starters, or set the target above "
    "what usual staff and spend come to; say what is usual for your bidders, and test again."
)


def _staff(stage: Stage, measure: Measure) -> Iterator[Finding]:
    offer = stage.reaching(measure, stage.needed or Decimal(0))
    yield from _full(
        stage, offer, kind="business-as-usual", title="Business as usual gets full marks",
        says=(f"{grouped(offer.amount)} local staff whom a bidder already has, kept for the "
              f"contract ({measure.name}), get {_marks(stage)} and change nothing."),
        helps=_USUAL_HELPS, unit="people at any one time",
    )  # fmt: skip


def _spend(stage: Stage, measure: Measure) -> Iterator[Finding]:
    offer = stage.reaching(measure, stage.needed or Decimal(0))
    share = Fraction(offer.amount) / Fraction(stage.value)
    if share > 1:
        return
    yield from _full(
        stage, offer, kind="business-as-usual", title="Usual local spend gets full marks",
        says=(f"{publish(share * 100, 1)}% of the contract value spent locally "
              f"({pounds(offer.amount)}, {measure.name}) gets {_marks(stage)}; a bidder with local "
              "suppliers spends it anyway."),
        helps=_USUAL_HELPS, unit="£ spent",
    )  # fmt: skip


def _given_usual(stage: Stage) -> Iterator[Finding]:
    """The usual offer as it was given."""
    offers = [stage.offer(stage.framework[code], amount) for code, amount in stage.usual.items()]
    bid = stage.bid(EXAMPLE, None, [each.commitment for each in offers])
    result = stage.score([*stage.bids, bid])
    points = stage.points(result, EXAMPLE)
    if not points:
        return
    worth = result[EXAMPLE].valuation.total
    said = listed(f"{amount_words(each.amount, each.measure.unit)} of {each.measure.name}"
                  for each in offers)  # fmt: skip
    yield Finding(
        kind="business-as-usual", title="Business as usual gets points",
        says=(f"What bidders have anyway ({said}) counts {pounds(worth)} and gets "
              f"{publish(points, 2)} of {publish(stage.full.points, 2)} points for social value."),
        helps="count what is additional, or set the target above what is usual.",
        threshold=worth, unit="£ of social value", exact=True, bid=bid, result=result,
    )  # fmt: skip


# --- one measure alone ---------------------------------------------------------------------


def one_measure(stage: Stage) -> Iterator[Finding]:
    """The measure that alone has full marks: the cheapest, or the one with most £ an hour."""
    if stage.needed is None:
        return
    for measure in _within_reach(stage):
        offer = stage.reaching(measure, stage.needed)
        words = amount_words(offer.amount, measure.unit)
        cost = stage.costs.get(measure.code)
        paid = "" if cost is None else f", for {pounds(publish(Fraction(offer.amount) * cost, 2))}"
        yield from _full(
            stage, offer, kind="one-measure", title="One measure does it all",
            says=(f"{words} of {measure.name} ({measure.title}) get {_marks(stage)}{paid}: "
                  f"{pounds(stage.worths[measure.code])} each."),
            helps=("limit how much of one measure counts, share the points between themes, or ask "
                   "for several measures."),
            unit=words.partition(" ")[2],
        )  # fmt: skip


def _within_reach(stage: Stage) -> list[Measure]:
    """The cheapest measure per £ of those with a cost; else the hours with most £ each."""
    full = stage.needed or Decimal(0)
    able = [each for each in stage.measures
            if each.code not in stage.limits
            or stage.reaching(each, full).amount <= stage.limits[each.code]]  # fmt: skip
    priced = [each for each in able if each.code in stage.costs and each.unit != "gbp"]
    if priced:
        return sorted(priced, key=lambda each: (stage.costs[each.code] / stage.worth_of_one(each),
                                                each.code))[:1]  # fmt: skip
    limited = [each for each in able if each.code in stage.limits]
    hours = ([each for each in able if each.unit == unit] for unit in _HOURS)
    return _best(stage, limited or next(filter(None, hours), []))


def above_cost(stage: Stage) -> Iterator[Finding]:
    """A pound spent that counts as more than a pound; or any measure that costs less than it is."""
    found = [each for each in stage.measures
             if each.unit == "gbp" and stage.worths[each.code] > 1]  # fmt: skip
    if stage.needed is None or not found:
        return
    (measure,) = _best(stage, found)
    worth = stage.worths[measure.code]
    yield from _full(
        stage, stage.reaching(measure, stage.needed), kind="value-above-cost",
        title="A pound spent counts as more than a pound",
        says=(f"Each £1 of {measure.name} counts as £{grouped(worth)}: moving spend there gets "
              f"{_marks(stage)} without anything new."),
        helps="look at the multiplier's source; leave the measure out, or limit it.",
        unit="£ spent",
    )  # fmt: skip


def for_little(stage: Stage) -> Iterator[Finding]:
    """Points measured by the highest offer: alone, the least offer has all of them."""
    relative = [each for each in stage.leaves("value")
                if getattr(each.method, "MEASURED_BY", "") == "ends"
                and getattr(each.method, "minimum", None) is None]  # fmt: skip
    measure = stage.plainest
    if not relative or measure is None:
        return
    offer = stage.reaching(measure, Decimal(1))
    bid, other = stage.bid(EXAMPLE, None, [offer.commitment]), stage.bid("Nothing offered")
    result = stage.score([bid, other])
    points = sum((result[EXAMPLE].exact[each.name] for each in relative), Fraction(0))
    if points < sum((Fraction(each.points) for each in relative), Fraction(0)):
        return
    worth = result[EXAMPLE].valuation.total
    yield Finding(
        kind="full-marks-for-little", title="The best offer gets full marks, however small",
        says=(f"Where nobody else offers social value, {pounds(worth)} of it gets all "
              f"{publish(points, 2)} points of {listed(each.name for each in relative)}."),
        helps="state a minimum (£ per £1) below which there are no points, or score by a target.",
        threshold=worth, unit="£ of social value", exact=False, bid=bid, result=result,
    )  # fmt: skip


# --- twice ---------------------------------------------------------------------------------


def claimable_twice(stage: Stage) -> Iterator[Finding]:
    """One activity under two measures of one unit and outcome, with no rule between them."""
    ruled = {frozenset(pair) for rule in stage.framework.exclusions for pair in rule.pairs}
    pairs = [
        (one, other) for one, other in combinations(stage.measures, 2)
        if (one.unit, one.outcome) == (other.unit, other.outcome)
        and frozenset((one.code, other.code)) not in ruled
    ]  # fmt: skip
    if not pairs:
        return
    first = max(pairs, key=lambda pair: min(map(stage.worth_of_one, pair)))
    amount = Decimal(1000) if first[0].unit == "gbp" else Decimal(10)
    made = [attrs.evolve(stage.offer(each, amount).commitment, activity="one activity")
            for each in first]  # fmt: skip
    bid = stage.bid(EXAMPLE, None, made)
    once = stage.bid("Said once", None, made[:1])
    result = stage.score([bid, once])
    if not all(each.pence for each in result[EXAMPLE].valuation.lines):
        return
    names = [f"{one.name} and {other.name}" for one, other in pairs]
    more = f", and {len(names) - _FEW} more" if len(names) > _FEW else ""
    yield Finding(
        kind="claimable-twice", title="The same activity can count twice",
        says=(f"No rule keeps apart {number_of(len(pairs), 'pair')} of measures of one unit and "
              f"outcome: {'; '.join(names[:_FEW])}{more}. In the example one activity counts under "
              "both."),
        helps="add a rule on double counting (exclusions), or ask for one of each pair.",
        threshold=None, unit="", exact=True, bid=bid, result=result,
    )  # fmt: skip
