"""The tables of the star: their columns, what is in each, and what leads where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final

import attrs

from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.fields import day
from socialvalue.model.fields import table as table_field
from socialvalue.words import day_words

__all__ = ["TABLES", "Column", "Table", "labelled_shapes", "labels_of", "shapes_of"]


@attrs.frozen
class Column:
    """A column of a table.

    Attributes:
        name: Its name.
        kind: ``integer``, ``string``, ``date`` or ``boolean``, as Table Schema has them.
        says: What is in it.
        to: The table to whose key it leads, or "".
        restricted: Whether it is only in a star for the contract team.
        second: Whether it leads there only where a measure says so: a fact has several days.
    """

    name: str
    kind: str
    says: str
    to: str = ""
    restricted: bool = False
    second: bool = False


@attrs.frozen
class Table:
    """A table of the star.

    Attributes:
        says: What one row is.
        columns: Its columns, the key first.
        restricted: Whether it is only in a star for the contract team.
    """

    says: str
    columns: tuple[Column, ...]
    restricted: bool = False


def _key(name: str) -> Column:
    return Column(name, "integer", "key of the row")


def _to(table: str, *, restricted: bool = False) -> Column:
    name = f"{table.removeprefix('dim_')}_key"
    return Column(name, "integer", f"leads to {table}", table, restricted)


def _day(name: str, says: str) -> Column:
    return Column(name, "date", says, "dim_date")


def _other_day(name: str, says: str) -> Column:
    return Column(name, "date", says, "dim_date", second=True)


_CONTRACT, _MEASURE = _to("dim_contract"), _to("dim_measure")
_OWNER = Column(
    "supplier_key", "integer", "whose commitment it is; empty where it is the whole contract's",
    "dim_supplier",
)  # fmt: skip
_PLACE, _GROUP = _to("dim_place", restricted=True), _to("dim_group", restricted=True)
_PERIOD = (Column("period_start", "date", "the first day"), _day("period_end_date", "the last day"))
_LINE = Column("line", "string", "number of the commitment in the contract")
_MICRO_ADDED = Column("verified_micro", "integer", "millionths of its unit that it adds")
_PENCE_ADDED = Column("verified_pence", "integer", "pence that it adds, at the values of award")
_OURS = Column("has_commitment", "boolean", "whether it is of a commitment, and not beyond one")
_OF = Column("line_key", "integer", "leads to dim_line; empty where there is no commitment",
             "dim_line")  # fmt: skip

TABLES: Final[Mapping[str, Table]] = {
    "dim_contract": Table("a contract", (
        _key("contract_key"), Column("reference", "string", "the council's own"),
        Column("title", "string", "in words"), Column("directorate", "string", "who manages it"),
        Column("manager", "string", "the role of who manages it, and never a name",
               restricted=True),
        Column("kind", "string", "contract, framework, call_off or concession"),
        Column("regime", "string", "the rules that it is under"),
        Column("starts", "date", "the first day"), Column("ends", "date", "the last day"),
        Column("value_pence", "integer", "what it is worth, once"),
    )),
    "dim_supplier": Table("a supplier, however many contracts it has", (
        _key("supplier_key"), Column("name", "string", "as the council writes it"),
    )),
    "bridge_contract_supplier": Table("a supplier's part in a contract; it carries no pounds", (
        _CONTRACT, _to("dim_supplier"), Column("role", "string", "lead, partner or subcontractor"),
    )),
    "dim_measure": Table("a measure", (
        _key("measure_key"), Column("code", "string", "as people here know it"),
        Column("title", "string", "in words"), Column("theme", "string", "key of its theme"),
        Column("outcome", "string", "key of its outcome"),
        Column("unit", "string", "what it is counted in"),
        Column("value_kind", "string", "local_economic or social"),
        Column("adds_up", "boolean", "whether quantities of its unit may be added up"),
    )),
    "dim_line": Table("a commitment", (
        _key("line_key"), Column("contract", "string", "the council's reference"), _LINE,
        Column("commitment", "string", "the reference and the number"),
        Column("title", "string", "of the measure, in words"),
        Column("headcount", "string", "how its people are counted: people (each once), fte (at any "
               "one time) or none (no jobs); empty where nobody has said", restricted=True),
        Column("is_ours", "boolean", "whether its group or headcount is our own reading of the "
               "measure's title", restricted=True),
    )),
    "dim_place": Table("a place", (
        _key("place_key"), Column("code", "string", "of the ONS"),
        Column("name", "string", "in words"),
    ), restricted=True),
    "dim_group": Table("a group of people", (
        _key("group_key"), Column("name", "string", "in words"),
    ), restricted=True),
    "dim_status": Table("what was decided on a return", (
        _key("status_key"), Column("status", "string", "in words"),
    )),
    "dim_date": Table("a day; financial years begin on 1 April", (
        Column("date", "date", "key of the row"), Column("year", "integer", "of the calendar"),
        Column("month", "integer", "of the calendar, from 1"),
        Column("month_name", "string", "such as 2025-09"),
        Column("financial_year", "string", "such as 2025/26"),
        Column("financial_quarter", "integer", "from 1, which begins on 1 April"),
        Column("financial_month", "integer", "from 1, which is April"),
    )),
    "fact_commitment": Table("what a commitment gained or lost on a day; sum to a day for as at", (
        _key("commitment_key"), _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _OF, _LINE,
        _day("effective_date", "the day from which it is so"),
        Column("quantity_micro", "integer", "millionths of its unit, more (+) or less (−)"),
        Column("value_pence", "integer", "at the values of award, more (+) or less (−)"),
    )),
    "fact_expected": Table("what is due of a commitment by the end of a month, in all", (
        _key("expected_key"), _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _OF, _LINE,
        _day("month_end", "the last day of the month, or of what is known"),
        Column("expected_micro", "integer", "millionths of its unit; take the last, never a sum"),
        Column("expected_pence", "integer", "at the values of award; take the last, never a sum"),
    )),
    "fact_delivery": Table("a return, with what was verified of it", (
        Column("delivery_key", "integer", "number of its entry in the delivery record"),
        _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _OF, _LINE, _to("dim_status"),
        _day("period_end_date", "the last day that it reports"),
        _other_day("reported_date", "the day of the return"),
        _other_day("decided_date", "the day on which it was decided on; empty where it waits"),
        Column("reported_micro", "integer", "millionths of its unit", restricted=True),
        _MICRO_ADDED, _PENCE_ADDED, _OURS,
    )),
    "fact_reopened": Table("what stood verified for a time and does so no more: from its day more "
                           "(+), or less (−), than the decisions that stand", (
        _key("reopened_key"), _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _OF, _LINE,
        _day("since", "the day from which it is so"), _MICRO_ADDED, _PENCE_ADDED, _OURS,
    )),
    "fact_evidence": Table("a piece of evidence of a return, without title or place", (
        _key("evidence_key"), Column("delivery_key", "integer", "number of the return's entry"),
        _CONTRACT, _MEASURE, _OF, Column("kind", "string", "such as payroll_extract"),
        Column("strength", "string", "how strong it is by itself"),
        Column("personal_data", "string", "what of persons is in it"),
        Column("dated", "date", "the day that it bears"),
        Column("keep_until", "date", "the day until which it is kept"),
    ), restricted=True),
    "fact_spend": Table("what was spent under a contract in a period that is over", (
        _key("spend_key"), _CONTRACT, *_PERIOD,
        Column("spent_pence", "integer", "as the ledger has it; empty where it says nothing"),
        Column("call_offs", "integer", "how many were made; empty where nobody counts them"),
    ), restricted=True),
    "fact_rating": Table("the rating of a performance indicator for a period, as it stands", (
        _key("rating_key"), _CONTRACT, Column("kpi", "string", "the indicator, by its id"),
        *_PERIOD,
        Column("rating", "string", "one of the regulations' five, such as good"),
        Column("proposed", "string", "what was proposed from the figures; empty for nothing"),
        Column("shown_on", "date", "the day on which it was shown to the supplier"),
    ), restricted=True),
    "fact_clock": Table("what is to be published of a contract, with its last day", (
        _key("clock_key"), _CONTRACT, Column("notice", "string", "such as UK9"),
        Column("what", "string", "in words"), Column("section", "string", "that asks for it"),
        Column("due_date", "date", "the last day"),
        Column("rule", "string", "its name, the same each time"),
    ), restricted=True),
    "fact_offer": Table("an offer to the community; to all but the contract team, one that its "
                        "supplier agrees to show", (
        Column("offer_key", "integer", "number of its entry in the delivery record"),
        _to("dim_contract", restricted=True),
        Column("supplier_key", "integer", "leads to dim_supplier; empty where it is not named",
               "dim_supplier"),
        Column("title", "string", "in words"),
        Column("kind", "string", "such as volunteer_time"),
        Column("unit", "string", "what it is counted in"),
        Column("offered_micro", "integer", "millionths of its unit", restricted=True),
        Column("reserved_micro", "integer", "millionths that are agreed, and not given yet",
               restricted=True),
        Column("given_micro", "integer", "millionths that were given, by its supplier's word",
               restricted=True),
        Column("remaining_micro", "integer", "millionths that are left"),
        Column("starts", "date", "the first day"), Column("until", "date", "the last day"),
        Column("is_shown", "boolean", "whether others may see it", restricted=True),
    )),
}  # fmt: skip
"""The tables, dimensions first."""


def shapes_of(*, restricted: bool) -> dict[str, Table]:
    """The tables of a star, each with the columns that are in it.

    Args:
        restricted: Whether it is for the contract team.
    """
    return {
        name: attrs.evolve(each, columns=tuple(one for one in each.columns
                                               if restricted or not one.restricted))
        for name, each in TABLES.items() if restricted or not each.restricted
    }  # fmt: skip


_LABEL: Final = "; commercially sensitive until "


_RESTRICTED: Final = (
    "only tables for the contract team have it: write them with --restricted, or leave the "
    "label out"
)


def labelled_shapes(
    shapes: Mapping[str, Table], sensitive: Mapping[str, Any] | None, on: date, *, restricted: bool
) -> dict[str, Table]:
    """Tables whose columns say until when they are commercially sensitive.

    Args:
        shapes: The tables, with the columns that are there.
        sensitive: Column, as ``table.column``, to the last day on which it is sensitive.
        on: The day of the tables; what is no longer sensitive then bears no label.
        restricted: Whether they are for the contract team.

    Raises:
        InputError: There is no such column (SV1132), or the tables are for everybody, to whom a
            column that is sensitive on their day is not given (SV1133); or a day is none.
    """
    known = {f"{name}.{each.name}" for name, table in shapes.items() for each in table.columns}
    days = {name: day(last) for name, last in table_field(sensitive).items()}
    wrong = [problem("SV1132", found=name, hint=_hint(name, known))
             for name in days if name not in known]  # fmt: skip
    left = {name: day_words(last) for name, last in days.items() if last >= on}
    if not restricted:
        wrong += [problem("SV1133", found=name, until=until)
                  for name, until in left.items() if name in known]  # fmt: skip
    if wrong:
        raise InputError(wrong)
    return {name: attrs.evolve(table, columns=tuple(
        attrs.evolve(each, says=f"{each.says}{_LABEL}{left[key]}") if key in left else each
        for each in table.columns for key in (f"{name}.{each.name}",)
    )) for name, table in shapes.items()}  # fmt: skip


def _hint(name: str, known: Iterable[str]) -> str:
    """What may have been meant; a column that only the contract team's tables have is said so."""
    every = {f"{table}.{each.name}" for table, held in TABLES.items() for each in held.columns}
    if name in every:
        return _RESTRICTED
    return did_you_mean(name, known, label="columns")


def labels_of(shapes: Mapping[str, Table]) -> Iterator[str]:
    """What is said of columns that are commercially sensitive, a sentence each."""
    for name, table in shapes.items():
        for each in table.columns:
            if _LABEL in each.says:
                until = each.says.partition(_LABEL)[2]
                yield f"{each.name} of {name}: commercially sensitive until {until}."
