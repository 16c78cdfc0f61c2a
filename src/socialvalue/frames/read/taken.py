"""Tables as people have them: a list of rows, a batch of pyarrow; as a table, and the way back."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

import narwhals as nw
import numpy as np

from socialvalue.errors import InputError, problem
from socialvalue.tables import rows_to_frame

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["Batch", "Records", "TableT", "plain_cell", "taken"]


class Batch(Protocol):
    """A batch of pyarrow, which is no table: it joins nothing."""

    @property
    def schema(self) -> Any:
        """Names and types."""

    def to_struct_array(self) -> Any:
        """The same as one array."""


TableT = TypeVar("TableT", bound="IntoFrame | Batch")
"""The kind of table that goes in, which is the kind that comes out."""

Records: TypeAlias = Sequence[Mapping[str, Any]]
"""A list of dictionaries, a row each; as JSON and csv.DictReader give them."""

Back: TypeAlias = Callable[[Any], Any]

_LIBRARIES = ("polars", "pyarrow", "pandas")
_LARGE, _LARGEST = 2**53, 2**63
"""Whole numbers below these are floats too, and whole numbers of 64 bits."""


def taken(
    df: Any,
    reads: Callable[[list[str]], Iterable[str]],
    writes: Callable[[list[str]], Iterable[str]] | None = None,
) -> tuple[Any, Back]:
    """A table that a dataframe library knows, and what makes the caller's kind of a result.

    Args:
        df: What the caller has.
        reads: Of the names of a list's columns those that are read: the others need be of no kind.
        writes: Of the names of a list's columns those that are written to its rows; None where
            the result has rows of its own.

    Raises:
        InputError: A row of a list is no dictionary of named cells (SV316), or a column that is
            read holds several kinds of things (SV327).

    Example:
        >>> table, back = taken([{"measure": "NT10", "note": object()}], lambda names: ["measure"])
        >>> back(table)
        [{'measure': 'NT10', 'note': None}]
    """
    if isinstance(df, (list, tuple)):
        names = _names(df)
        read = set(reads(names))
        table = _table({name: _cells(df, name) if name in read else [None] * len(df)
                        for name in names})  # fmt: skip
        if writes is None:
            return table, _records
        return table, partial(_laid_over, df, {*names} - {*writes(names)})
    if type(df).__module__.startswith("pyarrow") and type(df).__name__ == "RecordBatch":
        import pyarrow as pa

        return pa.Table.from_batches([df]), _as_batch
    if isinstance(df, (nw.DataFrame, nw.LazyFrame)):
        return df.to_native(), nw.from_native
    return df, _same


def _same(result: Any) -> Any:
    return result


def _as_batch(result: Any) -> Any:
    import pyarrow as pa

    arrays = [each.combine_chunks() for each in result.columns]
    return pa.RecordBatch.from_arrays(arrays, schema=result.schema)


# --- a list of rows -------------------------------------------------------------------------


def _names(rows: Sequence[Any]) -> list[str]:
    """The names of the cells, in the order in which they first stand; the needed of no rows."""
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, Mapping) or not all(isinstance(each, str) for each in row):
            expected, found = "a dictionary of named cells", type(row).__name__
            if isinstance(row, Mapping):  # so csv.DictReader has the cells beyond its headings
                found = "a cell without a name: the row has more cells than there are headings"
            how = {"what": "a row", "expected": expected, "found": found}
            raise InputError(problem("SV316", **how, where=f"row {number}"))
    names = list(dict.fromkeys(name for row in rows for name in row))
    return names if rows else ["bid", "measure", "quantity"]


def _table(columns: Mapping[str, list[Any]]) -> Any:
    """A table in the first library that is there."""
    library = next((each for each in _LIBRARIES if find_spec(each)), _LIBRARIES[0])
    exact = [name for name, cells in columns.items() if any(isinstance(c, Decimal) for c in cells)]
    return rows_to_frame(columns, library, decimals=exact)


def _cells(rows: Records, name: str) -> list[Any]:
    """The cells of a column, all of one kind: texts, numbers, days, or true and false."""
    cells = [plain_cell(row.get(name)) for row in rows]
    kinds = {_kind(each) for each in cells if each is not None}
    if len(kinds) > 1 or kinds - {*_MAKE}:
        raise InputError(_mixed(name, cells))
    return _MAKE[kinds.pop()](cells) if kinds else cells


def plain_cell(cell: Any) -> Any:
    """A cell of Python's own kind; None for one that is missing, as pandas has it too.

    Example:
        >>> plain_cell(float("nan")), plain_cell(np.int8(3))
        (None, 3)
    """
    held = cell.item() if isinstance(cell, np.generic) else cell
    missing = isinstance(held, float) and math.isnan(held)
    return None if missing or type(held).__name__ in ("NAType", "NaTType") else held


def _kind(cell: Any) -> str:
    """What a cell is; a number without an end is none beside exact ones."""
    if isinstance(cell, bool):
        return "true or false"
    if isinstance(cell, Decimal) and not cell.is_finite():
        return "numbers without an end"
    kinds = {str: "texts", int: "numbers", float: "numbers", Decimal: "numbers", date: "days"}
    return next((word for kind, word in kinds.items() if isinstance(cell, kind)), "other things")


def _mixed(name: str, cells: Collection[Any]) -> Any:
    """A column of several kinds, with the first row of each."""
    first: dict[str, int] = {}
    for number, each in enumerate(cells, start=1):
        if each is not None:
            first.setdefault(_kind(each), number)
    told = " and ".join(f"{kind} (row {number})" for kind, number in first.items())
    return problem("SV327", found=name, type=told, expected="cells of one kind")


def _numbers(cells: list[Any]) -> list[Any]:
    """The numbers as they are where a library holds them so; else as Decimals."""
    held = [each for each in cells if each is not None]
    large = any(abs(each) >= _LARGE for each in held if isinstance(each, int))
    mixed = len({type(each) for each in held}) > 1
    if (mixed and (large or any(isinstance(each, Decimal) for each in held))) or (
        large and (len(held) < len(cells) or any(abs(each) >= _LARGEST for each in held))
    ):
        return [None if each is None else Decimal(str(each)) for each in cells]
    return [None if each is None else float(each) for each in cells] if mixed else cells


def _days(cells: list[Any]) -> list[Any]:
    """Days, where a cell has no zone that decides which day it is."""
    aware = any(isinstance(each, datetime) and each.tzinfo is not None for each in cells)
    return cells if aware else [
        each.date() if isinstance(each, datetime) else each for each in cells
    ]  # fmt: skip


_MAKE: Mapping[str, Callable[[list[Any]], list[Any]]] = {
    "texts": list,
    "numbers": _numbers,
    "days": _days,
    "true or false": list,
}


def _records(result: Any) -> list[dict[str, Any]]:
    """The rows of a table; None for what is missing."""
    frame = nw.from_native(result, eager_only=True)
    columns = {name: map(plain_cell, frame.get_column(name).to_list()) for name in frame.columns}
    return [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]


def _laid_over(rows: Records, own: Collection[str], result: Any) -> list[dict[str, Any]]:
    """The caller's rows, as they came, each with what was added."""
    return [{**row, **{name: cell for name, cell in more.items() if name not in own}}
            for row, more in zip(rows, _records(result), strict=True)]  # fmt: skip
