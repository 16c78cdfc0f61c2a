"""Places and what lies in what: the chain from district to country."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import attrs

from socialvalue.errors import InputError, problem

__all__ = ["Place", "chain", "place_name", "within"]


@attrs.frozen
class Place:
    """A place by its ONS code.

    Attributes:
        code: ONS code, for example E10000012.
        name: Its name.
        kind: district, unitary, county, region, country …
        parent: Code of the place around it, or None.
    """

    code: str
    name: str
    kind: str
    parent: str | None = None


def chain(places: Mapping[str, Place], code: str | None) -> tuple[str, ...]:
    """The codes from a place outwards, the most specific first; nothing for None.

    Raises:
        InputError: No such place (SV210).

    Example:
        >>> essex = Place("E10000012", "Essex", "county", "E12000006")
        >>> east = Place("E12000006", "East of England", "region")
        >>> chain({each.code: each for each in (essex, east)}, "E10000012")
        ('E10000012', 'E12000006')
    """
    if code is None:
        return ()
    named: Any = code  # a caller without a type checker may give anything
    if not (isinstance(named, str) and named in places):
        raise InputError(problem("SV210", found=code, hint=_hint(places, named)))
    found: list[str] = []
    while code is not None:
        found.append(code)
        code = places[code].parent
    return tuple(found)


def within(places: Mapping[str, Place], inner: str, outer: str) -> bool:
    """Whether one place is the other, or lies in it."""
    return outer in chain(places, inner)


def place_name(places: Mapping[str, Place], code: str | None) -> str:
    """A place for people: its name and code.

    Example:
        >>> place_name({"E1": Place("E1", "Essex", "county")}, "E1"), place_name({}, None)
        ('Essex (E1)', 'any place')
    """
    if code is None:
        return "any place"
    return f"{places[code].name} ({code})" if code in places else code


def _hint(places: Mapping[str, Place], code: str) -> str:
    """The code of a place given by its name, or the nearest code."""
    named = [each for each in places.values() if each.name.lower() == str(code).strip().lower()]
    if named:
        return "; ".join(f"{each.name} ({each.kind}) is {each.code}" for each in named[:3])
    known = {each.name: each for each in places.values()}
    near = difflib.get_close_matches(str(code).strip(), known, n=2, cutoff=0.6)
    near_codes = difflib.get_close_matches(str(code).strip().upper(), places, n=2, cutoff=0.8)
    meant = [known[name] for name in near] or [places[each] for each in near_codes]
    listed = " or ".join(f"{each.code} ({each.name})" for each in meant)
    guess = f"did you mean {listed}? " if meant else ""
    return f"{guess}places are named by ONS codes, such as E10000012 for Essex"
