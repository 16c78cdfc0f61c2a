"""How firm a result is: every figure of the report is held against a full evaluation."""

from __future__ import annotations

import decimal
import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.assess.firmness.searching import Verdict, least


@pytest.fixture(scope="module")
def highways(example_tender: Path) -> sv.Evaluation:
    """The evaluation of the tender that the README and the tutorial score."""
    tender, bids = sv.read_tender(example_tender)
    return sv.evaluate(tender, bids, sv.load("essex", on="2022-06-01"))


def scheme(price: Any, value: Any, **details: Any) -> sv.Scheme:
    return sv.Scheme(
        [
            sv.Criterion("price", 50, price),
            sv.Criterion("value", 20, value),
            sv.Criterion("words", 30, sv.PanelMark(out_of=5)),
        ],
        **details,
    )


SCHEMES = [
    scheme(sv.LowestPrice(), sv.RelativeToHighest()),
    scheme(sv.LowestPrice(), sv.AgainstTarget("0.50")),
    scheme(sv.LowestPrice(), sv.AgainstTarget("0.50", floor="0.2"), ties=("words",)),
    scheme(sv.LinearSpread(), sv.RatioThenRelative()),
    scheme(sv.PercentAboveLowest(), sv.RelativeToHighest()),
    scheme(sv.FixedReference("500"), sv.RelativeToHighest(), round_at="part", places=1),
    scheme(sv.HighestIncome(), sv.AgainstTarget("0.50", cap=2), places=0, ties=("value", "price")),
    scheme(sv.LowestPrice(), sv.Banded([("0", "0.1", 0), ("0.1", "0.4", 3), ("0.4", None, 5)])),
]

rows = st.lists(
    st.tuples(
        st.integers(100_00, 900_00),  # pennies of price
        st.integers(0, 600_00),  # pennies of social value
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=4,
)


def bid_of(make: SimpleNamespace, held: sv.Framework, name: str, row: tuple[int, int, int]) -> Any:
    price, pennies, words = row
    return make.bid(
        make.offered(held, "M1", pennies),
        bidder=name,
        price=Decimal(price).scaleb(-2),
        marks={"words": words},
    )


def result_of(make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]) -> sv.Evaluation:
    """Bids of a measure of which one is worth a penny, so that any value can be offered."""
    held = make.framework(make.measure("M1", "0.01"))
    bids = [bid_of(make, held, "ABCD"[index], row) for index, row in enumerate(found)]
    return sv.evaluate(make.tender(contract_value=1000), bids, held, chosen)


def wins(evaluation: sv.Evaluation, name: str) -> bool:
    return [each.bidder for each in evaluation if each.rank == 1] == [name]


def with_bid(result: sv.Evaluation, changed: sv.Bid) -> sv.Evaluation:
    """The same tender, valued and evaluated anew with one bid changed."""
    bids = [changed if each.bidder == changed.bidder else each.bid for each in result]
    return sv.evaluate(result.tender, bids, result.framework, result.scheme)


# --- the least change that would have won -------------------------------------------------


@pytest.mark.parametrize("chosen", SCHEMES, ids=range(len(SCHEMES)))
@settings(max_examples=25)
@given(found=rows)
def test_the_least_value_wins_and_a_penny_less_does_not(
    make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]
) -> None:
    """A loser who is told "£x more would have won" must not find that £x − 1p would have too."""
    result = result_of(make, chosen, found)
    for each in result.sensitivity().least:
        bid = result[each.bidder].bid

        def more(pennies: int, bid: sv.Bid = bid) -> bool:
            extra = make.offered(result.framework, "M1", pennies)
            other = attrs.evolve(bid, commitments=(*bid.commitments, extra))
            return wins(with_bid(result, other), bid.bidder)

        if each.value is None:
            assert not more(10**11)
        else:
            assert more(int(each.value * 100))
            assert not more(int(each.value * 100) - 1)


@pytest.mark.parametrize("chosen", SCHEMES, ids=range(len(SCHEMES)))
@settings(max_examples=25)
@given(found=rows)
def test_the_least_price_change_wins_and_a_penny_less_does_not(
    make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]
) -> None:
    """Nor may a price cut of a penny less be found to win; where income is scored, a rise."""
    result = result_of(make, chosen, found)
    income = isinstance(chosen.leaves[0].method, sv.HighestIncome)
    for each in result.sensitivity().least:
        bid = result[each.bidder].bid

        def other(change: Decimal, bid: sv.Bid = bid) -> bool:
            price = (bid.price or 0) + (change if income else -change)
            return wins(with_bid(result, attrs.evolve(bid, price=price)), bid.bidder)

        if each.price is None:
            assert not other(Decimal(10**9) if income else (bid.price or 0) - Decimal("0.01"))
        else:
            assert other(each.price)
            assert not other(each.price - Decimal("0.01"))


@pytest.mark.parametrize("chosen", SCHEMES, ids=range(len(SCHEMES)))
@settings(max_examples=25)
@given(found=rows)
def test_the_least_mark_wins_and_the_next_lower_does_not(
    make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]
) -> None:
    """A panel is told the very mark at which its decision would have turned."""
    result = result_of(make, chosen, found)
    for each in result.sensitivity().least:
        bid = result[each.bidder].bid
        able = [
            mark
            for mark in range(int(bid.marks["words"].consensus or 0) + 1, 6)
            if wins(with_bid(result, attrs.evolve(bid, marks={"words": mark})), bid.bidder)
        ]
        assert each.marks["words"] == (able[0] if able else None)


def test_marks_in_halves_are_raised_by_tenths(make: SimpleNamespace) -> None:
    """The mark that would have won is one that the panel's own scale can show."""
    held = make.framework(make.measure("M1", "0.01"))
    one = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(out_of=5))])
    bids = [sv.Bid("A", marks={"words": "4.5"}), sv.Bid("B", marks={"words": 3})]
    (found,) = sv.evaluate(make.tender(), bids, held, one).sensitivity().least
    assert found.marks["words"] == Decimal("4.6")
    assert found.price is None
    assert found.value is None


def test_a_bid_without_lines_can_be_told_too(make: SimpleNamespace) -> None:
    """Who offered nothing learns how much would have won."""
    held = make.framework(make.measure("M1", "0.01"))
    one = sv.Scheme([sv.Criterion("value", 100, sv.AgainstTarget("0.50"))])
    bids = [make.bid(make.offered(held, "M1", 10_000), bidder="A"), sv.Bid("B")]
    result = sv.evaluate(make.tender(contract_value=1000), bids, held, one)
    (found,) = result.sensitivity().least
    assert found.value == Decimal("100.03")  # 20.00 points, and half a hundredth more


def test_an_offer_that_completes_a_response_counts(make: SimpleNamespace) -> None:
    """Who gave a statement without figures learns which figure would have won."""
    held = make.framework(make.measure("M1", "0.01"))
    both = sv.Criterion("social", 100, [
        sv.Criterion("value", 50, sv.AgainstTarget("1")),
        sv.Criterion("words", 50, sv.PanelMark(out_of=5)),
    ], needs_both=True)  # fmt: skip
    bids = [
        make.bid(make.offered(held, "M1", 10_000), bidder="A", marks={"words": 4}),
        sv.Bid("B", marks={"words": 4}),
    ]
    result = sv.evaluate(make.tender(contract_value=1000), bids, held, sv.Scheme([both]))
    (found,) = result.sensitivity().least
    assert result["B"].points == 0
    assert found.value == Decimal("100.10")  # a hundredth of a point more than A's 100.00


def test_deviation_from_the_mean_may_win_in_the_middle(make: SimpleNamespace) -> None:
    """A method under which the lowest price is not the best: a cut is still found, and wins."""
    method = sv.DeviationFromMean(at_mean="0.5", per_percent="0.01")
    held = make.framework(make.measure("M1", "0.01"))
    one = sv.Scheme([sv.Criterion("price", 100, method)])
    bids = [sv.Bid("A", price=100), sv.Bid("B", price=110), sv.Bid("C", price=120)]
    result = sv.evaluate(make.tender(), bids, held, one)
    for each in result.sensitivity().least:
        assert each.price is not None
        price = (result[each.bidder].bid.price or 0) - each.price
        assert wins(
            with_bid(result, attrs.evolve(result[each.bidder].bid, price=price)), each.bidder
        )


@given(threshold=st.integers(1, 10**12), most=st.integers(1, 10**12), curve=st.integers(1, 3))
def test_the_search_finds_the_first_step_that_wins(threshold: int, most: int, curve: int) -> None:
    """Whatever the shape of the points, the first winning step is found, and none is made up."""

    def at(step: int) -> Verdict:
        return Verdict(step >= threshold, float((step / threshold) ** curve - 1))

    found = least(at, most, steady=True)
    assert found == (threshold if threshold <= most else None)


# --- weights ------------------------------------------------------------------------------


@settings(max_examples=40)
@given(found=rows)
def test_at_the_flip_the_two_are_exactly_equal_and_beyond_it_the_rival_leads(
    make: SimpleNamespace, found: list[Any]
) -> None:
    """The weight that a challenger would have needed is exact, and no nearer one would do."""
    result = result_of(make, SCHEMES[1], found)
    report = result.sensitivity()
    assume(report.flips)
    winner = report.ranking[0]
    for each in report.flips:
        lead_now = min(lead(result, winner, name, each.criterion, each.weight)
                       for name in report.ranking[1:])  # fmt: skip
        if each.at is None:
            assert lead_now > 0
            continue
        assert lead(result, winner, each.rival, each.criterion, each.at) == 0 or lead_now <= 0
        beyond = each.at + (each.at - each.weight) / 10**6
        if each.at != each.weight and 0 < beyond < 100:
            assert lead(result, winner, each.rival, each.criterion, beyond) < 0
        nearer = each.weight + (each.at - each.weight) * Fraction(999, 1000)
        for name in report.ranking[1:]:
            assert lead(result, winner, name, each.criterion, nearer) >= 0 or lead_now <= 0


def lead(
    result: sv.Evaluation, winner: str, rival: str, criterion: str, weight: Fraction
) -> Fraction:
    """The winner's exact points minus the rival's, with one weight changed and the rest scaled."""
    weights = {each.name: Fraction(each.points) for each in result.scheme.leaves}
    rest = (100 - weight) / (100 - weights[criterion])
    scaled = {name: weight / each if name == criterion else rest for name, each in weights.items()}
    gaps = {name: result[winner].exact[name] - result[rival].exact[name] for name in weights}
    return sum((gap * scaled[name] for name, gap in gaps.items()), Fraction(0))


def test_a_flip_by_hand(make: SimpleNamespace) -> None:
    """Price 60 : quality 40; A leads price by 10, B quality by 4: equal at a price of 24."""
    held = make.framework(make.measure())
    two = sv.Scheme(
        [sv.Criterion("price", 60, sv.LowestPrice()), sv.Criterion("quality", 40, sv.PanelMark(10))]
    )
    bids = [
        sv.Bid("A", price=100, marks={"quality": 7}),
        sv.Bid("B", price=120, marks={"quality": 8}),
    ]
    report = sv.evaluate(make.tender(), bids, held, two).sensitivity()
    price, quality = report.flips
    assert (price.at, price.change, price.rival) == (Fraction(75, 2), Fraction(-45, 2), "B")
    assert quality.at == Fraction(125, 2)  # the same two weights, seen from the other side
    assert report.margins[0].points == 10
    assert report.margins[1].points == -4


def test_a_criterion_with_all_the_points_has_no_other_weight(make: SimpleNamespace) -> None:
    """Where price is everything, no change of its weight means anything, and it says why."""
    held = make.framework(make.measure())
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    report = sv.evaluate(make.tender(), [sv.Bid("A", price=1), sv.Bid("B", price=2)], held, one)
    (flip,) = report.sensitivity().flips
    assert flip.at is None
    assert flip.change is None
    assert flip.why


@attrs.frozen
class Stubborn:
    """Ten points to the first bid by price, whatever the weight."""

    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        low = min(each.price for each in bids)
        return [Fraction(10 if each.price == low else 0) for each in bids]


def test_a_method_out_of_proportion_is_not_guessed_at(make: SimpleNamespace) -> None:
    """A council's own method need not scale with its weight; then no flip is claimed."""
    held = make.framework(make.measure())
    own = sv.Scheme(
        [sv.Criterion("price", 60, Stubborn()), sv.Criterion("words", 40, sv.PanelMark(5))]
    )
    bids = [sv.Bid("A", price=1, marks={"words": 3}), sv.Bid("B", price=2, marks={"words": 3})]
    flips = sv.evaluate(make.tender(), bids, held, own).sensitivity().flips
    assert [each.at for each in flips] == [None, None]
    assert "proportion" in flips[0].why


@pytest.mark.parametrize("chosen", SCHEMES, ids=range(len(SCHEMES)))
@settings(max_examples=20)
@given(found=rows)
def test_effective_weights_are_spreads(
    make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]
) -> None:
    """The weight a criterion really had is the points it spread the bids by."""
    result = result_of(make, chosen, found)
    weights = result.effective_weights()
    for each in weights.rows:
        points = [row.exact[each.criterion] for row in result]
        assert each.spread == max(points) - min(points)
        assert 0 <= each.spread <= each.weight * 2
    shares = [each.share for each in weights.rows]
    assert shares == [None] * 3 or sum(each or 0 for each in shares) == 1


# --- each bid dropped ---------------------------------------------------------------------


@pytest.mark.parametrize("chosen", SCHEMES, ids=range(len(SCHEMES)))
@settings(max_examples=20)
@given(found=rows)
def test_a_dropped_bid_is_an_evaluation_without_it(
    make: SimpleNamespace, chosen: sv.Scheme, found: list[Any]
) -> None:
    """Relative formulas hang on who else bids: the report shows what an evaluation would."""
    result = result_of(make, chosen, found)
    assume(len(found) > 1)
    for each in result.sensitivity().dropped:
        bids = [one.bid for one in result if one.bidder != each.bidder]
        without = sv.evaluate(result.tender, bids, result.framework, chosen)
        assert each.winners == tuple(one.bidder for one in without if one.rank == 1)
        for one in without:
            before, after = each.points.get(one.bidder, (one.points, one.points))
            assert after == one.points
            assert before == result[one.bidder].points or one.bidder not in each.points


def test_a_lead_of_part_of_a_point_is_a_lead(make: SimpleNamespace) -> None:
    """80 to 79.6: the weight at which the second would be level is worked out, not taken as is."""
    held = make.framework(make.measure())
    money = sv.Criterion("price", 60, sv.LowestPrice())
    two = [money, sv.Criterion("words", 40, sv.PanelMark(100))]
    bids = [sv.Bid(who, price=price, marks={"words": mark})
            for who, price, mark in (("A", 100, 50), ("B", 125, 79))]  # fmt: skip
    result = sv.evaluate(make.tender(), bids, held, sv.Scheme(two))
    assert [each.points for each in result] == [Decimal("80.00"), Decimal("79.60")]
    price, words = result.sensitivity().flips
    assert price.at == Fraction(2900, 49)  # 100w/100 + 50(100 − w)/100 = 80w/100 + 79(100 − w)/100
    assert words.at == 100 - price.at


def test_an_offer_beyond_the_last_band_wins_nothing(make: SimpleNamespace) -> None:
    """A table that ends gives no points above its end: no loser is told that more had won."""
    held = make.framework(make.measure("M1", "1"))
    table = sv.Banded([("0", "0.1", 0), ("0.1", "0.2", 1)])
    scheme = sv.Scheme(
        [sv.Criterion("value", 50, table), sv.Criterion("words", 50, sv.PanelMark(5))]
    )
    bids = [make.bid(make.offered(held, "M1", value), bidder=who, marks={"words": mark})
            for who, value, mark in (("A", 100, 5), ("B", 50, 4))]  # fmt: skip
    result = sv.evaluate(make.tender(contract_value=1000), bids, held, scheme)
    assert [each.bidder for each in result.results] == ["A", "B"]
    (least,) = result.sensitivity().least
    assert least.value is None
    assert least.bidder == "B"


def test_half_a_response_is_told_the_mark_that_would_have_won(make: SimpleNamespace) -> None:
    """Whoever left the words out learns what they would have needed, and not that nothing would."""
    held = make.framework(make.measure("M1", "1"))
    parts = [sv.Criterion("value", 50, sv.RelativeToHighest()),
             sv.Criterion("words", 50, sv.PanelMark(5))]  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("social", 100, parts, needs_both=True)])
    full = make.bid(make.offered(held, "M1", 100), bidder="A", marks={"words": 3})
    half = make.bid(make.offered(held, "M1", 100), bidder="B")
    result = sv.evaluate(make.tender(contract_value=1000), [full, half], held, scheme)
    assert [each.points for each in result] == [Decimal("80.00"), Decimal("0.00")]
    (least,) = result.sensitivity().least
    assert dict(least.marks) == {"words": Decimal(4)}


# --- what decided -------------------------------------------------------------------------


def decided(make: SimpleNamespace, *found: Any, **details: Any) -> str:
    held = make.framework(make.measure())
    bids = [sv.Bid("ABC"[n], price=price, marks={"words": mark})
            for n, (price, mark) in enumerate(found)]  # fmt: skip
    two = sv.Scheme(
        [sv.Criterion("price", 60, sv.LowestPrice()), sv.Criterion("words", 40, sv.PanelMark(100))],
        **details,
    )
    return " ".join(sv.evaluate(make.tender(), bids, held, two).sensitivity().decided)


def test_it_says_that_points_decided(make: SimpleNamespace) -> None:
    """The usual case is said as plainly as the others."""
    assert decided(make, (100, 50), (110, 50)) == (
        "Points decided: A is first on the published total."
    )


def test_it_says_that_rounding_made_a_tie(make: SimpleNamespace) -> None:
    """Bidders a thousandth apart who are tied learn that rounding tied them."""
    told = decided(make, ("100", 50), ("100.001", 50))
    assert told == (
        "The first place is tied at published precision; before rounding they are 0.000600 apart."
    )


def test_it_says_that_a_tie_break_decided(make: SimpleNamespace) -> None:
    """A winner by a tie-break is not a winner by points, and the record says so."""
    told = decided(make, (100, 50), (125, 80), ties=("words",))
    assert told.startswith("A tie-break (words) decided: published totals are equal")


def test_equal_in_the_tie_break_too_is_a_tie(make: SimpleNamespace) -> None:
    """No loser is told of a tie-break that decided nothing: both are first."""
    told = decided(make, (100, 50), (100, 50), ties=("words",))
    assert told == (
        "The first place is tied at published precision; before rounding they are equal too."
    )


def test_it_says_that_rounding_decided(make: SimpleNamespace) -> None:
    """Rounding each part can put a bid first that has fewer points: that must not be hidden."""
    told = decided(make, (100, "51.3"), (101, "53.6"), places=0, round_at="part")
    assert told == (
        "Points decided: A is first on the published total. "
        "Before rounding, B has the most points: rounding decided."
    )


@pytest.mark.parametrize("count", [0, 1])
def test_one_bid_or_none_is_reported_too(make: SimpleNamespace, count: int) -> None:
    """A tender with one bid, or with none that stands, gets a report and not a traceback."""
    held = make.framework(make.measure())
    one = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    state = {} if count else {"state": "excluded", "reason": "Late."}
    result = sv.evaluate(make.tender(), sv.Bid("A", price=1, **state), held, one)
    report = result.sensitivity()
    assert report.lead is None
    assert report.flips == report.least == report.dropped == report.margins == ()
    assert str(report)
    assert json.loads(report.to_json())["ranking"] == ["A"][:count]
    assert result.effective_weights().rows[0].share is None


# --- the report ---------------------------------------------------------------------------


def test_the_report_fits_a_screen(make: SimpleNamespace, highways: sv.Evaluation) -> None:
    """It is read on a screen of 80 columns; names are wrapped, none is cut to look like another.

    (Faults part 3: "North Yorkshire F…" stood there twice.)
    """
    held = make.framework(make.measure("M1", "0.01"))
    name = "A very long name of a bidder " * 3
    bids = [
        bid_of(make, held, f"{name}{n}", (90_000_000_00 + n * 7_654_321, n * 1000, n % 6))
        for n in range(10)
    ]
    wide = sv.evaluate(make.tender(contract_value=100), bids, held, SCHEMES[0])
    for each in (wide.sensitivity(), highways.sensitivity()):
        lines = str(each).splitlines()
        assert max(map(len, lines)) <= 80, max(lines, key=len)
    assert len(str(highways.sensitivity()).splitlines()) <= 40
    heads, *rows = str(wide.sensitivity()).partition("\nBids\n")[2].splitlines()[1:]
    names = " ".join(row[: heads.index("points")].strip() for row in rows)
    assert all(f"{name}{n}" in f"{names} " for n in range(10))
    assert "…" not in names


def test_the_report_in_every_form(highways: sv.Evaluation) -> None:
    """Text, HTML, JSON and a table say the same, and no digit is lost on the way."""
    report = highways.sensitivity()
    held = json.loads(report.to_json())
    assert held["lead"] == "1.40"
    assert held["least"][0]["price"] == "54722.10"
    assert Fraction(held["flips"][0]["at"]) == report.flips[0].at
    assert held["dropped"][1]["points"]["Brook & Daughters"] == ["91.60", "92.87"]
    frame = report.to_frame("pandas")
    assert list(frame["bidder"]) == list(highways.ranking)
    assert frame["price_change_wins"][1] == Decimal("54722.10")
    assert frame["mark_wins: quality"][1] == Decimal(5)
    assert report._repr_html_().startswith("<")
    assert "Acme Highways" in report._repr_html_()
    weights = highways.effective_weights()
    assert weights["quality"].spread == 0
    assert list(weights.to_frame("pandas")["criterion"])[:1] == ["price"]
    assert weights._repr_html_().startswith("<")


def test_the_report_does_not_depend_on_order_or_context(highways: sv.Evaluation) -> None:
    """The order of bids, and a decimal context set by another library, change nothing."""
    report = highways.sensitivity()
    bids = [each.bid for each in reversed(highways.results)]
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        turned = sv.evaluate(highways.tender, bids, highways.framework).sensitivity()
        assert turned == report
        assert str(turned) == str(report)
