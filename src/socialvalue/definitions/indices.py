"""An index file to an index."""

from __future__ import annotations

from pathlib import Path

from socialvalue.definitions.files import read_as_far
from socialvalue.definitions.findings import Findings
from socialvalue.definitions.measures import Context, build_sources, find_sources
from socialvalue.definitions.shapes.sets import INDEX_KEY, IndexFile, SeriesEntry
from socialvalue.errors import problem
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.index import Index, Series

__all__ = ["build_index", "read_index"]


def read_index(path: Path, file: str) -> Index:
    """The index that a file defines.

    Raises:
        DefinitionError: All that is wrong with it.
    """
    findings = Findings()
    return build_index(read_as_far(path, file, IndexFile, findings), findings)


def build_index(entry: IndexFile, findings: Findings | None = None) -> Index:
    """An index from the entry of its file.

    Args:
        entry: The file's words.
        findings: What is known to be wrong with the file.

    Raises:
        DefinitionError: A key that is no year or day (SV206), an unknown source (SV208).
    """
    findings = Findings() if findings is None else findings
    context = Context(entry.id, build_sources(entry.sources), {}, {}, findings)
    series = {key: _series(key, each, context) for key, each in entry.series.items()}
    findings.settle()
    return Index(
        id=entry.id,
        title=entry.title,
        publisher=entry.publisher,
        licence=entry.licence,
        rights=entry.rights,
        series=FrozenMap(series),
        note=entry.note,
    )


def _series(key: str, entry: SeriesEntry, context: Context) -> Series:
    for each in entry.values:
        if not INDEX_KEY.fullmatch(each):
            hint = "a year (2024), a financial year (2008/09) or a day (2024-04-01)"
            span = entry.written["values"].span(each, at_key=True)
            context.findings.add(span, problem("SV206", found=each, hint=hint))
    if not entry.source:
        context.findings.add(entry.span(), problem("SV211", found=key))
    return Series(
        key=key,
        title=entry.title,
        unit=entry.unit,
        values=FrozenMap(entry.values),
        sources=find_sources(entry, entry.source, context),
        confidence=entry.confidence,
        note=entry.note,
    )
