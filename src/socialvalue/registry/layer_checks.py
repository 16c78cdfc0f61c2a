"""What a plug-in says of the codes and themes of what it lies over: all that does not fit it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.model.plugin import Plugin
from socialvalue.model.policy import Policy
from socialvalue.spans import Span

__all__ = ["check_codes", "check_own_codes", "check_policy", "check_signatures"]

_SIGN = (
    "once one of them has signed, name the office after 'by:'; a council that does not take this "
    "rule over says so: policy: {decline: [signatures]}"
)


def check_codes(
    plugin: Plugin,
    head: PluginFile,
    adopted: Mapping[str, Measure],
    lower: Mapping[str, str],
    findings: Findings,
) -> None:
    """Every code that the plug-in speaks of is adopted, by either of its names, and once."""
    names = {**{code: code for code in adopted}, **lower}
    own = {each: names[code] for code, each in plugin.rename.items() if code in names}
    both = {**own, **names}
    _check_names("rename", _spans(head, "rename"), names, findings, plugin.rename)
    _check_names("localise", _spans(head, "localise"), both, findings)
    off = {each.code: each.span for each in plugin.switch_off}
    _check_names("switch_off", off, both, findings)
    about = _spans(head.guidance, "measures") if head.guidance else {}
    _check_names("guidance", about, both | {code: code for code in plugin.measures}, findings)
    for code, span in _spans(head, "localise").items():
        if code in both and adopted[both[code]].kind == "recorded":
            fault = problem("SV214", found=code, kind="recorded", fault="is given local figures")
            findings.add(span, fault)


def _check_names(
    key: str,
    spans: Mapping[str, Span],
    names: Mapping[str, str],
    findings: Findings,
    turned: Mapping[str, str] = FrozenMap(),
) -> None:
    """Codes are known (SV209), and no measure stands twice under its two names (SV222)."""
    first: dict[str, str] = {}
    for code, span in spans.items():
        if code not in names:
            if not findings.excuse(code):
                hint = did_you_mean(code, names, label="adopted codes")
                if turned.get(code) in names:
                    hint = f"the published code comes first: {turned[code]}: {code}"
                fault = problem("SV209", found=code, set="what is adopted", hint=hint)
                findings.add(span, fault)
        elif names[code] in first:
            held = f"{key} as {first[names[code]]}"
            findings.add(span, problem("SV222", noun="measure", found=code, first=held))
        else:
            first[names[code]] = code


def _spans(head: Entry, key: str) -> dict[str, Span]:
    """Where each code of a group was written."""
    written = head.written.get(key, {})
    return {code: written.span(code, at_key=True) for code in written}


def check_own_codes(
    plugin: Plugin, head: PluginFile, taken: dict[str, str], findings: Findings
) -> None:
    """A rename and an addition each take a code that is free."""
    for code, measure in plugin.measures.items():
        if code in taken:
            findings.add(measure.span, problem("SV216", found=code, why=taken[code]))
        taken[code] = "an added measure has it"
    for code, own in plugin.rename.items():
        span = head.written["rename"].span(code)
        if not own.strip():
            findings.add(span, problem("SV220"))
        if own in taken and code in taken:
            findings.add(span, problem("SV216", found=own, why=taken[own]))
        taken[own] = f"{code} is renamed to it"


def check_policy(
    plugin: Plugin,
    head: PluginFile,
    lower_codes: Collection[str],
    lower_themes: Collection[str],
    findings: Findings,
) -> None:
    """The codes and themes that rules of the policy name are there (SV209, SV723).

    Args:
        plugin: The plug-in.
        head: Its file.
        lower_codes: What is adopted, by all its names.
        lower_themes: The themes of what it lies over.
        findings: Where problems go.
    """
    if head.policy is None:
        return
    label = f"{plugin.id}@{plugin.edition}"
    codes = {*lower_codes, *plugin.measures, *plugin.rename.values(), "all"}
    themes = {*lower_themes, *plugin.themes}
    for exchange in head.policy.exchange.values():
        for code in exchange.measures:
            if code not in codes and not findings.excuse(code):
                hint = did_you_mean(code, codes - {"all"}, label="codes")
                fault = problem("SV209", found=code, set=label, hint=hint)
                findings.add(exchange.span("measures"), fault)
    policy = head.policy
    for entry, named in (
        *((each, tuple(each.themes)) for each in policy.shortlist.values()),
        *((each, tuple(each.themes)) for each in policy.theme_weight.values()),
    ):
        for theme in named:
            if theme not in themes and not findings.excuse(theme):
                hint = did_you_mean(theme, themes, label="themes")
                span = entry.written["themes"].span(theme, at_key=True)
                findings.add(span, problem("SV723", found=theme, set=label, hint=hint))


def check_signatures(plugin: Plugin, head: PluginFile, below: Policy, findings: Findings) -> None:
    """What it switches off is signed by those whom the policy below it trusts with it (SV619).

    The rule is that of its first day; where it names none, the latest.  A plug-in that states who
    may sign, or declines the rule, is no longer bound by the one below.

    Args:
        plugin: The plug-in.
        head: Its file.
        below: The policy of what it lies over.
        findings: Where problems go.
    """
    own = plugin.policy.signatures or "signatures" in plugin.policy.declined
    rule = below.on(plugin.in_force.start or date.max).signatures
    if own or rule is None or findings.blind:
        return
    for each in head.switch_off:
        fault = rule.unsigned("switch_off", each.by, f"switching {each.code} off")
        if fault:
            findings.add(each.span("by"), attrs.evolve(fault, hint=_SIGN))
