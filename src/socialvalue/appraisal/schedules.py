"""How much less a pound weighs the later it comes: yearly rates, and exact factors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import InputError, problem
from socialvalue.model.fields import table, words_field
from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import EXACT, exact_number, plain, scaled
from socialvalue.registry.indices import load_index

__all__ = [
    "GREEN_BOOK",
    "GREEN_BOOK_HEALTH",
    "GREEN_BOOK_SENSITIVITY",
    "MOST_YEARS",
    "Rate",
    "Schedule",
    "constant",
    "discount_factor",
    "rate_of",
    "whole_year",
]

MOST_YEARS = 400
"""No appraisal looks further ahead."""
_MOST_DECIMALS = 6


def _rates(given: Any) -> FrozenMap[int, Decimal]:
    """First year to yearly rate: from year 0 on, in their order, each below 1."""
    found = {whole_year(year): rate_of(each) for year, each in table(given).items()}
    if list(found) != sorted(found) or 0 not in found:
        why = "its first years begin with 0 and rise"
        raise InputError(problem("SV791", found=", ".join(map(str, found)) or "nothing", why=why))
    return FrozenMap(found)


@attrs.frozen(repr=False)
class Schedule(Shown):
    """Yearly discount rates, each from a year on.

    Attributes:
        key: A short name; ``health`` is the one for effects on health and life alone.
        title: In words.
        rates: First year to the rate from then on, as a part of 1; year 0 is now.
        sources: The publications they come from.
        note: What a reader must know.

    Example:
        >>> import socialvalue as sv
        >>> green_book = sv.appraisal.GREEN_BOOK
        >>> green_book.rate(30), green_book.rate(31)
        (Decimal('0.035'), Decimal('0.03'))
        >>> sv.appraisal.Schedule("ours", "Our own rate", {0: "0.02"}).factor(1)
        Fraction(50, 51)
    """

    key: str = attrs.field(converter=words_field)
    title: str = attrs.field(converter=words_field)
    rates: FrozenMap[int, Decimal] = attrs.field(converter=_rates)
    sources: tuple[Source, ...] = ()
    note: str = ""

    def rate(self, year: int) -> Decimal:
        """The rate of a year, as a part of 1.

        Raises:
            InputError: It is no year (SV785).
        """
        wanted = whole_year(year)
        return self.rates[max(first for first in self.rates if first <= wanted)]

    def factor(self, year: int) -> Fraction:
        """What a pound of a year is worth now: the product of 1/(1 + rate) over years 1 to it.

        Raises:
            InputError: It is no year (SV785).

        Source:
            The Green Book's rule, as measures/indices/green-book.yaml has it with its sources.
        """
        return _factors(self)[whole_year(year)]

    def _line(self) -> str:
        rates = "" if self.key == "constant" else f": {', '.join(self._words())}"
        return f"{self.title}{rates}"

    def _words(self) -> Iterable[str]:
        first, *later = self.rates.items()
        yield f"{percent(first[1])}"
        yield from (f"{percent(rate)} from year {year}" for year, rate in later)

    def _blocks(self) -> Iterable[Block]:
        rows = tuple((str(year), percent(rate)) for year, rate in self.rates.items())
        said = tuple(each for each in (self.note, _read_in(self.sources)) if each)
        yield Block(self.title, said, ("from year", "rate a year"), rows, (0, 1))


def _read_in(sources: tuple[Source, ...]) -> str:
    titles = "; ".join(each.title for each in sources)
    return f"Read in: {titles}." if titles else ""


def percent(share: Decimal | Fraction) -> str:
    """A part of 1 in per cent, with no digit cut off.

    Example:
        >>> percent(Decimal("0.035"))
        '3.5%'
    """
    return f"{plain(scaled(share, 2) if isinstance(share, Decimal) else share * 100)}%"


@lru_cache(maxsize=64)
def _factors(schedule: Schedule) -> tuple[Fraction, ...]:
    """The factors of years 0 to the last, each from that before it."""
    found = [Fraction(1)]
    for year in range(1, MOST_YEARS + 1):
        found.append(found[-1] / (1 + Fraction(schedule.rate(year))))
    return tuple(found)


def whole_year(year: Any) -> int:
    """A whole number of years from now, 0 to `MOST_YEARS`.

    Raises:
        InputError: It is not (SV785).
    """
    if isinstance(year, bool) or not isinstance(year, int) or not 0 <= year <= MOST_YEARS:
        raise InputError(problem("SV785", found=year, most=MOST_YEARS))
    return year


def rate_of(given: Any) -> Decimal:
    """A yearly rate, as a part of 1.

    Raises:
        InputError: It is no exact number, 1 or more as a rate in per cent is (SV786), or has more
            digits than a rate needs (SV304).
    """
    found = exact_number(given)
    if found >= 1:
        raise InputError(problem("SV786", found=plain(found), part=plain(scaled(found, -2))))
    if -int(found.normalize(EXACT).as_tuple().exponent) > _MOST_DECIMALS:
        raise InputError(problem("SV304", found=plain(found), limit=_MOST_DECIMALS))
    return found


def constant(rate: Any) -> Schedule:
    """One rate for all years."""
    found = rate_of(rate)
    return Schedule("constant", f"Constant rate of {percent(found)} a year", {0: found})


Rate = Schedule | Decimal | str | int
"""A schedule, or one rate for all years."""


def discount_factor(year: int, *, rate: Rate | None = None) -> Fraction:
    """What a pound of a later year is worth now, exactly.

    Args:
        year: Whole years from now: cash falls at the end of each.  A factor for the middle of a
            year would be irrational, and is not guessed at.
        rate: A schedule, or one rate as a part of 1; the Green Book's standard one if not given.

    Raises:
        InputError: It is no year (SV785), or no rate (SV786).

    Example:
        >>> import socialvalue as sv
        >>> sv.appraisal.discount_factor(1)
        Fraction(200, 207)
        >>> f"{float(sv.appraisal.discount_factor(31)):.6f}"
        '0.345901'

    Source:
        The Green Book; measures/indices/green-book.yaml names where its rates were read.
    """
    schedule = GREEN_BOOK if rate is None else rate
    return (schedule if isinstance(schedule, Schedule) else constant(schedule)).factor(year)


# --- the Green Book -----------------------------------------------------------------------


def _shipped(key: str) -> Schedule:
    """A schedule of the index that is shipped."""
    index = load_index("green-book")
    series = index[key]
    rates: Mapping[int, Decimal] = {int(year): rate for year, rate in series.values.items()}
    title = f"Green Book, {series.title[:1].lower()}{series.title[1:]}"
    return Schedule(key, title, rates, series.sources, series.note)


GREEN_BOOK = _shipped("standard")
"""The Green Book's standard schedule, of 3.5% a year for 30 years and less after."""

GREEN_BOOK_HEALTH = _shipped("health")
"""The Green Book's schedule for effects on health and life, and for no others."""

GREEN_BOOK_SENSITIVITY = _shipped("sensitivity")
"""The Green Book's test for horizons over 50 years; no schedule for the main case, nor for risk."""
