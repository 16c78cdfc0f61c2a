"""A plug-in laid over the framework it adopts.

Nothing of the base is edited: the result is a new framework whose measures carry the figures of
both, each with the layer that states it.  Laying a layer twice is laying it once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

import attrs

from socialvalue.definitions.exclusions import build_exclusions, check_ranking
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.frameworks import with_rules
from socialvalue.definitions.measures import Context
from socialvalue.definitions.nodes import Items
from socialvalue.definitions.plugins import Base
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.figures import Exclusion, Proxy, ProxyValue
from socialvalue.model.framework import Framework, Layer, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.plugin import Plugin
from socialvalue.model.policy import NO_POLICY, Policy
from socialvalue.registry.headers import Found
from socialvalue.registry.layer_checks import (
    check_codes,
    check_own_codes,
    check_policy,
    check_signatures,
)
from socialvalue.spans import Span

__all__ = ["base_of", "lay_over"]

_ONE_BASE = "a code comes from one set: say under measures: which codes each of them gives"


def base_of(bases: Sequence[Framework]) -> Base:
    """What the file of a plug-in may refer to of the sets that it lies over."""
    return Base(
        themes=_merged(*(base.themes for base in bases)),
        place=next((base.place for base in bases if base.place is not None), None),
        rank=1 + max((len(base.lower_layers) for base in bases), default=0),
    )


def _merged(*layers: Mapping[str, Theme]) -> FrozenMap[str, Theme]:
    """Themes of several sets: one key is one theme, with all its outcomes and the first title."""
    found: dict[str, Theme] = {}
    for key, theme in (pair for themes in layers for pair in themes.items()):
        lower = found.get(key, theme)
        outcomes = FrozenMap({**theme.outcomes, **lower.outcomes})
        found[key] = attrs.evolve(lower, outcomes=outcomes)
    return FrozenMap(found)


def lay_over(
    plugin: Plugin,
    head: PluginFile,
    bases: tuple[Framework, ...],
    findings: Findings,
    holders: Sequence[Found] = (),
) -> Framework:
    """The framework that results when a plug-in lies over its bases.

    A rule, a scheme or a place that the plug-in does not state is that of the first base
    that has one.

    Args:
        plugin: The plug-in.
        head: Its file, for the places of its words.
        bases: The frameworks it adopts, in its order.
        findings: Where problems go.
        holders: Where it and all that it lies over was found, for messages.
    """
    label = f"{plugin.id}@{plugin.edition}"
    laid = next((base for base in bases if label in {each.label for each in base.layers}), None)
    if laid is not None:
        return laid
    clash = _Clash(f"{plugin.id}@{plugin.edition}", tuple(holders))
    adopted = _adopted(plugin, head, bases, clash, findings)
    lower = _codes(bases, adopted)
    check_codes(plugin, head, adopted, lower, findings)
    check_own_codes(plugin, head, _taken(bases, adopted, clash), findings)
    themes = _merged(*(base.themes for base in bases))
    check_policy(plugin, head, {*adopted, *lower}, themes, findings)
    policy = _policy(bases)
    check_signatures(plugin, head, policy, findings)
    plugin = _by_canonical_codes(plugin, adopted, lower)
    codes = lower | {own: code for code, own in plugin.rename.items() if code in adopted}
    measures = {code: _over(each, plugin) for code, each in adopted.items()} | dict(plugin.measures)
    own_rules = _own_rules(plugin, head, measures, codes, findings)
    exclusions = _exclusions(own_rules, bases, measures, findings)
    return Framework(
        id=plugin.id,
        edition=plugin.edition,
        kind="plugin",
        title=plugin.title,
        publisher=plugin.publisher,
        coverage=_coverage(plugin, bases),
        in_force=plugin.in_force,
        currency="GBP",
        price_base=bases[0].price_base if bases else None,
        licence=plugin.licence,
        rights=plugin.rights,
        note=plugin.note,
        sources=FrozenMap({key: each for base in bases for key, each in base.sources.items()}
                          | dict(plugin.sources)),
        themes=_merged(themes, plugin.themes),
        measures=with_rules(measures, exclusions),
        exclusions=exclusions,
        codes=FrozenMap(codes),
        place=plugin.place,
        policy=plugin.policy.over(policy),
        scheme=next((each for each in (plugin.scheme, *(base.scheme for base in bases))
                     if each is not None), None),
        guidance=next((each for each in (plugin.guidance, *(base.guidance for base in bases))
                       if each is not None), None),
        lower_layers=_lower(bases),
        places=bases[0].places if bases else FrozenMap(),
        origins=_origins(bases, adopted),
    )  # fmt: skip


def _policy(bases: Sequence[Framework]) -> Policy:
    """What the policies of several sets come to: a rule is that of the first that states it."""
    policies = (base.policy for base in reversed(bases))
    return reduce(lambda lower, upper: upper.over(lower), policies, NO_POLICY)


def _coverage(plugin: Plugin, bases: Iterable[Framework]) -> str:
    """A plug-in over a partial set is partial: it cannot hold what is not there."""
    parts = (plugin.coverage, *(base.coverage for base in bases))
    return "partial" if "partial" in parts else "complete"


def _codes(bases: Iterable[Framework], adopted: Mapping[str, Measure]) -> dict[str, str]:
    """The own codes of lower plug-ins for what is adopted: they stay usable."""
    return {own: code for base in bases for own, code in base.codes.items() if code in adopted}


def _origins(bases: Iterable[Framework], adopted: Mapping[str, Measure]) -> FrozenMap[str, str]:
    """The set that each adopted measure is of, whatever sets it came through."""
    return FrozenMap({code: base.origins.get(code, base.id) for base in bases
                      for code, each in adopted.items()
                      if base.measures.get(code) is each})  # fmt: skip


def _by_canonical_codes(
    plugin: Plugin, adopted: Mapping[str, Measure], lower: Mapping[str, str]
) -> Plugin:
    """The plug-in with every code that it speaks of as its base calls it: both stay usable.

    Args:
        plugin: The plug-in as its file has it.
        adopted: The adopted measures by the codes of the base.
        lower: The codes of plug-ins below it.
    """
    rename = {lower.get(code, code): own for code, own in plugin.rename.items()}
    codes = {**lower, **{own: code for code, own in rename.items()}}

    def canonical(code: str) -> str:
        return code if code in adopted else codes.get(code, code)

    return attrs.evolve(
        plugin,
        rename=FrozenMap(rename),
        switch_off=tuple(
            attrs.evolve(each, code=canonical(each.code)) for each in plugin.switch_off
        ),
        localise=FrozenMap({canonical(code): each for code, each in plugin.localise.items()}),
        guidance=plugin.guidance and attrs.evolve(
            plugin.guidance,
            measures=FrozenMap(
                {canonical(code): each for code, each in plugin.guidance.measures.items()}
            ),
        ),
    )  # fmt: skip


def _lower(bases: tuple[Framework, ...]) -> tuple[Layer, ...]:
    return tuple(dict.fromkeys(layer for base in bases for layer in base.layers))


@attrs.frozen
class _Clash:
    """The words of a clash: which files and which packages each side is of.

    Attributes:
        label: The plug-in that cannot have the code.
        holders: Where it and all that it lies over was found, itself last.
    """

    label: str
    holders: tuple[Found, ...]

    def why(self, fault: str) -> str:
        """A fault, with who brought the plug-in that has it."""
        return f"{fault}; this is {self.called(self.label)}" if self.holders else fault

    def of(self, label: str, span: Span) -> str:
        """The set that a line is of, or the one named where that is not known, and who brought it.

        Args:
            label: The set through which it came.
            span: Where the thing is written.
        """
        for each in self.holders:
            if span.file.startswith(f"{each.file}/"):
                by = "" if each.is_by_path else f"{each.origin}, "
                return f"{each.label} ({by}{span})"
        return label

    def called(self, label: str) -> str:
        """A set with its main file, and who brought it."""
        whose = next((each.whose for each in self.holders if each.label == label), "")
        return f"{label} ({whose})" if whose else label


def _taken(
    bases: tuple[Framework, ...], adopted: Mapping[str, Measure], clash: _Clash
) -> dict[str, str]:
    """Codes that are not free to the plug-in, each with who has it."""
    base_of_code = {code: base for base in reversed(bases) for code in base.measures}
    taken = {
        code: clash.why(f"it is a measure of {clash.of(base_of_code[code].label, each.span)}")
        for code, each in adopted.items()
    }
    for own, code in _codes(bases, adopted).items():
        base = next(each for each in bases if own in each.codes)
        taken[own] = clash.why(f"it stands for {code} in {clash.called(base.label)}")
    return taken


def _adopted(
    plugin: Plugin,
    head: PluginFile,
    bases: tuple[Framework, ...],
    clash: _Clash,
    findings: Findings,
) -> dict[str, Measure]:
    """The measures taken over; a code comes from one base only."""
    found: dict[str, Measure] = {}
    first: dict[str, Framework] = {}
    for number, (adoption, entry, base) in enumerate(
        zip(plugin.adopts, head.adopts, bases, strict=True)
    ):
        earlier = {each.label for each in bases[:number]}
        listed = None if adoption.measures is None else entry.written.get("measures")
        wanted = base.measures if adoption.measures is None else adoption.measures
        for index, code in enumerate(wanted):
            span = listed.span(index) if isinstance(listed, Items) else adoption.span
            if code not in base:
                hint = did_you_mean(code, base.measures, label="codes")
                findings.add(span, problem("SV209", found=code, set=base.label, hint=hint))
            elif base.canonical(code) in found and base.label in earlier:
                line = "another line of adopts"
                twice = problem("SV222", noun="adoption of", found=base.label, first=line)
                findings.add(adoption.span, twice)
                break
            elif base.canonical(code) in found:
                canonical = base.canonical(code)
                sides = [(first[canonical], found[canonical]), (base, base[code])]
                both = " and ".join(clash.of(set_.label, each.span) for set_, each in sides)
                why = clash.why(f"it is adopted from {both}")
                findings.add(span, problem("SV216", found=code, why=why, hint=_ONE_BASE))
            else:
                found[base.canonical(code)] = base[code]
                first[base.canonical(code)] = base
    return found


def _over(measure: Measure, plugin: Plugin) -> Measure:
    """A measure with what the plug-in says of it."""
    off = next((each.reason for each in plugin.switch_off if each.code == measure.code), "")
    local = plugin.localise.get(measure.code, ())
    sources = [source for each in local for source in each.sources]
    if not (off or local or measure.code in plugin.rename):
        return measure
    return attrs.evolve(
        measure,
        alias=plugin.rename.get(measure.code, measure.alias),
        switched_off=off or measure.switched_off,
        proxy=_with_values(measure.proxy, local),
        sources=tuple(dict.fromkeys((*measure.sources, *sources))),
    )


def _with_values(proxy: Proxy | None, local: tuple[ProxyValue, ...]) -> Proxy | None:
    """A proxy with further figures; those it has stay as they are."""
    if not local:
        return proxy
    return attrs.evolve(proxy or Proxy(), values=(*(proxy.values if proxy else ()), *local))


def _own_rules(
    plugin: Plugin,
    head: PluginFile,
    measures: Mapping[str, Measure],
    codes: Mapping[str, str],
    findings: Findings,
) -> tuple[Exclusion, ...]:
    """The plug-in's own rules on double counting, by the codes of the base."""
    context = Context(f"{plugin.id}@{plugin.edition}", plugin.sources, {}, {}, findings)
    written = build_exclusions(head.exclusions, {*measures, *codes}, context)
    return tuple(_canonical_pairs(rule, codes) for rule in written)


def _exclusions(
    own: tuple[Exclusion, ...],
    bases: tuple[Framework, ...],
    measures: Mapping[str, Measure],
    findings: Findings,
) -> tuple[Exclusion, ...]:
    """The rules of the bases between adopted measures, and the plug-in's own."""
    kept = [_between(rule, measures) for base in bases for rule in base.exclusions]
    restated = {frozenset(pair) for rule in own for pair in rule.pairs}
    lower = [_without(rule, restated) for rule in kept]
    rules = (*(rule for rule in lower if rule.pairs), *own)
    check_ranking(rules, findings)
    return rules


def _canonical_pairs(rule: Exclusion, codes: Mapping[str, str]) -> Exclusion:
    pairs = tuple((codes.get(one, one), codes.get(other, other)) for one, other in rule.pairs)
    return attrs.evolve(rule, pairs=pairs)


def _between(rule: Exclusion, measures: Mapping[str, Measure]) -> Exclusion:
    pairs = tuple(pair for pair in rule.pairs if pair[0] in measures and pair[1] in measures)
    return attrs.evolve(rule, pairs=pairs)


def _without(rule: Exclusion, restated: set[frozenset[str]]) -> Exclusion:
    """A rule without the pairs whose precedence a higher layer restates."""
    pairs = tuple(pair for pair in rule.pairs if frozenset(pair) not in restated)
    return attrs.evolve(rule, pairs=pairs)
