"""The record behind a score: what it rests on and what it came to, JSON-safe."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from socialvalue.engine.lines import Line
from socialvalue.model.canonical import meaning

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation

__all__ = ["RECORD_SCHEMA", "record_of"]

RECORD_SCHEMA = "socialvalue/record@1"


def record_of(evaluation: Evaluation) -> dict[str, Any]:
    """The record of an evaluation.

    The hash under ``sha256`` is over all the rest, so that a record altered by hand is told.

    Source:
        scoring.md §9.
    """
    content: dict[str, Any] = {
        "schema": RECORD_SCHEMA,
        "provenance": meaning(evaluation.provenance),
        "tender": meaning(evaluation.tender),
        "scheme": meaning(evaluation.scheme),
        "bids": [meaning(each.bid) for each in evaluation.results],
        "results": [_result(each) for each in evaluation.results],
        "warnings": [meaning(each) for each in evaluation.warnings],
    }
    return {**content, "sha256": _hash(content)}


def _hash(content: dict[str, Any]) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _result(result: BidResult) -> dict[str, Any]:
    return {
        "bidder": result.bidder,
        "lot": result.bid.lot,
        "rank": result.rank,
        "points": None if result.points is None else str(result.points),
        "exact": {name: str(points) for name, points in result.exact.items()},
        "reason": result.reason,
        "submitted": str(result.valuation.submitted),
        "accepted": str(result.valuation.total),
        "lines": [_line(each) for each in result.valuation.lines],
        "warnings": [meaning(each) for each in result.valuation.warnings],
    }


def _line(line: Line) -> dict[str, Any]:
    """One line's working: quantity × unit value × kept share = £, the figure's voucher, reasons."""
    return {
        "line": line.number,
        "measure": line.measure,
        "unit": line.definition.unit,
        "quantity": meaning(line.quantity),
        "unit_value": meaning(line.unit_value),
        "kept": meaning(line.keep),
        "value": str(line.value),
        "submitted": str(line.submitted),
        "refusals": [{"code": each.code, "reason": each.message} for each in line.refusals],
        "voucher": None if line.voucher is None else meaning(line.voucher),
        "written": "" if line.voucher is None else str(line.voucher.span),
        "on": line.on.isoformat(),
        "date_rule": line.date_rule,
        "place": line.place,
    }
