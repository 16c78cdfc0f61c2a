"""The periods that returns are of: some months each, counted from the contract's first day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar, Final

import attrs

from socialvalue.contracts.expected import Term
from socialvalue.errors import InputError, problem, shown
from socialvalue.model.days import months_on
from socialvalue.model.fields import attempt
from socialvalue.words import day_words

__all__ = [
    "USUAL",
    "Period",
    "both_days",
    "every_of",
    "months_field",
    "periods_of",
]

_MOST = 12

USUAL: Final = 3
"""How many months lie between two returns where neither a contract nor a policy says it."""


@attrs.frozen(order=True)
class Period:
    """The days that a return is of, both of them inside.

    Attributes:
        starts: The first.
        ends: The last.

    Example:
        >>> print(Period(date(2022, 9, 1), date(2022, 11, 30)))
        1 September 2022 to 30 November 2022
    """

    WITHIN: ClassVar[int] = 14
    """Days after a period in which its return is due, where nobody says otherwise."""

    starts: date
    ends: date

    def __str__(self) -> str:
        return f"{day_words(self.starts)} to {day_words(self.ends)}"


def every_of(every: Any) -> int:
    """How many months a period has: a whole number from 1 to 12.

    Raises:
        InputError: It is none (SV316).
    """
    if isinstance(every, bool) or not isinstance(every, int) or not 1 <= every <= _MOST:
        expected = f"a whole number of months, from 1 to {_MOST}"
        raise InputError(problem("SV316", what="every", expected=expected, found=_spelled(every)))
    return every


def both_days(period: Any) -> tuple[Any, Any]:
    """The first day of a period and its last.

    Args:
        period: As it was given.

    Raises:
        InputError: It is something else (SV316).
    """
    if not isinstance(period, (tuple, list)) or len(period) != 2:
        expected, found = "its first day and its last", _spelled(period)
        raise InputError(problem("SV316", what="the period", expected=expected, found=found))
    return period[0], period[1]


def _spelled(value: Any) -> str:
    return shown(value) if isinstance(value, int) else repr(value)


def months_field(value: int | None) -> int | None:
    """`every_of`, for a field that may be None."""
    return attempt(every_of, value)


def periods_of(term: Term, every: int = USUAL) -> tuple[Period, ...]:
    """The periods of a contract, the last one cut off at its end.

    Args:
        term: The contract's days.
        every: How many months each has.

    Example:
        >>> first, *_, last = periods_of(Term(date(2022, 9, 1), date(2025, 8, 15)))
        >>> print(first, "…", last, sep="; ")
        1 September 2022 to 30 November 2022; …; 1 June 2025 to 15 August 2025
    """
    starts, ends = term.starts, term.ends
    months = 12 * (ends.year - starts.year) + ends.month - starts.month
    firsts = [months_on(starts, each) for each in range(0, months + 1, every_of(every))]
    seen = [each for each in firsts if each <= ends]
    lasts = [*(each - timedelta(days=1) for each in seen[1:]), ends]
    return tuple(map(Period, seen, lasts))
