"""Three bids worked out by hand: points, how firm the result is, effective weights, other schemes.

The contract is £1,000,000.  Price has 50 points (lowest ÷ price), quality 30 (mark ÷ 5), social
value 20 (against a target of £0.20 per £1, at most all of them):

| bid   | price     | points | mark | points | offer    | points | total            |
| ----- | --------- | ------ | ---- | ------ | -------- | ------ | ---------------- |
| Birch | 1,000,000 | 45     | 5    | 30     | £150,000 | 15     | 90.00            |
| Cedar |   960,000 | 46.875 | 3    | 18     | £200,000 | 20     | 84.875, as 84.88 |
| Ash   |   900,000 | 50     | 4    | 24     | £100,000 | 10     | 84.00            |
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs
import pytest

import socialvalue as sv

BIDS = {
    "Ash": (900_000, 4, 100_000),
    "Birch": (1_000_000, 5, 150_000),
    "Cedar": (960_000, 3, 200_000),
}
"""Price, mark, offer."""


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """NT28 is worth £1 for each £1 given, so an offer is its own value."""
    return sv.load("national-toms", edition="2022")


TENDER = sv.Tender("Parks", contract_value=1_000_000, published="2022-07-01", target="0.20")


def scheme(value: Any = None, **rules: Any) -> sv.Scheme:
    return sv.Scheme(
        [
            sv.Criterion("price", 50, sv.LowestPrice()),
            sv.Criterion("quality", 30, sv.PanelMark(out_of=5)),
            sv.Criterion("social value", 20, value or sv.AgainstTarget()),
        ],
        **rules,
    )


def bids(toms: sv.Framework) -> list[sv.Bid]:
    return [
        sv.Bid(
            name, price=price, marks={"quality": sv.Moderated(mark, reason="As written.")},
            commitments=[toms.commit("NT28", sv.gbp(offer))],
        )
        for name, (price, mark, offer) in BIDS.items()
    ]  # fmt: skip


@pytest.fixture(scope="module")
def result(toms: sv.Framework) -> sv.Evaluation:
    """The three bids, evaluated."""
    return sv.evaluate(TENDER, bids(toms), toms, scheme())


@pytest.fixture(scope="module")
def report(result: sv.Evaluation) -> sv.Sensitivity:
    """How firm it is."""
    return result.sensitivity()


def again(result: sv.Evaluation, name: str, **changes: Any) -> sv.Evaluation:
    """The same with one bid changed."""
    changed = [
        attrs.evolve(each.bid, **changes) if each.bidder == name else each.bid for each in result
    ]
    return sv.evaluate(TENDER, changed, result.framework, result.scheme)


def test_points(result: sv.Evaluation) -> None:
    """As in the table: 50 × 900 ÷ 960 is 46.875, and 84.875 is published as 84.88."""
    assert [(each.bidder, str(each.points), each.rank) for each in result] == [
        ("Birch", "90.00", 1), ("Cedar", "84.88", 2), ("Ash", "84.00", 3),
    ]  # fmt: skip
    assert result["Cedar"].exact["price"] == Fraction("46.875")


def test_lead_and_margins(report: sv.Sensitivity) -> None:
    """Birch over Cedar: 90 − 84.88 = 5.12 as published, 5.125 before; −1.875 + 12 − 5 = 5.125."""
    assert (report.lead, report.exact_lead) == (Decimal("5.12"), Fraction("5.125"))
    margins = {each.criterion: each.points for each in report.margins}
    assert margins == {
        "price": Fraction("-1.875"), "quality": Fraction(12), "social value": Fraction(-5),
    }  # fmt: skip
    assert report.decided == ("Points decided: Birch is first on the published total.",)


def test_effective_weights(result: sv.Evaluation) -> None:
    """Spreads: price 50 − 45 = 5, quality 30 − 18 = 12, social value 20 − 10 = 10; 27 together."""
    found = result.effective_weights()
    assert [(each.criterion, each.spread, each.share) for each in found.rows] == [
        ("price", 5, Fraction(5, 27)), ("quality", 12, Fraction(12, 27)),
        ("social value", 10, Fraction(10, 27)),
    ]  # fmt: skip
    assert [each.weight for each in found.rows] == [50, 30, 20]


def test_the_weight_that_flips_the_winner(report: sv.Sensitivity) -> None:
    """A weight w of 100, the others in proportion: what matters is where two bids are equal.

    Price: Birch over Ash is (0.9 − 1)w + (45 − 34)/50 (100 − w) = 0, so w = 22 ÷ 0.32 = 68.75;
    over Cedar −0.0375w + 0.14(100 − w) = 0, so w = 78.87, which is farther from 50.
    Quality: over Cedar 0.4w − (66.875 − 60)/70 (100 − w) = 0, so w = 5500 ÷ 279 = 19.71; Ash has as
    many points elsewhere as Birch, so no weight of quality puts it ahead.
    Social value: over Cedar −0.25w + (75 − 64.875)/80 (100 − w) = 0, so w = 8100 ÷ 241 = 33.61;
    over Ash both terms are above 0.
    """
    assert [(each.criterion, each.at, each.rival) for each in report.flips] == [
        ("price", Fraction("68.75"), "Ash"),
        ("quality", Fraction(5500, 279), "Cedar"),
        ("social value", Fraction(8100, 241), "Cedar"),
    ]
    assert report.flips[0].change == Fraction("18.75")


@pytest.mark.parametrize(("weight", "first"), [("68.74", "Birch"), ("68.76", "Ash")])
def test_at_the_flip_the_winner_flips(toms: sv.Framework, weight: str, first: str) -> None:
    """A hundredth of a point on either side of 68.75, evaluated in full to six places."""
    rest = (100 - Decimal(weight)) / 50
    changed = sv.Scheme(
        [
            sv.Criterion("price", weight, sv.LowestPrice()),
            sv.Criterion("quality", 30 * rest, sv.PanelMark(out_of=5)),
            sv.Criterion("social value", 20 * rest, sv.AgainstTarget()),
        ],
        places=6,
    )
    assert sv.evaluate(TENDER, bids(toms), toms, changed).winners == (first,)


def test_each_bid_left_out(report: sv.Sensitivity) -> None:
    """Without Ash the lowest price is 960,000: Birch 48 + 45 = 93, Cedar 50 + 38 = 88.

    Without Birch, Cedar's 84.88 is first, Ash's 84 second, each one rank up; that is no change
    among themselves.  Without Cedar nothing changes for the others.
    """
    found = {each.bidder: each for each in report.dropped}
    assert {name: each.winners for name, each in found.items()} == {
        "Birch": ("Cedar",), "Cedar": ("Birch",), "Ash": ("Birch",),
    }  # fmt: skip
    assert not any(each.winner_changes or each.ranks for each in found.values())
    assert found["Ash"].points == {
        "Birch": (Decimal("90.00"), Decimal("93.00")),
        "Cedar": (Decimal("84.88"), Decimal("88.00")),
    }
    assert not found["Cedar"].points


def test_the_least_change_that_would_have_won(
    report: sv.Sensitivity, result: sv.Evaluation
) -> None:
    """Published totals decide, so a rival needs 90.01, or Birch less.

    Cedar has all the points for social value: no pound more helps.  A mark of 4 gives 90.875.  A
    price p below 900,000 keeps Cedar at 50 + 38 = 88 and takes from Birch, who has 45 + 50p ÷ 1m:
    that is published below 88.00 where it is below 87.995, at p below 859,900: 100,100.01 off.

    Ash needs 16.005 of the points for social value, which is £160,050: £60,050 more.  A mark of 5
    gives 90.00, a tie, which does not win.  A price p keeps Ash at 84, and Birch is below 83.995
    where p is below 779,900: 120,100.01 off.
    """
    cedar, ash = report.least
    assert (cedar.bidder, cedar.value, cedar.price) == ("Cedar", None, Decimal("100100.01"))
    assert cedar.marks == {"quality": Decimal(4)}
    assert (ash.bidder, ash.value, ash.price) == ("Ash", Decimal(60050), Decimal("120100.01"))
    assert ash.marks == {"quality": None}
    for price, winners in (("859_899.99", ("Cedar",)), ("859_900", ("Birch", "Cedar"))):
        assert again(result, "Cedar", price=price).winners == winners
    commit = result.framework.commit
    for offer, winners in (("160_050", ("Ash",)), ("160_049.99", ("Ash", "Birch"))):
        found = again(result, "Ash", commitments=[commit("NT28", sv.gbp(offer))])
        assert found.winners == winners
    assert again(result, "Ash", marks={"quality": 5}).winners == ("Ash", "Birch")


def test_questions(result: sv.Evaluation) -> None:
    """Ash's price is 900 ÷ 980 = 45/49 of the median of the others; Cedar offers £0.20 per £1."""
    assert [each.word for each in result.flags(weak=1)] == ["one-line"] * 3
    assert not result.flags(weak=1, one_line=1)
    found = result.flags(low_price="0.95", high_value="0.18", weak=1, one_line=1)
    assert [(each.word, each.bidder, each.figure, each.threshold) for each in found] == [
        ("high-value", "Cedar", Fraction(1, 5), Fraction(18, 100)),
        ("low-price", "Ash", Fraction(45, 49), Fraction(95, 100)),
    ]
    assert found.to_frame("polars")["figure"].to_list() == [Decimal("0.2000"), Decimal("0.9184")]


def test_other_schemes_before_a_tender(toms: sv.Framework) -> None:
    """With a target of £0.10 all three have 20 of 20: 94, 95 and 84.875.

    Full marks cost the target: £200,000 or £100,000.  Relative to the highest, Birch (first) needs
    Cedar's £200,000.
    """
    found = sv.compare_schemes(
        TENDER, bids(toms), toms,
        {"0.20": scheme(), "0.10": scheme(sv.AgainstTarget("0.10")),
         "relative": scheme(sv.RelativeToHighest())},
    )  # fmt: skip
    assert {name: [str(each.points) for each in one] for name, one in found.results.items()} == {
        "0.20": ["90.00", "84.88", "84.00"], "0.10": ["95.00", "94.00", "84.88"],
        "relative": ["90.00", "84.88", "84.00"],
    }  # fmt: skip
    assert found.rank_changes == {"Cedar": (2, 3, 2), "Ash": (3, 2, 3)}
    assert {name: each.value for name, each in found.full_marks.items()} == {
        "0.20": 200_000, "0.10": 100_000, "relative": 200_000,
    }  # fmt: skip


def test_no_other_scheme_once_it_is_fixed(toms: sv.Framework) -> None:
    """The scheme that was published is the scheme: its bids are compared under no other."""
    fixed = attrs.evolve(TENDER, scheme_fingerprint=scheme().fingerprint)
    with pytest.raises(sv.InputError) as caught:
        sv.compare_schemes(fixed, bids(toms), toms, {"other": scheme(sv.RelativeToHighest())})
    (problem,) = caught.value.problems
    assert problem.code == "SV806"
    assert scheme().fingerprint in problem.message
    assert "past or invented bids" in problem.hint
