"""Encoding once: a table whose texts are numbers already, to be valued as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import narwhals as nw

from socialvalue.errors import InputError, did_you_mean, problem
from socialvalue.frames.read.kinds import kind_of_table
from socialvalue.frames.read.roles import find_columns, names_of
from socialvalue.frames.read.taken import TableT, taken

__all__ = ["encode_frame"]

_READ: Final = ("measure", "bid", "unit", "place", "activity", "basis")
"""The texts of a row that are read."""


def encode_frame(
    df: TableT,
    by: str | Sequence[str] = (),
    *,
    columns: Mapping[str, str | None] | None = None,
) -> TableT:
    """A table whose texts are encoded, once, so that valuing it again touches no text.

    Most of what it costs to value a table of texts is to find each row's measure and bid among
    them.  Encoded, they are categories of polars or pandas, or dictionaries of pyarrow: the same
    texts to whoever looks, and numbers to whoever calculates.

    Args:
        df: A table in memory of polars, pandas or pyarrow, or a lazy one of polars.
        by: Further columns of texts that it will be totalled by.
        columns: What a column says to its name, where the names are others.

    Returns:
        The same table, with the columns of texts that `value_frame` reads, the bid and those of
        `by` encoded; all other columns as they are.

    Raises:
        InputError: No column of that name (SV325), or a table that another engine holds (SV316).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> df = pl.DataFrame({"bid": ["Acme", "Brook"], "measure": ["NT10", "NT29"],
        ...                    "quantity": [200.0, 30.0]})
        >>> held = sv.encode_frame(df)
        >>> for edition in ("2020", "2022"):
        ...     toms = sv.load("national-toms", edition=edition)
        ...     print(sv.total_frame(held, toms).rows())
        [('Acme', 3536000, 1, 0), ('Brook', 44400, 1, 0)]
        [('Acme', 5035811, 1, 0), ('Brook', 50790, 1, 0)]
    """
    rows = isinstance(df, (list, tuple))
    table, back = (df, _same) if rows else taken(df, lambda names: names)
    kind = "rows" if rows else kind_of_table(table)
    if kind not in ("memory", "polars"):
        expected = "a table in memory of a library, or a lazy one of polars"
        found = f"{type(df).__module__.partition('.')[0]}.{type(df).__name__}"
        raise InputError(problem("SV316", what="df", expected=expected, found=found))
    names = names_of(table) or []
    wanted = [by] if isinstance(by, str) else [*by]
    wrong = [problem("SV325", found=each, hint=did_you_mean(each, names, label="known here"))
             for each in wanted if each not in names]  # fmt: skip
    if wrong:
        raise InputError(wrong)
    frame: Any = nw.from_native(table)
    schema = frame.collect_schema()
    said = [name for role, name in find_columns(names, columns).items() if role in _READ]
    texts = [each for each in dict.fromkeys([*said, *wanted]) if schema[each] == nw.String]
    if not texts:
        return df
    coded: TableT = back(frame.with_columns(nw.col(*texts).cast(nw.Categorical)).to_native())
    return coded


def _same(result: Any) -> Any:
    return result
