"""A workbook to write: texts stay texts, bytes repeat, and what is left out is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from socialvalue.errors import InputError, problem

__all__ = ["new_workbook", "put"]


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


def put(done: int | None) -> None:
    """Refuse what XlsxWriter leaves out in silence: a text or a list that is too long.

    Raises:
        ValueError: Something was left out, which is a fault of the caller.
    """
    if done:
        raise ValueError(f"XlsxWriter wrote nothing ({done})")
