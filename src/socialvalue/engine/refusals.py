"""Why a line does not count: each rule a function that answers with a reason or nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from socialvalue.engine.offers import Offer
from socialvalue.engine.order import place_of
from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.fields import as_read
from socialvalue.model.figures import Exclusion
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import place_name, within
from socialvalue.model.tender import Tender
from socialvalue.words import day_words

__all__ = ["WholeBid", "activity_key", "refusals_of"]


@lru_cache(maxsize=4096)
def activity_key(activity: str | None) -> str | None:
    """An activity as it is compared; None where none is named.

    Example:
        >>> activity_key("  Site  Team "), activity_key(" ")
        ('site team', None)
    """
    return as_read(activity or "") or None


class WholeBid:
    """What the rules need to know of a bid beside the line they look at.

    Attributes:
        tender: The buyer's side.
        framework: The measures.
        stronger: A code to the codes that stand before it, each with its rule.
        offered: An activity to the codes offered for it.
        shortlist: The codes that the tender asks for; none means all.
        switched_off: A code that the tender does not use to the reason, and who signed it off.
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
        self.shortlist = {framework.canonical(code) for code in tender.shortlist}
        self.switched_off = {
            framework.canonical(each.code): each.reason for each in tender.switch_off
        }


def refusals_of(offer: Offer, whole: WholeBid) -> tuple[Problem, ...]:
    """All the reasons why a line does not count, in their order; none for one that does.

    Args:
        offer: The commitment, and what decides its worth.
        whole: The bid it is part of.
    """
    found = (
        _switched_off(offer, whole),
        _not_shortlisted(offer, whole),
        _recorded_only(offer.measure),
        _outside(offer, whole),
        _no_value(offer, whole.framework),
        _years_not_stated(offer),
        _call_offs(offer),
        *_double_count(offer, whole),
    )
    listed = (each for each in found if each is not None)
    return tuple(sorted(listed, key=lambda each: place_of(each.code)))


def _switched_off(offer: Offer, whole: WholeBid) -> Problem | None:
    """A measure that the council, or this tender, does not use."""
    off = whole.switched_off.get(offer.measure.code) or offer.measure.switched_off
    return problem("SV509", measure=offer.measure.name, why=off) if off else None


def _not_shortlisted(offer: Offer, whole: WholeBid) -> Problem | None:
    if not whole.shortlist or offer.measure.code in whole.shortlist:
        return None
    return problem("SV513", measure=offer.measure.name)


def _recorded_only(measure: Measure) -> Problem | None:
    return problem("SV503", measure=measure.name) if measure.kind == "recorded" else None


def _outside(offer: Offer, whole: WholeBid) -> Problem | None:
    """A benefit, or a supplier, that is not in the contract's place."""
    wanted = whole.tender.place or whole.framework.place
    here = offer.commitment.place
    if offer.measure.place == "none" or wanted is None or here is None:
        return None
    places = whole.framework.places
    if within(places, here, wanted):
        return None
    return problem("SV508", found=place_name(places, here), place=place_name(places, wanted))


def _no_value(offer: Offer, framework: Framework) -> Problem | None:
    """No figure on that day, for that place, or none at all; each with its own reason."""
    measure, voucher = offer.measure, offer.voucher
    if measure.kind == "recorded" or offer.unit_value is not None:
        return None
    first = _first(measure)
    if voucher is None and first is not None and offer.on < first:
        return problem(
            "SV510", measure=measure.name, on=day_words(offer.on), first=day_words(first)
        )
    if voucher is None or measure.local:
        where = place_name(framework.places, offer.place)
        return problem("SV502", measure=measure.name, place=where)
    return problem("SV501", measure=measure.name, why=voucher.note)


def _first(measure: Measure) -> date | None:
    values = measure.proxy.values if measure.proxy else ()
    return min((each.start for each in values), default=None)


def _years_not_stated(offer: Offer) -> Problem | None:
    """A measure that counts first years only, offered as a bare number.

    Of a measure that counts every year a number of FTE-years is a total, and counts as it stands.
    """
    if offer.measure.counts != "first_year" or offer.commitment.quantity.rate is not None:
        return None
    return problem("SV505", measure=offer.measure.name)


def _call_offs(offer: Offer) -> Problem | None:
    return problem("SV511") if offer.commitment.basis == "per_call_off" else None


def _double_count(offer: Offer, whole: WholeBid) -> Iterator[Problem]:
    """A stronger measure that is offered for the same activity, whether or not it counts."""
    activity = activity_key(offer.commitment.activity)
    if activity is None:
        return
    for stands, rule in whole.stronger.get(offer.measure.code, ()):
        if stands in whole.offered[activity]:
            yield problem(
                "SV504",
                activity=f"activity '{offer.commitment.activity}'",
                other=whole.framework[stands].name,
                measure=offer.measure.name,
                why=rule.why,
            )
