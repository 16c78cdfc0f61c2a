"""Units: what a quantity is, how it came about, and that nothing is converted in silence."""

from __future__ import annotations

import decimal
import inspect
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.units import QUANTITY_WAYS, UNITS, in_unit

amounts = st.decimals(0, 10**11, places=6)
few = st.integers(1, 1_000)
factors = st.decimals(0, 10**5, places=6)
BY_PEOPLE = {
    "weeks": "person_week",
    "hours": "staff_hour",
    "expert_hours": "expert_hour",
    "attendee_hours": "attendee_hour",
}
PLAIN = {
    "tonnes_co2e": "tco2e",
    "tonnes": "tonne",
    "kilograms": "kilogram",
    "miles": "mile",
    "count": "count",
    "percent": "percent",
}
CONVERSIONS = [
    ("mile", "hundred_miles", "0.01"),
    ("hundred_miles", "mile", "100"),
    ("kilogram", "tonne", "0.001"),
    ("tonne", "kilogram", "1000"),
]
TOGETHER = {frozenset(pair[:2]) for pair in CONVERSIONS}
COUNTED = sorted(set(UNITS) - {"text", "yes_no"})


def codes_of(call: Callable[[], Any]) -> list[str]:
    """The codes under which a call is refused."""
    with pytest.raises(sv.InputError) as caught:
        call()
    return [each.code for each in caught.value.problems]


def test_the_list_of_units_is_closed() -> None:
    """A measure in a unit that nobody defined could be read as hours by one and days by another."""
    assert list(UNITS) == [
        "fte_year", "person_week", "week", "staff_hour", "expert_hour", "attendee_hour", "gbp",
        "tco2e", "tonne", "kilogram", "mile", "hundred_miles", "kilowatt_hour", "person",
        "employee", "count", "percent", "yes_no", "text",
    ]  # fmt: skip


@given(factors, factors, few)
def test_fte_years_are_the_product_and_keep_how_they_came_about(
    rate: Decimal, years: Decimal, cohorts: int
) -> None:
    """12.5 FTE for 2 years is not just 25: duration rules need the rate and the years."""
    made = sv.fte(rate, years=years, cohorts=cohorts)
    assert (made.rate, made.years, made.cohorts) == (rate, years, cohorts)
    with decimal.localcontext() as wide:
        wide.prec = 100
        assert made.amount == rate * years * cohorts


def test_fte_for_one_year_unless_said_otherwise() -> None:
    """The shortest form is the plainest promise: one post, one year, one person."""
    made = sv.fte("0.5")
    assert (made.amount, made.unit, made.years, made.cohorts) == (Decimal("0.5"), "fte_year", 1, 1)


@pytest.mark.parametrize(("name", "unit"), BY_PEOPLE.items())
@given(each=amounts, people=few)
def test_time_by_people(name: str, unit: str, each: Decimal, people: int) -> None:
    """Three hours of ten people are thirty hours, and the ten are not forgotten."""
    made = getattr(sv, name)(each, people=people)
    with decimal.localcontext() as wide:
        wide.prec = 100
        assert (made.amount, made.unit) == (each * people, unit)
    assert (made.each, made.people) == (each, people)
    assert getattr(sv, name)(each).people == 1


@pytest.mark.parametrize(("name", "unit"), PLAIN.items())
@given(amount=amounts)
def test_plain_amounts(name: str, unit: str, amount: Decimal) -> None:
    """A short name is the general form with its unit, and nothing else."""
    assert getattr(sv, name)(amount) == sv.quantity(amount, unit)
    assert sv.quantity(amount, unit).amount == amount


@pytest.mark.parametrize("unit", COUNTED)
def test_the_general_form_of_every_unit(unit: str) -> None:
    """Whatever a measure counts can be offered."""
    made = sv.quantity("1_250.5", unit)
    assert (made.amount, made.unit) == (Decimal("1250.5"), unit)
    assert made.rate is None
    assert made.people is None
    assert made.working == ("£1,250.50" if unit == "gbp" else f"1,250.5 {UNITS[unit].name}")


def test_yes_and_no() -> None:
    """A yes counts once, a no not at all."""
    assert sv.yes() == sv.quantity("yes", "yes_no")
    assert sv.yes().amount == 1
    assert sv.quantity("no", "yes_no").amount == 0
    assert sv.quantity(1, "yes_no") == sv.yes()
    assert sv.quantity("0", "yes_no") == sv.quantity("no", "yes_no")


@pytest.mark.parametrize("strange", ["5", 5, 0.5, "maybe", True, "", None])
def test_yes_or_no_is_nothing_else(strange: Any) -> None:
    """A bidder who answers a yes-or-no question with 5 has not said yes five times."""
    assert codes_of(lambda: sv.quantity(strange, "yes_no"))[0] in {"SV301", "SV306", "SV316"}


def test_a_statement_keeps_its_words() -> None:
    """What a bidder says in words is held as it was said, and counts as one statement."""
    made = sv.quantity("our plan is …", "text")
    assert (made.amount, made.words, made.working) == (1, "our plan is …", "our plan is …")


def test_pounds_are_never_a_float() -> None:
    """Money is exact: £0.1 from a float would be a hair more than ten pence."""
    assert sv.gbp("0.1").amount == Decimal("0.1")
    assert codes_of(lambda: sv.gbp(0.1)) == ["SV305"]
    assert codes_of(lambda: sv.quantity(0.1, "gbp")) == ["SV305"]
    assert sv.hours(0.1).amount == Decimal("0.1")


@pytest.mark.parametrize(
    "bad", ["£5", "1,000", "1e3", " 5 ", "NaN", "-1", True, float("nan"), None]
)
@pytest.mark.parametrize(
    "make",
    [
        sv.fte,
        sv.gbp,
        *(getattr(sv, name) for name in (*BY_PEOPLE, *PLAIN)),
        *(lambda x, unit=unit: sv.quantity(x, unit) for unit in ("kilowatt_hour", "person")),
        lambda x: sv.fte(1, years=x),
        lambda x: sv.fte(1, cohorts=x),
        lambda x: sv.hours(1, people=x),
    ],
)
def test_what_is_no_amount_is_refused_everywhere(make: Callable[[Any], Any], bad: Any) -> None:
    """No way of stating a quantity is laxer than another."""
    assert codes_of(lambda: make(bad))[0] in {"SV301", "SV302", "SV306"}


@pytest.mark.parametrize("unit", COUNTED)
def test_absurd_quantities_are_refused(unit: str) -> None:
    """A million million of anything is a slip of the keyboard, and would win every tender."""
    assert codes_of(lambda: sv.quantity(10**12, unit)) == ["SV303"]
    assert sv.quantity(10**12 - 1, unit).amount == 10**12 - 1


@pytest.mark.parametrize("number", ["0", 0, "2.5", 0.5])
@pytest.mark.parametrize("make", [lambda x: sv.weeks(1, people=x), lambda x: sv.fte(1, cohorts=x)])
def test_people_are_whole(make: Callable[[Any], Any], number: Any) -> None:
    """Half a person's time is stated as half the hours; people are counted."""
    assert codes_of(lambda: make(number)) == ["SV316"]


def test_all_that_is_wrong_with_a_quantity_is_told_together() -> None:
    """A bidder mends a line once."""
    assert codes_of(lambda: sv.fte("x", years="-1", cohorts="2.5")) == ["SV301", "SV301", "SV316"]
    assert codes_of(lambda: sv.weeks("x", people=0)) == ["SV301", "SV316"]


def test_an_unknown_unit_suggests_the_nearest() -> None:
    """A slip in a unit is refused, with the word that was probably meant."""
    with pytest.raises(sv.InputError, match="did you mean 'fte_year'") as caught:
        sv.quantity(5, "fte_yaer")
    assert caught.value.problems[0].code == "SV204"


@pytest.mark.parametrize("unit", [None, 5, ["gbp"], {}])
def test_a_unit_is_a_word(unit: Any) -> None:
    """What cannot be a unit is refused like an unknown one, never with a traceback of ours."""
    assert codes_of(lambda: sv.quantity(5, unit)) == ["SV204"]


@pytest.mark.parametrize(("start", "end", "factor"), CONVERSIONS)
@given(amount=amounts)
def test_conversions_are_exact_both_ways(
    start: str, end: str, factor: str, amount: Decimal
) -> None:
    """A bidder may say kilograms where tonnes are asked for, and loses not a gram."""
    offered = sv.quantity(amount, start)
    converted = in_unit(offered, end)
    assert converted is not None
    with decimal.localcontext() as wide:
        wide.prec = 100
        assert (converted.amount, converted.unit) == (amount * Decimal(factor), end)
    assert in_unit(converted, start) == offered


@pytest.mark.parametrize("start", sorted(UNITS))
@pytest.mark.parametrize("end", sorted(UNITS))
def test_nothing_else_is_converted(start: str, end: str) -> None:
    """Hours, weeks, people and pounds are different things, whatever their numbers."""
    offered = sv.quantity("yes" if start == "yes_no" else "5", start)
    if start == end:
        assert in_unit(offered, end) is offered
    elif {start, end} not in TOGETHER:
        assert in_unit(offered, end) is None


def test_weeks_of_one_person_are_weeks_and_of_five_are_not() -> None:
    """One person's six weeks are six weeks of the activity; five people's forty are not forty."""
    alone = in_unit(sv.weeks(6), "week")
    assert alone is not None
    assert (alone.amount, alone.unit) == (6, "week")
    assert in_unit(sv.weeks(40, people=5), "week") is None
    assert in_unit(sv.quantity("40", "person_week"), "week") is None
    assert in_unit(sv.quantity("6", "week"), "person_week") is None


@pytest.mark.parametrize(
    ("made", "working"),
    [
        (sv.fte("12.5", years=2), "12.5 FTE × 2 years = 25 FTE-years"),
        (sv.fte(5, cohorts=3), "5 FTE × 1 year × 3 cohorts = 15 FTE-years"),
        (sv.weeks(40, people=5), "40 × 5 people = 200 person-weeks"),
        (sv.weeks(6), "6 person-weeks"),
        (sv.hours(3, people=10), "3 × 10 people = 30 staff hours"),
        (sv.attendee_hours("1.50", people=20), "1.5 × 20 people = 30 attendee hours"),
        (sv.gbp("310_000"), "£310,000.00"),
        (sv.yes(), "yes"),
    ],
)
def test_the_working_says_how_the_amount_came_about(made: sv.Quantity, working: str) -> None:
    """An unsuccessful bidder can follow the sum that stands behind a line."""
    assert made.working == working


@given(factors, few)
def test_the_callers_decimal_context_changes_no_quantity(amount: Decimal, people: int) -> None:
    """A context of three digits elsewhere in the process takes nothing from a bidder."""

    def all_of_them() -> list[sv.Quantity | None]:
        return [
            sv.fte(amount, years="2.75", cohorts=people),
            sv.hours(amount, people=people),
            in_unit(sv.kilograms(amount), "tonne"),
        ]

    plain = all_of_them()
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_DOWN
        context.traps = dict.fromkeys(context.traps, True)
        odd = all_of_them()
    assert odd == plain


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"amount": Decimal(-5)}, "SV306"),
        ({"amount": Decimal("NaN")}, "SV306"),
        ({"amount": 5}, "SV306"),
        ({"amount": Decimal(5), "years": Decimal(-1)}, "SV306"),
        ({"amount": Decimal(5), "unit": "pounds"}, "SV204"),
        ({"amount": Decimal(10) ** 15}, "SV303"),
        ({"amount": Decimal(1000), "rate": Decimal(1), "years": Decimal(1)}, "SV316"),
        ({"amount": Decimal(1000), "each": Decimal(1), "people": Decimal(1)}, "SV316"),
    ],
)
def test_a_quantity_made_by_hand_means_something_too(given: dict[str, Any], code: str) -> None:
    """An amount that is not the product it is said to be would be valued as both."""
    assert codes_of(lambda: sv.Quantity(**{"unit": "gbp", **given})) == [code]


def test_an_absurd_product_is_refused() -> None:
    """A slip in each of two numbers is found in their product."""
    assert codes_of(lambda: sv.fte(10**8, years=10**8)) == ["SV303"]


def test_every_way_of_a_file_is_a_function_of_the_page() -> None:
    """A tender file and Python state a quantity by the same words, with the same details."""
    for name, (make, beside) in QUANTITY_WAYS.items():
        assert getattr(sv, name) is make
        known = inspect.signature(make).parameters.values()
        assert tuple(each.name for each in known if each.kind is each.KEYWORD_ONLY) == beside


@pytest.mark.parametrize("unit", UNITS.values(), ids=lambda unit: unit.word)
def test_every_unit_shows_how_it_is_written(unit: Any) -> None:
    """A bidder with the wrong unit is shown a line that really makes the right one."""
    made = eval(unit.example, {"sv": sv})  # noqa: S307
    assert in_unit(made, unit.word) is not None
