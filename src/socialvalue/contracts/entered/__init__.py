"""What else is written into a delivery record: clauses, indicators, ratings, community offers."""

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
    "RATINGS",
    "Agreement",
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
