"""What else is written into a delivery record: indicators, ratings, community offers."""

from socialvalue.contracts.entered.indicators import (
    RATINGS,
    Kpi,
    KpiSet,
    Rating,
    RatingBands,
)

__all__ = ["RATINGS", "Kpi", "KpiSet", "Rating", "RatingBands"]


def __dir__() -> list[str]:
    return list(__all__)
