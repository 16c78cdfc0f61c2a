"""Points for a register of tenders: the quantitative criterion, exact, for millions of bids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, TypeAlias

import attrs
import narwhals as nw
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.points import publish
from socialvalue.errors import InputError, Problem, did_you_mean, problem
from socialvalue.interop.frames.amounts import doubles, exactly, faults_of
from socialvalue.interop.frames.build import added
from socialvalue.interop.frames.columns import kind_of, names_of
from socialvalue.interop.frames.encode import encode
from socialvalue.interop.frames.rules import NONE, place_of
from socialvalue.model.methods import AgainstTarget, RelativeToHighest
from socialvalue.numbers import exact_number

__all__ = ["evaluate_frame"]

Floats: TypeAlias = NDArray[np.float64]
Method: TypeAlias = AgainstTarget | RelativeToHighest

_ALIASES: Final = {
    "tender": ("tender_id",),
    "value_pence": (),
    "value": (),
    "contract_value": (),
    "price": (),
}
_NEAR = 2.0**-46
_MOST_PLACES = 6
_ONE = Fraction(1)
_NOTHING = Fraction(0)


@attrs.frozen
class _Asked:
    """How points are given."""

    method: Method
    weight: Fraction
    target: Fraction
    places: int


def evaluate_frame(
    df: Any,
    method: Method,
    points: int | str | Decimal,
    *,
    target: int | str | Decimal | None = None,
    places: int = 2,
    columns: Mapping[str, str] | None = None,
) -> Any:
    """The points of each bid under one quantitative criterion, each tender by itself.

    Args:
        df: A table in memory, or a lazy frame of polars, with a row a bid: the columns value (£)
            or value_pence; tender, for `RelativeToHighest`; contract_value (£), or price where
            the method divides by it, for `AgainstTarget`.
        method: `AgainstTarget` or `RelativeToHighest`.
        points: What the criterion is worth.
        target: £ of social value per £1, where the method states none.
        places: Decimals of the published points, up to 6.
        columns: What a column says to its name, where the names are others.

    Returns:
        The same kind of table with two columns more: points (64-bit float, the nearest to the
        published points; null where there are none) and problem (a stable code, or null).

    Raises:
        InputError: Columns that are missing (SV325), a method that is none of the two (SV316), no
            target (SV709).

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> df = pl.DataFrame({"tender": ["A", "A", "B"], "bid": ["x", "y", "z"],
        ...                    "value": [50, 200, 3]})
        >>> sv.evaluate_frame(df, sv.RelativeToHighest(), 5)["points"].to_list()
        [1.25, 5.0, 5.0]

    Source:
        scoring.md §2, Q1 and Q2; law 2: exact rationals, published once, half-up.
    """
    asked = _asked(method, points, target, places)
    names = names_of(df) or []
    found = _find(names, asked.method, dict(columns or {}))
    if hasattr(df, "map_batches") and hasattr(df, "collect_schema"):
        return _polars_lazy(df, found, asked)
    return _in_memory(df, found, asked)


def _asked(method: Any, points: Any, target: Any, places: int) -> _Asked:
    if not isinstance(method, (AgainstTarget, RelativeToHighest)):
        expected = "AgainstTarget(…) or RelativeToHighest()"
        raise InputError(problem("SV316", what="method", expected=expected, found=repr(method)))
    if getattr(method, "weight_value", None) or getattr(method, "weight_score", None):
        expected, found = "a method without weights by theme", repr(method)
        raise InputError(problem("SV316", what="method", expected=expected, found=found))
    if places not in range(_MOST_PLACES + 1):
        raise InputError(problem("SV316", what="places", expected="0 to 6", found=repr(places)))
    own = method.target if isinstance(method, AgainstTarget) else 1
    said = own if own is not None else target
    if said is None:
        raise InputError(problem("SV709", criterion="quantitative"))
    wanted = Fraction(exact_number(said))
    if not wanted:
        raise InputError(problem("SV307", what="the target"))
    return _Asked(method, Fraction(exact_number(points)), wanted, places)


def _find(names: Sequence[str], method: Method, said: Mapping[str, str]) -> dict[str, str]:
    """The columns that the method reads: role to name."""
    found = {}
    for role, aliases in _ALIASES.items():
        able = [each for each in (said.get(role, role), *aliases) if each in names]
        if able:
            found[role] = able[0]
    needed = ["value_pence" if "value_pence" in found else "value"]
    if isinstance(method, AgainstTarget):
        needed.append("price" if method.denominator == "price" else "contract_value")
    else:
        needed.append("tender")
    wrong: list[Problem] = [
        problem("SV325", found=each, hint=did_you_mean(each, names, label="columns here"))
        for each in needed
        if each not in found
    ]
    if wrong:
        raise InputError(wrong)
    return {role: found[role] for role in needed}


def _polars_lazy(lazy: Any, found: dict[str, str], asked: _Asked) -> Any:
    import polars as pl

    schema = {**lazy.collect_schema(), "points": pl.Float64(), "problem": pl.String()}
    return lazy.map_batches(
        lambda part: _in_memory(part, found, asked),
        schema=schema,
        predicate_pushdown=False,
        projection_pushdown=False,
        slice_pushdown=False,
    )


def _in_memory(df: Any, found: dict[str, str], asked: _Asked) -> Any:
    try:
        frame = nw.from_native(df, eager_only=True)
    except TypeError:
        expected, kind = "a table in memory, or a lazy frame of polars", type(df).__name__
        raise InputError(problem("SV316", what="df", expected=expected, found=kind)) from None
    numbers = {role: _numbers(frame[name]) for role, name in found.items() if role != "tender"}
    value_role, base_role = found
    problems = _problems(numbers, base_role)
    value = numbers[value_role]
    if base_role == "tender":
        rows = _highest(value, encode(frame[found["tender"]]).groups(), problems)
        base, divisor = value.take(rows), frame[found[value_role]]
    else:
        rows = np.arange(len(frame))
        base, divisor = numbers[base_role], frame[found[base_role]]
    in_pence = value_role == "value_pence" and base_role != "tender"
    scale = Fraction(1, 100) if in_pence else _ONE
    points = _points(value, base, scale, asked)
    full = _full(value, base, scale, asked)
    points[full] = _most(asked)
    unsure = _unsure(points, value, base, scale, asked) & (problems == NONE) & ~full
    near = np.flatnonzero(unsure)
    _settle(points, near, (frame[found[value_role]], divisor, rows), (scale, asked))
    points[problems != NONE] = np.nan
    clean = bool((problems == NONE).all())
    return added(frame, {"points": points, "problem": None if clean else problems})


def _numbers(column: nw.Series[Any]) -> Floats:
    kind = kind_of(column)
    if not (kind.is_numeric() or isinstance(kind, (nw.Object, nw.Unknown))):
        raise InputError(problem("SV327", found=column.name, expected="numbers", type=str(kind)))
    return doubles(column)


def _problems(numbers: Mapping[str, Floats], base: str) -> NDArray[np.int8]:
    """What is wrong with each row's numbers."""
    first: NDArray[np.int8] = np.full(len(next(iter(numbers.values()))), NONE, np.int8)
    for role, column in numbers.items():
        large = column * 1e-3 if role in ("value_pence", "value", base) else column
        faults = faults_of(large)
        if faults is not None:
            np.minimum(first, faults, out=first)
    if base in numbers:
        first[(numbers[base] == 0) & (first == NONE)] = place_of("SV307")
    return first


def _highest(
    value: Floats, groups: tuple[NDArray[Any], int], problems: NDArray[np.int8]
) -> NDArray[np.intp]:
    """For each row, a row of its tender with the highest value."""
    codes, number = groups
    fit = np.where(problems == NONE, value, -1.0)
    highest = np.full(number, -1.0)
    np.maximum.at(highest, codes, fit)
    row = np.zeros(number, np.intp)
    there = np.flatnonzero(fit == highest.take(codes))
    row[codes[there]] = there
    return row.take(codes)


def _points(value: Floats, base: Floats, scale: Fraction, asked: _Asked) -> Floats:
    """Published points in doubles; wrong only where `_unsure` says so."""
    raw = _raw(value, base, scale, asked)
    ten = 10.0**asked.places
    found: Floats = np.floor(raw * ten + 0.5) / ten
    return found


def _raw(value: Floats, base: Floats, scale: Fraction, asked: _Asked) -> Floats:
    """Exact points in doubles, but for their last digits."""
    method = asked.method
    with np.errstate(all="ignore"):
        ratio = value * float(scale / asked.target) / base
        ratio[~(base > 0)] = 0.0
        if isinstance(method, AgainstTarget):
            held = np.minimum(ratio, float(method.cap))
            held[ratio < float(method.floor)] = 0.0
            ratio = held
    return ratio * float(asked.weight)


def _full(value: Floats, base: Floats, scale: Fraction, asked: _Asked) -> NDArray[np.bool_]:
    """Rows that have all the points there are, beyond doubt."""
    if isinstance(asked.method, RelativeToHighest):
        best: NDArray[np.bool_] = (value == base) & (value > 0)
        return best
    with np.errstate(all="ignore"):
        ratio = value * float(scale / asked.target) / base
    full: NDArray[np.bool_] = ratio > float(asked.method.cap) * (1 + 2.0**-40)
    return full


def _most(asked: _Asked) -> float:
    """All the points there are, as published."""
    cap = Fraction(asked.method.cap) if isinstance(asked.method, AgainstTarget) else _ONE
    return float(publish(asked.weight * cap, asked.places))


def _unsure(
    points: Floats, value: Floats, base: Floats, scale: Fraction, asked: _Asked
) -> NDArray[np.bool_]:
    """Rows whose points stand near the middle of two, or whose ratio stands at the floor."""
    scaled = _raw(value, base, scale, asked) * 10.0**asked.places
    near: NDArray[np.bool_] = np.abs(scaled - np.floor(scaled) - 0.5) <= (scaled + 1.0) * _NEAR
    if isinstance(asked.method, AgainstTarget) and asked.method.floor:
        with np.errstate(all="ignore"):
            ratio = value * float(scale / asked.target) / base
        floor = float(asked.method.floor)
        near |= np.abs(ratio - floor) <= floor * _NEAR
    return near & np.isfinite(points)


def _settle(
    points: Floats,
    near: NDArray[np.intp],
    columns: tuple[nw.Series[Any], nw.Series[Any], NDArray[np.intp]],
    how: tuple[Fraction, _Asked],
) -> None:
    """Publish the points of some rows from exact rationals."""
    value, base, base_rows = columns
    scale, asked = how
    pairs = zip(exactly(value, near), exactly(base, base_rows[near]), strict=True)
    for row, (worth, below) in zip(near.tolist(), pairs, strict=True):
        ratio = Fraction(worth) * scale / asked.target / Fraction(below) if below else _NOTHING
        points[row] = float(publish(asked.weight * _held(ratio, asked.method), asked.places))


def _held(ratio: Fraction, method: Method) -> Fraction:
    """The ratio, capped, and 0 below the floor."""
    if not isinstance(method, AgainstTarget):
        return ratio
    return min(Fraction(method.cap), ratio) if ratio >= Fraction(method.floor) else _NOTHING
