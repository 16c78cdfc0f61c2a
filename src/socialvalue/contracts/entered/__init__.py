"""What else is written: clauses, indicators, ratings, breaches, community offers."""

from socialvalue.contracts.entered.breaches import GROUNDS_OF_BREACH, Breach
from socialvalue.contracts.entered.clauses import FORMS, Clause
from socialvalue.contracts.entered.indicators import (
    RATINGS,
    Kpi,
    KpiSet,
    Rating,
    RatingBands,
)
from socialvalue.contracts.entered.offers import (
    Agreement,
    Cancelled,
    Confirmation,
    Done,
    Need,
    Offer,
    Showing,
)

__all__ = [
    "FORMS",
    "GROUNDS_OF_BREACH",
    "RATINGS",
    "Agreement",
    "Breach",
    "Cancelled",
    "Clause",
    "Confirmation",
    "Done",
    "Kpi",
    "KpiSet",
    "Need",
    "Offer",
    "Rating",
    "RatingBands",
    "Showing",
]


def __dir__() -> list[str]:
    return list(__all__)
