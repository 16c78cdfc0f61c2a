"""Discount factors: as published, exact, and falling for ever."""

from __future__ import annotations

import itertools
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from tests.appraisal import oracle

import socialvalue as sv
from socialvalue.engine.points import publish

GREEN_BOOK, HEALTH = sv.appraisal.GREEN_BOOK, sv.appraisal.GREEN_BOOK_HEALTH
SCHEDULES = (GREEN_BOOK, HEALTH, sv.appraisal.GREEN_BOOK_SENSITIVITY)


@pytest.mark.parametrize("schedule", SCHEDULES, ids=lambda each: each.key)
def test_factors_fall_strictly_for_400_years(schedule: sv.appraisal.Schedule) -> None:
    """A pound of a later year never weighs more than one of an earlier.

    With 1/(1 + rate)^t at each step's own rate it does: year 31 would be .400, year 30 .356.
    """
    factors = [schedule.factor(year) for year in range(401)]
    assert factors[0] == 1
    assert all(later < earlier for earlier, later in itertools.pairwise(factors))


@pytest.mark.parametrize("schedule", [(GREEN_BOOK, oracle.GREEN_BOOK), (HEALTH, oracle.HEALTH)])
def test_factors_are_those_of_the_rule(schedule: tuple[Any, Any]) -> None:
    """The product of each year's rate, written out."""
    ours, written = schedule
    for year in (0, 1, 2, 30, 31, 75, 76, 125, 126, 200, 201, 300, 301, 400):
        assert ours.factor(year) == oracle.factor(year, written)


@pytest.mark.parametrize(
    ("year", "factor"),
    [(1, "0.9662"), (5, "0.8420"), (10, "0.7089"), (20, "0.5026"), (30, "0.3563")],
)
def test_factors_to_four_places_as_in_tables_of_3_5_per_cent(year: int, factor: str) -> None:
    """The figures that an economist knows by heart.

    Source:
        Annuity tables of 3.5% a year, as in discounting guidance of the Green Book.
    """
    assert publish(sv.appraisal.discount_factor(year), 4) == Decimal(factor)


@pytest.mark.parametrize(
    ("factor", "made_of"),
    [(30, [("0.035", 30)]), (31, [("0.035", 30), ("0.03", 1)]),
     (75, [("0.035", 30), ("0.03", 45)]), (76, [("0.035", 30), ("0.03", 45), ("0.025", 1)])],
)  # fmt: skip
def test_the_kinks_are_where_another_library_has_them(factor: int, made_of: list[Any]) -> None:
    """The first year of each step takes the new rate, and only it.

    Source:
        Tests of the R package greenbook at commit 495fa4c (tests/testthat/test-discounting.R):
        1/(1.035^30 · 1.030^45) for year 75, and that over 1.025 for year 76.
    """
    expected = Fraction(1)
    for rate, years in made_of:
        expected /= (1 + Fraction(rate)) ** years
    assert sv.appraisal.discount_factor(factor) == expected


@pytest.mark.parametrize(
    ("year", "cash", "worth"),
    [(1, 12_000, 11_652), (2, 25_000, 23_575), (3, 25_000, 22_875), (4, 35_000, 31_080),
     (5, 40_000, 34_520)],
)  # fmt: skip
def test_a_published_cash_flow_at_3_per_cent(year: int, cash: int, worth: int) -> None:
    """With factors to three places, as it prints them, each present value is to the pound.

    Source:
        Cost Benefit Analysis toolkit (v2), NPV illustration at 3% (tidyform.com).
    """
    rounded = publish(sv.appraisal.discount_factor(year, rate="0.03"), 3)
    assert rounded * cash == worth


def test_a_published_example_at_10_per_cent() -> None:
    """50 after a year and 150 after two are worth 169.4 now.

    Source:
        Mishan and Quah, Cost-Benefit Analysis, the chapter on the discounted present value
        criterion: 50/1.1 + 150/1.1² = 169.4.
    """
    found = sum(
        amount * sv.appraisal.discount_factor(year, rate="0.10")
        for year, amount in {1: 50, 2: 150}.items()
    )
    assert publish(Fraction(found), 1) == Decimal("169.4")


@pytest.mark.parametrize("year", [-1, 401, 0.5, "3", True, None, Fraction(1, 2)])
def test_what_is_no_whole_year_is_refused(year: Any) -> None:
    """The factor of half a year is irrational: it would only look exact."""
    with pytest.raises(sv.InputError) as error:
        sv.appraisal.discount_factor(year)
    assert [each.code for each in error.value.problems] == ["SV785"]


@pytest.mark.parametrize(
    ("rate", "code"),
    [("3.5", "SV786"), (1, "SV786"), (0.035, "SV305"), ("-0.01", "SV301"), ("0.0350001", "SV304"),
     ("3.5%", "SV301"), (None, None)],
)  # fmt: skip
def test_a_rate_is_a_part_of_1(rate: Any, code: str | None) -> None:
    """3.5 is what an officer types for 3.5%: at 350% a year later pounds are worth nothing."""
    if code is None:
        assert sv.appraisal.discount_factor(1, rate=rate) == Fraction(200, 207)
        return
    with pytest.raises(sv.InputError) as error:
        sv.appraisal.discount_factor(1, rate=rate)
    assert [each.code for each in error.value.problems] == [code]


@pytest.mark.parametrize("rates", [{}, {1: "0.03"}, {0: "0.03", 40: "0.02", 31: "0.02"}])
def test_a_schedule_has_a_rate_for_every_year_from_now(rates: dict[int, str]) -> None:
    """A year without a rate would be discounted by a guess."""
    with pytest.raises(sv.InputError) as error:
        sv.appraisal.Schedule("ours", "Ours", rates)
    assert [each.code for each in error.value.problems] == ["SV791"]


def test_a_schedule_says_what_it_is() -> None:
    """The test for horizons over 50 years is not one for risky projects: its own words say so."""
    assert repr(GREEN_BOOK).startswith("<Schedule: Green Book, standard schedule: 3.5%, 3% from")
    assert "31" in str(HEALTH)
    assert "For effects on health and life only." in str(HEALTH)
    assert "not a schedule for the main case" in str(sv.appraisal.GREEN_BOOK_SENSITIVITY)
