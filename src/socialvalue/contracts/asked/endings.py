"""Contracts that are near their end: what is not met, and what somebody must do before it.

Source:
    practice.md §2.12.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from itertools import takewhile
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.lines import LineProgress, progress_of
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.register import Register
from socialvalue.contracts.standing import Tracked
from socialvalue.errors import InputError, problem
from socialvalue.model.days import days_on, months_on
from socialvalue.model.fields import day, one
from socialvalue.units import UNITS
from socialvalue.words import day_words, listed, number_of

__all__ = ["Ending", "Endings", "endings"]

_WITHIN = 14
"""How long after the last day the last return is asked for, as in the month."""

_NOTICES = frozenset(("pa2023", "wales", "ni"))
_MOST = 60
_A_YEAR = (
    "A further year is the commitment divided by the years of its term: a proposal for new "
    "commitments, which is agreed or not."
)


@attrs.frozen(kw_only=True, repr=False)
class Ending(Shown):
    """A contract that is near its end.

    Attributes:
        contract: As agreed.
        on: The day as at which.
        unmet: Its commitments of which something is neither verified nor waiting.
        waiting: How many of its returns wait for the council.
        unkept: How many pieces of evidence nobody has said of until when they are kept.
    """

    contract: Contract
    on: date
    unmet: tuple[LineProgress, ...]
    waiting: int
    unkept: int

    @property
    def days(self) -> int:
        """How many days are left, the last among them."""
        return (self.contract.ends - self.on).days + 1

    @property
    def people_in_training(self) -> tuple[LineProgress, ...]:
        """Commitments of apprentices that are not met, whom somebody must take on."""
        return tuple(each for each in self.unmet if "apprentic" in _of_people(each).casefold())

    def options(self) -> Iterator[str]:
        """What is to be decided of each option to extend it that is still open, in words.

        The first whose day for notice is past is said, and none behind it: it would have extended
        what was not extended.
        """
        for each in self.contract.options:
            where = f" ({each.clause})" if each.clause else ""
            option = f"to {day_words(each.ends)}{where}"
            if each.notice_by is None:
                yield f"Look up by when notice of the option {option} must be given: nobody said"
            elif each.notice_by < self.on:
                last = day_words(each.notice_by)
                yield (f"Notice of the option {option} had to be given by {last}, and it is not in "
                       "the record")  # fmt: skip
                return
            else:
                days = number_of((each.notice_by - self.on).days + 1, "day")
                yield (f"Decide on the option {option}: the last day for notice is "
                       f"{day_words(each.notice_by)}, {days} left")  # fmt: skip

    def asks(self) -> Iterator[str]:
        """What somebody must do, in the order of its days."""
        yield from self.options()
        lines = [each.line for each in self.people_in_training]
        if lines:
            yield f"Apprentices of commitment {listed(lines)}: agree who takes them to the end"
        if self.waiting:
            yield f"Decide on what waits for us: {number_of(self.waiting, 'return')}"
        last = day_words(days_on(self.contract.ends, _WITHIN))
        yield f"Ask for the last return, to {day_words(self.contract.ends)}, by {last}"
        if self.contract.regime in _NOTICES:
            yield "Publish the last performance notice that is due before the termination notice"
        if self.unkept:
            yield f"Say until when evidence is kept: {number_of(self.unkept, 'piece')}"
        yield "Write down what the next tender should do otherwise"

    def _line(self) -> str:
        return (
            f"{self.contract.reference}, ends on {day_words(self.contract.ends)}, "
            f"{number_of(len(self.unmet), 'commitment')} not met"
        )


@attrs.frozen(kw_only=True, repr=False)
class Endings(Shown):
    """The contracts that end, or whose option runs out, within some months; the first end first.

    Attributes:
        on: The day as at which.
        months: How many months are looked ahead.
        contracts: Each with what is not met.
        head: Of the delivery record, as printed.
    """

    on: date
    months: int
    contracts: tuple[Ending, ...]
    head: str

    def columns(self) -> dict[str, list[Any]]:
        """A row a commitment that is not met: names to cells."""
        rows = [_row(held, each) for held in self.contracts for each in held.unmet]
        names = ("contract", "ends", "line", "measure", "unit", "committed", "verified", "waiting",
                 "left", "a_year", "notice_by")  # fmt: skip
        return {name: [row[at] for row in rows] for at, name in enumerate(names)}

    def explain(self) -> Explanation:
        """What is not met under each, what a further year would be, and what somebody must do."""
        return self._told()

    def _line(self) -> str:
        ends = number_of(len(self.contracts), "contract")
        return f"as at {day_words(self.on)}, within {number_of(self.months, 'month')}: {ends}"

    def _blocks(self) -> Iterable[Block]:
        heads = ("no.", "commitment", "committed", "verified", "waiting", "left", "a further year")
        title = f"Contracts whose end, or option, is within {number_of(self.months, 'month')}"
        many = number_of(len(self.contracts), "contract")
        yield Block(f"{title} of {day_words(self.on)}", (f"{many}.",))
        for held in self.contracts:
            rows = tuple(_cells(held, each) for each in held.unmet)
            left = number_of(held.days, "day")
            name = f"{held.contract.reference}: {held.contract.title}"
            said = f"Ends on {day_words(held.contract.ends)}, {left} left."
            yield Block(name, (said, *(() if rows else ("Every commitment is met.",))), heads,
                        rows, (2, 3, 4, 5, 6), lead=2)  # fmt: skip
            yield Block("", tuple(f"{each}." for each in held.asks()))
        if any(held.unmet for held in self.contracts):
            yield Block("", (_A_YEAR,))
        yield Block("", (f"Delivery record: {self.head}.",))


def endings(register: Register, *, on: Day, months: int = 6) -> Endings:
    """The contracts that end within some months, with what is to be done before.

    Those with an option to extend them are listed too, where notice must be given by then.  An
    extension never makes good what is late; what it adds are new commitments.

    Args:
        register: The delivery record.
        on: The day as at which.
        months: How many months are looked ahead, such as 6 and then 3.

    Raises:
        InputError: Another number of months (SV316).

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.endings(sv.contracts.open_register(), on="2025-03-01")
        <Endings: as at 1 March 2025, within 6 months: 0 contracts>
    """
    if type(months) is not int or not 1 <= months <= _MOST:
        expected, given = f"a whole number of months, from 1 to {_MOST}", repr(months)
        raise InputError(problem("SV316", what="months", expected=expected, found=given))
    held, as_at = one("endings", Register, register), day(on)
    last = months_on(as_at, months)
    standing = held.standing(as_at)
    found = [_ending(each, as_at) for each in standing.contracts.values()
             if any(as_at <= each_day <= last for each_day in _days_of(each, as_at))]  # fmt: skip
    found.sort(key=lambda each: (each.contract.ends, each.contract.reference))
    return Endings(on=as_at, months=months, contracts=tuple(found), head=standing.head)


def _ending(tracked: Tracked, on: date) -> Ending:
    found = progress_of(tracked, on, "")
    unmet = tuple(each for each in found.lines if _left(each) > 0)
    pieces = [piece for each in tracked.returns for piece in each.noun.evidence]
    return Ending(
        contract=found.contract, on=on, unmet=unmet,
        waiting=sum(each.waiting > 0 for each in tracked.returns),
        unkept=sum(each.keep_until is None for each in pieces),
    )  # fmt: skip


def _days_of(tracked: Tracked, on: date) -> Iterator[date]:
    """The last day of a contract that is not over, and those for notice of an option."""
    if tracked.schedule.ends >= on:
        yield tracked.schedule.ends
        yield from _notices(tracked.schedule.now, on)


def _notices(contract: Contract, on: date) -> Iterator[date]:
    """The last days on which notice of an option may still be given.

    An option that nobody took up by its day ends those behind it, which would follow it.
    """
    days = (each.notice_by for each in contract.options)
    open_still = takewhile(lambda each: each is None or each >= on, days)
    return (each for each in open_still if each is not None)


def _left(each: LineProgress) -> Fraction:
    return max(each.committed - each.verified - each.waiting, Fraction(0))


def _of_people(each: LineProgress) -> str:
    return f"{each.obligation.group} {each.obligation.title}"


def _a_year(held: Ending, each: LineProgress) -> Fraction | None:
    """What a further year would be, in proportion; None for what nobody adds up."""
    if each.obligation.unit in LEVELS:
        return None
    return each.committed / held.contract.term.years


def _row(held: Ending, each: LineProgress) -> tuple[Any, ...]:
    obligation = each.obligation
    return (held.contract.reference, held.contract.ends, each.line, obligation.code,
            obligation.unit, each.committed, each.verified, each.waiting, _left(each),
            _a_year(held, each), _notice(held))  # fmt: skip


def _notice(held: Ending) -> date | None:
    """The next last day on which notice of an option may be given."""
    return min(_notices(held.contract, held.on), default=None)


def _cells(held: Ending, each: LineProgress) -> tuple[str, ...]:
    year, unit = _a_year(held, each), UNITS[each.obligation.unit].name
    title = f"{each.obligation.code} {each.obligation.title}"
    amounts = (each.verified, each.waiting, _left(each))
    return (each.line, title, f"{to_two(each.committed)} {unit}", *map(to_two, amounts),
            "–" if year is None else to_two(year))  # fmt: skip
