"""tender.yaml to a tender and its bids; cases.yaml to worked examples."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.schemes import build_scheme
from socialvalue.definitions.shapes import (
    BidEntry,
    CaseEntry,
    CommitmentEntry,
    MarkEntry,
    TenderEntry,
    TenderFile,
)
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.places import chain
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Bid, ContractValue, EvaluatorMark, Moderated, Tender
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
        bid: The commitments.
        total: What the accepted lines come to, or None where it is not stated.
        submitted: What all lines come to, or None.
        refused: Line number to the word of its refusal.
    """

    title: str
    tender: Tender
    bid: Bid
    total: Decimal | None
    submitted: Decimal | None
    refused: dict[str, str]


def build_tender(entry: TenderEntry, framework: Framework, findings: Findings) -> Tender | None:
    """A tender, or None where it cannot mean anything and `findings` say why."""
    scheme = build_scheme(entry.scheme, findings) if isinstance(entry, TenderFile) else None
    _check_codes(entry, framework, findings)
    return findings.attempt(entry.span(), _tender, entry, framework, scheme)


def _check_codes(entry: TenderEntry, framework: Framework, findings: Findings) -> None:
    """The codes and places that a tender names exist."""
    if entry.place is not None:
        findings.attempt(entry.span("place"), chain, framework.places, entry.place)
    values = entry.written.get("unit_values")
    for code in entry.unit_values:
        if code not in framework and values is not None:
            findings.attempt(values.span(code, at_key=True), framework.__getitem__, code)


def _tender(entry: TenderEntry, framework: Framework, scheme: Scheme | None) -> Tender:
    value = entry.contract_value
    return Tender(
        entry.title,
        contract_value=ContractValue(
            value.initial,
            with_extensions=value.with_extensions,
            maximum=value.maximum,
            vat=value.vat,
        ),
        years=entry.years,
        published=entry.published,
        place=entry.place,
        target=entry.target,
        unit_values=entry.unit_values,
        lots=tuple(entry.lots),
        parent_published=entry.parent_published,
        framework=entry.framework if isinstance(entry, TenderFile) else framework.label,
        scheme=scheme,
        note=entry.note,
        span=entry.span(),
    )


def build_bids(
    entries: Iterable[BidEntry], framework: Framework, findings: Findings
) -> tuple[Bid, ...]:
    """The bids that mean something; what is wrong with the others is kept."""
    found = [_bid(each, framework, findings) for each in entries]
    return tuple(each for each in found if each is not None)


def _bid(entry: BidEntry, framework: Framework, findings: Findings) -> Bid | None:
    who = f"bid '{entry.bidder}'"
    commitments = _commitments(entry.commitments, framework, findings, who)
    marks = {name: _mark(each, findings) for name, each in entry.marks.items()}
    if None in marks.values():
        return None
    return findings.attempt(
        entry.span(),
        Bid,
        entry.bidder,
        price=entry.price,
        commitments=commitments,
        marks=marks,
        lot=entry.lot,
        state=entry.state,
        reason=entry.reason,
        span=entry.span(),
    )


def _mark(entry: MarkEntry, findings: Findings) -> Moderated | None:
    marks = [
        findings.attempt(each.span("mark"), EvaluatorMark, each.by, each.mark, each.reason)
        for each in entry.marks
    ]
    return findings.attempt(
        entry.span("consensus"),
        Moderated,
        entry.consensus,
        marks=[each for each in marks if each is not None],
        reason=entry.reason,
        by=entry.by,
        on=entry.on,
    )


def _commitments(
    entries: Iterable[CommitmentEntry], framework: Framework, findings: Findings, who: str
) -> tuple[Commitment, ...]:
    found = []
    for number, entry in enumerate(entries, start=1):
        try:
            found.append(build_commitment(entry, framework))
        except InputError as error:
            where = f"{who}, line {number}"
            findings.add(entry.span(), *(each.within(where) for each in error.problems))
    return tuple(found)


def build_commitment(entry: CommitmentEntry, framework: Framework) -> Commitment:
    """One line of a bid.

    Raises:
        InputError: All that is wrong with the line, at its places.
    """
    findings = Findings()
    measure = findings.attempt(entry.span("measure"), framework.__getitem__, entry.measure)
    stated = _quantity(entry, findings)
    details = {name: getattr(entry, name) for name in _DETAILS}
    made = None
    if measure is not None and stated is not None:
        made = findings.attempt(
            entry.span(), framework.commit, entry.measure, stated, span=entry.span(), **details
        )
    if made is None or findings.problems:
        raise InputError(findings.problems)
    return made


def _quantity(entry: CommitmentEntry, findings: Findings) -> Quantity | None:
    """The quantity of a line, which states exactly one."""
    ways = [key for key in (*QUANTITY_WAYS, "yes", "quantity") if getattr(entry, key) is not None]
    for stray in _strays(entry, ways):
        findings.add(entry.written.span(stray.found, at_key=True), stray.problem)
    if len(ways) != 1:
        found = problem("SV320", found=" and ".join(ways) or "none")
        findings.add(entry.span(), found)
        return None
    return findings.attempt(entry.span(ways[0]), _stated, entry, ways[0])


@attrs.frozen
class _Stray:
    found: str
    problem: Problem


def _strays(entry: CommitmentEntry, ways: list[str]) -> list[_Stray]:
    """Details that belong to another way of stating a quantity."""
    beside = " and ".join(ways) or "nothing"
    return [
        _Stray(key, problem("SV321", found=key, beside=beside))
        for key, owners in _BESIDE.items()
        if getattr(entry, key) is not None and not set(owners) & set(ways)
    ]


def _stated(entry: CommitmentEntry, way: str) -> Quantity:
    if way == "yes":
        return yes() if entry.yes else quantity("no", "yes_no")
    if way == "quantity":
        if entry.unit is None:
            raise InputError(problem("SV202", found="unit"))
        return quantity(entry.quantity or "", entry.unit)
    make: Any
    make, besides = QUANTITY_WAYS[way]
    given = {key: getattr(entry, key) for key in besides if getattr(entry, key) is not None}
    made: Quantity = make(getattr(entry, way), **given)
    return made


def build_case(entry: CaseEntry, framework: Framework, findings: Findings) -> Case | None:
    """A worked example, or None where it cannot mean anything."""
    tender = build_tender(entry.tender, framework, findings)
    commitments = _commitments(entry.commitments, framework, findings, f"case '{entry.title}'")
    if tender is None:
        return None
    expect = entry.expect
    bid = Bid(entry.title, commitments=commitments)
    return Case(entry.title, tender, bid, expect.total, expect.submitted, dict(expect.refused))
