"""The tables as one workbook: the same rows, typed, by the government's rules for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from typing import Any

import attrs
import openpyxl
import pytest
from tests.reports.invented import ON, contract

import socialvalue as sv
from socialvalue.reports.bi import workbook
from socialvalue.reports.bi.package import star_files, star_notes
from socialvalue.reports.bi.workbook import WORKBOOK

DAY = date.fromisoformat(ON)


@pytest.fixture(scope="module", params=[False, True], ids=["public", "contract-team"])
def files(request: pytest.FixtureRequest, register: Any) -> dict[str, bytes]:
    return star_files(register, DAY, restricted=request.param)


def as_csv(value: Any) -> str:
    """A cell as the CSV file writes it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def test_it_holds_the_tables_cell_by_cell(files: dict[str, bytes]) -> None:
    """Two files of one star that differ leave nobody knowing which to believe."""
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    names = [name.removesuffix(".csv") for name in files if name.endswith(".csv")]
    assert book.sheetnames == ["Contents and notes", *names]
    for name in names:
        rows = [*csv.reader(io.StringIO(files[f"{name}.csv"].decode()))]
        cells = [*book[name].iter_rows(min_row=3, values_only=True)]
        assert [[as_csv(each) for each in row] for row in cells] == rows, name
    kinds = {
        type(each) for each in next(book["fact_delivery"].iter_rows(min_row=4, values_only=True))
    }
    assert {int, bool, datetime} <= kinds


def test_it_keeps_the_rules_for_spreadsheets(files: dict[str, bytes]) -> None:
    """A reader with a screen reader finds one table a sheet, and what it is, in the first cell."""
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    first = book.worksheets[0]
    assert "as at 30 September 2025" in first["A1"].value
    assert ("contract team" in first["A1"].value) is ("dim_group.csv" in files)
    for sheet in book:
        assert len(sheet.tables) == 1
        assert sheet["A1"].value
        assert not sheet.merged_cells.ranges
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in sheet.column_dimensions.values())
        assert all(any(cell.value is not None for cell in row) for row in sheet.iter_rows())


def test_no_group_is_in_the_workbook_of_everybody(files: dict[str, bytes]) -> None:
    """Whoever opens the workbook reads what no page shows."""
    book = openpyxl.load_workbook(io.BytesIO(files[WORKBOOK]))
    texts = {
        str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row
    }
    there = "dim_group.csv" in files
    assert any("Care leavers" in each for each in texts) is there
    assert ("dim_place" in book.sheetnames) is there


def test_a_text_stays_a_text_and_a_table_without_rows_opens() -> None:
    """A title that begins with an equals sign is a title, and a new council has no returns yet."""
    held = sv.contracts.open_register()
    held.add(attrs.evolve(contract(0), title="=1+1"), by="procurement", on="2024-04-01")
    book = openpyxl.load_workbook(io.BytesIO(star_files(held, DAY)[WORKBOOK]))
    cell = book["dim_contract"]["C4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert book["fact_delivery"].max_row <= 4


def test_a_record_too_long_for_it_is_said(register: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that is not there without a word is looked for, or taken from last month."""
    short = star_files(register, DAY)
    assert WORKBOOK in short
    assert star_notes(short) == ()
    monkeypatch.setattr(workbook, "MOST_ROWS", 100)
    monkeypatch.setattr("socialvalue.reports.bi.package.MOST_ROWS", 100)
    made = star_files(register, DAY)
    assert WORKBOOK not in made
    (note,) = star_notes(made)
    assert note.code == "SV1131"
