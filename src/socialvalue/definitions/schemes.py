"""The scheme of a tender or plug-in file to the model."""

from __future__ import annotations

from typing import Any

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.schemes import (
    METHOD_WORDS,
    BandEntry,
    CriterionEntry,
    SchemeEntry,
)
from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.methods import Band, LowestPrice, Method
from socialvalue.model.scheme import Scheme

__all__ = ["build_scheme"]

_NOT_PARAMETERS = {"name", "points", "method", "criteria", "minimum_points", "needs_both",
                   "counts_as", "price", "go_on"}  # fmt: skip


def build_scheme(entry: SchemeEntry | None, findings: Findings) -> Scheme | None:
    """A scheme, or None where there is none or it cannot mean anything."""
    if entry is None:
        return None
    criteria = [_criterion(each, findings) for each in entry.criteria]
    if None in criteria:
        return None
    return findings.attempt(
        entry.written,
        Scheme,
        criteria,
        out_of=entry.out_of,
        places=entry.places,
        round_at=entry.round_at,
        ties=tuple(entry.ties),
        illustrative=entry.illustrative,
        note=entry.note,
    )


def _criterion(entry: CriterionEntry, findings: Findings) -> Criterion | None:
    """A criterion and those below it, each refused part at its place."""
    children = [_criterion(each, findings) for each in entry.criteria]
    method = _method(entry, findings) if entry.method else None
    if entry.method and entry.criteria:
        hint = "a criterion has a method or criteria of its own, not both"
        findings.add(entry.span("method"), problem("SV201", found="method", hint=hint))
    is_whole = None not in children and not (entry.method and method is None)
    made = findings.attempt(
        entry.written,
        Criterion,
        entry.name,
        entry.points,
        (method or children or None) if is_whole else LowestPrice(),
        minimum=entry.minimum_points,
        needs_both=entry.needs_both,
        counts_as=entry.counts_as,
        price=entry.price,
        go_on=entry.go_on,
        span=entry.span(),
    )
    return made if is_whole else None


def _method(entry: CriterionEntry, findings: Findings) -> Method | ValueForMoney | None:
    kind = METHOD_WORDS.get(entry.method)
    if kind is None:
        hint = did_you_mean(entry.method, METHOD_WORDS, label="methods")
        findings.add(entry.span("method"), problem("SV703", found=entry.method, hint=hint))
        return None
    given = {
        key: getattr(entry, key)
        for key in entry.written
        if key not in _NOT_PARAMETERS and getattr(entry, key) is not None
    }
    if entry.quality is not None:
        given["quality"] = [_criterion(each, findings) for each in entry.quality]
        if None in given["quality"]:
            return None
    if entry.bands is not None:
        bands = [_band(each, findings) for each in entry.bands]
        given["bands"] = bands
        if None in bands:
            return None
    return findings.attempt(entry.written, _make, kind, entry, given)


def _band(entry: BandEntry, findings: Findings) -> Band | None:
    return findings.attempt(entry.written, Band, entry.lower, entry.upper, entry.mark)


def _make(kind: type[Any], entry: CriterionEntry, given: dict[str, Any]) -> Method:
    """The method from its parameters in the file; those of other methods are refused."""
    known = {each.name: each for each in attrs.fields(kind)}
    wrong = [_stray(entry, key, known) for key in given if key not in known]
    wrong += [
        entry.span().locate([problem("SV202", found=name)])[0]
        for name, each in known.items()
        if each.default is attrs.NOTHING and name not in given
    ]
    if wrong:
        raise InputError(wrong)
    method: Method = kind(**given)
    return method


def _stray(entry: CriterionEntry, key: str, known: dict[str, Any]) -> Any:
    hint = f"{entry.method} takes: {', '.join(known) or 'nothing'}"
    span = entry.written.span(key, at_key=True)
    return span.locate([problem("SV201", found=key, hint=hint)])[0]
