"""Converters for the fields of the nouns, and reporting all that is wrong with one at once.

A converter wrapped in `attempt` keeps a refusal as the field's value; `settle`, called when all
fields are set, raises the refusals of all fields together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

import attrs

from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import exact_number

__all__ = [
    "attempt",
    "check_choice",
    "day",
    "money",
    "name",
    "none_or",
    "number",
    "positive",
    "settle",
    "share",
    "table",
    "text",
]

A = TypeVar("A")
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@attrs.frozen
class _Refused:
    problems: tuple[Problem, ...]


def attempt(convert: Callable[[A], T]) -> Callable[[A], T]:
    """A converter that keeps a refusal for `settle` instead of raising it at once."""

    def converter(value: A) -> T:
        try:
            return convert(value)
        except InputError as error:
            return cast("T", _Refused(error.problems))

    converter.__annotations__ = dict(getattr(convert, "__annotations__", {}))
    return converter


def settle(noun: Any, where: str, *others: Problem | None) -> None:
    """Raise all the refusals kept in a noun's fields, and the others given, together.

    Raises:
        InputError: At least one field was refused.
    """
    kept = [
        each.within(field.name)
        for field in attrs.fields(type(noun))
        if isinstance(refused := getattr(noun, field.name), _Refused)
        for each in refused.problems
    ]
    found = [*kept, *(each for each in others if each is not None)]
    if found:
        raise InputError(each.within(where) for each in found)


def is_refused(value: object) -> bool:
    """Whether a field holds a refusal that `settle` has yet to raise."""
    return isinstance(value, _Refused)


def none_or(convert: Callable[[A], T]) -> Callable[[A | None], T | None]:
    """The converter, with None left as it is."""

    def converter(value: A | None) -> T | None:
        return None if value is None else convert(value)

    return converter


def money(value: int | str | Decimal) -> Decimal:
    """An amount of money, or a rate in money: exact, never a float."""
    return exact_number(value)


def number(value: int | str | float | Decimal) -> Decimal:
    """A number that is not money: floats are taken by their shortest text."""
    return exact_number(value, floats=True)


def positive(value: int | str | Decimal) -> Decimal:
    """An exact number above 0."""
    found = exact_number(value)
    if found == 0:
        raise InputError(problem("SV307", what="the value"))
    return found


def share(value: int | str | float | Decimal) -> Decimal:
    """A share from 0 to 1."""
    found = exact_number(value, floats=True)
    if found > 1:
        raise InputError(problem("SV310", what="the share", found=value))
    return found


def day(value: date | str) -> date:
    """A date: a `date`, or text as year-month-day.

    Example:
        >>> day("2022-06-01")
        datetime.date(2022, 6, 1)
    """
    if isinstance(value, datetime):
        return _day_of(value)
    if isinstance(value, date):
        return value
    try:
        if isinstance(value, str) and _DAY.fullmatch(value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise InputError(problem("SV206", found=value))


def _day_of(moment: datetime) -> date:
    """The day of a moment (pandas' Timestamp is one) that knows no time zone."""
    if moment.tzinfo is not None:
        raise InputError(
            problem("SV206", found=moment, hint="give the day without a time zone: 2022-06-01")
        )
    return date(moment.year, moment.month, moment.day)


def text(value: str) -> str:
    """A text."""
    if not isinstance(value, str):
        kind = type(value).__name__
        raise InputError(problem("SV316", what="the value", expected="a text", found=kind))
    return value


def name(value: str) -> str:
    """A text with something in it."""
    if not text(value).strip():
        raise InputError(problem("SV313", what="this"))
    return value.strip()


def table(data: Mapping[K, V] | None) -> FrozenMap[K, V]:
    """A mapping that cannot change."""
    if data is not None and not isinstance(data, Mapping):
        kind = type(data).__name__
        raise InputError(problem("SV316", what="the value", expected="a mapping", found=kind))
    return FrozenMap(data)


def check_choice(what: str, value: object, allowed: Iterable[str]) -> Problem | None:
    """A problem when a word is not one of those allowed."""
    words = tuple(allowed)
    if value in words or is_refused(value):
        return None
    return problem("SV312", what=what, found=value, hint=did_you_mean(value, words, label="one of"))
