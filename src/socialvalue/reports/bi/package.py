"""The star as files: CSV always, Parquet and a workbook where they can be made, and a project."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from socialvalue.contracts import Register
from socialvalue.contracts.quiet import no_collection
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import day, one
from socialvalue.reports.bi.measures import as_text
from socialvalue.reports.bi.project import PROJECT, is_of_project, project_files
from socialvalue.reports.bi.rows import Cells, tables_of
from socialvalue.reports.bi.shapes import TABLES, Column, Table, labelled_shapes, shapes_of
from socialvalue.reports.bi.workbook import MOST_ROWS, WORKBOOK, title_of, workbook_bytes
from socialvalue.reports.bi.written import written
from socialvalue.saving import take_away, write_files

__all__ = ["files_for", "star", "star_files", "star_notes"]


def star(
    register: Register,
    folder: str | os.PathLike[str],
    *,
    on: date | str,
    restricted: bool = False,
    sensitive: Mapping[str, Any] | None = None,
) -> None:
    """Write a delivery record as a star of tables, for Power BI, Excel, Metabase or DuckDB.

    Pounds are whole pence and quantities whole millionths; sums of a table are those of `portfolio`
    to the penny.  Commitments are what each day added, so that a sum to a day is as at that day.
    A supplier's pounds are those of its own commitments; the bridge says who takes part in which
    contract and carries none, so that nothing counts twice.

    Beside the tables stand a workbook of them (where XlsxWriter is installed, up to 50,000 rows),
    the measures in DAX, and a Power BI project, experimental: checked with Microsoft's schemas and
    model reader, and not opened in Power BI by us.  A project that is there already is left alone.

    Args:
        register: The delivery record.
        folder: Where the files go; it is made if it is not there, and files of the same names are
            written over.
        on: The day as at which.
        restricted: Whether it is for the contract team, with groups of people, places and returns
            that nobody has verified, evidence, spend, ratings and days of the Act.  Without it
            none of them is in any file.
        sensitive: Column, such as ``fact_spend.spent_pence``, to the last day on which it is
            commercially sensitive: its description says so in datapackage.json and in the model,
            and the workbook says it in its notes.

    Raises:
        InputError: The folder holds a star for the contract team, and this one is for everybody
            (SV1130); there is no such column (SV1132), or it is sensitive and the star is for
            everybody (SV1133).

    Example:
        >>> import tempfile, pathlib
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register()
        >>> with tempfile.TemporaryDirectory() as folder:
        ...     sv.reports.star(register, folder, on="2022-12-31")
        ...     (pathlib.Path(folder) / "fact_commitment.csv").read_text()[:44]
        'commitment_key,contract_key,supplier_key,mea'
    """
    where = Path(folder)
    made = files_for(where, star_files(register, day(on), restricted=restricted,
                                        sensitive=sensitive))  # fmt: skip
    for name in (WORKBOOK, *(f"{each}.parquet" for each in TABLES)):
        if name not in made:  # of an earlier day, and of an extra that is not here now
            take_away(where / name)
    write_files(where, made)


def files_for(folder: Path, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files that are to be written into a folder: a project that is there stays as it is.

    Whoever has drawn pages of their own in it keeps them when the tables are written anew.

    Args:
        folder: Where they go.
        files: The files of a star, by their names.

    Raises:
        InputError: It holds a star for the contract team, and these are for everybody (SV1130).
    """
    ends = ("csv", "parquet")
    only = TABLES.keys() - shapes_of(restricted=False).keys()
    others = [f"{name}.{end}" for name in only for end in ends]
    if "dim_group.csv" not in files and any((folder / each).exists() for each in others):
        raise InputError(problem("SV1130", found=folder))
    kept = (folder / PROJECT).exists()
    return {name: held for name, held in files.items() if not (kept and is_of_project(name))}


def star_files(
    register: Register,
    on: date,
    *,
    restricted: bool = False,
    sensitive: Mapping[str, Any] | None = None,
) -> dict[str, bytes]:
    """The files of the star, by their names."""
    held = one("the star", Register, register)
    shapes = labelled_shapes(shapes_of(restricted=restricted), sensitive, on, restricted=restricted)
    found, columns = dict[str, bytes](), dict[str, Cells]()
    with no_collection():
        tables = tables_of(held, on, restricted=restricted)
        for name, table in shapes.items():
            columns[name] = _there(name, table, tables[name])
            found |= written(name, table, columns[name])
    book = workbook_bytes(shapes, columns, title_of(on, restricted=restricted))
    if book is not None:
        found[WORKBOOK] = book
    described = _described(register, on, shapes, restricted=restricted)
    found["datapackage.json"] = f"{json.dumps(described, ensure_ascii=False, indent=1)}\n".encode()
    found["measures.dax"] = as_text(shapes).encode()
    return {**found, **project_files(shapes, restricted=restricted)}


def star_notes(files: Mapping[str, bytes]) -> tuple[Problem, ...]:
    """What is to be known beside a star: that it is too long for a workbook."""
    tables = (content for name, content in files.items() if name.endswith(".csv"))
    rows = sum(each.count(b"\n") - 1 for each in tables)
    if rows <= MOST_ROWS:
        return ()
    return (problem("SV1131", found=f"{rows:,}", most=f"{MOST_ROWS:,}"),)


def _there(name: str, table: Table, cells: Cells) -> Cells:
    """The cells of the columns that are there."""
    there = {each.name for each in table.columns}
    return [held for held, each in zip(cells, TABLES[name].columns, strict=True)
            if each.name in there]  # fmt: skip


# --- the description ----------------------------------------------------------------------


def _described(
    register: Register, on: date, shapes: Mapping[str, Table], *, restricted: bool
) -> dict[str, Any]:
    """The tables with their keys, as a Data Package.

    Source:
        Data Package and Table Schema, version 1 (Frictionless Data).
    """
    return {
        "profile": "tabular-data-package",
        "name": "social-value-delivery",
        "title": title_of(on, restricted=restricted),
        "as_at": on.isoformat(),
        "audience": "contract-team" if restricted else "public",
        "delivery_record": register.head,
        "resources": [_resource(name, table) for name, table in shapes.items()],
    }


def _resource(name: str, table: Table) -> dict[str, Any]:
    columns = table.columns
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
