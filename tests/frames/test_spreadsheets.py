"""No text that we write into a CSV file is a formula, and none is lost by it."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from socialvalue.cli import main
from socialvalue.cli.out.render import as_csv
from socialvalue.sheets import guarded, guarded_sql, unguarded, unguarded_sql

duckdb = pytest.importorskip("duckdb")

HOSTILE = [
    "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "-2+3", "\t=1", " =1", "\u00a0=1", "\r=1", "\n=1",
    "\uff1dA1", "'=1", "''@x", "\u200b=1",
]  # fmt: skip
HARMLESS = ["Acme", "'A'", "O'Neill", "a=b", "1-2", "", "'", "''", "#1"]
TEXTS = st.text(st.sampled_from("'=+-@\t\r\n \u00a0\uff1dA1") | st.characters(codec="utf-8"))


@pytest.mark.parametrize("text", HOSTILE)
def test_what_a_spreadsheet_would_run_is_a_text(text: str) -> None:
    """A bidder's name is opened by officers; it must do nothing there."""
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    """Names are not changed without need."""
    assert (guarded(text), unguarded(text)) == (text, text)


@given(TEXTS)
@example("\x1f=1+1")
def test_every_text_is_found_again(text: str) -> None:
    """Two names never become one by the guard, and what we wrote is read as it was."""
    assert unguarded(guarded(text)) == text
    assert not guarded(text).lstrip().startswith(("=", "+", "-", "@"))


@settings(deadline=None, max_examples=20)
@given(st.lists(TEXTS.filter(lambda text: "\x00" not in text), min_size=1))
def test_the_engine_guards_alike(texts: list[str]) -> None:
    """Large tables are guarded by DuckDB, by the same rule."""
    rows = duckdb.sql("SELECT unnest($texts) AS x", params={"texts": texts})
    written = rows.project(f"{guarded_sql('x')} AS x")
    back = [each for (each,) in written.project(unguarded_sql("x")).fetchall()]
    for text, found, read in zip(
        texts, (each for (each,) in written.fetchall()), back, strict=True
    ):
        assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]", found)
        if text.isprintable():
            assert (found, read) == (guarded(text), text)


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_command_writes_no_formula(tmp_path: Path, ending: str) -> None:
    """`value --output x.csv` wrote =cmd|… as it was; the page promises an apostrophe."""
    names = [*HOSTILE, "\x1b[31mred", "Acme"]
    frame = pl.DataFrame(
        {"bid": names, "measure": "NT10", "quantity": 1.0, "=note": "+1", "change": "-5.5"}
    )
    source, target = tmp_path / f"a.{ending}", tmp_path / "out.csv"
    (frame.write_csv if ending == "csv" else frame.write_parquet)(source)
    for words in ([], ["--by", "bid"]):
        how = ["value", str(source), "--set", "national-toms@2022", *words]
        assert main([*how, "--output", str(target)]) == 0
        with target.open(newline="", encoding="utf-8") as text:
            rows = list(csv.DictReader(text, strict=True))
        found = {each["bid"] for each in rows}
        plain = [each for each in HOSTILE if each.isprintable() and not each.startswith("'")]
        assert {f"'{each}" for each in plain} <= found
        assert {"\u241b[31mred", "Acme", "'\t=1"} <= found
        assert not [
            each for row in rows for each in row.values() if each.startswith(tuple("=+@\t\r"))
        ]
        assert {each["value_pence"] for each in rows} == {"25179"}
        if not words:
            assert {row["'=note"] for row in rows} == {"'+1"}
            assert {row["change"] for row in rows} == {"-5.5" if ending == "csv" else "'-5.5"}


def test_other_kinds_of_files_hold_the_texts_themselves(tmp_path: Path) -> None:
    """A Parquet file is data: nothing opens it as a sheet."""
    source, target = tmp_path / "a.csv", tmp_path / "out.parquet"
    source.write_text('bid,measure,quantity\n"=1+1",NT10,1\n', encoding="utf-8")
    how = ["value", str(source), "--set", "national-toms@2022", "--output", str(target)]
    assert main(how) == 0
    assert pl.read_parquet(target)["bid"].to_list() == ["=1+1"]


def test_what_the_command_wrote_it_reads_as_it_was(tmp_path: Path) -> None:
    """A bid is called the same in the second run as in the first, however often it is repeated."""
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    text = "bid,measure,quantity\n" + "".join(f'"{each}",NT10,1\n' for each in HOSTILE)
    (tmp_path / "source.csv").write_bytes(text.encode())
    how = ["--set", "national-toms@2022", "--by", "bid,measure"]
    assert main(["value", str(tmp_path / "source.csv"), *how, "--output", str(first)]) == 0
    again = first.read_text(encoding="utf-8").replace("value_pence", "quantity")
    (tmp_path / "again.csv").write_text(again, encoding="utf-8", newline="")
    assert main(["value", str(tmp_path / "again.csv"), *how, "--output", str(second)]) == 0
    names = [
        list(csv.reader(each.read_bytes().decode().splitlines(keepends=True)))
        for each in (first, second)
    ]
    assert sorted(row[0] for row in names[0]) == sorted(row[0] for row in names[1])


def test_a_number_is_no_text() -> None:
    """A negative figure stays one that can be summed."""
    assert as_csv(["a", "b"], [[-5, "-x"], [-0.5, "=1"]]) == "a,b\n-5,'-x\n-0.5,'=1"
