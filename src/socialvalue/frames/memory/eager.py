"""Valuing a table in memory: columns to numpy arrays, the kernel, and exact settling of the rest.

Rows that say no more than measure and quantity go straight from their codes into the kernel.  What
a row adds (a unit, years, a share, a value of its own) makes another slot in the kernel's table,
one for each distinct combination, and only those rows are looked at one by one.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine.exact import half_up
from socialvalue.engine.fused import lines_in_pence, total_pence
from socialvalue.engine.kernel import UnitValues, compile_unit_values
from socialvalue.engine.order import NONE, PARTLY, place_of
from socialvalue.engine.rows import NUMPY, answer, place, years_missing
from socialvalue.frames.memory.adjust import Adjusted, adjusted_rows
from socialvalue.frames.memory.double_counting import doubled_rows
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.read.amounts import exactly, faults_of
from socialvalue.frames.read.encode import Integers, spread

BILLION = 10**11
"""£1bn in pence: a line of as much is marked."""

_LEAST = Fraction(1, 10**30)
"""£ per unit: times the largest quantity it is far from half a penny."""

__all__ = ["Valued", "total_rows_at_once", "value_rows"]

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]


@attrs.frozen(eq=False)
class Valued:
    """What a table is worth, row by row.

    Attributes:
        pence: Whole pennies, 0 for a row that does not count [rows].
        problems: The place of each row's problem in `rules.ORDER` [rows], or None for none.
        slots: The number of each row's figure, before adjustments [rows].
        figures: £ per unit by those numbers; NaN where there is none; the last for −1.
        given: Rows with a value of their own, and what it is.
    """

    pence: Floats
    problems: Places | None
    slots: Integers
    figures: Floats
    given: tuple[Integers, Floats]

    @property
    def unit_value(self) -> Floats:
        """£ per unit, the nearest double; NaN where there is none [rows]."""
        found: Floats = spread(self.figures, self.slots)
        rows, values = self.given
        found[rows] = values
        return found


@attrs.frozen(eq=False)
class _Ready:
    """All that is known of a table before a line of it is multiplied.

    Attributes:
        table: The kernel's table.
        codes: For each row its slot in that table [rows].
        figures: The distinct values of the facts.
        figure: For each slot the number of its value; the last for −1.
        slots: The number of each row's figure, before adjustments [rows].
        adjusted: The rows that change their unit value.
        problems: What is known of slots and rows so far.
    """

    table: UnitValues
    codes: Integers
    figures: list[Decimal]
    figure: Integers
    slots: Integers
    adjusted: Adjusted
    problems: _Problems


def value_rows(rows: Rows) -> Valued:
    """Value a table in memory.

    Args:
        rows: The table, and the measures it is valued with.
    """
    ready = _ready(rows)
    adjusted, problems = ready.adjusted, ready.problems
    pence, outside = lines_in_pence(ready.codes, rows.quantity, ready.table)
    _settle(rows, pence, outside, ready)
    doubles_of = np.array([*(float(each) for each in ready.figures), np.nan])
    found = problems.settled(_row_problems(rows, adjusted), pence)
    given = adjusted.given_rows, adjusted.given
    return Valued(pence, found, ready.slots, doubles_of.take(ready.figure), given)


def total_rows_at_once(
    rows: Rows, groups: Integers, n_groups: int
) -> tuple[NDArray[np.int64], Mask | None] | None:
    """Pennies of each group in one pass over the lines, where no line asks for more.

    Args:
        rows: The table, and the measures it is valued with.
        groups: The group of each row, from 0 [rows].
        n_groups: How many groups there may be.

    Returns:
        Pennies of each group [n_groups], and which rows have a problem, or None for none; None
        where lines have to be looked at one by one, or where the loop cannot be compiled.
    """
    ready = _ready(rows)
    if len(ready.adjusted.rows) or ready.problems.of_rows:
        return None
    first = _row_problems(rows, ready.adjusted)
    if first is not None and first.min(initial=NONE) < NONE:
        return None
    refused = ready.problems.by_slot != NONE
    counts = ready.problems.by_slot >= PARTLY
    pence = ready.table.pence.copy()
    pence[:-1][~np.roll(counts, 1)] = 0
    table = attrs.evolve(ready.table, pence=pence)
    found = total_pence(ready.codes, rows.quantity, groups, n_groups, table)
    if found is None or found[1]:
        return None
    return found[0], spread(refused, ready.slots) if refused.any() else None


def _ready(rows: Rows) -> _Ready:
    slots, cells = _slots(rows)
    figures, cell_figure = rows.facts.figures
    figure = cell_figure.take(cells)
    by_slot = rows.facts.cells[1].take(cells)
    if _by_slot_alone(rows):
        measure = cells // (len(rows.facts.areas) * len(rows.facts.days))
        by_slot = np.minimum(by_slot, years_missing(NUMPY, rows.facts.first_year.take(measure)))
    problems = _Problems(by_slot, slots)
    adjusted = adjusted_rows(rows, slots, figure, problems)
    table, codes = _table(rows.facts.table, figures, figure, slots, adjusted)
    return _Ready(table, codes, figures, figure, slots, adjusted, problems)


def _slots(rows: Rows) -> tuple[Integers, Integers]:
    """A number for each row, and for each of these numbers a cell of the facts; the last for −1."""
    facts = rows.facts
    size = len(facts.areas) * len(facts.days)
    if "place" not in rows.columns and "date" not in rows.columns:
        return rows.measure_names.codes, rows.measure_of_name * size
    cell = rows.measure * size
    if "place" in rows.columns:
        cell += _areas(rows) * len(facts.days)
    if "date" in rows.columns:
        cell += _periods(rows)
    return cell, np.arange((len(facts.measures) + 1) * size)


def _areas(rows: Rows) -> Integers:
    coded, areas = rows.coded(rows.columns["place"]), rows.facts.area_of
    return spread(coded.look_up(lambda each: areas.get(each, 0), 0), coded.codes)


def _periods(rows: Rows) -> Integers:
    from socialvalue.frames.read.days import day_numbers

    facts = rows.facts
    numbers, missing = day_numbers(rows.frame.get_column(rows.columns["date"]))
    starts = np.array([each.toordinal() for each in facts.starts], np.int64)
    found = np.searchsorted(starts, numbers, side="right")
    found[missing] = facts.period(facts.on)
    return found


class _Problems:
    """The problems found so far: by slot where that decides, and by row for a few rows."""

    def __init__(self, by_slot: Places, slots: Integers) -> None:
        self.by_slot = by_slot
        self.slots = slots
        self.rows: list[tuple[Integers, Places]] = []
        self.instead: list[tuple[Integers, Places]] = []

    def add(self, rows: Integers, code: str) -> None:
        """Some rows have a problem, if they have none that stands before it."""
        if len(rows):
            self.rows.append((rows, np.full(len(rows), place_of(code), np.int8)))

    def replace(self, rows: Integers, places: Places) -> None:
        """Some rows have these problems, whatever their slots say."""
        self.instead.append((rows, places))

    @property
    def of_rows(self) -> bool:
        """Whether some rows have problems of their own, or others than their slots say."""
        return any(len(some) for some, _ in (*self.rows, *self.instead))

    def settled(self, whole: Places | None, pence: Floats) -> Places | None:
        """The first problem of each row; rows that do not count are set to 0 pence."""
        clean = bool((self.by_slot == NONE).all())
        if clean and whole is None and not self.rows and not self.instead:
            return None
        found: Places = spread(self.by_slot, self.slots)
        for rows, places in self.instead:
            found[rows] = places
        if whole is not None:
            np.minimum(found, whole, out=found)
        for rows, places in self.rows:
            found[rows] = np.minimum(found[rows], places)
        if (found == NONE).all():
            return None
        pence[found < place_of("SV507")] = 0
        return found


def _row_problems(rows: Rows, adjusted: Adjusted) -> Places | None:
    """Problems that each row is looked at for; None where no row has any."""
    found = [faults_of(rows.quantity), adjusted.problems, _place_problems(rows),
             doubled_rows(rows), _answers(rows), _years_missing(rows)]  # fmt: skip
    first: Places | None = None
    for each in found:
        if each is not None:
            first = each if first is None else np.minimum(first, each)
    return first


def _place_problems(rows: Rows) -> Places | None:
    """No such place, or one outside the contract's where that matters."""
    if "place" not in rows.columns:
        return None
    coded, facts = rows.coded(rows.columns["place"]), rows.facts
    unknown = coded.look_up(lambda each: each not in facts.area_of, 0).astype(bool)
    outside = coded.look_up(lambda each: each in facts.outside, 0).astype(bool)
    anywhere, placed = place(NUMPY, unknown, np.stack([np.zeros_like(outside), outside]))
    found = spread(anywhere, coded.codes)
    if not outside.any():
        return found
    return np.where(spread(facts.placed, rows.measure), spread(placed, coded.codes), found)


def _answers(rows: Rows) -> Places | None:
    """A yes-or-no measure is answered with 1 or 0."""
    asked = rows.facts.yes_or_no.take(rows.measure_of_name)
    if not asked.any():
        return None
    found: Places = answer(NUMPY, spread(asked, rows.measure_names.codes), rows.quantity)
    return found


def _by_slot_alone(rows: Rows) -> bool:
    """Whether a measure alone decides that years are missing: no row states any, nor a value."""
    return not {"years", "unit_value"} & {*rows.columns}


def _years_missing(rows: Rows) -> Places | None:
    """A measure that depends on years, in a table with values of rows and no column of years."""
    needed = rows.facts.first_year.take(rows.measure_of_name)
    if "years" in rows.columns or _by_slot_alone(rows) or not needed.any():
        return None
    return spread(years_missing(NUMPY, needed), rows.measure_names.codes)


def _table(
    base: UnitValues, figures: list[Decimal], figure: Integers, slots: Integers, adjusted: Adjusted
) -> tuple[UnitValues, Integers]:
    """The kernel's table by slot, with the adjusted values after; and each row's slot in it."""
    if not len(adjusted.rows):
        return _by_slot(base, figure[:-1] if len(figure) else figure), slots
    values = [*figures, *(_rounded(each) for each in adjusted.values)]
    extended = compile_unit_values(values)
    every = np.concatenate([figure, len(figures) + np.arange(len(adjusted.values))])
    used = np.where(slots < 0, len(figure) - 1, slots)
    used[adjusted.rows] = len(figure) + adjusted.codes
    return _by_slot(extended, every), used


def _by_slot(table: UnitValues, figure: Integers) -> UnitValues:
    """The same table with an entry for each slot instead of each figure."""
    inner = figure + 1
    return UnitValues(
        pence=np.concatenate([[0.0], table.pence.take(inner), [np.nan]]),
        mantissa=np.concatenate(
            [np.zeros(1, np.uint64), table.mantissa.take(inner), np.zeros(1, np.uint64)]
        ),
        half_penny=table.half_penny,
        scale=table.scale,
        has_value=figure >= 0,
    )


def _rounded(value: Fraction) -> Decimal:
    """A value as a Decimal; one that no Decimal is gets so many digits that near lines show.

    One so small that no quantity makes a penny of it is nothing.
    """
    if value < _LEAST:
        return Decimal(0)
    wide = Context(prec=60)
    return wide.divide(Decimal(value.numerator), Decimal(value.denominator))


def _settle(
    rows: Rows,
    pence: Floats,
    outside: Integers,
    ready: _Ready,
) -> None:
    """Value exactly the rows that the kernel could not prove; mark those of £1bn and more."""
    fit = outside[np.isfinite(rows.quantity[outside]) & (rows.quantity[outside] >= 0)]
    large = []
    amounts = exactly(rows.frame.get_column(rows.columns["quantity"]), fit)
    for row, amount in zip(fit.tolist(), amounts, strict=True):
        worth = _value_at(int(ready.codes[row]), ready)
        exact = Fraction(amount) * worth * 100
        if exact < BILLION:
            pence[row] = half_up(exact.numerator, exact.denominator)
        else:
            large.append(row)
    ready.problems.add(np.array(large, np.intp), "SV512")


def _value_at(slot: int, ready: _Ready) -> Fraction:
    """The exact value of a slot."""
    if len(ready.adjusted.rows) and slot >= len(ready.figure):
        return ready.adjusted.values[slot - len(ready.figure)]
    number = int(ready.figure[slot])
    return Fraction(ready.figures[number]) if number >= 0 else Fraction(0)
