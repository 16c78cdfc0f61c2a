"""What a tender file says of bids to bids."""

from __future__ import annotations

from collections.abc import Iterable

from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes.tenders import (
    BidEntry,
    EvaluatorMarkEntry,
    MarkChangeEntry,
    MarkEntry,
)
from socialvalue.definitions.tenders.commitments import build_commitments
from socialvalue.definitions.tenders.tender import spans_of
from socialvalue.errors import problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import EvaluatorMark, MarkChange, Moderated
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap

__all__ = ["build_bids", "build_mark"]


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
    who = f"bid '{entry.bidder}'"
    commitments = build_commitments(entry, framework, findings, who)
    marks = {name: build_mark(each, name, who, findings) for name, each in entry.marks.items()}
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
        notified=entry.notified,
        span=entry.span(),
        spans=FrozenMap({**spans_of(entry, "marks"), **spans_of(entry, "prices")}),
    )
    return None if None in marks.values() else bid


def build_mark(entry: MarkEntry, name: str, who: str, findings: Findings) -> Moderated | None:
    """A mark that means something, or None; what is wrong with it is kept.

    Args:
        entry: The file's words.
        name: The criterion that it is for.
        who: Whose it is, in words.
        findings: Where problems go.
    """
    marks = [_evaluator_mark(each, findings) for each in entry.marks]
    if entry.consensus is None and not marks and (findings.unread or findings.blind):
        return None  # what stood here may be what could not be read, which is told already
    if not (entry.consensus or "").strip() and not (entry.consensus is None and marks):
        span = entry.span("consensus") if "consensus" in entry.written else entry.span()
        findings.add(span, problem("SV705", found=name, hint=f'write it: {name}: "4"', where=who))
        return None
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
