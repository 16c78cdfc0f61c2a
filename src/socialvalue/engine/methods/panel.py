"""What a panel gives: marks, and a pass or a fail."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from socialvalue.engine.methods.part import Column, Part, Parts, Points
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Entry, PanelMark, PassFail

if TYPE_CHECKING:
    from socialvalue.engine.figures import Figures, Tenders

__all__ = ["PARTS", "POINTS", "panel_mark", "panel_part"]


def panel_mark(weight: Fraction, marks: Sequence[Fraction], out_of: Fraction) -> Column:
    """Weight × mark ÷ top of the scale.

    Example:
        >>> panel_mark(Fraction(30), [Fraction(4)], Fraction(5))
        [Fraction(24, 1)]

    Source:
        scoring.md §3, L1.
    """
    return [weight * mark / out_of for mark in marks]


def _points(method: PanelMark | PassFail, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    marks = [each.marks[leaf.name] for each in bids]
    return panel_mark(Fraction(leaf.points), marks, Fraction(method.out_of))


def panel_part(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    """The same from a column of marks."""
    method: Any = leaf.method
    marks = figures.marks[leaf.name]
    factor = float(weight * marks.scale / Fraction(method.out_of))
    return Part(float(weight), lambda rows: marks.part(rows) * factor)


POINTS: Points = {PanelMark: _points, PassFail: _points}
PARTS: Parts = {PanelMark: panel_part, PassFail: panel_part}
