"""What was spent under a contract in a period, and how many call-offs were made of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import InputError, Problem, problem, shown
from socialvalue.model.fields import (
    attempt,
    day,
    is_refused,
    needed,
    optional_money_field,
    settle,
    several,
)
from socialvalue.numbers import TOO_LARGE, plain, pounds
from socialvalue.words import day_words, listed, number_of

__all__ = ["Spend", "spend_field"]


def _day_field(value: date | str) -> date:
    return needed(day, value)


def _count(value: Any) -> int:
    """How many, as a whole number.

    Raises:
        InputError: It is none (SV316).
    """
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value < TOO_LARGE:
        expected, found = f"a whole number, from 0, below {plain(TOO_LARGE)}", shown(value)
        raise InputError(problem("SV316", what="call_offs", expected=expected, found=found))
    return value


def _count_field(value: int | None) -> int | None:
    return attempt(_count, value)


@attrs.frozen(repr=False)
class Spend(Shown):
    """What was spent in a period, as the ledger has it.

    It counts from the last day of the period on.

    Attributes:
        starts: The first day of the period.
        ends: The last.
        amount: £ invoiced for it, or None where only call-offs are counted.
        call_offs: How many call-offs were made in it, or None where nobody counts them.

    Example:
        >>> Spend("2022-09-01", "2022-11-30", "200000")
        <Spend: 1 September 2022 to 30 November 2022, £200,000.00>
    """

    starts: date = attrs.field(converter=_day_field)
    ends: date = attrs.field(converter=_day_field)
    amount: Decimal | None = attrs.field(default=None, converter=optional_money_field)
    call_offs: int | None = attrs.field(default=None, converter=_count_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "spend", self._order(), self._counted())

    def _order(self) -> Problem | None:
        if is_refused(self.starts) or is_refused(self.ends) or self.starts <= self.ends:
            return None
        why = f"is before its first day, {day_words(self.starts)}"
        return problem("SV954", what="the period's last day", found=day_words(self.ends), why=why)

    def _counted(self) -> Problem | None:
        if self.amount is None and self.call_offs is None:
            found = "an amount, or how many call-offs"
            return problem(
                "SV958", what="the spend of a period", found=found, hint="give one of them"
            )
        return None

    @property
    def days(self) -> str:
        """Its period, in words."""
        return f"{day_words(self.starts)} to {day_words(self.ends)}"

    def _line(self) -> str:
        made = () if self.call_offs is None else (number_of(self.call_offs, "call-off"),)
        spent = () if self.amount is None else (pounds(self.amount),)
        return f"{self.days}, {listed([*spent, *made])}"


def spend_field(value: Any) -> tuple[Spend, ...]:
    """What was spent period by period, for a field."""
    return attempt(_spends, value)


def _spends(value: Any) -> tuple[Spend, ...]:
    """Periods with their £; each as a `Spend`, or as its two days and the amount."""
    expected = "a Spend, or its two days and the £"
    given = several("a period's spend", (Spend, tuple, list), value, expected=expected)
    return tuple(sorted(map(_spend, given), key=lambda each: each.ends))


def _spend(value: Any) -> Spend:
    """One period.

    Raises:
        InputError: It is no period with its £ (SV316).
    """
    if isinstance(value, Spend):
        return value
    first, *rest = value or ((),)
    parts = [*first, *rest] if isinstance(first, (tuple, list)) else [*value]
    if len(parts) not in {3, 4}:
        expected = "the first day of a period, its last, and the £"
        raise InputError(problem("SV316", what="the spend", expected=expected, found=repr(value)))
    return Spend(*parts)
