"""Every method gives the same bids the same points, as objects, from arrays and from tables."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import socialvalue as sv

QUALITY = sv.Criterion("words", 40, sv.PanelMark(10))
METHODS: dict[str, Any] = {
    type(each).WORD: each
    for each in (
        sv.LowestPrice(), sv.HighestIncome(), sv.LinearSpread(), sv.DeviationFromMean(),
        sv.PercentAboveLowest(per_percent="0.003"), sv.FixedReference("150"),
        sv.PanelMark(10, minimum=2), sv.PassFail(), sv.AgainstTarget(floor="0.1"),
        sv.RelativeToHighest(minimum="0.0001"), sv.RatioThenRelative(),
        sv.Banded([("0", "0.0004", 1), ("0.0004", None, 5)]),
        sv.PointsMenu({"M1": 2}, required=1000), sv.ValueForMoney([QUALITY]),
    )
}  # fmt: skip
BY_TABLE = (sv.AgainstTarget, sv.RelativeToHighest, sv.RatioThenRelative, sv.Banded)
"""Those whose points `evaluate_frame` adds to a table."""

PENCE = st.integers(1, 10**7)
ROWS = st.lists(st.tuples(PENCE, PENCE, st.integers(0, 10), PENCE), min_size=1, max_size=6)
CONTRACT, TARGET = 1_000_000, "0.0006"


def pounds(pence: int) -> Decimal:
    return Decimal(pence).scaleb(-2)


def table(rows: list[Any], marked: str) -> pl.DataFrame:
    """The bids, a row a bid: what each offers of M1, its two prices, and its mark."""
    price, value, mark, named = zip(*rows, strict=True)
    return pl.DataFrame(
        {
            "bid": [f"bidder {number}" for number in range(len(rows))],
            "measure": ["M1"] * len(rows),
            "quantity": [str(pounds(each)) for each in value],
            "price": [str(pounds(each)) for each in price],
            "call-out": [str(pounds(each)) for each in named],
            **({"words": mark} if marked == "scale" else {}),
            **({"words": ["PASS" if each else " no" for each in mark]} if marked == "pass" else {}),
        }
    ).with_columns(pl.col("quantity", "price", "call-out").cast(pl.Decimal(12, 2)))


def test_every_method_is_here() -> None:
    """What is held for all is held for those alone that stand in the list."""
    from socialvalue.definitions.shapes.schemes import METHOD_WORDS

    assert set(METHODS) == set(METHOD_WORDS)


@pytest.mark.parametrize("name", ["", "call-out"], ids=["own price", "named price"])
@pytest.mark.parametrize("word", METHODS)
@given(rows=ROWS)
def test_all_ways_give_the_same_points(
    make: SimpleNamespace, word: str, name: str, rows: list[Any]
) -> None:
    """A bidder's points must not hang on whether an officer, a form or an analyst typed the bid."""
    method = METHODS[word]
    criterion = sv.Criterion("words", 100, method)
    if name and not criterion.needs_price:
        return
    called = "money" if isinstance(method, sv.ValueForMoney) else "words"
    scheme = sv.Scheme([sv.Criterion(called, 100, method, price=name)])
    marked = "pass" if isinstance(method, sv.PassFail) else "scale" if called == "money" or (
        "mark" in method.READS) else ""  # fmt: skip
    held = make.framework(make.measure("M1", "1", unit="gbp"))
    tender = make.tender(target=TARGET, contract_value=CONTRACT)
    prices = {"call-out": "call-out"} if name else {}
    marks = ["words"] if marked else []
    sheet = table(rows, marked)
    from_table = sv.bids_from_frame(sheet, held, marks=marks, prices=prices)
    objects = tuple(
        make.bid(
            make.offered(held, "M1", str(pounds(value))), bidder=f"bidder {number}",
            price=str(pounds(price)), prices={each: str(pounds(named)) for each in prices},
            marks={"words": bool(mark) if marked == "pass" else mark} if marked else {},
        )
        for number, (price, value, mark, named) in enumerate(rows)
    )  # fmt: skip
    result = sv.evaluate(tender, objects, held, scheme)
    again = sv.evaluate(tender, from_table, held, scheme)
    told = [result[each.bidder] for each in objects]
    assert [again[each.bidder].points for each in objects] == [each.points for each in told]
    assert [again[each.bidder].exact for each in objects] == [each.exact for each in told]
    if not isinstance(method, sv.PointsMenu):
        assert by_arrays(scheme, rows, marked, name) == [(each.points, each.rank) for each in told]
    if isinstance(method, BY_TABLE) and not name:
        value = sheet.rename({"quantity": "value"}).with_columns(
            contract_value=CONTRACT, tender=pl.lit("parks")
        )
        found = sv.evaluate_frame(value, method, 100, target=TARGET)
        assert found["points"].to_list() == [float(each.points or 0) for each in told]


def by_arrays(scheme: sv.Scheme, rows: list[Any], marked: str, name: str) -> list[Any]:
    """The points and ranks of the same bids from arrays."""
    price, value, mark, named = (list(each) for each in zip(*rows, strict=True))
    found = sv.evaluate_arrays(
        scheme,
        price_pence=price,
        prices_pence={name: named} if name else None,
        value_pence=value,
        contract_value=CONTRACT,
        target=TARGET,
        marks={"words": [bool(each) for each in mark] if marked == "pass" else mark}
        if marked
        else {},
    )
    return [(found.decimal(row), found.rank[row] or None) for row in range(len(rows))]
