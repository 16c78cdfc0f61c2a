"""`socialvalue value`: a table of commitments of any size, to its pounds or their totals."""

from __future__ import annotations

import errno
import os
import re
import shlex
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import FrameType
from typing import Any

import attrs
import click

from socialvalue.cli.out.exits import DONE, NOT_INSTALLED, CannotWriteError
from socialvalue.cli.out.named import named_set
from socialvalue.cli.out.options import debug_option
from socialvalue.cli.out.output import cannot_write, say
from socialvalue.cli.out.typed import A_PATH, Range
from socialvalue.errors import InputError, Problem, problem

__all__ = ["value"]

_LEAST_DUCKDB = (1, 5)
"""Releases before it close connections that are still read from; pyproject.toml says the same."""


@click.command()
@click.argument("tables", metavar="TABLE", type=A_PATH, nargs=-1, required=True)
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
    type=A_PATH,
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
    "--prefix",
    metavar="WORD",
    default="",
    help="What the names of the columns begin with that are added, such as by2022_.",
)
@click.option(
    "--memory",
    metavar="SIZE",
    default="1GB",
    show_default=True,
    help="The most memory that the engine takes.",
)
@click.option(
    "--threads",
    metavar="N",
    type=Range(1, 4096),
    help="The most threads that it uses; as many as the process is granted, if not given.",
)
@debug_option
def value(  # noqa: PLR0917 - click gives them by name
    tables: tuple[Path, ...],
    name: str,
    by: str | None,
    file: Path,
    on: str | None,
    place: str | None,
    columns: tuple[str, ...],
    prefix: str,
    memory: str,
    threads: int | None,
) -> int:
    """Value a table of commitments of any size.

    TABLE is a Parquet or CSV file, a folder of them, or a pattern in quotes such as
    'offers-*.csv'; gzip and zstd are read. It is read in parts, so it may be larger than memory.
    With --by the result is a row a group: pennies, lines and lines that do not count; without,
    each row with its value and its problem.

    \b
    For example:
        socialvalue value register.parquet --set essex --by bid,theme --output totals.parquet
        socialvalue value offers.csv.gz --set national-toms@2022 --output valued.parquet
    """  # noqa: D301 - click's own mark
    missing = _missing()
    if missing:
        say(missing)
        return NOT_INSTALLED
    from socialvalue.frames.files.large import Job, value_file
    from socialvalue.model.fields import day

    table = _one(tables)
    _check_target(table, file)
    held = named_set(name, None if on is None else day(on), ", or --on DATE")
    how = {"on": on, "place": place, "columns": _columns(columns), "prefix": prefix}
    names = None if by is None else [each.strip() for each in by.split(",") if each.strip()]
    with _stopped_cleanly(), _bar() as bar:
        task = bar.add_task(table.name, total=100) if bar else None

        def progress(done: float) -> None:
            if bar:
                bar.update(task, completed=done)

        _work(Job(table, file, held, names, how, memory, threads), value_file, progress)
    say(f"Written to {file}")
    return DONE


def _missing() -> str:
    """What to type where DuckDB is not there, or too old to be right; "" where it is."""
    installs = 'python -m pip install "socialvalue-engine[tables]"'
    if find_spec("duckdb") is None:
        return f"socialvalue value needs duckdb: {installs}"
    found = version("duckdb")
    if tuple(map(int, re.findall(r"[0-9]+", found)[:2])) >= _LEAST_DUCKDB:
        return ""
    least = ".".join(map(str, _LEAST_DUCKDB))
    return f"socialvalue value needs duckdb {least} or later, and {found} is here: {installs}"


def _one(tables: tuple[Path, ...]) -> Path:
    """The table; the shell makes many of a pattern without quotes."""
    if len(tables) == 1:
        return tables[0]
    found = f"{len(tables)} are given, beginning with {tables[0]} and {tables[1]}"
    expected = "one file, one folder, or one pattern in quotes, such as 'offers-*.parquet'"
    raise click.UsageError(f"{found}; name {expected}")


def _work(job: Any, value_file: Any, progress: Any) -> None:
    """Do the work; what the engine cannot read or write is said in its own words."""
    import duckdb

    try:
        value_file(job, progress)
    except InputError as error:
        raise InputError([_in_words_of_the_command(each) for each in error.problems]) from None
    except duckdb.OutOfMemoryException:
        why = f"more than {job.memory} of memory and the space beside it are needed"
        hint = "allow more with --memory, or free some space"
        raise CannotWriteError(f"cannot write {job.target}: {why}", hint) from None
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        if ".partial" in first:
            raise cannot_write(_of_system(first), job.target) from None
        raise InputError(_unreadable(str(job.source), str(error))) from None


def _in_words_of_the_command(found: Problem) -> Problem:
    """A problem whose hint tells what to type, and not what to write in Python."""
    said = found.hint.replace("columns={…}", "--column WHAT=NAME")
    said = said.replace("prefix='…'", "--prefix …")
    return attrs.evolve(found, hint=_SAID.sub(_switch, said), file_hint="")


_SAID = re.compile(r"columns=\{'([^']+)': (?:None|'([^']+)')\}")
"""What a hint tells to write of one column, in Python."""


def _switch(said: re.Match[str]) -> str:
    role, name = said.groups(default="")
    return f"--column {shlex.quote(f'{role}={name}')}"


def _of_system(error: str) -> OSError:
    """The system's error where the engine names it, or one with the engine's words."""
    number = re.search(r'"errno":"([0-9]+)"', error)
    if number:
        return OSError(int(number.group(1)), os.strerror(int(number.group(1))))
    words = re.search(r'\.partial": (.+)', error)  # DuckDB before 2.0
    return OSError(None, words.group(1) if words else error)


def _unreadable(source: str, error: str) -> Problem:
    """Why the engine cannot read a file: above all, that a spreadsheet saved other letters."""
    first = error.splitlines()[0]
    if "not utf-8" in error.lower():
        line = first.rpartition("Line: ")[2]
        hint = "in Excel save it as 'CSV UTF-8 (Comma delimited)'"
        return problem("SV102", found=f"line {line}", hint=hint, where=source)
    hint = "it may be cut short, or be of another kind than its name says: write it again"
    return problem("SV112", found=source, why=first, hint=hint)


def _check_target(table: Path, file: Path) -> None:
    """The result goes where it can, and never over what is read."""
    from socialvalue.frames.files.sources import files_of

    if table.is_dir() and file.resolve().is_relative_to(table.resolve()):
        why = f"cannot write {file}: it is in the folder that is read"
        raise CannotWriteError(why, "name another place")
    if file.is_dir():
        raise cannot_write(IsADirectoryError(errno.EISDIR, ""), file)
    if not file.parent.is_dir():
        raise cannot_write(FileNotFoundError(), file)
    if file.exists() and any(each.samefile(file) for each in files_of(table)):
        why = f"cannot write {file}: it is the table itself, or a part of it"
        raise CannotWriteError(why, "name another file")


@contextmanager
def _stopped_cleanly() -> Iterator[None]:
    """Whoever stops the run, from the keyboard or by a signal: nothing is left behind of it.

    What the engine makes of a signal is an error of its own, so the signal is what is kept.  One
    that ends a program still ends it, once all is tidy: whoever sent it does not wait in vain.
    """
    sent: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        sent.append(number)
        if len(sent) == 1 or number == signal.SIGINT:  # a closed terminal hangs up twice
            raise KeyboardInterrupt

    ours = _signals()
    try:
        for each in ours:
            signal.signal(each, stop)
        yield
    except Exception:
        if sent:
            raise KeyboardInterrupt from None
        raise
    finally:
        for each, held in ours.items():
            signal.signal(each, held)
        if {*sent} - {signal.SIGINT}:
            say("socialvalue: stopped")
            signal.raise_signal(sent[0])


def _signals() -> dict[int, Any]:
    """The signals that stop a run, and who has them: none that another has taken, or ignores."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    names = ("SIGINT", "SIGTERM", "SIGHUP")
    numbers = [getattr(signal, each) for each in names if hasattr(signal, each)]
    held = {each: signal.getsignal(each) for each in numbers}
    free = (signal.SIG_DFL, signal.default_int_handler)
    return {each: whose for each, whose in held.items() if whose in free}


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
