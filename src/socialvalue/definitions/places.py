"""places.yaml to places."""

from __future__ import annotations

from pathlib import Path

from socialvalue.definitions.collector import collector_paused
from socialvalue.definitions.files import read_as_far
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes import PlaceEntry, PlacesFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place

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
    """Places by code; every parent exists and none is inside itself.

    Args:
        entry: The file's words.
        findings: What is known to be wrong with the file.

    Raises:
        DefinitionError: An unknown parent (SV210), a circle (SV217), an unknown source (SV208).
    """
    findings = Findings() if findings is None else findings
    places = {
        code: Place(code, each.name, each.kind, each.parent) for code, each in entry.places.items()
    }
    for code, each in entry.places.items():
        if each.parent is not None and each.parent not in places:
            if findings.excuse(each.parent):
                continue
            hint = did_you_mean(each.parent, places, label="ONS codes")
            findings.add(each.span("parent"), problem("SV210", found=each.parent, hint=hint))
        elif _circles(places, code):
            findings.add(each.span("parent"), problem("SV217", found=code))
    parts: tuple[PlacesFile | PlaceEntry, ...] = (entry, *entry.places.values())
    for part in parts:
        if part.source and part.source not in entry.sources and not findings.excuse(part.source):
            hint = did_you_mean(part.source, entry.sources, label="sources")
            findings.add(part.span("source"), problem("SV208", found=part.source, hint=hint))
    findings.settle()
    return FrozenMap(places)


def _circles(places: dict[str, Place], code: str) -> bool:
    """Whether going outwards from a place leads back to it."""
    seen = set()
    here: str | None = code
    while here in places and here not in seen:
        seen.add(here)
        here = places[here].parent
    return here == code
