"""Fills in the two workbooks of the page on the month, which lie with the examples.

    python tests/docs/month_examples.py

They are a supplier's return and a manager's decisions, all of it invented.  Run it again when the
forms change; the test of the page's commands says when that is.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

import openpyxl

from socialvalue.cli import main

EXAMPLES = Path(__file__).resolve().parents[2] / "docs/examples/norchester"
AWARD = (
    "--bidder", "Brook & Daughters", "--reference", "NCC-0412", "--starts", "2022-09-01", "--ends",
    "2025-08-31", "--offer-in-contract", "clause 14", "--by", "procurement", "--on", "2022-08-20",
    "--register", "delivery.db", "--new",
)  # fmt: skip
FIGURE, NOTHING, WORDS, KIND, HELD = 6, 8, 9, 10, 11
RETURN = {
    "1": {FIGURE: 2.5, WORDS: "Two road gangs; one person from October.",
          KIND: "payroll extract", HELD: "HR file 3"},
    "2": {FIGURE: 0.5, WORDS: "Two starters since September.", KIND: "payroll extract",
          HELD: "HR file 3"},
    "4": {FIGURE: 41000, WORDS: "Plant hire from two local firms."},
}  # fmt: skip
DECISIONS = {
    "2": ("verify part", 2, "one of the eight lives outside Norchester"),
    "3": ("ask", None, "which partner organisation referred them?"),
    "5": ("return", None, "the subcontract register is missing"),
}


def fill_return(book: Any) -> None:
    """What the supplier of the page writes."""
    for row, value in ((5, "2022-12-10"), (6, "Yes"), (7, "Yes")):
        book["Start here"].cell(row, 2).value = value
    table = book["Your return"]
    for row in range(4, table.max_row + 1):
        for column, value in RETURN.get(table.cell(row, 1).value, {NOTHING: "Yes"}).items():
            table.cell(row, column).value = value


def fill_decisions(book: Any) -> None:
    """What the manager of the page decides."""
    sheet = book["Decisions"]
    sheet["D3"], sheet["D4"] = "contract manager", "2022-12-20"
    for row in range(7, sheet.max_row + 1):
        for column, value in enumerate(DECISIONS[sheet.cell(row, 1).value], start=11):
            sheet.cell(row, column).value = value


def month(on: str) -> None:
    """Goes through the month as at a day."""
    assert main(["month", "inbox", "-o", "out", "--on", on, "--register", "delivery.db"]) == 0


def write_both(into: Path) -> None:
    """Write both, in a folder that is empty.

    Args:
        into: Where they go.
    """
    assert main(["contract", "award", str(EXAMPLES / "tender.yaml"), *AWARD]) == 0
    Path("inbox").mkdir()
    month("2022-12-01")
    (form,) = Path("out/returns").glob("*-2022-09-01.xlsx")
    book = openpyxl.load_workbook(form)
    fill_return(book)
    book.save(into / "return.xlsx")
    shutil.copy(into / "return.xlsx", "inbox")
    month("2022-12-12")
    book = openpyxl.load_workbook("out/decisions.xlsx")
    fill_decisions(book)
    book.save(into / "decisions.xlsx")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        write_both(EXAMPLES / "month")
