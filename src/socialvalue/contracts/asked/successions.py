"""Who had a contract when, and what each of them delivered: before a novation, and after it.

Source:
    after-award.md §2.6: performance before and after a novation is kept apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.reckoning import sums_of
from socialvalue.contracts.register import Register
from socialvalue.contracts.standing import Delivered, Tracked
from socialvalue.model.days import days_on
from socialvalue.model.fields import day, one
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["Succession", "SuccessionLine", "successions"]


@attrs.frozen(kw_only=True)
class SuccessionLine:
    """What became due of a commitment in somebody's time, and what is of those days.

    Attributes:
        obligation: The commitment.
        due: How much became due; None where no plan is agreed.
        reported: How much is reported of periods that ended in it.
        verified: How much of that is verified.
    """

    obligation: Obligation
    due: Fraction | None
    reported: Fraction
    verified: Fraction


@attrs.frozen(kw_only=True, repr=False)
class Succession(Shown):
    """The time in which somebody had the contract.

    Attributes:
        suppliers: Who.
        starts: The first day.
        ends: The last, or the day as at which.
        lines: Its commitments.
        of_both: How many returns of this time begin in the one before.
    """

    suppliers: tuple[str, ...]
    starts: date
    ends: date
    lines: tuple[SuccessionLine, ...]
    of_both: int

    def explain(self) -> Explanation:
        """What became due, was reported and is verified in this time."""
        return self._told()

    def _line(self) -> str:
        return f"{listed(self.suppliers)}, {day_words(self.starts)} to {day_words(self.ends)}"

    def _blocks(self) -> Iterable[Block]:
        heads = ("no.", "commitment", "due in it", "reported of it", "verified of it")
        rows = tuple(_cells(each) for each in self.lines)
        many = number_of(self.of_both, "return")
        both = (f"Days of the time before as well are in {many}.",) if self.of_both else ()
        yield Block(self._line(), both, heads, rows, (2, 3, 4), lead=2)


def _cells(each: SuccessionLine) -> tuple[str, ...]:
    held, unit = each.obligation, UNITS[each.obligation.unit].name
    due = "no plan" if each.due is None else f"{to_two(each.due)} {unit}"
    return held.line, f"{held.code} {held.title}", due, to_two(each.reported), to_two(each.verified)


def successions(
    register: Register, reference: str, *, on: Day, known: Day | None = None
) -> tuple[Succession, ...]:
    """Who had a contract when, and what became due and was delivered in the time of each.

    A return is of the time in which its period ended, whenever it was verified: who takes a
    contract over is not judged by what another left undone, nor praised for what another did.

    Args:
        register: The delivery record.
        reference: Of the contract.
        on: The day as at which.
        known: As known on this day; today's knowledge, if not given.

    Raises:
        NotFoundError: There is no such contract as at that day (SV950).

    Example:
        >>> import socialvalue as sv
        >>> register = sv.contracts.open_register("docs/examples/norchester/record")
        >>> sv.contracts.successions(register, "NCC-0412", on="2025-12-31")
        (<Succession: Brook & Daughters, 1 April 2025 to 31 December 2025>,)
    """
    when = day(on)
    tracked = one("successions", Register, register).standing(when, known)[reference]
    return tuple(_times(tracked, when))


def _times(tracked: Tracked, on: date) -> Iterator[Succession]:
    """Each time with its first day and its last."""
    taken = [(tracked.contract.starts, tracked.contract.suppliers),
             *((max(since, tracked.contract.starts), change.suppliers)
               for since, change in tracked.schedule.changes if change.suppliers)]  # fmt: skip
    firsts = [since for since, _ in taken]
    lasts = [*(days_on(since, -1) for since in firsts[1:]), on]
    for (starts, suppliers), ends in zip(taken, lasts, strict=True):
        if starts <= ends:
            lines = tuple(_of(line, tracked, starts, ends) for line in tracked.schedule.lines)
            both = [each for each in tracked.returns if each.noun.starts < starts <= each.noun.ends
                    and each.noun.ends <= ends and starts != firsts[0]]  # fmt: skip
            yield Succession(suppliers=tuple(each.name for each in suppliers), starts=starts,
                             ends=ends, lines=lines, of_both=len(both))  # fmt: skip


def _of(line: Obligation, tracked: Tracked, starts: date, ends: date) -> SuccessionLine:
    schedule = tracked.schedule
    now, before = schedule.due(line, ends), schedule.due(line, days_on(starts, -1))
    mine = tuple(each for each in tracked.returns_of(line.line) if _ended_in(each, starts, ends))
    reported, _, verified = sums_of(line, mine)
    due = None if now is None else now - (before or Fraction(0))
    return SuccessionLine(obligation=line, due=due, reported=reported, verified=verified)


def _ended_in(each: Delivered, starts: date, ends: date) -> bool:
    return bool(starts <= each.noun.ends <= ends)
