"""Tables too large for memory: read, valued and written by DuckDB, in parts."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import attrs

from socialvalue.engine.threads import check_threads, threads, using
from socialvalue.errors import InputError, problem
from socialvalue.frames.api import total_frame, value_frame
from socialvalue.frames.files.csv_cells import casts_of, misfits, typed
from socialvalue.frames.files.csv_text import packing_of
from socialvalue.frames.files.sources import Source, kind_of_file, literal, name_of, source_of
from socialvalue.frames.read.roles import find_columns
from socialvalue.model.framework import Framework
from socialvalue.sheets import guarded, guarded_sql

__all__ = ["Job", "value_file"]

_WRITERS = {
    ".parquet": "(FORMAT parquet, COMPRESSION zstd)",
    ".csv": "(FORMAT csv, HEADER)",
    ".csv.gz": "(FORMAT csv, HEADER, COMPRESSION gzip)",
    ".csv.zst": "(FORMAT csv, HEADER, COMPRESSION zstd)",
}
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
        threads: The most threads that it uses; as many as the process is granted, if None.
    """

    source: Path
    target: Path
    framework: Framework
    by: Sequence[str] | None = None
    how: dict[str, Any] = attrs.field(factory=dict)
    memory: str = "1GB"
    threads: int | None = attrs.field(
        default=None, converter=attrs.converters.optional(check_threads)
    )

    @property
    def prefix(self) -> str:
        """What the names of the columns begin with that are added."""
        return str(self.how.get("prefix", ""))


def value_file(job: Job, progress: Callable[[float], None] | None = None) -> None:
    """Value a table of any size, in bounded memory.

    The result is written aside and renamed when it is whole: a run that is stopped leaves what was
    there before.  As many rows come out as went in.

    Args:
        job: What is to be done.
        progress: Told how much is done, from 0 to 100.

    Raises:
        InputError: No such file (SV101), one of a kind that is not read (SV316), columns that are
            missing or cannot be read, a CSV file that does not keep to the grammar (SV102, SV108,
            SV123 to SV126, SV348, SV349), files that differ (SV346), cells of a CSV file that are
            no number (SV301) or no day (SV206), or rows that went astray (SV347).
    """
    import duckdb

    writer = _writer(job.target)
    target = Path(os.path.realpath(job.target))  # a link is followed
    aside = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.partial")
    connection = _connect(job, aside)
    try:
        looked, valued = _halves(job, progress)
        said = job.how.get("columns")
        source = source_of(connection, job.source, said, job.by or (), looked)
        table = connection.sql(source.query)
        casts = casts_of(source.names, said, source.texts)
        try:
            result = _result(typed(table, casts), job)
            rows = _write(connection, result, Written(job, source, aside, writer), valued)
        except duckdb.ConversionException:
            raise InputError(misfits(table, casts, source.forms)) from None
        if rows != source.rows:
            told = problem("SV347", found=f"{rows:,}", expected=f"{source.rows:,}")
            raise InputError(attrs.evolve(told, where=str(job.source)))
        if target.exists():
            shutil.copymode(target, aside)
        aside.replace(target)
    finally:
        connection.close()
        aside.unlink(missing_ok=True)


@attrs.frozen
class Written:
    """What is written where, and as what."""

    job: Job
    source: Source
    aside: Path
    writer: str


def _halves(job: Job, progress: Callable[[float], None] | None) -> tuple[Any, Any]:
    """How far the look at the files is, and how far the work; of Parquet files there is no look."""
    if progress is None:
        return None, None
    look = 0.0 if kind_of_file(job.source) == ".parquet" else 40.0
    return (
        lambda done: progress(look * done),
        lambda done: progress(look + (100.0 - look) * done / 100.0),
    )


def _write(
    connection: Any, result: Any, to: Written, progress: Callable[[float], None] | None
) -> int:
    """Write a result, and say how many rows of the source are in it."""
    query, rows = result.sql_query(), None
    if to.job.by is not None:
        _run(connection, f"CREATE TEMP TABLE socialvalue_totals AS {query}", progress)
        lines = name_of(f"{to.job.prefix}lines")
        counted = f"SELECT coalesce(sum({lines}), 0)::BIGINT FROM socialvalue_totals"  # noqa: S608
        ((rows,),) = connection.execute(counted).fetchall()
        query, progress = "SELECT * FROM socialvalue_totals", None
    if to.writer.startswith("(FORMAT csv"):
        query = f"SELECT {_guarded(result, to)} FROM ({query})"  # noqa: S608 - quoted by name_of
    order = ", ".join(map(name_of, to.job.by or ()))
    query += f" ORDER BY {order}" if order else ""
    written = _run(connection, f"COPY ({query}) TO {literal(to.aside)} {to.writer}", progress)
    return int(written if rows is None else rows)


def _guarded(result: Any, to: Written) -> str:
    """The columns of a result for a CSV file: no text of them is a formula, nor obeyed."""
    roles = set(find_columns(to.source.names, to.job.how.get("columns")).values())
    ours = (
        {f"{to.job.prefix}problem"} if to.job.by is None else set()
    )  # codes; and a long expression to repeat
    return ", ".join(
        f"{_guarded_text(name, name in roles, to)} AS {name_of(guarded(name))}"
        if name not in ours and str(kind).startswith(("VARCHAR", "ENUM"))
        else f"{name_of(name)} AS {name_of(guarded(name))}"
        for name, kind in zip(result.columns, result.types, strict=True)
    )


def _guarded_text(name: str, is_text: bool, to: Written) -> str:
    """Of a column of a CSV file that we do not know, negative numbers are not taken for texts."""
    return guarded_sql(
        f"{name_of(name)}::VARCHAR", numbers=to.source.kind == ".csv" and not is_text
    )


def _result(table: Any, job: Job) -> Any:
    if job.by is None:
        return value_frame(table, job.framework, **job.how)
    return total_frame(table, job.framework, job.by, **job.how)


def _connect(job: Job, aside: Path) -> Any:
    """A connection that keeps within its memory, and spills beside the result."""
    import duckdb

    if not _SIZE.fullmatch(job.memory):
        expected = "a size such as 1GB or 500MB"
        raise InputError(problem("SV316", what="memory", expected=expected, found=job.memory))
    with using(job.threads):
        most = threads()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {most}")
    connection.execute(f"SET memory_limit = '{job.memory}'")
    connection.execute(f"SET temp_directory = {literal(aside.with_suffix('.spill'))}")
    connection.execute("SET preserve_insertion_order = false")
    return connection


def _run(connection: Any, query: str, progress: Callable[[float], None] | None) -> int:
    """Run a query, telling how far it is; what it says it has written."""
    if progress is None:
        return _first(connection.execute(query))
    wrong: list[Exception] = []
    thread = Thread(target=_kept(connection, query, wrong), daemon=True)
    try:
        thread.start()
        while thread.is_alive():
            progress(max(0.0, float(connection.query_progress())))
            sleep(_PAUSE)
    except BaseException:
        while thread.is_alive():  # an interrupt before the query has begun is lost
            connection.interrupt()
            thread.join(_PAUSE)
        raise
    if wrong:
        raise wrong[0]
    progress(100.0)
    return _first(connection)


def _first(connection: Any) -> int:
    ((number,),) = connection.fetchall() or [(0,)]
    return int(number)


def _kept(connection: Any, query: str, wrong: list[Exception]) -> Callable[[], None]:
    def work() -> None:
        try:
            connection.execute(query)
        except Exception as error:  # noqa: BLE001 - raised again where it is waited for
            wrong.append(error)

    return work


def _writer(target: Path) -> str:
    packed = packing_of(target) != "none"
    kind = kind_of_file(target) + (target.suffix.lower() if packed else "")
    if kind not in _WRITERS:
        expected = "a name that ends in " + ", ".join(_WRITERS)
        raise InputError(problem("SV316", what="the output", expected=expected, found=target.name))
    return _WRITERS[kind]
