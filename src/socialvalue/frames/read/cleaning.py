"""Cells as people write them, read on request; every change is told with its row and column."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from functools import partial
from typing import Any, Final

import attrs
import narwhals as nw

from socialvalue.errors import InputError, problem, shown
from socialvalue.frames.read.kinds import rows_in_words
from socialvalue.frames.read.roles import SHARES
from socialvalue.frames.read.taken import plain_cell
from socialvalue.model.framework import Framework
from socialvalue.numbers import exact_number
from socialvalue.tables import rows_to_frame

__all__ = ["Cleaned", "cleaned_of", "listed"]

_TEXTS: Final = ("measure", "unit", "place", "activity", "basis", "bid", "lot", "state", "tender")
_POUNDS: Final = ("unit_value", "value", "contract_value")
_NUMBERS: Final = ("quantity", "years", *SHARES, *_POUNDS, "value_pence")
_COMMAS = re.compile(r"(£?)\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?", re.ASCII)


@attrs.frozen(eq=False)
class Cleaned:
    """A table whose cells can be read.

    Attributes:
        frame: The table; of the columns that were cleaned it holds what was read.
        changes: Each row that was changed, from 0, to what was: column, cell and what is read.
    """

    frame: nw.DataFrame[Any]
    changes: dict[int, list[str]]


@attrs.frozen(eq=False)
class _Column:
    """A column, and where its changes are told."""

    name: str
    cells: list[Any]
    changes: dict[int, list[str]]

    def read(self, read: Callable[[int, str], Any]) -> list[Any]:
        """The cells as they are read; what is no text stays what it is."""
        found = [*self.cells]
        for row, cell in enumerate(self.cells):
            if isinstance(cell, str):
                found[row] = held = read(row, cell)
                if held is None or str(held) != cell:
                    words = "empty" if held is None else shown(held)
                    told = f"{self.name} '{shown(cell)}' read as {words}"
                    self.changes.setdefault(row, []).append(told)
        return found


def cleaned_of(
    frame: nw.DataFrame[Any], columns: Mapping[str, str], framework: Framework | None = None
) -> Cleaned:
    """A table in memory whose texts are read: spaces around, capitals of codes, £ and commas.

    Args:
        frame: The table.
        columns: What its columns say: role to name.
        framework: The measures, where columns name any.

    Raises:
        InputError: Texts that are no numbers even so, each column with its rows (SV327).

    Example:
        >>> import narwhals as nw, polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> table = nw.from_native(pl.DataFrame({"measure": [" nt18"], "quantity": ["£1,200.50"]}))
        >>> cleaned_of(table, {"measure": "measure", "quantity": "quantity"}, toms).changes
        {0: ["measure ' nt18' read as NT18", "quantity '£1,200.50' read as 1200.50"]}
    """
    changes: dict[int, list[str]] = {}
    held = {role: _Column(name, _cells(frame, name), changes) for role, name in columns.items()}
    held = {role: each for role, each in held.items() if _has_texts(each)}
    mixes = frame.implementation.is_pandas()  # of the others none holds texts beside what is none
    texts = _read_texts({role: each for role, each in held.items()
                         if mixes or all(c is None or isinstance(c, str) for c in each.cells)},
                        framework)  # fmt: skip
    measures = texts.get("measure", held["measure"].cells if "measure" in held else [])
    numbers = _read_numbers(held, measures, framework)
    new = {held[role].name: each for role, each in (*texts.items(), *numbers.items())}
    return Cleaned(_replaced(frame, new, [held[role].name for role in numbers]), changes)


def listed(frame: nw.DataFrame[Any], changes: Mapping[int, list[str]], name: str) -> nw.Series[Any]:
    """A column of what was cleaned in each row, after what an earlier run lists there.

    Args:
        frame: The table.
        changes: Each row that was changed, from 0, to what was.
        name: What the column is called.

    Example:
        >>> import polars as pl
        >>> frame = nw.from_native(pl.DataFrame({"cleaned": [None, "a", "b"]}))
        >>> listed(frame, {0: ["x", "y"], 2: ["z"]}, "cleaned").to_list()
        ['x; y', 'a', 'b; z']
    """
    before = frame.get_column(name).to_list() if name in frame.columns else [None] * len(frame)
    texts = [
        "; ".join([*([old] if isinstance(old, str) else []), *changes.get(row, [])]) or None
        for row, old in enumerate(before)
    ]
    library: Any = frame.implementation
    return nw.new_series(name, texts, nw.String(), backend=library)


def _read_texts(held: Mapping[str, _Column], framework: Framework | None) -> dict[str, list[Any]]:
    """The columns of texts in which a cell changes."""
    codes = {} if framework is None else _codes(framework)
    found = {role: held[role].read(partial(_text, codes=codes if role == "measure" else {}))
             for role in _TEXTS if role in held}  # fmt: skip
    return {role: each for role, each in found.items() if each != held[role].cells}


def _read_numbers(
    held: Mapping[str, _Column], measures: list[Any], framework: Framework | None
) -> dict[str, list[Any]]:
    """The columns of numbers that hold texts, as Decimals."""
    found, wrong = {}, []
    for role in (each for each in held if each in _NUMBERS or each.startswith("price")):
        column = held[role]
        bad = [row for row, cell in enumerate(column.cells) if _is_no_number(cell)]
        cells = column.read(_reader(_pounds_of(role, measures, framework), bad))
        if bad:
            wrong.append(_unread(column, sorted(bad), role))
        else:
            found[role] = [None if each is None else Decimal(str(each)) for each in cells]
    if wrong:
        raise InputError(wrong)
    return found


def _is_no_number(cell: Any) -> bool:
    """Whether a cell that is no text is no number that a Decimal can be."""
    if cell is None or isinstance(cell, str):
        return False
    return isinstance(cell, bool) or not isinstance(cell, (int, float, Decimal)) or (
        not math.isfinite(cell)
    )  # fmt: skip


def _cells(frame: nw.DataFrame[Any], name: str) -> list[Any]:
    column = frame.get_column(name)
    textual = isinstance(column.dtype, (nw.String, nw.Categorical, nw.Enum, nw.Object, nw.Unknown))
    return [plain_cell(each) for each in column.to_list()] if textual else []


def _has_texts(column: _Column) -> bool:
    return any(isinstance(each, str) for each in column.cells)


def _codes(framework: Framework) -> dict[str, str]:
    """A code in small letters to the code; none that two codes have."""
    known = [*framework.measures, *framework.codes]
    folded: dict[str, list[str]] = {}
    for each in dict.fromkeys(known):
        folded.setdefault(each.casefold(), []).append(each)
    return {small: each[0] for small, each in folded.items() if len(each) == 1}


def _text(row: int, cell: str, codes: Mapping[str, str]) -> str:  # noqa: ARG001 - as numbers
    """A text without the spaces around it; a measure's code in its own capitals."""
    found = cell.strip()
    return codes.get(found.casefold(), found)


def _pounds_of(
    role: str, measures: list[Any], framework: Framework | None
) -> Callable[[int], bool]:
    """Whether a row's cell may be in pounds: a quantity only where its measure counts pounds."""
    if role != "quantity" or framework is None:
        return lambda _: role in _POUNDS or role.startswith("price")
    in_pounds = {code for code in (*framework.measures, *framework.codes)
                 if framework[code].unit == "gbp"}  # fmt: skip
    return lambda row: row < len(measures) and measures[row] in in_pounds


def _reader(in_pounds: Callable[[int], bool], bad: list[int]) -> Callable[[int, str], Any]:
    """How a text is read as a number; rows of those that are none are noted."""

    def read(row: int, cell: str) -> Any:
        text = cell.strip()
        if not text:
            return None
        match = _COMMAS.fullmatch(text)
        if match and (not match[1] or in_pounds(row)):
            text = match[2].replace(",", "") + (match[3] or "")
        try:
            return exact_number(text)
        except InputError:
            bad.append(row)
            return cell

    return read


def _unread(column: _Column, bad: Collection[int], role: str) -> Any:
    """The texts of a column that are no numbers."""
    first = min(bad)
    where = f"{rows_in_words([each + 1 for each in bad])} ('{shown(column.cells[first])}')"
    pounds = any("£" in str(column.cells[each]) for each in bad)
    hint = "write digits and one point"
    if pounds and role == "quantity":
        hint = "a £ is read only where the measure counts pounds: check the measure and the unit"
    how = {"found": column.name, "type": "text", "expected": "numbers"}
    return problem("SV327", **how, hint=hint, where=where)


def _replaced(
    frame: nw.DataFrame[Any], new: Mapping[str, list[Any]], numbers: Collection[str]
) -> nw.DataFrame[Any]:
    """The table with some columns of these items."""
    if not new:
        return frame
    made = rows_to_frame(new, str(frame.implementation.value), decimals=numbers)
    if frame.implementation.is_pandas():
        made.index = frame.to_native().index
    held = nw.from_native(made, eager_only=True)
    return frame.with_columns(*(held.get_column(name) for name in new))
