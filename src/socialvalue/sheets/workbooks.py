"""A workbook that came back, as it is written: each cell's text, and how it is meant.

Nothing in it is run and nothing linked to it is opened.  A number keeps the text that stands in
the file; that a cell is a formula is told by its element, never by an equals sign at its start.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import Element, bounded_bytes, open_parts, part_bytes, walk

__all__ = ["EMPTY", "Cell", "Sheet", "Workbook", "address", "read_workbook"]

MOST_ROWS: Final = 100_000
MOST_CELLS: Final = 200_000
MOST_TEXT: Final = 32_767
_LAST_ROW: Final = 2**20
_LAST_COLUMN: Final = 2**14

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STORED = re.compile(r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATES: Final = frozenset((*range(14, 23), *range(45, 48)))
_PER_CENTS: Final = frozenset((9, 10))


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
    """One sheet: its cells by row and column from 1, and the rows that nobody sees."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()

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


def read_workbook(path: Path) -> Workbook:
    """All sheets of a workbook.

    Raises:
        InputError: It is no workbook (SV901), larger than any is (SV902), or damaged (SV903).
    """
    data = bounded_bytes(path)
    with open_parts(data) as parts:
        kept, names = _contents(parts)
        links, texts = _links(parts), _texts(parts)
        shown = _shown_as(parts)
        room = [MOST_CELLS]
        sheets = {
            name: _sheet(parts, name, links.get(link, ""), _Cells(texts, shown, room))
            for name, link in kept.items()
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

    def start(tag: str, of: Element) -> None:
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


def _links(parts: zipfile.ZipFile) -> dict[str, str]:
    """The names of the parts that hold the sheets, by their link."""
    found: dict[str, str] = {}

    def start(tag: str, of: Element) -> None:
        if tag == "Relationship" and of.get("TargetMode") != "External":
            target = of.get("Target", "")
            found[of.get("Id", "")] = target[1:] if target.startswith("/") else f"xl/{target}"

    name = "xl/_rels/workbook.xml.rels"
    walk(part_bytes(parts, name), name, start)
    return found


class _Texts:
    """The text of elements: its runs joined, without what tells how it is spoken."""

    def __init__(self) -> None:
        self.found = ""
        self.inside = self.spoken = False

    def start(self, tag: str) -> None:
        self.spoken = self.spoken or tag == "rPh"
        self.inside = tag == "t" and not self.spoken

    def end(self, tag: str) -> None:
        self.spoken = self.spoken and tag != "rPh"
        self.inside = False

    def text(self, found: str) -> None:
        if self.inside:
            self.found += found
            if len(self.found) > 8 * MOST_TEXT:
                raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))

    def taken(self) -> str:
        text, self.found = _unescaped(self.found), ""
        if len(text) > MOST_TEXT:
            raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))
        return text


def _unescaped(text: str) -> str:
    """A text with the signs that programs write as _x000D_."""
    return _ESCAPED.sub(lambda match: _character(match.group(1)), text)


def _character(code: str) -> str:
    """The sign of a number; half a pair of two is no sign."""
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)


def _texts(parts: zipfile.ZipFile) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    one = _Texts()

    def end(tag: str) -> None:
        one.end(tag)
        if tag == "si":
            found.append(one.taken())

    name = "xl/sharedStrings.xml"
    if data := part_bytes(parts, name):
        walk(data, name, lambda tag, _: one.start(tag), end, one.text)
    return found


def _shown_as(parts: zipfile.ZipFile) -> list[str]:
    """For each style of a cell, whether it shows a number as a date or per cent."""
    written: dict[int, str] = {}
    found: list[str] = []
    inside = False

    def start(tag: str, of: Element) -> None:
        nonlocal inside
        inside = inside or tag == "cellXfs"
        if tag == "numFmt":
            written[_whole(of.get("numFmtId", ""))] = _way_of(of.get("formatCode", ""))
        elif tag == "xf" and inside:
            number = _whole(of.get("numFmtId", ""))
            usual = "date" if number in _DATES else "percent" if number in _PER_CENTS else ""
            found.append(written.get(number, usual))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if data := part_bytes(parts, "xl/styles.xml"):
        walk(data, "xl/styles.xml", start, end)
    return found


def _way_of(code: str) -> str:
    """What a format makes of a number: its letters, without texts and colours."""
    letters = _QUOTED.sub("", code).lower()
    if "%" in letters:
        return "percent"
    return "date" if re.search(r"[dmyh]", letters) and "general" not in letters else ""


def _whole(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1


class _Cells:
    """The cells of a sheet, taken as its elements pass."""

    def __init__(self, texts: list[str], shown: list[str], room: list[int]) -> None:
        self.texts, self.shown, self.room = texts, shown, room
        self.cells: dict[tuple[int, int], Cell] = {}
        self.hidden: set[int] = set()
        self.of: Element = {}
        self.row = self.column = self.rows = 0
        self.value, self.formula, self.in_value = "", False, False
        self.inline = _Texts()

    def start(self, tag: str, of: Element) -> None:
        if tag == "row":
            self._row(of)
        elif tag == "c":
            self._cell(of)
        elif tag == "f":
            self.formula = True
        self.in_value = tag == "v"
        self.inline.start(tag)

    def _row(self, of: Element) -> None:
        self.rows += 1
        self.row = _whole(of["r"]) if "r" in of else self.row + 1
        self.column = 0
        if self.rows > MOST_ROWS:
            raise InputError(problem("SV902", found=f"has more than {MOST_ROWS:,} rows"))
        if of.get("hidden") in {"1", "true"}:
            self.hidden.add(self.row)

    def _cell(self, of: Element) -> None:
        place = _numbers(of["r"]) if "r" in of else (self.row, self.column + 1)
        if place is None:
            raise InputError(problem("SV903", found=f"a cell is called '{of['r']}'"))
        self.row, self.column = place
        self.of, self.value, self.formula = of, "", False

    def text(self, found: str) -> None:
        if self.in_value:
            self.value += found
            if len(self.value) > MOST_TEXT:
                raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))
        self.inline.text(found)

    def end(self, tag: str) -> None:
        self.inline.end(tag)
        self.in_value = False
        if tag != "c":
            return
        inline = self.inline.taken()
        cell = self._read(inline)
        if cell is not EMPTY:
            self.room[0] -= 1
            if self.room[0] < 0:
                raise InputError(problem("SV902", found=f"has more than {MOST_CELLS:,} cells"))
            self.cells[self.row, self.column] = cell

    def _read(self, inline: str) -> Cell:
        kind, value = self.of.get("t", "n"), self.value
        if kind == "s":
            number = _whole(value)
            if not 0 <= number < len(self.texts):
                raise InputError(problem("SV903", found="a cell names a text that is not there"))
            return _text(self.texts[number], self.formula)
        if kind in {"str", "inlineStr"}:
            return _text(_unescaped(value) or inline, self.formula)
        if not value and not self.formula:
            return EMPTY
        if kind == "n" and value and not _STORED.fullmatch(value):
            raise InputError(problem("SV903", found=f"a number is written '{value[:40]}'"))
        names = {"b": "truth", "e": "error", "d": "text"}
        style = _whole(self.of.get("s", "0"))
        shown = self.shown[style] if 0 <= style < len(self.shown) else ""
        return Cell(names.get(kind, "number") if value else "empty", value, self.formula, shown)


def _text(text: str, formula: bool) -> Cell:
    return Cell("text", text, formula) if text or formula else EMPTY


def _sheet(parts: zipfile.ZipFile, name: str, part: str, found: _Cells) -> Sheet:
    if data := part_bytes(parts, part):
        _refuse_many(data, found.room[0])
        walk(data, part, found.start, found.end, found.text)
    return Sheet(name, found.cells, frozenset(found.hidden))


def _refuse_many(data: bytes, room: int) -> None:
    """Refuse more rows or cells than any return has, before one of them is looked at."""
    if data.count(b"<row") > MOST_ROWS:
        raise InputError(problem("SV902", found=f"has more than {MOST_ROWS:,} rows"))
    if data.count(b"<c ") + data.count(b"<c>") > 4 * MOST_CELLS or data.count(b"<v>") > room:
        raise InputError(problem("SV902", found=f"has more than {MOST_CELLS:,} cells"))
