"""Rows that change their unit value: another unit, a share, a basis, years in part, a value.

Each distinct combination is worked out once, exactly.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.engine import rows as rules
from socialvalue.engine.order import NONE, place_of
from socialvalue.engine.rows import NUMPY, TOO_MANY
from socialvalue.frames.memory.rows import Rows
from socialvalue.frames.read.amounts import doubles, exactly, faults_of
from socialvalue.frames.read.encode import spread
from socialvalue.frames.read.roles import REMOVED

__all__ = ["Adjusted", "adjusted_rows"]

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.integer[Any]]
Places: TypeAlias = NDArray[np.int8]
Mask: TypeAlias = NDArray[np.bool_]

_NO_ROWS: Integers = np.empty(0, np.intp)
_ONE = Fraction(1)


@attrs.frozen(eq=False)
class Adjusted:
    """The rows whose value is not that of their cell.

    Attributes:
        rows: Which rows, ascending.
        codes: For each of them the number of its value.
        values: The exact values, £ per unit of what the quantity counts.
        problems: What adjusting found wrong [all rows], or None.
        given_rows: Rows with a unit value of their own.
        given: That value, the nearest double.
    """

    rows: Integers
    codes: Integers
    values: list[Fraction]
    problems: Places | None
    given_rows: Integers
    given: Floats


@attrs.frozen(eq=False)
class _Factor:
    """One kind of adjustment: a number a row of what it is; 0 for none."""

    codes: Integers
    values: list[Fraction]


def adjusted_rows(rows: Rows, slots: Integers, figure: Integers, problems: Any) -> Adjusted:
    """The rows that are adjusted, each distinct value worked out once.

    Args:
        rows: The table.
        slots: A number for each row.
        figure: The number of the figure for each of these; −1 for none.
        problems: Told of rows whose own value stands before that of the cell.
    """
    found: list[Places | None] = []
    given_rows, given = _given(rows, problems, found)
    others = (_units(rows, found), *_shares(rows, found), _basis(rows, found), _years(rows, found))
    factors = [each for each in (given, *others) if each is not None]
    wrong = [each for each in found if each is not None]
    first = np.minimum.reduce(wrong) if wrong else None
    changed = _changed(factors)
    own = _doubles(given, given_rows)
    if not len(changed):
        return Adjusted(_NO_ROWS, _NO_ROWS, [], first, given_rows, own)
    codes, values = _combined(rows, changed, figure.take(slots[changed]), factors, given)
    return Adjusted(changed, codes, values, first, given_rows, own)


def _doubles(given: _Factor | None, some: Integers) -> Floats:
    """The given values of some rows, the nearest doubles."""
    if given is None:
        return np.empty(0)
    return np.array([float(each) for each in given.values])[given.codes[some]]


def _changed(factors: list[_Factor]) -> Integers:
    if not factors:
        return _NO_ROWS
    any_of = factors[0].codes != 0
    for each in factors[1:]:
        any_of = any_of | (each.codes != 0)
    return np.flatnonzero(any_of)


def _combined(
    rows: Rows,
    changed: Integers,
    base: Integers,
    factors: list[_Factor],
    given: _Factor | None,
) -> tuple[Integers, list[Fraction]]:
    """A number for each changed row, and the exact value for each number."""
    figures = [Fraction(0), *(Fraction(each) for each in rows.facts.figures[0])]
    columns = np.stack([base + 1, *(each.codes[changed] for each in factors)], axis=1)
    distinct, codes = np.unique(columns, axis=0, return_inverse=True)
    values = []
    for first, *others in distinct.tolist():
        value = figures[first]
        for factor, number in zip(factors, others, strict=True):
            if factor is given and number:
                value = factor.values[number]
            else:
                value *= factor.values[number]
        values.append(value)
    return codes.reshape(-1), values


def _distinct(numbers: Floats, held: Mask, column: Any) -> _Factor:
    """The distinct numbers of some rows, exactly; 1 for all others."""
    some = np.flatnonzero(held)
    _, first, inverse = np.unique(numbers[some], return_index=True, return_inverse=True)
    codes = np.zeros(len(numbers), np.intp)
    codes[some] = inverse + 1
    return _Factor(codes, [_ONE, *map(Fraction, exactly(column, some[first]))])


def _given(
    rows: Rows, problems: Any, found: list[Places | None]
) -> tuple[Integers, _Factor | None]:
    """Values of the rows' own; they stand before all others."""
    column = rows.column("unit_value")
    if column is None:
        return _NO_ROWS, None
    numbers = doubles(column)
    held = ~np.isnan(numbers)
    found.append(faults_of(np.where(held, numbers, 0.0)))
    fit = held & (numbers >= 0) & (numbers < TOO_MANY)
    some = np.flatnonzero(held)
    problems.replace(some, rows.facts.with_given.take(rows.measure[some]))
    monetised = rows.facts.with_given.take(rows.measure) != place_of("SV503")
    return np.flatnonzero(fit & monetised), _distinct(numbers, fit & monetised, column)


def _units(rows: Rows, found: list[Places | None]) -> _Factor | None:
    """Another unit than the measure's, where the two are the same thing."""
    if "unit" not in rows.columns:
        return None
    coded, facts = rows.coded(rows.columns["unit"]), rows.facts
    unknown = len(facts.units)
    numbers = coded.look_up(lambda each: facts.units.get(each, unknown), unknown + 1)
    table, values = _unit_table(rows)
    at = rows.measure, numbers.take(coded.codes)
    wrong = rules.unit(NUMPY, table >= 0, np.arange(unknown + 2) < unknown)
    found.append(wrong[at])
    return _Factor(np.maximum(table, 0)[at], values)


def _unit_table(rows: Rows) -> tuple[Integers, list[Fraction]]:
    """[measure, unit]: the number of a factor; −1 for a unit that does not fit."""
    facts = rows.facts
    table = np.full((len(facts.measures) + 1, len(facts.units) + 2), -1, np.intp)
    table[:, -1] = 0
    values = [_ONE]
    for fits, factor in facts.factors.items():
        if Fraction(factor) not in values:
            values.append(Fraction(factor))
        table[fits] = values.index(Fraction(factor))
    return table, values


def _shares(rows: Rows, found: list[Places | None]) -> Iterator[_Factor]:
    """The share that is claimed, and what is left after each share that does not count.

    Source:
        `engine.offers`, which says the same of one commitment.
    """
    stated: dict[str, Floats] = {}
    for role in ("share_claimed", *REMOVED):
        column = rows.column(role)
        if column is None:
            continue
        numbers = stated[role] = doubles(column)
        found.append(rules.share(NUMPY, numbers))
        nothing = 1 if role == "share_claimed" else 0
        counts = (numbers >= 0) & (numbers <= 1) & (numbers != nothing)
        some = _distinct(numbers, counts, column)
        left = [_ONE, *(1 - each for each in some.values[1:])]
        yield some if role == "share_claimed" else _Factor(some.codes, left)
    if "share_claimed" in stated and "attribution_to_others" in stated:
        both = stated["share_claimed"], stated["attribution_to_others"]
        found.append(rules.both_shares(NUMPY, *both))


def _basis(rows: Rows, found: list[Places | None]) -> _Factor | None:
    """How often a quantity is offered over the contract."""
    if "basis" not in rows.columns:
        return None
    coded, bases = rows.coded(rows.columns["basis"]), rows.contract.bases
    numbers = {word: number for number, word in enumerate(bases)}
    words = coded.look_up(lambda each: numbers.get(each, len(bases)), 0)
    cases = [(words == numbers[word], code) for word, (_, code) in bases.items()]
    found.append(spread(rules.basis(NUMPY, words >= 0, cases), coded.codes))
    times = [*(times for times, _ in bases.values()), _ONE]
    return _Factor(spread(words, coded.codes), times)


def _yearly(rows: Rows) -> Mask | None:
    """Rows that are offered for each year of the contract, which holds one year of work."""
    if "basis" not in rows.columns:
        return None
    coded = rows.coded(rows.columns["basis"])
    return spread(coded.look_up(lambda each: each == "per_year", 0).astype(bool), coded.codes)


def _years(rows: Rows, found: list[Places | None]) -> _Factor | None:
    """Years that count in part.

    Source:
        `engine.durations`, which says the same of one commitment.
    """
    column, facts = rows.column("years"), rows.facts
    if column is None:
        return None
    numbers, yearly = doubles(column), _yearly(rows)
    first, term = facts.first_year.take(rows.measure), rows.contract.most_years
    stated = facts.in_fte.take(rows.measure) & ~np.isnan(numbers)
    found.append(rules.years_missing(NUMPY, first & ~stated))
    most = term if yearly is None else rules.most_years(NUMPY, yearly, term)
    wrong = rules.years(NUMPY, stated, numbers, rows.quantity)
    late = rules.excess(NUMPY, stated, numbers, first, most)
    found += [wrong, late]
    partly = (wrong == NONE) & (late != NONE)
    return _kept(rows, _distinct(numbers, partly, column), partly & first, yearly)


def _kept(rows: Rows, stated: _Factor, first: Mask, yearly: Mask | None) -> _Factor:
    """What is left of the years, as a share of them."""
    number, term = len(stated.values), rows.contract.years
    partly = stated.codes != 0
    codes = stated.codes + number * (partly & first)
    if yearly is not None:
        codes = codes + 2 * number * (partly & yearly)
    found: list[Fraction] = []
    for longest in (None if term is None else Fraction(term), _ONE):
        most = [each if longest is None else min(each, longest) for each in stated.values]
        found += [held / each for held, each in zip(most, stated.values, strict=True)]
        found += [min(held, _ONE) / each for held, each in zip(most, stated.values, strict=True)]
    return _Factor(codes, [_ONE, *found[1:]])
