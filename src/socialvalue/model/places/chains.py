"""What lies in what: the chain from district to country, through time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from socialvalue.errors import InputError, problem
from socialvalue.model.places.hints import place_hint
from socialvalue.model.places.noun import Place

__all__ = ["chain", "rings", "within"]


def chain(places: Mapping[str, Place], code: str | None) -> tuple[str, ...]:
    """The codes from a place outwards, the most specific first; nothing for None.

    Other codes of the same place stand beside it.  A former place lies in what it became part of,
    and in what it was part of.

    Raises:
        InputError: No such place (SV210).

    Example:
        >>> essex = Place("E10000012", "Essex", "county", "E12000006")
        >>> east = Place("E12000006", "East of England", "region")
        >>> chain({each.code: each for each in (essex, east)}, "E10000012")
        ('E10000012', 'E12000006')
    """
    return tuple(each for ring in rings(places, code) for each in ring)


def rings(places: Mapping[str, Place], code: str | None) -> tuple[tuple[str, ...], ...]:
    """The places from one outwards, each with all its codes, the one that led there first.

    Raises:
        InputError: No such place (SV210).

    Example:
        >>> old = Place("S12000015", "Fife", "council", same=("S12000047",))
        >>> new = Place("S12000047", "Fife", "council", same=("S12000015",))
        >>> rings({each.code: each for each in (old, new)}, "S12000015")
        (('S12000015', 'S12000047'),)
    """
    if code is None:
        return ()
    named: Any = code  # a caller without a type checker may give anything
    if not (isinstance(named, str) and named in places):
        raise InputError(problem("SV210", found=code, hint=place_hint(places, named)))
    found: list[tuple[str, ...]] = []
    here: str | None = code
    while here is not None:
        place = places[here]
        if place.same or place.replaced_by:
            return _rings_through_time(places, code)
        found.append((here,))
        here = place.parent
    return tuple(found)


def _rings_through_time(places: Mapping[str, Place], code: str) -> tuple[tuple[str, ...], ...]:
    """The same where one of the places has had other codes, or became part of another."""
    found: list[tuple[str, ...]] = []
    seen: set[str] = set()
    waiting = [code]
    for each in waiting:
        if each not in seen:
            ring = (each, *(twin for twin in places[each].same if twin in places))
            found.append(ring)
            seen.update(ring)
            waiting += (outer for twin in ring for outer in _around(places, twin))
    return tuple(found)


def _around(places: Mapping[str, Place], code: str) -> Iterator[str]:
    """What a place is directly in: the one that it became part of, and the one around it."""
    place = places[code]
    if len(place.replaced_by) == 1 and place.replaced_by[0] in places:
        yield place.replaced_by[0]
    if place.parent is not None:
        yield place.parent


def within(places: Mapping[str, Place], inner: str, outer: str) -> bool:
    """Whether one place is the other, or lies in it.

    What a former county was split into lies in it, where all that it was made of lay there.
    """
    around = chain(places, inner)
    parts = places[outer].replaced_by if outer in places else ()
    return outer in around or any(
        each in parts and _was_made_within(places, each, outer) for each in around
    )


def _was_made_within(places: Mapping[str, Place], code: str, former: str) -> bool:
    """Whether all that became part of a place lay in a former one."""
    parts = [each.code for each in places.values() if each.replaced_by == (code,)]
    return bool(parts) and all(former in chain(places, each) for each in parts)
