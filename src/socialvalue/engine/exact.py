"""The oracle: one line at a time, in exact decimals.

`kernel` is fast and works on columns; this module is slow and plainly right.
Property tests compare the two on every line, and the kernel's flagged lines can be settled here.

Nothing here reads the caller's decimal context: a context of three digits changes no penny.
"""

from __future__ import annotations

from decimal import (
    MAX_EMAX,
    MIN_EMIN,
    ROUND_HALF_UP,
    Context,
    Decimal,
    Inexact,
    InvalidOperation,
    Overflow,
)
from fractions import Fraction
from functools import lru_cache, reduce

from socialvalue.numbers import Exact

__all__ = ["half_up", "line_pence", "pounds", "ratio"]

_WHOLE = Decimal(1)
_PENNIES = Context(prec=5000, Emin=MIN_EMIN, Emax=MAX_EMAX, traps=[Inexact, InvalidOperation])
"""Moves a point and never a digit: no number of pennies is so long."""


def line_pence(quantity: Exact, unit_value: Decimal, keep: Exact = _WHOLE) -> int:
    """Value one line in whole pennies: quantity × unit value × keep, rounded once, half-up.

    Args:
        quantity: How much is offered, in the measure's unit.
        unit_value: Pounds per unit.
        keep: The share left after adjustments; 1 when there are none.

    Returns:
        Whole pennies.

    Raises:
        ValueError: A factor is negative, infinite or not a number.

    Example:
        >>> line_pence(Decimal("0.5"), Decimal("1.25"))
        63

    Source:
        design.md §2, law 1.
    """
    if isinstance(quantity, Fraction) or isinstance(keep, Fraction):
        pence = Fraction(quantity) * Fraction(unit_value) * Fraction(keep) * 100
        if pence < 0:
            raise ValueError(f"a line is made of finite amounts of 0 or more, not {pence}")
        return half_up(pence.numerator, pence.denominator)
    factors = (quantity, unit_value, keep)
    for factor in factors:
        _refuse_unless_amount(factor)
    exact = _exact_context(factors)
    product = exact.scaleb(reduce(exact.multiply, factors), 2)
    return int(product.to_integral_value(rounding=ROUND_HALF_UP, context=exact))


def half_up(above: int, below: int) -> int:
    """A quotient to the nearest whole number; a half goes up.

    Args:
        above: What is divided.
        below: By what; more than 0.

    Example:
        >>> half_up(125, 2), half_up(1, 3), half_up(-8, 5)
        (63, 0, -2)
    """
    return (2 * above + below) // (2 * below)


def pounds(pence: int) -> Decimal:
    """Write whole pennies as pounds with two places.

    Args:
        pence: Whole pennies, of either sign.

    Returns:
        Pounds, exact, always with two places.

    Example:
        >>> pounds(1234567), pounds(0)
        (Decimal('12345.67'), Decimal('0.00'))
    """
    return Decimal(pence).scaleb(-2, context=_PENNIES)


def ratio(pence: int, contract_value: Decimal) -> Fraction:
    """Divide whole pennies by a contract value, exactly.

    Args:
        pence: Whole pennies.
        contract_value: Pounds, more than 0.

    Returns:
        Pounds of social value per pound of contract value.

    Raises:
        ValueError: The contract value is not a number above 0.

    Example:
        >>> ratio(120_000_000, Decimal("2400000"))
        Fraction(1, 2)

    Source:
        scoring.md §2, Q2: V ÷ C.
    """
    if not (contract_value.is_finite() and contract_value > 0):
        raise ValueError(f"a contract value is more than 0, not {contract_value}")
    return Fraction(pence, 100) / Fraction(contract_value)


def _refuse_unless_amount(factor: Decimal) -> None:
    """Refuse what no line can hold: a negative, an infinity, not a number."""
    if not factor.is_finite() or factor < 0:
        raise ValueError(f"a line is made of finite amounts of 0 or more, not {factor}")


def _exact_context(factors: tuple[Decimal, ...]) -> Context:
    """Find a context wide enough for the product, which traps if a digit is ever lost."""
    return _context(sum(len(factor.as_tuple().digits) for factor in factors))


@lru_cache(maxsize=256)
def _context(digits: int) -> Context:
    """Make a context of so many digits; its flags are never read."""
    return Context(
        prec=digits,
        rounding=ROUND_HALF_UP,
        Emin=MIN_EMIN,
        Emax=MAX_EMAX,
        capitals=1,
        clamp=0,
        flags=[],
        traps=[Inexact, InvalidOperation, Overflow],
    )
