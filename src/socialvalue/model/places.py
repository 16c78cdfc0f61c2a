"""Places and what lies in what: the chain from district to country.

Codes are numbers, and a new one is given when a council or its boundary changes.  A former code is
understood as what it was: where it lay, what followed it, and which other codes are the same place.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import attrs

from socialvalue.errors import InputError, problem
from socialvalue.words import day_words, listed

__all__ = [
    "Place",
    "chain",
    "followed_by",
    "place_hint",
    "place_name",
    "place_story",
    "rings",
    "within",
]


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


# --- what a code that is not known may mean -------------------------------------------------

_HERE = "places are named by ONS codes, such as E10000012 for Essex"
_REGIONS = dict(zip("CDEFGHIJK", (f"E1200000{number}" for number in range(1, 10)), strict=True))
_REGIONS |= {"L": "W92000004", "M": "S92000003", "N": "N92000002"}
"""The letter of a region in the codes of notices (ITL, once NUTS), to its ONS code."""
_OF_NOTICES = re.compile(r"(?:UK|TL)([C-N])[0-9A-Z]{0,3}", re.ASCII)
_WHOLE = re.compile(r"UK|GB|GBR|UNITED KINGDOM", re.ASCII)
_ENDINGS = re.compile(r"\s+(county|city|borough|district)?\s*council$", re.ASCII)

_KINDS = (
    (r"[A-Z]{1,2}[0-9][0-9A-Z]?(\s*[0-9][A-Z]{2})?", "this is a postcode, or a part of one"),
    (r"E47[0-9]{6}", "this is a combined authority: a buyer, and no place that figures are for"),
    (r".*COMBINED (COUNTY )?AUTHORITY|GREATER MANCHESTER",
     "this is a combined authority: a buyer, and no place that figures are for"),
    (r"E61[0-9]{6}", "this is a strategic authority: a buyer, and no place that figures are for"),
    (r"(E05|W05|S13|N08)[0-9]{6}", "this is a ward"),
    (r"[EW]04[0-9]{6}", "this is a parish or a community"),
    (r"([EWS]0[0-3]|N00|N2[01])[0-9]{6}", "this is a small area of the census"),
    (r"(E14|W07|S14|N0[567])[0-9]{6}", "this is a constituency"),
    (r"E11[0-9]{6}", "this is a metropolitan county, which no council governs"),
    (r"E(1[679]|18|38|40|54)[0-9]{6}", "this is an area of the health service"),
    (r"95[A-Z]", "this is a district of Northern Ireland of before April 2015"),
    (r"[0-9]{2}[A-Z]{0,2}", "this is a code of before 2011"),
    (r"GB-[A-Z]{3}", "this is an ISO code"),
)  # fmt: skip
_CODE = re.compile(r"[EKNSW][0-9]{8}", re.ASCII)
_NEARLY = re.compile(r"[EKNSW][0-9]{4,12}", re.ASCII)
_UNKNOWN = (
    "no council, county, region or country that is known here has this code, and the next number "
    "is another place: check it where it came from"
)


def place_hint(places: Mapping[str, Place], code: object) -> str:
    """What an unknown code may mean; a number that looks like it is never offered.

    Example:
        >>> place_hint({"E1": Place("E1", "Essex", "county")}, "essex")
        'Essex (county) is E1'
    """
    word = "".join(each for each in str(code)[:_LONGEST] if each.isprintable()).strip()
    if word.upper() in places:
        return f"did you mean {word.upper()} ({places[word.upper()].name})? {_HERE}"
    named = _ENDINGS.sub("", word.casefold())
    for found in (_called(places, named), _with_word(places, named)):
        if found:
            return "; ".join(_said(places, each) for each in found[:4])
    return _of_kind(places, word.upper()) or _like(places, named) or _HERE


_LONGEST = 80


def _called(places: Mapping[str, Place], name: str) -> list[Place]:
    """The places of a name, those of today first; a former code of one says nothing new."""
    found = [each for each in places.values() if each.name.casefold() == name]
    return sorted((each for each in found if each.same_as is None), key=lambda e: e.is_former)


def _with_word(places: Mapping[str, Place], name: str) -> list[Place]:
    """The places with a whole name in theirs, such as Hull or Bristol."""
    if len(name) < 4 or not name.replace(" ", "").isalpha():
        return []
    whole = re.compile(rf"\b{re.escape(name)}\b")
    found = [each for each in places.values() if whole.search(each.name.casefold())]
    return sorted((each for each in found if each.same_as is None), key=lambda e: e.is_former)


def _said(places: Mapping[str, Place], place: Place) -> str:
    """A place with its code, what it was, and what followed it."""
    kind = place.kind.replace("-", " ")
    if not place.is_former:
        before = f" (was {' and '.join(place.same)})" if place.same else ""
        return f"{place.name} ({kind}) is {place.code}{before}"
    until = f" until {place.until}" if place.until else ""
    after = " and ".join(place_name(places, each) for each in place.replaced_by)
    followed = f", replaced by {after}" if after else ""
    return f"{place.name} ({kind}) was {place.code}{until}{followed}"


def _of_kind(places: Mapping[str, Place], code: str) -> str:
    """What a text that is no ONS code of ours is: a postcode, a ward, a region of notices."""
    if _WHOLE.fullmatch(code):
        return f"the United Kingdom is K02000001; {_HERE}"
    region = _OF_NOTICES.fullmatch(code)
    if region:
        lies_in = place_name(places, _REGIONS[region.group(1)])
        return f"this is a region of notices (ITL or NUTS), in {lies_in}; {_HERE}"
    for pattern, said in _KINDS:
        if re.fullmatch(pattern, code, re.ASCII):
            return f"{said}: name the council, county or region; {_HERE}"
    if _CODE.fullmatch(code):
        return f"{_UNKNOWN}, or write the place's name to be shown its code"
    return f"a code is a letter and 8 digits; {_HERE}" if _NEARLY.fullmatch(code) else ""


def _like(places: Mapping[str, Place], name: str) -> str:
    """The places whose names look like this one."""
    known: dict[str, Place] = {each.name.casefold(): each for each in _of_today_last(places)}
    near = difflib.get_close_matches(name, known, n=2, cutoff=0.6)
    listed = " or ".join(f"{known[each].code} ({known[each].name})" for each in near)
    return f"did you mean {listed}? {_HERE}" if listed else ""


def _of_today_last(places: Mapping[str, Place]) -> Iterable[Place]:
    return sorted(places.values(), key=lambda each: not each.is_former)
