"""The rows of the star: whole pence and millionths, whose sums are those of the library."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from operator import itemgetter
from typing import Any

from socialvalue.contracts import Progress, Register
from socialvalue.contracts.lines import progress_of
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.quiet import no_collection
from socialvalue.contracts.split.years import financial_year, year_of
from socialvalue.contracts.totals import portfolio_of
from socialvalue.registry.loading import places
from socialvalue.reports.audiences import CONTRACT_TEAM, PUBLIC
from socialvalue.reports.bi.beside import beside
from socialvalue.reports.bi.delivered import deliveries
from socialvalue.reports.bi.schedules import commitments, expected
from socialvalue.reports.bi.shapes import TABLES
from socialvalue.reports.bi.starred import Keys, Star
from socialvalue.reports.seen import grouped_in, seen_by

__all__ = ["rows_of"]

Row = tuple[Any, ...]
Tables = dict[str, list[Row]]
_KEYED = ("contract", "supplier", "measure", "place", "group", "status", "line")


def rows_of(register: Register, on: date, *, restricted: bool) -> Tables:
    """Every table's rows, by the table's name: cells in the order of `TABLES`.

    Args:
        register: The delivery record.
        on: The day as at which.
        restricted: Whether it is for the contract team: with groups, places and what waits.
    """
    with no_collection():
        star = _star(register, on, restricted=restricted)
        contracts = [_contract(star, each) for each in star.contracts]
        bridge = [row for each in star.contracts for row in _bridge(star, each)]
        committed, due = list(commitments(star)), list(expected(star))
        returned, again = deliveries(star, everything=restricted)
        others = beside(star, register, restricted=restricted)
    found: Tables = {
        "dim_contract": contracts, "bridge_contract_supplier": bridge,
        "fact_commitment": committed, "fact_expected": due, "fact_delivery": returned,
        "fact_reopened": again, **others,
    }  # fmt: skip
    return {**found, **_dimensions(star), "dim_date": list(_dates(star, found))}


def _star(register: Register, on: date, *, restricted: bool) -> Star:
    """What is seen of a record."""
    standing, head = register.standing(on), register.head
    held = (progress_of(each, on, head) for each in standing.contracts.values())
    whole = portfolio_of(held, on=on, head=head)
    seen = seen_by(whole, CONTRACT_TEAM if restricted else PUBLIC)
    contracts = sorted(seen.portfolio.contracts, key=lambda each: each.contract.reference)
    hidden = frozenset() if restricted else grouped_in(whole)
    return Star(standing, on, tuple(contracts), {name: Keys() for name in _KEYED}, hidden)


def _contract(star: Star, held: Progress) -> Row:
    contract = held.contract
    return (
        star.keys["contract"].of(contract.reference), contract.reference, contract.title,
        contract.directorate, contract.kind, contract.regime, contract.starts, contract.ends,
        int(Fraction(contract.value.initial) * 100),
    )  # fmt: skip


def _bridge(star: Star, held: Progress) -> Iterator[Row]:
    contract = star.keys["contract"].of(held.contract.reference)
    for each in held.contract.suppliers:
        yield contract, star.keys["supplier"].of(each.name), each.role


def _dimensions(star: Star) -> Tables:
    known = places() if star.keys["place"].held else {}
    held = {name: [*keys.held.items()] for name, keys in star.keys.items()}
    return {
        "dim_measure": [(key, *each, each[4] not in LEVELS) for each, key in held["measure"]],
        "dim_line": [(key, contract, line, f"{contract}, {line}", star.titles[contract, line])
                     for (contract, line), key in held["line"]],
        "dim_place": [(key, code, known[code].name if code in known else code)
                      for code, key in held["place"]],
        **{f"dim_{name}": [(key, each) for each, key in held[name]]
           for name in ("supplier", "group", "status")},
    }  # fmt: skip


def _dates(star: Star, found: Tables) -> Iterator[Row]:
    """Every day from the first to the last that a fact leads to, and the day of the star."""
    days = {star.on}
    for name, rows in found.items():
        kinds = TABLES[name].columns if name.startswith("fact") else ()
        for at in (at for at, each in enumerate(kinds) if each.to == "dim_date"):
            days.update(map(itemgetter(at), rows))
    there = sorted(days - {None})
    for number in range(there[0].toordinal(), there[-1].toordinal() + 1):
        day = date.fromordinal(number)
        month = (day.month - 4) % 12 + 1
        yield (day, day.year, day.month, f"{day:%Y-%m}", financial_year(year_of(day)),
               (month + 2) // 3, month)  # fmt: skip
