"""Which share of a scheme's points is for social value, and for one of its themes."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from socialvalue.assess.ratios import beside
from socialvalue.model.criteria import Criterion
from socialvalue.model.fields import as_read
from socialvalue.model.scheme import Scheme, social_value_of
from socialvalue.numbers import plain

__all__ = ["per_cent", "share_for_theme", "share_of_social_value", "social_leaves"]


def share_of_social_value(scheme: Scheme, *asked: Decimal) -> tuple[Fraction, str]:
    """The points for social value in per cent of all, and in words beside what is asked for."""
    found = social_value_of(scheme)
    share = sum((Fraction(each.points) for each in found), Fraction(0)) * 100
    share /= Fraction(scheme.out_of)
    return share, per_cent(share, *asked) if found else _NO_SOCIAL_VALUE


_NO_SOCIAL_VALUE = "none: no criterion of it says 'counts_as: social_value'"


def social_leaves(scheme: Scheme) -> list[Criterion]:
    """The criteria with a method that make the points for social value."""
    tops = social_value_of(scheme)
    return [each for top in tops for each in top.walk() if each.method is not None]


def per_cent(share: Fraction, *asked: Fraction | Decimal) -> str:
    """A share in per cent, never rounded to what was asked for where it is not that."""
    return f"{plain(beside(share, [*asked], 2))}%"


def share_for_theme(scheme: Scheme, theme: str, title: str) -> Fraction:
    """The points for social value that can be told to be for a theme, in per cent of all points.

    They are those of criteria that are called after it, and the share that a method gives it.

    Args:
        scheme: The weights and methods.
        theme: The theme's key.
        title: Its title.

    Example:
        >>> import socialvalue as sv
        >>> half = sv.RelativeToHighest(weight_score={"jobs": "0.5", "environment": "0.5"})
        >>> scheme = sv.Scheme([sv.Criterion("price", 90, sv.LowestPrice()),
        ...                     sv.Criterion("social value", 10, half)])
        >>> share_for_theme(scheme, "environment", "Environment")
        Fraction(5, 1)
    """
    names = {as_read(theme), as_read(title)}
    points = sum((_for_theme(each, theme, names) for each in social_value_of(scheme)), Fraction(0))
    return points * 100 / Fraction(scheme.out_of)


def _for_theme(criterion: Criterion, theme: str, names: set[str]) -> Fraction:
    if as_read(criterion.name) in names:
        return Fraction(criterion.points)
    if criterion.children:
        parts = (_for_theme(each, theme, names) for each in criterion.children)
        return sum(parts, Fraction(0))
    shares = getattr(criterion.method, "weight_score", {})
    return Fraction(criterion.points) * Fraction(shares.get(theme, 0))
