"""All that a framework says of a row, worked out once and kept in small tables.

A row's measure, place and day lead to a *cell*: which figure applies, or why none does.  Days are
counted by the starts of figures and places by the figures around them, so the cells are few.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Container
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.kernel import UnitValues, compile_unit_values
from socialvalue.engine.order import NONE, place_of
from socialvalue.model.figures import ProxyValue, candidates
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.places import rings, within
from socialvalue.model.tender import Tender
from socialvalue.numbers import exact_number
from socialvalue.units import UNITS, in_unit, quantity

__all__ = ["Contract", "MeasureFacts", "Shape", "Wanted", "compile_facts"]

Codes: TypeAlias = NDArray[np.intp]
Rings: TypeAlias = tuple[tuple[str, ...], ...]

_DAY = timedelta(days=1)


@attrs.frozen
class Shape:
    """What rows may say beside their measure: only that is worked out."""

    places: bool = False
    dates: bool = False


@attrs.frozen
class Contract:
    """What a table is told of the contract.

    Attributes:
        years: How long it runs, or None where there is no tender.
        value: £ of its initial term, or None.
    """

    years: Decimal | None = None
    value: Decimal | None = None

    @property
    def most_years(self) -> float:
        """How many years count at most, the nearest double."""
        return math.inf if self.years is None else float(self.years)

    @property
    def bases(self) -> dict[str, tuple[Fraction, str]]:
        """Each basis: how often the quantity is offered, and the code that is against it, or "".

        Source:
            `engine.offers` and `engine.refusals`, which say the same of one commitment.

        Example:
            >>> Contract(Decimal(3), Decimal(2_500_000)).bases["per_million"]
            (Fraction(5, 2), '')
        """
        one = Fraction(1)
        yearly = (one, "SV514") if self.years is None else (Fraction(self.years), "")
        each = (one, "SV514") if self.value is None else (Fraction(self.value) / 10**6, "")
        found = {"whole": (one, ""), "per_year": yearly, "per_million": each}
        return {**found, "per_call_off": (one, "SV511")}


@attrs.frozen
class Wanted:
    """Which measures a tender uses, by canonical code.

    Attributes:
        shortlist: Those that it asks for; none means all.
        switched_off: Those that it does not use.
    """

    shortlist: frozenset[str] = frozenset()
    switched_off: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tender: Tender | None, framework: Framework) -> Wanted:
        """What a tender says; everything where there is none."""
        if tender is None:
            return cls()
        return cls(
            frozenset(map(framework.canonical, tender.shortlist)),
            frozenset(framework.canonical(each.code) for each in tender.switch_off),
        )

    def problem(self, measure: Measure) -> int:
        """The place of why a measure is not used at all, or that of none."""
        if measure.switched_off or measure.code in self.switched_off:
            return place_of("SV509")
        if self.shortlist and measure.code not in self.shortlist:
            return place_of("SV513")
        return NONE


EVERYTHING = Wanted()
"""What a tender uses that says nothing of it."""


@attrs.frozen(eq=False)
class MeasureFacts:
    """A framework as it applies to rows.

    Attributes:
        framework: The measures.
        on: The day of a row without one.
        place: The place of a row without one, and the one that is to benefit; or None.
        given: Canonical code to the value given for this procurement.
        shape: What rows say.
        wanted: Which measures the tender uses.
    """

    framework: Framework
    on: date
    place: str | None
    given: FrozenMap[str, Decimal]
    shape: Shape
    wanted: Wanted = EVERYTHING

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """The measures, in the order of their numbers."""
        return tuple(self.framework)

    @cached_property
    def number(self) -> dict[str, int]:
        """A code, canonical or the plug-in's own, to the number of its measure."""
        numbers = {each.code: index for index, each in enumerate(self.measures)}
        own = {alias: numbers[code] for alias, code in self.framework.codes.items()}
        return {**numbers, **own}

    # --- days and places ------------------------------------------------------------------

    @cached_property
    def starts(self) -> tuple[date, ...]:
        """The days on which any figure starts, ascending; none where rows have no dates."""
        if not self.shape.dates:
            return ()
        return tuple(sorted({each.start for m in self.measures for each in _figures(m)}))

    def period(self, on: date) -> int:
        """The number of the period between two starts in which a day lies."""
        return bisect_right(self.starts, on)

    @cached_property
    def days(self) -> tuple[date, ...]:
        """A day of each period."""
        if not self.shape.dates:
            return (self.on,)
        before = [self.starts[0] - _DAY] if self.starts else [self.on]
        return (*before, *self.starts)

    @cached_property
    def areas(self) -> tuple[Rings, ...]:
        """The distinct chains of places with figures; first that of a row without a place."""
        here = rings(self.framework.places, self.place)
        own = self._with_figures(here)
        if not self.shape.places:
            return (own,)
        others = (self._with_figures(rings(self.framework.places, each))
                  for each in self.framework.places)  # fmt: skip
        return tuple(dict.fromkeys((own, *others)))

    def _with_figures(self, around: Rings) -> Rings:
        return _only(around, self._places_with_figures)

    @cached_property
    def _places_with_figures(self) -> frozenset[str]:
        return frozenset(v.place for m in self.measures for v in _figures(m) if v.place)

    @cached_property
    def area_of(self) -> dict[str, int]:
        """A place to the number of its area."""
        numbers = {each: index for index, each in enumerate(self.areas)}
        places = self.framework.places
        return {each: numbers[self._with_figures(rings(places, each))] for each in places}

    @cached_property
    def outside(self) -> frozenset[str]:
        """The places that do not lie in the one that is to benefit."""
        places, wanted = self.framework.places, self.place
        if wanted is None:
            return frozenset()
        return frozenset(each for each in places if not within(places, each, wanted))

    # --- cells ----------------------------------------------------------------------------

    @cached_property
    def cells(self) -> tuple[list[Decimal | None], NDArray[np.int8]]:
        """The value and the problem of each cell [measure, area, period], and one unknown.

        The last cells are those of an unknown measure.
        """
        values: list[Decimal | None] = []
        problems: list[int] = []
        for each in self.measures:
            for value, found in self._cells_of(each):
                values.append(value)
                problems.append(found)
        unknown = len(self.areas) * len(self.days)
        values += [None] * unknown
        problems += [place_of("SV209")] * unknown
        return values, np.array(problems, np.int8)

    def _cells_of(self, measure: Measure) -> list[tuple[Decimal | None, int]]:
        """The cells of one measure; equal ones are worked out once."""
        figures = _figures(measure)
        own = {each.place for each in figures}
        starts = sorted({each.start for each in figures})
        known: dict[tuple[Rings, int], tuple[Decimal | None, int]] = {}
        found = []
        for area in self.areas:
            near = _only(area, own)
            for day in self.days:
                key = near, bisect_right(starts, day)
                if key not in known:
                    known[key] = self._outcome(measure, day, near)
                found.append(known[key])
        return found

    def _outcome(self, measure: Measure, day: date, around: Rings) -> tuple[Decimal | None, int]:
        """The value that applies, and why none does.

        Source:
            `engine.refusals`, which says the same of one commitment; tests compare the two.
        """
        unused = self.wanted.problem(measure)
        if measure.kind == "recorded":
            return None, min(unused, place_of("SV503"))
        value, found = self._value(measure, day, around)
        return value, min(unused, found)

    def _value(self, measure: Measure, day: date, around: Rings) -> tuple[Decimal | None, int]:
        if measure.code in self.given:
            return self.given[measure.code], NONE
        figures = candidates(measure.proxy, day, around)
        if figures and figures[0].value is not None:
            return figures[0].value, NONE
        first = min((each.start for each in _figures(measure)), default=None)
        if not figures and first is not None and day < first:
            return None, place_of("SV510")
        return None, place_of("SV501" if figures and not measure.local else "SV502")

    @cached_property
    def figures(self) -> tuple[list[Decimal], Codes]:
        """The distinct values, and for each cell the number of its value; −1 for none."""
        values, _ = self.cells
        numbers: dict[Decimal, int] = {}
        codes = [-1 if each is None else numbers.setdefault(each, len(numbers)) for each in values]
        return list(numbers), np.array(codes, np.intp)

    @cached_property
    def table(self) -> UnitValues:
        """The distinct values, compiled for the kernel."""
        return compile_unit_values(self.figures[0])

    @cached_property
    def with_given(self) -> NDArray[np.int8]:
        """The problem of a row for which a unit value is given [measures + 1]."""
        recorded, unknown = place_of("SV503"), place_of("SV209")
        found = [
            min(self.wanted.problem(each), recorded if each.kind == "recorded" else NONE)
            for each in self.measures
        ]
        return np.array([*found, unknown], np.int8)

    # --- what is said of a measure ----------------------------------------------------------

    @cached_property
    def first_year(self) -> NDArray[np.bool_]:
        """Whether only the first year counts, so that years must be stated [measures + 1]."""
        return self._flags(lambda each: each.counts == "first_year")

    @cached_property
    def in_fte(self) -> NDArray[np.bool_]:
        """Whether it is counted in FTE-years [measures + 1]."""
        return self._flags(lambda each: each.unit == "fte_year")

    @cached_property
    def yes_or_no(self) -> NDArray[np.bool_]:
        """Whether it asks yes or no [measures + 1]."""
        return self._flags(lambda each: each.unit == "yes_no")

    @cached_property
    def placed(self) -> NDArray[np.bool_]:
        """Whether it must fall in the contract's place [measures + 1]."""
        return self._flags(lambda each: each.place != "none")

    def _flags(self, say: Callable[[Measure], bool]) -> NDArray[np.bool_]:
        return np.array([*map(say, self.measures), False], bool)

    @cached_property
    def units(self) -> dict[str, int]:
        """A word for a unit to its number."""
        return {word: index for index, word in enumerate(UNITS)}

    @cached_property
    def factors(self) -> dict[tuple[int, int], Decimal]:
        """(measure, unit offered) to how many of the measure's unit one of it is."""
        return {
            (number, self.units[word]): factor
            for number, each in enumerate(self.measures)
            for word, factor in _accepted(each.unit).items()
        }

    @cached_property
    def stronger(self) -> tuple[tuple[int, int], ...]:
        """Numbers of measures: the one that stands, and the one that falls."""
        pairs = (pair for rule in self.framework.exclusions for pair in rule.pairs)
        known = ((a, b) for a, b in dict.fromkeys(pairs) if a in self.number and b in self.number)
        return tuple((self.number[a], self.number[b]) for a, b in known)


@lru_cache(maxsize=64)
def _accepted(unit: str) -> dict[str, Decimal]:
    """The units in which a measure of this one may be offered, and their factors."""
    found = {unit: Decimal(1)}
    for word in UNITS:
        offered = None if word in ("text", "yes_no", unit) else in_unit(quantity(1, word), unit)
        if offered is not None:
            found[word] = exact_number(offered.amount)
    return found


def _figures(measure: Measure) -> tuple[ProxyValue, ...]:
    return measure.proxy.values if measure.proxy else ()


def _only(around: Rings, codes: Container[str | None]) -> Rings:
    """Of the places around one, those among some, each by its codes among them."""
    kept = (tuple(sorted(code for code in ring if code in codes)) for ring in around)
    return tuple(ring for ring in kept if ring)


@lru_cache(maxsize=32)
def compile_facts(
    framework: Framework,
    on: date,
    place: str | None,
    given: FrozenMap[str, Decimal],
    shape: Shape,
    *,
    wanted: Wanted = EVERYTHING,
) -> MeasureFacts:
    """The facts, made once for tables that are valued alike."""
    return MeasureFacts(framework, on, place, given, shape, wanted)
