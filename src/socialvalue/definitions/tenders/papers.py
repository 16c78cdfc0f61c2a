"""What a tender file says for what it sends out: its calculator, and the papers of its award."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.tenders import (
    CalculatorEntry,
    PapersEntry,
    SupplierEntry,
    TenderFile,
)
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.papers.asked import Asked
from socialvalue.model.papers.award import Papers, Withheld
from socialvalue.model.papers.contacts import Contact, Supplier
from socialvalue.model.tender import Tender
from socialvalue.spans import Span

__all__ = ["with_papers", "with_suppliers"]


def with_papers(
    tender: Tender, entry: TenderFile, framework: Framework | None, findings: Findings
) -> Tender:
    """A tender with what its file says for its calculator and the papers of the award.

    Args:
        tender: As the rest of the file makes it.
        entry: The file's words.
        framework: The set it names; where that is not to be had, the rest is checked alone.
        findings: Where problems go.
    """
    asked = None
    if entry.calculator is not None:
        asked = _asked(entry.calculator, framework, findings)
    return attrs.evolve(
        tender, authority=entry.authority, our_reference=entry.our_reference, calculator=asked,
        legal_note=entry.legal_note,
        papers=None if entry.papers is None else _papers(entry.papers, findings),
    )  # fmt: skip


def _asked(entry: CalculatorEntry, framework: Framework | None, findings: Findings) -> Asked | None:
    if framework is not None:
        for code, span in _codes(entry):
            findings.attempt(span, framework.__getitem__, code)
    return findings.attempt(
        entry.written, Asked, limits=entry.limits, statements=entry.statements,
        community=entry.community, without_reach=entry.without_reach,
        version=entry.version,
    )  # fmt: skip


def _codes(entry: CalculatorEntry) -> Iterator[tuple[str, Span]]:
    """The codes that it names, and where."""
    for code in entry.limits:
        yield code, entry.written["limits"].span(code, at_key=True)
    for at, code in enumerate(entry.statements):
        yield code, entry.written["statements"].span(at)


def _papers(entry: PapersEntry, findings: Findings) -> Papers | None:
    said = entry.contact
    contact = None
    if said is not None:
        contact = Contact(
            said.name, email=said.email, telephone=said.telephone, address=said.address
        )
    return findings.attempt(
        entry.written,
        Papers,
        contact=contact,
        full_criteria=entry.full_criteria,
        award_notice=entry.award_notice,
        holidays=tuple(entry.holidays),
        standstill=entry.standstill,
        decision=entry.decision,
        withheld=tuple(
            Withheld(each.criterion, why=each.why, under=each.under, by=each.by)
            for each in entry.withheld
        ),
    )


def with_suppliers(
    bids: Iterable[Bid], suppliers: Mapping[str, SupplierEntry], findings: Findings
) -> tuple[Bid, ...]:
    """Bids with how their bidders are reached; a supplier that no bid names is refused (SV817).

    Args:
        bids: As the rest of the file makes them.
        suppliers: The file's words, by bidder.
        findings: Where problems go.
    """
    listed = tuple(bids)
    names = list(dict.fromkeys(each.bidder for each in listed))
    for name, entry in suppliers.items():
        if name not in names and not (findings.unread or findings.blind):
            hint = did_you_mean(name, names, label="bidders")
            findings.add(entry.span(), problem("SV817", found=name, hint=hint))
    made = {name: _supplier(each) for name, each in suppliers.items()}
    return tuple(
        attrs.evolve(each, supplier=made[each.bidder]) if each.bidder in made else each
        for each in listed
    )


def _supplier(entry: SupplierEntry) -> Supplier:
    return Supplier(address=entry.address, email=entry.email, identifier=entry.identifier)
