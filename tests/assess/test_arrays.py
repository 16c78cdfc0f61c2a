"""`evaluate_arrays`: a register of bids is scored to the digit that each bid alone is told."""

from __future__ import annotations

import decimal
import pickle
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import attrs
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.arrays import publish as arrays
from socialvalue.engine.methods import banded, pounds
from socialvalue.engine.points import Entry, last_places, points_for, publish
from socialvalue.model.frozen import FrozenMap

BANDS = [("0", "0.1", 0), ("0.1", "0.25", "1.5"), ("0.25", None, 4)]
BY_VALUE: list[Any] = [
    sv.RelativeToHighest(),
    sv.RelativeToHighest(minimum="0.1"),
    sv.AgainstTarget(),
    sv.AgainstTarget("0.25", cap="1.5", floor="0.4"),
    sv.AgainstTarget("0.5", denominator="price"),
    sv.AgainstTarget("0.5", denominator="maximum"),
    sv.RatioThenRelative(),
    sv.RatioThenRelative(denominator="initial"),
    sv.Banded(BANDS),
    sv.Banded(BANDS, out_of=5, denominator="price"),
]
BY_PRICE: list[Any] = [
    sv.LowestPrice(),
    sv.HighestIncome(),
    sv.LinearSpread(),
    sv.DeviationFromMean(),
    sv.DeviationFromMean(at_mean="0.75", per_percent="0.025"),
    sv.FixedReference("150"),
    sv.PercentAboveLowest(),
    sv.PercentAboveLowest(per_percent="0.0003"),
]
BY_PANEL: list[Any] = [sv.PanelMark(4), sv.PanelMark(5, minimum=2), sv.PassFail()]
ALL = [*BY_VALUE, *BY_PRICE, *BY_PANEL]

WEIGHTS = st.sampled_from(["10", "12.5", "7.25", "0.5", "33"])
PRICES = st.sampled_from([10_000, 12_500, 16_000, 20_000, 25_000]) | st.integers(1, 10**7)
POUNDS = st.sampled_from([0, 10_000, 25_000, 50_000, 100_000]) | st.integers(0, 10**6)
MARKS = st.sampled_from([0.0, 1.0, 1.5, 2.0, 2.5, 3.25, 4.0])


@st.composite
def schemes(draw: st.DrawFn, methods: Any = ALL) -> sv.Scheme:
    """A scheme of one to four criteria, some of them in a group with a minimum of its own."""
    chosen = draw(st.lists(st.sampled_from(methods), min_size=1, max_size=4))
    leaves = [sv.Criterion(f"c{number}", draw(WEIGHTS), each) for number, each in enumerate(chosen)]
    panel = [each for each in leaves if isinstance(each.method, sv.PanelMark)]
    criteria = [each for each in leaves if each not in panel]
    if panel:
        worth = sum(each.points for each in panel)
        least = draw(st.none() | st.integers(0, int(worth)))
        criteria.append(sv.Criterion("panel", worth, panel, minimum=least))
    return sv.Scheme(
        criteria,
        out_of=sum((each.points for each in criteria), Decimal(0)),
        places=draw(st.integers(0, 3)),
        round_at=draw(st.sampled_from(["total", "part"])),
        ties=draw(st.lists(st.sampled_from([each.name for each in leaves]), unique=True)),
    )


def rows_of(size: int = 7) -> Any:
    """Bids as rows: price and value in pence, four marks, whether it is compliant, its tender."""
    marks = st.tuples(MARKS, MARKS, MARKS, MARKS)
    out = st.sampled_from([True, True, True, False])
    row = st.tuples(PRICES, POUNDS, marks, out, st.sampled_from("XYZ"))
    return st.lists(row, min_size=1, max_size=size)


def contract() -> sv.ContractValue:
    """A contract of £1,000, of £2,000 at the most."""
    return sv.ContractValue("1000", with_extensions="1500", maximum="2000")


def marks_of(scheme: sv.Scheme, marks: Any) -> dict[str, float]:
    """A row's marks for the criteria that the panel decides."""
    return {
        leaf.name: min(marks[int(leaf.name[1])], float(leaf.method.out_of))
        for leaf in scheme.leaves
        if isinstance(leaf.method, (sv.PanelMark, sv.PassFail))
    }


def from_arrays(scheme: sv.Scheme, rows: Any, **more: Any) -> sv.ArrayEvaluation:
    """The same rows as arrays."""
    price, value, marks, compliant, _ = (list(each) for each in zip(*rows, strict=True))
    by_bid = [marks_of(scheme, each) for each in marks]
    return sv.evaluate_arrays(
        scheme,
        price_pence=np.array(price),
        value_pence=np.array(value),
        contract_value=contract(),
        target="0.5",
        marks={name: np.array([each[name] for each in by_bid]) for name in by_bid[0]},
        compliant=np.array(compliant),
        **more,
    )


def one_by_one(make: SimpleNamespace, scheme: sv.Scheme, rows: Any) -> list[sv.BidResult]:
    """The same rows as bids of one tender, in their order."""
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    bids = [
        sv.Bid(
            f"bid {number}",
            price=Decimal(price).scaleb(-2),
            marks=marks_of(scheme, marks),
            commitments=[make.offered(held, "M1", str(Decimal(value).scaleb(-2)))],
            state="compliant" if compliant else "withdrawn",
        )
        for number, (price, value, marks, compliant, _) in enumerate(rows)
    ]
    tender = make.tender(contract_value=contract(), target="0.5")
    result = sv.evaluate(tender, bids, held, scheme)
    return [result[each.bidder] for each in bids]


def same(scheme: sv.Scheme, found: Any, rows: list[int], told: list[sv.BidResult]) -> None:
    """Some rows of an evaluation from arrays say what the bids of a tender are told."""
    for row, each in zip(rows, told, strict=True):
        assert found.decimal(row) == each.points
        assert (found.rank[row] or None) == each.rank
        assert found.failed[row] == each.failed
        assert found.failures(row) == each.failures
        first = found.reasons[found.reason[row]]
        if each.failures:
            assert first.startswith(each.failures[0].code)
        for criterion in scheme.walk():
            part = each.points_for(criterion.name)
            mine = found.points_for(criterion.name)[row]
            assert np.isnan(mine) if part is None else mine == float(part)


# --- the digits of a single tender --------------------------------------------------------


@given(scheme=schemes(), rows=rows_of())
def test_arrays_say_what_each_bid_is_told(
    make: SimpleNamespace, scheme: sv.Scheme, rows: Any
) -> None:
    """A register that differs by a digit from the letters would be two results of one tender."""
    found = from_arrays(scheme, rows)
    same(scheme, found, [*range(len(rows))], one_by_one(make, scheme, rows))


@given(scheme=schemes(), rows=rows_of(12))
def test_each_tender_is_scored_by_itself(
    make: SimpleNamespace, scheme: sv.Scheme, rows: Any
) -> None:
    """A cheap bid for one contract takes no point from a bid for another."""
    tenders = [row[4] for row in rows]
    found = from_arrays(scheme, rows, tender=tenders)
    for name in set(tenders):
        here = [index for index, each in enumerate(tenders) if each == name]
        same(scheme, found, here, one_by_one(make, scheme, [rows[index] for index in here]))


@pytest.mark.parametrize("method", ALL, ids=repr)
@given(rows=rows_of(9), places=st.integers(0, 4))
def test_every_method_alone(make: SimpleNamespace, method: Any, rows: Any, places: int) -> None:
    """No method is a digit off because it is rarely drawn."""
    scheme = sv.Scheme([sv.Criterion("c0", "12.5", method)], out_of="12.5", places=places)
    same(scheme, from_arrays(scheme, rows), [*range(len(rows))], one_by_one(make, scheme, rows))


@given(
    rows=st.lists(st.tuples(PRICES, MARKS, MARKS, st.sampled_from("XY")), min_size=1, max_size=9),
    exponent=st.sampled_from([1, 2, 3, 7]),
    places=st.integers(0, 4),
)
def test_value_for_money(make: SimpleNamespace, rows: Any, exponent: int, places: int) -> None:
    """The price of a quality point ranks a register as it ranks a tender."""
    inner = [
        sv.Criterion("method", 7, sv.PanelMark(4, minimum=1)),
        sv.Criterion("people", 3, sv.PanelMark("4.5")),
    ]
    index = sv.ValueForMoney([sv.Criterion("quality", 10, inner, minimum=3)], exponent=exponent)
    scheme = sv.Scheme([sv.Criterion("index", 100, index)], places=places)
    price, *marks, tender = (list(each) for each in zip(*rows, strict=True))
    found = sv.evaluate_arrays(
        scheme,
        price_pence=price,
        marks=dict(zip(("method", "people"), marks, strict=True)),
        tender=tender,
    )
    for name in set(tender):
        here = [row for row, each in enumerate(tender) if each == name]
        bids = [
            sv.Bid(
                str(row),
                price=Decimal(price[row]).scaleb(-2),
                marks={"method": marks[0][row], "people": marks[1][row]},
            )
            for row in here
        ]
        told = sv.evaluate(make.tender(), bids, make.framework(make.measure()), scheme)
        same(scheme, found, here, [told[each.bidder] for each in bids])


@given(
    weight=st.integers(1, 400),
    of=st.integers(1, 40),
    marks=st.lists(st.integers(0, 40), min_size=1),
)
@example(weight=25, of=4, marks=[1, 2, 3])
def test_a_half_always_goes_up(weight: int, of: int, marks: list[int]) -> None:
    """62.5 is published as 63 to whoever has it, in doubles as in fractions."""
    held = [min(each, of) for each in marks]
    scheme = sv.Scheme([sv.Criterion("q", weight, sv.PanelMark(of))], out_of=weight, places=0)
    found = sv.evaluate_arrays(scheme, marks={"q": held})
    assert found.published.tolist() == [publish(Fraction(weight * m, of), 0) for m in held]


def test_rows_near_a_half_are_settled_by_fractions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the oracle the doubles would get these wrong: the test would not see it otherwise.

    A third of the points thrice is a whole, but its doubles may fall short of the half.
    """
    names = ("a", "b", "c")
    thirds = [sv.Criterion(name, 1, sv.PanelMark(3)) for name in names]
    scheme = sv.Scheme(thirds, out_of=3, places=0)
    grid = np.array(np.meshgrid(*[np.arange(0, 3.01, 0.1).round(1)] * 3)).reshape(3, -1)
    marks = dict(zip(names, grid, strict=True))
    exact = [
        int(sum(Fraction(repr(each)) for each in row) / 3 + Fraction(1, 2))
        for row in grid.T.tolist()
    ]
    assert sv.evaluate_arrays(scheme, marks=marks).published.tolist() == exact
    monkeypatch.setattr(arrays, "_reach", lambda parts: 0.0)
    assert sv.evaluate_arrays(scheme, marks=marks).published.tolist() != exact


@given(
    prices=st.lists(st.integers(10**16, 10**16 + 9), min_size=1, max_size=9),
    method=st.sampled_from(BY_PRICE),
)
def test_prices_beyond_what_a_double_tells_apart(prices: list[int], method: Any) -> None:
    """A penny decides, however large the sum: what a double cannot hold is read exactly."""
    scheme = sv.Scheme([sv.Criterion("price", 100, method)])
    found = sv.evaluate_arrays(scheme, price_pence=prices)
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("T", contract_value=1, published="2022-07-01")
    bids = [sv.Bid(str(i), price=Decimal(each).scaleb(-2)) for i, each in enumerate(prices)]
    result = sv.evaluate(tender, bids, toms, scheme)
    assert [found.decimal(i) for i in range(len(prices))] == [
        result[each.bidder].points for each in bids
    ]


STEPS = {
    "a floor": (sv.AgainstTarget("1", floor="0.3"), 0, -1.0),
    "a band": (sv.Banded([("0", "0.3", 1), ("0.3", None, 5)]), 20_00, 0.0),
    "a minimum": (sv.RelativeToHighest(minimum="0.3"), 0, -1.0),
}


@pytest.mark.parametrize(("method", "below", "nothing"), STEPS.values(), ids=STEPS)
def test_at_a_step_and_a_penny_below_it(
    monkeypatch: pytest.MonkeyPatch, method: Any, below: int, nothing: float
) -> None:
    """The least offer has its points, and a penny less has not, however large the contract is."""
    scheme = sv.Scheme([sv.Criterion("v", 100, method)])
    contracts = [each + 9 * 10**16 for each in range(10)] + [10] * 10
    at = {"value_pence": [-(-3 * each // 10) for each in contracts]}
    short = {"value_pence": [(3 * each - 1) // 10 for each in contracts]}
    held: dict[str, Any] = {"contract_value_pence": contracts, "tender": range(20)}
    assert (sv.evaluate_arrays(scheme, **held, **at).published > below).all()
    assert (sv.evaluate_arrays(scheme, **held, **short).published == below).all()
    for family in (banded, pounds):
        monkeypatch.setattr(family, "NEAR", nothing)
    assert not (sv.evaluate_arrays(scheme, **held, **short).published == below).all()


def test_at_a_floor_that_doubles_fall_short_of() -> None:
    """7 tenths of a target of 30p is 21p, and not a hair less for one contract in thirty."""
    scheme = sv.Scheme([sv.Criterion("v", 100, sv.AgainstTarget("0.3", floor="0.7"))])
    contracts = np.arange(1, 20_000) * 1000
    found = sv.evaluate_arrays(
        scheme, value_pence=contracts * 21 // 100, contract_value_pence=contracts
    )
    assert (found.published == 70_00).all()


def test_a_hair_below_a_minimum_is_below_it() -> None:
    """Twenty decimals may be more than a double holds, and are still less than 2."""
    hair = Decimal("1.99999999999999999999")
    scheme = sv.Scheme([sv.Criterion("q", 100, sv.PanelMark(5, minimum=2))])
    found = sv.evaluate_arrays(scheme, marks={"q": [hair, 2, Decimal("2.00")]})
    assert found.rank.tolist() == [0, 1, 1]
    group = sv.Scheme(
        [sv.Criterion("g", 100, [sv.Criterion("q", 100, sv.PanelMark(5))], minimum=40)]
    )
    assert sv.evaluate_arrays(group, marks={"q": [hair, 2]}).rank.tolist() == [0, 1]


def test_above_the_last_band_by_less_than_a_double_shows() -> None:
    """A bid that a table has no mark for is named, and not given the mark of the band below."""
    bands = [("0", "9.000000000000001", 5)]
    scheme = sv.Scheme([sv.Criterion("v", 100, sv.Banded(bands))])
    contract, above, at_nine = 10**16 - 1, 9 * 10**16 + 7, 9 * 10**16 - 9
    assert float(above) / float(contract) < float(bands[0][1])
    assert Fraction(above, contract) > Fraction(bands[0][1]) > Fraction(at_nine, contract)
    with pytest.raises(sv.InputError, match=r"^bid 0: SV722"):
        sv.evaluate_arrays(scheme, value_pence=[above], contract_value_pence=[contract])
    found = sv.evaluate_arrays(scheme, value_pence=[at_nine], contract_value_pence=[contract])
    assert found.published.tolist() == [100_00]


def test_the_best_by_a_penny_in_a_hundred_million_million() -> None:
    """Two offers that share a double are two offers: only the higher has full points of 7.125."""
    scheme = sv.Scheme([sv.Criterion("v", "7.125", sv.RelativeToHighest())], out_of="7.125")
    found = sv.evaluate_arrays(scheme, value_pence=[9 * 10**16, 9 * 10**16 - 1])
    assert found.published.tolist() == [713, 712]


def test_blocks_leave_no_seam() -> None:
    """The bid after the sixteen-thousandth is scored like the one before it."""
    marks = np.arange(3 * arrays.BLOCK + 1) % 6
    scheme = sv.Scheme([sv.Criterion("q", "12.5", sv.PanelMark(5))], out_of="12.5", places=0)
    found = sv.evaluate_arrays(scheme, marks={"q": marks}).published
    assert found.tolist() == np.array([0, 3, 5, 8, 10, 13])[marks].tolist()


# --- laws, from arrays --------------------------------------------------------------------


@given(scheme=schemes(), rows=rows_of(), chance=st.randoms(use_true_random=False))
def test_the_order_of_bids_changes_nothing(scheme: sv.Scheme, rows: Any, chance: Any) -> None:
    """Whoever hands in first is scored like whoever hands in last."""
    order = chance.sample(range(len(rows)), len(rows))
    found, turned = from_arrays(scheme, rows), from_arrays(scheme, [rows[i] for i in order])
    assert turned.published.tolist() == found.published[order].tolist()
    assert turned.rank.tolist() == found.rank[order].tolist()


@given(scheme=schemes(), rows=rows_of())
def test_points_lie_between_nothing_and_the_weight(scheme: sv.Scheme, rows: Any) -> None:
    """No criterion gives more than was published for it, times its cap, and none takes away."""
    found = from_arrays(scheme, rows)
    standing = ~found.failed
    for leaf in scheme.leaves:
        part = found.published_for(leaf.name)[standing]
        most = Fraction(leaf.points) * Fraction(getattr(leaf.method, "cap", 1))
        assert ((part >= 0) & (part <= last_places(most, scheme.places))).all()


@given(scheme=schemes(), rows=rows_of())
def test_a_failed_bid_changes_nobodys_points(scheme: sv.Scheme, rows: Any) -> None:
    """A bid that is out sets neither the lowest price nor the highest value."""
    found = from_arrays(scheme, rows)
    stays = np.flatnonzero(~found.failed)
    if not len(stays):
        return
    alone = from_arrays(scheme, [rows[index] for index in stays])
    assert alone.published.tolist() == found.published[stays].tolist()
    assert alone.rank.tolist() == found.rank[stays].tolist()


@given(method=st.sampled_from([*BY_VALUE, *BY_PRICE[:1]]), rows=rows_of(), more=POUNDS)
def test_raising_an_offer_never_lowers_its_own_points(method: Any, rows: Any, more: int) -> None:
    """Nobody is punished for offering more, or for a lower price."""
    scheme = sv.Scheme([sv.Criterion("c0", 100, method)])
    price, value, *rest = rows[0]
    better = [(price, value + more, *rest), *rows[1:]]
    if method == BY_PRICE[0]:
        better = [(max(1, price - more), value, *rest), *rows[1:]]
    assert from_arrays(scheme, better).published[0] >= from_arrays(scheme, rows).published[0]


@given(
    rows=rows_of(), method=st.sampled_from([each for each in BY_VALUE if "Target" in repr(each)])
)
def test_against_target_looks_at_one_bid_alone(rows: Any, method: Any) -> None:
    """No rival can move the points of a bid that is held against a target."""
    scheme = sv.Scheme([sv.Criterion("c0", 100, method)])
    alone = [from_arrays(scheme, [row]).published[0] for row in rows]
    assert from_arrays(scheme, rows).published.tolist() == alone


@given(rows=rows_of())
def test_the_best_gets_the_whole_weight(rows: Any) -> None:
    """A relative method gives the best bid all the points, however small it is."""
    for method in (sv.LowestPrice(), sv.RelativeToHighest(), sv.RatioThenRelative()):
        found = from_arrays(sv.Scheme([sv.Criterion("c0", 100, method)]), rows)
        offered = any(row[1] for row in rows if row[3]) or method == sv.LowestPrice()
        if offered and any(row[3] for row in rows):
            assert found.published.max() == 100_00


@given(rows=rows_of(), times=st.integers(2, 50))
def test_scaling_values_and_target_together_changes_nothing(rows: Any, times: int) -> None:
    """A target in another currency, with the values in it too, is the same target."""
    scheme = sv.Scheme([sv.Criterion("c0", 100, sv.AgainstTarget())], places=4)
    values = np.array([row[1] for row in rows])
    usual = sv.evaluate_arrays(scheme, value_pence=values, contract_value=1000, target="0.07")
    target = Decimal("0.07") * times
    other = sv.evaluate_arrays(
        scheme, value_pence=values * times, contract_value=1000, target=target
    )
    assert usual.published.tolist() == other.published.tolist()


@given(scheme=schemes(), rows=rows_of())
def test_the_callers_decimal_context_changes_no_point(scheme: sv.Scheme, rows: Any) -> None:
    """A program that set its decimals to three digits gets the same evaluation."""
    usual = from_arrays(scheme, rows)
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_DOWN)):
        found = from_arrays(scheme, rows)
        assert found.published.tolist() == usual.published.tolist()
        assert [found.decimal(0)] == [usual.decimal(0)]
        text = sv.evaluate_arrays(
            sv.Scheme([sv.Criterion("c", 100, sv.LowestPrice())]),
            price=["1234567.89", "1234567.91"],
        )
    assert text.published.tolist() == [10000, 10000]


@given(rows=rows_of(40), ties=st.booleans())
def test_ranks_count_those_above(rows: Any, ties: bool) -> None:
    """A rank is one more than the number of better bids of the same tender, however it is found."""
    figures = [np.array([row[1] for row in rows])]
    if ties:
        figures.append(np.array([int(row[2][0] * 4) for row in rows]))
    codes = np.array(["XYZ".index(row[4]) for row in rows])
    standing = np.array([row[3] for row in rows])
    keys = list(zip(codes, *figures, standing, strict=True))
    expected = [
        1 + sum(k[0] == key[0] and k[-1] and k[1:-1] > key[1:-1] for k in keys) if key[-1] else 0
        for key in keys
    ]
    tenders = arrays.Tenders(codes, 3, len(rows), standing)
    assert arrays.ranks(figures, tenders).tolist() == expected
    huge = [each * (2**42) for each in figures[:1]] + figures[1:]
    assert arrays.ranks(huge, tenders).tolist() == expected


# --- what may be handed in ----------------------------------------------------------------

SCHEME = sv.Scheme([
    sv.Criterion("price", 60, sv.LowestPrice()),
    sv.Criterion("quality", 30, sv.PanelMark(out_of=5, minimum=2)),
    sv.Criterion("value", 10, sv.AgainstTarget()),
])  # fmt: skip
GOOD: dict[str, Any] = {
    "price": [100, 120, 150],
    "value": [50, 40, 200],
    "contract_value": 1000,
    "marks": {"quality": [3, 5, 4]},
    "target": "0.5",
}


def test_the_same_numbers_in_any_dress() -> None:
    """Ints, Decimals, text, pennies, lists, columns of a table: the same points."""
    import pandas as pd
    import polars as pl

    usual = sv.evaluate_arrays(SCHEME, **GOOD).published.tolist()
    for dress in (
        {"price": ["100", Decimal("120.00"), 150]},
        {"price": None, "price_pence": np.array([10000, 12000, 15000], np.uint32)},
        {"price": pl.Series([100, 120, 150]), "value": pd.Series([50, 40, 200])},
        {"value": pl.Series(["50", "40", "200"]).cast(pl.Decimal(10, 2))},
        {"contract_value": [1000, 1000, 1000], "target": ["0.5", Decimal("0.50"), "0.500"]},
        {"contract_value": None, "contract_value_pence": 100_000},
        {"contract_value": {"initial": 1000}},
        {"marks": {"quality": np.array([3, 5, 4], np.float32)}},
        {"marks": {"quality": (3.0, Decimal(5), "4")}},
        {"marks": {"quality": np.array([3, 5, 4], np.uint8)}},
        {"contract_value": np.int64(1000), "target": Decimal("0.5")},
        {"price": np.ma.array([100, 120, 150])},
        {"price": np.array(["100", "120", "150"])},
        {"tender": [7, 7, 7]},
        {"tender": [-(10**9)] * 3},
        {"tender": np.array(["a", "a", "a"])},
        {"tender": ["a", "a", "a"], "compliant": [True, True, True]},
    ):
        found = sv.evaluate_arrays(SCHEME, **{**GOOD, **dress})
        assert found.published.tolist() == usual, dress


def test_a_mark_is_its_shortest_text() -> None:
    """A 32-bit 0.1 is a tenth, and half a unit of a tenth goes up."""
    scheme = sv.Scheme([sv.Criterion("q", 5, sv.PanelMark(1))], out_of=5, places=0)
    for kind in (np.float16, np.float32, np.float64):
        assert sv.evaluate_arrays(scheme, marks={"q": np.array([0.1], kind)}).published == [1]


def test_pass_or_fail_in_words() -> None:
    """Whoever does not pass fails, however that is written."""
    scheme = sv.Scheme([sv.Criterion("q", 100, sv.PassFail())])
    for marks in (["pass", "fail"], [True, False], np.array([1, 0]), np.array(["pass", "fail"])):
        assert sv.evaluate_arrays(scheme, marks={"q": marks}).rank.tolist() == [1, 0]


def test_what_stands_beside_a_bid_that_is_out_is_never_read() -> None:
    """An excluded bidder needs neither a price nor marks."""
    found = sv.evaluate_arrays(
        SCHEME,
        price=[100, 0],
        value=[50, -3],
        contract_value=1000,
        target="0.5",
        marks={"quality": [3, float("nan")]},
        compliant=[True, False],
    )
    assert found.published.tolist() == [7900, -1]
    assert found.reasons[found.reason[1]] == "not compliant"
    assert found.failures(1) == ()


KINDS = [np.int8, np.uint8, np.int16, np.uint16, np.int32, np.uint32, np.int64, np.uint64]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("marked", [np.float64, np.float32, np.int64, np.uint8])
def test_what_was_scored_stays_what_was_scored(kind: type, marked: type) -> None:
    """Arrays that are used again for the next tender change nothing in the last one's points."""
    price, value = np.array([100, 120, 125], kind), np.array([50, 40, 100], kind)
    marks, tender = np.array([3, 5, 1], marked), np.array([0, 0, 0])
    compliant = np.array([True, True, True])
    given: dict[str, Any] = {**GOOD, "price": price, "value": value, "marks": {"quality": marks}}
    given |= {"tender": tender, "compliant": compliant}
    found, kept = sv.evaluate_arrays(SCHEME, **given), sv.evaluate_arrays(SCHEME, **given)
    asked = [each.name for each in SCHEME.leaves]
    before = [kept.points_for(each).tolist() for each in asked], kept.failures(2), kept.provenance
    price[:], value[:], marks[:], tender[:], compliant[:] = 1, 0, 0, 1, False
    after = [found.points_for(each).tolist() for each in asked], found.failures(2)
    assert repr((*after, found.provenance)) == repr(before)
    assert before[0][0][:2] == [60.0, 50.0]
    assert before[1]
    for array in (found.published, found.rank, found.reason):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_column_of_any_whole_numbers_is_scored_exactly(kind: type) -> None:
    """Small numbers are held in few bits: no quotient, difference or sum of theirs may wrap."""
    most = min(int(np.iinfo(kind).max), 10**13)
    price, value, whole = [most, most // 2, 1], [1, most // 3, most], Fraction(most * 11)
    below = dict.fromkeys(("initial", "with_extensions", "maximum"), whole)
    for method in BY_PRICE + BY_VALUE:
        criterion = sv.Criterion("c", 100, method)
        found = sv.evaluate_arrays(
            sv.Scheme([criterion], places=3),
            price=np.array(price, kind),
            value=np.array(value, kind),
            contract_value=dict.fromkeys(below, most * 11),
            target="0.25",
        )
        bids = [
            Entry(
                marks=FrozenMap({}),
                value=Fraction(worth),
                price=Fraction(cost),
                denominators=FrozenMap({**below, "price": Fraction(cost)}),
                target=Fraction(1, 4),
            )
            for worth, cost in zip(value, price, strict=True)
        ]
        exact = points_for(method, criterion, bids)
        assert found.published.tolist() == [last_places(each, 3) for each in exact], method


def test_no_award_is_an_outcome() -> None:
    """Where every bid is out or below a minimum, nobody is ranked and nothing is divided by 0."""
    for out in ({"compliant": [False] * 3}, {"marks": {"quality": [1, 1, 0]}}):
        found = sv.evaluate_arrays(SCHEME, **{**GOOD, **out})
        assert found.rank.tolist() == [0, 0, 0]
        assert np.isnan(found.points).all()
        assert np.isnan(found.points_for("price")).all()


def test_a_result_is_arrays_and_a_table() -> None:
    """It pickles, it names the scheme that it rests on, and it makes a table."""
    found = sv.evaluate_arrays(SCHEME, **GOOD)
    again = pickle.loads(pickle.dumps(found))
    assert again.points_for("price").tolist() == found.points_for("price").tolist()
    assert found.provenance.scheme == SCHEME.sha256
    other = sv.evaluate_arrays(SCHEME, **{**GOOD, "price": [100, 120, 151]})
    assert found.provenance.inputs == again.provenance.inputs != other.provenance.inputs
    assert found == again != other
    assert len({found, again, other}) == 2
    assert found != "a text"
    failing = sv.evaluate_arrays(SCHEME, **{**GOOD, "marks": {"quality": [1, 5, 4]}})
    frame = failing.to_frame()
    assert frame.columns == ["rank", "points", "price", "quality", "value", "reason"]
    assert frame["rank"].to_list() == [None, 1, 2]
    assert frame["reason"].to_list() == ["SV713 quality", "", ""]
    assert len(failing) == 3
    with pytest.raises(sv.NotFoundError, match="SV717"):
        failing.points_for("prize")


BAD: list[tuple[dict[str, Any], str, str]] = [
    ({"price": [100.0, 120.0, 150.0]}, "SV305", r"price\[0\] and 2 more"),
    ({"price": [100, 0, 0]}, "SV307", r"price\[1\] and 1 more"),
    ({"price": [100, -5, 7]}, "SV302", r"price\[1\]"),
    ({"price": [100, "1e3", 7]}, "SV301", r"price\[1\]"),
    ({"price": [100, None, 7]}, "SV306", r"price\[1\]"),
    ({"price": np.ma.array([1, 2, 3], mask=[0, 1, 0])}, "SV306", r"price\[1\]"),
    ({"price": np.array([True, False, True])}, "SV306", r"price\[0\] and 2 more"),
    ({"price": np.array([1, 2, 10**15])}, "SV303", r"price\[2\]"),
    ({"price": [10**30, 2, 3]}, "SV303", r"price\[0\]"),
    ({"price": [1, 2]}, "SV316", "price: expected 3 entries, one a bid, as in value"),
    ({"price": np.ones((3, 1), int)}, "SV316", "3 × 1"),
    ({"price": 100}, "SV316", "price: expected one entry a bid, found int"),
    ({"price": None}, "SV708", "price"),
    ({"price_pence": [1, 2, 3]}, "SV316", "price or price_pence"),
    ({"value": np.array([np.nan, 1, 2])}, "SV306", r"value\[0\]"),
    ({"value": None}, "SV734", "the social value"),
    ({"contract_value": None}, "SV711", "initial"),
    ({"contract_value": 0}, "SV307", "contract_value"),
    ({"contract_value": [10, 0, 10]}, "SV307", r"contract_value\[1\]"),
    ({"contract_value": {"final": 3}}, "SV312", "final"),
    ({"contract_value_pence": 1}, "SV316", "contract_value or contract_value_pence"),
    ({"target": None}, "SV709", "value"),
    ({"target": 0}, "SV307", "target"),
    ({"target": "half"}, "SV301", "target"),
    ({"marks": {}}, "SV705", "quality"),
    ({"marks": {"quality": [1, 2, 6]}}, "SV706", r"marks\['quality'\]\[2\]"),
    ({"marks": {"quality": [1, 2, 5.000001]}}, "SV706", r"marks\['quality'\]\[2\]"),
    ({"marks": {"quality": [1, 2, np.nan]}}, "SV306", r"marks\['quality'\]\[2\]"),
    ({"marks": {"quality": [1, 2, -1]}}, "SV302", r"marks\['quality'\]\[2\]"),
    ({"marks": {"quality": [1, 2, 3], "quantity": [1, 2, 3]}}, "SV707", "did you mean 'quality'"),
    ({"tender": [1.5, 2, 3]}, "SV316", "tender"),
    ({"tender": ["a", None, "b"]}, "SV313", r"tender\[1\]"),
    ({"compliant": [1, 0, 1]}, "SV316", "compliant"),
]  # fmt: skip


@pytest.mark.parametrize(("bad", "code", "words"), BAD, ids=lambda each: str(each)[:40])
def test_what_cannot_mean_anything_is_named(bad: dict[str, Any], code: str, words: str) -> None:
    """Whoever hands in a million rows must be told which of them is wrong."""
    with pytest.raises(sv.InputError, match=rf"(?s)({words}.*{code}|{code}.*{words})"):
        sv.evaluate_arrays(SCHEME, **{**GOOD, **bad})


def test_a_price_of_nothing_is_not_said_to_be_below_it() -> None:
    """A row that is named for two faults has its buyer look for one that it has not."""
    for price, told in (([100, 0, 0], ["SV307"]), ([100, -1, 0], ["SV302", "SV307"])):
        with pytest.raises(sv.InputError) as caught:
            sv.evaluate_arrays(SCHEME, **{**GOOD, "price": price})
        assert [each.code for each in caught.value.problems] == told


def test_a_float_of_money_is_told_how_to_be_pennies() -> None:
    """The usual table has pounds in floats, and whoever has one must not be left there."""
    pounds = np.array([100.25, 120.0, 150.1])
    with pytest.raises(sv.InputError, match=r"price_pence=np.rint\(x \* 100\).astype\(np.int64\)"):
        sv.evaluate_arrays(SCHEME, **{**GOOD, "price": pounds})
    pence = np.rint(pounds * 100).astype(np.int64)
    found = sv.evaluate_arrays(SCHEME, **{**GOOD, "price": None, "price_pence": pence})
    assert found.points_for("price").tolist() == [60.0, 50.13, 40.07]


def test_all_problems_at_once() -> None:
    """Arrays are mended once."""
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate_arrays(
            SCHEME, price=[1.0, -2.5], value=["x", 3], marks={"quality": [9, 9]}, tender=[1, None]
        )
    codes = sorted(each.code for each in caught.value.problems)
    assert codes == ["SV301", "SV305", "SV313", "SV706", "SV709", "SV711"]


def test_no_bids_no_evaluation() -> None:
    """An evaluation needs something to evaluate."""
    empty = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    with pytest.raises(sv.InputError, match="SV315"):
        sv.evaluate_arrays(empty, price=[])


INNER = sv.Criterion("q", 10, sv.PanelMark(5))


@attrs.frozen
class Own:
    """A council's own method."""

    READS = ("price",)

    def points(self, criterion: str, weight: Fraction, bids: Any) -> list[Fraction]:
        return [weight for _ in bids]


@pytest.mark.parametrize(
    ("method", "more", "words"),
    [
        (sv.PointsMenu({"NT1": 2}, required=10), {}, "units of each measure"),
        (Own(), {}, "Own is a method of one's own"),
        (sv.RelativeToHighest(weight_value={"jobs": 2}), {}, "pounds of each theme"),
        (sv.PanelMark(5, mean=True), {}, "every evaluator's own mark"),
        (sv.PanelMark(5), {"needs_both": True}, "what a bid left out"),
        (sv.ValueForMoney([INNER], exponent="1.5"), {}, "whole number from 1 to 9"),
        (sv.ValueForMoney([sv.Criterion("p", 10, sv.LowestPrice())]), {}, "more than a panel"),
    ],
    ids=lambda each: type(each).__name__,
)
def test_a_method_that_needs_more_than_arrays(method: Any, more: Any, words: str) -> None:
    """What a column cannot say is refused, and never scored as if it had not been asked."""
    scheme = sv.Scheme([sv.Criterion("c", 100, method, **more)])
    marks = {} if isinstance(method, sv.ValueForMoney) else {"c": [1]}
    with pytest.raises(sv.InputError, match=rf"SV733.*{words}"):
        sv.evaluate_arrays(scheme, value=[1], price=[1], marks=marks)


def test_a_scheme_is_a_scheme() -> None:
    """Two arguments that changed places are told, and so are totals beyond any double."""
    wrong: Any = [1, 2]
    with pytest.raises(sv.InputError, match="SV316"):
        sv.evaluate_arrays(wrong)
    huge = sv.Scheme([sv.Criterion("q", 10**14, sv.PanelMark(5))], out_of=10**14)
    with pytest.raises(sv.InputError, match="SV303"):
        sv.evaluate_arrays(huge, marks={"q": [1]})


def test_above_the_last_band_is_refused() -> None:
    """A table that ends has no mark for a bid beyond it; at its end it has."""
    method = sv.Banded([("0", "0.1", 1), ("0.1", "0.3", 5)])
    scheme = sv.Scheme([sv.Criterion("v", 100, method)])
    found = sv.evaluate_arrays(scheme, value=[30, 10, 9], contract_value=100)
    assert found.published.tolist() == [10000, 10000, 2000]
    with pytest.raises(sv.InputError, match=r"bid 1 and 1 more.*SV722"):
        sv.evaluate_arrays(scheme, value=["30", "30.01", 31], contract_value=100)


# --- what is missing ------------------------------------------------------------------------


NOTHING: list[Any] = [
    [4, None], [4.0, float("nan")], [4, Decimal("NaN")], ["4", None],
    np.array([4, np.nan]), np.array([4, np.nan], np.float32), np.array([4, np.inf]),
    np.ma.array([4, 2], mask=[False, True]), pl.Series([4, None]), pd.Series([4.0, None]),
    pd.Series([4, None], dtype="Int64"), pa.array([4, None]),
    pd.Series([4.5, None], dtype=pd.ArrowDtype(pa.float64())),
]  # fmt: skip


@pytest.mark.parametrize("number", range(len(NOTHING)))
def test_a_mark_that_is_missing_is_told_by_its_index(number: int) -> None:
    """A null of any library is a mark that is not there: named, and no error of decimals (S3)."""
    scheme = sv.Scheme([sv.Criterion("q", 100, sv.PanelMark(out_of=5))])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate_arrays(scheme, marks={"q": NOTHING[number]})
    assert [(each.code, each.where) for each in caught.value.problems] == [
        ("SV306", "marks['q'][1]")
    ]
    found = sv.evaluate_arrays(scheme, marks={"q": NOTHING[number]}, compliant=[True, False])
    assert found.rank.tolist() == [1, 0]


@pytest.mark.parametrize("method", [*BY_VALUE, *BY_PRICE], ids=repr)
def test_a_tender_without_a_compliant_bid_ranks_nobody(method: Any) -> None:
    """Where every bid is excluded nothing is read of any, whatever stands there (part 9)."""
    scheme = sv.Scheme([sv.Criterion("x", 60, method), sv.Criterion("q", 40, sv.PanelMark(5))])
    reads = {"price": [1.5, float("nan")], "value": np.array([1.5, 2.5]), "target": 1,
             "contract_value": {each: [1.5, 2.5] for each in ("initial", "maximum")}}  # fmt: skip
    found = sv.evaluate_arrays(scheme, **reads, marks={"q": [1, 2]}, compliant=[False, False])
    assert found.rank.tolist() == [0, 0]
    assert np.isnan(found.points).all()
    with pytest.raises(sv.InputError, match="SV30"):
        sv.evaluate_arrays(scheme, **reads, marks={"q": [1, 2]}, compliant=[True, True])


def test_what_passes_is_said_with_words_or_with_true_and_false() -> None:
    """A column of booleans, as every dataframe has them, is no column of marks out of one."""
    scheme = sv.Scheme([sv.Criterion("q", 100, sv.PassFail())])
    for words in (np.array([True, False]), [True, False], ["pass", "fail"]):
        found = sv.evaluate_arrays(scheme, marks={"q": words})
        assert found.rank.tolist() == [1, 0]
        assert found.published[0] == 100_00


def test_marks_and_states_that_are_no_columns_are_told_together() -> None:
    """One word for a hundred bids is a slip, and the caller mends all slips at once."""
    scheme = sv.Scheme([sv.Criterion("q", 100, sv.PanelMark(5))])
    with pytest.raises(sv.InputError) as caught:
        sv.evaluate_arrays(scheme, marks={"q": "good"}, compliant="yes")
    told = [(each.code, each.message.partition(" ")[0]) for each in caught.value.problems]
    assert told == [("SV316", "compliant:"), ("SV316", "marks['q']:")]
