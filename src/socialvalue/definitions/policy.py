"""The policy of a plug-in file to the model: every figure and every rule dated and sourced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from socialvalue.definitions.measures import Context, find_sources
from socialvalue.definitions.shapes import (
    Entry,
    ExchangeEntry,
    MinimumEntry,
    PolicyEntries,
    PolicyFigureEntry,
    RequiredThemeEntry,
    ResponseEntry,
    ShortlistEntry,
    SignaturesEntry,
    SplitEntry,
    ThresholdEntry,
    WeightEntry,
)
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy import (
    NO_POLICY,
    POLICY_FIELDS,
    WAIVABLE,
    Bound,
    Exchange,
    Minimum,
    Policy,
    PolicyEntry,
    RequiredTheme,
    Response,
    Shortlist,
    Signatures,
    Split,
)

__all__ = ["build_policy"]

MOST_PER_POUND = 10
"""£ of social value per £1: a target or a minimum of so much is a slip (per cent, or pence)."""

_WHOLE = 100

Rule = (
    PolicyFigureEntry
    | MinimumEntry
    | ThresholdEntry
    | WeightEntry
    | SplitEntry
    | ShortlistEntry
    | ResponseEntry
    | ExchangeEntry
    | SignaturesEntry
)
Bounded = (
    MinimumEntry | WeightEntry | SplitEntry | ShortlistEntry | ResponseEntry | RequiredThemeEntry
)
Voucher = dict[str, Any]
R = TypeVar("R", bound=Rule)
T = TypeVar("T")


def build_policy(entry: PolicyEntries | None, context: Context) -> Policy:
    """A council's policy; every figure and rule says where it comes from."""
    if entry is None:
        return NO_POLICY
    for index, word in enumerate(entry.decline):
        if word not in POLICY_FIELDS:
            hint = did_you_mean(word, POLICY_FIELDS, label="rules")
            span = entry.written["decline"].span(index)
            context.findings.add(span, problem("SV205", found=word, hint=hint))
    return Policy(
        targets=_dated(entry.target, _target, context),
        minimums=_dated(entry.minimum, _minimum, context),
        thresholds=_dated(entry.threshold, _threshold, context),
        weights=_dated(entry.weight, _weight, context),
        splits=_dated(entry.split, _split, context),
        shortlists=_dated(entry.shortlist, _shortlist, context),
        responses=_dated(entry.response, _response, context),
        exchanges=_dated(entry.exchange, _exchange, context),
        signatures=_dated(entry.signatures, _signatures, context),
        declined=tuple(entry.decline),
    )


def _dated(
    dated: Mapping[date, R], make: Callable[[date, R, Voucher, Context], T], context: Context
) -> tuple[T, ...]:
    """Rules of a policy, the earliest first, each with its voucher (SV211)."""
    return tuple(
        make(start, dated[start], _voucher(dated[start], context), context)
        for start in sorted(dated)
    )


def _voucher(entry: Rule, context: Context) -> Voucher:
    if not entry.source:
        found = getattr(entry, "value", None) or "the rule"
        context.findings.add(entry.span(), problem("SV211", found=found))
    sources = find_sources(entry, entry.source, context)
    return {"status": entry.status, "sources": sources, "note": entry.note, "span": entry.span()}


# --- figures ------------------------------------------------------------------------------


def _target(
    start: date, entry: PolicyFigureEntry, voucher: Voucher, context: Context
) -> PolicyEntry:
    _check_per_pound(entry, entry.value, "the target", context)
    return PolicyEntry(start, entry.value, **voucher)


def _minimum(start: date, entry: MinimumEntry, voucher: Voucher, context: Context) -> Minimum:
    _check_per_pound(entry, entry.value, "the minimum", context)
    return Minimum(start, entry.value, entry.otherwise, _bound(entry, context), **voucher)


def _check_per_pound(entry: Entry, value: Decimal, what: str, context: Context) -> None:
    """Pounds per pound are neither 0 (SV307) nor per cent or pence (SV303)."""
    if value == 0:
        context.findings.add(entry.span("value"), problem("SV307", what=what))
    if value >= MOST_PER_POUND:
        hint = 'write pounds per £1 of contract value: 20p, or 20 per cent, is "0.20"'
        found = problem("SV303", found=value, hint=hint)
        context.findings.add(entry.span("value"), found)


def _threshold(
    start: date, entry: ThresholdEntry, voucher: Voucher, context: Context
) -> PolicyEntry:
    ways = {"above": entry.above, "from": entry.from_value}
    wording, value = _one_way(entry, ways, context)
    return PolicyEntry(start, value, wording, **voucher)


def _weight(start: date, entry: WeightEntry, voucher: Voucher, context: Context) -> PolicyEntry:
    ways = {"at_least": entry.at_least, "at_most": entry.at_most, "exactly": entry.exactly}
    wording, value = _one_way(entry, ways, context)
    for key, each in ways.items():
        _check_per_cent(entry, key, each, context)
    return PolicyEntry(start, value, wording, **voucher, bound=_bound(entry, context))


def _split(start: date, entry: SplitEntry, voucher: Voucher, context: Context) -> Split:
    for key in ("quantitative", "qualitative"):
        _check_per_cent(entry, key, getattr(entry, key), context)
    total = entry.quantitative + entry.qualitative
    if total != _WHOLE:
        context.findings.add(entry.span("qualitative"), problem("SV226", sum=f"{total:f}"))
    bound = _bound(entry, context)
    return Split(start, entry.quantitative, entry.qualitative, bound, **voucher)


def _check_per_cent(entry: Entry, key: str, value: Decimal | None, context: Context) -> None:
    """A share in per cent is neither above the whole nor a part of 1 (SV225)."""
    if value is not None and (value > _WHOLE or 0 < value < 1):
        context.findings.add(entry.span(key), problem("SV225", found=f"{value:f}"))


def _one_way(
    entry: Entry, ways: Mapping[str, Decimal | None], context: Context
) -> tuple[str, Decimal | None]:
    """How a figure binds, and the figure; an entry has exactly one."""
    given = {wording: value for wording, value in ways.items() if value is not None}
    if not given:
        _lacks(entry, ways, context)
    if len(given) > 1:
        _says_too_much(entry, given, ways, context)
    return next(iter(given.items()), ("", None))


def _lacks(entry: Entry, ways: Mapping[str, object], context: Context) -> None:
    keys = " or ".join(ways)
    context.findings.add(entry.span(), problem("SV202", found=keys, hint=f"give either {keys}"))


def _says_too_much(
    entry: Entry, given: Mapping[str, object], ways: Mapping[str, object], context: Context
) -> None:
    second = list(given)[1]
    span = entry.written.span(second, at_key=True)
    hint = f"give either {' or '.join(ways)}"
    context.findings.add(span, problem("SV201", found=second, hint=hint))


def _bound(entry: Bounded, context: Context) -> Bound | None:
    """Of which contracts a rule holds that has a bound of its own."""
    ways = {"above": entry.above, "from": entry.from_value}
    given = {wording: value for wording, value in ways.items() if value is not None}
    if len(given) > 1:
        _says_too_much(entry, given, ways, context)
    return next((Bound(wording, value) for wording, value in given.items()), None)


# --- rules --------------------------------------------------------------------------------


def _shortlist(start: date, entry: ShortlistEntry, voucher: Voucher, context: Context) -> Shortlist:
    themes = {
        key: RequiredTheme(each.at_least, _bound(each, context))
        for key, each in entry.themes.items()
    }
    bound = _bound(entry, context)
    return Shortlist(start, entry.at_most, FrozenMap(themes), entry.waived_by, bound, **voucher)


def _response(start: date, entry: ResponseEntry, voucher: Voucher, context: Context) -> Response:
    if entry.otherwise and not entry.needs_both:
        hint = "a response that needs only one has nothing to lack: leave it out"
        span = entry.written.span("otherwise", at_key=True)
        context.findings.add(span, problem("SV201", found="otherwise", hint=hint))
    bound = _bound(entry, context)
    return Response(start, entry.needs_both, entry.otherwise, bound, **voucher)


def _exchange(start: date, entry: ExchangeEntry, voucher: Voucher, _: Context) -> Exchange:
    measures = None if entry.measures == ("all",) else tuple(entry.measures)
    return Exchange(start, measures, **voucher)


def _signatures(
    start: date, entry: SignaturesEntry, voucher: Voucher, context: Context
) -> Signatures:
    if not (entry.switch_off or entry.waivers):
        _lacks(entry, {"switch_off": None, "waivers": None}, context)
    for rule in entry.waivers:
        if rule not in WAIVABLE:
            hint = did_you_mean(rule, WAIVABLE, label="rules that may be waived")
            span = entry.written["waivers"].span(rule, at_key=True)
            context.findings.add(span, problem("SV205", found=rule, hint=hint))
    waivers = {rule: tuple(offices) for rule, offices in entry.waivers.items()}
    return Signatures(start, tuple(entry.switch_off), FrozenMap(waivers), **voucher)
