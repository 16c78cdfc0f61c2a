"""Returns and what is due as columns, each made at once; `rows` of `delivered` are the oracle.

What is asked of a million returns is asked of a whole column of them.  Taken is what is plain:
returns that were decided on, of a commitment that is added up, in whole millionths.  All else is
left to the rows, which are slow and say what a column is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate, chain
from operator import sub
from typing import Any, Final, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.contracts import Delivered, Obligation
from socialvalue.contracts.entries import day_in
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.standing import STATES, Standing
from socialvalue.reports.bi.starred import MICRO, LineKeys, Star

__all__ = ["Columns", "Parted", "added", "halves_up", "millionths", "of_decided", "parted"]

Whole: TypeAlias = NDArray[np.int64]

_DIGITS: Final = 15
"""Decimals of so many digits are told apart by their doubles."""
_FAR_FROM_ALL: Final = 2.0**62
"""Half of what a column of whole numbers holds."""


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


def millionths(texts: Sequence[str]) -> Whole | None:
    """Decimals as whole millionths; None where one of them is none, or is no decimal.

    A double stands for one decimal of up to 15 digits.  So a text of that length is a whole number
    of millionths where its double is that of one.

    Args:
        texts: Numbers of 0 or more, as an entry writes them.

    Example:
        >>> millionths(["2.5", "0.000001"]), millionths(["0.0000001"]), millionths([""])
        (array([2500000,       1]), None, None)
    """
    if not all(texts) or max(map(len, texts), default=0) > _DIGITS:
        return None
    numbers = np.array([*map(float, texts)])
    scaled = np.rint(numbers * MICRO)
    fits = (scaled < 10**_DIGITS) & (scaled / MICRO == numbers)
    return scaled.astype(np.int64) if fits.all() else None


def halves_up(amounts: Sequence[int], above: int, below: int) -> list[int]:
    """What `half_up` says of each amount × above ÷ below, all at once."""
    times, twice = 2 * above, 2 * below
    return [(each * times + below) // twice for each in amounts]


def added(amounts: Whole, above: int, below: int) -> list[int]:
    """What each amount adds to the `half_up` of all so far × above ÷ below."""
    times, twice = 2 * above, 2 * below
    if max(float(amounts.sum(dtype=np.float64)), 1.0) * times + twice < _FAR_FROM_ALL:
        sums = (np.cumsum(amounts) * times + below) // twice
        return list(np.diff(sums, prepend=0).tolist())
    found = halves_up([*accumulate(amounts.tolist())], above, below)
    return [*map(sub, found, chain((0,), found))]


Decided = tuple[date, int, int, date, str, str, str]


@attrs.frozen
class Parted:
    """The returns of a commitment of which each counts from its one decision on, or never did.

    Attributes:
        decided: Those that were verified: day and number of the decision; number, day, end of the
            period and quantity of the return, and how much of it was verified.
        others: Those that wait.
    """

    decided: list[Decided] = attrs.field(factory=list)
    others: list[Delivered] = attrs.field(factory=list)


def parted(standing: Standing) -> dict[tuple[str, str], Parted | None]:
    """The returns of each commitment, by contract and number; None where one is not plain.

    They are gone through in the order of the record, as they lie in memory.

    Args:
        standing: What a record comes to.
    """
    since = {name: each.entry.on for name, each in standing.contracts.items()}
    found: dict[tuple[str, str], Parted | None] = defaultdict(Parted)
    for each in standing.delivered:
        read, contract = each.entry.reported, each.entry.contract
        key = contract, each.line if read is None else read[1]
        of = found[key]
        if of is not None and (
            read is None or not _takes(of, each, read, since.get(contract, date.max))
        ):
            found[key] = None
    return found


def _takes(of: Parted, each: Delivered, read: tuple[Any, ...], since: date) -> bool:
    """Whether a return is plain, and is added to its like."""
    entry, acts = each.entry, each.acts
    if each.is_replaced:
        return False
    if len(acts) == 1 and acts[0].action == "approve":
        (act,) = acts
        ends, _, whole = read
        of.decided.append((act.on, act.seq, entry.seq, entry.on, ends, whole, act.decimal))
        return act.on >= entry.on >= since
    of.others.append(each)
    return all(act.action != "approve" for act in acts)


def of_decided(
    star: Star, keys: LineKeys, line: Obligation, decided: Sequence[Decided]
) -> list[Sequence[Any]] | None:
    """The columns of returns that were verified; None where only rows say what they are."""
    if line.unit in LEVELS:
        return None
    days, _, seqs, on, ends, wholes, parts = zip(*sorted(decided), strict=True) if decided else (
        7 * ((),))  # fmt: skip
    part, whole = millionths(parts), millionths(wholes)
    if part is None or whole is None or not part.all():
        return None
    worth, many = line.worth, len(decided)
    pence = added(part, 100 * worth.numerator, MICRO * worth.denominator)
    return [
        seqs, *([each] * many for each in keys), _states(star, (part < whole).tolist()),
        [*map(day_in, ends)], on, days, whole.tolist(), part.tolist(), pence, [True] * many,
    ]  # fmt: skip


def _states(star: Star, in_part: Sequence[bool]) -> list[Any]:
    """The key of the state of each."""
    names = {False: "verified", True: "verified_in_part"}
    key_of = {each: star.keys["status"].of(STATES[names[each]]) for each in dict.fromkeys(in_part)}
    return [*map(key_of.__getitem__, in_part)]
