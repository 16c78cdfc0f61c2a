"""Arguments that mean nothing, at every name of the page: each is refused in our words.

A user who mixes up two arguments, or has a number where a name belongs, is told what was found,
what was expected and what to do: never by an error from inside Python.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import socialvalue as sv

ROOT = Path(__file__).resolve().parents[2]
SILLY: tuple[Any, ...] = (
    None, 5, -1, 1.5, True, "x", "", b"x", ["a"], ("a",), {"a": 1}, {1, 2}, object(),
    float("nan"), Decimal("NaN"), dt.date(2022, 1, 1), int, len,
)  # fmt: skip

TOMS = sv.load("national-toms", edition="2022")
ESSEX = sv.load("essex", on="2022-06-01")
TENDER, BIDS = sv.read_tender(ROOT / "docs" / "examples" / "highways" / "tender.yaml")
RESULT = sv.evaluate(TENDER, BIDS, ESSEX)
ACME = RESULT["Acme Highways"]
SCHEME = RESULT.scheme
RECORD = RESULT.record()
ONE = sv.Criterion("price", 100, sv.LowestPrice())
LOTS = sv.Tender("t", contract_value=1, lots=[sv.Lot("n", contract_value=1)])
LOT_BIDS = [sv.Bid("a", price=1, lot="n")]
INVENTED: dict[str, Any] = {
    "tender": TENDER, "framework": ESSEX, "scheme": SCHEME, "seed": 1, "price": ("1", "2"),
    "per_pound": ("0.1", "0.2"),
}  # fmt: skip


def each(call: Callable[..., Any], *names: str) -> dict[str, Callable[[Any], Any]]:
    """A call by each of its named arguments."""
    return {name: (lambda x, name=name: call(**{name: x})) for name in names}


CALLS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "framework": {
        "[]": lambda x: TOMS[x],
        "in": lambda x: x in TOMS,
        "canonical": TOMS.canonical,
        "search": TOMS.search,
        "unit_value": TOMS.unit_value,
        "to_frame": TOMS.to_frame,
        **each(lambda **how: TOMS.unit_value("NT1", **how), "on", "place"),
        "commit code": lambda x: TOMS.commit(x, sv.fte(1)),
        "commit quantity": lambda x: TOMS.commit("NT1", x),
        **each(
            lambda **how: TOMS.commit("NT28", sv.gbp(1), **how),
            "activity", "date", "basis", "share_claimed", "deadweight", "displacement", "leakage",
            "attribution_to_others", "community", "note",
        ),
    },
    "load": {
        "id": sv.load,
        "index": sv.load_index,
        **each(lambda **how: sv.load("national-toms", **how), "edition", "on"),
        "policy": lambda x: ESSEX.policy.target(on=x),
        "diff": lambda x: sv.diff(x, TOMS),
        "diff to": lambda x: sv.diff(TOMS, x),
    },
    "read_tender": {"path": sv.read_tender},
    "quantity": {
        "fte": sv.fte, "weeks": sv.weeks, "hours": sv.hours, "gbp": sv.gbp, "count": sv.count,
        "miles": sv.miles, "percent": sv.percent, "amount": lambda x: sv.quantity(x, "gbp"),
        "unit": lambda x: sv.quantity(1, x), **each(lambda **how: sv.fte(1, **how), "years",
                                                    "cohorts"),
        "people": lambda x: sv.weeks(1, people=x),
    },
    "nouns": {
        "Tender": lambda x: sv.Tender(x, contract_value=1),
        **each(
            lambda **how: sv.Tender("t", **{"contract_value": 1, **how}),
            "contract_value", "years", "published", "place", "target", "unit_values", "lots",
            "parent_published", "framework", "scheme", "scheme_fingerprint", "category",
            "above_threshold", "shortlist", "switch_off", "waivers", "note",
            "moderation",
        ),
        "Lot": sv.Lot,
        "Lot scheme": lambda x: sv.Lot("n", scheme=x),
        "Bid": sv.Bid,
        **each(lambda **how: sv.Bid("b", **how), "price", "commitments", "marks", "lot", "state",
               "reason"),
        "Moderated": sv.Moderated,
        "panel": lambda x: sv.Moderated(1, marks=x),
        "on": lambda x: sv.Moderated(1, on=x),
        "moved": lambda x: sv.Moderated(1, moved=x),
        "changed": lambda x: sv.Moderated(1, changed=x),
        "Moderation": sv.Moderation,
        "closed by": lambda x: sv.Moderation("2022-07-20", by=x),
        **each(
            lambda **how: sv.MarkChange(
                **{"was": 1, "why": "w", "by": "b", "on": "2022-07-25", **how}
            ),
            "was", "why", "by", "on",
        ),
        "EvaluatorMark": lambda x: sv.EvaluatorMark(x, 1),
        "a mark": lambda x: sv.EvaluatorMark("A", x),
    },
    "scheme": {
        "Criterion": lambda x: sv.Criterion(x, 1, sv.LowestPrice()),
        "points": lambda x: sv.Criterion("a", x, sv.LowestPrice()),
        "method": lambda x: sv.Criterion("a", 1, x),
        "minimum": lambda x: sv.Criterion("a", 1, sv.PanelMark(5), minimum=x),
        "Scheme": sv.Scheme,
        "a criterion": lambda x: sv.Scheme([x]),
        **each(lambda **how: sv.Scheme([ONE], **how), "out_of", "places", "round_at", "ties",
               "illustrative", "note"),
        **each(lambda **how: sv.AgainstTarget(1, **how), "cap", "floor", "denominator",
               "weight_value", "weight_score"),
        "target of a method": sv.AgainstTarget,
        "companion": lambda x: sv.RelativeToHighest(minimum=x),
        "Banded": sv.Banded,
        "a band": lambda x: sv.Banded([x]),
        "an end": lambda x: sv.Banded([("0", x, 5)]),
        "PointsMenu": lambda x: sv.PointsMenu(x, required=1),
        "relative": lambda x: sv.PointsMenu({"NT10": 1}, relative=x),
        "PanelMark": sv.PanelMark,
        "mean": lambda x: sv.PanelMark(5, mean=x),
        "FixedReference": sv.FixedReference,
        "at_mean": lambda x: sv.DeviationFromMean(at_mean=x),
        "ValueForMoney": sv.ValueForMoney,
        "exponent": lambda x: sv.ValueForMoney([sv.Criterion("q", 1, sv.PanelMark(5))],
                                               exponent=x),
    },
    "verbs": {
        "value tender": lambda x: sv.value(x, BIDS, ESSEX),
        "value bids": lambda x: sv.value(TENDER, x, ESSEX),
        "value framework": lambda x: sv.value(TENDER, BIDS, x),
        "value scheme": lambda x: sv.value(TENDER, BIDS, ESSEX, x),
        "evaluate tender": lambda x: sv.evaluate(x, BIDS, ESSEX),
        "evaluate bids": lambda x: sv.evaluate(TENDER, x, ESSEX),
        "evaluate framework": lambda x: sv.evaluate(TENDER, BIDS, x),
        "evaluate scheme": lambda x: sv.evaluate(TENDER, BIDS, ESSEX, x),
        "most": lambda x: sv.evaluate_lots(LOTS, LOT_BIDS, TOMS, sv.Scheme([ONE]), most=x),
        "lots tender": lambda x: sv.evaluate_lots(x, LOT_BIDS, TOMS),
        **each(sv.national_rules, "published", "value", "buyer", "parent_published"),
    },
    "result": {
        "by": ACME.valuation.by,
        "[]": lambda x: RESULT[x],
        "points_for": ACME.points_for,
        "explain": RESULT.explain,
        "against": lambda x: RESULT.explain("Acme Highways", against=x),
        "to_frame": RESULT.to_frame,
        "summary": RESULT.summary,
        "successful": lambda x: RESULT.summaries(successful=x),
        **each(RESULT.flags, "low_price", "high_value", "high_ratio", "one_line", "weak"),
        "effective": lambda x: RESULT.effective_weights()[x],
        "replay": sv.replay,
        "replay_lots": sv.replay_lots,
        **each(lambda **how: sv.replay(RECORD, **how), "tender", "bids", "framework", "scheme",
               "methods"),
    },
    "before a tender": {
        "tender": lambda x: sv.compare_schemes(x, BIDS, ESSEX, {"a": SCHEME}),
        "bids": lambda x: sv.compare_schemes(TENDER, x, ESSEX, {"a": SCHEME}),
        "framework": lambda x: sv.compare_schemes(TENDER, BIDS, x, {"a": SCHEME}),
        "schemes": lambda x: sv.compare_schemes(TENDER, BIDS, ESSEX, x),
        "a scheme": lambda x: sv.compare_schemes(TENDER, BIDS, ESSEX, {"a": x}),
        "costs": lambda x: sv.compare_schemes(TENDER, BIDS, ESSEX, {"a": SCHEME}, costs=x),
        **each(
            lambda **how: sv.invented_bids(**{**INVENTED, **how}),
            "bids", "seed", "price", "per_pound", "marks", "measures", "lines",
        ),
        "Draw": lambda x: sv.Draw(x, 1),
        "likely": lambda x: sv.Draw(0, 1, likely=x),
    },
}  # fmt: skip


@pytest.mark.parametrize(
    ("part", "name"), [(part, name) for part, calls in CALLS.items() for name in calls]
)
def test_what_means_nothing_is_refused_with_what_to_do(part: str, name: str) -> None:
    """Every refusal is of ours, with a code and a hint; and at least one thing is refused."""
    refused = 0
    for silly in SILLY:
        try:
            CALLS[part][name](silly)
        except sv.SocialValueError as error:
            refused += 1
            for problem in error.problems:
                assert problem.hint, (silly, problem)
    assert refused or name in ("in", "canonical", "note")
