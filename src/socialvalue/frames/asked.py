"""What a table is valued with, as the caller said it, and what is found of it in the table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import attrs
import narwhals as nw

from socialvalue.engine.facts import Contract, MeasureFacts, Shape, Wanted, compile_facts
from socialvalue.engine.threads import check_threads
from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.read.facets import ROLE_OF
from socialvalue.frames.read.kinds import kind_of, readable
from socialvalue.frames.read.outputs import (
    COUNTS,
    VALUED,
    check_outputs,
    check_prefix,
    check_private,
    prefixed,
)
from socialvalue.frames.read.roles import find_columns, names_of
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import chain
from socialvalue.model.tender import Tender

if TYPE_CHECKING:
    from socialvalue.frames.engines.queries import Query

__all__ = ["Asked"]


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
    on_problem: str = attrs.field(default="column", converter=_choice)
    prefix: str = attrs.field(default="", converter=check_prefix)
    clean: bool = False
    threads: int | None = attrs.field(
        default=None, converter=attrs.converters.optional(check_threads)
    )

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
    def outputs(self) -> tuple[str, ...]:
        """The names of all columns that a table in memory has more."""
        return (*([self.cleaned] if self.clean else []), *self.added)

    @property
    def cleaned(self) -> str:
        """The name of the column that lists what was cleaned."""
        return f"{self.prefix}cleaned"

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
        return (*find_columns(names, self.columns).values(), *self.added, self.cleaned)

    def writes(self, names: list[str]) -> Iterable[str]:
        """The columns that are written to the rows of a list: those read too where cleaned."""
        return self.reads(names) if self.clean else self.added

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
            check_outputs(names, self.outputs, found, frame)
        changes: Mapping[int, list[str]] = {}
        if self.clean:
            from socialvalue.frames.read.cleaning import cleaned_of

            made = cleaned_of(frame, found, self.framework)
            frame, changes = made.frame, made.changes
        kinds = {each: kind_of(frame.get_column(each)) for each in found.values()}
        found = readable(found, kinds, frame, cleans=not self.clean)
        return Rows(frame, found, self.facts(found), self.contract, changes)

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

    def refuse_lazy(self, kind: str) -> None:
        """Problems are raised, and cells cleaned, where rows are looked at now; nowhere else."""
        if self.clean:
            raise InputError(problem("SV335", kind=kind))
        if self.on_problem == "raise":
            hint = "look at sv.problems(result), or collect the table first"
            raise InputError(
                problem(
                    "SV312", what=f"on_problem for a lazy table ({kind})", found="raise", hint=hint
                )
            )
