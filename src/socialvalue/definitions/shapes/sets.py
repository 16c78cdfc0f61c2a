"""The shapes of published sets: frameworks, measures, rules on double counting, places, indices."""

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, from_key, one_of, word
from socialvalue.model.measure import COUNTS, KINDS, MEASURE_PLACES, VALUE_KINDS

__all__ = [
    "CONFIDENCE",
    "AppliesEntry",
    "Dated",
    "ExclusionEntry",
    "ExclusionsFile",
    "FrameworkFile",
    "IndexFile",
    "MeasureEntry",
    "MeasuresFile",
    "OutcomeEntry",
    "PeriodEntry",
    "PlaceEntry",
    "PlacesFile",
    "ProxyEntry",
    "SeriesEntry",
    "SourceEntry",
    "SpreadEntry",
    "ThemeEntry",
    "UpratingEntry",
    "ValueEntry",
    "WeightStepEntry",
]

CONFIDENCE = ("", "two-sources", "one-source", "inferred", "observed", "conflict", "unknown")
"""How well a figure is known; the first where nothing is said of it."""


@attrs.define
class PeriodEntry(Entry):
    """``{from: 2022-06-01, until: 2025-06-30}``, both days included."""

    start: date = from_key()
    until: date | None = None
    note: str = ""


@attrs.define
class SourceEntry(Entry):
    """A publication."""

    title: str
    publisher: str = ""
    url: str = ""
    accessed: date | None = None
    licence: str = ""
    note: str = ""


@attrs.define
class OutcomeEntry(Entry):
    """What a group of measures is for."""

    title: str
    note: str = ""


@attrs.define
class ThemeEntry(Entry):
    """A group of outcomes."""

    title: str
    outcomes: dict[str, OutcomeEntry]
    note: str = ""


@attrs.define
class ValueEntry(Entry):
    """One figure."""

    value: Decimal | None
    source: Texts = Texts()
    at: str = ""
    confidence: str = word(CONFIDENCE, "")
    price_year: str = ""
    note: str = ""


Dated = dict[date, ValueEntry]


@attrs.define
class SpreadEntry(Entry):
    """How uncertain a value is."""

    kind: str = attrs.field(metadata=one_of("triangular", "uniform"))
    low: Decimal
    high: Decimal
    source: Texts = Texts()


@attrs.define
class UpratingEntry(Entry):
    """By which index a value may be uprated, when that is asked for."""

    index: str


@attrs.define
class ProxyEntry(Entry):
    """The figures of a measure, by date, and by place and date."""

    values: Dated = attrs.Factory(dict)
    by_place: dict[str, Dated] = attrs.Factory(dict)
    local: bool = False
    uncertainty: SpreadEntry | None = None
    uprating: UpratingEntry | None = None


@attrs.define
class MeasureEntry(Entry):
    """A measure."""

    title: str
    outcome: str
    unit: str
    kind: str = attrs.field(metadata=one_of(*KINDS))
    value_kind: str = word(VALUE_KINDS, "social")
    place: str = word(MEASURE_PLACES, "none")
    counts: str = word(COUNTS, "any")
    proxy: ProxyEntry | None = None
    definition: str = ""
    example: str = ""
    mistake: str = ""
    evidence: list[str] = attrs.Factory(list)
    tags: list[str] = attrs.Factory(list)
    note: str = ""


@attrs.define
class ExclusionEntry(Entry):
    """A rule on double counting."""

    rule: str = attrs.field(metadata=one_of("alternative", "subset"))
    why: str
    measures: list[str] | None = None
    broad: str | None = None
    narrow: list[str] | None = None
    source: str = ""


@attrs.define
class WeightStepEntry(Entry):
    """The least share of the points in per cent, from a contract value on."""

    value_from: Decimal
    at_least: Decimal


@attrs.define
class AppliesEntry(Entry):
    """Whom a national model binds, from when, from which contract value on."""

    buyers: str = attrs.field(metadata=one_of("central"))
    must_from: date
    weights: list[WeightStepEntry]
    may_from: date | None = None
    until: date | None = None
    value_from: Decimal = Decimal(0)
    source: Texts = Texts()
    note: str = ""


@attrs.define
class FrameworkFile(Entry):
    """framework.yaml."""

    schema: str
    id: str
    edition: str
    title: str
    publisher: str
    coverage: str = attrs.field(metadata=one_of("complete", "partial"))
    in_force: PeriodEntry
    licence: str
    rights: str
    sources: dict[str, SourceEntry]
    themes: dict[str, ThemeEntry]
    applies: AppliesEntry | None = None
    currency: str = word(("GBP",), "GBP")
    price_base: date | None = None
    note: str = ""


@attrs.define
class MeasuresFile(Entry):
    """measures.yaml."""

    schema: str
    measures: dict[str, MeasureEntry]


@attrs.define
class ExclusionsFile(Entry):
    """exclusions.yaml."""

    schema: str
    exclusions: list[ExclusionEntry]


@attrs.define
class PlaceEntry(Entry):
    """A place."""

    name: str
    kind: str
    parent: str | None = None
    until: date | None = None
    replaced_by: Texts = Texts()
    same_as: str | None = None
    source: str = ""
    note: str = ""


@attrs.define
class PlacesFile(Entry):
    """places.yaml."""

    schema: str
    title: str
    licence: str
    rights: str
    sources: dict[str, SourceEntry]
    places: dict[str, PlaceEntry]
    source: str = ""
    note: str = ""


@attrs.define
class SeriesEntry(Entry):
    """One column of an index: figures by year or by day."""

    title: str
    unit: str
    values: dict[str, Decimal]
    source: Texts = Texts()
    confidence: str = word(CONFIDENCE, "")
    note: str = ""


@attrs.define
class IndexFile(Entry):
    """An index file: a deflator, carbon values, wage rates."""

    schema: str
    id: str
    title: str
    publisher: str
    licence: str
    rights: str
    sources: dict[str, SourceEntry]
    series: dict[str, SeriesEntry]
    note: str = ""
