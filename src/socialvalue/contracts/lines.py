"""How a contract stands: for each commitment what is due, reported and verified, as at a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.charts import Chart
from socialvalue.contracts.amounts import counted_words, per_cent, to_six, to_two
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.drawn.commitments import commitments_chart
from socialvalue.contracts.log import Day
from socialvalue.contracts.obligation import WHOLE, Obligation
from socialvalue.contracts.reckoning import beyond_pence, kept_of, sums_of
from socialvalue.contracts.register import Register
from socialvalue.contracts.schedule.agreed import Schedule
from socialvalue.contracts.standing import Delivered, Tracked
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.errors import NotFoundError, did_you_mean, problem
from socialvalue.model.days import days_of, days_on
from socialvalue.model.fields import day, one
from socialvalue.model.named import ByName
from socialvalue.numbers import pounds, sum_of
from socialvalue.tables import rows_to_frame
from socialvalue.words import day_words, listed, number_of

__all__ = ["STATES_OF_LINES", "LineProgress", "Progress", "progress", "progress_of"]

STATES_OF_LINES: Mapping[str, str] = {
    "overdue": "■ Overdue",
    "behind": "▲ Behind",
    "waiting": "◷ Waiting for us",
    "no_plan": "– No plan",
    "not_started": "○ Not started",
    "on_plan": "✔ On plan",
    "complete": "✔ Complete",
    "over": "✔ Complete, and more",
}
"""The states of a commitment, the most urgent first, and what a screen shows: sign and word."""


@attrs.frozen
class OfRecord:
    """Of what the figures of a commitment are worked out.

    Attributes:
        schedule: The agreed schedule.
        returns: Its returns that stand.
        on: The day as at which.
    """

    schedule: Schedule
    returns: tuple[Delivered, ...]
    on: date


@attrs.frozen(kw_only=True, repr=False)
class LineProgress(Shown):
    """How one commitment stands.

    Attributes:
        obligation: The commitment as awarded.
        committed: How much is committed, by the schedule in force.
        due: How much is due by now; None where no plan is agreed.
        reported: How much is reported in returns that stand.
        waiting: How much of it waits for the council.
        verified: How much is verified.
        opening: How much of what is verified is an opening position, not verified here.
        since: The day of the oldest return that waits, or None.
        kept: Of verified people, how many are said to have kept a job that they had.
        level: Of FTE-years, how many FTE at any one time are committed on that day.
        state: ``overdue``, ``behind``, ``waiting``, ``no_plan``, ``not_started``, ``on_plan``,
            ``complete`` or ``over``.
    """

    obligation: Obligation
    committed: Fraction
    due: Fraction | None
    reported: Fraction
    waiting: Fraction
    verified: Fraction
    opening: Fraction = Fraction(0)
    since: date | None
    kept: Fraction = Fraction(0)
    level: Fraction = Fraction(0)
    state: str
    _record: OfRecord | None = attrs.field(default=None, eq=False, repr=False)

    @property
    def line(self) -> str:
        """Its number."""
        return self.obligation.line

    @property
    def gap(self) -> Fraction:
        """How much is due and neither verified nor waiting; 0 where nothing is."""
        due = Fraction(0) if self.due is None else self.due
        return max(due - self.verified - self.waiting, Fraction(0))

    def _pence(self, quantity: Fraction) -> int:
        return self.obligation.pence(quantity)

    @cached_property
    def promised_pence(self) -> int:
        """Pence that are committed."""
        return self._pence(self.committed)

    @cached_property
    def expected_pence(self) -> int:
        """Pence that are due by now; 0 where no plan is agreed."""
        return self._pence(self.due or Fraction(0))

    @cached_property
    def reported_pence(self) -> int:
        """Pence that are reported."""
        return self._pence(self.reported)

    @cached_property
    def delivered_pence(self) -> int:
        """Pence that are verified, over-delivery among them."""
        return self._pence(self.verified)

    @property
    def capped_pence(self) -> int:
        """Pence that are verified, up to what is committed."""
        return min(self.delivered_pence, self.promised_pence)

    def _line(self) -> str:
        due = "no plan" if self.due is None else to_two(self.due)
        return (
            f"{self.line}, {self.obligation.code}, {to_two(self.committed)} committed, {due} due, "
            f"{to_two(self.reported)} reported, {to_two(self.verified)} verified, "
            f"{STATES_OF_LINES[self.state]}"
        )


@attrs.frozen(kw_only=True, repr=False)
class Progress(Shown, ByName[LineProgress]):
    """How a contract stands as at a day, a row a commitment; found by its line.

    Attributes:
        contract: As agreed by that day: who, until when, with which commitments.
        on: The day as at which.
        version: Of the agreed schedule in force.
        lines: One for each commitment that binds.
        beyond: Returns of what is beyond the contract.
        head: Of the delivery record, as printed.
        ended: The day on which it was ended before its time, or None.
    """

    contract: Contract
    on: date
    version: int
    lines: tuple[LineProgress, ...]
    beyond: tuple[Delivered, ...] = attrs.field(repr=False)
    head: str
    ended: date | None = None

    def _named(self) -> Iterable[tuple[str, LineProgress]]:
        return ((each.line, each) for each in self.lines)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each.line for each in self.lines], label="commitments")
        found = self.contract.reference
        return NotFoundError(problem("SV951", contract=found, found=name, hint=hint))

    @property
    def promised(self) -> Decimal:
        """£ committed."""
        return as_pounds(sum(each.promised_pence for each in self.lines))

    @property
    def expected(self) -> Decimal:
        """£ due by now, of commitments that have a plan."""
        return as_pounds(sum(each.expected_pence for each in self.lines))

    @property
    def reported(self) -> Decimal:
        """£ reported."""
        return as_pounds(sum(each.reported_pence for each in self.lines))

    @property
    def delivered(self) -> Decimal:
        """£ verified, over-delivery among them."""
        return as_pounds(sum(each.delivered_pence for each in self.lines))

    @property
    def capped(self) -> Decimal:
        """£ verified, no commitment over 100%."""
        return as_pounds(sum(each.capped_pence for each in self.lines))

    @property
    def unpromised(self) -> Decimal:
        """£ verified beyond the contract, in no ratio."""
        return as_pounds(sum(map(beyond_pence, self.beyond)))

    @property
    def compliance(self) -> Fraction | None:
        """What is delivered against commitment ÷ what is committed; None without a commitment."""
        return Fraction(self.capped) / Fraction(self.promised) if self.promised else None

    def to_frame(self, backend: str = "polars", *, texts: bool = False) -> Any:
        """A row a commitment: quantities as Decimals to six places, pounds as whole pence.

        Args:
            backend: "polars", "pandas" or "pyarrow"; that library must be installed.
            texts: Whether quantities are texts instead of Decimals.
        """
        return rows_to_frame(self.columns(), backend, decimals=_AMOUNTS, texts=texts)

    def columns(self) -> dict[str, list[Any]]:
        """What `to_frame` makes a table of: names to cells."""
        rows = [_row(each, self.contract.reference) for each in self.lines]
        return {name: [row[name] for row in rows] for name in _COLUMNS}

    def chart(self) -> Chart:
        """Each commitment in per cent of what is committed: due, reported, verified."""
        return commitments_chart(self.contract.reference, self.on, self.lines)

    def explain(self) -> Explanation:
        """How it stands, units first, and the pounds in one sentence."""
        return self._told()

    def _line(self) -> str:
        states = [STATES_OF_LINES[each.state] for each in self.lines]
        counted = (f"{states.count(each)} {each}" for each in dict.fromkeys(states))
        return f"{self.contract.reference!r}, as at {day_words(self.on)}, {', '.join(counted)}"

    def _blocks(self) -> Iterable[Block]:
        late = [each for each in self.lines if each.state in {"overdue", "behind"}]
        waits = [each for each in self.lines if each.since is not None]
        who = listed(each.name for each in self.contract.suppliers)
        heads = ("no.", "commitment", "committed", "due by now", "reported", "verified", "status")
        rows = tuple(_cells(each) for each in self.lines)
        title = f"{self.contract.reference}: {self.contract.title}"
        asked = (f"Question: {each.message} ({each.code})" for each in self.contract.questions)
        said = (
            f"{who}. As at {day_words(self.on)}, agreed schedule, version {self.version}.",
            f"{_of(len(late), len(rows), 'late')}; {_waiting(waits, self.on)}.",
            *asked,
        )
        yield Block(title, said, heads, rows, (2, 3, 4, 5), lead=2)
        yield Block("", tuple(self._foot()))

    def _foot(self) -> Iterable[str]:
        yield (
            f"£ at award, proxy values and not savings: committed {pounds(self.promised)}, due by "
            f"now {pounds(self.expected)}, reported {pounds(self.reported)}, verified against "
            f"commitment {pounds(self.capped)} ({per_cent(self.compliance)})."
        )
        if self.ended is not None:
            short = sum(max(each.expected_pence - each.delivered_pence, 0) for each in self.lines)
            yield (
                f"The contract was ended on {day_words(self.ended)}. Not verified of what was due "
                f"by then: {pounds(as_pounds(short))}; of all that was committed: "
                f"{pounds(sum_of((self.promised, self.capped.copy_negate())))}."
            )
        if self.beyond:
            yield f"Delivered beyond the contract, apart: {pounds(self.unpromised)}."
        opening = sum(bool(each.opening) for each in self.lines)
        if opening:
            yield f"Not verified here: the opening position of {number_of(opening, 'commitment')}."
        yield f"Delivery record: {self.head}."


def _of(count: int, out_of: int, word: str) -> str:
    return f"{count} of {number_of(out_of, 'commitment')} {'is' if count == 1 else 'are'} {word}"


def _waiting(waits: list[LineProgress], on: date) -> str:
    if not waits:
        return "nothing waits for us"
    days = (on - min(each.since for each in waits if each.since)).days
    return (
        f"{len(waits)} {'waits' if len(waits) == 1 else 'wait'} for us ({number_of(days, 'day')})"
    )


def _cells(each: LineProgress) -> tuple[str, ...]:
    """A row for people: what is measured in what, and where it stands."""
    held = each.obligation
    whole = each.due is not None and held.unit in WHOLE
    due = "–" if each.due is None else to_two(Fraction(floor(each.due)) if whole else each.due)
    named = f"{held.code} {held.title}" + (f" [{held.activity}]" if held.activity else "")
    return (each.line, named, counted_words(each.committed, held.unit), due, to_two(each.reported),
            to_two(each.verified), STATES_OF_LINES[each.state])  # fmt: skip


_AMOUNTS = ("committed", "due", "reported", "verified", "waiting", "gap")
_COLUMNS = (
    "contract", "line", "measure", "title", "unit", *_AMOUNTS, "state", "waiting_since",
    "promised_pence", "expected_pence", "reported_pence", "delivered_pence", "capped_pence",
)  # fmt: skip


def _row(each: LineProgress, reference: str) -> dict[str, Any]:
    held = each.obligation
    amounts = {name: to_six(getattr(each, name)) for name in _AMOUNTS}
    pence = {name: getattr(each, name) for name in _COLUMNS if name.endswith("_pence")}
    return {"contract": reference, "line": each.line, "measure": held.code, "title": held.title,
            "unit": held.unit, **amounts, "state": each.state, "waiting_since": each.since,
            **pence}  # fmt: skip


# --- how it is worked out -----------------------------------------------------------------


def progress(
    register: Register, reference: str, *, on: Day, known: Day | None = None, grace: int = 0
) -> Progress:
    """How a contract stands as at a day: committed, due, reported and verified, by commitment.

    A commitment is behind only on what its supplier has not reported: what waits for the council
    is the council's own backlog.

    Args:
        register: The delivery record.
        reference: Of the contract.
        on: The day as at which.
        known: As known on this day; today's knowledge, if not given.
        grace: Days that a commitment may be late before it is called so.

    Raises:
        NotFoundError: There is no such contract as at that day (SV950).

    Example:
        >>> import socialvalue as sv
        >>> tender, bids = sv.read_tender("docs/examples/highways/tender.yaml")
        >>> result = sv.evaluate(tender, bids, sv.load(tender.framework))
        >>> contract = sv.contracts.award(result, "Brook & Daughters", reference="ECC-0412",
        ...                               starts="2022-09-01", ends="2025-08-31")
        >>> register = sv.contracts.open_register()
        >>> _ = register.add(contract, by="procurement", on="2022-08-20")
        >>> sv.contracts.progress(register, "ECC-0412", on="2022-12-31")["1"]
        <LineProgress: 1, ECC1, 24 committed, 2.67 due, 0 reported, 0 verified, ▲ Behind>
    """
    when = day(on)
    standing = one("progress", Register, register).standing(when, known)
    return progress_of(standing[reference], when, standing.head, days_of(grace, "grace"))


def progress_of(tracked: Tracked, on: date, head: str, grace: int = 0) -> Progress:
    """How a contract stands that was read as at a day.

    Args:
        tracked: The contract with its returns, of `Register.standing`.
        on: The day that is judged.
        head: Of the delivery record, as printed.
        grace: Days that a commitment may be late before it is called so.
    """
    schedule = tracked.schedule
    lines = tuple(_progress_of(each, tracked, on, grace) for each in schedule.lines)
    return Progress(
        contract=schedule.now, on=on, version=tracked.version, lines=lines,
        beyond=tracked.returns_of(""), head=head, ended=schedule.ended,
    )  # fmt: skip


def _progress_of(line: Obligation, tracked: Tracked, on: date, grace: int) -> LineProgress:
    schedule, returns = tracked.schedule, tracked.returns_of(line.line)
    judged = days_on(on, -grace)
    undecided = [each for each in returns if not each.is_decided]
    waits = [each.entry.on for each in undecided if each.waiting]
    opening = sum((Fraction(each.verified) for each in undecided if each.state == "opening"),
                  Fraction(0))  # fmt: skip
    reported, waiting, verified = sums_of(line, returns)
    due = schedule.due(line, on)
    late = due if judged == on else schedule.due(line, judged)
    found = LineProgress(
        obligation=line, committed=schedule.committed(line, on), due=late,
        reported=reported, waiting=waiting, verified=verified, opening=opening, state="",
        since=min(waits, default=None), kept=kept_of(line, returns),
        level=schedule.level(line, on) if line.unit == "fte_year" else Fraction(0),
        record=OfRecord(schedule, returns, on),
    )  # fmt: skip
    return attrs.evolve(found, due=due, state=_state(found, schedule.overdue(line, judged)))


def _state(each: LineProgress, overdue: Fraction) -> str:
    """Where a commitment stands; `due` is what is judged on, `overdue` what has passed its day."""
    standing = each.verified + each.waiting
    if each.verified >= each.committed:
        return "over" if each.verified > each.committed else "complete"
    if standing < _judged(each, overdue):
        return "overdue"
    if each.due is None:
        return "waiting" if each.waiting else "no_plan"
    need = _judged(each, each.due)
    if standing < need:
        return "behind"
    if each.verified < need:
        return "waiting"
    return "on_plan" if standing else "not_started"


def _judged(each: LineProgress, owed: Fraction) -> Fraction:
    """What is owed as it is judged: units that come whole on whole ones."""
    return Fraction(floor(owed)) if each.obligation.unit in WHOLE else owed
