"""Entries of measures, sources, themes and exclusions to the model."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.entries import Entry, Texts
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.shapes.sets import (
    Dated,
    FrameworkFile,
    MeasureEntry,
    PeriodEntry,
    ProxyEntry,
    SourceEntry,
    SpreadEntry,
    ThemeEntry,
    ValueEntry,
)
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.figures import Proxy, ProxyValue, PublishedSpread, Source
from socialvalue.model.framework import Outcome, Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import HEADCOUNTS, Measure, counts_people, wrong_group
from socialvalue.model.places import Place, chain
from socialvalue.numbers import plain
from socialvalue.units import UNITS

__all__ = [
    "Context",
    "build_measure",
    "build_period",
    "build_sources",
    "build_themes",
    "build_values",
    "check_codes",
    "check_names",
    "find_sources",
]

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]*", re.ASCII | re.IGNORECASE)


@attrs.frozen
class Context:
    """What entries of one set refer to.

    Attributes:
        label: The set, ``id@edition``.
        sources: Key to source.
        outcomes: Key of an outcome to the key of its theme.
        places: ONS code to place.
        findings: Where problems go.
        indices: The ids of the indices that there are, or None where that is not known here.
    """

    label: str
    sources: Mapping[str, Source]
    outcomes: Mapping[str, str]
    places: Mapping[str, Place]
    findings: Findings
    indices: Collection[str] | None = None


def build_sources(entries: Mapping[str, SourceEntry]) -> FrozenMap[str, Source]:
    """The list of sources."""
    return FrozenMap(
        {
            key: Source(
                key,
                each.title,
                each.publisher,
                each.url,
                each.accessed,
                each.note,
                each.licence,
            )
            for key, each in entries.items()
        }
    )


def check_names(head: FrameworkFile | PluginFile, findings: Findings) -> None:
    """A set can be found by its name and edition (SV224)."""
    for key, name in (("id", head.id), ("edition", head.edition)):
        if not _NAME.fullmatch(name):
            findings.add(head.span(key), problem("SV224", found=name))


def build_period(entry: PeriodEntry | None, findings: Findings) -> Period:
    """A period; its end is not before its start (SV215)."""
    if entry is None:
        return Period()
    if entry.until is not None and entry.until < entry.start:
        findings.add(entry.span("until"), problem("SV215", found=entry.start, until=entry.until))
    return Period(entry.start, entry.until, entry.note)


def build_themes(
    entries: Mapping[str, ThemeEntry], findings: Findings
) -> tuple[FrozenMap[str, Theme], dict[str, str]]:
    """Themes, and each outcome's theme; an outcome's key is used once in a set (SV222)."""
    theme_of: dict[str, str] = {}
    for key, theme in entries.items():
        for outcome, entry in theme.outcomes.items():
            if outcome in theme_of:
                first = f"theme '{theme_of[outcome]}'"
                twice = problem("SV222", noun="outcome", found=outcome, first=first)
                findings.add(entry.span(), twice)
            theme_of[outcome] = key
    return FrozenMap({key: _theme(key, each) for key, each in entries.items()}), theme_of


def _theme(key: str, entry: ThemeEntry) -> Theme:
    outcomes = {name: Outcome(name, each.title, each.note) for name, each in entry.outcomes.items()}
    return Theme(key, entry.title, FrozenMap(outcomes), entry.note)


def find_sources(entry: Entry, keys: Texts, context: Context) -> tuple[Source, ...]:
    """The sources that an entry names; unknown ones are kept as problems (SV208)."""
    for key in keys:
        if key not in context.sources and not context.findings.excuse(key):
            hint = did_you_mean(key, context.sources, label="sources")
            context.findings.add(entry.span("source"), problem("SV208", found=key, hint=hint))
    return tuple(context.sources[key] for key in keys if key in context.sources)


def check_codes(entry: Entry, key: str, findings: Findings) -> None:
    """Codes are found by whoever types what they see (SV224): no stray spaces, nothing unseen.

    Args:
        entry: The file.
        key: What stands in it: ``measures`` by their codes, or ``rename`` with new codes.
        findings: Where problems go.
    """
    written = entry.written.get(key, {})
    for name, value in written.items():
        code = value if key == "rename" else name
        if code != code.strip() or not code.isprintable():
            where = written.span(name, at_key=key != "rename")
            hint = "leave out spaces around it, and characters that no editor shows"
            seen = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in code)
            findings.add(where, problem("SV224", found=seen, hint=hint))


def build_measure(code: str, entry: MeasureEntry, context: Context) -> Measure:
    """One measure; what it refers to exists, and its figures have sources."""
    findings = context.findings
    if entry.unit not in UNITS:
        hint = did_you_mean(entry.unit, UNITS, label="Units")
        findings.add(entry.span("unit"), problem("SV204", found=entry.unit, hint=hint))
    if entry.outcome not in context.outcomes and not findings.excuse(entry.outcome):
        hint = did_you_mean(entry.outcome, context.outcomes, label="outcomes")
        findings.add(entry.span("outcome"), problem("SV207", found=entry.outcome, hint=hint))
    if entry.counts != "any" and entry.unit in UNITS and entry.unit != "fte_year":
        hint = f"only fte_year has years, and {code} is counted in {entry.unit}: counts: any"
        findings.add(entry.span("counts"), problem("SV205", found=entry.counts, hint=hint))
    _check_people(code, entry, findings)
    proxy = _proxy(code, entry, context)
    return Measure(
        code=code,
        title=entry.title,
        theme=context.outcomes.get(entry.outcome, ""),
        outcome=entry.outcome,
        unit=entry.unit,
        kind=entry.kind,
        value_kind=entry.value_kind,
        place=entry.place,
        counts=entry.counts,
        proxy=proxy,
        definition=entry.definition,
        example=entry.example,
        mistake=entry.mistake,
        evidence=tuple(entry.evidence),
        tags=tuple(entry.tags),
        note=entry.note,
        group=" ".join(entry.group.split()),
        headcount=entry.headcount,
        sources=_distinct(proxy),
        span=entry.span(),
    )


def _check_people(code: str, entry: MeasureEntry, findings: Findings) -> None:
    """People are counted in a unit of people, FTE in FTE-years (SV205); a group can be read."""
    if entry.unit in UNITS and not counts_people(entry.headcount, entry.unit):
        ways = [way for way in HEADCOUNTS if way and counts_people(way, entry.unit)]
        hint = f"{code} is counted in {entry.unit}, so it can be {' or '.join(ways)}"
        findings.add(entry.span("headcount"), problem("SV205", found=entry.headcount, hint=hint))
    unseen = wrong_group(entry.group)
    if unseen is not None:
        findings.add(entry.span("group"), unseen)


def _distinct(proxy: Proxy | None) -> tuple[Source, ...]:
    """The sources of all figures, each once, in the order in which they stand."""
    values = proxy.values if proxy else ()
    return tuple(dict.fromkeys(source for each in values for source in each.sources))


def _proxy(code: str, entry: MeasureEntry, context: Context) -> Proxy | None:
    given = entry.proxy
    has_values = given is not None and bool(given.values or given.by_place)
    if entry.kind == "recorded" and given is not None:
        fault = problem("SV214", found=code, kind="recorded", fault="has a proxy")
        context.findings.add(entry.span("proxy"), fault)
    if entry.kind == "monetised" and not has_values:
        fault = problem("SV214", found=code, kind="monetised", fault="has no values")
        context.findings.add(entry.span("proxy" if given else "kind"), fault)
    return None if given is None else _built_proxy(given, context)


def _built_proxy(entry: ProxyEntry, context: Context) -> Proxy:
    _check_index(entry, context)
    return Proxy(
        values=build_values(entry.values, None, context)
        + tuple(
            value
            for place, dated in sorted(entry.by_place.items())
            for value in _at_place(entry, place, dated, context)
        ),
        local=entry.local,
        uncertainty=_spread(entry.uncertainty, None, context),
        index=entry.uprating.index if entry.uprating else "",
        horizon=entry.horizon,
    )


def _spread(
    entry: SpreadEntry | None, value: Decimal | None, context: Context
) -> PublishedSpread | None:
    """How uncertain a value is, or the values of a measure, where that is published."""
    if entry is None:
        return None
    spread = PublishedSpread(
        entry.kind, entry.low, entry.high, find_sources(entry, entry.source, context),
        entry.factors, entry.driver,
    )  # fmt: skip
    if entry.low > entry.high:
        fault = problem("SV223", low=entry.low, high=entry.high)
        context.findings.add(entry.span("high"), fault)
    elif (value or entry.factors) and spread.around(value or Decimal(1)) is None:
        named = {"low": plain(entry.low), "high": plain(entry.high)}
        found = "1, the value itself" if entry.factors else plain(value or Decimal(0))
        context.findings.add(entry.span("low"), problem("SV1315", found=found, **named))
    return spread


def _check_index(entry: ProxyEntry, context: Context) -> None:
    """The index by which values may be moved is one that there is (SV409)."""
    if entry.uprating is None or context.indices is None:
        return
    name = entry.uprating.index
    if name not in context.indices:
        hint = did_you_mean(name, context.indices, label="indices")
        context.findings.add(entry.uprating.span("index"), problem("SV409", found=name, hint=hint))


def _at_place(entry: Entry, place: str, dated: Dated, context: Context) -> tuple[ProxyValue, ...]:
    where = entry.written["by_place"].span(place, at_key=True)
    context.findings.attempt(where, chain, context.places, place)
    return build_values(dated, place, context)


def build_values(
    dated: Dated, place: str | None, context: Context, rank: int = 0
) -> tuple[ProxyValue, ...]:
    """Figures at one place, the earliest first; each has a source, and each null its reason."""
    return tuple(_value(start, dated[start], place, context, rank) for start in sorted(dated))


def _value(
    start: date, entry: ValueEntry, place: str | None, context: Context, rank: int
) -> ProxyValue:
    if entry.value is None and not entry.note:
        context.findings.add(entry.span("value"), problem("SV212"))
    if entry.value is not None and not entry.source:
        context.findings.add(entry.span("value"), problem("SV211", found=entry.value))
    return ProxyValue(
        value=entry.value,
        start=start,
        place=place,
        layer=context.label,
        rank=rank,
        sources=find_sources(entry, entry.source, context),
        at=entry.at,
        confidence=entry.confidence,
        price_year=entry.price_year,
        note=entry.note,
        uncertainty=_spread(entry.uncertainty, entry.value, context),
        span=entry.span("value"),
    )
