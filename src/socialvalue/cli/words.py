"""Problems in the words of someone who writes files, not Python."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import attrs

from socialvalue.errors import Problem
from socialvalue.units import UNITS

__all__ = ["WRITTEN", "for_files", "sentence"]

WRITTEN = {
    "fte_year": 'fte: "12.5", years: "2"',
    "person_week": 'weeks: "40", people: "5"',
    "week": 'quantity: "6", unit: week',
    "staff_hour": 'hours: "3", people: "10"',
    "expert_hour": 'expert_hours: "8", people: "2"',
    "attendee_hour": 'attendee_hours: "1.5", people: "20"',
    "gbp": 'gbp: "310000"',
    "tco2e": 'tonnes_co2e: "120"',
    "tonne": 'tonnes: "4.2"',
    "kilogram": 'kilograms: "850"',
    "mile": 'miles: "12000"',
    "hundred_miles": 'miles: "12000"',
    "kilowatt_hour": 'quantity: "9000", unit: kilowatt_hour',
    "person": 'quantity: "12", unit: person',
    "employee": 'quantity: "12", unit: employee',
    "count": 'count: "3"',
    "percent": 'percent: "40"',
    "yes_no": "yes: yes",
    "text": 'quantity: "our plan is …", unit: text',
}
"""How a quantity of each unit is written in a tender file."""

_HINTS = {
    "SV315": "add one under 'bids:'",
    "SV705": "add it under 'marks:' of the bid",
    "SV708": "add 'price:' to the bid",
    "SV709": "add 'target:' to the tender, or to the method",
    "SV710": "add 'scheme:' to the tender, or name a plug-in that has one",
}
"""What to write in a file, where the library says what to write in Python."""

_NAMES_IT = {"SV101", "SV112", "SV221"}
"""Problems whose words name the file."""


def for_files(problems: Iterable[Problem], path: Path) -> tuple[Problem, ...]:
    """The same problems for someone who mends a file: which file, and what to write in it."""
    return tuple(_for_file(each, path) for each in problems)


def _for_file(found: Problem, path: Path) -> Problem:
    file = found.file if found.file or found.code in _NAMES_IT else str(path)
    return attrs.evolve(found, file=file, hint=_HINTS.get(found.code) or _written(found.hint))


def _written(hint: str) -> str:
    """A hint with our examples of Python as they are written in a file."""
    for word, unit in UNITS.items():
        hint = hint.replace(unit.example, WRITTEN[word])
    return hint


def sentence(text: str) -> str:
    """A text that begins with a capital, unless a name does, and ends in one full stop.

    Example:
        >>> sentence("it goes in NT19 only."), sentence("national-toms@2022 is older")
        ('It goes in NT19 only.', 'national-toms@2022 is older.')
    """
    first, _, _ = text.partition(" ")
    capital = text[:1].upper() if first.isalpha() else text[:1]
    return capital + text[1:].rstrip(". ") + "."
