"""A commitment as an indicator in words that can be measured: number, unit, day and frequency.

Source:
    after-award.md §1.8: a notice has no field for a target, and readers see title and description.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.choices import PROFILES
from socialvalue.contracts.expected import Term
from socialvalue.contracts.obligation import LEVELS, Obligation
from socialvalue.contracts.periods import every_of
from socialvalue.words import day_words, every_months, listed

__all__ = ["Indicator", "due_words", "indicator_of"]


@attrs.frozen(kw_only=True, repr=False)
class Indicator(Shown):
    """What a commitment is measured by, in the words of a notice or a contract.

    Attributes:
        line: The commitment's number.
        title: The measure's code and title.
        description: Target, unit, day, evidence and frequency, in words.
        by: The day by which all of it is due; None where no plan is agreed.
        every: How many months lie between two returns.
        missing: What nobody has said yet, without which it can't be measured.
    """

    line: str
    title: str
    description: str
    by: date | None
    every: int
    missing: tuple[str, ...] = ()

    def _line(self) -> str:
        lacks = f", missing: {listed(self.missing)}" if self.missing else ""
        return f"{self.line}, {self.title}: {self.description}{lacks}"


def indicator_of(
    obligation: Obligation, term: Term, *, committed: Fraction | None = None, every: int = 3
) -> Indicator:
    """The indicator of a commitment.

    What nobody has said stands in square brackets, and in `Indicator.missing`.

    Args:
        obligation: As it was awarded.
        term: The contract's days.
        committed: How much is committed, by the schedule in force; what was awarded, if not given.
        every: How many months lie between two returns.

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> found = indicator_of(contract["3"], contract.term)
        >>> found.title
        'ECC18 Paid placements of six weeks or more'
        >>> print(found.description.split(". ")[0])
        Target: 48 person-weeks by 31 August 2025 (cumulative), due evenly day by day
    """
    plan, months = obligation.expected, every_of(every)
    target = Fraction(obligation.quantity) if committed is None else committed
    by = None if plan.profile == "none" else plan.last_day(term)
    missing = tuple(_missing(obligation, by))
    words = (
        f"Target: {_target(obligation, target)} {due_words(obligation, term)}",
        f"Shown by: {'; '.join(obligation.evidence_wanted) or '[evidence to be agreed]'}",
        f"Reported {every_months(months)}",
    )
    return Indicator(
        line=obligation.line, title=f"{obligation.code} {obligation.title}",
        description=f"{'. '.join(words)}.", by=by, every=months, missing=missing,
    )  # fmt: skip


def _missing(obligation: Obligation, by: date | None) -> Iterator[str]:
    if obligation.unit == "text":
        yield "a number"
    if by is None:
        yield "a day"
    if not obligation.evidence_wanted:
        yield "evidence"


def _target(obligation: Obligation, committed: Fraction) -> str:
    """How much, with its unit."""
    if obligation.unit == "text":
        return f"[a number], for: {obligation.offered.words}"
    return obligation.counted(committed)


def due_words(obligation: Obligation, term: Term) -> str:
    """By which day all of a commitment is due, and how much of it before.

    Args:
        obligation: As it was awarded.
        term: The contract's days.
    """
    if obligation.expected.profile == "none":
        return "by [a day to be agreed]"
    added_up = "" if obligation.unit in LEVELS else " (cumulative)"
    day = day_words(obligation.expected.last_day(term))
    return f"by {day}{added_up}{_plan(obligation)}"


def _plan(obligation: Obligation) -> str:
    """How much is due before that day, where it is not one answer on one day."""
    plan = obligation.expected
    if plan.profile in {"none", "at_end"} or obligation.unit in LEVELS:
        return ""
    if plan.steps:
        parts = (f"{to_two(Fraction(due))} by {day_words(when)}" for when, due in plan.steps)
        return f", of which {listed(parts)}"
    return ", due evenly day by day" if plan.profile == "time" else f", due {PROFILES['yearly']}"
