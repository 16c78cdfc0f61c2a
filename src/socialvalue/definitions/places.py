"""places.yaml to places."""

from __future__ import annotations

from pathlib import Path

from socialvalue.definitions.files import read_as
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.shapes import PlacesFile
from socialvalue.errors import did_you_mean, problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place

__all__ = ["build_places", "read_places"]


def read_places(path: Path, file: str) -> FrozenMap[str, Place]:
    """All places of a file.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    return build_places(read_as(path, file, PlacesFile))


def build_places(entry: PlacesFile) -> FrozenMap[str, Place]:
    """Places by code; every parent exists and none is inside itself.

    Raises:
        DefinitionError: An unknown parent (SV210), a circle (SV217), an unknown source (SV208).
    """
    findings = Findings()
    places = {
        code: Place(code, each.name, each.kind, each.parent) for code, each in entry.places.items()
    }
    for code, each in entry.places.items():
        if each.parent is not None and each.parent not in places:
            hint = did_you_mean(each.parent, places, label="ONS codes")
            findings.add(each.span("parent"), problem("SV210", found=each.parent, hint=hint))
        elif _circles(places, code):
            findings.add(each.span("parent"), problem("SV217", found=code))
        source = each.source or entry.source
        if source and source not in entry.sources:
            hint = did_you_mean(source, entry.sources, label="sources")
            findings.add(each.span("source"), problem("SV208", found=source, hint=hint))
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
