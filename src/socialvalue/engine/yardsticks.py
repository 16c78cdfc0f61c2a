"""What the points of a bid hang on: figures of its own, and whose figures they are measured by.

A report on how firm a result is asks thousands of times who would be first if one bid changed.
Most bids cannot matter to the answer, and these facts of the methods say which.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.engine.methods.part import Column
from socialvalue.engine.points import points_for
from socialvalue.model.criteria import Criterion, is_own
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import (
    Entry,
    RelativeToHighest,
)

__all__ = ["figures", "is_absolute", "is_steady", "measures_by_all"]


def is_absolute(method: Any) -> bool:
    """Whether no other bid's figure changes what a bid has under a method.

    Example:
        >>> from socialvalue.model.methods import LowestPrice, PanelMark
        >>> is_absolute(PanelMark(out_of=5)), is_absolute(LowestPrice())
        (True, False)
    """
    return not is_own(method) and method.MEASURED_BY == "itself"


def measures_by_all(method: Any) -> bool:
    """Whether any other bid may change what a bid has, and not the best and the worst alone.

    Example:
        >>> from socialvalue.model.methods import DeviationFromMean, LinearSpread
        >>> measures_by_all(LinearSpread()), measures_by_all(DeviationFromMean())
        (False, True)
    """
    return is_own(method) or method.MEASURED_BY == "all"


def is_steady(leaves: Iterable[Criterion]) -> bool:
    """Whether a bid that improves by one step more never comes off worse under any of them."""
    methods: Iterable[Any] = (each.method for each in leaves)
    return all(not is_own(each) and each.STEADY for each in methods)


def figures(criterion: Criterion, bids: Sequence[Entry]) -> list[Column] | None:
    """The figures by which a method orders bids, the higher the better.

    A bid that is at least as good in each never has fewer points than another, whoever else bids.

    Args:
        criterion: A criterion with a method.
        bids: The bids.

    Returns:
        A column a figure; None where nothing is known of the order: under a council's own method,
        and where the quality itself is measured by others.
    """
    method: Any = criterion.method
    if is_own(method):
        return None
    if getattr(method, "BEST_PRICE", "") == "lowest":
        name = criterion.price if criterion.points else ""  # what decides nothing may be missing
        return [[-(each.priced(name).price or Fraction(0)) for each in bids]]
    if measures_by_all(method):
        return None
    return [points_for(each, criterion, bids) for each in _by_themselves(method)]


def _by_themselves(method: Any) -> list[Any]:
    """A method without its companion minimum; each theme by itself, where each is scored so."""
    if isinstance(method, RelativeToHighest):
        method = attrs.evolve(method, minimum=None)
    themes = getattr(method, "weight_score", ())
    parts = [attrs.evolve(method, weight_score=FrozenMap({each: 1})) for each in themes]
    return parts or [method]
