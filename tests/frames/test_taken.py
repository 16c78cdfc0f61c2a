"""A list of dictionaries and a batch of pyarrow: the same pounds, and the same kind back."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.typed import said_of

import socialvalue as sv
from socialvalue.frames.read import taken as module

TOMS = sv.load("national-toms", edition="2022")
ROWS: list[dict[str, Any]] = [
    {"bid": "Acme", "measure": "NT10", "quantity": 200, "note": object()},
    {"bid": "Acme", "measure": "NT29", "quantity": Decimal("30.5")},
    {"measure": "NT99", "quantity": 1, "note": 7},
]


@pytest.fixture(params=["polars", "pyarrow", "pandas"])
def library(request: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """One library at a time is there to make a table of a list with."""
    monkeypatch.setattr(module, "_LIBRARIES", (request.param,))
    return str(request.param)


def test_rows_come_back_as_they_came(library: str) -> None:
    """What a web form holds beside the figures is not lost, altered or asked for its type."""
    found = sv.value_frame(ROWS, TOMS)
    added = [(each["unit_value"], each["value_pence"], each["problem"]) for each in found]
    assert added == [(251.7905723, 5035811, None), (16.93, 51637, None), (None, 0, "SV209")]
    new = ("unit_value", "value_pence", "problem")
    assert [{k: v for k, v in each.items() if k not in new} for each in found] == ROWS
    assert sv.value_frame(found, TOMS) == found
    assert json.dumps([{k: v for k, v in each.items() if k in new} for each in found])
    assert dict(sv.problems(found)) == {"SV209": 1}


def test_totals_of_rows_are_rows(library: str) -> None:
    """Pennies, lines and refused lines of each group, as of any other table."""
    named = [{"bid": None, **each} for each in ROWS]
    found = sv.total_frame(named, TOMS, by=["bid", "theme"])
    assert sorted(map(tuple, (each.values() for each in found)), key=repr) == [
        ("Acme", "jobs", 5035811, 1, 0), ("Acme", "social", 51637, 1, 0), (None, None, 0, 1, 1),
    ]  # fmt: skip
    [total] = sv.total_frame(ROWS, TOMS, by=[])
    assert total == {"value_pence": 5087448, "lines": 3, "lines_refused": 1}


def test_no_rows_are_a_table_too(library: str) -> None:
    """A form that was sent empty is worth nothing, and is no mistake of the server's."""
    assert len(sv.value_frame(ROWS[:1], TOMS)) == 1
    assert sv.value_frame([], TOMS) == []
    assert sv.total_frame([], TOMS) == []
    assert sv.problems([]) == {}
    assert sv.bids_from_frame([], TOMS) == ()


def test_rows_make_bids_and_points(library: str) -> None:
    """The other two verbs of tables take the same lists."""
    sheet = [{"bid": "Acme", "measure": "NT29", "quantity": 2, "price": 98_500, "panel": 4,
              "community": True, "date": date(2022, 6, 1)},
             {"bid": "Acme", "measure": "NT10", "quantity": 1.5, "extra": {}}]  # fmt: skip
    [bid] = sv.bids_from_frame(sheet, TOMS, marks={"quality": "panel"})
    assert (bid.bidder, bid.price, len(bid.commitments)) == ("Acme", Decimal(98500), 2)
    assert bid.commitments[0].community
    register = [{"tender": "A", "value": 50, "of": []}, {"tender": "A", "value": Decimal(200)}]
    found = sv.evaluate_frame(register, sv.RelativeToHighest(), 5, rank=True)
    assert found == [{**register[0], "points": 1.25, "rank": 2, "problem": None},
                     {**register[1], "points": 5.0, "rank": 1, "problem": None}]  # fmt: skip
    assert sv.evaluate_frame(found, sv.RelativeToHighest(), 5, rank=True) == found


def test_a_row_that_is_none_is_refused() -> None:
    """What is no row is named with its number, and no library's own error comes up."""
    for wrong in ([ROWS[0], ["NT10", 1]], [ROWS[0], {1: "NT10"}]):
        with pytest.raises(sv.InputError, match="row 2: SV316 a row: expected a dictionary"):
            sv.value_frame(wrong, TOMS)  # type: ignore[list-item, type-var, call-overload, unused-ignore]
    text = "measure,quantity\nNT10,1\nNT10,1,200\n"
    with pytest.raises(sv.InputError, match=r"row 2: SV316 .*more cells than there are headings"):
        sv.value_frame([*csv.DictReader(io.StringIO(text))], TOMS)
    mixed = [{"measure": "NT10", "quantity": 1}, {"measure": "NT10", "quantity": "2"}]
    with pytest.raises(sv.InputError, match=r"numbers \(row 1\) and texts \(row 2\)"):
        sv.value_frame(mixed, TOMS)
    with pytest.raises(sv.InputError, match="SV325 there is no column 'quantity'"):
        sv.value_frame([{"measure": "NT10"}], TOMS)
    with pytest.raises(sv.InputError, match=r"true or false \(row 1\)"):
        sv.value_frame([{"measure": "NT10", "quantity": True}, mixed[0]], TOMS)
    with pytest.raises(sv.InputError, match="numbers without an end"):
        sv.value_frame([{"measure": "NT10", "quantity": Decimal("Infinity")}], TOMS)


@pytest.mark.parametrize(
    ("cells", "pence", "problem"),
    [
        ([1, 2.5], [1693, 4233], None),
        ([np.float64(0.1), np.int64(3)], [169, 5079], None),
        ([np.float32(0.1), 1], [169, 1693], None),
        ([Decimal("0.1"), 0.25, 1], [169, 423, 1693], None),
        ([float("nan"), 1], [0, 1693], "SV306"),
        ([float("inf"), 1], [0, 1693], "SV306"),
        ([pd.NA, 1], [0, 1693], "SV306"),
        ([None, None], [0, 0], "SV306"),
        ([2**60, None], [0, 0], "SV303"),
        ([2**70, 1], [0, 1693], "SV303"),
    ],
)
def test_numbers_of_each_kind(
    cells: list[Any], pence: list[int], problem: str | None, library: str
) -> None:
    """Numbers in a list may be of several kinds, and each is read as it is written."""
    found = sv.value_frame([{"measure": "NT29", "quantity": each} for each in cells], TOMS)
    assert [each["value_pence"] for each in found] == pence
    assert found[0]["problem"] == problem


def test_days_and_large_names_of_rows(library: str) -> None:
    """A day may be a time without a zone; a name that is a large number keeps its last digit."""
    rows = [{"measure": "NT10", "quantity": 1, "bid": 2**53 + 1,
             "date": datetime(2022, 6, 1)},  # noqa: DTZ001 - without a zone
            {"measure": "NT10", "quantity": 1, "bid": 2**53, "date": date(2022, 6, 1)}]  # fmt: skip
    totals = sv.total_frame(rows, TOMS, by="bid")
    assert [each["bid"] for each in totals] == [2**53, 2**53 + 1]
    assert [each["value_pence"] for each in totals] == [25179, 25179]
    aware = [{**rows[0], "date": datetime(2022, 6, 1, tzinfo=UTC)}]
    with pytest.raises(sv.InputError, match="SV327 column 'date'"):
        sv.value_frame(aware, TOMS)


def test_a_list_needs_one_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without any dataframe library the error says which one would do."""
    monkeypatch.setattr(module, "_LIBRARIES", ("modin",))
    with pytest.raises(sv.InputError, match="modin"):
        sv.value_frame(ROWS, TOMS)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_list_is_worth_what_a_table_is(data: Any, frames: SimpleNamespace) -> None:
    """Whatever rows say, a list of them has the pounds and the codes of polars' table."""
    table = data.draw(frames.tables.filter(bool))
    tender = data.draw(frames.tenders)
    said = sv.value_frame(table, frames.wide, tender=tender)
    expected = sv.value_frame(frames.polars(table), frames.wide, tender=tender)
    assert [each["value_pence"] for each in said] == expected["value_pence"].to_list()
    assert [each["problem"] for each in said] == expected["problem"].to_list()


# --- a batch ----------------------------------------------------------------------------------


def test_a_batch_comes_back_as_one() -> None:
    """What streams batches need not make tables of them."""
    rows = [{k: v for k, v in each.items() if k != "note"} for each in ROWS[:1]]
    batch = pa.RecordBatch.from_pylist(rows)
    found = sv.value_frame(batch, TOMS)
    assert isinstance(found, pa.RecordBatch)
    assert found.to_pylist() == sv.value_frame(rows, TOMS)
    total = sv.total_frame(batch, TOMS)
    assert isinstance(total, pa.RecordBatch)
    assert total.to_pylist() == sv.total_frame(rows, TOMS)
    assert sv.value_frame(batch.slice(0, 0), TOMS).num_rows == 0
    assert sv.problems(found) == {}
    [bid] = sv.bids_from_frame(batch, TOMS)
    assert bid.bidder == "Acme"
    register = pa.RecordBatch.from_pylist([{"tender": "A", "value": 50}])
    scored = sv.evaluate_frame(register, sv.RelativeToHighest(), 5)
    assert isinstance(scored, pa.RecordBatch)
    assert scored["points"].to_pylist() == [5.0]


def test_a_frame_of_narwhals_stays_one() -> None:
    """Who writes for several libraries gets what was handed in."""
    frame = pl.DataFrame({"bid": ["Acme"], "measure": ["NT10"], "quantity": [200]})
    found = sv.value_frame(nw.from_native(frame), TOMS)
    assert isinstance(found, nw.DataFrame)
    assert found["value_pence"].to_list() == [5035811]
    lazy = sv.total_frame(nw.from_native(frame.lazy()), TOMS)
    assert isinstance(lazy, nw.LazyFrame)


# --- types ------------------------------------------------------------------------------------

TYPES = """\
import csv
from typing import Any
import duckdb
import narwhals as nw
import polars as pl
import pyarrow as pa
import socialvalue as sv

toms = sv.load("national-toms", edition="2022")
frame = pl.DataFrame()
reveal_type(sv.value_frame(frame, toms))
reveal_type(sv.total_frame(frame.lazy(), toms, by="bid"))
reveal_type(sv.evaluate_frame(frame, sv.RelativeToHighest(), 5))
with open("x.csv") as file:
    rows = [*csv.DictReader(file)]
reveal_type(sv.value_frame(rows, toms))
reveal_type(sv.total_frame([{"measure": "NT10", "quantity": 1}], toms, by=[]))
reveal_type(sv.evaluate_frame([{"value": 1}], sv.RelativeToHighest(), 5))
bids: tuple[sv.Bid, ...] = sv.bids_from_frame(rows, toms)
more: tuple[sv.Bid, ...] = sv.bids_from_frame(frame, toms)
counts: dict[str, int] = sv.problems(sv.value_frame(frame.lazy(), toms))
other: Any = sv.value_frame(pa.RecordBatch.from_pylist([]), toms)
sv.value_frame("offers.csv", toms)
sv.total_frame(7, toms)
sv.bids_from_frame(frame.lazy(), toms)
"""


@pytest.mark.slow
def test_the_kind_that_goes_in_comes_out_for_a_type_checker(tmp_path: Path) -> None:
    """An editor knows the result's methods, and underlines a path where a table is meant."""
    (tmp_path / "user.py").write_text(TYPES, encoding="utf-8")
    said = [each for each in said_of(tmp_path) if each.startswith("user.py")]
    shown = [each.replace("builtins.", "") for each in said if "Revealed type" in each]
    types = [each.rpartition('is "')[2].rstrip('"') for each in shown]
    assert types == [
        "polars.dataframe.frame.DataFrame",
        "polars.lazyframe.frame.LazyFrame",
        "polars.dataframe.frame.DataFrame",
        *["list[dict[str, Any]]"] * 3,
    ]
    wrong = [each.split(":")[1] for each in said if ": error: " in each]
    last = len(TYPES.splitlines())
    assert wrong == [str(last - 2), str(last - 1), str(last)]
