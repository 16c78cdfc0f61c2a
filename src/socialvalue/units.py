"""Kinds of quantity, how a quantity is stated, and the few conversions between them.

Bidders confuse weeks, hours, people and pounds, so a quantity always carries its unit, and
keeps how it came about: 12.5 FTE for 2 years is not just 25.

Source: National TOMs practice as set out in public council guidance: full-time equivalents are
counted by years, staff hours by people and hours, training by person-weeks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.numbers import (
    TOO_LARGE,
    Exact,
    exact_number,
    exact_part,
    grouped,
    plain,
    pounds,
    product,
)

__all__ = [
    "QUANTITY_WAYS",
    "UNITS",
    "Quantity",
    "Unit",
    "amount_words",
    "attendee_hours",
    "count",
    "counted_in",
    "expert_hours",
    "fte",
    "gbp",
    "hours",
    "in_unit",
    "kilograms",
    "miles",
    "percent",
    "quantity",
    "tonnes",
    "tonnes_co2e",
    "weeks",
    "yes",
]

_TOO_MANY = Decimal(10) ** 12
_Amount = int | str | float | Decimal


@attrs.frozen
class Unit:
    """One kind of quantity.

    Attributes:
        word: The word in files.
        name: The name in sentences.
        meaning: What one of it is.
        example: How it is written in Python.
        written: How it is written in a file.
    """

    word: str
    name: str
    meaning: str
    example: str
    written: str


# fmt: off
_ALL = (  # one line an entry, so that it reads as a table
    Unit("fte_year", "FTE-years", "one full-time person for one year, part-time pro rata", 'sv.fte("12.5", years=2)', 'fte: "12.5", years: "2"'),
    Unit("person_week", "person-weeks", "one person for one week", "sv.weeks(40, people=5)", 'weeks: "40", people: "5"'),
    Unit("week", "weeks", "one week of the activity, whoever takes part", 'sv.quantity("6", "week")', 'quantity: "6", unit: week'),
    Unit("staff_hour", "staff hours", "one hour of one member of staff, preparation included", "sv.hours(3, people=10)", 'hours: "3", people: "10"'),
    Unit("expert_hour", "expert hours", "one hour of one expert in their field", "sv.expert_hours(8, people=2)", 'expert_hours: "8", people: "2"'),
    Unit("attendee_hour", "attendee hours", "one hour of one person who attends", 'sv.attendee_hours("1.5", people=20)', 'attendee_hours: "1.5", people: "20"'),
    Unit("gbp", "£", "one pound", 'sv.gbp("310_000")', 'gbp: "310000"'),
    Unit("tco2e", "tCO2e", "one tonne of carbon dioxide or its equivalent", 'sv.tonnes_co2e("120")', 'tonnes_co2e: "120"'),
    Unit("tonne", "tonnes", "1,000 kilograms", 'sv.tonnes("4.2")', 'tonnes: "4.2"'),
    Unit("kilogram", "kilograms", "one kilogram", 'sv.kilograms("850")', 'kilograms: "850"'),
    Unit("mile", "miles", "one mile", "sv.miles(12_000)", 'miles: "12000"'),
    Unit("hundred_miles", "hundreds of miles", "100 miles", "sv.miles(12_000)", 'miles: "12000"'),
    Unit("kilowatt_hour", "kWh", "one kilowatt-hour", 'sv.quantity("9_000", "kilowatt_hour")', 'quantity: "9000", unit: kilowatt_hour'),
    Unit("person", "people", "one person", 'sv.quantity(12, "person")', 'quantity: "12", unit: person'),
    Unit("employee", "employees", "one member of staff", 'sv.quantity(12, "employee")', 'quantity: "12", unit: employee'),
    Unit("count", "in number", "one of the thing counted", "sv.count(3)", 'count: "3"'),
    Unit("percent", "per cent", "one hundredth of a whole", "sv.percent(40)", 'percent: "40"'),
    Unit("yes_no", "yes or no", "yes counts as 1", "sv.yes()", 'yes: yes'),
    Unit("text", "a text", "a statement in words: reported, no pounds", 'sv.quantity("our plan is …", "text")', 'quantity: "our plan is …", unit: text'),
)
# fmt: on
UNITS: dict[str, Unit] = {each.word: each for each in _ALL}


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

    def __attrs_post_init__(self) -> None:
        found = [*_strange_unit(self.unit), *_strange_numbers(self)]
        if found:
            raise InputError(found)

    @property
    def working(self) -> str:
        """How the amount came about, in words.

        Example:
            >>> weeks(40, people=5).working
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


def _strange_unit(unit: object) -> list[Problem]:
    if unit in tuple(UNITS):  # what cannot be a key is no unit either
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
    strange = _strange_unit(unit)
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


_CONVERSIONS = {
    ("mile", "hundred_miles"): Decimal("0.01"),
    ("hundred_miles", "mile"): Decimal(100),
    ("kilogram", "tonne"): Decimal("0.001"),
    ("tonne", "kilogram"): Decimal(1000),
}
"""The explicit table: from, to, factor.  All factors are exact decimals."""


_COUNTED = {"count": "in number", "yes_no": "as yes or no", "text": "as a text"}


def counted_in(unit: str) -> str:
    """A unit as a sentence says in what a thing is counted.

    Example:
        >>> counted_in("staff_hour"), counted_in("count"), counted_in("yes_no")
        ('in staff hours', 'in number', 'as yes or no')
    """
    return _COUNTED.get(unit, f"in {UNITS[unit].name}")


def in_unit(offered: Quantity, unit: str) -> Quantity | None:
    """The quantity in another unit, where that is the same thing; else None.

    Miles and hundreds of miles, kilograms and tonnes; and the weeks of one person are weeks.

    Example:
        >>> in_unit(miles(250), "hundred_miles").amount
        Decimal('2.50')
        >>> in_unit(hours(3), "attendee_hour") is None
        True
    """
    if offered.unit == unit:
        return offered
    if (offered.unit, unit) == ("person_week", "week") and offered.people == 1:
        return attrs.evolve(offered, unit=unit)
    factor = _CONVERSIONS.get((offered.unit, unit))
    return None if factor is None else Quantity(product(offered.amount, factor), unit)


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
