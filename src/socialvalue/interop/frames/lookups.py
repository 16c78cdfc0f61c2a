"""Small tables of facts, put where the user's own table is, so that the two can be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

__all__ = ["beside"]

Column = Sequence[Any]

_BETWEEN = "\x1f"
"""The separator of units: no code or place has it."""


def beside(frame: nw.LazyFrame[Any], columns: Mapping[str, Column]) -> nw.LazyFrame[Any]:
    """A small table on the same engine, in the same session, as a large one.

    Args:
        frame: The large table.
        columns: Name to items: texts, whole numbers or doubles; without nulls.
    """
    kind = frame.implementation
    native = frame.to_native()
    if kind.is_duckdb():
        made = _duckdb(native, columns)
    elif kind.is_ibis():
        import ibis

        made = ibis.memtable(_arrow(columns))
    else:
        rows = list(zip(*columns.values(), strict=True))
        made = native.sparkSession.createDataFrame(rows, _spark_schema(columns))
    found: nw.LazyFrame[Any] = nw.from_native(made).lazy()
    return found


def _duckdb(relation: Any, columns: Mapping[str, Column]) -> Any:
    """A relation of the same connection: a query that does not look at the relation's rows.

    Each column is one text that the engine splits: a literal for each item takes it a hundred
    times as long to read.
    """
    parts = ", ".join(f'{_listed(items)} AS "{name}"' for name, items in columns.items())
    return relation.query("socialvalue_rows", f"SELECT {parts}")


def _listed(items: Column) -> str:
    """A column as an expression."""
    kind = {str: "VARCHAR", float: "DOUBLE", int: "BIGINT"}[type(items[0])]
    texts = (each if isinstance(each, str) else repr(each) for each in items)
    joined = _BETWEEN.join(texts).replace("'", "''")
    return f"CAST(unnest(string_split('{joined}', '{_BETWEEN}')) AS {kind})"


def _spark_schema(columns: Mapping[str, Column]) -> str:
    kinds = {str: "string", float: "double", int: "bigint"}
    return ", ".join(f"`{name}` {kinds[type(items[0])]}" for name, items in columns.items())


def _arrow(columns: Mapping[str, Column]) -> Any:
    import pyarrow as pa

    return pa.table(dict(columns))
