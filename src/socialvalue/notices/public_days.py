"""Days of a public notice: a moment of any zone on the calendar that a British reader has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

__all__ = ["day_of"]


def day_of(text: Any) -> date | None:
    """The day of a moment in the United Kingdom; None where it says no day.

    A moment in universal time an hour before midnight is the next day in summer: a period that
    begins at 23:00Z on 30 June begins on 1 July.

    Example:
        >>> day_of("2026-06-30T23:00:00Z"), day_of("2026-01-31T23:59:59Z"), day_of("soon")
        (datetime.date(2026, 7, 1), datetime.date(2026, 1, 31), None)
    """
    if not isinstance(text, str):
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if moment.tzinfo is None:
        return moment.date()
    try:
        universal = moment.astimezone(UTC)
        return (universal + timedelta(hours=1 if _is_summer(universal) else 0)).date()
    except OverflowError:
        return moment.date()


def _is_summer(moment: datetime) -> bool:
    """Whether clocks are an hour ahead: from the last Sunday of March to that of October, 01:00.

    Source: Summer Time Act 1972, section 1, as amended in 2002.
    """
    return _last_sunday(moment.year, 3) <= moment < _last_sunday(moment.year, 10)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=last.isoweekday() % 7)
