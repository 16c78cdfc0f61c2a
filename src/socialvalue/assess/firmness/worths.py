"""Which pounds of which bid rest on which unit value, and what the bids have when values move.

A unit value is the same for every bidder, so it moves for all of them at once.  Pounds move as the
published pennies of a line times a factor; they are not rounded again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import cached_property

import attrs

from socialvalue.assess.firmness.margins import Whole
from socialvalue.assess.firmness.rescoring import Board, reads
from socialvalue.assess.points.scoring import column_of
from socialvalue.engine.lines import Line
from socialvalue.engine.yardsticks import is_absolute
from socialvalue.model.criteria import Criterion
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.methods import Entry

__all__ = ["Worths", "worths_of"]


@attrs.frozen
class Worths:
    """The pennies of each bid by unit value.

    Attributes:
        board: The bids that stand, the first first.
        names: Of the unit values: the measure's code, with the value where it has several.
        themes: The theme of each.
        pence: A row a bid, a column a unit value.
        leaves: The criteria whose points may change with pounds of social value.
        fixed: The points of each bid that do not.
    """

    board: Board = attrs.field(repr=False)
    names: tuple[str, ...]
    themes: tuple[str, ...]
    pence: tuple[tuple[int, ...], ...]
    leaves: tuple[Criterion, ...]
    fixed: tuple[Fraction, ...]

    def totals(self, factors: Whole, places: Sequence[int]) -> list[Fraction]:
        """The exact points of some bids when unit values are multiplied.

        Raises:
            InputError: It leads beyond a published table (SV722).
        """
        seen = places if self.is_absolute else range(len(self.pence))
        return self.totals_of({place: self._entry(place, factors) for place in seen}, places)

    def totals_of(self, entries: Mapping[int, Entry], places: Sequence[int]) -> list[Fraction]:
        """The exact points of some bids, when those that they are measured by are as given."""
        seen, silent = list(entries), self.board.silent
        found = {place: self.fixed[place] for place in places}
        for leaf in self.leaves:
            quiet = [leaf.name in silent[place] for place in seen]
            column = column_of(leaf, [*entries.values()], quiet)
            for place, points in zip(seen, column, strict=True):
                if place in found:
                    found[place] += points
        return [found[place] for place in places]

    @cached_property
    def is_absolute(self) -> bool:
        """Whether no other bid's pounds change what a bid has."""
        return all(is_absolute(each.method) for each in self.leaves)

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        """The unit values of each theme."""
        found: dict[str, list[int]] = {}
        for column, theme in enumerate(self.themes):
            found.setdefault(theme, []).append(column)
        return found

    def scaled(self, place: int, factor: Fraction) -> Entry:
        """A bid when all of its pounds are multiplied by one factor."""
        entry = self.board.entries[place]
        themes = {name: amount * factor for name, amount in entry.themes.items()}
        return attrs.evolve(entry, value=entry.value * factor, themes=FrozenMap(themes))

    def _entry(self, place: int, factors: Whole) -> Entry:
        """A bid as the methods see it when unit values are multiplied."""
        themes: dict[str, int] = dict.fromkeys(self.board.entries[place].themes, 0)
        pence, above = self.pence[place], factors.above
        for theme, columns in self._columns.items():
            themes[theme] = sum([pence[each] * above[each] for each in columns])
        below = 100 * factors.below
        held = {theme: Fraction(amount, below) for theme, amount in themes.items()}
        value = Fraction(sum(themes.values()), below)
        return attrs.evolve(self.board.entries[place], value=value, themes=FrozenMap(held))


def worths_of(board: Board) -> Worths:
    """The pennies of each ranked bid by unit value."""
    lines = [_counted(each.valuation.lines) for each in board.results]
    figures = sorted({_figure(line) for each in lines for line in each})
    codes = [code for code, _ in figures]
    names = [code if codes.count(code) == 1 else f"{code} (£{value})" for code, value in figures]
    themes = {line.measure: line.definition.theme for each in lines for line in each}
    leaves = tuple(each for each in board.scheme.leaves if each.points and reads(each, "value"))
    moving = {each.name for each in leaves}
    return Worths(
        board,
        tuple(names),
        tuple(themes[code] for code in codes),
        tuple(_row(each, figures) for each in lines),
        leaves,
        tuple(_fixed(board, place, moving) for place in range(len(lines))),
    )


def _counted(lines: Iterable[Line]) -> list[Line]:
    return [each for each in lines if each.pence]


def _figure(line: Line) -> tuple[str, str]:
    return line.measure, str(line.unit_value)


def _row(lines: Iterable[Line], figures: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    found = dict.fromkeys(figures, 0)
    for line in lines:
        found[_figure(line)] += line.pence
    return tuple(found.values())


def _fixed(board: Board, place: int, moving: set[str]) -> Fraction:
    kept = (column[place] for name, column in board.columns.items() if name not in moving)
    return sum(kept, Fraction(0))
