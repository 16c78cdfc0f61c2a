"""What the clauses of a contract allow as at a day, with how it is worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.amounts import per_cent, to_two
from socialvalue.contracts.entered import FORMS, Clause
from socialvalue.contracts.lines import LineProgress, Progress, progress_of
from socialvalue.contracts.log import Day
from socialvalue.contracts.register import Register
from socialvalue.contracts.standing import Tracked
from socialvalue.engine.exact import half_up
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.model.days import days_on
from socialvalue.model.fields import day, one
from socialvalue.numbers import pounds, simplest
from socialvalue.units import UNITS
from socialvalue.words import day_words, number_of

__all__ = ["Allowance", "Allowed", "allowed"]

_NO_LOSS = (
    "Pounds at award are proxy values: what a clause allows is no measure of the council's loss, "
    "and nothing is withheld unless somebody decides it."
)


@attrs.frozen(kw_only=True, repr=False)
class Allowance(Shown):
    """What one clause allows.

    Attributes:
        clause: As it was entered.
        amount: £, to the penny; None for an action plan, and where it cannot be said yet.
        applies: Whether it allows anything.
        working: How it is worked out, in sentences.
    """

    clause: Clause
    amount: Decimal | None
    applies: bool
    working: tuple[str, ...]

    def _line(self) -> str:
        return f"{self.clause.reference}, {FORMS[self.clause.form]}, {self.result}"

    @property
    def result(self) -> str:
        """What it comes to, in words."""
        if not self.applies:
            return "nothing"
        return "may be asked for" if self.amount is None else pounds(self.amount)


@attrs.frozen(kw_only=True, repr=False)
class Allowed(Shown):
    """What the clauses of a contract allow as at a day.

    Attributes:
        progress: How the contract stands.
        clauses: What each allows.
    """

    progress: Progress
    clauses: tuple[Allowance, ...]

    def _line(self) -> str:
        many = number_of(len(self.clauses), "clause")
        return f"{self.progress.contract.reference!r}, {many}, as at {day_words(self.progress.on)}"

    def _blocks(self) -> Iterable[Block]:
        on = day_words(self.progress.on)
        title = f"{self.progress.contract.reference}: what clauses allow, as at {on}"
        if not self.clauses:
            yield Block(title, ("No clause was entered, so no pounds are worked out.",))
            return
        yield Block(title, (_NO_LOSS,))
        for each in self.clauses:
            words = f"{each.clause.reference}, {FORMS[each.clause.form]}: {each.result}"
            yield Block(words, each.working)
        yield Block("", (f"Delivery record: {self.progress.head}.",))

    def explain(self) -> Explanation:
        """What each clause allows, with how it is worked out."""
        return self._told()


def allowed(register: Register, reference: str, *, on: Day) -> Allowed:
    """What the clauses of a contract allow as at a day.

    It is what the clauses that were entered say, and never a decision.  While returns wait for the
    council nothing is allowed by it.

    Args:
        register: The delivery record.
        reference: Of the contract.
        on: The day as at which.

    Raises:
        NotFoundError: There is no such contract as at that day (SV950).
    """
    when = day(on)
    standing = one("allowed", Register, register).standing(when)
    tracked = standing[reference]
    found = progress_of(tracked, when, standing.head)
    mine = [each.noun for each in standing.of("clause") if each.contract == reference]
    last = {each.reference: each for each in mine}
    each_of = tuple(_allowance(each, tracked, found) for each in last.values())
    return Allowed(progress=found, clauses=each_of)


def _allowance(clause: Clause, tracked: Tracked, found: Progress) -> Allowance:
    about = [each for each in found.lines if not clause.lines or each.line in clause.lines]
    waits = sum(each.since is not None for each in about)
    if waits:
        many = number_of(waits, "commitment")
        why = f"{many} with returns that wait for the council: nothing is worked out before that."
        return Allowance(clause=clause, amount=None, applies=False, working=(why,))
    judged = days_on(found.on, -clause.grace)
    short = [each for each in (_short(one, tracked, judged, clause) for one in about) if each.due]
    due = sum((each.due for each in short), Fraction(0))
    met = sum((each.met for each in short), Fraction(0))
    share = met / due if due else None
    said = [*(each.words for each in short), *_sum_words(clause, met, due, judged)]
    if share is None or share >= Fraction(clause.trigger):
        said.append(f"That is not below {per_cent(Fraction(clause.trigger))}: it allows nothing.")
        return Allowance(clause=clause, amount=None, applies=False, working=tuple(said))
    if clause.rate is None:
        return Allowance(clause=clause, amount=None, applies=True, working=tuple(said))
    pence, words = _priced(clause, due - met, tracked.schedule.value.initial)
    return Allowance(clause=clause, amount=as_pounds(pence), applies=True,
                     working=(*said, *words))  # fmt: skip


@attrs.frozen
class _Short:
    """A commitment: what is due of it, what of that is verified, and the words."""

    due: Fraction
    met: Fraction
    words: str


def _short(each: LineProgress, tracked: Tracked, judged: date, clause: Clause) -> _Short:
    line = each.obligation
    due = tracked.schedule.due(line, judged) or Fraction(0)
    met = min(due, each.verified)
    name = UNITS[line.unit].name
    units = f"{to_two(due)} {name} due, {to_two(met)} of it verified"
    if not clause.in_pounds:
        return _Short(due, met, f"Commitment {each.line}: {units}.")
    pence = Fraction(line.pence(simplest(due))), Fraction(line.pence(simplest(met)))
    words = f"{pounds(as_pounds(int(pence[0])))} due, {pounds(as_pounds(int(pence[1])))} verified"
    return _Short(pence[0] / 100, pence[1] / 100, f"Commitment {each.line}: {units}; {words}.")


def _sum_words(clause: Clause, met: Fraction, due: Fraction, judged: date) -> Iterator[str]:
    what = "£ at award" if clause.in_pounds else "units"
    if not due:
        yield f"Nothing is due by {day_words(judged)}."
        return
    yield (
        f"By {day_words(judged)} in {what}: {to_two(met)} ÷ {to_two(due)} = "
        f"{per_cent(met / due)} of what is due is verified."
    )


def _priced(clause: Clause, short: Fraction, value: Decimal) -> tuple[int, Iterable[str]]:
    """Pence that a clause allows for what is short, and how they come about."""
    exact = short * Fraction(clause.rate or 0)
    pence = _rounded(exact, clause)
    words = [f"{to_two(short)} short × {clause.price} = {pounds(as_pounds(pence))}."]
    most = clause.most(value)
    if most is not None and exact > most[0]:
        pence = _rounded(most[0], clause)
        words.append(f"At most {pounds(as_pounds(pence))} ({most[1]}).")
    return pence, words


def _rounded(amount: Fraction, clause: Clause) -> int:
    pence = amount * 100
    if clause.rounding == "down":
        return pence.numerator // pence.denominator
    return half_up(pence.numerator, pence.denominator)
