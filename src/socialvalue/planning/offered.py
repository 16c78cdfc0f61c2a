"""Measures as they may be offered in a tender: what one is worth, and what comes to a sum."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.engine.points import publish
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.tender import Tender
from socialvalue.numbers import sum_of
from socialvalue.planning.invented import unit_value_for
from socialvalue.units import Quantity, fte, quantity

__all__ = ["STEP", "WHOLE", "Offer", "Offering"]

STEP = Fraction(1, 100)
_HALF = Fraction(1, 200)
"""Half a penny."""
WHOLE = frozenset({"employee", "person", "count", "yes_no"})
"""Units of which nobody offers a part."""


@attrs.frozen
class Offer:
    """So much of one measure.

    Attributes:
        measure: The measure.
        amount: How many of its units; of FTE-years, how many people at any one time.
        commitment: The same, as it is offered.
    """

    measure: Measure
    amount: Decimal
    commitment: Commitment


@attrs.frozen(eq=False)
class Offering:
    """A tender's measures, as bidders may offer them.

    Attributes:
        tender: The buyer's side.
        framework: The measures.
    """

    tender: Tender
    framework: Framework

    @cached_property
    def worths(self) -> Mapping[str, Decimal]:
        """Code to £ a unit, of all measures that bidders may offer."""
        asked = {self.framework.canonical(each) for each in self.tender.shortlist}
        off = {self.framework.canonical(each.code) for each in self.tender.switch_off}
        able = (each for each in self.framework
                if (not asked or each.code in asked) and each.code not in off)  # fmt: skip
        found = ((each.code, unit_value_for(self.tender, self.framework, each)) for each in able)
        return {code: worth for code, worth in found if worth}

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that bidders may offer, and that are worth pounds."""
        return tuple(self.framework[code] for code in self.worths)

    def offer(self, measure: Measure, amount: Decimal) -> Offer:
        """So much of a measure; of FTE-years, so many people over the whole contract."""
        activity = f"made up {measure.code}"
        made = self.framework.commit(measure.code, self._quantity(measure, amount),
                                     activity=activity)  # fmt: skip
        return Offer(measure, amount, made)

    def _quantity(self, measure: Measure, amount: Decimal) -> Quantity:
        if measure.unit != "fte_year":
            return quantity(amount, measure.unit)
        return fte(amount, years=self.years(measure))

    def years(self, measure: Measure) -> Decimal:
        """The years for which one person counts."""
        return min(Decimal(1), self.tender.years) if measure.counts == "first_year" else (
            self.tender.years)  # fmt: skip

    def worth_of_one(self, measure: Measure) -> Fraction:
        """£ of one unit; of FTE-years, of one person over the contract."""
        years = self.years(measure) if measure.unit == "fte_year" else 1
        return Fraction(self.worths[measure.code]) * Fraction(years)

    def reaching(self, measure: Measure, pounds: Decimal) -> Offer:
        """The least of a measure that comes to so many pounds, rounded half-up to the penny."""
        step = Fraction(1) if measure.unit in WHOLE else STEP
        steps = math.ceil((Fraction(pounds) - _HALF) / self.worth_of_one(measure) / step)
        return self.offer(measure, publish(max(steps, 1) * step, 2))

    def a_step_less(self, offer: Offer) -> Offer:
        """A step less of it."""
        step = Decimal(1) if offer.measure.unit in WHOLE else Decimal("0.01")
        return self.offer(offer.measure, sum_of((offer.amount, step.copy_negate())))
