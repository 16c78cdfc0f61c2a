"""One unit of a measure, valued as an offer of it would be."""

from __future__ import annotations

from socialvalue.engine.lines import Line, value_bid
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.measure import Measure
from socialvalue.model.tender import Tender
from socialvalue.units import Quantity, fte, quantity, weeks, yes

__all__ = ["one_unit"]


def one_unit(
    measure: Measure, tender: Tender, framework: Framework, place: str | None = None
) -> Line:
    """One unit, offered at a place; at the contract's if none is named."""
    one = framework.commit(measure.code, _one(measure.unit), place=place)
    return value_bid(tender, Bid("one unit", commitments=[one]), framework)[0]


def _one(unit: str) -> Quantity:
    if unit in {"fte_year", "person_week"}:
        return fte(1) if unit == "fte_year" else weeks(1)
    return yes() if unit == "yes_no" else quantity("one" if unit == "text" else "1", unit)
