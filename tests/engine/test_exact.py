"""The oracle: what a line is worth when nobody is in a hurry."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue.engine import exact

amounts = st.decimals(0, 10**9, places=6) | st.decimals(0, 10**6, places=10)
shares = st.decimals(0, 1, places=4)
HALF = Fraction(1, 2)


@given(amounts, amounts, shares)
def test_a_line_is_the_product_rounded_once_half_up(
    quantity: Decimal, unit_value: Decimal, keep: Decimal
) -> None:
    """A bidder is owed the nearest penny of the whole product, and the upper one at a half."""
    pence = Fraction(quantity) * Fraction(unit_value) * Fraction(keep) * 100
    assert exact.line_pence(quantity, unit_value, keep) == floor(pence + HALF)


@given(amounts, amounts, shares, st.integers(-(10**18), 10**18))
def test_the_callers_decimal_context_changes_nothing(
    quantity: Decimal, unit_value: Decimal, keep: Decimal, pence: int
) -> None:
    """Two councils score one bid alike, whatever else runs in the same process."""
    plain = exact.line_pence(quantity, unit_value, keep), exact.pounds(pence)
    with decimal.localcontext() as context:
        context.prec, context.rounding, context.Emax = 3, decimal.ROUND_DOWN, 5
        odd = exact.line_pence(quantity, unit_value, keep), exact.pounds(pence)
    assert odd == plain


@pytest.mark.parametrize(
    ("quantity", "unit_value", "keep", "pence"),
    [
        ("0.5", "1.25", "1", 63),  # 62.5 is 63: half-up, where round() says 62
        ("40", "251.7905723", "1", 1_007_162),
        ("1", "0.005", "0.9", 0),  # 0.45: rounding before the share is kept would give 1
        ("0", "28460", "1", 0),
        ("999999999.999999", "0.9999999999", "1", 99_999_999_990),
        ("1E+3", "2.5E-3", "1", 250),
        ("1E-400", "1E-400", "1", 0),
    ],
)
def test_lines_worked_by_hand(quantity: str, unit_value: str, keep: str, pence: int) -> None:
    """The rule holds on the cases that are usually got wrong."""
    assert exact.line_pence(Decimal(quantity), Decimal(unit_value), Decimal(keep)) == pence


@pytest.mark.parametrize("bad", ["-1", "-0.000001", "NaN", "sNaN", "Infinity", "-Infinity"])
@pytest.mark.parametrize("place", range(3))
def test_what_is_no_amount_is_refused(bad: str, place: int) -> None:
    """A negative line would take from a bid what another line earned."""
    factors = [Decimal(1)] * 3
    factors[place] = Decimal(bad)
    with pytest.raises(ValueError, match="finite amounts of 0 or more, not"):
        exact.line_pence(*factors)


def test_a_lost_digit_cannot_pass_in_silence() -> None:
    """Should the context ever be too narrow, the line fails loudly: no penny is guessed."""
    narrow = exact._exact_context((Decimal(7),))
    with pytest.raises(decimal.Inexact):
        narrow.multiply(Decimal("1.7"), Decimal("1.7"))


@given(st.integers())
def test_pounds_are_pennies_with_a_point(pence: int) -> None:
    """The published pounds are the very pennies, always with two places."""
    pounds = exact.pounds(pence)
    assert Fraction(pounds) * 100 == pence
    assert pounds.as_tuple().exponent == -2


@given(st.integers(0, 10**15), st.decimals("0.01", 10**12, places=2))
def test_a_ratio_is_an_exact_fraction(pence: int, contract_value: Decimal) -> None:
    """A bid exactly on target must not fall short of it by the last digit of a division."""
    assert exact.ratio(pence, contract_value) * Fraction(contract_value) * 100 == pence


@pytest.mark.parametrize("bad", ["0", "-1", "NaN", "Infinity"])
def test_a_ratio_needs_a_contract_value(bad: str) -> None:
    """Without a contract value there is no ratio, and none is made up."""
    with pytest.raises(ValueError, match="a contract value is more than 0"):
        exact.ratio(1, Decimal(bad))
