"""The record behind a score: what it rests on and what it came to, JSON-safe and complete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from socialvalue.assess.before.moderation import silent_changes
from socialvalue.assess.points.data import BidResult, EvaluationData
from socialvalue.assess.provenance import portable_tender
from socialvalue.assess.records.bounds import check_bounds
from socialvalue.assess.records.checks import (
    RECORD_SCHEMA,
    SCHEMAS,
    check_record,
    hash_of,
    part_hashes,
)
from socialvalue.assess.words.first_place import decided
from socialvalue.engine.lines import Line
from socialvalue.errors import InputError, Problem, RecordError, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.canonical import meaning
from socialvalue.model.codec import decode, encode
from socialvalue.model.methods import BUILT_IN, ScoringMethod
from socialvalue.model.scheme import Scheme
from socialvalue.spans import portable

__all__ = ["behind", "check_own", "line_data", "outcome_of", "record_of", "sealed", "warning_data"]


def record_of(evaluation: EvaluationData, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The record of an evaluation.

    It holds the definitions by content and by hash, the tender, the bids, the scheme, and every
    result line by line, so that it can be replayed where none of the files are.  Each part has a
    hash, and the one under ``sha256`` is over all the rest: an altered record is told, and where.

    Args:
        evaluation: The evaluation.
        after: The record of an earlier run of the same tender, which stands behind this one.

    Raises:
        RecordError: `after` is no record, or was altered; the record would be too large (SV820),
            or hold a text that no file can (SV821).

    Source:
        scoring.md §9; §4, T5: every run is kept.
    """
    check_own((evaluation.scheme, evaluation.tender.scheme))
    return sealed(
        {
            "schema": RECORD_SCHEMA,
            **behind(after, (each.bid for each in evaluation.results)),
            "provenance": meaning(evaluation.provenance),
            "framework": encode(evaluation.framework),
            "scheme": encode(evaluation.scheme),
            "tender": encode(portable_tender(evaluation.tender)),
            "bids": [encode(each.bid) for each in evaluation.results],
            **outcome_of(evaluation),
        }
    )


def behind(after: Mapping[str, Any] | None, bids: Iterable[Bid]) -> dict[str, str]:
    """The hash of the run before this one: whoever holds the last knows that there were others.

    Args:
        after: The record of that run.
        bids: What is recorded now.

    Raises:
        RecordError: It is no record, or was altered.
        InputError: Scores are others than in it, though moderation was closed, and are not listed
            as changed; or first marks are gone (SV769).
    """
    if after is None:
        return {}
    check_record(after, *SCHEMAS)
    try:
        held = decode({**after["tender"], "data": after["tender"]["data"].get("moderation")})
        earlier = tuple(map(decode, after["bids"])) if held and held.closed else ()
        lost = list(silent_changes(earlier, bids))
    except (TypeError, AttributeError, LookupError) as error:
        why = f"{type(error).__name__}: {error}"
        raise RecordError(problem("SV804", found="a thing of another kind", why=why)) from error
    if lost:
        raise InputError(lost)
    return {"after": after["sha256"]}


def check_own(schemes: Iterable[Scheme | None]) -> None:
    """Every method of a council's own can be made again from what the record holds of it.

    Raises:
        RecordError: One cannot (SV826).
    """
    methods = (leaf.method for each in schemes if each is not None for leaf in each.scored)
    for method in methods:
        if isinstance(method, ScoringMethod) and not isinstance(method, BUILT_IN):
            fault = _fault_of(method)
            if fault:
                found = type(method).__name__
                raise RecordError(problem("SV826", found=found, why=fault))


def _fault_of(method: ScoringMethod) -> str:
    """Why a method would not come back from a record, if it would not."""
    try:
        again = decode(encode(method), [type(method)])
    except RecordError as error:
        return "; ".join(each.message for each in error.problems)
    return "" if again == method else "another comes back"


def sealed(content: Mapping[str, Any]) -> dict[str, Any]:
    """A record with the hash of each of its parts, and one over all of it.

    Raises:
        RecordError: It is larger than any that is read (SV820), or holds what no file can (SV821).
    """
    check_bounds(content)
    hashed = {**content, "hashes": part_hashes(content)}
    return {**hashed, "sha256": hash_of(hashed)}


def outcome_of(evaluation: EvaluationData) -> dict[str, Any]:
    """What an evaluation came to, without what it rests on."""
    return {
        "results": [_result(each) for each in evaluation.results],
        "warnings": [warning_data(each) for each in evaluation.warnings],
        "decided": list(decided(evaluation)),
    }


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
        "lines": [line_data(each) for each in result.valuation.lines],
        "warnings": [warning_data(each) for each in (*result.warnings, *result.valuation.warnings)],
    }


def warning_data(found: Problem) -> Any:
    """A warning as data; its file by its name."""
    return meaning(attrs.evolve(found, file=portable(found.file)))


def line_data(line: Line) -> dict[str, Any]:
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
        "written": "" if line.voucher is None else str(line.voucher.span.portable),
        "on": line.on.isoformat(),
        "date_rule": line.date_rule,
        "place": line.place,
    }
