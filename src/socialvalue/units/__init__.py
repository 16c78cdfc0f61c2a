"""Kinds of quantity, how a quantity is stated, and the few conversions between them.

Bidders confuse weeks, hours, people and pounds, so a quantity always carries its unit, and
keeps how it came about: 12.5 FTE for 2 years is not just 25.

Source: National TOMs practice as set out in public council guidance: full-time equivalents are
counted by years, staff hours by people and hours, training by person-weeks.
"""

from socialvalue.units.kinds import UNITS, Unit, counted_in
from socialvalue.units.quantities import Quantity, amount_words, in_unit
from socialvalue.units.ways import (
    QUANTITY_WAYS,
    attendee_hours,
    count,
    expert_hours,
    fte,
    gbp,
    hours,
    kilograms,
    miles,
    percent,
    quantity,
    tonnes,
    tonnes_co2e,
    weeks,
    yes,
)

__all__ = [
    "QUANTITY_WAYS",
    "UNITS",
    "Quantity",
    "Unit",
    "amount_words",
    "attendee_hours",
    "count",
    "counted_in",
    "expert_hours",
    "fte",
    "gbp",
    "hours",
    "in_unit",
    "kilograms",
    "miles",
    "percent",
    "quantity",
    "tonnes",
    "tonnes_co2e",
    "weeks",
    "yes",
]
