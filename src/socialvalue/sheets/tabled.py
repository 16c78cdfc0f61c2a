"""Tables as one workbook, by the government's rules for spreadsheets.

One table a sheet, with a title in its first cell; no merged, hidden or coloured cells; a first
sheet that says what is where and how it is meant.

Source:
    "Releasing statistics in spreadsheets", Government Analysis Function.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any, Final

import attrs

from socialvalue.numbers import plain
from socialvalue.sheets.writing import new_sheet, new_workbook, put, within_cell
from socialvalue.tables import one_line

__all__ = ["SheetTable", "tables_bytes"]

_HEAD = 2
_MOST_DIGITS: Final = 15
_WIDE: Final = 18


@attrs.frozen
class SheetTable:
    """A table that stands on a sheet of its own.

    Attributes:
        name: Of the sheet, at most 31 characters.
        says: What a row is.
        heads: The names of its columns.
        rows: The cells; numbers, days and truths as such, None for nothing.
    """

    name: str
    says: str
    heads: tuple[str, ...]
    rows: Sequence[Sequence[Any]]


def tables_bytes(title: str, notes: Iterable[str], tables: Sequence[SheetTable]) -> bytes:
    """The workbook.

    Args:
        title: What it is, and as at when.
        notes: What a reader should know, a line each.
        tables: In the order of their sheets.

    Raises:
        InputError: XlsxWriter is not installed (SV932).
    """
    into = BytesIO()
    book = new_workbook(into)
    _contents(book, title, [*notes], tables)
    formats = {each: book.add_format({"num_format": each}) for each in ("d mmm yyyy", "0")}
    for table in tables:
        sheet = new_sheet(book, table.name)
        _head(sheet, table)
        for number, row in enumerate(table.rows, start=_HEAD + 1):
            for at, value in enumerate(row):
                _cell(sheet, number, at, value, formats)
    book.close()
    return into.getvalue()


def _contents(book: Any, title: str, notes: list[str], tables: Sequence[SheetTable]) -> None:
    """The first sheet: title, notes, and what is on which sheet."""
    sheet = new_sheet(book, "Contents and notes")
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 100)
    for row, note in enumerate((title, *notes)):
        put(sheet.write_string(row, 0, note))
    start = len(notes) + 1
    held = [(each.name, f"A row is {each.says}.") for each in tables]
    put(sheet.add_table(start, 0, start + len(held), 1, {
        "name": "contents", "data": held, "autofilter": False, "style": None,
        "columns": [{"header": "sheet"}, {"header": "what is on it"}],
    }))  # fmt: skip
    for row, (name, _) in enumerate(held, start=start + 1):
        put(sheet.write_url(row, 0, f"internal:'{name}'!A1", string=name))


def _head(sheet: Any, table: SheetTable) -> None:
    """A title, what a row is, and the table, which formulas can name."""
    put(sheet.write_string(0, 0, table.name))
    put(sheet.write_string(1, 0, f"A row is {table.says}."))
    sheet.set_column(0, len(table.heads) - 1, _WIDE)
    put(sheet.add_table(_HEAD, 0, _HEAD + max(len(table.rows), 1), len(table.heads) - 1, {
        "name": table.name.replace(" ", "_"), "style": None,
        "columns": [{"header": each} for each in table.heads],
    }))  # fmt: skip


def _cell(sheet: Any, row: int, at: int, value: Any, formats: dict[str, Any]) -> None:
    """A cell as its kind; a text is never read as anything else."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        put(sheet.write_boolean(row, at, value))
    elif isinstance(value, int):
        put(sheet.write_number(row, at, value, formats["0"]))
    elif isinstance(value, date):
        put(sheet.write_datetime(row, at, value, formats["d mmm yyyy"]))
    elif isinstance(value, Decimal) and len(value.as_tuple().digits) <= _MOST_DIGITS:
        put(sheet.write_number(row, at, float(value)))
    else:
        number = isinstance(value, (Decimal, Fraction))
        put(sheet.write_string(row, at, within_cell(plain(value) if number else one_line(value))))
