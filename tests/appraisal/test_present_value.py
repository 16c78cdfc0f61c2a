"""Present values: worked by hand, held against the plain formula, and the same for ever."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.appraisal import oracle

import socialvalue as sv
from socialvalue.numbers import plain, simplest

if TYPE_CHECKING:
    from tests.appraisal.conftest import Worth

APPRENTICES = Decimal("50358.11")


def test_it_is_what_a_hand_works_out(worth: Worth) -> None:
    """Half of £60,358.11 after one year, half after two; local spend is left out, and is said."""
    found = worth()
    half = Fraction(APPRENTICES + 10_000) / 2
    assert found.by_year == {1: half / Fraction("1.035"), 2: half / Fraction("1.035") ** 2}
    assert found.total == sum(found.by_year.values()) == sum(found.by_measure.values())
    assert found.pounds == Decimal("57330.98")
    assert found.left_out == {"local_economic": Decimal("700.00")}
    assert (found.inputs, found.ratio, found.net_ratio, found.net) == (None, None, None, None)
    assert found.switching == {}


def test_both_kinds_count_where_both_are_asked_for(worth: Worth) -> None:
    """Local economic value is in where somebody asks for it, and then nothing is left out."""
    found = worth(kinds=["social", "local_economic"], rate=0, first_year="discounted")
    assert found.left_out == {}
    assert found.total == found.valuation.total == APPRENTICES + 10_700


@pytest.mark.parametrize(("first_year", "years"), [("discounted", 1), ("undiscounted", 0)])
def test_both_conventions_of_the_first_year(worth: Worth, first_year: Any, years: int) -> None:
    """£10,000 in one year and half of it in the next, by a rate of 25%.

    Source:
        Both conventions are in print: scoring.md §7.
    """
    found = worth(
        rate="0.25", first_year=first_year, profile={"NT28": [1], "NT10": [1]},
        duration={"NT28": 2}, drop_off={"NT28": "0.5"}, deadweight={"NT10": 1},
    )  # fmt: skip
    expected = [Fraction(10_000) / Fraction(5, 4) ** years, 5_000 / Fraction(5, 4) ** (years + 1)]
    assert [*found.by_year.values()] == expected
    assert found.terms.first_year == first_year


def test_order_of_work_and_prices(toms: sv.Framework) -> None:
    """Prices, then what is taken off, then years, then the rate; a third is kept as a third."""
    tender = sv.Tender("Parks", contract_value=1, published="2026-04-01")
    uk = sv.load("uk-open", edition="2026.1")
    measure = next(
        each for each in uk
        if each.value_kind == "social" and each.proxy
        and any(figure.price_year == "2022" and figure.value for figure in each.proxy.values)
    )  # fmt: skip
    unit = {"tco2e": sv.tonnes_co2e(9), "tonne": sv.tonnes(9)}.get(measure.unit, sv.count(9))
    bid = sv.Bid("Acme", commitments=[uk.commit(measure.code, unit)])
    found = sv.present_value(
        tender, bid, uk, rate="0.1", first_year="discounted", prices=2024,
        deadweight={measure.code: Fraction(1, 3)}, leakage={measure.code: "0.5"},
    )  # fmt: skip
    (benefit,) = found.benefits
    assert benefit.price_year == "2022"
    assert benefit.moved == Fraction("100.0") / Fraction("90.5005")
    kept = Fraction(found.valuation.total) * benefit.moved * Fraction(1, 3)
    assert found.total == kept / Fraction("1.1")
    assert found.warnings == ()
    assert "In the prices of 2024 (1 commitment moved by the GDP deflator)." in str(found)


def test_a_health_effect_has_the_health_rate_and_the_others_their_own(worth: Worth) -> None:
    """The lower rate is for what is named, and for nothing else in the bid."""
    found = worth(health=["NT28"], profile={"NT28": [0, 0, 1], "NT10": [0, 0, 1]})
    factors = {each.measure: each.factor(3) for each in found.benefits}
    assert factors["NT28"] == oracle.factor(3, oracle.HEALTH)
    assert factors["NT10"] == oracle.factor(3)
    alone = worth(rate=sv.appraisal.GREEN_BOOK_HEALTH, health=["NT28", "NT10"])
    assert {each.factor(1) for each in alone.benefits} == {1 / Fraction("1.015")}


def test_a_term_that_is_no_whole_number_of_years(worth: Worth, tender: sv.Tender) -> None:
    """Two and a half years: two fifths, two fifths, a fifth."""
    longer = sv.Tender("Parks", contract_value=1, years="2.5", published="2022-07-01",
                       unit_values={"NT18": "0.7"})  # fmt: skip
    found = worth(tender=longer)
    assert found.benefits[0].shares == (Fraction(2, 5), Fraction(2, 5), Fraction(1, 5))
    assert "evenly over the contract's 2.5 years" in str(found)


SHARES = st.fractions(0, 1, max_denominator=20)


@given(
    amount=st.integers(1, 10**9),
    parts=st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any),
    lasts=st.integers(1, 12),
    drop_off=SHARES,
    rate=st.decimals(0, "0.99", places=4),
    taken=SHARES,
    discounted=st.booleans(),
)
def test_it_is_the_plain_formula(
    toms: sv.Framework, amount: int, parts: list[int], lasts: int, drop_off: Fraction,
    rate: Decimal, taken: Fraction, discounted: bool,
) -> None:  # fmt: skip
    """Whatever the years, shares and rates: the same fraction as the sum written out."""
    bid = sv.Bid("Acme", commitments=[toms.commit("NT28", sv.gbp(amount))])
    tender = sv.Tender("Parks", contract_value=1, published="2022-07-01")
    shares = [Fraction(each, sum(parts)) for each in parts]
    found = sv.present_value(
        tender, bid, toms, rate=rate, first_year="discounted" if discounted else "undiscounted",
        profile={"NT28": shares}, duration={"NT28": lasts}, drop_off={"NT28": drop_off},
        displacement={"NT28": taken},
    )  # fmt: skip
    kept = amount * (1 - taken)
    expected = oracle.present(kept, shares, lasts, drop_off, Fraction(rate), discounted=discounted)
    assert found.total == expected == sum(found.by_year.values())


@pytest.mark.parametrize("rate", [0, sv.appraisal.GREEN_BOOK, "0.08"])
def test_the_order_of_commitments_changes_nothing(worth: Worth, acme: sv.Bid, rate: Any) -> None:
    """A sum of fractions has no order."""
    turned = sv.Bid("Acme", commitments=acme.commitments[::-1])
    terms: dict[str, Any] = {"rate": rate, "first_year": "discounted", "inputs": 5000}
    one, other = worth(**terms), worth(bid=turned, **terms)
    assert (one.total, one.by_year, one.ratio) == (other.total, other.by_year, other.ratio)
    assert one.total > 0


# --- what comes back, and what would change it ---------------------------------------------


def test_ratio_and_net_ratio_are_exact(worth: Worth) -> None:
    """What is put in is discounted as what comes back is; a ratio below 1 is said as it is."""
    found = worth(inputs={0: "40_000", 2: "60_000"})
    assert found.inputs == 40_000 + 60_000 / Fraction("1.035") ** 2
    assert found.ratio == found.total / found.inputs < 1
    assert found.net_ratio == (found.total - found.inputs) / found.inputs < 0
    assert "less than it" in str(found)
    assert "could be" not in str(found)


def test_each_exact_switching_value_brings_it_to_nothing(worth: Worth) -> None:
    """Put in place of what it is, each makes the net present value 0 and not a penny else."""
    terms: dict[str, Any] = {
        "duration": {"NT10": 3}, "drop_off": {"NT10": "0.25"}, "deadweight": {"NT10": "0.1"},
    }  # fmt: skip
    found = worth(inputs="100_000", **terms)
    now = found.switching
    assert [*now] == ["benefits", "inputs", "NT28", "NT10", "deadweight of NT10",
                      "drop_off of NT10"]  # fmt: skip
    assert now["inputs"].at == found.total
    at = now["deadweight of NT10"].at
    assert worth(inputs="100_000", **{**terms, "deadweight": {"NT10": at}}).net == 0
    assert now["benefits"].at == found.inputs / found.total
    assert now["NT10"].at == (found.inputs - found.by_measure["NT28"]) / found.by_measure["NT10"]
    assert now["NT28"].at == (found.inputs - found.by_measure["NT10"]) / found.by_measure["NT28"]
    assert worth(inputs="10_000", **terms).switching["NT28"].at is None


def test_a_drop_off_is_found_to_a_ten_thousandth(worth: Worth) -> None:
    """At what is found there is still enough, and one ten-thousandth more is too much."""
    terms: dict[str, Any] = {"duration": {"NT10": 3}, "inputs": "100_000"}
    at = worth(drop_off={"NT10": "0.25"}, **terms).switching["drop_off of NT10"]
    assert (at.exact, at.now) == (False, Fraction(1, 4))
    assert worth(drop_off={"NT10": at.at}, **terms).net >= 0
    assert worth(drop_off={"NT10": at.at + Fraction(1, 10_000)}, **terms).net < 0


def test_a_constant_rate_is_found_to_a_ten_thousandth(worth: Worth) -> None:
    """It is what others call the internal rate of return; a schedule has no one rate."""
    terms: dict[str, Any] = {"first_year": "discounted", "inputs": "55_000"}
    at = worth(rate="0.035", **terms).switching["rate"].at
    assert worth(rate=plain(simplest(at)), **terms).net >= 0
    assert worth(rate=plain(simplest(at + Fraction(1, 10_000))), **terms).net < 0
    assert "rate" not in worth(inputs="55_000").switching
