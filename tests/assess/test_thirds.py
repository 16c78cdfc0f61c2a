"""Thirds: shares, points and FTE that have no last decimal are exact to the penny and the point."""

from __future__ import annotations

import json
import pickle
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.exact import line_pence
from socialvalue.model.canonical import fingerprint

TOMS = sv.load("national-toms", edition="2022")
PARKS = sv.Tender("Parks", contract_value=100_000, published="2022-07-01", years=3,
                  target="0.50", unit_values={"NT1": "28460"})  # fmt: skip
POUNDS = sv.Scheme([sv.Criterion("value", 100, sv.AgainstTarget())])
THIRD = Fraction(1, 3)


def bid(*lines: sv.Commitment, **more: Any) -> sv.Bid:
    """A bid of some commitments."""
    return sv.Bid("Acme", commitments=lines, **more)


@pytest.mark.parametrize("written", [THIRD, "1/3", Fraction(2, 6)])
def test_three_partners_of_a_third_have_the_whole(written: Any) -> None:
    """At "0.333333" each of three partners of £24,000 lost a penny that nobody else had."""
    lines = [TOMS.commit("NT28", sv.gbp(24_000), share_claimed=written, activity=f"{n}")
             for n in range(3)]  # fmt: skip
    valuation = sv.value(PARKS, bid(*lines), TOMS)
    assert [each.value for each in valuation.lines] == [Decimal("8000.00")] * 3
    assert valuation.total == Decimal("24000.00")
    assert "£24,000.00 × £1.00 × 1/3 kept = £8,000.00" in str(valuation.explain())


def test_a_third_is_read_from_a_file(tmp_path: Path) -> None:
    """Who claims a third in a file claims a third."""
    file = tmp_path / "tender.yaml"
    file.write_text(
        "schema: socialvalue/tender@1\ntitle: Parks\nframework: national-toms@2022\n"
        'contract_value: "100000"\npublished: 2022-07-01\nbids:\n  - bidder: Acme\n'
        '    commitments: [{measure: NT28, gbp: "24000", share_claimed: 1/3}]\n',
        encoding="utf-8",
    )
    tender, bids = sv.read_tender(file)
    assert bids[0].commitments[0].share_claimed == THIRD
    assert sv.value(tender, bids[0], TOMS).total == 8000


@pytest.mark.parametrize(
    ("share", "code"),
    [("1/0", "SV307"), ("4/3", "SV310"), (Fraction(4, 3), "SV310"), (Fraction(-1, 3), "SV310"),
     ("1/3/3", "SV301"), ("-1/3", "SV310"), (Fraction(1, 10**40), "SV304")],
)  # fmt: skip
def test_a_share_that_is_none_is_refused(share: Any, code: str) -> None:
    """A part of nothing, or more than the whole, cannot be claimed."""
    with pytest.raises(sv.InputError) as caught:
        TOMS.commit("NT28", sv.gbp(1), share_claimed=share)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_third_of_the_points() -> None:
    """Three criteria of 100/3 points are 100, and nobody loses the hundredth of 33.33 × 3."""
    points = Fraction(100, 3)
    parts = [
        sv.Criterion("price", points, sv.LowestPrice()),
        sv.Criterion("quality", points, sv.PanelMark(out_of=5)),
        sv.Criterion("value", points, sv.AgainstTarget()),
    ]
    scheme = sv.Scheme(parts)
    full = bid(TOMS.commit("NT28", sv.gbp(50_000)), price=100, marks={"quality": 5})
    result = sv.evaluate(PARKS, [full], TOMS, scheme)
    assert result["Acme"].points == 100
    assert "100/3 points" in scheme.text()
    with pytest.raises(sv.InputError) as caught:
        sv.Scheme(parts[:2])
    assert "sum to 200/3, not 100: 100/3 too few" in caught.value.problems[0].message
    arrays = sv.evaluate_arrays(scheme, price=[100], value=[50_000], contract_value=100_000,
                                target="0.5", marks={"quality": [5]})  # fmt: skip
    assert arrays.points.tolist() == [100]
    assert str(result.summary("Acme"))
    assert str(result.sensitivity())
    assert result.to_frame("pandas")["points"].tolist()


def test_a_third_of_a_person() -> None:
    """A third of a person for three years is one FTE-year, to the penny."""
    offered = sv.fte(THIRD, years=3)
    assert (offered.amount, offered.rate) == (1, THIRD)
    assert offered.working == "1/3 FTE × 3 years = 1 FTE-years"
    found = sv.value(PARKS, bid(TOMS.commit("NT1", offered)), TOMS)
    assert found.total == 28_460
    first = sv.value(PARKS, bid(TOMS.commit("NT4", offered)), TOMS)
    assert [each.quantity for each in first.lines] == [THIRD, Fraction(2, 3)]
    assert first.total + first.lines[1].submitted == first.submitted
    assert "1/3 FTE-years" in str(first.explain())


def test_a_decision_in_thirds_replays_and_travels() -> None:
    """The record holds the third, and not some digits of it."""
    lines = [TOMS.commit("NT1", sv.fte(THIRD)), TOMS.commit("NT28", sv.gbp(9), share_claimed=THIRD)]
    scheme = sv.Scheme([
        sv.Criterion("value", Fraction(200, 3), sv.AgainstTarget()),
        sv.Criterion("words", Fraction(100, 3), sv.PanelMark(out_of=3)),
    ])  # fmt: skip
    offer = bid(*lines, marks={"words": 2})
    result = sv.evaluate(PARKS, [offer], TOMS, scheme)
    again = sv.replay(json.loads(json.dumps(result.record())))
    assert (again.same, again.differences) == (True, ())
    assert pickle.loads(pickle.dumps(offer)) == offer
    assert str(result.summary("Acme"))
    assert str(result.explain("Acme"))


def test_a_fraction_that_ends_is_the_decimal() -> None:
    """1/4 and 0.25 are one scheme with one fingerprint, and one bid with one hash."""
    quarter = [sv.Criterion("price", 75, sv.LowestPrice()),
               sv.Criterion("words", Fraction(100, 4), sv.PanelMark(5))]  # fmt: skip
    plain = [quarter[0], sv.Criterion("words", 25, sv.PanelMark(5))]
    assert sv.Scheme(quarter).fingerprint == sv.Scheme(plain).fingerprint
    halves = [
        TOMS.commit("NT28", sv.gbp(1), share_claimed=each) for each in (Fraction(1, 2), "0.5")
    ]
    assert fingerprint(halves[0]) == fingerprint(halves[1])
    assert type(halves[0].share_claimed) is Decimal


def test_money_stays_a_decimal() -> None:
    """No price and no unit value is a third of a pound."""
    for call in (lambda: sv.gbp(THIRD), lambda: sv.Bid("A", price=THIRD)):  # type: ignore[arg-type]
        with pytest.raises(sv.InputError) as caught:
            call()
        assert caught.value.problems[0].code == "SV306"


@given(
    st.fractions(0, 1_000_000, max_denominator=999),
    st.decimals(0, 100_000, places=4),
    st.fractions(0, 1, max_denominator=99),
)
def test_pennies_of_parts_are_rounded_once(
    quantity: Fraction, unit_value: Decimal, keep: Fraction
) -> None:
    """A line of thirds is the exact product, rounded half-up to the penny and no earlier."""
    exact = quantity * Fraction(unit_value) * keep * 100
    assert line_pence(quantity, unit_value, keep) == (exact + Fraction(1, 2)).__floor__()
