"""The tables of a return: found by the names of their columns, checked by the codes in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import attrs

from socialvalue.calculators.columns import COLUMNS
from socialvalue.calculators.description import CalculatorData, CalculatorLine, shortened
from socialvalue.errors import InputError, Problem, problem
from socialvalue.sheets.workbooks import EMPTY, Cell, Sheet, Workbook, address

__all__ = ["Place", "Table", "bare_table", "named_cell", "spot", "tables_of"]


@attrs.frozen
class Place:
    """A row of a table: the measure that its code names."""

    row: int
    line: CalculatorLine


@attrs.frozen
class Table:
    """A table of a return, as it lies in its sheet.

    Attributes:
        prefix: "" for the offer, ``more_`` for what is beside it.
        sheet: Where it lies.
        columns: Name of a column to its number there.
        rows: The rows that have a code.
    """

    prefix: str
    sheet: Sheet
    columns: Mapping[str, int]
    rows: tuple[Place, ...]

    def at(self, row: int, name: str) -> Cell:
        """The cell of a row in a column."""
        return self.sheet.cells.get((row, self.columns[name]), EMPTY)

    def spot(self, row: int, name: str) -> str:
        """The address of that cell, with its sheet."""
        return spot(self.sheet.name, row, self.columns[name])


def spot(sheet: str, row: int, column: int) -> str:
    """Sheet and address, as in ``Your offer!D9``."""
    return f"{sheet}!{address(row, column)}"


def tables_of(book: Workbook, calculator: CalculatorData) -> tuple[Table, ...]:
    """The two tables of a return to this calculator.

    Raises:
        InputError: It is another calculator (SV912), or its tables are gone (SV913).
    """
    _check_fingerprint(book, calculator)
    if not _is_there(book, "sv_bidder"):
        raise InputError(problem("SV913", found="the box for the organisation is gone"))
    lines = {each.code: each for each in calculator.lines}
    offer = _table(book, "", lines)
    _check_codes(offer, calculator)
    return offer, _table(book, "more_", lines)


def _is_there(book: Workbook, name: str) -> bool:
    return name in book.names and book.names[name][0] in book.sheets


def _check_fingerprint(book: Workbook, calculator: CalculatorData) -> None:
    found = named_cell(book, "sv_fingerprint")
    if found != calculator.fingerprint:
        version = named_cell(book, "sv_facts") or "1"
        shown = f"{shortened(found)} (version {version[:9]})" if found else "none"
        expected = f"{calculator.short_fingerprint} (version {calculator.version})"
        raise InputError(problem("SV912", found=shown, expected=expected))


def named_cell(book: Workbook, name: str, down: int = 0) -> str:
    """The text of a named cell, or of one below it; "" where the name is gone."""
    if not _is_there(book, name):
        return ""
    sheet, row, column, *_ = book.names[name]
    return book.sheets[sheet].at(row + down, column).text


def _table(book: Workbook, prefix: str, lines: Mapping[str, CalculatorLine]) -> Table:
    table, rows = bare_table(book, prefix)
    return attrs.evolve(table, rows=_places(table.sheet, table.columns, rows, lines))


def bare_table(book: Workbook, prefix: str) -> tuple[Table, range]:
    """A table by the names of its columns, without its rows, and where those lie.

    Raises:
        InputError: Its columns are gone or moved apart (SV913).
    """
    names = {name: f"sv_{prefix}{name}" for name in COLUMNS}
    gone = [COLUMNS[name][0] for name, each in names.items() if not _is_there(book, each)]
    if gone:
        found = f"the column '{gone[0].lstrip('▶ ')}' is gone"
        raise InputError(problem("SV913", found=found))
    ranges = [book.names[each] for each in names.values()]
    sheet, first, _, last, _ = ranges[0]
    if any((each[0], each[1], each[3]) != (sheet, first, last) for each in ranges):
        raise InputError(problem("SV913", found="its columns no longer lie side by side"))
    columns = {name: book.names[each][2] for name, each in names.items()}
    return Table(prefix, book.sheets[sheet], columns, ()), range(first, last + 1)


def _places(
    sheet: Sheet, columns: Mapping[str, int], rows: range, lines: Mapping[str, CalculatorLine]
) -> tuple[Place, ...]:
    """The rows that have a code, or anything else that a bidder wrote."""
    found, wrong = [], []
    written = {row for row, _ in sheet.cells}
    for row in (each for each in rows if each in written):
        code = sheet.at(row, columns["codes"]).text.strip()
        if code in lines:
            found.append(Place(row, lines[code]))
        elif code or any(
            sheet.at(row, columns[each]).text for each in ("first", "second", "words")
        ):
            words = f"'{code}' is no code of it" if code else "a row has no code"
            place = spot(sheet.name, row, columns["codes"])
            wrong.append(attrs.evolve(problem("SV913", found=words), cell=place))
    if wrong:
        raise InputError(wrong)
    return tuple(found)


def _check_codes(table: Table, calculator: CalculatorData) -> None:
    """Every measure that was asked for stands there once."""
    times = Counter(each.line.code for each in table.rows)
    wrong: list[Problem] = []
    for code in calculator.measures:
        if times[code] != 1:
            words = "is missing" if not times[code] else "stands there twice"
            wrong.append(problem("SV913", found=f"the row of {code} {words}"))
    if wrong:
        raise InputError(wrong)
