"""`evaluate_frame`: published points of many tenders, equal to exact rationals."""

from __future__ import annotations

import math
import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.points import publish

BIDS = st.lists(
    st.tuples(
        st.sampled_from("ABC"), st.integers(0, 10**7), st.sampled_from([1000, 3000, 80, 700000])
    ),
    min_size=1,
    max_size=20,
)


@given(bids=BIDS, points=st.sampled_from(["5", "2.5", "7.25"]), places=st.integers(0, 3))
def test_relative_points_are_published_from_exact_rationals(
    bids: list[tuple[str, int, int]], points: str, places: int
) -> None:
    """Two bids of one value have one score, and a half goes up, in a register as in a tender."""
    frame = pl.DataFrame(bids, schema=["tender", "value_pence", "contract_value"], orient="row")
    found = sv.evaluate_frame(frame, sv.RelativeToHighest(), points, places=places)
    for (tender, value, _), mine in zip(bids, found["points"], strict=True):
        highest = max(each for name, each, _ in bids if name == tender)
        exact = Fraction(points) * value / highest if highest else Fraction(0)
        assert mine == float(publish(exact, places))


@given(
    bids=BIDS,
    cap=st.sampled_from(["1", "1.5"]),
    floor=st.sampled_from(["0", "0.25"]),
    target=st.sampled_from(["0.5", "0.07", "3"]),
)
def test_points_against_a_target(
    bids: list[tuple[str, int, int]], cap: str, floor: str, target: str
) -> None:
    """£ per £1 over the target, capped, nothing below the floor: to the last published digit."""
    frame = pl.DataFrame(bids, schema=["tender", "value_pence", "contract_value"], orient="row")
    method = sv.AgainstTarget(target, cap=cap, floor=floor)
    found = sv.evaluate_frame(frame, method, "2.125")
    for (_, value, contract), mine in zip(bids, found["points"], strict=True):
        ratio = Fraction(value, 100) / contract / Fraction(target)
        held = min(Fraction(cap), ratio) if ratio >= Fraction(floor) else Fraction(0)
        assert mine == float(publish(Fraction("2.125") * held, 2))


@given(bids=BIDS, points=st.sampled_from(["5", "2.5", "7.125"]), places=st.integers(0, 2))
def test_ranks_are_of_the_published_points(
    bids: list[tuple[str, int, int]], points: str, places: int
) -> None:
    """Bids of one published score share a rank in their tender, and no rival's tender counts."""
    frame = pl.DataFrame(bids, schema=["tender", "value_pence", "contract_value"], orient="row")
    for method in (sv.RelativeToHighest(), sv.AgainstTarget("0.5")):
        found = sv.evaluate_frame(frame, method, points, places=places, rank=True)
        rows = list(zip(frame["tender"], found["points"], strict=True))
        expected = [1 + sum(t == tender and p > mine for t, p in rows) for tender, mine in rows]
        assert found["rank"].to_list() == expected


@given(bids=BIDS, points=st.sampled_from(["5", "2.5", "7.125"]))
def test_points_by_ratio_and_by_band(bids: list[tuple[str, int, int]], points: str) -> None:
    """£ per £1 beside the best of the tender, and in published bands: to the last digit."""
    frame = pl.DataFrame(bids, schema=["tender", "value_pence", "contract_value"], orient="row")
    by_ratio = sv.RatioThenRelative(denominator="initial")
    by_band = sv.Banded([("0", "0.1", 0), ("0.1", "0.25", 3), ("0.25", None, 5)])
    ratios = sv.evaluate_frame(frame, by_ratio, points)["points"]
    bands = sv.evaluate_frame(frame, by_band, points)["points"]
    exact = [Fraction(value, 100) / contract for _, value, contract in bids]
    for (tender, *_), mine, ratio, band in zip(bids, exact, ratios, bands, strict=True):
        best = max(each for (name, *_), each in zip(bids, exact, strict=True) if name == tender)
        share = mine / best if best else Fraction(0)
        assert ratio == float(publish(Fraction(points) * share, 2))
        mark = 0 if mine < Fraction("0.1") else 3 if mine < Fraction("0.25") else 5
        assert band == float(publish(Fraction(points) * mark / 5, 2))


@given(bids=BIDS, points=st.sampled_from(["5", "7.125"]))
def test_below_the_companion_minimum_there_are_no_points(
    bids: list[tuple[str, int, int]], points: str
) -> None:
    """A minimum that was published holds in a register too; at it there are points."""
    frame = pl.DataFrame(bids, schema=["tender", "value_pence", "contract_value"], orient="row")
    method = sv.RelativeToHighest(minimum="0.25")
    found = sv.evaluate_frame(frame, method, points)["points"]
    for (tender, value, contract), mine in zip(bids, found, strict=True):
        highest = max(each for name, each, _ in bids if name == tender)
        enough = highest and Fraction(value, 100) / contract >= Fraction("0.25")
        exact = Fraction(points) * value / highest if enough else Fraction(0)
        assert mine == float(publish(exact, 2))
    with pytest.raises(sv.InputError, match=r"SV325.*contract_value"):
        sv.evaluate_frame(frame.drop("contract_value"), method, points)


def test_many_halves_are_settled_as_one() -> None:
    """Full points of 7.125 stand at a half in every tender, and go up in each."""
    tenders = 20_000
    frame = pl.DataFrame({"tender": range(tenders), "value": [5.5] * tenders,
                          "contract_value": [1] * tenders})  # fmt: skip
    for method in (sv.RelativeToHighest(), sv.AgainstTarget("0.5"), sv.LowestPrice()):
        if isinstance(method, sv.LowestPrice):
            scheme = sv.Scheme([sv.Criterion("p", "7.125", method)], out_of="7.125")
            found = sv.evaluate_arrays(scheme, price=[3] * tenders, tender=range(tenders)).points
        else:
            found = sv.evaluate_frame(frame, method, "7.125")["points"].to_numpy()
        assert (found == 7.13).all()


@pytest.mark.parametrize("library", ["polars", "pandas", "pyarrow", "lazy"])
def test_the_same_kind_of_table_comes_back(library: str) -> None:
    """A column of points stands beside what was there, whatever the library."""
    frame = pl.DataFrame({"tender": ["A", "A"], "value": [1.0, 3.0], "bid": ["x", "y"]})
    made: Any = {"polars": frame, "pandas": frame.to_pandas(), "pyarrow": frame.to_arrow(),
                 "lazy": frame.lazy()}[library]  # fmt: skip
    found = sv.evaluate_frame(made, sv.RelativeToHighest(), 5, rank=True)
    assert type(found) is type(made)
    held = found.collect() if library == "lazy" else pl.DataFrame(found)
    assert held["points"].to_list() == [1.67, 5.0]
    assert held["rank"].to_list() == [2, 1]


def register(draw: random.Random, kind: str) -> pl.DataFrame:
    """Bids of many tenders, many at half a unit, at the floor, at the cap or refused."""
    rows = []
    for number in range(4_000):
        contract = draw.choice([1, 3, 7, 80, 1000, 3000, 700_000])
        value = draw.choice(
            [0, contract, contract * 3, draw.randrange(1, contract * 5 + 1), draw.randrange(10**7)]
        )
        rows.append((number, draw.choice([None, *range(300)]), value * 25, contract))
    columns = ["n", "tender", "value_pence", "contract_value"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.Int64), orient="row")
    wrong = pl.when(pl.col("n") % 97 == 5)
    frame = frame.with_columns(
        value_pence=wrong.then(-1).otherwise("value_pence"),
        contract_value=wrong.then(0).otherwise("contract_value"),
    )
    missing = pl.when(pl.col("n") % 101 == 7)
    frame = frame.with_columns(value_pence=missing.then(None).otherwise("value_pence"))
    if kind == "whole":
        return frame
    value = (pl.col("value_pence") / 100).cast(KINDS[kind])
    if kind != "decimals":
        for each, odd in enumerate([math.nan, math.inf, 1e38, -1e38]):
            value = (
                pl.when(pl.col("n") % 103 == each).then(pl.lit(odd, KINDS[kind])).otherwise(value)
            )
    return frame.select("n", "tender", "contract_value", value=value)


KINDS: dict[str, Any] = {"whole": pl.Int64, "floats": pl.Float64, "decimals": pl.Decimal(20, 2),
                         "32-bit floats": pl.Float32}  # fmt: skip
METHODS: list[Any] = [
    sv.RelativeToHighest(), sv.RelativeToHighest(minimum="0.25"), sv.AgainstTarget("0.5"),
    sv.AgainstTarget("0.07", cap="1.5", floor="0.25"), sv.AgainstTarget("3", floor="0.5"),
]  # fmt: skip


@pytest.mark.parametrize("numbers", KINDS)
def test_points_are_the_same_on_every_engine(
    backend: str, numbers: str, frames: SimpleNamespace
) -> None:
    """Where a register is kept decides no point and no rank."""
    frame = register(random.Random(numbers), numbers)  # noqa: S311
    made = frames.BACKENDS[backend](frame)
    if (backend, numbers) == ("dask", "decimals"):  # Dask makes texts of Decimals
        with pytest.raises(sv.InputError, match="SV327"):
            sv.evaluate_frame(made, METHODS[0], 5)
        return
    published = [("2.125", 2), ("5", 0), ("7.25", 3)]
    for method in METHODS:  # Spark and Ibis plan each for a while
        for points, places in published[:1] if backend in ("spark", "ibis") else published:
            asked = {"places": places, "rank": True}
            expected = sv.evaluate_frame(frame, method, points, **asked)
            result = sv.evaluate_frame(made, method, points, **asked)
            assert type(result) is type(made)
            found = frames.collected(result)
            for name in ("points", "rank", "problem"):
                theirs = found[name].cast(expected[name].dtype).to_list()
                mine = [None if each != each else each for each in theirs]
                assert mine == expected[name].to_list(), (method, points, name)


def test_columns_of_an_engine_are_looked_at_first(query: str, frames: SimpleNamespace) -> None:
    """A warehouse does no work for a table that cannot be scored."""
    frame = pl.DataFrame({"tender": ["A"], "value": ["much"], "contract_value": [1]})
    made = frames.BACKENDS[query](frame)
    with pytest.raises(sv.InputError, match=r"SV327.*value"):
        sv.evaluate_frame(made, sv.AgainstTarget("1"), 5)
    with pytest.raises(sv.InputError, match=r"SV316[^\n]*\n +Hint: collect"):
        sv.evaluate_frame(made, sv.Banded([("0", None, 5)]), 5)
    with pytest.raises(sv.InputError, match=r"SV325.*price"):
        sv.evaluate_frame(made, sv.AgainstTarget("1", denominator="price"), 5)


def test_far_above_the_cap_are_all_the_points(query: str, frames: SimpleNamespace) -> None:
    """A contract typed as £1 gives full points, as in memory, and not a bid without any."""
    frame = pl.DataFrame({"n": [0, 1], "value": [9e14, 1e9 / 3], "contract_value": [1, 1]})
    found = sv.evaluate_frame(frames.BACKENDS[query](frame), sv.AgainstTarget("0.01"), 40, places=6)
    assert frames.collected(found)["points"].to_list() == [40, 40]


def test_a_column_that_may_mean_two_things_is_refused() -> None:
    """A name that is misspelt, or stands twice, is told before any bid is scored."""
    frame = pl.DataFrame({"value": [1], "worth": [2], "contract_value": [1]})
    twice = pd.DataFrame([[1, 2, 1]], columns=["value", "value", "contract_value"])
    method = sv.AgainstTarget("1")
    with pytest.raises(sv.InputError, match=r"SV312.*valeu"):
        sv.evaluate_frame(frame, method, 5, columns={"valeu": "worth"})
    with pytest.raises(sv.InputError, match="SV326"):
        sv.evaluate_frame(twice, method, 5)
    texts = frame.with_columns(value=pl.lit("much"), contract_value=pl.lit("more"))
    for each in (texts, texts.lazy()):
        with pytest.raises(sv.InputError) as caught:
            sv.evaluate_frame(each, method, 5)
        assert [each.code for each in caught.value.problems] == ["SV327", "SV327"]
    given = sv.evaluate_frame(frame.with_columns(value_pence=0), method, 5,
                              columns={"value": "worth"})  # fmt: skip
    assert given["points"].to_list() == [5]


def test_what_an_engine_cannot_prove_is_marked(query: str, frames: SimpleNamespace) -> None:
    """Half a point that hangs on the sixteenth decimal is marked, and nobody is ranked by it."""
    frame = pl.DataFrame({
        "n": [0, 1, 2, 3],
        "tender": ["A", "A", "B", "B"],
        "value": [1 / 3, 0.1, 1 / 3, 0.5],
        "contract_value": [2 / 3, 1.0, 1.0, 1.0],
    })  # fmt: skip
    made = frames.BACKENDS[query](frame)
    found = sv.evaluate_frame(made, sv.AgainstTarget("1"), 1, places=0, rank=True)
    held = frames.collected(found)
    assert held["problem"].to_list() == ["SV512", None, None, None]
    assert [None if each != each else each for each in held["points"]] == [None, 0, 0, 1]
    assert held["rank"].to_list() == [0, 0, 2, 1]


def test_rows_that_cannot_be_scored_say_why() -> None:
    """A missing value or a contract of £0 is no score of 0."""
    frame = pd.DataFrame({"value": [100.0, None, 5.0, -1.0], "contract_value": [100, 100, 0, 100]})
    frame["tender"] = "A"
    found = sv.evaluate_frame(frame, sv.AgainstTarget("1"), 10, rank=True)
    assert found["rank"].tolist() == [1, 0, 0, 0]
    assert found["problem"].tolist()[1:] == ["SV306", "SV307", "SV302"]
    assert found["points"].isna().tolist() == [False, True, True, True]


def test_what_is_missing_is_said() -> None:
    """No method, no target or no column: refused in words before a row is read."""
    frame = pl.DataFrame({"value": [1]})
    for code, call in (
        ("SV316", lambda: sv.evaluate_frame(frame, sv.LowestPrice(), 5)),  # type: ignore[arg-type]
        ("SV709", lambda: sv.evaluate_frame(frame, sv.AgainstTarget(), 5)),
        ("SV325", lambda: sv.evaluate_frame(frame, sv.RelativeToHighest(), 5)),
        ("SV316", lambda: sv.evaluate_frame(frame, sv.RelativeToHighest(), 5, places=9)),
    ):
        with pytest.raises(sv.InputError, match=code):
            call()


def test_bids_of_a_table() -> None:
    """A table gives the bids that its rows promise, with years, units and shares."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame(
        {
            "bid": ["Acme", "Brook", "Acme"],
            "measure": ["NT4", "NT29", "NT31"],
            "quantity": [7.5, 30.0, 0.1],
            "years": [3, None, None],
            "activity": ["site", None, None],
            "share_claimed": [None, None, 0.5],
        }
    )
    acme, brook = sv.bids_from_frame(frame, toms)
    assert [acme.bidder, brook.bidder] == ["Acme", "Brook"]
    assert acme.commitments[0].quantity.rate == Decimal("2.5")
    assert acme.commitments[1].share_claimed == Decimal("0.5")
    tender = sv.Tender("T", contract_value=1000, years=3, published="2022-07-01")
    by_bid = {each.bid.bidder: each.total for each in sv.value(tender, [acme, brook], toms)}
    totals = sv.total_frame(frame, toms, tender=tender).rows()
    assert {bid: Decimal(pence).scaleb(-2) for bid, pence, _, _ in totals} == by_bid


def test_all_that_is_wrong_in_a_table_of_bids_is_told_at_once() -> None:
    """A spreadsheet is mended once, not row by row."""
    toms = sv.load("national-toms", edition="2022")
    frame = pd.DataFrame(
        {
            "bid": ["Acme", "Acme", None, "Acme", "Acme"],
            "measure": ["NOPE", "NT29", "NT29", "NT29", "NT4"],
            "quantity": [1.0, None, 1.0, 2.0, 25.0],
            "unit": [None, None, None, "week", None],
            "years": [None, None, None, None, 3],
        }
    )
    with pytest.raises(sv.InputError) as caught:
        sv.bids_from_frame(frame, toms)
    found = [(each.where, each.code) for each in caught.value.problems]
    assert found == [("row 1", "SV209"), ("row 2", "SV306"), ("row 3", "SV313"),
                     ("row 4", "SV308"), ("row 5", "SV316")]  # fmt: skip
    nobody = pl.DataFrame({"measure": ["NT29"], "quantity": [1]})
    unread = nobody.lazy().with_columns(bid=pl.lit("a"))
    for bad, code in ((nobody, "SV325"), (unread, "SV316")):
        with pytest.raises(sv.InputError, match=code):
            sv.bids_from_frame(bad, toms)


def test_a_hair_below_half_a_point_does_not_go_up(backend: str, frames: SimpleNamespace) -> None:
    """13.4999999999999 hundredths are 0.13 on every engine: no float may give away a place."""
    values = [12_150_000_004, 9_000_000_002_963]
    exact = [Fraction(100 * each, values[1]) for each in values]
    assert 0 < Fraction(135, 1000) - exact[0] < Fraction(1, 10**14)
    frame = pl.DataFrame({"n": [0, 1], "tender": ["A", "A"], "value_pence": values})
    given_frame = frames.BACKENDS[backend](frame)
    found = frames.collected(sv.evaluate_frame(given_frame, sv.RelativeToHighest(), 100))
    points = dict(zip(found["n"].to_list(), found["points"].to_list(), strict=True))
    assert points == {0: 0.13, 1: 100.0}
