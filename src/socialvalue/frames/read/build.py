"""Columns for the user's own kind of table, made from numpy arrays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.order import NONE, ORDER

__all__ = ["added", "keyed", "take_rows"]


def added(frame: nw.DataFrame[Any], columns: dict[str, NDArray[Any] | None]) -> Any:
    """The user's table with columns added; the table itself is not altered.

    Args:
        frame: The table.
        columns: Name to doubles (NaN for a null), whole numbers, or places of problems (bytes;
            None for a column without any).
    """
    if frame.implementation.is_polars():
        return _polars(frame, columns)
    if frame.implementation.is_pandas():
        return _pandas(frame, columns)
    return _arrow(frame, columns)


def _texts(places: NDArray[Any]) -> NDArray[np.object_]:
    words = np.array([*ORDER, None], object)
    found: NDArray[np.object_] = words.take(places)
    return found


def _polars(frame: nw.DataFrame[Any], columns: dict[str, NDArray[Any] | None]) -> Any:
    import polars as pl

    def series(name: str, found: NDArray[Any] | None) -> Any:
        if found is None:
            return pl.repeat(None, len(frame), dtype=pl.String, eager=True).alias(name)
        if found.dtype == np.int8:
            return pl.Series([*ORDER, None], dtype=pl.String).gather(found).alias(name)
        return pl.Series(name, found, nan_to_null=found.dtype == np.float64)

    return frame.to_native().with_columns([series(*each) for each in columns.items()])


def _arrow(frame: nw.DataFrame[Any], columns: dict[str, NDArray[Any] | None]) -> Any:
    import pyarrow as pa

    def array(found: NDArray[Any] | None) -> Any:
        if found is None:
            return pa.nulls(len(frame), pa.string())
        if found.dtype == np.int8:
            return pa.array([*ORDER, None], pa.string()).take(pa.array(found))
        return pa.array(found, from_pandas=True)

    table = frame.to_native()
    for name, found in columns.items():
        at = table.column_names.index(name) if name in table.column_names else -1
        if at >= 0:
            table = table.set_column(at, name, array(found))
        else:
            table = table.append_column(name, array(found))
    return table


def _pandas(frame: nw.DataFrame[Any], columns: dict[str, NDArray[Any] | None]) -> Any:
    import pandas as pd

    native = frame.to_native()
    arrow = len(native.columns) > 0 and all(
        isinstance(each, pd.ArrowDtype) for each in native.dtypes
    )

    def series(found: NDArray[Any] | None) -> Any:
        texts = found is None or found.dtype == np.int8
        values = _texts(np.full(len(native), NONE) if found is None else found) if texts else found
        if not arrow:
            return pd.Series(values, index=native.index, dtype=_text_type() if texts else None)
        import pyarrow as pa

        held = pa.array(values, pa.string() if texts else None, from_pandas=True)
        return pd.Series(pd.arrays.ArrowExtensionArray(held), index=native.index)

    return native.assign(**{name: series(found) for name, found in columns.items()})


def _text_type() -> Any:
    """The kind of text that this pandas reads files into."""
    import pandas as pd

    return "str" if int(pd.__version__.split(".")[0]) >= 3 else object


def keyed(keys: Sequence[nw.Series[Any]]) -> nw.DataFrame[Any]:
    """A table of these columns, each of its own kind: no library's guess at what it holds."""
    first, *others = keys
    return first.to_frame().with_columns(*others)


def take_rows(column: nw.Series[Any], rows: NDArray[Any]) -> nw.Series[Any]:
    """Some rows of a column, of its own kind."""
    if column.implementation.is_pandas():
        native = column.to_native().take(rows).reset_index(drop=True)
        taken: nw.Series[Any] = nw.from_native(native, series_only=True)
        return taken
    some: nw.Series[Any] = column[rows]
    return some
