"""Totals by region and year, which the place and the date of a row tell."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

import polars as pl
import pytest

import socialvalue as sv

TOMS = sv.load("national-toms", edition="2022")
EAST, WALES, LONDON = "E12000006", "W92000004", "E12000007"
PLACES = {
    "E10000012": EAST, "E07000066": EAST, "W06000015": WALES, "E09000033": LONDON,
    "E12000006": EAST, "K02000001": None, "nowhere": None, None: LONDON,
    "E10000021": "E12000004",
}  # fmt: skip
DAYS = {
    date(2022, 3, 31): (2022, "2021-22"), date(2022, 4, 1): (2022, "2022-23"),
    date(2022, 12, 31): (2022, "2022-23"), date(1999, 4, 1): (1999, "1999-00"),
    date(2023, 1, 1): (2023, "2022-23"), None: (2022, "2022-23"),
}  # fmt: skip
ROWS: list[dict[str, Any]] = [
    {"n": n, "bid": "Acme", "measure": "NT29", "quantity": float(n), "place": place, "date": day}
    for n, (place, day) in enumerate((p, d) for p in PLACES for d in DAYS)
]
HOW: dict[str, Any] = {"place": "E09000033", "on": "2022-06-01"}


def made(frames: SimpleNamespace, backend: str, rows: list[dict[str, Any]] = ROWS) -> Any:
    """The rows as a table of one engine."""
    types = {"place": pl.String, "date": pl.Date}
    return frames.BACKENDS[backend](pl.DataFrame(rows, schema_overrides=types))


def counted(frames: SimpleNamespace, result: Any) -> Counter[tuple[Any, ...]]:
    """How many lines each group has, by its key; a missing key as None."""
    held = frames.collected(result)
    keys = held.select(pl.exclude("value_pence", "lines", "lines_refused"))
    plain = [tuple(None if each != each else each for each in key) for key in keys.rows()]
    return Counter(dict(zip(plain, held["lines"].to_list(), strict=True)))


def test_rows_are_counted_where_and_when_they_fall(backend: str, frames: SimpleNamespace) -> None:
    """A job in Southend is one of the East of England, and one of March of the year before."""
    found = sv.total_frame(
        made(frames, backend), TOMS, by=["region", "year", "financial_year"], **HOW
    )
    expected = Counter((PLACES[row["place"]], *DAYS[row["date"]]) for row in ROWS)
    assert counted(frames, found) == expected
    by_year = sv.total_frame(made(frames, backend), TOMS, by="year", **HOW)
    assert counted(frames, by_year) == Counter((DAYS[row["date"]][0],) for row in ROWS)


def test_the_pennies_of_regions_are_those_of_all(backend: str, frames: SimpleNamespace) -> None:
    """Splitting by region and year neither loses nor doubles a penny."""
    table = made(frames, backend)
    split = frames.collected(sv.total_frame(table, TOMS, by=["region", "year", "theme"], **HOW))
    whole = frames.collected(sv.total_frame(table, TOMS, by=[], **HOW))
    assert split["value_pence"].sum() == whole["value_pence"].to_list()[0] > 0
    assert split["lines_refused"].sum() == whole["lines_refused"].to_list()[0] > 0


def test_a_column_of_that_name_is_the_users(backend: str, frames: SimpleNamespace) -> None:
    """A table that has a column called 'year' or 'region' is totalled by that."""
    own = [{**row, "year": "first", "region": 7} for row in ROWS]
    found = sv.total_frame(made(frames, backend, own), TOMS, by=["year", "region"], **HOW)
    assert counted(frames, found) == {("first", 7): len(ROWS)}


def test_no_year_is_guessed(backend: str, frames: SimpleNamespace) -> None:
    """Without a column of days all rows would fall into the tender's year: it is asked for."""
    bare = [{k: v for k, v in row.items() if k not in ("date", "place")} for row in ROWS]
    with pytest.raises(sv.InputError) as caught:
        sv.total_frame(made(frames, backend, bare), TOMS, by=["region", "financial_year"], **HOW)
    told = [(each.code, each.message) for each in caught.value.problems]
    assert told == [("SV325", "there is no column 'place'"), ("SV325", "there is no column 'date'")]
    said = [{**row, "when": date(2023, 5, 1), "where": "E10000012"} for row in bare]
    names = {"date": "when", "place": "where"}
    keys = ["region", "financial_year"]
    table = made(frames, backend, said)
    found = sv.total_frame(table, TOMS, by=keys, columns=names, on="2022-06-01")
    assert counted(frames, found) == {(EAST, "2023-24"): len(ROWS)}


def test_columns_without_a_cell_are_those_of_the_tender(
    backend: str, frames: SimpleNamespace
) -> None:
    """Empty cells say nothing, and the tender's place and day hold for all rows."""
    empty = [{**row, "date": None, "place": None} for row in ROWS]
    found = sv.total_frame(made(frames, backend, empty), TOMS, by=["region", "year"], **HOW)
    assert counted(frames, found) == {(LONDON, 2022): len(ROWS)}
    nowhere = sv.total_frame(made(frames, backend, empty), TOMS, by=["region"], on="2022-06-01")
    assert counted(frames, nowhere) == {(None,): len(ROWS)}


def test_kinds_of_texts_and_days_change_no_key(kind: str, frames: SimpleNamespace) -> None:
    """Categories, dictionaries, objects and times: the same regions and years."""
    rows = [{**dict.fromkeys(frames.NAMES), "measure": "NT29", "quantity": 1,
             "place": row["place"], "date": row["date"]} for row in ROWS]  # fmt: skip
    found = sv.total_frame(frames.EAGER[kind](rows), TOMS, by=["region", "year"], **HOW)
    expected = Counter((PLACES[row["place"]], DAYS[row["date"]][0]) for row in ROWS)
    assert counted(frames, found) == expected
    times = [{"measure": "NT29", "quantity": 1, "date": datetime(2022, 12, 31, 23)}]  # noqa: DTZ001
    assert sv.total_frame(pl.DataFrame(times), TOMS, by="year")["year"].to_list() == [2022]
