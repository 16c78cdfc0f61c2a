"""A number as a person types it into a box, and what a spreadsheet made of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Context, Decimal
from typing import Final

from socialvalue.errors import InputError, Problem, problem
from socialvalue.numbers import exact_number, plain
from socialvalue.sheets.workbooks import Cell

__all__ = ["BLANKS", "TYPED", "no_words", "number_in", "typed_number"]

TYPED: Final = r"£? ?((?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)"
"""What is read as a number, in words that a browser reads alike."""
_TYPED = re.compile(TYPED, re.ASCII)
_SHOWN: Final = Context(prec=15)
BLANKS: Final = " \t\r\n\xa0\u2007\u202f\u200b\ufeff"
_TRUTHS: Final = {"1": "TRUE", "0": "FALSE"}
_WAYS: Final = {"date": "a date", "percent": "a percentage"}


def typed_number(text: str) -> Decimal:
    """The number that a person typed, where it can mean one thing alone.

    Spaces around it, one £ before it, and commas by threes are read.

    Raises:
        InputError: It is no number, or could be two (SV904); nobody means so large a one (SV303).

    Example:
        >>> typed_number(" £1,234.50 ")
        Decimal('1234.50')
    """
    found = _TYPED.fullmatch(text.strip(BLANKS))
    if found is None:
        raise InputError(problem("SV904", found=text))
    return exact_number(found.group(1).replace(",", ""))


def number_in(cell: Cell, note: Callable[[Problem], None]) -> Decimal | None:
    """The number in a box; None where it is empty.

    Args:
        cell: The box, as the file has it.
        note: Told what a reader should know of a number that was read.

    Raises:
        InputError: What stands there is no number with one meaning.
    """
    if cell.formula:
        _worked_out(cell)
    if not cell.text.strip(BLANKS):
        return None
    found = _stored(cell, note) if cell.kind == "number" else _written(cell, note)
    if cell.formula:
        note(problem("SV920", found=plain(found)))
    return found


def no_words(cell: Cell) -> str:
    """What a spreadsheet made of words that were typed or pasted; "" where they are words.

    Args:
        cell: A box for words, as the file has it.

    Example:
        >>> no_words(Cell("error", "#REF!")), no_words(Cell("truth", "1")), no_words(Cell("text"))
        ('#REF!', 'TRUE', '')
    """
    if cell.kind == "truth":
        return _TRUTHS.get(cell.text, cell.text)
    if cell.kind == "number" and cell.shown_as:
        return _WAYS.get(cell.shown_as, f"the number {cell.text}, shown with words or noughts")
    return cell.text if cell.kind == "error" else ""


def _worked_out(cell: Cell) -> None:
    """Refuse a formula whose figure nobody can have seen."""
    if cell.kind == "empty":
        raise InputError(problem("SV906", found="that was never worked out"))
    if cell.kind == "number" and not Decimal(cell.text):
        raise InputError(problem("SV906", found="that came to 0, as one not worked out does"))


def _written(cell: Cell, note: Callable[[Problem], None]) -> Decimal:
    if cell.kind in {"truth", "error"}:
        raise InputError(problem("SV904", found=_TRUTHS.get(cell.text, cell.text)))
    found = typed_number(cell.text)
    if cell.text.strip(BLANKS) != plain(found):
        note(problem("SV926", found=cell.text, read=plain(found)))
    return found


def _stored(cell: Cell, note: Callable[[Problem], None]) -> Decimal:
    """A number as the file stores it: no more digits than a screen can show."""
    if cell.shown_as in _WAYS:
        raise InputError(problem("SV905", found=cell.text, what=_WAYS[cell.shown_as]))
    exact = Decimal(cell.text)
    if exact < 0:
        raise InputError(problem("SV302", found=plain(exact)))
    shown = _SHOWN.plus(exact)
    if shown != exact:
        note(problem("SV921", found=cell.text, read=plain(shown)))
    return exact_number(shown.normalize(_SHOWN))
