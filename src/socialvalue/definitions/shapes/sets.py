"""The shapes of published sets: frameworks, measures, rules on double counting, places, indices."""

import re
from datetime import date
from decimal import Decimal
from typing import ClassVar

import attrs

from socialvalue.definitions.nodes import Keys
from socialvalue.definitions.shapes.entries import (
    APART,
    NAMED_PARTS,
    Entry,
    Texts,
    from_key,
    one_of,
    parts,
    word,
)
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue, PublishedSpread, Source
from socialvalue.model.framework import Framework
from socialvalue.model.index import Index, Series
from socialvalue.model.measure import (
    COUNTS,
    HEADCOUNTS,
    KINDS,
    MEASURE_PLACES,
    VALUE_KINDS,
    Measure,
)
from socialvalue.model.national import Applies
from socialvalue.units import UNITS

__all__ = [
    "CONFIDENCE",
    "INDEX_KEY",
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

INDEX_KEY = re.compile(
    r"[0-9]+|[0-9]{4}/[0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{2}", re.ASCII
)
"""What a figure of an index stands under: years ahead, a year, a financial year, a month, a day."""


def _seeming_kind(measure: Keys) -> str:
    """The kind that a measure seems to be of."""
    return "monetised" if "proxy" in measure else "recorded"


@attrs.define
class PeriodEntry(Entry):
    """``{from: 2022-06-01, until: 2025-06-30}``, both days included."""

    start: date = from_key()
    until: date | None = None
    note: str = ""


@attrs.define
class SourceEntry(Entry):
    """A publication."""

    NOUNS: ClassVar[tuple[type, ...]] = (Source,)
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
class SpreadEntry(Entry):
    """How uncertain a value is: its ends in £ per unit, or as factors of the value."""

    NOUNS: ClassVar[tuple[type, ...]] = (PublishedSpread,)
    kind: str = attrs.field(metadata=one_of("triangular", "uniform"))
    low: Decimal
    high: Decimal
    source: Texts = Texts()
    factors: bool = False
    driver: str = ""


@attrs.define
class ValueEntry(Entry):
    """One figure."""

    NOUNS: ClassVar[tuple[type, ...]] = (ProxyValue,)
    value: Decimal | None
    source: Texts = Texts()
    at: str = ""
    confidence: str = word(CONFIDENCE, "")
    price_year: str = ""
    note: str = ""
    uncertainty: SpreadEntry | None = None


Dated = dict[date, ValueEntry]


@attrs.define
class UpratingEntry(Entry):
    """By which index a value may be uprated, when that is asked for."""

    index: str


@attrs.define
class ProxyEntry(Entry):
    """The figures of a measure, by date, and by place and date."""

    NOUNS: ClassVar[tuple[type, ...]] = (Proxy,)
    values: Dated = attrs.Factory(dict)
    by_place: dict[str, Dated] = attrs.Factory(dict)
    local: bool = False
    uncertainty: SpreadEntry | None = None
    uprating: UpratingEntry | None = None
    horizon: str = ""


@attrs.define
class MeasureEntry(Entry):
    """A measure."""

    NOUNS: ClassVar[tuple[type, ...]] = (Measure,)
    title: str
    outcome: str
    unit: str = attrs.field(metadata={"listed": UNITS})
    kind: str = attrs.field(metadata={"words": KINDS, "apart": 1, "stand_in": _seeming_kind})
    value_kind: str = word(VALUE_KINDS, "social", apart=1)
    place: str = word(MEASURE_PLACES, "none", apart=1)
    counts: str = word(COUNTS, "any", apart=1)
    proxy: ProxyEntry | None = None
    definition: str = attrs.field(default="", metadata=APART)
    example: str = attrs.field(default="", metadata=APART)
    mistake: str = attrs.field(default="", metadata=APART)
    evidence: list[str] = parts(list, apart=1)
    tags: list[str] = parts(list, apart=1)
    note: str = attrs.field(default="", metadata=APART)
    group: str = attrs.field(default="", metadata=APART)
    headcount: str = word(HEADCOUNTS, "", apart=1)


@attrs.define
class ExclusionEntry(Entry):
    """A rule on double counting."""

    NOUNS: ClassVar[tuple[type, ...]] = (Exclusion,)
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

    NOUNS: ClassVar[tuple[type, ...]] = (Applies,)
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

    SCHEMA: ClassVar[str] = "socialvalue/framework@1"
    NOUNS: ClassVar[tuple[type, ...]] = (Framework,)
    schema: str
    id: str
    edition: str
    title: str
    publisher: str
    coverage: str = attrs.field(metadata=one_of("complete", "partial"))
    in_force: PeriodEntry
    licence: str
    rights: str
    sources: dict[str, SourceEntry] = attrs.field(metadata=NAMED_PARTS)
    themes: dict[str, ThemeEntry] = attrs.field(metadata=NAMED_PARTS)
    revises: str = ""
    applies: AppliesEntry | None = None
    currency: str = word(("GBP",), "GBP")
    price_base: date | None = None
    note: str = ""


@attrs.define
class MeasuresFile(Entry):
    """measures.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/measures@1"
    schema: str
    measures: dict[str, MeasureEntry] = attrs.field(metadata=NAMED_PARTS)


@attrs.define
class ExclusionsFile(Entry):
    """exclusions.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/exclusions@1"
    schema: str
    exclusions: list[ExclusionEntry] = attrs.field(metadata={"apart": 2})


@attrs.define
class PlaceEntry(Entry):
    """A place."""

    name: str
    kind: str
    parent: str | None = None
    since: date | None = None
    until: date | None = None
    replaced_by: Texts = Texts()
    same_as: str | None = None
    source: str = ""
    note: str = ""


@attrs.define
class NamedOnlyEntry(Entry):
    """What is known by its name and code alone: a buyer that is no place, a former district."""

    name: str
    kind: str
    parent: str
    until: date | None = None
    note: str = ""


@attrs.define
class PlacesFile(Entry):
    """places.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/places@1"
    schema: str
    title: str
    licence: str
    rights: str
    sources: dict[str, SourceEntry] = attrs.field(metadata=NAMED_PARTS)
    places: dict[str, PlaceEntry] = attrs.field(metadata=NAMED_PARTS)
    named_only: dict[str, NamedOnlyEntry] = attrs.field(factory=dict, metadata=NAMED_PARTS)
    source: str = ""
    note: str = ""


@attrs.define
class SeriesEntry(Entry):
    """One column of an index: figures by year or by day."""

    NOUNS: ClassVar[tuple[type, ...]] = (Series,)
    title: str
    unit: str
    values: dict[str, Decimal] = attrs.field(metadata={"keys": INDEX_KEY.pattern})
    source: Texts = Texts()
    confidence: str = word(CONFIDENCE, "")
    note: str = ""


@attrs.define
class IndexFile(Entry):
    """An index file: a deflator, carbon values, wage rates."""

    SCHEMA: ClassVar[str] = "socialvalue/index@1"
    NOUNS: ClassVar[tuple[type, ...]] = (Index,)
    schema: str
    id: str
    title: str
    publisher: str
    licence: str
    rights: str
    sources: dict[str, SourceEntry] = attrs.field(metadata=NAMED_PARTS)
    series: dict[str, SeriesEntry] = attrs.field(metadata={"apart": 2})
    note: str = ""
