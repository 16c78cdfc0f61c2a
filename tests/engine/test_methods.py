"""The scoring methods that councils publish: each by hand, and what all must have."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, ClassVar

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.methods.price import deviation_from_mean
from socialvalue.engine.points import points_for
from socialvalue.model.methods import BUILT_IN, Entry

prices = st.decimals("0.01", 10**7, places=2)
pounds = st.decimals(0, 10**7, places=2)


def entry(value: Any = 0, price: Any = 1_000_000, mark: Any = 0, **more: Any) -> Entry:
    """One bid in a contract of £1m with a target of 50p, as the methods see it."""
    return Entry(
        value=Fraction(value),
        price=Fraction(price),
        marks={"it": Fraction(mark)},
        denominators={"initial": Fraction(10**6), "price": Fraction(price)},
        target=Fraction(1, 2),
        **more,
    )


def given_by(method: Any, weight: Any, *bids: Entry) -> list[Fraction]:
    """The exact points that a method gives."""
    return points_for(method, sv.Criterion("it", weight, method), bids)


# --- price --------------------------------------------------------------------------------


def test_highest_income() -> None:
    """In a concession the bidder pays: the highest offer has all the points, not the lowest."""
    assert given_by(sv.HighestIncome(), 60, entry(price=100), entry(price=120)) == [50, 60]


def test_linear_spread() -> None:
    """The lowest has all, the highest nothing, whatever lies between them."""
    bids = [entry(price=100), entry(price=105), entry(price=120)]
    assert given_by(sv.LinearSpread(), 60, *bids) == [60, 45, 0]
    assert given_by(sv.LinearSpread(), 60, entry(price=7), entry(price=7)) == [60, 60]


def test_percent_above_lowest() -> None:
    """A bid a quarter above the lowest loses a quarter of the points; a far one goes to nothing.

    By hand, at 2% for each per cent: £125 is 25% above £100 and loses 50% of 60 points.
    """
    bids = [entry(price=100), entry(price=125), entry(price=300)]
    assert given_by(sv.PercentAboveLowest(), 60, *bids) == [60, 45, 0]
    assert given_by(sv.PercentAboveLowest(per_percent="0.02"), 60, *bids) == [60, 30, 0]
    assert given_by(sv.PercentAboveLowest(), 60, entry(price=7)) == [60]


def test_deviation_from_mean() -> None:
    """Half the points at the mean, a hundredth more or less for each per cent off it."""
    bids = [entry(price=90), entry(price=110)]
    assert given_by(sv.DeviationFromMean(), 60, *bids) == [36, 24]
    far = [entry(price=1), entry(price=1), entry(price=298)]
    assert given_by(sv.DeviationFromMean(), 60, *far) == [60, 60, 0]


def test_the_mean_of_a_part_of_the_bids_and_of_the_rest() -> None:
    """One bid scored anew has the points that it had among all: the rest are sum and number."""
    prices = [Fraction(90), Fraction(110), Fraction(130), Fraction(190)]
    how = (Fraction("0.5"), Fraction("0.01"))
    among = deviation_from_mean(Fraction(60), prices, *how)
    for at, price in enumerate(prices):
        rest = sum(prices) - price, len(prices) - 1
        assert deviation_from_mean(Fraction(60), [price], *how, rest) == [among[at]]
    assert deviation_from_mean(Fraction(60), [], *how, (Fraction(0), 0)) == []


def test_fixed_reference() -> None:
    """A published reference price makes points that do not depend on who else bids."""
    method = sv.FixedReference("100")
    assert given_by(method, 60, entry(price=120)) == [50]
    assert given_by(method, 60, entry(price=120), entry(price=50)) == [50, 60]


def test_value_for_money() -> None:
    """Quality points ÷ price, the best index having all the points: 80/100 against 100/200."""
    quality = sv.Criterion("it", 100, sv.PanelMark(out_of=5))
    method = sv.ValueForMoney([quality])
    bids = [entry(price=100, mark=4), entry(price=200, mark=5)]
    assert points_for(method, sv.Criterion("index", 100, method), bids) == [100, Fraction(125, 2)]


def test_a_weighted_index_has_sixty_digits() -> None:
    """An exponent that is not whole has no exact power; what is used is said, and is near."""
    quality = sv.Criterion("it", 100, sv.PanelMark(out_of=5))
    method = sv.ValueForMoney([quality], exponent="0.5")
    bids = [entry(price=100, mark=4), entry(price=100, mark=1)]
    _, second = points_for(method, sv.Criterion("index", 100, method), bids)
    assert abs(second - 50) < Fraction(1, 10**50)


# --- pounds -------------------------------------------------------------------------------


def test_a_companion_minimum() -> None:
    """The best of tiny offers has nothing where the published minimum is missed."""
    method = sv.RelativeToHighest(minimum="0.05")
    assert given_by(method, 10, entry(40_000), entry(10_000)) == [0, 0]
    assert given_by(method, 10, entry(50_000), entry(25_000)) == [10, 0]


def test_ratio_then_relative() -> None:
    """The ratio to the own price can turn an order round, so it is asked for by name."""
    bids = [entry(300_000, price=900_000), entry(250_000, price=500_000)]
    assert given_by(sv.RelativeToHighest(), 30, *bids) == [30, 25]
    assert given_by(sv.RatioThenRelative(), 30, *bids) == [20, 30]
    method = sv.RatioThenRelative(denominator="initial")
    assert given_by(method, 30, *bids) == [30, 25]


BANDS = [("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", "0.50", 5)]


@pytest.mark.parametrize(
    ("value", "points"),
    [(0, 0), (99_999, 0), (100_000, 6), (249_999, 6), (250_000, 10), (500_000, 10)],
)
def test_bands_are_half_open(value: int, points: int) -> None:
    """The lower bound belongs to its band, the upper to the next; the last band is closed."""
    assert given_by(sv.Banded(BANDS), 10, entry(value)) == [points]


def test_above_the_last_band_is_refused() -> None:
    """A bid above a table that ends has no published mark, and nobody makes one up."""
    with pytest.raises(sv.InputError) as caught:
        given_by(sv.Banded(BANDS), 10, entry(500_001))
    assert caught.value.problems[0].code == "SV722"
    assert given_by(sv.Banded([*BANDS, ("0.50", None, 8)]), 8, entry(500_001)) == [8]


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [("0.10", None, 5)],
        [("0", "0.10", 1), ("0.20", None, 5)],
        [("0", "0.20", 1), ("0.10", None, 5)],
        [("0", None, 1), ("0.10", None, 5)],
        [("0", "0.10", 1), ("0.10", "0.05", 5)],
        [("0", None, 0)],
    ],
)
def test_bands_without_gap_or_overlap(bands: list[Any]) -> None:
    """A gap leaves a bid without a mark, an overlap with two: neither is a table."""
    with pytest.raises(sv.InputError) as caught:
        sv.Banded(bands)
    assert {each.code for each in caught.value.problems} == {"SV720"}


def test_a_points_menu() -> None:
    """Units × points per unit towards a required number, or relative to the highest."""
    bids = [entry(units={"A": Fraction(10), "B": Fraction(1)}), entry(units={"A": Fraction(70)})]
    required = sv.PointsMenu({"A": "2", "B": "30"}, required=100)
    assert given_by(required, 10, *bids) == [5, 10]
    relative = sv.PointsMenu({"A": "2", "B": "30"}, relative=True)
    assert given_by(relative, 14, *bids) == [5, 14]


@pytest.mark.parametrize("wrong", [{}, {"required": 10, "relative": True}])
def test_a_points_menu_has_one_yardstick(wrong: dict[str, Any]) -> None:
    """Towards a number or relative to the highest: with neither or both nobody could say."""
    with pytest.raises(sv.InputError) as caught:
        sv.PointsMenu({"A": 1}, **wrong)
    assert caught.value.problems[0].code == "SV721"


THEMES = (
    {"jobs": Fraction(100), "green": Fraction(0)},
    {"jobs": Fraction(40), "green": Fraction(60)},
)


def test_the_two_meanings_of_theme_weights() -> None:
    """Weights on pounds and on scores rank differently; neither stands for the other."""
    bids = [entry(100, themes=THEMES[0]), entry(100, themes=THEMES[1])]
    on_value = sv.RelativeToHighest(weight_value={"jobs": 2})
    assert given_by(on_value, 20, *bids) == [20, 14]
    on_score = sv.RelativeToHighest(weight_score={"jobs": "0.5", "green": "0.5"})
    assert given_by(on_score, 20, *bids) == [10, 14]


def test_theme_weights_that_mean_two_things() -> None:
    """Both given, or shares that do not sum to 1, would change the published weights in silence."""
    both = {"weight_value": {"jobs": 2}, "weight_score": {"jobs": 1}}
    for wrong, code in ((both, "SV718"), ({"weight_score": {"jobs": "0.5"}}, "SV719")):
        with pytest.raises(sv.InputError) as caught:
            sv.AgainstTarget(**wrong)
        assert caught.value.problems[0].code == code


# --- a council's own method ---------------------------------------------------------------


@attrs.frozen
class TopTwo:
    """The two highest social values have all the points."""

    READS: ClassVar[tuple[str, ...]] = ("value",)

    def points(self, criterion: str, weight: Fraction, bids: Sequence[Entry]) -> list[Fraction]:
        """All or nothing."""
        second = sorted((each.value for each in bids), reverse=True)[:2][-1]
        return [weight if each.value >= second else Fraction(0) for each in bids]


@attrs.frozen
class Wrong:
    """Gives what it is told to."""

    gives: Any
    READS: ClassVar[tuple[str, ...]] = ("value",)

    def points(self, criterion: str, weight: Fraction, bids: Sequence[Entry]) -> Any:
        """Whatever it was told."""
        return self.gives


def test_a_councils_own_method() -> None:
    """A method in Python meets a small protocol, and is scored like any other."""
    assert given_by(TopTwo(), 10, entry(1), entry(3), entry(2)) == [0, 10, 10]


@pytest.mark.parametrize(
    "gives", [[], [Fraction(11)], [Fraction(-1)], [0.5], [True], [None], None, 5, Fraction(1)]
)
def test_a_method_that_does_not_answer_as_it_must(gives: Any) -> None:
    """A float, a number above the weight or a missing one would be published as points."""
    with pytest.raises(sv.InputError) as caught:
        given_by(Wrong(gives), 10, entry(1))
    assert caught.value.problems[0].code == "SV726"


# --- what holds for all -------------------------------------------------------------------

BY_PRICE = [
    sv.LowestPrice(),
    sv.LinearSpread(),
    sv.PercentAboveLowest(),
    sv.DeviationFromMean(),
    sv.FixedReference(500_000),
]
BY_VALUE = [
    sv.AgainstTarget(),
    sv.AgainstTarget(cap="0.8", floor="0.1"),
    sv.RelativeToHighest(),
    sv.RelativeToHighest(minimum="0.01"),
    sv.RatioThenRelative(),
    sv.Banded([("0", "0.10", 0), ("0.10", "0.25", 3), ("0.25", None, 5)]),
]


@given(st.sampled_from(BY_PRICE), st.lists(prices, min_size=1, max_size=6), prices)
def test_a_lower_price_never_has_fewer_points(
    method: Any, others: list[Decimal], better: Decimal
) -> None:
    """Whoever cuts a price would be punished for it."""
    bids = [entry(price=each) for each in others]
    before = given_by(method, 60, *bids)[0]
    cut = entry(price=min(better, others[0]))
    assert given_by(method, 60, cut, *bids[1:])[0] >= before


@given(st.sampled_from(BY_VALUE), st.lists(pounds, min_size=1, max_size=6), pounds)
def test_a_higher_offer_never_has_fewer_points(
    method: Any, others: list[Decimal], better: Decimal
) -> None:
    """Whoever offers more would be punished for it."""
    bids = [entry(each) for each in others]
    before = given_by(method, 60, *bids)[0]
    more = entry(max(better, others[0]))
    assert given_by(method, 60, more, *bids[1:])[0] >= before


@given(
    st.sampled_from([*BY_PRICE, *BY_VALUE, sv.HighestIncome()]),
    st.lists(st.tuples(pounds, prices), min_size=1, max_size=6),
    st.decimals(0, 100, places=2),
    st.randoms(use_true_random=False),
)
def test_points_lie_within_the_weight_and_order_is_nothing(
    method: Any, offers: list[tuple[Decimal, Decimal]], weight: Decimal, shuffle: Any
) -> None:
    """More than the weight, less than nothing, or points for coming first in a list are unjust."""
    bids = [entry(value, price=price) for value, price in offers]
    found = given_by(method, weight, *bids)
    assert all(0 <= each <= weight for each in found)
    order = list(range(len(bids)))
    shuffle.shuffle(order)
    assert given_by(method, weight, *(bids[i] for i in order)) == [found[i] for i in order]


def test_every_method_has_a_word_a_text_and_an_arithmetic() -> None:
    """A method that could not be written in a file or an invitation would be half a method."""
    from socialvalue.engine.points import _ARITHMETIC
    from socialvalue.model.invitation import _WORDS

    words = [each.WORD for each in (*BUILT_IN, sv.ValueForMoney)]
    assert len(set(words)) == len(words)
    assert set(_ARITHMETIC) == set(_WORDS) == {*BUILT_IN, sv.ValueForMoney}
