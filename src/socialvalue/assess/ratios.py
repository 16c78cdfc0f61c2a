"""A figure printed beside what it is judged by: never rounded across it.

£499,999.99 on a contract of £1,000,000 is not 50p in the pound where 50p is asked for.  So a ratio
is printed to the usual places, and to as many more as show on which side of a bound it lies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from socialvalue.engine.offers import target_of
from socialvalue.engine.points import publish
from socialvalue.model.methods import AgainstTarget, Banded, RelativeToHighest

if TYPE_CHECKING:
    from socialvalue.model.framework import Framework
    from socialvalue.model.scheme import Scheme
    from socialvalue.model.tender import Tender

__all__ = ["beside", "bounds_of", "places_beside"]

_USUAL = 4
_MOST = 60


def places_beside(figure: Fraction, bound: Fraction, places: int = _USUAL) -> int:
    """The fewest places, from the usual on, at which two figures print in their true order.

    Args:
        figure: What is judged.
        bound: What it is judged by.
        places: The usual number of places.

    Example:
        >>> places_beside(Fraction(49_999_999, 10**8), Fraction(1, 2))
        8
    """
    for found in range(places, _MOST):
        same = publish(figure, found) == publish(bound, found)
        if not same or (figure == bound and Fraction(publish(figure, found)) == figure):
            return found
    return places if figure == bound else _MOST


def beside(
    figure: Fraction, bounds: Iterable[Fraction | Decimal | None], places: int = _USUAL
) -> Decimal:
    """A figure as printed beside its bounds: half-up, and never across a bound.

    Args:
        figure: What is judged, exactly.
        bounds: All that it is judged by; None is no bound.
        places: The usual number of places; more are taken only where a bound is that near.

    Example:
        >>> beside(Fraction(49_999_999, 10**8), [Decimal("0.50")])
        Decimal('0.49999999')
        >>> beside(Fraction(4885, 10_000), [Decimal("0.50")])
        Decimal('0.4885')
    """
    needed = (places_beside(figure, Fraction(each), places) for each in bounds if each is not None)
    return publish(figure, max((places, *needed)))


def bounds_of(tender: Tender, framework: Framework, scheme: Scheme | None) -> tuple[Fraction, ...]:
    """All that £ of social value per £1 of contract value is judged by in a tender.

    That is the target, a floor or a cap on it, the ends of bands, and a minimum of the scheme or of
    the council's policy.
    """
    target = target_of(tender, framework)
    leaves = () if scheme is None else scheme.leaves
    found = [bound for each in leaves for bound in _bounds(each.method, target)]
    day = tender.published
    minimum = framework.policy.on(day).minimum if day else None
    given = (target, None if minimum is None else minimum.value, *found)
    return tuple(dict.fromkeys(Fraction(each) for each in given if each is not None))


def _bounds(method: object, target: Decimal | None) -> Iterator[Fraction | Decimal | None]:
    if isinstance(method, AgainstTarget):
        own = method.target or target
        if own is not None:
            yield from (Fraction(own) * Fraction(part) for part in (1, method.floor, method.cap))
    if isinstance(method, RelativeToHighest):
        yield method.minimum
    if isinstance(method, Banded):
        yield from (end for band in method.bands for end in (band.lower, band.upper))
