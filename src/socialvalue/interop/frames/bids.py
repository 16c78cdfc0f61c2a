"""Bids from a table: a row a commitment, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Context, Decimal, Inexact
from typing import Any

import narwhals as nw
import numpy as np

from socialvalue.errors import InputError, Problem, SocialValueError, problem
from socialvalue.interop.frames.amounts import doubles, exactly
from socialvalue.interop.frames.columns import check_types, find_columns, kind_of, names_of
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.tender import Bid
from socialvalue.units import Quantity, quantity

__all__ = ["bids_from_frame"]

_DIVISION = Context(prec=60, traps=[Inexact])
_TEXTS = ("bid", "measure", "unit", "place", "activity")
_NUMBERS = ("quantity", "years", "share_claimed")


def bids_from_frame(
    df: Any, framework: Framework, *, columns: Mapping[str, str] | None = None
) -> tuple[Bid, ...]:
    """The bids of a table in memory, a row a commitment.

    Args:
        df: A table with the columns bid, measure and quantity, and if it likes unit, years, place,
            date, activity and share_claimed; as for `value_frame`.
        framework: The measures, or a plug-in laid over them.
        columns: What a column says to its name, where the names are others.

    Returns:
        One bid a bidder, in the order in which they first stand in the table.

    Raises:
        InputError: Everything that is wrong in the table, each with its row.

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"bid": ["Acme", "Brook"], "measure": ["NT10", "NT29"],
        ...                    "quantity": [200, 30]})
        >>> [bid.bidder for bid in sv.bids_from_frame(df, toms)]
        ['Acme', 'Brook']
    """
    rows = _rows_of(df, columns)
    made: dict[str, list[Commitment]] = {}
    wrong: list[Problem] = []
    for number, row in enumerate(rows, start=1):
        try:
            bidder, commitment = _read(row, framework)
        except SocialValueError as error:
            wrong += (each.within(f"row {number}") for each in error.problems)
        else:
            made.setdefault(bidder, []).append(commitment)
    if wrong:
        raise InputError(wrong)
    return tuple(Bid(bidder, commitments=found) for bidder, found in made.items())


def _rows_of(df: Any, columns: Mapping[str, str] | None) -> Iterator[dict[str, Any]]:
    """The rows, by what their columns say."""
    found = find_columns(names_of(df) or [], columns)
    if "bid" not in found:
        hint = f"columns here: {', '.join(names_of(df) or [])}; say columns={{…}} for other names"
        raise InputError(problem("SV325", found="bid", hint=hint))
    frame = _in_memory(df)
    check_types({each: kind_of(frame[each]) for each in found.values()}, found)
    items = {role: _items(role, frame[name]) for role, name in found.items()}
    for row in zip(*items.values(), strict=True):
        yield dict(zip(items, row, strict=True))


def _in_memory(df: Any) -> nw.DataFrame[Any]:
    try:
        return nw.from_native(df, eager_only=True)
    except TypeError:
        expected, found = "a table in memory", type(df).__name__
        raise InputError(problem("SV316", what="df", expected=expected, found=found)) from None


def _items(role: str, column: nw.Series[Any]) -> list[Any]:
    """The items of a column; None for a missing one, and numbers exactly."""
    missing = column.is_null().to_numpy()
    if role in _NUMBERS:
        return _numbers(column)
    found = [None if none else each for each, none in zip(column.to_list(), missing, strict=True)]
    return [_day(each) for each in found] if role == "date" else found


def _numbers(column: nw.Series[Any]) -> list[Any]:
    finite = np.flatnonzero(np.isfinite(doubles(column)))
    found: list[Any] = column.to_list()
    for index, exact in zip(finite.tolist(), exactly(column, finite), strict=True):
        found[index] = exact
    return [None if each is None or each != each else each for each in found]  # noqa: PLR0124


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _read(row: dict[str, Any], framework: Framework) -> tuple[str, Commitment]:
    """One row: whose it is, and what it promises."""
    bidder = row["bid"]
    if bidder is None or not str(bidder).strip():
        raise InputError(problem("SV313", what="a bid"))
    measure = framework["" if row["measure"] is None else str(row["measure"])]
    offered = _quantity(row, measure.unit)
    details: dict[str, Any] = {
        each: row.get(each) for each in ("place", "date", "activity", "share_claimed")
    }
    return str(bidder), framework.commit(measure.code, offered, **details)


def _quantity(row: dict[str, Any], unit: str) -> Quantity:
    """The quantity, with its years where it is one of FTE-years and they are stated."""
    years = row.get("years")
    if unit != "fte_year" or years is None or row.get("unit") not in (None, unit):
        return quantity(row["quantity"], row.get("unit") or unit)
    amount, span = quantity(row["quantity"], unit).amount, quantity(years, unit).amount
    return Quantity(amount, unit, rate=_rate(amount, span), years=span)


def _rate(amount: Decimal, years: Decimal) -> Decimal:
    """FTE at any one time: the FTE-years over the years, where that is a decimal."""
    if not years:
        raise InputError(problem("SV307", what="years"))
    try:
        return _DIVISION.divide(amount, years)
    except Inexact:
        expected = "a number of FTE-years that its years divide into a decimal"
        found = f"{amount} in {years} years"
        raise InputError(
            problem("SV316", what="quantity", expected=expected, found=found)
        ) from None
