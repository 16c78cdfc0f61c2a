"""The tables of the star: their columns, what is in each, and what leads where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

__all__ = ["TABLES", "Column", "Table"]


@attrs.frozen
class Column:
    """A column of a table.

    Attributes:
        name: Its name.
        kind: ``integer``, ``string``, ``date`` or ``boolean``, as Table Schema has them.
        says: What is in it.
        to: The table to whose key it leads, or "".
        restricted: Whether it is only in a star for the contract team.
    """

    name: str
    kind: str
    says: str
    to: str = ""
    restricted: bool = False


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


_CONTRACT, _MEASURE = _to("dim_contract"), _to("dim_measure")
_OWNER = Column(
    "supplier_key", "integer", "whose commitment it is; empty where it is the whole contract's",
    "dim_supplier",
)  # fmt: skip
_PLACE, _GROUP = _to("dim_place", restricted=True), _to("dim_group", restricted=True)
_LINE = Column("line", "string", "number of the commitment in the contract")

TABLES: Final[Mapping[str, Table]] = {
    "dim_contract": Table("a contract", (
        _key("contract_key"), Column("reference", "string", "the council's own"),
        Column("title", "string", "in words"), Column("directorate", "string", "who manages it"),
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
        _key("commitment_key"), _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _LINE,
        _day("effective_date", "the day from which it is so"),
        Column("quantity_micro", "integer", "millionths of its unit, more (+) or less (−)"),
        Column("value_pence", "integer", "at the values of award, more (+) or less (−)"),
    )),
    "fact_expected": Table("what is due of a commitment by the end of a month, in all", (
        _key("expected_key"), _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _LINE,
        _day("month_end", "the last day of the month, or of what is known"),
        Column("expected_micro", "integer", "millionths of its unit; take the last, never a sum"),
        Column("expected_pence", "integer", "at the values of award; take the last, never a sum"),
    )),
    "fact_delivery": Table("a return, with what was verified of it", (
        Column("delivery_key", "integer", "number of its entry in the delivery record"),
        _CONTRACT, _OWNER, _MEASURE, _PLACE, _GROUP, _to("dim_status"), _LINE,
        _day("period_end_date", "the last day that it reports"),
        Column("reported_date", "date", "the day of the return"),
        Column("decided_date", "date", "the day on which it was decided on; empty where it waits"),
        Column("reported_micro", "integer", "millionths of its unit", restricted=True),
        Column("verified_micro", "integer", "millionths of its unit"),
        Column("verified_pence", "integer", "at the values of award; sums to the record's pennies"),
        Column("has_commitment", "boolean", "whether it is of a commitment, and not beyond one"),
    )),
}  # fmt: skip
"""The tables, dimensions first."""
