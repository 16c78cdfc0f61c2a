"""What is proposed for an indicator: a share of what is due, and the rating that it comes to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from math import floor

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import per_cent
from socialvalue.contracts.entered import RATINGS, Kpi, RatingBands
from socialvalue.contracts.entered.indicators import BASES
from socialvalue.contracts.obligation import WHOLE, Obligation
from socialvalue.contracts.reckoning import sums_of
from socialvalue.contracts.standing import Delivered, Tracked
from socialvalue.numbers import simplest
from socialvalue.words import day_words, number_of

__all__ = ["Proposal", "proposal_of"]


@attrs.frozen(kw_only=True, repr=False)
class Proposal(Shown):
    """What the figures come to for one indicator, as at a day; a person decides.

    Attributes:
        share: Of what is due, from 0 to 1, nothing counted for more than is due; None where there
            is none.
        rating: What is proposed, one of the regulations' words in lower case; "" where nothing is.
        why: Why it is proposed, or why nothing is, in words.
        waiting: The entries of returns that wait for the council.
    """

    share: Fraction | None = None
    rating: str = ""
    why: str
    waiting: tuple[int, ...] = ()

    def _line(self) -> str:
        return f"{RATINGS[self.rating]}: {self.why}" if self.rating else f"nothing: {self.why}"


@attrs.frozen
class _Due:
    """A commitment, what of it is due, and what of that is verified."""

    line: Obligation
    due: Fraction
    met: Fraction

    def pence(self, amount: Fraction) -> int:
        """What of it is worth at award."""
        return self.line.pence(simplest(amount))


def proposal_of(kpi: Kpi, tracked: Tracked, bands: RatingBands | None, on: date) -> Proposal:
    """What is proposed for an indicator by a day; never while returns wait for the council.

    Args:
        kpi: The indicator.
        tracked: The contract, read as at a day on which the returns were in.
        bands: From which share which rating is proposed.
        on: The last day that is judged; returns of later periods do not count.
    """
    if not kpi.lines:
        return Proposal(why="it is about no commitment of the contract: a person rates it")
    waits = [each for line in kpi.lines for each in _until(tracked, line, on)
             if each.state == "reported"]  # fmt: skip
    if waits:
        since, verb = min(each.entry.on for each in waits), "waits" if len(waits) == 1 else "wait"
        why = f"{number_of(len(waits), 'return')} {verb} for us, since {day_words(since)}"
        return Proposal(why=why, waiting=tuple(each.seq for each in waits))
    if bands is None:
        return Proposal(why="nobody has set from which share which rating is proposed")
    share = _share(list(_due(kpi, tracked, on)), bands.basis)
    if share is None:
        return Proposal(why=f"nothing of it is due by {day_words(on)}")
    why = f"{per_cent(share)} of what is due by {day_words(on)}, by {BASES[bands.basis]}"
    return Proposal(share=share, rating=bands.rating(share), why=why)


def _until(tracked: Tracked, line: str, on: date) -> tuple[Delivered, ...]:
    """The returns of a commitment whose period is over by a day."""
    held = tracked.returns_of(line)
    return tuple(each for each in held if each.data["ends"]["$date"] <= on.isoformat())


def _due(kpi: Kpi, tracked: Tracked, on: date) -> Iterator[_Due]:
    """Its commitments of which something is due; whole units are due whole."""
    for name in kpi.lines:
        line = tracked.schedule[name]
        due = tracked.schedule.due(line, on) or Fraction(0)
        due = Fraction(floor(due)) if line.unit in WHOLE else due
        if due:
            *_, verified = sums_of(line, _until(tracked, name, on))
            yield _Due(line, due, min(verified, due))


def _share(held: list[_Due], basis: str) -> Fraction | None:
    """A sum over a sum; None where nothing is due."""
    if basis == "commitments":
        met, due = sum(each.met >= each.due for each in held), len(held)
        return Fraction(met, due) if due else None
    if basis == "pounds":
        due = sum(each.pence(each.due) for each in held)
        return Fraction(sum(each.pence(each.met) for each in held), due) if due else None
    units = sum((each.due for each in held), Fraction(0))
    return sum((each.met for each in held), Fraction(0)) / units if units else None
