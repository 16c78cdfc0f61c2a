"""Plain tables of polars in its own expressions: no line of them is handed to Python.

A table that says no more than measure, quantity, place and day is joined with what the set says of
these, and its pennies are worked out by polars itself: lazily, in the streaming engine too, and on
all of its cores.  A measure, a place and a day lead to a cell of `socialvalue.engine.facts`, as in
memory.  The proof is that of `socialvalue.engine.kernel`: a product nearer to half a penny than it
may err is settled by a difference of 64-bit integers, which may wrap, because the difference is
known to be small.  What cannot be proved so is marked SV512, as other engines of queries mark it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import reduce
from typing import Any, Final

import attrs
import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine import rows as rules
from socialvalue.engine.facts import MeasureFacts
from socialvalue.engine.kernel import BILLION, QUANTITY_LIMIT, REACH
from socialvalue.engine.order import NONE, ORDER, PARTLY, place_of
from socialvalue.engine.rows import TOO_MANY, Algebra
from socialvalue.frames.read.facets import ROLE_OF, facet_of, region_of, year_expression

__all__ = ["MANY_CORES", "PlainTable", "is_plain_table", "of_measures_alone"]

_LEAST: Final = (1, 32)
"""The first release whose categories of two tables can be joined."""

MANY_CORES: Final = 4
"""Cores from which polars' own expressions are quicker than our arrays: with fewer they do more."""

_ROLES: Final = {"measure", "quantity", "bid", "place", "date"}

_NEAR: Final = 2.0**-49
"""A product is nearer than this, of itself, to what it stands for: it errs by three roundings."""


def is_plain_table(schema: Mapping[str, Any], columns: Mapping[str, str]) -> bool:
    """Whether a lazy table of polars says no more than what it is of, where and when, plainly.

    Args:
        schema: Name to type of polars.
        columns: Role to name.
    """
    import polars as pl

    release = tuple(int(each) for each in pl.__version__.split(".")[:2])
    private = any(each.startswith("sv_") for each in schema)
    if release < _LEAST or private or {*columns} - _ROLES:
        return False
    quantity = schema[columns["quantity"]]
    texts = [schema[columns[role]] for role in ("measure", "place") if role in columns]
    is_text = all(each in (pl.String, pl.Categorical, pl.Enum) for each in texts)
    is_day = "date" not in columns or schema[columns["date"]] in (pl.Date, pl.Datetime)
    return is_text and is_day and (quantity == pl.Float64 or quantity.is_integer())


@attrs.frozen(eq=False)
class PlainTable:
    """A lazy table of polars that is plain, and how it is valued.

    Attributes:
        lazy: The table.
        columns: Role to name.
        facts: The measures.
    """

    lazy: Any
    columns: dict[str, str]
    facts: MeasureFacts

    def value(self, added: Sequence[str]) -> Any:
        """The table with its three columns more, which are called so; rows stay in their order."""
        import polars as pl

        names = self.lazy.collect_schema().names()
        problem = pl.col("sv_problem")
        codes = problem.replace_strict([*range(NONE)], ORDER, default=None, return_dtype=pl.String)
        counts = problem.is_null() | (problem >= PARTLY)
        pence = pl.when(counts).then(pl.col("sv_pence")).otherwise(0)
        found = (pl.col("sv_value"), pence.cast(pl.Int64), codes)
        named = [each.alias(name) for each, name in zip(found, added, strict=True)]
        more = [each for each in added if each not in names]
        whole = self._valued(in_order=True).with_columns(sv_problem=self._problem())
        return whole.with_columns(named).select(*names, *more)

    def total(self, groups: Mapping[str, str | None], counts: Sequence[str]) -> Any:
        """Pennies, lines and refused lines, a row a group, and what these are called."""
        return self._total(groups, counts).select(*groups, *counts)

    def proved_total(self, groups: Mapping[str, str | None], counts: Sequence[str]) -> Any:
        """The same at once, of a table in memory; None where a line asks for more than doubles."""
        found = self._total(groups, counts).collect()
        return found.select(*groups, *counts) if not found["sv_left"].sum() else None

    def _total(self, groups: Mapping[str, str | None], counts: Sequence[str]) -> Any:
        """The same, and how many lines count and could not be proved."""
        import polars as pl

        whole = self._valued([each for each, of in groups.items() if of is None])
        keys = [pl.col(f"sv_{name}" if of is None else of).alias(name)
                for name, of in groups.items()]  # fmt: skip
        pence = pl.when(self._counts()).then(pl.col("sv_pence")).cast(pl.Int64)
        left = self._counts() & pl.col("sv_pence").is_null()
        rows = whole.select(*keys, sv_counted=pence, sv_left=left)
        counted, left = pl.col("sv_counted"), pl.col("sv_left").sum()
        found = counted.sum(), pl.len(), counted.null_count(), left
        sums = [each.cast(pl.Int64).alias(name)
                for each, name in zip(found, (*counts, "sv_left"), strict=True)]  # fmt: skip
        names = [pl.col(each) for each in groups]
        return rows.group_by(*names).agg(*sums) if names else rows.select(*sums)

    def _valued(self, facets: Sequence[str] = (), *, in_order: bool = False) -> Any:
        """The table with what is known of each line and what it comes to, before problems."""
        import polars as pl

        order: Any = "left" if in_order else "none"
        rows, columns = self.lazy, self.columns
        for role, known in self._known(facets):
            name = columns.get(role)
            if role == "cell":
                rows, name = rows.with_columns(sv_cell=self._cell()), "sv_cell"
            rows = rows.join(
                known, left_on=name, right_on=f"sv_of_{role}", how="left", maintain_order=order
            )
        rows = self._with_days_and_regions(rows, facets)
        rows = rows.with_columns(sv_quantity=pl.col(columns["quantity"]).cast(pl.Float64))
        rows = rows.with_columns(sv_product=pl.col("sv_quantity") * pl.col("sv_rate"))
        return rows.with_columns(sv_pence=self._pence())

    # --- what the set says -----------------------------------------------------------------

    @property
    def _size(self) -> int:
        """How many cells a measure has."""
        return len(self.facts.areas) * len(self.facts.days)

    def _known(self, facets: Sequence[str]) -> Iterator[tuple[str, Any]]:
        """What the set says of each measure, place and cell; a measure of one cell needs no more.

        Args:
            facets: What of them is grouped by.
        """
        facts = self.facts
        numbers = np.array([*facts.number.values()], np.intp)
        measures: dict[str, Any] = {
            "sv_measure": numbers,
            "sv_asked": facts.yes_or_no.take(numbers),
            "sv_placed": facts.placed.take(numbers),
        }
        for facet in (each for each in facets if ROLE_OF[each] == "measure"):
            measures[f"sv_{facet}"] = [*map(facet_of(facts.framework, facet).get, facts.number)]
        if self._size == 1:
            measures |= self._of_cells(numbers)
        yield "measure", self._looked_up("measure", facts.number, measures)
        if "place" in self.columns:
            codes = [*facts.area_of]
            places: dict[str, Any] = {
                "sv_area": [*facts.area_of.values()],
                "sv_outside": [each in facts.outside for each in codes],
            }
            if "region" in facets:
                places["sv_region"] = [*map(facet_of(facts.framework, "region").get, codes)]
            yield "place", self._looked_up("place", codes, places)
        if self._size > 1:
            cells = np.arange(len(facts.measures) * self._size)
            yield "cell", _table({"sv_of_cell": cells, **self._of_cells(cells)})

    def _looked_up(self, role: str, codes: Iterable[str], said: Mapping[str, Any]) -> Any:
        """A table by codes of the kind that the lines' own are; those that are none are left out.

        (Not every code is a category of theirs.)
        """
        import polars as pl

        kind, key = self.lazy.collect_schema()[self.columns[role]], f"sv_of_{role}"
        found = _table({key: [*codes], **said})
        return found.with_columns(pl.col(key).cast(kind, strict=False)).filter(
            pl.col(key).is_not_null()
        )

    def _of_cells(self, cells: NDArray[np.intp]) -> dict[str, Any]:
        """The value of some cells, and what is against them."""
        facts, table = self.facts, self.facts.table
        figure = facts.figures[1].take(cells)
        first = facts.first_year.take(cells // self._size)
        missing = rules.years_missing(rules.NUMPY, first)
        values = [*map(float, facts.figures[0]), None]
        return {
            "sv_rate": table.pence.take(figure + 1),
            "sv_mantissa": table.mantissa.take(figure + 1).view(np.int64),
            "sv_why": np.minimum(facts.cells[1].take(cells), missing).astype(np.int8),
            # A column: of a division by one number polars makes a product, which rounds twice.
            "sv_million": np.full(len(cells), 1e6),
            "sv_value": [values[each] for each in figure],
        }

    def _cell(self) -> Any:
        """The number of a line's cell; null for a measure that is unknown."""
        import polars as pl

        facts, cell = self.facts, pl.col("sv_measure") * self._size
        if "place" in self.columns:
            cell += pl.col("sv_area").fill_null(0) * len(facts.days)
        if "date" in self.columns:
            starts = [pl.col(self.columns["date"]).dt.date() >= each for each in facts.starts]
            passed = reduce(lambda many, each: many + each.cast(pl.Int64), starts, pl.lit(0))
            usual = pl.col(self.columns["date"]).is_null()
            cell += pl.when(usual).then(facts.period(facts.on)).otherwise(passed)
        return cell

    def _with_days_and_regions(self, rows: Any, facets: Sequence[str]) -> Any:
        """The table with the years and the regions that it is grouped by.

        A line without a place or a day has the table's.
        """
        import polars as pl

        facts, columns = self.facts, self.columns
        if "region" in facets:
            region = pl.lit(region_of(facts.framework.places, facts.place), pl.String)
            if "place" in columns:
                usual = pl.when(pl.col(columns["place"]).is_null()).then(region)
                region = usual.otherwise(pl.col("sv_region"))
            rows = rows.with_columns(sv_region=region)
        days = {f"sv_{each}": each for each in facets if ROLE_OF[each] == "date"}
        if not days:
            return rows
        day = nw.lit(facts.on)
        if "date" in columns:
            day = nw.coalesce(nw.col(columns["date"]).cast(nw.Date()), day)
        found = {name: year_expression(day, each) for name, each in days.items()}
        return nw.from_native(rows).with_columns(**found).to_native()

    # --- what a line comes to --------------------------------------------------------------

    def _pence(self) -> Any:
        """Whole pennies, half-up; null where they cannot be proved."""
        import polars as pl

        amount, product = pl.col("sv_quantity"), pl.col("sv_product")
        down = product.floor()
        over, pence = product - down, down.cast(pl.Int64, strict=False)
        near = (over - 0.5).abs() <= product * _NEAR
        millionths = (amount * 1e6 + 0.5).floor()
        half = int(self.facts.table.half_penny.view(np.int64))
        true = millionths.cast(pl.Int64, strict=False) * pl.col("sv_mantissa")
        difference = true - (pence * 2 + 1) * half
        up = pl.when(near).then(difference >= 0).otherwise(over >= 0.5)
        proved = (millionths / pl.col("sv_million") == amount) & (amount < QUANTITY_LIMIT)
        proved &= pl.col("sv_mantissa") != 0
        known = (product < BILLION - REACH) & (~near | proved)
        return pl.when(known).then(pence + up)

    def _counts(self) -> Any:
        """Whether a line counts: no rule is against it, and its pennies are known."""
        import polars as pl

        amount = pl.col("sv_quantity")
        fits = (pl.col("sv_why") == NONE) & (amount >= 0) & (amount < TOO_MANY)
        return reduce(lambda held, rule: held & (rule == NONE), self._rules(), fits)

    def _rules(self) -> Iterator[Any]:
        """The rules on answers of yes and no, where a measure asks for one, and on places."""
        import polars as pl

        if self.facts.yes_or_no.any():
            yield rules.answer(_algebra(), pl.col("sv_asked"), pl.col("sv_quantity"))
        if "place" in self.columns:
            stated = pl.col(self.columns["place"]).is_not_null()
            unknown = stated & pl.col("sv_area").is_null()
            outside = pl.col("sv_outside") & pl.col("sv_placed")
            yield rules.place(_algebra(), unknown, outside)

    def _problem(self) -> Any:
        """The place of a line's first problem; null for none."""
        import polars as pl

        o, amount = _algebra(), pl.col("sv_quantity")
        why = pl.col("sv_why").fill_null(place_of("SV209"))
        found = pl.min_horizontal(why, rules.number(o, amount, place_of("SV306")), *self._rules())
        beyond = pl.when(pl.col("sv_pence").is_null()).then(place_of("SV512")).otherwise(NONE)
        last = pl.min_horizontal(found, beyond)
        return pl.when(last < NONE).then(last)


def _algebra() -> Algebra:
    """What polars does with columns."""
    import polars as pl

    def column(each: Any) -> Any:
        return pl.lit(each, pl.Int8) if isinstance(each, int) else each

    return Algebra(
        where=lambda held, value, other: pl.when(held).then(column(value)).otherwise(column(other)),
        least=pl.min_horizontal,
        missing=lambda amount: amount.is_null() | amount.is_nan(),
        infinite=lambda amount: amount.is_infinite(),
    )


def _table(columns: Mapping[str, Any]) -> Any:
    """A small table, whose types do not rest on what stands in it."""
    import polars as pl

    texts = ("of_measure", "of_place", "theme", "outcome", "value_kind", "region")
    kinds: dict[str, Any] = {f"sv_{each}": pl.String for each in texts}
    kinds |= {"sv_value": pl.Float64, "sv_area": pl.Int64, "sv_outside": pl.Boolean}
    known = {name: kind for name, kind in kinds.items() if name in columns}
    return pl.LazyFrame(dict(columns), schema_overrides=known)


def of_measures_alone(columns: Mapping[str, str], groups: Mapping[str, str | None]) -> bool:
    """Whether lines, and what they are totalled by, say nothing of places and days."""
    roles = {ROLE_OF[name] for name, of in groups.items() if of is None}
    return not {"place", "date"} & {*columns, *roles}
