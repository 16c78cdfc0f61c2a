"""Bids from a table: a row a commitment, and all that is wrong told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Context, Decimal, Inexact
from functools import partial
from typing import TYPE_CHECKING, Any, Self, TypeVar

import attrs
import narwhals as nw

from socialvalue.errors import InputError, Problem, SocialValueError, problem
from socialvalue.frames.bid_rows import FACTS, MARK, PRICE, Facts, Whose, whose_of
from socialvalue.frames.read.cleaning import cleaned_of
from socialvalue.frames.read.items import in_memory, items_of, numbers_of
from socialvalue.frames.read.kinds import kind_of, readable
from socialvalue.frames.read.roles import ALIASES, NEEDED, SHARES, find_columns, names_of
from socialvalue.frames.read.taken import Batch, Records, taken
from socialvalue.model.bids.bid import Bid
from socialvalue.model.bids.marks import passed
from socialvalue.model.commitment import Commitment
from socialvalue.model.framework import Framework
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.measure import Measure
from socialvalue.numbers import exact_number
from socialvalue.units import Quantity, quantity

if TYPE_CHECKING:
    from narwhals.typing import IntoDataFrame

__all__ = ["Bids", "bids_from_frame"]

T = TypeVar("T")

_DIVISION = Context(prec=60, traps=[Inexact])
_DETAILS = ("place", "date", "activity", "basis", *SHARES, "community", "note")
_PROMISES = ("measure", "quantity", "unit", "years", *_DETAILS)
_NUMBERS = ("quantity", "years", *SHARES, "price")
_ROLES = {**ALIASES, **dict.fromkeys(("lot", *FACTS, "community", "note"), ())}
_GIVEN = "a value given for a procurement is the tender's, the same for every bidder (unit_values)"


class Bids(tuple[Bid, ...]):  # noqa: SLOT001 - a tuple's subclass has no slots
    """The bids of a table: a tuple, with what was cleaned in its cells.

    Attributes:
        cleaned: The rows in which a cell was cleaned, by their numbers from 1, and how it is read.
    """

    cleaned: dict[int, str]

    def __new__(cls, bids: Iterable[Bid], cleaned: Mapping[int, str] = FrozenMap()) -> Self:
        """Some bids, and what was cleaned in the table that they were made of."""
        made = super().__new__(cls, bids)
        made.cleaned = dict(cleaned)
        return made


def bids_from_frame(
    df: IntoDataFrame | Batch | Records,
    framework: Framework,
    *,
    columns: Mapping[str, str | None] | None = None,
    marks: Mapping[str, str] | Iterable[str] = (),
    prices: Mapping[str, str] | Iterable[str] = (),
    clean: bool = False,
) -> Bids:
    """The bids of a table in memory, a row a commitment.

    Args:
        df: A table with the columns bid, measure and quantity, and if it likes unit, years, place,
            date, activity, basis, share_claimed, deadweight, displacement, leakage and
            attribution_to_others, as for `value_frame`, community (true or false) and note; and
            of the bid as a whole price (£), lot, state and reason.  Each row of a bid says these
            alike, or leaves them empty.  A row without a measure and all that goes with it tells of
            the bid only.
        framework: The measures, or a plug-in laid over them.
        columns: What a column says to its name, where the names are others; to None where a
            column of that name is the user's own.
        marks: Criterion to the column with the panel's marks; or the criteria, where the columns
            are called so.
        prices: Name of a further price to its column (£), for criteria that name one; or the names.
        clean: Whether cells are read as people write them, as `value_frame` does.

    Returns:
        One bid a bidder and lot, in the order in which they first stand in the table; its
        ``cleaned`` lists each row in which a cell was cleaned, and how that is read.

    Raises:
        InputError: Everything that is wrong in the table, each with its row.

    Example:
        >>> import polars as pl, socialvalue as sv
        >>> toms = sv.load("national-toms", edition="2022")
        >>> df = pl.DataFrame({"bid": ["Acme", "Acme", "Brook"],
        ...                    "measure": ["NT10", "NT29", "NT29"], "quantity": [200, 30, 45],
        ...                    "price": [98_500, None, 97_000], "quality": [4, 4, 3]})
        >>> acme, brook = sv.bids_from_frame(df, toms, marks=["quality"])
        >>> acme.bidder, len(acme.commitments), acme.price, acme.marks["quality"].consensus
        ('Acme', 2, Decimal('98500'), Decimal('4'))
    """
    named = {f"{MARK}{each}": name for each, name in _named(marks).items()}
    named |= {f"{PRICE}{each}": name for each, name in _named(prices).items()}
    read = _Read()
    rows, changes = _rows_of(df, columns, named, framework if clean else None)
    for number, row in enumerate(rows, start=1):
        read.take(number, row, framework)
    return Bids(read.bids(), {row + 1: "; ".join(changes[row]) for row in sorted(changes)})


@attrs.frozen(eq=False)
class _Read:
    """What was read so far.

    Attributes:
        facts: What rows say of their bids.
        promised: A bid's commitments, by bidder and lot.
        wrong: The row of each problem, and the problem.
    """

    facts: Facts = attrs.field(factory=Facts)
    promised: dict[Whose, list[Commitment]] = attrs.field(factory=dict)
    wrong: list[tuple[int, Problem]] = attrs.field(factory=list)

    def take(self, number: int, row: dict[str, Any], framework: Framework) -> None:
        """Read one more row."""
        whose = self._tried(number, lambda: whose_of(row))
        told = whose is not None and self._tried(
            number, lambda: self.facts.take(whose, number, row)
        )
        promises = [] if whose is None else self.promised.setdefault(whose, [])
        if not told or any(row.get(each) is not None for each in _PROMISES):
            made = self._tried(number, lambda: _commitment(row, framework))
            promises.extend(() if made is None else (made,))

    def bids(self) -> tuple[Bid, ...]:
        """The bids, now that all rows are read."""
        made = [self._bid(*each) for each in self.promised.items()]
        found = [*self.wrong, *self.facts.problems(), *self.facts.spellings()]
        wrong = sorted(found, key=lambda each: each[0])
        if wrong:
            raise InputError([each for _, each in wrong])
        return tuple(each for each in made if each is not None)

    def _bid(self, whose: Whose, promised: list[Commitment]) -> Bid | None:
        bidder, lot = whose
        said = self.facts.of(whose)
        return self._tried(
            self.facts.first[whose], lambda: Bid(bidder, lot=lot, commitments=promised, **said)
        )

    def _tried(self, number: int, make: Callable[[], T]) -> T | None:
        """What is made of a row; None where that is wrong, and told with all the rest."""
        try:
            return make()
        except SocialValueError as error:
            self.wrong.extend((number, each.within(f"row {number}")) for each in error.problems)
        return None


def _named(given: Mapping[str, str] | Iterable[str]) -> dict[str, str]:
    """Names to columns; columns that are called so have given their names."""
    return dict(given) if isinstance(given, Mapping) else {each: each for each in given}


# --- rows -----------------------------------------------------------------------------------


def _rows_of(
    df: Any,
    columns: Mapping[str, str | None] | None,
    named: Mapping[str, str],
    cleans: Framework | None,
) -> tuple[Iterator[dict[str, Any]], Mapping[int, list[str]]]:
    """The rows, by what their columns say, and what was cleaned of them, where that is asked for.

    `named` are the columns of marks and of further prices.
    """
    said: dict[str, str | None] = {**(columns or {}), **named}
    roles = {**_ROLES, **dict.fromkeys(named, ())}
    find = partial(find_columns, said=said, roles=roles, needed=("bid", *NEEDED))
    table, _ = taken(df, lambda names: find(names).values())
    found = find(names_of(table) or [])
    frame = in_memory(table)
    changes: Mapping[int, list[str]] = {}
    if cleans is not None:
        made = cleaned_of(frame, found, cleans)
        frame, changes = made.frame, made.changes
    kinds = {each: kind_of(frame.get_column(each)) for each in found.values()}
    needed, why = ("bid", *NEEDED), {"unit_value": _GIVEN}
    found = readable(found, kinds, frame, needed=needed, why=why, cleans=cleans is None)
    items = {role: _items(role, frame.get_column(name)) for role, name in found.items()}
    rows = (dict(zip(items, row, strict=True)) for row in zip(*items.values(), strict=True))
    return rows, changes


def _items(role: str, column: nw.Series[Any]) -> list[Any]:
    """The items of a column; None for a missing one, and numbers exactly."""
    kind = kind_of(column)
    worth = role in _NUMBERS or role.startswith(PRICE)
    if worth or (role.startswith(MARK) and kind.is_numeric()):
        return numbers_of(column)
    found = items_of(column)
    if role == "community":
        return [_flag(each) for each in found]
    if role == "note":
        return [None if each is None else str(each) for each in found]
    return [_day(each) for each in found] if role == "date" else found


def _flag(item: Any) -> Any:
    """Yes and no in words as what they mean; all else as it is, to be refused or taken."""
    answer = passed(item)
    return item if answer is None else bool(answer)


def _day(value: Any) -> date | None:
    return value.date() if isinstance(value, datetime) else value


# --- one row --------------------------------------------------------------------------------


def _commitment(row: dict[str, Any], framework: Framework) -> Commitment:
    """What a row promises; all that is wrong in it is raised together."""
    measure = framework["" if row["measure"] is None else str(row["measure"])]
    details = {each: row[each] for each in _DETAILS if row.get(each) is not None}
    try:
        offered = _quantity(row, measure.unit)
    except SocialValueError as error:
        raise InputError([*error.problems, *_beside(measure, details, framework)]) from None
    return framework.commit(measure.code, offered, **details)


def _beside(measure: Measure, details: dict[str, Any], framework: Framework) -> tuple[Problem, ...]:
    """What is wrong in a row beside its quantity."""
    try:
        framework.commit(measure.code, quantity(1, measure.unit), **details)
    except SocialValueError as error:
        return error.problems
    return ()


def _quantity(row: dict[str, Any], unit: str) -> Quantity:
    """The quantity, with its years where it is one of FTE-years and they are stated."""
    years = row.get("years")
    if unit != "fte_year" or years is None or row.get("unit") not in (None, unit):
        return quantity(row["quantity"], row.get("unit") or unit)
    amount, span = (exact_number(quantity(each, unit).amount) for each in (row["quantity"], years))
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
