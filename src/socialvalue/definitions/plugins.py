"""plugin.yaml to a plug-in, before it is laid over its base."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path

import attrs

from socialvalue.definitions.exclusions import build_exclusions
from socialvalue.definitions.files import one_head, read_set
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.measures import (
    Context,
    build_measure,
    build_period,
    build_sources,
    build_themes,
    build_values,
    check_codes,
    check_names,
)
from socialvalue.definitions.pauses import collector_paused
from socialvalue.definitions.policy import build_policy
from socialvalue.definitions.schemes import build_scheme
from socialvalue.definitions.shapes.plugins import (
    AdoptionEntry,
    GuidanceEntry,
    LocaliseEntry,
    PluginFile,
)
from socialvalue.definitions.shapes.tenders import CasesFile
from socialvalue.errors import problem
from socialvalue.model.figures import ProxyValue
from socialvalue.model.framework import Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.guidance import Guidance, Milestone
from socialvalue.model.places import Place, chain
from socialvalue.model.plugin import Adoption, Plugin
from socialvalue.model.waivers import SwitchOff

__all__ = ["Base", "build_alone", "build_plugin", "read_plugin_file"]


@attrs.frozen
class Base:
    """What a plug-in lies over, as far as its own file refers to it.

    Attributes:
        themes: Key to theme.
        place: ONS code of the place it is for, or None.
        rank: How high the plug-in lies over a framework, whose figures have rank 0.
    """

    themes: Mapping[str, Theme] = FrozenMap()
    place: str | None = None
    rank: int = 1


@collector_paused()
def read_plugin_file(folder: Path, file: str, findings: Findings) -> PluginFile:
    """The one plug-in file of a folder, in its own words.

    Raises:
        DefinitionError: There is none, or none of it can be read.
    """
    entries = read_set(folder, file, findings, PluginFile, CasesFile)
    return one_head(entries, PluginFile, file, findings)


def build_plugin(
    head: PluginFile,
    base: Base,
    places: FrozenMap[str, Place],
    findings: Findings,
    indices: Collection[str] | None = None,
) -> Plugin:
    """A plug-in; its own measures may belong to outcomes of its base.

    Args:
        head: The file in its own words.
        base: What it lies over.
        places: ONS code to place.
        findings: Where problems go.
        indices: The indices by which values may be moved; not checked if not given.
    """
    check_names(head, findings)
    for key in ("measures", "rename"):
        check_codes(head, key, findings)
    _check_switched_off_once(head, findings)
    themes, own_outcomes = build_themes(head.themes, findings)
    outcomes = {o: theme for theme, each in base.themes.items() for o in each.outcomes}
    sources = build_sources(head.sources)
    known = {**outcomes, **own_outcomes}
    context = Context(f"{head.id}@{head.edition}", sources, known, places, findings, indices)
    findings.attempt(head.span("place"), chain, places, head.place)
    place = head.place or base.place
    return Plugin(
        id=head.id,
        edition=head.edition,
        title=head.title,
        publisher=head.publisher,
        coverage=head.coverage,
        revises=head.revises,
        in_force=build_period(head.in_force, findings),
        licence=head.licence,
        rights=head.rights,
        note=head.note,
        adopts=tuple(_adoption(each) for each in head.adopts),
        place=place,
        sources=sources,
        themes=themes,
        rename=FrozenMap(head.rename),
        switch_off=tuple(
            SwitchOff(each.code, each.why, each.by, each.span()) for each in head.switch_off
        ),
        localise=FrozenMap(
            {code: _local(each, place, base.rank, context) for code, each in head.localise.items()}
        ),
        measures=FrozenMap(
            {code: build_measure(code, each, context) for code, each in head.measures.items()}
        ),
        policy=build_policy(head.policy, context),
        scheme=build_scheme(head.scheme, findings),
        guidance=_guidance(head.guidance),
        span=head.span(),
    )


def build_alone(head: PluginFile, places: FrozenMap[str, Place]) -> Plugin:
    """A plug-in as its own file means it, whatever it lies over: what its edition publishes.

    Args:
        head: A file that has been found right when it was laid over its base.
        places: ONS code to place.
    """
    unheard = Findings()
    plugin = build_plugin(head, Base(), places, unheard)
    context = Context(f"{head.id}@{head.edition}", plugin.sources, {}, places, unheard)
    return attrs.evolve(plugin, exclusions=build_exclusions(head.exclusions, (), context))


def _check_switched_off_once(head: PluginFile, findings: Findings) -> None:
    """Of two reasons for one measure, one would be lost (SV222)."""
    first: dict[str, str] = {}
    for each in head.switch_off:
        if each.code in first:
            twice = problem("SV222", noun="switch-off", found=each.code, first=first[each.code])
            findings.add(each.span("code"), twice)
        first.setdefault(each.code, str(each.span("code")))


def _guidance(entry: GuidanceEntry | None) -> Guidance | None:
    """What the council says in its own words, by the codes that it writes."""
    if entry is None:
        return None
    return Guidance(
        contact=entry.contact,
        welcome=tuple(entry.welcome),
        suppliers=tuple(entry.suppliers),
        evaluators=tuple(entry.evaluators),
        contract_managers=tuple(entry.contract_managers),
        small_firms=tuple(entry.small_firms),
        calendar=tuple(Milestone(each.when, each.what) for each in entry.calendar),
        measures=FrozenMap({code: tuple(said.words) for code, said in entry.measures.items()}),
    )


def _adoption(entry: AdoptionEntry) -> Adoption:
    measures = None if entry.measures == ("all",) else tuple(entry.measures)
    return Adoption(entry.framework, entry.edition, measures, entry.span())


def _local(
    entry: LocaliseEntry, place: str | None, rank: int, context: Context
) -> tuple[ProxyValue, ...]:
    """Local figures: at the plug-in's place, or at the places they name; never everywhere."""
    at_places = [
        value
        for where, dated in sorted(entry.by_place.items())
        for value in build_values(dated, where, context, rank)
    ]
    if entry.values and place is None and not context.findings.blind:
        hint = "say 'place:' at the top, or give the figures under by_place"
        context.findings.add(entry.span("values"), problem("SV202", found="place", hint=hint))
    for where in entry.by_place:
        span = entry.written["by_place"].span(where, at_key=True)
        context.findings.attempt(span, chain, context.places, where)
    return (*build_values(entry.values, place, context, rank), *at_places)
