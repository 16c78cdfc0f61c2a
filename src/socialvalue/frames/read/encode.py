"""Columns of names as numbers: each distinct name once, and a number a row.

Encoding is most of what it costs to value a table of texts, so it is done once for a column and
handed on; a column that is categorical, or a dictionary, is encoded already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from functools import cached_property, partial
from typing import Any, TypeAlias, TypeVar

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.cores import on_every_core
from socialvalue.errors import InputError, problem

__all__ = [
    "Coded",
    "combine",
    "encode",
    "encode_known",
    "row_of_each",
    "spread",
]

Integers: TypeAlias = NDArray[np.integer[Any]]
Kind = TypeVar("Kind", bound=np.generic)

_MOST_CELLS = 1 << 20
_FIRST_LOOK = 1 << 20
_BLOCK = 1 << 16


class Coded:
    """A column as numbers.

    Attributes:
        codes: For each row the number of its name; −1 for a null [rows].
        size: How many numbers there may be; some may stand on no row.
    """

    def __init__(self, codes: Integers, size: int, find: Callable[[], Sequence[Any]]) -> None:
        self.codes = codes
        self.size = size
        self._find = find

    @cached_property
    def names(self) -> Sequence[Any]:
        """The names by their numbers; None for a number that stands on no row."""
        return self._find()

    @classmethod
    def of(cls, codes: Integers, names: Sequence[Any]) -> Coded:
        """A column whose names are known."""
        return cls(codes, len(names), lambda: names)

    def look_up(self, table: Callable[[Any], int], null: int) -> NDArray[np.intp]:
        """A number for each name, and one more for a null: to be taken by `codes`."""
        return np.array([*map(table, self.names), null], np.intp)

    def groups(self) -> tuple[Integers, int]:
        """The rows as groups from 0, nulls the last; and how many groups there may be."""
        if not len(self.codes) or self.codes.min() >= 0:
            return self.codes, self.size + 1
        return np.where(self.codes < 0, np.intp(self.size), self.codes), self.size + 1


def encode(column: nw.Series[Any]) -> Coded:
    """A column as numbers.

    Args:
        column: Of any eager dataframe that narwhals knows.

    Example:
        >>> import narwhals as nw, polars as pl
        >>> coded = encode(nw.from_native(pl.Series(["b", "a", None, "b"]), series_only=True))
        >>> [coded.names[code] if code >= 0 else None for code in coded.codes]
        ['b', 'a', None, 'b']
    """
    if column.implementation.is_polars():
        return _polars(column)
    if column.implementation.is_pandas():
        return _pandas(column.to_native())
    if column.implementation.is_pyarrow():
        return _arrow(column.to_native())
    return _plain(column.to_list())


def encode_known(column: nw.Series[Any], known: Collection[str]) -> Coded:
    """A column of names that are known, as their numbers in that order; −1 for any other.

    Args:
        column: Of any eager dataframe that narwhals knows.
        known: The names.

    Example:
        >>> import narwhals as nw, polars as pl
        >>> column = nw.from_native(pl.Series(["b", "x", None, "a"]), series_only=True)
        >>> encode_known(column, ["a", "b"]).codes.tolist()
        [1, -1, -1, 0]
    """
    if not isinstance(column.dtype, nw.String):
        return encode(column)
    names = [*known]
    if column.implementation.is_polars():
        import polars as pl

        texts, known_names = column.to_native(), pl.Enum(names)
        parts = on_every_core(
            len(texts), lambda part: _physical(texts[part].cast(known_names, strict=False))
        )
        return Coded.of(np.concatenate(parts), names)
    if column.implementation.is_pyarrow():
        import pyarrow as pa
        import pyarrow.compute as pc

        native = column.to_native()
        if pa.types.is_string_view(native.type):  # which it looks up in nothing
            native = native.cast(pa.large_string())
        among = pa.array(names, native.type)
        parts = on_every_core(
            len(native), lambda part: _filled(pc.index_in(native[part], value_set=among))
        )
        return Coded.of(np.concatenate(parts), names)
    return encode(column)


def spread(table: NDArray[Kind], codes: Integers) -> NDArray[Kind]:
    """The entry of a table for each code; the last for −1.

    A block at a time: widening all codes at once would take more memory, and longer, than the rest.

    Example:
        >>> spread(np.array([10, 20, 99]), np.array([1, -1, 0], np.int32)).tolist()
        [20, 99, 10]
    """
    found = np.empty(len(codes), table.dtype)
    for start in range(0, len(codes), _BLOCK):
        rows = slice(start, start + _BLOCK)
        np.take(table, codes[rows], out=found[rows], mode="wrap")
    return found


def _polars(column: nw.Series[Any]) -> Coded:
    import polars as pl

    native = column.to_native()
    if native.dtype == pl.Enum:
        return Coded.of(_physical(native), native.dtype.categories.to_list())
    if native.dtype == pl.String:
        native = native.cast(pl.Categorical)
    if native.dtype != pl.Categorical:
        return _by_value(native)
    codes = _physical(native)
    size = int(codes.max()) + 1 if len(codes) else 0
    if size > 4 * len(codes) + 1024:  # numbers of other columns lie between
        distinct, codes = np.unique(codes, return_inverse=True)
        codes = codes - (1 if len(distinct) and distinct[0] < 0 else 0)
        size = int(codes.max()) + 1
    return Coded(codes, size, partial(_names_by_example, native, codes, size))


def _names_by_example(native: Any, codes: Integers, size: int) -> list[Any]:
    """The name of each number, from a row that has it."""
    import polars as pl

    present = np.zeros(size + 1, bool)
    present[codes] = True
    held = np.flatnonzero(present[:size])
    names: list[Any] = [None] * size
    texts = native.gather(row_of_each(codes, held, size + 1)).cast(pl.String).to_list()
    for number, name in zip(held.tolist(), texts, strict=True):
        names[number] = name
    return names


def _physical(native: Any) -> Integers:
    """The numbers of a categorical; −1 for a null."""
    physical = native.to_physical()
    if native.null_count():
        import polars as pl

        physical = physical.cast(pl.Int64).fill_null(-1)
    codes: Integers = physical.to_numpy()
    return codes


def _by_value(native: Any) -> Coded:
    """Numbers, days and the like: each distinct value once, through polars itself."""
    distinct = native.unique().drop_nulls()
    names = distinct.to_list()
    if native.dtype.is_integer() and len(names):
        return _small_integers(native, names) or _joined(native, distinct, names)
    return _joined(native, distinct, names)


def _small_integers(native: Any, names: list[int]) -> Coded | None:
    low, high = min(names), max(names)
    if high - low >= 4 * len(native) + 1024:
        return None
    codes = native.to_numpy() - low if not native.null_count() else None
    return None if codes is None else Coded.of(codes, range(low, high + 1))


def _joined(native: Any, distinct: Any, names: list[Any]) -> Coded:
    import polars as pl

    rows = native.rename("name").to_frame()
    numbered = pl.DataFrame({"name": distinct.rename("name"), "code": np.arange(len(names))})
    joined = rows.join(numbered, on="name", how="left", maintain_order="left")
    return Coded.of(joined["code"].fill_null(-1).to_numpy(), names)


def _pandas(native: Any) -> Coded:
    import pandas as pd

    if isinstance(native.dtype, pd.CategoricalDtype):
        return Coded.of(native.cat.codes.to_numpy(), native.cat.categories.tolist())
    try:
        codes, names = pd.factorize(native)
    except TypeError:  # an object that no name can be: a list, a dictionary
        how = {"type": "lists or other objects", "expected": "names or numbers"}
        raise InputError(problem("SV327", found=native.name, **how)) from None
    return Coded.of(codes, names.tolist())


def _arrow(native: Any) -> Coded:
    import pyarrow as pa

    if not pa.types.is_dictionary(native.type):
        native = native.dictionary_encode()
    if not len(native):
        return Coded.of(np.empty(0, np.intp), [])
    array = _of_one_dictionary(native)
    names = array.dictionary.to_pylist()
    codes = _filled(array.indices)
    first: dict[Any, int] = {}
    for number, name in enumerate(names):
        first.setdefault(name, -1 if name is None else number)
    if len(first) < len(names) or None in first:  # a text may stand twice in a dictionary
        codes = spread(np.array([*(first[each] for each in names), -1]), codes)
    return Coded.of(codes, names)


def _of_one_dictionary(native: Any) -> Any:
    """A column of dictionaries as one array; those with nulls in them are written out first."""
    import pyarrow as pa

    try:
        return native.unify_dictionaries().combine_chunks()
    except pa.ArrowInvalid:
        plain = pa.chunked_array([each.dictionary_decode() for each in native.chunks])
        return plain.dictionary_encode().combine_chunks()


def _filled(indices: Any) -> Integers:
    """Numbers of pyarrow as numpy's; −1 for a null."""
    if indices.null_count:
        wide = str(indices.type).startswith("uint")  # these hold no −1
        indices = (indices.cast("int64") if wide else indices).fill_null(-1)
    codes: Integers = indices.to_numpy()
    return codes


def _plain(values: Sequence[Hashable]) -> Coded:
    numbers: dict[Hashable, int] = {}
    codes = [-1 if each is None else numbers.setdefault(each, len(numbers)) for each in values]
    return Coded.of(np.array(codes, np.intp), list(numbers))


def combine(columns: Sequence[tuple[Integers, int]], rows: int) -> tuple[Integers, int]:
    """Several groupings as one.

    Args:
        columns: Groups from 0 for each row, and how many there are; of each grouping.
        rows: Number of rows.

    Returns:
        For each row the number of its combination, and how many numbers there may be.
    """
    most = max(_MOST_CELLS, 4 * rows)
    combined: Integers = np.zeros(rows, np.intp)
    size = 1
    for groups, number in columns:
        # Codes may be of 8 bits: their products are not.
        wide = np.multiply(combined, number, dtype=np.intp) + groups if size > 1 else groups
        combined, size = wide, size * number
        if size > most:
            found, combined = np.unique(combined, return_inverse=True)
            size = len(found)
    return combined, size


def row_of_each(numbers: Integers, held: Integers, size: int) -> Integers:
    """A row that has each of some numbers.

    Args:
        numbers: Of each row [rows].
        held: Numbers that stand on some row.
        size: How many numbers there may be.

    Example:
        >>> row_of_each(np.array([7, 5, 7]), np.array([5, 7]), 8).tolist()
        [1, 2]
    """
    found = np.full(size, -1, np.intp)
    start, end = 0, _FIRST_LOOK
    while start < len(numbers):
        some = numbers[start:end]
        found[some] = np.arange(start, start + len(some))
        if found[held].min(initial=0) >= 0:
            break
        start, end = end, 2 * end
    rows: Integers = found[held]
    return rows
