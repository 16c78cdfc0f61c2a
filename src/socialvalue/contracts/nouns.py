"""The nouns of this room, which documents and the delivery record are written in."""

from __future__ import annotations

from typing import Any

from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.delivery import Decision, DeliveryReturn, Hold
from socialvalue.contracts.entered import Clause, Kpi, KpiSet, Rating, RatingBands
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.spending import Spend

__all__ = ["NOUNS"]

NOUNS: tuple[type[Any], ...] = (
    Clause, Contract, Decision, DeliveryReturn, Evidence, Expected, Hold, KpiSet, Kpi, Obligation,
    Origin, Party, Rating, RatingBands, ScheduleChange, Spend,
)  # fmt: skip
"""What `decode` may make beside the nouns of the library."""
