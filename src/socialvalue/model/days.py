"""Days as people write them, and how each is written here; months counted on from a day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from socialvalue.errors import InputError, problem, shown
from socialvalue.errors.signs import seen
from socialvalue.words import day_words

__all__ = [
    "anniversary",
    "day_meant",
    "days_of",
    "days_on",
    "last_of_months",
    "last_of_years",
    "month_ends",
    "months_begin",
    "months_on",
    "years_on",
]

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOST_DAYS: Final = 36_500
_CYCLE: Final = 400
"""Years after which the calendar is the same again."""
_DAYS_OF_A_CYCLE: Final = 146_097
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


def days_of(days: Any, what: str) -> int:
    """A number of days: a whole one, and not below 0.

    Args:
        days: As it was given.
        what: What it is called.

    Raises:
        InputError: It is none (SV316).
    """
    if isinstance(days, bool) or not isinstance(days, int) or not 0 <= days <= _MOST_DAYS:
        expected = f"a whole number of days, from 0 to {_MOST_DAYS:,}"
        raise InputError(problem("SV316", what=what, expected=expected, found=shown(days)))
    return days


def days_on(first: date, days: int) -> date:
    """The day so many days on; the last that there is, or the first, where that is none.

    Args:
        first: The day that is counted from.
        days: How many; below 0 to count back.

    Example:
        >>> print(days_on(date(2022, 12, 31), -30), days_on(date(9999, 12, 31), 14))
        2022-12-01 9999-12-31
    """
    return _nearest(first.toordinal() + days)


def years_on(first: date, years: int) -> date:
    """The same day some years on; 1 March where there is no 29 February.

    Example:
        >>> print(years_on(date(2022, 9, 1), 3), years_on(date(2024, 2, 29), -1))
        2025-09-01 2023-03-01
    """
    return _nearest(anniversary(first, years))


def last_of_years(first: date, years: int) -> date:
    """The last day of some years that begin on a day; the last that there is, at most.

    Example:
        >>> print(last_of_years(date(2022, 9, 1), 3), last_of_years(date(9999, 9, 1), 1))
        2025-08-31 9999-12-31
    """
    return _nearest(anniversary(first, years) - 1)


def anniversary(first: date, years: int) -> int:
    """The same by its number, as `date.toordinal` counts: also of a day after the last one."""
    cycles, year = divmod(first.year + years - 1, _CYCLE)
    try:
        found = first.replace(year=year + 1)
    except ValueError:
        found = date(year + 1, 3, 1)
    return found.toordinal() + cycles * _DAYS_OF_A_CYCLE


def _nearest(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def months_on(first: date, months: int) -> date:
    """The same day some months on; the last day of a month that is too short for it.

    The last day that there is stands for all that would come after it, and the first for all
    before it.

    Args:
        first: The day that is counted from.
        months: How many; below 0 to count back.

    Example:
        >>> print(months_on(date(2027, 11, 30), 3), months_on(date(2024, 2, 29), -12))
        2028-02-29 2023-02-28
        >>> print(months_on(date(9999, 12, 1), 1), months_on(date(1, 1, 31), -1))
        9999-12-31 0001-01-01
    """
    year, month = _month_on(first, months)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    last = calendar.monthrange(year, month)[1]
    return date(year, month, min(first.day, last))


def last_of_months(first: date, months: int) -> date:
    """The last day of some months that begin on a day; the last that there is, at most.

    Example:
        >>> print(last_of_months(date(2022, 9, 1), 12), last_of_months(date(9999, 1, 1), 12))
        2023-08-31 9999-12-31
    """
    if _month_on(first, months)[0] > date.max.year:
        return date.max
    return months_on(first, months) - timedelta(days=1)


def months_begin(when: date, every: int) -> date:
    """The first day of the calendar month, quarter or year of a day: of 1, 3 or 12 months.

    Example:
        >>> print(months_begin(date(2022, 9, 14), 1), months_begin(date(2022, 9, 14), 3))
        2022-09-01 2022-07-01
    """
    return date(when.year, when.month - (when.month - 1) % every, 1)


def month_ends(first: date, on: date) -> Iterator[date]:
    """The last day of each month since a day that is before another, and the other day itself.

    Example:
        >>> print(*month_ends(date(2022, 11, 20), date(2023, 1, 15)))
        2022-11-30 2022-12-31 2023-01-15
    """
    end = _month_end(first)
    while end < on:
        yield end
        end = _month_end(end + timedelta(days=1))
    yield on


def _month_on(first: date, months: int) -> tuple[int, int]:
    """The year and the month some months on, whether or not there are days in it."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return year, month + 1


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
