"""Pounds and units of some commitments, added up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import attrs

from socialvalue.blocks import Shown
from socialvalue.contracts.amounts import per_cent, to_two
from socialvalue.numbers import pounds

__all__ = ["Sums", "Units"]


@attrs.frozen(kw_only=True, repr=False)
class Sums(Shown):
    """Pounds of some commitments, each to the penny.

    Attributes:
        promised: £ committed, at the values of award.
        expected: £ due by now, of commitments that have a plan.
        reported: £ reported.
        delivered: £ verified, over-delivery among them.
        capped: £ verified against commitment: no commitment over 100%.
        unpromised: £ verified beyond the contract, in no ratio.
    """

    promised: Decimal = Decimal("0.00")
    expected: Decimal = Decimal("0.00")
    reported: Decimal = Decimal("0.00")
    delivered: Decimal = Decimal("0.00")
    capped: Decimal = Decimal("0.00")
    unpromised: Decimal = Decimal("0.00")

    @property
    def compliance(self) -> Fraction | None:
        """What is verified against commitment ÷ what is committed; None without a commitment."""
        return self._of_promised(self.capped)

    @property
    def uncapped(self) -> Fraction | None:
        """All that is verified under commitments ÷ what is committed; None without one."""
        return self._of_promised(self.delivered)

    def _of_promised(self, amount: Decimal) -> Fraction | None:
        return Fraction(amount) / Fraction(self.promised) if self.promised else None

    def _line(self) -> str:
        return (
            f"{pounds(self.promised)} committed, {pounds(self.capped)} delivered against "
            f"commitment ({per_cent(self.compliance)})"
        )


@attrs.frozen(repr=False)
class Units(Shown):
    """Units of some commitments of one kind.

    Attributes:
        committed: How many are committed.
        due: How many are due by now, of commitments that have a plan.
        reported: How many are reported.
        verified: How many are verified.
        beyond: How many are verified beyond the contract.
    """

    committed: Fraction = Fraction(0)
    due: Fraction = Fraction(0)
    reported: Fraction = Fraction(0)
    verified: Fraction = Fraction(0)
    beyond: Fraction = Fraction(0)

    def _line(self) -> str:
        return f"{to_two(self.committed)} committed, {to_two(self.verified)} verified"
