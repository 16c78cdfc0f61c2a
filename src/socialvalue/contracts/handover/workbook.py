"""The agreed schedule as a workbook: a sheet for each part of it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any, Final

from socialvalue.blocks import Block
from socialvalue.sheets.forms import LINE, Form, lines_of, new_form
from socialvalue.sheets.typed import typed_number
from socialvalue.sheets.writing import put

__all__ = ["workbook_bytes"]

_WIDEST: Final = 36
_LEAST: Final = 8
_NAMES: Final = ("Agreed schedule", "Wording of KPIs", "Changes since the award", "Audit trail",
          "Offered, and not in the contract", "Agreed")  # fmt: skip


def workbook_bytes(blocks: Iterable[Block], on: date) -> bytes:
    """Blocks as a workbook, a sheet each; those without a heading stand below the one before.

    Args:
        blocks: What it says.
        on: The day that the file states, so that two runs give the same bytes.
    """
    into = BytesIO()
    form = new_form(into, on)
    parts: list[list[Block]] = []
    for each in blocks:
        if each.heading:
            parts.append([each])
        else:
            parts[-1].append(each)
    for part in parts:
        _put(form, part)
    form.book.close()
    return into.getvalue()


def _put(form: Form, part: list[Block]) -> None:
    """One sheet."""
    name = next((each for each in _NAMES if part[0].heading.startswith(each)), part[0].heading)
    sheet, row, widths = form.sheet(name[:31]), 0, _widths(part)
    form.text(sheet, row, 0, part[0].heading, "title")
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    for block in part:
        for said in block.sentences:
            row += 1
            sheet.merge_range(row, 0, row, len(widths) - 1, "")
            form.text(sheet, row, 0, said.strip())
            sheet.set_row(row, LINE * lines_of(said, sum(widths)))
        if block.rows:
            row = _put_table(form, sheet, row + 2, block, widths)


def _put_table(form: Form, sheet: Any, row: int, block: Block, widths: list[int]) -> int:
    """A table, whose headings stand on every printed page; the row of its last line."""
    sheet.repeat_rows(row)
    for below, cells in enumerate((block.headings, *block.rows)):
        sheet.set_row(row + below, LINE * max(map(lines_of, cells, widths)))
        for column, cell in enumerate(cells):
            if below and column in block.right:
                look = "pounds" if cell.startswith("£") else "amount"
                put(sheet.write_number(row + below, column, typed_number(cell), form.looks[look]))
            else:
                form.text(sheet, row + below, column, cell, "plain" if below else "heading")
    return row + len(block.rows)


def _widths(part: list[Block]) -> list[int]:
    """As wide as the longest text of a column, up to a bound; wide enough for its longest word."""
    rows = [row for block in part for row in (block.headings, *block.rows) if row]
    columns = list(zip(*rows, strict=True)) or [("",)]
    return [
        max(_LEAST, min(_WIDEST, max(map(len, cells)) + 3),
            max((len(word) for cell in cells for word in cell.split()), default=0) + 3)
        for cells in columns
    ]  # fmt: skip
