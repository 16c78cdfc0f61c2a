"""`value_frame` and `total_frame`: what a user calls."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, overload

import attrs
import narwhals as nw
import numpy as np

from socialvalue.engine.facts import Contract, MeasureFacts, Shape, Wanted, compile_facts
from socialvalue.engine.order import ORDER
from socialvalue.errors import CATALOGUE, InputError, Problem, problem
from socialvalue.frames.memory import batches
from socialvalue.frames.memory.eager import Valued, value_rows
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.memory.totals import (
    count_rows,
    grouped_by,
    summed_by_engine,
    total_rows,
)
from socialvalue.frames.read.build import added
from socialvalue.frames.read.facets import ROLE_OF
from socialvalue.frames.read.kinds import check_keys, kind_of, kind_of_table, readable
from socialvalue.frames.read.outputs import (
    COUNTS,
    GIVEN,
    VALUED,
    check_outputs,
    check_prefix,
    check_private,
    given_kept,
    prefixed,
)
from socialvalue.frames.read.roles import find_columns, names_of
from socialvalue.frames.read.taken import Records, TableT, taken
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import chain
from socialvalue.model.tender import Tender

if TYPE_CHECKING:
    from socialvalue.frames.engines.queries import Query

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
    asked = Asked(framework, tender, on, place, columns, _choice(on_problem), prefix)
    table, back = taken(df, asked.reads, asked.added)
    kind = kind_of_table(table)
    if kind == "memory":
        return back(_value(table, asked))
    asked.refuse_to_raise(kind)
    if kind == "query":
        return back(asked.query(table, adds=True).value(asked.added))
    value = {"polars": batches.value_polars, "dask": batches.value_dask}[kind]
    return back(value(table, asked.plan()))


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
    asked = Asked(framework, tender, on, place, columns, _choice(on_problem), prefix)
    keys = [by] if isinstance(by, str) else [*by]
    table, back = taken(df, lambda names: (*asked.reads(names), *keys))
    asked.check_facets(names_of(table) or [], keys)
    kind = kind_of_table(table)
    if kind == "memory":
        return back(_total(table, asked, keys))
    asked.refuse_to_raise(kind)
    if kind == "query":
        query = asked.query(table)
        groups = grouped_by(keys, query.names, query.columns, asked.counts)
        return back(query.total(groups, asked.counts))
    total = {"polars": batches.total_polars, "dask": batches.total_dask}[kind]
    return back(total(table, asked.plan(), keys))


def _value(df: Any, asked: Asked) -> Any:
    """A table in memory with its pennies."""
    rows = asked.rows(df, adds=True)
    valued = _valued(rows, asked)
    given = given_kept(rows.columns, asked.added)
    kept = {} if given is None else {GIVEN: nw.col(given)}
    found = valued.unit_value, valued.pence.astype(np.int64), valued.problems
    return added(
        rows.frame.with_columns(**kept) if kept else rows.frame,
        dict(zip(asked.added, found, strict=True)),
    )


def _total(df: Any, asked: Asked, by: str | Sequence[str]) -> Any:
    """The totals of a table in memory."""
    rows = asked.rows(df)
    groups = grouped_by(by, rows.frame.columns, rows.columns, asked.counts)
    check_keys(rows.frame, groups)
    if not summed_by_engine(rows, groups):
        rows.encode_ahead(each for each in groups.values() if each)
    return total_rows(rows, _valued(rows, asked), groups, asked.counts)


def _count(df: Any, asked: Asked, by: str | Sequence[str]) -> Any:
    """What an engine sums of a table in memory."""
    rows = asked.rows(df)
    groups = grouped_by(by, rows.frame.columns, rows.columns, asked.counts)
    check_keys(rows.frame, groups)
    return count_rows(rows, _valued(rows, asked), groups, asked.counts).to_native()


def _valued(rows: Rows, asked: Asked) -> Valued:
    valued = value_rows(rows)
    if asked.on_problem == "raise" and valued.problems is not None:
        _raise(valued.problems)
    return valued


def _choice(on_problem: str) -> str:
    if on_problem not in ("column", "raise"):
        raise InputError(
            problem("SV312", what="on_problem", found=on_problem, hint="column or raise")
        )
    return on_problem


def _strange(what: str, kind: type, found: object) -> Problem:
    hint = "write sv.load('…') for the set of a name" if isinstance(found, str) else ""
    name = type(found).__name__
    return problem("SV316", what=what, expected=f"a {kind.__name__}", found=name, hint=hint)


@attrs.frozen
class Asked:
    """What a table is valued with, as the caller said it."""

    framework: Framework
    tender: Tender | None = None
    on: date | str | None = None
    place: str | None = None
    columns: Mapping[str, str | None] | None = None
    on_problem: str = "column"
    prefix: str = attrs.field(default="", converter=check_prefix)

    def __attrs_post_init__(self) -> None:
        wanted: list[tuple[str, type, Any]] = [("the framework", Framework, self.framework)]
        wanted += [] if self.tender is None else [("the tender", Tender, self.tender)]
        wanted += [] if self.columns is None else [("columns", Mapping, self.columns)]
        wrong = [_strange(*each) for each in wanted if not isinstance(each[2], each[1])]
        if wrong:
            raise InputError(wrong)

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns that are added to rows."""
        return prefixed(self.prefix, VALUED)

    @property
    def counts(self) -> tuple[str, ...]:
        """The names of what is counted of groups."""
        return prefixed(self.prefix, COUNTS)

    @property
    def contract(self) -> Contract:
        """How long the contract runs and what it is worth, where there is a tender."""
        if self.tender is None:
            return Contract()
        return Contract(self.tender.years, self.tender.contract_value.initial)

    def facts(self, columns: Mapping[str, str]) -> MeasureFacts:
        """The facts that hold for a table with these columns."""
        tender, framework = self.tender, self.framework
        place = self.place or (tender.place if tender else None) or framework.place
        chain(framework.places, place)
        on = day(self.on) if self.on is not None else tender.published if tender else None
        given = {} if tender is None else {
            framework[code].code: value for code, value in tender.unit_values.items()
        }  # fmt: skip
        shape = Shape("place" in columns, "date" in columns)
        wanted = Wanted.of(tender, framework)
        on = framework.value_date(on)
        return compile_facts(framework, on, place, FrozenMap(given), shape, wanted=wanted)

    def reads(self, names: list[str]) -> Iterable[str]:
        """The columns of a table with these that are read."""
        return (*find_columns(names, self.columns).values(), *self.added)

    def check_facets(self, names: list[str], keys: Sequence[str]) -> None:
        """A table says what its facets are of.

        Raises:
            InputError: It has no column of places for regions, or of days for years (SV325).
        """
        found = find_columns(names, self.columns)
        absent = {ROLE_OF[key]: key for key in keys
                  if key in ROLE_OF and key not in names and ROLE_OF[key] not in found}  # fmt: skip
        if absent:
            raise InputError(problem("SV325", found=role, hint=f"'{key}' needs it; "
                             f"say columns={{'{role}': …}} for another name")
                             for role, key in absent.items())  # fmt: skip

    def rows(self, df: Any, *, adds: bool = False) -> Rows:
        """A table in memory with its columns found, and the facts it is valued with.

        Args:
            df: The table.
            adds: Whether columns are added to it.
        """
        names = names_of(df) or []
        found = find_columns(names, self.columns)
        frame = nw.from_native(df, eager_only=True)
        if adds:
            check_outputs(names, self.added, found, frame)
        kinds = {each: kind_of(frame.get_column(each)) for each in found.values()}
        found = readable(found, kinds, frame)
        return Rows(frame, found, self.facts(found), self.contract)

    def query(self, df: Any, *, adds: bool = False) -> Query:
        """A table of an engine of queries, likewise."""
        from socialvalue.frames.engines.queries import Query

        names = names_of(df) or []
        found = find_columns(names, self.columns)
        check_private(names, self.added if adds else ())
        if adds:
            check_outputs(names, self.added, found)
        frame = nw.from_native(df).lazy()
        found = readable(found, frame.collect_schema(), frame)
        return Query(frame, found, self.facts(found), self.contract)

    def plan(self) -> batches.Plan:
        """How a part of a table is valued."""
        said = None if self.columns is None else dict(self.columns)
        value, total, count = (partial(each, asked=self) for each in (_value, _total, _count))
        excludes = bool(self.framework.exclusions)
        return batches.Plan(value, total, count, said, excludes, self.added, self.counts)

    def refuse_to_raise(self, kind: str) -> None:
        """Problems are raised where rows are looked at now, and nowhere else."""
        if self.on_problem == "raise":
            hint = "look at sv.problems(result), or collect the table first"
            raise InputError(
                problem(
                    "SV312", what=f"on_problem for a lazy table ({kind})", found="raise", hint=hint
                )
            )


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
