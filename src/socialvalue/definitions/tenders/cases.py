"""cases.yaml to worked examples."""

from __future__ import annotations

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.schemes import build_scheme
from socialvalue.definitions.shapes.tenders import (
    CaseEntry,
)
from socialvalue.definitions.tenders.bids import build_mark
from socialvalue.definitions.tenders.commitments import build_commitments
from socialvalue.definitions.tenders.tender import build_tender
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["Case", "build_case"]


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


def build_case(entry: CaseEntry, framework: Framework, findings: Findings) -> Case | None:
    """A worked example, or None where it cannot mean anything."""
    tender = build_tender(entry.tender, framework, findings)
    commitments = build_commitments(entry, framework, findings, f"case '{entry.title}'")
    if tender is None:
        return None
    marks = {
        name: build_mark(each, name, entry.title, findings) for name, each in entry.marks.items()
    }
    given = {name: each for name, each in marks.items() if each is not None}
    bid = findings.attempt(
        entry.written, Bid, entry.title, commitments=commitments, price=entry.price, marks=given
    )
    scheme = build_scheme(entry.scheme, findings)
    return None if bid is None else Case(entry.title, tender, bid, scheme)
