"""What the law may have to say of a measure, whatever the council's policy is."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.errors import Problem, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Tender

__all__ = ["supplier_place_cautions"]


def supplier_place_cautions(tender: Tender, bid: Bid, framework: Framework) -> Iterator[Problem]:
    """Measures that depend on where the supplier stands, where the law may not allow it.

    Source:
        scoring.md §1, V11: flag it with the reason, decide nothing.
    """
    why = _legal_reason(tender)
    if not why:
        return
    codes = dict.fromkeys(framework.canonical(each.measure) for each in bid.commitments)
    names = [framework[code].name for code in codes if framework[code].place == "supplier"]
    if names:
        yield problem("SV607", measures=", ".join(names), why=why)


def _legal_reason(tender: Tender) -> str:
    reasons = []
    if tender.category in ("works", "goods"):
        reasons.append(f"the contract is for {tender.category}")
    if tender.above_threshold:
        reasons.append("the procurement is above the legal thresholds")
    return " and ".join(reasons)
