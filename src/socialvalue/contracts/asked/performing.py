"""The indicators of a contract as at a day: wording, what is proposed, what a person confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.amounts import per_cent
from socialvalue.contracts.contract import Contract
from socialvalue.contracts.entered import RATINGS, Kpi, KpiSet, Rating
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.handover.wording import indicator_of
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.performance import Proposal, duty_of, kpis_of, proposal_of
from socialvalue.contracts.standing import Standing, Tracked
from socialvalue.errors import NotFoundError, Problem, did_you_mean, problem
from socialvalue.model.fields import as_read
from socialvalue.model.named import ByName
from socialvalue.words import day_words

__all__ = ["KpiStanding", "Performance", "performance_of"]


@attrs.frozen(kw_only=True, repr=False)
class KpiStanding(Shown):
    """One indicator as at a day.

    Attributes:
        kpi: The indicator.
        wording: As it is published, with the target of the schedule in force.
        proposal: What the figures come to.
        rating: What a person confirmed last, or None.
        entry: The number of the entry of that, or None.
    """

    kpi: Kpi
    wording: str
    proposal: Proposal
    rating: Rating | None = None
    entry: int | None = None

    def _line(self) -> str:
        return f"{self.kpi.id}, {self.kpi.title}, proposed {self.proposed}, {self.confirmed}"

    @property
    def proposed(self) -> str:
        """What is proposed, in the regulations' words."""
        return RATINGS.get(self.proposal.rating, "nothing")

    @property
    def confirmed(self) -> str:
        """What a person confirmed, in words, with who and for which days."""
        if self.rating is None:
            return "not rated yet"
        days = f"{day_words(self.rating.starts)} to {day_words(self.rating.ends)}"
        who = self.rating.confirmed_by
        return f"{self.rating.words} for {days}, confirmed by {who}"


@attrs.frozen(kw_only=True, repr=False)
class Performance(Shown, ByName[KpiStanding]):
    """The indicators of a contract as at a day; found by their id.

    Attributes:
        contract: As awarded.
        on: The day as at which.
        indicators: As they were set, or None where nobody has set any.
        kpis: How each stands.
        questions: What the Act asks for, and what somebody should look at.
        head: Of the delivery record, as printed.
    """

    contract: Contract
    on: date
    indicators: KpiSet | None
    kpis: tuple[KpiStanding, ...]
    questions: tuple[Problem, ...]
    head: str

    def _named(self) -> Iterable[tuple[str, KpiStanding]]:
        return ((each.kpi.id, each) for each in self.kpis)

    def _unknown(self, name: str) -> NotFoundError:
        hint = did_you_mean(name, [each.kpi.id for each in self.kpis], label="indicators")
        return NotFoundError(problem("SV1045", contract=self.contract.reference, found=name,
                                     hint=hint))  # fmt: skip

    def columns(self) -> dict[str, list[Any]]:
        """A row an indicator: names to cells."""
        rows = [_row(each, self.contract.reference) for each in self.kpis]
        return {name: [row[name] for row in rows] for name in _COLUMNS}

    def explain(self) -> Explanation:
        """Each indicator with its wording, what is proposed and why, and what was confirmed."""
        return self._told()

    def _line(self) -> str:
        rated = sum(each.rating is not None for each in self.kpis)
        when = day_words(self.on)
        return f"{self.contract.reference!r}, as at {when}, {rated} of {len(self.kpis)} rated"

    def _blocks(self) -> Iterable[Block]:
        title = f"{self.contract.reference}: key performance indicators as at {day_words(self.on)}"
        bands = None if self.indicators is None else self.indicators.bands
        said = [f"Proposed from these bands: {bands._line()}."] if bands else []
        heads = ("no.", "indicator", "share", "proposed", "why", "confirmed")
        rows = tuple(map(_cells, self.kpis))
        yield Block(title, tuple(said), heads, rows, (2,), lead=2)
        yield Block("As published", tuple(f"{each.kpi.id}. {each.kpi.title}. {each.wording}"
                                          for each in self.kpis))  # fmt: skip
        yield Block("", tuple(self._foot()))

    def _foot(self) -> Iterator[str]:
        yield "A rating is a person's decision; what is proposed rests on verified returns alone."
        yield from (f"Question: {each.message} ({each.code})." for each in self.questions)
        yield from (_shown(each.rating) for each in self.kpis if each.rating is not None)
        yield f"Delivery record: {self.head}."


def _shown(rating: Rating) -> str:
    """When a rating was shown to the supplier, and what the supplier says to it."""
    if rating.shown_on is None:
        return f"The rating of indicator {rating.kpi} was not shown to the supplier."
    said = f", who says: {rating.comment}" if rating.comment.strip() else ", who says nothing to it"
    when = day_words(rating.shown_on)
    return f"The rating of indicator {rating.kpi} was shown to supplier on {when}{said}."


def _cells(each: KpiStanding) -> tuple[str, ...]:
    share = "–" if each.proposal.share is None else per_cent(each.proposal.share)
    return (each.kpi.id, each.kpi.title, share, each.proposed, each.proposal.why, each.confirmed)


_COLUMNS = (
    "contract", "kpi", "title", "wording", "months", "share", "proposed", "why", "rating",
    "rating_starts", "rating_ends", "confirmed_by", "shown_on",
)  # fmt: skip


def _row(each: KpiStanding, reference: str) -> dict[str, Any]:
    held = each.rating
    share = None if each.proposal.share is None else str(each.proposal.share)
    row: dict[str, Any] = {
        "contract": reference, "kpi": each.kpi.id, "title": each.kpi.title,
        "wording": each.wording, "months": each.kpi.every, "share": share,
        "proposed": each.proposal.rating, "why": each.proposal.why,
    }  # fmt: skip
    if held is None:
        return {**dict.fromkeys(_COLUMNS), **row}
    return {**row, "rating": held.rating, "rating_starts": held.starts, "rating_ends": held.ends,
            "confirmed_by": held.confirmed_by, "shown_on": held.shown_on}  # fmt: skip


# --- how it is read -----------------------------------------------------------------------


def performance_of(
    standing: Standing, reference: str, on: date, *, through: date | None = None, head: str = ""
) -> Performance:
    """The indicators of a contract, of a record read as at a day.

    Args:
        standing: What the record comes to as at that day.
        reference: Of the contract.
        on: The day.
        through: The last day that is judged; that day, if not given.
        head: Of the record.
    """
    tracked, held = standing[reference], kpis_of(standing, reference)
    last: dict[str, Entry] = {}
    for each in standing.of("rate"):
        if each.contract == reference:
            last[as_read(each.noun.kpi)] = each
    found = []
    for kpi in held.kpis if held else ():
        rated = last.get(as_read(kpi.id))
        found.append(KpiStanding(
            kpi=kpi, wording=wording_of(kpi, tracked),
            proposal=proposal_of(kpi, tracked, held.bands if held else None,
                                 through or on),
            rating=rated.noun if rated else None, entry=rated.seq if rated else None,
        ))  # fmt: skip
    return Performance(contract=tracked.schedule.now, on=on, indicators=held, kpis=tuple(found),
                       questions=tuple(duty_of(tracked.contract, held)), head=head)  # fmt: skip


def wording_of(kpi: Kpi, tracked: Tracked) -> str:
    """An indicator as it is published: number, unit, day, evidence, and how often.

    Args:
        kpi: The indicator.
        tracked: The contract, with the schedule in force.
    """
    if not kpi.lines:
        return f"Target: {kpi.target.strip().rstrip('.')}. Reported {kpi.often}."
    return " ".join(_wording(tracked.schedule[each], kpi, tracked) for each in kpi.lines)


def _wording(line: Obligation, kpi: Kpi, tracked: Tracked) -> str:
    """Of one of its commitments; named, where there are several."""
    kinds = [each.replace("_", " ") for each in kpi.measured_by]
    held = attrs.evolve(line, evidence_wanted=kinds or line.evidence_wanted)
    found = indicator_of(held, tracked.schedule.term, committed=tracked.schedule.agreed(line),
                         every=kpi.every)  # fmt: skip
    return found.description if len(kpi.lines) == 1 else f"{found.title}. {found.description}"
