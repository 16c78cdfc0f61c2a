"""What a code that is not known may mean: never the next number, which is another place."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

from socialvalue.model.places.noun import Place, Places, followed_by, place_name
from socialvalue.words import day_words, listed

__all__ = ["place_hint"]

_HERE = "places are named by ONS codes, such as E10000012 for Essex"
_REGIONS = dict(zip("CDEFGHIJK", (f"E1200000{number}" for number in range(1, 10)), strict=True))
_REGIONS |= {"L": "W92000004", "M": "S92000003", "N": "N92000002"}
"""The letter of a region in the codes of notices (ITL, once NUTS), to its ONS code."""
_OF_NOTICES = re.compile(r"(?:UK|TL)([C-N])[0-9A-Z]{0,3}", re.ASCII)
_WHOLE = re.compile(r"UK|GB|GBR|UNITED KINGDOM", re.ASCII)
_ENDINGS = re.compile(r"\s+(county|city|borough|district)?\s*council$", re.ASCII)

_BUYER = "a buyer, and no place that figures are for"
_KINDS = (
    (r"[A-Z]{1,2}[0-9][0-9A-Z]?(\s*[0-9][A-Z]{2})?", "this is a postcode, or a part of one"),
    (r"E47[0-9]{6}|.*COMBINED (COUNTY )?AUTHORITY", f"this is a combined authority: {_BUYER}"),
    (r"E61[0-9]{6}", f"this is a strategic authority: {_BUYER}"),
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
    others = _named_only(places, word)
    if others:
        return f"{'; '.join(_said_of_other(places, each) for each in others[:4])}; {_HERE}"
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


def _named_only(places: Mapping[str, Place], word: str) -> list[Place]:
    """What is known by name and code alone, by the one or the other; its whole name first."""
    known = places.named_only if isinstance(places, Places) else ()
    name, code = word.casefold(), word.upper()
    exactly = [each for each in known if each.code == code or each.name.casefold() == name]
    found = exactly or _with_word({each.code: each for each in known}, name)
    return [*{each.name: each for each in found}.values()]  # of two codes of one name, the later


def _said_of_other(places: Mapping[str, Place], place: Place) -> str:
    """What is no place of ours, and the place to name instead."""
    around = place_name(places, place.parent)
    if place.until is not None:
        gone = f"until {day_words(place.until)}, which had no ONS code"
        return f"{place.name} was a district {gone}: name one of today in {around}"
    kind = place.kind.replace("-", " ")
    what = f"{place.name} ({place.code}) is a {kind}: {_BUYER}"
    return f"{what}: name the council, the county or the region, {around}"


def _said(places: Mapping[str, Place], place: Place) -> str:
    """A place with its code, what it was, and what followed it."""
    kind = place.kind.replace("-", " ")
    if not place.is_former:
        before = f" (was {' and '.join(place.same)})" if place.same else ""
        return f"{place.name} ({kind}) is {place.code}{before}"
    until = f" until {day_words(place.until)}" if place.until else ""
    after = listed([place_name(places, each) for each in place.replaced_by])
    today = listed([place_name(places, each) for each in followed_by(places, place.code)])
    followed = f", replaced by {after}" + (f", today {today}" if today != after else "")
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
