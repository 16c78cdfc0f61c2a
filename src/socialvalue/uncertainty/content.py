"""A simulation as plain data, for JSON; and its record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from socialvalue.assess.provenance import library_version
from socialvalue.engine.points import publish
from socialvalue.numbers import plain
from socialvalue.uncertainty.data import SimulationData
from socialvalue.uncertainty.moving import Figure
from socialvalue.uncertainty.spreads import Doubt, Spread
from socialvalue.uncertainty.tried import Trials

__all__ = ["RECORD_SCHEMA", "content_of", "doubt_data", "hash_of", "outcome_of", "record_of"]

SCHEMA = "socialvalue/simulation@1"
RECORD_SCHEMA = "socialvalue/simulation-record@1"


def content_of(found: SimulationData) -> dict[str, Any]:
    """A simulation as JSON-safe data: exact numbers as text."""
    return {
        "schema": SCHEMA,
        "library": library_version(),
        "title": found.title,
        "lot": found.evaluation.results[0].bid.lot or "",
        "first": found.first,
        "draws": found.draws,
        "seed": found.seed,
        "doubt": doubt_data(found.doubt),
        **outcome_of(found),
        "decides": [
            {"figure": each.figure, "against": each.against, "chance": str(publish(each.chance, 6)),
             "points": str(publish(each.points, 6)), "error": each.error,
             "pounds": None if each.pounds is None else str(publish(each.pounds, 2))}
            for each in found.decides
        ],
        "held": {name: str(amount) for name, amount in found.held.items()},
        "warnings": [{"code": each.code, "message": each.message, "hint": each.hint}
                     for each in found.warnings],
    }  # fmt: skip


def outcome_of(found: SimulationData) -> dict[str, Any]:
    """What the trials came to: counts, the hash of all pennies, and how each figure moved."""
    return {
        "figures": list(map(_figure, found.figures)),
        "apart": _trials(found.apart),
        "together": _trials(found.together),
    }


def _trials(found: Trials) -> dict[str, Any]:
    return {
        "draws": found.draws,
        "pennies_sha256": found.sha256,
        "ranks": {name: list(each) for name, each in found.counts.items()},
        "ahead": {name: dict(each) for name, each in found.ahead.items()},
        "mean_pounds": {name: _exactly(each.mean) for name, each in found.pounds.items()},
        "mean_lead": {name: _exactly(each.mean) for name, each in found.leads.items()},
        "regret": {"expected": _exactly(found.regret.expected), "at_99": str(found.regret.at_99)},
    }


def _exactly(number: Any) -> str:
    return str(number)


def _figure(each: Figure) -> dict[str, Any]:
    return {
        "figure": each.name,
        "unit_value": plain(each.unit_value),
        "spread": None if each.spread is None else _spread(each.spread),
        "basis": each.basis,
        "moves_with": each.moves_with,
        "counted": str(each.counted),
    }


def doubt_data(doubt: Doubt) -> dict[str, Any]:
    """What was said of how uncertain values are."""
    marks = sorted(doubt.by_confidence.items())
    return {
        "values": {code: _spread(each) for code, each in sorted(doubt.values.items())},
        "by_confidence": {mark: _spread(each) for mark, each in marks},
        "together": [list(each) for each in doubt.together],
    }


def _spread(spread: Spread) -> dict[str, str | None]:
    likely = None if spread.likely is None else plain(spread.likely)
    return {"low": plain(spread.low), "high": plain(spread.high), "likely": likely}


def record_of(found: SimulationData) -> dict[str, Any]:
    """Everything that a simulation rests on and came to, with one hash over it."""
    content = {
        "schema": RECORD_SCHEMA,
        "library": library_version(),
        "draws": found.draws,
        "seed": found.seed,
        "doubt": doubt_data(found.doubt),
        "outcome": outcome_of(found),
        "evaluation": found.evaluation.record(),
    }
    return {**content, "sha256": hash_of(content)}


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash of a record without its own."""
    kept = {name: each for name, each in content.items() if name != "sha256"}
    text = json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
