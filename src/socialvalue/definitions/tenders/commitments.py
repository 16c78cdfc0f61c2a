"""What a bid or a worked example says of commitments to commitments."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.tenders import (
    BidEntry,
    CaseEntry,
    CommitmentEntry,
)
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.places import chain
from socialvalue.units import QUANTITY_WAYS, Quantity, quantity, yes

__all__ = ["DETAILS", "build_commitment", "build_commitments"]

DETAILS = ("activity", "place", "date", "basis", "share_claimed", "deadweight", "displacement",
            "leakage", "attribution_to_others", "community", "note")  # fmt: skip
_BESIDE = {"years": ("fte",), "cohorts": ("fte",), "unit": ("quantity",),
           "people": ("weeks", "hours", "expert_hours", "attendee_hours")}  # fmt: skip


def build_commitments(
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
    details = {name: getattr(entry, name) for name in DETAILS}
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
