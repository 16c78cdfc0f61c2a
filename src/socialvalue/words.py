"""The words that people read: one file, so that a screen, a page and a letter say the same.

Three words say what becomes of a commitment: it *counts*, it *does not count, because …*, or it is
*reported, no pounds*; of one that counts only up to a limit it is said that it *counts in part*.
Names in Python, keys in files and codes stay what they are; these are the words for people.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import zip_longest
from types import MappingProxyType

import attrs

__all__ = [
    "BECAUSE",
    "COUNTS",
    "DOES_NOT_COUNT",
    "IN_PART",
    "NOT_SAID",
    "RECORDED_ONLY",
    "REPORTED",
    "Avoided",
    "avoided_in",
    "because",
    "counting",
    "day_of_words",
    "day_words",
    "every_months",
    "listed",
    "number_of",
    "standing",
]

COUNTS = "counts"
IN_PART = "counts in part"
DOES_NOT_COUNT = "does not count"
REPORTED = "reported, no pounds"

RECORDED_ONLY = "SV503"
"""The code of a commitment that is reported and was never to carry pounds."""

BECAUSE: Mapping[str, str] = MappingProxyType({
    "SV501": "the measure has no value",
    "SV502": "there is no value for this place",
    "SV503": "the measure carries no pounds",
    "SV504": "the same activity is offered under a measure that takes priority",
    "SV505": "the years are not stated",
    "SV506": "only each person's first year counts",
    "SV507": "it goes beyond the contract's term",
    "SV508": "it is outside the contract's place",
    "SV509": "the measure is switched off",
    "SV510": "the measure has no value yet on that day",
    "SV511": "the number of call-offs is not known",
    "SV512": "a table cannot hold it exactly",
    "SV513": "the tender does not ask for this measure",
    "SV514": "the contract is not given",
})  # fmt: skip
"""Why a commitment does not count, by the code of the reason: for a narrow column."""


def because(code: str) -> str:
    """Why a commitment does not count, in a few words that follow "because".

    Args:
        code: The code of the reason; one without words of its own gives "see SV…".

    Example:
        >>> because("SV506")
        "only each person's first year counts"
    """
    return BECAUSE.get(code, f"see {code}")


def standing(codes: Iterable[str], *, in_part: bool = False) -> str:
    """What becomes of a commitment, or of a part of one, in the three words.

    Args:
        codes: The codes of the reasons against it, the first first; none where it counts.
        in_part: Whether another part of the same commitment counts.

    Example:
        >>> standing(()), standing(["SV506"], in_part=True), standing(["SV503"])
        ('counts', 'counts in part', 'reported, no pounds')
        >>> standing(["SV511"])
        'does not count, because the number of call-offs is not known'
    """
    first = next(iter(codes), None)
    if first is None:
        return COUNTS
    if in_part:
        return IN_PART
    return REPORTED if first == RECORDED_ONLY else f"{DOES_NOT_COUNT}, because {because(first)}"


def day_words(day: date) -> str:
    """A day as people write it; files have it year-month-day.

    Example:
        >>> day_words(date(2022, 6, 1))
        '1 June 2022'
    """
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def day_of_words(words: str) -> date | None:
    """The day that `day_words` wrote; None where it wrote none.

    Example:
        >>> day_of_words("1 June 2022"), day_of_words("evenly"), day_of_words("31 June 2022")
        (datetime.date(2022, 6, 1), None, None)
    """
    number, _, rest = words.partition(" ")
    month, _, year = rest.partition(" ")
    if month not in _MONTHS or not (number.isdecimal() and year.isdecimal()):
        return None
    try:
        return date(int(year), _MONTHS.index(month) + 1, int(number))
    except ValueError:  # what somebody typed, such as 31 June
        return None


def number_of(count: int, noun: str) -> str:
    """A number of things.

    Example:
        >>> number_of(1, "commitment"), number_of(9, "commitment")
        ('1 commitment', '9 commitments')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"


def every_months(months: int) -> str:
    """How often something happens that lies some whole months apart.

    Example:
        >>> every_months(1), every_months(3)
        ('every month', 'every 3 months')
    """
    return "every month" if months == 1 else f"every {months} months"


def listed(names: Iterable[str]) -> str:
    """Names one after another, the last behind "and".

    Example:
        >>> listed(["2"]), listed(["2", "3", "5"])
        ('2', '2, 3 and 5')
    """
    *before, last = (*names,)
    return f"{', '.join(before)} and {last}" if before else last


def counting(code: str) -> tuple[str | tuple[int, str], ...]:
    """What codes are sorted by, so that they stand as people count them.

    Example:
        >>> sorted(["NT10", "NT2", "NT1c", "9"], key=counting)
        ['9', 'NT1c', 'NT2', 'NT10']
    """
    digits = (part.lstrip("0") for part in _DIGITS.findall(code))
    words = (part.casefold() for part in _DIGITS.split(code))
    return tuple(part for word, number in zip_longest(words, digits, fillvalue="")
                 for part in (word, (len(number), number)))  # fmt: skip


_DIGITS = re.compile("[0-9]+")


# --- what is not said ---------------------------------------------------------------------


@attrs.frozen
class Avoided:
    """A word that people do not read on a page of ours, and the word they read instead.

    Attributes:
        said: How the word is found, whatever its capitals.
        instead: What is said.
    """

    said: re.Pattern[str]
    instead: str


def _avoided(said: str, instead: str) -> Avoided:
    return Avoided(re.compile(rf"\b(?:{said})\b", re.IGNORECASE), instead)


NOT_SAID: tuple[Avoided, ...] = (
    _avoided(r"refused (?:lines?|commitments?)", "that do not count"),
    _avoided(r"(?:lines?|commitments?) (?:(?:is|are|was|were) )?refused", "do not count"),
    _avoided(r"recorded[- ]only", "reported, no pounds"),
    _avoided(r"told", "shown, or say what is shown"),
    _avoided(r"falls? to(?! others)", "counts under"),
    _avoided(r"st(?:and|ands|ood) before", "takes priority over"),
    _avoided(r"promis(?:e|es|ed|ing)|unpromised", "commitment; to offer, to commit"),
    _avoided(r"panel['’]?s? marks?", "score"),
    _avoided(r"consensus", "moderated score"),
    _avoided(r"invitations?(?: to tender)?", "ITT, tender documents"),
    _avoided(r"notice of \d+", "tender notice published 1 June 2022"),
    _avoided(r"firmness|how firm", "how close was it"),
    _avoided(r"witness(?:es)?", "example"),
    _avoided(r"intruders?", "extra bid"),
    _avoided(r"radius", "margin"),
    _avoided(r"red team", "test before publishing"),
    _avoided(r"standstill letters?", "assessment summary"),
    _avoided(r"portfolios?", "all contracts"),
    _avoided(r"baselines?", "agreed schedule"),
    _avoided(r"uncapped", "total delivered, including over-delivery"),
    _avoided(r"shortfall", "commitments not met"),
    _avoided(r"remed(?:y|ies)", "what the clause allows"),
    _avoided(r"claims? of delivery|delivery claims?", "delivery return"),
)  # fmt: skip
"""The words not to use, after the field's own list; names in code are not looked at.

Of that list are left out the words that plain English needs beside the meaning that is avoided
(claim, approve, request, match, exchange, capped, register, draws, doubt, thread): nothing shown
today has the thing that they would misname.  *Lines* are looked for where a result is shown.
"""


def avoided_in(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text that are not to be used, each with what is said instead.

    Args:
        text: Words for people, without what stands in code.

    Example:
        >>> avoided_in("NT18 falls to NT19.")
        (('falls to', 'counts under'),)
    """
    found = [
        (match.start(), match.group(), each.instead)
        for each in NOT_SAID
        for match in each.said.finditer(text)
    ]
    return tuple((said, instead) for _, said, instead in sorted(found))
