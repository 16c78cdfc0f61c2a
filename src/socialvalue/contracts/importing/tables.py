"""The tables of a council's own sheet: where each begins, and what its columns hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from socialvalue.contracts.importing.fields import FIELDS, field_of
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.sheets.headings import check_there, plain_heading
from socialvalue.sheets.own import is_filled
from socialvalue.sheets.workbooks import Cell, Sheet, Workbook, address

__all__ = ["ImportedColumn", "Table", "tables_in"]

_FIRST_ROWS = 60


@attrs.frozen
class ImportedColumn:
    """One column of a council's own sheet, and what is read from it.

    Attributes:
        sheet: Its sheet; "" for a CSV file.
        cell: The cell of its heading.
        heading: What stands there.
        field: What is read from it; "" for nothing.
    """

    sheet: str
    cell: str
    heading: str
    field: str


@attrs.frozen
class Table:
    """One table: rows below a row of headings.

    Attributes:
        sheet: Where it lies.
        columns: What its columns hold, in their order.
        numbers: Field to the number of its column.
        rows: The numbers of its rows.
    """

    sheet: Sheet
    columns: tuple[ImportedColumn, ...]
    numbers: Mapping[str, int]
    rows: tuple[int, ...]

    def at(self, row: int, field: str) -> Cell:
        """A cell of a row; an empty one where the table has no such column."""
        return self.sheet.at(row, self.numbers.get(field, 0))

    def spot(self, row: int, field: str) -> str:
        """Sheet and address of that cell; of the row's first where there is no such column."""
        cell = address(row, self.numbers.get(field, min(self.numbers.values())))
        return f"{self.sheet.name}!{cell}" if self.sheet.name else cell


def tables_in(book: Workbook, columns: Mapping[str, str], sheet: str | None) -> tuple[Table, ...]:
    """The tables of contracts, one a sheet.

    Args:
        book: What was sent.
        columns: Heading to field, as the user says it, before what is known of headings.
        sheet: The one sheet to read, or None.

    Raises:
        InputError: There is none (SV1000); a field, a heading or the sheet is none (SV312).
    """
    for field in columns.values():
        if field and field not in FIELDS:
            hint = did_you_mean(field, FIELDS, label="one of")
            raise InputError(problem("SV312", what="the field", found=field, hint=hint))
    said = {plain_heading(heading): field for heading, field in columns.items()}
    if sheet is not None:
        check_there("the sheet", [sheet], book.sheets)
    looked = [each for name, each in book.sheets.items()
              if sheet is None or name == sheet
              or (sheet not in book.sheets and name.casefold() == sheet.casefold())]  # fmt: skip
    found = tuple(table for each in looked for table in _table(each, said))
    if not found:
        raise InputError(problem("SV1000", found=sheet or "the file"))
    check_there("the heading", columns, (each.heading for table in found for each in table.columns))
    return found


def _table(sheet: Sheet, said: Mapping[str, str]) -> Iterator[Table]:
    """The table of a sheet, if it has one: the first row that names contracts and more."""
    texts: dict[int, dict[int, str]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if is_filled(cell):
            texts.setdefault(row, {})[column] = cell.text.strip()
    for row, held in [*texts.items()][:_FIRST_ROWS]:
        numbers = _numbers(held, said)
        if "reference" in numbers and len(numbers) > 2:
            fields = {number: field for field, number in numbers.items()}
            columns = tuple(
                ImportedColumn(sheet.name, address(row, number), heading, fields.get(number, ""))
                for number, heading in held.items()
            )
            yield Table(sheet, columns, numbers, tuple(each for each in texts if each > row))
            return


def _numbers(held: Mapping[int, str], said: Mapping[str, str]) -> dict[str, int]:
    """Field to column; of two columns of one field, the first."""
    found: dict[str, int] = {}
    for column, heading in held.items():
        field = said.get(plain_heading(heading), field_of(heading))
        if field:
            found.setdefault(field, column)
    return found
