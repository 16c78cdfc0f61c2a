"""Returns are of periods that leave out no day, and count none twice."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.contracts.expected import Term
from socialvalue.contracts.periods import periods_of
from socialvalue.model.days import years_on


@given(st.dates(), st.integers(0, 4_000), st.integers(1, 12))
@example(date(9990, 1, 31), 4_000, 3)
@example(date(9999, 12, 31), 0, 1)
@example(date(2024, 2, 29), 400, 12)
def test_each_day_of_a_contract_is_in_one_period(first: date, days: int, every: int) -> None:
    """Work of a day between two periods could be reported in neither, or be paid for twice."""
    last = date.fromordinal(min(first.toordinal() + days, date.max.toordinal()))
    found = periods_of(Term(first, last), every)
    assert (found[0].starts, found[-1].ends) == (first, last)
    assert all(each.starts <= each.ends for each in found)
    assert all(one.ends + timedelta(days=1) == other.starts for one, other in pairwise(found))


def test_a_year_that_runs_beyond_the_calendar_is_not_over() -> None:
    """What is due for a year is not due a day before the year is over."""
    term = Term(date(9998, 9, 1), date.max)
    assert term.last_year_end(date(9999, 12, 30)) == date(9999, 8, 31)
    assert term.this_year_end(date(9999, 12, 30)) == date.max


def _years(term: Term) -> Fraction:
    """The oracle: a year is taken off as long as it is over, and what is left is a part of one."""
    first, after, whole = term.starts, term.ends + timedelta(days=1), 0
    while years_on(first, whole + 1) <= after:
        whole += 1
    began, ends = years_on(first, whole), years_on(first, whole + 1)
    return whole + Fraction((after - began).days, (ends - began).days)


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(0, 4_000))
@example(date(2022, 1, 1), 364)
@example(date(2024, 2, 29), 365)
@example(date(2020, 1, 1), 730)
def test_the_years_of_a_contract_are_counted_one_by_one(first: date, days: int) -> None:
    """A commitment for each year is paid for by how many there are."""
    term = Term(first, first + timedelta(days=days))
    assert term.years == _years(term)
    shifted = first.replace(year=first.year + 7600), term.ends.replace(year=term.ends.year + 7600)
    assert Term(*shifted).years == term.years


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(0, 4_000), st.integers(0, 4_500))
def test_a_contract_year_ends_on_the_day_before_the_next(first: date, days: int, at: int) -> None:
    """What is due for a year is due by its last day, and by no other."""
    term, on = Term(first, first + timedelta(days=days)), first + timedelta(days=at)
    ends = [years_on(first, each) - timedelta(days=1) for each in range(1, 13)]
    ends = [*(each for each in ends if each < term.ends), term.ends]
    assert term.this_year_end(on) == next((each for each in ends if each >= on), term.ends)
    assert term.last_year_end(on) == max((each for each in ends if each <= on), default=None)


@pytest.mark.parametrize("starts", ["2022-09-01", "9999-01-01", "9999-12-01", "9999-12-31"])
def test_a_contract_that_ends_on_the_last_day_there_is_has_all_its_answers(
    award: Any, tmp_path: Path, starts: str
) -> None:
    """A ledger ends in 9999 what has no end: what is due under it must still be answered."""
    last = "9999-12-31"
    register = sv.contracts.open_register()
    register.add(award(starts=starts, ends=last, entered=starts), by="procurement", on=starts)
    endings = sv.contracts.endings(register, on=last, months=6)
    assert "31 December 9999" in str(endings.explain())
    assert sv.contracts.progress(register, "ECC-0412", on=last).lines[0].due == 24
    if starts > "9999":
        assert sv.portfolio(register, on=last).chart().rows[-1][0] == last
        sv.reports.star(register, tmp_path, on=last)
        assert last in (tmp_path / "fact_expected.csv").read_text("utf-8")
