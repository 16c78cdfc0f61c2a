"""A workbook that came back, as it is written: each cell's text, and how it is meant.

Nothing in it is run and nothing linked to it is opened.  A number keeps the text that stands in
the file; that a cell is a formula is told by its element, never by an equals sign at its start.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import bounded_bytes, open_parts
from socialvalue.sheets.cells import (
    COLUMN_NUMBERS,
    EMPTY,
    LAST_ROW,
    Cell,
    Range,
    Sheet,
    Workbook,
    address,
    hidden_whole,
    numbers_of,
    once_each,
    stored,
)
from socialvalue.sheets.days import from_1904
from socialvalue.sheets.opendocument import CONTENT, opendocument
from socialvalue.sheets.rows import Rows, Written, rows_of
from socialvalue.sheets.shared import (
    MOST_ROWS,
    Names,
    Room,
    shared_texts,
    shown_as,
    unescaped,
    whole_of,
)

__all__ = ["EMPTY", "MOST_CELLS", "Cell", "Sheet", "Workbook", "address", "read_workbook"]

MOST_CELLS: Final = 200_000
_KINDS: Final = {"b": "truth", "e": "error", "d": "text"}


def read_workbook(path: Path, *, prefix: str = "", most: int = MOST_CELLS) -> Workbook:
    """The sheets of a workbook, an OpenDocument spreadsheet (.ods) among them.

    Args:
        path: A file.
        prefix: Only the sheets into which a name that begins so points; all sheets for "".
        most: The most cells that it may have.

    Raises:
        InputError: It is no workbook (SV901), larger than any is (SV902), or damaged (SV903).
    """
    data = bounded_bytes(path)
    with open_parts(data) as parts:
        room, sha256 = Room(most), hashlib.sha256(data).hexdigest()
        if CONTENT in parts.namelist():
            return attrs.evolve(opendocument(parts, prefix, room), sha256=sha256)
        contents = room.tree(parts, "xl/workbook.xml")
        (kept, names), since_1904 = _contents(contents), _since_1904(contents)
        hidden = _hidden(contents)
        named = {sheet for name, (sheet, *_) in names.items() if name.startswith(prefix)}
        links = _links(room.tree(parts, "xl/_rels/workbook.xml.rels"))
        texts, shown = shared_texts(parts, room), shown_as(parts, room)
        sheets = {
            name: hidden_whole(sheet) if name in hidden else sheet
            for name, part in ((each, links.get(link, "")) for each, link in kept.items())
            if name in named or not prefix
            for sheet in [_sheet(name, part, room.part(parts, part),
                                 _Cells(texts, shown, room, since_1904))]
        }  # fmt: skip
        macros = "xl/vbaProject.bin" in parts.namelist()
        return Workbook(sheets, names, sha256, macros, since_1904)


def _contents(root: Element) -> tuple[dict[str, str], dict[str, Range]]:
    """The sheets with their links, and the named ranges."""
    space = Names(root).space
    sheets = once_each((each.get("name", ""), _link(each)) for each in root.iter(f"{space}sheet"))
    named = root.iter(f"{space}definedName")
    ranges = {each.get("name", ""): _range("".join(each.itertext()).strip()) for each in named}
    return sheets, {name: found for name, found in ranges.items() if name and found}


def _hidden(root: Element) -> set[str]:
    """The sheets that nobody sees."""
    sheets = root.iter(f"{Names(root).space}sheet")
    return {each.get("name", "") for each in sheets if each.get("state", "visible") != "visible"}


def _since_1904(root: Element) -> bool:
    """Whether a workbook counts its days from 1904, as those of early Macs do."""
    said = root.find(f"{Names(root).space}workbookPr")
    return said is not None and said.get("date1904") in {"1", "true"}


def _link(sheet: Element) -> str:
    """The link of a sheet to its part, in whichever namespace links are."""
    return next((link for key, link in sheet.items() if key.rpartition("}")[2] == "id"), "")


def _range(written: str) -> Range | None:
    """``'Your offer'!$F$11:$F$72`` as a sheet and four numbers; None for anything else."""
    sheet, mark, cells = written.rpartition("!")
    first, _, last = cells.partition(":")
    one, other = numbers_of(first), numbers_of(last or first)
    if not mark or one is None or other is None:
        return None
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, *one, *other


def _links(root: Element) -> dict[str, str]:
    """The names of the parts that hold the sheets, by their link."""
    found = {}
    for each in root.iter(f"{Names(root).space}Relationship"):
        if each.get("TargetMode") != "External":
            target = each.get("Target", "")
            found[each.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"
    return found


class _Cells:
    """The cells of a sheet, taken row by row."""

    def __init__(
        self, texts: list[str], shown: dict[str, str], room: Room, since_1904: bool
    ) -> None:
        self.texts, self.shown, self.room, self.since_1904 = texts, shown, room, since_1904
        self.said: Callable[[str], str] = str
        self.cells: dict[tuple[int, int], Cell] = {}
        self.alike: dict[Written, Cell] = {}
        self.hidden: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []

    def take(self, rows: Rows) -> None:
        """All rows of a sheet, each with its cells."""
        self.said = rows.said
        row = 0
        for element, cells in rows.each:
            written = element.get("r")
            row = whole_of(written) if written is not None else row + 1
            if element.get("hidden") in {"1", "true"}:
                self.hidden.add(row)
            row = self._row(row, cells)
        for element in rows.root.iter(f"{Names(rows.root).space}mergeCell"):
            first, _, last = element.get("ref", "").partition(":")
            one, other = numbers_of(first), numbers_of(last)
            if one and other and len(self.merged) < MOST_ROWS:
                self.merged.append((*one, *other))

    def _row(self, row: int, cells: Iterable[Written]) -> int:
        """The cells of a row; which row it was, since a cell may say."""
        column, filled, number = 0, 0, str(row if 0 < row <= LAST_ROW else "no row")
        for each in cells:
            if each[1] == number and each[0] in COLUMN_NUMBERS:
                column = COLUMN_NUMBERS[each[0]]
            elif place := each[0] + each[1]:
                row, column = _place(place)
                number = str(row)
            else:
                column += 1
            written = each[2:7]
            cell = self.alike.get(written)
            if cell is None:
                cell = self.alike[written] = self._cell(*written)
            if cell is not EMPTY:
                filled += 1
                self.cells[row, column] = cell
        self.room.take_cells(filled)
        return row

    def _cell(self, style: str, kind: str, formula: str, value: str, inline: str) -> Cell:
        if not (value or inline or formula):
            return EMPTY
        value, inline = unescaped(self.said(value)), unescaped(self.said(inline))
        if kind == "s":
            return _text(self._shared(value), bool(formula))
        if kind in {"str", "inlineStr"}:
            return _text(value or inline, bool(formula))
        if not value:
            return Cell("empty", "", True) if formula else EMPTY
        if kind in {"", "n"}:
            stored(value)
        shown = self.shown.get(style or "0", "")
        if self.since_1904 and shown == "date" and kind in {"", "n"}:
            value = from_1904(value)
        return Cell(_KINDS.get(kind, "number"), value, bool(formula), shown)

    def _shared(self, value: str) -> str:
        number = whole_of(value)
        if not 0 <= number < len(self.texts):
            raise InputError(problem("SV903", found="a cell names a text that is not there"))
        return self.texts[number]


def _place(written: str) -> tuple[int, int]:
    place = numbers_of(written)
    if place is None:
        raise InputError(problem("SV903", found=f"a cell is called '{written}'"))
    return place


def _text(text: str, formula: bool) -> Cell:
    return Cell("text", text, formula) if text or formula else EMPTY


def _sheet(name: str, part: str, data: bytes, found: _Cells) -> Sheet:
    if data:
        found.take(rows_of(data, part))
    return Sheet(name, found.cells, frozenset(found.hidden), tuple(found.merged))
