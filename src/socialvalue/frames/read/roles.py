"""Which column says what: by its name, by a stated alias, or as the caller says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any, Final

from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.frames.read.outputs import GIVEN, VALUED, earlier

__all__ = ["ALIASES", "NEEDED", "OWN", "REMOVED", "SHARES", "UNSAYABLE", "find_columns", "names_of"]

REMOVED: Final = ("deadweight", "displacement", "leakage", "attribution_to_others")
"""Shares of a result that do not count."""

SHARES: Final = ("share_claimed", *REMOVED)
"""Shares from 0 to 1."""

ALIASES: Final[Mapping[str, tuple[str, ...]]] = {
    "bid": ("bidder", "bid_id"),
    "measure": ("measure_code", "code"),
    "quantity": ("amount", "qty"),
    "unit": (),
    "years": (),
    "place": ("place_code",),
    "date": ("value_date",),
    "activity": (),
    "unit_value": (GIVEN,),
    "basis": (),
    **dict.fromkeys(SHARES, ()),
}
"""What a column may say, and the other names by which it is found."""

NEEDED: Final = ("measure", "quantity")
"""What a table must say to be valued."""

UNSAYABLE: Final[Mapping[str, str]] = {
    "people": "the quantity of a row is that of all people together",
    "cohorts": "the quantity of a row is rate × years, of people who are there at one time",
}
"""What a commitment may say and a row of a table cannot, and what the row says instead."""

OWN: Final = frozenset(
    {"offered", "framework", "community", "note", "span", "rate", "each", "words"}
)
"""Fields of a commitment and its quantity that change no pounds, or that nobody states: columns of
these names are the user's own."""


def find_columns(
    names: Iterable[str],
    said: Mapping[str, str | None] | None = None,
    *,
    roles: Mapping[str, tuple[str, ...]] = ALIASES,
    needed: Iterable[str] = NEEDED,
    unsayable: Iterable[str] = tuple(UNSAYABLE),
) -> dict[str, str]:
    """What each column says: role to name.

    Args:
        names: The table's columns.
        said: Role to name, where the table uses names of its own; None for a role that no column
            says, whatever it is called.
        roles: What columns may say, and the other names by which they are found.
        needed: The roles that must be there.
        unsayable: Names that would be taken for something a table cannot say; `readable` refuses
            them unless they are empty.

    Raises:
        InputError: Columns that are missing (SV325), stand twice or could be either of two
            (SV326), or roles that there are not (SV312); all of them together.

    Example:
        >>> find_columns(["bidder", "measure", "quantity", "note"])
        {'bid': 'bidder', 'measure': 'measure', 'quantity': 'quantity'}
        >>> find_columns(["measure", "quantity", "years"], {"years": None})
        {'measure': 'measure', 'quantity': 'quantity'}
    """
    listed = list(names)
    given = {role: name or None for role, name in (said or {}).items()}
    hidden = [*unsayable]
    wrong = [*_twice(listed), *_unknown(listed, given, (*roles, *hidden))]
    results = _results(listed, given, roles)
    found: dict[str, str] = {}
    for role, aliases in {**roles, **dict.fromkeys(hidden, ())}.items():
        if role in given:
            if given[role] is not None:
                found[role] = str(given[role])
            continue
        able = [each for each in (role, *aliases) if each in listed and each not in results]
        if len(able) > 1 and (role not in able or GIVEN in able):
            wrong.append(problem("SV326", found=role, names=" and ".join(able)))
        if able == ["unit_value"] and {*VALUED[1:]} & {*listed}:
            wrong.append(_given_or_not())
        if able:
            found[role] = able[0]
    wrong += [_missing(role, listed) for role in needed if role not in found]
    if wrong:
        raise InputError(wrong)
    return found


def _results(
    listed: list[str], given: Mapping[str, str | None], roles: Container[str]
) -> tuple[str, ...]:
    """Columns that an earlier run added, which are never read as what a user says."""
    if "unit_value" not in roles or "unit_value" in given:
        return ()
    return VALUED if earlier(listed, VALUED) else ()


def _given_or_not() -> Problem:
    """A column of unit values beside a half of what an earlier run added."""
    names = "a value that each row is given, or the result of an earlier run"
    hint = "drop it, or say that it is given: columns={'unit_value': 'unit_value'}"
    return problem("SV326", found="unit_value", names=names, hint=hint)


def _twice(listed: list[str]) -> Iterator[Problem]:
    for name, times in Counter(listed).items():
        if times > 1:
            yield problem("SV326", found=name, names=f"{times} columns of that name")


def _unknown(
    listed: list[str], given: Mapping[str, str | None], roles: Iterable[str]
) -> Iterator[Problem]:
    for role, name in given.items():
        if role not in roles and (name is not None or role not in OWN):
            hint = did_you_mean(role, roles, label="one of")
            yield problem("SV312", what="what a column says,", found=role, hint=hint)
        elif name is not None and name not in listed:
            yield _missing(name, listed)


def _missing(name: str, listed: Iterable[str]) -> Problem:
    hint = did_you_mean(name, listed, label="columns here") or "the table has no columns"
    said, typed = (f"{hint}; say {each} for other names"
                   for each in ("columns={…}", "--column WHAT=NAME"))  # fmt: skip
    return problem("SV325", found=name, hint=said, file_hint=typed)


def names_of(native: Any) -> list[str] | None:
    """The columns of a table that may have two of one name; None where it cannot."""
    found = getattr(native, "column_names", None)
    if isinstance(found, list):
        return [str(each) for each in found]
    schema = getattr(native, "collect_schema", None)
    columns = getattr(native, "columns", None) if schema is None else schema().names()
    return None if columns is None else [str(each) for each in columns]
