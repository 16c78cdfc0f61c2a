"""What is refused of a breach, and what is asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from socialvalue.contracts.entered import Breach
from socialvalue.contracts.roles import BUYERS
from socialvalue.contracts.rules.refusing import not_before
from socialvalue.contracts.rules.returns import line_of, not_before_lines
from socialvalue.contracts.standing import Tracked
from socialvalue.errors import Problem, did_you_mean, problem
from socialvalue.words import day_words

__all__ = ["RULED_BY_71", "SECTION_71_BEGAN", "questions_of_breach", "wrong_breach"]

RULED_BY_71 = frozenset(("pa2023", "wales", "ni"))
"""Rules under which section 71 asks for notices; light touch contracts have none.

Source:
    practice.md §1.11.
"""

SECTION_71_BEGAN = date(2026, 1, 1)
"""The day from which section 71 is in force."""


def wrong_breach(noun: Breach, held: Tracked, on: date, side: str, by: str) -> Iterator[Problem]:
    """The council enters it, of commitments and suppliers of the contract, on a day of it."""
    if side != BUYERS:
        why = "that is for the council's side"
        yield problem("SV956", found=by, action="breach entered", why=why)
    for line in noun.lines:
        line_of(held, line)
    yield from not_before_lines(on, noun.lines, held)
    known = {each.name for each in held.schedule.now.suppliers}
    known |= {each.name for each in held.contract.suppliers}
    if noun.supplier and noun.supplier not in known:
        hint = did_you_mean(noun.supplier, known, label="suppliers")
        yield problem("SV312", what="the supplier", found=noun.supplier, hint=hint)
    began, first = held.contract.starts, "the first day of the contract"
    yield from not_before("the day of the breach", on, began, first)
    if noun.improvement_asked is not None:
        yield from not_before("the day of the opportunity", noun.improvement_asked, began, first)
        asked = "the day on which it was given the opportunity"
        yield from not_before("the day of the breach", on, noun.improvement_asked, asked)


def questions_of_breach(held: Tracked, on: date) -> Iterator[Problem]:
    """Where the Act asks for no notice of it."""
    regime = held.contract.regime
    if regime not in RULED_BY_71:
        yield problem("SV1056", why=f"the contract is under '{regime}'")
    elif on < SECTION_71_BEGAN:
        yield problem("SV1056", why=f"section 71 is in force from {day_words(SECTION_71_BEGAN)}")
