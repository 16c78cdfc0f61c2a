"""Scoring methods as specifications: what is published, frozen; the arithmetic is the engine's.

Each says of itself what the floors above must know:

- `WORD`: how it is called in files.
- `READS`: what it needs of a bid.
- `MEASURED_BY`: whose figures decide what a bid has: ``itself`` alone, the best and the worst (the
  ``ends``), or ``all``.
- `STEADY`: whether a bid that improves by one step more never comes off worse.
- `BEST_PRICE`, of prices alone: ``lowest`` or ``highest``.
- `DIVIDES_BY_PRICE`, of prices alone: whether a price of £0 has no points.

A council's own method is a frozen attrs class that meets `ScoringMethod`.
"""

from typing import Any

from socialvalue.model.methods.banded import Band, Banded, PointsMenu
from socialvalue.model.methods.own import Entry, ScoringMethod, own_method_problem
from socialvalue.model.methods.panel import PANEL, PanelMark, PassFail
from socialvalue.model.methods.pounds import (
    DENOMINATORS,
    AgainstTarget,
    ByTheme,
    RatioThenRelative,
    RelativeToHighest,
)
from socialvalue.model.methods.price import (
    DeviationFromMean,
    FixedReference,
    HighestIncome,
    LinearSpread,
    LowestPrice,
    PercentAboveLowest,
)

__all__ = [
    "BUILT_IN",
    "DENOMINATORS",
    "PANEL",
    "AgainstTarget",
    "Band",
    "Banded",
    "ByTheme",
    "DeviationFromMean",
    "Entry",
    "FixedReference",
    "HighestIncome",
    "LinearSpread",
    "LowestPrice",
    "Method",
    "PanelMark",
    "PassFail",
    "PercentAboveLowest",
    "PointsMenu",
    "RatioThenRelative",
    "RelativeToHighest",
    "ScoringMethod",
    "own_method_problem",
]

Method = (
    LowestPrice
    | HighestIncome
    | LinearSpread
    | PercentAboveLowest
    | DeviationFromMean
    | FixedReference
    | PanelMark
    | PassFail
    | AgainstTarget
    | RelativeToHighest
    | RatioThenRelative
    | Banded
    | PointsMenu
    | ScoringMethod
)

BUILT_IN: tuple[type[Any], ...] = (
    LowestPrice,
    HighestIncome,
    LinearSpread,
    PercentAboveLowest,
    DeviationFromMean,
    FixedReference,
    PanelMark,
    PassFail,
    AgainstTarget,
    RelativeToHighest,
    RatioThenRelative,
    Banded,
    PointsMenu,
)
"""The methods that have a word of their own in files."""
