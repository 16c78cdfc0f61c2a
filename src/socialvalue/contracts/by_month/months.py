"""The chart of all contracts: what was committed, due and delivered at the end of each month."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from socialvalue.charts import Chart, lines
from socialvalue.contracts.amounts import in_short
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.lines import progress_of
from socialvalue.contracts.standing import standing_of
from socialvalue.engine.exact import pounds as as_pounds
from socialvalue.model.days import month_ends
from socialvalue.words import day_words

__all__ = ["months_chart"]

_NAMES = ("Committed", "Due", "Delivered against commitment")


def months_chart(entries: Iterable[Entry], on: date, known: date | None = None) -> Chart:
    """£ committed, due by now and delivered against commitment, as at the end of each month.

    Args:
        entries: Of the delivery record.
        on: The last day that is drawn.
        known: As known on this day; today's knowledge, if not given.
    """
    held = tuple(entries)
    first = min((each.on for each in held if each.on <= on), default=on)
    sums = {day: _pence(held, day, known) for day in month_ends(first, on)}
    rows = [(day.isoformat(), name, pence) for day, each in sums.items()
            for name, pence in zip(_NAMES, each, strict=True)]  # fmt: skip
    committed, due, capped = (in_short(as_pounds(each)) for each in sums[on])
    behind = sums[on][2] < sums[on][1]
    title = (
        f"Delivered against commitment by {day_words(on)}: {capped}, "
        f"{'less than' if behind else 'at least'} the {due} due by then"
    )
    said = f"£ at the end of each month since {day_words(first)}; {committed} are committed."
    return lines(title, said, ("day", "what", "pence"), rows)


def _pence(entries: tuple[Entry, ...], on: date, known: date | None) -> tuple[int, int, int]:
    contracts = standing_of(entries, on, known).contracts.values()
    found = [line for each in contracts for line in progress_of(each, on, "").lines]
    return (
        sum(each.promised_pence for each in found),
        sum(each.expected_pence for each in found),
        sum(each.capped_pence for each in found),
    )
