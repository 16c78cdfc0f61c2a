"""How many rows of a valued table have which problem, and what that means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import narwhals as nw

from socialvalue.errors import CATALOGUE, InputError, did_you_mean, problem
from socialvalue.frames.read.kinds import kind_of_table
from socialvalue.frames.read.taken import Batch, Records, taken

if TYPE_CHECKING:
    from narwhals.typing import IntoFrame

__all__ = ["Problems", "problems"]


class Problems(dict[str, int]):
    """How many rows have which problem, by its code: a dict, with what each code means.

    Attributes:
        first: Code to the first row with it, from 1; nothing of a table that is not in memory.
    """

    first: dict[str, int]

    def __init__(self, counts: Mapping[str, int], first: Mapping[str, int]) -> None:
        super().__init__(counts)
        self.first = dict(first)

    @property
    def messages(self) -> dict[str, str]:
        """Code to what it means."""
        return {code: CATALOGUE[code].meaning for code in self}

    def __str__(self) -> str:
        return "\n".join(map(self._line, self)) or "no problems"

    def _line(self, code: str) -> str:
        rows = f"{self[code]:,} row{'' if self[code] == 1 else 's'}"
        first = f", the first is row {self.first[code]:,}" if code in self.first else ""
        return f"{code} {CATALOGUE[code].word}: {rows}{first}. {CATALOGUE[code].meaning}"


def problems(result: IntoFrame | Batch | Records, *, prefix: str = "") -> Problems:
    """How many rows have which problem, the commonest first, and what that means.

    Args:
        result: What `value_frame` gave; of a lazy table the counts are collected.
        prefix: The one that `value_frame` was told.

    Returns:
        Stable code to the number of rows, a dict; nothing for a table without problems.  Its
        ``messages`` say what each code means, and its ``first`` is the first row with each in a
        table in memory; printed, it shows all of it.

    Raises:
        InputError: It is no table (SV316), or one without the column (SV325).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"measure": ["NT10", "NT99", "NT98"], "quantity": [1, 1, 1]})
        >>> found = sv.problems(sv.value_frame(df, toms))
        >>> found
        {'SV209': 2}
        >>> print(found)
        SV209 unknown-measure: 2 rows, the first is row 2. A code that this set does not have.
    """
    name = f"{prefix}problem"
    if isinstance(result, list) and not result:
        return Problems({}, {})
    table, _ = taken(result, lambda _: [name])
    counted = {str(code): int(rows) for code, rows in _counted(table, name) if code in CATALOGUE}
    ordered = dict(sorted(counted.items(), key=lambda each: (-each[1], each[0])))
    return Problems(ordered, _first_rows(table, name) if ordered else {})


def _first_rows(result: Any, name: str) -> dict[str, int]:
    """The first row of each code, in a table in memory."""
    if kind_of_table(result) != "memory":
        return {}
    rows = nw.from_native(result, eager_only=True).select(name).with_row_index("sv_row")
    some = rows.filter(~nw.col(name).is_null())
    first = some.group_by(name).agg(row=nw.col("sv_row").min())
    pairs = zip(first[name].to_list(), first["row"].to_list(), strict=True)
    return {str(code): int(row) + 1 for code, row in pairs if code in CATALOGUE}


def _counted(result: Any, name: str) -> Iterable[tuple[Any, Any]]:
    """Each code, or a null, and how many rows have it."""
    dask = kind_of_table(result) == "dask"
    frame = nw.from_native(result._meta if dask else result)
    names = frame.collect_schema().names()
    if name not in names:
        hint = f"give what value_frame gave; {did_you_mean(name, names, label='columns here')}"
        raise InputError(problem("SV325", found=name, hint=hint))
    if dask:
        counts = result[name].value_counts().compute()
        return zip(counts.index, counts, strict=True)
    counted = frame.group_by(name).agg(rows=nw.len()).lazy().collect()
    return zip(counted[name].to_list(), counted["rows"].to_list(), strict=True)
