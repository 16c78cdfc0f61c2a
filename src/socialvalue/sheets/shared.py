"""What the sheets of a workbook share: their texts, how numbers are shown, and room for it all."""

from __future__ import annotations

import re
import zipfile
from typing import Final
from xml.etree.ElementTree import Element

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import part_bytes, tree

__all__ = [
    "MOST_ROWS",
    "MOST_TEXT",
    "Names",
    "Room",
    "bounded",
    "shared_texts",
    "shown_as",
    "text_of",
    "unescaped",
    "whole_of",
]

MOST_ROWS: Final = 100_000
MOST_TEXT: Final = 32_767
_ELEMENTS_A_CELL: Final = 16
"""Signs that begin or end an element: those of a cell with its parts, and of its row and text."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = re.compile(r"[0-9]{1,9}")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_PADDED = re.compile(r"[^.;]*00")
_WORDED = re.compile(r'[^;]*"[^"]*[A-Za-z]')
_DATES: Final = frozenset((*range(14, 23), *range(45, 48)))
_PER_CENTS: Final = frozenset((9, 10))


class Room:
    """How many cells, and how many elements in all parts, there is room for still."""

    def __init__(self, cells: int) -> None:
        self.most = self.cells = cells
        self.elements = _ELEMENTS_A_CELL * cells

    def part(self, parts: zipfile.ZipFile, name: str) -> bytes:
        """A part, if there is room for what it holds, before one of it is looked at."""
        data = part_bytes(parts, name)
        self.elements -= data.count(b"<")
        if data.count(b"<row") + data.count(b"<table:table-row") > MOST_ROWS:
            raise InputError(problem("SV902", found=f"has more than {MOST_ROWS:,} rows"))
        if self.elements < 0 or data.count(b"<v>") > self.cells:
            raise self.full()
        return data

    def tree(self, parts: zipfile.ZipFile, name: str) -> Element:
        """The elements of a part, if there is room for them; none where there is no part."""
        data = self.part(parts, name)
        return tree(data, name) if data else Element(name)

    def take_cells(self, number: int) -> None:
        """So many cells less."""
        self.cells -= number
        if self.cells < 0:
            raise self.full()

    def full(self) -> InputError:
        """That there are more than there is room for (SV902)."""
        return InputError(problem("SV902", found=f"has more than {self.most:,} cells"))


class Names:
    """The names of elements in the namespace of a part's root."""

    def __init__(self, root: Element) -> None:
        self.space = root.tag[: root.tag.find("}") + 1]
        named = (f"{self.space}{each}" for each in ("row", "c", "f", "v", "is", "t", "rPh"))
        self.row, self.c, self.f, self.v, self.inline, self.t, self.spoken = named


def text_of(element: Element, names: Names) -> str:
    """The text that stands in an element: its runs, without what tells how it is spoken."""
    if len(element) == 1 and element[0].tag == names.t:
        return element[0].text or ""
    spoken = {each for part in element.iter(names.spoken) for each in part.iter(names.t)}
    runs = (each for each in element.iter(names.t) if each not in spoken)
    return "".join(each.text or "" for each in runs)


def unescaped(text: str) -> str:
    """A text with the signs that programs write as _x000D_, if a cell can hold it (SV902)."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: _character(match.group(1)), text)
    return bounded(text)


def bounded(text: str) -> str:
    """The same text, if a cell can hold it (SV902)."""
    if len(text) > MOST_TEXT:
        raise InputError(problem("SV902", found=f"has a text over {MOST_TEXT} characters"))
    return text


def _character(code: str) -> str:
    """The sign of a number; half a pair of two is no sign."""
    number = int(code, 16)
    return "\ufffd" if 0xD800 <= number < 0xE000 else chr(number)


def shared_texts(parts: zipfile.ZipFile, room: Room) -> list[str]:
    """The texts that cells share."""
    root = room.tree(parts, "xl/sharedStrings.xml")
    names = Names(root)
    return [unescaped(text_of(each, names)) for each in root.iter(f"{names.space}si")]


def shown_as(parts: zipfile.ZipFile, room: Room) -> dict[str, str]:
    """The styles of a cell that show a number as something else, by their numbers."""
    root = room.tree(parts, "xl/styles.xml")
    space = Names(root).space
    ways = dict.fromkeys(_DATES, "date") | dict.fromkeys(_PER_CENTS, "percent")
    for each in root.iterfind(f"{space}numFmts/{space}numFmt"):
        ways[whole_of(each.get("numFmtId", ""))] = _way_of(each.get("formatCode", ""))
    styles = enumerate(root.iterfind(f"{space}cellXfs/{space}xf"))
    shown = ((at, ways.get(whole_of(each.get("numFmtId", "")))) for at, each in styles)
    return {str(at): way for at, way in shown if way}


def _way_of(code: str) -> str:
    """What a format makes of a number: its letters, without texts and colours."""
    letters = _QUOTED.sub("", code).lower()
    if "%" in letters:
        return "percent"
    if re.search(r"[dmyh]", letters) and "general" not in letters:
        return "date"
    return "words" if _PADDED.match(letters) or _WORDED.match(code) else ""


def whole_of(text: str) -> int:
    """A number of up to nine digits; −1 for anything else."""
    return int(text) if _WHOLE.fullmatch(text) else -1
