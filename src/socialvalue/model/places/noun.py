"""A place, all places by their codes, and what became of one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import attrs

from socialvalue.model.frozen import FrozenMap
from socialvalue.words import day_words, listed

__all__ = ["Place", "Places", "followed_by", "place_name", "place_story"]


@attrs.frozen
class Place:
    """A place by its ONS code.

    Attributes:
        code: ONS code, for example E10000012.
        name: Its name.
        kind: district, unitary, county, region, country …
        parent: Code of the place around it, or None.
        until: The last day of a former one, where that is known.
        replaced_by: Codes of what followed a former one: a larger place, or several.
        same_as: The code that the same place has now, where this one is a former code of it.
        same: All other codes of the same place, the present one first.
        since: The first day of one that began, or of a code that is in use, since 2009, where that
            is known.
    """

    code: str
    name: str
    kind: str
    parent: str | None = None
    until: date | None = None
    replaced_by: tuple[str, ...] = ()
    same_as: str | None = None
    same: tuple[str, ...] = ()
    since: date | None = None

    @property
    def is_former(self) -> bool:
        """Whether it, or this code of it, is no longer in use."""
        return bool(self.until or self.replaced_by or self.same_as)

    def abolished_by(self, on: date | None = None) -> bool:
        """Whether others stood in its stead on a day; today, if none is given.

        Example:
            >>> corby = Place("E07000150", "Corby", "district", until=date(2021, 3, 31),
            ...               replaced_by=("E06000061",))
            >>> corby.abolished_by(date(2020, 11, 2)), corby.abolished_by(date(2021, 4, 1))
            (False, True)
        """
        return bool(self.replaced_by) and (on is None or (self.until or date.max) < on)

    def not_begun_by(self, on: date) -> bool:
        """Whether a day is before its first, where that is known; a new code alone begins nothing.

        Example:
            >>> north = Place("E06000061", "North Northamptonshire", "unitary",
            ...               since=date(2021, 4, 1))
            >>> north.not_begun_by(date(2020, 11, 2)), north.not_begun_by(date(2021, 4, 1))
            (True, False)
        """
        return self.since is not None and on < self.since and not self.same


class Places(FrozenMap[str, Place]):
    """All places by their codes, and beside them what is known by its name and code alone.

    Args:
        data: ONS code to place.
        named_only: Authorities that buy and are no place that figures are for, and districts that
            never had an ONS code.  They are no places here: a hint calls them what they are.

    Example:
        >>> known = Places({}, [Place("E47000001", "Greater Manchester", "combined-authority")])
        >>> "E47000001" in known, known.named_only[0].name
        (False, 'Greater Manchester')
    """

    __slots__ = ("named_only",)
    named_only: tuple[Place, ...]

    def __init__(
        self, data: Mapping[str, Place] | None = None, named_only: Iterable[Place] = ()
    ) -> None:
        super().__init__(data)
        object.__setattr__(self, "named_only", tuple(named_only))

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {len(self)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self._data, self.named_only)


def followed_by(places: Mapping[str, Place], code: str, on: date | None = None) -> tuple[str, ...]:
    """What stands, on a day or today, where an abolished place was; nothing for one that stands.

    Example:
        >>> old = Place("E07000190", "Taunton Deane", "district", until=date(2019, 3, 31),
        ...             replaced_by=("E07000246",))
        >>> then = Place("E07000246", "Somerset West and Taunton", "district",
        ...              until=date(2023, 3, 31), replaced_by=("E06000066",))
        >>> now = Place("E06000066", "Somerset", "unitary")
        >>> known = {each.code: each for each in (old, then, now)}
        >>> followed_by(known, "E07000190"), followed_by(known, "E07000190", date(2020, 11, 2))
        (('E06000066',), ('E07000246',))
    """
    found: list[str] = []
    seen: set[str] = set()
    waiting = [code]
    for each in waiting:
        if each in seen or each not in places:
            continue
        seen.add(each)
        if places[each].abolished_by(on):
            waiting += places[each].replaced_by
        elif each != code:
            found.append(each)
    return tuple(found)


def place_story(places: Mapping[str, Place], code: str | None) -> str:
    """What became of an abolished place, in a sentence without its point; "" of any other.

    Example:
        >>> old = Place("E07000150", "Corby", "district", until=date(2021, 3, 31),
        ...             replaced_by=("E1",))
        >>> place_story({"E07000150": old, "E1": Place("E1", "North", "unitary")}, "E07000150")
        'Corby (E07000150), a district until 31 March 2021, was followed by North (E1)'
    """
    after = [place_name(places, each) for each in followed_by(places, code)] if code else []
    if code is None or not after:
        return ""
    place = places[code]
    until = f" until {day_words(place.until)}" if place.until else ""
    kind = place.kind.replace("-", " ")
    return f"{place_name(places, code)}, a {kind}{until}, was followed by {listed(after)}"


def place_name(places: Mapping[str, Place], code: str | None) -> str:
    """A place for people: its name and code.

    Example:
        >>> place_name({"E1": Place("E1", "Essex", "county")}, "E1"), place_name({}, None)
        ('Essex (E1)', 'any place')
    """
    if code is None:
        return "any place"
    return f"{places[code].name} ({code})" if code in places else code
