"""What the sheets of a workbook share: their texts, how numbers are shown, and room for it all."""

from __future__ import annotations

import re
import zipfile
from typing import Final

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import Attributes, part_bytes, walk

__all__ = ["MOST_ROWS", "MOST_TEXT", "Room", "shared_texts", "shown_as", "unescaped", "whole_of"]

MOST_ROWS: Final = 100_000
MOST_TEXT: Final = 32_767
_ELEMENTS_A_CELL: Final = 16
"""Signs that begin or end an element: those of a cell with its parts, and of its row and text."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_DATES: Final = frozenset((*range(14, 23), *range(45, 48)))
_PER_CENTS: Final = frozenset((9, 10))


class Room:
    """How many cells, and how many elements in all parts, there is room for still."""

    def __init__(self, cells: int) -> None:
        self.most = self.cells = cells
        self.elements = _ELEMENTS_A_CELL * cells

    def take(self, data: bytes) -> bytes:
        """The same part, if there is room for what it holds, before one of it is looked at."""
        self.elements -= data.count(b"<")
        if data.count(b"<row") > MOST_ROWS:
            raise InputError(problem("SV902", found=f"has more than {MOST_ROWS:,} rows"))
        if self.elements < 0 or data.count(b"<v>") > self.cells:
            raise self.full()
        return data

    def take_cell(self) -> None:
        """One cell less."""
        self.cells -= 1
        if self.cells < 0:
            raise self.full()

    def full(self) -> InputError:
        """That there are more than there is room for (SV902)."""
        return InputError(problem("SV902", found=f"has more than {self.most:,} cells"))


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
        text, self.found = unescaped(self.found), ""
        if len(text) > MOST_TEXT:
            raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))
        return text


def unescaped(text: str) -> str:
    """A text with the signs that programs write as _x000D_."""
    return _ESCAPED.sub(lambda match: _character(match.group(1)), text)


def _character(code: str) -> str:
    """The sign of a number; half a pair of two is no sign."""
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)


def shared_texts(parts: zipfile.ZipFile, room: Room) -> list[str]:
    """The texts that cells share."""
    found: list[str] = []
    one = _Texts()

    def end(tag: str) -> None:
        one.end(tag)
        if tag == "si":
            found.append(one.taken())

    name = "xl/sharedStrings.xml"
    if data := room.take(part_bytes(parts, name)):
        walk(data, name, lambda tag, _: one.start(tag), end, one.text)
    return found


def shown_as(parts: zipfile.ZipFile, room: Room) -> list[str]:
    """For each style of a cell, whether it shows a number as a date or per cent."""
    written: dict[int, str] = {}
    found: list[str] = []
    inside = False

    def start(tag: str, of: Attributes) -> None:
        nonlocal inside
        inside = inside or tag == "cellXfs"
        if tag == "numFmt":
            written[whole_of(of.get("numFmtId", ""))] = _way_of(of.get("formatCode", ""))
        elif tag == "xf" and inside:
            number = whole_of(of.get("numFmtId", ""))
            usual = "date" if number in _DATES else "percent" if number in _PER_CENTS else ""
            found.append(written.get(number, usual))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and tag != "cellXfs"

    if data := room.take(part_bytes(parts, "xl/styles.xml")):
        walk(data, "xl/styles.xml", start, end)
    return found


def _way_of(code: str) -> str:
    """What a format makes of a number: its letters, without texts and colours."""
    letters = _QUOTED.sub("", code).lower()
    if "%" in letters:
        return "percent"
    return "date" if re.search(r"[dmyh]", letters) and "general" not in letters else ""


def whole_of(text: str) -> int:
    """A number of up to nine digits; −1 for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
