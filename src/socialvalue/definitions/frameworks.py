"""A framework folder to a framework."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import attrs

from socialvalue.definitions.exclusions import build_exclusions, check_ranking
from socialvalue.definitions.files import of_shape, one_head, read_set
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.measures import (
    Context,
    build_measure,
    build_period,
    build_sources,
    build_themes,
    check_codes,
    check_names,
    find_sources,
)
from socialvalue.definitions.pauses import collector_paused
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.sets import (
    AppliesEntry,
    ExclusionsFile,
    FrameworkFile,
    MeasuresFile,
)
from socialvalue.definitions.shapes.tenders import CasesFile
from socialvalue.errors import problem
from socialvalue.model.figures import Exclusion
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.national import Applies, WeightStep
from socialvalue.model.places import Place

__all__ = ["build_framework", "read_framework", "with_rules"]


@collector_paused()
def read_framework(
    folder: Path,
    file: str,
    places: FrozenMap[str, Place],
    indices: Collection[str] | None = None,
) -> Framework:
    """The framework that a folder defines.

    Args:
        folder: Holds framework.yaml and the files with its measures and exclusions.
        file: The folder's name for messages.
        places: The places that local values may be for.
        indices: The indices by which values may be moved; not checked if not given.

    Raises:
        DefinitionError: All problems of all files but its worked examples.
    """
    findings = Findings()
    entries = read_set(
        folder, file, findings, FrameworkFile, MeasuresFile, ExclusionsFile, CasesFile
    )
    head = one_head(entries, FrameworkFile, file, findings)
    framework = build_framework(head, entries, places, findings, indices)
    findings.settle()
    return framework


def build_framework(
    head: FrameworkFile,
    entries: Iterable[Entry],
    places: FrozenMap[str, Place],
    findings: Findings,
    indices: Collection[str] | None = None,
) -> Framework:
    """A framework from the entries of its files; problems are kept in `findings`."""
    entries = tuple(entries)
    check_names(head, findings)
    themes, outcomes = build_themes(head.themes, findings)
    sources = build_sources(head.sources)
    context = Context(f"{head.id}@{head.edition}", sources, outcomes, places, findings, indices)
    measures = _measures(of_shape(entries, MeasuresFile), context)
    rules = [rule for each in of_shape(entries, ExclusionsFile) for rule in each.exclusions]
    exclusions = build_exclusions(rules, measures, context)
    check_ranking(exclusions, findings)
    return Framework(
        id=head.id,
        edition=head.edition,
        title=head.title,
        publisher=head.publisher,
        coverage=head.coverage,
        revises=head.revises,
        in_force=build_period(head.in_force, findings),
        currency=head.currency,
        price_base=head.price_base,
        licence=head.licence,
        rights=head.rights,
        note=head.note,
        applies=_applies(head.applies, context),
        sources=sources,
        themes=themes,
        measures=with_rules(measures, exclusions),
        exclusions=exclusions,
        places=places,
    )


def _applies(entry: AppliesEntry | None, context: Context) -> Applies | None:
    """Whom a national model binds; its period does not end before it begins (SV215)."""
    if entry is None:
        return None
    if entry.until is not None and entry.until < entry.must_from:
        fault = problem("SV215", found=entry.must_from, until=entry.until)
        context.findings.add(entry.span("until"), fault)
    if entry.may_from is not None and entry.may_from > entry.must_from:
        fault = problem("SV215", found=entry.may_from, until=entry.must_from)
        context.findings.add(entry.span("may_from"), fault)
    if not entry.source:
        context.findings.add(entry.span(), problem("SV211", found="applies"))
    return Applies(
        buyers=entry.buyers,
        must_from=entry.must_from,
        may_from=entry.may_from,
        until=entry.until,
        value_from=entry.value_from,
        weights=tuple(WeightStep(each.value_from, each.at_least) for each in entry.weights),
        sources=find_sources(entry, entry.source, context),
        note=entry.note,
        span=entry.span(),
    )


def _measures(files: Iterable[MeasuresFile], context: Context) -> dict[str, Measure]:
    """The measures of all files; a code is defined once (SV222)."""
    found: dict[str, Measure] = {}
    for file in files:
        check_codes(file, "measures", context.findings)
        for code, entry in file.measures.items():
            if code in found:
                first = str(found[code].span)
                twice = problem("SV222", noun="measure", found=code, first=first)
                context.findings.add(entry.span(), twice)
            found[code] = build_measure(code, entry, context)
    return found


def with_rules(
    measures: Mapping[str, Measure], exclusions: tuple[Exclusion, ...]
) -> FrozenMap[str, Measure]:
    """The measures, each with the rules on double counting that concern it."""
    concerned: dict[str, list[Exclusion]] = {code: [] for code in measures}
    for rule in exclusions:
        for code in dict.fromkeys(code for pair in rule.pairs for code in pair):
            if code in concerned:
                concerned[code].append(rule)
    return FrozenMap(
        {code: _ruled(each, tuple(concerned[code])) for code, each in measures.items()}
    )


def _ruled(measure: Measure, rules: tuple[Exclusion, ...]) -> Measure:
    """The measure with these rules: itself where they are its own."""
    return measure if measure.rules == rules else attrs.evolve(measure, rules=rules)
