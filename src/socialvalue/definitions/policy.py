"""The policy of a plug-in file to the model: every figure and every rule dated and sourced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from socialvalue.definitions.measures import Context, find_sources
from socialvalue.definitions.shapes import (
    ExchangeEntry,
    PolicyEntries,
    PolicyFigureEntry,
    ResponseEntry,
    ShortlistEntry,
    Texts,
    ThresholdEntry,
    WeightEntry,
)
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.policy import (
    NO_POLICY,
    POLICY_FIELDS,
    Exchange,
    Policy,
    PolicyEntry,
    Response,
    Shortlist,
)

__all__ = ["build_policy"]

Rule = ShortlistEntry | ResponseEntry | ExchangeEntry
R = TypeVar("R", ShortlistEntry, ResponseEntry, ExchangeEntry)
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
        targets=_entries(entry.target, context),
        thresholds=_entries(entry.threshold, context),
        weights=_entries(entry.weight, context),
        shortlists=_dated(entry.shortlist, _shortlist, context),
        responses=_dated(entry.response, _response, context),
        exchanges=_dated(entry.exchange, _exchange, context),
        declined=tuple(entry.decline),
    )


def _dated(
    dated: Mapping[date, R], make: Callable[[date, R, dict[str, Any]], T], context: Context
) -> tuple[T, ...]:
    """Rules of a policy, the earliest first, each with its voucher (SV211)."""
    return tuple(
        make(start, dated[start], _voucher(dated[start], context)) for start in sorted(dated)
    )


def _voucher(entry: Rule, context: Context) -> dict[str, Any]:
    if not entry.source:
        context.findings.add(entry.span(), problem("SV211", found="the rule"))
    sources = find_sources(entry, Texts(entry.source), context)
    return {"status": entry.status, "sources": sources, "note": entry.note, "span": entry.span()}


def _shortlist(start: date, entry: ShortlistEntry, voucher: dict[str, Any]) -> Shortlist:
    return Shortlist(start, entry.at_most, FrozenMap(entry.themes), entry.waived_by, **voucher)


def _response(start: date, entry: ResponseEntry, voucher: dict[str, Any]) -> Response:
    return Response(start, entry.needs_both, **voucher)


def _exchange(start: date, entry: ExchangeEntry, voucher: dict[str, Any]) -> Exchange:
    measures = None if entry.measures == ("all",) else tuple(entry.measures)
    return Exchange(start, measures, **voucher)


Figure = PolicyFigureEntry | ThresholdEntry | WeightEntry


def _entries(dated: Mapping[date, Figure], context: Context) -> tuple[PolicyEntry, ...]:
    """Policy figures, the earliest first; each says how it binds and where it comes from."""
    return tuple(_entry(start, dated[start], context) for start in sorted(dated))


def _entry(start: date, entry: Figure, context: Context) -> PolicyEntry:
    wording, value = _figure(entry, context)
    if not entry.source:
        context.findings.add(entry.span(), problem("SV211", found=value))
    return PolicyEntry(
        start=start,
        value=value,
        wording=wording,
        status=entry.status,
        sources=find_sources(entry, Texts(entry.source), context),
        note=entry.note,
        span=entry.span(),
    )


def _figure(entry: Figure, context: Context) -> tuple[str, Decimal | None]:
    """How a figure binds, and the figure; an entry has exactly one."""
    if isinstance(entry, PolicyFigureEntry):
        if entry.value == 0:
            context.findings.add(entry.span("value"), problem("SV307", what="the target"))
        return "", entry.value
    if isinstance(entry, ThresholdEntry):
        ways = {"above": entry.above, "from": entry.start}
    else:
        ways = {
            "at_least": entry.at_least,
            "at_most": entry.at_most,
            "exactly": entry.exactly,
        }
    given = {wording: value for wording, value in ways.items() if value is not None}
    keys = " or ".join(ways)
    if not given:
        context.findings.add(entry.span(), problem("SV202", found=keys, hint=f"give either {keys}"))
    if len(given) > 1:
        second = list(given)[1]
        span = entry.written.span(second, at_key=True)
        context.findings.add(span, problem("SV201", found=second, hint=f"give either {keys}"))
    return next(iter(given.items()), ("", None))
