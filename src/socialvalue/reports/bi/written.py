"""Cells as CSV and Parquet: by pyarrow where it is there, a column at once.

The bytes of a CSV file are the same without it: `csv_rows`, by the standard library, is the oracle.
It writes as well what has a text that must stand in quotation marks.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from socialvalue.errors import InputError, problem
from socialvalue.reports.bi.arrow import arrow_csv, arrow_table, parquet_bytes
from socialvalue.reports.bi.shapes import Table
from socialvalue.sheets import guarded
from socialvalue.tables import one_line

__all__ = ["csv_at_once", "csv_rows", "written"]

Cells = Sequence[Sequence[Any]]

_MOST: Final = 2**63 - 1
_TRUTHS: Final = {True: "true", False: "false"}
_NEEDS_MARKS: Final = re.compile(r'[",\r\n\ud800-\udfff]')
"""What stands in quotation marks, or is no UTF-8."""


def written(name: str, table: Table, cells: Cells) -> dict[str, bytes]:
    """The files of a table, by their names: CSV, and Parquet where pyarrow is installed.

    Args:
        name: Of the table.
        table: Its columns.
        cells: A list a column.

    Raises:
        InputError: A number is too long for a column of whole numbers (SV316).
    """
    arrow = _as_arrow(name, table, cells)
    if arrow is None:
        return {f"{name}.csv": csv_rows(table, cells)}
    text = csv_at_once(table, cells, arrow)
    return {
        f"{name}.csv": csv_rows(table, cells) if text is None else text,
        f"{name}.parquet": parquet_bytes(arrow),
    }


def _as_arrow(name: str, table: Table, cells: Cells) -> Any:
    """A table of pyarrow, or None where that is not installed; either way no number is too long."""
    kinds = {each.name: each.kind for each in table.columns}
    try:
        found = arrow_table(dict(zip(kinds, cells, strict=True)), kinds)
    except OverflowError:
        found = None
    if found is None:
        _check(name, table, cells)
    return found


def _check(name: str, table: Table, cells: Cells) -> None:
    """Refuse a number that is too long for a column of whole numbers, of Parquet and Power BI.

    Raises:
        InputError: There is one (SV316).
    """
    for each, held in zip(table.columns, cells, strict=True):
        if each.kind == "integer":
            longest = max(filter(None, held), key=abs, default=0)
            if abs(longest) > _MOST:
                what, expected = f"{name}.{each.name}", f"at most {_MOST:,}"
                raise InputError(problem("SV316", what=what, expected=expected,
                                         found=f"{longest:,}"))  # fmt: skip


def csv_rows(table: Table, cells: Cells) -> bytes:
    """A table as CSV, row by row."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([each.name for each in table.columns])
    spelt = [_spelt(each.kind, held) for each, held in zip(table.columns, cells, strict=True)]
    writer.writerows(zip(*spelt, strict=True))
    return out.getvalue().encode("utf-8", "backslashreplace")


def csv_at_once(table: Table, cells: Cells, arrow: Any) -> bytes | None:
    """The same by pyarrow; None where a text must stand in quotation marks.

    Args:
        table: Its columns.
        cells: A list a column.
        arrow: The same as a table of pyarrow.
    """
    texts = dict[str, Sequence[str]]()
    for each, held in zip(table.columns, cells, strict=True):
        spelt = _texts(held) if each.kind == "string" else {}
        if any(key is None or _NEEDS_MARKS.search(text) for key, text in spelt.items()):
            return None
        if any(key != text for key, text in spelt.items()):
            texts[each.name] = [*map(spelt.__getitem__, held)]
    head = ",".join(each.name for each in table.columns)
    return f"{head}\n".encode() + arrow_csv(arrow, texts)


def _texts(cells: Sequence[Any]) -> Mapping[Any, str]:
    """Each text as it is written: one that a spreadsheet would run is none."""
    return {each: guarded(one_line(each)) for each in set(cells)}


_KINDS: Final[Mapping[str, Callable[[Sequence[Any]], Mapping[Any, str]]]] = {
    "boolean": lambda _: _TRUTHS,
    "date": lambda cells: {each: str(each or "") for each in set(cells)},
    "string": _texts,
}


def _spelt(kind: str, cells: Sequence[Any]) -> Sequence[Any]:
    """The cells of a column as the standard library writes them."""
    if kind not in _KINDS:
        return cells
    return [*map(_KINDS[kind](cells).__getitem__, cells)]
