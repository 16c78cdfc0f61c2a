"""What an agreed schedule comes to: who owes what until when, with every change that was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.contracts.contract import Contract, Party
from socialvalue.contracts.expected import BY_DAY, BY_LEDGER, RATES, Counted, Expected, Term
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.spending import Spend
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.model.named import ByName
from socialvalue.model.tender import ContractValue

__all__ = ["Part", "Schedule"]

_A_DAY = timedelta(days=1)


@attrs.frozen
class Part:
    """A quantity of a commitment, with the plan and the days by which it is due.

    Attributes:
        quantity: How much; what a change takes away is below 0.
        plan: How much of it is due by when.
        term: The days over which it is due.
        since: The day of the change that added it to a plan that ran already, or None.
    """

    quantity: Fraction
    plan: Expected
    term: Term
    since: date | None = None


@attrs.frozen
class Schedule(ByName[Obligation]):
    """The agreed schedule of a contract, with all that was agreed by a day.

    A commitment that binds is found by its line, also one that a change added.

    Attributes:
        contract: As awarded.
        changes: The changes that were agreed, each with its day, in the order of their days.
        spends: What was spent, the earliest first.
        manager: The role of who manages it now; None for the one at award.
    """

    contract: Contract
    changes: tuple[tuple[date, ScheduleChange], ...] = ()
    spends: tuple[Spend, ...] = ()
    manager: str | None = None

    def _named(self) -> Iterable[tuple[str, Obligation]]:
        return ((each.line, each) for each in self.lines)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each.line for each in self.lines], label="commitments")
        reference = self.contract.reference
        return NotFoundError(problem("SV951", contract=reference, found=name, hint=hint))

    @cached_property
    def lines(self) -> tuple[Obligation, ...]:
        """The commitments that bind, those that changes added behind the others."""
        added = (each for _, change in self.changes for each in change.new)
        return (*self.contract.schedule, *added)

    def of_measure(self, measure: str) -> tuple[Obligation, ...]:
        """The commitments of a measure, by either of its codes, whatever its capitals.

        Args:
            measure: As somebody wrote it.
        """
        code = as_read(measure)
        return tuple(each for each in self.lines
                     if code and code in {as_read(each.measure), as_read(each.alias)})  # fmt: skip

    @cached_property
    def now(self) -> Contract:
        """The contract as it is agreed, with who delivers and manages it, until when, and what."""
        awarded = self.contract
        if self.manager is not None:
            awarded = attrs.evolve(awarded, manager=self.manager)
        if not self.changes:
            return awarded
        names = {each.name for each in self.suppliers}
        added = (each for _, change in self.changes for each in change.new)
        lines = [each if each.owner in {"", *names} else attrs.evolve(each, owner="")
                 for each in (*self.contract.lines, *added)]  # fmt: skip
        left = () if self.ended else self.contract.options
        options = [each for each in left if each.ends > self.ends]
        return attrs.evolve(awarded, suppliers=self.suppliers, ends=self.ends, lines=lines,
                            value=self.value, options=options)  # fmt: skip

    @cached_property
    def suppliers(self) -> tuple[Party, ...]:
        """Who must deliver, which is the suppliers at award or who took the contract over."""
        taken = [change.suppliers for _, change in self.changes if change.suppliers]
        return taken[-1] if taken else self.contract.suppliers

    @cached_property
    def ended(self) -> date | None:
        """The day on which the contract was ended before its time; None where it was not."""
        ends = (change.ends or on for on, change in self.changes if change.is_end)
        return min(ends, default=None)

    @cached_property
    def _terms(self) -> tuple[Term, ...]:
        """For each change the days of what it adds: from its day on, or those it extends by."""
        found, last = [], self.contract.ends
        for on, change in self.changes:
            starts = max(on, self.contract.starts)
            if change.extends:
                starts, last = last + _A_DAY, max(last, change.ends or last)
            found.append(Term(min(starts, last), last))
        return tuple(found)

    @property
    def ends(self) -> date:
        """The last day of the contract, as agreed."""
        last = self._terms[-1].ends if self._terms else self.contract.ends
        return last if self.ended is None else min(self.ended, last)

    @cached_property
    def term(self) -> Term:
        """The days of the contract, as agreed."""
        return Term(self.contract.starts, self.ends)

    @property
    def value(self) -> ContractValue:
        """What the contract is worth, as agreed."""
        held = self.contract.value
        values = [change.value for _, change in self.changes if change.value is not None]
        return ContractValue(values[-1], vat=held.vat) if values else held

    # --- what is owed by when ---

    def moves(self, line: str) -> tuple[tuple[date, Decimal], ...]:
        """What was added to a line and taken from it, each with its day."""
        return tuple((on, each.lines[line]) for on, each in self.changes if line in each.lines)

    def agreed(self, line: Obligation) -> Fraction:
        """How much of a line is agreed; of what is due at a rate, at the spend of award."""
        added = (Fraction(each) for _, each in self.moves(line.line))
        return Fraction(line.quantity) + sum(added, Fraction(0))

    def committed(self, line: Obligation, on: date) -> Fraction:
        """How much of a line is committed: what is agreed, and at a rate no less than is due."""
        agreed = self.agreed(line)
        if line.expected.profile not in RATES:
            return agreed
        return max(agreed, self.due(line, on) or Fraction(0))

    def parts(self, line: Obligation, on: date) -> tuple[Part, ...]:
        """What is agreed of a line by a day, a part for each plan and each day it was added on."""
        found: list[Part] = []
        if line.line in self._awarded:
            found = [Part(Fraction(line.quantity), line.expected, self.contract.term)]
        for (when, change), term in zip(self.changes, self._terms, strict=True):
            if when <= on and _touches(change, line):
                found = [*_after(found, line, change, term)]
        return tuple(found)

    @cached_property
    def _awarded(self) -> frozenset[str]:
        return frozenset(each.line for each in self.contract.schedule)

    def due(self, line: Obligation, on: date, *, agreed_by: date | None = None) -> Fraction | None:
        """How much of a line is due at the end of a day; None where there is no plan.

        It is by what was agreed by that day, or by `agreed_by`: a day that is over has another plan
        where one was agreed since.

        What is due by spend or by call-off has none until somebody enters one.  Where a contract
        was ended before its time, nothing becomes due after that day.
        """
        if not self.changes and line.expected.profile == "time":  # the same, and soon said
            much, of = line.quantity.as_integer_ratio()
            over, days = self.contract.term.over(on)
            return Fraction(much * over, of * days)
        when = on if self.ended is None else min(on, self.ended)
        whole = Fraction(0)
        for part in self.parts(line, agreed_by or when):
            counted = self._counted(part.plan)
            share = counted and part.plan.share(
                part.term, when, since=part.since, counted=counted
            )  # fmt: skip
            if share is None:
                return None
            whole += share * part.quantity
        owed = max(whole, Fraction(0))
        return owed if line.expected.profile in RATES else min(owed, self.agreed(line))

    def _counted(self, plan: Expected) -> Counted | None:
        """What a plan goes by beside days: £ spent or call-offs; None where none is entered."""
        if plan.profile not in BY_LEDGER:
            return _nothing
        name = "call_offs" if plan.profile == "per_call_off" else "amount"
        held = [(each.ends, Fraction(getattr(each, name)))
                for each in self.spends if getattr(each, name) is not None]  # fmt: skip
        if not held:
            return None
        return lambda day: sum((much for when, much in held if when <= day), Fraction(0))

    def last_day(self, line: Obligation) -> date:
        """The day by which all of a line is due, as agreed."""
        if self.ended is not None or line.expected.profile in RATES:
            return self.ends
        return max(map(_last_day, self.parts(line, date.max)), default=self.ends)

    def level(self, line: Obligation, on: date) -> Fraction:
        """How much of a line goes on at any one time, by the year: of FTE-years, FTE.

        It is what is agreed for the day; before the first day that of the first, and after the
        last that of the last.
        """
        when = min(max(on, self.contract.starts), self.ends)
        spans = ((each.quantity, Term(each.since or each.term.starts, each.term.ends))
                 for each in self.parts(line, when))  # fmt: skip
        return sum((much / span.years for much, span in spans
                    if span.starts <= when <= span.ends), Fraction(0))  # fmt: skip

    def overdue(self, line: Obligation, on: date) -> Fraction:
        """How much of a line should have been complete by a day that is over on another.

        An extension does not move the day by which the rest was due.
        """
        due = self.due(line, on)
        if self.ended is not None or line.expected.profile in BY_LEDGER:
            return due if due is not None and on > self.ends else Fraction(0)
        over = (each.quantity for each in self.parts(line, on) if _last_day(each) < on)
        owed = max(sum(over, Fraction(0)), Fraction(0))
        return owed if due is None else min(owed, due)


def _last_day(part: Part) -> date:
    return part.term.ends if part.since else part.plan.last_day(part.term)


def _nothing(_: date) -> Fraction:
    return Fraction(0)


def _touches(change: ScheduleChange, line: Obligation) -> bool:
    return line.line in change.lines or line.line in change.expected or line in change.new


def _after(
    held: list[Part], line: Obligation, change: ScheduleChange, term: Term
) -> Iterator[Part]:
    """The parts of a line when a change was agreed, which has these days for what it adds."""
    added = Fraction(change.lines.get(line.line, 0))
    if not held:
        yield Part(Fraction(line.quantity), line.expected, term)
    elif line.line in change.expected:
        whole = added + sum(each.quantity for each in held)
        yield Part(whole, change.expected[line.line], Term(held[0].term.starts, term.ends))
    else:
        yield from held
        plan, first = held[0].plan, held[0].term.starts
        is_later = change.extends and plan.profile in BY_DAY
        own = Part(added, plan, Term(first, term.ends), max(term.starts, first))
        yield Part(added, plan, term) if is_later else own
