"""A table of counts of people in which small ones are withheld, and cannot be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

import attrs

from socialvalue.blocks import Block, Explanation, Shown
from socialvalue.contracts.amounts import to_two
from socialvalue.contracts.audiences.flows import Cell, closed_under
from socialvalue.errors import InputError, Problem, problem
from socialvalue.model.fields import name
from socialvalue.model.frozen import FrozenMap
from socialvalue.words import number_of

__all__ = ["SafeCounts", "suppress"]

WITHHELD = "withheld"
_MOST = 10_000


@attrs.frozen(kw_only=True, repr=False)
class SafeCounts(Shown):
    """Counts of people by one axis or two, with their totals, fit to be shown to others.

    Attributes:
        cells: A row, or a row and a column, to how many; None where that is withheld.
        rows: The total of each row, where there are two axes; None alike.
        columns: The total of each column, alike.
        total: Of all; None where that is withheld.
        least: The least count above nought that is shown.
    """

    cells: FrozenMap[Any, Fraction | None]
    rows: FrozenMap[str, Fraction | None] = FrozenMap()
    columns: FrozenMap[str, Fraction | None] = FrozenMap()
    total: Fraction | None
    least: int

    @property
    def withheld_count(self) -> int:
        """How many counts are withheld, totals among them."""
        held = (*self.cells.values(), *self.rows.values(), *self.columns.values(), self.total)
        return sum(each is None for each in held)

    @property
    def note(self) -> str:
        """What a table with withheld counts says below it; "" where none is withheld."""
        if not self.withheld_count:
            return ""
        return (
            f"{number_of(self.withheld_count, 'count')} withheld: fewer than {self.least}, or what "
            f"a count of fewer than {self.least} could be worked out from."
        )

    def explain(self) -> Explanation:
        """The table, with its totals and what it withholds."""
        return self._told()

    def _line(self) -> str:
        total = "total withheld" if self.total is None else f"{to_two(self.total)} in all"
        return f"{number_of(len(self.cells), 'count')}, {total}, {self.withheld_count} withheld"

    def _blocks(self) -> Iterable[Block]:
        said = (self.note,) if self.note else ()
        if not self.columns:
            rows = [(row, _shown(each)) for row, each in self.cells.items()]
            yield Block("", said, ("", "people"), (*rows, ("all", _shown(self.total))), (1,))
            return
        heads = ("", *self.columns, "all")
        crossed = tuple(
            (row, *(_shown(self.cells[row, each]) for each in self.columns), _shown(total))
            for row, total in self.rows.items()
        )
        foot = ("all", *map(_shown, self.columns.values()), _shown(self.total))
        yield Block("", said, heads, (*crossed, foot), tuple(range(1, len(heads))))


def _shown(amount: Fraction | None) -> str:
    return WITHHELD if amount is None else to_two(amount)


def suppress(
    counts: Mapping[str, Any] | Mapping[tuple[str, str], Any], *, least: int = 5
) -> SafeCounts:
    """Counts of people with their totals, of which the small ones are withheld for good.

    Every count above nought and below `least` is withheld, and with it as few others as are needed:
    whoever adds and subtracts all that is shown can't tell a withheld small count from any number
    from 1 to `least`.  Noughts are shown, unless one must be withheld beside another.

    It holds for one table.  Two tables of the same people may be published side by side where each
    has one axis; never cross places, suppliers and groups, and don't publish the same table of two
    days on which only a few people came to it.

    Args:
        counts: A row, or a row and a column, to how many; what is not named is nought.
        least: The least count above nought that is shown.

    Raises:
        InputError: A count that is no number or below nought (SV301), names of rows that are none
            or of different shapes (SV1040), a least that is no whole number from 2 (SV316).

    Example:
        >>> import socialvalue as sv
        >>> found = sv.contracts.suppress({"NEET": 14, "care leaver": 3, "ex-offender": 9})
        >>> found.cells
        FrozenMap({'NEET': Fraction(14, 1), 'care leaver': None, 'ex-offender': None})
        >>> found.total, found.note
        (Fraction(26, 1), '2 counts withheld: fewer than 5, or what a count of fewer than 5 could be worked out from.')
    """  # noqa: E501 - the note is one line
    bound = _least(least)
    given = _given(counts)
    crossed = any(column is not None for _, column in given)
    amounts = _with_totals(given, crossed=crossed)
    small = frozenset(cell for cell, each in amounts.items() if 0 < each < bound)
    gone = closed_under(amounts, small, Fraction(bound))
    shown = {cell: None if cell in gone else each for cell, each in amounts.items()}
    rows = {row: each for (row, column), each in shown.items() if row and column is None}
    if not crossed:
        return SafeCounts(cells=FrozenMap(rows), total=shown[None, None], least=bound)
    columns = {column: each for (row, column), each in shown.items() if column and row is None}
    cells = {cell: each for cell, each in shown.items() if None not in cell}
    return SafeCounts(cells=FrozenMap(cells), rows=FrozenMap(rows), columns=FrozenMap(columns),
                      total=shown[None, None], least=bound)  # fmt: skip


def _least(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 2:
        expected = "a whole number from 2"
        raise InputError(problem("SV316", what="least", expected=expected, found=repr(value)))
    return value


def _given(counts: Any) -> dict[Cell, Fraction]:
    """The counts by row and column, each an exact number.

    Raises:
        InputError: All that is wrong with them.
    """
    if not isinstance(counts, Mapping):
        expected, found = "counts by their rows", type(counts).__name__
        raise InputError(problem("SV316", what="the counts", expected=expected, found=found))
    wrong = tuple(_wrong_with(counts))
    if wrong:
        raise InputError(wrong)
    return {_cell(key): Fraction(value) for key, value in counts.items()}


def _wrong_with(counts: Mapping[Any, Any]) -> Iterator[Problem]:
    if len(counts) > _MOST:
        expected = f"at most {_MOST:,} counts"
        yield problem("SV316", what="the table", expected=expected, found=f"{len(counts):,}")
    shapes = {isinstance(key, tuple) for key in counts}
    for key, value in counts.items():
        parts = key if isinstance(key, tuple) else (key,)
        told = all(isinstance(each, str) and each.strip() for each in parts)
        if len(shapes) > 1 or not told or len(parts) != 1 + isinstance(key, tuple):
            yield problem("SV1040", found=repr(key))
        exact = isinstance(value, (int, Fraction)) and not isinstance(value, bool)
        exact = exact or (isinstance(value, Decimal) and value.is_finite())
        if not exact or not Fraction(value) >= 0:
            yield problem("SV301", found=value, hint="give how many people, from 0")


def _cell(key: Any) -> Cell:
    row, column = key if isinstance(key, tuple) else (key, None)
    return name(row), None if column is None else name(column)


def _with_totals(given: Mapping[Cell, Fraction], *, crossed: bool) -> dict[Cell, Fraction]:
    """Every count of the table: those given, noughts, and the totals."""
    rows = list(dict.fromkeys(row for row, _ in given))
    columns = list(dict.fromkeys(column for _, column in given)) if crossed else [None]
    found: dict[Cell, Fraction] = {}
    for row in rows:
        for column in columns:
            each = given.get((row, column), Fraction(0))
            for cell in {(row, column), (row, None), (None, column), (None, None)}:
                found[cell] = found.get(cell, Fraction(0)) + each
    return found or {(None, None): Fraction(0)}
