"""The difference of two products of doubles, of the right sign, as an expression of an engine.

Source:
    T. J. Dekker, A floating-point technique for extending the available precision, Numerische
    Mathematik 18 (1971): the error of a product of doubles, from split factors.
"""

from __future__ import annotations

from operator import sub
from typing import Any

import narwhals as nw

__all__ = ["difference", "with_difference"]

_SPLIT = 134217729.0


def difference(a: nw.Expr, b: nw.Expr, c: nw.Expr, d: nw.Expr) -> nw.Expr:
    """a·b − c·d, of the right sign, for whole numbers whose products are near each other."""
    return (a * b - c * d) + (_error(a, b) - _error(c, d))


def with_difference(frame: Any, names: tuple[str, str, str, str], into: str) -> Any:
    """A table with `difference` of four of its columns: the same steps, each of them made once.

    Args:
        frame: The table.
        names: The columns a, b, c and d.
        into: What the new column is called.
    """
    high, low = ([f"{into}_{half}_{at}" for at in range(4)] for half in ("high", "low"))
    held, highs, lows = ([*map(nw.col, each)] for each in (names, high, low))
    frame = frame.with_columns(**dict(zip(high, map(_high, held), strict=True)))
    frame = frame.with_columns(**dict(zip(low, map(sub, held, highs), strict=True)))
    a, b, c, d = zip(held, highs, lows, strict=True)
    wholes = a[0] * b[0] - c[0] * d[0]
    return frame.with_columns(**{into: wholes + (_left_out(*a, *b) - _left_out(*c, *d))})


def _error(a: nw.Expr, b: nw.Expr) -> nw.Expr:
    """What a product of doubles leaves out, exactly."""
    high_a, high_b = _high(a), _high(b)
    return _left_out(a, high_a, a - high_a, b, high_b, b - high_b)


def _left_out(  # noqa: PLR0917 - two numbers, each with its halves
    a: nw.Expr, high_a: nw.Expr, low_a: nw.Expr, b: nw.Expr, high_b: nw.Expr, low_b: nw.Expr
) -> nw.Expr:
    return ((high_a * high_b - a * b) + high_a * low_b + low_a * high_b) + low_a * low_b


def _high(a: nw.Expr) -> nw.Expr:
    """The first half of a double's digits."""
    scaled = a * _SPLIT
    return scaled - (scaled - a)
