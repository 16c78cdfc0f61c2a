"""The declaration: what a person confirms of an offer, in the workbook and on the page alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from socialvalue.errors import Problem, problem
from socialvalue.sheets.forms import LINE, Form, lines_of
from socialvalue.sheets.workbooks import Workbook, address
from socialvalue.sheets.writing import put
from socialvalue.spans import Span

__all__ = ["DECLARATION", "UNDECLARED", "declaration_notes", "declare"]

_CONFIRMED: Final = (
    "Our offer is for this contract alone: it is no work at our head office, and not what the "
    "contract pays for anyway. We can deliver it, and know that it becomes part of the contract if "
    "we win."
)
DECLARATION: Final = (
    "Declaration",
    _CONFIRMED,
    "▶ I confirm this for my organisation",
    "▶ My name and role",
)
"""Its heading, what is confirmed, and what stands beside its two boxes."""
UNDECLARED: Final = "The declaration on 'Start here' is to be confirmed"
"""What the sheet says of an offer that is ready but for it."""


def declare(book: Form, sheet: Any, row: int) -> None:
    """Write the declaration into the first two columns of a sheet.

    Args:
        book: The workbook that is written.
        sheet: Its first sheet.
        row: Where it begins, from 0.
    """
    heading, words, confirm, by = DECLARATION
    book.text(sheet, row, 0, heading, "heading")
    sheet.set_row(row + 1, LINE * lines_of(words, 100))
    book.text(sheet, row + 1, 0, words)
    for at, label, name in ((row + 2, confirm, "confirmed"), (row + 3, by, "confirmed_by")):
        book.text(sheet, at, 0, label, "label")
        book.box(sheet, at, 1)
        book.name(name, sheet.get_name(), 1, range(at + 1, at + 2))
    sheet.set_column(1, 1, 44)
    put(sheet.data_validation(row + 2, 1, row + 2, 1, {"validate": "list", "source": ["Yes"]}))


def declaration_notes(book: Workbook, file: str) -> Iterator[Problem]:
    """What is missing of the declaration of a return; whom it names is not taken from it."""
    confirmed, cell = _box(book, "sv_confirmed")
    by, beside = _box(book, "sv_confirmed_by")
    if confirmed.casefold() != "yes":
        yield Span(file, cell=cell).placed(problem("SV933", found="it is not confirmed"))
    elif not by:
        yield Span(file, cell=beside).placed(problem("SV933", found="no name and role are given"))


def _box(book: Workbook, name: str) -> tuple[str, str]:
    """What stands in a named box, and its address; nothing where the box is gone."""
    if name not in book.names or book.names[name][0] not in book.sheets:
        return "", ""
    sheet, row, column, *_ = book.names[name]
    return book.sheets[sheet].at(row, column).text.strip(), f"{sheet}!{address(row, column)}"
