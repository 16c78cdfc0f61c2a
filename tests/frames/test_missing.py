"""Cells without a value, columns without any, and types that libraries make of them."""

from __future__ import annotations

import datetime as dt
import io
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pytest

import socialvalue as sv

TEMPLATE = (
    b"bid,measure,quantity,unit,years,place,date,activity,share_claimed,basis,deadweight,"
    b"unit_value,people,cohorts\nAcme,NT10,40,,,,,,,,,,,\nAcme,NT29,12.5,,,,,,,,,,,\n"
)
READERS: dict[str, Any] = {
    "pandas": lambda: pd.read_csv(io.BytesIO(TEMPLATE)),
    "pandas, nullable": lambda: pd.read_csv(io.BytesIO(TEMPLATE), dtype_backend="numpy_nullable"),
    "pandas, pyarrow": lambda: pd.read_csv(io.BytesIO(TEMPLATE), dtype_backend="pyarrow"),
    "polars": lambda: pl.read_csv(TEMPLATE),
    "polars, lazy": lambda: pl.read_csv(TEMPLATE).lazy(),
    "pyarrow": lambda: pa.csv.read_csv(io.BytesIO(TEMPLATE)),
}


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """A set that is shipped."""
    return sv.load("national-toms", edition="2022")


@pytest.mark.parametrize("reader", READERS)
def test_a_template_with_empty_columns_is_read(
    reader: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """Who fills in what he needs is not told to convert columns in which there is nothing."""
    made = READERS[reader]()
    found = frames.collected(sv.value_frame(made, toms))
    assert found["value_pence"].to_list() == [1007162, 21163]
    assert found["problem"].null_count() == 2
    total = frames.collected(sv.total_frame(made, toms))
    assert total["value_pence"].to_list() == [1028325]
    if not isinstance(made, pl.LazyFrame):
        (bid,) = sv.bids_from_frame(made, toms)
        assert len(bid.commitments) == 2


@pytest.mark.parametrize("role", ["unit", "years", "date", "share_claimed", "basis", "leakage"])
def test_an_empty_column_of_any_type_says_nothing(
    backend: str, role: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """The type that an engine gives a column of nothing is nobody's fault; one value makes it."""
    kinds = (pl.Float64, pl.Int64) if role in ("unit", "basis", "date") else (pl.String,)
    for kind in kinds:
        offers = {"measure": ["NT10", "NT29"], "quantity": [40.0, 12.5]}
        frame = pl.DataFrame(offers).with_columns(pl.lit(None, kind).alias(role))
        made = frames.BACKENDS[backend](frame.with_row_index("n").cast({"n": pl.Int64}))
        found = frames.answers(frames.collected(sv.value_frame(made, toms)))
        assert found == [(1007162, ""), (21163, "")]
        value = "x" if kind == pl.String else 1
        full = frame.with_columns(pl.Series(role, [None, value], dtype=kind))
        with pytest.raises(sv.InputError, match=f"SV327 column '{role}'"):
            sv.value_frame(frames.BACKENDS[backend](full), toms)


EMPTY: list[Any] = [
    pd.DataFrame({"measure": [], "quantity": []}),
    pd.DataFrame({"measure": [], "quantity": []}, dtype=object),
    pl.DataFrame({"measure": [], "quantity": []}),
    pl.DataFrame({"measure": [], "quantity": []}, schema={"measure": pl.Int8, "quantity": pl.Date}),
    pa.table({"measure": pa.nulls(0), "quantity": pa.array([], pa.string())}),
]


@pytest.mark.parametrize("number", range(len(EMPTY)))
def test_an_empty_table_of_any_type_is_one(number: int, toms: sv.Framework) -> None:
    """No offers are worth nothing, whatever type a library gives to no values."""
    found = pl.DataFrame(sv.value_frame(EMPTY[number], toms))
    assert found.columns[-3:] == ["unit_value", "value_pence", "problem"]
    assert len(found) == 0
    assert pl.DataFrame(sv.total_frame(EMPTY[number], toms, ()))["lines"].to_list() == [0]


def test_measures_and_quantities_without_a_value_are_told_row_by_row(toms: sv.Framework) -> None:
    """A column of nothing where something is needed: each row has its code."""
    frame = pl.DataFrame({"measure": ["NT10", "NT29"], "quantity": [None, None]})
    for kind in (pl.Null, pl.String, pl.Float64):
        found = sv.value_frame(frame.cast({"quantity": kind}), toms)
        assert found["problem"].to_list() == ["SV306", "SV306"]
        assert found["quantity"].dtype == kind
    nobody = frame.with_columns(measure=pl.lit(None, pl.Float64), quantity=1.0)
    assert sv.value_frame(nobody, toms)["problem"].to_list() == ["SV209", "SV209"]


SHEET = pd.DataFrame({
    "bid": ["A", "A"], "measure": ["NT10", "NT29"], "quantity": [1.0, 2.5], "price": [100, None],
    "panel": [4, None], "years": [None, None], "note": ["x", None], "activity": ["x", None],
    "state": [None, None], "lot": [1, 1],
})  # fmt: skip
FLOATS = pd.ArrowDtype(pa.float64())
MISSING: dict[str, Any] = {
    "numpy": SHEET,
    "nullable": SHEET.convert_dtypes(),
    "pyarrow": SHEET.convert_dtypes(dtype_backend="pyarrow"),
    "objects": SHEET.astype(object).where(SHEET.notna(), pd.NA),
    "floats of pyarrow": SHEET.astype({"price": FLOATS, "panel": FLOATS}),
    "decimals": SHEET.astype({"price": pd.ArrowDtype(pa.decimal128(10, 2))}),
}  # fmt: skip
DATES: dict[str, Any] = {
    "none": [None, None],
    "missing": pd.Series([pd.NA, pd.NA], dtype=object),
    "one missing": pd.Series([dt.date(2022, 6, 1), pd.NA], dtype=object),
    "no time": pd.Series([pd.NaT, pd.NA], dtype=object),
    "nulls of pyarrow": pd.Series([None, None], dtype=pd.ArrowDtype(pa.null())),
    "days of pyarrow": pd.Series([dt.date(2022, 6, 1), None], dtype=pd.ArrowDtype(pa.date32())),
    "times": pd.Series([pd.Timestamp("2022-06-01"), None]),
}


@pytest.mark.parametrize("dates", DATES)
@pytest.mark.parametrize("missing", MISSING)
def test_every_missing_value_of_pandas_is_missing(
    missing: str, dates: str, toms: sv.Framework
) -> None:
    """Every kind of NA says nothing, and no kind of it is a traceback (C04)."""
    frame = MISSING[missing].assign(date=DATES[dates])
    (bid,) = sv.bids_from_frame(frame, toms, marks={"quality": "panel"})
    assert (bid.price, bid.marks["quality"].consensus, bid.lot) == (100, 4, "1")
    assert [each.note for each in bid.commitments] == ["x", ""]
    assert sv.value_frame(frame, toms)["value_pence"].tolist() == [25179, 4233]
    assert sv.total_frame(frame, toms)["value_pence"].tolist() == [29412]


def test_whole_numbers_that_pandas_made_floats_are_names(toms: sv.Framework) -> None:
    """A gap in a column of lots makes 1 a 1.0; the lot is still called 1."""
    frame = pd.DataFrame({
        "bid": [1.0, 2.0, 2.0], "lot": [1, None, 3], "measure": ["NT10"] * 3, "quantity": [1.0] * 3
    })  # fmt: skip
    found = sv.bids_from_frame(frame, toms)
    assert [(each.bidder, each.lot) for each in found] == [("1", "1"), ("2", None), ("2", "3")]
    with pytest.raises(sv.InputError, match="SV327 column 'lot'"):
        sv.bids_from_frame(frame.assign(lot=1.5), toms)


# --- types ----------------------------------------------------------------------------------


def test_texts_for_numbers_are_told_with_their_rows(toms: sv.Framework) -> None:
    """'£1,200.50' in one row of a column: which row, and how to make numbers of the texts."""
    frame = pl.DataFrame({"measure": ["NT10"] * 3, "quantity": ["1", "£1,200.50", "TBC"]})
    ways = {"pl.col": frame, "pd.to_numeric": frame.to_pandas(), "pc.cast": frame.to_arrow()}
    for recipe, made in ways.items():
        with pytest.raises(sv.InputError) as caught:
            sv.value_frame(made, toms)
        (found,) = caught.value.problems
        assert (found.code, found.where) == ("SV327", "rows 2 and 3 ('£1,200.50')")
        assert recipe in found.hint
    clean = frame.filter(pl.col("quantity") != "TBC")
    numbers = clean.with_columns(
        pl.col("quantity").str.replace_all("[£, ]", "").cast(pl.Float64)  # as the hint says
    )
    assert sv.value_frame(numbers, toms)["value_pence"].to_list() == [25179, 30227458]


def test_texts_on_an_engine_are_told_with_its_recipe(
    query: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """Nobody who asks a database is told what to write in Python."""
    frame = pl.DataFrame({"measure": ["NT10"], "quantity": ["1,000"]})
    with pytest.raises(sv.InputError, match=r"SV327[^\n]*\n.*cast\(regexp_replace\(quantity"):
        sv.value_frame(frames.BACKENDS[query](frame), toms)


def test_numbers_of_128_bits_are_refused(toms: sv.Framework) -> None:
    """A type that cannot be handed on is told, and is no error of a library (S2)."""
    wide = pl.Series("quantity", [1, 2], dtype=pl.Int128)
    frame = pl.DataFrame({"measure": ["NT10"] * 2, "quantity": wide, "contract_value": [1, 1]})
    register = frame.rename({"quantity": "value"})
    for made, ledger in ((frame, register), (frame.lazy(), register.lazy())):
        with pytest.raises(sv.InputError, match="SV327 column 'quantity' is of type Int128"):
            sv.value_frame(made, toms)
        with pytest.raises(sv.InputError, match="SV327 column 'value' is of type Int128"):
            sv.evaluate_frame(ledger, sv.AgainstTarget("1"), 5)
    assert sv.value_frame(frame.cast({"quantity": pl.Int64}), toms)["value_pence"][1] == 50358


def test_runs_of_texts_are_refused(toms: sv.Framework) -> None:
    """A table of run-end encoded texts is told which column to convert (S2)."""
    runs, plain = pc.run_end_encode(pa.array(["NT10"] * 2)), pa.array(["NT10"] * 2)
    with pytest.raises(sv.InputError, match="SV327 column 'measure' is of type run_end_encoded"):
        sv.value_frame(pa.table({"measure": runs, "quantity": [1.0, 2.0]}), toms)
    frame = pa.table({"measure": plain, "quantity": [1.0, 2.0], "group": runs})
    with pytest.raises(sv.InputError, match="SV327 column 'group'"):
        sv.total_frame(frame, toms, by=["group"])
    assert sv.value_frame(frame, toms)["value_pence"].to_pylist() == [25179, 50358]


@pytest.mark.parametrize("library", ["pandas", "pyarrow", "polars"])
def test_16_bit_floats_are_read_as_they_were_written(library: str, make: Any) -> None:
    """A tenth in 16 bits is a tenth, as in 32, and not 0.0999755859375 (S7)."""
    held = make.framework(make.measure("T", "10"))
    numbers = np.array([0.1, 0.3, 1000.5, 2.0], np.float16)
    columns = {"measure": ["T"] * 4, "quantity": numbers}
    made: Any = pd.DataFrame(columns)
    if library == "pyarrow":
        made = pa.table({**columns, "quantity": pa.array(numbers)})
    if library == "polars":
        if not hasattr(pl, "Float16"):
            pytest.skip("this polars has no 16-bit floats")
        made = pl.DataFrame(columns).with_columns(pl.col("quantity").cast(pl.Float16))
    found = pl.DataFrame(sv.value_frame(made, held))
    assert found["value_pence"].to_list() == [100, 300, 1000500, 2000]


@pytest.mark.parametrize("cell", [1e-301, 5e-324, 1e308])
def test_a_cell_at_the_end_of_what_doubles_hold(
    backend: str, cell: float, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """A slip of the keyboard in a value or a share is a code or nothing, and no traceback."""
    for column, code in (("unit_value", "SV303"), ("share_claimed", "SV310")):
        frame = pl.DataFrame({"measure": ["NT29"], "quantity": [1e6], column: [cell]})
        found = frames.answers(
            frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), toms))
        )
        assert found == [(0, code if cell > 1 else "")]


def test_a_quote_sign_in_the_name_of_a_column(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """A column's name is a name, and no part of a query."""
    name = "a\"b'c"
    frame = pl.DataFrame({"measure": ["NT10"], "quantity": [1.0], name: ["x"]})
    made = frames.BACKENDS[backend](frame)
    assert frames.collected(sv.value_frame(made, toms))[name].to_list() == ["x"]
    total = frames.collected(sv.total_frame(made, toms, by=[name]))
    assert total.rows() == [("x", 25179, 1, 0)]


def test_what_no_library_compares_is_refused_by_name(toms: sv.Framework) -> None:
    """An object in a cell is refused with its column, found by the fuzz; it was a traceback."""
    mixed = pd.DataFrame({
        "bid": pd.Series(["Acme", 2], dtype=object),
        "measure": ["NT10"] * 2, "quantity": [1, 2],
    })  # fmt: skip
    with pytest.raises(sv.InputError, match="SV327 column 'bid' is of type texts and numbers"):
        sv.total_frame(mixed, toms, by=["bid"])
    objects = pl.DataFrame({
        "measure": ["NT10"], "quantity": [1], "unit": pl.Series([object()], dtype=pl.Object),
    })  # fmt: skip
    with pytest.raises(sv.InputError, match="SV327 column 'unit'"):
        sv.value_frame(objects, toms)
    listed = pd.DataFrame({
        "bid": ["Acme"], "measure": ["NT10"], "quantity": [1],
        "price": pd.Series([{"gbp": 5}], dtype=object),
    })  # fmt: skip
    with pytest.raises(sv.InputError, match=r"SV316 .*price: expected a text or a number"):
        sv.bids_from_frame(listed, toms)
