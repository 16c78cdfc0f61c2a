"""The rows of a sheet, each with its cells as they are written.

One expression finds them where every cell is written in one of the few ways in which programs
write it: in half the time of a parser.  Where anything is written otherwise the part is parsed
instead, so nothing is read but as a parser reads it.  What nobody looks at, the text of a formula
and the rules for what may be typed, is not checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from socialvalue.sheets.archive import tree
from socialvalue.sheets.shared import Names, text_of

__all__ = ["Rows", "Written", "rows_of"]

Written = tuple[str, ...]
"""A cell as it is written: the letters and the digits of its address, its style, its kind, a sign
that it has a formula, its value, and its own text.  What follows is of no account."""

_OF_FORMULA: Final = (
    r'(?: aca="[a-z]{1,9}"| ca="1"| t="array" ref="[A-Z0-9:]{1,30}"'
    r'| t="shared"(?: ref="[A-Z0-9:]{1,30}")? si="[0-9]{1,9}")?'
)
_PIECE: Final = re.compile(
    r'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="([0-9]{1,9})")?(?: t="([A-Za-z]{1,9})")?(?: ?/>|>'
    rf"(?:(<f){_OF_FORMULA} ?(?:/>|>[^<]*</f>))?"
    r"(?:<v ?/>|<v>([^<\ufffe\uffff]*)</v>"
    r'|<is><t(?: xml:space="preserve")?>([^<\ufffe\uffff]*)</t></is>)?</c>)'
    r"|(<row(?: [^<>]*)?>|</row>)|(.+)",  # what is neither ends the search
    re.DOTALL,
)
_BEGIN, _END = b"<sheetData>", b"</sheetData>"
_RULES: Final = re.compile(rb"<dataValidations[ >].*?</dataValidations>", re.DOTALL)
_PLAIN: Final = bytes({*range(256)} - ({*range(32), 127} - {9, 10}))
"""All bytes but those that a parser reads in a way of its own, or refuses."""


@attrs.frozen
class Rows:
    """The rows of a sheet.

    Attributes:
        root: The sheet's element.
        each: The element of each row, and its cells.
        said: What a text says that stands in a cell.
    """

    root: Element
    each: Iterable[tuple[Element, Iterable[Written]]]
    said: Callable[[str], str] = str


def rows_of(data: bytes, part: str) -> Rows:
    """The rows of a sheet's part.

    Raises:
        InputError: It is damaged (SV903).
    """
    if (found := _found(data)) is not None:
        root = tree(found[0], part)
        rows = [*root.iter(Names(root).row)]
        if len(rows) == len(found[1]):
            return Rows(root, zip(rows, found[1], strict=True), lambda text: _said(text, part))
    root = tree(data, part)
    names = Names(root)
    return Rows(root, ((row, _parsed(row, names)) for row in root.iter(names.row)))


def _found(data: bytes) -> tuple[bytes, list[list[Written]]] | None:
    """A sheet without cells, and the cells of each row; None where one is written otherwise."""
    begin, end = data.find(_BEGIN) + len(_BEGIN), data.rfind(_END)
    strange = data.translate(None, _PLAIN) or b"<!" in data or b"]]>" in data
    if begin < len(_BEGIN) or end < begin or strange or data.count(b"<?") > 1:
        return None
    try:
        found = _PIECE.findall(data[begin:end].decode())
    except UnicodeDecodeError:
        return None
    marks = [at for at, each in enumerate(found) if not each[0]]
    rows = []
    for at, following in zip(marks, [*marks[1:], len(found)], strict=True):
        tag, stray = found[at][7:]
        holds = tag.startswith("<row") and not tag.endswith("/>")
        if stray or (not holds and following > at + 1):
            return None
        if tag != "</row>":
            rows.append(found[at + 1 : following])
    if found and found[0][0]:
        return None
    tags = "".join(found[at][7] for at in marks)
    return data[:begin] + tags.encode() + _RULES.sub(b"", data[end:]), rows


def _said(text: str, part: str) -> str:
    """A text without the ways in which signs are written."""
    return (tree(f"<t>{text}</t>".encode(), part).text or "") if "&" in text else text


def _parsed(row: Element, names: Names) -> Iterator[Written]:
    """The cells of a row that was parsed."""
    for each in row.iter(names.c):
        value, inline, formula = "", "", ""
        for part in each:
            if part.tag == names.v:
                value += part.text or ""
            elif part.tag == names.f:
                formula = "<f"
            elif part.tag == names.inline:
                inline += text_of(part, names)
        place, style, kind = (each.get(name, "") for name in ("r", "s", "t"))
        letters = place.rstrip("0123456789")
        yield letters, place[len(letters) :], style, kind, formula, value, inline
