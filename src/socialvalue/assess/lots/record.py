"""The record of the lots of a tender: that of each, and who is first by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from socialvalue.assess.lots.data import LotsData
from socialvalue.assess.provenance import portable_tender
from socialvalue.assess.records.checks import LOTS_RECORD_SCHEMA
from socialvalue.assess.records.record import behind, check_own, outcome_of, sealed, warning_data
from socialvalue.assess.words.first_place import decided
from socialvalue.model.canonical import meaning
from socialvalue.model.codec import encode

__all__ = ["outcome_of_lots", "record_of_lots"]


def record_of_lots(evaluation: LotsData, after: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The record of the lots of a tender: the same parts, and who is first by which rule.

    Source:
        scoring.md §9.
    """
    tender = evaluation.tender
    check_own((evaluation.scheme, tender.scheme, *(each.scheme for each in tender.lots)))
    return sealed(
        {
            "schema": LOTS_RECORD_SCHEMA,
            **behind(after, evaluation.bids),
            "provenance": meaning(evaluation.provenance),
            "framework": encode(evaluation.framework),
            "scheme": encode(evaluation.scheme),
            "tender": encode(portable_tender(evaluation.tender)),
            "bids": [encode(each) for each in evaluation.bids],
            **outcome_of_lots(evaluation),
        }
    )


def outcome_of_lots(evaluation: LotsData) -> dict[str, Any]:
    """What the lots came to, one below the other, and who is first in each by which rule."""
    found = [outcome_of(each) for each in evaluation]
    return {
        "results": [result for each in found for result in each["results"]],
        "warnings": [{"lot": None, **warning_data(each)} for each in evaluation.warnings]
        + [
            {"lot": lot, **warning}
            for lot, each in zip(evaluation.lots, found, strict=True)
            for warning in each["warnings"]
        ],
        "lots": [
            {
                "lot": lot,
                "scheme": each.scheme.sha256,
                "first": list(evaluation.awards[lot]),
                "decided": list(decided(each)),
            }
            for lot, each in evaluation.lots.items()
        ],
        "rule": evaluation.rule,
        "most": evaluation.most,
    }
