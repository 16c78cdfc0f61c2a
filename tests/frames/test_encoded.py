"""Encoding once: valued as often as one likes, and always what the texts would be worth."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import narwhals as nw
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv

ENCODED = ("bid", "measure", "unit", "place", "activity", "basis", "supplier")
LIBRARIES = {
    "polars": lambda frame: frame,
    "pyarrow": pl.DataFrame.to_arrow,
    "pandas": pl.DataFrame.to_pandas,
    "pandas, pyarrow": lambda frame: frame.to_pandas(use_pyarrow_extension_array=True),
}


def plain(found: Any) -> list[tuple[Any, ...]]:
    """The rows of any table, with texts as texts and None for what is missing."""
    frame = nw.from_native(found, eager_only=True)
    columns = [frame.get_column(each).to_list() for each in frame.columns]
    rows = zip(*columns, strict=True)
    return [tuple(None if pd.isna(each) else each for each in row) for row in rows]


@settings(max_examples=15, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("library", LIBRARIES)
def test_an_encoded_table_is_worth_what_its_texts_are(
    library: str, frames: SimpleNamespace, wide: sv.Framework, data: st.DataObject
) -> None:
    """A bid must not gain a penny, nor lose a line, because somebody saved time."""
    table, tender = data.draw(frames.tables), data.draw(frames.tenders)
    rows_of = frames.LAZY["polars, lazy"](table).collect()
    made = LIBRARIES[library](frames.floats(rows_of))
    held = sv.encode_frame(made, by="supplier")
    kinds = nw.from_native(held, eager_only=True).schema
    assert not [each for each in ENCODED if kinds[each] != nw.Categorical]
    for place in (None, "E10000012"):
        rows = sv.value_frame(held, wide, tender=tender, place=place)
        expected = sv.value_frame(made, wide, tender=tender, place=place)
        assert type(rows) is type(expected)
        assert plain(rows) == plain(expected)
        by = ["bid", "supplier", "theme"]
        found = plain(sv.total_frame(held, wide, by, tender=tender, place=place))
        texts = plain(sv.total_frame(made, wide, by, tender=tender, place=place))
        assert sorted(found, key=repr) == sorted(texts, key=repr)


def test_only_texts_that_are_read_are_encoded(wide: sv.Framework) -> None:
    """Notes of the user's own come back as they went in, and the table itself is not altered."""
    frame = pl.DataFrame({"bid": [1, 2], "measure": ["A", "B"], "quantity": [1.0, 2.0],
                          "note": ["x", "y"], "lot": ["east", "west"]})  # fmt: skip
    held = sv.encode_frame(frame)
    assert dict(held.schema) == {**frame.schema, "measure": pl.Categorical}
    assert sv.encode_frame(frame, ["note", "lot"]).schema["lot"] == pl.Categorical
    assert frame.schema["measure"] == pl.String
    assert sv.encode_frame(held) is held
    named = frame.rename({"measure": "TOM ref"})
    assert sv.encode_frame(named, columns={"measure": "TOM ref"})["TOM ref"].dtype == pl.Categorical


def test_a_lazy_table_stays_lazy_and_a_batch_a_batch(wide: sv.Framework) -> None:
    """The kind that goes in is the kind that comes out."""
    frame = pl.DataFrame({"bid": ["a", None], "measure": ["A", "B"], "quantity": [1.0, 2.0]})
    lazy = sv.encode_frame(frame.lazy())
    assert isinstance(lazy, pl.LazyFrame)
    totals = sv.total_frame(lazy, wide).collect().rows()
    assert sorted(totals, key=repr) == sorted(sv.total_frame(frame, wide).rows(), key=repr)
    batch = sv.encode_frame(frame.to_arrow().to_batches()[0])
    assert isinstance(batch, pa.RecordBatch)
    assert plain(pa.table(sv.total_frame(batch, wide))) == plain(sv.total_frame(frame, wide))


def test_codes_of_polars_with_nulls_are_read_by_pyarrow(wide: sv.Framework) -> None:
    """Unsigned codes hold no −1: such a table ended in an OverflowError."""
    frame = pl.DataFrame(
        {"bid": ["a", None, "b"], "measure": [None, "A", "B"], "quantity": [1.0] * 3}
    )
    coded = frame.with_columns(pl.col("bid", "measure").cast(pl.Categorical)).to_arrow()
    assert str(coded.schema.field("bid").type.index_type).startswith("uint")
    expected = sv.total_frame(frame.to_arrow(), wide)
    assert plain(sv.total_frame(coded, wide)) == plain(expected)


def test_what_cannot_be_encoded_is_said() -> None:
    """An engine of queries, a list and a column that is not there: each in words."""
    frame = pl.DataFrame({"bid": ["a"], "measure": ["A"], "quantity": [1.0]})
    with pytest.raises(sv.InputError, match=r"SV325.*'distrikt'"):
        sv.encode_frame(frame, by="distrikt")
    with pytest.raises(
        sv.InputError, match=r"SV316 df: expected a table in memory.*builtins\.list"
    ):
        sv.encode_frame(frame.to_dicts())  # type: ignore[type-var]
    duckdb = pytest.importorskip("duckdb")
    with pytest.raises(sv.InputError, match="SV316 df: expected a table in memory"):
        sv.encode_frame(duckdb.connect().from_arrow(frame.to_arrow()))
