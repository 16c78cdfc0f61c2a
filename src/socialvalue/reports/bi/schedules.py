"""What was committed, and what is due at the end of each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

from socialvalue.contracts import Obligation
from socialvalue.contracts.expected import Term
from socialvalue.contracts.schedule.agreed import Schedule
from socialvalue.model.days import month_ends
from socialvalue.reports.bi.at_once import Columns, halves_up
from socialvalue.reports.bi.shapes import TABLES
from socialvalue.reports.bi.starred import MICRO, Star, micro, pence_of

__all__ = ["commitments", "due_one_by_one", "expected"]

Row = tuple[Any, ...]
Due = tuple[list[date], list[int], list[int]]


def commitments(star: Star) -> Iterator[Row]:
    """What each commitment gained or lost, day by day."""
    number = 0
    for held in star.contracts:
        before: dict[str, tuple[int, int]] = {}
        for day, schedule in star.versions(held):
            for line in schedule.lines:
                if (held.contract.reference, line.line) not in star.lines:
                    continue
                much = schedule.committed(line, day)
                now, then = (micro(much), pence_of(line, much)), before.get(line.line, (0, 0))
                if now != then:
                    number += 1
                    yield (number, *star.line_keys(held, line), day,
                           now[0] - then[0], now[1] - then[1])  # fmt: skip
                    before[line.line] = now


def expected(star: Star) -> Columns:
    """What is due of each commitment in all, at the end of each month since the first contract."""
    first = min((each.contract.starts for each in star.contracts), default=star.on)
    days = [*month_ends(first, star.on)]
    found = Columns.of(len(TABLES["fact_expected"].columns) - 1)
    for held in star.contracts:
        versions = [*star.versions(held)]
        ends = [day for day, _ in versions[1:]]
        for (since, schedule), until in zip(versions, [*ends, None], strict=True):
            months = [day for day in days if since <= day and (until is None or day < until)]
            for line in schedule.lines if months else ():
                if (held.contract.reference, line.line) in star.lines:
                    keys = star.line_keys(held, line)
                    there, *amounts = _due(schedule, line, months)
                    found.add_columns((*([each] * len(there) for each in keys), there, *amounts))
    return Columns(([*range(1, len(found.held[0]) + 1)], *found.held))


def _due(schedule: Schedule, line: Obligation, days: list[date]) -> Due:
    """How much of a line is due at the end of days: those with a plan, millionths and pence.

    A plan over days that no change has touched needs whole numbers only; all others are asked of
    the schedule.
    """
    if line.expected.profile == "time" and not schedule.changes:
        return _by_days(schedule.term, line, days)
    return due_one_by_one(schedule, line, days)


def due_one_by_one(schedule: Schedule, line: Obligation, days: list[date]) -> Due:
    """The same, asked of the schedule day by day: the oracle."""
    asked = ((day, schedule.due(line, day)) for day in days)
    held = [(day, due) for day, due in asked if due is not None]
    return ([day for day, _ in held], [micro(due) for _, due in held],
            [pence_of(line, due) for _, due in held])  # fmt: skip


def _by_days(term: Term, line: Obligation, days: list[date]) -> Due:
    whole, worth = Fraction(line.quantity), line.worth
    last, before = term.ends.toordinal(), term.starts.toordinal() - 1
    below, above = whole.denominator * (last - before), whole.numerator
    over = [max(min(each.toordinal(), last) - before, 0) for each in days]
    return (days, halves_up(over, MICRO * above, below),
            halves_up(over, 100 * above * worth.numerator, below * worth.denominator))  # fmt: skip
