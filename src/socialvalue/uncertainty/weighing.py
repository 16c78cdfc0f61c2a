"""Weights by theme in trials: a criterion as those without weights that come to the same points.

What a method multiplies before it adds up is a column of pounds of its own; what it scores by theme
is a criterion a theme.  So the engine that scores many bids at once gives the points, and nothing
here has a formula of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeAlias

import attrs
import numpy as np
from numpy.typing import NDArray

from socialvalue.assess.arrays.needs import beyond_columns
from socialvalue.assess.firmness.margins import scaled, whole_by
from socialvalue.engine.figures import Figures, Numbers
from socialvalue.errors import InputError, problem
from socialvalue.model.criteria import Criterion
from socialvalue.model.frozen import FrozenMap

__all__ = ["beyond_trials", "themes_of", "unweighed"]

Pence: TypeAlias = NDArray[np.int64]

_MOST = 2**62


def _factors(method: Any) -> Mapping[str, Any]:
    return getattr(method, "weight_value", None) or FrozenMap()


def _shares(method: Any) -> Mapping[str, Any]:
    return getattr(method, "weight_score", None) or FrozenMap()


def _bare(method: Any) -> Any:
    """A method without its weights by theme."""
    if not (_factors(method) or _shares(method)):
        return method
    return attrs.evolve(method, weight_value={}, weight_score={})


def beyond_trials(method: Any) -> str:
    """Why a method's points can't be worked out in trials; "" where they can.

    Args:
        method: Of a criterion.
    """
    bare = _bare(method)
    if bare is not method and getattr(method, "minimum", None) is not None:
        return "its minimum asks of all pounds, and its weights of those of each theme"
    return beyond_columns(bare)


def themes_of(method: Any, there: frozenset[str]) -> frozenset[str]:
    """The themes whose pounds a method reads one by one.

    Args:
        method: Of a criterion.
        there: Those of the measures that are offered.
    """
    return there if _factors(method) else there & {*_shares(method)}


def unweighed(
    leaf: Criterion, figures: Figures, themes: Mapping[str, Pence], none: Pence
) -> Iterator[tuple[Criterion, Figures]]:
    """Criteria without weights whose points add up to those of one, and what each reads.

    Args:
        leaf: The criterion.
        figures: What the bids say, with all of their pounds.
        themes: Theme to the pennies of each bid in each trial.
        none: The pennies of a theme that nobody offers.

    Raises:
        InputError: The pounds, times their weights, are too large to be added up exactly (SV1308).
    """
    bare = _bare(leaf.method)
    if _factors(leaf.method):
        value = _multiplied(themes, _factors(leaf.method))
        yield attrs.evolve(leaf, method_or_children=bare), attrs.evolve(figures, value=value)
    elif _shares(leaf.method):
        for theme, share in _shares(leaf.method).items():
            points = Fraction(leaf.points) * Fraction(share)
            value = Numbers.whole(themes.get(theme, none), Fraction(1, 100))
            part = attrs.evolve(leaf, points=points, method_or_children=bare)
            yield part, attrs.evolve(figures, value=value)
    else:
        yield leaf, figures


def _multiplied(themes: Mapping[str, Pence], factors: Mapping[str, Any]) -> Numbers:
    """Pounds, each theme's times its factor, 1 where it has none; whole numbers over one."""
    exact = [Fraction(factors.get(theme, 1)) for theme in themes]
    times = whole_by(exact)
    whole = scaled(exact, times)
    most = sum(int(pence.max()) * each for pence, each in zip(themes.values(), whole, strict=True))
    if most >= _MOST:
        limit = f"£{_MOST // max(whole) // 100:,}"
        raise InputError(problem("SV1308", found=f"£{most // max(whole) // 100:,}", limit=limit))
    total: Pence = np.zeros_like(next(iter(themes.values())))
    for pence, each in zip(themes.values(), whole, strict=True):
        total += pence * each
    return Numbers.whole(total, Fraction(1, 100 * times))
