"""A table as one of pyarrow, and that as Parquet and CSV: a column at once."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["arrow_csv", "arrow_table", "parquet_bytes"]


def arrow_table(columns: Mapping[str, Sequence[Any]], kinds: Mapping[str, str]) -> Any:
    """A table of pyarrow; None where it is not installed.

    Args:
        columns: Name to cells, all of one length.
        kinds: Name to ``integer``, ``string``, ``date`` or ``boolean``.
    """
    try:
        import pyarrow as pa
    except ModuleNotFoundError:
        return None
    of = {"integer": pa.int64(), "string": pa.string(), "date": pa.date32(), "boolean": pa.bool_()}
    return pa.table({name: pa.array(cells, of[kinds[name]]) for name, cells in columns.items()})


def parquet_bytes(table: Any) -> bytes:
    """A table of pyarrow as Parquet."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out)
    return out.getvalue()


def arrow_csv(table: Any, texts: Mapping[str, Sequence[str]]) -> bytes:
    """A table of pyarrow as CSV without headings, of texts that need no quotation marks.

    Args:
        table: The table.
        texts: Name to cells, for columns whose texts are written otherwise.
    """
    from pyarrow import csv as fast

    for name, cells in texts.items():
        table = table.set_column(table.column_names.index(name), name, [cells])
    out = io.BytesIO()
    fast.write_csv(table, out, fast.WriteOptions(include_header=False, quoting_style="none"))
    return out.getvalue()
