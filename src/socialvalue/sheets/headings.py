"""What the headings of people's own tables are called, and what the units in them mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from socialvalue.errors import InputError, did_you_mean, problem

__all__ = ["UNIT_WORDS", "by_heading", "check_there", "plain_heading", "unit_of"]

_KEPT: Final = re.compile(r"[^a-z0-9£]+")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}(?:[0-9]{2})?$")

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


def check_there(what: str, said: Iterable[str], there: Iterable[str]) -> None:
    """See that headings, words or sheets that somebody names are there: nothing is ignored.

    Args:
        what: What one is called.
        said: Those that are named.
        there: Those that there are.

    Raises:
        InputError: Some are not (SV312).

    Example:
        >>> check_there("the heading", ["measure "], ["Measure", "Unit"])
    """
    known = list(dict.fromkeys(there))
    plain = {*map(plain_heading, known)}
    wrong = [
        problem("SV312", what=what, found=each, hint=did_you_mean(each, known, label="there are"))
        for each in said if plain_heading(each) not in plain
    ]  # fmt: skip
    if wrong:
        raise InputError(wrong)


def by_heading(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Each of some words as it is compared, to what it stands for."""
    return {
        key: name for name, known in words.items() for each in known if (key := plain_heading(each))
    }


_UNIT: Final = by_heading(UNIT_WORDS) | {"%": "percent"}


def unit_of(text: str) -> str:
    """The unit that a workbook means; "" where that is not known.

    Example:
        >>> unit_of("no. people FTE"), unit_of("no. hrs x no. attendees"), unit_of("fortnights")
        ('fte_year', 'attendee_hour', '')
    """
    words = unicodedata.normalize("NFKC", text).casefold().replace("×", "x").replace("*", "x")
    return _UNIT.get(words.strip()) or _UNIT.get(plain_heading(words), "")
