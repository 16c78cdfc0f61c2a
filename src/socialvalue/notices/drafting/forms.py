"""The four notices that a delivery record can fill in, each by its regulation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from socialvalue.contracts import Entry, KpiStanding
from socialvalue.errors import Problem, problem
from socialvalue.notices.drafting.breaches import boxes_of_breach, failure, missing_of_breach
from socialvalue.notices.drafting.draft import Box, Draft
from socialvalue.notices.drafting.parts import (
    Facts,
    boxes_of_contract,
    day_text,
    days_words,
    indicators,
    missing_of_contract,
    money,
    release_of,
    scanned,
    value_words,
)
from socialvalue.numbers import plain, pounds
from socialvalue.units import UNITS
from socialvalue.words import day_words, number_of

__all__ = [
    "breach_notice",
    "change_notice",
    "details_notice",
    "performance_notice",
    "termination_notice",
]

_CODES: Final[Mapping[str, tuple[str, str]]] = {
    "good": ("met", "Good - performance is meeting or exceeding the KPI"),
    "approaching_target": ("slightlyBelow", "Approaching target"),
    "requires_improvement": ("below", "Requires improvement"),
    "inadequate": ("significantlyBelow", "Inadequate"),
    "other": ("other", "Other"),
}
"""Ratings as Find a Tender codes them."""

_ENDS: Final[Mapping[str, tuple[str, str]]] = {
    "": ("contractCompleted", "the contract was completed"),
    "by_agreement": ("mutuallyAgreed", "both sides agreed to end it"),
    "breach": ("breachOfContract", "breach of the contract"),
}
_REGULATIONS: Final[Mapping[str, str]] = {
    "UK7": "regulation 32", "UK9": "regulation 39",
    "UK10": "regulation 40", "UK11": "regulation 41",
}  # fmt: skip
_PURPOSE: Final = "Assessment of performance against the key performance indicators (section 71(2))"
_CHANGES: Final[Mapping[str, str]] = {
    "novation": "transferCorporateRestructuring", "review_clause": "providedContract",
}  # fmt: skip


def _draft(
    facts: Facts, kind: str, boxes: list[Box], told: list[Problem], contract: dict[str, Any]
) -> Draft:
    tags = {"UK7": ["award", "contract"], "UK9": ["implementation"],
            "UK10": ["contractAmendment"], "UK11": ["contractTermination"]}  # fmt: skip
    problems = [*missing_of_contract(facts, _REGULATIONS[kind]), *told, *scanned(boxes)]
    return Draft(
        contract=facts.contract.reference, kind=kind, boxes=tuple(boxes),
        problems=tuple(problems), release=release_of(facts, tags[kind], contract),
    )  # fmt: skip


# --- UK7 ----------------------------------------------------------------------------------


def details_notice(facts: Facts) -> Draft:
    """Contract details (UK7): value, days, and the indicators or why there are none."""
    contract, held = facts.contract, facts.held.indicators
    boxes = [
        *boxes_of_contract(facts, "regulation 32"),
        Box("Value", value_words(contract), "regulation 32"),
        Box(
            "Date signed", day_words(contract.entered) if contract.entered else "", "regulation 32"
        ),
        Box("Term", days_words(contract), "regulation 32"),
        *_boxes_of_kpis(facts),
    ]
    none_because = held.none_because if held else ""
    if none_because:
        boxes.append(Box("Why there are no indicators", none_because, "section 52"))
    told = list(facts.held.questions)
    if contract.entered is None:
        told.append(problem("SV1241", found="the day on which the contract was entered into"))
    every = {each.kpi.id: each.kpi.every for each in facts.held.kpis}
    metrics = [
        {**each, "observations": [
            {"id": "frequency", "period": {"durationInMonths": every[each["id"]]}}
        ]}
        for each in indicators(facts)
    ]  # fmt: skip
    release = {
        "value": money(contract.value.initial, contract.value.vat),
        "period": {"startDate": day_text(contract.starts), "endDate": day_text(contract.ends)},
        **({"dateSigned": day_text(contract.entered)} if contract.entered else {}),
        **({"agreedMetrics": metrics} if metrics else {}),
        **({"noAgreedMetricsRationale": none_because} if none_because else {}),
    }
    return _draft(facts, "UK7", boxes, told, release)


def _day(day: date | None) -> str:
    return day_words(day) if day else ""


def _boxes_of_kpis(facts: Facts) -> Iterator[Box]:
    for each in facts.held.kpis:
        label = f"Indicator {each.kpi.id}"
        yield Box(f"{label}: title", each.kpi.title, "section 52(3)")
        yield Box(f"{label}: description", each.wording, "section 52(3)")
        yield Box(f"{label}: reported", each.kpi.often)


# --- UK9 ----------------------------------------------------------------------------------


def performance_notice(facts: Facts) -> Draft:
    """Contract performance (UK9): each indicator with the rating that a person confirmed."""
    boxes = [*boxes_of_contract(facts, "regulation 39", _PURPOSE)]
    metrics = _metrics(facts)
    told: list[Problem] = []
    for each in facts.held.kpis:
        boxes += _boxes_of_rating(each)
        told += _problems_of_rating(each)
    if not metrics:
        told.append(problem("SV1241", found="indicators that were set"))
    release = {"implementation": {"metrics": metrics}} if metrics else {}
    return _draft(facts, "UK9", boxes, told, release)


def _metrics(facts: Facts) -> list[dict[str, Any]]:
    """The indicators as a release has them, each with what was confirmed."""
    pairs = zip(facts.held.kpis, indicators(facts), strict=True)
    return [{**published, **({"observations": [_observed(each)]} if each.rating else {})}
            for each, published in pairs]  # fmt: skip


def breach_notice(facts: Facts, entry: Entry, *, ended: bool) -> Draft:
    """Contract performance (UK9) of a breach, or of poor performance that was not improved.

    Args:
        facts: What a draft is made of.
        entry: The event that a named person entered.
        ended: Whether the contract was ended in full for breach, which has another notice.
    """
    boxes = [*boxes_of_contract(facts, "regulation 39"),
             *boxes_of_breach(facts, entry, "section 71(5)")]  # fmt: skip
    told = [*missing_of_breach(entry), *([problem("SV1225")] if ended else ())]
    for each in facts.held.kpis:
        boxes += _boxes_of_rating(each)
    metrics = _metrics(facts)
    over = {"performanceFailures": [failure(facts, entry)],
            **({"metrics": metrics} if metrics else {})}  # fmt: skip
    return _draft(facts, "UK9", boxes, told, {"implementation": over})


def _boxes_of_rating(each: KpiStanding) -> Iterator[Box]:
    label, rating = f"Indicator {each.kpi.id}", each.rating
    yield Box(f"{label}: title", each.kpi.title, "regulation 39")
    yield Box(f"{label}: description", each.wording, "regulation 39")
    period = f"{day_words(rating.starts)} to {day_words(rating.ends)}" if rating else ""
    yield Box(f"{label}: period", period, "regulation 39")
    yield Box(f"{label}: rating", _CODES[rating.rating][1] if rating else "", "regulation 39")


def _problems_of_rating(each: KpiStanding) -> Iterator[Problem]:
    if each.rating is None:
        found = f"a confirmed rating of indicator {each.kpi.id}, {each.kpi.title}"
        yield problem("SV1241", found=found)
        return
    if each.proposal.waiting:
        waiting = number_of(len(each.proposal.waiting), "return")
        yield problem("SV1244", found=each.kpi.id, waiting=waiting)


def _observed(each: KpiStanding) -> dict[str, Any]:
    rating = each.rating
    if rating is None:
        return {}
    code, words = _CODES[rating.rating]
    period = {"startDate": day_text(rating.starts), "endDate": day_text(rating.ends)}
    return {
        "id": f"{each.kpi.id}-{rating.ends.isoformat()}",
        "period": period,
        "measureClassification": {"id": code, "description": words},
    }


# --- UK10, UK11 ---------------------------------------------------------------------------


def change_notice(facts: Facts, change: Entry) -> Draft:
    """Contract change (UK10): what changes, from when, and on which ground."""
    noun, contract = change.noun, facts.contract
    reason = "; ".join(each for each in (noun.because, noun.instrument) if each and noun.because)
    boxes = [
        *boxes_of_contract(facts, "regulation 40"),
        Box("What changes", _what_changes(facts, noun), "regulation 40"),
        Box("From", day_words(change.on), "regulation 40"),
        Box("Ground", noun.ground.replace("_", " "), "regulation 40"),
        Box("Reason", reason, "regulation 40"),
    ]
    told = [] if noun.is_agreed else [problem("SV1241", found="the ground and the instrument")]
    if not reason:
        told.append(problem("SV1241", found="the reason in words (because)"))
    if noun.value is not None and not (noun.lines or noun.new):
        told.append(problem("SV1245"))
    codes = [_CHANGES[each] for each in (noun.reason, noun.ground) if each in _CHANGES]
    amendment = {
        "id": str(change.seq), "date": day_text(change.on),
        **({"rationale": reason} if reason else {}),
        **({"rationaleClassifications": [{"id": each} for each in codes]} if codes else {}),
    }  # fmt: skip
    release = {
        "amendments": [amendment],
        "period": {"startDate": day_text(contract.starts), "endDate": day_text(contract.ends)},
        "value": money(contract.value.initial, contract.value.vat),
    }
    return _draft(facts, "UK10", boxes, told, release)


def _what_changes(facts: Facts, noun: Any) -> str:
    """The change in a sentence, and each commitment that it moves with its unit."""
    lines = {each.line: each for each in facts.contract.lines}
    moved = [
        f"{lines[line].title}: {by:+f} {UNITS[lines[line].unit].name}"
        for line, by in noun.lines.items()
        if line in lines
    ]
    added = [f"{each.title}: {plain(each.quantity)} {UNITS[each.unit].name}" for each in noun.new]
    parts = [noun.reason.replace("_", " "), *moved, *(f"added: {each}" for each in added)]
    return "; ".join(parts)


def termination_notice(
    facts: Facts, ground: str, paid: Any, breaches: Sequence[Entry] = ()
) -> Draft:  # fmt: skip
    """Contract termination (UK11): when and why it ended, and what it came to."""
    contract, (code, words) = facts.contract, _ENDS.get(ground, ("other", ground.replace("_", " ")))
    boxes = [
        *boxes_of_contract(facts, "regulation 41"),
        Box("Date of termination", day_words(contract.ends), "regulation 41"),
        Box("Reason", words, "regulation 41"),
        Box("Value", pounds(paid) if paid is not None else "", "regulation 41"),
    ]
    told = [*_not_assessed(facts, contract.ends)]
    if paid is None:
        told.append(problem("SV1241", found="what the contract came to (paid)"))
    of_breach = breaches if ground == "breach" else ()
    for each in of_breach:
        boxes += boxes_of_breach(facts, each, "section 71(5)")
        told += missing_of_breach(each)
    if ground == "breach" and not of_breach:
        told.append(problem("SV1241", found="the particulars of the breach, section 71(5)"))
    over: dict[str, Any] = {
        "endDate": day_text(contract.ends),
        **({"finalValue": money(paid, contract.value.vat)} if paid is not None else {}),
        **(
            {"performanceFailures": [failure(facts, each) for each in of_breach]}
            if of_breach
            else {}
        ),
    }
    release = {
        "status": "terminated", "statusDetails": words, "implementation": over,
        "terminationRationaleClassifications": [{"id": code}],
    }  # fmt: skip
    return _draft(facts, "UK11", boxes, told, release)


def _not_assessed(facts: Facts, ends: date) -> Iterator[Problem]:
    """Indicators whose last rating does not reach the end of the contract."""
    for each in facts.held.kpis:
        if each.rating is None or each.rating.ends < ends:
            yield problem("SV1246", found=each.kpi.id, title=each.kpi.title)
