"""Plain lazy tables of polars, in its own expressions: memory's pennies, and no call of Python."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

import socialvalue as sv
from socialvalue.engine.exact import line_pence
from socialvalue.frames.engines import plain_polars
from socialvalue.frames.memory import totals

RELEASE = tuple(int(each) for each in pl.__version__.split(".")[:2])
pytestmark = pytest.mark.skipif(
    RELEASE < plain_polars._LEAST, reason="older polars joins no categories of two tables"
)

STRANGE = (
    None, float("nan"), float("inf"), -float("inf"), -1.0, -0.0, 0.0, 1e11, 1e12, 1e300, 5e-324,
    2.0**32, 2.0**33 + 0.5, 0.5, 1.5, 999_999_999.99, 1 / 3, 0.005, 0.125, 33_333_333.335,
)  # fmt: skip
KINDS = {
    "texts": pl.String,
    "categories": pl.Categorical,
    "enum": pl.Enum(["NO SUCH CODE", "A", "HELP", "PLEDGE", "DATED", "STAFF"]),
}


@pytest.fixture
def in_polars(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever would hand lines to Python fails."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("lines are handed to Python")

    monkeypatch.setattr(pl.LazyFrame, "map_batches", refused)
    monkeypatch.setattr(pl.Expr, "map_batches", refused)
    monkeypatch.setattr(pl.Expr, "map_elements", refused)


def same(frame: pl.DataFrame, held: sv.Framework, *, engine: Any = "auto", **said: Any) -> None:
    """Each row, and each total, is what the table in memory says."""
    rows = sv.value_frame(frame.lazy(), held, **said).collect(engine=engine)
    assert_frame_equal(rows, sv.value_frame(frame, held, **said), check_exact=True)
    for by in ([], ["bid"], ["bid", "theme"], ["measure", "value_kind"]):
        found = sv.total_frame(frame.lazy(), held, by, **said).collect(engine=engine)
        expected = sv.total_frame(frame, held, by, **said)
        assert found.schema == expected.schema
        assert sorted(found.rows(), key=repr) == sorted(expected.rows(), key=repr)


def lines(wide: sv.Framework, count: int, kind: Any = pl.String, seed: int = 2) -> pl.DataFrame:
    """Lines of every measure of a set, of one that is not in it, and of none."""
    draw = np.random.default_rng(seed)
    codes = [*wide.measures, *wide.codes, "NO SUCH CODE", None]
    chosen = [codes[each] for each in draw.integers(0, len(codes), count)]
    return pl.DataFrame({
        "note": [f"row {each}" for each in range(count)],
        "measure": pl.Series(chosen, dtype=pl.String).cast(kind, strict=False),
        "quantity": draw.integers(0, 2_000_000, count) / draw.choice([1, 2, 8, 100, 10**6], count),
        "bid": [["Acme", "Brook", None][each] for each in draw.integers(0, 3, count)],
    })  # fmt: skip


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_every_row_and_total_is_that_of_memory(
    kinds: str, engine: Any, wide: sv.Framework, in_polars: None
) -> None:
    """A bid must not gain a penny because its table is lazy, nor lose its place in it."""
    same(lines(wide, 3_000, KINDS[kinds]), wide, engine=engine)


def places_and_days(
    frame: pl.DataFrame, held: sv.Framework, seed: int, kind: Any, time: Any
) -> pl.DataFrame:
    """The same lines, each somewhere and some day: in the set's places, in no place, nowhere."""
    draw = np.random.default_rng(seed)
    places, count = [*held.places, "nowhere", "", None], len(frame)
    starts = [each.start for one in held if one.proxy for each in one.proxy.values]
    days = [None, *(start + dt.timedelta(days=by) for start in starts for by in (-1, 0, 1))]
    days += [dt.date(1969, 12, 31), dt.date(2024, 2, 29), dt.date(2022, 3, 31)]
    where = [places[each] for each in draw.integers(0, len(places), count)]
    when = [days[each] for each in draw.integers(0, len(days), count)]
    late = pl.duration(seconds=pl.lit(pl.Series(draw.integers(0, 86_400, count))))
    date = pl.Series(when, dtype=pl.Date)
    return frame.with_columns(
        place=pl.Series(where, dtype=pl.String).cast(kind, strict=False),
        date=date
        if time is None
        else (date.cast(pl.Datetime(time)) + late).cast(pl.Datetime(time)),
    )


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("time", [None, "ms", "ns"])
def test_places_and_days_of_rows_are_those_of_memory(
    engine: Any, kinds: str, time: Any, wide: sv.Framework, make: SimpleNamespace, in_polars: None
) -> None:
    """What was offered for Essex in March must not be paid at the national rate of June."""
    enum = pl.Enum([*list(wide.places)[::2], "nowhere"])
    kind = enum if kinds == "enum" else KINDS[kinds]
    frame = places_and_days(lines(wide, 2_000), wide, 5, kind, time)
    tender = make.tender(place=make.LONDON)
    for said in ({}, {"tender": tender}, {"place": make.LONDON, "on": "2021-03-01"}):
        same(frame, wide, engine=engine, **said)
        same(frame.drop("date"), wide, engine=engine, **said)
        same(frame.drop("place"), wide, engine=engine, **said)
    rows = sv.value_frame(frame, wide, tender=tender)
    assert {"SV210", "SV508", "SV209", None} <= {*rows["problem"]}, "the rules are met"
    assert rows.filter(pl.col("value_pence") > 0)["unit_value"].n_unique() > 2


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), time=st.sampled_from([None, "us"]))
def test_any_places_and_days_are_those_of_memory(
    seed: int, time: Any, wide: sv.Framework, make: SimpleNamespace
) -> None:
    """Which rule speaks first does not depend on whether a table is lazy."""
    frame = lines(wide, 60, seed=seed).with_columns(
        quantity=pl.Series([STRANGE[each % len(STRANGE)] for each in range(60)], dtype=pl.Float64)
        .shuffle(seed)
        .cast(pl.Float32)
        .cast(pl.Float64)
    )
    frame = places_and_days(frame, wide, seed, pl.String, time)
    tender = make.tender(place=make.LONDON)
    memory = sv.value_frame(frame, wide, tender=tender)
    found = sv.value_frame(frame.lazy(), wide, tender=tender).collect()
    marked = found["problem"].eq_missing("SV512") & memory["problem"].ne_missing("SV512")
    same(frame.filter(~marked), wide, tender=tender)


@pytest.mark.parametrize(
    "by", [["region"], ["year"], ["financial_year"], ["region", "year", "theme"], ["place", "date"]]
)
@pytest.mark.parametrize("time", [None, "us"])
def test_regions_and_years_are_grouped_by_as_in_memory(
    by: list[str], time: Any, wide: sv.Framework, make: SimpleNamespace, in_polars: None
) -> None:
    """A line without a place or a day is counted where, and when, the table is."""
    frame = places_and_days(lines(wide, 2_000), wide, 9, pl.String, time)
    empty = frame.with_columns(
        place=pl.lit(None, pl.String), date=pl.lit(None, frame.schema["date"])
    )
    for table in (frame, empty):
        for place in (None, make.LONDON):
            found = sv.total_frame(table.lazy(), wide, by, place=place).collect()
            expected = sv.total_frame(table, wide, by, place=place)
            assert found.schema == expected.schema
            assert sorted(found.rows(), key=repr) == sorted(expected.rows(), key=repr)


def test_a_set_without_places_has_none_that_is_known(
    make: SimpleNamespace, in_polars: None
) -> None:
    """A place that no set knows is told in polars too, and a line without one counts."""
    held = make.framework(make.measure("M", "2.00"), places={})
    frame = pl.DataFrame({"bid": ["a", "a"], "measure": ["M", "M"], "quantity": [1.0, 2.0],
                          "place": ["E12000007", None]})  # fmt: skip
    same(frame.drop("bid").with_columns(bid=pl.lit("a")), held)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_strange_quantities_are_what_they_are_in_memory(
    wide: sv.Framework, data: st.DataObject
) -> None:
    """A slip of the keyboard is told by the same code, and poisons no total."""
    codes = st.sampled_from([*wide.measures, "NO SUCH CODE", None])
    places = st.integers(0, 6).flatmap(
        lambda places: st.integers(0, 10**9).map(lambda each: each / 10**places)
    )
    drawn = data.draw(st.lists(st.tuples(codes, st.sampled_from(STRANGE) | places), max_size=12))
    frame = pl.DataFrame(
        {"bid": [*"ab"] * 6, "measure": [None] * 12, "quantity": [0.0] * 12},
        schema={"bid": pl.String, "measure": pl.String, "quantity": pl.Float64},
    ).head(len(drawn)).with_columns(
        measure=pl.Series([code for code, _ in drawn], dtype=pl.String),
        quantity=pl.Series([amount for _, amount in drawn], dtype=pl.Float64),
    )  # fmt: skip
    memory, found = sv.value_frame(frame, wide), sv.value_frame(frame.lazy(), wide).collect()
    marked = found["problem"].eq_missing("SV512") & memory["problem"].ne_missing("SV512")
    assert all(1e6 * each != round(1e6 * each) or each > 1e6
               for each in frame.filter(marked)["quantity"])  # fmt: skip
    same(frame.filter(~marked), wide)


@pytest.mark.parametrize("whole", [pl.Int8, pl.Int64, pl.UInt32, pl.UInt64])
def test_whole_numbers_are_quantities(whole: Any, wide: sv.Framework, in_polars: None) -> None:
    """People and weeks are counted in whole numbers."""
    frame = lines(wide, 200).with_columns(quantity=(pl.int_range(200) % 120).cast(whole))
    same(frame, wide)


@settings(max_examples=40, deadline=None)
@given(
    drawn=st.lists(st.tuples(st.integers(1, 10**9), st.integers(0, 10**6)), min_size=1, max_size=40)
)
def test_half_a_penny_is_settled_as_decimals_settle_it(
    make: SimpleNamespace, drawn: list[tuple[int, int]]
) -> None:
    """A tie decides an award: it is rounded up, and what only looks like one is not."""
    values = [Decimal(2 * each + 1).scaleb(-3) for each, _ in drawn]
    held = make.framework(*(make.measure(f"M{at}", str(v)) for at, v in enumerate(values)))
    amounts = [Decimal(each) + Decimal("0.5") for _, each in drawn]
    frame = pl.DataFrame({"measure": [f"M{at}" for at in range(len(drawn))],
                          "quantity": [*map(float, amounts)]})  # fmt: skip
    found = sv.value_frame(frame.lazy(), held).collect()
    rows = zip(found.rows(named=True), values, amounts, strict=True)
    for row, value, amount in rows:
        exact = value * amount * 100
        beyond = exact > 10**11 - 1
        assert row["value_pence"] == (0 if beyond else line_pence(amount, value)) or beyond
        assert row["problem"] in ({None, "SV512"} if beyond else {None})


def test_what_cannot_be_proved_is_said(make: SimpleNamespace) -> None:
    """Seven decimals just at half a penny are marked, and never guessed; others are proved."""
    held = make.framework(make.measure("M", "10000.00"))
    frame = pl.DataFrame({"measure": ["M"] * 3, "quantity": [1.0000005, 1.0000004, 1.5]})
    found = sv.value_frame(frame.lazy(), held).collect()
    assert found["problem"].to_list() == ["SV512", None, None]
    assert found["value_pence"].to_list() == [0, 1000000, 1500000]
    assert sv.total_frame(frame.lazy(), held, []).collect().rows() == [(2500000, 3, 1)]
    assert sv.value_frame(frame, held)["value_pence"].to_list()[0] == 1000001


def test_a_result_is_valued_again_in_its_place(wide: sv.Framework) -> None:
    """Old pounds are replaced where they stand, and never read as given values.

    Whether the column of problems is a result's or somebody's notes stands in its rows alone, so
    that these are looked at in parts.
    """
    once = sv.value_frame(lines(wide, 50), wide)
    stale = once.with_columns(value_pence=pl.lit(7, pl.Int64), problem=pl.lit(None, pl.String))
    again = sv.value_frame(stale.lazy(), wide).collect()
    assert again.equals(once)


def test_a_result_beside_a_result_stays_in_polars(wide: sv.Framework, in_polars: None) -> None:
    """Under other names nothing of an earlier result is touched, and no line is handed on."""
    once = sv.value_frame(lines(wide, 50), wide)
    beside = sv.value_frame(once.lazy(), wide, prefix="new_").collect()
    assert beside["new_value_pence"].to_list() == once["value_pence"].to_list()


def test_what_a_row_adds_goes_the_other_way(wide: sv.Framework) -> None:
    """Shares, years and own values are heard, though these lines are read in parts."""
    frame = lines(wide, 300)
    for more in (
        {"share_claimed": 0.25}, {"unit_value": 2.345}, {"years": 1.5},
        {"sv_note": "mine"},
    ):  # fmt: skip
        table = frame.with_columns(**{name: pl.lit(each) for name, each in more.items()})
        rows = sv.value_frame(table.lazy(), wide).collect()
        assert rows.equals(sv.value_frame(table, wide))
        plain = sv.value_frame(frame, wide)
        assert "sv_note" in more or not rows["problem"].equals(plain["problem"]) or (
            rows["value_pence"].sum() != plain["value_pence"].sum()
        )  # fmt: skip


def test_a_tender_decides_which_measures_count(
    wide: sv.Framework, frames: SimpleNamespace, make: SimpleNamespace, in_polars: None
) -> None:
    """Given values, short lists and the day of the notice hold in polars too."""
    frame = lines(wide, 400)
    for shortlist in ((), ("A", "TRIP")):
        same(frame, wide, tender=make.tender(shortlist=shortlist))
    same(frame, wide, on="2021-03-01", place=make.LONDON)


@pytest.mark.parametrize("kinds", KINDS)
@pytest.mark.parametrize("by", [[], ["bid"], ["bid", "theme"]])
def test_a_machine_of_many_cores_comes_to_the_same(
    kinds: str, by: list[str], wide: sv.Framework, in_polars: None, monkeypatch: Any
) -> None:
    """What a bid is worth does not depend on the machine that it is valued on, nor its order."""
    frame = lines(wide, 4_000, KINDS[kinds]).filter(pl.col("quantity") < 3_000)
    expected = sv.total_frame(frame, wide, by, threads=1)
    monkeypatch.setattr(totals, "WORTH_A_THREAD", 1)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 16)
    done: list[bool] = []
    real = plain_polars.PlainTable.proved_total

    def told(*given: Any) -> Any:
        found = real(*given)
        done.append(found is not None)
        return found

    monkeypatch.setattr(plain_polars.PlainTable, "proved_total", told)
    assert_frame_equal(sv.total_frame(frame, wide, by, threads=16), expected, check_exact=True)
    assert done == [True]
    assert_frame_equal(sv.total_frame(frame, wide, by, threads=2), expected, check_exact=True)
    assert done == [True], "few cores go the other way"
    unproved = pl.DataFrame({"bid": ["Acme"], "measure": ["HELP"], "quantity": [1e12 - 1]})
    more = pl.concat(
        [frame, unproved.cast({"measure": KINDS[kinds]}, strict=False)], how="diagonal"
    )
    found = sv.total_frame(more, wide, by, threads=16)
    assert_frame_equal(found, sv.total_frame(more, wide, by, threads=1), check_exact=True)
    assert done == [True, False], "a line that polars cannot prove is looked at"


def test_a_column_of_notes_is_not_overwritten_in_a_lazy_table() -> None:
    """An officer's notes beside each row were gone, where the same table in memory refuses."""
    notes = pl.DataFrame({
        "bid": ["A", "B"], "measure": ["NT10", "NT29"], "quantity": [200.0, 30.0],
        "value_pence": [1, 2], "problem": ["ask supplier", "phoned 3 May"],
    })  # fmt: skip
    toms = sv.load("national-toms", edition="2022")
    for table in (notes, notes.lazy()):
        with pytest.raises(Exception, match="SV332"):
            sv.value_frame(table, toms).lazy().collect()
    assert "problem" in sv.value_frame(notes.drop("problem", "value_pence").lazy(), toms).collect()
