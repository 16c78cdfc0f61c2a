"""Reports as workbooks: by the government's rules, the same figures, and no text that runs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs
import openpyxl
import pytest
from tests.reports.conftest import Parts, Written
from tests.reports.invented import ON, contract

import socialvalue as sv
from socialvalue.reports.workbook import report_book

KINDS: dict[str, dict[str, str]] = {
    "portfolio": {}, "contract": {"contract": "NCC-0412"}, "month": {}, "queue": {}, "notices": {},
    "directors": {}, "annual": {}, "answer": {"question": "jobs"},
}  # fmt: skip


@pytest.fixture(scope="module")
def book(written: Written) -> Any:
    return openpyxl.load_workbook(written(ending=".xlsx"))


def rows_of(sheet: Any) -> Iterator[list[Any]]:
    """The rows of a sheet's one table, its headings first."""
    (table,) = sheet.tables.values()
    for row in sheet[table.ref]:
        yield [cell.value for cell in row]


@pytest.mark.parametrize("kind", KINDS)
def test_each_sheet_is_one_table_as_the_rules_ask(kind: str, written: Written) -> None:
    """Who hears a sheet read aloud gets lost in merged cells and in two tables side by side."""
    held = openpyxl.load_workbook(written(ending=".xlsx", kind=kind, **KINDS[kind]))
    assert held.sheetnames[0] == "Cover"
    assert len(held.sheetnames) > 1
    for sheet in held:
        assert sheet.merged_cells.ranges == set()
        assert len(sheet.tables) == 1
        assert sheet["A1"].value
        assert sheet.sheet_state == "visible"
        assert not any(each.hidden for each in sheet.column_dimensions.values())
    cover = [cell.value for (cell,) in held["Cover"].iter_rows(max_col=1) if cell.value]
    assert any("As at 30 September 2025" in each for each in cover)
    assert set(held.sheetnames[1:]) <= set(cover)


def test_it_says_what_the_page_says_with_pounds_to_the_penny(
    register: Any, written: Written, book: Any
) -> None:
    """Who adds up a column of rounded pounds gets another sum than the council."""
    still = Parts(written().read_text(encoding="utf-8")).tables["commitments"]
    head, *rows = rows_of(book["Commitments"])
    assert (head, len(rows)) == (still[0], len(still) - 1)
    held = sv.portfolio(register, on=ON)
    lines = [line for each in held.contracts for line in each.lines]
    pence = {"committed £": "promised", "due by now £": "expected", "reported £": "reported"}
    for heading, name in pence.items():
        column = [Decimal(str(row[head.index(heading)])) for row in rows
                  if row[head.index(heading)] != "–"]  # fmt: skip
        assert sum(column) * 100 == sum(getattr(each, f"{name}_pence") for each in lines)
    verified = [Decimal(str(row[head.index("verified £")])) for row in rows]
    assert sum(verified) == held.delivered + held.unpromised
    assert all(isinstance(row[head.index("verified")], int | float | str) for row in rows)
    heads, *contracts = rows_of(book["Contracts"])
    ends = [row[heads.index("ends")] for row in contracts]
    assert all(isinstance(each, datetime) for each in ends)


@pytest.mark.parametrize("audience", ["public", "directors", "supplier:Alder Works"])
def test_what_an_audience_may_not_see_is_in_no_part(
    audience: str, register: Any, written: Written
) -> None:
    """A hidden sheet or a cached text is opened by the first who looks."""
    with zipfile.ZipFile(written(audience, ending=".xlsx")) as archive:
        text = "".join(archive.read(name).decode() for name in archive.namelist())
    assert "NCC-0412" in text
    if audience != "supplier:Alder Works":
        assert "Care leavers hired" not in text
    if audience == "public":
        assert "Behind" not in text
        assert "waits" not in text
    if audience == "supplier:Alder Works":
        assert "Birch Works" not in text.replace("Birch Works (partner)", "")
    assert (
        "Behind" in zipfile.ZipFile(written(ending=".xlsx")).read("xl/sharedStrings.xml").decode()
    )


def test_a_suppliers_text_is_never_run(tmp_path: Path) -> None:
    """A workbook that asks its reader to allow a link, or that runs a formula, came from us."""
    hostile = ('=HYPERLINK("http://x","pay")', "@SUM(1)", "+1", "https://x.example", "a\x1b[31m")
    made = contract(1)
    named = attrs.evolve(made, title=hostile[0], lines=tuple(
        attrs.evolve(each, title=hostile[at % len(hostile)]) for at, each in enumerate(made.lines)
    ))  # fmt: skip
    register = sv.contracts.open_register()
    register.add(named, by="procurement", on=named.starts)
    path = tmp_path / "a.xlsx"
    sv.reports.write(register, path, on=ON, audience="contract-team")
    held = openpyxl.load_workbook(path)
    cells = [cell for sheet in held for row in sheet.iter_rows() for cell in row]
    assert [each.coordinate for each in cells if each.data_type == "f"] == []
    assert any(hostile[0] in str(each.value) for each in cells)
    with zipfile.ZipFile(path) as archive:
        assert not any(b"TargetMode" in archive.read(name) for name in archive.namelist())


def test_the_same_report_gives_the_same_bytes(register: Any, tmp_path: Path) -> None:
    """Two files of one record that differ make people look for a change that is none."""
    one, other = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    for path in (one, other):
        sv.reports.write(register, path, on=ON, audience="directors", kind="directors")
    assert one.read_bytes() == other.read_bytes()


def test_bidders_of_one_name_but_for_capitals_have_columns_of_their_own(tmp_path: Path) -> None:
    """A table whose headings are alike is repaired by Excel, and then nobody trusts it."""
    block = sv.reports.Section("x", attrs.evolve(_block(), headings=("A", "a", "a (2)")))
    report = sv.reports.make(sv.contracts.open_register(), on=ON, audience="contract-team")
    path = tmp_path / "a.xlsx"
    twice = attrs.evolve(block, key="y")
    path.write_bytes(report_book(attrs.evolve(report, sections=(block, twice), data=None)))
    held = openpyxl.load_workbook(path)
    assert next(rows_of(held["What"])) == ["A", "a (2)", "a (2) (2)"]
    assert held.sheetnames == ["Cover", "What", "What 2"]


def _block() -> Any:
    from socialvalue.blocks import Block

    return Block("What", (), ("A", "B", "C"), (("1", "2", "3"),), (1,))


def test_a_number_has_the_decimals_of_its_text() -> None:
    """£0.71647 a pound stood in a workbook as £0.72, and 99.998 points as 100."""
    tender, bids = sv.read_tender("docs/examples/norchester/tender.yaml")
    council = sv.load("docs/examples/norchester/council", on=tender.published)
    scheme = sv.evaluate(tender, bids, council).scheme
    result = sv.evaluate(tender, bids, council, sv.Scheme(scheme.criteria, places=4))
    report = sv.reports.make(result, on="2022-08-01", audience="contract-team")
    book = openpyxl.load_workbook(io.BytesIO(report_book(report)))
    looks = {cell.number_format for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "Exempt bidders figures" in book.sheetnames
    assert "#,##0.0000" in looks
    assert "£#,##0.00" in looks


def test_a_change_is_a_number_with_its_sign(written: Written) -> None:
    """What has a plus before it was a text, which a spreadsheet adds up as nothing."""
    book = openpyxl.load_workbook(written(ending=".xlsx", kind="annual"))
    heads, *rows = rows_of(book["Compared with a year before"])
    changes = {row[0]: row[heads.index("change")] for row in rows}
    committed = {row[0]: row[1:3] for row in rows}
    old, new = committed["Verified"]
    assert changes["Verified"] == new - old > 0
    assert changes["Committed"] == "no change"
    block = attrs.evolve(
        _block(), rows=(("1", "+£5.20", ""), ("2", "−£1,005", ""), ("3", "-4%", ""))
    )
    report = sv.reports.make(sv.contracts.open_register(), on=ON, audience="contract-team")
    made = attrs.evolve(report, sections=(sv.reports.Section("x", block),), data=None)
    sheet = openpyxl.load_workbook(io.BytesIO(report_book(made)))["What"]
    assert [sheet.cell(row, 2).value for row in (4, 5, 6)] == [5.2, -1005, -0.04]
    assert sheet.cell(4, 2).number_format == '+£#,##0.00;"−"£#,##0.00'


def test_what_is_filled_in_by_hand_has_room_for_words(written: Written) -> None:
    """An action of ten letters is none."""
    book = openpyxl.load_workbook(written(ending=".xlsx", kind="contract", contract="NCC-0412"))
    for name in ("Actions", "Signed"):
        sheet = book[name]
        assert sheet.column_dimensions["A"].width >= 30
        assert sheet.row_dimensions[4].height == 30
    assert book["Commitments"].row_dimensions[4].height != 30


def test_a_first_sheet_says_nothing_of_sheets_that_are_not_there(written: Written) -> None:
    """An award report was said to have its pounds on a sheet of commitments that it has not."""
    held = {kind: openpyxl.load_workbook(written(ending=".xlsx", kind=kind))["Cover"]
            for kind in ("portfolio", "annual")}  # fmt: skip
    said = {kind: any("sheet of commitments" in str(each.value) for each in sheet["A"])
            for kind, sheet in held.items()}  # fmt: skip
    assert said == {"portfolio": True, "annual": False}
