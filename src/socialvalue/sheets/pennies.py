"""Pounds in a spreadsheet that equal the library's to the penny.

``ROUND(quantity*value,2)`` is not exact, and differs from program to program.  A spreadsheet
works in doubles, and some programs round each result to 15 digits besides.  So a line is worked
out in whole numbers below 10 to the 14th, which neither of the two can push over a penny.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import attrs

from socialvalue.numbers import EXACT, plain

__all__ = ["PennyFormula", "penny_formula"]

_ROOM: Final = 10**14


@attrs.frozen
class PennyFormula:
    """How a quantity becomes pence, and up to which quantity that is proved.

    In a sheet, with the quantity as a whole number of its last decimal:
    ``INT((quantity*high*factor+INT((quantity*low+half)/10^split))/10^(shift-split))``,
    where half is 10^shift / 2, and 0 where nothing is dropped.

    Attributes:
        decimals: Decimals of the quantity, at most.
        high: The unit value's leading digits, as a whole number.
        low: Its other digits.
        split: How many digits `low` has.
        shift: Digits to drop from quantity × value, both as whole numbers, to come to pence.
        factor: What that product is multiplied by where it has fewer digits than pence need.
        most: The largest quantity for which every step is exact, as a whole number of its last
            decimal.
    """

    decimals: int
    high: int
    low: int
    split: int
    shift: int
    factor: int
    most: int

    @property
    def largest(self) -> Decimal:
        """The largest quantity for which the formula is proved.

        Example:
            >>> penny_formula(Decimal("194.4983267"), 2).largest
            Decimal('12009559.00')
        """
        return Decimal(self.most).scaleb(-self.decimals, EXACT)

    def pence(self, units: int) -> int:
        """The pence of a quantity, which is given as a whole number of its last decimal.

        Example:
            >>> penny_formula(Decimal("0.50"), 2).pence(1)     # 0.01 × £0.50: half a penny
            1
        """
        whole = self.high * 10**self.split + self.low
        half: int = 10**self.shift // 2
        pence: int = (units * whole * self.factor + half) // 10**self.shift
        return pence


def penny_formula(value: Decimal, decimals: int) -> PennyFormula:
    """The formula for a unit value that carries furthest.

    Exact because floor((x × K + y) ÷ (K × J)) = floor((x + floor(y ÷ K)) ÷ J) for whole numbers.

    Args:
        value: £ per unit.
        decimals: Decimals of the quantity, at most.

    Example:
        >>> penny_formula(Decimal("15382.904"), 2).largest >= 65_000_000
        True
    """
    digits = plain(value).replace(".", "")
    after = len(plain(value).partition(".")[2])
    whole, shift = int(digits), decimals + after - 2
    if shift <= 0:
        factor = 10**-shift
        most = (_ROOM - 1) // max(whole * factor, 1)
        return PennyFormula(decimals, whole, 0, 0, 0, factor, most)
    ways = (_split(whole, split, shift, decimals) for split in range(shift + 1))
    return max(ways, key=lambda way: (way.most, -way.split))


def _split(whole: int, split: int, shift: int, decimals: int) -> PennyFormula:
    """The formula with the value split there; its most is where one of three steps would overflow.

    The steps are quantity × low + half, quantity × high + what is carried, and the quantity itself.
    """
    high, low = divmod(whole, 10**split)
    half = 10**shift // 2
    steps = [_ROOM - 1, (_ROOM * 10**split - 1 - half) // max(whole, 1)]
    if low:
        steps.append((_ROOM - 1 - half) // low)
    return PennyFormula(decimals, high, low, split, shift, 1, max(0, min(steps)))
