"""Days as people write them: the certain reading is offered back, and each where there are two."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.days import (
    anniversary,
    day_meant,
    days_on,
    last_of_months,
    month_ends,
    months_begin,
    months_on,
    years_on,
)
from socialvalue.model.fields import day


@pytest.mark.parametrize(
    "written",
    ["2026-6-13", "2026/06/13", "20260613", "2026-06-13T10:00", "2026-06-13 10:00:00", "13/06/2026",
     "06/13/2026", "13.6.26", "13 06 2026", "13 June 2026", "13th of June, 2026", "June 13, 2026",
     "Saturday 13 June 2026", "13-Jun-26", " 2026-06-13", "2026-06-13\u00a0"],
)  # fmt: skip
def test_a_day_that_can_be_one_only_is_offered_back(written: str) -> None:
    """A buyer who dates a notice as letters are dated is told what to type."""
    with pytest.raises(sv.InputError) as caught:
        sv.Tender("x", contract_value=1, published=written)
    (told,) = caught.value.problems
    assert (told.code, told.hint) == ("SV206", "write 2026-06-13")


@pytest.mark.parametrize("written", ["01/06/2026", "1/6/26", "1.6.2026", "01 06 2026"])
def test_a_day_of_two_readings_is_given_with_both(written: str) -> None:
    """01/06 is June to one and January to another: the day decides which values count."""
    assert day_meant(written) == (
        "write 2026-06-01 for 1 June 2026, or 2026-01-06 for 6 January 2026"
    )


@pytest.mark.parametrize(
    "written",
    ["31/02/2026", "2026-13-01", "tomorrow", "44713", "1 Foo 2026", "June 2026", "2026", "", "1/6",
     "2022-W22-3", "32 June 2026"],
)  # fmt: skip
def test_no_day_is_guessed(written: str) -> None:
    """A hint with another day would be worse than none."""
    assert day_meant(written) == ""
    assert day_meant("31/01/2026") == "write 2026-01-31"


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(
    ["{0.day}/{0.month}/{0.year}", "{0:%d/%m/%y}", "{0:%d %B %Y}", "{0:%b} {0.day}, {0:%Y}",
     "{0.year}.{0.month:02}.{0.day:02}", "{0:%A} {0:%d %B %Y}"]))  # fmt: skip
def test_the_day_that_was_written_is_among_the_readings(written: date, form: str) -> None:
    """Whatever the form, the advice holds the day meant, and each day in it is read."""
    hint = day_meant(form.format(written))
    named: Any = [word.strip(",") for word in hint.split() if word[:4].isdigit() and "-" in word]
    assert written in [day(each) for each in named]


@given(st.text(max_size=40))
def test_any_text_gets_an_answer(written: str) -> None:
    """Whatever was typed, the hint is made without failing."""
    assert re.fullmatch("(write .+)?", day_meant(written), re.DOTALL)


EVERY_DAY = st.dates() | st.sampled_from([date.min, date.max, date(9999, 12, 1), date(1, 1, 31)])


def _day_by_day(first: date, months: int) -> date:
    """The oracle: a calendar that is turned a leaf a month, from the first of them."""
    year, month, step = first.year, first.month, 1 if months > 0 else -1
    for _ in range(abs(months)):
        month += step
        if month in {0, 13}:
            year, month = year + step, 12 if month == 0 else 1
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    return date(year, month, min(first.day, calendar.monthrange(year, month)[1]))


@given(EVERY_DAY, st.integers(-200, 200))
def test_months_are_counted_as_on_a_calendar_that_is_turned(first: date, months: int) -> None:
    """A deadline is a day: one that a second reading of "12 months" moves is missed by somebody."""
    assert months_on(first, months) == _day_by_day(first, months)


@given(EVERY_DAY, st.integers(1, 200))
def test_months_that_begin_where_others_end_leave_out_no_day(first: date, months: int) -> None:
    """A day between two years of a contract would be a day that no notice is of."""
    last, follows = last_of_months(first, months), months_on(first, months)
    assert last == date.max or last + timedelta(days=1) == follows
    assert first <= last <= follows


@given(EVERY_DAY, st.integers(0, 1_500))
@example(date(9999, 11, 30), 31)
@example(date(9999, 12, 31), 0)
def test_each_month_up_to_a_day_ends_once(first: date, days: int) -> None:
    """A chart of months that leaves one out hides what was not delivered in it."""
    on = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    span = range(first.toordinal(), on.toordinal())
    ends = [each for each in map(date.fromordinal, span)
            if calendar.monthrange(each.year, each.month)[1] == each.day]  # fmt: skip
    assert [*month_ends(first, on)] == [*ends, on]


@given(EVERY_DAY, st.sampled_from([1, 3, 12]))
def test_a_day_is_in_the_month_quarter_and_year_that_it_is_in(when: date, every: int) -> None:
    """An invoice added up in another quarter is money of another period."""
    first = months_begin(when, every)
    assert first <= when <= last_of_months(first, every)
    assert (first.day, (first.month - 1) % every) == (1, 0)


@given(EVERY_DAY, st.integers(-10_000, 10_000))
@example(date(2024, 2, 29), 1)
def test_days_and_years_are_counted_to_the_edge_of_the_calendar(first: date, number: int) -> None:
    """A contract that a ledger ends in 9999, for never, ended in a fault of the program."""
    in_reach = date.min.toordinal() <= first.toordinal() + number <= date.max.toordinal()
    edge = date.max if number > 0 else date.min
    assert days_on(first, number) == (first + timedelta(days=number) if in_reach else edge)
    year = first.year + number
    there = date.min.year <= year <= date.max.year
    assert years_on(first, number) == (_same_day(first, year) if there else edge)


@given(EVERY_DAY, st.integers(-9_000, 9_000))
def test_the_calendar_after_its_last_day_is_that_of_400_years_before(
    first: date, years: int
) -> None:
    """What part of a year is left must not turn on whether its last day is in the calendar."""
    found = anniversary(first, years)
    assert anniversary(first, years + 400) - found == 146_097
    assert anniversary(first, years + 1) - found in {365, 366}
    if 1 <= first.year + years <= 9999:
        assert found == _same_day(first, first.year + years).toordinal()


def _same_day(first: date, year: int) -> date:
    leap = (first.month, first.day) == (2, 29) and not calendar.isleap(year)
    return date(year, 3, 1) if leap else date(year, first.month, first.day)
