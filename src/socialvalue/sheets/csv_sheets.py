"""A CSV file as a workbook of one sheet, within the same bounds as one."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Final

from socialvalue.errors import InputError, problem
from socialvalue.sheets.archive import bounded_bytes
from socialvalue.sheets.shared import MOST_ROWS, Room, bounded
from socialvalue.sheets.texts import unguarded
from socialvalue.sheets.workbooks import MOST_CELLS, Cell, Sheet, Workbook, read_workbook

__all__ = ["read_table"]

_PACKED: Final = b"PK\x03\x04"
_DELIMITERS: Final = ",;\t|"


def read_table(path: Path) -> Workbook:
    """A workbook, or a CSV file as one: by its ending.

    Args:
        path: A file; one that ends in ``.csv`` or ``.tsv`` is text.

    Raises:
        InputError: As for `read_workbook`; of a text, that it is not UTF-8 (SV102), empty (SV103),
            larger than any workbook (SV902), or has quotation marks where none belong (SV124); it
            is a workbook (SV901).
    """
    if path.suffix.casefold() not in {".csv", ".tsv"}:
        return read_workbook(path)
    data = bounded_bytes(path)
    if data.startswith(_PACKED):
        hint = "give the file the ending of a workbook (.xlsx or .ods), or save it as CSV UTF-8"
        raise InputError(problem("SV901", found="a workbook with the ending of a text", hint=hint))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        found = f"byte {error.start + 1:,} is 0x{data[error.start]:02x}"
        raise InputError(problem("SV102", found=found)) from None
    if not text.strip():
        raise InputError(problem("SV103", hint="a table begins with the names of its columns"))
    if "\n" not in text:
        text = text.replace("\r", "\n")  # as an old Mac ends its lines
    sheet = Sheet("", _cells(text))
    return Workbook({"": sheet}, {}, hashlib.sha256(data).hexdigest())


def _cells(text: str) -> dict[tuple[int, int], Cell]:
    """The cells of a text by row and column; what stands in none is left out."""
    first = next(each for each in text.splitlines() if each.strip())
    mark = max(_DELIMITERS, key=first.count)
    room, cells = Room(MOST_CELLS), dict[tuple[int, int], Cell]()
    try:
        for row, texts in enumerate(csv.reader(io.StringIO(text), delimiter=mark, strict=True), 1):
            if row > MOST_ROWS:
                raise InputError(problem("SV902", found=f"has more than {MOST_ROWS:,} rows"))
            for column, each in enumerate(texts, 1):
                if each:
                    room.take_cells(1)
                    cells[row, column] = Cell("text", unguarded(bounded(each)))
    except csv.Error as error:
        raise InputError(problem("SV124", why="it is no CSV", found=str(error))) from None
    return cells
