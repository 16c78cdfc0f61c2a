"""Why a tender may be disregarded, in the words of the Act."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

__all__ = ["ABNORMALLY_LOW", "GROUNDS", "Ground"]


@attrs.frozen
class Ground:
    """A ground on which a tender is disregarded.

    Attributes:
        law: Where it stands in the Procurement Act 2023.
        words: What the Act says is disregarded.

    Example:
        >>> GROUNDS["procedural_breach"].law
        'section 19(3)(d)'
    """

    law: str
    words: str


ABNORMALLY_LOW = "abnormally_low_price"
"""The ground on which no tender is disregarded before its supplier was heard (s.19(4))."""
_ANOTHER = "a supplier that is not a United Kingdom supplier or treaty state supplier"

GROUNDS: Mapping[str, Ground] = MappingProxyType({
    "conditions_of_participation": Ground(
        "section 19(3)(a)",
        "a tender from a supplier that does not satisfy the conditions of participation",
    ),
    "not_a_treaty_state_supplier": Ground("section 19(3)(b)(i)", f"a tender from {_ANOTHER}"),
    "not_a_treaty_state_sub_contractor": Ground(
        "section 19(3)(b)(ii)",
        "a tender from a supplier that intends to sub-contract the performance of all or part of "
        f"the contract to {_ANOTHER}",
    ),
    ABNORMALLY_LOW: Ground(
        "section 19(3)(c)",
        "a tender that offers a price that the contracting authority considers to be abnormally "
        "low for performance of the contract",
    ),
    "procedural_breach": Ground(
        "section 19(3)(d)",
        "a tender which breaches a procedural requirement set out in the tender notice or "
        "associated tender documents",
    ),
    "excluded_supplier": Ground(
        "section 26(1)", "a tender from a supplier that is an excluded supplier"
    ),
    "excludable_supplier": Ground(
        "section 26(2)", "a tender from a supplier that is an excludable supplier"
    ),
})  # fmt: skip
"""The word in files to the ground.

Source:
    Procurement Act 2023, s.19(3) and s.26.
"""
