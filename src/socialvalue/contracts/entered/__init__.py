"""What else is written into a delivery record: clauses, indicators, ratings, community offers."""

from socialvalue.contracts.entered.clauses import FORMS, Clause
from socialvalue.contracts.entered.indicators import (
    RATINGS,
    Kpi,
    KpiSet,
    Rating,
    RatingBands,
)

__all__ = ["FORMS", "RATINGS", "Clause", "Kpi", "KpiSet", "Rating", "RatingBands"]


def __dir__() -> list[str]:
    return list(__all__)
