"""An evaluation as a dataframe of the reader's own library."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

import socialvalue as sv

BACKENDS = ["polars", "pandas", "pyarrow"]


def column(frame: Any, name: str) -> list[Any]:
    """A column as a list, absent cells as None."""
    cells = frame[name]
    listed = cells.to_pylist() if hasattr(cells, "to_pylist") else list(cells)
    return [None if pd.isna(each) else each for each in listed]


def evaluation(make: SimpleNamespace, *names: str) -> sv.Evaluation:
    """Two bids that stand and one that does not, under criteria of these names."""
    held = make.framework(
        make.measure("M1", "1", unit="gbp"), make.measure("OFF", switched_off="x")
    )
    first, second = names or ("price", "words")
    scheme = sv.Scheme(
        [sv.Criterion(first, 60, sv.LowestPrice()), sv.Criterion(second, 40, sv.PanelMark(5))]
    )
    bids = [
        make.offers(held, {"M1": "123456.78", "OFF": 2}, bidder="Acme", price=3, marks={second: 4}),
        make.offers(held, {"M1": "1"}, bidder="Brook", price=4, marks={second: 5}),
        make.bid(bidder="Cedar", state="withdrawn", reason="no staff"),
    ]
    return sv.evaluate(make.tender(), bids, held, scheme)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_row_a_bid(make: SimpleNamespace, backend: str) -> None:
    """Points as exact Decimals, so that no digit is lost, and pounds as whole pennies."""
    frame = evaluation(make).to_frame(backend)
    assert type(frame).__module__.partition(".")[0] == backend
    expected = {
        "rank": [1, 2, None],
        "bidder": ["Acme", "Brook", "Cedar"],
        "points": [Decimal("92.00"), Decimal("85.00"), None],
        "price": [Decimal("60.00"), Decimal("45.00"), None],
        "words": [Decimal("32.00"), Decimal("40.00"), None],
        "value_pence": [12345678, 100, 0],
        "per_pound": [Decimal("0.1235"), Decimal("0.0000"), Decimal("0.0000")],
        "lines": [2, 1, 0],
        "lines_refused": [1, 0, 0],
        "reason": ["", "", "withdrawn: no staff"],
    }
    assert {name: column(frame, name) for name in expected} == expected


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("name", ["rank", "points", "lines", "value_pence", "bidder", "reason"])
def test_a_criterion_called_like_a_column_hides_nothing(
    make: SimpleNamespace, backend: str, name: str
) -> None:
    """A buyer may call a criterion "points": the total and its own points are both there."""
    frame = evaluation(make, name, "words").to_frame(backend)
    plain = evaluation(make).to_frame(backend)
    assert column(frame, name) == column(plain, name)
    assert column(frame, f"{name} (criterion)") == [Decimal("60.00"), Decimal("45.00"), None]


@pytest.mark.parametrize("backend", BACKENDS)
def test_nobody_stands(make: SimpleNamespace, backend: str) -> None:
    """A table of failed bids is a table."""
    scheme = sv.Scheme([sv.Criterion("words", 100, sv.PanelMark(5))])
    gone = make.bid(state="withdrawn")
    frame = sv.evaluate(make.tender(), gone, make.rich(), scheme).to_frame(backend)
    assert column(frame, "rank") == [None]
    assert column(frame, "words") == [None]
    assert column(frame, "bidder") == ["Acme"]


# --- exact numbers ------------------------------------------------------------------------

REPORTS = {
    "Evaluation": lambda result: result,
    "Sensitivity": lambda result: result.sensitivity(),
    "Flags": lambda result: result.flags(low_price="0.99"),
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("report", [*REPORTS, "SchemeComparison"])
def test_exact_numbers_are_numbers(make: SimpleNamespace, backend: str, report: str) -> None:
    """As texts "90.91" is more than "100.00": the best bid of a table would be the wrong one."""
    held = REPORTS[report](evaluation(make)) if report in REPORTS else compared()
    name = "figure" if report == "Flags" else "points"
    cells = column(held.to_frame(backend), name)
    assert {type(each) for each in cells if each is not None} == {Decimal}
    as_texts = column(held.to_frame(backend, texts=True), name)
    assert {type(each) for each in as_texts if each is not None} == {str}
    assert [None if each is None else Decimal(each) for each in as_texts] == cells


def compared() -> sv.SchemeComparison:
    """Three bids whose points are 100, 90.91 and 9.09."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-07-01")
    bids = [sv.Bid(name, price=price)
            for name, price in (("Acme", 100), ("Brook", 110), ("Cedar", 1100))]  # fmt: skip
    scheme = sv.Scheme([sv.Criterion("price", 100, sv.LowestPrice())])
    return sv.compare_schemes(tender, bids, toms, {"one": scheme})


@pytest.mark.parametrize("backend", BACKENDS)
def test_the_most_points_are_the_most(backend: str) -> None:
    """The sum, the maximum and the order of a library's own are right on it."""
    frame = compared().to_frame(backend)
    if backend == "polars":
        most, total = frame["points"].max(), frame["points"].sum()
        first = frame.sort("points", descending=True)["bidder"][0]
    elif backend == "pandas":
        most, total = frame["points"].max(), frame["points"].sum()
        first = frame.sort_values("points", ascending=False)["bidder"].iloc[0]
    else:
        import pyarrow.compute as pc

        most, total = pc.max(frame["points"]).as_py(), pc.sum(frame["points"]).as_py()
        first = frame.sort_by([("points", "descending")])["bidder"][0].as_py()
    assert (most, total, first) == (Decimal(100), Decimal("200.00"), "Acme")


# --- a row a commitment -----------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_row_a_commitment(backend: str) -> None:
    """What counts in part is one row, its units beside its pennies, and the pennies add up."""
    toms = sv.load("national-toms", edition="2022")
    tender = sv.Tender(
        "Parks", contract_value=100_000, years=3, published="2022-07-01", place="E10000012"
    )
    offers = [
        toms.commit("NT4", sv.fte(2, years=3), activity="site team"),
        toms.commit("NT29", sv.hours(3, people=10), share_claimed=Fraction(1, 3)),
        toms.commit("NT44", sv.yes()),
    ]
    found = sv.value(tender, sv.Bid("Acme", commitments=offers), toms)
    frame = found.to_frame(backend)
    assert type(frame).__module__.partition(".")[0] == backend
    third = Decimal("0.333333333333333333")
    expected = {
        "bidder": ["Acme"] * 3,
        "commitment": [1, 2, 3],
        "measure": ["NT4", "NT29", "NT44"],
        "activity": ["site team", "", ""],
        "place": ["E10000012"] * 3,
        "quantity": [6, 30, 1],
        "quantity_counted": [2, 30, 0],
        "unit": ["fte_year", "staff_hour", "yes_no"],
        "share_kept": [1, third, 1],
        "standing": ["counts in part", "counts", "reported, no pounds"],
        "problem": ["SV506", "", "SV503"],
    }
    assert {name: column(frame, name) for name in expected} == expected
    assert column(frame, "unit_value")[2] is None
    pence, submitted = column(frame, "value_pence"), column(frame, "submitted_pence")
    assert pence[1] == submitted[1] == 16930
    assert sum(pence) == found.total * 100
    assert sum(submitted) == found.submitted * 100
    assert pence[0] < submitted[0]
    assert column(frame, "reason")[0].endswith("(SV506)")
    assert column(found.to_frame(backend, texts=True), "share_kept")[1] == str(third)
    nothing = sv.value(tender, sv.Bid("Brook", commitments=[]), toms).to_frame(backend)
    assert column(nothing, "measure") == []


def test_a_plug_ins_own_code_is_the_measure_it_renames() -> None:
    """A sum by measure over a national and a local bid does not split one measure in two."""
    essex = sv.load("essex", on="2022-06-01")
    tender = sv.Tender("Parks", contract_value=100_000, published="2022-06-01")
    own = next(own for own, code in essex.codes.items() if code == "NT10")
    bid = sv.Bid("Acme", commitments=[essex.commit(own, sv.weeks(2))])
    assert sv.value(tender, bid, essex).to_frame()["measure"].to_list() == ["NT10"]
