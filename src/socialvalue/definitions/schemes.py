"""The scheme of a tender or plug-in file to the model."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, Final

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
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Band, LowestPrice, Method, PanelMark
from socialvalue.model.scheme import Scheme
from socialvalue.numbers import plain

__all__ = ["build_scheme"]

_NOT_PARAMETERS = {"name", "points", "method", "criteria", "minimum_points", "needs_both",
                   "counts_as", "price", "go_on"}  # fmt: skip
_MOST: Final = 10**9
"""The top of a scale that is read before it is known whose it is."""


def build_scheme(entry: SchemeEntry | None, findings: Findings) -> Scheme | None:
    """A scheme, or None where there is none or it cannot mean anything."""
    if entry is None:
        return None
    scale = _scale(entry, entry.criteria, FrozenMap(), findings)
    criteria = [_criterion(each, findings, scale) for each in entry.criteria]
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


def _scale(
    entry: SchemeEntry | CriterionEntry,
    below: list[CriterionEntry],
    above: FrozenMap[str, str],
    findings: Findings,
) -> FrozenMap[str, str]:
    """What marks mean in the questions below: as it is said here, else as it is said above.

    A scale that no question is scored by is refused: somebody took it for another.
    """
    if entry.scale is None:
        return above
    asked = any(each.method == PanelMark.WORD for each in _questions(below))
    if not asked:
        hint = "a scale says what each score of a panel means, and no panel scores anything below"
        at = entry.written.span("scale", at_key=True)
        findings.add(at, problem("SV201", found="scale", hint=hint))
    read = findings.attempt(entry.written, PanelMark, _MOST, scale=entry.scale)
    return FrozenMap() if read is None else read.scale


def _questions(entries: list[CriterionEntry]) -> Iterator[CriterionEntry]:
    """All criteria of a list, and all below and inside them."""
    for each in entries:
        yield each
        yield from _questions([*each.criteria, *(each.quality or ())])


def _criterion(
    entry: CriterionEntry, findings: Findings, scale: FrozenMap[str, str]
) -> Criterion | None:
    """A criterion and those below it, each refused part at its place."""
    if not entry.method and entry.criteria:
        _refuse_parameters(entry, findings)
        scale = _scale(entry, entry.criteria, scale, findings)
    children = [_criterion(each, findings, scale) for each in entry.criteria]
    method = _method(entry, findings, scale) if entry.method else None
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


def _refuse_parameters(entry: CriterionEntry, findings: Findings) -> None:
    """A parameter beside criteria, which have methods of their own: it would be lost."""
    for key in entry.written:
        if key in _NOT_PARAMETERS or key == "scale":
            continue
        hint = "write it under each criterion that it is for"
        if key == "minimum":
            hint += "; the least points of all of them together are 'minimum_points'"
        at = entry.written.span(key, at_key=True)
        findings.add(at, problem("SV201", found=key, hint=hint))


def _method(
    entry: CriterionEntry, findings: Findings, scale: FrozenMap[str, str]
) -> Method | ValueForMoney | None:
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
        given["quality"] = [_criterion(each, findings, scale) for each in entry.quality]
        if None in given["quality"]:
            return None
    if entry.bands is not None:
        bands = [_band(each, findings) for each in entry.bands]
        given["bands"] = bands
        if None in bands:
            return None
    made = findings.attempt(entry.written, _make, kind, entry, given)
    if not isinstance(made, PanelMark) or entry.scale is not None or not scale:
        return made
    return findings.attempt(entry.written, _scaled, made, scale)


def _scaled(method: PanelMark, scale: FrozenMap[str, str]) -> PanelMark:
    """The marks of a panel with the words that stand above, if they are words for its marks."""
    top = next(iter(scale))
    if Decimal(top) != method.out_of:
        found = plain(method.out_of)
        raise InputError(problem("SV842", found=found, top=top).within("out_of"))
    return attrs.evolve(method, scale=scale)


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
