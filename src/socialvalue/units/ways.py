"""The ways to state a quantity: `fte`, `weeks`, `hours`, `gbp` and the others."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from socialvalue.errors import InputError, Problem, problem
from socialvalue.numbers import Exact, exact_number, exact_part, plain, product
from socialvalue.units.quantities import Quantity, strange_unit

__all__ = [
    "QUANTITY_WAYS",
    "attendee_hours",
    "count",
    "expert_hours",
    "fte",
    "gbp",
    "hours",
    "kilograms",
    "miles",
    "percent",
    "quantity",
    "tonnes",
    "tonnes_co2e",
    "weeks",
    "yes",
]

_TOO_MANY = Decimal(1_000_000_000_000)
_Amount = int | str | float | Decimal


def _number(value: Any, what: str = "") -> Decimal:
    try:
        return exact_number(value, floats=True, below=_TOO_MANY)
    except InputError as error:
        raise InputError(each.within(what) for each in error.problems) from None


def _part(value: Fraction, what: str) -> Exact:
    try:
        return exact_part(value)
    except InputError as error:
        raise InputError(each.within(what) for each in error.problems) from None


def _whole(value: Any, what: str) -> Decimal:
    number = _number(value, what)
    if number != number.to_integral_value() or number < 1:
        found = plain(number)
        raise InputError(problem("SV316", what=what, expected="a whole number from 1", found=found))
    return number


def _read(*parts: tuple[Callable[[Any, str], Decimal], Any, str]) -> list[Decimal]:
    """The numbers that a quantity is made of; all that cannot be read are refused together."""
    found: list[Decimal] = []
    wrong: list[Problem] = []
    for read, value, what in parts:
        try:
            found.append(read(value, what))
        except InputError as error:
            wrong += error.problems
    if wrong:
        raise InputError(wrong)
    return found


def quantity(x: _Amount, unit: str) -> Quantity:
    """The general form: an amount and a unit.

    Args:
        x: The amount; for the unit "text" the statement itself, for "yes_no" yes or no.
        unit: A word of `UNITS`.

    Raises:
        InputError: The unit is unknown (SV204), the amount is not a number (SV301 …), or the
            answer is neither yes nor no (SV316).

    Example:
        >>> quantity("120", "tco2e").working
        '120 tCO2e'
    """
    strange = strange_unit(unit)
    if strange:
        raise InputError(strange)
    if unit == "text":
        return Quantity(Decimal(1), unit, words=str(x))
    if unit == "yes_no":
        return Quantity(_answer(x), unit)
    return gbp(x) if unit == "gbp" else Quantity(_number(x), unit)  # type: ignore[arg-type]


def _answer(x: Any) -> Decimal:
    """Yes or no as 1 or 0, and nothing between or beyond."""
    number = Decimal(int(x == "yes")) if x in ("yes", "no") else _number(x)
    if number not in (0, 1):
        expected, found = "yes or no, or 1 or 0", plain(number)
        raise InputError(problem("SV316", what="the answer", expected=expected, found=found))
    return number


def fte(rate: _Amount | Fraction, *, years: _Amount = 1, cohorts: _Amount = 1) -> Quantity:
    """Full-time equivalents, kept for some years.

    Args:
        rate: FTE at any one time; half a person's time is 0.5, a third ``Fraction(1, 3)``.
        years: Years that each of them is kept.
        cohorts: That many new people one after another: five new starters a year for three
            years are ``fte(5, years=1, cohorts=3)``, five people kept for three years
            ``fte(5, years=3)``.

    Raises:
        InputError: A number cannot be read (SV301 …), or cohorts is not whole.

    Example:
        >>> fte(5, years=1, cohorts=3).working
        '5 FTE × 1 year × 3 cohorts = 15 FTE-years'
    """
    each, span, groups = _read(
        (_number, 0 if isinstance(rate, Fraction) else rate, "rate"),
        (_number, years, "years"),
        (_whole, cohorts, "cohorts"),
    )
    held = _part(rate, "rate") if isinstance(rate, Fraction) else each
    amount = product(held, span, groups)
    return Quantity(amount, "fte_year", rate=held, years=span, cohorts=groups)


def _by_people(unit: str, n: _Amount, people: _Amount) -> Quantity:
    each, heads = _read((_number, n, ""), (_whole, people, "people"))
    return Quantity(product(each, heads), unit, each=each, people=heads)


def weeks(n: _Amount, *, people: _Amount = 1) -> Quantity:
    """Weeks each, for a number of people: person-weeks.

    Example:
        >>> weeks(40, people=5).amount
        Decimal('200')
    """
    return _by_people("person_week", n, people)


def hours(n: _Amount, *, people: _Amount = 1) -> Quantity:
    """Staff hours: hours each, preparation included, for a number of staff.

    Example:
        >>> hours(3, people=10).working
        '3 × 10 people = 30 staff hours'
    """
    return _by_people("staff_hour", n, people)


def expert_hours(n: _Amount, *, people: _Amount = 1) -> Quantity:
    """Hours each of experts in their field.

    Example:
        >>> expert_hours("7.5", people=2).amount
        Decimal('15.0')
    """
    return _by_people("expert_hour", n, people)


def attendee_hours(session: _Amount, *, people: _Amount = 1) -> Quantity:
    """Attendee hours: the length of the session, times those who attend.

    Example:
        >>> attendee_hours(2, people=8).amount
        Decimal('16')
    """
    return _by_people("attendee_hour", session, people)


def gbp(x: int | str | Decimal) -> Quantity:
    """Pounds; a float is refused, for money is exact.

    Example:
        >>> gbp("310_000").amount
        Decimal('310000')
    """
    return Quantity(exact_number(x, below=_TOO_MANY), "gbp")


def tonnes_co2e(x: _Amount) -> Quantity:
    """Tonnes of carbon dioxide or its equivalent.

    Example:
        >>> tonnes_co2e("1.5").unit
        'tco2e'
    """
    return quantity(x, "tco2e")


def tonnes(x: _Amount) -> Quantity:
    """Tonnes.

    Example:
        >>> tonnes("0.25").unit
        'tonne'
    """
    return quantity(x, "tonne")


def kilograms(x: _Amount) -> Quantity:
    """Kilograms.

    Example:
        >>> kilograms(850).unit
        'kilogram'
    """
    return quantity(x, "kilogram")


def miles(x: _Amount) -> Quantity:
    """Miles.

    Example:
        >>> miles(12_000).unit
        'mile'
    """
    return quantity(x, "mile")


def count(n: _Amount) -> Quantity:
    """A number of things.

    Example:
        >>> count(3).unit
        'count'
    """
    return quantity(n, "count")


def percent(x: _Amount) -> Quantity:
    """Per cent: 40 means 40%.

    Example:
        >>> percent(40).working
        '40 per cent'
    """
    return quantity(x, "percent")


def yes() -> Quantity:
    """Yes, to a measure that asks yes or no.

    Example:
        >>> yes().unit
        'yes_no'
    """
    return quantity("yes", "yes_no")


QUANTITY_WAYS = {
    "fte": (fte, ("years", "cohorts")),
    "weeks": (weeks, ("people",)),
    "hours": (hours, ("people",)),
    "expert_hours": (expert_hours, ("people",)),
    "attendee_hours": (attendee_hours, ("people",)),
    "gbp": (gbp, ()),
    "tonnes_co2e": (tonnes_co2e, ()),
    "tonnes": (tonnes, ()),
    "kilograms": (kilograms, ()),
    "miles": (miles, ()),
    "count": (count, ()),
    "percent": (percent, ()),
}
"""How a quantity is stated in a file: the key, its function, and what may stand beside it."""
