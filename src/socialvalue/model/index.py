"""Indices: figures by year or by day, such as a deflator, carbon values or wage rates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.blocks import Block, Shown
from socialvalue.errors import InputError, NotFoundError, did_you_mean, problem
from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named import ByName

__all__ = ["Index", "Series"]


@attrs.frozen
class Series:
    """One column of an index.

    Attributes:
        key: Its name in the index.
        title: In words.
        unit: What a figure is in.
        values: Year ("2024", "2008/09") or day ("2024-04-01") to figure.
        sources: The publications they come from.
        confidence: How well they are known.
        note: What a reader must know.
    """

    key: str
    title: str
    unit: str
    values: FrozenMap[str, Decimal] = attrs.field(repr=False)
    sources: tuple[Source, ...] = attrs.field(default=(), repr=False)
    confidence: str = ""
    note: str = ""

    def ratio(self, start: str, end: str) -> Fraction:
        """The figure of one year over that of another, exactly.

        Raises:
            InputError: A year is not in the series (SV323).
        """
        missing = [each for each in dict.fromkeys((start, end)) if each not in self.values]
        if missing:
            years = list(self.values)
            hint = f"{self.title} has {years[0]} to {years[-1]}"
            raise InputError(problem("SV323", found=each, hint=hint) for each in missing)
        return Fraction(self.values[end]) / Fraction(self.values[start])


@attrs.frozen(repr=False)
class Index(Shown, ByName[Series]):
    """A set of series with one name.

    Attributes:
        id: Its name in files.
        title: In words.
        publisher: Whose figures these are.
        licence: Of the figures.
        rights: What a user must check.
        series: Key to series.
        note: What a reader must know.

    Example:
        >>> import socialvalue as sv
        >>> sv.load_index("gdp-deflator")["calendar-year"].unit
        '2024 = 100'
    """

    id: str
    title: str
    publisher: str
    licence: str
    rights: str
    series: FrozenMap[str, Series] = attrs.field(repr=False)
    note: str = ""

    def _line(self) -> str:
        return f"{self.id}, {self.title!r}, {len(self.series)} series"

    def _blocks(self) -> Iterable[Block]:
        rows = tuple((key, each.title, each.unit) for key, each in self.series.items())
        said = tuple(each for each in (f"Published by {self.publisher}.", self.note) if each)
        yield Block(f"{self.title} ({self.id})", said, ("series", "title", "unit"), rows)

    def _named(self) -> Iterable[tuple[str, Series]]:
        return self.series.items()

    def _unknown(self, key: str) -> NotFoundError:
        hint = did_you_mean(key, self.series, label="series")
        return NotFoundError(problem("SV408", found=key, index=self.id, hint=hint))
