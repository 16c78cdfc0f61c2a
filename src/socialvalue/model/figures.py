"""The figures of a measure: what one of it is worth, by which source, and what excludes what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

import attrs

from socialvalue.numbers import plain, pounds
from socialvalue.spans import NOWHERE, Span

__all__ = [
    "FALLS",
    "STANDS",
    "Exclusion",
    "Proxy",
    "ProxyValue",
    "PublishedSpread",
    "Source",
    "candidates",
]

STANDS: Final = "takes priority over {other}"
FALLS: Final = "counts under {other}"
"""What a rule on double counting says of each of two measures."""


@attrs.frozen
class Source:
    """A publication that a figure comes from."""

    key: str
    title: str
    publisher: str = ""
    url: str = ""
    accessed: date | None = None
    note: str = ""
    licence: str = ""


@attrs.frozen
class PublishedSpread:
    """How uncertain a proxy value is, as it is published with it.

    Attributes:
        kind: ``triangular``, with its peak at the value, or ``uniform``.
        low: The least it may be, in £ per unit; or as a factor of the value.
        high: The greatest.
        sources: The publications it comes from.
        factors: Whether low and high are factors of the value.
        driver: What the value rests on: values of one driver are high or low together; or "".
    """

    kind: str
    low: Decimal
    high: Decimal
    sources: tuple[Source, ...] = ()
    factors: bool = False
    driver: str = ""

    def __str__(self) -> str:
        if self.factors:
            ends = f"×{plain(self.low)} to ×{plain(self.high)}"
        else:
            ends = f"{pounds(self.low)} to {pounds(self.high)}"
        rests = f", rests on {self.driver}" if self.driver else ""
        return f"{self.kind}, {ends}{rests}"

    def around(self, value: Decimal) -> tuple[Fraction, Fraction] | None:
        """Its ends as factors of a value; None where the value does not lie between them.

        Example:
            >>> PublishedSpread("uniform", Decimal(50), Decimal(150)).around(Decimal(100))
            (Fraction(1, 2), Fraction(3, 2))
        """
        below = Fraction(1) if self.factors else Fraction(value)
        if not below or not 0 < self.low <= below <= self.high:
            return None
        return Fraction(self.low) / below, Fraction(self.high) / below


@attrs.frozen
class ProxyValue:
    """One figure: the value in £ of one unit, from a day on, for a place or everywhere.

    Attributes:
        value: £ per unit at full precision, or None where there is none to be had.
        start: The first day on which it counts.
        place: ONS code, or None for everywhere.
        layer: The set that states it, ``id@edition``.
        rank: How high that set lies: 0 for the base; the higher wins.
        sources: The publications it comes from.
        at: Where in the source.
        confidence: How well it is known: two-sources, one-source, inferred …
        price_year: The year of the prices it is in, such as 2022 or 2008/09, or "".
        note: What a reader must know; the reason where the value is None.
        projected: How it was moved to another price year, or "".
        uncertainty: Its own spread, where that is published.
        span: Where it is written.
    """

    value: Decimal | None
    start: date
    place: str | None = None
    layer: str = ""
    rank: int = 0
    sources: tuple[Source, ...] = ()
    at: str = ""
    confidence: str = ""
    price_year: str = ""
    note: str = ""
    projected: str = ""
    uncertainty: PublishedSpread | None = None
    span: Span = attrs.field(default=NOWHERE, eq=False)

    @property
    def is_weak(self) -> bool:
        """Whether its set says that it is not well known, being of one source, or inferred."""
        return self.confidence not in ("", "two-sources", "observed")


@attrs.frozen
class Proxy:
    """The value of one unit of a measure: all its figures, of all layers.

    Attributes:
        values: Every figure, by layer, place and date.
        local: Whether the value depends on the place.
        uncertainty: The spread of all of them that have none of their own, where it is published.
        index: The index by which it may be uprated when that is asked for.
        horizon: What beyond one year a figure covers already, such as "a working life", or "".
    """

    values: tuple[ProxyValue, ...] = ()
    local: bool = False
    uncertainty: PublishedSpread | None = None
    index: str = ""
    horizon: str = ""

    def spread_of(self, figure: ProxyValue) -> PublishedSpread | None:
        """The spread that is published with one of its figures."""
        return figure.uncertainty or self.uncertainty

    @property
    def is_stretched(self) -> bool:
        """Whether one spread in £ stands for several values, and so is true of one at most."""
        bare = {each.value for each in self.values if each.value and not each.uncertainty}
        spread = self.uncertainty
        return spread is not None and not spread.factors and len(bare) > 1


@attrs.frozen
class Exclusion:
    """A rule on double counting: which measure stands when one activity is offered twice.

    Attributes:
        rule: ``alternative`` (the first listed stands) or ``subset`` (the narrow one stands).
        pairs: Each relation as (the one that stands, the one that falls).
        why: The reason, for the bidder.
        source: Where the rule comes from, or None.
        span: Where it is written.
    """

    rule: str
    pairs: tuple[tuple[str, str], ...]
    why: str
    source: Source | None = None
    span: Span = attrs.field(default=NOWHERE, eq=False)

    def concerns(self, code: str) -> bool:
        """Whether a measure is part of this rule."""
        return any(code in pair for pair in self.pairs)

    def relations_of(self, code: str) -> Iterator[tuple[str, str, str]]:
        """What it says of one measure: which other it is set against, why, and by which source."""
        source = self.source.title if self.source else ""
        for stands, falls in self.pairs:
            if code == stands:
                yield STANDS.format(other=falls), self.why, source
            elif code == falls:
                yield FALLS.format(other=stands), self.why, source


def candidates(
    proxy: Proxy | None, on: date, around: Iterable[str | tuple[str, ...]]
) -> tuple[ProxyValue, ...]:
    """The figures that could apply on a day at a place, the one that does first.

    The most specific place wins, then the higher layer, then the latest date: a less specific
    local value never beats a more specific one.  Codes of one place are equally near.

    Args:
        proxy: A measure's figures; None where it has none.
        on: The day whose value is asked for.
        around: The place and those around it, the most specific first; for a place with several
            codes, all of them.
    """
    nearness = {
        code: index
        for index, ring in enumerate(around)
        for code in ((ring,) if isinstance(ring, str) else ring)
    }
    everywhere = len(nearness)
    values = proxy.values if proxy else ()
    able = [each for each in values if each.start <= on and (each.place or "") in {"", *nearness}]

    def strength(each: ProxyValue) -> tuple[int, int, int]:
        near = everywhere if each.place is None else nearness[each.place]
        return near, -each.rank, -each.start.toordinal()

    return tuple(sorted(able, key=strength))
