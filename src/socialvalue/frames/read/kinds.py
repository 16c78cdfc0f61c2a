"""Of which kind a table is, and whether its columns can say what they are to say."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

import attrs
import narwhals as nw

from socialvalue.errors import InputError, Problem, problem
from socialvalue.frames.read.roles import NEEDED, SHARES, UNSAYABLE
from socialvalue.model.frozen import FrozenMap
from socialvalue.numbers import exact_number

__all__ = [
    "check_keys",
    "is_half",
    "is_plain",
    "kind_of",
    "kind_of_table",
    "readable",
    "rows_in_words",
]

_TEXTS: Final = ("measure", "unit", "place", "activity", "basis", "state", "reason")
_NUMBERS: Final = ("quantity", "years", "unit_value", *SHARES, "price", "value", "value_pence",
                   "contract_value")  # fmt: skip
_MOST_ROWS = 5
_DAYS_HINT: Final = "make days of it first, in the zone that is meant (in Spark and SQL: to_date)"
_RECIPES: Final = {
    "polars": 'df.with_columns(pl.col("{0}").str.replace_all("[£, ]", "").cast(pl.Float64))',
    "pandas": 'df["{0}"] = pd.to_numeric(df["{0}"].str.replace("[£, ]", "", regex=True))',
    "pyarrow": 'pc.cast(pc.replace_substring_regex(df["{0}"], "[£, ]", ""), "float64")',
    "": "cast(regexp_replace({0}, '[£, ]', '', 'g') as double)",
}
"""How texts become numbers, by the library that holds them; of an engine of queries, in SQL."""


def kind_of_table(df: Any) -> str:
    """How a table is valued: in ``memory``, in parts of ``polars`` or ``dask``, by ``query``.

    Raises:
        InputError: It is no table that is known here (SV316).
    """
    if type(df).__module__.partition(".")[0].startswith("dask"):
        return "dask"
    try:
        frame = nw.from_native(df)
    except nw.exceptions.DuplicateError:
        return "memory"  # where the columns are looked at by name, and refused
    except TypeError:
        expected, found = "a table of a dataframe library, or a list of rows", type(df).__name__
        raise InputError(problem("SV316", what="df", expected=expected, found=found)) from None
    kind = _KINDS.get(frame.implementation)
    where = df.get_backend().name if frame.implementation.is_ibis() else "duckdb"
    if kind is None or where != "duckdb":
        expected = "a table of an engine that is tested here"
        found = f"{frame.implementation.value}{'' if kind is None else f' on {where}'}"
        hint = "make it a table of DuckDB, polars, pyarrow or pandas first"
        raise InputError(problem("SV316", what="df", expected=expected, found=found, hint=hint))
    return "memory" if isinstance(frame, nw.DataFrame) else kind


_KINDS: Final = {
    nw.Implementation.PANDAS: "memory",
    nw.Implementation.PYARROW: "memory",
    nw.Implementation.POLARS: "polars",
    nw.Implementation.DUCKDB: "query",
    nw.Implementation.IBIS: "query",  # on DuckDB
    nw.Implementation.PYSPARK: "query",
    nw.Implementation.PYSPARK_CONNECT: "query",
}
"""How each engine's tables are valued, unless they are in memory."""


@attrs.frozen
class Unread:
    """A type that no column here is read from.

    Attributes:
        name: What its library calls it.
    """

    name: str

    def __str__(self) -> str:
        return self.name


def kind_of(column: nw.Series[Any]) -> Any:
    """A column's type; pandas' columns of objects are that, whatever they seem to hold."""
    if column.implementation.is_pandas() and column.to_native().dtype == object:
        return nw.Object()
    if column.implementation.is_pyarrow():
        name = str(column.to_native().type)
        return Unread(name) if name.startswith("run_end_encoded") else column.dtype
    return column.dtype


def is_half(dtype: Any) -> bool:
    """Whether a type is that of 16-bit floats, which older narwhals have no name for."""
    return str(dtype) == "Float16"


def is_plain(dtype: Any) -> bool:
    """Whether numbers of a type can be read: whole ones to 64 bits, floats and decimals."""
    return is_half(dtype) or (not isinstance(dtype, Unread) and dtype.is_numeric())


def readable(
    found: Mapping[str, str],
    schema: Mapping[str, Any],
    frame: Any = None,
    *,
    needed: Collection[str] = NEEDED,
    empty: Callable[[str], bool] | None = None,
    why: Mapping[str, str] = FrozenMap(),
    cleans: bool = False,
) -> dict[str, str]:
    """The columns that say something, each of a kind that can.

    A column without a single value says nothing, whatever its type: files without their optional
    cells are read into any.

    Args:
        found: Role to name.
        schema: Name to type.
        frame: The table as narwhals sees it; None where it is not looked at.
        needed: The roles that must be there.
        empty: Whether a column has no value, where the frame cannot tell.
        why: What more cannot be said here, and why not.
        cleans: Whether the caller could ask to have texts read as numbers.

    Raises:
        InputError: All those that cannot (SV327), and those that say what no table can (SV331).
    """
    said, wrong = {}, []
    for role, name in found.items():
        reason = UNSAYABLE.get(role) or why.get(role)
        fault = (
            problem("SV331", found=name, why=reason)
            if reason
            else _fault(role, name, schema[name], frame, cleans=cleans)
        )
        if fault is None:
            said[role] = name
        elif not (empty(name) if empty else _is_empty(frame, name, is_needed=role in needed)):
            wrong.append(fault)
        elif role in needed:
            said[role] = name
    if wrong:
        raise InputError(wrong)
    return said


def check_keys(frame: nw.DataFrame[Any], groups: Mapping[str, str | None]) -> None:
    """The columns that a table is totalled by are of kinds that can be told apart.

    Raises:
        InputError: Those that are not (SV327).
    """
    keys = {each: each for each in groups.values() if each is not None}
    readable(keys, {each: kind_of(frame.get_column(each)) for each in keys}, frame, needed=())


def _is_empty(frame: Any, name: str, *, is_needed: bool) -> bool:
    """Whether a column has no value at all; of a lazy table only optional ones are asked."""
    if isinstance(frame, nw.DataFrame):
        column = frame.get_column(name)
        missing = column.is_null() if not column.dtype.is_float() else (
            column.is_null() | column.is_nan()
        )  # fmt: skip
        return bool(missing.fill_null(True).all())
    if frame is None or is_needed:
        return False
    counted = frame.select(sv_values=nw.col(name).count()).collect()
    return int(counted["sv_values"].to_list()[0]) == 0


def _fault(role: str, name: str, dtype: Any, frame: Any, *, cleans: bool = False) -> Problem | None:
    """What keeps a column from being read; None for one that can be."""
    lazy_or_none = None if frame is None else frame.implementation
    wide = isinstance(dtype, (nw.Int128, nw.UInt128))
    large = wide and lazy_or_none is not None and lazy_or_none.is_polars()
    expected = "numbers of at most 64 bits" if large else _expected(role, dtype)
    if isinstance(dtype, nw.Object) and lazy_or_none is not None and lazy_or_none.is_polars():
        # polars neither compares its objects nor counts them; figures are read one by one
        expected = "" if _is_number(role) or role == "date" else "names or numbers"
    if isinstance(dtype, nw.Unknown) and isinstance(frame, nw.LazyFrame):
        expected = _expected_of_queries(role, name, frame)
    if not expected or (role == "lot" and _all_whole(frame, name, dtype)):
        return None
    hint, where = _DAYS_HINT if role == "date" else None, ""
    if _is_number(role) and isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)):
        where, hint = _texts_of(frame, name), _recipe(frame, name)
        hint = f"say clean=True, which lists each change; or {hint}" if cleans else hint
    told = {"found": name, "expected": expected, "type": _type_name(dtype)}
    return problem("SV327", **told, hint=hint, where=where)


def _is_number(role: str) -> bool:
    """Whether a column says a number: of further prices each says which, after a colon."""
    return role.partition(":")[0] in _NUMBERS


def _expected_of_queries(role: str, name: str, frame: Any) -> str:
    """What a column of a type that only its engine knows should have been, if it has a value."""
    kinds = {**dict.fromkeys(_TEXTS, "texts"), **dict.fromkeys(_NUMBERS, "numbers"), "date": "days"}
    return kinds.get(role, "") if not _is_empty(frame, name, is_needed=False) else ""


def _all_whole(frame: Any, name: str, dtype: Any) -> bool:
    """Whether a column of floats holds whole numbers: what pandas makes of those with gaps."""
    if isinstance(dtype, Unread) or not dtype.is_float() or not isinstance(frame, nw.DataFrame):
        return False
    held = frame.get_column(name).drop_nulls().to_list()
    return all(each.is_integer() or math.isnan(each) for each in held)


def _expected(role: str, dtype: Any) -> str:
    """What a column should have been; "" where it is that."""
    if isinstance(dtype, (nw.Object, nw.Unknown)):
        return ""
    if role in _TEXTS:
        return "" if isinstance(dtype, (nw.String, nw.Categorical, nw.Enum)) else "texts"
    if _is_number(role):
        return "" if is_plain(dtype) else "numbers"
    if role == "date":
        naive = isinstance(dtype, nw.Datetime) and dtype.time_zone is None
        return "" if naive or isinstance(dtype, nw.Date) else "days (or times without a zone)"
    nested = isinstance(dtype, Unread) or dtype.is_nested()
    if role == "lot":
        named = isinstance(dtype, (nw.String, nw.Categorical, nw.Enum))
        named = named or (not nested and dtype.is_integer())
        return "" if named else "texts or whole numbers"
    return "names or numbers" if nested else ""


def _type_name(dtype: Any) -> str:
    """A type in the words of dataframes; a time with its zone in plain ones."""
    if isinstance(dtype, nw.Datetime) and dtype.time_zone is not None:
        return f"times in a zone ({dtype.time_zone})"
    return str(dtype)


def _texts_of(frame: Any, name: str) -> str:
    """Which rows of a column in memory hold texts that are no numbers."""
    if not isinstance(frame, nw.DataFrame):
        return ""
    texts = frame.get_column(name).cast(nw.String()).to_list()
    wrong = [row for row, each in enumerate(texts, 1) if isinstance(each, str) and _strange(each)]
    if not wrong:
        return ""
    return f"{rows_in_words(wrong)} ('{texts[wrong[0] - 1]}')"


def _strange(text: str) -> bool:
    try:
        exact_number(text)
    except InputError:
        return True
    return False


def _recipe(frame: Any, name: str) -> str:
    """How the texts of a column become numbers."""
    kind = "" if frame is None else str(frame.implementation.value)
    recipe = _RECIPES.get(kind, _RECIPES[""]).format(name)
    return f"make numbers of the texts first, for example {recipe}"


def rows_in_words(rows: list[int]) -> str:
    """Rows in words: all of them, or the first few.

    Example:
        >>> rows_in_words([2]), rows_in_words([1, 4, 9])
        ('row 2', 'rows 1, 4 and 9')
    """
    if len(rows) == 1:
        return f"row {rows[0]}"
    some = [str(each) for each in rows[:_MOST_ROWS]]
    more = len(rows) - len(some)
    last = f"{more:,} more" if more else some.pop()
    return f"rows {', '.join(some)} and {last}"
