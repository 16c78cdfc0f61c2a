"""`value_frame` and `total_frame`: what a user calls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, overload

import attrs
import narwhals as nw
import numpy as np

from socialvalue.engine.order import ORDER
from socialvalue.engine.threads import as_worker, using
from socialvalue.errors import CATALOGUE, InputError, Problem, problem
from socialvalue.frames.asked import Asked
from socialvalue.frames.memory import batches
from socialvalue.frames.memory.eager import Valued, value_rows
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.memory.totals import (
    count_rows,
    grouped_by,
    summed_by_engine,
    total_at_once,
    total_by_polars,
    total_rows,
)
from socialvalue.frames.read.build import added
from socialvalue.frames.read.cleaning import listed
from socialvalue.frames.read.kinds import check_keys, kind_of_table
from socialvalue.frames.read.outputs import GIVEN, given_kept
from socialvalue.frames.read.roles import names_of
from socialvalue.frames.read.taken import Records, TableT, taken
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender

__all__ = ["total_frame", "value_frame"]


@overload
def value_frame(
    df: TableT,
    framework: Framework,
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> TableT: ...
@overload
def value_frame(
    df: Records,
    framework: Framework,
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> list[dict[str, Any]]: ...
def value_frame(
    df: Any,
    framework: Framework,
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> Any:
    """What each row of a table of commitments is worth.

    Args:
        df: A table, or a list of dictionaries, with measure and quantity, and if it likes bid,
            unit, years, place, date, activity, unit_value, basis, share_claimed, deadweight,
            displacement, leakage and attribution_to_others.
        framework: The measures, or a plug-in laid over them.
        tender: What holds for all rows: notice date, place, term and given unit values.
        on: The day of rows without one, instead of the tender's.
        place: The place of rows without one, and the one that is to benefit, instead of the
            tender's.
        columns: What a column says to its name, where the names are others; to None where no
            column says it and one that is called so is the user's own.
        on_problem: ``column``: problems stand in the result; ``raise``: they are raised.
        prefix: What the names of the columns begin with that are added.
        clean: Whether cells of a table in memory are read as people write them: spaces around
            texts, capitals of measures' codes, £ and thousands commas in numbers.  The columns
            then hold what was read, and one more, cleaned, lists each change in its row.
        threads: The most threads that ours are; as many as the process is granted, if not given.

    Returns:
        A table of the same kind with the same rows in the same order, and three columns more.
        They are unit_value (64-bit float, £ per unit; null where there is none), value_pence
        (64-bit integer; 0 for a row that does not count) and problem (text: a stable code; null for
        none).  A row with SV506 or SV507 counts in part.  These are replaced when a result is
        valued again, and never read; unit values that the table itself gives stay in
        given_unit_value, and are.

    Raises:
        InputError: Columns that are missing, stand twice, are of a kind that cannot be read, say
            what a table cannot, or are called as one that is added; with ``on_problem="raise"``
            the problems of the rows.

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"bid": ["Acme", "Acme"], "measure": ["NT10", "NT99"],
        ...                    "quantity": [200, 1]})
        >>> sv.value_frame(df, toms).select("value_pence", "problem").rows()
        [(5035811, None), (0, 'SV209')]

    Source:
        Laws 1 to 7 of the project's design: exact pennies, rounded once, half-up; nothing
        guessed and no row dropped.
    """
    asked = Asked(framework, tender, on, place, columns, on_problem, prefix, clean, threads)
    table, back = taken(df, asked.reads, asked.writes)
    kind = kind_of_table(table)
    if kind == "memory":
        return back(_value(table, asked))
    asked.refuse_lazy(kind)
    if kind == "query":
        return back(asked.query(table, adds=True).value(asked.added))
    value = {"polars": batches.value_polars, "dask": batches.value_dask}[kind]
    return back(value(table, _plan(asked, kind)))


@overload
def total_frame(
    df: TableT,
    framework: Framework,
    by: str | Sequence[str] = ("bid",),
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> TableT: ...
@overload
def total_frame(
    df: Records,
    framework: Framework,
    by: str | Sequence[str] = ("bid",),
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> list[dict[str, Any]]: ...
def total_frame(
    df: Any,
    framework: Framework,
    by: str | Sequence[str] = ("bid",),
    *,
    tender: Tender | None = None,
    on: date | str | None = None,
    place: str | None = None,
    columns: Mapping[str, str | None] | None = None,
    on_problem: str = "column",
    prefix: str = "",
    clean: bool = False,
    threads: int | None = None,
) -> Any:
    """The worth of a table of commitments in whole pennies, a row a group.

    Args:
        df: As for `value_frame`.
        framework: The measures, or a plug-in laid over them.
        by: Columns of the table, and where it has no column of that name theme, outcome or
            value_kind of the measure, region of the place (an ONS code), year or financial_year
            ("2022-23") of the date; nothing for one total of all.
        tender: What holds for all rows.
        on: The day of rows without one.
        place: The place of rows without one.
        columns: What a column says to its name, where the names are others.
        on_problem: ``column``: refused rows are counted; ``raise``: they are raised.
        prefix: What the names of value_pence, lines and lines_refused begin with.
        clean: As for `value_frame`, which lists the changes; here lines_cleaned counts the rows.
        threads: As for `value_frame`.

    Returns:
        A table of the same kind with the columns of `by`, value_pence, lines and lines_refused
        (64-bit integers).  In memory the groups stand in the order of their keys.

    Raises:
        InputError: As for `value_frame`, and for a grouping that nothing is called (SV325).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"bid": ["Acme", "Brook", "Acme"], "quantity": [200.0, 30.0, 1.0],
        ...                    "measure": ["NT10", "NT29", "NT99"]})
        >>> sv.total_frame(df, toms, by=["bid"]).rows()
        [('Acme', 5035811, 2, 1), ('Brook', 50790, 1, 0)]
    """
    asked = Asked(framework, tender, on, place, columns, on_problem, prefix, clean, threads)
    keys = [by] if isinstance(by, str) else [*by]
    table, back = taken(df, lambda names: (*asked.reads(names), *keys))
    asked.check_facets(names_of(table) or [], keys)
    kind = kind_of_table(table)
    if kind == "memory":
        return back(_total(table, asked, keys))
    asked.refuse_lazy(kind)
    if kind == "query":
        query = asked.query(table)
        groups = grouped_by(keys, query.names, query.columns, asked.counts)
        return back(query.total(groups, asked.counts))
    total = {"polars": batches.total_polars, "dask": batches.total_dask}[kind]
    return back(total(table, _plan(asked, kind), keys))


def _value(df: Any, asked: Asked) -> Any:
    """A table in memory with its pennies."""
    with using(asked.threads):
        rows = asked.rows(df, adds=True)
        valued = _valued(rows, asked)
    given = given_kept(rows.columns, asked.added)
    kept: dict[str, Any] = {} if given is None else {GIVEN: nw.col(given)}
    if asked.clean:
        kept[asked.cleaned] = listed(rows.frame, rows.changes, asked.cleaned)
    found = valued.unit_value, valued.pence.astype(np.int64), valued.problems
    return added(
        rows.frame.with_columns(**kept) if kept else rows.frame,
        dict(zip(asked.added, found, strict=True)),
    )


def _total(df: Any, asked: Asked, by: str | Sequence[str]) -> Any:
    """The totals of a table in memory."""
    with using(asked.threads):
        return _totalled(asked.rows(df), asked, by)


def _totalled(rows: Rows, asked: Asked, by: str | Sequence[str]) -> Any:
    groups = grouped_by(by, rows.frame.columns, rows.columns, asked.counts)
    check_keys(rows.frame, groups)
    looks_at_rows = asked.clean or asked.on_problem == "raise"
    at_once = None if looks_at_rows else total_by_polars(rows, groups, asked.counts)
    if at_once is not None:
        return at_once
    if not summed_by_engine(rows, groups):
        rows.encode_ahead(each for each in groups.values() if each)
    at_once = None if looks_at_rows else total_at_once(rows, groups, asked.counts)
    if at_once is not None:
        return at_once
    valued = _valued(rows, asked)
    total = total_rows(rows, valued, groups, asked.counts)
    return _with_cleaned(total, rows, valued, groups, asked) if asked.clean else total


def _with_cleaned(
    total: Any, rows: Rows, valued: Valued, groups: dict[str, str | None], asked: Asked
) -> Any:
    """Totals with the number of rows in which a cell was cleaned."""
    name = f"{asked.prefix}lines_cleaned"
    if name in groups:
        raise InputError(problem("SV332", found=name, added=name))
    flags = np.zeros(len(rows))
    flags[[*rows.changes]] = 1
    counted = total_rows(rows, attrs.evolve(valued, pence=flags), groups, asked.counts)
    column = nw.from_native(counted, eager_only=True).get_column(asked.counts[0]).alias(name)
    return nw.from_native(total, eager_only=True).with_columns(column).to_native()


def _count(df: Any, asked: Asked, by: str | Sequence[str]) -> Any:
    """What an engine sums of a table in memory."""
    with using(asked.threads):
        rows = asked.rows(df)
        groups = grouped_by(by, rows.frame.columns, rows.columns, asked.counts)
        check_keys(rows.frame, groups)
        return count_rows(rows, _valued(rows, asked), groups, asked.counts).to_native()


def _valued(rows: Rows, asked: Asked) -> Valued:
    valued = value_rows(rows)
    if asked.on_problem == "raise" and valued.problems is not None:
        _raise(valued.problems)
    return valued


def _plan(asked: Asked, kind: str) -> batches.Plan:
    """How a part of a table is valued; those of Dask by its workers."""
    said = None if asked.columns is None else dict(asked.columns)
    value, total, count = (partial(each, asked=asked) for each in (_value, _total, _count))
    if kind == "dask":
        value, total, count = (partial(as_worker, each) for each in (value, total, count))
    excludes = bool(asked.framework.exclusions)
    return batches.Plan(value, total, count, said, excludes, asked.facts, asked.added, asked.counts)


def _raise(places: Any) -> None:
    """Raise the problems of rows: the first row of each code, and how many have it."""
    found: list[Problem] = []
    for number, code in enumerate(ORDER):
        rows = np.flatnonzero(places == number)
        if len(rows):
            where = f"row {rows[0] + 1}" + (f" and {len(rows) - 1:,} more" if len(rows) > 1 else "")
            found.append(Problem(code, CATALOGUE[code].meaning.rstrip("."), where=where))
    if found:
        raise InputError(found)
