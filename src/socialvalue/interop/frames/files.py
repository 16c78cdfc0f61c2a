"""Tables too large for memory: read, valued and written by DuckDB, in parts."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.interop.frames.api import total_frame, value_frame
from socialvalue.interop.frames.cells import casts_of, check_heading, misfits, typed
from socialvalue.model.framework import Framework

__all__ = ["Job", "value_file"]

_READERS = {
    ".parquet": "read_parquet({files}, hive_partitioning = {parts}, union_by_name = true)",
    ".csv": "read_csv({files}, header = true, all_varchar = true, "
    "hive_partitioning = {parts}, union_by_name = true)",
}
"""Every cell of a CSV file is read as text: what a bid is called, and which day 03/07 is, is not
guessed from the first rows."""
_WRITERS = {
    ".parquet": "(FORMAT parquet, COMPRESSION zstd)",
    ".csv": "(FORMAT csv, HEADER)",
    ".csv.gz": "(FORMAT csv, HEADER, COMPRESSION gzip)",
    ".csv.zst": "(FORMAT csv, HEADER, COMPRESSION zstd)",
}
_PACKED = (".gz", ".zst")
_PAUSE = 0.2
_SIZE = re.compile(r"[0-9]+(\.[0-9]+)? ?[KMGT]i?B", re.ASCII)


@attrs.frozen
class Job:
    """What is to be done with a large table.

    Attributes:
        source: A file, a folder of files of one kind, partitioned or not, or a pattern with *.
        target: Where the result goes; its ending says as what.
        framework: The measures.
        by: What is totalled by; None for the rows themselves.
        how: Further arguments of `value_frame` and `total_frame`.
        memory: The most memory that the engine takes, as DuckDB writes it.
    """

    source: Path
    target: Path
    framework: Framework
    by: Sequence[str] | None = None
    how: dict[str, Any] = attrs.field(factory=dict)
    memory: str = "1GB"


def value_file(job: Job, progress: Callable[[float], None] | None = None) -> None:
    """Value a table of any size, in bounded memory.

    The result is written aside and renamed when it is whole: a run that is stopped leaves what was
    there before.

    Args:
        job: What is to be done.
        progress: Told how much is done, from 0 to 100.

    Raises:
        InputError: No such file (SV101), one of a kind that is not read (SV316), columns that are
            missing or cannot be read, or cells of a CSV file that are no number (SV301) or no day
            (SV206).
    """
    import duckdb

    reader, writer = _reader(job.source), _writer(job.target)
    aside = job.target.with_name(f".{job.target.name}.{secrets.token_hex(4)}.partial")
    connection = _connect(job, aside)
    try:
        table = connection.sql(f"SELECT * FROM {reader}")  # noqa: S608 - quoted by _quoted
        casts = _casts(connection, table, job) if "read_csv" in reader else {}
        result = _result(typed(table, casts), job)
        query = f"COPY ({result.sql_query()}) TO {_quoted(aside)} {writer}"
        try:
            _run(connection, query, progress)
        except duckdb.ConversionException:
            raise InputError(misfits(table, casts)) from None
        aside.replace(job.target)
    finally:
        connection.close()
        aside.unlink(missing_ok=True)


def _casts(connection: Any, table: Any, job: Job) -> dict[str, tuple[str, str]]:
    """How the columns of a CSV file are read that are not texts.

    Raises:
        InputError: The file is empty (SV103), or its columns do not tell what they say.
    """
    said = job.how.get("columns")
    if job.source.is_file():
        rows = f"read_csv({_quoted(job.source)}, header = false, all_varchar = true)"
        heading = connection.sql(f"SELECT * FROM {rows} LIMIT 1").fetchall()  # noqa: S608 - quoted
        check_heading(heading, str(job.source), said)
    return casts_of(table.columns, said)


def _result(table: Any, job: Job) -> Any:
    if job.by is None:
        return value_frame(table, job.framework, **job.how)
    totals = total_frame(table, job.framework, job.by, **job.how)
    return totals.order(", ".join(f'"{each}"' for each in job.by)) if job.by else totals


def _connect(job: Job, aside: Path) -> Any:
    """A connection that keeps within its memory, and spills beside the result."""
    import duckdb

    if not _SIZE.fullmatch(job.memory):
        expected = "a size such as 1GB or 500MB"
        raise InputError(problem("SV316", what="memory", expected=expected, found=job.memory))
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{job.memory}'")
    connection.execute(f"SET temp_directory = {_quoted(aside.with_suffix('.spill'))}")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _run(connection: Any, query: str, progress: Callable[[float], None] | None) -> None:
    """Run a query, telling how far it is."""
    if progress is None:
        connection.execute(query)
        return
    wrong: list[Exception] = []
    thread = Thread(target=_kept(connection, query, wrong), daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            progress(max(0.0, float(connection.query_progress())))
            sleep(_PAUSE)
    except BaseException:
        connection.interrupt()
        thread.join()
        raise
    if wrong:
        raise wrong[0]
    progress(100.0)


def _kept(connection: Any, query: str, wrong: list[Exception]) -> Callable[[], None]:
    def work() -> None:
        try:
            connection.execute(query)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            wrong.append(error)

    return work


def _reader(source: Path) -> str:
    """What DuckDB reads a file, a folder or a pattern with."""
    files = _files(source)
    kinds = sorted({_kind(each) for each in files} & {*_READERS})
    if len(kinds) != 1:
        expected = "a Parquet or CSV file, or a folder of files of one of the two"
        found = " and ".join(kinds) or (source.name if source.is_file() else "neither")
        raise InputError(problem("SV316", what=str(source), expected=expected, found=found))
    listed = ", ".join(_quoted(each) for each in files if _kind(each) == kinds[0])
    parts = "true" if source.is_dir() else "false"
    return _READERS[kinds[0]].format(files=f"[{listed}]", parts=parts)


def _files(source: Path) -> list[Path]:
    """The files that are meant; what an engine leaves beside its data is not data.

    Raises:
        InputError: There is no such file, and none that fits a pattern (SV101).
    """
    if source.is_dir():
        inside = (each for each in source.rglob("*") if each.is_file())
        return sorted(each for each in inside if _is_data(each.relative_to(source)))
    if source.exists():
        return [source]
    top = Path(source.anchor)
    found = sorted(each for each in top.glob(str(source.relative_to(top))) if each.is_file())
    if not found:
        raise InputError(problem("SV101", found=source))
    return found


def _is_data(path: Path) -> bool:
    """Whether no part of a path is hidden or a note, such as _SUCCESS and .part-0.crc of Spark."""
    return not any(each.startswith((".", "_")) and "=" not in each for each in path.parts)


def _kind(path: Path) -> str:
    """A file's ending, without that of its packing."""
    suffixes = [each for each in path.suffixes if each not in _PACKED]
    return suffixes[-1].lower() if suffixes else ""


def _writer(target: Path) -> str:
    packing = target.suffix if target.suffix in _PACKED else ""
    kind = _kind(target) + packing
    if kind not in _WRITERS:
        expected = "a name that ends in " + ", ".join(_WRITERS)
        raise InputError(problem("SV316", what="the output", expected=expected, found=target.name))
    return _WRITERS[kind]


def _quoted(path: Path) -> str:
    return "'" + os.fspath(path).replace("'", "''") + "'"
