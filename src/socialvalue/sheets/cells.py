"""What a workbook holds, as it is written: each cell's text, and how it is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import product
from string import ascii_uppercase
from typing import Final, TypeVar

import attrs

from socialvalue.errors import InputError, problem

__all__ = [
    "COLUMN_NUMBERS",
    "EMPTY",
    "LAST_COLUMN",
    "LAST_ROW",
    "Cell",
    "Range",
    "Sheet",
    "Workbook",
    "address",
    "hidden_whole",
    "numbers_of",
    "once_each",
    "stored",
]

T = TypeVar("T")

LAST_ROW: Final = 2**20
LAST_COLUMN: Final = 2**14

_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})")
_LETTERS: Final = [*map("".join, product(("", *ascii_uppercase), ascii_uppercase))]
"""Those of the first columns, in which every cell lies of a sheet as people fill it in."""
COLUMN_NUMBERS: Final = {letters: column for column, letters in enumerate(_LETTERS, start=1)}
_STORED = re.compile(r"[-+]?(?:[0-9]{1,40}\.?[0-9]{0,40}|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,2})?")
Range = tuple[str, int, int, int, int]
"""A sheet, and the first and the last row and column of a range there."""


@attrs.frozen
class Cell:
    """One cell, as the file has it.

    Attributes:
        kind: ``number``, ``text``, ``truth``, ``error``, or ``empty``.
        text: What stands there; a number digit for digit, but for a day that is counted from 1904.
        formula: Whether it is worked out by a formula.
        shown_as: ``date`` or ``percent`` where a number is shown so, ``words`` where it is shown
            with words, or with noughts before it (0412), else "".
    """

    kind: str = "empty"
    text: str = ""
    formula: bool = False
    shown_as: str = ""


EMPTY = Cell()


@attrs.frozen
class Sheet:
    """One sheet, as the file has it; rows and columns count from 1.

    Attributes:
        name: Its name.
        cells: By row and column.
        hidden_rows: The rows that nobody sees: all of a sheet that is hidden.
        merged: Ranges that are one cell: first and last row and column of each.
    """

    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden_rows: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()

    def at(self, row: int, column: int) -> Cell:
        """The cell there; an empty one where nothing stands."""
        return self.cells.get((row, column), EMPTY)


@attrs.frozen
class Workbook:
    """A workbook: its sheets by name, and the ranges that have names.

    Attributes:
        sheets: By name, in their order.
        names: A defined name to its sheet, and its first and last row and column.
        sha256: The hash of the file.
        macros: Whether it holds macros; they are not run.
        since_1904: Whether it counts its days from 1904.  A number that is shown as a date counts
            here from where all others do; any other stands as it is written.
    """

    sheets: Mapping[str, Sheet]
    names: Mapping[str, Range]
    sha256: str = ""
    macros: bool = False
    since_1904: bool = False


def hidden_whole(sheet: Sheet) -> Sheet:
    """A sheet that nobody sees: each of its rows is hidden."""
    return attrs.evolve(sheet, hidden_rows=frozenset(row for row, _ in sheet.cells))


def once_each(sheets: Iterable[tuple[str, T]]) -> dict[str, T]:
    """Sheets by their names.

    Raises:
        InputError: Two have the same name, and one of them would not be read (SV903).

    Example:
        >>> once_each([("Offer", 1), ("offer", 2)])
        {'Offer': 1, 'offer': 2}
    """
    found: dict[str, T] = {}
    for name, each in sheets:
        if name in found:
            raise InputError(problem("SV903", found=f"two sheets are called '{name}'"))
        found[name] = each
    return found


def address(row: int, column: int) -> str:
    """A cell's address.

    Example:
        >>> address(14, 5), address(1, 28)
        ('E14', 'AB1')
    """
    if column <= len(_LETTERS):
        return f"{_LETTERS[column - 1]}{row}"
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return f"{letters}{row}"


def numbers_of(written: str) -> tuple[int, int] | None:
    """A row and a column; None for what is no address of a sheet."""
    found = _ADDRESS.fullmatch(written)
    if found is None:
        return None
    column = 0
    for letter in found.group(1):
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(found.group(2))
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def stored(number: str) -> str:
    """A number as a file has it, digit for digit.

    Raises:
        InputError: It is none (SV903).
    """
    if not _STORED.fullmatch(number):
        raise InputError(problem("SV903", found=f"a number is written '{number[:40]}'"))
    return number
