"""What a bid's commitments are worth, as data: each line, their sums, and what they rest on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.assess.pounds.charted import themes_chart
from socialvalue.assess.provenance import Provenance, provenance_of
from socialvalue.blocks import Shown
from socialvalue.charts import Chart
from socialvalue.engine.exact import pounds
from socialvalue.engine.lines import Line
from socialvalue.engine.offers import TENDER_LAYER, target_of
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.bids.bid import Bid
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.tender import Tender
from socialvalue.numbers import pounds as money
from socialvalue.words import number_of

__all__ = ["AXES", "ValuationData"]

_DIVISION = Context(prec=28)


def _known(line: Line) -> str:
    """How well the figure of a line is known: the set's own word, or one of ours."""
    figure = line.voucher
    if figure is None:
        return "no figure"
    if figure.layer == TENDER_LAYER:
        return "given by the tender"
    return figure.confidence or "not stated"


_NO_POUNDS = {"SV501", "SV502", "SV503", "SV510"}
"""Refusals for want of a figure: the offer itself counts where units are scored, not pounds."""

AXES: dict[str, Callable[[Line], str]] = {
    "theme": lambda line: line.definition.theme,
    "outcome": lambda line: line.definition.outcome,
    "measure": lambda line: line.measure,
    "unit": lambda line: line.definition.unit,
    "value_kind": lambda line: line.definition.value_kind,
    "place": lambda line: line.definition.place,
    "activity": lambda line: line.activity or "",
    "confidence": _known,
}
"""What totals can be split by: `place` is the kind of place (benefit, supplier, none)."""


@attrs.frozen(repr=False)
class ValuationData(Shown):
    """What a bid's commitments are worth, line by line; the fields are those of `Valuation`."""

    tender: Tender
    bid: Bid
    framework: Framework = attrs.field(repr=False)
    lines: tuple[Line, ...] = attrs.field(repr=False)
    warnings: tuple[Problem, ...] = attrs.field(repr=False)

    def _line(self) -> str:
        offered = number_of(len(self.bid.commitments), "commitment")
        return f"{self.bid.bidder!r}, {money(self.total)} of social value, {offered}"

    @cached_property
    def total(self) -> Decimal:
        """£ of the accepted lines, exact to the penny."""
        return pounds(sum(each.pence for each in self.lines))

    @property
    def submitted(self) -> Decimal:
        """£ of every line as offered, exact to the penny."""
        return pounds(sum(each.submitted_pence for each in self.lines))

    @property
    def refused(self) -> tuple[Line, ...]:
        """The lines that do not count, each with its code and reason."""
        return tuple(each for each in self.lines if not each.accepted)

    @property
    def per_pound(self) -> Decimal:
        """£ of social value per £1 of `per_pound_basis`, to 28 digits."""
        return _DIVISION.divide(self.total, self.tender.contract_value.initial)

    @property
    def per_pound_basis(self) -> str:
        """Which contract value `per_pound` divides by."""
        vat = self.tender.contract_value.vat
        return f"initial contract value, VAT {vat}"

    @cached_property
    def provenance(self) -> Provenance:
        """Everything that this valuation rests on."""
        return provenance_of(self.tender, (self.bid,), self.framework)

    @cached_property
    def themes(self) -> FrozenMap[str, Decimal]:
        """£ of the accepted lines by theme, as `by("theme")` gives them."""
        return self.by("theme")

    @cached_property
    def units(self) -> FrozenMap[str, Fraction]:
        """Measure to the units offered that count, or lack only a figure in pounds.

        A measure is found by its canonical code and by the plug-in's own.
        """
        found: dict[str, Fraction] = {}
        for line in self.lines:
            if {each.code for each in line.refusals} <= _NO_POUNDS:
                found[line.measure] = found.get(line.measure, Fraction(0)) + Fraction(line.quantity)
        own = {own: code for own, code in self.framework.codes.items() if code in found}
        return FrozenMap(found | {name: found[code] for name, code in own.items()})

    def by(self, axis: str) -> FrozenMap[str, Decimal]:
        """£ of the accepted lines split by an axis; the parts sum to the total.

        Args:
            axis: theme, outcome, measure, unit, value_kind, place (the kind of place),
                activity or confidence (how well the figures are known).

        Raises:
            InputError: No such axis (SV312).
        """
        if axis not in tuple(AXES):
            hint = did_you_mean(axis, AXES, label="one of")
            raise InputError(problem("SV312", what="the axis", found=axis, hint=hint))
        found: dict[str, int] = {}
        for line in self.lines:
            key = AXES[axis](line)
            found[key] = found.get(key, 0) + line.pence
        return FrozenMap({key: pounds(pence) for key, pence in found.items()})

    def chart(self) -> Chart:
        """£ that count by theme, and all of them per £1 beside the target."""
        target = target_of(self.tender, self.framework)
        return themes_chart(self.bid.bidder, self.by("theme"), self.per_pound, target)

    @property
    def confidence(self) -> FrozenMap[str, Decimal]:
        """£ of the accepted lines by how well their figures are known; they sum to the total.

        Returns:
            The word of the set (``two-sources``, ``one-source``, ``inferred`` …), ``given by the
            tender``, or ``not stated``, to pounds; the most pounds first.

        Example:
            >>> import socialvalue as sv
            >>> toms = sv.load("national-toms", edition="2022")
            >>> tender = sv.Tender("Parks", contract_value="100_000", published="2022-07-01")
            >>> bid = sv.Bid("Acme", commitments=[toms.commit("NT29", sv.hours(3, people=10))])
            >>> dict(sv.value(tender, bid, toms).confidence)
            {'two-sources': Decimal('507.90')}
        """
        found = ((word, amount) for word, amount in self.by("confidence").items() if amount)
        return FrozenMap(dict(sorted(found, key=lambda each: (each[1].copy_negate(), each[0]))))
