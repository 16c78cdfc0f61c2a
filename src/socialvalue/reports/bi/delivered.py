"""Returns with what was verified of each, and what stood verified for a time and does no more.

`fact_delivery` says what stands as at the day of the star, by the day on which it was decided.
Where another decision stood before (verified, reopened, verified again), `fact_reopened` holds what
its rows lack on the days between: both together sum to what the record came to on any day.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from math import gcd
from operator import itemgetter
from typing import Any

from socialvalue.contracts import Delivered, Obligation
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.reckoning import beyond_pence
from socialvalue.contracts.standing import STATES
from socialvalue.engine.exact import half_up
from socialvalue.reports.bi.at_once import Columns, Parted, of_decided, parted
from socialvalue.reports.bi.shapes import TABLES
from socialvalue.reports.bi.starred import Held, LineKeys, Star, measure_of, micro, pence_of
from socialvalue.reports.seen import is_grouped

__all__ = ["beyond_keys", "deliveries", "rows_of"]

Row = tuple[Any, ...]
Amounts = tuple[int, int]
_NOTHING: Amounts = (0, 0)


def deliveries(star: Star, *, everything: bool) -> tuple[Columns, list[Row]]:
    """The returns, and the rows of what stood verified for a time.

    Args:
        star: What the tables are filled from.
        everything: Whether returns of which nothing is verified are there as well.
    """
    found, again = Columns.of(len(TABLES["fact_delivery"].columns)), list[Row]()
    plainly = parted(star.standing)
    for held in star.contracts:
        name = held.contract.reference
        awarded = {each.line for each in held.tracked.contract.schedule}
        for line in held.lines:
            keys = star.line_keys(held, line)
            plain = plainly.get((name, line.line), Parted()) if line.line in awarded else None
            columns = None if plain is None else of_decided(star, keys, line, plain.decided)
            if plain is not None and columns is not None:
                found.add_columns(columns)
                found.add(rows_of(star, keys, line, plain.others, everything=everything))
            else:
                returns = held.tracked.by_line.get(line.line, ())
                rows = [*rows_of(star, keys, line, returns, everything=everything)]
                found.add(rows)
                again += _stood(star, held, line, rows)
        if (name, "") in plainly:
            again += _add_beyond(found, star, held, everything=everything)
    return found, [(number, *each) for number, each in enumerate(again, start=1)]


def rows_of(
    star: Star, keys: LineKeys, line: Obligation, returns: Iterable[Delivered], *, everything: bool
) -> Iterator[Row]:
    """The returns of a commitment that stand, one after another."""
    held = (each for each in returns if each.stands)
    return _of_line(star, keys, line, _kept(held, line, everything=everything))


def _stood(star: Star, held: Held, line: Obligation, rows: Sequence[Row]) -> Iterator[Row]:
    """What of a commitment stood verified for a time; nothing where all was decided on once."""
    first, returns = held.tracked.entry.on, held.tracked.by_line.get(line.line, ())
    since = first
    if line.line not in {each.line for each in held.tracked.contract.schedule}:
        since = next(day for day, each in star.versions(held)
                     if line.line in {one.line for one in each.lines})  # fmt: skip
    is_level = line.unit in LEVELS and len(rows) > 1
    if is_level or since > first or not all(_is_plain(each, first) for each in returns):
        keys = star.line_keys(held, line)
        yield from _again(keys, since, rows, _Line(returns, held.taken, line))


def _add_beyond(found: Columns, star: Star, held: Held, *, everything: bool) -> Iterator[Row]:
    """Add what is beyond a contract; the rows of what of it stood verified for a time."""
    since = held.tracked.entry.on
    for each in held.tracked.by_line.get("", ()):
        if is_grouped(each.data["measure"], held.contract, star.hidden):
            continue
        keys = beyond_keys(star, held, each)
        is_there = each.stands and (everything or each.verified)
        rows = [_beyond(star, keys, each)] if is_there else []
        found.add(rows)
        if not _is_plain(each, since):
            yield from _again(keys, since, rows, _Beyond([each], held.taken))


def _kept(returns: Iterable[Delivered], line: Obligation, *, everything: bool) -> list[Delivered]:
    """Returns in the order in which they count; those that wait come last.

    It is the order of the decisions; of what is no quantity, where the last figure stands, the
    order of the periods.
    """
    if line.unit in LEVELS:
        found = [each for each in returns if everything or each.counts]
        return sorted(found, key=lambda each: (each.entry.ends, each.seq))
    found = [each for each in returns if everything or each.verified]
    return sorted(found, key=lambda each: (not each.verified, each.last.on, each.last.seq))


def _of_line(
    star: Star, keys: LineKeys, line: Obligation, returns: Sequence[Delivered]
) -> Iterator[Row]:
    """Returns of a commitment, each with what it adds to those before, rounded once."""
    above, below, before = 0, 1, _NOTHING
    for each in returns:
        number, part = each.verified.as_integer_ratio()
        if line.unit in LEVELS:
            above, below = (number, part) if each.counts else (above, below)
        elif below % part:
            common = below * part // gcd(below, part)
            above, below = above * (common // below) + number * (common // part), common
        else:
            above += number * (below // part)
        now = _amounts(line, above, below)
        yield _return(star, keys, each, (now[0] - before[0], now[1] - before[1]), ours=True)
        before = now


def _amounts(line: Obligation, above: int, below: int) -> Amounts:
    worth = line.worth
    return (half_up(1_000_000 * above, below),
            half_up(100 * above * worth.numerator, below * worth.denominator))  # fmt: skip


def _return(star: Star, keys: LineKeys, each: Delivered, adds: Amounts, *, ours: bool) -> Row:
    state, entry = each.state, each.entry
    decided = None if state == "reported" else each.last.on
    number, part = each.reported.as_integer_ratio()
    return (entry.seq, *keys, star.keys["status"].of(STATES[state]), entry.ends, entry.on, decided,
            half_up(1_000_000 * number, part), *adds, ours)  # fmt: skip


def beyond_keys(star: Star, held: Held, each: Delivered) -> LineKeys:
    """What is beyond a contract stands under the measure that the return names."""
    code, unit = each.data["measure"], each.data["unit"]
    same = held.contract.measured(code)
    measure = measure_of(same) if same else (code, "", "", "", unit, "")
    contract, named = star.keys["contract"], star.keys["measure"].of(measure)
    return (contract.of(held.contract.reference), None, named, None, None, None, "")


def _beyond(star: Star, keys: LineKeys, each: Delivered) -> Row:
    adds = (micro(Fraction(each.verified)), beyond_pence(each))
    return _return(star, keys, each, adds, ours=False)


# --- what stood for a time ----------------------------------------------------------------


def _is_plain(each: Delivered, since: date) -> bool:
    """Whether a return counts from the day of its one decision on, or has never counted."""
    if each.is_replaced or each.entry.holds("opening"):
        return False
    if len(each.acts) == 1:
        return each.acts[0].on >= each.entry.on >= since
    return all(act.action != "approve" for act in each.acts)


class _Returns:
    """What was verified of some returns, day after day.

    A return is looked at again only on a day on which something was written of it.
    """

    ours = True

    def __init__(self, returns: Sequence[Delivered], taken: Mapping[int | None, date]) -> None:
        self.taken = taken
        self.moves = sorted(((day, each.seq, each) for each in returns for day in self._days(each)),
                            key=itemgetter(0, 1), reverse=True)  # fmt: skip
        self.held: dict[int, Delivered] = {}

    def _days(self, each: Delivered) -> set[date]:
        """The days on which something was written of a return."""
        days = {each.entry.on, *(act.on for act in each.acts)}
        return days | {self.taken[each.seq]} if each.seq in self.taken else days

    @property
    def days(self) -> set[date]:
        """The days on which something was written of any of them."""
        return {day for day, *_ in self.moves}

    def to(self, day: date) -> Amounts:
        """What was verified as at a day; none before one that was asked for already."""
        while self.moves and self.moves[-1][0] <= day:
            when, seq, each = self.moves.pop()
            now = _as_at(each, when, self.taken)
            if now is not None:
                self._take(self.held.get(seq), now)
                self.held[seq] = now
        return self._amounts()

    def _take(self, before: Delivered | None, now: Delivered) -> None:
        """Take in that a return is another than before."""

    def _amounts(self) -> Amounts:
        raise NotImplementedError


class _Line(_Returns):
    """Of a commitment: what adds up, or the last figure of what does not."""

    def __init__(
        self, returns: Sequence[Delivered], taken: Mapping[int | None, date], line: Obligation
    ) -> None:
        super().__init__(returns, taken)
        self.line, self.whole = line, Fraction(0)
        self.ordered: list[tuple[date, int]] = []

    def _take(self, before: Delivered | None, now: Delivered) -> None:
        if self.line.unit not in LEVELS:
            was, much = (Fraction(each.verified if each else 0) for each in (before, now))
            self.whole += much - was
            return
        was_there = before is not None and before.counts
        if was_there != now.counts:
            key = (now.entry.ends, now.seq)
            at = bisect_left(self.ordered, key)
            self.ordered[at : at + was_there] = [key] if now.counts else []

    def _amounts(self) -> Amounts:
        whole = self.whole
        if self.line.unit in LEVELS:
            whole = Fraction(self.held[self.ordered[-1][1]].verified if self.ordered else 0)
        return micro(whole), pence_of(self.line, whole)


class _Beyond(_Returns):
    """Of a return beyond a contract."""

    ours = False

    def _amounts(self) -> Amounts:
        found = [(micro(Fraction(each.verified)), beyond_pence(each))
                 for each in self.held.values()]  # fmt: skip
        return found[0] if found else _NOTHING


def _as_at(each: Delivered, day: date, taken: Mapping[int | None, date]) -> Delivered | None:
    """A return as it stood on a day; None before it was written."""
    if each.entry.on > day:
        return None
    acts = tuple(act for act in each.acts if act.on <= day)
    return Delivered(each.entry, acts, taken.get(each.seq, date.max) <= day)


def _again(
    keys: LineKeys, since: date, rows: Sequence[Row], held: _Line | _Beyond
) -> Iterator[Row]:
    """What the rows lack, or have too much of, from each day on."""
    decided = sorted((row[11], row[13], row[14]) for row in rows if row[11] is not None)
    there, at, before = _NOTHING, 0, _NOTHING
    for day in sorted(held.days | {each[0] for each in decided} | {since}):
        while at < len(decided) and decided[at][0] <= day:
            there, at = (there[0] + decided[at][1], there[1] + decided[at][2]), at + 1
        true = held.to(day)
        true = true if day >= since else _NOTHING
        now = (true[0] - there[0], true[1] - there[1])
        if now != before:
            yield (*keys, day, now[0] - before[0], now[1] - before[1], held.ours)
            before = now
