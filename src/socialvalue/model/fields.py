"""Converters for the fields of the nouns, and reporting all that is wrong with one at once.

A field's converter goes through `attempt`, which keeps a refusal as the field's value; `settle`,
called when all fields are set, raises the refusals of all fields together.  The converters are
named functions, one a kind of field, because that is what a type checker can read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Any, Final, TypeVar, cast

import attrs

from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.model.days import day_meant
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import Exact, exact_number, exact_part

__all__ = [
    "INVISIBLE",
    "amounts_field",
    "as_read",
    "attempt",
    "check_choice",
    "day",
    "day_field",
    "each_of",
    "flag",
    "flag_field",
    "is_refused",
    "money",
    "money_field",
    "name",
    "name_field",
    "names_field",
    "needed",
    "number",
    "number_field",
    "optional_flag_field",
    "optional_money_field",
    "optional_number_field",
    "optional_positive_field",
    "points_field",
    "positive",
    "positive_field",
    "settle",
    "several",
    "share",
    "share_field",
    "share_or_zero_field",
    "table",
    "text",
    "text_field",
    "words_field",
]

T = TypeVar("T")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


@attrs.frozen
class _Refused:
    problems: tuple[Problem, ...]


def attempt(convert: Callable[[Any], T], value: object) -> T:
    """What a function makes of a field's value; a refusal is kept for `settle` to raise.

    None stays None: a field that may not be None says so by its converter's type.
    """
    return cast("T", None) if value is None else needed(convert, value)


def settle(noun: Any, where: str, *others: Problem | None) -> None:
    """Raise all the refusals kept in a noun's fields, and the others given, together.

    Raises:
        InputError: At least one field was refused.
    """
    kept = [
        each.within(name)
        for name in _names_of(cast("Hashable", type(noun)))
        if type(refused := getattr(noun, name)) is _Refused
        for each in refused.problems
    ]
    found = [*kept, *(each for each in others if each is not None)]
    if found:
        raise InputError(each.within(where) for each in found)


@cache
def _names_of(kind: Hashable) -> tuple[str, ...]:
    """The fields of a noun."""
    return tuple(each.name for each in attrs.fields(cast("type[Any]", kind)))


def is_refused(value: object) -> bool:
    """Whether a field holds a refusal that `settle` has yet to raise."""
    return isinstance(value, _Refused)


def money(value: Any) -> Decimal:
    """An amount of money, or a rate in money: exact, never a float."""
    return exact_number(value)


def number(value: Any) -> Decimal:
    """A number that is not money: floats are taken by their shortest text."""
    return exact_number(value, floats=True)


def positive(value: Any) -> Decimal:
    """An exact number above 0."""
    found = exact_number(value)
    if found == 0:
        raise InputError(problem("SV307", what="the value"))
    return found


def share(value: Any) -> Exact:
    """A share from 0 to 1; a third is one, as a Fraction or as the text "1/3"."""
    if isinstance(value, str) and _BELOW.fullmatch(value):
        raise _beyond(value)
    try:
        found = exact_part(value, floats=True, text=True)
    except InputError as error:
        is_below = {each.code for each in error.problems} == {"SV302"}
        raise (_beyond(value) if is_below else error) from None
    if found > 1:
        raise _beyond(value)
    return found


def _beyond(value: Any) -> InputError:
    return InputError(problem("SV310", what="the share", found=value))


_BELOW = re.compile(r"-[0-9][0-9_.]*(/[0-9]+)?", re.ASCII)


def day(value: Any) -> date:
    """A date: a `date`, numpy's ``datetime64``, or text as year-month-day.

    Example:
        >>> day("2022-06-01")
        datetime.date(2022, 6, 1)
    """
    if isinstance(value, datetime):
        return _day_of(value)
    if isinstance(value, date):
        return value
    written = _written_day(value)
    try:
        if isinstance(written, str) and _DAY.fullmatch(written):
            return date.fromisoformat(written)
    except ValueError:
        pass
    hint = day_meant(value) if isinstance(value, str) else ""
    raise InputError(problem("SV206", found=value, hint=hint or None))


def _written_day(value: Any) -> Any:
    """A moment of numpy's by the day it is written as; anything else as it is.

    The model holds no arrays: the kind is known by its name.
    """
    if type(value).__name__ != "datetime64":
        return value
    return str(value).partition("T")[0]


def _day_of(moment: datetime) -> date:
    """The day of a moment (pandas' Timestamp is one) that knows no time zone."""
    if moment.tzinfo is not None:
        raise InputError(
            problem("SV206", found=moment, hint="give the day without a time zone: 2022-06-01")
        )
    if not isinstance(moment.year, int):  # pandas' NaT: a moment that is none
        raise InputError(problem("SV206", found=moment))
    return date(moment.year, moment.month, moment.day)


def text(value: Any) -> str:
    """A text."""
    if type(value) is str and value.isascii():
        return value
    if not isinstance(value, str):
        kind = type(value).__name__
        raise InputError(problem("SV316", what="the value", expected="a text", found=kind))
    return _whole_characters(str(value))


def _whole_characters(words: str) -> str:
    """A text that can be written to a file: half a character (a lone surrogate) cannot."""
    if not words.isascii():
        try:
            words.encode()
        except UnicodeEncodeError as error:
            half = f"U+{ord(words[error.start]):04X}"
            raise InputError(problem("SV228", found=words, half=half)) from None
    return words


def name(value: Any) -> str:
    """A text with something in it."""
    found = text(value).strip()
    is_seen = found and found.isascii() and found.isprintable()
    if not is_seen and not as_read(found):
        raise InputError(problem("SV313", what="this"))
    return found


INVISIBLE: Final = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Signs that nobody sees, as a class of a regular expression.

Source:
    Default_Ignorable_Code_Point of the Unicode Character Database, and control characters that are
    no space.
"""
_UNSEEN = re.compile(f"[{INVISIBLE}]")


def as_read(words: str) -> str:
    """A text as a reader compares it.

    Capitals, spacing, the way a letter is typed and signs that nobody sees are nothing.

    Example:
        >>> as_read("  Site  Team "), as_read("cafe\u0301") == as_read("Caf\u00e9")
        ('site team', True)
        >>> as_read("Ac\u200bme")
        'acme'
    """
    seen = _UNSEEN.sub("", unicodedata.normalize("NFKC", words.casefold()))
    return " ".join(unicodedata.normalize("NFKC", seen.casefold()).split())


def name_field(value: str) -> str:
    """`name`, for a field."""
    return needed(name, value)


def names_field(value: Iterable[str] | None) -> tuple[str, ...]:
    """Names, for a field; one alone may stand without a list around it."""
    given = () if value is None else value
    return attempt(lambda names: tuple(map(name, several("a name", str, names))), given)


def flag(value: Any) -> bool:
    """True or False, and no word that only looks like one of them: "no" is true to Python."""
    if not isinstance(value, bool):
        found = repr(value)
        raise InputError(problem("SV316", what="this", expected="True or False", found=found))
    return value


def flag_field(value: bool) -> bool:
    """`flag`, for a field."""
    return needed(flag, value)


def optional_flag_field(value: bool | None) -> bool | None:
    """`flag`, for a field that may be None."""
    return attempt(flag, value)


def words_field(value: str) -> str:
    """`text`, for a field."""
    return needed(text, value)


def text_field(value: str | None) -> str | None:
    """`text`, for a field that may be None."""
    return attempt(text, value)


def day_field(value: date | str | None) -> date | None:
    """`day`, for a field that may be None."""
    return attempt(day, value)


def money_field(value: int | str | Decimal) -> Decimal:
    """`money`, for a field."""
    return needed(money, value)


def points_field(value: int | str | Decimal | Fraction) -> Exact:
    """Points, for a field: exact, never a float; a third of them is a Fraction."""
    return needed(exact_part, value)


def optional_money_field(value: int | str | Decimal | None) -> Decimal | None:
    """`money`, for a field that may be None."""
    return attempt(money, value)


def positive_field(value: int | str | Decimal) -> Decimal:
    """`positive`, for a field."""
    return needed(positive, value)


def optional_positive_field(value: int | str | Decimal | None) -> Decimal | None:
    """`positive`, for a field that may be None."""
    return attempt(positive, value)


def number_field(value: int | str | float | Decimal) -> Decimal:
    """`number`, for a field."""
    return needed(number, value)


def optional_number_field(value: int | str | float | Decimal | None) -> Decimal | None:
    """`number`, for a field that may be None."""
    return attempt(number, value)


def share_field(value: int | str | float | Decimal | Fraction | None) -> Exact | None:
    """`share`, for a field that may be None."""
    return attempt(share, value)


def needed(convert: Callable[[Any], T], value: object) -> T:
    """`attempt` for a field that may not be None: that is refused like anything else."""
    try:
        return convert(value)
    except InputError as error:
        return cast("T", _Refused(error.problems))


def several(what: str, kind: Any, value: Any, *, expected: str = "") -> tuple[Any, ...]:
    """Things of one kind or more as a tuple; one alone may stand without a list around it."""
    one = not isinstance(value, Iterable) or isinstance(value, (str, Mapping))
    found = (value,) if one else tuple(value)
    for each in found:
        if not isinstance(each, kind):
            wanted = expected or _called(kind)
            strange = type(each).__name__
            raise InputError(problem("SV316", what=what, expected=wanted, found=strange))
    return found


def one(what: str, kind: type[T], value: Any) -> T:
    """A thing of one kind, and nothing else."""
    if not isinstance(value, kind):
        found, wanted = type(value).__name__, _called(kind)
        raise InputError(problem("SV316", what=what, expected=wanted, found=found))
    return value


def _called(kind: type) -> str:
    """A kind in a sentence: ``a text``, ``a Bid``, ``an EvaluatorMark``."""
    if kind is str:
        return "a text"
    return f"{'an' if kind.__name__[0] in 'AEIOU' else 'a'} {kind.__name__}"


def share_or_zero_field(value: int | str | float | Decimal) -> Decimal:
    """`share`, for a field that may not be None and ends at a decimal."""
    return needed(_decimal_share, value)


def _decimal_share(value: Any) -> Decimal:
    found = share(value)
    return found if isinstance(found, Decimal) else exact_number(found)


def amounts_field(values: Mapping[str, int | str | Decimal] | None) -> FrozenMap[str, Decimal]:
    """`money` for each value of a mapping; all that cannot be read are refused together."""
    return attempt(lambda given: each_of(money, given), {} if values is None else values)


def each_of(convert: Callable[[Any], T], values: Mapping[str, Any]) -> FrozenMap[str, T]:
    """A mapping with each value converted; all that cannot be are refused together."""
    found, wrong = {}, []
    for key, value in table(values).items():
        try:
            found[_whole_characters(key) if isinstance(key, str) else key] = convert(value)
        except InputError as error:
            wrong += [each.within(f"'{key}'") for each in error.problems]
    if wrong:
        raise InputError(wrong)
    return FrozenMap(found)


def table(data: Any) -> FrozenMap[Any, Any]:
    """A mapping that cannot change."""
    if data is not None and not isinstance(data, Mapping):
        kind = type(data).__name__
        raise InputError(problem("SV316", what="the value", expected="a mapping", found=kind))
    return FrozenMap(data)


def check_choice(what: str, value: object, allowed: Iterable[str]) -> Problem | None:
    """A problem when a word is not one of those allowed."""
    words = tuple(allowed)
    if (isinstance(value, str) and value in words) or is_refused(value):
        return None
    return problem("SV312", what=what, found=value, hint=did_you_mean(value, words, label="one of"))
