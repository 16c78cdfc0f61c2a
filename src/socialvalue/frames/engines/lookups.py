"""Small tables of facts, put where the user's own table is, so that the two can be joined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import narwhals as nw

__all__ = ["beside"]

Column = Sequence[Any]

_KINDS = {
    str: ("VARCHAR", "string"),
    float: ("DOUBLE", "float64"),
    int: ("BIGINT", "int64"),
}
"""What an item's type is called by DuckDB, and by Ibis."""

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
        # A relation of the same connection: a query that does not look at the relation's rows.
        made = native.query("socialvalue_rows", _selected(columns))
    elif kind.is_ibis():
        schema = {name: _KINDS[type(items[0])][1] for name, items in columns.items()}
        made = native.get_backend().sql(_selected(columns), schema=schema)
    else:
        made = _spark(native, columns)
    found: nw.LazyFrame[Any] = nw.from_native(made).lazy()
    return found


def _selected(columns: Mapping[str, Column]) -> str:
    """A query of DuckDB that makes the table of nothing.

    Each column is one text that the engine splits: a literal for each item takes it a hundred
    times as long to read.
    """
    parts = ", ".join(f'{_listed(items)} AS "{name}"' for name, items in columns.items())
    return f"SELECT {parts}"


def _listed(items: Column) -> str:
    """A column as an expression."""
    kind = _KINDS[type(items[0])][0]
    texts = (each if isinstance(each, str) else repr(each) for each in items)
    joined = _BETWEEN.join(texts).replace("'", "''")
    return f"CAST(unnest(string_split('{joined}', '{_BETWEEN}')) AS {kind})"


def _spark(table: Any, columns: Mapping[str, Column]) -> Any:
    """A table made of literals, small enough to be sent to every worker."""
    kinds = {str: "string", float: "double", int: "bigint"}
    arrays = [
        f"CAST(split('{_BETWEEN.join(map(_spark_text, items))}', '{_BETWEEN}') "
        f"AS array<{kinds[type(items[0])]}>) AS {name}"
        for name, items in columns.items()
    ]
    names = ", ".join(columns)
    one = table.sparkSession.range(1).selectExpr(*arrays)
    return one.selectExpr(f"inline(arrays_zip({names}))").hint("broadcast")


def _spark_text(item: Any) -> str:
    text = item if isinstance(item, str) else repr(item)
    return text.replace("\\", "\\\\").replace("'", "\\'")
