"""Past contracts as rows: of a table in memory, or of a file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any, Final

from socialvalue.errors import InputError, Problem, SocialValueError, problem
from socialvalue.frames.read.items import in_memory, items_of, numbers_of
from socialvalue.frames.read.kinds import kind_of
from socialvalue.frames.read.roles import find_columns, names_of
from socialvalue.frames.read.taken import taken
from socialvalue.numbers import scaled
from socialvalue.sheets.cells import Sheet, address
from socialvalue.sheets.csv_sheets import read_table
from socialvalue.sheets.days import day_in
from socialvalue.sheets.own import in_own_table, is_total, words_in
from socialvalue.sheets.typed import number_in

__all__ = ["MONEY", "Row", "rows_of"]

Row = tuple[str, dict[str, Any]]
"""Where a row stands, and what its cells say by role."""

MONEY: Final = ("contract_value", "promised", "delivered")
_PENCE: Final = {f"{name}_pence": name for name in MONEY}
_DAYS: Final = ("ends",)
_NEEDED: Final = ("contract", "supplier", *MONEY[:2])
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "contract": ("reference",),
    "supplier": ("bidder",),
    "contract_value": ("contract_value_pence",),
    "promised": ("committed", "promised_pence"),
    "delivered": ("verified", "delivered_pence"),
    "measure": ("measure_code", "code"),
    "sector": ("category",),
    "place": (),
    "years": (),
    "ends": (),
    "finished": (),
    "awarded": (),
}
"""What a column may say, and the other names by which it is found."""


def rows_of(given: Any, columns: Mapping[str, str | None] | None) -> tuple[Row, ...]:
    """The rows of a table or a file, each with where it stands.

    Args:
        given: A table in memory, a list of dictionaries, or the path of a .csv, .xlsx or .ods file.
        columns: What a column says to its name, where the names are others.

    Raises:
        InputError: Columns that are missing or could be several; cells that are no numbers.
    """
    if isinstance(given, (str, os.PathLike)):
        return tuple(_of_file(Path(given), columns))
    return tuple(_of_table(given, columns))


def _find(names: list[str], columns: Mapping[str, str | None] | None) -> dict[str, str]:
    return find_columns(names, columns, roles=_ROLES, needed=_NEEDED, unsayable=())


def _of_table(given: Any, columns: Mapping[str, str | None] | None) -> Iterator[Row]:
    empty = isinstance(given, (list, tuple)) and not given
    if empty:
        return
    find = partial(_find, columns=columns)
    table, _ = taken(given, lambda names: find(names).values())
    found = find(names_of(table) or [])
    frame = in_memory(table)
    cells = {role: _cells(frame.get_column(name)) for role, name in found.items()}
    for number, row in enumerate(zip(*cells.values(), strict=True), 1):
        yield f"row {number}", _in_pounds(dict(zip(cells, row, strict=True)), found)


def _cells(column: Any) -> list[Any]:
    return numbers_of(column) if kind_of(column).is_numeric() else items_of(column)


def _in_pounds(row: dict[str, Any], found: Mapping[str, str]) -> dict[str, Any]:
    """The row with whole pence turned into pounds."""
    pence = [role for role, name in found.items() if name in _PENCE]
    return {role: scaled(Decimal(str(cell)), -2) if role in pence and cell is not None else cell
            for role, cell in row.items()}  # fmt: skip


# --- a file ---------------------------------------------------------------------------------


def _of_file(path: Path, columns: Mapping[str, str | None] | None) -> Iterator[Row]:
    book = read_table(path)
    sheet = next((each for each in book.sheets.values() if each.cells), Sheet("", {}))
    head = min((row for row, _ in sheet.cells), default=0)
    names = {column: cell.text.strip() for (row, column), cell in sheet.cells.items()
             if row == head and cell.text.strip()}  # fmt: skip
    found = _find([*names.values()], columns)
    at = {role: next(one for one, each in names.items() if each == name)
          for role, name in found.items()}  # fmt: skip
    wrong: list[Problem] = []
    made = [_file_row(sheet, row, at, found, wrong)
            for row in sorted({row for row, _ in sheet.cells if row > head})]  # fmt: skip
    if wrong:
        raise InputError(each.for_file(str(path)) for each in wrong)
    yield from made


def _file_row(
    sheet: Sheet, row: int, at: Mapping[str, int], found: Mapping[str, str], wrong: list[Problem]
) -> Row:
    said: dict[str, Any] = {}
    for role, column in at.items():
        try:
            said[role] = _read(sheet, row, role, column)
        except SocialValueError as error:
            wrong += [each.within(_spot(sheet, row, column)) for each in error.problems]
    return _spot(sheet, row, min(at.values())), _in_pounds(said, found)


def _spot(sheet: Sheet, row: int, column: int) -> str:
    cell = address(row, column)
    return f"{sheet.name}!{cell}" if sheet.name else cell


def _read(sheet: Sheet, row: int, role: str, column: int) -> Any:
    cell = sheet.at(row, column)
    if role in (*MONEY, "years"):
        return in_own_table(cell, lambda each: number_in(each, lambda _: None))
    if role in _DAYS:
        return in_own_table(cell, day_in)
    words = in_own_table(cell, words_in)
    if role == "contract" and is_total(words):
        raise InputError(problem("SV1001", what=role))
    return words or None
