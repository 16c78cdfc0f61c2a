"""A workbook of a stranger: read as it is written, or refused by name, and never more."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import pytest
from tests.pace import at_most

import socialvalue as sv
from socialvalue.sheets.days import day_in
from socialvalue.sheets.workbooks import address, read_workbook

xlsxwriter = pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{LINKED}"><sheets>'
    '<sheet name="Offer" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>'
)


def sheet(rows: str) -> str:
    """A sheet with these rows."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'


def packed(path: Path, rows: str = "", **parts: str | bytes) -> Path:
    """A workbook made by hand; more parts by their names, with __ for a slash and _ for a point."""
    held = {"xl/workbook.xml": BOOK, "xl/_rels/workbook.xml.rels": LINKS}
    held["xl/worksheets/sheet1.xml"] = sheet(rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**held, **parts}.items():
            file.writestr(name, text)
    return path


def test_cells_are_read_as_another_reader_reads_them(tmp_path: Path) -> None:
    """A second opinion: openpyxl, and a figure that it reads otherwise is somebody's offer."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path)
    made = book.add_worksheet("An 'offer' of £")
    made.write_row(0, 0, ["Acme & Söhne", "=1+1", " two\nlines ", "<b>"])
    made.write_row(1, 0, [12.5, 0, -3, 1e15, 0.1 + 0.2])
    made.write_formula(2, 0, "=1+1", None, 2)
    made.write_string(2, 1, "=HYPERLINK(0)")
    made.write_boolean(3, 0, True)
    made.set_row(4, None, None, {"hidden": True})
    made.write_string(4, 27, "far")
    book.define_name("sv_codes", "='An ''offer'' of £'!$A$2:$B$9")
    book.close()
    ours, theirs = read_workbook(path), openpyxl.load_workbook(path, data_only=True)
    for name in theirs.sheetnames:
        filled = {
            (cell.row, cell.column): cell.value
            for row in theirs[name].iter_rows()
            for cell in row
            if cell.value is not None
        }
        cells = ours.sheets[name].cells
        assert set(cells) == set(filled)
        for place, value in filled.items():
            text = cells[place].text
            kind = cells[place].kind
            assert (float(text) if kind in {"number", "truth"} else text) == value
    held = ours.sheets["An 'offer' of £"]
    assert (held.at(3, 1).formula, held.at(3, 2).formula) == (True, False)
    assert held.hidden_rows == {5}
    assert ours.names["sv_codes"] == ("An 'offer' of £", 2, 1, 9, 2)
    assert address(5, 28) == "AB5"


def test_what_programs_write_otherwise_is_read(tmp_path: Path) -> None:
    """Texts in the cell, runs, spoken forms, escaped signs, cells without addresses."""
    rows = (
        '<row r="2"><c t="inlineStr"><is><t>a</t></is></c><c><v>1</v></c></row>'
        '<row><c t="inlineStr"><is><r><t>b</t></r><r><t xml:space="preserve"> c</t></r>'
        '<rPh sb="0" eb="1"><t>spoken</t></rPh></is></c></row>'
        '<row r="9"><c r="C9" t="str"><f t="shared" si="0"/><v>x_x000D_y</v></c></row>'
    )
    cells = read_workbook(packed(tmp_path / "a.xlsx", rows)).sheets["Offer"].cells
    told = {place: (cell.text, cell.formula) for place, cell in cells.items()}
    assert told == {
        (2, 1): ("a", False), (2, 2): ("1", False), (3, 1): ("b c", False),
        (9, 3): ("x\ry", True),
    }  # fmt: skip


def test_two_far_cells_are_two_cells(tmp_path: Path) -> None:
    """Two legal cells ended the process of another reader: a competitor could stop an award."""
    last = '<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    rows = f'<row r="1"><c r="A1"><v>1</v></c></row>{last}'
    cells = read_workbook(packed(tmp_path / "a.xlsx", rows)).sheets["Offer"].cells
    assert set(cells) == {(1, 1), (1048576, 16384)}


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'
SHEET = "xl/worksheets/sheet1.xml"
HOSTILE = {
    "rows": ("<row/>" * 4_500_000, {}, "SV902"),
    "many rows": ("<row/>" * 100_001, {}, "SV902"),
    "cells": ('<row r="1">' + "<c><v>1</v></c>" * 200_001 + "</row>", {}, "SV902"),
    "laughs": ("", {SHEET: LAUGHS}, "SV903"),
    "outside": ("", {"../evil.xml": "x"}, "SV903"),
    "beyond": ('<row r="1"><c r="XFE1"><v>1</v></c></row>', {}, "SV903"),
    "below": ('<row r="1048577"><c r="A1048577"><v>1</v></c></row>', {}, "SV903"),
    "above": ('<row r="0"><c r="A0"><v>1</v></c></row>', {}, "SV903"),
    "no address": ('<row r="1"><c r="&lt;b&gt;"><v>1</v></c></row>', {}, "SV903"),
    "deep": ("<a>" * 2_000_000 + "</a>" * 2_000_000, {}, "SV902"),
    "laughs in other signs": ("", {SHEET: LAUGHS.encode("cp037")}, "SV903"),
    "other signs": ("", {SHEET: '<?xml version="1.0" encoding="cp037"?><a/>'}, "SV903"),
    "no text": ('<row r="1"><c r="A1" t="s"><v>9</v></c></row>', {}, "SV903"),
    "no number": ('<row r="1"><c r="A1"><v>nan</v></c></row>', {}, "SV903"),
    "broken": ("<row>", {}, "SV903"),
    "utf-16": ("", {SHEET: sheet("").encode("utf-16")}, "SV903"),
    "long text": (
        f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 32_768}</t></is></c></row>',
        {},
        "SV902",
    ),
    "parts": ("", {f"xl/{each}.xml": "" for each in range(400)}, "SV902"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """One bidder's file must not stop the others' from being read."""
    rows, parts, code = HOSTILE[name]
    path = packed(tmp_path / "a.xlsx", rows, **parts)
    with at_most(1), pytest.raises(sv.InputError) as caught:
        read_workbook(path)
    assert [each.code for each in caught.value.problems] == [code]


def test_a_deep_workbook_ends_no_process(tmp_path: Path) -> None:
    """What nests a hundred thousand deep has no cell, and takes nothing down with it."""
    cell = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = packed(tmp_path / "a.xlsx", cell + "<a>" * 100_000 + "</a>" * 100_000)
    assert set(read_workbook(path).sheets["Offer"].cells) == {(1, 1)}


def test_only_the_sheets_that_are_asked_for_are_read(tmp_path: Path) -> None:
    """What is wrong in a sheet of the bidder's own is not looked at, and costs no time."""
    names = (
        "<definedNames><definedName name='sv_a'>Offer!$A$1</definedName>"
        "<definedName name='own'>Own!$A$1</definedName></definedNames></workbook>"
    )
    book = BOOK.replace("</sheets>", '<sheet name="Own" sheetId="2" r:id="rId2"/></sheets>')
    links = LINKS.replace("</Relationships>", '<Relationship Id="rId2" Target="own.xml"/>')
    parts = {
        "xl/workbook.xml": book.replace("</workbook>", names), "xl/own.xml": "<broken",
        "xl/_rels/workbook.xml.rels": f"{links}</Relationships>",
    }  # fmt: skip
    path = packed(tmp_path / "a.xlsx", '<row r="1"><c r="A1"><v>7</v></c></row>', **parts)
    assert read_workbook(path, prefix="sv_").sheets["Offer"].at(1, 1).text == "7"
    with pytest.raises(sv.InputError, match="SV903"):
        read_workbook(path)
    with pytest.raises(sv.InputError, match="SV902"):
        read_workbook(path, prefix="sv_", most=0)


def zipped(**parts: str) -> bytes:
    """An archive of these parts."""
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w") as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return into.getvalue()


OTHERS = {
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "SV901", "password"),
    "pdf": (b"%PDF-1.7", "SV901", "PDF"),
    "csv": (b"a,b\n1,2\n", "SV901", "something else"),
    "empty": (b"", "SV901", "empty"),
    "cut": (b"PK\x03\x04" + b"\0" * 30, "SV903", "cut off"),
    "binary": (zipped(**{"xl/workbook.bin": ""}), "SV901", r"\.xlsb"),
    "docx": (zipped(**{"word/document.xml": "<a/>"}), "SV901", "other files"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_workbook_is_called_what_it_is(name: str, tmp_path: Path) -> None:
    """A bidder is told what was sent, and how to send it so that it can be read."""
    data, code, words = OTHERS[name]
    path = tmp_path / "offer"
    path.write_bytes(data)
    with pytest.raises(sv.InputError, match=words) as caught:
        read_workbook(path)
    assert [each.code for each in caught.value.problems] == [code]
    assert ".xlsx" in caught.value.problems[0].hint


@pytest.mark.parametrize("since_1904", [False, True])
def test_days_are_those_that_the_screen_shows(tmp_path: Path, since_1904: bool) -> None:
    """A workbook of an early Mac counts from 1904: read as others are, a day is four years off."""
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": since_1904})
    made = book.add_worksheet("Days")
    shown = book.add_format({"num_format": "d mmm yyyy"})
    made.write_datetime(0, 0, dt.date(2022, 9, 1), shown)
    made.write_number(0, 1, 43343)
    book.close()
    read = read_workbook(path)
    cell, number = read.sheets["Days"].at(1, 1), read.sheets["Days"].at(1, 2)
    assert day_in(cell) == dt.date(2022, 9, 1)
    assert (read.since_1904, cell.text, number.text) == (since_1904, "44805", "43343")
