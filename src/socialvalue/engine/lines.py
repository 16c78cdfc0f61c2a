"""Valuing the commitments of one bid: which lines count, for how much, and why not.

Every line is counted in full or refused in full.  A commitment of which only a part counts
becomes two lines of the same number: what counts, and the excess with the reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.blocks import Shown
from socialvalue.engine.durations import Part, parts
from socialvalue.engine.exact import line_pence, pounds
from socialvalue.engine.offers import Offer, offers_of
from socialvalue.engine.refusals import WholeBid, refusals_of
from socialvalue.errors import CATALOGUE, Problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.commitment import Commitment
from socialvalue.model.figures import ProxyValue
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.tender import Tender
from socialvalue.numbers import Exact, product
from socialvalue.numbers import pounds as money
from socialvalue.words import because

__all__ = ["Line", "value_bid"]


@attrs.frozen(repr=False)
class Line(Shown):
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
    quantity: Exact
    unit_value: Decimal | None
    keep: Exact
    pence: int
    submitted_pence: int
    refusals: tuple[Problem, ...]
    voucher: ProxyValue | None
    others: tuple[ProxyValue, ...]
    on: date
    date_rule: str
    place: str | None

    def _line(self) -> str:
        what = because(self.code) if self.refusals else "counts"
        return f"{self.number}, {self.definition.name}, {money(self.value)}, {what}"

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


def value_bid(tender: Tender, bid: Bid, framework: Framework) -> tuple[Line, ...]:
    """The lines of a bid, in its order.

    Args:
        tender: The buyer's side: dates, place, term and given unit values.
        bid: What is offered; its codes are known to the framework.
        framework: The measures.
    """
    whole = WholeBid(tender, bid, framework)
    return tuple(
        line for offer in offers_of(tender, bid, framework) for line in _lines(offer, whole)
    )


def _lines(offer: Offer, whole: WholeBid) -> Iterator[Line]:
    """What counts and what does not: one line, or two or three of one number."""
    refusals = refusals_of(offer, whole)
    found = [Part(offer.commitment.quantity.amount)] if refusals else parts(offer, whole.tender)
    for part, quantity, pence in _worth(offer, found):
        reasons = refusals or part.refusals
        yield Line(
            number=offer.number,
            commitment=offer.commitment,
            definition=offer.measure,
            quantity=quantity,
            unit_value=offer.unit_value,
            keep=offer.keep,
            pence=0 if reasons else pence,
            submitted_pence=pence,
            refusals=reasons,
            voucher=offer.voucher,
            others=offer.figures[1:],
            on=offer.on,
            date_rule=offer.date_rule,
            place=offer.place,
        )


def _worth(offer: Offer, found: Iterable[Part]) -> Iterator[tuple[Part, Exact, int]]:
    """Each part with its quantity over the contract and its pennies as offered.

    The pennies of the parts sum to those of the commitment as a whole, rounded once: what counts
    is rounded by itself, and the last of the excess takes what is left.
    """
    listed = [(part, product(part.quantity, offer.factor)) for part in found]
    left = _pence(offer, product(offer.commitment.quantity.amount, offer.factor))
    for index, (part, quantity) in enumerate(listed):
        is_last = index == len(listed) - 1
        pence = left if is_last else min(left, _pence(offer, quantity))
        left -= pence
        yield part, quantity, pence


def _pence(offer: Offer, quantity: Exact) -> int:
    value = offer.unit_value
    return 0 if value is None else line_pence(quantity, value, offer.keep)
