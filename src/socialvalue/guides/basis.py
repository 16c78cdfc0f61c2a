"""What a guide rests on: a set of measures, the tender that it is for, and what the engine says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

import attrs

from socialvalue.assess.pounds.offered import carries_pounds
from socialvalue.assess.pounds.valuation import Valuation, value
from socialvalue.engine.lines import Line
from socialvalue.engine.offers import target_of
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.guidance import Guidance
from socialvalue.model.measure import Measure
from socialvalue.model.places import place_name
from socialvalue.model.policy import RulesInForce
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender
from socialvalue.units import (
    Quantity,
    attendee_hours,
    expert_hours,
    fte,
    gbp,
    hours,
    quantity,
    weeks,
)

__all__ = ["Basis", "basis_of"]

_SILENT: Final = Guidance()

_EXAMPLE: Final = Decimal(100_000)
"""£ of the contract that an example is about, where no tender is given."""

_SMALL: Final[Mapping[str, tuple[str, Callable[[], Quantity]]]] = {
    "fte_year": ("one person, full time, for a year", lambda: fte(1, years=1)),
    "person_week": ("one person for six weeks", lambda: weeks(6, people=1)),
    "week": ("a scheme that runs for two weeks", lambda: quantity(2, "week")),
    "staff_hour": ("two of your staff for seven hours each", lambda: hours(7, people=2)),
    "expert_hour": ("one expert for four hours", lambda: expert_hours(4, people=1)),
    "attendee_hour": ("six people at a session of two hours", lambda: attendee_hours(2, people=6)),
    "gbp": ("£1,000", lambda: gbp(1000)),
    "tco2e": ("one tonne of CO2e", lambda: quantity(1, "tco2e")),
    "tonne": ("one tonne", lambda: quantity(1, "tonne")),
    "kilogram": ("100 kilograms", lambda: quantity(100, "kilogram")),
    "mile": ("500 miles", lambda: quantity(500, "mile")),
    "hundred_miles": ("500 miles", lambda: quantity(5, "hundred_miles")),
    "kilowatt_hour": ("1,000 kWh", lambda: quantity(1000, "kilowatt_hour")),
    "person": ("one person", lambda: quantity(1, "person")),
    "employee": ("all six of your staff", lambda: quantity(6, "employee")),
    "count": ("one", lambda: quantity(1, "count")),
}
"""What a firm of six might offer of each unit that is a number, in words and as a quantity."""


@attrs.frozen
class Basis:
    """A set of measures, and the tender that a guide is for or an example of one.

    Attributes:
        framework: The set.
        tender: The tender, whose values and place are those of the guide.
        given: Whether that tender is a real one, and not an example.
        scheme: The tender's, else the set's; None where lots have schemes of their own.
    """

    framework: Framework
    tender: Tender
    given: bool
    scheme: Scheme | None

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that may be offered: those the tender asks for, else all that are used."""
        asked = [self.framework[code] for code in self.tender.shortlist] or [*self.framework]
        off = {self.framework.canonical(each.code) for each in self.tender.switch_off}
        return tuple(each for each in asked if not each.switched_off and each.code not in off)

    @property
    def in_pounds(self) -> bool:
        """Whether any measure of the set carries pounds."""
        return carries_pounds(self.framework)

    @property
    def day(self) -> date:
        """The day whose values and rules the guide gives."""
        return self.framework.value_date(self.tender.published)

    @property
    def own_words(self) -> Guidance:
        """What the council says in its own words; nothing where it says nothing."""
        return self.framework.guidance or _SILENT

    @property
    def where(self) -> str:
        """The code of the place; empty where neither tender nor set names one."""
        return self.tender.place or self.framework.place or ""

    @property
    def place(self) -> str:
        """The name of the place."""
        return place_name(self.framework.places, self.where or None)

    @property
    def rules(self) -> RulesInForce:
        """The council's rules on that day."""
        return self.framework.policy.on(self.day)

    @property
    def target(self) -> Decimal | None:
        """£ of social value asked for, for each £1 of the contract; None where there is none."""
        return target_of(self.tender, self.framework)

    def small_offer(self, measure: Measure) -> tuple[str, Line] | None:
        """A small offer, in words and as the engine values it; None of what is no number."""
        if measure.unit not in _SMALL:
            return None
        words, made = _SMALL[measure.unit]
        return words, self.valued([(measure, made())]).lines[0]

    def valued(self, offered: list[tuple[Measure, Quantity]]) -> Valuation:
        """An offer of an invented firm, as the engine values it."""
        commitments = [self.framework.commit(each.code, amount) for each, amount in offered]
        return value(self.tender, Bid("an invented firm", commitments=commitments), self.framework)


def basis_of(framework: Framework, tender: Tender | None) -> Basis:
    """What a guide rests on; without a tender, an example of one.

    Args:
        framework: The set of measures.
        tender: The tender that it is for, or None.
    """
    if tender is not None:
        plain = attrs.evolve(tender, moderation=None, scheme=None, papers=None, lots=())
        lots = any(each.scheme for each in tender.lots)
        own = None if lots else tender.scheme or framework.scheme
        return Basis(framework, plain, given=True, scheme=own)
    day = framework.value_date()
    example = Tender("An example", contract_value=_EXAMPLE, place=framework.place,
                     published=None if day == date.max else day)  # fmt: skip
    return Basis(framework, example, given=False, scheme=framework.scheme)
