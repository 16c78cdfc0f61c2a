"""Which columns of doubles a method means."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from socialvalue.engine.figures import Figures, Tenders
from socialvalue.engine.methods import banded, panel, pounds, price
from socialvalue.engine.methods.part import Part, Parts
from socialvalue.model.criteria import Criterion

__all__ = ["FROM_COLUMNS", "part_of"]

FROM_COLUMNS: Parts = {**price.PARTS, **panel.PARTS, **pounds.PARTS, **banded.PARTS}
"""What can be done from columns of numbers."""


def part_of(leaf: Criterion, weight: Fraction, figures: Figures, tenders: Tenders) -> Part:
    """The part of one criterion.

    Args:
        leaf: It has one of the methods of `FROM_COLUMNS`.
        weight: Its points in units of the last published place.
        figures: What the method reads is there.
        tenders: Who competes with whom.
    """
    if not weight:  # what it would have read may not be there
        return Part(0.0, lambda rows: np.zeros(rows.stop - rows.start))
    return FROM_COLUMNS[type(leaf.method)](leaf, weight, figures.priced(leaf.price), tenders)
