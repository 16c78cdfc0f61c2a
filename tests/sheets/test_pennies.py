"""Pounds in a sheet equal the library's to the penny, in any program that keeps 15 digits."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.sheets.pennies import PennyFormula, penny_formula

VALUES = (
    "251.7905723", "194.4983267", "317.821909", "0.71647", "15382.904", "28460", "244.63", "0.5",
    "0.005", "16.93", "101", "13.51", "0.12", "130.29", "32700", "999999999.994998",
)  # fmt: skip
FIFTEEN = Context(prec=15)


def ieee(number: float) -> float:
    """A program that works in doubles and rounds nothing more."""
    return number


def fifteen(number: float) -> float:
    """A program that rounds each result to the 15 digits that it can show."""
    return float(FIFTEEN.create_decimal(Decimal(number)))


def in_a_sheet(made: PennyFormula, units: int, kept: Callable[[float], float]) -> float:
    """The formula as a spreadsheet works it out, step by step."""
    if not made.shift:
        return kept(float(units) * (made.high * made.factor))
    inner = kept(kept(kept(float(units) * made.low) + 10**made.shift // 2) / 10**made.split)
    outer = kept(kept(kept(float(units) * made.high) + math.floor(inner)))
    return float(math.floor(kept(outer / 10 ** (made.shift - made.split))))


def by_the_library(value: Decimal, units: int, decimals: int) -> int:
    """Quantity × value in whole pence, half-up."""
    exact = Decimal(units).scaleb(-decimals) * value * 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP, context=Context(prec=60)))


@pytest.mark.parametrize("kept", [ieee, fifteen])
@given(
    value=st.sampled_from(VALUES) | st.decimals("0.0000001", "99999", places=7).map(str),
    decimals=st.sampled_from([2, 4]),
    part=st.fractions(0, 1),
)
def test_every_penny_is_the_librarys(
    kept: Callable[[float], float], value: str, decimals: int, part: float
) -> None:
    """A bidder who sees a penny more in the sheet than in the decision trusts neither."""
    made = penny_formula(Decimal(value), decimals)
    units = int(made.most * part)
    expected = by_the_library(Decimal(value), units, decimals)
    assert made.pence(units) == expected
    assert in_a_sheet(made, units, kept) == expected


@pytest.mark.parametrize("kept", [ieee, fifteen])
@pytest.mark.parametrize("value", VALUES)
def test_ties_and_their_neighbours_round_half_up(
    kept: Callable[[float], float], value: str
) -> None:
    """Half a penny goes up, and a hair less does not: there the plain formula goes wrong."""
    made = penny_formula(Decimal(value), 4)
    digits = int(Decimal(value).scaleb(10))
    step = 10**12
    near = {(penny * step + step // 2) // digits + each for penny in range(300) for each in (0, 1)}
    tried = [units for units in sorted(near) if units <= made.most]
    assert len(tried) >= 2
    for units in tried:
        expected = by_the_library(Decimal(value), units, 4)
        assert in_a_sheet(made, units, kept) == expected


def test_the_plain_formula_is_wrong() -> None:
    """Whoever simplifies the formula to a rounded product meets this first."""
    wrong = [
        units
        for units in range(1, 20_000)
        if math.floor(units / 100 * 1.005 * 100 + 0.5) != by_the_library(Decimal("1.005"), units, 2)
    ]
    made = penny_formula(Decimal("1.005"), 2)
    right = [in_a_sheet(made, each, ieee) for each in range(1, 20_000)]
    assert wrong
    assert right == [by_the_library(Decimal("1.005"), each, 2) for each in range(1, 20_000)]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("decimals", [2, 4])
def test_the_bound_is_the_largest(value: str, decimals: int) -> None:
    """A quantity that the formula takes keeps every step below 10**14, and one more does not."""

    def steps(units: int) -> int:
        inner = (units * made.low + 10**made.shift // 2) if made.shift else 0
        return max(inner, units * made.high * made.factor + inner // 10**made.split)

    made = penny_formula(Decimal(value), decimals)
    assert steps(made.most) < 10**14 <= steps(made.most + 1)
