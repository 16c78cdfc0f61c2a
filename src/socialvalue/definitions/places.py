"""places.yaml to places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from socialvalue.definitions.files import read_as_far
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.pauses import collector_paused
from socialvalue.definitions.shapes.sets import PlaceEntry, PlacesFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place, place_hint

__all__ = ["build_places", "read_places"]


@collector_paused()
def read_places(path: Path, file: str) -> FrozenMap[str, Place]:
    """All places of a file.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    findings = Findings()
    return build_places(read_as_far(path, file, PlacesFile, findings), findings)


def build_places(entry: PlacesFile, findings: Findings | None = None) -> FrozenMap[str, Place]:
    """Places by code; every place that is named exists and none is inside itself.

    Args:
        entry: The file's words.
        findings: What is known to be wrong with the file.

    Raises:
        DefinitionError: An unknown place (SV210), a circle (SV217), a successor that is none
            (SV232), an unknown source (SV208), a last day before the first (SV215).
    """
    findings = Findings() if findings is None else findings
    places = {code: _place(code, each) for code, each in entry.places.items()}
    for code, each in entry.places.items():
        named = (("parent", each.parent), ("same_as", each.same_as),
                 *(("replaced_by", one) for one in each.replaced_by))  # fmt: skip
        for key, other in named:
            if other is not None and other not in places and not findings.excuse(other):
                fault = problem("SV210", found=other, hint=place_hint(places, other))
                findings.add(each.span(key), fault)
        if each.parent in places and _circles(places, code):
            findings.add(each.span("parent"), problem("SV217", found=code))
        if each.since is not None and each.until is not None and each.until < each.since:
            findings.add(each.span("until"), problem("SV215", found=each.since, until=each.until))
        for why in _wrong_successors(places, places[code]):
            findings.add(each.span("name"), problem("SV232", found=code, why=why))
    parts: tuple[PlacesFile | PlaceEntry, ...] = (entry, *entry.places.values())
    for part in parts:
        if part.source and part.source not in entry.sources and not findings.excuse(part.source):
            hint = did_you_mean(part.source, entry.sources, label="sources")
            findings.add(part.span("source"), problem("SV208", found=part.source, hint=hint))
    findings.settle()
    return FrozenMap(_with_all_codes(places))


def _place(code: str, entry: PlaceEntry) -> Place:
    return Place(
        code,
        entry.name,
        entry.kind,
        entry.parent,
        until=entry.until,
        replaced_by=tuple(entry.replaced_by),
        same_as=entry.same_as,
        since=entry.since,
    )


def _wrong_successors(places: Mapping[str, Place], place: Place) -> Iterable[str]:
    """Why a former place cannot be followed by what its line says."""
    if place.same_as is not None and place.replaced_by:
        yield "it is the same as another, and replaced by others: say one of the two"
    followed_by = (place.same_as,) if place.same_as else place.replaced_by
    for code in followed_by:
        if code == place.code:
            yield "it follows itself"
        elif code in places and places[code].is_former and code == place.same_as:
            yield f"{code} is a former code itself: name the one of today"
        elif code in places and place.code in places[code].replaced_by:
            yield f"it and {code} follow each other"


def _with_all_codes(places: Mapping[str, Place]) -> dict[str, Place]:
    """The places, each with all other codes of it, the one of today first."""
    of_today: dict[str, list[str]] = defaultdict(list)
    for each in places.values():
        if each.same_as is not None:
            of_today[each.same_as].append(each.code)
    found = dict(places)
    for today, former in of_today.items():
        codes = (today, *sorted(former, reverse=True))
        for code in codes:
            same = tuple(other for other in codes if other != code)
            found[code] = attrs.evolve(found[code], same=same)
    return found


def _circles(places: dict[str, Place], code: str) -> bool:
    """Whether going outwards from a place leads back to it."""
    seen = set()
    here: str | None = code
    while here in places and here not in seen:
        seen.add(here)
        here = places[here].parent
    return here == code
