"""A notice of a breach, from the event that a named person entered, and from nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from socialvalue.contracts import Breach, Entry
from socialvalue.errors import Problem, problem
from socialvalue.notices.drafting.draft import Box
from socialvalue.notices.drafting.parts import Facts, day_text, money, party_id
from socialvalue.numbers import pounds
from socialvalue.words import day_words, listed

__all__ = ["boxes_of_breach", "failure", "missing_of_breach"]

_PENALTIES = {"damages": "imposed", "settlement": "negotiated"}
_NEEDED = {"impact": "the impact of the breach", "duration": "how long the breach lasted",
           "mitigation": "what was done about the breach"}  # fmt: skip
_TOLD = {
    "obligation": "the nature of the obligation", "nature": "the nature of the breach",
    "supplier": "the supplier in breach",
}  # fmt: skip
"""What each breach says, unless its words were erased."""


def boxes_of_breach(facts: Facts, entry: Entry, regulation: str) -> Iterator[Box]:
    """What the regulation lists of a breach, or of poor performance that was not improved."""
    noun: Breach = entry.noun
    told = {
        f"Why this notice is published ({noun.section})": noun.words,
        _day_of(noun): day_words(entry.on),
        "Supplier in breach": noun.supplier or listed(each.name for each in
                                                      facts.contract.suppliers),
        "Nature of the obligation": noun.obligation,
        "Nature of the breach": noun.nature,
        "Impact": noun.impact,
        "Duration": noun.duration,
        "Mitigation": noun.mitigation,
    }  # fmt: skip
    if noun.improvement_asked is not None:
        told["Opportunity to improve given on"] = day_words(noun.improvement_asked)
    if noun.amount is not None or noun.ground in _PENALTIES:
        told["Damages or settlement"] = "" if noun.amount is None else pounds(noun.amount)
    return (Box(label, text, regulation) for label, text in told.items())


def _day_of(noun: Breach) -> str:
    """What the day of the entry is the day of."""
    return {
        "partial_termination": "Date of partial termination", "damages": "Date of the award",
        "settlement": "Date of the settlement",
        "failure_to_improve": "Date of the decision that it did not improve",
    }[noun.ground]  # fmt: skip


def missing_of_breach(entry: Entry) -> Iterator[Problem]:
    """What the regulation lists and nobody has said."""
    noun: Breach = entry.noun
    for field, words in _NEEDED.items():
        said = getattr(noun, field).strip()
        if not said or said.startswith("(erased"):
            yield problem("SV1241", found=words)
    for field, words in _TOLD.items():
        if getattr(noun, field).startswith("(erased"):
            yield problem("SV1241", found=words)
    if noun.ground in _PENALTIES and noun.amount is None:
        yield problem("SV1241", found="the amount of the damages or of the settlement")


def failure(facts: Facts, entry: Entry) -> dict[str, Any]:
    """The same as a release has it."""
    noun: Breach = entry.noun
    parties = [each for each in facts.contract.suppliers
               if noun.supplier in {"", each.name}]  # fmt: skip
    penalty = _PENALTIES.get(noun.ground)
    ended = noun.ground == "partial_termination"
    return {
        "id": str(entry.seq), "requirement": noun.obligation, "description": noun.nature,
        "suppliers": [{"id": party_id(each), "name": each.name} for each in parties],
        **({"decisionDate": day_text(entry.on)} if noun.ground == "failure_to_improve" else {}),
        **({"partialTermination": f"ended in part on {day_words(entry.on)}"} if ended else {}),
        **({"penaltyType": penalty, "penaltyDate": day_text(entry.on)} if penalty else {}),
        **({"penaltyValue": money(noun.amount, "excluded")} if noun.amount else {}),
    }  # fmt: skip
