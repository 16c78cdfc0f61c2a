"""A commitment set beside all that decides what it is worth: measure, day, place, figures."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.figures import ProxyValue, candidates
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.places import rings
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT, Exact, product, simplest

__all__ = ["TENDER_LAYER", "Offer", "offers_of", "target_of", "value_date"]

TENDER_LAYER = "tender"
"""The layer of a unit value that the tender gives."""

_ONE = Decimal(1)


@attrs.frozen
class Offer:
    """One commitment and what decides its worth.

    Attributes:
        number: The commitment's place in the bid, from 1.
        commitment: What is promised.
        measure: The measure, as its set defines it.
        on: The day whose value counts.
        date_rule: Whose day that is: commitment, tender, framework or edition.
        place: ONS code of where it falls, or None.
        figures: The figures that could apply, the one that does first.
        keep: The share left after adjustments; 1 where none was asked for.
        factor: How often the quantity is offered over the whole contract.
    """

    number: int
    commitment: Commitment
    measure: Measure
    on: date
    date_rule: str
    place: str | None
    figures: tuple[ProxyValue, ...]
    keep: Exact
    factor: Decimal

    @property
    def voucher(self) -> ProxyValue | None:
        """The figure that applies, or None."""
        return self.figures[0] if self.figures else None

    @property
    def unit_value(self) -> Decimal | None:
        """£ per unit, or None where there is none or the measure is recorded only."""
        voucher = self.voucher
        return None if voucher is None or self.measure.kind == "recorded" else voucher.value


def offers_of(tender: Tender, bid: Bid, framework: Framework) -> Iterator[Offer]:
    """The commitments of a bid, in its order, each with what decides its worth."""
    given = {framework.canonical(code): value for code, value in tender.unit_values.items()}
    found: dict[tuple[str, date, str | None], tuple[ProxyValue, ...]] = {}
    for number, commitment in enumerate(bid.commitments, start=1):
        measure = framework[commitment.measure]
        on, rule = value_date(tender, commitment, framework)
        place = commitment.place or tender.place or framework.place
        key = (measure.code, on, place)
        if key not in found:
            found[key] = _figures(measure, on, place, framework)
            if measure.code in given:
                first = _given(given[measure.code], measure, on, tender)
                found[key] = (first, *found[key])
        figures = found[key]
        yield Offer(
            number=number,
            commitment=commitment,
            measure=measure,
            on=on,
            date_rule=rule,
            place=place,
            figures=figures,
            keep=_keep(commitment),
            factor=_factor(commitment, tender),
        )


def _figures(
    measure: Measure, on: date, place: str | None, framework: Framework
) -> tuple[ProxyValue, ...]:
    """The figures of the sets that could apply, the one that does first."""
    return candidates(measure.proxy, on, rings(framework.places, place))


def value_date(
    tender: Tender, commitment: Commitment | None, framework: Framework
) -> tuple[date, str]:
    """The day whose value counts, and whose day it is.

    Source:
        Law 5 of the project's design: the commitment's, else the tender's notice, else the day
        the set was loaded for, else the first day on which its measures have their values.
    """
    if commitment is not None and commitment.date is not None:
        return commitment.date, "commitment"
    if tender.published is not None:
        return tender.published, "tender"
    if framework.on is not None:
        return framework.on, "framework"
    return framework.value_date(), "edition"


def target_of(tender: Tender, framework: Framework) -> Decimal | None:
    """£ of social value asked for per £1: the tender's, else the council's on the notice's day."""
    if tender.target is not None:
        return tender.target
    on = tender.published or framework.on
    return None if on is None else framework.policy.target(on=on)


def _given(value: Decimal, measure: Measure, on: date, tender: Tender) -> ProxyValue:
    """A unit value given for this procurement; it stands before all others."""
    keys = [f"unit_values/{code}" for code in (measure.code, measure.alias)]
    written = next((tender.spans[key] for key in keys if key in tender.spans), tender.span)
    return ProxyValue(value, on, layer=TENDER_LAYER, note="given by the tender", span=written)


def _keep(commitment: Commitment) -> Exact:
    """The share left after the adjustments that were asked for.

    Source:
        scoring.md §1, V6: (1−deadweight)(1−displacement)(1−leakage)(1−attribution_to_others)
        × share_claimed; TOMs practice applies none.
    """
    removed = (
        commitment.deadweight,
        commitment.displacement,
        commitment.leakage,
        commitment.attribution_to_others,
    )
    keep = commitment.share_claimed if commitment.share_claimed is not None else _ONE
    for share in removed:
        if share is not None:
            keep = product(keep, _rest(share))
    return keep


def _rest(share: Exact) -> Exact:
    """What a share leaves."""
    return EXACT.subtract(_ONE, share) if isinstance(share, Decimal) else simplest(1 - share)


def _factor(commitment: Commitment, tender: Tender) -> Decimal:
    """How often the quantity is offered over the whole contract, by its basis."""
    if commitment.basis == "per_year":
        return tender.years
    if commitment.basis == "per_million":
        return tender.contract_value.initial.scaleb(-6, context=EXACT)
    return _ONE
