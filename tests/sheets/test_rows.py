"""The rows of a sheet: what one expression finds is what a parser would read, or nothing."""

from __future__ import annotations

import random
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.sheets.test_workbooks import packed, sheet

import socialvalue as sv
from socialvalue.sheets import rows
from socialvalue.sheets.workbooks import read_workbook

xlsxwriter = pytest.importorskip("xlsxwriter")
openpyxl = pytest.importorskip("openpyxl")

UNREAD = re.compile(rb"<dataValidations[ >].*?</dataValidations>|(?<=>)[^<]*(?=</f>)", re.DOTALL)
"""What nobody looks at."""
PIECES = (
    b"", b"<", b">", b'"', b"&", b"&#163;", b"&lt;", b"&#0;", b"\0", b"\r", b"\xff", b"9", b"e",
    b"]]>", b"</c>", b"<row>", b"</row>", b"<!-- -->", b"<!--", b'<c r="A1"><v>1</v></c>', b"<c/>",
    b' t="s"', b' t="str"', b"<f/>", b"<v/>", b"_x000D_", b"\xef\xbf\xbe", b' r="B2"', b"<?x ?>",
    b"</sheetData>", b"<sheetData>", b"<mergeCell ref='A1:B2'/>", b' xmlns="x"', b"\xc2\xa3",
)  # fmt: skip


def written(path: Path) -> dict[str, bytes]:
    """A workbook with all kinds of cells, by two programs' hands; the sheets' parts."""
    book = xlsxwriter.Workbook(path)
    made = book.add_worksheet()
    dates = book.add_format({"num_format": "dd/mm/yyyy"})
    for row in range(12):
        made.write_row(row, 0, ["Acme & Söhne", " two ", row, 1.5, True])
        made.write_formula(row, 6, '=IF(A1<>"",1,"<")', None, "£ <1>")
        made.write_datetime(row, 7, date(2026, 1, 1), dates)
    made.set_row(4, None, None, {"hidden": True})
    made.merge_range("J1:K2", "one")
    made.data_validation("A1:A9", {"validate": "list", "source": ["Yes", "No"]})
    book.close()
    openpyxl.load_workbook(path).save(path.with_name("b.xlsx"))
    found = {}
    for each in (path, path.with_name("b.xlsx")):
        with zipfile.ZipFile(each) as parts:
            found[each.name] = parts.read("xl/worksheets/sheet1.xml")
    return found


def test_what_programs_write_is_found(tmp_path: Path) -> None:
    """Where nothing were found, a hundred returns would take an officer twice as long."""
    for name, data in written(tmp_path / "a.xlsx").items():
        assert rows._found(data) is not None, name
    assert rows._found(sheet('<row r="1"><c r="A1" cm="1"><v>1</v></c></row>').encode()) is None


def read(path: Path, data: bytes) -> Any:
    """A workbook with this sheet; the codes of its problems where it is refused."""
    texts = f"<sst xmlns='{rows.__name__}'>" + "<si><t>a</t></si>" * 20 + "</sst>"
    packed(path, **{"xl/worksheets/sheet1.xml": data, "xl/sharedStrings.xml": texts})
    try:
        return read_workbook(path).sheets
    except sv.InputError as error:
        return [each.code for each in error.problems]


def test_what_is_found_is_what_a_parser_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that two ways of reading disagree on is somebody's offer."""
    sheets = [*written(tmp_path / "a.xlsx").values()]
    chance = random.Random(13)  # noqa: S311
    found = refused = 0
    for number in range(2_000):
        data = chance.choice(sheets)
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(data) + 1)
            end = at + chance.choice((0, 0, 1, 3, 40))
            piece = chance.choice((*PIECES, data[at : at + 60], bytes([chance.randrange(256)])))
            data = data[:at] + piece + data[end:]
        if rows._found(data) is None:
            continue
        ours = read(tmp_path / "c.xlsx", data)
        with monkeypatch.context() as patch:
            patch.setattr(rows, "_found", lambda _: None)
            theirs = read(tmp_path / "c.xlsx", UNREAD.sub(b"", data))
        assert ours == theirs, (number, data)
        found, refused = found + 1, refused + isinstance(ours, list)
    assert min(refused, found - refused) > 50


@pytest.mark.parametrize(
    ("text", "said"),
    [("&#163;5 &lt; &amp;amp;", "£5 < &amp;"), ("a_x0041_&#95;x0041_", "aAA"), ("£ é", "£ é")],
)
def test_signs_are_read_however_they_are_written(text: str, said: str, tmp_path: Path) -> None:
    """A program that writes £ as a number has not written another word."""
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    assert rows._found(sheet(cell).encode()) is not None
    assert read_workbook(packed(tmp_path / "a.xlsx", cell)).sheets["Offer"].at(1, 1).text == said


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1" t="str"><v>&no;</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c>',
        '<row r="1"><c r="A1"><v>1</v></c></row></row>',
        '<row r="1" r="2"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</w></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c></row>&no;',
    ],
)
def test_what_is_damaged_is_refused_all_the_same(row: str, tmp_path: Path) -> None:
    """Speed is no reason to read half of a damaged file."""
    with pytest.raises(sv.InputError, match="SV903"):
        read_workbook(packed(tmp_path / "a.xlsx", row))
    whole = '<row r="1"><c r="A1"><v>1</v></c></row>'
    assert read_workbook(packed(tmp_path / "b.xlsx", whole)).sheets["Offer"].at(1, 1).text == "1"


def test_a_cell_between_rows_is_as_a_parser_has_it(tmp_path: Path) -> None:
    """It lies in no row, and must not be counted to the one before."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><c r="B1"><v>2</v></c><row r="2"/>'
    assert set(read_workbook(packed(tmp_path / "a.xlsx", cells)).sheets["Offer"].cells) == {(1, 1)}
