"""What a table in files is: which files, how they are read, and how many rows they have.

A folder is checked as one file is: each of its files has the columns that are read, by the same
names, in whatever order.
"""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import attrs

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.files.csv_text import Form, count_records, form_of, packing_of
from socialvalue.frames.read.roles import find_columns
from socialvalue.sheets import unguarded_sql

__all__ = ["Source", "files_of", "kind_of_file", "literal", "name_of", "source_of"]

_KINDS = (".csv", ".parquet")
_CSV = (
    "quote = '\"', escape = '\"', comment = '', header = true, skip = 0, nullstr = '', "
    "all_varchar = true, auto_detect = false, null_padding = false, strict_mode = true, "
    "ignore_errors = false, encoding = 'utf-8', max_line_size = 2000000, union_by_name = false"
)
"""Every option by which the engine would otherwise look at the rows and guess."""


@attrs.frozen
class Source:
    """A table in files.

    Attributes:
        query: The SQL that reads it.
        kind: .csv or .parquet.
        rows: How many rows it has, as they were counted without the engine that reads it, or as
            the files themselves say.
        names: Its columns, those that are named by folders among them.
        texts: The columns of which each cell is a text.
        forms: How its CSV files are written.
    """

    query: str
    kind: str
    rows: int
    names: tuple[str, ...]
    texts: tuple[str, ...]
    forms: tuple[Form, ...] = ()


def source_of(
    connection: Any,
    source: Path,
    said: Mapping[str, str] | None,
    by: Iterable[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Source:
    """Find the files of a table, and look at each.

    Args:
        connection: A connection of DuckDB.
        source: A file, a folder or a pattern.
        said: What a column says to its name, where the names are others.
        by: Columns that each file must have too, or none.
        progress: Told how much has been looked at, from 0 to 1.

    Raises:
        InputError: All that is wrong with the files.
    """
    files, kind = _of_one_kind(source)
    keys = _keys(files) if source.is_dir() else ()
    if kind == ".parquet":
        return _parquet(connection, files, keys, said, by)
    forms = _for_each(files, lambda file: form_of(file, said))
    named = [(each.file, each.names) for each in forms]
    keys = _not_in(keys, named)
    _same(named, keys, said, by)
    rows = _counted(forms, progress)
    query = _csv_query(connection, forms, keys)
    names = tuple(connection.sql(query).columns)
    return Source(query, kind, rows, names, names, tuple(forms))


def _parquet(
    connection: Any,
    files: Sequence[Path],
    keys: tuple[str, ...],
    said: Mapping[str, str] | None,
    by: Iterable[str],
) -> Source:
    """A table in Parquet files, which say themselves what they hold."""
    named = [(each, _names_of(connection, each)) for each in files]
    keys = _not_in(keys, named)
    _same(named, keys, said, by)
    listed = ", ".join(literal(_name_for_engine(connection, each)) for each in files)
    # The names of folders are texts, as in a CSV file: 007 is not 7.
    how = f"hive_partitioning = {bool(keys)}, hive_types_autocast = false, union_by_name = true"
    query = f"SELECT * FROM read_parquet([{listed}], {how})"  # noqa: S608 - quoted by literal
    ((rows,),) = connection.sql(f"SELECT count(*) FROM ({query})").fetchall()  # noqa: S608
    return Source(query, ".parquet", rows, tuple(connection.sql(query).columns), keys)


def _names_of(connection: Any, file: Path) -> tuple[str, ...]:
    named = literal(_name_for_engine(connection, file))
    query = f"SELECT * FROM read_parquet([{named}], hive_partitioning = false)"  # noqa: S608
    return tuple(connection.sql(query).columns)


def _csv_query(connection: Any, forms: Sequence[Form], keys: tuple[str, ...]) -> str:
    """The files of one form are read together, and joined to those of others by name."""
    parts = []
    for (names, delimiter, packing), same in groupby(sorted(forms, key=_form), key=_form):
        files = ", ".join(literal(_name_for_engine(connection, each.file)) for each in same)
        columns = ", ".join(f"{literal(each)}: 'VARCHAR'" for each in names)
        how = f"delim = {literal(delimiter)}, compression = '{packing}', {_CSV}, "
        how += f"hive_partitioning = {bool(keys)}, hive_types_autocast = false"
        texts = ", ".join(f"{unguarded_sql(name_of(each))} AS {name_of(each)}" for each in names)
        texts += "".join(f", {name_of(each)}" for each in keys)
        parts.append(f"SELECT {texts} FROM read_csv([{files}], columns = {{{columns}}}, {how})")  # noqa: S608
    return " UNION ALL BY NAME ".join(parts)


def _form(form: Form) -> tuple[tuple[str, ...], str, str]:
    return form.names, form.delimiter, packing_of(form.file)


def _counted(forms: Sequence[Form], progress: Callable[[float], None] | None) -> int:
    """The records of all the files."""
    sizes = [each.file.stat().st_size for each in forms]
    whole, done, rows = max(sum(sizes), 1), 0, []

    def told(read: int) -> None:
        if progress is not None:
            progress(min(1.0, (done + read) / whole))

    def counted(form: Form) -> None:
        nonlocal done
        rows.append(count_records(form, told))
        done += form.file.stat().st_size

    _for_each(forms, counted)
    return sum(rows)


def _for_each(items: Iterable[Any], look: Callable[[Any], Any]) -> list[Any]:
    """Look at each; what is wrong with all of them is told together.

    Raises:
        InputError: What is wrong with any.
    """
    found: list[Any] = []
    wrong: list[Problem] = []
    for each in items:
        try:
            found.append(look(each))
        except InputError as error:
            wrong += error.problems
    if wrong:
        raise InputError(wrong)
    return found


# --- the columns of several files ---------------------------------------------------------


def _same(
    named: Sequence[tuple[Path, tuple[str, ...]]],
    keys: tuple[str, ...],
    said: Mapping[str, str] | None,
    by: Iterable[str],
) -> None:
    """Each file says the same, in columns of the same names.

    Raises:
        InputError: A file lacks a column that is needed (SV325), or has it twice, or as the name
            of a folder too (SV326); or it calls a column otherwise than another, or lacks it
            (SV346).
    """
    columns = _for_each(named, lambda each: _columns(each[0], (*each[1], *keys), said, by))
    (first, _), one = named[0], columns[0]
    wrong = [
        _differs(first, one.get(role), file, other.get(role))
        for (file, _), other in zip(named[1:], columns[1:], strict=True)
        for role in dict.fromkeys((*one, *other))
        if one.get(role) != other.get(role)
    ]
    if wrong:
        raise InputError(wrong)


def _columns(
    file: Path, names: Sequence[str], said: Mapping[str, str] | None, by: Iterable[str]
) -> dict[str, str]:
    """What the columns of a file say, and those that are totalled by."""
    try:
        return {each: each for each in by if each in names} | find_columns(names, said)
    except InputError as error:
        told = [attrs.evolve(each, where=str(file)) for each in error.problems]
        raise InputError(told) from None


def _differs(first: Path, one: str | None, file: Path, other: str | None) -> Problem:
    """Two files that call a column otherwise, or of which one lacks it."""
    if one is None:
        first, one, file, other = file, other, first, None
    what = "has none of that name" if other is None else f"calls it '{other}'"
    return problem("SV346", found=one, file=str(first), other=str(file), what=what)


# --- the files ----------------------------------------------------------------------------


def _of_one_kind(source: Path) -> tuple[list[Path], str]:
    """The files of a table, and their kind.

    Raises:
        InputError: There are none, or of both kinds (SV316).
    """
    files = files_of(source)
    kinds = sorted({kind_of_file(each) for each in files} & {*_KINDS})
    if len(kinds) != 1:
        expected = "a Parquet or CSV file, or a folder of files of one of the two"
        found = " and ".join(kinds) or (source.name if source.is_file() else "neither")
        raise InputError(problem("SV316", what=str(source), expected=expected, found=found))
    return [each for each in files if kind_of_file(each) == kinds[0]], kinds[0]


def files_of(source: Path) -> list[Path]:
    """The files that are meant; what an engine leaves beside its data is not data.

    Raises:
        InputError: There is no such file, and none that fits a pattern (SV101), or it is none
            that can be read twice (SV316).
    """
    if source.is_dir():
        inside = (each for each in source.rglob("*") if each.is_file())
        return sorted(each for each in inside if _is_data(each.relative_to(source)))
    if source.is_file():
        return [source]
    if source.exists():
        expected = "a file that lies on a disk"
        raise InputError(
            problem("SV316", what=str(source), expected=expected, found="a pipe or a device")
        )
    top = Path(source.anchor)
    found = sorted(each for each in top.glob(str(source.relative_to(top))) if each.is_file())
    if not found:
        raise InputError(problem("SV101", found=source))
    return found


def _is_data(path: Path) -> bool:
    """Whether no part of a path is hidden or a note, such as _SUCCESS and .part-0.crc of Spark."""
    return not any(each.startswith((".", "_")) and "=" not in each for each in path.parts)


def kind_of_file(path: Path) -> str:
    """A file's ending, without that of its packing."""
    packed = packing_of(path) != "none"
    return (path.with_suffix("") if packed else path).suffix.lower()


def _keys(files: Iterable[Path]) -> tuple[str, ...]:
    """The columns that the folders above files name, as region=north does."""
    parts = (part for each in files for part in each.parent.parts if "=" in part)
    return tuple(dict.fromkeys(part.partition("=")[0] for part in parts))


def _not_in(keys: Iterable[str], named: Sequence[tuple[Path, tuple[str, ...]]]) -> tuple[str, ...]:
    """The columns that folders alone name: where the files have them too, theirs are read."""
    return tuple(each for each in keys if not all(each in names for _, names in named))


def _name_for_engine(connection: Any, file: Path) -> str:
    """A file's name as DuckDB takes it for that name, and for no pattern or address.

    Raises:
        InputError: It takes it for another (SV316).
    """
    address = not file.is_absolute() and (file.parts[0].startswith("~") or ":" in file.parts[0])
    plain = (Path.cwd() / file if address else file).as_posix()
    name = glob.escape(plain)
    if name == plain:
        return plain
    found = connection.sql(f"SELECT file FROM glob({literal(name)})").fetchall()  # noqa: S608
    if [Path(each) for (each,) in found] != [Path(plain)]:
        expected = r"a name without the signs \ [ ] * ?"
        raise InputError(problem("SV316", what="a file's name", expected=expected, found=str(file)))
    return name


def name_of(column: str) -> str:
    """A column's name in SQL.

    Example:
        >>> print(name_of('a"b'))
        "a""b"
    """
    return '"' + column.replace('"', '""') + '"'


def literal(text: str | os.PathLike[str]) -> str:
    """A text in SQL.

    Example:
        >>> print(literal("O'Neill"))
        'O''Neill'
    """
    return "'" + os.fspath(text).replace("'", "''") + "'"
