"""Valuing the commitments of one bid: which lines count, for how much, and why not.

Every line is counted in full or refused in full.  A commitment of which only a part counts
becomes two lines of the same number: what counts, and the excess with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Context, Decimal

import attrs

from socialvalue.engine.exact import line_pence, pounds
from socialvalue.engine.refusals import Refuse, refusals_of
from socialvalue.engine.durations import Part, parts
from socialvalue.errors import CATALOGUE, Problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure, ProxyValue, candidates
from socialvalue.model.places import chain
from socialvalue.model.tender import Bid, Tender

__all__ = ["Line", "value_bid", "value_date"]

_EXACT = Context(prec=400)
_ONE = Decimal(1)
TENDER_LAYER = "tender"


@attrs.frozen
class Line:
    """One line of a valuation: what was offered, what counts, and the voucher for it.

    Attributes:
        number: The commitment's place in the bid, from 1.
        commitment: What was offered.
        definition: The measure, as its set defines it.
        quantity: How much this line speaks of, in the measure's unit, over the whole contract.
        unit_value: £ per unit, or None where there is none.
        keep: The share left after adjustments; 1 where none was asked for.
        pence: What counts, in whole pennies; 0 for a refused line.
        submitted_pence: What it comes to as offered, in whole pennies.
        refusals: Why it does not count; the first is the reason given.
        voucher: The figure used, with its source, or None.
        others: The figures that could have applied, had this one not stood before them.
        on: The day whose value counts.
        date_rule: Whose day that is: commitment, tender, framework or edition.
        place: ONS code of where it falls, or None.
    """

    number: int
    commitment: Commitment
    definition: Measure
    quantity: Decimal
    unit_value: Decimal | None
    keep: Decimal
    pence: int
    submitted_pence: int
    refusals: tuple[Problem, ...]
    voucher: ProxyValue | None
    others: tuple[ProxyValue, ...]
    on: date
    date_rule: str
    place: str | None

    @property
    def measure(self) -> str:
        """The canonical code of the measure."""
        return self.definition.code

    @property
    def value(self) -> Decimal:
        """£ that count, to the penny."""
        return pounds(self.pence)

    @property
    def submitted(self) -> Decimal:
        """£ as offered, to the penny."""
        return pounds(self.submitted_pence)

    @property
    def accepted(self) -> bool:
        """Whether it counts."""
        return not self.refusals

    @property
    def code(self) -> str:
        """The stable code of its refusal; "" for an accepted line."""
        return self.refusals[0].code if self.refusals else ""

    @property
    def word(self) -> str:
        """The word of its refusal, such as ``double-count``; "" for an accepted line."""
        return CATALOGUE[self.code].word if self.refusals else ""

    @property
    def reason(self) -> str:
        """Why it does not count; "" for an accepted line."""
        return "; ".join(each.message for each in self.refusals)

    @property
    def activity(self) -> str | None:
        """Which people, hours or pounds these are."""
        return self.commitment.activity


@attrs.frozen
class _Case:
    """One commitment on the desk: all that its lines share."""

    number: int
    commitment: Commitment
    measure: Measure
    on: date
    date_rule: str
    place: str | None
    figures: tuple[ProxyValue, ...]
    keep: Decimal
    factor: Decimal


def value_bid(tender: Tender, bid: Bid, framework: Framework) -> tuple[Line, ...]:
    """The lines of a bid, in its order.

    Args:
        tender: The buyer's side: dates, place, term and given unit values.
        bid: What is offered; its codes are known to the framework.
        framework: The measures.
    """
    refuse = Refuse(tender, bid, framework)
    cases = _cases(tender, bid, framework)
    return tuple(line for each in cases for line in _lines(each, tender, refuse))


def _cases(tender: Tender, bid: Bid, framework: Framework) -> Iterator[_Case]:
    given = {framework.canonical(code): value for code, value in tender.unit_values.items()}
    for number, commitment in enumerate(bid.commitments, start=1):
        measure = framework[commitment.measure]
        on, rule = value_date(tender, commitment, framework)
        place = commitment.place or tender.place or framework.place
        around = chain(framework.places, place)
        figures = candidates(measure, on, around)
        if measure.code in given:
            figures = (_given(given[measure.code], on, tender), *figures)
        yield _Case(
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


def value_date(
    tender: Tender, commitment: Commitment | None, framework: Framework
) -> tuple[date, str]:
    """The day whose value counts, and whose day it is.

    Source:
        Law 5 of the project's design: the commitment's, else the tender's notice, else the day
        the set was loaded for, else the start of its edition.
    """
    if commitment is not None and commitment.date is not None:
        return commitment.date, "commitment"
    if tender.published is not None:
        return tender.published, "tender"
    if framework.on is not None:
        return framework.on, "framework"
    return framework.in_force.start or date.max, "edition"


def _given(value: Decimal, on: date, tender: Tender) -> ProxyValue:
    """A unit value given for this procurement; it stands before all others."""
    return ProxyValue(value, on, layer=TENDER_LAYER, note="given by the tender", span=tender.span)


def _keep(commitment: Commitment) -> Decimal:
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
            keep = _EXACT.multiply(keep, _EXACT.subtract(_ONE, share))
    return keep


def _factor(commitment: Commitment, tender: Tender) -> Decimal:
    """How often the quantity is offered over the whole contract, by its basis."""
    if commitment.basis == "per_year":
        return tender.years
    if commitment.basis == "per_million":
        return tender.contract_value.initial.scaleb(-6, context=_EXACT)
    return _ONE


def _lines(case: _Case, tender: Tender, refuse: Refuse) -> Iterator[Line]:
    """What counts and what does not: one line, or two or three of one number."""
    voucher = case.figures[0] if case.figures else None
    unit_value = voucher.value if voucher and case.measure.kind == "monetised" else None
    refusals = refusals_of(
        refuse, case.commitment, case.measure, voucher, case.on, case.place
    )
    shares = _worth(case, unit_value, parts(case.commitment, case.measure, tender, bool(refusals)))
    for part, quantity, pence in shares:
        found = refusals or part.refusals
        yield Line(
            number=case.number,
            commitment=case.commitment,
            definition=case.measure,
            quantity=quantity,
            unit_value=unit_value,
            keep=case.keep,
            pence=0 if found else pence,
            submitted_pence=pence,
            refusals=found,
            voucher=voucher,
            others=case.figures[1:],
            on=case.on,
            date_rule=case.date_rule,
            place=case.place,
        )


def _worth(
    case: _Case, unit_value: Decimal | None, found: Iterable[Part]
) -> Iterator[tuple[Part, Decimal, int]]:
    """Each part with its quantity over the contract and its pennies as offered.

    The pennies of the parts sum to those of the commitment as a whole, rounded once: what counts
    is rounded by itself, and the last of the excess takes what is left.
    """
    listed = [(part, _EXACT.multiply(part.quantity, case.factor)) for part in found]
    left = _pence(case, unit_value, _EXACT.multiply(case.commitment.quantity.amount, case.factor))
    for index, (part, quantity) in enumerate(listed):
        is_last = index == len(listed) - 1
        pence = left if is_last else min(left, _pence(case, unit_value, quantity))
        left -= pence
        yield part, quantity, pence


def _pence(case: _Case, unit_value: Decimal | None, quantity: Decimal) -> int:
    return 0 if unit_value is None else line_pence(quantity, unit_value, case.keep)
