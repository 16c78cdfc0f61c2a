"""The shapes of the files: which keys each entry may have, and of what kind."""

from socialvalue.definitions.shapes.entries import Entry
from socialvalue.definitions.shapes.plugins import PluginFile
from socialvalue.definitions.shapes.sets import (
    ExclusionsFile,
    FrameworkFile,
    IndexFile,
    MeasuresFile,
    PlacesFile,
)
from socialvalue.definitions.shapes.tenders import CasesFile, TenderFile

__all__ = ["SCHEMAS"]

_FILES: tuple[type[Entry], ...] = (
    FrameworkFile,
    MeasuresFile,
    ExclusionsFile,
    PlacesFile,
    PluginFile,
    TenderFile,
    CasesFile,
    IndexFile,
)
SCHEMAS: dict[str, type[Entry]] = {each.SCHEMA: each for each in _FILES}
"""The schema line of a file to its shape; a room with files of its own adds them to these."""
