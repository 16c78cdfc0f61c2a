"""Numbers: one grammar, read exactly, and a refusal that shows the right form."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from socialvalue import SocialValueError
from socialvalue.numbers import MOST_DECIMALS, TOO_LARGE, exact_number, plain

amounts = st.decimals(0, 10**14, places=6) | st.decimals(0, 10**6, places=30)
whole = st.integers(0, int(TOO_LARGE) - 1)


def code_of(value: Any, **how: Any) -> str:
    """The code under which a value is refused."""
    with pytest.raises(SocialValueError) as caught:
        exact_number(value, **how)
    (found,) = caught.value.problems
    return found.code


def hint_of(value: Any, **how: Any) -> str:
    """What the refusal of a value advises."""
    with pytest.raises(SocialValueError) as caught:
        exact_number(value, **how)
    return caught.value.problems[0].hint


@given(amounts)
def test_what_is_written_is_what_is_read(number: Decimal) -> None:
    """A bidder's figure is taken to its last digit, however it reaches us."""
    assert exact_number(number) == exact_number(format(number, "f")) == number
    assert exact_number(plain(number)) == number


@given(whole)
def test_whole_numbers_are_read_as_they_are(number: int) -> None:
    """An int, its text, its text with underscores and numpy's int are one number."""
    assert exact_number(number) == exact_number(str(number)) == exact_number(f"{number:_}")
    assert exact_number(np.int64(number)) == number


@given(st.floats(0, 1e11, allow_subnormal=False).filter(lambda x: x == 0 or x > 1e-12))
def test_a_float_is_its_shortest_text(number: float) -> None:
    """A spreadsheet's 0.1 means 0.1, and not the 55 digits of the double nearest to it."""
    assert exact_number(number, floats=True) == Decimal(float.__repr__(number))
    assert exact_number(np.float64(number), floats=True) == Decimal(float.__repr__(number))
    assert float(exact_number(number, floats=True)) == number


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("2_400_000", "2400000"),
        ("0.50", "0.50"),
        ("007", "7"),
        ("0.000_001", "0.000001"),
        ("1_0.0_1", "10.01"),
        (12, "12"),
        (Decimal("1E+3"), "1000"),
        (Decimal("2.5E-3"), "0.0025"),
        (Decimal("-0"), "0"),
        (Decimal("-0.00"), "0"),
        (np.int64(5), "5"),
        (np.uint8(5), "5"),
    ],
)
def test_exact_forms(value: Any, read: str) -> None:
    """Each way of writing that the page promises is taken, with every digit."""
    assert exact_number(value) == Decimal(read)
    assert not exact_number(value).is_signed()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (0.1, "0.1"),
        (1e3, "1000"),
        (-0.0, "0"),
        (np.float64(1.5), "1.5"),
        (np.float32(0.1), "0.1"),
        (np.float16(0.1), "0.1"),
    ],
)
def test_floats_where_they_are_allowed(value: Any, read: str) -> None:
    """Quantities and marks come from spreadsheets as floats; numpy's are read as they print."""
    assert exact_number(value, floats=True) == Decimal(read)
    assert not exact_number(value, floats=True).is_signed()


@pytest.mark.parametrize(
    "text",
    ["£5", "1,000", "1,5", "1e3", "1E3", "\u0663", "\u0663\u066b\u0665", "\uff11\uff12", "\u00bd",
     " 5 ", "5 ", "\t5", "5\n", "1\u00a0000", "2 400 000", "NaN", "nan", "sNaN", "inf", "Infinity",
     "+1", "--1", ".5", "5.", "1__0", "_1", "1_", "1_.5", "1._5", "1.2.3", "", " ", "five", "0x10",
     "1/2", "12%", "1" * 101],
)  # fmt: skip
@pytest.mark.parametrize("floats", [False, True])
def test_text_that_is_no_number_is_refused(text: str, floats: bool) -> None:
    """`1,5` is one and a half to some and fifteen to others: nobody guesses which was meant."""
    assert code_of(text, floats=floats) == "SV301"


@given(st.text(max_size=8) | st.text("0123456789._", max_size=8))
def test_text_is_a_number_by_the_grammar_or_not_at_all(text: str) -> None:
    """What Python would read, such as other scripts' digits or an exponent, changes nothing."""
    runs = [run for part in text.split(".") for run in part.split("_")]
    meant = text.count(".") <= 1 and all(run and set(run) <= set("0123456789") for run in runs)
    if meant:
        assert exact_number(text) == Decimal(text.replace("_", ""))
    else:
        assert code_of(text) == "SV301"


@pytest.mark.parametrize("floats", [False, True])
@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("-1", "SV301"),
        (-1, "SV302"),
        (Decimal("-0.01"), "SV302"),
        (True, "SV306"),
        (False, "SV306"),
        (np.bool_(True), "SV306"),
        (None, "SV306"),
        (float("nan"), "SV306"),
        (float("inf"), "SV306"),
        (np.float64("nan"), "SV306"),
        (np.float32("inf"), "SV306"),
        (Decimal("NaN"), "SV306"),
        (Decimal("sNaN"), "SV306"),
        (Decimal("-Infinity"), "SV306"),
        (Fraction(1, 2), "SV306"),
        (1j, "SV306"),
        ([5], "SV306"),
        (b"5", "SV306"),
        (Decimal("1E+400"), "SV304"),
        (Decimal("1E-400"), "SV304"),
        (Decimal("1E-31"), "SV304"),
        (TOO_LARGE, "SV303"),
        (10**30, "SV303"),
        (str(TOO_LARGE), "SV303"),
        (f"0.{'1' * (MOST_DECIMALS + 1)}", "SV304"),
    ],
)
def test_what_means_no_amount_is_refused(value: Any, code: str, floats: bool) -> None:
    """A negative, an infinity, a truth value or an absurd number is never scored as something."""
    assert code_of(value, floats=floats) == code


@pytest.mark.parametrize("value", [0.1, 5.0, np.float64(1.5), np.float32(0.1)])
def test_money_is_never_a_float(value: Any) -> None:
    """Money read from a float would be off by digits that nobody wrote."""
    assert code_of(value) == "SV305"
    assert f'"{plain(exact_number(value, floats=True))}"' in hint_of(value)


@given(st.floats(allow_nan=True, allow_infinity=True))
def test_any_float_is_read_or_refused(number: float) -> None:
    """No float gets past as something that it is not, and none ends in a traceback."""
    try:
        read = exact_number(number, floats=True)
    except SocialValueError as error:
        (found,) = error.problems
        assert found.code in {"SV302", "SV303", "SV304", "SV306"}
    else:
        assert float(read) == number


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("£5", "write 5"),
        ("£2,400,000.50", "write 2400000.5"),
        ("1,000", "write 1000"),
        ("1e3", "write 1000"),
        ("2.5E2", "write 250"),
        (" 5 ", "write 5"),
        (".5", "write 0.5"),
        ("5.", "write 5"),
        ("1__0", "write 10"),
        ("2 400 000", "write 2400000"),
    ],
)
def test_the_hint_shows_the_right_form_where_that_is_certain(text: str, right: str) -> None:
    """A bidder who wrote £2,400,000.50 is told what to write, and not only that it is wrong."""
    assert hint_of(text) == right
    assert exact_number(right.removeprefix("write ")) >= 0


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("2 years", "write 2 where years are asked for: a number stands without words"),
        ("10 hours", "write 10 where hours are asked for"),
        ("10hrs", "write 10 where hrs are asked for"),
        ("1,250 staff hours", "write 1250 where staff hours are asked for"),
        ("18 months", "write 18 where months are asked for"),
        ("2\u00a0years", "write 2 where years are asked for"),
        ("4/5", "write 4 for a mark out of 5, or 0.8 for a part of 1"),
        ("4 out of 5", "write 4 for a mark out of 5, or 0.8 for a part of 1"),
        ("2/3", "write 2 for a mark out of 3, or 2/3 for a part of 1"),
        ("80%", "write 80, or 0.8 where a part of 1 is asked for"),
        ("80 per cent", "write 80, or 0.8 where a part of 1 is asked for"),
        ("50p", "write 0.5: amounts are in pounds"),
        ("£5k", "write 5000 where 5 k is meant"),
        ("£2.4 million", "write 2400000 where 2.4 million is meant"),
    ],
)
def test_the_reading_is_offered_back_with_what_it_is_of(text: str, right: str) -> None:
    """Who wrote '2 years' is told '2', and that 18 months are no 18 years."""
    assert hint_of(text).startswith(right)


@pytest.mark.parametrize(
    "text",
    [
        "1,5",
        "2 years and 3 months",
        "5 to 6",
        "3-5",
        "0/0",
        "1/0",
        "about 5",
        "1,00",
        "12,34,567",
        "five",
        "\u0663",
        "",
        "£",
        "1.2.3",
        "9e99",
    ],
)
def test_the_hint_guesses_nothing(text: str) -> None:
    """A hint with the wrong number would be worse than none."""
    assert hint_of(text).startswith("write digits with at most one point")


@pytest.mark.parametrize("text", ["-1", "+1", "\u22121", "-£5"])
def test_a_sign_gets_its_own_hint(text: str) -> None:
    """Who wrote a minus learns that nothing here is below zero."""
    assert "without a sign" in hint_of(text)


@given(st.text(max_size=30) | st.from_regex(r"[£ ]?[0-9,]{1,9}\.?[0-9]*(e[0-9]{1,3})?"))
def test_every_hint_that_names_a_number_names_one_that_is_read(text: str) -> None:
    """Following the advice never leads to the next refusal."""
    try:
        exact_number(text)
    except SocialValueError as error:
        advised = error.problems[0].hint.removeprefix("write ").split(" ")[0].rstrip(",:")
        if advised[:1].isdigit():
            exact_number(advised)


def test_a_limit_of_its_own() -> None:
    """An amount may have a lower bound of the absurd than money has."""
    assert exact_number("99", below=Decimal(100)) == 99
    assert code_of("100", below=Decimal(100)) == "SV303"


@given(amounts | whole)
def test_the_callers_decimal_context_changes_no_digit(number: Decimal | int) -> None:
    """Two councils read one bid alike, whatever else runs in the same process."""
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_DOWN
        context.Emin, context.Emax = -2, 5
        context.traps = dict.fromkeys(context.traps, True)
        odd = exact_number(number), exact_number(str(plain(Decimal(number))))
        zero = exact_number(Decimal("-0.00000"))
    assert odd == (number, number)
    assert zero == 0


@given(st.decimals(allow_nan=False, allow_infinity=False, places=8))
def test_plain_is_the_number_without_frills(number: Decimal) -> None:
    """One number has one spelling, so that its hash does not depend on how it was typed."""
    text = plain(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith(("0", ".")))


def test_what_to_write_instead_is_right_in_any_context() -> None:
    """Advice that was rounded on the way would put another number into the file."""
    with decimal.localcontext(decimal.Context(prec=1)):
        assert "or 0.125 where" in hint_of("12.5%")
        assert "write 1.25: amounts are in pounds" in hint_of("125p")
        assert "write 1250000 where 1.25 million is meant" in hint_of("1.25 million")
