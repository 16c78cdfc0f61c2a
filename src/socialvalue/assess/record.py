"""The record behind a score: what it rests on and what it came to, JSON-safe and complete."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from socialvalue.engine.lines import Line
from socialvalue.model.canonical import meaning
from socialvalue.model.codec import encode, spelled

if TYPE_CHECKING:
    from socialvalue.assess.evaluation import BidResult, Evaluation
    from socialvalue.assess.lots import LotsEvaluation

__all__ = [
    "LOTS_RECORD_SCHEMA",
    "RECORD_SCHEMA",
    "hash_of",
    "outcome_of",
    "outcome_of_lots",
    "part_hashes",
    "record_of",
    "record_of_lots",
]

RECORD_SCHEMA = "socialvalue/record@1"
LOTS_RECORD_SCHEMA = "socialvalue/record-lots@1"


def record_of(evaluation: Evaluation) -> dict[str, Any]:
    """The record of an evaluation.

    It holds the definitions by content and by hash, the tender, the bids, the scheme, and every
    result line by line, so that it can be replayed where none of the files are.  Each part has a
    hash, and the one under ``sha256`` is over all the rest: an altered record is told, and where.

    Source:
        scoring.md §9.
    """
    return _sealed(
        {
            "schema": RECORD_SCHEMA,
            "provenance": meaning(evaluation.provenance),
            "framework": encode(evaluation.framework),
            "scheme": encode(evaluation.scheme),
            "tender": encode(evaluation.tender),
            "bids": [encode(each.bid) for each in evaluation.results],
            **outcome_of(evaluation),
        }
    )


def record_of_lots(evaluation: LotsEvaluation) -> dict[str, Any]:
    """The record of the lots of a tender: the same parts, and who is first by which rule.

    Source:
        scoring.md §9.
    """
    return _sealed(
        {
            "schema": LOTS_RECORD_SCHEMA,
            "provenance": meaning(evaluation.provenance),
            "framework": encode(evaluation.framework),
            "scheme": encode(evaluation.scheme),
            "tender": encode(evaluation.tender),
            "most": evaluation.most,
            "bids": [encode(each) for each in evaluation.bids],
            **outcome_of_lots(evaluation),
        }
    )


def _sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the hash of each of its parts, and one over all of it."""
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


def outcome_of(evaluation: Evaluation) -> dict[str, Any]:
    """What an evaluation came to, without what it rests on."""
    return {
        "results": [_result(each) for each in evaluation.results],
        "warnings": [meaning(each) for each in evaluation.warnings],
    }


def outcome_of_lots(evaluation: LotsEvaluation) -> dict[str, Any]:
    """What the lots came to, one below the other, and who is first in each by which rule."""
    found = [outcome_of(each) for each in evaluation]
    return {
        "results": [result for each in found for result in each["results"]],
        "warnings": [
            {"lot": lot, **warning}
            for lot, each in zip(evaluation.lots, found, strict=True)
            for warning in each["warnings"]
        ],
        "lots": [
            {"lot": lot, "scheme": each.scheme.sha256, "first": list(evaluation.awards[lot])}
            for lot, each in evaluation.lots.items()
        ],
        "rule": evaluation.rule,
    }


def hash_of(content: Any) -> str:
    """The sha256, in hex, of JSON-safe data."""
    return hashlib.sha256(spelled(content).encode("utf-8", "surrogatepass")).hexdigest()


def part_hashes(content: Mapping[str, Any]) -> dict[str, str]:
    """The hash of each part of a record; bids and results one by one."""
    found: dict[str, str] = {}
    for key, part in content.items():
        if key in ("hashes", "sha256"):
            continue
        if isinstance(part, list):
            found |= {f"{key}[{index}]": hash_of(each) for index, each in enumerate(part)}
        else:
            found[key] = hash_of(part)
    return found


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
        "warnings": [meaning(each) for each in (*result.warnings, *result.valuation.warnings)],
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
