"""The star as one workbook, a table a sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from importlib.util import find_spec
from typing import Any, Final

from socialvalue.reports.bi.shapes import Table, labels_of
from socialvalue.sheets.tabled import SheetTable, tables_bytes
from socialvalue.words import day_words

__all__ = ["MOST_ROWS", "WORKBOOK", "title_of", "workbook_bytes"]

WORKBOOK: Final = "tables.xlsx"
MOST_ROWS: Final = 50_000
"""Rows of all tables that a workbook is written with; above them there are the CSV files."""

_NOTES: Final = """\
Each sheet holds one table of the same name; its second line says what a row is.
Columns that end in _pence are whole pence: divide by 100. Those in _micro are millionths of \
the unit.
Columns that end in _key lead to the table of that name.
fact_commitment: add up to a day for what was committed on it.
fact_expected: take the last month end, never a sum.
fact_reopened: add it to fact_delivery for what stood on an earlier day; by now it comes to nothing.
A supplier's pounds are those of its own commitments (supplier_key). Never add up pounds over \
bridge_contract_supplier: a contract of six suppliers would count six times.
An empty cell means that there is nothing to say, such as no day where nothing was decided.
""".splitlines()


def workbook_bytes(
    shapes: Mapping[str, Table], cells: Mapping[str, Sequence[Sequence[Any]]], title: str
) -> bytes | None:
    """The tables as one workbook; None without XlsxWriter, or where they are too long for one.

    Args:
        shapes: The tables, with the columns that are there.
        cells: By the names of the tables a list of cells a column.
        title: What it is and as at when.
    """
    too_long = sum(len(columns[0]) for columns in cells.values()) > MOST_ROWS
    if too_long or find_spec("xlsxwriter") is None:
        return None
    tables = [
        SheetTable(name, table.says, tuple(each.name for each in table.columns),
                   [*zip(*cells[name], strict=True)])
        for name, table in shapes.items()
    ]  # fmt: skip
    return tables_bytes(title, [*_NOTES, *labels_of(shapes)], tables)


def title_of(on: date, *, restricted: bool) -> str:
    """What the tables are, as at when, and whom they are for."""
    whom = "; for the contract team alone" if restricted else ""
    return f"Social value of contracts as at {day_words(on)}{whom}"
