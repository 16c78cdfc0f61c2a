"""places.yaml to places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import attrs

from socialvalue.definitions.files import read_as_far
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.pauses import collector_paused
from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.sets import PlaceEntry, PlacesFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.places import Place, Places, place_hint

__all__ = ["build_places", "read_places"]


@collector_paused()
def read_places(path: Path, file: str) -> Places:
    """All places of a file.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    findings = Findings()
    return build_places(read_as_far(path, file, PlacesFile, findings), findings)


def build_places(entry: PlacesFile, findings: Findings | None = None) -> Places:
    """Places by code; every place that is named exists and none is inside itself.

    Args:
        entry: The file's words.
        findings: What is known to be wrong with the file.

    Raises:
        DefinitionError: An unknown place (SV210), a circle (SV217), a successor that is none
            (SV232), an unknown source (SV208), a last day before the first (SV215), a code that
            stands twice (SV222).
    """
    findings = Findings() if findings is None else findings
    places = {code: _place(code, each) for code, each in entry.places.items()}
    for code, each in entry.places.items():
        _check_place(places, code, each, findings)
    for code, other in entry.named_only.items():
        _check_known(places, other, (("parent", other.parent),), findings)
        if code in entry.places:
            twice = problem("SV222", noun="place", found=code, first=entry.places[code].span())
            findings.add(other.span(), twice)
    _check_sources(entry, findings)
    findings.settle()
    named_only = (Place(code, each.name, each.kind, each.parent, until=each.until)
                  for code, each in entry.named_only.items())  # fmt: skip
    return Places(_with_all_codes(places), named_only)


def _check_place(
    places: Mapping[str, Place], code: str, entry: PlaceEntry, findings: Findings
) -> None:
    """All places that it names exist, it is not inside itself, and its days are in order."""
    named = (("parent", entry.parent), ("same_as", entry.same_as),
             *(("replaced_by", one) for one in entry.replaced_by))  # fmt: skip
    _check_known(places, entry, named, findings)
    if entry.parent in places and _circles(places, code):
        findings.add(entry.span("parent"), problem("SV217", found=code))
    if entry.since is not None and entry.until is not None and entry.until < entry.since:
        findings.add(entry.span("until"), problem("SV215", found=entry.since, until=entry.until))
    for why in _wrong_successors(places, places[code]):
        findings.add(entry.span("name"), problem("SV232", found=code, why=why))


def _check_known(
    places: Mapping[str, Place],
    entry: Entry,
    named: Iterable[tuple[str, str | None]],
    findings: Findings,
) -> None:
    for key, other in named:
        if other is not None and other not in places and not findings.excuse(other):
            fault = problem("SV210", found=other, hint=place_hint(places, other))
            findings.add(entry.span(key), fault)


def _check_sources(entry: PlacesFile, findings: Findings) -> None:
    parts: tuple[PlacesFile | PlaceEntry, ...] = (entry, *entry.places.values())
    for part in parts:
        if part.source and part.source not in entry.sources and not findings.excuse(part.source):
            hint = did_you_mean(part.source, entry.sources, label="sources")
            findings.add(part.span("source"), problem("SV208", found=part.source, hint=hint))


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


def _circles(places: Mapping[str, Place], code: str) -> bool:
    """Whether going outwards from a place leads back to it."""
    seen = set()
    here: str | None = code
    while here is not None and here in places and here not in seen:
        seen.add(here)
        here = places[here].parent
    return here == code
