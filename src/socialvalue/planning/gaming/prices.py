"""What a formula for price does: others decide, the middle cannot win, points are given away."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.assess.evaluation import Evaluation
from socialvalue.assess.firmness.firm import ExtraBid
from socialvalue.engine.points import publish
from socialvalue.errors import InputError
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.methods import DeviationFromMean, LinearSpread
from socialvalue.numbers import pounds, scaled, sum_of
from socialvalue.planning.gaming.finding import Finding
from socialvalue.planning.gaming.stage import Stage, least_step
from socialvalue.words import listed

__all__ = ["below_price", "cannot_win", "cover_bids", "middle", "price_twice"]

EXAMPLE, DEAR, PENNY = "Example", "Dear offer", Decimal("0.01")


# --- points cheaper than price --------------------------------------------------------------


def below_price(stage: Stage) -> Iterator[Finding]:
    """Full marks for social value cost less than the price that the same points are worth."""
    full = stage.full
    known = (each for each in stage.measures if each.code in stage.costs)
    paid = [(stage.costs[each.code] / stage.worth_of_one(each), each.code) for each in known]
    if stage.needed is None or not paid or not stage.leaves("price"):
        return
    measure = stage.framework[min(paid)[1]]
    offer = stage.reaching(measure, stage.needed)
    cost = publish(Fraction(offer.amount) * stage.costs[measure.code], 2)
    plain = stage.bid("No social value")

    def scored(pennies: int) -> tuple[Bid, bool]:
        bid = stage.bid(EXAMPLE, sum_of((stage.value, scaled(pennies, -2))), [offer.commitment])
        return bid, stage.score([bid, plain]).winners == (EXAMPLE,)

    most = int(scaled(stage.value, 2)) * 9
    beaten = least_step(lambda pennies: not scored(pennies)[1], most)
    outweighs = beaten is None  # no price that was tried catches up with full marks
    beaten = most + 1 if beaten is None else beaten
    if beaten < 1:
        return
    rise = scaled(beaten - 1, -2)
    if cost >= rise:
        return
    bid, _ = scored(beaten - 1)
    yield Finding(
        kind="priced-below-points", title="Full marks cost less than the same points of price",
        says=(f"{publish(full.points, 2)} points for social value outweigh "
              f"{'any price tried, ' if outweighs else 'a price '}up to {pounds(rise)} higher (on "
              f"{pounds(stage.value)}); {measure.name} gets them for {pounds(cost)}."),
        helps=("this is meant where the points are to buy social value; if not, lower their "
               "weight, or ask for measures that cost what they are worth."),
        threshold=rise, unit="£ of price", exact=not outweighs, bid=bid,
        result=stage.score([bid, plain]),
    )  # fmt: skip


# --- a bid that cannot win ------------------------------------------------------------------


def cannot_win(stage: Stage) -> Iterator[Finding]:
    """A further bid that is not first itself and changes who is."""
    found = _turned(stage)
    if found is None and stage.leaves("price"):
        near = _level(stage, beyond=5)
        found = None if near is None else _turned(attrs.evolve(stage, bids=near[:2]))
    if found is None:
        return
    before, extra, (bid, amount), result = found
    what = "a price" if extra.what == "price" else "social value"
    yield Finding(
        kind="cannot-win-decides", title="A bid that cannot win decides who does",
        says=(f"A further bid with {what} of {pounds(amount)} and nothing else is not first, and "
              f"makes {listed(result.winners)} first in place of {before}."),
        helps=("score by what each bid is alone: a target or bands for social value, a fixed "
               "reference for price; or say in the tender documents which bids set the measure."),
        threshold=amount, unit="£ of price" if extra.what == "price" else "£ of social value",
        exact=True, bid=bid, result=result,
    )  # fmt: skip


def _turned(stage: Stage) -> tuple[str, ExtraBid, tuple[Bid, Decimal], Evaluation] | None:
    """Who is first without the further bid, what it offers, and how all are scored with it."""
    before = stage.base.winners
    extra = stage.base.firmness().intruder if len(before) == 1 else None
    made = None if extra is None else _further(stage, extra)
    if extra is None or made is None:
        return None
    return before[0], extra, made, stage.score([*stage.bids, made[0]])


def _further(stage: Stage, extra: ExtraBid) -> tuple[Bid, Decimal] | None:
    """That bid in whole pennies, the nearest that changes who is first as published."""
    start = int(extra.amount * 100)
    sign = -1 if extra.what == "price" else 1

    def made(steps: int) -> Bid | None:
        pennies = start + sign * steps
        if pennies < 1:
            return None
        amount = scaled(pennies, -2)
        if extra.what == "price":
            return stage.bid(EXAMPLE, amount, share=Fraction(0))
        return stage.bid(EXAMPLE, scaled(stage.value, 2), stage.worth(amount), Fraction(0))

    def turns(steps: int) -> bool:
        bid = made(steps)
        if bid is None:
            return False
        won = stage.score([*stage.bids, bid]).winners
        return won == (extra.first,)

    most = next((2**each for each in range(40) if turns(2**each)), None)
    steps = None if most is None else least_step(turns, most)
    bid = None if steps is None else made(steps)
    if bid is None or steps is None:
        return None
    return bid, scaled(start + sign * steps, -2)


# --- the middle -------------------------------------------------------------------------------


def middle(stage: Stage) -> Iterator[Finding]:
    """A bid half-way between two that are level: where it is behind both, it can never win."""
    if not stage.leaves("price"):
        return
    found = _level(stage)
    if found is None:
        return
    cheap, dear, factor = found
    half = stage.bid(EXAMPLE, publish(Fraction(stage.value) * (1 + factor) / 2, 2),
                     _worth(stage, Fraction(3, 4)), Fraction(3, 4))  # fmt: skip
    result = stage.score([cheap, half, dear])
    points = {each.bidder: each.points for each in result.results}
    ends = (points[cheap.bidder], points[dear.bidder])
    own = points[EXAMPLE]
    if own is None or None in ends or own >= min(each for each in ends if each is not None):
        return
    yield Finding(
        kind="middle-cannot-win", title="A bid in the middle cannot win",
        says=(f"{pounds(half.price or PENNY)} with three quarters of all else lies half-way "
              f"between {pounds(cheap.price or PENNY)} with half of it ({ends[0]} points) and "
              f"{pounds(dear.price or PENNY)} with all of it ({ends[1]}), and gets {own}."),
        helps=("lowest price ÷ price bends: a fixed reference, or points per % above the lowest, "
               "gives the middle its share; or say that extremes are meant."),
        threshold=half.price, unit="£ of price", exact=False, bid=half, result=result,
    )  # fmt: skip


def _worth(stage: Stage, share: Fraction) -> tuple[Commitment, ...]:
    """A share of the pounds that have full marks."""
    value = stage.needed
    return () if value is None else stage.worth(publish(Fraction(value) * share, 2))


def _level(stage: Stage, beyond: int = 0) -> tuple[Bid, Bid, Fraction] | None:
    """A cheap bid with half of all else, and the dear one with all of it that is just level.

    Args:
        stage: The scheme.
        beyond: By how many tenths of a per cent the other is dearer still.
    """
    cheap = stage.bid("Cheap offer", None, _worth(stage, Fraction(1, 2)), Fraction(1, 2))

    def dear(steps: int) -> Bid:
        price = publish(Fraction(stage.value) * (1 + Fraction(steps, 1000)), 2)
        return stage.bid(DEAR, price, _worth(stage, Fraction(1)), Fraction(1))

    def behind(steps: int) -> bool:
        return stage.score([cheap, dear(steps)]).winners != (DEAR,)

    steps = least_step(behind, 9000)
    if not steps:
        return None
    return cheap, dear(steps + beyond), 1 + Fraction(steps + beyond, 1000)


# --- cover bids, and one's own price ----------------------------------------------------------


def cover_bids(stage: Stage) -> Iterator[Finding]:
    """Prices measured by the mean, or by the highest: bids that are not meant move them."""
    kinds = (DeviationFromMean, LinearSpread)
    if not any(isinstance(each.method, kinds) for each in stage.leaves("price")):
        return
    found = _covered(stage, stage.bids)
    if found is None:
        near = _level(stage, beyond=5)
        found = None if near is None else _covered(stage, near[:2])
    if found is None:
        return
    before, result, cover = found
    yield Finding(
        kind="cover-bids",
        title="Two cover bids move the price that all are measured by",
        says=(
            f"Two bids at {pounds(cover.price or PENNY)} that are not meant to win make "
            f"{listed(result.winners)} first in place of {listed(before)}."
        ),
        helps="measure each price by a fixed reference, or by the lowest that stands.",
        threshold=cover.price,
        unit="£ of price",
        exact=False,
        bid=cover,
        result=result,
    )


_DEARER = (1, 2, 5, 10, 20, 50, 100, 200, 400, 900)
"""By how many per cent of the contract value cover bids are dearer."""


def _covered(stage: Stage, bids: tuple[Bid, ...]) -> tuple[tuple[str, ...], Evaluation, Bid] | None:
    """Who is first without two cover bids, who is with them, and what one offers."""
    before = stage.score(bids).winners
    for per_cent in _DEARER:
        price = publish(Fraction(stage.value) * (1 + Fraction(per_cent, 100)), 2)
        made = [stage.bid(f"Cover bid {each}", price, share=Fraction(0)) for each in (1, 2)]
        result = stage.score([*bids, *made])
        (first, *others) = result.winners
        if not others and (first,) != before and first not in {each.bidder for each in made}:
            return before, result, made[0]
    return None


def price_twice(stage: Stage) -> Iterator[Finding]:
    """Social value divided by the bidder's own price: price counts in two criteria."""
    leaves = [each for each in stage.leaves("value")
              if getattr(each.method, "denominator", "") == "price"]  # fmt: skip
    value = stage.needed
    if not leaves or value is None:
        return
    offered = stage.worth(publish(Fraction(value) / 2, 2))
    low = publish(Fraction(stage.value) * Fraction(9, 10), 2)
    bids = [stage.bid(EXAMPLE, low, offered), stage.bid("Same offer, dearer", None, offered)]
    try:
        result = stage.score(bids)
    except InputError:  # beyond a published table
        return
    gap = stage.points(result, EXAMPLE) - stage.points(result, "Same offer, dearer")
    if gap <= 0:
        return
    yield Finding(
        kind="price-twice", title="Price counts twice",
        says=(f"Two bids offer the same social value; the one that is 10% cheaper gets "
              f"{publish(gap, 2)} more points for social value, on top of those for its price."),
        helps="divide by the contract value, which is the same for every bidder.",
        threshold=None, unit="", exact=True, bid=bids[0], result=result,
    )  # fmt: skip
