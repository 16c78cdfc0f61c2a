"""A commitment by financial year: what of it fell due, and what was reported and verified.

What is committed counts in the year in which it falls due, by the agreed schedule; a return in the
year in which its period ends.  All years together are the commitment to the penny: each is what
the sum to its end has more than the sum to the end of the year before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from fractions import Fraction
from operator import attrgetter

from socialvalue.contracts.lines import LineProgress
from socialvalue.contracts.obligation import LEVELS
from socialvalue.contracts.standing import Delivered
from socialvalue.contracts.sums import Units
from socialvalue.errors import InputError, problem
from socialvalue.numbers import Exact, total

__all__ = ["by_year", "financial_year", "units_by_year", "year_of"]

_Counted = dict[int, Fraction]
_NONE = Fraction(0)


def year_of(on: date) -> int:
    """The year in which the financial year of a day begins, on 1 April."""
    return on.year - (on.month < 4)


def _last_day(year: int) -> date:
    """Of a financial year; the last day that there is ends the last."""
    return date.max if year == date.max.year else date(year + 1, 3, 31)


def financial_year(year: int) -> str:
    """A financial year by the year in which it begins.

    Example:
        >>> financial_year(2022), financial_year(1999)
        ('2022/23', '1999/00')
    """
    return f"{year}/{(year + 1) % 100:02d}"


def units_by_year(each: LineProgress) -> Iterator[tuple[str, Units]]:
    """How much there is of a commitment to the end of each year in which it has something more.

    The last is all of it, under "" where some of what is committed falls due on no day.

    Raises:
        InputError: The commitment was put together without its delivery record (SV958).
    """
    held = each._record
    if held is None:
        raise InputError(problem("SV958", what="the split by year", found="the delivery record"))
    verified = _of_returns(each, held.returns, attrgetter("verified"))
    reported = verified  # where an audience sees only what is verified
    if each.reported != each.verified:
        reported = _of_returns(each, held.returns, attrgetter("reported"))
    ends = [held.schedule.term.starts, held.schedule.last_day(each.obligation), held.on]
    years = {*verified, *reported, *map(year_of, ends)}
    before = 4 * (_NONE,)
    for year in range(min(years), max(years) + 1):
        end, (*_, said, seen) = _last_day(year), before
        due = held.schedule.due(each.obligation, end, agreed_by=held.on) or _NONE
        now = (
            min(due, each.committed),
            due if end <= held.on else each.due or _NONE,
            said + reported[year] if year in reported else said,
            seen + verified[year] if year in verified else seen,
        )
        if now != before:  # what is the same thing is not looked at
            yield financial_year(year), Units(*now)
            before = now
    if before[0] != each.committed:
        yield "", Units(each.committed, *before[1:])


def by_year(each: LineProgress) -> Iterator[tuple[str, dict[str, int], Units]]:
    """The years in which a commitment has something, with its pence by the names of `Sums`.

    No commitment is delivered over 100% of the whole of it, in whichever year.

    Raises:
        InputError: The commitment was put together without its delivery record (SV958).
    """
    before, had = Units(), _pence(each, Units())
    for period, now in units_by_year(each):
        has = _pence(each, now)
        pence = {name: has[name] - had[name] for name in has}
        yield period, pence, _less(now, before)
        before, had = now, has


def _less(now: Units, before: Units) -> Units:
    """What there is more than before."""
    return Units(now.committed - before.committed, now.due - before.due,
                 now.reported - before.reported, now.verified - before.verified)  # fmt: skip


def _of_returns(
    each: LineProgress, returns: Iterable[Delivered], much: Callable[[Delivered], Exact]
) -> _Counted:
    """How much there is in each year; of what nobody adds up, the figure that stands, in its."""
    held = [one for one in returns if much(one)]
    if each.obligation.unit in LEVELS:  # of which none is a figure too
        held = [one for one in returns if much(one) or one.is_decided]
        held = sorted(held, key=lambda one: (one.entry.ends, one.seq))[-1:]
    found: dict[int, list[Exact]] = {}
    for one in held:
        found.setdefault(year_of(one.entry.ends), []).append(much(one))
    return {year: Fraction(total(amounts)) for year, amounts in found.items()}


def _pence(each: LineProgress, to_date: Units) -> dict[str, int]:
    """Pounds to the end of a year."""
    amounts = (to_date.committed, to_date.due, to_date.reported, to_date.verified)
    promised, expected, reported, delivered = map(each._pence, amounts)
    return {"promised": promised, "expected": expected, "reported": reported,
            "delivered": delivered, "capped": min(delivered, each.promised_pence)}  # fmt: skip
