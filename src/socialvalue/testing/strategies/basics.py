"""What all strategies draw from: a few places, one source, amounts, days and quantities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from socialvalue import units
from socialvalue.model.figures import Source
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place, chain
from socialvalue.numbers import EXACT
from socialvalue.registry.loading import places
from socialvalue.units import UNITS, Quantity

__all__ = [
    "ACTIVITIES",
    "FIRST",
    "LAST",
    "LETTERS",
    "PLACES",
    "SOURCE",
    "amounts",
    "days",
    "known_places",
    "maybe",
    "positive",
    "quantities",
    "some",
]

PLACES = ("E07000070", "E10000012", "E12000006", "E92000001", "E06000033")
"""Chelmsford, in Essex, in the East of England, in England; and Southend, which is not in Essex."""


@cache
def known_places() -> FrozenMap[str, Place]:
    """Those places and what lies around them: few, so that a failing example can be read."""
    everywhere = places()
    codes = dict.fromkeys(code for each in PLACES for code in chain(everywhere, each))
    return FrozenMap({code: everywhere[code] for code in codes})


FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)
SOURCE = Source("made-up", "Made up by a test", publisher="socialvalue.testing")
ACTIVITIES = ("site team", "supplies", "school visits")
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def some(codes: Sequence[str]) -> st.SearchStrategy[list[str]]:
    """Some of the codes, in their order."""
    kept = st.lists(st.booleans(), min_size=len(codes), max_size=len(codes))
    return kept.map(lambda keeps: [code for code, keep in zip(codes, keeps, strict=True) if keep])


def amounts(most: int, decimals: int = 2) -> st.SearchStrategy[Decimal]:
    """Numbers from 0, with up to so many decimals."""
    scale = 10**decimals
    return st.integers(0, most * scale).map(lambda pence: EXACT.divide(pence, scale))


def positive(most: int, decimals: int = 2) -> st.SearchStrategy[Decimal]:
    """Numbers above 0, with up to so many decimals."""
    return amounts(most, decimals).filter(bool)


def days() -> st.SearchStrategy[date]:
    """Days of the years that the drawn sets are about."""
    return st.dates(FIRST, LAST)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What a strategy draws, or None."""
    return st.none() | strategy


_PEOPLE: dict[str, Callable[..., Quantity]] = {
    "person_week": units.weeks,
    "staff_hour": units.hours,
    "expert_hour": units.expert_hours,
    "attendee_hour": units.attendee_hours,
}


def quantities(unit: str | None = None) -> st.SearchStrategy[Quantity]:
    """Amounts of a unit, stated as people state them.

    Args:
        unit: A word of the list of units; any of them if not given.

    Example:
        >>> quantities("gbp").example().unit  # doctest: +SKIP
        'gbp'
    """
    if unit is None:
        return st.sampled_from(sorted(UNITS)).flatmap(quantities)
    if unit == "fte_year":
        years = st.sampled_from(("0.5", "1", "2"))
        return st.builds(units.fte, amounts(50), years=years, cohorts=st.integers(1, 3))
    if unit in _PEOPLE:
        return st.builds(_PEOPLE[unit], amounts(60), people=st.integers(1, 30))
    if unit == "yes_no":
        return st.sampled_from(("yes", "no")).map(lambda word: units.quantity(word, unit))
    if unit == "text":
        return st.text(LETTERS, max_size=5).map(lambda words: units.quantity(words, unit))
    return amounts(1_000_000).map(lambda amount: units.quantity(amount, unit))
