"""Why a line does not count: each rule a function that answers with a reason or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from socialvalue.errors import Problem, problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Exclusion, Measure, ProxyValue
from socialvalue.model.places import chain, place_name
from socialvalue.model.tender import Bid, Tender

__all__ = ["Refuse", "activity_key", "refusals_of"]


def activity_key(activity: str | None) -> str | None:
    """An activity as it is compared: capitals and spacing do not matter.

    Example:
        >>> activity_key("  Site  Team ")
        'site team'
    """
    return None if activity is None else " ".join(activity.casefold().split())


class Refuse:
    """What the rules need to know of a bid as a whole.

    Attributes:
        tender: The buyer's side.
        framework: The measures.
        stronger: A code to the codes that stand before it, each with its rule.
        offered: An activity to the codes offered for it.
    """

    def __init__(self, tender: Tender, bid: Bid, framework: Framework) -> None:
        self.tender = tender
        self.framework = framework
        self.stronger: dict[str, list[tuple[str, Exclusion]]] = defaultdict(list)
        for rule in framework.exclusions:
            for stands, falls in rule.pairs:
                self.stronger[falls].append((stands, rule))
        self.offered: dict[str | None, set[str]] = defaultdict(set)
        for each in bid.commitments:
            self.offered[activity_key(each.activity)].add(framework.canonical(each.measure))


def refusals_of(
    refuse: Refuse,
    commitment: Commitment,
    measure: Measure,
    voucher: ProxyValue | None,
    on: date,
    place: str | None,
) -> tuple[Problem, ...]:
    """All the reasons why a line does not count; none for one that does.

    Args:
        refuse: What is known of the bid.
        commitment: The line's offer.
        measure: Its measure.
        voucher: The figure that applies, or None.
        on: The day whose value counts.
        place: Where it falls, or None.
    """
    found = (
        _switched_off(measure),
        _recorded_only(measure),
        _outside(refuse, commitment, measure),
        _no_value(refuse, measure, voucher, on, place),
        _years_not_stated(commitment, measure),
        _call_offs(commitment),
        *_double_count(refuse, commitment, measure),
    )
    return tuple(each for each in found if each is not None)


def _switched_off(measure: Measure) -> Problem | None:
    off = measure.switched_off
    return problem("SV509", measure=measure.name, why=off) if off else None


def _recorded_only(measure: Measure) -> Problem | None:
    return problem("SV503", measure=measure.name) if measure.kind == "recorded" else None


def _outside(refuse: Refuse, commitment: Commitment, measure: Measure) -> Problem | None:
    """A benefit, or a supplier, that is not in the contract's place."""
    wanted = refuse.tender.place or refuse.framework.place
    places = refuse.framework.places
    if measure.place == "none" or wanted is None or commitment.place is None:
        return None
    if wanted in chain(places, commitment.place):
        return None
    found, place = place_name(places, commitment.place), place_name(places, wanted)
    return problem("SV508", found=found, place=place)


def _no_value(
    refuse: Refuse, measure: Measure, voucher: ProxyValue | None, on: date, place: str | None
) -> Problem | None:
    """No figure on that day, for that place, or none at all; each with its own reason."""
    if measure.kind == "recorded" or (voucher is not None and voucher.value is not None):
        return None
    if measure.local and (voucher is not None or _begun(measure, on)):
        where = place_name(refuse.framework.places, place)
        return problem("SV502", measure=measure.name, place=where)
    if voucher is not None:
        return problem("SV501", measure=measure.name, why=voucher.note)
    first = _first(measure)
    return problem("SV510", measure=measure.name, on=on, first=first)


def _begun(measure: Measure, on: date) -> bool:
    first = _first(measure)
    return first is not None and first <= on


def _first(measure: Measure) -> date | None:
    values = measure.proxy.values if measure.proxy else ()
    return min((each.start for each in values), default=None)


def _years_not_stated(commitment: Commitment, measure: Measure) -> Problem | None:
    """A measure that depends on years, offered as a bare number."""
    if measure.counts == "any" or commitment.quantity.rate is not None:
        return None
    return problem("SV505", measure=measure.name)


def _call_offs(commitment: Commitment) -> Problem | None:
    return problem("SV511") if commitment.basis == "per_call_off" else None


def _double_count(
    refuse: Refuse, commitment: Commitment, measure: Measure
) -> Iterator[Problem]:
    """A stronger measure that is offered for the same activity, whether or not it counts."""
    activity = activity_key(commitment.activity)
    if activity is None:
        return
    for stands, rule in refuse.stronger.get(measure.code, ()):
        if stands in refuse.offered[activity]:
            other = refuse.framework[stands].name
            yield problem(
                "SV504",
                activity=f"activity '{commitment.activity}'",
                other=other,
                measure=measure.name,
                why=rule.why,
            )
