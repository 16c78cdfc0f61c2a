"""Points for a register of tenders: the quantitative criterion, exact, for millions of bids."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any, Final, TypeAlias, overload

import attrs
import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.arrays.publish import compile_parts, ranks
from socialvalue.engine.figures import Figures, Numbers, Tenders
from socialvalue.engine.order import NONE, place_of
from socialvalue.engine.rows import TOO_MANY
from socialvalue.errors import InputError, problem
from socialvalue.frames.engines.query_points import evaluate_query
from socialvalue.frames.read.amounts import doubles, exactly, faults_of
from socialvalue.frames.read.build import added
from socialvalue.frames.read.cleaning import cleaned_of, listed
from socialvalue.frames.read.encode import encode, spread
from socialvalue.frames.read.kinds import kind_of, kind_of_table, readable
from socialvalue.frames.read.outputs import check_outputs, check_private, check_stale
from socialvalue.frames.read.roles import find_columns, names_of
from socialvalue.frames.read.taken import Records, TableT, taken
from socialvalue.frames.terms import Method, Terms, asked_of
from socialvalue.model.fields import as_read
from socialvalue.model.methods import AgainstTarget, RelativeToHighest

__all__ = ["evaluate_frame"]

Floats: TypeAlias = NDArray[np.float64]
Problems: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

_ALIASES: Final = {
    "tender": ("tender_id",),
    "value_pence": (),
    "value": (),
    "contract_value": (),
    "price": (),
}
_DIVISORS = ("contract_value", "price")


@overload
def evaluate_frame(
    df: TableT,
    method: Method,
    points: int | str | Decimal,
    *,
    target: int | str | Decimal | None = None,
    places: int = 2,
    rank: bool = False,
    columns: Mapping[str, str | None] | None = None,
    prefix: str = "",
    clean: bool = False,
) -> TableT: ...
@overload
def evaluate_frame(
    df: Records,
    method: Method,
    points: int | str | Decimal,
    *,
    target: int | str | Decimal | None = None,
    places: int = 2,
    rank: bool = False,
    columns: Mapping[str, str | None] | None = None,
    prefix: str = "",
    clean: bool = False,
) -> list[dict[str, Any]]: ...
def evaluate_frame(
    df: Any,
    method: Method,
    points: int | str | Decimal,
    *,
    target: int | str | Decimal | None = None,
    places: int = 2,
    rank: bool = False,
    columns: Mapping[str, str | None] | None = None,
    prefix: str = "",
    clean: bool = False,
) -> Any:
    """The points of each bid under one quantitative criterion, each tender by itself.

    Args:
        df: A table with a row a bid, of any kind that `value_frame` takes: the columns value (£)
            or value_pence, one of the two; tender, for ranks and for methods that look at rivals
            (a row without one is not scored); contract_value (£), or price where the method
            divides by it, for all but `RelativeToHighest` without a minimum.
        method: `AgainstTarget` or `RelativeToHighest`; except on DuckDB, Ibis and Spark also
            `RatioThenRelative` or `Banded`.
        points: What the criterion is worth.
        target: £ of social value per £1, where the method states none.
        places: Decimals of the published points, up to 6.
        rank: Whether to add the rank within the tender too.
        columns: What a column says to its name, where the names are others; to None where the
            column of that name is the user's own.
        prefix: What the names of the columns begin with that are added.
        clean: Whether the cells of a table in memory are read as people write them, as
            `value_frame` does: £ of amounts in pounds, thousands commas, spaces around names.

    Returns:
        The same kind of table, lazy if it was, with columns added.  They are points (64-bit float,
        the nearest to the published points; null where there are none), rank where it was asked for
        (from 1, equal for equal points, 0 where there are none), and problem (a stable code, or
        null).  An engine of queries marks a bid whose points it cannot prove (SV512: next to a
        half, a number of more than 6 decimals, or one of £9bn or more that is not whole), and
        gives no ranks in that tender.

    Raises:
        InputError: Columns that are missing (SV325), stand twice or say the same (SV326), hold no
            numbers (SV327) or are called as those that are added (SV332), a lazy table that is to
            be cleaned (SV335), a method that is none of these (SV316), no target (SV709).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> df = pl.DataFrame({"tender": ["A", "A", "B"], "bid": ["x", "y", "z"],
        ...                    "value": [50, 200, 3]})
        >>> sv.evaluate_frame(df, sv.RelativeToHighest(), 5)["points"].to_list()
        [1.25, 5.0, 5.0]

    Source:
        scoring.md §2, Q1 to Q4, and §4, T4; law 2: exact rationals, published once, half-up.
    """
    how = method, points, target, places, rank
    asked = attrs.evolve(asked_of(*how), prefix=prefix, clean=clean)
    said = columns or {}

    def reads(names: list[str]) -> list[str]:
        return [*_roles(names, asked, said).values(), *asked.outputs]

    table, back = taken(df, reads, reads if clean else lambda _: asked.added)
    kind = kind_of_table(table)
    if clean:
        table = _cleaned(table, kind, asked, said)
    if kind == "query":
        _refuse_unless_query(method)
    found = _find(table, kind, asked, said)
    if kind == "query":
        return back(evaluate_query(nw.from_native(table).lazy(), found, asked.steps))
    given = {"polars": _polars_lazy, "dask": _dask, "memory": _in_memory}[kind]
    return back(given(table, found, asked))


def _cleaned(df: Any, kind: str, asked: Terms, said: Mapping[str, str | None]) -> Any:
    """A table in memory whose cells are read as people write them, and the list of the changes.

    Raises:
        InputError: It is lazy (SV335), a column is called as the list (SV332), or texts are no
            numbers even so (SV327).
    """
    if kind != "memory":
        raise InputError(problem("SV335", kind=kind))
    frame, names = nw.from_native(df, eager_only=True), names_of(df) or []
    found = _roles(names, asked, said)
    check_outputs(names, asked.outputs, found, frame)
    made = cleaned_of(frame, found)
    return made.frame.with_columns(listed(frame, made.changes, asked.outputs[0])).to_native()


def _find(df: Any, kind: str, asked: Terms, said: Mapping[str, str | None]) -> dict[str, str]:
    """The columns that the method reads: role to name."""
    names = names_of(df) or []
    found = _roles(names, asked, said)
    needed = [*found]
    if kind == "query":
        check_private(names, asked.added)
    frame = None if kind == "dask" else nw.from_native(df)
    check_outputs(names, asked.added, found, frame if kind == "memory" else None)
    check_stale(names, asked.added, f"{asked.prefix}rank")
    if kind in ("query", "polars"):
        return readable(found, nw.from_native(df).collect_schema(), frame, needed=needed)
    if kind == "dask":
        return readable(found, _kinds(df._meta, found), needed=needed, empty=lambda _: False)
    return readable(found, _kinds(df, found), frame, needed=needed, cleans=not asked.clean)


def _roles(names: Sequence[str], asked: Terms, said: Mapping[str, str | None]) -> dict[str, str]:
    """What the columns of these names say that the method reads: role to name."""
    needed = [_which_value(names, said), *asked.roles]
    every = find_columns(names, said, roles=_ALIASES, needed=needed, unsayable=())
    return {role: every[role] for role in needed}


def _which_value(names: Sequence[str], said: Mapping[str, str | None]) -> str:
    """The role of the column of values: pounds or pennies, and never a choice of two.

    Raises:
        InputError: There are both, and nobody says which is meant (SV326).
    """
    both = ("value", "value_pence")
    able = [each for each in both if said.get(each)]
    able = able or [each for each in both if each in names and each not in said]
    if len(able) > 1:
        hint = "say which is meant: columns={'value': 'value'} or {'value_pence': 'value_pence'}"
        raise InputError(problem("SV326", found="value", names=" and ".join(able), hint=hint))
    return able[0] if able else "value"


def _kinds(df: Any, found: Mapping[str, str]) -> dict[str, Any]:
    """The types of columns of a table in memory."""
    frame = nw.from_native(df, eager_only=True)
    return {name: kind_of(frame.get_column(name)) for name in found.values()}


def _polars_lazy(lazy: Any, found: dict[str, str], asked: Terms) -> Any:
    import polars as pl

    types = [pl.Float64(), *([pl.Int64()] if asked.rank else []), pl.String()]
    added_here = dict(zip(asked.added, types, strict=True))
    return lazy.map_batches(
        lambda part: _in_memory(part, found, asked),
        schema={**lazy.collect_schema(), **added_here},
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )


def _dask(table: Any, found: dict[str, str], asked: Terms) -> Any:
    """Part by part, each tender's bids in one of them."""
    whole = table.shuffle(on=found["tender"]) if "tender" in found else table
    points = partial(_in_memory, found=found, asked=asked)
    return whole.map_partitions(points, meta=points(table._meta))


def _refuse_unless_query(method: Method) -> None:
    if isinstance(method, (AgainstTarget, RelativeToHighest)):
        return
    expected = "AgainstTarget(…) or RelativeToHighest() on an engine of queries"
    hint = "collect the table first"
    found = type(method).__name__
    raise InputError(problem("SV316", what="method", expected=expected, found=found, hint=hint))


def _in_memory(df: Any, found: dict[str, str], asked: Terms) -> Any:
    frame = nw.from_native(df, eager_only=True)
    numbers = {
        role: _numbers(frame.get_column(name), role)
        for role, name in found.items()
        if role != "tender"
    }
    codes, count, nobody = None, 1, None
    if "tender" in found:
        codes, count, nobody = _tender_codes(frame.get_column(found["tender"]))
    problems = _problems(numbers, nobody)
    standing = None if problems is None else problems == NONE
    scored = _scored(numbers, Tenders(codes, count, len(frame), standing), asked)
    return added(frame, dict(zip(asked.added, [*scored, problems], strict=True)))


def _scored(numbers: Mapping[str, Numbers], tenders: Tenders, asked: Terms) -> list[NDArray[Any]]:
    """The columns of points and, where they are asked for, ranks."""
    method: Any = asked.criterion.method
    below = numbers.get("price", numbers.get("contract_value"))
    name = getattr(method, "denominator", "initial")
    figures = Figures(
        value=numbers.get("value", numbers.get("value_pence")),
        target=Numbers.one(asked.target),
        denominators={} if below is None else {name: below},
    )
    compiled = compile_parts([asked.criterion], figures, tenders, asked.places)
    points = compiled.doubles()
    if tenders.standing is not None:
        points[~tenders.standing] = np.nan
    return [points, *([_ranked(points, tenders, asked.places)] if asked.rank else [])]


def _ranked(points: Floats, tenders: Tenders, places: int) -> NDArray[Any]:
    """Ranks of published points, which are whole numbers again."""
    units = np.rint(np.nan_to_num(points) * 10.0**places).astype(np.int64)
    return ranks([units], tenders)


def _numbers(column: nw.Series[Any], role: str) -> Numbers:
    """A column of numbers, and the exact ones of its rows."""
    kind = kind_of(column)
    scale = Fraction(1, 100) if role == "value_pence" else Fraction(1)
    if kind.is_integer() and not column.null_count():
        whole = column.to_numpy()
        if whole.dtype.kind in "iu":
            return Numbers.whole(whole, scale)
    floats = isinstance(kind, (nw.Float32, nw.Float64))
    return Numbers(doubles(column), partial(exactly, column), scale, single=floats)


def _problems(numbers: Mapping[str, Numbers], nobody: Mask | None) -> Problems | None:
    """What is wrong with each row; None where nothing is.

    Args:
        numbers: By role.
        nobody: Rows of no tender; None where each has one.
    """
    if nobody is None and all(_sound(each, role) for role, each in numbers.items()):
        return None
    first: Problems = np.full(len(next(iter(numbers.values())).doubles), NONE, np.int8)
    for role, each in numbers.items():
        faults = faults_of(each.doubles * 1e-3)
        if faults is not None:
            np.minimum(first, faults, out=first)
        if role in _DIVISORS:
            first[(each.doubles == 0) & (first == NONE)] = place_of("SV307")
    if nobody is not None:
        first[nobody] = np.minimum(first[nobody], place_of("SV313"))
    return None if (first == NONE).all() else first


def _sound(numbers: Numbers, role: str) -> bool:
    """Whether a column has nothing wrong with it, at a glance."""
    above = numbers.lowest > 0 or (numbers.lowest == 0 and role not in _DIVISORS)
    return above and numbers.highest < 1000 * TOO_MANY


def _tender_codes(column: nw.Series[Any]) -> tuple[NDArray[Any], int, Mask | None]:
    """The rows' tenders as numbers from 0, how many there may be, and which rows have none."""
    if (
        isinstance(kind_of(column), (nw.Int64, nw.Int32))
        and len(column)
        and not column.null_count()
    ):
        numbers = column.to_numpy()
        low, high = int(numbers.min()), int(numbers.max())
        if low >= 0 and high < 4 * len(numbers) + 1024:
            return numbers, high + 1, None
    coded = encode(column)
    codes, count = coded.groups()
    nameless = coded.look_up(_is_nobody, 1).astype(bool)
    nobody = spread(nameless, coded.codes) if nameless.any() else None
    return codes, count, nobody if nobody is not None and nobody.any() else None


def _is_nobody(name: Any) -> bool:
    """Whether this names no tender: a null, a NaN, or a text with nothing to read in it."""
    missing = name is None or (isinstance(name, float) and math.isnan(name))
    return missing or (isinstance(name, str) and not as_read(name))
