"""An amount with its unit, and the same amount in another unit."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from html import escape

import attrs

from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.numbers import TOO_LARGE, Exact, grouped, plain, pounds, product
from socialvalue.units.kinds import UNITS

__all__ = ["Quantity", "amount_words", "in_unit", "strange_unit"]


@attrs.frozen
class Quantity:
    """An amount with its unit, and how it came about.

    Attributes:
        amount: In the unit; rate × years × cohorts, or amount each × people, where given.
        unit: A word of `UNITS`.
        rate: FTE at any one time, for `fte`; a Fraction where it is a third.
        years: Years each of them is kept, for `fte`.
        cohorts: New people one after another in each post, for `fte`.
        each: Weeks or hours a person, for `weeks` and `hours`.
        people: People, for `weeks` and `hours`.
        words: The statement, for the unit "text".

    Example:
        >>> import socialvalue as sv
        >>> sv.fte("12.5", years=2).amount
        Decimal('25.0')
    """

    amount: Exact
    unit: str
    rate: Exact | None = None
    years: Decimal | None = None
    cohorts: Decimal = Decimal(1)
    each: Decimal | None = None
    people: Decimal | None = None
    words: str = ""

    def __str__(self) -> str:
        return self.working

    def _repr_html_(self) -> str:
        return escape(self.working)

    def __attrs_post_init__(self) -> None:
        found = [*strange_unit(self.unit), *_strange_numbers(self)]
        if found:
            raise InputError(found)

    @property
    def working(self) -> str:
        """How the amount came about, in words.

        Example:
            >>> import socialvalue as sv
            >>> sv.weeks(40, people=5).working
            '40 × 5 people = 200 person-weeks'
        """
        total = amount_words(self.amount, self.unit)
        if self.unit == "text":
            return self.words
        if self.rate is not None and self.years is not None:
            return (
                f"{plain(self.rate)} FTE × {_years(self.years)}{_cohorts(self.cohorts)} = {total}"
            )
        if self.each is not None and self.people is not None and self.people != 1:
            return f"{plain(self.each)} × {plain(self.people)} people = {total}"
        return total


def amount_words(amount: Exact, unit: str) -> str:
    """An amount with its unit, as people write it.

    Example:
        >>> amount_words(Decimal("310000"), "gbp"), amount_words(Decimal("1200.5"), "mile")
        ('£310,000.00', '1,200.5 miles')
    """
    if unit == "gbp" and isinstance(amount, Decimal):
        return pounds(amount)
    if unit == "yes_no" and amount in (0, 1):
        return "yes" if amount else "no"
    return f"{grouped(amount)} {UNITS[unit].name}"


def strange_unit(unit: object) -> list[Problem]:
    """The problem that a word is no unit (SV204); nothing where it is one."""
    if isinstance(unit, str) and unit in UNITS:
        return []
    return [problem("SV204", found=unit, hint=did_you_mean(unit, UNITS, label="units"))]


def _strange_numbers(made: Quantity) -> list[Problem]:
    """Numbers that are none, and an amount that is not the product it is said to be."""
    numbers: tuple[object, ...] = (
        made.amount, made.rate, made.years, made.cohorts, made.each, made.people,
    )  # fmt: skip
    wrong = [
        problem("SV306", found=repr(each))
        for each in numbers
        if each is not None and not _is_amount(each)
    ]
    if wrong:
        return wrong
    if made.amount >= TOO_LARGE:
        return [problem("SV303", found=plain(made.amount), limit=plain(TOO_LARGE))]
    return [
        problem("SV316", what="the amount", expected=plain(whole), found=plain(made.amount))
        for whole in _products(made)
        if whole != made.amount
    ]


def _is_amount(number: object) -> bool:
    """Whether a number is exact, finite and not negative."""
    if isinstance(number, Decimal):
        return number.is_finite() and number >= 0
    return isinstance(number, Fraction) and bool(number >= 0)


def _products(made: Quantity) -> Iterator[Exact]:
    """What the amount must be by the way it came about."""
    if made.rate is not None and made.years is not None:
        yield product(made.rate, made.years, made.cohorts)
    if made.each is not None and made.people is not None:
        yield product(made.each, made.people)


def _years(years: Decimal) -> str:
    return f"{plain(years)} year{'' if years == 1 else 's'}"


def _cohorts(cohorts: Decimal) -> str:
    return "" if cohorts == 1 else f" × {plain(cohorts)} cohorts"


_CONVERSIONS = {
    ("mile", "hundred_miles"): Decimal("0.01"),
    ("hundred_miles", "mile"): Decimal(100),
    ("kilogram", "tonne"): Decimal("0.001"),
    ("tonne", "kilogram"): Decimal(1000),
}
"""The explicit table: from, to, factor.  All factors are exact decimals."""


def in_unit(offered: Quantity, unit: str) -> Quantity | None:
    """The quantity in another unit, where that is the same thing; else None.

    Miles and hundreds of miles, kilograms and tonnes; and the weeks of one person are weeks.

    Example:
        >>> import socialvalue as sv
        >>> in_unit(sv.miles(250), "hundred_miles").amount
        Decimal('2.50')
        >>> in_unit(sv.hours(3), "attendee_hour") is None
        True
    """
    if offered.unit == unit:
        return offered
    if (offered.unit, unit) == ("person_week", "week") and offered.people == 1:
        return attrs.evolve(offered, unit=unit)
    factor = _CONVERSIONS.get((offered.unit, unit))
    return None if factor is None else Quantity(product(offered.amount, factor), unit)
