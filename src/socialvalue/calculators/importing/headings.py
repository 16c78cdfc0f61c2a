"""What the headings of official workbooks are called, and what their units mean."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["FIELDS", "UNIT_WORDS", "field_of", "plain_heading", "unit_of"]

_KEPT: Final = re.compile(r"[^a-z0-9£]+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}(?:[0-9]{2})?$")

FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "code": ("ref", "reference", "measure ref", "measure reference", "tom ref", "toms ref",
             "tom reference", "toms reference", "national toms ref", "nationaltomsref", "code",
             "measure code", "metric id", "measure id", "id", "no", "number"),
    "title": ("measure", "measures", "measure description", "metric", "metric title", "indicator",
              "title", "measure title", "measure name"),
    "unit": ("unit", "units", "unit of measure", "units of measure", "unit of measurement",
             "units of measurement", "uom", "measurement unit"),
    "value": ("proxy", "proxy value", "proxy values", "financial proxy", "financial proxy value",
              "proxy unit value", "proxy unit value gbp", "proxy value £", "proxy £", "unit value",
              "unit value £", "value", "value £", "value per unit", "value per unit £",
              "£ per unit", "local proxy", "localised value", "national proxy"),
    "theme": ("theme", "themes"),
    "outcome": ("outcome", "outcomes", "sub theme", "objective", "objectives"),
    "definition": ("definition", "definitions", "description audit guidance",
                   "description and audit guidance", "rationale", "definition and guidance"),
    "guidance": ("unit guidance", "help text", "measurement guidance", "calculation guidance",
                 "guidance"),
    "asks": ("target requirements", "supporting statement requirements"),
    "evidence": ("evidence", "evidence required", "evidence requirements",
                 "minimum evidence requirements", "minimum evidence"),
    "not with": ("double counting", "overlaps", "exclusions"),
    "status": ("status", "record only", "core noncore", "core non core"),
    "quantity": ("units offer", "units offers", "units offered", "quantity", "target",
                 "commitment", "no of units", "number of units"),
    "total": ("total", "total £", "social value £", "social value", "sv"),
    "words": ("supporting statement", "qualitative response", "method statement", "description"),
    "exchange": ("community exchange",),
}  # fmt: skip
"""What is read from a column, and how its heading is written; a filled-in form's are known too."""

UNIT_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "fte_year": ("fte", "ftes", "no people fte", "no of people fte", "number of people fte",
                 "no fte", "fte years", "fte year", "people fte", "full time equivalent",
                 "no of fte", "no people fte x years", "fte x years"),
    "person_week": ("person weeks", "person week", "no weeks", "no of weeks", "number of weeks",
                    "weeks", "no people x no weeks", "people x weeks"),
    "week": ("week", "weeks of activity"),
    "staff_hour": ("staff hours", "staff hour", "no staff hours", "no of staff hours",
                   "volunteering hours", "no of volunteering hours", "hours volunteering"),
    "expert_hour": ("expert hours", "expert hour", "no expert hours", "no staff expert hours",
                    "no of staff expert hours", "staff expert hours"),
    "attendee_hour": ("attendee hours", "attendee hour", "no hrs x no attendees",
                      "no hours x no attendees", "hrs x attendees", "hours x attendees",
                      "no of hours x no of attendees"),
    "gbp": ("£", "£s", "gbp", "pounds", "£ invested", "£ spent", "£ spend", "£ value"),
    "tco2e": ("tco2e", "tonnes co2e", "tonnes of co2e", "t co2e", "tco2", "tonnes co2"),
    "tonne": ("tonne", "tonnes", "t"),
    "kilogram": ("kg", "kilogram", "kilograms"),
    "mile": ("mile", "miles", "miles saved", "miles driven"),
    "hundred_miles": ("hundreds of miles", "100 miles", "hundreds of miles saved"),
    "kilowatt_hour": ("kwh", "kilowatt hour", "kilowatt hours"),
    "person": ("person", "people", "no people", "no of people", "number of people"),
    "employee": ("employee", "employees", "no employees", "no of employees", "staff"),
    "count": ("no", "number", "count", "nr", "no of", "in number"),
    "percent": ("percent", "per cent", "percentage", "% of", "%"),
    "yes_no": ("y n", "yes no", "yes or no", "y or n"),
    "text": ("text", "provide relevant documents", "documents", "free text", "narrative"),
}  # fmt: skip
"""A unit of ours, and how workbooks write it."""


def plain_heading(text: str) -> str:
    """A heading as it is compared: letters, digits and £, without capitals or a year at its end.

    Example:
        >>> plain_heading("Proxy Value (£) 2022"), plain_heading("TOMs  Ref.")
        ('proxyvalue£', 'tomsref')
    """
    bare = _KEPT.sub("", unicodedata.normalize("NFKC", text).casefold())
    return _YEAR.sub("", bare) or bare


def _by_word(words: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {
        key: name for name, known in words.items() for each in known if (key := plain_heading(each))
    }


_FIELD: Final = _by_word(FIELDS)
_UNIT: Final = _by_word(UNIT_WORDS) | {"%": "percent"}


def field_of(heading: str) -> str:
    """What a column with this heading holds; "" where that is not known.

    Example:
        >>> field_of("Proxy Value 2022"), field_of("Colour")
        ('value', '')
    """
    return _FIELD.get(plain_heading(heading), "")


def unit_of(text: str) -> str:
    """The unit that a workbook means; "" where that is not known.

    Example:
        >>> unit_of("no. people FTE"), unit_of("no. hrs x no. attendees"), unit_of("fortnights")
        ('fte_year', 'attendee_hour', '')
    """
    words = unicodedata.normalize("NFKC", text).casefold().replace("×", "x").replace("*", "x")
    return _UNIT.get(words.strip()) or _UNIT.get(plain_heading(words), "")
