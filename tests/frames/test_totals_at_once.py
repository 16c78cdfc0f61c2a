"""Totals in one pass over coded columns: what `total_frame` says line by line, or not at all."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pytest

import socialvalue as sv
from socialvalue.frames.memory import eager, totals
from socialvalue.model.waivers import SwitchOff

pytest.importorskip("numba")


@pytest.fixture
def passes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every table is worth the loop; and the lines that were totalled in one pass."""
    found: list[int] = []
    real = eager.total_rows_at_once

    def told(rows: Any, groups: Any, n_groups: int) -> Any:
        done = real(rows, groups, n_groups)
        found.append(0 if done is None else len(rows))
        return done

    monkeypatch.setattr(totals, "pays", lambda lines: True)
    monkeypatch.setattr(totals, "total_rows_at_once", told)
    return found


def table(wide: sv.Framework, lines: int = 400) -> pl.DataFrame:
    """Lines of measures with and without a value, of bids, and of nobody."""
    draw = np.random.default_rng(4)
    codes = [*[*wide.measures][:12], None, "NO SUCH CODE"]
    codes = [
        each for each in codes if each is None or each not in wide or wide[each].unit != "yes_no"
    ]
    bids = ["Acme", "Brook", "Ställe", None]
    return pl.DataFrame({
        "bid": [bids[each] for each in draw.integers(0, 4, lines)],
        "measure": [codes[each] for each in draw.integers(0, len(codes), lines)],
        "quantity": draw.integers(0, 4_000, lines) / 2,
    }, schema_overrides={"bid": pl.Categorical, "measure": pl.Categorical})  # fmt: skip


KINDS = {
    "polars": lambda frame: frame,
    "pandas": lambda frame: frame.to_pandas(),
    "pyarrow": lambda frame: pa.table({
        name: frame[name].cast(pl.String).to_arrow().dictionary_encode()
        for name in ("bid", "measure")
    } | {"quantity": frame["quantity"].to_arrow()}),
}  # fmt: skip


def plain(found: Any) -> list[list[Any]]:
    """Rows of a total in any library, as texts and whole numbers."""
    import narwhals as nw

    frame = nw.from_native(found, eager_only=True)
    columns = [frame[name].to_list() for name in frame.columns]
    return [[None if each != each else each for each in row] for row in zip(*columns, strict=True)]


@pytest.mark.parametrize("library", KINDS)
@pytest.mark.parametrize("by", [["bid"], ["bid", "theme"], ["measure"], []])
def test_one_pass_comes_to_the_same(
    library: str, by: list[str], wide: sv.Framework, passes: list[int], monkeypatch: Any
) -> None:
    """A bid must not be worth a penny more, nor have a line less, for being totalled sooner."""
    frame = KINDS[library](table(wide))
    found = sv.total_frame(frame, wide, by)
    assert passes == [400]
    monkeypatch.setattr(totals, "pays", lambda lines: False)
    assert plain(found) == plain(sv.total_frame(frame, wide, by))
    assert passes == [400], "the second is what it was compared with"


def test_a_measure_that_is_switched_off_is_worth_nothing(
    make: Any, passes: list[int], monkeypatch: Any
) -> None:
    """It has a value, and does not count: one pass over values alone would pay it."""
    held = make.framework(make.measure("ON", "2.5"), make.measure("OFF", "3.5"))
    tender = make.tender(switch_off=[SwitchOff("OFF", "bought elsewhere")])
    frame = pl.DataFrame({"bid": ["a", "a", "b"], "measure": ["ON", "OFF", "OFF"],
                          "quantity": [2.0, 1.0, 1.0]})  # fmt: skip
    frame = frame.with_columns(pl.col("bid", "measure").cast(pl.Categorical))
    found = sv.total_frame(frame, held, tender=tender)
    assert found.rows() == [("a", 500, 2, 1), ("b", 0, 1, 1)]
    assert passes == [3]


@pytest.mark.parametrize(
    "odd",
    [
        {"quantity": float("nan")}, {"quantity": -1.0}, {"quantity": 1e12}, {"quantity": None},
        {"quantity": 999_999_999.5}, {"quantity": 0.00000012345}, {"unit": "mile"},
        {"share_claimed": 0.25}, {"unit_value": 2.345}, {"place": "nowhere"},
        {"date": dt.date(1999, 1, 1)}, {"basis": "per_year"}, {"deadweight": 0.5},
    ],
)  # fmt: skip
def test_what_a_line_says_of_itself_is_heard(
    odd: dict[str, Any], wide: sv.Framework, passes: list[int], monkeypatch: Any
) -> None:
    """One line in four hundred that asks for more is looked at as ever."""
    frame = table(wide)
    for name, value in odd.items():
        column = frame[name].to_list() if name in frame.columns else [None] * len(frame)
        column[7] = value
        frame = frame.with_columns(pl.Series(name, column, strict=False))
    found = sv.total_frame(frame, wide)
    monkeypatch.setattr(totals, "pays", lambda lines: False)
    assert found.rows() == sv.total_frame(frame, wide).rows()
    valued = sv.value_frame(frame, wide)
    assert found["value_pence"].sum() == valued["value_pence"].sum()
    assert found["lines_refused"].sum() == len(valued) - valued["problem"].null_count()


def test_places_and_days_are_slots_like_any_other(
    wide: sv.Framework, make: Any, passes: list[int], monkeypatch: Any
) -> None:
    """A local figure, and that of another year, are found in one pass too."""
    draw = np.random.default_rng(1)
    lines = 300
    places = [None, make.EAST, make.ESSEX, make.LONDON]
    frame = table(wide, lines).with_columns(
        place=pl.Series([places[each] for each in draw.integers(0, 4, lines)]),
        date=pl.Series([dt.date(2019, 1, 1) + dt.timedelta(int(each))
                        for each in draw.integers(0, 2_000, lines)]),
    )  # fmt: skip
    found = sv.total_frame(frame, wide, ["bid", "financial_year"])
    monkeypatch.setattr(totals, "pays", lambda lines: False)
    assert found.rows() == sv.total_frame(frame, wide, ["bid", "financial_year"]).rows()
    assert passes == [lines]


def test_problems_that_are_to_be_raised_are(wide: sv.Framework, passes: list[int]) -> None:
    """Whoever asked to be stopped is stopped, and what was cleaned is counted."""
    frame = table(wide)
    with pytest.raises(sv.InputError, match="SV209"):
        sv.total_frame(frame, wide, on_problem="raise")
    assert "lines_cleaned" in sv.total_frame(frame, wide, clean=True).columns
    assert passes == []


def test_without_numba_the_lines_are_looked_at(
    wide: sv.Framework, passes: list[int], monkeypatch: Any
) -> None:
    """What is installed beside the library decides nothing but the time."""
    expected = sv.total_frame(table(wide), wide).rows()
    monkeypatch.setattr(eager, "total_pence", lambda *_: None)
    assert sv.total_frame(table(wide), wide).rows() == expected
    assert passes == [400, 0]


def test_a_sum_is_that_of_decimals(wide: sv.Framework, passes: list[int]) -> None:
    """Neither way may be right only by agreeing with the other."""
    frame = table(wide)
    valued = sv.value_frame(frame, wide, on_problem="column")
    total = sum(Decimal(each) for each in valued["value_pence"])
    assert sv.total_frame(frame, wide, []).rows()[0][0] == total
