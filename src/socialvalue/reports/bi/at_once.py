"""Returns and what is due as columns, each made at once; `rows` of `delivered` are the oracle.

What is asked of a million returns is asked of a whole column of them.  Taken is what is plain:
returns that were decided on, of a commitment that is added up, in whole millionths.  All else is
left to the rows, which are slow and say what a column is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, chain
from operator import attrgetter, sub
from typing import Any, Final

import attrs
import numpy as np

from socialvalue.contracts import Delivered, Obligation
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.standing import STATES
from socialvalue.reports.bi.starred import MICRO, LineKeys, Star

__all__ = ["Columns", "halves_up", "millionths", "of_decided", "parted"]

_DIGITS: Final = 15
"""Decimals of so many digits are told apart by their doubles."""


@attrs.frozen
class Columns:
    """The cells of a table, a list a column."""

    held: tuple[list[Any], ...]

    @classmethod
    def of(cls, width: int) -> Columns:
        """So many columns without a cell."""
        return cls(tuple([] for _ in range(width)))

    def add(self, rows: Iterable[Sequence[Any]]) -> None:
        """Add rows."""
        for column, cells in zip(self.held, zip(*rows, strict=True), strict=False):
            column.extend(cells)

    def add_columns(self, columns: Iterable[Sequence[Any]]) -> None:
        """Add columns of one length."""
        for column, cells in zip(self.held, columns, strict=True):
            column.extend(cells)


def millionths(texts: Sequence[str]) -> list[int] | None:
    """Decimals as whole millionths; None where one of them is none, or is no decimal.

    A double stands for one decimal of up to 15 digits.  So a text of that length is a whole number
    of millionths where its double is that of one.

    Args:
        texts: Numbers of 0 or more, as an entry writes them.

    Example:
        >>> millionths(["2.5", "0.000001"]), millionths(["0.0000001"]), millionths([""])
        ([2500000, 1], None, None)
    """
    if not all(texts) or max(map(len, texts), default=0) > _DIGITS:
        return None
    numbers = np.array([*map(float, texts)])
    scaled = np.rint(numbers * MICRO)
    fits = (scaled < 10**_DIGITS) & (scaled / MICRO == numbers)
    return scaled.astype(np.int64).tolist() if fits.all() else None


def halves_up(amounts: Iterable[int], above: int, below: int) -> list[int]:
    """What `half_up` says of each amount × above ÷ below, all at once."""
    times, twice = 2 * above, 2 * below
    return [(each * times + below) // twice for each in amounts]


@attrs.frozen
class Parted:
    """The returns of a commitment of which each counts from its one decision on, or never did.

    Attributes:
        decided: Those that were verified: day and number of the decision, return and decision.
        others: Those that wait.
    """

    decided: list[tuple[date, int, Entry, Entry]]
    others: list[Delivered]


def parted(returns: Iterable[Delivered], since: date) -> Parted | None:
    """Returns with their decisions, in the order of these; None where one is not plain.

    Args:
        returns: Of a commitment.
        since: The first day on which it is one.
    """
    decided, others = [], []
    for each in returns:
        entry, acts = each.entry, each.acts
        if each.is_replaced or entry.holds("opening"):
            return None
        if len(acts) == 1 and acts[0].action == "approve":
            act = acts[0]
            if not act.on >= entry.on >= since:
                return None
            decided.append((act.on, act.seq, entry, act))
        elif any(act.action == "approve" for act in acts):
            return None
        else:
            others.append(each)
    return Parted(sorted(decided), others)


def of_decided(
    star: Star, keys: LineKeys, line: Obligation,
    decided: Sequence[tuple[date, int, Entry, Entry]],
) -> list[Sequence[Any]] | None:  # fmt: skip
    """The columns of returns that were verified; None where only rows say what they are."""
    if line.unit in LEVELS:
        return None
    days, _, entries, acts = zip(*decided, strict=True) if decided else ((), (), (), ())
    parts, whole = (millionths([*map(attrgetter("decimal"), each)]) for each in (acts, entries))
    if parts is None or whole is None or 0 in parts:
        return None
    worth, many = line.worth, len(decided)
    pence = halves_up(accumulate(parts), 100 * worth.numerator, MICRO * worth.denominator)
    return [
        [*map(attrgetter("seq"), entries)], *([each] * many for each in keys),
        _states(star, parts, whole), [*map(attrgetter("ends"), entries)],
        [*map(attrgetter("on"), entries)], days, whole, parts,
        [*map(sub, pence, chain((0,), pence))], [True] * many,
    ]  # fmt: skip


def _states(star: Star, parts: Sequence[int], whole: Sequence[int]) -> list[Any]:
    """The key of the state of each."""
    found = ["verified_in_part" if part < all_of_it else "verified"
             for part, all_of_it in zip(parts, whole, strict=True)]  # fmt: skip
    key_of = {each: star.keys["status"].of(STATES[each]) for each in dict.fromkeys(found)}
    return [*map(key_of.__getitem__, found)]
