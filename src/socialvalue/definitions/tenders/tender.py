"""tender.yaml to a tender, without its bids."""

from __future__ import annotations

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.nodes import Items, Keys
from socialvalue.definitions.schemes import build_scheme
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.tenders import (
    ContractValueEntry,
    LotEntry,
    TenderEntry,
    TenderFile,
)
from socialvalue.errors import Problem
from socialvalue.model.bids.marks import Moderation
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named_codes import criterion_problems, tender_problems
from socialvalue.model.places import chain
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import ContractValue, Lot, Tender
from socialvalue.model.waivers import SwitchOff, Waiver
from socialvalue.spans import Span

__all__ = ["build_tender", "spans_of"]


def build_tender(
    entry: TenderEntry, framework: Framework | None, findings: Findings
) -> Tender | None:
    """A tender, or None where it cannot mean anything and `findings` say why.

    Args:
        entry: The file's words.
        framework: The set it names; where that is not to be had, the rest is checked alone.
        findings: Where problems go.
    """
    scheme = build_scheme(entry.scheme, findings) if isinstance(entry, TenderFile) else None
    value = _contract_value(entry.contract_value, findings)
    lots = [_lot(each, findings) for each in entry.lots]
    label = framework.label if framework else ""
    known = tuple(each for each in lots if each is not None)
    if framework is not None:
        _check_names(entry, framework, findings)
        for each in (scheme, *(lot.scheme for lot in known)):
            if each is not None:
                _check_scheme(each, framework, findings)
    of_tender = (entry, value or _ANY_VALUE, label, scheme, known)
    moderation = _moderation(entry, findings) if isinstance(entry, TenderFile) else None
    tender = findings.attempt(entry.written, _tender, *of_tender, moderation=moderation)
    return tender if value else None


def _moderation(entry: TenderFile, findings: Findings) -> Moderation | None:
    """Whether marks are moderated; points of a tender that is illustrative wait for nothing."""
    found = entry.moderation
    if found is None or (entry.illustrative and not found.closed):
        return None
    return findings.attempt(found.written, Moderation, found.closed, by=found.by)


def _contract_value(entry: ContractValueEntry, findings: Findings) -> ContractValue | None:
    return findings.attempt(
        entry.written,
        ContractValue,
        entry.initial,
        with_extensions=entry.with_extensions,
        maximum=entry.maximum,
        vat=entry.vat,
    )


def _lot(entry: LotEntry, findings: Findings) -> Lot | None:
    value = entry.contract_value
    return findings.attempt(
        entry.written,
        Lot,
        entry.name,
        contract_value=None if value is None else _contract_value(value, findings),
        years=entry.years,
        target=entry.target,
        scheme=build_scheme(entry.scheme, findings),
        scheme_fingerprint=entry.scheme_fingerprint,
    )


_ANY_VALUE = ContractValue(1)
"""Stands for a contract value that cannot be read, while the rest of a tender is checked."""


def _check_names(entry: TenderEntry, framework: Framework, findings: Findings) -> None:
    """The codes and places that a tender names exist, and each measure is named once."""
    if entry.place is not None:
        findings.attempt(entry.span("place"), chain, framework.places, entry.place)
    named = {
        "unit_values": tuple(entry.unit_values),
        "shortlist": entry.shortlist,
        "switch_off": [each.code for each in entry.switch_off],
    }
    for part, number, found in tender_problems(named, framework):
        span = _span_of(entry, part, number, found)
        # Of a code that is not there, its place says enough.
        findings.add(span, found if found.code == "SV209" else found.within(f"tender, {part}"))


def _span_of(entry: TenderEntry, part: str, number: int, found: Problem) -> Span:
    """Where a code of a tender is written; what is wrong with a value, at the value."""
    if part == "switch_off":
        return entry.switch_off[number].span("code")
    listed: Items | Keys = entry.written[part]
    if isinstance(listed, Items):
        return listed.span(number)
    return listed.span([*listed][number], at_key=found.code == "SV209")


def _check_scheme(scheme: Scheme, framework: Framework, findings: Findings) -> None:
    """The codes and themes that its methods name are the set's."""
    for criterion in scheme.scored:
        findings.add(criterion.span, *criterion_problems(criterion, framework))


def _tender(
    entry: TenderEntry,
    value: ContractValue,
    label: str,
    scheme: Scheme | None,
    lots: tuple[Lot, ...],
    *,
    moderation: Moderation | None,
) -> Tender:
    return Tender(
        entry.title,
        contract_value=value,
        years=entry.years,
        published=entry.published,
        place=entry.place,
        target=entry.target,
        unit_values=entry.unit_values,
        lots=lots,
        scheme_fingerprint=entry.scheme_fingerprint,
        parent_published=entry.parent_published,
        framework=entry.framework if isinstance(entry, TenderFile) else label,
        scheme=scheme,
        category=entry.category,
        above_threshold=entry.above_threshold,
        regime=entry.regime,
        shortlist=tuple(entry.shortlist),
        switch_off=tuple(
            SwitchOff(each.code, each.why, each.by, each.span()) for each in entry.switch_off
        ),
        waivers=tuple(
            Waiver(each.rule, why=each.why, by=each.by, span=each.span()) for each in entry.waivers
        ),
        most_lots=entry.most_lots,
        moderation=moderation,
        note=entry.note,
        span=entry.span(),
        spans=spans_of(entry, "unit_values"),
    )


def spans_of(entry: Entry, group: str) -> FrozenMap[str, Span]:
    """Where the keys of an entry, and those of one group in it, are written."""
    inner = entry.written.get(group)
    keys = {key: entry.span(key) for key in entry.written}
    named = {f"{group}/{key}": inner.span(key) for key in inner} if isinstance(inner, Keys) else {}
    return FrozenMap({**keys, **named})
