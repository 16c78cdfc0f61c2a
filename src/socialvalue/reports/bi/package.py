"""The star as files: CSV always, Parquet where pyarrow is, and what leads where."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from socialvalue.contracts import Register
from socialvalue.model.fields import day, one
from socialvalue.reports.bi.measures import MEASURES
from socialvalue.reports.bi.rows import rows_of
from socialvalue.reports.bi.shapes import TABLES, Column, Table
from socialvalue.tables import one_line, parquet_bytes
from socialvalue.words import day_words

__all__ = ["star", "star_files"]


def star(
    register: Register, folder: str | os.PathLike[str], *, on: date | str, restricted: bool = False
) -> None:
    """Write a delivery record as a star of tables, for Power BI, Excel, Metabase or DuckDB.

    Pounds are whole pence and quantities whole millionths; sums of a table are those of `portfolio`
    to the penny.  Commitments are what each day added, so that a sum to a day is as at that day.
    A supplier's pounds are those of its own commitments; the bridge says who takes part in which
    contract and carries none, so that nothing counts twice.

    Args:
        register: The delivery record.
        folder: Where the files go; it is made if it is not there, and files of the same names are
            written over.
        on: The day as at which.
        restricted: Whether it is for the contract team, with groups of people, places and returns
            that nobody has verified.  Without it none of them is in any file.

    Example:
        >>> import tempfile, pathlib
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sv.reports.star(register, folder, on="2022-12-31")
        ...     (pathlib.Path(folder) / "fact_commitment.csv").read_text()[:44]
        'commitment_key,contract_key,supplier_key,mea'
    """
    made = star_files(register, day(on), restricted=restricted)
    where = Path(folder)
    where.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (where / name).write_bytes(content)


def star_files(register: Register, on: date, *, restricted: bool = False) -> dict[str, bytes]:
    """The files of the star, by their names."""
    rows = rows_of(one("the star", Register, register), on, restricted=restricted)
    found: dict[str, bytes] = {}
    for name, table in _tables(restricted=restricted):
        columns = {each.name: [row[each.name] for row in rows[name]]
                   for each in _columns(table, restricted=restricted)}  # fmt: skip
        found[f"{name}.csv"] = _csv(columns)
        kinds = {each.name: each.kind for each in _columns(table, restricted=restricted)}
        parquet = parquet_bytes(columns, kinds)
        if parquet is not None:
            found[f"{name}.parquet"] = parquet
    described = _described(register, on, restricted=restricted)
    found["datapackage.json"] = f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()
    found["measures.dax"] = MEASURES.encode()
    return found


def _tables(*, restricted: bool) -> Iterator[tuple[str, Table]]:
    return ((name, each) for name, each in TABLES.items() if restricted or not each.restricted)


def _columns(table: Table, *, restricted: bool) -> list[Column]:
    return [each for each in table.columns if restricted or not each.restricted]


def _csv(columns: Mapping[str, list[Any]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    for row in zip(*columns.values(), strict=True):
        writer.writerow(list(map(_cell, row)))
    return out.getvalue().encode("utf-8", "backslashreplace")


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def _cell(value: Any) -> str:
    """A cell; a text that a spreadsheet would run is no formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, date)):
        return str(value)
    text = one_line(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


# --- the description ----------------------------------------------------------------------


def _described(register: Register, on: date, *, restricted: bool) -> dict[str, Any]:
    """The tables with their keys, as a Data Package.

    Source:
        Data Package and Table Schema, version 1 (Frictionless Data).
    """
    return {
        "profile": "tabular-data-package",
        "name": "social-value-delivery",
        "title": f"Social value of contracts as at {day_words(on)}",
        "as_at": on.isoformat(),
        "audience": "contract-team" if restricted else "public",
        "delivery_record": register.head,
        "resources": [_resource(name, table, restricted=restricted)
                      for name, table in _tables(restricted=restricted)],
    }  # fmt: skip


def _resource(name: str, table: Table, *, restricted: bool) -> dict[str, Any]:
    columns = _columns(table, restricted=restricted)
    fields = [{"name": each.name, "type": each.kind, "description": each.says} for each in columns]
    leads = [each for each in columns if each.to]
    key = ["contract_key", "supplier_key"] if name.startswith("bridge") else [columns[0].name]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": key}
    if leads:
        schema["foreignKeys"] = [_foreign(each) for each in leads]
    return {
        "profile": "tabular-data-resource", "name": name, "path": f"{name}.csv",
        "description": f"A row is {table.says}.", "encoding": "utf-8", "schema": schema,
    }  # fmt: skip


def _foreign(column: Column) -> dict[str, Any]:
    key = TABLES[column.to].columns[0].name
    return {"fields": [column.name], "reference": {"resource": column.to, "fields": [key]}}
