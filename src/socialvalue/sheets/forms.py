"""A form as a workbook: what is printed is locked, and the boxes to fill in are seen at once."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Final

import attrs

from socialvalue.sheets.workbooks import address
from socialvalue.sheets.writing import new_sheet, new_workbook, put

__all__ = ["LINE", "Form", "height_of", "lines_of", "new_form"]

LINE: Final = 16
"""Points of a line of text."""
_TALLEST: Final = 409
"""Points of the tallest row there can be."""

_FONT: Final[dict[str, Any]] = {
    "font_name": "Arial",
    "font_size": 12,
    "text_wrap": True,
    "valign": "top",
}
_INPUT: Final = {"locked": False, "bg_color": "#FFF8E1", "border": 1}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "plain": {},
    "indented": {"indent": 1},
    "heading": {"bold": True, "bottom": 1},
    "said": {"text_wrap": False},
    "label": {"bold": True, "text_wrap": False},
    "title": {"bold": True, "font_size": 16, "text_wrap": False},
    "number": {**_INPUT, "num_format": "#,##0.00"},
    "score": {**_INPUT, "num_format": "General", "align": "left"},
    "words": {**_INPUT, "num_format": "@"},
    "quoted": {**_INPUT, "num_format": "@", "quote_prefix": True},
    "day": {**_INPUT, "num_format": "d mmmm yyyy", "align": "left"},
    "pounds": {"num_format": "£#,##0.00"},
    "value": {"num_format": "£#,##0.00########"},
    "amount": {"num_format": "#,##0.00##"},
    "pence": {"num_format": '0.00"p"'},
}


@attrs.frozen
class Form:
    """A workbook that is written, with its ways to look."""

    book: Any
    looks: dict[str, Any]

    def sheet(self, name: str) -> Any:
        """A sheet for landscape paper, one page wide; locked, without a password."""
        made = new_sheet(self.book, name)
        # Half of the time went into looking for thirty functions that are newer than any of ours.
        made._prepare_formula = _as_it_is
        made.protect("", {"format_columns": True, "format_rows": True})
        return made

    def text(self, sheet: Any, row: int, number: int, words: str, look: str = "plain") -> None:
        """A text that stays one; rows and columns count from 0."""
        put(sheet.write_string(row, number, words, self.looks[look]))

    def box(self, sheet: Any, row: int, number: int, look: str = "words") -> None:
        """An empty box to fill in."""
        put(sheet.write_blank(row, number, None, self.looks[look]))

    def name(self, name: str, sheet: str, number: int, rows: range) -> None:
        """A name for a column of boxes: ``sv_`` and the name; rows count from 1."""
        letters, first, last = address(1, number + 1)[:-1], rows[0], rows[-1]
        quoted = sheet.replace("'", "''")
        put(
            self.book.define_name(f"sv_{name}", f"='{quoted}'!${letters}${first}:${letters}${last}")
        )


def _as_it_is(formula: str, _: bool = False) -> str:
    """A formula without its equals sign."""
    return formula.removeprefix("=")


def new_form(into: BytesIO, day: date | None = None) -> Form:
    """An empty form.

    Args:
        into: What it is written into when its book is closed.
        day: The day that the file states, so that two runs give the same bytes.
    """
    made = None if day is None else datetime.combine(day, time(), UTC)
    book = new_workbook(into, made)
    return Form(book, {name: book.add_format({**_FONT, **look}) for name, look in _LOOKS.items()})


def lines_of(words: str, width: int) -> int:
    """How many lines a text takes in a column, which is wider than so many of its signs.

    Example:
        >>> lines_of("one two three", 9), lines_of("", 9), lines_of("5 = good", 40)
        (2, 1, 1)
    """
    return sum(len(textwrap.wrap(line, width - 2)) or 1 for line in words.split("\n"))


def height_of(texts: Iterable[tuple[str, int]], *, least: int = 1) -> int:
    """How tall a row is, in points, for its texts and the widths of their columns.

    Example:
        >>> height_of([("one two three", 9), ("four", 9)]), height_of([("x " * 5000, 9)])
        (32, 409)
    """
    lines = max(lines_of(words, width) for words, width in texts)
    return min(_TALLEST, LINE * max(least, lines))
