"""Which changes of an agreed schedule are refused, and what somebody should look at in others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entered import Clause
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.expected import BY_DAY
from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.rules.refusing import not_before, raise_all, wrong_groups
from socialvalue.contracts.rules.returns import line_of, not_before_lines
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.spending import Spend
from socialvalue.contracts.standing import Delivered, Standing, Tracked
from socialvalue.errors import InputError, NotFoundError, Problem, problem
from socialvalue.numbers import plain, simplest
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed

__all__ = ["check_change", "check_clause", "check_other", "check_spend", "check_undone"]


def check_change(change: ScheduleChange, held: Tracked, on: date) -> None:
    """A change is of commitments that bind, and leaves none below nothing on any day."""
    for line in {**change.lines, **change.expected}:
        line_of(held, line)
    raise_all(_wrong_change(change, held, on))


def _wrong_change(change: ScheduleChange, held: Tracked, on: date) -> Iterator[Problem]:
    yield from not_before("the day of the change", on, held.entry.on, "the contract's own entry")
    last = held.schedule.ends
    if on > last:
        why = f"is after the last day of the contract, {day_words(last)}"
        yield problem("SV954", what="the day of the change", found=day_words(on), why=why)
    yield from not_before_lines(on, {**change.lines, **change.expected}, held)
    yield from _wrong_ends(change, held, on)
    known = {each.line for each in (*held.contract.lines, *held.schedule.lines)}
    yield from wrong_groups(change.new)
    for new in change.new:
        if new.line in known:
            yield problem("SV222", noun="commitment", found=new.line, first="this contract")
    for line, added in change.lines.items():
        yield from _wrong_move(change, held, on, held.schedule[line], Fraction(added))
    for line, plan in change.expected.items():
        whole = held.schedule.agreed(held.schedule[line]) + Fraction(change.lines.get(line, 0))
        if plan.steps and Fraction(plan.steps[-1][1]) != whole:
            expected = f"{plain(simplest(whole))} by the last day, which is all that is committed"
            found = plain(plan.steps[-1][1])
            yield problem("SV316", what="the steps", expected=expected, found=found)


def _wrong_ends(change: ScheduleChange, held: Tracked, on: date) -> Iterator[Problem]:
    """An extension ends later than the contract does, and a termination no later.

    What is ended before its first day was no contract: its entry is undone.
    """
    what, last = "the new last day", held.schedule.ends
    if change.is_end:
        yield from _ends_too_early(change.ends or on, held)
    if change.ends is None:
        return
    if change.is_end:
        yield from not_before(what, change.ends, on, "the day of the change")
        if change.ends > last:
            why = f"is after the last day of the contract, {day_words(last)}"
            yield problem("SV954", what=what, found=day_words(change.ends), why=why)
    elif change.ends <= last:
        why = f"is no later than the last day of the contract, {day_words(last)}"
        yield problem("SV954", what=what, found=day_words(change.ends), why=why)


def _ends_too_early(last: date, held: Tracked) -> Iterator[Problem]:
    """Days that a contract had, and changes that it saw, are not ended away."""
    what, first = "the new last day", held.contract.starts
    if last < first:
        why = f"is before the first day of the contract, {day_words(first)}: undo its entry instead"
        yield problem("SV954", what=what, found=day_words(last), why=why)
    for each in held.changes:
        if each.on > last and each.noun.is_agreed and not each.noun.is_end:
            why = f"is before the change of {day_words(each.on)}: undo entry {each.seq} first"
            yield problem("SV954", what=what, found=day_words(last), why=why)


def _wrong_move(
    change: ScheduleChange, held: Tracked, on: date, line: Obligation, added: Fraction
) -> Iterator[Problem]:
    lowest = _lowest(held, line, on, added)
    if lowest < 0:
        least = plain(simplest(-lowest))
        yield problem("SV976", line=line.line, found=plain(simplest(added)), least=least)
    if change.extends and added > 0 and line.expected.profile not in BY_DAY:
        yield problem("SV984", line=line.line)


def _lowest(held: Tracked, line: Obligation, on: date, added: Fraction) -> Fraction:
    """The least that is committed from a day on, with what a change adds."""
    moves = [*((day, Fraction(much)) for day, much in held.schedule.moves(line.line)), (on, added)]
    days = {when for when, _ in moves if when >= on}
    return min(
        sum((much for when, much in moves if when <= day), Fraction(line.quantity)) for day in days
    )


def check_other(change: ScheduleChange, on: date, entered: Contract | None) -> None:
    """What is carried to another contract is carried to one that was entered into by then.

    Args:
        change: The change.
        on: Its day.
        entered: The other contract; None where the record has none of that reference.
    """
    if not change.other:
        return
    if entered is None:
        raise NotFoundError(problem("SV950", found=change.other))
    signed = entered.entered
    if signed is not None and signed > on:
        raise InputError(problem("SV985", found=change.other, on=day_words(signed)))


def check_spend(noun: Spend, held: Tracked) -> None:
    """What was spent is of the contract's days, and of a period that is not there already."""
    raise_all(_wrong_spend(noun, held))


def _wrong_spend(noun: Spend, held: Tracked) -> Iterator[Problem]:
    start = "the first day of the contract"
    yield from not_before("the period's first day", noun.starts, held.contract.starts, start)
    there: list[tuple[int, Spend]] = [(held.entry.seq, each) for each in held.contract.spend]
    there += [(each.seq, each.noun) for each in held.spends]
    for seq, other in there:
        if other.starts <= noun.ends and noun.starts <= other.ends and _counts_same(noun, other):
            yield problem("SV955", line="the spend", found=other.days, seq=seq)


def check_clause(clause: Clause, held: Tracked, on: date) -> None:
    """A clause is of commitments that bind, in one unit where it goes by units."""
    about = [line_of(held, line) for line in clause.lines] or list(held.schedule.lines)
    raise_all(not_before_lines(on, clause.lines, held))
    units = sorted({each.unit for each in about})
    if not clause.in_pounds and (len(units) > 1 or set(units) & LEVELS):
        found = listed(UNITS[each].name for each in units)
        raise InputError(problem("SV991", clause=clause.reference, found=found))


def _counts_same(noun: Spend, other: Spend) -> bool:
    """Whether both have pounds, or both call-offs."""
    pounds = noun.amount is not None and other.amount is not None
    return pounds or (noun.call_offs is not None and other.call_offs is not None)


# --- undoing a change ---------------------------------------------------------------------


def check_undone(entry: Entry, standing: Standing) -> None:
    """A change is undone only where what was written later would still hold without it."""
    if entry.action != "change" or not entry.noun.is_agreed:
        return
    held = standing.contracts[entry.contract]
    without = attrs.evolve(
        held, changes=tuple(each for each in held.changes if each.seq != entry.seq)
    )
    said = _said_of(entry, standing)
    rests = sorted({*_stranded(without), *said, *_below_nothing(without, entry)})
    if rests:
        numbers = ", ".join(map(str, rests))
        found = f"has others resting on it: {numbers}"
        raise InputError(problem("SV977", seq=entry.seq, found=found))


def _stranded(held: Tracked) -> Iterator[int]:
    """Entries of commitments, or of days, that the schedule has not."""
    known = {each.line for each in held.schedule.lines} | {""}
    last = held.schedule.ends
    for each in held.returns:
        if each.line not in known or _ends(each) > last.isoformat():
            yield each.seq
    for change in held.changes:
        named = {**change.noun.lines, **change.noun.expected}
        if not named.keys() <= known or change.on > last:
            yield change.seq


def _said_of(entry: Entry, standing: Standing) -> Iterator[int]:
    """Offers, clauses, indicators and breaches of commitments that a change added."""
    added = {each.line for each in entry.noun.new}
    for each in standing.of("offer", "clause", "set_kpis", "breach"):
        if added.intersection(_lines_named(each.noun)):
            yield each.seq


def _lines_named(noun: Any) -> set[str]:
    """The commitments that an offer, a clause, a breach or a set of indicators is about."""
    held = getattr(noun, "kpis", (noun,))
    return {line for each in held for line in getattr(each, "lines", ())} | {
        getattr(each, "line", "") for each in held
    }


def _ends(each: Delivered) -> Any:
    return each.data["ends"]["$date"]


def _below_nothing(held: Tracked, entry: Entry) -> Iterator[int]:
    """Later changes that take away what would not be there."""
    for line, added in entry.noun.lines.items():
        if added > 0 and _lowest(held, held.schedule[line], entry.on, Fraction(0)) < 0:
            yield from (each.seq for each in held.changes if each.noun.lines.get(line, 0) < 0)
