"""Which national model binds a procurement: dates, buyers, contract values, least weights."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import attrs

from socialvalue.model.figures import Source
from socialvalue.spans import NOWHERE, Span

__all__ = ["Applies", "WeightStep"]


@attrs.frozen
class WeightStep:
    """The least share of the points, from a contract value on.

    Attributes:
        value_from: £ of contract value, including VAT, from which it holds (and over).
        at_least: Per cent of the points.
    """

    value_from: Decimal
    at_least: Decimal


@attrs.frozen
class Applies:
    """Whom a national model binds, and when; all days are included.

    Attributes:
        buyers: ``central``: central government; others may adopt it.
        must_from: The first day on which it must be used.
        may_from: The first day on which it may be used, or None.
        until: The last day, or None.
        value_from: £ of contract value, including VAT, from which it is asked for (and over).
        weights: The least weight by contract value.
        sources: The publications this comes from.
        note: What a reader must know.
        span: Where it is written.
    """

    buyers: str
    must_from: date
    may_from: date | None = None
    until: date | None = None
    value_from: Decimal = Decimal(0)
    weights: tuple[WeightStep, ...] = ()
    sources: tuple[Source, ...] = ()
    note: str = ""
    span: Span = attrs.field(default=NOWHERE, eq=False)

    def must(self, on: date) -> bool:
        """Whether it must be used on a day."""
        return self.must_from <= on and (self.until is None or on <= self.until)

    def may(self, on: date) -> bool:
        """Whether it may be used on a day before it must."""
        return self.may_from is not None and self.may_from <= on < self.must_from

    def weight_at(self, value: Decimal) -> Decimal | None:
        """The least weight in per cent at a contract value; None where none is asked for."""
        step = self.step_at(value)
        return None if step is None else step.at_least

    def step_at(self, value: Decimal) -> WeightStep | None:
        """The least weight at a contract value, and from which value it holds; or None."""
        held = [each for each in self.weights if each.value_from <= value]
        if value < self.value_from or not held:
            return None
        return max(held, key=lambda each: each.value_from)
