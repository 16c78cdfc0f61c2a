"""A commitment: what a bidder promises under one measure."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import Problem, problem
from socialvalue.model.fields import (
    check_choice,
    day_field,
    flag_field,
    settle,
    share_field,
    text_field,
    words_field,
)
from socialvalue.model.measure import Measure
from socialvalue.numbers import Exact
from socialvalue.spans import NOWHERE, Span
from socialvalue.units import UNITS, Quantity, counted_in, in_unit

__all__ = ["BASES", "Commitment", "counted", "quantity_problems"]

BASES = ("whole", "per_year", "per_million", "per_call_off")


@attrs.frozen(kw_only=True, repr=False)
class Commitment(Shown):
    """A quantity promised under one measure; made by `Framework.commit`.

    Attributes:
        measure: The canonical code.
        quantity: In the measure's unit, and how it came about.
        offered: The quantity as the bidder stated it, before a conversion.
        framework: The set it was made with, ``id@edition``.
        activity: Which people, hours or pounds these are: what makes double counting visible.
        place: ONS code of where the benefit falls or the supplier stands.
        date: The day whose unit value counts, if not the tender's.
        basis: ``whole`` contract, ``per_year``, ``per_million`` (£1m of contract value) or
            ``per_call_off``.
        share_claimed: The share of the result that is kept, 0 to 1; a Fraction where it is a third.
        deadweight: The share that would have happened anyway.
        displacement: The share that only moved from elsewhere.
        leakage: The share that goes to people it was not meant for.
        attribution_to_others: The share owed to others; not together with `share_claimed`.
        community: Whether community groups may ask for it.
        note: The bidder's own words.
        span: Where it is written.
    """

    measure: str
    quantity: Quantity
    offered: Quantity
    framework: str = ""
    activity: str | None = attrs.field(default=None, converter=text_field)
    place: str | None = attrs.field(default=None, converter=text_field)
    date: date | None = attrs.field(default=None, converter=day_field)
    basis: str = "whole"
    share_claimed: Exact | None = attrs.field(default=None, converter=share_field)
    deadweight: Exact | None = attrs.field(default=None, converter=share_field)
    displacement: Exact | None = attrs.field(default=None, converter=share_field)
    leakage: Exact | None = attrs.field(default=None, converter=share_field)
    attribution_to_others: Exact | None = attrs.field(default=None, converter=share_field)
    community: bool = attrs.field(default=False, converter=flag_field)
    note: str = attrs.field(default="", converter=words_field)
    span: Span = attrs.field(default=NOWHERE, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        settle(
            self,
            f"commitment to {self.measure}",
            check_choice("basis", self.basis, BASES),
            self._two_attributions(),
        )

    def _line(self) -> str:
        what = f", {self.activity!r}" if self.activity else ""
        return f"{self.measure}, {self.offered.working}{what}"

    def _two_attributions(self) -> Problem | None:
        both = self.share_claimed is not None and self.attribution_to_others is not None
        return problem("SV311") if both else None


def counted(measure: Measure, offered: Any) -> Any:
    """The quantity in the measure's unit; as offered where that is refused anyway."""
    return (in_unit(offered, measure.unit) if isinstance(offered, Quantity) else None) or offered


def quantity_problems(measure: Measure, offered: Any) -> list[Problem]:
    """What is offered is a quantity, and in the measure's unit."""
    unit = UNITS[measure.unit]
    if not isinstance(offered, Quantity):
        hint = f"write {unit.example}"
        return [problem("SV309", found=f"{offered!r}", measure=measure.name, hint=hint)]
    if in_unit(offered, measure.unit) is not None:
        return []
    ask, here, written = f"{unit.name}: {unit.meaning}; write", unit.example, unit.written
    if (offered.unit, measure.unit) == ("week", "person_week"):
        ask, here = "say how many people:", f"sv.weeks({offered.amount}, people=…)"
        written = f'weeks: "{offered.amount}", people: "…"'
    told = {"expected": counted_in(measure.unit), "found": counted_in(offered.unit)}
    hints = {"hint": f"{ask} {here}", "file_hint": f"{ask} {written}"}
    return [problem("SV308", measure=measure.name, **told, **hints)]
