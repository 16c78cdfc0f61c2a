"""The cells of a CSV file: texts; those in columns of numbers and of days are read as such.

DuckDB would guess a column's kind from its first rows.  Bids called 1 to 20,000 would be numbers,
and the first that is called Acme an error; 1.5 after as many whole quantities would count as 2; and
03/07 would be a day of March or of July as the other rows happen to be.  Here the column's name
says what its cells are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.files.csv_text import Form, line_of
from socialvalue.frames.files.sources import name_of
from socialvalue.frames.read.roles import SHARES, find_columns
from socialvalue.model.fields import day
from socialvalue.numbers import exact_number

__all__ = ["Casts", "casts_of", "misfits", "typed"]

Casts = dict[str, tuple[str, str]]
"""A column's name to the SQL of its text and the kind that it is read as."""

_NUMBERS: Final = ("quantity", "years", "unit_value", *SHARES)
_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}([ T]00:00(:00([.]0+)?)?)?"
"""Year-month-day, as a file of days or of midnights has it."""


def casts_of(
    names: Sequence[str], said: Mapping[str, str] | None, texts: Iterable[str] | None = None
) -> Casts:
    """The columns that hold numbers or days, and are read as texts.

    Args:
        names: The table's columns.
        said: Role to name, where the table uses names of its own.
        texts: The columns that are read as texts; all, if not given.

    Raises:
        InputError: Columns that are missing (SV325) or could be either of two (SV326).

    Example:
        >>> casts_of(["bid", "measure", "amount"], None)
        {'amount': ('"amount"', 'DOUBLE')}
    """
    found = find_columns(names, said)
    casts = {found[role]: (name_of(found[role]), "DOUBLE") for role in _NUMBERS if role in found}
    if "date" in found:
        text = name_of(found["date"])
        read = f"CASE WHEN regexp_full_match({text}, '{_DAY}') THEN left({text}, 10) ELSE 'no' END"
        casts[found["date"]] = (f"CASE WHEN {text} IS NOT NULL THEN {read} END", "DATE")
    wanted = set(names if texts is None else texts)
    return {name: cast for name, cast in casts.items() if name in wanted}


def typed(table: Any, casts: Casts) -> Any:
    """A table of texts with its numbers and days read; everything else as it is written."""
    if not casts:
        return table
    read = {
        name: f"CAST({text} AS {kind}) AS {name_of(name)}" for name, (text, kind) in casts.items()
    }
    return table.project(", ".join(read.get(each, name_of(each)) for each in table.columns))


def misfits(table: Any, casts: Casts, forms: Iterable[Form] = ()) -> list[Problem]:
    """What cannot be read: for each column one such cell, where it stands, how many there are."""
    found = []
    for name, (text, kind) in casts.items():
        misfit = f"{name_of(name)} IS NOT NULL AND TRY_CAST({text} AS {kind}) IS NULL"
        counted = table.filter(misfit).aggregate(f"count(*), min({name_of(name)})").fetchall()
        (cells, example) = counted[0]
        if cells:
            where = f"column '{name}', {cells:,} cell{'' if cells == 1 else 's'}"
            file, line = _spot(forms, name, example)
            found += [
                attrs.evolve(each, file=file, line=line, column=min(line, 1), where=where)
                for each in _told(example, kind)
            ]
    return found


def _spot(forms: Iterable[Form], name: str, text: str) -> tuple[str, int]:
    """The file and the line in which a cell says something first; "" and 0 if none does."""
    for form in forms:
        if line := line_of(form, name, text):
            return str(form.file), line
    return "", 0


def _told(text: str, kind: str) -> tuple[Problem, ...]:
    try:
        (day if kind == "DATE" else exact_number)(text)
    except InputError as error:
        return error.problems
    expected = "days" if kind == "DATE" else "numbers"
    return (problem("SV327", found=text, expected=expected, type="text"),)
