"""The cheapest offer: it reaches the sum as the engine counts it, and none is cheaper."""

from __future__ import annotations

import itertools
import json
import math
import sys
from decimal import Decimal
from fractions import Fraction

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.model.papers.asked import Asked
from socialvalue.planning.offering.solving import Item, bound_at, by_rate, steps_for

TENDER = sv.Tender(
    "Parks", contract_value="100_000", years=2, published="2022-07-01", target="0.50",
    unit_values={"NT1": "28460", "NT18": "0.716470"},
)  # fmt: skip
COSTS = {"NT10": 120, "NT28": 1, "NT1": 20_000, "NT21": 40}
LIMITS = {"NT10": 100, "NT21": 50}
SCHEME = sv.Scheme([sv.Criterion("price", 80, sv.LowestPrice()),
                    sv.Criterion("social value", 20, sv.AgainstTarget())])  # fmt: skip


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """The National TOMs of 2022."""
    return sv.load("national-toms", edition="2022")


def codes(error: pytest.ExceptionInfo[sv.SocialValueError]) -> list[str]:
    return [each.code for each in error.value.problems]


def test_it_reaches_the_sum_as_the_engine_counts_it(toms: sv.Framework) -> None:
    """An offer that falls a penny short of full marks is worth nothing to who relied on it."""
    found = sv.planning.cheapest_offer(TENDER, toms, SCHEME, costs=COSTS, limits=LIMITS)
    assert found.need == 50_000
    assert sv.value(TENDER, found.bid, toms).total == found.valuation.total >= 50_000
    bid = attrs.evolve(found.bid, price=Decimal(90_000))
    assert (
        sv.evaluate(TENDER, [bid], toms, SCHEME)["Cheapest offer"].points_for("social value") == 20
    )
    amounts = {each.measure: each.quantity.amount for each in found.commitments}
    assert (
        sum(Fraction(COSTS[code]) * Fraction(each) for code, each in amounts.items()) == found.cost
    )
    assert all(amounts.get(code, 0) <= most for code, most in LIMITS.items())


def test_the_certificate_is_checked_by_hand(toms: sv.Framework) -> None:
    """λ × need − Σ limit × what λ pays above cost: anyone can add it up, and nobody is below it."""
    found = sv.planning.cheapest_offer(TENDER, toms, costs=COSTS, limits=LIMITS, need="60_000")
    rate = found.rates[""]
    worths = {"NT10": Fraction("251.7906"), "NT21": Fraction(101), "NT28": Fraction(1),
              "NT1": Fraction(28460)}  # fmt: skip
    worths["NT10"] = Fraction(toms.unit_value("NT10", on=TENDER.published) or 0)
    most = {
        **LIMITS,
        "NT28": 60_000,
        "NT1": Fraction(math.ceil(60_000 / Fraction(284_60, 100)), 100),
    }
    allowed = Fraction(4, 200)
    floor = rate * (60_000 - allowed) - sum(
        Fraction(most[code]) * max(Fraction(0), rate * each - COSTS[code])
        for code, each in worths.items()
    )
    assert found.at_least == Decimal(math.floor(floor * 100)) / 100
    assert found.at_least <= found.cost
    assert found.cost - found.at_least > Decimal("0.05")
    assert found.proof == "within"


@st.composite
def problems(draw: st.DrawFn) -> tuple[list[Item], int]:
    """A few measures with small limits, and a need that they reach."""
    items = [
        Item(f"M{number}", "", Fraction(draw(st.integers(1, 9))), Fraction(draw(st.integers(0, 9))),
             draw(st.integers(0, 4)))
        for number in range(draw(st.integers(1, 4)))
    ]  # fmt: skip
    whole = int(sum(each.worth * each.most for each in items))
    return items, draw(st.integers(0, whole))


@settings(max_examples=200)
@given(problems())
def test_nobody_is_below_the_floor(case: tuple[list[Item], int]) -> None:
    """Every offer in steps is tried: what is found reaches the need, none is below the floor."""
    items, need = case
    steps, rate = by_rate(items, Fraction(need))
    worth, cost = steps_for(items, steps)
    assert worth >= need
    assert all(steps.get(each.code, 0) <= each.most for each in items)
    floor = bound_at(items, Fraction(need), rate, {})
    least = min(
        sum(each.cost * count for each, count in zip(items, counts, strict=True))
        for counts in itertools.product(*(range(each.most + 1) for each in items))
        if sum(each.worth * count for each, count in zip(items, counts, strict=True)) >= need
    )
    assert floor <= least <= cost
    dearest = max((each.cost for each in items), default=Fraction(0))
    assert cost - floor <= dearest


@settings(max_examples=25)
@given(problems())
def test_the_solver_finds_the_least_in_steps(case: tuple[list[Item], int]) -> None:
    """HiGHS with no gap agrees with the trial of every offer."""
    pytest.importorskip("highspy")
    from socialvalue.planning.offering.solving import Sides, by_solver

    items, need = case
    steps = by_solver(items, Fraction(need), Sides({}))
    worth, cost = steps_for(items, steps)
    least = min(
        sum(each.cost * count for each, count in zip(items, counts, strict=True))
        for counts in itertools.product(*(range(each.most + 1) for each in items))
        if sum(each.worth * count for each, count in zip(items, counts, strict=True)) >= need
    )
    assert worth >= need
    assert cost == least


def test_side_conditions(toms: sv.Framework, capfd: pytest.CaptureFixture[str]) -> None:
    """Whole people, the most measures, a theme's minimum, and pairs that stand apart."""
    pytest.importorskip("highspy")
    asked = {"costs": COSTS, "limits": LIMITS, "need": "60_000"}
    plain = sv.planning.cheapest_offer(TENDER, toms, **asked)
    whole = sv.planning.cheapest_offer(TENDER, toms, whole_people=True, **asked)
    (people,) = [each.quantity for each in whole.commitments if each.measure == "NT1"]
    assert people.rate == 1
    assert whole.cost >= plain.cost
    assert whole.at_least <= whole.cost
    one = sv.planning.cheapest_offer(TENDER, toms, most_measures=1, **{**asked, "limits": {}})
    assert len(one.commitments) == 1
    theme = sv.planning.cheapest_offer(TENDER, toms, themes={"social": "5_000"}, **asked)
    social = theme.valuation.by("theme")["social"]
    assert social >= 5_000
    assert plain.cost <= theme.cost
    assert theme.at_least > plain.at_least
    spend = {"costs": {"NT18": "0.1", "NT14": "0.2"}, "limits": {"NT18": 50_000}, "need": "60_000"}
    apart = sv.planning.cheapest_offer(TENDER, toms, apart=True, **spend)
    assert [each.measure for each in apart.commitments] == ["NT14"]
    assert len(sv.planning.cheapest_offer(TENDER, toms, **spend).commitments) == 2
    assert capfd.readouterr().out == ""


def test_without_the_solver_it_says_what_to_install(
    toms: sv.Framework, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without side conditions nothing is needed."""
    monkeypatch.setitem(sys.modules, "highspy", None)
    assert sv.planning.cheapest_offer(TENDER, toms, costs=COSTS, need=500).cost
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(TENDER, toms, costs=COSTS, need=500, whole_people=True)
    assert codes(told) == ["SV1341"]
    assert "socialvalue-engine[optimise]" in str(told.value)


def test_what_cannot_be_is_refused(toms: sv.Framework) -> None:
    """Missing costs, offers without end, a need out of reach, and measures that bring nothing."""
    closed = attrs.evolve(TENDER, calculator=Asked(without_reach=True))
    bare = attrs.evolve(TENDER, target=None)
    for asked, code in (
        ({"costs": {}}, "SV1340"), ({"costs": {"NT28": 0}, "need": 5}, "SV1342"),
        ({"costs": {"NT28": 1}, "limits": {"NT28": 5}, "need": 6}, "SV1343"),
        ({"costs": {"NT44": 1}, "need": 5}, "SV1346"), ({"costs": {"NT28": "-1"}}, "SV301"),
        ({"costs": {"NT28": 1}, "themes": {"jobs": 5}, "need": 6}, "SV1343"),
    ):  # fmt: skip
        with pytest.raises(sv.InputError) as told:
            sv.planning.cheapest_offer(TENDER, toms, SCHEME, **asked)
        assert codes(told) == [code], asked
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(bare, toms, SCHEME, costs=COSTS)
    assert codes(told) == ["SV1344"]
    with pytest.raises(sv.NotFoundError):
        sv.planning.cheapest_offer(TENDER, toms, SCHEME, costs={"NT999": 1})
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(closed, toms, SCHEME, costs=COSTS)
    assert codes(told) == ["SV1345"]


def test_how_it_is_shown(toms: sv.Framework) -> None:
    """With the warning first, the floor beside the cost, and the same as data."""
    found = sv.planning.cheapest_offer(TENDER, toms, SCHEME, costs=COSTS, limits=LIMITS)
    text = str(found)
    assert "Offer only what you can deliver." in text
    assert "No offer that reaches it within these limits costs less than £" in text
    data = json.loads(found.to_json())
    assert data["schema"] == "socialvalue/cheapest-offer@1"
    assert Decimal(data["cost"]) == found.cost
    assert found.to_frame().height == len(found.commitments)
    rows = found.chart().rows
    assert sum(int(str(each[2])) for each in rows if each[1] == "counts") == (
        found.valuation.total * 100
    )
    assert [each[3] for each in rows if each[1] == "costs"] == [
        f"£{found.costs[each.measure]:,.2f}" for each in found.commitments
    ]
    assert "<script" not in found._repr_html_()


def test_an_offer_of_whole_units_is_not_called_the_cheapest() -> None:
    """Three of one measure cost £150 where £111 of another would do: nothing is claimed of it."""
    tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01",
                       unit_values={"NT1": "28460"})  # fmt: skip
    toms = sv.load("national-toms", edition="2022")
    found = sv.planning.cheapest_offer(tender, toms, costs={"NT20": 50, "NT1": "11100"}, need="284")
    assert (found.proof, str(found.at_least)) == ("within", "108.98")
    assert "The cheapest offer" not in str(found)
    alone = sv.planning.cheapest_offer(tender, toms, costs={"NT28": "0.5"}, need="284")
    assert alone.proof == "exact"


def test_two_codes_of_one_measure_are_refused() -> None:
    """Of a cost that is given twice the last would win, and the offer would not be the cheapest."""
    essex = sv.load("essex")
    tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01", place="E10000012",
                       unit_values={"NT1": "28460"})  # fmt: skip
    twice = {"NT1": 20_000, "ECC1": 1}
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(tender, essex, costs=twice, need=500)
    assert codes(told) == ["SV222"]
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(tender, essex, costs={"NT1": 5}, limits=twice, need=500)
    assert codes(told) == ["SV222"]
    for asked in ({"costs": twice}, {"usual": twice}, {"limits": twice}):
        with pytest.raises(sv.InputError) as told:
            sv.planning.red_team(tender, essex, SCHEME, **asked)
        assert codes(told) == ["SV222"], asked
    once = sv.planning.cheapest_offer(tender, essex, costs={"ECC1": 20_000}, need=500)
    assert once == sv.planning.cheapest_offer(tender, essex, costs={"NT1": 20_000}, need=500)


def test_a_tender_in_lots_is_planned_lot_by_lot(toms: sv.Framework) -> None:
    """Full marks of the whole tender are four times too much for a lot of a quarter of it."""
    north = sv.Lot("North", contract_value="20_000", target="0.10")
    lots = attrs.evolve(TENDER, lots=[north, sv.Lot("South", contract_value="80_000")])
    found = sv.planning.cheapest_offer(lots, toms, SCHEME, costs=COSTS, limits=LIMITS, lot="North")
    assert found.need == 2_000
    for lot, code in ((None, "SV1339"), ("West", "SV322")):
        with pytest.raises(sv.InputError) as told:
            sv.planning.cheapest_offer(lots, toms, SCHEME, costs=COSTS, lot=lot)
        assert codes(told) == [code]
        with pytest.raises(sv.InputError) as told:
            sv.planning.red_team(lots, toms, SCHEME, lot=lot)
        assert codes(told) == [code]
    bids = [sv.Bid(name, price=price, lot=lot, invented=True) for name, price, lot in (
        ("Acme", 18_000, "North"), ("Brook", 15_000, "North"), ("Dale", 70_000, "South"),
    )]  # fmt: skip
    tested = sv.planning.red_team(lots, toms, SCHEME, bids=bids, lot="North")
    assert "Tried on 2 bids" in tested.tried_on
    assert "lot North" in tested.title
    usual = next(each for each in tested.findings if each.kind == "business-as-usual")
    assert usual.result["Example"].valuation.total < 4_000


def test_a_theme_may_need_more_than_the_whole(toms: sv.Framework) -> None:
    """An offer that can be made was said to be out of reach: a measure's use ended at the sum."""
    pytest.importorskip("highspy")
    asked = {"costs": {"NT28": "0.5", "NT10": 120}, "need": "1_000"}
    found = sv.planning.cheapest_offer(TENDER, toms, themes={"social": "5_000"}, **asked)
    assert found.valuation.by("theme")["social"] >= 5_000
    assert Decimal(2_500) >= found.cost >= found.at_least >= Decimal("2_499.90")
    with pytest.raises(sv.InputError) as told:
        sv.planning.cheapest_offer(
            TENDER, toms, themes={"social": "5_000"}, limits={"NT28": 4_000}, **asked
        )
    assert codes(told) == ["SV1343"]
