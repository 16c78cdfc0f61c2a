"""A measure's figures in words: what one unit is worth, since when, and who says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs

from socialvalue.model.figures import ProxyValue, Source, candidates
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure, worth
from socialvalue.model.places import place_name, rings
from socialvalue.numbers import plain, pounds
from socialvalue.words import day_words

__all__ = ["View", "figure_content", "figure_words", "source_words"]


@attrs.frozen
class View:
    """A set, looked at from a day and a place.

    Attributes:
        framework: The set.
        on: The day whose values are shown: the one asked for, else that of the set.
        place: ONS code of the place whose values are shown, or None.
    """

    framework: Framework
    on: date
    place: str | None

    def figure(self, measure: Measure) -> ProxyValue | None:
        """The figure of a measure that applies here."""
        around = rings(self.framework.places, self.place)
        return next(iter(candidates(measure.proxy, self.on, around)), None)

    def worth(self, measure: Measure) -> str:
        """What one unit is worth here, or why it has no value, in two or three words."""
        return worth(measure, self.figure(measure))

    @property
    def day(self) -> str | None:
        """The day as text; None where the set has neither a first day nor values."""
        return None if self.on == date.max else self.on.isoformat()

    @property
    def words(self) -> str:
        """The day and the place, for a sentence."""
        where = f", for {place_name(self.framework.places, self.place)}" if self.place else ""
        return f"{'the newest' if self.day is None else f'as of {day_words(self.on)}'}{where}"


def figure_words(figure: ProxyValue, view: View) -> Iterator[str]:
    """One figure: the amount, its first day and place, then its voucher, line by line."""
    places = view.framework.places
    amount = "no value" if figure.value is None else pounds(figure.value)
    where = f", for {place_name(places, figure.place)}" if figure.place else ""
    sure = f" ({figure.confidence.replace('-', ' ')})" if figure.confidence else ""
    yield f"    from {day_words(figure.start)}{where}: {amount}{sure}"
    yield f"        Stated by {figure.layer}, {figure.span}"
    for source in figure.sources:
        yield f"        Source: {source_words(source, figure.at)}"
    if figure.uncertainty is not None:
        yield f"        Uncertain: {figure.uncertainty}"
    if figure.note:
        yield f"        {figure.note}"


def source_words(source: Source, at: str = "") -> str:
    """A publication: title, place in it, publisher, address."""
    return ", ".join(part for part in (source.title, at, source.publisher, source.url) if part)


def figure_content(figure: ProxyValue) -> dict[str, Any]:
    """One figure as JSON-safe data."""
    return {
        "from": figure.start.isoformat(),
        "place": figure.place,
        "value": None if figure.value is None else plain(figure.value),
        "confidence": figure.confidence,
        "stated_by": figure.layer,
        "written": str(figure.span),
        "sources": [{"key": each.key, "title": each.title, "publisher": each.publisher,
                     "url": each.url} for each in figure.sources],
        "at": figure.at,
        "note": figure.note,
    }  # fmt: skip
