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
        usual["denominators"]["price"] = Fraction(price)
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


@pytest.mark.parametrize(
    "method",
    [sv.LowestPrice(), sv.PanelMark(5), sv.AgainstTarget(), sv.RelativeToHighest()],
)
def test_no_bids_no_points(method: Any) -> None:
    """A tender in which nobody stands is scored without a fault."""
    assert given_by(method, 10) == []
    assert given_by(method, 10, entry(900_000, price=1, mark=5)) == [10]


# --- laws of all methods ------------------------------------------------------------------

METHODS = [
    sv.LowestPrice(),
    sv.PanelMark(out_of=5),
    sv.AgainstTarget("0.50"),
    sv.AgainstTarget("0.33", cap="0.9", floor="0.1"),
    sv.AgainstTarget("0.50", denominator="price"),
    sv.RelativeToHighest(),
]
entries = st.lists(st.builds(entry, pounds, prices, marks), min_size=1, max_size=6)


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
    better = entry(
        old.value + Fraction(more), old.price / (1 + Fraction(more)), min(old.marks["it"] + 1, 5)
    )
    raised = [better if index == which else each for index, each in enumerate(bids)]
    assert given_by(method, weight, *raised)[which] >= given_by(method, weight, *bids)[which]


@pytest.mark.parametrize(
    "method", [each for each in METHODS if isinstance(each, (sv.PanelMark, sv.AgainstTarget))],
    ids=lambda each: type(each).__name__,
)  # fmt: skip
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


@pytest.mark.parametrize("method", METHODS, ids=lambda each: type(each).__name__)
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


@given(st.integers(-(10**6), 10**6), st.integers(1, 10**4), st.integers(0, 6))
def test_a_half_goes_up_on_either_side_of_nothing(above: int, below: int, places: int) -> None:
    """A lead of −1.6 that printed as −1 would tell a loser that it was nearer than it was."""
    exact = Fraction(above, below)
    found = Fraction(points.publish(exact, places))
    step = Fraction(1, 10**places)
    assert -step / 2 < found - exact <= step / 2


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
