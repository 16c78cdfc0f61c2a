"""Tables that are read part by part in Python: polars' lazy frames and Dask's.

Each part is a table in memory and valued as one, so the pennies are the same by construction; the
parts' totals are summed by the engine.  Nothing is read before the user asks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import attrs

from socialvalue.engine.facts import MeasureFacts
from socialvalue.frames.engines.plain_polars import PlainTable, is_plain_table
from socialvalue.frames.memory.totals import grouped_by, summed_rows
from socialvalue.frames.read.kinds import kind_of, readable
from socialvalue.frames.read.outputs import COUNTS, GIVEN, VALUED, check_outputs, given_kept
from socialvalue.frames.read.roles import find_columns
from socialvalue.model.fields import as_read

__all__ = ["Plan", "total_dask", "total_polars", "value_dask", "value_polars"]


@attrs.frozen
class Plan:
    """How a part is valued.

    Attributes:
        value: A table in memory to the same with its pennies.
        total: A table in memory and a grouping to its totals.
        count: A table in memory and a grouping to what an engine sums.
        said: Role to name, as the caller said.
        excludes: Whether rows of one bid look at each other.
        added: What is added to a part.
        counts: What is counted of a group.
        facts: The columns that say something to the facts that hold for them.
    """

    value: Any
    total: Any
    count: Any
    said: dict[str, str | None] | None
    excludes: bool
    facts: Callable[[Mapping[str, str]], MeasureFacts]
    added: tuple[str, ...] = VALUED
    counts: tuple[str, ...] = COUNTS

    def whole_bids(self, columns: dict[str, str]) -> bool:
        """Whether a part must hold all rows of a bid."""
        return self.excludes and "activity" in columns


def _needed(columns: dict[str, str], groups: dict[str, str | None]) -> list[str]:
    """The columns that totals are made of."""
    names = [*columns.values(), *(each for each in groups.values() if each is not None)]
    return list(dict.fromkeys(names))


# --- polars ---------------------------------------------------------------------------------


def value_polars(lazy: Any, plan: Plan) -> Any:
    """A lazy frame of polars, valued when it is collected."""
    import polars as pl

    schema = lazy.collect_schema()
    columns = _found_in_polars(lazy, schema, plan, adds=True)
    # Whose column of problems it is shows in its rows alone: `_mapped` looks at them.
    if plan.added[-1] not in schema and is_plain_table(schema, columns):
        return PlainTable(lazy, columns, plan.facts(columns)).value(plan.added)
    given = given_kept(columns, plan.added)
    kept = {} if given is None else {GIVEN: schema[given]}
    types = pl.Float64(), pl.Int64(), pl.String()
    added = dict(zip(plan.added, types, strict=True))
    streams = not plan.whole_bids(columns)
    return _mapped(lazy, plan.value, {**schema, **kept, **added}, streams=streams)


def total_polars(lazy: Any, plan: Plan, by: Any) -> Any:
    """The totals of a lazy frame of polars, worked out when they are collected."""
    import narwhals as nw
    import polars as pl

    schema = lazy.collect_schema()
    columns = _found_in_polars(lazy, schema, plan)
    groups = grouped_by(by, schema.names(), columns, plan.counts)
    if is_plain_table(schema, columns):
        return PlainTable(lazy, columns, plan.facts(columns)).total(groups, plan.counts)
    in_pence, _, in_refused = plan.counts
    types = {name: pl.Int64() if name == "year" else pl.String() for name in groups}
    keys = {name: types[name] if of is None else schema[of] for name, of in groups.items()}
    parts = _mapped(
        lazy.select(_needed(columns, groups)),
        partial(plan.count, by=list(groups)),
        {**keys, in_pence: pl.Int64(), in_refused: pl.Boolean()},
        streams=not plan.whole_bids(columns),
    )
    return summed_rows(nw.from_native(parts), list(keys), plan.counts).to_native()


def _found_in_polars(lazy: Any, schema: Any, plan: Plan, *, adds: bool = False) -> dict[str, str]:
    """What each column says, and whether it can."""
    import narwhals as nw

    columns = find_columns(schema.names(), plan.said)
    if adds:
        check_outputs(schema.names(), plan.added, columns)
    frame: nw.LazyFrame[Any] = nw.from_native(lazy)
    return readable(columns, frame.collect_schema(), frame)


def _mapped(lazy: Any, function: Any, schema: Any, *, streams: bool) -> Any:
    return lazy.map_batches(
        function,
        schema=schema,
        streamable=streams,
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )


# --- Dask -----------------------------------------------------------------------------------


def value_dask(table: Any, plan: Plan) -> Any:
    """A Dask table, valued part by part when it is computed."""
    columns = _found(table, plan, adds=True)
    whole = _with_whole_bids(table, columns, plan)
    return whole.map_partitions(plan.value, meta=plan.value(table._meta))


def total_dask(table: Any, plan: Plan, by: Any) -> Any:
    """The totals of a Dask table, worked out when they are computed."""
    columns = _found(table, plan)
    groups = grouped_by(by, [str(each) for each in table.columns], columns, plan.counts)
    whole = _with_whole_bids(table[_needed(columns, groups)], columns, plan)
    total = partial(plan.total, by=list(groups))
    meta = total(whole._meta).iloc[:0]
    parts = whole.map_partitions(total, meta=meta)
    if groups:
        keyed = parts.groupby(list(groups), dropna=False, observed=True, sort=False)
        return keyed[list(plan.counts)].sum().reset_index()
    one = parts.assign(all_rows=0).groupby("all_rows")[list(plan.counts)].sum()
    return one.reset_index(drop=True)


def _found(table: Any, plan: Plan, *, adds: bool = False) -> dict[str, str]:
    """What each column says, and whether it can; no row is read but of one that cannot."""
    import narwhals as nw

    names = [str(each) for each in table.columns]
    columns = find_columns(names, plan.said)
    if adds:
        check_outputs(names, plan.added, columns)
    meta = nw.from_native(table._meta, eager_only=True)
    kinds = {each: kind_of(meta[each]) for each in columns.values()}
    return readable(columns, kinds, empty=lambda name: int(table[name].count().compute()) == 0)


def _with_whole_bids(table: Any, columns: dict[str, str], plan: Plan) -> Any:
    """The table with all rows of a bid in one part, where they look at each other."""
    if not plan.whole_bids(columns):
        return table
    if "bid" not in columns:
        return table.repartition(npartitions=1)
    bid = table[columns["bid"]]
    if str(bid.dtype).startswith(("int", "uint", "float")):
        return table.shuffle(on=columns["bid"])
    key = bid.map_partitions(_read_alike, meta=(None, "object"))
    return table.assign(sv_bid=key).shuffle(on="sv_bid").drop(columns="sv_bid")


def _read_alike(bids: Any) -> Any:
    """Bids as a reader compares them."""
    return bids.astype(object).map(lambda each: as_read(each) if isinstance(each, str) else each)
