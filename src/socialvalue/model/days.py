"""Days as people write them, and how each is written here."""

from __future__ import annotations

import re
from datetime import date

from socialvalue.errors.signs import seen
from socialvalue.words import day_words

__all__ = ["day_meant"]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/. ]?([0-9]{1,2})[-/. ]?([0-9]{1,2})(?:[T ][0-9:.]+Z?)?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})")
_DAY_FIRST = re.compile(
    r"(?:[a-z]+,? +)?([0-9]{1,2})(?:st|nd|rd|th)?[ -]*(?:of +)?([a-z]{3,9})\.?,?[ -]*"
    r"([0-9]{4}|[0-9]{2})",
    re.I,
)
_MONTH_FIRST = re.compile(
    r"(?:[a-z]+,? +)?([a-z]{3,9})\.? +([0-9]{1,2})(?:st|nd|rd|th)?,? +([0-9]{4}|[0-9]{2})", re.I
)


def day_meant(text: str) -> str:
    """How a day is written here, where it can be told; each reading where there are two.

    Args:
        text: What was written.

    Returns:
        A hint, or "".

    Example:
        >>> day_meant("13/06/2026"), day_meant("1st June 2026")
        ('write 2026-06-13', 'write 2026-06-01')
        >>> day_meant("01/06/2026")
        'write 2026-06-01 for 1 June 2026, or 2026-01-06 for 6 January 2026'
    """
    found = list(dict.fromkeys(_readings(seen(text[:60]))))
    if len(found) < 2:
        return "".join(f"write {each}" for each in found)
    either = (f"{each} for {day_words(each)}" for each in found)
    return f"write {', or '.join(either)}"


def _readings(text: str) -> list[date]:
    """The days that a text can mean, that of British order first."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return _made((year, month, day))
    if found := _YEAR_LAST.fullmatch(text):
        one, two, year = found.groups()
        return _made((year, two, one), (year, one, two))
    if found := _DAY_FIRST.fullmatch(text):
        day, name, year = found.groups()
        return _made((year, _month(name), day))
    if found := _MONTH_FIRST.fullmatch(text):
        name, day, year = found.groups()
        return _made((year, _month(name), day))
    return []


def _month(name: str) -> str:
    """A month by its name or its first letters; 0, which is none, for another word."""
    known = [number for number, each in enumerate(_NAMES, 1) if name.lower().startswith(each)]
    return str(known[0]) if known else "0"


def _made(*written: tuple[str, str, str]) -> list[date]:
    """The days that there are, of years, months and days."""
    found = []
    for year, month, day in written:
        century = "20" if len(year) == 2 else ""
        try:
            found.append(date(int(century + year), int(month), int(day)))
        except ValueError:
            continue
    return found
