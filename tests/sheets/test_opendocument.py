"""An OpenDocument spreadsheet of a stranger: read as it is written, or refused by name."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

import pytest
from tests.pace import at_most

import socialvalue as sv
from socialvalue.sheets.workbooks import Cell, Workbook, read_workbook

SPACES = " ".join(
    f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"'
    for each in ("office", "table", "text")
)
CALC = 'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
BEFORE = f"<office:document-content {SPACES} {CALC}><office:body><office:spreadsheet>"
AFTER = "</office:spreadsheet></office:body></office:document-content>"


def packed(path: Path, tables: str, **parts: str) -> Path:
    """A spreadsheet with these tables, and other parts by their names."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        for name, text in {"content.xml": BEFORE + tables + AFTER, **parts}.items():
            file.writestr(name, text)
    return path


def table(rows: str, name: str = "Offer") -> str:
    """A sheet with these rows."""
    return f"<table:table table:name={quoteattr(name)}>{rows}</table:table>"


def cell(said: str = "", *, inside: str = "", **told: str) -> str:
    """A cell: its text, and what is told of it, with __ for a colon and _ for a dash."""
    attributes = "".join(
        f" {name.replace('__', ':').replace('_', '-')}={quoteattr(value)}"
        for name, value in told.items()
    )
    text = f"<text:p>{said}</text:p>" if said else ""
    return f"<table:table-cell{attributes}>{inside}{text}</table:table-cell>"


def row(*cells: str, told: str = "") -> str:
    """A row of these cells."""
    return f"<table:table-row{told}>{''.join(cells)}</table:table-row>"


def ods_of(book: Workbook) -> str:
    """The tables of a workbook that was read, with the names of its ranges."""
    found = ""
    for sheet in book.sheets.values():
        rows = ""
        for at in range(1, 1 + max(at for at, _ in sheet.cells)):
            last = max((column for here, column in sheet.cells if here == at), default=0)
            rows += row(*(_cell(sheet.at(at, column)) for column in range(1, last + 1)))
        found += table(rows, sheet.name)
    named = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address='
        + quoteattr(f"$'{sheet.replace(chr(39), 2 * chr(39))}'.${_letter(left)}${first}"
                    f":.${_letter(right)}${last}") + "/>"
        for name, (sheet, first, left, last, right) in book.names.items()
    )  # fmt: skip
    return f"{found}<table:named-expressions>{named}</table:named-expressions>"


def _cell(held: Cell) -> str:
    formula = {"table__formula": "of:=1"} if held.formula else {}
    if held.kind == "number":
        return cell(**formula, office__value_type="float", office__value=held.text)
    kind = {} if held.kind == "empty" else {"office__value_type": "string"}
    return cell(escape(held.text), **formula, **kind)


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def test_cells_are_read_as_they_are_written(tmp_path: Path) -> None:
    """Digit for digit; a figure is not the text that a screen shows, and a comment is no answer."""
    note = "<office:annotation><text:p>ask me</text:p></office:annotation>"
    rows = row(
        cell("8", office__value_type="float", office__value="7.50"),
        cell("10%", office__value_type="percentage", office__value="0.1"),
        cell("1 Jan", office__value_type="date", office__date_value="2026-01-01"),
        cell("TRUE", office__value_type="boolean", office__boolean_value="true"),
        cell("a<text:s text:c='2'/>b<text:tab/><text:span>c</text:span><text:line-break/>d",
             inside=note, office__value_type="string"),
        cell("#REF!", office__value_type="string", calcext__value_type="error",
             table__formula="of:=x"),
        cell(table__formula="of:=1"),
        cell("£5", office__value_type="currency", office__value="5", table__formula="of:=5"),
    )  # fmt: skip
    read = read_workbook(packed(tmp_path / "a.ods", table(rows))).sheets["Offer"]
    assert [read.at(1, column) for column in range(1, 10)] == [
        Cell("number", "7.50"), Cell("number", "0.1", False, "percent"),
        Cell("number", "46023", False, "date"), Cell("truth", "1"), Cell("text", "a  b\tc\nd"),
        Cell("error", "#REF!", True), Cell("empty", "", True), Cell("number", "5", True), Cell(),
    ]  # fmt: skip


def test_what_is_repeated_hidden_or_merged_is_there(tmp_path: Path) -> None:
    """Equal neighbours are written once, and each of them is an answer."""
    two = cell("x", table__number_columns_repeated="2", office__value_type="string")
    wide = cell("w", table__number_columns_spanned="2", table__number_rows_spanned="3")
    rows = (
        row(cell(table__number_columns_repeated="3"), two)
        + row(cell(table__number_columns_repeated="16384"), told=' table:number-rows-repeated="5"')
        + "<table:table-header-rows>"
        + row(two, told=' table:number-rows-repeated="2" table:visibility="filter"')
        + "</table:table-header-rows>"
        + row(wide, "<table:covered-table-cell/>", two)
    )
    read = read_workbook(packed(tmp_path / "a.ods", table(rows))).sheets["Offer"]
    assert set(read.cells) == {
        (1, 4), (1, 5), (7, 1), (7, 2), (8, 1), (8, 2), (9, 1), (9, 3), (9, 4),
    }  # fmt: skip
    assert read.hidden_rows == {7, 8}
    assert read.merged == ((9, 1, 11, 2),)


def test_ranges_are_found_by_their_names(tmp_path: Path) -> None:
    """A sheet of another name, a quoted one too, holds the same offer; broken names are none."""
    ranges = {
        "sv_a": "$'An ''offer'''.$A$1:.$B$2", "sv_b": "$Own.$C$3", "sv_c": "$Own.$A$1:$Own.$A$2",
        "broken": "$Own.#REF!", "rows": "$Own.$8:.$8", "two": "$Own.$A$1:$Other.$A$2",
    }  # fmt: skip
    named = "".join(
        f'<table:named-range table:name="{name}" table:cell-range-address={quoteattr(at)}/>'
        for name, at in ranges.items()
    )
    tables = table(row(cell("7")), "An 'offer'") + table(row(cell("8")), "Own")
    tables += table(row(cell("9")), "Third")
    path = packed(
        tmp_path / "a.ods", f"{tables}<table:named-expressions>{named}</table:named-expressions>"
    )
    read = read_workbook(path, prefix="sv_")
    assert dict(read.names) == {
        "sv_a": ("An 'offer'", 1, 1, 2, 2), "sv_b": ("Own", 3, 3, 3, 3),
        "sv_c": ("Own", 1, 1, 2, 1),
    }  # fmt: skip
    assert [*read.sheets] == ["An 'offer'", "Own"]
    assert [*read_workbook(path).sheets] == ["An 'offer'", "Own", "Third"]


MANY = ' table:number-rows-repeated="1000000"'
FULL = "<manifest:encryption-data/>"
HOSTILE = {
    "columns": (row(cell("x", table__number_columns_repeated="999999999")), {}, "SV903"),
    "rows": (row(cell("x", table__number_columns_repeated="16000"), told=MANY), {}, "SV902"),
    "below": (
        row(cell(), told=' table:number-rows-repeated="1048576"') + row(cell("x")),
        {},
        "SV903",
    ),
    "over": (row(cell("x", table__number_rows_spanned="1048577")), {}, "SV903"),
    "times": (row(cell("x", table__number_columns_repeated="-1")), {}, "SV903"),
    "spaces": (row(cell("<text:s text:c='99999999'/>")), {}, "SV902"),
    "long text": (row(cell("x" * 32_768)), {}, "SV902"),
    "number": (row(cell("1", office__value_type="float", office__value="nan")), {}, "SV903"),
    "date": (row(cell("1", office__value_type="date", office__date_value="soon")), {}, "SV903"),
    "table in a cell": (row(cell(inside=table(row(cell("x"))))), {}, "SV903"),
    "many rows": ("<table:table-row/>" * 100_001, {}, "SV902"),
    "deep": ("<text:p>" * 2_000_000 + "</text:p>" * 2_000_000, {}, "SV902"),
    "laughs": ("", {"content.xml": '<!DOCTYPE x [<!ENTITY a "ha">]><x>&a;</x>'}, "SV903"),
    "broken": ("<table:table-row>", {}, "SV903"),
    "password": ("", {"META-INF/manifest.xml": FULL, "content.xml": "\x01\x02"}, "SV901"),
    "text": ("", {"content.xml": f"<office:document-content {SPACES}/>"}, "SV901"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_spreadsheet_is_refused_by_name(name: str, tmp_path: Path) -> None:
    """One bidder's file must not stop the others' from being read."""
    rows, parts, code = HOSTILE[name]
    path = packed(tmp_path / "a.ods", table(rows), **parts)
    with at_most(1), pytest.raises(sv.InputError) as caught:
        read_workbook(path)
    assert [each.code for each in caught.value.problems] == [code]


def test_an_empty_row_a_million_times_is_nothing(tmp_path: Path) -> None:
    """A sheet ends so as LibreOffice saves it, and must not be refused for it."""
    rows = row(cell("x")) + row(cell(table__number_columns_repeated="16384"), told=MANY)
    read = read_workbook(packed(tmp_path / "a.ods", table(rows))).sheets["Offer"]
    assert set(read.cells) == {(1, 1)}


def test_a_hidden_sheet_hides_all_of_its_rows(tmp_path: Path) -> None:
    """What nobody sees is told of, in whichever kind of workbook it came."""
    style = (
        '<office:automatic-styles xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">'
        '<style:style style:name="ta2" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    seen, unseen = (table(row(cell("a")), name) for name in ("Seen", "Unseen"))
    unseen = unseen.replace("<table:table ", '<table:table table:style-name="ta2" ')
    path = packed(tmp_path / "a.ods", "")
    text = (BEFORE + seen + unseen + AFTER).replace("<office:body>", f"{style}<office:body>")
    packed(path, "", **{"content.xml": text})
    sheets = read_workbook(path).sheets
    assert (sheets["Seen"].hidden_rows, sheets["Unseen"].hidden_rows) == (frozenset(), {1})


def test_two_sheets_of_one_name_are_refused(tmp_path: Path) -> None:
    """One of them would not be read, and nobody would know which."""
    path = packed(tmp_path / "a.ods", table(row(cell("a"))) + table(row(cell("b"))))
    with pytest.raises(sv.InputError, match="two sheets are called 'Offer'"):
        read_workbook(path)


def test_a_formula_that_comes_to_an_empty_text(tmp_path: Path) -> None:
    """It was worked out, and what it came to is nothing."""
    told = {"table__formula": 'of:=IF(1;"";1)'}
    rows = row(cell(**told, office__value_type="string"), cell(**told))
    found = read_workbook(packed(tmp_path / "a.ods", table(rows))).sheets["Offer"]
    assert (found.at(1, 1), found.at(1, 2)) == (Cell("text", "", True), Cell("empty", "", True))
