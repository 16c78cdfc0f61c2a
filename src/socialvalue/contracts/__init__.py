"""Contracts: from an award to an agreed schedule, and what was delivered of it."""

from socialvalue.contracts.audiences import SafeCounts, suppress
from socialvalue.contracts.awarding import award
from socialvalue.contracts.contract import Contract, Origin, Party
from socialvalue.contracts.delivery import Decision, DeliveryReturn, Hold, ScheduleChange
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected, Term
from socialvalue.contracts.lines import LineProgress, Progress, progress
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.register import Register, open_register
from socialvalue.contracts.standing import Delivered, Standing, Tracked
from socialvalue.contracts.sums import Sums, Units
from socialvalue.contracts.totals import Portfolio

__all__ = [
    "Contract",
    "Decision",
    "Delivered",
    "DeliveryReturn",
    "Entry",
    "Evidence",
    "Expected",
    "Hold",
    "LineProgress",
    "Obligation",
    "Origin",
    "Party",
    "Portfolio",
    "Progress",
    "Register",
    "SafeCounts",
    "ScheduleChange",
    "Standing",
    "Sums",
    "Term",
    "Tracked",
    "Units",
    "award",
    "open_register",
    "progress",
    "suppress",
]


def __dir__() -> list[str]:
    return list(__all__)
