"""The nouns of this room, which documents and the delivery record are written in."""

from __future__ import annotations

from typing import Any

from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.delivery import Decision, DeliveryReturn, Hold, ScheduleChange
from socialvalue.contracts.entered import Kpi, KpiSet, Rating, RatingBands
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.obligation import Obligation

__all__ = ["NOUNS"]

NOUNS: tuple[type[Any], ...] = (
    Contract, Decision, DeliveryReturn, Evidence, Expected, Hold, KpiSet, Kpi, Obligation,
    Origin, Party, Rating, RatingBands, ScheduleChange,
)  # fmt: skip
"""What `decode` may make beside the nouns of the library."""
