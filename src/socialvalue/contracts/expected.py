"""How much of a commitment is due by when: exact shares, from the days that were agreed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.choices import PROFILES
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import (
    attempt,
    check_choice,
    day,
    day_field,
    is_refused,
    number,
    settle,
)
from socialvalue.numbers import Exact
from socialvalue.words import day_words

__all__ = ["Expected", "Term", "expected_field"]

Steps = tuple[tuple[date, Exact], ...]


@attrs.frozen
class Term:
    """The days of a contract, both of them inside.

    Attributes:
        starts: The first.
        ends: The last.
    """

    starts: date
    ends: date

    def elapsed(self, on: date) -> Fraction:
        """The share of its days that is over at the end of a day, from 0 to 1.

        Example:
            >>> Term(date(2022, 9, 1), date(2025, 8, 31)).elapsed(date(2022, 12, 31))
            Fraction(61, 548)
        """
        days = (min(on, self.ends) - self.starts).days + 1
        return Fraction(max(days, 0), (self.ends - self.starts).days + 1)

    def last_year_end(self, on: date) -> date | None:
        """The last day of the last contract year that is over; None before the first is."""
        if on >= self.ends:
            return self.ends
        years = on.year - self.starts.year + 1
        ends = (_years_on(self.starts, each) - timedelta(days=1) for each in range(years, 0, -1))
        return next((each for each in ends if each <= on), None)


def _years_on(first: date, years: int) -> date:
    """The same day some years on; 1 March where there is no 29 February."""
    try:
        return first.replace(year=first.year + years)
    except ValueError:
        return date(first.year + years, 3, 1)


def _steps(value: Any) -> Steps:
    """Days with the quantities due by them, counted from the start of the contract."""
    found = tuple((day(when), number(due)) for when, due in value)
    if any(later[0] <= first[0] or later[1] < first[1] for first, later in pairwise(found)):
        expected = "later days with no less due, one after another"
        shown = ", ".join(f"{due} by {day_words(when)}" for when, due in found)
        raise InputError(problem("SV316", what="the steps", expected=expected, found=shown))
    if found and not found[-1][1]:
        expected = "some quantity by the last day"
        raise InputError(problem("SV316", what="the steps", expected=expected, found="0"))
    return found


def _steps_field(value: Iterable[tuple[Any, Any]]) -> Steps:
    return attempt(_steps, value)


@attrs.frozen(repr=False)
class Expected(Shown):
    """How much of a commitment is due by when.

    Attributes:
        profile: ``time`` (evenly, day by day), ``yearly`` (by the end of each contract year),
            ``dated`` (by `steps`), ``at_end`` (all by `due_on`, or by the contract's end), or
            ``none`` where no plan is agreed.
        due_on: For ``at_end``, the day.
        steps: For ``dated``, days with what is due by them in all.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Expected("dated", steps=[("2023-03-31", 10), ("2024-03-31", 24)])
        <Expected: by the days agreed: 10 by 31 March 2023, 24 by 31 March 2024>
    """

    profile: str = "time"
    due_on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    steps: Steps = attrs.field(default=(), kw_only=True, converter=_steps_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "expected", check_choice("the profile", self.profile, PROFILES), self._amiss())

    def _amiss(self) -> Problem | None:
        """Days that are missing, or that the profile does not use."""
        if is_refused(self.steps) or is_refused(self.due_on):
            return None
        if (self.profile == "dated") != bool(self.steps):
            found, expected = f"{len(self.steps)}", "some with 'dated', and none without"
            return problem("SV316", what="the steps", expected=expected, found=found)
        if self.due_on is not None and self.profile != "at_end":
            expected = "none: only 'at_end' has one"
            return problem("SV316", what="due_on", expected=expected, found=str(self.due_on))
        return None

    def _line(self) -> str:
        words = PROFILES[self.profile]
        if self.steps:
            return (
                f"{words}: {', '.join(f'{due} by {day_words(each)}' for each, due in self.steps)}"
            )
        return f"all of it by {day_words(self.due_on)}" if self.due_on else words

    def last_day(self, term: Term) -> date:
        """The day by which all of it is due."""
        if self.steps:
            return self.steps[-1][0]
        return self.due_on or term.ends

    def share(self, term: Term, on: date) -> Fraction | None:
        """The share that is due at the end of a day, from 0 to 1; None where there is no plan.

        Args:
            term: The days over which it is due.
            on: The day.

        Source:
            after-award.md §2.5.
        """
        if self.profile == "none":
            return None
        if self.profile == "dated":
            due = [each for when, each in self.steps if when <= on]
            return Fraction(due[-1]) / Fraction(self.steps[-1][1]) if due else Fraction(0)
        if self.profile == "at_end":
            return Fraction(on >= self.last_day(term))
        if self.profile == "yearly":
            over = term.last_year_end(on)
            return Fraction(0) if over is None else term.elapsed(over)
        return term.elapsed(on)


def expected_field(value: Expected | str) -> Expected:
    """How much is due by when, for a field; a profile's word may stand for it."""
    return attempt(_expected, value)


def _expected(value: Any) -> Expected:
    if isinstance(value, str):
        return Expected(value)
    if not isinstance(value, Expected):
        found = type(value).__name__
        raise InputError(problem("SV316", what="expected", expected="an Expected", found=found))
    return value
