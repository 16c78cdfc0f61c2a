"""Returns with what was verified of each, and what stood verified for a time and does no more.

`fact_delivery` says what stands as at the day of the star, by the day on which it was decided.
Where another decision stood before (verified, reopened, verified again), `fact_reopened` holds what
its rows lack on the days between: both together sum to what the record came to on any day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from math import gcd
from typing import Any

from socialvalue.contracts import Delivered, Obligation, Progress
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.standing import STATES, Tracked
from socialvalue.engine.exact import half_up
from socialvalue.reports.bi.starred import LineKeys, Star, measure_of, micro, pence_of

__all__ = ["beyond_keys", "deliveries"]

Row = tuple[Any, ...]
Amounts = tuple[int, int]
_NOTHING: Amounts = (0, 0)


def deliveries(star: Star, *, everything: bool) -> tuple[list[Row], list[Row]]:
    """A row a return, and the rows of what stood verified for a time.

    Args:
        star: What the tables are filled from.
        everything: Whether returns of which nothing is verified are there as well.
    """
    rows: list[Row] = []
    again: list[Row] = []
    for held in star.contracts:
        tracked = star.tracked(held)
        odd, awarded = _odd(tracked), {each.line for each in tracked.contract.schedule}
        for each in held.lines:
            line, keys = each.obligation, star.line_keys(held, each.obligation)
            returns = _kept(tracked.returns_of(line.line), line, everything=everything)
            mine = list(_of_line(star, keys, line, returns))
            rows += mine
            if (
                line.line in odd
                or line.line not in awarded
                or (line.unit in LEVELS and len(mine) > 1)
            ):
                again += _again(keys, _since(star, held, line), mine, _Line(tracked, line))
        stand = {each.seq for each in held.beyond if everything or each.verified}
        for one in (each for each in tracked.returns if not each.line):
            if one.noun.measure in star.hidden:
                continue
            keys = beyond_keys(star, held, one)
            mine = [_beyond(star, keys, one)] if one.seq in stand else []
            rows += mine
            if "" in odd:
                again += _again(keys, tracked.entry.on, mine, _Beyond(tracked, one))
    return rows, [(number, *each) for number, each in enumerate(again, start=1)]


def _kept(returns: Iterable[Delivered], line: Obligation, *, everything: bool) -> list[Delivered]:
    """Returns in the order in which they count; those that wait come last.

    It is the order of the decisions; of what is no quantity, where the last figure stands, the
    order of the periods.
    """
    found = [each for each in returns if everything or each.verified]
    if line.unit in LEVELS:
        return sorted(found, key=lambda each: (each.entry.ends, each.seq))
    return sorted(found, key=lambda each: (not each.verified, each.last.on, each.last.seq))


def _of_line(
    star: Star, keys: LineKeys, line: Obligation, returns: Sequence[Delivered]
) -> Iterator[Row]:
    """Returns of a commitment, each with what it adds to those before, rounded once."""
    above, below, before = 0, 1, _NOTHING
    for each in returns:
        number, part = each.verified.as_integer_ratio()
        if line.unit in LEVELS:
            above, below = (number, part) if number else (above, below)
        elif below % part:
            common = below * part // gcd(below, part)
            above, below = above * (common // below) + number * (common // part), common
        else:
            above += number * (below // part)
        now = _amounts(line, above, below)
        yield _return(star, keys, each, (now[0] - before[0], now[1] - before[1]), ours=True)
        before = now


def _amounts(line: Obligation, above: int, below: int) -> Amounts:
    worth = line.worth
    return (half_up(1_000_000 * above, below),
            half_up(100 * above * worth.numerator, below * worth.denominator))  # fmt: skip


def _return(star: Star, keys: LineKeys, each: Delivered, adds: Amounts, *, ours: bool) -> Row:
    state, entry = each.state, each.entry
    decided = None if state == "reported" else each.last.on
    number, part = each.reported.as_integer_ratio()
    return (entry.seq, *keys, star.keys["status"].of(STATES[state]), entry.ends, entry.on, decided,
            half_up(1_000_000 * number, part), *adds, ours)  # fmt: skip


def beyond_keys(star: Star, held: Progress, each: Delivered) -> LineKeys:
    """What is beyond a contract stands under the measure that the return names."""
    noun = each.noun
    same = [line for line in held.contract.lines if line.measure == noun.measure]
    measure = measure_of(same[0]) if same else (noun.measure, "", "", "", noun.unit, "")
    contract, named = star.keys["contract"], star.keys["measure"].of(measure)
    return (contract.of(held.contract.reference), None, named, None, None, None, "")


def _beyond(star: Star, keys: LineKeys, each: Delivered) -> Row:
    adds = (micro(Fraction(each.verified)), beyond_pence(each))
    return _return(star, keys, each, adds, ours=False)


# --- what stood for a time ----------------------------------------------------------------


def _odd(tracked: Tracked) -> frozenset[str]:
    """The commitments with a return that was decided on more than once, or was replaced."""
    return frozenset(each.line for each in tracked.returns if not _is_plain(each, tracked.entry.on))


def _is_plain(each: Delivered, since: date) -> bool:
    """Whether a return counts from the day of its one decision on, or has never counted."""
    if each.is_replaced or each.entry.holds("opening"):
        return False
    if len(each.acts) == 1:
        return each.acts[0].on >= each.entry.on >= since
    return all(act.action != "approve" for act in each.acts)


def _since(star: Star, held: Progress, line: Obligation) -> date:
    """The first day on which a commitment is one."""
    return next(
        day for day, each in star.versions(held) if line.line in {one.line for one in each.lines}
    )


class _Line:
    """What was verified of a commitment as at any day."""

    ours = True

    def __init__(self, tracked: Tracked, line: Obligation) -> None:
        self.line = line
        self.returns = [each for each in tracked.returns if each.line == line.line]
        self.taken = _replaced(tracked)

    def at(self, day: date) -> Amounts:
        then = [one for each in self.returns if (one := _as_at(each, day, self.taken))]
        if self.line.unit in LEVELS:
            ordered = sorted(then, key=lambda each: (each.entry.ends, each.seq))
            found = [Fraction(each.verified) for each in ordered if each.verified][-1:]
        else:
            found = [Fraction(each.verified) for each in then]
        whole = sum(found, Fraction(0))
        return micro(whole), pence_of(self.line, whole)


class _Beyond:
    """What was verified of a return beyond a contract as at any day."""

    ours = False

    def __init__(self, tracked: Tracked, each: Delivered) -> None:
        self.returns, self.taken = [each], _replaced(tracked)

    def at(self, day: date) -> Amounts:
        then = _as_at(self.returns[0], day, self.taken)
        return (micro(Fraction(then.verified)), beyond_pence(then)) if then else _NOTHING


def _replaced(tracked: Tracked) -> dict[int | None, date]:
    """The returns whose place was taken, each with the day on which it was."""
    found: dict[int | None, date] = {}
    for each in tracked.returns:
        taken = each.entry.replaces
        found[taken] = min(each.entry.on, found.get(taken, each.entry.on))
    return found


def _as_at(each: Delivered, day: date, taken: dict[int | None, date]) -> Delivered | None:
    """A return as it stood on a day; None before it was written."""
    if each.entry.on > day:
        return None
    acts = tuple(act for act in each.acts if act.on <= day)
    return Delivered(each.entry, acts, taken.get(each.seq, date.max) <= day)


def _again(
    keys: LineKeys, since: date, rows: Sequence[Row], held: _Line | _Beyond
) -> Iterator[Row]:
    """What the rows lack, or have too much of, from each day on."""
    decided = [(row[11], row[13], row[14]) for row in rows if row[11] is not None]
    days = {act.on for each in held.returns for act in (each.entry, *each.acts)}
    days |= {day for day, *_ in decided} | {*held.taken.values(), since}
    before = _NOTHING
    for day in sorted(days):
        true = held.at(day) if day >= since else _NOTHING
        there = [sum(each[at] for each in decided if each[0] <= day) for at in (1, 2)]
        now = (true[0] - there[0], true[1] - there[1])
        if now != before:
            yield (*keys, day, now[0] - before[0], now[1] - before[1], held.ours)
            before = now
