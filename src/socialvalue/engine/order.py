"""Why a line does not count: the reasons in the order in which one stands before another.

A line may break several rules; its reason is the first of this list that it breaks: what cannot
mean anything, then what refuses the whole line, then what counts in part.  A valuation lists all
its refusals in this order, and a row of a table has the first.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

import attrs

__all__ = ["NONE", "ORDER", "PARTLY", "REFUSALS", "Rule", "place_of"]

Level: TypeAlias = Literal["cell", "row", "bid", "register", "table"]


@attrs.frozen
class Rule:
    """A reason against a line.

    Attributes:
        code: Its code in the catalogue.
        level: What decides it: the ``cell`` of a measure, a place and a day (`engine.facts`), the
            ``row`` (`engine.rows`), the other rows of its ``bid``, the ``register`` in which bids
            are scored, or what a ``table`` can prove.
    """

    code: str
    level: Level


REFUSALS: Final = (
    Rule("SV209", "cell"),  # no such measure
    Rule("SV204", "row"),  # no such unit
    Rule("SV308", "row"),  # another unit than the measure's
    Rule("SV306", "row"),  # not a finite number
    Rule("SV302", "row"),  # negative
    Rule("SV303", "row"),  # too large to be meant
    Rule("SV316", "row"),  # neither yes nor no
    Rule("SV307", "row"),  # FTE-years in 0 years
    Rule("SV210", "row"),  # no such place
    Rule("SV310", "row"),  # no share
    Rule("SV311", "row"),  # both a share that is claimed and one that is left to others
    Rule("SV312", "row"),  # no such basis
    Rule("SV313", "register"),  # no tender, where points are of a tender
    Rule("SV509", "cell"),  # switched off
    Rule("SV513", "cell"),  # not asked for
    Rule("SV503", "cell"),  # recorded only
    Rule("SV508", "row"),  # outside the place
    Rule("SV501", "cell"),  # no value
    Rule("SV502", "cell"),  # no local value
    Rule("SV510", "cell"),  # before the first value
    Rule("SV505", "row"),  # years not stated
    Rule("SV511", "row"),  # per call-off, and nobody knows how many
    Rule("SV514", "row"),  # per year or per £1m, and no contract
    Rule("SV504", "bid"),  # double count
    Rule("SV512", "table"),  # beyond what a table proves
    Rule("SV507", "row"),  # beyond the term: the rest counts
    Rule("SV506", "row"),  # first year only: the first year counts
)
"""The reasons; one's place in this list is what engines calculate with."""

ORDER: Final = tuple(each.code for each in REFUSALS)

NONE: Final = len(ORDER)
"""The place of a line without a problem: after all others."""

PARTLY: Final = ORDER.index("SV507")
"""From here on a part of the line counts."""


def place_of(code: str) -> int:
    """A code's place in the list.

    Example:
        >>> place_of("SV209"), ORDER[place_of("SV504")]
        (0, 'SV504')
    """
    return ORDER.index(code)
