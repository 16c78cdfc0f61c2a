"""The difference of two products of doubles, of the right sign, as an expression of an engine.

Source:
    T. J. Dekker, A floating-point technique for extending the available precision, Numerische
    Mathematik 18 (1971): the error of a product of doubles, from split factors.
"""

from __future__ import annotations

import narwhals as nw

__all__ = ["difference"]

_SPLIT = 134217729.0


def difference(a: nw.Expr, b: nw.Expr, c: nw.Expr, d: nw.Expr) -> nw.Expr:
    """a·b − c·d, of the right sign, for whole numbers whose products are near each other."""
    return (a * b - c * d) + (_error(a, b) - _error(c, d))


def _error(a: nw.Expr, b: nw.Expr) -> nw.Expr:
    """What a product of doubles leaves out, exactly."""
    high_a, high_b = _high(a), _high(b)
    low_a, low_b = a - high_a, b - high_b
    return ((high_a * high_b - a * b) + high_a * low_b + low_a * high_b) + low_a * low_b


def _high(a: nw.Expr) -> nw.Expr:
    """The first half of a double's digits."""
    scaled = a * _SPLIT
    return scaled - (scaled - a)
