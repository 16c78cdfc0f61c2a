"""Totals of a valued table, by any grouping."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.cores import WORTH_A_THREAD, on_every_core
from socialvalue.engine.fused import pays
from socialvalue.engine.kernel import total_by
from socialvalue.engine.order import NONE
from socialvalue.engine.threads import threads
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.frames.engines.plain_polars import (
    MANY_CORES,
    PlainTable,
    is_plain_table,
    of_measures_alone,
)
from socialvalue.frames.memory.eager import Valued, total_rows_at_once
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.read.build import added, keyed, take_rows
from socialvalue.frames.read.days import day_numbers
from socialvalue.frames.read.encode import Coded, combine, row_of_each, spread
from socialvalue.frames.read.facets import (
    FACETS,
    ROLE_OF,
    facet_of,
    facet_type,
    region_of,
    year_names,
    year_numbers,
)
from socialvalue.frames.read.outputs import COUNTS, check_grouping
from socialvalue.frames.read.roles import ALIASES

_FITS = 2**31
"""Bytes of texts that 32-bit places reach."""

__all__ = [
    "count_rows",
    "grouped_by",
    "summed_by_engine",
    "summed_rows",
    "total_at_once",
    "total_by_polars",
    "total_rows",
]

Integers: TypeAlias = NDArray[np.integer[Any]]


def grouped_by(
    by: str | Sequence[str],
    names: Sequence[str],
    columns: dict[str, str],
    counts: Sequence[str] = COUNTS,
) -> dict[str, str | None]:
    """What a table is totalled by: the result's column to the table's, or None for a facet.

    Raises:
        InputError: Neither a column, nor what a column says, nor a facet (SV325); or one whose
            name is that of a count (SV332), or which is a result itself (SV333).
    """
    wanted = [by] if isinstance(by, str) else list(by)
    found: dict[str, str | None] = {}
    wrong = []
    for each in wanted:
        if each in names:
            found[each] = each
        elif each in columns:
            found[each] = columns[each]
        elif each in FACETS:
            found[each] = None
        else:
            known = dict.fromkeys([*names, *(r for r in ALIASES if r in columns), *FACETS])
            wrong.append(
                problem("SV325", found=each, hint=did_you_mean(each, known, label="known here"))
            )
    if wrong:
        raise InputError(wrong)
    check_grouping(found, names, counts)
    return found


def total_rows(
    rows: Rows, valued: Valued, groups: dict[str, str | None], names: Sequence[str] = COUNTS
) -> Any:
    """A row a group, in the order of their keys: pennies, lines and refused lines.

    Args:
        rows: The table.
        valued: Its pennies.
        groups: What it is totalled by.
        names: What these three are called.
    """
    if summed_by_engine(rows, groups):
        counted = count_rows(rows, valued, groups, names, as_part=False).lazy()
        kinds = [rows.frame.schema[of] if of else facet_type(n) for n, of in groups.items()]
        kept = [nw.col(each).cast(kind) for each, kind in zip(groups, kinds, strict=True)]
        summed = summed_rows(counted, list(groups), names).with_columns(*kept)
        return _sorted(summed.collect().to_native(), groups)
    numbers, size = _numbers(rows, groups)
    refused = None if valued.problems is None else valued.problems != NONE
    pence = total_by(numbers, valued.pence, size)
    return _as_table(rows, groups, names, (numbers, pence, refused))


def total_at_once(rows: Rows, groups: dict[str, str | None], names: Sequence[str] = COUNTS) -> Any:
    """The same in one pass over the lines; None where they are looked at one by one.

    Args:
        rows: The table.
        groups: What it is totalled by.
        names: What pennies, lines and refused lines are called.
    """
    if summed_by_engine(rows, groups) or not pays(len(rows)):
        return None
    numbers, size = _numbers(rows, groups)
    found = total_rows_at_once(rows, numbers, size)
    return None if found is None else _as_table(rows, groups, names, (numbers, *found))


def total_by_polars(
    rows: Rows, groups: dict[str, str | None], names: Sequence[str] = COUNTS
) -> Any:
    """The same by polars' own expressions, where it has many cores for them; else None.

    Args:
        rows: The table.
        groups: What it is totalled by.
        names: What pennies, lines and refused lines are called.
    """
    if not rows.frame.implementation.is_polars() or len(rows) < WORTH_A_THREAD:
        return None
    import polars as pl

    lazy = rows.frame.to_native().lazy()
    few = min(threads(), pl.thread_pool_size()) < MANY_CORES
    coded = pays(len(rows)) and not summed_by_engine(rows, groups)
    if few or coded or not of_measures_alone(rows.columns, groups):
        return None
    if not is_plain_table(lazy.collect_schema(), rows.columns):
        return None
    found = PlainTable(lazy, rows.columns, rows.facts).proved_total(groups, names)
    return found if found is None or not groups else _sorted(found, groups)


def _numbers(rows: Rows, groups: dict[str, str | None]) -> tuple[Integers, int]:
    """The group of each row, and how many there may be."""
    coded = [_facet(rows, name) if of is None else rows.coded(of) for name, of in groups.items()]
    return combine([each.groups() for each in coded], len(rows))


def _as_table(
    rows: Rows,
    groups: dict[str, str | None],
    names: Sequence[str],
    totals: tuple[Integers, NDArray[np.int64], NDArray[np.bool_] | None],
) -> Any:
    """The totals of the groups that there are, in the order of their keys.

    Args:
        rows: The table.
        groups: What it is totalled by.
        names: What pennies, lines and refused lines are called.
        totals: The group of each row, pennies of each group, and which rows are refused, or None.
    """
    numbers, pence, wrong = totals
    size = len(pence)
    lines = _counted(numbers, size)
    held = np.flatnonzero(lines) if groups else np.zeros(1, np.intp)
    refused = np.zeros(size, np.int64) if wrong is None else _counted(numbers[wrong], size)
    found = pence[held], lines[held], refused[held]
    counts = {name: each.astype(np.int64) for name, each in zip(names, found, strict=True)}
    if not groups:
        return _one_row(rows, counts)
    example = row_of_each(numbers, held, size)
    keys = [_keys(rows, name, of, example) for name, of in groups.items()]
    return _sorted(added(keyed(keys), dict(counts)), groups)


def _counted(numbers: Integers, size: int) -> Integers:
    """How many rows each group has."""
    parts = on_every_core(
        len(numbers),
        lambda part: np.bincount(numbers[part], minlength=size),
        most=len(numbers) // max(size, 1),
    )
    found: Integers = np.sum(parts, axis=0)
    return found


def _sorted(native: Any, groups: Iterable[str]) -> Any:
    """A table in the order of its keys.

    Raises:
        InputError: A column holds what has no order (SV327): pandas' objects, of several kinds.
    """
    names = list(groups)
    try:
        return nw.from_native(native, eager_only=True).sort(names).to_native()
    except TypeError:
        how = {"type": "texts and numbers mixed", "expected": "one or the other"}
        raise InputError(problem("SV327", found=", ".join(names), **how)) from None


def summed_by_engine(rows: Rows, groups: dict[str, str | None]) -> bool:
    """Whether the table's own engine sums by these sooner than we make numbers of them.

    That is so for texts in polars and pyarrow, which group them on all cores.
    """
    schema, columns = rows.frame.schema, [each for each in groups.values() if each]
    if rows.frame.implementation.is_pandas() or not columns:
        return False
    return all(isinstance(schema[each], nw.String) for each in columns)


def count_rows(
    rows: Rows,
    valued: Valued,
    groups: dict[str, str | None],
    names: Sequence[str] = COUNTS,
    *,
    as_part: bool = True,
) -> nw.DataFrame[Any]:
    """For each row its keys, its pennies and whether it is refused: to be summed by an engine.

    Args:
        rows: The table.
        valued: Its pennies.
        groups: What it is totalled by.
        names: What is counted is called.
        as_part: The table is a part of another, so the columns are the same whatever it holds:
            pennies are whole numbers, and it is said what is refused even where nothing is.
    """
    kind: Any = rows.frame.implementation
    columns = {name: _narrow(_keys(rows, name, of)) for name, of in groups.items()}
    pence = (
        valued.pence if not as_part and _adds_up(valued.pence) else valued.pence.astype(np.int64)
    )
    in_pence, _, in_refused = names
    columns[in_pence] = nw.new_series(in_pence, pence, backend=kind)
    if as_part or valued.problems is not None:
        nothing = np.zeros(len(rows), bool)
        refused = nothing if valued.problems is None else valued.problems != NONE
        columns[in_refused] = nw.new_series(in_refused, refused, backend=kind)
    return nw.from_dict(columns)


def _adds_up(pence: NDArray[np.float64]) -> bool:
    """Whether doubles hold every sum of some of these pennies: then they need no copy as integers.

    Whole numbers of 0 or more only grow as they are summed, so all sums are below 2⁵³ and exact if
    the last is; half of that leaves room for what this sum itself rounds.
    """
    return bool(pence.sum() < 2**52)


def summed_rows(
    counted: nw.LazyFrame[Any], keys: Sequence[str], names: Sequence[str] = COUNTS
) -> nw.LazyFrame[Any]:
    """What `count_rows` gave, summed by its engine."""
    in_pence, lines, in_refused = names
    found = {in_pence: nw.col(in_pence).sum(), lines: nw.len()}
    if in_refused in counted.collect_schema().names():
        found[in_refused] = nw.col(in_refused).sum()
    by = [nw.col(each) for each in keys]  # names as such are misread where one of them is ""
    summed = counted.group_by(*by).agg(**found) if keys else counted.select(**found)
    counts = {each: nw.col(each) if each in found else nw.lit(0) for each in names}
    return summed.select(*keys, **{name: each.cast(nw.Int64()) for name, each in counts.items()})


def _narrow(column: nw.Series[Any]) -> nw.Series[Any]:
    """A column of pyarrow's texts with 32-bit places, which it groups several times as fast."""
    if not column.implementation.is_pyarrow():
        return column
    import pyarrow as pa

    native = column.to_native()
    if native.type != pa.large_string() or native.nbytes >= _FITS:
        return column
    return nw.from_native(native.cast(pa.string()), series_only=True)


def _facet(rows: Rows, name: str) -> Coded:
    """A facet of each row's measure, place or day."""
    role = ROLE_OF[name]
    if role == "date":
        return _year(rows, name)
    facts = rows.facts
    facets = facet_of(facts.framework, name)
    names = list(dict.fromkeys(facets.values()))
    number = {each: index for index, each in enumerate(names)}
    usual = number.get(region_of(facts.framework.places, facts.place) or "", -1)
    if role not in rows.columns:
        return Coded.of(np.full(len(rows), usual), names)
    coded = rows.measure_names if role == "measure" else rows.coded(rows.columns[role])
    lookup = coded.look_up(lambda each: number[facets[each]] if each in facets else -1, usual)
    return Coded.of(spread(lookup, coded.codes), names)


def _year(rows: Rows, name: str) -> Coded:
    """The year of each row's day, or of the day of rows without one."""
    days = np.full(len(rows), rows.facts.on.toordinal(), np.int64)
    if "date" in rows.columns:
        found, missing = day_numbers(rows.frame.get_column(rows.columns["date"]))
        days[~missing] = found[~missing]
    distinct, codes = np.unique(year_numbers(days, name), return_inverse=True)
    return Coded.of(codes.reshape(-1), year_names(distinct, name))


def _keys(
    rows: Rows, name: str, column: str | None, some: Integers | None = None
) -> nw.Series[Any]:
    """The keys of some rows, or of all, as the table has them."""
    if column is not None:
        keys = rows.frame.get_column(column)
        return (keys if some is None else take_rows(keys, some)).alias(name)
    facet = _facet(rows, name)
    kind: Any = rows.frame.implementation
    nothing = [] if ROLE_OF[name] == "date" else [None]  # pandas' whole numbers have no null
    texts = nw.new_series(name, [*facet.names, *nothing], facet_type(name), backend=kind)
    codes, _ = facet.groups()
    return take_rows(texts, codes if some is None else codes[some])


def _one_row(rows: Rows, counts: dict[str, NDArray[np.int64]]) -> Any:
    kind: Any = rows.frame.implementation
    one = {name: found.tolist() for name, found in counts.items()}
    return nw.from_dict(one, dict.fromkeys(one, nw.Int64()), backend=kind).to_native()
