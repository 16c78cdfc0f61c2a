"""The cells of the star: whole pence and millionths, whose sums are those of the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Any

from socialvalue.contracts import Register
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.split.years import financial_year, year_of
from socialvalue.registry.loading import places
from socialvalue.reports.audiences import CONTRACT_TEAM, PUBLIC
from socialvalue.reports.bi.beside import beside
from socialvalue.reports.bi.delivered import deliveries
from socialvalue.reports.bi.schedules import commitments, expected
from socialvalue.reports.bi.shapes import TABLES
from socialvalue.reports.bi.starred import Held, Keys, Star
from socialvalue.reports.seen import grouped_in, is_for_group

__all__ = ["Cells", "tables_of"]

Row = tuple[Any, ...]
Cells = list[Sequence[Any]]
"""Of a table, a list a column, in the order of `TABLES`."""
_KEYED = ("contract", "supplier", "measure", "place", "group", "status", "line")


def tables_of(register: Register, on: date, *, restricted: bool) -> dict[str, Cells]:
    """Every table's cells, by the table's name.

    Args:
        register: The delivery record.
        on: The day as at which.
        restricted: Whether it is for the contract team: with groups, places and what waits.
    """
    star = _star(register, on, restricted=restricted)
    contracts = [_contract(star, each) for each in star.contracts]
    bridge = [row for each in star.contracts for row in _bridge(star, each)]
    committed, due = list(commitments(star)), expected(star)
    returned, again = deliveries(star, everything=restricted)
    rows: dict[str, list[Row]] = {
        "dim_contract": contracts, "bridge_contract_supplier": bridge,
        "fact_commitment": committed, "fact_reopened": again,
        **beside(star, register, restricted=restricted), **_dimensions(star),
    }  # fmt: skip
    found: dict[str, Cells] = {name: _turned(name, held) for name, held in rows.items()}
    found |= {"fact_expected": [*due.held], "fact_delivery": [*returned.held]}
    return {**found, "dim_date": _turned("dim_date", [*_dates(star, found)])}


def _turned(name: str, rows: Sequence[Row]) -> Cells:
    """Rows as columns."""
    return [[*map(itemgetter(at), rows)] for at in range(len(TABLES[name].columns))]


def _star(register: Register, on: date, *, restricted: bool) -> Star:
    """What is seen of a record."""
    standing = register.standing(on)
    schedules = {name: each.schedule for name, each in sorted(standing.contracts.items())}
    audience = CONTRACT_TEAM if restricted else PUBLIC
    now = (each.now for each in schedules.values())
    hidden = frozenset() if audience.groups else grouped_in(now)
    contracts = [
        Held(standing.contracts[name], each.now,
             tuple(line for line in each.lines if not is_for_group(line, hidden)))
        for name, each in schedules.items()
    ]  # fmt: skip
    return Star(standing, on, tuple(contracts), {name: Keys() for name in _KEYED}, hidden)


def _contract(star: Star, held: Held) -> Row:
    contract = held.contract
    return (
        star.keys["contract"].of(contract.reference), contract.reference, contract.title,
        contract.directorate, contract.manager, contract.kind, contract.regime, contract.starts,
        contract.ends, int(Fraction(contract.value.initial) * 100),
    )  # fmt: skip


def _bridge(star: Star, held: Held) -> Iterator[Row]:
    contract = star.keys["contract"].of(held.contract.reference)
    for each in held.contract.suppliers:
        yield contract, star.keys["supplier"].of(each.name), each.role


def _dimensions(star: Star) -> dict[str, list[Row]]:
    known = places() if star.keys["place"].held else {}
    held = {name: [*keys.held.items()] for name, keys in star.keys.items()}
    return {
        "dim_measure": [(key, *each, each[4] not in LEVELS) for each, key in held["measure"]],
        "dim_line": [(key, *each, ", ".join(each), of.title, of.headcount, of.is_ours)
                     for each, key in held["line"] for of in (star.lines[each],)],
        "dim_place": [(key, code, known[code].name if code in known else code)
                      for code, key in held["place"]],
        **{f"dim_{name}": [(key, each) for each, key in held[name]]
           for name in ("supplier", "group", "status")},
    }  # fmt: skip


def _dates(star: Star, found: Mapping[str, Cells]) -> Iterator[Row]:
    """Every day from the first to the last that a fact leads to, and the day of the star."""
    days = {star.on}
    for name, columns in found.items():
        kinds = TABLES[name].columns if name.startswith("fact") else ()
        for at in (at for at, each in enumerate(kinds) if each.to == "dim_date"):
            days.update(columns[at])
    there = sorted(days - {None})
    for number in range(there[0].toordinal(), there[-1].toordinal() + 1):
        day = date.fromordinal(number)
        month = (day.month - 4) % 12 + 1
        yield (day, day.year, day.month, f"{day:%Y-%m}", financial_year(year_of(day)),
               (month + 2) // 3, month)  # fmt: skip
