"""A cell of somebody's own table: what a spreadsheet made of it is never taken for what it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.sheets.cells import Cell
from socialvalue.sheets.typed import BLANKS, no_words

__all__ = ["in_own_table", "is_filled", "is_total", "words_in"]

T = TypeVar("T")

_ERRORS: Final = frozenset(
    ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!")
)
"""What stands in a text file where a formula went wrong; a workbook says of itself that it did."""
_TOTALS: Final = frozenset(
    ("total", "totals", "grand total", "subtotal", "sub-total", "sub total", "sum")
)
"""What begins a row that adds the others up, and is the name of nothing."""
_HINTS: Final = {
    "SV905": "show the cell as a number, and see that it is the one that is meant",
    "SV906": "open the file in a spreadsheet and save it there, or write into the cell what it is",
    "SV929": "write the words themselves into the cell, which is then shown as text",
}
"""What whoever keeps the table can do: nobody else filled it in."""


def is_filled(cell: Cell) -> bool:
    """Whether anything stands in a cell, even if nobody knows what.

    Example:
        >>> is_filled(Cell("text", " ")), is_filled(Cell("empty", "", formula=True))
        (False, True)
    """
    return bool(cell.text.strip(BLANKS)) or (cell.formula and cell.kind == "empty")


def is_total(words: str) -> bool:
    """Whether a row that is called so adds others up.

    Example:
        >>> is_total("Grand total:"), is_total("Total Works Ltd")
        (True, False)
    """
    return " ".join(words.rstrip(": ").casefold().split()) in _TOTALS


def words_in(cell: Cell) -> str:
    """The words in a cell.

    Raises:
        InputError: A spreadsheet made something else of them (SV929).

    Example:
        >>> words_in(Cell("text", " NCC-0301 ")), words_in(Cell("number", "301"))
        ('NCC-0301', '301')
    """
    words = cell.text.strip()
    made = no_words(cell) or (words if words in _ERRORS else "")
    if made:
        raise InputError(problem("SV929", found=made))
    return words


def in_own_table(cell: Cell, how: Callable[[Cell], T]) -> T:
    """What stands in a cell, where whoever reads it can put it right.

    Args:
        cell: The cell, as the file has it.
        how: Reads it.

    Raises:
        InputError: A formula that was never worked out (SV906): it is not empty, whatever is read;
            or what `how` refuses.
    """
    try:
        if cell.formula and cell.kind == "empty":
            raise InputError(problem("SV906", found="that was never worked out"))
        return how(cell)
    except InputError as error:
        raise InputError(
            attrs.evolve(each, hint=_HINTS.get(each.code, each.hint)) for each in error.problems
        ) from None
