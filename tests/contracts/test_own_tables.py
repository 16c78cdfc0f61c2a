"""Sheets as officers keep them: what a spreadsheet made of a cell is never taken for its words."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import socialvalue as sv

HEAD = ["Contract", "Supplier", "Start date", "End date", "Contract value", "Measure", "Unit",
        "Committed", "Unit value", "Delivered", "From", "To", "Comments"]  # fmt: skip
ROW: list[Any] = ["C1", "Acme", date(2022, 4, 1), date(2024, 3, 31), 100000, "M1", "staff hours",
                  40, 16.93, 10, None, None, None]  # fmt: skip
Edit = Callable[[Any], object]


def changed(**cells: Any) -> list[Any]:
    """The usual row with some of its cells changed, by heading."""
    row = [*ROW]
    for name, value in cells.items():
        row[HEAD.index(name.replace("_", " "))] = value
    return row


def imported(folder: Path, *rows: list[Any], edit: Edit = str, **said: Any) -> Any:
    """A workbook with these rows, as it is read to the end of 2022."""
    book = openpyxl.Workbook()
    for row in (HEAD, *rows):
        book.active.append(row)
    edit(book)
    book.save(folder / "register.xlsx")
    return sv.contracts.import_sheet(folder / "register.xlsx", on="2022-12-31", **said)


def told(problems: Any) -> list[tuple[str, str]]:
    """Codes and cells."""
    return [(each.code, each.cell) for each in problems]


MADE = (
    ({"Supplier": "#N/A"}, ("SV929", "Sheet!B2")),
    ({"Contract": date(2022, 9, 1)}, ("SV929", "Sheet!A2")),
    ({"Contract": True}, ("SV929", "Sheet!A2")),
    ({"Comments": "#REF!"}, ("SV929", "Sheet!M2")),
    ({"Measure": "=A2"}, ("SV906", "Sheet!F2")),
    ({"Supplier": '="Acme"'}, ("SV906", "Sheet!B2")),
    ({"Comments": '="Done"'}, ("SV906", "Sheet!M2")),
    ({"From": "=DATE(2022,7,1)"}, ("SV906", "Sheet!K2")),
    ({"Start_date": "=DATE(2022,7,1)"}, ("SV906", "Sheet!C2")),
)


@pytest.mark.parametrize(("cells", "expected"), MADE)
def test_what_a_spreadsheet_made_of_a_cell(
    tmp_path: Path, cells: dict[str, Any], expected: tuple[str, str]
) -> None:
    """A supplier called #N/A, a reference 44805, a period that nobody gave: each would be kept."""
    found = imported(tmp_path, changed(**cells))
    assert told(found.problems) == [expected]
    assert "bidder" not in found.problems[0].hint
    assert told(imported(tmp_path, ROW).problems) == []


@pytest.mark.parametrize(("style", "is_words"), [
    ("0000", True), ('"NCC-"0', True), (r"\N\C\C\-0000", True), ("0", False), ("#,##0", False),
    ("#,##0.00", False), ('"£"#,##0.00', False), ("General", False),
])  # fmt: skip
def test_a_reference_is_what_is_seen(tmp_path: Path, style: str, is_words: bool) -> None:
    """Whoever sees NCC-0412 and has 412 in the record finds no contract of that name again."""

    def show(book: Any) -> None:
        book.active["A2"].number_format = style

    found = imported(tmp_path, changed(Contract=412), edit=show)
    assert told(found.problems) == ([("SV929", "Sheet!A2")] if is_words else [])

    def amount(book: Any) -> None:
        book.active["H2"].number_format = style

    (held,) = imported(tmp_path, ROW, edit=amount).contracts
    assert held["1"].quantity == 40


def test_the_words_of_an_error_in_a_text(tmp_path: Path) -> None:
    """A text file has no errors, but the words that a spreadsheet wrote of them."""
    path = tmp_path / "register.csv"
    row = ["C1", "#N/A", "2022-04-01", "2024-03-31", "100", "M1", "staff hours", "40", "1", "1"]
    path.write_text(",".join(HEAD[:10]) + "\n" + ",".join(row), encoding="utf-8")
    assert told(sv.contracts.import_sheet(path, on="2022-12-31").problems) == [("SV929", "B2")]


def test_a_row_of_formulas_alone_is_not_passed_over(tmp_path: Path) -> None:
    """Each row that is lost is a commitment that nobody is asked about."""
    row = ["=A2", "=B2", *[None] * (len(HEAD) - 2)]
    assert told(imported(tmp_path, ROW, row).problems) == [("SV906", "Sheet!A3")]


@pytest.mark.parametrize("word", ["Total", "TOTAL:", "Grand total", "Sub-total"])
@pytest.mark.parametrize(("heading", "cell"), [("Contract", "A3"), ("Measure", "F3")])
def test_a_total_is_neither_a_contract_nor_a_commitment(
    tmp_path: Path, word: str, heading: str, cell: str
) -> None:
    """All that is committed would be committed twice."""
    found = imported(tmp_path, ROW, changed(**{heading: word}))
    assert told(found.problems) == [("SV1001", f"Sheet!{cell}")]
    assert "totals" in found.problems[0].hint
    fine = imported(tmp_path, ROW, changed(**{heading: "Total works"}))
    assert told(fine.problems) == []


def test_a_row_without_an_amount_is_told(tmp_path: Path) -> None:
    """Of merged cells, only the first holds what is seen in all: the others are lost unseen."""
    bare = {"Committed": None, "Delivered": None}
    found = imported(tmp_path, ROW, changed(Measure="M2", **bare), changed(Measure="M3", **bare))
    assert (told(found.problems), told(found.notes)) == ([], [("SV1019", "Sheet!F3")])
    assert found.notes[0].message.startswith("2 commitments: ")
    strange = imported(tmp_path, ROW, changed(Measure="M2", Committed="forty", Delivered=None))
    assert (told(strange.problems), told(strange.notes)) == ([("SV904", "Sheet!H3")], [])
    zero = imported(tmp_path, ROW, changed(Measure="M2", Committed=0, Delivered=None))
    assert (told(zero.notes), len(zero.contracts[0].lines)) == ([], 1)


def test_a_formula_that_comes_to_nothing_is_empty(tmp_path: Path) -> None:
    """Formulas that are filled down below a table are no reason to refuse it."""
    empty = ['=IF(TRUE,"",1)'] * len(HEAD)
    found = imported(tmp_path, changed(Delivered=empty[0]), empty)
    assert {each.code for each in found.problems} == {"SV906"}
    path = tmp_path / "worked out.xlsx"
    with (
        zipfile.ZipFile(tmp_path / "register.xlsx") as before,
        zipfile.ZipFile(path, "w") as after,
    ):
        for name in before.namelist():
            text = before.read(name).decode()
            after.writestr(name, re.sub(r"<c ([^>]*)><f>", r'<c \1 t="str"><f>', text))
    found = sv.contracts.import_sheet(path, on="2022-12-31")
    assert (told(found.problems), len(found.contracts), found.returns) == ([], 1, ())


def test_a_hidden_sheet_is_told(tmp_path: Path) -> None:
    """Last year's contracts, on a sheet that nobody sees, would be counted again."""

    def add(book: Any) -> None:
        other = book.create_sheet("Old")
        for row in (HEAD, changed(Contract="C0")):
            other.append(row)

    def hide(book: Any) -> None:
        add(book)
        book["Old"].sheet_state = "hidden"

    assert told(imported(tmp_path, ROW, edit=add).notes) == []
    found = imported(tmp_path, ROW, edit=hide)
    assert (len(found.contracts), told(found.notes)) == (2, [("SV1018", "Old!A2")])


def test_two_sheets_of_one_name(tmp_path: Path) -> None:
    """Of two of one name neither is lost; in other capitals, the one that is meant is read."""

    def named(name: str) -> Edit:
        def edit(book: Any) -> None:
            other = book.create_sheet("Other")
            for row in (HEAD, changed(Contract="C2")):
                other.append(row)
            other._WorkbookChild__title = name

        return edit

    with pytest.raises(sv.InputError, match="two sheets are called 'Sheet'"):
        imported(tmp_path, ROW, edit=named("Sheet"))
    found = imported(tmp_path, ROW, edit=named("SHEET"), sheet="SHEET")
    assert [each.reference for each in found.contracts] == ["C2"]


def test_a_workbook_with_the_ending_of_a_text(tmp_path: Path) -> None:
    """Who is told to save it as UTF-8 looks for what is not wrong."""
    imported(tmp_path, ROW)
    (tmp_path / "register.xlsx").rename(tmp_path / "register.csv")
    with pytest.raises(sv.InputError, match="SV901 this is a workbook with the ending of a text"):
        sv.contracts.import_sheet(tmp_path / "register.csv", on="2022-12-31")


INVOICE: list[Any] = ["ECC-0412", date(2022, 9, 5), 1000]
LEDGER = (
    ({0: "#N/A"}, ("SV929", "Sheet!A3")),
    ({0: "=A2"}, ("SV906", "Sheet!A3")),
    ({1: "=B2"}, ("SV906", "Sheet!B3")),
    ({2: "=C2"}, ("SV906", "Sheet!C3")),
    ({0: "=A2", 1: "=B2", 2: None}, ("SV906", "Sheet!A3")),
)


@pytest.mark.parametrize(("cells", "expected"), LEDGER)
def test_an_invoice_that_nobody_worked_out(
    tmp_path: Path, register: Any, cells: dict[int, Any], expected: tuple[str, str]
) -> None:
    """An invoice that is passed over is spend of which nothing is due."""
    book = openpyxl.Workbook()
    row = [cells.get(at, each) for at, each in enumerate(INVOICE)]
    for each in (["Contract", "Date", "Amount"], INVOICE, row):
        book.active.append(each)
    book.active.row_dimensions[2].hidden = True
    book.save(tmp_path / "ledger.xlsx")
    found = sv.contracts.import_spend(register, tmp_path / "ledger.xlsx", on="2022-10-31")
    assert told(found.problems)[0] == expected
    assert told(found.notes) == [("SV1018", "Sheet!A2")]
    assert "Sheet!A2: the sheet hides 1 row, which were read as well." in str(found.explain())
