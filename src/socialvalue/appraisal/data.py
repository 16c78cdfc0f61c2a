"""A present value as data: its sums, in exact fractions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

import attrs

from socialvalue.appraisal.benefits import Benefit
from socialvalue.appraisal.switching import SwitchingValue, inputs_now, switching_values
from socialvalue.appraisal.terms import Terms
from socialvalue.assess.pounds.valuation import Valuation
from socialvalue.blocks import Shown
from socialvalue.engine.points import publish
from socialvalue.errors import Problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import pounds

__all__ = ["PresentValueData"]


@attrs.frozen(repr=False)
class PresentValueData(Shown):
    """What the commitments of a bid are worth now; the fields are those of `PresentValue`."""

    valuation: Valuation = attrs.field(repr=False)
    terms: Terms = attrs.field(repr=False)
    benefits: tuple[Benefit, ...] = attrs.field(repr=False)
    warnings: tuple[Problem, ...] = attrs.field(repr=False)

    @property
    def title(self) -> str:
        """Of the tender."""
        return self.valuation.tender.title

    @property
    def bidder(self) -> str:
        """Whose commitments these are."""
        return self.valuation.bid.bidder

    @cached_property
    def total(self) -> Fraction:
        """What all benefits are worth now, in £, exactly."""
        return sum((each.total for each in self.benefits), Fraction(0))

    @property
    def pounds(self) -> Decimal:
        """`total` to the penny, rounded once, half-up."""
        return publish(self.total, 2)

    @cached_property
    def by_year(self) -> FrozenMap[int, Fraction]:
        """Year of the contract to what its benefits are worth now, exactly; they sum to the total.

        Rounded one by one they need not.
        """
        found: dict[int, Fraction] = {}
        for each in self.benefits:
            for year, amount in each.by_year.items():
                found[year] = found.get(year, Fraction(0)) + amount
        return FrozenMap(dict(sorted(found.items())))

    @cached_property
    def by_measure(self) -> FrozenMap[str, Fraction]:
        """Measure to what its benefits are worth now, exactly."""
        found: dict[str, Fraction] = {}
        for each in self.benefits:
            found[each.measure] = found.get(each.measure, Fraction(0)) + each.total
        return FrozenMap(found)

    @cached_property
    def left_out(self) -> FrozenMap[str, Decimal]:
        """Kind of value to £ that count in the valuation and are left out here."""
        kinds = self.valuation.by("value_kind")
        return FrozenMap(
            {kind: amount for kind, amount in kinds.items()
             if amount and kind not in self.terms.kinds}
        )  # fmt: skip

    @cached_property
    def inputs(self) -> Fraction | None:
        """What is put in, at present value, exactly; None where nothing is said of it."""
        return inputs_now(self.terms)

    @property
    def net(self) -> Fraction | None:
        """The net present value, the total less what is put in; None without inputs."""
        return None if self.inputs is None else self.total - self.inputs

    @property
    def ratio(self) -> Fraction | None:
        """What comes back for each £1 put in, exactly; None without inputs."""
        return None if self.inputs is None else self.total / self.inputs

    @property
    def net_ratio(self) -> Fraction | None:
        """What comes back beyond each £1 put in, exactly; None without inputs."""
        return None if self.ratio is None else self.ratio - 1

    @cached_property
    def switching(self) -> FrozenMap[str, SwitchingValue]:
        """Each input to the value at which the net present value is 0; none without inputs."""
        found = switching_values(self.benefits, self.terms)
        return FrozenMap({each.what: each for each in found})

    def columns(self) -> dict[str, list[Any]]:
        """The table of `to_frame`: name to cells."""
        rows = [(each, year) for each in self.benefits for year in each.amounts]
        return {
            "bidder": [self.bidder for _ in rows],
            "commitment": [each.number for each, _ in rows],
            "measure": [each.measure for each, _ in rows],
            "value_kind": [each.value_kind for each, _ in rows],
            "year": [year for _, year in rows],
            "value": [publish(each.amounts[year], 10) for each, year in rows],
            "factor": [publish(each.factor(year), 10) for each, year in rows],
            "present_value": [publish(each.by_year[year], 10) for each, year in rows],
        }

    def _line(self) -> str:
        return f"{self.bidder!r}, {pounds(self.pounds)} at present value"
