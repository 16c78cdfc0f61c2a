"""What is due between the marks and the signature: summaries, award notice, standstill."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from socialvalue.assess.letters.regulation import applies_to
from socialvalue.contracts import Contract, Origin
from socialvalue.model.papers.award import Papers
from socialvalue.model.papers.standstill import STANDSTILL_DAYS, standstill_end
from socialvalue.model.tender import Tender
from socialvalue.words import day_words, number_of

__all__ = ["Step", "is_entered", "steps_of"]

Step = tuple[str, str, str, date, str, str]
"""Notice, what, section, last day, why, and the name of the rule."""
_DAY: Final = timedelta(days=1)


def is_entered(tender: Tender, contracts: list[Contract]) -> bool:
    """Whether the contract of a tender is entered into, of one in lots that of each lot."""
    entered = {
        each.origin.lot
        for each in contracts
        if each.entered is not None and each.origin is not None and _is_of(each.origin, tender)
    }
    return bool(entered) and {each.name for each in tender.lots} <= entered


def _is_of(origin: Origin, tender: Tender) -> bool:
    if tender.our_reference and origin.tender_reference:
        return tender.our_reference == origin.tender_reference
    return origin.tender == tender.title


def steps_of(tender: Tender, holidays: tuple[date, ...]) -> Iterator[Step | str]:
    """The steps of one tender; a sentence where there are none, or the file does not say the day.

    Source:
        Procurement Act 2023, sections 50 and 51.
    """
    if not applies_to(tender):
        yield f"{tender.title}: under earlier rules or below the threshold, so none is asked for"
        return
    papers = tender.papers or Papers()
    award = papers.award_notice
    if award is None:
        yield (
            f"{tender.title}: the day of the contract award notice is not in the tender file, and "
            "summaries, standstill and signature depend on it ('award_notice:' under 'papers:')"
        )
        return
    published = f"the contract award notice, planned for {day_words(award)}"
    yield (
        "", "assessment summaries to every bidder that was assessed", "section 50", award - _DAY,
        f"before {published}", "summaries",
    )  # fmt: skip
    yield "UK6", "contract award notice", "section 50", award, "the day in the tender file", "award"
    if tender.regime == "light_touch" and papers.standstill != "voluntary":
        yield (
            "", "first day on which the contract can be entered into", "section 50",
            award + _DAY, f"after {published}; no standstill is required for light touch", "sign",
        )  # fmt: skip
        return
    end = standstill_end(award, (*papers.holidays, *holidays))
    days = number_of(STANDSTILL_DAYS, "working day")
    if tender.regime == "light_touch":
        days += " (voluntary)"
    yield (
        "", "last day of the standstill period", "section 51", end,
        f"{days}, the first of them {day_words(award)}, or the next working day", "standstill",
    )  # fmt: skip
    yield (
        "", "first day on which the contract can be entered into", "section 51", end + _DAY,
        "after the standstill period", "sign",
    )  # fmt: skip
