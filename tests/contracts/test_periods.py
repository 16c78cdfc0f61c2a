"""Returns are of periods that leave out no day, and count none twice."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from socialvalue.contracts.expected import Term
from socialvalue.contracts.periods import periods_of


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
