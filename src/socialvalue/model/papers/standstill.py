"""Working days, and the day on which a standstill period ends."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

__all__ = ["STANDSTILL_DAYS", "is_working_day", "standstill_end"]

STANDSTILL_DAYS = 8
"""Working days of the mandatory standstill period.

Source:
    Procurement Act 2023, s.51(2): it begins with the day on which the notice is published.
"""
_SATURDAY = 5


def is_working_day(day: date, holidays: Collection[date] = ()) -> bool:
    """Whether a day is neither at a weekend nor among the holidays that are given.

    Args:
        day: A day.
        holidays: Bank holidays, Christmas Day and Good Friday, as the authority lists them.

    Example:
        >>> is_working_day(date(2026, 12, 24)), is_working_day(date(2026, 12, 26))
        (True, False)
    """
    return day.weekday() < _SATURDAY and day not in holidays


def standstill_end(
    published: date, holidays: Collection[date] = (), *, days: int = STANDSTILL_DAYS
) -> date:
    """The last day of a standstill period.

    Args:
        published: The day on which the contract award notice is published; the first of the
            period if it is a working day.
        holidays: Bank holidays, Christmas Day and Good Friday, as the authority lists them.
        days: How many working days the period has.

    Example:
        >>> standstill_end(date(2026, 9, 14))
        datetime.date(2026, 9, 23)
        >>> standstill_end(date(2026, 12, 18), [date(2026, 12, 25), date(2026, 12, 28)])
        datetime.date(2026, 12, 31)

    Source:
        Procurement Act 2023, s.51(2).
    """
    day, left = published, days - is_working_day(published, holidays)
    while left > 0:
        day += timedelta(days=1)
        left -= is_working_day(day, holidays)
    return day
