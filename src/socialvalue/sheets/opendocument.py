"""An OpenDocument spreadsheet (.ods) that came back, within the same bounds as any workbook."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from socialvalue.errors import InputError, problem
from socialvalue.sheets.cells import (
    EMPTY,
    LAST_COLUMN,
    LAST_ROW,
    Cell,
    Range,
    Sheet,
    Workbook,
    hidden_whole,
    numbers_of,
    once_each,
    stored,
)
from socialvalue.sheets.shared import MOST_TEXT, Room, bounded, whole_of

__all__ = ["CONTENT", "opendocument"]

CONTENT: Final = "content.xml"
_SPACE: Final = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TABLE, _TEXT, _STYLE = (_SPACE % each for each in ("office", "table", "text", "style"))
_KIND: Final = f"{_OFFICE}value-type"
_ERROR: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_ONE_CELL: Final = r"\$?('(?:[^']|'')+'|[^.'$]+)?\.(\$?[A-Z]{1,3}\$?[0-9]{1,7})"
_RANGE: Final = re.compile(rf"{_ONE_CELL}(?::{_ONE_CELL})?")
_FIRST_DAY: Final = date(1899, 12, 30).toordinal()
_TRUTHS: Final = {"true": "1", "false": "0"}


def opendocument(parts: zipfile.ZipFile, prefix: str, room: Room) -> Workbook:
    """The sheets of an OpenDocument spreadsheet.

    Args:
        parts: What it is made of.
        prefix: Only the sheets into which a name that begins so points; all sheets for "".
        room: For how many cells.

    Raises:
        InputError: It is no spreadsheet, or has a password to open (SV901); it is larger than any
            is (SV902), or damaged (SV903).
    """
    if b"encryption-data" in room.part(parts, "META-INF/manifest.xml"):
        raise InputError(problem("SV901", found="a workbook with a password to open"))
    root = room.tree(parts, CONTENT)
    body = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if body is None:
        raise InputError(problem("SV901", found="an OpenDocument file that is no spreadsheet"))
    ranges = body.iterfind(f"{_TABLE}named-expressions/{_TABLE}named-range")
    names = {each.get(f"{_TABLE}name", ""): _range(each) for each in ranges}
    found = {name: each for name, each in names.items() if each is not None}
    named = {sheet for name, (sheet, *_) in found.items() if name.startswith(prefix)}
    tables = once_each((each.get(f"{_TABLE}name", ""), each)
                       for each in body.iterfind(f"{_TABLE}table"))  # fmt: skip
    unseen = _unseen(root)
    sheets = {
        name: hidden_whole(sheet) if each.get(f"{_TABLE}style-name") in unseen else sheet
        for name, each in tables.items()
        if name in named or not prefix
        for sheet in [_sheet(name, each, room)]
    }
    macros = any(each.startswith("Basic/") for each in parts.namelist())
    return Workbook(sheets, found, macros=macros)


def _unseen(root: Element) -> set[str | None]:
    """The styles of tables that nobody sees."""
    styles = root.iterfind(f"{_OFFICE}automatic-styles/{_STYLE}style")
    return {
        each.get(f"{_STYLE}name")
        for each in styles
        for one in each.iterfind(f"{_STYLE}table-properties")
        if one.get(f"{_TABLE}display") == "false"
    }


def _range(named: Element) -> Range | None:
    """``$'Your offer'.$A$9:.$A$72`` as a sheet and four numbers; None for anything else."""
    found = _RANGE.fullmatch(named.get(f"{_TABLE}cell-range-address", ""))
    if found is None:
        return None
    sheet, first, other, last = found.groups()
    one, two = numbers_of(first), numbers_of(last or first)
    if not sheet or other not in {None, sheet} or one is None or two is None:
        return None
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet, *one, *two


def _sheet(name: str, table: Element, room: Room) -> Sheet:
    """A sheet; what is said to repeat is so often there, if there is room for it."""
    if len([*table.iter(f"{_TABLE}table")]) > 1:
        raise InputError(problem("SV903", found="a table lies in one of its cells"))
    cells: dict[tuple[int, int], Cell] = {}
    hidden: set[int] = set()
    merged: list[tuple[int, int, int, int]] = []
    row = 1
    for element in table.iter(f"{_TABLE}table-row"):
        times = _times(element, "number-rows-repeated")
        held = [*_cells(element)]
        room.take_cells(times * sum(each[1] for each in held))
        rows = range(row, row + times) if held else range(0)
        below = max((down for *_, (down, _) in held), default=0)
        if held and row + times + below - 2 > LAST_ROW:
            raise InputError(problem("SV903", found="a cell lies below the last row"))
        for at in rows:
            cells |= {(at, column + n): cell for column, many, cell, _ in held for n in range(many)}
            merged += [(at, column, at + down - 1, column + right - 1)
                       for column, _, _, (down, right) in held if down * right > 1]  # fmt: skip
        if element.get(f"{_TABLE}visibility") in {"collapse", "filter"}:
            hidden.update(rows)
        row += times
    return Sheet(name, cells, frozenset(hidden), tuple(merged))


def _cells(row: Element) -> Iterator[tuple[int, int, Cell, tuple[int, int]]]:
    """The cells of a row in which anything stands.

    Each with its column, how often it is repeated, and how many rows and columns it goes over.
    """
    column = 1
    for each in row:
        if each.tag not in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
            continue
        times = _times(each, "number-columns-repeated")
        if (cell := _cell(each)) is not EMPTY:
            over = _times(each, "number-rows-spanned"), _times(each, "number-columns-spanned")
            if column + times + over[1] - 2 > LAST_COLUMN:
                raise InputError(problem("SV903", found="a cell lies beyond the last column"))
            yield column, times, cell, over
        column += times


def _times(element: Element, what: str) -> int:
    """How often a row or a cell is there."""
    written = element.get(f"{_TABLE}{what}", "1")
    found = whole_of(written)
    if found < 1:
        raise InputError(problem("SV903", found=f"something stands there '{written[:40]}' times"))
    return found


def _cell(element: Element) -> Cell:
    """A cell, as a cell of any workbook is told."""
    kind = element.get(_KIND, "")
    formula = element.get(f"{_TABLE}formula") is not None
    if not kind and not formula and not len(element):
        return EMPTY
    if kind in {"float", "currency", "percentage"}:
        shown = "percent" if kind == "percentage" else ""
        return Cell("number", stored(element.get(f"{_OFFICE}value", "")), formula, shown)
    if kind == "date":
        return Cell("number", _day(element.get(f"{_OFFICE}date-value", "")), formula, "date")
    if kind == "boolean":
        return Cell("truth", _TRUTHS.get(element.get(f"{_OFFICE}boolean-value", ""), ""), formula)
    text = bounded("\n".join(map(_paragraph, element.iterfind(f"{_TEXT}p"))))
    if not text:
        return Cell("text" if kind == "string" else "empty", "", formula) if formula else EMPTY
    return Cell("error" if element.get(_ERROR) == "error" else "text", text, formula)


def _day(written: str) -> str:
    """A day as the number by which every spreadsheet counts it."""
    try:
        return str(date.fromisoformat(written[:10]).toordinal() - _FIRST_DAY)
    except ValueError:
        raise InputError(problem("SV903", found=f"a date is written '{written[:40]}'")) from None


def _paragraph(element: Element) -> str:
    """The text of a paragraph, with the spaces and ends of lines that stand there as elements."""
    for each in element.iter(f"{_TEXT}s"):
        each.text = " " * min(whole_of(each.get(f"{_TEXT}c", "1")), MOST_TEXT + 1)
    for name, sign in (("tab", "\t"), ("line-break", "\n")):
        for each in element.iter(f"{_TEXT}{name}"):
            each.text = sign
    return "".join(element.itertext())
