"""The rows of the star: whole pence and millionths, whose sums are those of the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.contracts import Delivered, LineProgress, Obligation, Progress, Register
from socialvalue.contracts.lines import progress_of
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.standing import STATES, standing_of
from socialvalue.contracts.totals import portfolio
from socialvalue.engine.exact import half_up
from socialvalue.numbers import simplest
from socialvalue.registry.loading import places
from socialvalue.reports.audiences import CONTRACT_TEAM, PUBLIC
from socialvalue.reports.seen import seen_by

__all__ = ["rows_of"]

_MICRO: Final = 10**6
Row = dict[str, Any]
Tables = dict[str, list[Row]]


@attrs.frozen
class _Keys:
    """Keys of things, each given once, from 1."""

    held: dict[Any, int] = attrs.field(factory=dict)

    def of(self, thing: Any) -> int | None:
        return self.held.setdefault(thing, len(self.held) + 1) if thing else None


@attrs.frozen(slots=False)
class _Star:
    """What the tables are filled from."""

    register: Register
    on: date
    contracts: tuple[Progress, ...]
    keys: dict[str, _Keys]

    @cached_property
    def lines(self) -> frozenset[tuple[str, str]]:
        """The commitments that are in the star: a contract's reference, and a number."""
        held = ((each.contract.reference, each.lines) for each in self.contracts)
        return frozenset((name, line.line) for name, lines in held for line in lines)

    def shown(self, held: Progress) -> Iterator[LineProgress]:
        """The commitments of a contract, as at another day, that are in the star."""
        name = held.contract.reference
        return (each for each in held.lines if (name, each.line) in self.lines)

    def line_keys(self, held: Progress, line: Obligation) -> Row:
        return {
            "contract_key": self.keys["contract"].of(held.contract.reference),
            "supplier_key": self.keys["supplier"].of(line.owner),
            "measure_key": self.keys["measure"].of(_measure(line)),
            "place_key": self.keys["place"].of(line.place),
            "group_key": self.keys["group"].of(line.group), "line": line.line,
        }  # fmt: skip


def _measure(line: Obligation) -> tuple[str, ...]:
    return (line.code, line.title, line.theme, line.outcome, line.unit, line.value_kind)


def rows_of(register: Register, on: date, *, restricted: bool) -> Tables:
    """Every table's rows, by the table's name.

    Args:
        register: The delivery record.
        on: The day as at which.
        restricted: Whether it is for the contract team: with groups, places and what waits.
    """
    seen = seen_by(portfolio(register, on=on), CONTRACT_TEAM if restricted else PUBLIC)
    names = ("contract", "supplier", "measure", "place", "group", "status")
    by_reference = sorted(seen.portfolio.contracts, key=lambda each: each.contract.reference)
    star = _Star(register, on, tuple(by_reference), {name: _Keys() for name in names})
    contracts = [_contract(star, each) for each in star.contracts]
    bridge = [row for each in star.contracts for row in _bridge(star, each)]
    found: Tables = {
        "dim_contract": contracts,
        "bridge_contract_supplier": bridge,
        "fact_commitment": list(_commitments(star)),
        "fact_expected": list(_expected(star)),
        "fact_delivery": list(_deliveries(star, everything=restricted)),
    }
    return {**found, **_dimensions(star, found)}


# --- dimensions ---------------------------------------------------------------------------


def _contract(star: _Star, held: Progress) -> Row:
    contract = held.contract
    return {
        "contract_key": star.keys["contract"].of(contract.reference),
        "reference": contract.reference, "title": contract.title,
        "directorate": contract.directorate, "kind": contract.kind, "regime": contract.regime,
        "starts": contract.starts, "ends": contract.ends,
        "value_pence": int(Fraction(contract.value.initial) * 100),
    }  # fmt: skip


def _bridge(star: _Star, held: Progress) -> Iterator[Row]:
    for each in held.contract.suppliers:
        yield {
            "contract_key": star.keys["contract"].of(held.contract.reference),
            "supplier_key": star.keys["supplier"].of(each.name),
            "role": each.role,
        }


def _dimensions(star: _Star, found: Tables) -> Tables:
    columns = ("code", "title", "theme", "outcome", "unit", "value_kind")
    known = places() if star.keys["place"].held else {}
    return {
        "dim_supplier": [{"supplier_key": key, "name": name}
                         for name, key in star.keys["supplier"].held.items()],
        "dim_measure": [{"measure_key": key, **dict(zip(columns, measure, strict=True))}
                        for measure, key in star.keys["measure"].held.items()],
        "dim_place": [{"place_key": key, "code": code,
                       "name": known[code].name if code in known else code}
                      for code, key in star.keys["place"].held.items()],
        "dim_group": [{"group_key": key, "name": name}
                      for name, key in star.keys["group"].held.items()],
        "dim_status": [{"status_key": key, "status": name}
                       for name, key in star.keys["status"].held.items()],
        "dim_date": list(_dates(star, found)),
    }  # fmt: skip


def _dates(star: _Star, found: Tables) -> Iterator[Row]:
    """Every day from the first to the last that any row names, and the day of the star."""
    days = [value for rows in found.values() for row in rows
            for value in row.values() if isinstance(value, date)]  # fmt: skip
    first, last = min([*days, star.on]), max([*days, star.on])
    for number in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(number)
        year, month = day.year - (day.month < 4), (day.month - 4) % 12 + 1
        yield {
            "date": day, "year": day.year, "month": day.month, "month_name": f"{day:%Y-%m}",
            "financial_year": f"{year}/{(year + 1) % 100:02d}",
            "financial_quarter": (month + 2) // 3, "financial_month": month,
        }  # fmt: skip


# --- facts --------------------------------------------------------------------------------


def _micro(amount: Fraction) -> int:
    return half_up(_MICRO * amount.numerator, amount.denominator)


def _as_at(star: _Star, day: date) -> Iterator[Progress]:
    """How every contract stood at the end of a day."""
    contracts = standing_of(star.register.entries, day).contracts.values()
    return (progress_of(each, day, "") for each in contracts)


def _commitments(star: _Star) -> Iterator[Row]:
    """What each commitment gained or lost, day by day."""
    before: dict[tuple[str, str], tuple[int, int]] = {}
    number = 0
    for day in _days_of_change(star):
        for held in _as_at(star, day):
            for each in star.shown(held):
                key = (held.contract.reference, each.line)
                now, then = (_micro(each.committed), each.promised_pence), before.get(key, (0, 0))
                if now != then:
                    number += 1
                    yield {"commitment_key": number, **star.line_keys(held, each.obligation),
                           "effective_date": day, "quantity_micro": now[0] - then[0],
                           "value_pence": now[1] - then[1]}  # fmt: skip
                    before[key] = now


def _days_of_change(star: _Star) -> list[date]:
    """The days on which something may be committed that was not so before."""
    still = {
        "deliver",
        "approve",
        "reject",
        "withdraw",
        "reopen",
        "ask",
        "erase",
        "hold",
        "correct",
    }
    days = {each.on for each in star.register.entries if each.action not in still}
    spent = {one.ends for held in star.contracts for one in held.contract.spend}
    return sorted(day for day in {*days, *spent, star.on} if day <= star.on)


def _expected(star: _Star) -> Iterator[Row]:
    first = min((each.contract.starts for each in star.contracts), default=star.on)
    number = 0
    for day in _month_ends(first, star.on):
        for held in _as_at(star, day):
            for each in star.shown(held):
                if each.due is not None:
                    number += 1
                    yield {"expected_key": number, **star.line_keys(held, each.obligation),
                           "month_end": day, "expected_micro": _micro(each.due),
                           "expected_pence": each.expected_pence}  # fmt: skip


def _month_ends(first: date, on: date) -> Iterator[date]:
    day = min(first, on)
    while True:
        end = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
        if end >= on:
            yield on
            return
        yield end
        day = end + timedelta(days=1)


def _deliveries(star: _Star, *, everything: bool) -> Iterator[Row]:
    """A row a return; those that nobody has verified only where everything is shown."""
    standing = star.register.standing(star.on)
    for held in star.contracts:
        tracked = standing.contracts[held.contract.reference]
        for each in held.lines:
            returns = tracked.returns_of(each.line)
            yield from _of_line(star, held, each.obligation, _kept(returns, everything=everything))
        for beyond in held.beyond:
            if everything or beyond.verified:
                yield _beyond(star, held, beyond)


def _kept(returns: Iterable[Delivered], *, everything: bool) -> list[Delivered]:
    """Returns in the order in which they were decided on; those that wait come last."""
    found = [each for each in returns if everything or each.verified]
    return sorted(found, key=lambda each: (not each.verified, each.last.on, each.last.seq))


def _of_line(
    star: _Star, held: Progress, line: Obligation, returns: list[Delivered]
) -> Iterator[Row]:
    """Returns of a commitment; each one's pence are what it adds to those before, rounded once."""
    total, pence = Fraction(0), 0
    for each in returns:
        verified = Fraction(each.verified)
        total = verified if line.unit in LEVELS and verified else total + verified
        now = line.pence(simplest(total))
        yield {**star.line_keys(held, line), **_return(star, each), "verified_pence": now - pence,
               "has_commitment": True}  # fmt: skip
        pence = now


def _return(star: _Star, each: Delivered) -> Row:
    noun = each.noun
    return {
        "delivery_key": each.seq, "status_key": star.keys["status"].of(STATES[each.state]),
        "period_end_date": noun.ends, "reported_date": each.entry.on,
        "decided_date": each.last.on if each.state != "reported" else None,
        "reported_micro": _micro(Fraction(each.reported)),
        "verified_micro": _micro(Fraction(each.verified)),
    }  # fmt: skip


def _beyond(star: _Star, held: Progress, each: Delivered) -> Row:
    """What was delivered beyond a contract, under the measure that the return names."""
    same = [line for line in held.contract.lines if line.measure == each.noun.measure]
    measure = _measure(same[0]) if same else (each.noun.measure, "", "", "", each.noun.unit, "")
    return {
        "contract_key": star.keys["contract"].of(held.contract.reference), "supplier_key": None,
        "measure_key": star.keys["measure"].of(measure), "place_key": None, "group_key": None,
        "line": "", **_return(star, each), "verified_pence": beyond_pence(each),
        "has_commitment": False,
    }  # fmt: skip
