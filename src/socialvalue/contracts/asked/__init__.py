"""What is asked of a delivery record as at a day, beside progress and all contracts."""

from socialvalue.contracts.asked.of_indicators import kpis
from socialvalue.contracts.asked.of_offers import exchange
from socialvalue.contracts.asked.of_tables import portfolio_tables
from socialvalue.contracts.asked.performing import KpiStanding, Performance

__all__ = ["KpiStanding", "Performance", "exchange", "kpis", "portfolio_tables"]


def __dir__() -> list[str]:
    return list(__all__)
