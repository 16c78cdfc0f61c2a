"""`value_frame` on tables in memory: the same pennies and codes as `value`, on every kind."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.order import ORDER

GROUPINGS = ("bid", "measure", "theme", "outcome", "value_kind", "supplier", "period", "date")


@settings(max_examples=30)
@given(data=st.data())
def test_a_row_is_worth_what_value_says(
    kind: str, frames: SimpleNamespace, data: st.DataObject
) -> None:
    """Whoever works in a dataframe gets the pennies, and the reasons, of one who does not."""
    table, tender, wide = data.draw(frames.tables), data.draw(frames.tenders), frames.wide
    made = frames.EAGER[kind](table)
    found = frames.answers(sv.value_frame(made, wide, tender=tender))
    expected = frames.oracle(table, tender)
    for mine, theirs in zip(found, expected, strict=True):
        if theirs[1] == "?":
            assert mine[0] == 0
            assert "SV2" in mine[1] or "SV3" in mine[1]
        else:
            assert mine == theirs


@settings(max_examples=30)
@given(data=st.data())
def test_totals_are_sums_of_pennies(
    kind: str, frames: SimpleNamespace, data: st.DataObject
) -> None:
    """A total is the sum of its lines, by whatever it is split."""
    table, tender, wide = data.draw(frames.tables), data.draw(frames.tenders), frames.wide
    by = data.draw(st.lists(st.sampled_from(GROUPINGS), unique=True, max_size=3))
    made = frames.EAGER[kind](table)
    lines = frames.answers(sv.value_frame(made, wide, tender=tender))
    expected: dict[tuple[Any, ...], list[int]] = {} if by else {(): [0, 0, 0]}
    for row, (pence, code) in zip(table, lines, strict=True):
        known = row["measure"] in wide
        facets = ("theme", "outcome", "value_kind")
        facts = row | {
            each: getattr(wide[row["measure"]], each) if known else None for each in facets
        }
        group = expected.setdefault(tuple(facts[each] for each in by), [0, 0, 0])
        group[:] = [group[0] + pence, group[1] + 1, group[2] + bool(code)]
    assert totals(sv.total_frame(made, wide, by, tender=tender), by) == expected


def totals(result: Any, by: list[str]) -> dict[tuple[Any, ...], list[int]]:
    """Key to pennies, lines and refused lines."""
    import narwhals as nw

    frame = nw.from_native(result, eager_only=True)
    columns = {name: frame[name].to_list() for name in frame.columns}
    keys = [[_key(each) for each in columns[name]] for name in by]
    counts = (columns["value_pence"], columns["lines"], columns["lines_refused"])
    rows = range(len(frame))
    return {tuple(key[row] for key in keys): [int(c[row]) for c in counts] for row in rows}


def _key(value: Any) -> Any:
    if value is None or value is pd.NA or value != value:
        return None
    return value.date() if isinstance(value, dt.datetime) else value


def test_a_table_comes_back_as_it_went_in(
    kind: str, frames: SimpleNamespace, wide: sv.Framework
) -> None:
    """Same kind, same rows, same index, and the caller's own table untouched."""
    row = {**dict.fromkeys(frames.NAMES), "measure": "A", "quantity": Decimal("2.5")}
    made = frames.EAGER[kind]([row, {**row, "measure": "NOPE"}, row])
    before = made.copy() if isinstance(made, pd.DataFrame) else made
    result = sv.value_frame(made, wide)
    assert type(result) is type(made)
    assert frames.answers(result) == [(1843, ""), (0, "SV209"), (1843, "")]
    if isinstance(made, pd.DataFrame):
        pd.testing.assert_frame_equal(made, before)
        assert list(result.index) == list(made.index)
        kept = [each for each in result.columns if each in made.columns and each != "unit_value"]
        pd.testing.assert_frame_equal(result[kept], made[kept])


@pytest.mark.parametrize("single", [np.float32, pa.float32(), pl.Float32])
def test_32_bit_floats_are_read_as_they_were_written(single: Any, make: SimpleNamespace) -> None:
    """0.1 in 32 bits is a tenth: its widened digits would lift a half penny over the edge."""
    held = make.framework(make.measure("T", "0.25"))
    amounts = [0.1, 1234.1, 0.02, 16777220.0, 0.30000001]
    columns = {"measure": ["T"] * 5, "quantity": amounts}
    frame: Any
    if single is np.float32:
        frame = pd.DataFrame(columns).astype({"quantity": np.float32})
    elif single is pl.Float32:
        frame = pl.DataFrame(columns, schema_overrides={"quantity": pl.Float32})
    else:
        frame = pa.table({**columns, "quantity": pa.array(amounts, single)})
    result = sv.value_frame(frame, held)
    expected = [3, 30853, 1, 419430500, 8]
    assert pl.DataFrame(result)["value_pence"].to_list() == expected


def test_a_line_of_a_billion_is_marked(kind: str, frames: SimpleNamespace, make: Any) -> None:
    """The promise of exactness ends at £1bn; a line beyond is told, and never guessed."""
    held = make.framework(make.measure("A", "1"))
    row = dict.fromkeys(frames.NAMES)
    amounts = ["999999999.99", "999999999.994", "1000000000", "999999999.996"]
    table = [{**row, "measure": "A", "quantity": Decimal(each)} for each in amounts]
    found = frames.answers(sv.value_frame(frames.EAGER[kind](table), held))
    assert found == [(99_999_999_999, ""), (99_999_999_999, ""), (0, "SV512"), (10**11, "")]


def test_not_finite() -> None:
    """A quantity that is no number is told as such, and is worth nothing."""
    toms = sv.load("national-toms", edition="2022")
    frame = pd.DataFrame(
        {"measure": ["NT10"] * 4, "quantity": [np.inf, np.nan, -np.inf, -0.0]},
    )
    result = sv.value_frame(frame, toms)
    assert result["value_pence"].tolist() == [0, 0, 0, 0]
    assert result["problem"].tolist()[:3] == ["SV306", "SV306", "SV306"]
    assert result["problem"].isna().tolist() == [False, False, False, True]


def test_ten_thousand_unknown_codes() -> None:
    """A register of codes that nobody knows is counted, not choked on."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame({"measure": [f"X{n}" for n in range(10_000)], "quantity": 1})
    assert sv.problems(sv.value_frame(frame, toms)) == {"SV209": 10_000}


def test_what_is_no_set_no_tender_and_no_result_is_told() -> None:
    """An id in place of the set, or the table in place of the result, is told in words."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame({"measure": ["NT10"], "quantity": [1]})
    wrong: Any = "national-toms@2022"
    with pytest.raises(sv.InputError, match=r"expected a Framework, found str\n.*sv\.load"):
        sv.value_frame(frame, wrong)
    with pytest.raises(sv.InputError) as caught:
        sv.total_frame(frame, wrong, tender=wrong, columns=wrong)
    assert [each.code for each in caught.value.problems] == ["SV316"] * 3
    with pytest.raises(sv.InputError, match=r"SV325 .*'problem'\n.*give what value_frame gave"):
        sv.problems(frame)
    with pytest.raises(sv.InputError, match="SV316"):
        sv.problems([1])
    assert sv.problems(sv.value_frame(frame.lazy(), toms)) == {}


def test_problems_can_be_raised() -> None:
    """Who asks for it is told all that is wrong, once a code, with the first row of each."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame(
        {"measure": ["NT10", "NO", "NO", "NT10"], "quantity": [1.0, 1.0, 1.0, -1.0]}
    )
    with pytest.raises(sv.InputError) as caught:
        sv.value_frame(frame, toms, on_problem="raise")
    found = [(each.code, each.where) for each in caught.value.problems]
    assert found == [("SV209", "row 2 and 1 more"), ("SV302", "row 4")]
    with pytest.raises(sv.InputError, match="SV312"):
        sv.value_frame(frame, toms, on_problem="ignore")


@pytest.mark.parametrize(
    ("frame", "codes"),
    [
        (pl.DataFrame({"bid": ["a"]}), ["SV325", "SV325"]),
        (pl.DataFrame({"measure": ["NT10"], "quantity": ["1"]}), ["SV327"]),
        (pl.DataFrame({"measure": [1], "quantity": [True]}), ["SV327", "SV327"]),
        (pl.DataFrame({"measure": ["NT10"], "qty": [1], "amount": [1]}), ["SV326"]),
        (pd.DataFrame([["NT10", 1, 2]], columns=["measure", "quantity", "quantity"]), ["SV326"]),
        (pa.table([["NT10"], [1], [2]], names=["measure", "quantity", "quantity"]), ["SV326"]),
        (
            pl.DataFrame(
                {
                    "measure": ["NT10"],
                    "quantity": [1],
                    "date": [dt.datetime(2022, 1, 1, tzinfo=dt.UTC)],
                }
            ),
            ["SV327"],
        ),
    ],
    ids=["missing", "texts", "wrong types", "either", "twice", "twice in pyarrow", "time zone"],
)
def test_a_table_that_cannot_be_read(frame: Any, codes: list[str]) -> None:
    """Columns are never guessed: all that is wrong with them is told at once."""
    toms = sv.load("national-toms", edition="2022")
    with pytest.raises(sv.InputError) as caught:
        sv.value_frame(frame, toms)
    assert [each.code for each in caught.value.problems] == codes


def test_columns_of_other_names() -> None:
    """A workbook with headings of its own is read without renaming it first."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame({"TOM ref": ["NT10"], "qty": [200], "bidder": ["Acme"]})
    result = sv.total_frame(frame, toms, by="bid", columns={"measure": "TOM ref"})
    assert result.rows() == [("Acme", 5035811, 1, 0)]
    with pytest.raises(sv.InputError, match="SV312"):
        sv.value_frame(frame, toms, columns={"mesure": "TOM ref"})


def test_empty(kind: str, frames: SimpleNamespace, wide: sv.Framework) -> None:
    """No rows are worth nothing, and still have their columns."""
    empty = frames.EAGER[kind]([])
    assert frames.answers(sv.value_frame(empty, wide)) == []
    assert totals(sv.total_frame(empty, wide, "bid"), ["bid"]) == {}
    assert totals(sv.total_frame(empty, wide, ()), []) == {(): [0, 0, 0]}


@pytest.mark.parametrize("rows", [0, 3])
def test_keys_keep_their_kind(rows: int, kind: str, frames: SimpleNamespace, make: Any) -> None:
    """A total joins to the table it came from: a category stays one, and so does a text."""
    held = make.framework(make.measure("A", "1"))
    row = {**dict.fromkeys(frames.NAMES), "measure": "A", "quantity": Decimal(1), "bid": "Acme"}
    made = frames.EAGER[kind]([row, {**row, "bid": "Brook", "period": 2024}, row][:rows])
    result = sv.total_frame(made, held, ["bid", "period"])
    import narwhals as nw

    before, after = (nw.from_native(each, eager_only=True) for each in (made, result))
    assert [after.schema[each] for each in ("bid", "period")] == [
        before.schema[each] for each in ("bid", "period")
    ]
    if isinstance(made, pd.DataFrame):
        assert result["bid"].dtype == made["bid"].dtype


@pytest.mark.parametrize("made", ["pandas", "polars", "pyarrow", "views"])
def test_groups_of_many_categories_are_kept_apart(made: str, wide: sv.Framework) -> None:
    """Codes of 8 bits, multiplied, once ran into each other and added bids' totals together."""
    codes = [each.code for each in wide if each.kind != "recorded"]
    pairs = [(f"bid {n}", code) for n in range(128) for code in codes]
    frame = pl.DataFrame(pairs, schema=["bid", "measure"], orient="row").with_columns(quantity=1.0)
    texts = pl.selectors.string()
    table: Any = {
        "pandas": lambda: frame.with_columns(texts.cast(pl.Categorical)).to_pandas(),
        "polars": lambda: frame.with_columns(
            pl.col("bid").cast(pl.Enum([f"bid {n}" for n in range(128)])),
            pl.col("measure").cast(pl.Enum(codes)),
        ),
        "pyarrow": lambda: pa.table(
            {"quantity": frame["quantity"].to_arrow()}
            | {each: pa.array(frame[each].to_list()).dictionary_encode()
               for each in ("bid", "measure")}
        ),
        "views": lambda: frame.to_arrow(compat_level=pl.CompatLevel.newest()),
    }[made]()  # fmt: skip
    result = sv.total_frame(table, wide, ["bid", "measure"])
    lines = pl.DataFrame(result) if made != "pandas" else pl.from_pandas(result)
    found = {(a, b): n for a, b, n in lines.select("bid", "measure", "lines").rows()}
    assert found == dict.fromkeys(pairs, 1)


def test_problems_say_what_they_mean_and_where_they_begin(
    backend: str, frames: SimpleNamespace
) -> None:
    """A code in a column is no dead end: what it means, and which row to look at (part 4)."""
    toms = sv.load("national-toms", edition="2022")
    frame = pl.DataFrame({"measure": ["NT10", "NT10", "NO", "NO"], "quantity": [1.0, -1.0, 1, 1]})
    found = sv.problems(sv.value_frame(frames.BACKENDS[backend](frame), toms))
    assert found == {"SV209": 2, "SV302": 1}
    assert list(found.messages) == ["SV209", "SV302"]
    assert "A code that this set does not have." in str(found)
    lazy = backend in ("polars, lazy", "duckdb", "ibis", "dask", "spark")
    assert found.first == ({} if lazy else {"SV209": 3, "SV302": 2})
    assert ("the first is row 3" in str(found)) is not lazy
    assert str(sv.problems(sv.value_frame(frame[:1], toms))) == "no problems"


def test_the_page_lists_the_codes_in_their_order() -> None:
    """Which code a row shows is written once more for readers, and is the order that counts."""
    page = (Path(__file__).parents[2] / "docs" / "reference" / "frames.md").read_text("utf-8")
    assert ", ".join(ORDER) + "." in page


@pytest.mark.parametrize("item", [["NT10"], {"a": 1}])
@pytest.mark.parametrize(
    ("name", "call", "code"),
    [
        ("measure", sv.value_frame, "SV327"),
        ("bid", sv.total_frame, "SV327"),
        ("activity", sv.value_frame, "SV327"),
        ("problem", sv.value_frame, "SV332"),
    ],
)
def test_an_object_that_is_no_name_is_refused(name: str, call: Any, code: str, item: Any) -> None:
    """A list in a cell ended in a traceback of another library."""
    rows = {"bid": ["A"], "measure": ["NT18"], "quantity": [1.0], "activity": ["x"]}
    before = {"unit_value": [1.0], "value_pence": [100]} if name == "problem" else {}
    frame = pd.DataFrame({**rows, **before, name: [item]})
    with pytest.raises(sv.InputError, match=code):
        call(frame, sv.load("national-toms", edition="2022"))
