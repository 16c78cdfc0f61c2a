"""The units: a closed list of what can be counted, and how each is written."""

from __future__ import annotations

import attrs

__all__ = ["UNITS", "Unit", "counted_in"]


@attrs.frozen
class Unit:
    """One kind of quantity.

    Attributes:
        word: The word in files.
        name: The name in sentences.
        meaning: What one of it is.
        example: How it is written in Python.
        written: How it is written in a file.
    """

    word: str
    name: str
    meaning: str
    example: str
    written: str


# fmt: off
_ALL = (  # one line an entry, so that it reads as a table
    Unit("fte_year", "FTE-years", "one full-time person for one year, part-time pro rata", 'sv.fte("12.5", years=2)', 'fte: "12.5", years: "2"'),
    Unit("person_week", "person-weeks", "one person for one week", "sv.weeks(40, people=5)", 'weeks: "40", people: "5"'),
    Unit("week", "weeks", "one week of the activity, whoever takes part", 'sv.quantity("6", "week")', 'quantity: "6", unit: week'),
    Unit("staff_hour", "staff hours", "one hour of one member of staff, preparation included", "sv.hours(3, people=10)", 'hours: "3", people: "10"'),
    Unit("expert_hour", "expert hours", "one hour of one expert in their field", "sv.expert_hours(8, people=2)", 'expert_hours: "8", people: "2"'),
    Unit("attendee_hour", "attendee hours", "one hour of one person who attends", 'sv.attendee_hours("1.5", people=20)', 'attendee_hours: "1.5", people: "20"'),
    Unit("gbp", "£", "one pound", 'sv.gbp("310_000")', 'gbp: "310000"'),
    Unit("tco2e", "tCO2e", "one tonne of carbon dioxide or its equivalent", 'sv.tonnes_co2e("120")', 'tonnes_co2e: "120"'),
    Unit("tonne", "tonnes", "1,000 kilograms", 'sv.tonnes("4.2")', 'tonnes: "4.2"'),
    Unit("kilogram", "kilograms", "one kilogram", 'sv.kilograms("850")', 'kilograms: "850"'),
    Unit("mile", "miles", "one mile", "sv.miles(12_000)", 'miles: "12000"'),
    Unit("hundred_miles", "hundreds of miles", "100 miles", "sv.miles(12_000)", 'miles: "12000"'),
    Unit("kilowatt_hour", "kWh", "one kilowatt-hour", 'sv.quantity("9_000", "kilowatt_hour")', 'quantity: "9000", unit: kilowatt_hour'),
    Unit("person", "people", "one person", 'sv.quantity(12, "person")', 'quantity: "12", unit: person'),
    Unit("employee", "employees", "one member of staff", 'sv.quantity(12, "employee")', 'quantity: "12", unit: employee'),
    Unit("count", "in number", "one of the thing counted", "sv.count(3)", 'count: "3"'),
    Unit("percent", "per cent", "one hundredth of a whole", "sv.percent(40)", 'percent: "40"'),
    Unit("yes_no", "yes or no", "yes counts as 1", "sv.yes()", 'yes: yes'),
    Unit("text", "a text", "a statement in words: reported, no pounds", 'sv.quantity("our plan is …", "text")', 'quantity: "our plan is …", unit: text'),
)
# fmt: on
UNITS: dict[str, Unit] = {each.word: each for each in _ALL}

_COUNTED = {"count": "as a number", "yes_no": "as yes or no", "text": "in words"}


def counted_in(unit: str) -> str:
    """A unit as a sentence says in what a thing is counted.

    Example:
        >>> counted_in("staff_hour"), counted_in("count"), counted_in("yes_no")
        ('in staff hours', 'as a number', 'as yes or no')
    """
    return _COUNTED.get(unit, f"in {UNITS[unit].name}")
