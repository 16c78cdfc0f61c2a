"""Scoring methods as specifications: what is published, frozen; the arithmetic is the engine's.

Each says by `READS` what it needs of a bid, and by `WORD` how it is called in files.  A council's
own method is a frozen attrs class that meets `ScoringMethod`.
"""

from typing import Any

from socialvalue.model.methods.banded import Band, Banded, PointsMenu
from socialvalue.model.methods.own import Entry, ScoringMethod, own_method_problem
from socialvalue.model.methods.panel import PanelMark, PassFail
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
)

__all__ = [
    "BUILT_IN",
    "DENOMINATORS",
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
