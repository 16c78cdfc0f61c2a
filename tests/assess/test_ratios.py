"""Figures printed beside what they are judged by: a reader of the page sees who is below."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.ratios import beside, places_beside

pennies = st.integers(0, 10**12).map(lambda pence: Fraction(pence, 100))
contracts = st.integers(1, 10**10).map(Fraction)
bounds = st.decimals(0, 10, places=6).map(Fraction)


@given(pennies, contracts, bounds, st.integers(0, 6))
def test_a_printed_ratio_stands_where_the_exact_one_does(
    value: Fraction, contract: Fraction, bound: Fraction, places: int
) -> None:
    """A bid below a target is not printed as one that meets it, and none that meets it as below."""
    ratio = value / contract
    shown = Fraction(beside(ratio, [bound], places))
    assert (shown > bound) - (shown < bound) == (ratio > bound) - (ratio < bound)


@given(bounds, st.integers(-3, 3), st.integers(1, 30))
def test_however_near_the_bound_is(bound: Fraction, steps: int, digits: int) -> None:
    """A ten-millionth of a penny below is below."""
    ratio = bound + Fraction(steps, 10**digits)
    shown = Fraction(beside(ratio, [bound, bound + 1]))
    assert (shown > bound) - (shown < bound) == (steps > 0) - (steps < 0)


@given(st.fractions(0, 10), st.fractions(0, 10))
def test_two_figures_print_in_their_order(one: Fraction, other: Fraction) -> None:
    """A question says that a share is above a threshold only where the two print so."""
    from socialvalue.engine.points import publish

    places = places_beside(one, other)
    shown = publish(one, places), publish(other, places)
    assert (one > other) - (one < other) == (shown[0] > shown[1]) - (shown[0] < shown[1])


def test_no_place_more_than_is_needed() -> None:
    """Far from a bound four places are enough, and the page stays quiet."""
    assert beside(Fraction(1, 3), [Decimal("0.50")]) == Decimal("0.3333")
    assert str(beside(Fraction(1, 2), [Decimal("0.50")])) == "0.5000"
    assert str(beside(Fraction(1, 2), [None])) == "0.5000"


SCHEME = [sv.Criterion("price", 60, sv.LowestPrice())]
ONE_PENNY_SHORT = "499999.99"


def result(
    method: object, *, offered: str = ONE_PENNY_SHORT, target: str | None = "0.50"
) -> sv.Evaluation:
    """Acme offers some pounds on a contract of £1m, Brook £900,000."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Roads", contract_value=1_000_000, published="2022-07-01", target=target,
                       unit_values={"NT18": 1})  # fmt: skip
    scheme = sv.Scheme([*SCHEME, sv.Criterion("social value", 40, method)])
    bids = [sv.Bid(name, price=9, commitments=[toms.commit("NT18", sv.gbp(amount))])
            for name, amount in (("Acme", offered), ("Brook", "900000"))]  # fmt: skip
    return sv.evaluate(tender, bids, toms, scheme)


@pytest.mark.parametrize(
    ("method", "target"),
    [
        (sv.AgainstTarget(floor=1), "0.50"),
        (sv.AgainstTarget("0.50", floor=1), None),
        (sv.AgainstTarget("1", floor="0.5"), None),
        (sv.RelativeToHighest(minimum="0.50"), None),
        (sv.Banded([sv.Band(0, "0.50", 0), sv.Band("0.50", None, 5)]), None),
    ],
)
def test_a_bid_a_penny_short_prints_as_short(method: object, target: str | None) -> None:
    """0.5000 per £1 beside a target of 0.50, and no points: the bidder would be right to ask."""
    found = result(method, target=target)
    assert found["Acme"].points_for("social value") == 0
    assert min(found.to_frame()["per_pound"].to_list()) < Decimal("0.5")
    for page in (found.explain(), found.explain("Acme")):
        assert "£0.49999999" in page
        assert "£0.5000 " not in page


def test_a_bid_that_meets_its_target_prints_as_meeting_it() -> None:
    """The same rule the other way round: £500,000 of £1m is 0.5000, and has its points."""
    found = result(sv.AgainstTarget(floor=1), offered="500000")
    assert found["Acme"].points_for("social value") == 40
    assert "£0.5000" in found.explain()


def test_a_question_never_says_that_a_share_is_above_itself() -> None:
    """'50% of the value, above 50%' would read as a mistake of the buyer's."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Roads", contract_value=1_000_000, published="2022-07-01",
                       unit_values={"NT18": 1, "NT19": 1})  # fmt: skip
    offers = [toms.commit("NT18", sv.gbp("50000.01")), toms.commit("NT19", sv.gbp("50000"))]
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    found = sv.evaluate(tender, [sv.Bid("Acme", price=9, commitments=offers)], toms, scheme)
    question = str(found.flags()[0].question)
    assert "50.000005% of the value" in question
    assert "above 50%" in question


def test_a_mean_mark_below_its_minimum_prints_below_it() -> None:
    """'The mark 3 is below the minimum of 3' would throw out a bid for no reason that shows."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Roads", contract_value=1_000_000, published="2022-07-01")
    marks = [sv.EvaluatorMark(name, mark) for name, mark in (("A", "2.99"), ("B", 3), ("C", 3))]
    scheme = sv.Scheme([sv.Criterion("quality", 100, sv.PanelMark(out_of=5, minimum=3, mean=True))])
    low = sv.Bid("Acme", marks={"quality": sv.Moderated(None, marks=marks)})
    found = sv.evaluate(tender, [low, sv.Bid("Brook", marks={"quality": sv.Moderated(4)})], toms,
                        scheme)  # fmt: skip
    assert "the mark 2.997 for 'quality' is below the minimum of 3" in found["Acme"].reason
