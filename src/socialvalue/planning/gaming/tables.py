"""Where points jump, or do not move: the edges of tables, and offers that all have the same."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from socialvalue.engine.points import publish
from socialvalue.errors import InputError
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import AgainstTarget, Banded, RelativeToHighest
from socialvalue.numbers import pounds
from socialvalue.planning.gaming.finding import Finding
from socialvalue.planning.gaming.stage import Stage
from socialvalue.words import number_of

__all__ = ["cliffs", "decides_nothing", "not_delivered"]

EXAMPLE = "Example"
_FEW = Fraction(1, 10)
_MOST = Fraction(8, 10)


def cliffs(stage: Stage) -> Iterator[Finding]:
    """A penny more of social value that has many points: the steepest edge of each criterion."""
    for leaf in stage.leaves("value"):
        found = [each for each in (_at(stage, leaf, edge) for edge in _edges(leaf)) if each]
        if found:
            _, finding = max(found, key=lambda each: each[0])
            yield finding


def _edges(leaf: Criterion) -> Iterator[Fraction]:
    """£ per £1 at which points jump."""
    method: Any = leaf.method
    if isinstance(method, Banded):
        yield from (Fraction(each.lower) for each in method.bands[1:])
    if isinstance(method, AgainstTarget) and method.floor:
        yield Fraction(method.floor) * Fraction(method.target or 0)
    if isinstance(method, RelativeToHighest) and method.minimum:
        yield Fraction(method.minimum)


def _at(stage: Stage, leaf: Criterion, edge: Fraction) -> tuple[Fraction, Finding] | None:
    """What a penny more has at an edge."""
    method: Any = leaf.method
    if not edge and isinstance(method, AgainstTarget):
        edge = Fraction(method.floor) * Fraction(stage.tender.target or 0)
    measure = stage.plainest
    if not edge or measure is None:
        return None
    offer = stage.reaching(measure, publish(edge * Fraction(stage.value), 2))
    bid = stage.bid(EXAMPLE, None, [offer.commitment])
    less = stage.bid("A step less", None, [stage.a_step_less(offer).commitment])
    try:
        result = stage.score([bid, less])
    except InputError:  # beyond a published table
        return None
    held = [result[each].exact.get(leaf.name, Fraction(0)) for each in (EXAMPLE, "A step less")]
    jump = held[0] - held[1]
    if jump < Fraction(leaf.points) * _FEW:
        return None
    worth = result[EXAMPLE].valuation.total
    banded = isinstance(method, Banded)
    return jump, Finding(
        kind="cliff", title=f"A cliff in {leaf.name}",
        says=(f"At {pounds(worth)} ({publish(edge * 100, 2)}p per £1) a step more gets "
              f"{publish(jump, 2)} of {publish(Fraction(leaf.points), 2)} points"
              f"{', and between edges more gets none' if banded else ''}."),
        helps="points that grow with each pound, up to a target, have no edge to aim at.",
        threshold=worth, unit="£ of social value", exact=True, bid=bid, result=result,
    )  # fmt: skip


def decides_nothing(stage: Stage) -> Iterator[Finding]:
    """Offers as in past contracts: most at the cap, or most near nothing.

    Whether all are so or all but one is not told: asked of one target after another, it would be
    the lowest or the highest contract's own figure.
    """
    if not stage.ratios or not stage.full.value:
        return
    full = Fraction(stage.full.value) / Fraction(stage.value)
    count = len(stage.ratios)
    at_cap = sum(each >= full for each in stage.ratios)
    near_none = sum(each < full * _FEW for each in stage.ratios)
    for many, where, helps in (
        (at_cap, "have full marks", "raise the target: see what one would have done with targets."),
        (near_none, "have less than a tenth of the points", "lower the target, or ask for less."),
    ):
        told = min(many, count - 1)
        if Fraction(told, count) < _MOST:
            continue
        ratio = sorted(stage.ratios)[count // 2]
        value = publish(ratio * Fraction(stage.value), 2)
        bids = [stage.bid(EXAMPLE, None, stage.worth(value)), stage.bid("Nothing offered")]
        yield Finding(
            kind="decides-nothing", title="The criterion decides nothing",
            says=(f"{'At least ' if told < many else ''}{told} of "
                  f"{number_of(count, 'past offer')} {where}: among such bids the criterion tells "
                  "nobody apart. The example offers what the middle one did."),
            helps=helps, threshold=Decimal(told), unit=f"of {count} past offers",
            exact=told == many,
            bid=bids[0], result=stage.score(bids),
        )  # fmt: skip


def not_delivered(stage: Stage) -> Iterator[Finding]:
    """Points are for what is offered: the same bid, with what is usually delivered of it."""
    value, kept = stage.needed, stage.kept
    if value is None or kept is None or kept >= _MOST:
        return
    bid = stage.bid(EXAMPLE, None, stage.worth(value))
    part = publish(Fraction(value) * kept, 2)
    bids = [bid, stage.bid("What is delivered", None, stage.worth(part))]
    result = stage.score(bids)
    points = [stage.points(result, each.bidder) for each in bids]
    if points[0] <= points[1]:
        return
    yield Finding(
        kind="not-delivered", title="Points are for commitments, whatever is delivered",
        says=(f"The middle one of past contracts delivered {publish(kept * 100, 0)}% of what was "
              f"committed. An offer with {publish(points[0], 2)} points would have had "
              f"{publish(points[1], 2)} for that; nothing in the scheme takes points back."),
        helps="say in the contract what happens when a commitment is not met, and check it.",
        threshold=part, unit="£ of social value", exact=False, bid=bid, result=result,
    )  # fmt: skip
