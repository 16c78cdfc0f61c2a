"""How amounts are written after award: quantities to two decimals, pounds in millions."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from socialvalue.engine.exact import half_up
from socialvalue.numbers import scaled
from socialvalue.units import UNITS

__all__ = [
    "amount_of",
    "counted_words",
    "in_short",
    "pence_words",
    "per_cent",
    "to_six",
    "to_two",
    "whole_pounds",
]


def to_two(amount: Fraction) -> str:
    """A quantity as a column shows it: whole where it is, else to two decimals, half-up.

    Example:
        >>> to_two(Fraction(24)), to_two(Fraction(8, 3)), to_two(Fraction(5, 2))
        ('24', '2.67', '2.50')
    """
    if amount.denominator == 1:
        return f"{amount.numerator:,}"
    hundredths = half_up(100 * amount.numerator, amount.denominator)
    return f"{scaled(hundredths, -2):,.2f}"


def amount_of(amount: Fraction, unit: str) -> str:
    """An amount with its unit, to two decimals, half-up.

    Example:
        >>> amount_of(Fraction(8, 3), "fte_year"), amount_of(Fraction(545000), "gbp")
        ('2.67 FTE-years', '£545,000.00')
    """
    if unit == "yes_no":
        return "yes" if amount else "no"
    if unit == "gbp":
        return f"£{to_two(amount) if amount.denominator > 1 else f'{amount.numerator:,}.00'}"
    return f"{to_two(amount)} {UNITS[unit].name}"


def to_six(amount: Fraction | None) -> Decimal | None:
    """A quantity as a table has it, to six decimals, half-up.

    Example:
        >>> to_six(Fraction(8, 3)), to_six(None)
        (Decimal('2.666667'), None)
    """
    if amount is None:
        return None
    return scaled(half_up(10**6 * amount.numerator, amount.denominator), -6)


def counted_words(amount: Fraction, unit: str) -> str:
    """How much, with what it is counted in, as a column shows it.

    Example:
        >>> counted_words(Fraction(24), "fte_year"), counted_words(Fraction(1), "yes_no")
        ('24 FTE-years', 'yes')
    """
    if unit == "yes_no":
        return "yes" if amount else "no"
    name = UNITS[unit].name
    return f"{name}{to_two(amount)}" if unit == "gbp" else f"{to_two(amount)} {name}"


def in_short(amount: Decimal) -> str:
    """Pounds in a headline: millions to one decimal, less to the pound, half-up.

    Example:
        >>> in_short(Decimal("447000000")), in_short(Decimal("30765.81"))
        ('£447.0m', '£30,766')
    """
    exact = Fraction(amount)
    if exact >= 1_000_000:
        tenths = half_up(exact.numerator, exact.denominator * 100_000)
        return f"£{scaled(tenths, -1):,.1f}m"
    return whole_pounds(amount)


def whole_pounds(amount: Decimal) -> str:
    """Pounds in a narrow column: to the pound, half-up.

    Example:
        >>> whole_pounds(Decimal("1172397.48"))
        '£1,172,397'
    """
    exact = Fraction(amount)
    return f"£{half_up(exact.numerator, exact.denominator):,}"


def per_cent(share: Fraction | None) -> str:
    """A share in whole per cent, half-up; what is less than all is never shown as 100%.

    Example:
        >>> per_cent(Fraction(57, 100)), per_cent(Fraction(999, 1000)), per_cent(None)
        ('57%', '99%', 'no commitment')
    """
    if share is None:
        return "no commitment"
    found = half_up(100 * share.numerator, share.denominator)
    return f"{min(found, 99) if share < 1 else found:,}%"


def pence_words(share: Fraction) -> str:
    """Pounds for each pound, in pence to one decimal, half-up.

    Example:
        >>> pence_words(Fraction(42, 447))
        '9.4p'
    """
    tenths = half_up(1000 * share.numerator, share.denominator)
    return f"{scaled(tenths, -1)}p"
