"""Points: exact rationals, published once, and nobody's business but the scheme's."""

from __future__ import annotations

import decimal
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine import points
from socialvalue.engine.points import Entry

weights = st.decimals("0.5", 100, places=2)
pounds = st.decimals(0, 10**7, places=2)
prices = st.decimals("0.01", 10**7, places=2)
marks = st.decimals(0, 5, places=1)


def entry(value: Any = 0, price: Any = None, mark: Any = None, **more: Any) -> Entry:
    """One bid as the methods see it: in a contract of £1m with a target of 50p."""
    usual = {"denominators": {"initial": Fraction(10**6)}, "target": Fraction(1, 2)}
    if price is not None:
        usual["denominators"]["price"] = Fraction(price)  # type: ignore[index]
    return Entry(
        value=Fraction(value),
        price=None if price is None else Fraction(price),
        marks={} if mark is None else {"it": Fraction(mark)},
        **{**usual, **more},
    )


def given_by(method: Any, weight: Any, *bids: Entry) -> list[Fraction]:
    """The exact points that a method gives."""
    return points.points_for(method, sv.Criterion("it", weight, method), bids)


# --- each method, by hand -----------------------------------------------------------------


def test_lowest_price() -> None:
    """Weight × lowest price ÷ price: £120 against £100 is five sixths of the points."""
    found = given_by(sv.LowestPrice(), 60, entry(price=100), entry(price=120), entry(price=70))
    assert found == [Fraction(60 * 70, 100), Fraction(60 * 70, 120), 60]


def test_panel_mark() -> None:
    """Weight × mark ÷ top of the scale, and never ÷ the best mark seen."""
    method = sv.PanelMark(out_of=5)
    assert given_by(method, 30, entry(mark=4), entry(mark=2), entry(mark=0)) == [24, 12, 0]
    assert given_by(method, 30, entry(mark=2)) == [12]


@pytest.mark.parametrize(
    ("method", "value", "expected"),
    [
        (sv.AgainstTarget(), 250_000, Fraction(5)),
        (sv.AgainstTarget(), 500_000, Fraction(10)),
        (sv.AgainstTarget(), 900_000, Fraction(10)),
        (sv.AgainstTarget(), 0, Fraction(0)),
        (sv.AgainstTarget(cap="1.5"), 900_000, Fraction(15)),
        (sv.AgainstTarget(cap="0.8"), 900_000, Fraction(8)),
        (sv.AgainstTarget("0.25"), 100_000, Fraction(4)),
        (sv.AgainstTarget(floor="0.5"), 249_999, Fraction(0)),
        (sv.AgainstTarget(floor="0.5"), 250_000, Fraction(5)),
        (sv.AgainstTarget("0.3"), 100_000, Fraction(10, 3)),
    ],
)
def test_against_target(method: sv.AgainstTarget, value: int, expected: Fraction) -> None:
    """Weight × min(cap, £ per £1 ÷ target); nothing below the floor, all of it at the floor."""
    assert given_by(method, 10, entry(value)) == [expected]


def test_against_target_by_each_denominator() -> None:
    """The contract value that is named is the one that divides, and the price is the bidder's."""
    amounts = {"initial": 100, "with_extensions": 200, "maximum": 400, "price": 50}
    held = {name: Fraction(each) for name, each in amounts.items()}
    for name, below in amounts.items():
        method = sv.AgainstTarget("1", denominator=name)
        assert given_by(method, 10, entry(10, denominators=held)) == [Fraction(100, below)]


def test_relative_to_highest() -> None:
    """Weight × value ÷ the highest; where nobody offers anything, nobody gets anything."""
    method = sv.RelativeToHighest()
    assert given_by(method, 10, entry(50), entry(200), entry(0)) == [Fraction(5, 2), 10, 0]
    assert given_by(method, 10, entry(0), entry(0)) == [0, 0]


def test_highest_income() -> None:
    """Where the bidder pays the buyer, the most paid has all the points."""
    assert given_by(sv.HighestIncome(), 60, entry(price=100), entry(price=120)) == [50, 60]


def test_linear_spread() -> None:
    """The dearest has nothing, the cheapest all, and equals all alike."""
    method = sv.LinearSpread()
    assert given_by(method, 60, *(entry(price=each) for each in (100, 105, 120))) == [60, 45, 0]
    assert given_by(method, 60, entry(price=100), entry(price=100)) == [60, 60]


def test_deviation_from_mean() -> None:
    """Half the points at the mean, and one in a hundred for each per cent, within the weight."""
    method = sv.DeviationFromMean(at_mean="0.5", per_percent="0.01")
    assert given_by(method, 60, entry(price=90), entry(price=110)) == [36, 24]
    assert given_by(method, 60, entry(price=1), entry(price=999)) == [60, 0]
    steep = sv.DeviationFromMean(at_mean=0.25, per_percent="0.1")
    assert given_by(steep, 60, entry(price=97), entry(price=103)) == [33, 0]


def test_fixed_reference() -> None:
    """A published price decides, whoever else bids; below it nobody has more than all."""
    method = sv.FixedReference(100)
    assert given_by(method, 60, entry(price=90), entry(price=120)) == [60, 50]


def test_pass_or_fail() -> None:
    """A pass is all the points that there are."""
    assert given_by(sv.PassFail(), 10, entry(mark=1)) == [10]


def test_ratio_then_relative() -> None:
    """Pounds per £1 of the bidder's own price, or of the contract, and then ÷ the highest."""
    pair = entry(100, price=50), entry(120, price=30)
    assert given_by(sv.RatioThenRelative(), 10, *pair) == [5, 10]
    by_contract = sv.RatioThenRelative(denominator="initial")
    assert given_by(by_contract, 10, *pair) == [Fraction(25, 3), 10]


def test_relative_with_a_companion_minimum() -> None:
    """The best of three tiny offers has nothing where a minimum is published."""
    method = sv.RelativeToHighest(minimum="0.05")
    assert given_by(method, 10, entry(50_000), entry(49_999)) == [10, 0]
    assert given_by(method, 10, entry(10)) == [0]


BANDS = [("0", "0.1", 0), ("0.1", "0.25", 3), ("0.25", "0.5", 5)]


@pytest.mark.parametrize(
    ("value", "points"),
    [(0, 0), (99_999, 0), (100_000, 6), (249_999, 6), (250_000, 10), (500_000, 10)],
)
def test_bands_are_half_open_and_the_last_is_closed(value: int, points: int) -> None:
    """A bid at a bound belongs to the band above it, and the very top to the last."""
    assert given_by(sv.Banded(BANDS), 10, entry(value)) == [points]


def test_above_the_last_band_there_is_no_mark() -> None:
    """A table that ends says nothing of what lies beyond: nobody guesses that it is the top."""
    with pytest.raises(sv.InputError, match="SV722"):
        given_by(sv.Banded(BANDS), 10, entry(500_001))
    assert given_by(sv.Banded([("0", None, 4)], out_of=5), 10, entry(10**9)) == [8]


def test_a_menu_of_points() -> None:
    """Units × points a unit towards what is required, and no more than all of it."""
    bids = [
        entry(units={"A": Fraction(10), "B": Fraction(5), "C": Fraction(99)}),
        entry(units={"A": Fraction(100)}),
        entry(),
    ]
    menu = {"A": "2", "B": "4"}
    assert given_by(sv.PointsMenu(menu, required=100), 10, *bids) == [4, 10, 0]
    assert given_by(sv.PointsMenu(menu, relative=True), 10, *bids) == [2, 10, 0]


def test_theme_weights_on_pounds_and_on_scores() -> None:
    """The two rank bids differently, and neither is taken for the other."""
    bids = [
        entry(100, themes={"jobs": Fraction(90), "green": Fraction(10)}),
        entry(100, themes={"jobs": Fraction(30), "green": Fraction(70)}),
    ]
    on_pounds = sv.RelativeToHighest(weight_value={"jobs": 2})
    assert given_by(on_pounds, 10, *bids) == [10, Fraction(10 * 130, 190)]
    on_scores = sv.RelativeToHighest(weight_score={"jobs": "0.4", "green": "0.6"})
    found = given_by(on_scores, 10, *bids)
    assert found == [4 + Fraction(6, 7), 4 * Fraction(1, 3) + 6]
    target = sv.AgainstTarget("0.00005", weight_score={"jobs": "0.5", "green": "0.5"})
    assert given_by(target, 10, *bids) == [5 + 1, 3 + 5]


def test_value_for_money() -> None:
    """Quality points ÷ price, with quality to the published power."""
    quality = [sv.Criterion("it", 100, sv.PanelMark(5))]
    pair = entry(price=100, mark=4), entry(price=50, mark=3)
    assert given_by(sv.ValueForMoney(quality), 60, *pair) == [40, 60]
    assert given_by(sv.ValueForMoney(quality, exponent=2), 60, *pair) == [
        Fraction(60 * 6400 * 50, 3600 * 100),
        60,
    ]
    root = given_by(sv.ValueForMoney(quality, exponent="0.5"), 60, *pair)
    assert float(root[0]) == pytest.approx(60 * (80**0.5 / 100) / (60**0.5 / 50))
    nothing = entry(price=50, mark=0)
    assert given_by(sv.ValueForMoney(quality, exponent="0.5"), 60, nothing) == [0]


class Lottery:
    """A council's own method, as its author wrote it."""

    READS = ("value",)

    def __init__(self, *found: Any) -> None:
        self.found = found

    def points(self, criterion: str, weight: Fraction, bids: Any) -> Any:
        """What the author gives."""
        return self.found


def test_a_councils_own_method() -> None:
    """Fractions from 0 to the weight, one for each bid, are taken as they are."""
    method = Lottery(Fraction(1, 3), 10)
    assert given_by(method, 10, entry(), entry()) == [Fraction(1, 3), 10]


@pytest.mark.parametrize(
    "wrong", [(1,), (1, 2, 3), (0.5, 1), (True, 1), (-1, 1), (11, 1), (None, 1)]
)
def test_a_councils_own_method_is_held_to_its_word(wrong: Any) -> None:
    """A float, a negative or a number too many would decide an award by a slip of code."""
    with pytest.raises(sv.InputError, match="SV726"):
        given_by(Lottery(*wrong), 10, entry(), entry())


@pytest.mark.parametrize(
    "method",
    [sv.LowestPrice(), sv.PanelMark(5), sv.AgainstTarget(), sv.RelativeToHighest(),
     sv.HighestIncome(), sv.LinearSpread(), sv.DeviationFromMean(), sv.FixedReference(5),
     sv.PassFail(), sv.RatioThenRelative(), sv.Banded(BANDS), sv.PointsMenu({}, relative=True),
     sv.ValueForMoney([sv.Criterion("a", 5, sv.PanelMark(5))]), Lottery()],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
def test_no_bids_no_points(method: Any) -> None:
    """A tender in which nobody stands is scored without a fault."""
    assert given_by(method, 10) == []


# --- laws of all methods ------------------------------------------------------------------

METHODS = [
    sv.LowestPrice(),
    sv.PanelMark(out_of=5),
    sv.AgainstTarget("0.50"),
    sv.AgainstTarget("0.33", cap="0.9", floor="0.1"),
    sv.AgainstTarget("0.50", denominator="price"),
    sv.RelativeToHighest(),
    sv.RelativeToHighest(minimum="0.5"),
    sv.RelativeToHighest(weight_score={"jobs": "0.3", "green": "0.7"}),
    sv.AgainstTarget("0.50", weight_value={"jobs": 2}),
    sv.RatioThenRelative(),
    sv.Banded([("0", "1", 1), ("1", None, 2)]),
    sv.PointsMenu({"A": "2"}, required="1000"),
    sv.LinearSpread(),
    sv.DeviationFromMean(),
    sv.FixedReference("1000"),
    sv.ValueForMoney([sv.Criterion("it", 100, sv.PanelMark(5))]),
]
RELATIVE = (sv.LowestPrice, sv.HighestIncome, sv.RelativeToHighest, sv.RatioThenRelative,
            sv.LinearSpread, sv.DeviationFromMean, sv.ValueForMoney)  # fmt: skip
NAIVE = METHODS[:6]


@st.composite
def one_entry(draw: st.DrawFn) -> Entry:
    """A bid of two themes, with units of one measure."""
    jobs, green = Fraction(draw(pounds)), Fraction(draw(pounds))
    themes, units = {"jobs": jobs, "green": green}, {"A": jobs}
    return entry(jobs + green, draw(prices), draw(marks), themes=themes, units=units)


entries = st.lists(one_entry(), min_size=1, max_size=6)


@pytest.mark.parametrize("method", METHODS, ids=lambda each: type(each).__name__)
@given(weight=weights, bids=entries)
def test_points_lie_between_nothing_and_the_weight(
    method: Any, weight: Decimal, bids: list[Entry]
) -> None:
    """No criterion gives more than was published for it, and none takes points away."""
    assert all(0 <= each <= Fraction(weight) for each in given_by(method, weight, *bids))


@pytest.mark.parametrize("method", METHODS, ids=lambda each: type(each).__name__)
@given(weight=weights, bids=entries, chance=st.randoms(use_true_random=False))
def test_the_order_of_bids_changes_nothing(
    method: Any, weight: Decimal, bids: list[Entry], chance: Any
) -> None:
    """Whoever hands in first is scored like whoever hands in last."""
    order = chance.sample(range(len(bids)), len(bids))
    found = given_by(method, weight, *bids)
    turned = given_by(method, weight, *(bids[index] for index in order))
    assert turned == [found[index] for index in order]


@pytest.mark.parametrize("method", METHODS, ids=lambda each: type(each).__name__)
@given(weight=weights, bids=entries, which=st.integers(0, 5), more=pounds)
def test_a_better_offer_never_gets_fewer_points(
    method: Any, weight: Decimal, bids: list[Entry], which: int, more: Decimal
) -> None:
    """Nobody is punished for offering more, for a lower price or for a better mark."""
    which %= len(bids)
    old = bids[which]
    assert old.price is not None
    added = Fraction(more)
    better = entry(
        old.value + added,
        old.price / (1 + added),
        min(old.marks["it"] + 1, 5),
        themes={**old.themes, "jobs": old.themes["jobs"] + added},
        units={"A": old.units["A"] + added},
    )
    raised = [better if index == which else each for index, each in enumerate(bids)]
    assert given_by(method, weight, *raised)[which] >= given_by(method, weight, *bids)[which]


@pytest.mark.parametrize(
    "method",
    [each for each in METHODS if not isinstance(each, RELATIVE)],
    ids=lambda each: type(each).__name__,
)
@given(weight=weights, bids=entries)
def test_absolute_methods_look_at_one_bid_alone(
    method: Any, weight: Decimal, bids: list[Entry]
) -> None:
    """Against a target or a scale, no rival can move a bidder's points."""
    alone = [given_by(method, weight, each)[0] for each in bids]
    assert given_by(method, weight, *bids) == alone


@given(weight=weights, bids=entries)
def test_the_best_gets_the_whole_weight(weight: Decimal, bids: list[Entry]) -> None:
    """Relative methods give the best bid all the points, however small it is."""
    assert max(given_by(sv.LowestPrice(), weight, *bids)) == Fraction(weight)
    if any(each.value for each in bids):
        assert max(given_by(sv.RelativeToHighest(), weight, *bids)) == Fraction(weight)


@pytest.mark.parametrize("method", NAIVE, ids=lambda each: type(each).__name__)
@given(weight=weights, bids=entries)
def test_exact_points_are_near_those_of_a_spreadsheet(
    method: Any, weight: Decimal, bids: list[Entry]
) -> None:
    """A second way in plain floats: the formulas are the ones that invitations print."""
    values, costs = [float(each.value) for each in bids], [float(each.price or 0) for each in bids]
    size = float(weight)

    def naive(index: int) -> float:
        if isinstance(method, sv.LowestPrice):
            return size * min(costs) / costs[index]
        if isinstance(method, sv.PanelMark):
            return size * float(bids[index].marks["it"]) / 5
        if isinstance(method, sv.RelativeToHighest):
            return size * values[index] / max(values) if max(values) else 0.0
        below = costs[index] if method.denominator == "price" else 1e6
        ratio = values[index] / below / float(method.target or 0)
        return size * min(float(method.cap), ratio) if ratio >= float(method.floor) else 0.0

    for index, exact in enumerate(given_by(method, weight, *bids)):
        assert float(exact) == pytest.approx(naive(index), rel=1e-9, abs=1e-9)


# --- publishing and ranking ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("exact", "places", "published"),
    [
        (Fraction(125, 2), 0, "63"),  # 62.5 prints 63, where round() says 62
        (Fraction(121, 2), 0, "61"),
        (Fraction(1, 3), 2, "0.33"),
        (Fraction(2, 3), 2, "0.67"),
        (Fraction(5, 1000), 2, "0.01"),
        (Fraction(4999999, 10**9), 2, "0.00"),
        (Fraction(0), 3, "0.000"),
        (Fraction(100), 2, "100.00"),
        (Fraction(1, 2), 6, "0.500000"),
    ],
)
def test_points_are_published_half_up(exact: Fraction, places: int, published: str) -> None:
    """A half goes up for every bidder alike, and all show as many places."""
    assert str(points.publish(exact, places)) == published


@given(st.decimals(0, 1000, places=8), st.integers(0, 6))
def test_publishing_agrees_with_decimal(exact: Decimal, places: int) -> None:
    """The same rounding worked out a second way."""
    expected = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    with decimal.localcontext() as context:
        context.prec, context.rounding = 3, decimal.ROUND_DOWN
        found = points.publish(Fraction(exact), places)
    assert (found, found.as_tuple().exponent) == (expected, -places)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2)), max_size=8))
def test_ranks_count_those_above(keys: list[tuple[int, int]]) -> None:
    """Equal keys share a rank, and the next rank is one more than all that stand above."""
    expected = [1 + sum(1 for other in keys if other > key) for key in keys]
    assert points.rank(keys) == expected
