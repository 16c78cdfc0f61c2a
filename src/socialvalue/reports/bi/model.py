"""The star as a semantic model in TMDL: tables, relationships and measures, as text.

Source:
    Tabular Model Definition Language, learn.microsoft.com (analysis-services/tmdl).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from socialvalue.reports.bi.measures import MEASURES, Measure
from socialvalue.reports.bi.shapes import TABLES, Column, Table

__all__ = ["identifier", "model_files", "relationships"]

Shapes = Mapping[str, Table]
_TYPES: Final = {"integer": "int64", "string": "string", "date": "dateTime", "boolean": "boolean"}
_READ_AS: Final = {"integer": "Int64.Type", "string": "type text", "date": "type date",
                   "boolean": "type logical"}  # fmt: skip
_COUNTED: Final = ("_key", "_pence", "_micro")
_FORMATS: Final = {"date": "d mmm yyyy", "integer": "0"}
_DATABASE: Final = "database\n\tcompatibilityLevel: 1600\n"
_MODEL: Final = """\
model Model
\tculture: en-GB
\tdefaultPowerBIDataSourceVersion: powerBI_V3
\tdiscourageImplicitMeasures
\tsourceQueryCulture: en-GB
\tdataAccessOptions
\t\tlegacyRedirects
\t\treturnErrorValuesAsNull

annotation __PBI_TimeIntelligenceEnabled = 0

"""
_READ: Final = """\
Source = Csv.Document(
\tFile.Contents(Folder & "\\{name}.csv"),
\t[Delimiter=",", Encoding=65001, QuoteStyle=QuoteStyle.Csv]
),
Named = Table.PromoteHeaders(Source, [PromoteAllScalars=true]),
Filled = Table.ReplaceValue(Named, "", null, Replacer.ReplaceValue, Table.ColumnNames(Named)),
Typed = Table.TransformColumnTypes(Filled, {{{kinds}}}, "en-GB")"""
_FOLDER: Final = r"""
/// The folder with the tables: Transform data, Edit parameters.
expression Folder = "C:\bi" meta [IsParameterQuery=true, Type="Text", IsParameterQueryRequired=true]
"""


def identifier(*names: str) -> str:
    """An identifier that is the same in every run."""
    return str(uuid5(NAMESPACE_URL, "/".join(("socialvalue:star", *names))))


def relationships(shapes: Shapes) -> Iterator[tuple[str, Column]]:
    """What leads where: a table, and its column that leads to the key of another."""
    for name, table in shapes.items():
        yield from ((name, each) for each in table.columns if each.to)


def model_files(shapes: Shapes) -> dict[str, str]:
    """The definition of the model, by the names of its files.

    Args:
        shapes: The tables, with the columns that are there.
    """
    order = "".join(f"ref table {name}\n" for name in shapes)
    tables = {f"tables/{name}.tmdl": _table(name, table) for name, table in shapes.items()}
    return {
        "database.tmdl": _DATABASE, "model.tmdl": f"{_MODEL}{order}",
        "expressions.tmdl": _FOLDER.lstrip(),
        "relationships.tmdl": "\n".join(_relationship(*each) for each in relationships(shapes)),
        **tables,
    }  # fmt: skip


def _relationship(name: str, column: Column) -> str:
    key = TABLES[column.to].columns[0].name
    second = "\tisActive: false\n" if column.second else ""
    return (
        f"relationship {identifier('relationship', name, column.name)}\n{second}"
        f"\tfromColumn: {name}.{column.name}\n\ttoColumn: {column.to}.{key}\n"
    )


def _table(name: str, table: Table) -> str:
    """A table: what a row is, its measures, its columns, and whence it is read."""
    days = ["\tdataCategory: Time\n"] if name == "dim_date" else []
    mine = (_measure(each) for each in MEASURES if each.table == name)
    columns = (_column(name, each) for each in table.columns)
    head = f"/// A row is {table.says}.\ntable {name}\n" + "".join(days)
    return "\n".join((head, *mine, *columns, _source(name, table.columns)))


def _measure(each: Measure) -> str:
    body = "\n".join(f"\t\t\t{line}" for line in each.dax.splitlines())
    hidden = "\t\tisHidden\n" if each.hidden else ""
    return (
        f"\t/// {each.says}\n\tmeasure '{each.name}' =\n{body}\n"
        f"\t\tformatString: {each.shown}\n{hidden}"
    )


def _column(table: str, each: Column) -> str:
    lines = [f"\t/// {each.says}", f"\tcolumn {each.name}", f"\t\tdataType: {_TYPES[each.kind]}"]
    if table == "dim_date" and each.kind == "date":
        lines += ["\t\tisKey"]
    if each.kind in _FORMATS:
        lines += [f"\t\tformatString: {_FORMATS[each.kind]}"]
    if each.name.endswith(_COUNTED):
        lines += ["\t\tisHidden"]
    return "\n".join((*lines, "\t\tsummarizeBy: none", f"\t\tsourceColumn: {each.name}", ""))


def _source(name: str, columns: Iterable[Column]) -> str:
    """The CSV file as it is read, each column as its kind, whatever country the machine is in."""
    kinds = ", ".join(f'{{"{each.name}", {_READ_AS[each.kind]}}}' for each in columns)
    steps = _READ.format(name=name, kinds=kinds).splitlines()
    body = "".join(f"\t\t\t\t\t{each}\n" for each in steps)
    return (
        f"\tpartition {name} = m\n\t\tmode: import\n\t\tsource =\n\t\t\t\tlet\n{body}"
        "\t\t\t\tin\n\t\t\t\t\tTyped\n"
    )
