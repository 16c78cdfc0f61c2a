"""Present value: what an offer is worth today, and what comes back for what is put in.

For business cases and reports, never for scores: no result of this room leads to a point.
"""

from socialvalue.appraisal.appraising import present_value
from socialvalue.appraisal.benefits import Benefit
from socialvalue.appraisal.result import PresentValue
from socialvalue.appraisal.schedules import (
    GREEN_BOOK,
    GREEN_BOOK_HEALTH,
    GREEN_BOOK_SENSITIVITY,
    Schedule,
    discount_factor,
)
from socialvalue.appraisal.switching import SwitchingValue

__all__ = [
    "GREEN_BOOK",
    "GREEN_BOOK_HEALTH",
    "GREEN_BOOK_SENSITIVITY",
    "Benefit",
    "PresentValue",
    "Schedule",
    "SwitchingValue",
    "discount_factor",
    "present_value",
]


def __dir__() -> list[str]:
    return list(__all__)
