"""A workbook to write: texts stay texts, bytes repeat, and what is left out is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from socialvalue.errors import InputError, problem

__all__ = ["new_sheet", "new_workbook", "put", "within_cell"]

_LONGEST: Final = 32_767
"""Characters that a cell can hold."""


def new_workbook(into: BytesIO, made: datetime | None = None) -> Any:
    """An empty workbook of XlsxWriter, which makes no formula or link of a text.

    Args:
        into: What it is written into when it is closed.
        made: The day that the file states, so that two runs give the same bytes.

    Raises:
        InputError: XlsxWriter is not installed (SV932).
    """
    try:
        import xlsxwriter
    except ModuleNotFoundError:
        raise InputError(problem("SV932")) from None
    off = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(into, {**off, "in_memory": True})
    book.set_properties({"created": made or datetime(2000, 1, 1, tzinfo=UTC)})
    return book


def new_sheet(book: Any, name: str) -> Any:
    """A sheet that prints across A4, one page wide.

    Args:
        book: The workbook.
        name: Of the sheet.
    """
    sheet = book.add_worksheet(name)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    return sheet


def put(done: int | None) -> None:
    """Refuse what XlsxWriter leaves out in silence: a text or a list that is too long.

    Raises:
        ValueError: Something was left out, which is a fault of the caller.
    """
    if done:
        raise ValueError(f"XlsxWriter wrote nothing ({done})")


def within_cell(text: str) -> str:
    """A text as a cell can hold it, which says where it was cut.

    Example:
        >>> within_cell("Acme"), within_cell("x" * 40_000)[-2:]
        ('Acme', 'x…')
    """
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
