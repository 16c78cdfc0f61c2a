"""Lazy tables and engines of queries: the same pennies and codes as tables in memory."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import socialvalue as sv
from socialvalue.engine.exact import line_pence

GROUPINGS = ("bid", "measure", "theme", "outcome", "value_kind", "supplier", "period")


@settings(max_examples=12)
@given(data=st.data())
def test_a_lazy_row_is_worth_what_one_in_memory_is(
    quick: str, frames: SimpleNamespace, data: st.DataObject
) -> None:
    """The engine that holds the table decides nothing."""
    same_rows(quick, frames, data.draw(frames.tables), data.draw(frames.tenders))


@settings(max_examples=8)
@given(data=st.data())
def test_lazy_totals_are_those_of_memory(
    quick: str, frames: SimpleNamespace, data: st.DataObject
) -> None:
    """Totals, lines and refused lines are the same by whatever they are split."""
    by = data.draw(st.lists(st.sampled_from(GROUPINGS), unique=True, max_size=3))
    same_totals(quick, frames, data.draw(frames.tables), data.draw(frames.tenders), by)


@settings(max_examples=2, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_spark_is_worth_what_memory_is(
    spark: str, frames: SimpleNamespace, data: st.DataObject
) -> None:
    """Spark plans for seconds, so it is given few tables, and many rows in each."""
    table, tender = data.draw(frames.large_tables), data.draw(frames.tenders)
    same_rows(spark, frames, table, tender)
    same_totals(spark, frames, table, tender, ["bid", "theme", "supplier"])


@pytest.mark.parametrize(("seed", "years"), [(1, "1.5"), (2, 3)])
def test_thousands_of_rows_are_worth_what_they_are_in_memory(
    lazy: str, seed: int, years: Any, frames: SimpleNamespace, make: Any
) -> None:
    """A fault that one row in a thousand shows is found before a supplier finds it."""
    table = frames.many_rows(5_000, seed)
    same_rows(lazy, frames, table, make.tender(years=years, place=None))


def same_rows(kind: str, frames: SimpleNamespace, table: Any, tender: sv.Tender) -> None:
    """Each row has the pennies and the code that it has in memory."""
    expected = frames.answers(sv.value_frame(frames.polars(table), frames.wide, tender=tender))
    result = sv.value_frame(frames.LAZY[kind](table), frames.wide, tender=tender)
    assert frames.answers(frames.collected(result)) == expected


def same_totals(
    kind: str, frames: SimpleNamespace, table: Any, tender: sv.Tender, by: list[str]
) -> None:
    """Each group has the total that it has in memory."""
    expected = sv.total_frame(frames.polars(table), frames.wide, by, tender=tender)
    result = sv.total_frame(frames.LAZY[kind](table), frames.wide, by, tender=tender)
    assert plain(frames.collected(result)) == plain(expected)


def plain(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    """The rows, in one order, whatever their types."""
    texts = pl.selectors.string() | pl.selectors.categorical()
    rows = frame.with_columns(texts.cast(pl.String)).rows()
    return sorted(rows, key=repr)


@settings(max_examples=8)
@given(data=st.data())
def test_polars_streams_to_the_same_totals(frames: SimpleNamespace, data: st.DataObject) -> None:
    """However polars cuts a table into parts, its totals stay what they are."""
    table, wide = data.draw(frames.tables), frames.wide
    made = frames.polars(table).drop("activity")
    lazy = sv.total_frame(made.lazy(), wide, ["bid", "theme"])
    assert plain(lazy.collect(engine="streaming")) == plain(
        sv.total_frame(made, wide, ["bid", "theme"])
    )


def test_lazy_stays_lazy(lazy: str, frames: SimpleNamespace, monkeypatch: Any) -> None:
    """Asking for a value reads no row: the user says when, and where it goes."""
    row = {**dict.fromkeys(frames.NAMES), "measure": "A", "quantity": 2}
    made = frames.LAZY[lazy]([row, row])

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a row was read")

    for kind in (pl.LazyFrame, type(made)):
        for name in ("collect", "compute", "fetchall", "arrow", "pl", "df", "execute"):
            if hasattr(kind, name):
                monkeypatch.setattr(kind, name, refuse)
    assert isinstance(sv.value_frame(made, frames.wide), type(made))
    assert isinstance(sv.total_frame(made, frames.wide, "bid"), type(made))


def test_a_lazy_table_cannot_raise(lazy: str, frames: SimpleNamespace) -> None:
    """What has not been read cannot be refused yet; that is said, and not forgotten."""
    made = frames.LAZY[lazy]([])
    with pytest.raises(sv.InputError, match="SV312"):
        sv.value_frame(made, frames.wide, on_problem="raise")


def test_a_table_of_nobody_knows_what() -> None:
    """A list is no table, and is refused in words."""
    with pytest.raises(sv.InputError, match="SV316"):
        sv.value_frame([1, 2], sv.load("national-toms", edition="2022"))


def test_ties_are_rounded_up_everywhere(lazy: str, frames: SimpleNamespace, make: Any) -> None:
    """Half a penny goes up, and a hair less goes down: thousands of ties, to the last decimal."""
    values = ["16.93", "0.716470", "251.7905723", "19.995", "3.3335", "0.0033", "15382.904"]
    held = make.framework(*(make.measure(f"M{n}", each) for n, each in enumerate(values)))
    draw = random.Random(20240401)  # noqa: S311
    row = dict.fromkeys(frames.NAMES)
    table = []
    for _ in range(6_000):
        number = draw.randrange(len(values))
        table.append({**row, "measure": f"M{number}", "quantity": near_tie(values[number], draw)})
    expected = frames.answers(sv.value_frame(frames.polars(table), held))
    by_hand = [line_pence(each["quantity"], Decimal(values[int(each["measure"][1:])]))
               for each in table]  # fmt: skip
    assert [pence for pence, _ in expected] == by_hand
    result = frames.collected(sv.value_frame(frames.LAZY[lazy](table), held))
    assert frames.answers(result) == expected


def near_tie(value: str, draw: random.Random) -> Decimal:
    """A quantity of up to six decimals whose worth is near, or at, half a penny."""
    pence = Fraction(draw.randrange(1, 10 ** draw.randrange(3, 10))) + Fraction(1, 2)
    exact = pence / 100 / Fraction(value)
    places = draw.randrange(1, 7)
    return Decimal(int(exact * 10**places) + draw.randrange(2)).scaleb(-places)


@pytest.mark.parametrize("value", ["row(1, 2)", "union_value(a := 1)", "uuid()", "1::bit"])
@pytest.mark.parametrize("role", ["quantity", "years", "date", "measure", "unit_value"])
def test_a_type_that_only_the_engine_knows_is_refused_by_its_column(role: str, value: str) -> None:
    """A figure must be told what is wrong with its column, not a fault of the engine's own."""
    duckdb = pytest.importorskip("duckdb")
    toms = sv.load("national-toms", edition="2022")
    cells = {"bid": "'Acme'", "measure": "'NT29'", "quantity": "3"}
    sound = ", ".join(f"{each} AS {name}" for name, each in cells.items())
    assert sv.value_frame(duckdb.sql(f"SELECT {sound}"), toms).fetchall()[0][-2:] == (5079, None)
    odd = ", ".join(f"{each} AS {name}" for name, each in {**cells, role: value}.items())
    with pytest.raises(sv.InputError, match=f"SV327 column '{role}'"):
        sv.value_frame(duckdb.sql(f"SELECT {odd}"), toms)


@pytest.mark.parametrize("role", ["years", "share_claimed", "date", "unit", "place", "unit_value"])
def test_a_column_of_nothing_says_nothing_whatever_its_type(role: str) -> None:
    """An optional column that nobody filled in keeps no row from counting."""
    duckdb = pytest.importorskip("duckdb")
    toms = sv.load("national-toms", edition="2022")
    rows = f"SELECT 'Acme' AS bid, 'NT29' AS measure, 3 AS quantity, NULL AS {role}"
    assert sv.value_frame(duckdb.sql(rows), toms).fetchall()[0][-2:] == (5079, None)


@pytest.mark.parametrize("by", [[""], ["", "bid"], ["bid", ""]])
def test_a_column_without_a_name_can_be_totalled_by(by: list[str]) -> None:
    """Tables saved with their row numbers have such a column; lazy or not, it is a group."""
    toms = sv.load("national-toms", edition="2022")
    rows = {"": ["x", "x", "y"], "bid": ["Acme"] * 3, "measure": ["NT29"] * 3, "quantity": [1] * 3}
    eager = sv.total_frame(pl.DataFrame(rows), toms, by=by)
    lazy = sv.total_frame(pl.DataFrame(rows).lazy(), toms, by=by).collect()
    assert sorted(eager.rows()) == sorted(lazy.rows())
    assert sorted(eager["value_pence"].to_list()) == [1693, 3386]
