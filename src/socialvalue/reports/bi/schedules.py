"""What was committed, and what is due at the end of each month."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import partial
from typing import Any

from socialvalue.contracts import Obligation
from socialvalue.contracts.expected import Term
from socialvalue.contracts.schedule.agreed import Schedule
from socialvalue.engine.exact import half_up
from socialvalue.reports.bi.starred import Star, micro, pence_of

__all__ = ["commitments", "expected"]

Row = tuple[Any, ...]
Due = Callable[[date], tuple[int, int] | None]


def commitments(star: Star) -> Iterator[Row]:
    """What each commitment gained or lost, day by day."""
    number = 0
    for held in star.contracts:
        before: dict[str, tuple[int, int]] = {}
        for day, schedule in star.versions(held):
            for line in schedule.lines:
                if (held.contract.reference, line.line) not in star.titles:
                    continue
                much = schedule.committed(line, day)
                now, then = (micro(much), pence_of(line, much)), before.get(line.line, (0, 0))
                if now != then:
                    number += 1
                    yield (number, *star.line_keys(held, line), day,
                           now[0] - then[0], now[1] - then[1])  # fmt: skip
                    before[line.line] = now


def expected(star: Star) -> Iterator[Row]:
    """What is due of each commitment in all, at the end of each month since the first contract."""
    first = min((each.contract.starts for each in star.contracts), default=star.on)
    days = [*_month_ends(first, star.on)]
    number = 0
    for held in star.contracts:
        versions = [*star.versions(held)]
        ends = [day for day, _ in versions[1:]]
        for (since, schedule), until in zip(versions, [*ends, date.max], strict=True):
            months = [day for day in days if since <= day < until]
            for line in schedule.lines if months else ():
                if (held.contract.reference, line.line) not in star.titles:
                    continue
                keys, due = star.line_keys(held, line), _due(schedule, line)
                for day in months:
                    amounts = due(day)
                    if amounts is not None:
                        number += 1
                        yield (number, *keys, day, *amounts)


def _due(schedule: Schedule, line: Obligation) -> Due:
    """How much of a line is due at the end of a day: millionths and pence.

    A plan over days that no change has touched needs whole numbers only; all others are asked of
    the schedule.
    """
    plain = line.expected.profile == "time" and not schedule.changes
    return _by_days(schedule.term, line) if plain else partial(_asked, schedule, line)


def _asked(schedule: Schedule, line: Obligation, day: date) -> tuple[int, int] | None:
    due = schedule.due(line, day)
    return None if due is None else (micro(due), pence_of(line, due))


def _by_days(term: Term, line: Obligation) -> Due:
    whole, worth = Fraction(line.quantity), line.worth
    days = (term.ends - term.starts).days + 1
    below = whole.denominator * days

    def due(day: date) -> tuple[int, int]:
        over = max((min(day, term.ends) - term.starts).days + 1, 0)
        above = whole.numerator * over
        return (half_up(1_000_000 * above, below),
                half_up(100 * above * worth.numerator, below * worth.denominator))  # fmt: skip

    return due


def _month_ends(first: date, on: date) -> Iterator[date]:
    day = min(first, on)
    while True:
        end = date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
        if end >= on:
            yield on
            return
        yield end
        day = end + timedelta(days=1)
