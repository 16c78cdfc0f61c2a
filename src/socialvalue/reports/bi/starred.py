"""What the tables of the star are filled from: contracts as seen, keys, and schedules by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any, Final

import attrs

from socialvalue.contracts import Contract, Obligation
from socialvalue.contracts.people.groups import GroupNames
from socialvalue.contracts.schedule.agreed import Schedule
from socialvalue.contracts.standing import Standing, Tracked
from socialvalue.engine.exact import half_up

__all__ = ["MICRO", "Held", "Keys", "LineKeys", "Star", "measure_of", "micro", "pence_of"]

MICRO: Final = 10**6
"""Millionths of a unit."""
LineKeys = tuple[int | None, int | None, int | None, int | None, int | None, int | None, str]
"""Of contract, supplier, measure, place, group and commitment; and the commitment's number."""


@attrs.frozen
class Keys:
    """Keys of things, each given once, from 1."""

    held: dict[Any, int] = attrs.field(factory=dict)
    names: GroupNames = attrs.field(factory=GroupNames)

    def of(self, thing: Any) -> int | None:
        """The key of a thing; None for nothing."""
        return self.held.setdefault(thing, len(self.held) + 1) if thing else None


@attrs.frozen
class Held:
    """A contract as the star has it; how it stands is nothing that its rows need.

    Attributes:
        tracked: The contract with all its entries.
        contract: As agreed by the day.
        lines: The commitments that are seen.
    """

    tracked: Tracked
    contract: Contract
    lines: tuple[Obligation, ...]

    @cached_property
    def taken(self) -> dict[int | None, date]:
        """The returns whose place was taken, each with the day on which it was."""
        found: dict[int | None, date] = {}
        for each in self.tracked.returns:
            taken = each.entry.replaces
            found[taken] = min(each.entry.on, found.get(taken, each.entry.on))
        return found


@attrs.frozen(slots=False)
class Star:
    """What the tables are filled from.

    Attributes:
        standing: What the record comes to.
        on: The day as at which.
        contracts: All of them, each with the commitments that are seen.
        keys: Keys of things, by what they are.
        hidden: Measures that are not seen.
    """

    standing: Standing
    on: date
    contracts: tuple[Held, ...]
    keys: dict[str, Keys]
    hidden: frozenset[str] = frozenset()

    def line_keys(self, held: Held, line: Obligation) -> LineKeys:
        """What a fact on a commitment leads to."""
        name, key = held.contract.reference, self.keys
        return (
            key["contract"].of(name), key["supplier"].of(line.owner),
            key["measure"].of(measure_of(line)), key["place"].of(line.place),
            key["group"].of(key["group"].names.of(line.group)), key["line"].of((name, line.line)),
            line.line,
        )  # fmt: skip

    @cached_property
    def lines(self) -> dict[tuple[str, str], Obligation]:
        """The commitments that are seen, by contract and number."""
        return {(each.contract.reference, line.line): line
                for each in self.contracts for line in each.lines}  # fmt: skip

    def versions(self, held: Held) -> Iterator[tuple[date, Schedule]]:
        """The schedules of a contract, each with the day from which on it is the one in force."""
        tracked = held.tracked
        dated = (*tracked.changes, *tracked.spends)
        days = {each.on for each in dated} | {each.ends for each in tracked.contract.spend}
        days |= {each.noun.ends for each in tracked.spends}
        first = tracked.entry.on
        for day in sorted({first, self.on, *(each for each in days if first < each <= self.on)}):
            changes = tuple(each for each in tracked.changes if each.on <= day)
            spends = tuple(each for each in tracked.spends if each.on <= day)
            yield day, Tracked(tracked.entry, changes, (), spends, day).schedule


def measure_of(line: Obligation) -> tuple[str, ...]:
    """What a commitment is measured by, as `dim_measure` has it."""
    return (line.code, line.title, line.theme, line.outcome, line.unit, line.value_kind)


def micro(amount: Fraction) -> int:
    """Millionths of a unit, to the nearest."""
    return half_up(MICRO * amount.numerator, amount.denominator)


def pence_of(line: Obligation, amount: Fraction) -> int:
    """What `Obligation.pence` says, quicker where it is asked a million times."""
    worth = line.worth
    return half_up(100 * amount.numerator * worth.numerator, amount.denominator * worth.denominator)
