"""Why a row does not count: the codes in the order in which one stands before another.

A row may break several rules; its problem is the first of this list that it breaks.  The order is
that of `assess.value`: what cannot mean anything first, then the refusals as a valuation lists
them, then what counts in part.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NONE", "ORDER", "PARTLY", "place_of"]

ORDER: Final = (
    "SV209",  # no such measure
    "SV204",  # no such unit
    "SV308",  # another unit than the measure's
    "SV306",  # not a finite number
    "SV302",  # negative
    "SV303",  # too large to be meant
    "SV316",  # neither yes nor no
    "SV307",  # FTE-years in 0 years
    "SV210",  # no such place
    "SV310",  # no share
    "SV311",  # both a share that is claimed and one that is left to others
    "SV312",  # no such basis
    "SV313",  # no tender, where points are of a tender
    "SV509",  # switched off
    "SV513",  # not asked for
    "SV503",  # recorded only
    "SV508",  # outside the place
    "SV501",  # no value
    "SV502",  # no local value
    "SV510",  # before the first value
    "SV505",  # years not stated
    "SV511",  # per call-off, and nobody knows how many
    "SV514",  # per year or per £1m, and no contract
    "SV504",  # double count
    "SV512",  # beyond what a table proves
    "SV507",  # beyond the term: the rest counts
    "SV506",  # first year only: the first year counts
)
"""The codes; a code's place in this list is what the engines calculate with."""

NONE: Final = len(ORDER)
"""The place of a row without a problem: after all others."""

PARTLY: Final = ORDER.index("SV507")
"""From here on a part of the row counts."""


def place_of(code: str) -> int:
    """A code's place in the list.

    Example:
        >>> place_of("SV209"), ORDER[place_of("SV504")]
        (0, 'SV504')
    """
    return ORDER.index(code)
