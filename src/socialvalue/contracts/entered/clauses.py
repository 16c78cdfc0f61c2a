"""A clause of a contract that allows something where commitments are not met."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

import attrs

from socialvalue.blocks import Shown
from socialvalue.errors import Problem, problem
from socialvalue.model.days import days_of
from socialvalue.model.fields import (
    check_choice,
    is_refused,
    name_field,
    names_field,
    needed,
    optional_positive_field,
    settle,
    share,
    share_field,
)
from socialvalue.numbers import Exact, plain, pounds

__all__ = ["FORMS", "Clause"]

FORMS: Mapping[str, str] = MappingProxyType({
    "action_plan": "an action plan",
    "withheld": "a payment withheld",
    "retention": "a retention",
    "credit": "a service credit",
    "community_fund": "a payment into a community fund",
    "liquidated_damages": "liquidated damages",
})  # fmt: skip
"""What a clause may allow.

Source:
    after-award.md §2.6.
"""

_BASES = ("pounds", "units")
_ROUNDINGS = ("half_up", "down")


def _days_field(value: int) -> int:
    return needed(lambda given: days_of(given, "grace"), value)


def _share_field(value: Exact | str) -> Exact:
    return needed(share, value)


@attrs.frozen(repr=False)
class Clause(Shown):
    """A clause of a contract that allows something where commitments are not met.

    It is entered as the contract has it, and nothing is assumed: without a clause no pounds are
    ever worked out.

    Attributes:
        reference: Its number in the contract.
        form: What it allows: ``action_plan``, ``withheld``, ``retention``, ``credit``,
            ``community_fund`` or ``liquidated_damages``.
        basis: What is short: ``pounds`` at award, or ``units`` of commitments.
        rate: £ for each £ at award, or for each unit, that is due and not verified; None for an
            action plan.
        trigger: It allows something only below this share of what is due; 1 is any shortfall.
        grace: Days that commitments may be late before it does.
        cap: £ at most, or None.
        cap_share: At most this share of the contract's value, or None.
        rounding: To whole pennies, ``half_up`` or ``down``.
        lines: The commitments that it is about; none are all.

    Example:
        >>> Clause("14.3", "credit", rate="0.10", trigger="0.9", cap="20000")
        <Clause: 14.3, a service credit, £0.10 for each £1 that is due and not verified>
    """

    reference: str = attrs.field(converter=name_field)
    form: str
    basis: str = attrs.field(default="pounds", kw_only=True)
    rate: Decimal | None = attrs.field(
        default=None, kw_only=True, converter=optional_positive_field
    )
    trigger: Exact = attrs.field(default=Decimal(1), kw_only=True, converter=_share_field)
    grace: int = attrs.field(default=0, kw_only=True, converter=_days_field)
    cap: Decimal | None = attrs.field(default=None, kw_only=True, converter=optional_positive_field)
    cap_share: Exact | None = attrs.field(default=None, kw_only=True, converter=share_field)
    rounding: str = attrs.field(default="half_up", kw_only=True)
    lines: tuple[str, ...] = attrs.field(default=(), kw_only=True, converter=names_field)

    def __attrs_post_init__(self) -> None:
        choices = (("the form", self.form, FORMS), ("the basis", self.basis, _BASES),
                   ("rounding", self.rounding, _ROUNDINGS))  # fmt: skip
        settle(self, "clause", *(check_choice(*each) for each in choices), self._rate_or_none())

    def _rate_or_none(self) -> Problem | None:
        if is_refused(self.rate) or (self.form == "action_plan") == (self.rate is None):
            return None
        found = "none" if self.rate is None else plain(self.rate)
        expected = "one, and none for an action plan"
        return problem("SV316", what="the rate of a clause", expected=expected, found=found)

    @property
    def in_pounds(self) -> bool:
        """Whether it goes by pounds at award, and not by units."""
        return self.basis == "pounds"

    @property
    def price(self) -> str:
        """Its rate, in words, with all its digits."""
        return "" if self.rate is None else f"£{self.rate:,f}"

    def most(self, value: Decimal) -> tuple[Fraction, str] | None:
        """The least of its caps in £, with how it comes about; None where it has none.

        Args:
            value: £ of the contract.
        """
        caps = []
        if self.cap is not None:
            caps.append((Fraction(self.cap), pounds(self.cap)))
        if self.cap_share is not None:
            most = Fraction(self.cap_share) * Fraction(value)
            caps.append((most, f"{plain(self.cap_share)} × the contract's value, {pounds(value)}"))
        return min(caps, default=None)

    def _line(self) -> str:
        per = "£1" if self.in_pounds else "unit"
        rate = "" if self.rate is None else (
            f", {self.price} for each {per} that is due and not verified"
        )  # fmt: skip
        about = f", of commitment {', '.join(self.lines)}" if self.lines else ""
        return f"{self.reference}, {FORMS[self.form]}{rate}{about}"
