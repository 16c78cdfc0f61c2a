"""The part of a letter for a machine: what one bidder computes its own £ and points from.

It holds the published scheme, the tender without what only the authority needs, the reader's own
bid, and of the set the measures that these name.  No other bidder's figure is in it, nor what one
could be worked out from: points are as published, and no line number tells how long a list was.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs

from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.provenance import library_version, places_used, portable_tender
from socialvalue.assess.records.record import line_data, sealed
from socialvalue.engine.lines import Line
from socialvalue.errors import InputError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import EvaluatorMark, Moderated
from socialvalue.model.codec import encode
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import PANEL
from socialvalue.model.scheme import Scheme
from socialvalue.model.tender import Tender

__all__ = ["LETTER_SCHEMA", "machine_of", "outcome_of_letter"]

LETTER_SCHEMA = "socialvalue/letter@1"

_PUBLISHED = (
    "title", "contract_value", "years", "published", "place", "target", "unit_values", "lots",
    "parent_published", "framework", "category", "above_threshold", "regime", "shortlist",
    "switch_off", "most_lots", "authority", "our_reference",
)  # fmt: skip
"""What of a tender any bidder may read; what is not listed stays with the authority."""


def machine_of(evaluation: EvaluationData, bidder: str) -> dict[str, Any]:
    """What one bidder computes its own £ and points from, JSON-safe.

    Args:
        evaluation: The evaluation.
        bidder: Whose letter it stands beside.

    Raises:
        InputError: Its tender was not assessed: there is nothing to compute (SV834).
    """
    result = evaluation[bidder]
    if result.bid.state != "compliant":
        raise InputError(problem("SV834", found=result.bidder))
    tender, bid = _tender(evaluation.tender), _bid(result.bid, evaluation.scheme)
    framework = _cut(evaluation.framework, tender, result)
    return sealed(
        {
            "schema": LETTER_SCHEMA,
            "library": library_version(),
            "tender": encode(tender, written=False),
            "scheme": encode(evaluation.scheme, written=False),
            "framework": encode(framework, written=False),
            "bid": encode(bid, written=False),
            "result": outcome_of_letter(result),
        }
    )


def outcome_of_letter(result: BidResult) -> dict[str, Any]:
    """What a bid came to: £ line by line, and points as published; no rank, which others decide."""
    names = (each.name for each in result.scheme.leaves)
    return {
        "submitted": str(result.valuation.submitted),
        "counted": str(result.valuation.total),
        "lines": [_line(each) for each in result.valuation.lines],
        "points": {} if result.failed else {each: str(result.points_for(each)) for each in names},
        "total": None if result.points is None else str(result.points),
    }


def _line(line: Line) -> dict[str, Any]:
    """A line of a record without where it stood, and of each refusal the code alone."""
    found = line_data(line)
    codes = [each["code"] for each in found["refusals"]]
    left = ("voucher", "written", "refusals")
    return {key: each for key, each in found.items() if key not in left} | {"refusals": codes}


def _tender(tender: Tender) -> Tender:
    """A tender as bidders know it; who signed for a measure that is not used stays inside."""
    portable = portable_tender(tender)
    told = {name: getattr(portable, name) for name in _PUBLISHED}
    told["switch_off"] = [attrs.evolve(each, by="") for each in tender.switch_off]
    return Tender(**told)


def _bid(bid: Bid, scheme: Scheme) -> Bid:
    """A bid as its bidder may read it: no names of evaluators, no note of theirs to others."""
    panels = {each.name: each.method for each in scheme.scored if isinstance(each.method, PANEL)}
    marks = {
        name: _mark(each, mean=panels[name].mean)
        for name, each in bid.marks.items()
        if name in panels
    }
    return Bid(
        bid.bidder, price=bid.price, prices=bid.prices, lot=bid.lot, commitments=bid.commitments,
        marks=marks,
    )  # fmt: skip


def _mark(mark: Moderated, *, mean: bool) -> Moderated:
    """What the letter says of a mark: the agreed one, or the panel's where their mean counts."""
    given = enumerate(mark.marks, start=1) if mean else ()
    marks = [
        EvaluatorMark(f"evaluator {number}", each.mark, reason=each.reason)
        for number, each in given
    ]
    return Moderated(mark.consensus, marks=marks, reason=mark.reason)


def _cut(framework: Framework, tender: Tender, result: BidResult) -> Framework:
    """The set with no more of it than the tender and the reader's bid name."""
    named = {each.measure for each in result.bid.commitments} | set(_named(tender))
    codes = {framework.codes.get(each, each) for each in named}
    measures = {code: each for code, each in framework.measures.items() if code in codes}
    return attrs.evolve(
        framework,
        measures=FrozenMap(measures),
        exclusions=tuple(_relations(framework, measures)),
        codes=FrozenMap({own: code for own, code in framework.codes.items() if code in measures}),
        places=places_used(tender, [result.bid], framework),
        scheme=None,
    )


def _named(tender: Tender) -> Iterator[str]:
    yield from tender.unit_values
    yield from tender.shortlist
    yield from (each.code for each in tender.switch_off)


def _relations(framework: Framework, measures: dict[str, Any]) -> Iterator[Any]:
    """The rules on double counting between measures that are in it."""
    for each in framework.exclusions:
        pairs = tuple(pair for pair in each.pairs if set(pair) <= measures.keys())
        if pairs:
            yield attrs.evolve(each, pairs=pairs)
