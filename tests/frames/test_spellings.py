"""One bidder, however it is spelt; and one text that stands twice in a dictionary."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import socialvalue as sv

SPELLINGS = ("Acme", "Acme ", " acme", "ACME\u00a0", "Ac\u200bme", "\ufeffAcme")
QUERIES = ("duckdb", "ibis", "spark")


@pytest.fixture(scope="module")
def toms() -> sv.Framework:
    """A set that is shipped."""
    return sv.load("national-toms", edition="2022")


def offers(bids: list[Any], measures: list[str], activities: list[str] | None = None) -> Any:
    """£100 under each measure, for one activity unless others are named."""
    frame = pl.DataFrame({
        "bid": bids, "measure": measures, "quantity": [100.0] * len(bids),
        "unit_value": [1.0] * len(bids), "activity": activities or ["x"] * len(bids),
    })  # fmt: skip
    return frame.with_row_index("n").with_columns(pl.col("n").cast(pl.Int64))


@pytest.mark.parametrize("other", SPELLINGS)
def test_a_bidder_counts_nothing_twice_by_spelling(
    backend: str, other: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """A blank behind its name does not make one bidder two, on any engine (C09)."""
    frame = offers(["Acme", other, "Brook"], ["NT18", "NT19", "NT18"])
    found = frames.answers(frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), toms)))
    assert found == [(0, "SV504"), (10000, ""), (10000, "")]
    apart = offers(["Acme", f"{other} Two", None], ["NT18", "NT19", "NT19"])
    found = frames.answers(frames.collected(sv.value_frame(frames.BACKENDS[backend](apart), toms)))
    assert found == [(10000, "")] * 3


def test_a_bidder_in_strange_letters_is_exact_or_marked(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """Where an engine cannot tell two bidders apart, the line that may fall is marked."""
    frame = offers(["Caﬁ", "cafi", "Brook", "Brook", "Ash"], ["NT18", "NT19"] * 2 + ["NT18"],
                   ["x", "x", "y", "z", "w"])  # fmt: skip
    found = frames.answers(frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), toms)))
    code = "SV512" if backend in QUERIES else "SV504"
    assert found == [(0, code), *[(10000, "")] * 4]
    other = offers(["cafi", "Caﬁ", "Ash", "Ash", "Elm"], ["NT18", "NT19", "NT18", "NT19", "NT18"],
                   ["x", "x", "y", "y", "x"])  # fmt: skip
    found = frames.answers(frames.collected(sv.value_frame(frames.BACKENDS[backend](other), toms)))
    maybe = (0, "SV512") if backend in QUERIES else (10000, "")
    assert found == [(0, code), (10000, ""), (0, "SV504"), (10000, ""), maybe]


def test_only_an_activity_in_strange_letters_may_be_any(
    backend: str, frames: SimpleNamespace, toms: sv.Framework
) -> None:
    """A line whose activity can be read is not marked for what another bid offers elsewhere."""
    frame = offers(["Caﬁ", "cafi", "Caﬁ"], ["NT18", "NT19", "NT18"], ["y", "x", "ﬁeld"])
    found = frames.answers(frames.collected(sv.value_frame(frames.BACKENDS[backend](frame), toms)))
    maybe = (0, "SV512") if backend in QUERIES else (10000, "")
    assert found == [(10000, ""), (10000, ""), maybe]


def test_bids_of_one_bidder_under_several_spellings_are_refused(toms: sv.Framework) -> None:
    """Four spellings are one bidder with a price in one of them: the rows are named (C09)."""
    frame = pd.DataFrame({
        "bid": ["Acme", "Acme ", "acme", "Acme\u00a0", "Acme", "Ac\u200bme", "Brook"],
        "measure": ["NT10"] * 7, "quantity": [1.0] * 7, "price": [5, *[None] * 5, 1],
    })  # fmt: skip
    with pytest.raises(sv.InputError) as caught:
        sv.bids_from_frame(frame, toms)
    (found,) = caught.value.problems
    assert found.code == "SV330"
    ways = ["'Acme' in rows 1 and 5", "'Acme ' in row 2", "'acme' in row 3"]
    for told in (*ways, "'Acme\\xa0' in row 4", "'Ac\\u200bme' in row 6"):
        assert told in found.message
    assert "Brook" not in found.message
    alike = frame.assign(bid=["Acme"] * 6 + ["Brook"])
    assert [each.bidder for each in sv.bids_from_frame(alike, toms)] == ["Acme", "Brook"]


# --- dictionaries ---------------------------------------------------------------------------


def twice() -> pa.DictionaryArray:
    """Names of which one stands twice in the dictionary."""
    return pa.DictionaryArray.from_arrays(
        pa.array([0, 1, 2, 0, 3]), pa.array(["Acme", "Brook", "Acme", None])
    )


def test_a_text_that_stands_twice_in_a_dictionary_is_one(toms: sv.Framework) -> None:
    """A bidder's total does not fall apart because names were trimmed in their dictionary (C08)."""
    columns = {"bid": twice(), "measure": ["NT10"] * 5, "quantity": [1.0, 2, 3, 4, 5]}
    frame = pa.table(columns)
    totals = sv.total_frame(frame, toms, by=["bid"]).to_pylist()
    assert [(each["bid"], each["value_pence"], each["lines"]) for each in totals] == [
        ("Acme", 201432, 3), ("Brook", 50358, 1), (None, 125895, 1)
    ] or sorted((str(each["bid"]), each["value_pence"]) for each in totals) == [
        ("Acme", 201432), ("Brook", 50358), ("None", 125895)
    ]  # fmt: skip
    chunks = pa.concat_tables([frame, frame])
    again = {each["bid"]: each["value_pence"] for each in sv.total_frame(chunks, toms).to_pylist()}
    assert again == {"Acme": 402864, "Brook": 100716, None: 251790}
    by_measure = pa.table({
        "quantity": [1.0, 2, 3],
        "measure": pa.DictionaryArray.from_arrays(pa.array([0, 1, 0]), pa.array(["NT10", "NT10"])),
    })  # fmt: skip
    (one,) = sv.total_frame(by_measure, toms, by=["measure"]).to_pylist()
    assert (one["measure"], one["lines"]) == ("NT10", 3)


def test_double_counting_sees_through_a_dictionary(toms: sv.Framework) -> None:
    """NT18 and NT19 of one activity are £100, however the bidder is encoded (C08)."""
    names = pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["Acme", "Acme"]))
    frame = pa.table({"bid": names, "measure": ["NT18", "NT19"], "quantity": [100.0] * 2,
                      "unit_value": [1.0] * 2, "activity": names})  # fmt: skip
    assert sv.value_frame(frame, toms)["value_pence"].to_pylist() == [0, 10000]


def test_a_tender_that_stands_twice_in_a_dictionary_is_one() -> None:
    """Rivals are rivals: two bids for one tender do not both have full points (C08)."""
    tenders = pa.DictionaryArray.from_arrays(pa.array([0, 1]), pa.array(["A", "A"]))
    frame = pa.table({"tender": tenders, "value": [1, 3]})
    found = sv.evaluate_frame(frame, sv.RelativeToHighest(), 10, rank=True)
    assert found["points"].to_pylist() == [3.33, 10.0]
    assert found["rank"].to_pylist() == [2, 1]
