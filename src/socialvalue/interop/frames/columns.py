"""Which column says what: by its name, by a stated alias, or as the caller says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

import narwhals as nw

from socialvalue.errors import InputError, Problem, did_you_mean, problem

__all__ = ["ALIASES", "NEEDED", "check_types", "find_columns", "kind_of", "names_of"]

ALIASES: Final = {
    "bid": ("bidder", "bid_id"),
    "measure": ("measure_code", "code"),
    "quantity": ("amount", "qty"),
    "unit": (),
    "years": (),
    "place": ("place_code",),
    "date": ("value_date",),
    "activity": (),
    "unit_value": (),
    "share_claimed": (),
}
"""What a column may say, and the other names by which it is found."""

NEEDED: Final = ("measure", "quantity")
"""What a table must say to be valued."""

_TEXTS: Final = ("measure", "unit", "place", "activity", "state", "reason")
_NUMBERS: Final = ("quantity", "years", "unit_value", "share_claimed", "price", "value",
                   "value_pence", "contract_value")  # fmt: skip

_DAYS_HINT: Final = "make days of it first, in the zone that is meant (in Spark and SQL: to_date)"


def find_columns(
    names: Iterable[str],
    said: Mapping[str, str] | None = None,
    *,
    roles: Mapping[str, tuple[str, ...]] = ALIASES,
    needed: Iterable[str] = NEEDED,
) -> dict[str, str]:
    """What each column says: role to name.

    Args:
        names: The table's columns.
        said: Role to name, where the table uses names of its own.
        roles: What columns may say, and the other names by which they are found.
        needed: The roles that must be there.

    Raises:
        InputError: Columns that are missing (SV325), stand twice or could be either of two
            (SV326), or roles that there are not (SV312); all of them together.

    Example:
        >>> find_columns(["bidder", "measure", "quantity", "note"])
        {'bid': 'bidder', 'measure': 'measure', 'quantity': 'quantity'}
    """
    listed = list(names)
    given = dict(said or {})
    wrong = [*_twice(listed), *_unknown(listed, given, roles)]
    found: dict[str, str] = {}
    for role, aliases in roles.items():
        if role in given:
            found[role] = given[role]
            continue
        able = [each for each in (role, *aliases) if each in listed]
        if role not in able and len(able) > 1:
            wrong.append(problem("SV326", found=role, names=" and ".join(able)))
        if able:
            found[role] = able[0]
    wrong += [_missing(role, listed) for role in needed if role not in found]
    if wrong:
        raise InputError(wrong)
    return found


def _twice(listed: list[str]) -> Iterator[Problem]:
    for name, times in Counter(listed).items():
        if times > 1:
            yield problem("SV326", found=name, names=f"{times} columns of that name")


def _unknown(
    listed: list[str], given: Mapping[str, str], roles: Iterable[str]
) -> Iterator[Problem]:
    for role, name in given.items():
        if role not in roles:
            hint = did_you_mean(role, roles, label="one of")
            yield problem("SV312", what="what a column says,", found=role, hint=hint)
        elif name not in listed:
            yield _missing(name, listed)


def _missing(name: str, listed: Iterable[str]) -> Problem:
    hint = did_you_mean(name, listed, label="columns here") or "the table has no columns"
    return problem("SV325", found=name, hint=f"{hint}; say columns={{…}} for other names")


def kind_of(column: nw.Series[Any]) -> Any:
    """A column's type; pandas' columns of objects are that, whatever they seem to hold."""
    if column.implementation.is_pandas() and column.to_native().dtype == object:
        return nw.Object()
    return column.dtype


def check_types(schema: Mapping[str, Any], found: Mapping[str, str]) -> None:
    """Each column is of a kind that can say what it is to say.

    Raises:
        InputError: All those that are not (SV327).
    """
    wrong = [
        problem(
            "SV327",
            found=name,
            expected=expected,
            type=_type_name(schema[name]),
            hint=_DAYS_HINT if role == "date" else None,
        )
        for role, name in found.items()
        if (expected := _expected(role, schema[name]))
    ]
    if wrong:
        raise InputError(wrong)


def _expected(role: str, dtype: Any) -> str:
    """What a column should have been; "" where it is that."""
    if isinstance(dtype, (nw.Object, nw.Unknown)):
        return ""
    if role in _TEXTS:
        return "" if isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)) else "texts"
    if role in _NUMBERS:
        return "" if dtype.is_numeric() else "numbers"
    if role == "date":
        naive = isinstance(dtype, nw.Datetime) and dtype.time_zone is None
        return "" if naive or isinstance(dtype, nw.Date) else "days (or times without a zone)"
    if role == "lot":
        named = isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)) or dtype.is_integer()
        return "" if named else "texts or whole numbers"
    return "names or numbers" if dtype.is_nested() else ""


def _type_name(dtype: Any) -> str:
    """A type in the words of dataframes; a time with its zone in plain ones."""
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        return f"times in a zone ({dtype.time_zone})"
    return str(dtype)


def names_of(native: Any) -> list[str] | None:
    """The columns of a table that may have two of one name; None where it cannot."""
    found = getattr(native, "column_names", None)
    if isinstance(found, list):
        return [str(each) for each in found]
    schema = getattr(native, "collect_schema", None)
    columns = getattr(native, "columns", None) if schema is None else schema().names()
    return None if columns is None else [str(each) for each in columns]
