"""tender.yaml to a tender and its bids; cases.yaml to worked examples."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.nodes import Items, Keys
from socialvalue.definitions.schemes import build_scheme
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.tenders import (
    BidEntry,
    CaseEntry,
    CommitmentEntry,
    ContractValueEntry,
    EvaluatorMarkEntry,
    LotEntry,
    MarkChangeEntry,
    MarkEntry,
    TenderEntry,
    TenderFile,
)
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import EvaluatorMark, MarkChange, Moderated, Moderation
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.named_codes import criterion_problems, tender_problems
from socialvalue.model.places import chain
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import ContractValue, Lot, Tender
from socialvalue.model.waivers import SwitchOff, Waiver
from socialvalue.spans import Span
from socialvalue.units import QUANTITY_WAYS, Quantity, quantity, yes

__all__ = ["Case", "build_bids", "build_case", "build_commitment", "build_tender"]

_DETAILS = ("activity", "place", "date", "basis", "share_claimed", "deadweight", "displacement",
            "leakage", "attribution_to_others", "community", "note")  # fmt: skip
_BESIDE = {"years": ("fte",), "cohorts": ("fte",), "unit": ("quantity",),
           "people": ("weeks", "hours", "expert_hours", "attendee_hours")}  # fmt: skip


@attrs.frozen
class Case:
    """A worked example of a set.

    Attributes:
        title: What it shows.
        tender: The buyer's side.
        bid: What is offered.
        scheme: How it is scored, or None for the set's own scheme.
    """

    title: str
    tender: Tender
    bid: Bid
    scheme: Scheme | None = None


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


def build_bids(
    entries: Iterable[BidEntry], framework: Framework | None, findings: Findings
) -> tuple[Bid, ...]:
    """The bids that mean something; what is wrong with the others is kept.

    Args:
        entries: The file's words.
        framework: The set they are offered under; without it, the rest is checked alone.
        findings: Where problems go.
    """
    found = [_bid(each, framework, findings) for each in entries]
    return tuple(each for each in found if each is not None)


def _bid(entry: BidEntry, framework: Framework | None, findings: Findings) -> Bid | None:
    commitments = _commitments(entry, framework, findings, f"bid '{entry.bidder}'")
    marks = {name: _mark(each, findings) for name, each in entry.marks.items()}
    bid = findings.attempt(
        entry.written,
        Bid,
        entry.bidder,
        price=entry.price,
        prices=entry.prices,
        commitments=commitments,
        marks={name: mark for name, mark in marks.items() if mark is not None},
        lot=entry.lot,
        state=entry.state,
        reason=entry.reason,
        ground=entry.ground,
        span=entry.span(),
        spans=FrozenMap({**spans_of(entry, "marks"), **spans_of(entry, "prices")}),
    )
    return None if None in marks.values() else bid


def _mark(entry: MarkEntry, findings: Findings) -> Moderated | None:
    marks = [_evaluator_mark(each, findings) for each in entry.marks]
    if entry.consensus is None and not marks and (findings.unread or findings.blind):
        return None  # what stood here may be what could not be read, which is told already
    changed = [_change(each, findings) for each in entry.changed]
    return findings.attempt(
        entry.written,
        Moderated,
        entry.consensus,
        marks=[each for each in marks if each is not None],
        reason=entry.reason,
        reason_for_others=entry.reason_for_others,
        by=entry.by,
        on=entry.on,
        moved=entry.moved,
        changed=[each for each in changed if each is not None],
    )


def _change(entry: MarkChangeEntry, findings: Findings) -> MarkChange | None:
    return findings.attempt(
        entry.written, MarkChange, entry.was, why=entry.why, by=entry.by, on=entry.on
    )


def _evaluator_mark(entry: EvaluatorMarkEntry, findings: Findings) -> EvaluatorMark | None:
    return findings.attempt(
        entry.written,
        EvaluatorMark,
        entry.by,
        entry.mark,
        entry.reason,
        on=entry.on,
        conflict=entry.conflict,
        saw_prices=entry.saw_prices,
    )


def _commitments(
    entry: BidEntry | CaseEntry, framework: Framework | None, findings: Findings, who: str
) -> tuple[Commitment, ...]:
    """The lines that mean something; each problem says of which bid and line it is."""
    found = []
    listed = entry.written.get("commitments", ())
    for number, each in zip(getattr(listed, "numbers", ()), entry.commitments, strict=True):
        of_line = Findings()
        made = build_commitment(each, framework, of_line)
        findings.add(each.span(), *(_within(wrong, who, number) for wrong in of_line.problems))
        found.append(made)
    return tuple(each for each in found if each is not None)


def _within(found: Problem, who: str, number: int) -> Problem:
    return found.within(f"{who}, commitment {number}")


def build_commitment(
    entry: CommitmentEntry, framework: Framework | None, findings: Findings
) -> Commitment | None:
    """One line of a bid, or None where it cannot mean anything and `findings` say why.

    Args:
        entry: The file's words.
        framework: The set it is offered under; without it, only the quantity is checked.
        findings: Where problems go.
    """
    way, stated = _quantity(entry, findings)
    if framework is None:
        return None
    measure = findings.attempt(entry.span("measure"), framework.__getitem__, entry.measure)
    details = {name: getattr(entry, name) for name in _DETAILS}
    if findings.attempt(entry.span("place"), chain, framework.places, entry.place) is None:
        details["place"] = None
    try:
        if measure is not None and stated is not None:
            return framework.commit(entry.measure, stated, span=entry.span(), **details)
        Commitment(measure=entry.measure, quantity=_ANY, offered=_ANY, **details)
    except InputError as error:
        _locate(error, entry, way, findings)
    return None


_ANY = Quantity(Decimal(1), "count")
"""Stands for a quantity that cannot be read, while the rest of a line is checked."""


def _locate(error: InputError, entry: CommitmentEntry, way: str | None, findings: Findings) -> None:
    """Keep problems at the keys that their words name, else where the quantity is stated."""
    for each in error.problems:
        findings.add(entry.written.nearest(each.where.split(", "), way), each)


def _quantity(entry: CommitmentEntry, findings: Findings) -> tuple[str | None, Quantity | None]:
    """The quantity of a line, which states exactly one, and the key that states it."""
    ways = [key for key in (*QUANTITY_WAYS, "yes", "quantity") if getattr(entry, key) is not None]
    for stray in _strays(entry, ways):
        findings.add(entry.written.span(stray.found, at_key=True), stray.problem)
    if len(ways) != 1:
        found = problem("SV320", found=" and ".join(ways) or "none")
        findings.add(entry.span(), found)
        return None, None
    try:
        return ways[0], _stated(entry, ways[0])
    except InputError as error:
        _locate(error, entry, ways[0], findings)
        return ways[0], None


@attrs.frozen
class _Stray:
    found: str
    problem: Problem


def _strays(entry: CommitmentEntry, ways: list[str]) -> list[_Stray]:
    """Details of another way of stating a quantity; where none is stated, that is what is told."""
    beside = " and ".join(ways)
    return [
        _Stray(key, problem("SV321", found=key, beside=beside))
        for key, owners in _BESIDE.items()
        if ways and getattr(entry, key) is not None and not set(owners) & set(ways)
    ]


def _stated(entry: CommitmentEntry, way: str) -> Quantity:
    if way == "yes":
        return yes() if entry.yes else quantity("no", "yes_no")
    if way == "quantity":
        if entry.unit is None:
            raise InputError(problem("SV202", found="unit"))
        return _general(entry.quantity or "", entry.unit)
    make: Any
    make, besides = QUANTITY_WAYS[way]
    given = {key: getattr(entry, key) for key in besides if getattr(entry, key) is not None}
    made: Quantity = make(getattr(entry, way), **given)
    return made


def _general(amount: str, unit: str) -> Quantity:
    """A quantity in its general form; where the unit is at fault, the problem says so."""
    try:
        return quantity(amount, unit)
    except InputError as error:
        faults = (each.within("unit" if each.code == "SV204" else "") for each in error.problems)
        raise InputError(faults) from None


def build_case(entry: CaseEntry, framework: Framework, findings: Findings) -> Case | None:
    """A worked example, or None where it cannot mean anything."""
    tender = build_tender(entry.tender, framework, findings)
    commitments = _commitments(entry, framework, findings, f"case '{entry.title}'")
    if tender is None:
        return None
    marks = {name: _mark(each, findings) for name, each in entry.marks.items()}
    given = {name: each for name, each in marks.items() if each is not None}
    bid = findings.attempt(
        entry.written, Bid, entry.title, commitments=commitments, price=entry.price, marks=given
    )
    scheme = build_scheme(entry.scheme, findings)
    return None if bid is None else Case(entry.title, tender, bid, scheme)
