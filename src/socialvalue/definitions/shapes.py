"""The shapes of the files: which keys each entry may have, and of what kind.

An entry here is a file's own words; `build` turns it into the model.  A key that is not an
attribute here is refused.  ``key`` in a field's metadata is its key in the file where that is a
word of Python; ``SHORTHAND`` names the key that a plain text stands for, ``DATED`` the key that
may be left out before days.  The annotations are types, and not texts: the reader goes by them.
"""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar

import attrs

from socialvalue.definitions.text import Keys
from socialvalue.model.commitment import BASES
from socialvalue.model.measure import COUNTS, KINDS, MEASURE_PLACES, VALUE_KINDS
from socialvalue.model.methods import DENOMINATORS
from socialvalue.model.policy import WAIVABLE
from socialvalue.model.tender import CATEGORIES, STATES
from socialvalue.spans import Span

__all__ = [
    "SCHEMAS",
    "CasesFile",
    "Entry",
    "ExclusionsFile",
    "FrameworkFile",
    "IndexFile",
    "MeasuresFile",
    "PlacesFile",
    "PluginFile",
    "TenderFile",
    "Texts",
    "one_of",
]


class Texts(tuple[str, ...]):
    """One text or a list of them."""

    __slots__ = ()


@attrs.define
class Entry:
    """A group of keys that knows where it was written."""

    SHORTHAND: ClassVar[str] = ""
    DATED: ClassVar[str] = ""
    written: Keys = attrs.field(init=False, eq=False, repr=False)

    def span(self, key: str | None = None) -> Span:
        """Where the value of a key was written; the entry itself for None."""
        return self.written.span(key)


def one_of(*words: str) -> dict[str, Any]:
    """Metadata: the words that are allowed."""
    return {"words": words}


def _word(words: tuple[str, ...], default: str) -> Any:
    return attrs.field(default=default, metadata=one_of(*words))


_CONFIDENCE = ("", "two-sources", "one-source", "inferred", "observed", "conflict", "unknown")


def _from() -> Any:
    return attrs.field(metadata={"key": "from"})


@attrs.define
class PeriodEntry(Entry):
    """``{from: 2022-06-01, until: 2025-06-30}``, both days included."""

    start: date = _from()
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
    confidence: str = _word(_CONFIDENCE, "")
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
    value_kind: str = _word(VALUE_KINDS, "social")
    place: str = _word(MEASURE_PLACES, "none")
    counts: str = _word(COUNTS, "any")
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
    currency: str = _word(("GBP",), "GBP")
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
class AdoptionEntry(Entry):
    """A framework that a plug-in lies over."""

    framework: str
    edition: str
    measures: Texts = Texts(("all",))


@attrs.define
class PolicyFigureEntry(Entry):
    """A target."""

    value: Decimal
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ThresholdEntry(Entry):
    """From which contract value on: strictly ``above``, or ``from`` (and over)."""

    above: Decimal | None = None
    start: Decimal | None = attrs.field(default=None, metadata={"key": "from"})
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class WeightEntry(Entry):
    """The share of the points in per cent."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    exactly: Decimal | None = None
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ShortlistEntry(Entry):
    """How many measures a buyer may ask for, and how many of them of which theme."""

    at_most: int | None = None
    themes: dict[str, int] = attrs.Factory(dict)
    waived_by: str = ""
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ResponseEntry(Entry):
    """Whether a response needs figures and a statement both, or counts for nothing."""

    needs_both: bool
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class ExchangeEntry(Entry):
    """Which offers community groups may ask for: all measures, or those listed."""

    measures: Texts = Texts(("all",))
    source: Texts = Texts()
    status: str = _word(("", "observed", "adopted"), "")
    note: str = ""


@attrs.define
class PolicyEntries(Entry):
    """A council's policy, dated."""

    target: dict[date, PolicyFigureEntry] = attrs.Factory(dict)
    threshold: dict[date, ThresholdEntry] = attrs.Factory(dict)
    weight: dict[date, WeightEntry] = attrs.Factory(dict)
    shortlist: dict[date, ShortlistEntry] = attrs.Factory(dict)
    response: dict[date, ResponseEntry] = attrs.Factory(dict)
    exchange: dict[date, ExchangeEntry] = attrs.Factory(dict)
    decline: list[str] = attrs.Factory(list)


@attrs.define
class BandEntry(Entry):
    """One band of a table: from ``lower`` up to, not with, ``upper``."""

    lower: str
    mark: str
    upper: str | None = None


@attrs.define
class CriterionEntry(Entry):
    """An award criterion: points, and a method or criteria of its own."""

    name: str
    points: str
    method: str = ""
    criteria: "list[CriterionEntry]" = attrs.Factory(list)
    minimum_points: str | None = None
    needs_both: bool = False
    out_of: str | None = None
    minimum: str | None = None
    mean: bool | None = None
    target: str | None = None
    cap: str | None = None
    floor: str | None = None
    denominator: str | None = attrs.field(default=None, metadata=one_of(*DENOMINATORS))
    weight_value: dict[str, str] | None = None
    weight_score: dict[str, str] | None = None
    bands: list[BandEntry] | None = None
    menu: dict[str, str] | None = None
    required: str | None = None
    relative: bool | None = None
    reference: str | None = None
    at_mean: str | None = None
    per_percent: str | None = None
    exponent: str | None = None
    quality: "list[CriterionEntry] | None" = None


attrs.resolve_types(CriterionEntry)


@attrs.define
class SchemeEntry(Entry):
    """A scheme."""

    criteria: list[CriterionEntry]
    out_of: str = "100"
    places: int = 2
    round_at: str = _word(("total", "part"), "total")
    ties: list[str] = attrs.Factory(list)
    illustrative: bool = False
    note: str = ""


@attrs.define
class SwitchOffEntry(Entry):
    """A measure that is not used, why, and who signed it off."""

    code: str
    why: str
    by: str = ""


@attrs.define
class LocaliseEntry(Entry):
    """Local figures of one measure: by date at the plug-in's place, or by place and date."""

    DATED: ClassVar[str] = "values"
    values: Dated = attrs.Factory(dict)
    by_place: dict[str, Dated] = attrs.Factory(dict)


@attrs.define
class PluginFile(Entry):
    """plugin.yaml."""

    schema: str
    id: str
    edition: str
    title: str
    licence: str
    rights: str
    adopts: list[AdoptionEntry]
    publisher: str = ""
    coverage: str = _word(("complete", "partial"), "complete")
    in_force: PeriodEntry | None = None
    note: str = ""
    sources: dict[str, SourceEntry] = attrs.Factory(dict)
    themes: dict[str, ThemeEntry] = attrs.Factory(dict)
    place: str | None = None
    policy: PolicyEntries | None = None
    scheme: SchemeEntry | None = None
    rename: dict[str, str] = attrs.Factory(dict)
    switch_off: list[SwitchOffEntry] = attrs.Factory(list)
    localise: dict[str, LocaliseEntry] = attrs.Factory(dict)
    measures: dict[str, MeasureEntry] = attrs.Factory(dict)
    exclusions: list[ExclusionEntry] = attrs.Factory(list)


@attrs.define
class ContractValueEntry(Entry):
    """A contract's value; a plain amount is the initial term."""

    SHORTHAND: ClassVar[str] = "initial"
    initial: str
    with_extensions: str | None = None
    maximum: str | None = None
    vat: str = _word(("excluded", "included"), "excluded")


@attrs.define
class EvaluatorMarkEntry(Entry):
    """One evaluator's mark."""

    by: str
    mark: str
    reason: str = ""


@attrs.define
class MarkEntry(Entry):
    """A mark; a plain number is the consensus."""

    SHORTHAND: ClassVar[str] = "consensus"
    consensus: str | None = None
    marks: list[EvaluatorMarkEntry] = attrs.Factory(list)
    reason: str = ""
    by: str = ""
    on: date | None = None


@attrs.define
class CommitmentEntry(Entry):
    """One line of a bid; the quantity is stated in exactly one way."""

    measure: str
    fte: str | None = None
    weeks: str | None = None
    hours: str | None = None
    expert_hours: str | None = None
    attendee_hours: str | None = None
    gbp: str | None = None
    tonnes_co2e: str | None = None
    tonnes: str | None = None
    kilograms: str | None = None
    miles: str | None = None
    count: str | None = None
    percent: str | None = None
    yes: bool | None = None
    quantity: str | None = None
    unit: str | None = None
    years: str | None = None
    cohorts: str | None = None
    people: str | None = None
    activity: str | None = None
    place: str | None = None
    date: str | None = None
    basis: str = _word(BASES, "whole")
    share_claimed: str | None = None
    deadweight: str | None = None
    displacement: str | None = None
    leakage: str | None = None
    attribution_to_others: str | None = None
    community: bool = False
    note: str = ""


@attrs.define
class BidEntry(Entry):
    """A bid."""

    bidder: str
    price: str | None = None
    marks: dict[str, MarkEntry] = attrs.Factory(dict)
    commitments: list[CommitmentEntry] = attrs.Factory(list)
    lot: str | None = None
    state: str = _word(STATES, "compliant")
    reason: str | None = None


@attrs.define
class LotEntry(Entry):
    """A lot; a plain name is a lot without values of its own."""

    SHORTHAND: ClassVar[str] = "name"
    name: str
    contract_value: ContractValueEntry | None = None
    years: str | None = None
    target: str | None = None
    scheme: SchemeEntry | None = None


@attrs.define
class WaiverEntry(Entry):
    """A rule of the council's policy that does not hold here: which, why, and who said so."""

    rule: str = attrs.field(metadata=one_of(*WAIVABLE))
    why: str
    by: str


@attrs.define
class TenderEntry(Entry):
    """The buyer's side of a tender."""

    contract_value: ContractValueEntry
    title: str = "a worked example"
    years: str = "1"
    published: date | None = None
    place: str | None = None
    target: str | None = None
    unit_values: dict[str, str] = attrs.Factory(dict)
    lots: list[LotEntry] = attrs.Factory(list)
    scheme_fingerprint: str = ""
    parent_published: date | None = None
    category: str = _word(("", *CATEGORIES), "")
    above_threshold: bool | None = None
    shortlist: list[str] = attrs.Factory(list)
    waivers: list[WaiverEntry] = attrs.Factory(list)
    most_lots: int | None = None
    switch_off: list[SwitchOffEntry] = attrs.Factory(list)
    note: str = ""


@attrs.define(kw_only=True)
class TenderFile(TenderEntry):
    """tender.yaml."""

    schema: str
    title: str
    framework: str
    bids: list[BidEntry]
    scheme: SchemeEntry | None = None
    illustrative: bool = False


@attrs.define
class ExpectEntry(Entry):
    """What a worked example must come to."""

    total: Decimal | None = None
    submitted: Decimal | None = None
    refused: dict[str, str] = attrs.Factory(dict)
    warned: list[str] = attrs.Factory(list)
    points: dict[str, Decimal] = attrs.Factory(dict)


@attrs.define
class CaseEntry(Entry):
    """A worked example of a set."""

    title: str
    tender: TenderEntry
    commitments: list[CommitmentEntry]
    expect: ExpectEntry
    price: str | None = None
    marks: dict[str, MarkEntry] = attrs.Factory(dict)
    scheme: SchemeEntry | None = None
    source: str = ""


@attrs.define
class CasesFile(Entry):
    """cases.yaml."""

    schema: str
    cases: list[CaseEntry]


@attrs.define
class SeriesEntry(Entry):
    """One column of an index: figures by year or by day."""

    title: str
    unit: str
    values: dict[str, Decimal]
    source: Texts = Texts()
    confidence: str = _word(_CONFIDENCE, "")
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


SCHEMAS: dict[str, type[Entry]] = {
    "socialvalue/framework@1": FrameworkFile,
    "socialvalue/measures@1": MeasuresFile,
    "socialvalue/exclusions@1": ExclusionsFile,
    "socialvalue/places@1": PlacesFile,
    "socialvalue/plugin@1": PluginFile,
    "socialvalue/tender@1": TenderFile,
    "socialvalue/cases@1": CasesFile,
    "socialvalue/index@1": IndexFile,
}
"""The schema line of a file to its shape."""
