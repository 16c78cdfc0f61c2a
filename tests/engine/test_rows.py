"""The rules of a row, by hand: what each engine of queries is held to elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from socialvalue.engine import rows
from socialvalue.engine.order import NONE, ORDER


def codes(found: Any) -> list[str]:
    """The codes of places; "" where there is none."""
    return ["" if each == NONE else ORDER[each] for each in found]


def told(rule: Any, *columns: Any) -> list[str]:
    """What a rule says of some rows."""
    return codes(rule(rows.NUMPY, *map(np.array, columns)))


def test_no_years_of_something_are_a_slip() -> None:
    """25 FTE-years in no years at all are refused; nothing offered for no years is nothing."""
    stated, offered, amount = [True, True, True, False], [0.0, 0.0, 2.0, 0.0], [25.0, 0, 25, 25]
    assert told(rows.years, stated, offered, amount) == ["SV307", "", "", ""]


def test_years_that_count_in_part() -> None:
    """Only the first year of a measure that says so counts, and none beyond the contract's end."""
    stated, offered = [True] * 5 + [False], [1.0, 2.0, 3.0, 3.5, 2.0, 9.0]
    first = [True, True, False, False, False, True]
    assert told(rows.excess, stated, offered, first, [3.0] * 6) == [
        "", "SV506", "", "SV507", "", "",
    ]  # fmt: skip
    assert [*rows.kept_years(rows.NUMPY, *map(np.array, (offered, first, [3.0] * 6)))] == [
        1, 1, 3, 3, 2, 1,
    ]  # fmt: skip
    assert [*rows.most_years(rows.NUMPY, np.array([True, False]), 3.0)] == [1, 3]


def test_numbers_at_their_bounds() -> None:
    """Nothing is a number, less than nothing is none, and the first that is too large is named."""
    amount = np.array([0.0, -0.0, -1e-9, rows.TOO_MANY, np.nextafter(rows.TOO_MANY, 0), np.nan])
    found = codes(rows.number(rows.NUMPY, amount, ORDER.index("SV306")))
    assert found == ["", "", "SV302", "SV303", "", "SV306"]
    assert codes(rows.number(rows.NUMPY, amount[-1:], NONE)) == [""]


@pytest.mark.parametrize(
    ("part", "said"), [(0.0, ""), (1.0, ""), (-0.01, "SV310"), (1.01, "SV310"), (np.nan, "")]
)
def test_a_share_lies_between_nothing_and_all(part: float, said: str) -> None:
    """A whole share is one; a share of 1.01 would pay for what nobody offered."""
    assert told(rows.share, [part]) == [said]


def test_two_shares_are_one_too_many() -> None:
    """Either says the other; where both stand one of them would be lost."""
    assert told(rows.both_shares, [0.5, 0.5, np.nan], [0.5, np.nan, 0.5]) == ["SV311", "", ""]


def test_an_answer_is_yes_or_no() -> None:
    """A count under a question of yes or no is no answer to it."""
    assert told(rows.answer, [True, True, True, False], [0.0, 1, 2, 2]) == ["", "", "SV316", ""]


def test_a_unit_and_a_place() -> None:
    """What fits is never refused, whatever else is known of it."""
    assert told(rows.unit, [True, False, False], [False, True, False]) == ["", "SV308", "SV204"]
    assert told(rows.place, [True, False, False], [True, True, False]) == ["SV210", "SV508", ""]
