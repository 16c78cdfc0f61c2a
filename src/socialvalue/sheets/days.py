"""A day in a cell: as a spreadsheet stores it, or as people in Britain write it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from socialvalue.errors import InputError, problem
from socialvalue.numbers import EXACT
from socialvalue.sheets.cells import Cell

__all__ = ["DAY_0", "LAST_DAY", "day_in", "from_1904"]

DAY_0: Final = date(1899, 12, 30)
"""The day from which a spreadsheet counts."""
LAST_DAY: Final = 2_958_465
"""The number of the last day that one knows, 31 December 9999."""
_DAYS_TO_1904: Final = 1462

_MONTHS: Final = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ]00:00(?::00)?)?", re.ASCII)
_BRITISH = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})", re.ASCII)
_IN_WORDS = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)? +([A-Za-z]{3,9})\.?,? +([0-9]{4})", re.ASCII)


def day_in(cell: Cell) -> date | None:
    """The day in a cell, the day before the month where both are numbers; None where it is empty.

    Raises:
        InputError: It is no day (SV206).

    Example:
        >>> day_in(Cell("number", "44805", shown_as="date")), day_in(Cell("text", "1/9/2022"))
        (datetime.date(2022, 9, 1), datetime.date(2022, 9, 1))
        >>> day_in(Cell("text", "1 Sept 2022")), day_in(Cell())
        (datetime.date(2022, 9, 1), None)
    """
    words = cell.text.strip()
    if not words:
        return None
    try:
        found = _stored(cell) if cell.kind == "number" else _written(words)
    except ValueError:
        found = None
    if found is None:
        raise InputError(problem("SV206", found=words, hint="write the day as 2022-06-01"))
    return found


def from_1904(number: str) -> str:
    """The number of a day that is counted from 1904, counted as all others are.

    What is below nothing is no day, and stays.

    Example:
        >>> from_1904("43343"), from_1904("43343.5"), from_1904("-1")
        ('44805', '44805.5', '-1')
    """
    found = Decimal(number)
    return number if found < 0 else f"{EXACT.add(found, _DAYS_TO_1904):f}"


def _stored(cell: Cell) -> date | None:
    whole, _, part = cell.text.partition(".")
    if cell.shown_as != "date" or part.strip("0") or not whole.isdecimal():
        return None
    days = int(whole) if len(whole) < 8 else LAST_DAY + 1
    return DAY_0 + timedelta(days=days) if 60 < days <= LAST_DAY else None


def _written(words: str) -> date | None:
    if found := _ISO.fullmatch(words):
        return date(*map(int, found.groups()))
    if found := _BRITISH.fullmatch(words):
        day, month, year = map(int, found.groups())
        return date(year, month, day)
    found = _IN_WORDS.fullmatch(words)
    if found and found[2][:3].casefold() in _MONTHS:
        return date(int(found[3]), _MONTHS.index(found[2][:3].casefold()) + 1, int(found[1]))
    return None
