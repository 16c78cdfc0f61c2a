"""How much of a commitment is due by when: exact shares, from the days that were agreed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.choices import PROFILES
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.days import anniversary, days_on, last_of_years
from socialvalue.model.fields import (
    attempt,
    check_choice,
    day,
    day_field,
    is_refused,
    needed,
    number,
    optional_positive_field,
    settle,
    several,
)
from socialvalue.numbers import Exact, pounds
from socialvalue.words import day_words

__all__ = ["BY_DAY", "BY_LEDGER", "RATES", "Counted", "Expected", "Term", "expected_field"]

Steps = tuple[tuple[date, Exact], ...]
Counted = Callable[[date], Fraction]

BY_DAY = frozenset(("time", "yearly"))
"""Plans that need nothing but the days over which they run."""

RATES = frozenset(("per_million", "per_call_off"))
"""Plans of what binds at a rate: with more of what it goes by, more is committed."""

_BY_SPEND = frozenset(("spend", "per_million"))

BY_LEDGER = frozenset(("spend", "per_million", "per_call_off"))
"""Plans that need what the ledger says: £ spent, or how many call-offs there were."""


def _none_yet(_: date) -> Fraction:
    return Fraction(0)


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
        return Fraction(*self.over(on))

    def over(self, on: date) -> tuple[int, int]:
        """How many of its days are over at the end of a day, and how many it has."""
        days = (min(on, self.ends) - self.starts).days + 1
        return max(days, 0), (self.ends - self.starts).days + 1

    @property
    def years(self) -> Fraction:
        """How many years it has, with the days after the last whole one as a part of a year.

        Example:
            >>> Term(date(2022, 9, 1), date(2025, 8, 31)).years
            Fraction(3, 1)
            >>> Term(date(2022, 9, 1), date(2022, 11, 30)).years
            Fraction(91, 365)
        """
        after, most = self.ends.toordinal() + 1, self.ends.year - self.starts.year + 1
        whole = next(each for each in range(most, -1, -1)
                     if anniversary(self.starts, each) <= after)  # fmt: skip
        began = anniversary(self.starts, whole)
        return whole + Fraction(after - began, anniversary(self.starts, whole + 1) - began)

    def last_year_end(self, on: date) -> date | None:
        """The last day of the last contract year that is over; None before the first is."""
        if on >= self.ends:
            return self.ends
        years = on.year - self.starts.year + 1
        return next((each for each in map(self._year_end, range(years, 0, -1)) if each <= on), None)

    def this_year_end(self, on: date) -> date:
        """The last day of the contract year in which a day is; its own last day, if it is over.

        Example:
            >>> print(Term(date(2022, 9, 1), date(2025, 3, 31)).this_year_end(date(2023, 9, 1)))
            2024-08-31
        """
        years = range(1, self.ends.year - self.starts.year + 1)
        return next((each for each in map(self._year_end, years) if on <= each < self.ends),
                    self.ends)  # fmt: skip

    def _year_end(self, years: int) -> date:
        """The last day of so many years."""
        return last_of_years(self.starts, years)


def _steps(value: Any) -> Steps:
    """Days with the quantities due by them, counted from the start of the contract."""
    pairs = several("the steps", (tuple, list), value, expected="a day and what is due by it")
    if any(len(each) != 2 for each in pairs):
        expected, odd = "pairs of a day and what is due by it", repr(pairs)
        raise InputError(problem("SV316", what="the steps", expected=expected, found=odd))
    found = tuple((day(when), number(due)) for when, due in pairs)
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
            ``dated`` (by `steps`), ``at_end`` (all by `due_on`, or by the contract's end),
            ``spend`` (as the contract's spend goes), ``per_million`` (at a rate, of whatever is
            spent), ``per_call_off`` (for each call-off), or ``none`` where no plan is agreed.
        due_on: For ``at_end``, the day.
        steps: For ``dated``, days with what is due by them in all.
        spend: For ``spend`` and ``per_million``, the £ at which all of it is due.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Expected("dated", steps=[("2023-03-31", 10), ("2024-03-31", 24)])
        <Expected: by the days agreed: 10 by 31 March 2023, 24 by 31 March 2024>
    """

    profile: str = "time"
    due_on: date | None = attrs.field(default=None, kw_only=True, converter=day_field)
    steps: Steps = attrs.field(default=(), kw_only=True, converter=_steps_field)
    spend: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )

    def __attrs_post_init__(self) -> None:
        settle(self, "expected", check_choice("the profile", self.profile, PROFILES), self._amiss())

    def _amiss(self) -> Problem | None:
        """Days that are missing, or that the profile does not use."""
        if any(map(is_refused, (self.steps, self.due_on, self.spend))):
            return None
        if self.profile not in tuple(PROFILES):
            return None
        if (self.profile in _BY_SPEND) != (self.spend is not None):
            found = "none" if self.spend is None else pounds(self.spend)
            expected = "some with 'spend' and 'per_million', and none without"
            return problem("SV316", what="the spend expected", expected=expected, found=found)
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
        if self.spend is not None:
            return f"{words}: all of it at {pounds(self.spend)}"
        return f"all of it by {day_words(self.due_on)}" if self.due_on else words

    def last_day(self, term: Term) -> date:
        """The day by which all of it is due."""
        if self.steps:
            return self.steps[-1][0]
        return self.due_on or term.ends

    def share(
        self,
        term: Term,
        on: date,
        *,
        since: date | None = None,
        counted: Counted = _none_yet,
    ) -> Fraction | None:
        """The share that is due at the end of a day; None where there is no plan.

        It runs from 0 to 1; for what is due at a rate it is as much as was spent or called off.

        Args:
            term: The days over which it is due.
            on: The day.
            since: The day from which on it was agreed; what was due before is no part of it, and
                all is due over what is left of the plan.
            counted: £ spent, or how many call-offs there were, by the end of a day.

        Source:
            after-award.md §2.5.

        Example:
            >>> year = Term(date(2024, 1, 1), date(2024, 12, 31))
            >>> def spent(day):
            ...     return Fraction(250 if day >= date(2024, 3, 31) else 0)
            >>> Expected("spend", spend=1000).share(year, date(2024, 6, 30), counted=spent)
            Fraction(1, 4)
        """
        if self.profile == "none":
            return None
        over = self._over(term, on, counted)
        if since is None or since <= term.starts:
            return over
        if on < since:
            return Fraction(0)
        before = self._over(term, days_on(since, -1), counted)
        if self.profile == "per_call_off":
            return over - before
        return (over - before) / (1 - before) if before < 1 else Fraction(on >= term.ends)

    def _over(self, term: Term, on: date, counted: Counted) -> Fraction:
        """How much of the plan is over at the end of a day."""
        if self.profile in BY_LEDGER:
            found = counted(on) - counted(days_on(term.starts, -1))
            share = found if self.spend is None else found / Fraction(self.spend)
            return min(share, Fraction(1)) if self.profile == "spend" else share
        if self.profile == "dated":
            due = [each for when, each in self.steps if when <= on]
            return Fraction(due[-1]) / Fraction(self.steps[-1][1]) if due else Fraction(0)
        if self.profile == "at_end":
            return Fraction(on >= self.last_day(term))
        ended = term.last_year_end(on) if self.profile == "yearly" else on
        return Fraction(0) if ended is None else term.elapsed(ended)


def expected_field(value: Expected | str) -> Expected:
    """How much is due by when, for a field; a profile's word may stand for it."""
    return needed(_expected, value)


def _expected(value: Any) -> Expected:
    if isinstance(value, str):
        return Expected(value)
    if not isinstance(value, Expected):
        found = type(value).__name__
        raise InputError(problem("SV316", what="expected", expected="an Expected", found=found))
    return value
