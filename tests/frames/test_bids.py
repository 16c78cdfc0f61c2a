"""`bids_from_frame`: bids of a table, and every slip of the table told at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import socialvalue as sv

KINDS = {"polars": lambda frame: frame, "pandas": pl.DataFrame.to_pandas,
         "pyarrow": pl.DataFrame.to_arrow}  # fmt: skip


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """A set that is shipped."""
    return sv.load("national-toms", edition="2022")


def offers(**columns: Any) -> pl.DataFrame:
    """Two bidders, three promises, and what else a test says."""
    usual: dict[str, Any] = {
        "bid": ["Acme", "Acme", "Brook"],
        "measure": ["NT10", "NT29", "NT29"],
        "quantity": [200, 30, 45],
    }
    return pl.DataFrame({**usual, **columns}, strict=False)


def problems_of(frame: Any, toms: sv.Framework, **how: Any) -> list[tuple[str, str]]:
    """Where, and which code."""
    with pytest.raises(sv.InputError) as caught:
        sv.bids_from_frame(frame, toms, **how)
    return [(each.where, each.code) for each in caught.value.problems]


@pytest.mark.parametrize("library", KINDS)
def test_a_table_is_all_that_an_evaluation_needs(library: str, toms: sv.Framework) -> None:
    """Prices and marks in the same sheet as the promises give the ranking that bids by hand do."""
    frame = offers(price=[98_500.5, None, 97_000.0], quality=[4.0, None, 3.0],
                   panel=["pass", "pass", "fail"])  # fmt: skip
    marks = {"quality": "quality", "insured": "panel"}
    acme, brook = sv.bids_from_frame(KINDS[library](frame), toms, marks=marks)
    assert acme.price == Decimal("98500.5")
    assert brook.marks["quality"].consensus == 3
    assert [each.marks["insured"].consensus for each in (acme, brook)] == [1, 0]
    scheme = sv.Scheme([
        sv.Criterion("price", 50, sv.LowestPrice()),
        sv.Criterion("quality", 30, sv.PanelMark(out_of=5)),
        sv.Criterion("insured", 0, sv.PassFail()),
        sv.Criterion("social value", 20, sv.RelativeToHighest()),
    ])  # fmt: skip
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
    by_hand = [
        sv.Bid("Acme", price="98500.5", marks={"quality": 4, "insured": "pass"}, commitments=[
            toms.commit("NT10", sv.weeks(200)), toms.commit("NT29", sv.hours(30))]),
        sv.Bid("Brook", price=97_000, marks={"quality": 3, "insured": "fail"}, commitments=[
            toms.commit("NT29", sv.hours(45))]),
    ]  # fmt: skip
    mine = sv.evaluate(tender, [acme, brook], toms, scheme)
    theirs = sv.evaluate(tender, by_hand, toms, scheme)
    assert mine.ranking == theirs.ranking
    assert mine["Acme"].points == theirs["Acme"].points


def test_a_bidder_may_bid_for_lots_and_withdraw(toms: sv.Framework) -> None:
    """One bid a lot; who withdrew or was excluded is so, with the reason."""
    frame = offers(
        bid=["Acme", "Acme", "Brook"], lot=[1, 2, 1], price=[10, 20, 30],
        state=["compliant", None, "excluded"], reason=[None, None, "no insurance"],
    )  # fmt: skip
    found = sv.bids_from_frame(frame, toms)
    assert [(each.bidder, each.lot, each.price, each.state) for each in found] == [
        ("Acme", "1", 10, "compliant"), ("Acme", "2", 20, "compliant"),
        ("Brook", "1", 30, "excluded"),
    ]  # fmt: skip
    assert found[2].reason == "no insurance"


def test_a_bid_without_promises_is_a_bid(toms: sv.Framework) -> None:
    """Who offers a price and no social value is scored with 0, and not lost."""
    frame = offers(measure=["NT10", "NT29", None], quantity=[200, 30, None], price=[1, 1, 2])
    _, brook = sv.bids_from_frame(frame, toms)
    assert (brook.price, brook.commitments) == (2, ())
    empty = offers(measure=["NT10", "NT29", None], quantity=[200, 30, None])
    assert problems_of(empty, toms) == [("row 3", "SV209")]


def test_rows_of_a_bid_must_agree(toms: sv.Framework) -> None:
    """Two prices for one bid: nobody may choose one of them."""
    frame = pl.concat([offers(price=[5.0, 6.0, 9.0], quality=[4, 4, 1])] * 2)
    with pytest.raises(sv.InputError) as caught:
        sv.bids_from_frame(frame, toms, marks=["quality"])
    (found,) = caught.value.problems
    assert (found.code, found.where) == ("SV328", "rows 2 and 5")
    assert found.message == "the price of 'Acme' is 6 here, and 5 in rows 1 and 4"


def test_all_that_is_wrong_is_told_at_once(toms: sv.Framework) -> None:
    """A spreadsheet is mended once: bad names, codes, prices, marks and states of all its rows."""
    frame = pd.DataFrame(
        {
            "bid": ["Acme", None, "Brook", "Acme", "Cedar"],
            "measure": ["NT29", "NOPE", "NT29", "NT29", "NT29"],
            "quantity": [1.0, 1.0, -1.0, 2.0, 1.0],
            "share_claimed": [None, None, 2.0, None, None],
            "price": [10.0, 5.0, -3.0, 11.0, 4.0],
            "state": ["compliant", None, None, None, "lost"],
            "quality": ["4", "3", "good", "4", "2"],
        }
    )
    assert problems_of(frame, toms, marks={"quality": "quality"}) == [
        ("row 2", "SV313"),
        ("row 2", "SV209"),
        ("row 3", "SV302"),
        ("row 3, commitment to NT29, share_claimed", "SV310"),
        ("row 3, bid 'Brook', price", "SV302"),
        ("row 3, bid 'Brook', marks, 'quality', moderated mark, consensus", "SV301"),
        ("row 4", "SV328"),
        ("row 5, bid 'Cedar'", "SV312"),
    ]


def test_columns_that_cannot_be_read(toms: sv.Framework) -> None:
    """A missing column, a price in words, a criterion without a column: named, all together."""
    nobody = offers().drop("bid", "measure")
    cases: list[tuple[Any, dict[str, Any], list[str]]] = [
        (nobody, {}, ["SV325", "SV325"]),
        (offers(), {"marks": {"quality": "Q1"}}, ["SV325"]),
        (offers(), {"columns": {"prise": "price"}}, ["SV312"]),
        (offers(price=["ten"] * 3, lot=[1.5] * 3), {}, ["SV327", "SV327"]),
        (pa.table([["a"], ["b"]], names=["bid", "bid"]), {}, ["SV326", "SV325", "SV325"]),
        (offers().lazy(), {}, ["SV316"]),
    ]
    for frame, how, codes in cases:
        assert [code for _, code in problems_of(frame, toms, **how)] == codes
