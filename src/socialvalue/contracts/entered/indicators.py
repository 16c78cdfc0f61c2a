"""Key performance indicators of a contract, and the ratings that people give on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.contracts.choices import EVIDENCE
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    as_read,
    attempt,
    check_choice,
    day,
    day_field,
    is_refused,
    name_field,
    names_field,
    needed,
    settle,
    several,
    share_or_zero_field,
    words_field,
)
from socialvalue.numbers import plain, scaled
from socialvalue.words import day_words, every_months, listed

__all__ = ["BASES", "RATINGS", "Kpi", "KpiSet", "Rating", "RatingBands"]

RATINGS: Mapping[str, str] = MappingProxyType({
    "good": "Good",
    "approaching_target": "Approaching target",
    "requires_improvement": "Requires improvement",
    "inadequate": "Inadequate",
    "other": "Other",
})  # fmt: skip
"""The ratings of the regulations, and their words; the last is never proposed.

Source:
    The Procurement Regulations 2024 (SI 2024/692), regulation 39.
"""

BASES: Mapping[str, str] = MappingProxyType({
    "units": "units delivered of those due",
    "pounds": "pounds delivered of those due",
    "commitments": "commitments that are met of those due",
})  # fmt: skip
"""What a band's share is a share of; nothing counts for more than is due."""

_LONGEST = 12


@attrs.frozen(kw_only=True, repr=False)
class RatingBands(Shown):
    """From which share of what is due a rating is proposed: three lower bounds, so without gaps.

    A share below the last is inadequate.

    Attributes:
        good: The least share that is good.
        approaching_target: The least that approaches the target.
        requires_improvement: The least that requires improvement.
        basis: Of what it is a share: ``units``, ``pounds`` or ``commitments``.

    Example:
        >>> import socialvalue as sv
        >>> bands = sv.contracts.RatingBands(good="0.95", approaching_target="0.91",
        ...                                  requires_improvement="0.86", basis="units")
        >>> bands.rating(Fraction(94, 100)), bands.rating(Fraction(85, 100))
        ('approaching_target', 'inadequate')
    """

    good: Decimal = attrs.field(converter=share_or_zero_field)
    approaching_target: Decimal = attrs.field(converter=share_or_zero_field)
    requires_improvement: Decimal = attrs.field(converter=share_or_zero_field)
    basis: str

    def __attrs_post_init__(self) -> None:
        settle(self, "rating bands", check_choice("the basis", self.basis, BASES), self._rising())

    @property
    def bounds(self) -> tuple[tuple[str, Decimal], ...]:
        """Each rating with its lower bound, the best first."""
        names = ("good", "approaching_target", "requires_improvement")
        return tuple((each, getattr(self, each)) for each in names)

    def _rising(self) -> Problem | None:
        held = [each for _, each in self.bounds]
        if any(map(is_refused, held)):
            return None
        if held[-1] > 0 and all(upper > lower for upper, lower in pairwise(held)):
            return None
        return problem("SV1041", found=", ".join(map(plain, held)))

    def rating(self, share: Fraction) -> str:
        """The rating that a share comes to.

        Args:
            share: Of what is due, from 0 to 1.
        """
        return next((name for name, least in self.bounds if share >= Fraction(least)), "inadequate")

    def _line(self) -> str:
        told = (f"{RATINGS[name]} from {plain(scaled(each, 2))}%" for name, each in self.bounds)
        return f"{', '.join(told)}, else {RATINGS['inadequate']}, by {BASES[self.basis]}"


@attrs.frozen(kw_only=True, repr=False)
class Kpi(Shown):
    """A key performance indicator: of commitments of the contract, or of something else.

    Attributes:
        id: By which it is known, here and in notices.
        title: What it is about, in words.
        lines: The commitments that it is about: number, unit and day are theirs.
        target: Where it is about no commitment, the target in words.
        every: How many months apart it is reported.
        measured_by: Kinds of evidence that show it.

    Example:
        >>> import socialvalue as sv
        >>> sv.contracts.Kpi(id="4", title="Local people in work", lines=["1"], every=3)
        <Kpi: 4, Local people in work, commitment 1, every 3 months>
    """

    id: str = attrs.field(converter=name_field)
    title: str = attrs.field(converter=name_field)
    lines: tuple[str, ...] = attrs.field(default=(), converter=names_field)
    target: str = attrs.field(default="", converter=words_field)
    every: int = 12
    measured_by: tuple[str, ...] = attrs.field(default=(), converter=names_field)

    def __attrs_post_init__(self) -> None:
        kinds = () if is_refused(self.measured_by) else self.measured_by
        wrong = [check_choice("measured_by", each, EVIDENCE) for each in kinds]
        settle(self, f"indicator {self.id}", self._aimless(), self._rare(), *self._twice(), *wrong)

    def _aimless(self) -> Problem | None:
        """It has either commitments or a target of its own."""
        if is_refused(self.lines) or is_refused(self.target):
            return None
        if bool(self.lines) != bool(self.target.strip()):
            return None
        found = "either commitments or a target in words"
        return problem("SV958", what="an indicator", found=found, hint="give one of the two")

    def _twice(self) -> Iterator[Problem]:
        """A commitment that is named twice would weigh twice."""
        names = [] if is_refused(self.lines) else [as_read(each) for each in self.lines]
        for each in dict.fromkeys(names):
            if names.count(each) > 1:
                yield problem("SV222", noun="commitment", found=each, first="this indicator")

    def _rare(self) -> Problem | None:
        if self.every in range(1, _LONGEST + 1) and type(self.every) is int:
            return None
        expected = f"whole months, from 1 to {_LONGEST}"
        return problem("SV316", what="every", expected=expected, found=repr(self.every))

    def _line(self) -> str:
        lines = f"commitment {listed(self.lines)}" if self.lines else self.target
        return f"{self.id}, {self.title}, {lines}, {self.often}"

    @property
    def often(self) -> str:
        """How often it is reported, in words."""
        return every_months(self.every)


def _kpis(value: Iterable[Kpi]) -> tuple[Kpi, ...]:
    return attempt(lambda given: several("an indicator", Kpi, given), value)


@attrs.frozen(kw_only=True, repr=False)
class KpiSet(Shown):
    """The key performance indicators of a contract, as they were set on a day.

    Attributes:
        kpis: The indicators.
        bands: From which share which rating is proposed; None where nobody has set that.
        none_because: Where there are none or few, why performance can't be assessed by them.
    """

    kpis: tuple[Kpi, ...] = attrs.field(converter=_kpis)
    bands: RatingBands | None = None
    none_because: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        settle(self, "indicators", *self._twice())

    def _twice(self) -> Iterator[Problem]:
        names = [] if is_refused(self.kpis) else [as_read(each.id) for each in self.kpis]
        for each in dict.fromkeys(names):
            if names.count(each) > 1:
                yield problem("SV222", noun="indicator", found=each, first="this contract")

    def _line(self) -> str:
        named = [f"{each.id} {each.title}" for each in self.kpis]
        return listed(named) if named else "no indicators"

    def _blocks(self) -> Iterable[Block]:
        heads = ("no.", "indicator", "reported")
        rows = tuple((each.id, each.title, each.often) for each in self.kpis)
        yield Block("Key performance indicators", (), heads, rows)


def _day_field(value: date | str) -> date:
    return needed(day, value)


@attrs.frozen(kw_only=True, repr=False)
class Rating(Shown):
    """What a person rated a supplier's performance under one indicator, for a period.

    Attributes:
        kpi: The indicator, by its id.
        rating: One of the regulations' five, such as ``good``.
        starts: The first day of the period.
        ends: The last.
        confirmed_by: Who confirms it: a person whom somebody can ask.
        proposed: What was proposed from the figures; "" where nothing could be.
        shown_on: The day on which it was shown to the supplier, or None.
        comment: What the supplier says to it.
    """

    kpi: str = attrs.field(converter=name_field)
    rating: str
    starts: date = attrs.field(converter=_day_field)
    ends: date = attrs.field(converter=_day_field)
    confirmed_by: str = attrs.field(converter=words_field)
    proposed: str = attrs.field(default="", converter=words_field)
    shown_on: date | None = attrs.field(default=None, converter=day_field)
    comment: str = attrs.field(default="", converter=words_field)

    def __attrs_post_init__(self) -> None:
        chosen = check_choice("the rating", self.rating, RATINGS)
        settle(self, "rating", chosen, self._nobody(), self._order())

    def _nobody(self) -> Problem | None:
        if is_refused(self.confirmed_by) or self.confirmed_by.strip():
            return None
        return problem("SV1042", what="a rating")

    def _order(self) -> Problem | None:
        if is_refused(self.starts) or is_refused(self.ends) or self.starts <= self.ends:
            return None
        why = f"is before its first day, {day_words(self.starts)}"
        return problem("SV954", what="the period's last day", found=day_words(self.ends), why=why)

    @property
    def words(self) -> str:
        """The rating in the words of the regulations."""
        return RATINGS[self.rating]

    def _line(self) -> str:
        days = f"{day_words(self.starts)} to {day_words(self.ends)}"
        shown = (
            f"shown to supplier on {day_words(self.shown_on)}"
            if self.shown_on
            else "not shown to the supplier"
        )
        return f"indicator {self.kpi}, {self.words}, {days}, {shown}"
