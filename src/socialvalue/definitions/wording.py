"""Problems in the words of someone who writes files, not Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import attrs

from socialvalue.errors import Problem
from socialvalue.units import UNITS

__all__ = ["WRITTEN", "for_files", "in_words_of_files"]

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
    "SV329": "add 'reason:' with the ground to the bid",
    "SV704": "add 'method:' (for example 'method: lowest_price'), or 'criteria:' of its own",
    "SV705": "add it under 'marks:' of the bid",
    "SV708": "add 'price:' to the bid",
    "SV709": "add 'target:' to the tender, or to the method",
    "SV710": "add 'scheme:' to the tender, or name a plug-in that has one",
    "SV711": "add it under 'contract_value:', beside 'initial:'",
    "SV721": "add 'required:' with the menu points that give full points, or 'relative: yes'",
    "SV725": "add 'consensus:', the moderated score; 'mean: yes' only where you published a mean",
    "SV801": "a record is what 'socialvalue record TENDER --output FILE' writes",
    "SV805": 'write {consensus: "4", reason: "…"} for a mark; an unranked bid has \'reason:\'',
}
"""What to write in a file, where the library says what to write in Python."""

_PEOPLE = re.compile(r"sv\.weeks\(([0-9.]+), people=…\)")


def in_words_of_files(found: Problem) -> Problem:
    """The same problem, with a hint that says what to write in a file instead of in Python.

    Example:
        >>> in_words_of_files(Problem("SV708", "there is no price", hint="price=…")).hint
        "add 'price:' to the bid"
    """
    hint = _HINTS.get(found.code) or _written(found.hint)
    return found if hint == found.hint else attrs.evolve(found, hint=hint)


def _written(hint: str) -> str:
    """A hint with our examples of Python as they are written in a file."""
    if "sv." not in hint:
        return hint
    for word, unit in UNITS.items():
        hint = hint.replace(unit.example, WRITTEN[word])
    return _PEOPLE.sub(r'weeks: "\1", people: "…"', hint)


_NAMES_IT = {"SV101", "SV112", "SV221"}
"""Problems whose words name the file."""


def for_files(problems: Iterable[Problem], path: Path) -> tuple[Problem, ...]:
    """The same problems for someone who mends a file: which file, and what to write in it."""
    return tuple(_for_file(each, path) for each in problems)


def _for_file(found: Problem, path: Path) -> Problem:
    file = found.file if found.file or found.code in _NAMES_IT else str(path)
    return attrs.evolve(in_words_of_files(found), file=file)
