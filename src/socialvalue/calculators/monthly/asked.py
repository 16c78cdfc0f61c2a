"""What a supplier is asked to report: its commitments of one contract, for one period."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Final

import attrs

from socialvalue.contracts import (
    Contract,
    Delivered,
    Obligation,
    Period,
    Progress,
    Tracked,
    periods_of,
    progress_of,
)
from socialvalue.model.canonical import fingerprint
from socialvalue.model.days import days_on
from socialvalue.model.fields import day
from socialvalue.units import counted_in

__all__ = ["ReturnAsked", "RowAsked", "asked_by", "asked_of", "file_names", "suppliers_of"]

_FORM: Final = "1"
"""The version of the form."""
_LONGEST: Final = 40
_FROM: Final = " from "
"""Between a commitment and the first day that is asked of, where the days before are reported."""


@attrs.frozen(kw_only=True)
class RowAsked:
    """One row of a return.

    Attributes:
        key: What stands in its first column: the commitment's number, and of what was sent back
            the entry that it takes the place of.
        obligation: The commitment.
        period: The days that it is of.
        title: The commitment in words.
        committed: How much is committed, in words.
        verified: How much is verified so far.
        due: How much is due at the end of the period, in words.
        replaces: The entry of the return that was sent back, or None.
    """

    key: str
    obligation: Obligation
    period: Period
    title: str
    committed: str
    verified: str
    due: str
    replaces: int | None = None

    @property
    def unit(self) -> str:
        """What it is counted in, in words."""
        return counted_in(self.obligation.unit)

    @property
    def fixed(self) -> tuple[str, str, str, str]:
        """What must not change between sending it out and reading it."""
        return self.key, self.title, self.committed, self.unit


@attrs.frozen(kw_only=True)
class ReturnAsked:
    """What one supplier is asked of one contract, for one period.

    Attributes:
        contract: The contract.
        supplier: Its name, as the contract has it.
        period: The days that are reported.
        version: Of the agreed schedule.
        rows: What is asked.
    """

    contract: Contract
    supplier: str
    period: Period
    version: int
    rows: tuple[RowAsked, ...]

    @cached_property
    def fingerprint(self) -> str:
        """The sha256 of what is asked: contract, supplier, period, commitments and units."""
        days = [self.period.starts.isoformat(), self.period.ends.isoformat()]
        return fingerprint({
            "form": _FORM, "contract": self.contract.reference, "supplier": self.supplier,
            "period": days, "rows": [list(each.fixed) for each in self.rows],
        })  # fmt: skip

    @property
    def has_new(self) -> bool:
        """Whether it asks for anything beside what was sent back."""
        return any(each.replaces is None for each in self.rows)

    @property
    def words(self) -> str:
        """Whose return of what it is, in words."""
        return f"{self.contract.reference}, {self.supplier}, {self.period}"


def file_names(words: Iterable[str]) -> dict[str, str]:
    """A part of a file's name for each of some names: letters, digits and hyphens, no two alike.

    Example:
        >>> file_names(["Ann & Lee", "Ann, Lee", "../.."])
        {'Ann & Lee': 'ann-lee', 'Ann, Lee': 'ann-lee-2', '../..': 'x'}
    """
    found: dict[str, str] = {}
    for each in words:
        plain = re.sub(r"[^\w]+", "-", each.casefold()).strip("-_")[:_LONGEST] or "x"
        name, number = plain, 1
        while name in found.values():
            number += 1
            name = f"{plain}-{number}"
        found[each] = name
    return found


def suppliers_of(contract: Contract) -> Iterator[tuple[str, tuple[Obligation, ...]]]:
    """Each supplier that must deliver something, with its commitments; the first has the rest."""
    lead = contract.suppliers[0].name
    for each in contract.suppliers:
        mine = tuple(one for one in contract.schedule if (one.owner or lead) == each.name)
        if mine:
            yield each.name, mine


def asked_of(
    tracked: Tracked, *, on: date, every: int, since: date | None = None
) -> tuple[ReturnAsked, ...]:
    """What the suppliers of a contract are still to report, period by period.

    A period is asked of from its first day on, until something was said of every commitment:
    a figure, or that nothing happened.  What was sent back is asked again with the last one.  Of a
    contract that was taken over, no period is asked that ended by the day of its opening position.

    Args:
        tracked: The contract, as at the day.
        on: The day.
        every: How many months a period has.
        since: Periods that ended before this day are not asked of.
    """
    contract, found = tracked.schedule.now, list[ReturnAsked]()
    begun = [each for each in periods_of(contract.term, every) if each.starts <= on]
    first = max((_after_opening(tracked), since or date.min))
    periods = [each for each in begun if each.ends >= first]
    for supplier, lines in suppliers_of(contract):
        for period in periods:
            keys = [key for each in lines if (key := _key_in(each, period, tracked))]
            if period == periods[-1]:
                keys += [_key(each) for each in _sent_back(lines, tracked)]
            if keys:
                found.append(asked_by(keys, tracked, supplier, period))
    return tuple(found)


def _after_opening(tracked: Tracked) -> date:
    """The day after the opening position of a contract that was taken over."""
    taken = (each.noun.ends for each in tracked.returns if each.noun.opening is not None)
    return max((days_on(each, 1) for each in taken), default=date.min)


def asked_by(keys: Iterable[str], tracked: Tracked, supplier: str, period: Period) -> ReturnAsked:
    """What is asked by the first column of a return.

    Args:
        keys: What stands in it.
        tracked: The contract, as at the day.
        supplier: Its name, as the contract has it.
        period: The days that are reported.

    Raises:
        KeyError: The supplier has no such commitment, or no return of it was sent back.
    """
    contract = tracked.schedule.now
    mine = {each.line: each for each in dict(suppliers_of(contract)).get(supplier, ())}
    sent = {_key(each): each for each in tracked.returns if each.line in mine}
    then: dict[date, Progress] = {}
    rows = []
    for key in keys:
        line, days = _named(key, period, sent)
        if days.ends not in then:
            then[days.ends] = progress_of(tracked, days.ends, "")
        row = _row(mine[line], days, then[days.ends])
        if key in sent:
            row = _again(row, sent[key])
        elif key != line:
            row = attrs.evolve(row, key=key, title=f"{row.title} ({days})")
        rows.append(row)
    return ReturnAsked(contract=contract, supplier=supplier, period=period,
                       version=tracked.version, rows=tuple(rows))  # fmt: skip


def _named(key: str, period: Period, sent: Mapping[str, Delivered]) -> tuple[str, Period]:
    """The commitment that a key means, and the days."""
    if key in sent:
        noun = sent[key].noun
        return noun.line, Period(noun.starts, noun.ends)
    line, word, first = key.rpartition(_FROM)
    return (line, Period(day(first), period.ends)) if word else (key, period)


def _key_in(line: Obligation, period: Period, tracked: Tracked) -> str:
    """What is asked of a commitment in a period: all of it, the days from one on, or nothing ("").

    What was sent back is asked again by itself.
    """
    held = [*tracked.returns_of(line.line), *_sent_back((line,), tracked)]
    inside = [each.noun.ends for each in held
              if each.noun.starts <= period.ends and period.starts <= each.noun.ends]  # fmt: skip
    if not inside:
        return line.line
    last = max(inside)
    return "" if last >= period.ends else f"{line.line}{_FROM}{days_on(last, 1)}"


def _sent_back(lines: Iterable[Obligation], tracked: Tracked) -> list[Delivered]:
    """Returns of some commitments that were returned to the supplier, and not made anew."""
    names = {each.line for each in lines}
    return [each for each in tracked.returns if each.line in names and each.state == "returned"]


def _key(sent: Delivered) -> str:
    return f"{sent.line} again, entry {sent.seq}"


def _again(row: RowAsked, sent: Delivered) -> RowAsked:
    """A row for what was sent back, with the reason."""
    why = f"({row.period}). Returned to you: {' '.join(sent.last.reason.split())}"
    return attrs.evolve(row, key=_key(sent), title=f"{row.title} {why}", replaces=sent.seq)


def _row(line: Obligation, period: Period, then: Progress) -> RowAsked:
    held = then[line.line]
    return RowAsked(
        key=line.line, obligation=line, period=period, title=_titled(line),
        committed=line.amount if line.unit == "text" else line.counted(held.committed),
        verified=line.counted(held.verified),
        due="no plan is agreed" if held.due is None else line.counted(line.in_whole(held.due)),
    )  # fmt: skip


def _titled(line: Obligation) -> str:
    return f"{line.code} {line.title}" + (f" [{line.activity}]" if line.activity else "")
