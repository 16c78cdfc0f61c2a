"""Before a tender: schemes side by side, on invented bids, and how each can be gamed."""

from socialvalue.planning.compare import SchemeComparison, compare_schemes
from socialvalue.planning.effects.result import TargetEffect, TargetEffects
from socialvalue.planning.effects.targets import target_effect
from socialvalue.planning.gaming.asked import red_team
from socialvalue.planning.gaming.finding import Finding, RedTeam
from socialvalue.planning.invented import Draw, invented_bids
from socialvalue.planning.offering.cheapest import CheapestOffer, cheapest_offer
from socialvalue.planning.past.contracts import PastContract, PastContracts, past_contracts
from socialvalue.planning.past.forecasting import (
    Calibration,
    Chances,
    DeliveryForecast,
    Expected,
    delivery_forecast,
)
from socialvalue.planning.past.grouping import benchmark
from socialvalue.planning.past.groups import Benchmark

__all__ = [
    "Benchmark",
    "Calibration",
    "Chances",
    "CheapestOffer",
    "DeliveryForecast",
    "Draw",
    "Expected",
    "Finding",
    "PastContract",
    "PastContracts",
    "RedTeam",
    "SchemeComparison",
    "TargetEffect",
    "TargetEffects",
    "benchmark",
    "cheapest_offer",
    "compare_schemes",
    "delivery_forecast",
    "invented_bids",
    "past_contracts",
    "red_team",
    "target_effect",
]


def __dir__() -> list[str]:
    return list(__all__)
