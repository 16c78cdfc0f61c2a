"""`socialvalue value`: a table of commitments of any size, to its pounds or their totals."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager, nullcontext
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from socialvalue.cli.exits import DONE, NOT_INSTALLED, CannotWriteError
from socialvalue.cli.named import named_set
from socialvalue.cli.output import say
from socialvalue.errors import InputError, Problem, problem

__all__ = ["value"]

_A_PATH = click.Path(path_type=Path)


@click.command()
@click.argument("table", type=_A_PATH)
@click.option(
    "--set",
    "--framework",
    "name",
    metavar="SET",
    required=True,
    help="The measures: a name such as essex or national-toms@2022, or a folder.",
)
@click.option("--by", metavar="NAMES", help="Totals by these columns, and theme or outcome.")
@click.option(
    "--output",
    "file",
    metavar="FILE",
    type=_A_PATH,
    required=True,
    help="A .parquet, .csv, .csv.gz or .csv.zst file; it is replaced when all is done.",
)
@click.option("--on", metavar="DATE", help="The day of rows without one.")
@click.option("--place", metavar="CODE", help="The place that is to benefit, by ONS code.")
@click.option(
    "--column",
    "columns",
    metavar="WHAT=NAME",
    multiple=True,
    help="A column by another name, such as measure='TOM ref'.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    default="1GB",
    show_default=True,
    help="The most memory that the engine takes.",
)
@click.option("--debug", is_flag=True, expose_value=False, hidden=True)
def value(  # noqa: PLR0917 - click gives them by name
    table: Path,
    name: str,
    by: str | None,
    file: Path,
    on: str | None,
    place: str | None,
    columns: tuple[str, ...],
    memory: str,
) -> int:
    """Value a table of commitments of any size.

    TABLE is a Parquet or CSV file, or a folder of them; gzip and zstd are read. It is read in
    parts, so it may be larger than memory. With --by the result is a row a group: pennies, lines
    and lines that do not count; without, each row with its value and its problem.

    \b
    For example:
        socialvalue value register.parquet --set essex --by bid,theme --output totals.parquet
        socialvalue value offers.csv.gz --set national-toms@2022 --output valued.parquet
    """  # noqa: D301 - click's own mark
    if find_spec("duckdb") is None:
        say("socialvalue value needs duckdb: python -m pip install duckdb")
        return NOT_INSTALLED
    from socialvalue.interop.frames.files import Job, value_file
    from socialvalue.model.fields import day

    _check_target(table, file)
    held = named_set(name, None if on is None else day(on), ", or --on DATE")
    how = {"on": on, "place": place, "columns": _columns(columns)}
    names = None if by is None else [each.strip() for each in by.split(",") if each.strip()]
    with _bar() as bar:
        task = bar.add_task(table.name, total=100) if bar else None

        def progress(done: float) -> None:
            if bar:
                bar.update(task, completed=done)

        _work(Job(table, file, held, names, how, memory), value_file, progress)
    say(f"Written to {file}")
    return DONE


def _work(job: Any, value_file: Any, progress: Any) -> None:
    """Do the work; what the engine cannot read or write is said in its own words."""
    import duckdb

    try:
        value_file(job, progress)
    except duckdb.IOException as error:
        raise CannotWriteError(f"cannot read or write: {error}") from None
    except duckdb.Error as error:
        raise InputError(_unreadable(str(job.source), str(error))) from None


def _unreadable(source: str, error: str) -> Problem:
    """Why the engine cannot read a file: above all, that a spreadsheet saved other letters."""
    first = error.splitlines()[0]
    if "not utf-8" in error.lower():
        line = first.rpartition("Line: ")[2]
        hint = "in Excel save it as 'CSV UTF-8 (Comma delimited)'"
        return problem("SV102", found=f"line {line}", hint=hint, where=source)
    return problem("SV112", found=source, why=first)


def _check_target(table: Path, file: Path) -> None:
    if table.exists() and table.resolve() == file.resolve():
        raise CannotWriteError(f"{file} is the table itself; name another file")
    if not file.parent.is_dir():
        raise CannotWriteError(f"cannot write {file}: there is no folder {file.parent}")


def _columns(pairs: tuple[str, ...]) -> dict[str, str] | None:
    """The columns' other names, as they were said."""
    for each in pairs:
        if "=" not in each:
            raise click.BadParameter(f"'{each}' is not WHAT=NAME", param_hint="--column")
    split = (each.partition("=") for each in pairs)
    return {role: name for role, _, name in split} or None


def _bar() -> AbstractContextManager[Any]:
    """A progress bar where someone is watching."""
    if not sys.stderr.isatty():
        return nullcontext()
    from rich.console import Console
    from rich.progress import Progress

    return Progress(console=Console(stderr=True), transient=True)
