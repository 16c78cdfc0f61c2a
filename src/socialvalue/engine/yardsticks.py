"""What the points of a bid hang on: figures of its own, and whose figures they are measured by.

A report on how firm a result is asks thousands of times who would be first if one bid changed.
Most bids cannot matter to the answer, and these facts of the methods say which.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.engine.methods import Column
from socialvalue.engine.points import points_for
from socialvalue.model.criteria import Criterion, ValueForMoney
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import (
    AgainstTarget,
    Banded,
    DeviationFromMean,
    Entry,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PanelMark,
    PassFail,
    PointsMenu,
    RatioThenRelative,
    RelativeToHighest,
)

__all__ = ["figures", "is_absolute", "is_ours", "measures_by_all"]

_ABSOLUTE = (AgainstTarget, Banded, FixedReference, PanelMark, PassFail)
_BY_PRICE = (DeviationFromMean, LinearSpread, LowestPrice)
_BY_THE_HIGHEST = (HighestIncome, PointsMenu, RatioThenRelative, RelativeToHighest, ValueForMoney)


def is_ours(method: Any) -> bool:
    """Whether a method comes with this library, so that what it reads is known."""
    return isinstance(method, (*_ABSOLUTE, *_BY_PRICE, *_BY_THE_HIGHEST))


def is_absolute(method: Any) -> bool:
    """Whether no other bid's figure changes what a bid has under a method.

    Example:
        >>> is_absolute(PanelMark(out_of=5)), is_absolute(LowestPrice())
        (True, False)
    """
    menu = isinstance(method, PointsMenu) and method.required is not None
    return menu or isinstance(method, _ABSOLUTE)


def measures_by_all(method: Any) -> bool:
    """Whether any other bid may change what a bid has, and not the best and the worst alone.

    Example:
        >>> measures_by_all(LinearSpread()), measures_by_all(DeviationFromMean(at_mean="0.5",
        ...                                                                    per_percent="0.01"))
        (False, True)
    """
    return isinstance(method, DeviationFromMean) or not is_ours(method)


def figures(criterion: Criterion, bids: Sequence[Entry]) -> list[Column] | None:
    """The figures by which a method orders bids, the higher the better.

    A bid that is at least as good in each never has fewer points than another, whoever else bids.

    Args:
        criterion: A criterion with a method.
        bids: The bids.

    Returns:
        A column a figure; None where nothing is known of the order: a council's own method.
    """
    method = criterion.method
    if isinstance(method, _BY_PRICE):
        return [[-(each.price or Fraction(0)) for each in bids]]
    if method is None or not is_ours(method):
        return None
    return [points_for(each, criterion, bids) for each in _by_themselves(method)]


def _by_themselves(method: Any) -> list[Any]:
    """A method without its companion minimum; each theme by itself, where each is scored so."""
    if isinstance(method, RelativeToHighest):
        method = attrs.evolve(method, minimum=None)
    themes = getattr(method, "weight_score", ())
    parts = [attrs.evolve(method, weight_score=FrozenMap({each: 1})) for each in themes]
    return parts or [method]
