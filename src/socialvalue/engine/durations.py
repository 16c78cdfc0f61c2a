"""Duration rules: they check a quantity and never multiply it.

A first-year measure counts each person's first 12 months; nothing counts beyond the contract's
term.  What does not count is split off with its reason.
"""

from __future__ import annotations

from decimal import Decimal

import attrs

from socialvalue.engine.offers import Offer
from socialvalue.errors import Problem, problem
from socialvalue.model.measure import Measure
from socialvalue.model.tender import Tender
from socialvalue.numbers import EXACT, Exact, plain, product

__all__ = ["Part", "parts", "term_words"]

_YEAR = Decimal(1)
_EACH_YEAR = "it is offered for each contract year, which holds 1 year of work"


@attrs.frozen
class Part:
    """A part of a commitment's quantity, and why it does not count, if it does not."""

    quantity: Exact
    refusals: tuple[Problem, ...] = ()


def parts(offer: Offer, tender: Tender) -> list[Part]:
    """What counts of a quantity, and each excess with its reason.

    Args:
        offer: The commitment; its quantity keeps rate, years and cohorts.
        tender: Its years bound the contract.

    Source:
        scoring.md §1, V4; design.md, law 6: rate × min(years, 1) × cohorts for a first-year
        measure; years beyond the tender's are refused.
    """
    offered, measure = offer.commitment.quantity, offer.measure
    if offered.rate is None or offered.years is None:
        return [Part(offered.amount)]
    counted = min(offered.years, _YEAR) if measure.counts == "first_year" else offered.years
    yearly = offer.commitment.basis == "per_year"
    term = _YEAR if yearly else tender.years
    words = _EACH_YEAR if yearly else term_words(term)
    span = EXACT.multiply(counted, offered.cohorts)
    inside = min(span, term)
    later = EXACT.multiply(EXACT.subtract(offered.years, counted), offered.cohorts)
    excess = ((EXACT.subtract(span, inside), "SV507"), (later, "SV506"))
    split = [
        _excess(product(offered.rate, years), code, measure, words)
        for years, code in excess
        if years
    ]
    return [Part(product(offered.rate, inside)), *split]


def term_words(years: Decimal) -> str:
    """A contract's term in words.

    Example:
        >>> term_words(Decimal("3.0")), term_words(Decimal("1"))
        ('the contract runs 3 years', 'the contract runs 1 year')
    """
    return f"the contract runs {plain(years)} {'year' if years == 1 else 'years'}"


def _excess(quantity: Exact, code: str, measure: Measure, term: str) -> Part:
    found = f"{plain(quantity)} FTE-years"
    return Part(quantity, (problem(code, measure=measure.name, found=found, term=term),))
