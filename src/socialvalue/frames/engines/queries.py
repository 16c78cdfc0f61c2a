"""Valuing a table on an engine of queries: DuckDB and Spark; one path, through narwhals.

Facts are joined, rules are the least of a few numbers, and pennies are exact: where a double
product stands near half a penny, the sign of the exact difference decides, from two error-free
products; where even that cannot be proved the row is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import narwhals as nw

from socialvalue.engine import rows as rules
from socialvalue.engine.facts import Contract, MeasureFacts
from socialvalue.engine.order import NONE, place_of
from socialvalue.frames.engines.float32 import double, floors_in_longs
from socialvalue.frames.engines.lookups import beside
from socialvalue.frames.engines.query_double_counting import doubled, doubled_problem
from socialvalue.frames.engines.query_pennies import LineShape, settled
from socialvalue.frames.engines.query_rules import (
    EXPRESSIONS,
    as_text,
    first_problem,
    holds,
    missing,
)
from socialvalue.frames.read.facets import ROLE_OF, facet_of, region_of, year_expression
from socialvalue.frames.read.outputs import (
    COUNTS,
    GIVEN,
    VALUED,
    check_private,
    given_kept,
)
from socialvalue.frames.read.roles import REMOVED, SHARES
from socialvalue.numbers import scaled

__all__ = ["Query"]

_SCALE = 2.0**53


class Query:
    """A table of an engine of queries, and how it is valued.

    Attributes:
        frame: The table, as narwhals sees it.
        columns: Role to name.
        facts: The measures.
        contract: How long the contract runs, and what it is worth.
        names: The user's own columns.
    """

    def __init__(
        self,
        frame: nw.LazyFrame[Any],
        columns: dict[str, str],
        facts: MeasureFacts,
        contract: Contract,
    ) -> None:
        self.frame = frame
        self.columns = columns
        self.facts = facts
        self.contract = contract
        self.schema = frame.collect_schema()
        self.names = self.schema.names()

    def has(self, role: str) -> bool:
        """Whether the table says something."""
        return role in self.columns

    def value(self, added: Sequence[str] = VALUED) -> Any:
        """The table with its three columns more, which are called so."""
        whole = self._valued()
        kept = [nw.col(each) for each in self.names if each not in added]
        given = given_kept(self.columns, added)
        in_pounds, in_pence, wrong = added
        return whole.select(
            *kept,
            *([] if given is None else [nw.col(given).alias(GIVEN)]),
            nw.col("sv_unit_value").alias(in_pounds),
            nw.col("sv_pence").alias(in_pence),
            as_text(nw.col("sv_problem"), self._possible()).alias(wrong),
        ).to_native()

    def total(self, groups: dict[str, str | None], counts: Sequence[str] = COUNTS) -> Any:
        """Pennies, lines and refused lines, a row a group, and what these are called."""
        check_private([*groups], counts)
        whole = self._valued()
        for facet in (name for name, of in groups.items() if of is None):
            whole = self._with_facet(whole, facet)
        keys = [nw.col(f"sv_{name}" if of is None else of).alias(f"sv_key_{name}")
                for name, of in groups.items()]  # fmt: skip
        refused = nw.when(nw.col("sv_problem") < NONE).then(nw.lit(1))  # null for all others
        rows = whole.select(*keys, "sv_pence", sv_refused=refused, sv_one=nw.lit(1))
        found = (nw.col("sv_pence").sum(), nw.len(), nw.col("sv_refused").count())
        sums = [each.cast(nw.Int64()).alias(name) for each, name in zip(found, counts, strict=True)]
        if self._looks_at_others() or self.has("unit") or self.has("place"):
            # DuckDB 2.0 plans for seconds how to push sums below joins; a distinct count cannot be
            # pushed, and ends the search.
            sums.append(nw.col("sv_one").n_unique().alias("sv_ones"))
        if not keys:
            filled = [nw.col(each).fill_null(0).cast(nw.Int64()) for each in counts]
            return rows.select(*sums).select(*filled).to_native()
        named = {f"sv_key_{name}": name for name in groups}
        summed = rows.group_by(*named).agg(*sums).rename(named)
        return summed.select(*groups, *counts).to_native()

    def _with_facet(self, whole: nw.LazyFrame[Any], facet: str) -> nw.LazyFrame[Any]:
        """The table with a facet of each row's measure, place or day."""
        role, facts = ROLE_OF[facet], self.facts
        if role == "date":
            usual = nw.lit(facts.on)
            day = nw.coalesce(nw.col("sv_date"), usual) if self.has("date") else usual
            return whole.with_columns(**{f"sv_{facet}": year_expression(day, facet)})
        if not self.has(role):
            return whole.with_columns(**{f"sv_{facet}": self._usual_region()})
        lookup = facet_of(facts.framework, facet)
        table = beside(self.frame, {f"sv_of_{facet}": [*lookup], f"sv_{facet}": [*lookup.values()]})
        key = "sv_code" if role == "measure" else "sv_place"
        whole = whole.join(table, left_on=key, right_on=f"sv_of_{facet}", how="left")
        if role == "measure":
            return whole
        own = nw.when(nw.col(key).is_null()).then(self._usual_region())
        return whole.with_columns(**{f"sv_{facet}": own.otherwise(nw.col(f"sv_{facet}"))})

    def _usual_region(self) -> nw.Expr:
        """The region of a row without a place."""
        facts = self.facts
        return nw.lit(region_of(facts.framework.places, facts.place), nw.String())

    def _looks_at_others(self) -> bool:
        """Whether a row's worth depends on other rows of its bid."""
        return self.has("activity") and bool(self.facts.stronger)

    def most_years(self) -> nw.Expr | float:
        """How many years count at most."""
        term = self.contract.most_years
        if not self.has("basis"):
            return term
        found: nw.Expr = rules.most_years(EXPRESSIONS, nw.col("sv_basis") == "per_year", term)
        return found

    # --- step by step --------------------------------------------------------------------------

    def _valued(self) -> nw.LazyFrame[Any]:
        """The table with what was worked out beside it, in columns that begin with ``sv_``."""
        frame = self._with_facts(self._read())
        if self._looks_at_others():
            frame = doubled(frame, self.facts, has_bid=self.has("bid"))
        if self.has("unit"):
            frame = self._with_units(frame)
        frame = frame.with_columns(sv_first=first_problem(self._problems()))
        return settled(frame, self._line())

    def _line(self) -> LineShape:
        """What a row's pennies are made of."""
        times = {word: each for word, (each, _) in self.contract.bases.items() if each != 1}
        return LineShape(
            unit=self.has("unit"),
            share=self.has("share_claimed"),
            years=self.has("years"),
            given=self.has("unit_value"),
            removed=tuple(each for each in REMOVED if self.has(each)),
            basis=times if self.has("basis") else {},
            most_years=self.most_years(),
            in_longs=floors_in_longs(self.frame),
        )

    def _read(self) -> nw.LazyFrame[Any]:
        """The columns that are calculated with, of the types that are calculated in."""
        texts = {"sv_code": "measure", "sv_unit": "unit", "sv_place": "place",
                 "sv_activity": "activity", "sv_bid": "bid", "sv_basis": "basis"}  # fmt: skip
        numbers = {"sv_quantity": "quantity", "sv_years": "years", "sv_given": "unit_value",
                   **{f"sv_{share}": share for share in SHARES}}  # fmt: skip
        read = {name: nw.col(self.columns[role]).cast(nw.String())
                for name, role in texts.items() if self.has(role)}  # fmt: skip
        read |= {name: double(self.frame, self.columns[role])
                 for name, role in numbers.items() if self.has(role)}  # fmt: skip
        if self.has("date"):
            read["sv_date"] = nw.col(self.columns["date"]).cast(nw.Date())
        return self.frame.with_columns(**read)

    def _with_facts(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        """Each row's measure, and what is said of its cell."""
        facts, cells = self.facts, self._cells()
        size = len(facts.areas) * len(facts.days)
        numbers = facts.number
        known: dict[str, list[Any]] = {"sv_known": [*numbers], "sv_m": [*numbers.values()]}
        filled = {"sv_measure": nw.col("sv_m").fill_null(len(facts.measures))}
        if size == 1:  # a measure has one cell: one join does for both
            for name, items in cells.items():
                known[name] = [items[each] for each in numbers.values()]
                if isinstance(items[-1], int):
                    filled[name] = nw.col(name).fill_null(items[-1])
        measure = beside(frame, known)
        frame = frame.join(measure, left_on="sv_code", right_on="sv_known", how="left")
        frame = frame.with_columns(**filled)
        if self.has("place"):
            frame = self._with_places(frame)
        if size == 1:
            return frame
        frame = frame.with_columns(sv_cell=self._cell(size))
        table = beside(frame, {"sv_number": [*range(len(cells["sv_why"]))], **cells})
        return frame.join(table, left_on="sv_cell", right_on="sv_number", how="left")

    def _cell(self, size: int) -> nw.Expr:
        """The number of the row's cell."""
        cell = nw.col("sv_measure") * size
        if self.has("place"):
            cell = cell + nw.col("sv_area").fill_null(0) * len(self.facts.days)
        if self.has("date") and self.facts.starts:
            cell = cell + self._period()
        return cell

    def _with_places(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        areas = self.facts.area_of
        if not areas:
            return frame.with_columns(sv_area=nw.lit(None, nw.Int64()), sv_outside=nw.lit(0))
        columns: dict[str, list[Any]] = {
            "sv_where": [*areas],
            "sv_area": [*areas.values()],
            "sv_outside": [int(each in self.facts.outside) for each in areas],
        }
        table = beside(frame, columns)
        return frame.join(table, left_on="sv_place", right_on="sv_where", how="left")

    def _period(self) -> nw.Expr:
        """How many starts of figures lie on or before the row's day."""
        default = self.facts.period(self.facts.on)
        passed = nw.lit(0)
        for start in self.facts.starts:
            later = nw.col("sv_date") >= nw.lit(start)
            passed = passed + nw.when(later).then(nw.lit(1)).otherwise(nw.lit(0))
        return nw.when(nw.col("sv_date").is_null()).then(nw.lit(default)).otherwise(passed)

    def _cells(self) -> dict[str, list[Any]]:
        """The figure of each cell, whole and in doubles, and its problem; last, of none."""
        facts = self.facts
        values, problems = facts.cells
        size = len(facts.areas) * len(facts.days)
        columns: dict[str, list[Any]] = {
            "sv_ppu": [float(scaled(value or 0, 2)) for value in values],
            "sv_whole": [_whole(value)[0] for value in values],
            "sv_half": [_whole(value)[1] for value in values],
            "sv_priced": [int(value is not None) for value in values],
            "sv_figure": [float(value or 0) for value in values],
            "sv_why": [int(each) for each in problems],
        }
        flags = {
            "sv_fte": facts.in_fte,
            "sv_first_year": facts.first_year,
            "sv_placed": facts.placed,
            "sv_asked": facts.yes_or_no,
            "sv_own": facts.with_given,
        }
        for name, found in flags.items():
            columns[name] = [int(found[index // size]) for index in range(len(values))]
        return columns

    def _with_units(self, frame: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
        words = {number: word for word, number in self.facts.units.items()}
        found = {(measure, words[unit]): Fraction(factor)
                 for (measure, unit), factor in self.facts.factors.items()}  # fmt: skip
        columns: dict[str, list[Any]] = {
            "sv_unit_m": [measure for measure, _ in found],
            "sv_unit_word": [word for _, word in found],
            "sv_times": [float(each.numerator) for each in found.values()],
            "sv_over": [float(each.denominator) for each in found.values()],
        }
        table = beside(frame, columns)
        keys = ["sv_measure", "sv_unit"]
        return frame.join(table, left_on=keys, right_on=["sv_unit_m", "sv_unit_word"], how="left")

    def _rules(self) -> Iterator[tuple[Callable[..., nw.Expr], tuple[Any, ...]]]:
        """Each rule that rows can break, but that of their quantities, and what it looks at."""
        if self.facts.yes_or_no.any():
            yield rules.answer, (holds("sv_asked"), nw.col("sv_quantity"))
        if self.has("unit"):
            word = nw.col("sv_unit")
            fits = word.is_null() | ~nw.col("sv_times").is_null()
            yield rules.unit, (fits, word.is_in([*self.facts.units]))
        if self.has("place"):
            unknown = ~nw.col("sv_place").is_null() & nw.col("sv_area").is_null()
            yield rules.place, (unknown, holds("sv_outside") & holds("sv_placed"))
        if self.has("unit_value"):
            yield rules.number, (nw.col("sv_given"), NONE)
        shares = {each: nw.col(f"sv_{each}") for each in SHARES if self.has(each)}
        yield from ((rules.share, (each,)) for each in shares.values())
        if "share_claimed" in shares and "attribution_to_others" in shares:
            yield rules.both_shares, (shares["share_claimed"], shares["attribution_to_others"])
        if self.has("basis"):
            word, bases = nw.col("sv_basis"), self.contract.bases
            cases = [(word == each, code) for each, (_, code) in bases.items()]
            yield rules.basis, (~word.is_null(), cases)
        first, offered = holds("sv_first_year"), nw.col("sv_years")
        if self.has("years"):
            stated = holds("sv_fte") & ~missing(offered)
            yield rules.years_missing, (first & ~stated,)
            yield rules.years, (stated, offered, nw.col("sv_quantity"))
            yield rules.excess, (stated, offered, first, self.most_years())
        elif self.facts.first_year.any():
            yield rules.years_missing, (first,)

    def _problems(self) -> Iterator[nw.Expr]:
        """Each rule but that of quantities as a number: the place of its code, or that of none."""
        cell = nw.col("sv_why")
        if self.has("unit_value"):
            cell = nw.when(missing(nw.col("sv_given"))).then(cell).otherwise(nw.col("sv_own"))
        yield cell
        yield from (rule(EXPRESSIONS, *columns) for rule, columns in self._rules())
        if self._looks_at_others():
            yield doubled_problem()

    def _possible(self) -> list[int]:
        """The places of the problems that this table can have."""
        found = {"SV209", "SV512", *rules.CODES[rules.number]}
        found |= {code for rule, _ in self._rules() for code in rules.CODES[rule]}
        found |= {"SV504"} if self._looks_at_others() else set()
        cells = {int(each) for each in self.facts.cells[1]} - {NONE}
        return sorted(cells.union(map(place_of, found)))


def _whole(value: Decimal | None) -> tuple[float, float]:
    """A unit value as a whole number, and half a penny in the same units; 0 where too long."""
    exact = Fraction(value or 0)
    for places in range(13):
        if 10**places % exact.denominator == 0:
            whole = int(exact * 10**places)
            return (float(whole), 5.0 * 10 ** (3 + places)) if whole <= _SCALE else (0.0, 1.0)
    return 0.0, 1.0
