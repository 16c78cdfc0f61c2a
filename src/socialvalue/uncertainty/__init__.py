"""Uncertainty: how often the first place would change if unit values were other than published.

For the decision-maker and the file, never for scores: no result of this room leads to a point.
"""

from socialvalue.uncertainty.deciding import Deciding
from socialvalue.uncertainty.moving import Figure
from socialvalue.uncertainty.repeating import Repeated, repeat
from socialvalue.uncertainty.result import Simulation
from socialvalue.uncertainty.simulating import simulate
from socialvalue.uncertainty.spreads import Doubt, Spread
from socialvalue.uncertainty.tried import Amounts, Regret, Trials

__all__ = [
    "Amounts",
    "Deciding",
    "Doubt",
    "Figure",
    "Regret",
    "Repeated",
    "Simulation",
    "Spread",
    "Trials",
    "repeat",
    "simulate",
]


def __dir__() -> list[str]:
    return list(__all__)
