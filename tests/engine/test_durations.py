"""Duration rules: they check a quantity, and never multiply it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

years = st.decimals("0.01", 6, places=2)
rates = st.decimals(0, 100, places=3)


def valued(
    make: SimpleNamespace, code: str, quantity: Any, term: Any = 3, **details: Any
) -> sv.Valuation:
    """One offer under the set with every rule in it, in a contract of so many years."""
    held = make.rich()
    bid = make.bid(make.offered(held, code, quantity, **details))
    return sv.value(make.tender(years=term), bid, held)


def split(found: sv.Valuation) -> list[tuple[str, str]]:
    """Quantity and code of each line; the first counts."""
    return [(f"{each.quantity.normalize():f}", each.code) for each in found.lines]


@pytest.mark.parametrize(
    ("quantity", "term", "expected"),
    [
        # Five new starters a year for three years are 15; five people kept for three years are 5.
        (sv.fte(5, years=1, cohorts=3), 3, [("15", "")]),
        (sv.fte(5, years=3), 3, [("5", ""), ("10", "SV506")]),
        (sv.fte(5, years="0.5"), 3, [("2.5", "")]),
        (sv.fte(5, years=1), 3, [("5", "")]),
        (sv.fte(2, years="1.5", cohorts=2), 3, [("4", ""), ("2", "SV506")]),
        # Starters that the contract's term has no room for.
        (sv.fte(5, years=1, cohorts=5), 3, [("15", ""), ("10", "SV507")]),
        (sv.fte(4, years=1), "0.5", [("2", ""), ("2", "SV507")]),
        (sv.fte(1, years=2, cohorts=4), 3, [("3", ""), ("1", "SV507"), ("4", "SV506")]),
    ],
)
def test_a_first_year_measure_counts_each_persons_first_year(
    make: SimpleNamespace, quantity: sv.Quantity, term: Any, expected: list[tuple[str, str]]
) -> None:
    """Hires from disadvantaged groups count once: keeping five people is not hiring fifteen.

    Source: scoring.md §1, V4.
    """
    assert split(valued(make, "STARTERS", quantity, term)) == expected


@pytest.mark.parametrize(
    ("quantity", "term", "expected"),
    [
        (sv.fte("12.5", years=2), 3, [("25", "")]),
        (sv.fte(10, years=3), 3, [("30", "")]),
        (sv.fte(10, years=5), 3, [("30", ""), ("20", "SV507")]),
        (sv.fte(10, years=3), "2.5", [("25", ""), ("5", "SV507")]),
        (sv.fte(10, years="0.25"), "0.25", [("2.5", "")]),
        (sv.fte(10, years=2, cohorts=2), 3, [("30", ""), ("10", "SV507")]),
        # 25 people for one year are 25, in a contract of three years too: nothing is multiplied.
        (sv.fte(25), 3, [("25", "")]),
        (sv.fte(0, years=2), 3, [("0", "")]),
        (sv.fte(5, years=0), 3, [("0", "")]),
    ],
)
def test_local_employment_counts_in_every_year_of_the_term(
    make: SimpleNamespace, quantity: sv.Quantity, term: Any, expected: list[tuple[str, str]]
) -> None:
    """Years beyond the contract are no part of it, and years within it are all counted."""
    assert split(valued(make, "STAFF", quantity, term)) == expected


def test_per_year_offers_repeat_and_hold_one_year_each(make: SimpleNamespace) -> None:
    """Five new starters a year, offered per year, are fifteen over three years."""
    assert split(valued(make, "STARTERS", sv.fte(5), basis="per_year")) == [("15", "")]
    assert split(valued(make, "STAFF", sv.fte(5), basis="per_year")) == [("15", "")]
    found = valued(make, "STAFF", sv.fte(5, years=3), basis="per_year")
    assert split(found) == [("15", ""), ("30", "SV507")]
    assert found.refused[0].reason.startswith("it is offered for each contract year")


def test_a_contract_of_one_year_is_told_in_the_singular(make: SimpleNamespace) -> None:
    """A bidder reads of the contract as it is."""
    (beyond,) = valued(make, "STAFF", sv.fte(5, years=2), 1).refused
    assert "the contract runs 1 year; 5 FTE-years beyond" in beyond.reason


def test_a_reason_names_what_does_not_count(make: SimpleNamespace) -> None:
    """A bidder reads how much was cut off and by which rule."""
    beyond, later = valued(make, "STARTERS", sv.fte(1, years=2, cohorts=4)).refused
    assert "the contract runs 3 years" in beyond.reason
    assert "1 FTE-years" in beyond.reason
    assert "first 12 months" in later.reason
    assert "4 FTE-years" in later.reason


def test_first_years_that_are_not_stated_cannot_be_checked(make: SimpleNamespace) -> None:
    """25 FTE-years may be 25 starters or one person for 25 years: nobody guesses which."""
    found = valued(make, "STARTERS", sv.quantity(25, "fte_year"))
    assert split(found) == [("25", "SV505")]
    assert found.total == 0
    assert found.submitted > 0
    assert "fte(" in found.refused[0].refusals[0].hint


def test_a_total_of_fte_years_counts_where_every_year_does(make: SimpleNamespace) -> None:
    """A bidder who totals the FTE-years of staff is not sent away with £0 for want of a detail."""
    found = valued(make, "STAFF", sv.quantity(25, "fte_year"))
    assert split(found) == [("25", "")]
    assert found.total == valued(make, "STAFF", sv.fte("12.5", years=2)).total > 0
    beyond = valued(make, "STAFF", sv.fte(5, years=5))
    assert split(beyond) == [("15", ""), ("10", "SV507")]


def test_a_measure_without_a_duration_rule_takes_a_bare_number(make: SimpleNamespace) -> None:
    """Where years do not matter they need not be stated; where they are, the term still bounds."""
    held = make.framework(make.measure("M1", unit="fte_year", counts="any"))
    for quantity, codes in (
        (sv.quantity(25, "fte_year"), [""]),
        (sv.fte(5, years=9), ["", "SV507"]),
    ):
        found = sv.value(make.tender(), make.bid(held.commit("M1", quantity)), held)
        assert [each.code for each in found.lines] == codes


@given(rates, years, st.integers(1, 5), years, st.sampled_from(["STARTERS", "STAFF"]))
def test_what_counts_and_what_does_not_is_all_that_was_offered(
    make: SimpleNamespace, rate: Decimal, span: Decimal, cohorts: int, term: Decimal, code: str
) -> None:
    """Rate × min(years, 1) × cohorts within the term, and every bit of the rest with a reason."""
    found = valued(make, code, sv.fte(rate, years=span, cohorts=cohorts), term)
    each_counts = min(Fraction(span), 1) if code == "STARTERS" else Fraction(span)
    inside = min(each_counts * cohorts, Fraction(term))
    counted = sum(Fraction(each.quantity) for each in found.lines if each.accepted)
    assert counted == Fraction(rate) * inside
    assert (
        sum(Fraction(each.quantity) for each in found.lines)
        == Fraction(rate) * Fraction(span) * cohorts
    )
    assert {each.code for each in found.refused} <= {"SV506", "SV507"}
    assert found.lines[0].accepted


def test_a_line_refused_for_another_reason_stays_whole(make: SimpleNamespace) -> None:
    """What counts for nothing anyway is one line with one story."""
    held = make.rich()
    bid = make.bid(make.offered(held, "STAFF", sv.fte(5, years=9), place=make.LONDON))
    found = sv.value(make.tender(place=make.ESSEX), bid, held)
    assert split(found) == [("45", "SV508")]
    assert found.submitted == 45 * 28460
