"""Contracts: from an award to an agreed schedule, and what was delivered of it."""

from typing import TYPE_CHECKING

from socialvalue.contracts.asked import KpiStanding, Performance, exchange, kpis, portfolio_tables
from socialvalue.contracts.asked.allowed import Allowance, Allowed, allowed
from socialvalue.contracts.asked.endings import Ending, Endings, endings
from socialvalue.contracts.asked.successions import Succession, SuccessionLine, successions
from socialvalue.contracts.asked.two_values import TwoValues, TwoValuesLine, two_values
from socialvalue.contracts.audiences import SafeCounts, suppress
from socialvalue.contracts.awarding import award, new_commitments
from socialvalue.contracts.community import Agreed, CommunityOffers, Needed, Offered
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
from socialvalue.contracts.entered.personal import personal_in
from socialvalue.contracts.entries import Entry
from socialvalue.contracts.evidence import Evidence
from socialvalue.contracts.expected import Expected, Term
from socialvalue.contracts.extending.options import ExtensionOption
from socialvalue.contracts.handover.pack import HandOver, hand_over
from socialvalue.contracts.handover.wording import Indicator, indicator_of
from socialvalue.contracts.importing.building import ImportedReturn
from socialvalue.contracts.importing.sheet import ImportedSheet, import_sheet
from socialvalue.contracts.importing.tables import ImportedColumn
from socialvalue.contracts.ledgers.ledger import ImportedSpend, import_spend
from socialvalue.contracts.lines import LineProgress, Progress, progress, progress_of
from socialvalue.contracts.obligation import Obligation
from socialvalue.contracts.opened.opening import open_register
from socialvalue.contracts.people.counted import People
from socialvalue.contracts.performance import Proposal
from socialvalue.contracts.periods import Period, periods_of
from socialvalue.contracts.register import Register
from socialvalue.contracts.schedule.agreed import Part, Schedule
from socialvalue.contracts.schedule.change import ScheduleChange
from socialvalue.contracts.seconding.look import SecondLook
from socialvalue.contracts.spending import Spend
from socialvalue.contracts.standing import Delivered, Standing, Tracked
from socialvalue.contracts.sums import Sums, Units
from socialvalue.contracts.totals import Portfolio, portfolio_of

if TYPE_CHECKING:
    from socialvalue.frames.delivered.sums import portfolio_frame
else:

    def __getattr__(name: str) -> object:
        """Tables are read by libraries that nobody waits for who opens a delivery record."""
        if name != "portfolio_frame":
            raise AttributeError(f"module 'socialvalue.contracts' has no attribute '{name}'")
        from socialvalue.frames.delivered.sums import portfolio_frame

        globals()[name] = portfolio_frame
        return portfolio_frame

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})


__all__ = [
    "Agreed",
    "Agreement",
    "Allowance",
    "Allowed",
    "Breach",
    "Cancelled",
    "Clause",
    "CommunityOffers",
    "Confirmation",
    "Contract",
    "Decision",
    "Delivered",
    "DeliveryReturn",
    "Done",
    "Ending",
    "Endings",
    "Entry",
    "Evidence",
    "Expected",
    "ExtensionOption",
    "HandOver",
    "Hold",
    "ImportedColumn",
    "ImportedReturn",
    "ImportedSheet",
    "ImportedSpend",
    "Indicator",
    "Kpi",
    "KpiSet",
    "KpiStanding",
    "LineProgress",
    "Management",
    "Need",
    "Needed",
    "Obligation",
    "Offer",
    "Offered",
    "Origin",
    "Part",
    "Party",
    "People",
    "Performance",
    "Period",
    "Portfolio",
    "Progress",
    "Proposal",
    "Rating",
    "RatingBands",
    "Register",
    "SafeCounts",
    "Schedule",
    "ScheduleChange",
    "SecondLook",
    "Showing",
    "Spend",
    "Standing",
    "Succession",
    "SuccessionLine",
    "Sums",
    "Term",
    "Tracked",
    "TwoValues",
    "TwoValuesLine",
    "Units",
    "allowed",
    "award",
    "endings",
    "exchange",
    "hand_over",
    "import_sheet",
    "import_spend",
    "indicator_of",
    "kpis",
    "new_commitments",
    "open_register",
    "periods_of",
    "personal_in",
    "portfolio_frame",
    "portfolio_of",
    "portfolio_tables",
    "progress",
    "progress_of",
    "successions",
    "suppress",
    "two_values",
]


def __dir__() -> list[str]:
    return list(__all__)
