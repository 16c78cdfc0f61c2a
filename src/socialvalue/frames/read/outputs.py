"""The columns that are added to a user's table, and how they are told from the user's own.

An added column has one meaning: it is a result.  It is replaced when a table is valued again, and
never read as something that the user says; and no column of the user's own is overwritten by it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any, Final

import narwhals as nw

from socialvalue.errors import CATALOGUE, InputError, Problem, problem

__all__ = [
    "COUNTS",
    "GIVEN",
    "VALUED",
    "check_grouping",
    "check_outputs",
    "check_private",
    "check_stale",
    "earlier",
    "given_kept",
]

VALUED: Final = ("unit_value", "value_pence", "problem")
"""What `value_frame` adds."""

GIVEN: Final = "given_unit_value"
"""Where a result keeps the unit values that the user's own column `unit_value` gave."""

COUNTS: Final = ("value_pence", "lines", "lines_refused")
"""What `total_frame` says of a group."""


def earlier(names: Collection[str], added: Collection[str]) -> bool:
    """Whether a table is the result of an earlier run: the result and the problem stand together.

    Args:
        names: The table's columns.
        added: What the run adds.

    Example:
        >>> earlier(["measure", "value_pence", "problem"], VALUED), earlier(["problem"], VALUED)
        (True, False)
    """
    result = "points" if "points" in added else "value_pence"
    return result in names and "problem" in names


def check_outputs(
    names: Collection[str],
    added: Collection[str],
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
        notes = frame is not None and "problem" in clash and not _codes(frame)
        clash = [each for each in clash if each in read or (notes and each == "problem")]
    if given and GIVEN in names:
        clash.append(GIVEN)
    if clash:
        raise InputError(_taken(each, added) for each in clash)


def _taken(name: str, added: Iterable[str]) -> Problem:
    return problem("SV332", found=name, names=", ".join(added))


def _codes(frame: nw.DataFrame[Any]) -> bool:
    """Whether a column of problems holds nothing but codes."""
    try:
        distinct = frame.get_column("problem").drop_nulls().unique().to_list()
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
    clash = [problem("SV332", found=each, names="sv_…")
             for each in names if each.lower().startswith("sv_")]  # fmt: skip
    clash += [_taken(each, added) for each in names if each.lower() in added and each not in added]
    if clash:
        raise InputError(clash)


def check_grouping(groups: Mapping[str, str | None], names: Collection[str]) -> None:
    """A grouping is by columns of the user's own, none of them called as what is counted.

    Args:
        groups: The result's column to the table's, or None for a facet.
        names: The table's columns.

    Raises:
        InputError: One is called as a count (SV332), or is the result of an earlier run (SV333).
    """
    wrong = [*_counted(groups), *_stale(groups, names)]
    if wrong:
        raise InputError(wrong)


def _counted(groups: Iterable[str]) -> Iterator[Problem]:
    for name in groups:
        if name in COUNTS:
            yield _taken(name, COUNTS)


def _stale(groups: Mapping[str, str | None], names: Collection[str]) -> Iterator[Problem]:
    if not earlier(names, VALUED):
        return
    for name, of in groups.items():
        if of in VALUED and name not in COUNTS:
            yield problem("SV333", found=of)


def check_stale(names: Collection[str], added: Collection[str], name: str) -> None:
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


def given_kept(columns: Mapping[str, str]) -> str | None:
    """The column of given unit values that a result keeps under the name `GIVEN`; None for none."""
    return "unit_value" if columns.get("unit_value") == "unit_value" else None
