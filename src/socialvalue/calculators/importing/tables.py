"""The tables of measures in a workbook: where they are, and what each of their columns holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

import attrs

from socialvalue.calculators.importing.headings import field_of
from socialvalue.sheets.headings import plain_heading
from socialvalue.sheets.workbooks import MOST_CELLS, Cell, Sheet, Workbook, address

__all__ = ["Column", "TableOfMeasures", "tables_in"]

_FIRST_ROWS: Final = 60
_LONGEST: Final = 1_000
"""Rows of a merged range."""
_LEAST: Final = 3
"""Fields that a row of headings has at least, a code and a title among them."""


@attrs.frozen
class Column:
    """One column of a table of measures.

    Attributes:
        sheet: Its sheet.
        cell: The cell of its heading.
        heading: What stands there.
        field: What is read from it: "code", "title", "unit", "value", "theme", "outcome",
            "definition", "guidance", "asks", "evidence", "not with" or "status"; "" for nothing.
    """

    sheet: str
    cell: str
    heading: str
    field: str


@attrs.frozen
class TableOfMeasures:
    """One table of measures in a sheet.

    Attributes:
        sheet: Where it lies.
        columns: What its columns hold, in their order.
        numbers: Field to the number of its column.
        rows: Its rows, below the headings.
        above: What stands above the headings.
    """

    sheet: Sheet
    columns: tuple[Column, ...]
    numbers: Mapping[str, int]
    rows: tuple[int, ...]
    above: tuple[str, ...]

    @cached_property
    def _shared(self) -> dict[tuple[int, int], int]:
        """Cells of merged ranges below the headings, to the row that holds their text."""
        found: dict[tuple[int, int], int] = {}
        below = self.rows[0] if self.rows else 0
        for first, left, last, right in self.sheet.merged:
            columns = [each for each in self.numbers.values() if left <= each <= right]
            if left == right and columns and first >= below and len(found) < MOST_CELLS:
                rows = range(first, min(last, first + _LONGEST) + 1)
                found.update(((row, left), first) for row in rows)
        return found

    def at(self, row: int, field: str) -> Cell:
        """A cell of a row; of a merged range, the one that holds its text."""
        column = self.numbers.get(field, 0)
        cell = self.sheet.at(row, column)
        if not cell.text and (row, column) in self._shared:
            return self.sheet.at(self._shared[row, column], column)
        return cell

    def spot(self, row: int, field: str) -> str:
        """Sheet and address of that cell."""
        return f"{self.sheet.name}!{address(row, self.numbers.get(field, 1))}"


def tables_in(
    book: Workbook, columns: Mapping[str, str], sheet: str | None
) -> Iterator[TableOfMeasures]:
    """Every table of measures, on every sheet or on one.

    Args:
        book: The workbook.
        columns: Heading to field, as the user says it, before what is known of headings.
        sheet: The one sheet to look at, or None.
    """
    said = {plain_heading(heading): field for heading, field in columns.items()}
    for name, each in book.sheets.items():
        if sheet is None or name.casefold() == sheet.casefold():
            yield from _tables_of(each, said)


def _tables_of(sheet: Sheet, said: Mapping[str, str]) -> Iterator[TableOfMeasures]:
    """The tables of a sheet, one below the other."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), cell in sheet.cells.items():
        if cell.kind == "text" and cell.text.strip():
            texts.setdefault(row, {})[column] = cell.text.strip()
    rows = sorted(texts)
    filled = sorted({row for row, _ in sheet.cells})
    heads = [found for row in rows if (found := _head(texts, row, said))]
    heads = [
        each for number, each in enumerate(heads) if number == 0 or _apart(heads[number - 1], each)
    ]
    for number, (row, below, fields) in enumerate(heads):
        if number == 0 and row > _FIRST_ROWS:
            return
        end = heads[number + 1][0] - 1 if number + 1 < len(heads) else filled[-1]
        headings = {
            column: " ".join(texts.get(each, {}).get(column, "") for each in (row, below)).strip()
            if below != row else text
            for column, text in {**texts.get(below, {}), **texts[row]}.items()
        }  # fmt: skip
        above = tuple(text for each in rows if each < row for text in texts[each].values())
        columns = tuple(
            Column(sheet.name, address(row, number), heading, fields.get(number, ""))
            for number, heading in sorted(headings.items())
        )
        numbers = {field: number for number, field in fields.items()}
        yield TableOfMeasures(sheet, columns, numbers, _between(filled, below, end), above)


def _between(rows: list[int], above: int, last: int) -> tuple[int, ...]:
    return tuple(each for each in rows if above < each <= last)


def _apart(one: tuple[int, int, dict[int, str]], other: tuple[int, int, dict[int, str]]) -> bool:
    return other[0] > one[1]


def _head(
    texts: Mapping[int, Mapping[int, str]], row: int, said: Mapping[str, str]
) -> tuple[int, int, dict[int, str]] | None:
    """A row of headings, alone or joined with the one below: its rows, and column to field."""
    alone = _fields(texts[row], said)
    below = texts.get(row + 1, {})
    both = {
        column: f"{texts[row].get(column, '')} {below.get(column, '')}".strip()
        for column in {*texts[row], *below}
    }
    joined = _fields(both, said)
    if len(joined) > len(alone) and len(_fields(below, said)) >= len(joined):
        return None
    best, last = (joined, row + 1) if len(joined) > len(alone) else (alone, row)
    names = set(best.values())
    if len(names) < _LEAST or not {"code", "title"} <= names or not names & {"unit", "value"}:
        return None
    return row, last, best


def _fields(texts: Mapping[int, str], said: Mapping[str, str]) -> dict[int, str]:
    """Column to field; of two columns of one field, the first."""
    found: dict[int, str] = {}
    for column, text in sorted(texts.items()):
        field = said.get(plain_heading(text), field_of(text))
        if field and field not in found.values():
            found[column] = field
    return found
