"""A workbook that came back, as it is written: each cell's text, and how it is meant.

Nothing in it is run and nothing linked to it is opened.  A number keeps the text that stands in
the file; that a cell is a formula is told by its element, never by an equals sign at its start.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import (
    Attributes,
    bounded_bytes,
    open_parts,
    part_bytes,
    tree,
    walk,
)
from socialvalue.sheets.shared import (
    MOST_ROWS,
    MOST_TEXT,
    Room,
    shared_texts,
    shown_as,
    unescaped,
    whole_of,
)

__all__ = ["EMPTY", "MOST_CELLS", "Cell", "Sheet", "Workbook", "address", "read_workbook"]

MOST_CELLS: Final = 200_000
_LAST_ROW: Final = 2**20
_LAST_COLUMN: Final = 2**14

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMNS: Final = {
    f"{one}{other}": column
    for column, (one, other) in enumerate(product(("", *ascii_uppercase), ascii_uppercase), start=1)
}
"""The first columns by their letters: every cell of a sheet as people fill it in."""
_STORED = re.compile(r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?")
_KINDS: Final = {"b": "truth", "e": "error", "d": "text"}


@attrs.frozen
class Cell:
    """One cell, as the file has it.

    Attributes:
        kind: ``number``, ``text``, ``truth``, ``error``, or ``empty``.
        text: What stands there; a number digit for digit.
        formula: Whether it is worked out by a formula.
        shown_as: ``date`` or ``percent`` where a number is shown so, else "".
    """

    kind: str = "empty"
    text: str = ""
    formula: bool = False
    shown_as: str = ""


EMPTY = Cell()


@attrs.frozen
class Sheet:
    """One sheet, as the file has it; rows and columns count from 1.

    Attributes:
        name: Its name.
        cells: By row and column.
        hidden_rows: The rows that nobody sees.
        merged: Ranges that are one cell: first and last row and column of each.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, row: int, column: int) -> Cell:
        """The cell there; an empty one where nothing stands."""
        return self.cells.get((row, column), EMPTY)


@attrs.frozen
class Workbook:
    """A workbook: its sheets by name, and the ranges that have names.

    Attributes:
        sheets: By name, in their order.
        names: A defined name to its sheet, and its first and last row and column.
        sha256: The hash of the file.
        macros: Whether it holds macros; they are not run.
    """

    sheets: Mapping[str, Sheet]
    names: Mapping[str, tuple[str, int, int, int, int]]
    sha256: str = ""
    macros: bool = False


def address(row: int, column: int) -> str:
    """A cell's address.

    Example:
        >>> address(14, 5), address(1, 28)
        ('E14', 'AB1')
    """
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{letters}{row}"


def read_workbook(path: Path, *, prefix: str = "", most: int = MOST_CELLS) -> Workbook:
    """The sheets of a workbook.

    Args:
        path: A file.
        prefix: Only the sheets into which a name that begins so points; all sheets for "".
        most: The most cells that it may have.

    Raises:
        InputError: It is no workbook (SV901), larger than any is (SV902), or damaged (SV903).
    """
    data = bounded_bytes(path)
    with open_parts(data) as parts:
        kept, names = _contents(parts)
        named = {sheet for name, (sheet, *_) in names.items() if name.startswith(prefix)}
        links, room = _links(parts), Room(most)
        texts, shown = shared_texts(parts, room), shown_as(parts, room)
        sheets = {
            name: _sheet(parts, name, links.get(link, ""), _Cells(texts, shown, room))
            for name, link in kept.items()
            if name in named or not prefix
        }
        macros = "xl/vbaProject.bin" in parts.namelist()
        return Workbook(sheets, names, hashlib.sha256(data).hexdigest(), macros)


def _contents(
    parts: zipfile.ZipFile,
) -> tuple[dict[str, str], dict[str, tuple[str, int, int, int, int]]]:
    """The sheets with their links, and the named ranges."""
    sheets: dict[str, str] = {}
    ranges: dict[str, str] = {}
    name = ""

    def start(tag: str, of: Attributes) -> None:
        nonlocal name
        if tag == "sheet":
            sheets[of.get("name", "")] = of.get("id", "")
        name = of.get("name", "") if tag == "definedName" else ""
        if name:
            ranges[name] = ""

    def text(found: str) -> None:
        if name:
            ranges[name] += found

    def end(_: str) -> None:
        nonlocal name
        name = ""

    walk(part_bytes(parts, "xl/workbook.xml"), "xl/workbook.xml", start, end, text)
    read = {each: _range(written.strip()) for each, written in ranges.items()}
    return sheets, {each: found for each, found in read.items() if found}


def _range(written: str) -> tuple[str, int, int, int, int] | None:
    """``'Your offer'!$F$11:$F$72`` as a sheet and four numbers; None for anything else."""
    sheet, mark, cells = written.rpartition("!")
    first, _, last = cells.partition(":")
    one, other = _numbers(first), _numbers(last or first)
    if not mark or one is None or other is None:
        return None
    if sheet.startswith("'"):
        sheet = sheet[1:-1].replace("''", "'")
    return sheet, *one, *other


def _numbers(written: str) -> tuple[int, int] | None:
    """A row and a column; None for what is no address of a sheet."""
    found = _ADDRESS.fullmatch(written)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found.group(2))
    return (row, column) if row <= _LAST_ROW and column <= _LAST_COLUMN else None


def _place(written: str, row: int) -> tuple[int, int] | None:
    """The row and column of an address, which is most likely in the row that is read."""
    number = str(row)
    column = _COLUMNS.get(written[: -len(number)]) if written.endswith(number) else None
    return _numbers(written) if column is None else (row, column)


def _links(parts: zipfile.ZipFile) -> dict[str, str]:
    """The names of the parts that hold the sheets, by their link."""
    found: dict[str, str] = {}

    def start(tag: str, of: Attributes) -> None:
        if tag == "Relationship" and of.get("TargetMode") != "External":
            target = of.get("Target", "")
            found[of.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    name = "xl/_rels/workbook.xml.rels"
    walk(part_bytes(parts, name), name, start)
    return found


class _Cells:
    """The cells of a sheet, taken row by row."""

    def __init__(self, texts: list[str], shown: list[str], room: Room) -> None:
        self.texts, self.room = texts, room
        self.shown = {str(number): way for number, way in enumerate(shown) if way}
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden: set[int] = set()
        self.merged: list[tuple[int, int, int, int]] = []

    def take(self, root: Element) -> None:
        """All rows of a sheet."""
        space = root.tag.partition("}")[0] + "}" if root.tag.startswith("{") else ""
        names = _Names(*(f"{space}{each}" for each in ("c", "f", "v", "is", "t", "r", "rPh")))
        row = 0
        for element in root.iter(f"{space}row"):
            written = element.get("r")
            row = whole_of(written) if written is not None else row + 1
            if element.get("hidden") in {"1", "true"}:
                self.hidden.add(row)
            row = self._row(row, element, names)
        for element in root.iter(f"{space}mergeCell"):
            first, _, last = element.get("ref", "").partition(":")
            one, other = _numbers(first), _numbers(last)
            if one and other and len(self.merged) < MOST_ROWS:
                self.merged.append((*one, *other))

    def _row(self, row: int, element: Element, names: _Names) -> int:
        """The cells of a row; which row it was, since a cell may say."""
        column = 0
        for each in element.iter(names.c):
            written = each.get("r")
            place = (row, column + 1) if written is None else _place(written, row)
            if place is None:
                raise InputError(problem("SV903", found=f"a cell is called '{written}'"))
            row, column = place
            cell = self._read(each, names)
            if cell is not EMPTY:
                self.room.take_cell()
                self.cells[place] = cell
        return row

    def _read(self, element: Element, names: _Names) -> Cell:
        kind, value, inline, formula = element.get("t", "n"), "", "", False
        for part in element:
            if part.tag == names.v:
                value += part.text or ""
            elif part.tag == names.inline:
                inline += _joined(part, names)
            formula = formula or part.tag == names.f
        if not (value or inline or formula):
            return EMPTY
        if len(value) > MOST_TEXT or len(inline) > MOST_TEXT:
            raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))
        if kind == "s":
            return _text(self._shared(value), formula)
        if kind in {"str", "inlineStr"}:
            return _text(unescaped(value) or inline, formula)
        return self._valued(kind, value, formula, element.get("s", "0"))

    def _valued(self, kind: str, value: str, formula: bool, written: str) -> Cell:
        """A cell that holds no text."""
        if not value:
            return Cell("empty", "", formula) if formula else EMPTY
        plain = len(value) < 40 and value.isascii() and value.isdigit()
        if kind == "n" and not (plain or _STORED.fullmatch(value)):
            raise InputError(problem("SV903", found=f"a number is written '{value[:40]}'"))
        return Cell(_KINDS.get(kind, "number"), value, formula, self.shown.get(written, ""))

    def _shared(self, value: str) -> str:
        number = whole_of(value)
        if not 0 <= number < len(self.texts):
            raise InputError(problem("SV903", found="a cell names a text that is not there"))
        return self.texts[number]


@attrs.frozen
class _Names:
    """The names of a sheet's elements, in its namespace."""

    c: str
    f: str
    v: str
    inline: str
    t: str
    run: str
    spoken: str


def _joined(inline: Element, names: _Names) -> str:
    """The text of a cell that holds it itself: its runs, without what tells how it is spoken."""
    parts = [each for each in inline if each.tag != names.spoken]
    texts = (each.findtext(names.t) if each.tag == names.run else each.text for each in parts)
    return unescaped("".join(each or "" for each in texts))


def _text(text: str, formula: bool) -> Cell:
    return Cell("text", text, formula) if text or formula else EMPTY


def _sheet(parts: zipfile.ZipFile, name: str, part: str, found: _Cells) -> Sheet:
    if data := found.room.take(part_bytes(parts, part)):
        found.take(tree(data, part))
    return Sheet(name, found.cells, frozenset(found.hidden), tuple(found.merged))
