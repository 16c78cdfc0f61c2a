"""What the law may have to say of the measures of a tender, whatever the council's policy is."""

from __future__ import annotations

from collections.abc import Iterator

from socialvalue.errors import Problem, problem
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.tender import ACT_IN_FORCE, Tender
from socialvalue.words import listed

__all__ = ["applies_to", "locality_cautions"]

_OF_PEOPLE = frozenset(("fte_year", "person_week", "percent"))
"""Units of people at work or in training, and of their share."""

_SHOWN = 6


def locality_cautions(tender: Tender, framework: Framework) -> Iterator[Problem]:
    """Once of a tender: measures that reward location, where no legal note says why they may.

    Args:
        tender: The buyer's side.
        framework: The set; without a shortlist all its measures are asked for.

    Example:
        >>> import socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> tender = sv.Tender("Parks", contract_value=900_000, published="2026-06-01",
        ...                    shortlist=["NT18", "NT31"])
        >>> [each.message for each in locality_cautions(tender, toms)]
        ['NT18 rewards location, and the tender does not record why it may']

    Source:
        scoring.md §1, V11, and practice.md §1.10: flag it with the reason, decide nothing.
    """
    law = "" if tender.legal_note.strip() else _law(tender)
    if not law:
        return
    names = [each.name for each in _asked_for(tender, framework) if _rewards_location(each)]
    if names:
        rest = [f"{len(names) - _SHOWN} more"] if len(names) > _SHOWN else []
        one = len(names) == 1
        yield problem(
            "SV607", measures=listed([*names[:_SHOWN], *rest]), law=law,
            reward="rewards" if one else "reward", they="it" if one else "they",
        )  # fmt: skip


def _rewards_location(measure: Measure) -> bool:
    """Whether a measure counts only suppliers, or only people at work, of the contract's place."""
    of_residents = measure.place == "benefit" and measure.unit in _OF_PEOPLE
    return measure.place == "supplier" or of_residents


def applies_to(tender: Tender) -> bool:
    """Whether the Procurement Act 2023 may apply to a tender: no, only where the file says why not.

    Example:
        >>> old = Tender("Parks", contract_value=500_000, published="2022-06-01")
        >>> applies_to(old), applies_to(Tender("Parks", contract_value=1, published="2026-06-01"))
        (False, True)
    """
    if tender.regime:
        return tender.regime in {"pa2023", "light_touch"}
    before = tender.published is not None and tender.published < ACT_IN_FORCE
    return not before and tender.above_threshold is not False


def _law(tender: Tender) -> str:
    """Which rules ask it, or "" where none is known to."""
    if tender.published is not None and applies_to(tender):
        return "section 23(2) of the Procurement Act 2023"
    if tender.above_threshold is False or tender.regime == "below_threshold":
        return ""
    asked = tender.category in ("works", "goods") or tender.above_threshold
    return "the procurement rules of its day" if asked else ""


def _asked_for(tender: Tender, framework: Framework) -> Iterator[Measure]:
    """The measures of the shortlist, or of the whole set, that are not switched off."""
    off = {framework.canonical(each.code) for each in tender.switch_off}
    codes = dict.fromkeys(map(framework.canonical, tender.shortlist))
    for each in [framework[code] for code in codes] if codes else framework:
        if not each.switched_off and each.code not in off:
            yield each
