"""Commitments as a tender file states them: the way back from the noun to its keys."""

from __future__ import annotations

from typing import Any, Final

import attrs

from socialvalue.definitions.tenders.commitments import DETAILS
from socialvalue.model.commitment import Commitment
from socialvalue.numbers import plain
from socialvalue.units import Quantity

__all__ = ["commitment_keys"]

_BY_PEOPLE: Final = {
    "person_week": "weeks", "staff_hour": "hours", "expert_hour": "expert_hours",
    "attendee_hour": "attendee_hours",
}  # fmt: skip
_BY_UNIT: Final = {
    "gbp": "gbp", "tco2e": "tonnes_co2e", "tonne": "tonnes", "kilogram": "kilograms",
    "mile": "miles", "count": "count", "percent": "percent",
}  # fmt: skip
_USUAL: Final = attrs.fields_dict(Commitment)


def commitment_keys(commitment: Commitment, code: str) -> dict[str, str]:
    """The keys of a commitment in a tender file, which is read as the same commitment.

    Args:
        commitment: One that was made by `Framework.commit`.
        code: How its measure is named: by any of its codes.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> commitment_keys(toms.commit("NT1", sv.fte("12.5", years=2), activity="site"), "ECC1")
        {'measure': 'ECC1', 'fte': '12.5', 'years': '2', 'activity': 'site'}
    """
    details = {
        name: _spelt(getattr(commitment, name))
        for name in DETAILS
        if getattr(commitment, name) != _USUAL[name].default
    }
    return {"measure": code, **_quantity(commitment.offered), **details}


def _quantity(made: Quantity) -> dict[str, str]:
    """The way in which a quantity was stated."""
    if made.unit == "text":
        return {"quantity": made.words, "unit": "text"}
    if made.unit == "yes_no":
        return {"yes": "yes" if made.amount else "no"}
    if made.rate is not None and made.years is not None:
        cohorts = {} if made.cohorts == 1 else {"cohorts": plain(made.cohorts)}
        return {"fte": plain(made.rate), "years": plain(made.years), **cohorts}
    if made.each is not None and made.people is not None and made.unit in _BY_PEOPLE:
        return {_BY_PEOPLE[made.unit]: plain(made.each), "people": plain(made.people)}
    if made.unit in _BY_UNIT:
        return {_BY_UNIT[made.unit]: plain(made.amount)}
    return {"quantity": plain(made.amount), "unit": made.unit}


def _spelt(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    return value if isinstance(value, str) else plain(value)
