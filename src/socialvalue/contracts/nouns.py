"""The nouns of this room, which documents and the delivery record are written in."""

from __future__ import annotations

from typing import Any

from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.delivery import Decision, DeliveryReturn, Hold
from socialvalue.contracts.entered import (
    Agreement,
    Breach,
    Cancelled,
    Clause,
    Confirmation,
    Done,
    Kpi,
    KpiSet,
    Need,
    Offer,
    Rating,
    RatingBands,
    Showing,
)
from socialvalue.contracts.entered.managing import Management
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected
from socialvalue.contracts.extending.options import ExtensionOption
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.contracts.spending import Spend

__all__ = ["NOUNS"]

NOUNS: tuple[type[Any], ...] = (
    Agreement, Breach, Cancelled, Clause, Confirmation, Contract, Decision, DeliveryReturn, Done,
    Evidence, Expected, ExtensionOption, Hold, Kpi, KpiSet, Management, Need, Obligation, Offer,
    Origin, Party, Rating, RatingBands, ScheduleChange, SecondLook, Showing, Spend,
)  # fmt: skip
"""What `decode` may make beside the nouns of the library."""
