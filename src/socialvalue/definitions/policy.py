"""The policy of a plug-in file to the model: every figure and every rule dated and sourced."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.definitions.measures import Context, find_sources
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.policies import (
    BoundedEntry,
    ExchangeEntry,
    LookTwiceEntry,
    MinimumEntry,
    PolicyEntries,
    PolicyFigureEntry,
    ReportEveryEntry,
    RequiredThemeEntry,
    ResponseEntry,
    RuleEntry,
    ShortlistEntry,
    SignaturesEntry,
    SplitEntry,
    ThemeWeightEntry,
    ThresholdEntry,
    ToConsiderEntry,
    WeightEntry,
)
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy import (
    NO_POLICY,
    POLICY_FIELDS,
    Bound,
    Exchange,
    LookTwice,
    Minimum,
    Policy,
    PolicyEntry,
    PolicyRule,
    ReportEvery,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
    ThemeWeight,
    ToConsider,
)
from socialvalue.model.tender import CATEGORIES
from socialvalue.model.waivers import WAIVABLE
from socialvalue.numbers import EXACT, plain

__all__ = ["READERS", "build_policy"]

MOST_PER_POUND = 10
"""£ of social value per £1: a target or a minimum of so much is a slip (per cent, or pence)."""

_WHOLE = 100
_MONTHS = 12
_SAMPLE = 1_000


def build_policy(entry: PolicyEntries | None, context: Context) -> Policy:
    """A council's policy; every figure and rule says where it comes from."""
    if entry is None:
        return NO_POLICY
    for index, word in enumerate(entry.decline):
        if word not in POLICY_FIELDS:
            hint = did_you_mean(word, POLICY_FIELDS, label="rules")
            span = entry.written["decline"].span(index)
            context.findings.add(span, problem("SV205", found=word, hint=hint))
    rules = {
        field: _dated(getattr(entry, word), READERS[word], context)
        for word, field in POLICY_FIELDS.items()
    }
    return Policy(**rules, declined=tuple(entry.decline))


def _dated(dated: Mapping[date, RuleEntry], read: _Read, context: Context) -> Any:
    """One rule on each of its days, the earliest first."""
    return tuple(_rule(start, dated[start], read, context) for start in sorted(dated))


def _rule(start: date, entry: RuleEntry, read: _Read, context: Context) -> PolicyRule:
    """A rule with what every rule says: where it was read (SV211), and of which contracts."""
    if not entry.source:
        found = getattr(entry, "value", None) or "the rule"
        context.findings.add(entry.span(), problem("SV211", found=found))
    sources = find_sources(entry, entry.source, context)
    return attrs.evolve(
        read(start, entry, context),
        bound=_bound(entry, context) if isinstance(entry, BoundedEntry) else None,
        leaves_out=entry.leaves_out if isinstance(entry, BoundedEntry) else "",
        status=entry.status,
        sources=sources,
        note=entry.note,
        span=entry.span(),
    )


def _bound(entry: BoundedEntry | RequiredThemeEntry, context: Context) -> Bound | None:
    """Of which contracts a rule holds that has a bound of its own."""
    wording, value = _way(entry, {"above": entry.above, "from": entry.from_value}, context)
    return None if value is None else Bound(wording, value)


def _way(
    entry: Entry, ways: Mapping[str, Decimal | None], context: Context
) -> tuple[str, Decimal | None]:
    """How a figure binds, and the figure; an entry that says more than one is refused (SV201)."""
    given = [(wording, value) for wording, value in ways.items() if value is not None]
    if len(given) > 1:
        span = entry.written.span(given[1][0], at_key=True)
        hint = f"give either {' or '.join(ways)}"
        context.findings.add(span, problem("SV201", found=given[1][0], hint=hint))
    return given[0] if given else ("", None)


# --- figures ------------------------------------------------------------------------------


def _target(start: date, entry: PolicyFigureEntry, context: Context) -> PolicyEntry:
    _check_per_pound(entry, entry.value, "the target", context)
    return PolicyEntry(start, entry.value)


def _minimum(start: date, entry: MinimumEntry, context: Context) -> Minimum:
    _check_per_pound(entry, entry.value, "the minimum", context)
    return Minimum(start, entry.value, entry.otherwise)


def _check_per_pound(entry: Entry, value: Decimal, what: str, context: Context) -> None:
    """Pounds per pound are neither 0 (SV307) nor per cent or pence (SV303)."""
    if value == 0:
        context.findings.add(entry.span("value"), problem("SV307", what=what))
    if value >= MOST_PER_POUND:
        hint = 'write pounds per £1 of contract value: 20p, or 20 per cent, is "0.20"'
        found = problem("SV303", found=value, hint=hint)
        context.findings.add(entry.span("value"), found)


def _threshold(start: date, entry: ThresholdEntry, context: Context) -> PolicyEntry:
    wording, value = _one_way(entry, {"above": entry.above, "from": entry.from_value}, context)
    kinds = {kind: _kind_threshold(kind, entry, context) for kind in entry.kinds}
    known = {kind: bound for kind, bound in kinds.items() if bound is not None}
    return PolicyEntry(start, value, wording, kinds=FrozenMap(known))


def _kind_threshold(kind: str, entry: ThresholdEntry, context: Context) -> Bound | None:
    """The threshold of one kind of contract, of those that a tender may be of (SV205)."""
    if kind not in CATEGORIES:
        hint = did_you_mean(kind, CATEGORIES, label="kinds of contract")
        span = entry.written["kinds"].span(kind, at_key=True)
        context.findings.add(span, problem("SV205", found=kind, hint=hint))
    own = entry.kinds[kind]
    wording, value = _one_way(own, {"above": own.above, "from": own.from_value}, context)
    return None if value is None else Bound(wording, value)


def _consider(start: date, entry: ToConsiderEntry, _: Context) -> ToConsider:
    return ToConsider(start, entry.how)


def _weight(start: date, entry: WeightEntry, context: Context) -> PolicyEntry:
    ways = {"at_least": entry.at_least, "at_most": entry.at_most, "exactly": entry.exactly}
    for key, each in ways.items():
        _check_per_cent(entry, key, each, context)
    if entry.at_least is None or entry.at_most is None or entry.exactly is not None:
        wording, value = _one_way(entry, ways, context)
        return PolicyEntry(start, value, wording)
    if entry.at_least >= entry.at_most:
        found, least = plain(entry.at_most), f"more than the {plain(entry.at_least)} of at_least"
        fault = problem("SV316", what="at_most", expected=least, found=found)
        context.findings.add(entry.span("at_most"), fault)
    return PolicyEntry(start, entry.at_least, "at_least", up_to=entry.at_most)


def _theme_weight(start: date, entry: ThemeWeightEntry, context: Context) -> ThemeWeight:
    for theme, share in entry.themes.items():
        if share > _WHOLE or share < 1:
            span = entry.written["themes"].span(theme)
            context.findings.add(span, problem("SV225", found=f"{share:f}"))
    if not entry.themes:
        fault = problem("SV202", found="themes", hint='name a theme with its share: {jobs: "5"}')
        context.findings.add(entry.span(), fault)
    return ThemeWeight(start, FrozenMap(entry.themes))


def _split(start: date, entry: SplitEntry, context: Context) -> Split:
    for key in ("quantitative", "qualitative"):
        _check_per_cent(entry, key, getattr(entry, key), context)
    total = EXACT.add(entry.quantitative, entry.qualitative)
    if total != _WHOLE:
        context.findings.add(entry.span("qualitative"), problem("SV226", sum=f"{total:f}"))
    return Split(start, entry.quantitative, entry.qualitative)


def _check_per_cent(entry: Entry, key: str, value: Decimal | None, context: Context) -> None:
    """A share in per cent is neither above the whole nor a part of 1 (SV225)."""
    if value is not None and (value > _WHOLE or 0 < value < 1):
        context.findings.add(entry.span(key), problem("SV225", found=f"{value:f}"))


def _one_way(
    entry: Entry, ways: Mapping[str, Decimal | None], context: Context
) -> tuple[str, Decimal | None]:
    """How a figure binds, and the figure; an entry has exactly one."""
    wording, value = _way(entry, ways, context)
    if value is None:
        _lacks(entry, ways, context)
    return wording, value


def _lacks(entry: Entry, ways: Iterable[str], context: Context) -> None:
    keys = " or ".join(ways)
    context.findings.add(entry.span(), problem("SV202", found=keys, hint=f"give either {keys}"))


# --- rules --------------------------------------------------------------------------------


def _shortlist(start: date, entry: ShortlistEntry, context: Context) -> Shortlist:
    themes = {
        key: RequiredTheme(each.at_least, _bound(each, context))
        for key, each in entry.themes.items()
    }
    return Shortlist(start, entry.at_most, FrozenMap(themes), entry.waived_by)


def _response(start: date, entry: ResponseEntry, context: Context) -> Response:
    if entry.otherwise and not entry.needs_both:
        hint = "a response that needs only one has nothing to lack: leave it out"
        span = entry.written.span("otherwise", at_key=True)
        context.findings.add(span, problem("SV201", found="otherwise", hint=hint))
    return Response(start, entry.needs_both, entry.otherwise)


def _exchange(start: date, entry: ExchangeEntry, _: Context) -> Exchange:
    return Exchange(start, None if entry.measures == ("all",) else tuple(entry.measures))


def _returns(start: date, entry: ReportEveryEntry, context: Context) -> ReportEvery:
    if not 1 <= entry.every <= _MONTHS:
        expected = f"a whole number of months, from 1 to {_MONTHS}"
        fault = problem("SV316", what="every", expected=expected, found=entry.every)
        context.findings.add(entry.span("every"), fault)
    return ReportEvery(start, entry.every)


def _second_look(start: date, entry: LookTwiceEntry, context: Context) -> LookTwice:
    ways = {"above": entry.above, "from": entry.from_value}
    wording, value = _way(entry, ways, context)
    if value is None and entry.one_in is None:
        _lacks(entry, (*ways, "one_in"), context)
    if entry.one_in is not None and not 1 <= entry.one_in <= _SAMPLE:
        expected = f"a whole number, from 1 to {_SAMPLE:,}"
        fault = problem("SV316", what="one_in", expected=expected, found=entry.one_in)
        context.findings.add(entry.span("one_in"), fault)
    return LookTwice(start, None if value is None else Bound(wording, value), entry.one_in)


def _signatures(start: date, entry: SignaturesEntry, context: Context) -> Signatures:
    if not (entry.switch_off or entry.waivers):
        _lacks(entry, ("switch_off", "waivers"), context)
    for rule in entry.waivers:
        if rule not in WAIVABLE:
            hint = did_you_mean(rule, WAIVABLE, label="rules that may be waived")
            span = entry.written["waivers"].span(rule, at_key=True)
            context.findings.add(span, problem("SV205", found=rule, hint=hint))
    waivers = {rule: tuple(offices) for rule, offices in entry.waivers.items()}
    return Signatures(start, tuple(entry.switch_off), FrozenMap(waivers))


_Read = Callable[[date, Any, Context], PolicyRule]
READERS: dict[str, _Read] = {
    "target": _target,
    "minimum": _minimum,
    "threshold": _threshold,
    "consider": _consider,
    "weight": _weight,
    "theme_weight": _theme_weight,
    "split": _split,
    "shortlist": _shortlist,
    "response": _response,
    "exchange": _exchange,
    "returns": _returns,
    "second_look": _second_look,
    "signatures": _signatures,
}
"""The key of a rule to what reads it: all but what every rule says."""
