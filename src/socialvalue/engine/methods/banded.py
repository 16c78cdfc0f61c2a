"""Published tables: bands of pounds, and a menu of points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.engine.methods.part import ALL, NEAR, NOTHING, Column, Part, Parts, Points, there
from socialvalue.engine.methods.relative import relative_to_highest
from socialvalue.errors import InputError, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.methods import Banded, Entry, PointsMenu

if TYPE_CHECKING:
    from socialvalue.engine.figures import Figures, Floats, Mask, Tenders

__all__ = ["PARTS", "POINTS", "banded", "menu_points", "points_menu"]


def banded(name: str, weight: Fraction, ratios: Sequence[Fraction], table: Banded) -> Column:
    """Weight × the mark of the band a ratio falls in ÷ top of the scale.

    Raises:
        InputError: A ratio above the last band (SV722).

    Source:
        scoring.md §2, Q4.
    """
    return [weight * _mark(name, ratio, table) / Fraction(table.scale) for ratio in ratios]


def _mark(name: str, ratio: Fraction, table: Banded) -> Fraction:
    band = table.band_at(ratio)
    if band is None:
        raise InputError(problem("SV722", found=float(ratio), criterion=name))
    return Fraction(band.mark)


def _banded(method: Banded, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    ratios = [each.value / each.denominators[method.denominator] for each in bids]
    return banded(leaf.name, Fraction(leaf.points), ratios, method)


def _banded_part(leaf: Criterion, weight: Fraction, figures: Figures, _: Tenders) -> Part:
    import numpy as np

    method, value = leaf.method, there(figures.value)
    assert isinstance(method, Banded)  # noqa: S101
    below = figures.denominators[method.denominator]
    scale = below.scale / value.scale
    ends = [Fraction(each.upper) * scale for each in method.bands if each.upper is not None]
    bounds = np.array([float(each) for each in ends])
    points = [float(weight * Fraction(each.mark) / Fraction(method.scale)) for each in method.bands]
    by_band = np.array([*points, points[-1]])  # one more: at the end of the last band itself

    def ratio(rows: slice) -> Floats:
        return value.part(rows) / below.part(rows)

    def fill(rows: slice) -> Floats:
        found: Floats = by_band.take(np.searchsorted(bounds, ratio(rows), side="right"))
        return found

    def doubt(rows: slice) -> Mask:
        here = ratio(rows)
        low = np.searchsorted(bounds, here * (1 - NEAR), side="right")
        high = np.searchsorted(bounds, here * (1 + NEAR), side="right")
        near: Mask = low != high
        return near

    return Part(float(weight), fill, doubt)


def points_menu(
    weight: Fraction, units: Sequence[Mapping[str, Fraction]], menu: PointsMenu
) -> Column:
    """Weight × min(1, menu points ÷ required); or relative to the highest.

    Source:
        scoring.md §2, Q5.
    """
    totals = [sum(menu_points(menu, offered).values(), NOTHING) for offered in units]
    if menu.required is None:
        return relative_to_highest(weight, totals)
    return [weight * min(ALL, total / Fraction(menu.required)) for total in totals]


def menu_points(method: PointsMenu, units: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """Code to the menu points of the units offered, for what is offered."""
    offered = ((code, each, units.get(code)) for code, each in method.menu.items())
    return {code: Fraction(each) * found for code, each, found in offered if found}


def _points_menu(method: PointsMenu, leaf: Criterion, bids: Sequence[Entry]) -> Column:
    return points_menu(Fraction(leaf.points), [each.units for each in bids], method)


POINTS: Points = {Banded: _banded, PointsMenu: _points_menu}
PARTS: Parts = {Banded: _banded_part}
"""A points menu counts the units of each measure: no column of numbers holds them."""
