"""The columns that are added to a user's table, and how they are told from the user's own.

An added column has one meaning: it is a result.  It is replaced when a table is valued again, and
never read as something that the user says; and no column of the user's own is overwritten by it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

import narwhals as nw

from socialvalue.errors import CATALOGUE, InputError, Problem, problem

__all__ = [
    "COUNTS",
    "GIVEN",
    "VALUED",
    "check_grouping",
    "check_outputs",
    "check_prefix",
    "check_private",
    "check_stale",
    "earlier",
    "given_kept",
    "prefixed",
]

VALUED: Final = ("unit_value", "value_pence", "problem")
"""What `value_frame` adds."""

GIVEN: Final = "given_unit_value"
"""Where a result keeps the unit values that the user's own column `unit_value` gave."""

COUNTS: Final = ("value_pence", "lines", "lines_refused")
"""What `total_frame` says of a group."""


_PREFIX = re.compile(r"\w*")


def check_prefix(prefix: Any) -> str:
    """What the names of added columns begin with.

    Raises:
        InputError: It is no word, belongs to the engines, or makes a name that is read (SV334).
    """
    word = isinstance(prefix, str) and _PREFIX.fullmatch(prefix) is not None
    if not word or prefix.lower().startswith("sv_") or f"{prefix}unit_value".lower() == GIVEN:
        raise InputError(problem("SV334", found=prefix))
    return str(prefix)


def prefixed(prefix: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names of added columns.

    Example:
        >>> prefixed("new_", VALUED)
        ('new_unit_value', 'new_value_pence', 'new_problem')
    """
    return tuple(f"{prefix}{each}" for each in names)


def earlier(names: Collection[str], added: Sequence[str]) -> bool:
    """Whether a table is the result of an earlier run: the result and the problem stand together.

    Args:
        names: The table's columns.
        added: What the run adds, the problem last.

    Example:
        >>> earlier(["measure", "value_pence", "problem"], VALUED), earlier(["problem"], VALUED)
        (True, False)
    """
    result = next(each for each in added if each.endswith(("points", "value_pence")))
    return result in names and added[-1] in names


def check_outputs(
    names: Collection[str],
    added: Sequence[str],
    found: Mapping[str, str],
    frame: nw.DataFrame[Any] | None = None,
) -> None:
    """No column of the user's own is called as one that is added, and so lost.

    Args:
        names: The table's columns.
        added: What is added.
        found: What columns say: role to name.
        frame: The table, where it is in memory: only codes make a column of problems.

    Raises:
        InputError: Those that are (SV332).
    """
    given = "unit_value" in added and found.get("unit_value") == "unit_value"
    clash = [each for each in added if each in names and not (given and each == "unit_value")]
    if earlier(names, added):
        read = {name for role, name in found.items() if role != "unit_value"}
        notes = frame is not None and added[-1] in clash and not _codes(frame, added[-1])
        clash = [each for each in clash if each in read or (notes and each == added[-1])]
    if given and GIVEN in names:
        clash.append(GIVEN)
    if clash:
        raise InputError(_taken(each) for each in clash)


def _taken(name: str, added: str | None = None) -> Problem:
    """A column of the user's, and the one that is added under its name."""
    return problem("SV332", found=name, added=added or name)


def _codes(frame: nw.DataFrame[Any], name: str) -> bool:
    """Whether a column of problems holds nothing but codes."""
    try:
        distinct = frame.get_column(name).drop_nulls().unique().to_list()
        return all(each in CATALOGUE for each in distinct)
    except TypeError:  # pandas' objects: a list is no code
        return False


def check_private(names: Collection[str], added: Collection[str]) -> None:
    """No column is called as those that an engine of queries works with, or adds.

    To these engines capitals are nothing: a result with 'Problem' and 'problem' could not be kept.

    Args:
        names: The columns of the table that stay.
        added: What is added.

    Raises:
        InputError: Those that are (SV332).
    """
    clash = [_taken(each, "sv_…") for each in names if each.lower().startswith("sv_")]
    lowered = {each.lower(): each for each in added}
    clash += [_taken(each, lowered[each.lower()])
              for each in names if each.lower() in lowered and each not in added]  # fmt: skip
    if clash:
        raise InputError(clash)


def check_grouping(
    groups: Mapping[str, str | None], names: Collection[str], counts: Collection[str]
) -> None:
    """A grouping is by columns of the user's own, none of them called as what is counted.

    Args:
        groups: The result's column to the table's, or None for a facet.
        names: The table's columns.
        counts: What is counted.

    Raises:
        InputError: One is called as a count (SV332), or is the result of an earlier run (SV333).
    """
    wrong = [_taken(name) for name in groups if name in counts]
    stale = VALUED if earlier(names, VALUED) else ()
    wrong += [problem("SV333", found=of)
              for name, of in groups.items() if of in stale and name not in counts]  # fmt: skip
    if wrong:
        raise InputError(wrong)


def check_stale(names: Collection[str], added: Sequence[str], name: str) -> None:
    """No result of an earlier run stays beside those of this one.

    Args:
        names: The table's columns.
        added: What is added.
        name: What an earlier run may have added, and this one does not.

    Raises:
        InputError: It would (SV333).
    """
    if name in names and name not in added and earlier(names, added):
        raise InputError(problem("SV333", found=name))


def given_kept(columns: Mapping[str, str], added: Collection[str]) -> str | None:
    """The column of given unit values that a result keeps under the name `GIVEN`; None for none."""
    name = columns.get("unit_value")
    return name if name == "unit_value" and name in added else None
