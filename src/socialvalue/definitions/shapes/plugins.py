"""The shape of plugin.yaml."""

from typing import ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, word
from socialvalue.definitions.shapes.policies import PolicyEntries
from socialvalue.definitions.shapes.schemes import SchemeEntry
from socialvalue.definitions.shapes.sets import (
    Dated,
    ExclusionEntry,
    MeasureEntry,
    PeriodEntry,
    SourceEntry,
    ThemeEntry,
)

__all__ = [
    "AdoptionEntry",
    "LocaliseEntry",
    "PluginFile",
    "SwitchOffEntry",
]


@attrs.define
class AdoptionEntry(Entry):
    """A framework that a plug-in lies over."""

    framework: str
    edition: str
    measures: Texts = Texts(("all",))


@attrs.define
class SwitchOffEntry(Entry):
    """A measure that is not used, why, and who signed it off."""

    code: str
    why: str
    by: str = ""


@attrs.define
class LocaliseEntry(Entry):
    """Local figures of one measure: by date at the plug-in's place, or by place and date."""

    DATED: ClassVar[str] = "values"
    values: Dated = attrs.Factory(dict)
    by_place: dict[str, Dated] = attrs.Factory(dict)


@attrs.define
class PluginFile(Entry):
    """plugin.yaml."""

    schema: str
    id: str
    edition: str
    title: str
    licence: str
    rights: str
    adopts: list[AdoptionEntry]
    publisher: str = ""
    coverage: str = word(("complete", "partial"), "complete")
    in_force: PeriodEntry | None = None
    note: str = ""
    sources: dict[str, SourceEntry] = attrs.Factory(dict)
    themes: dict[str, ThemeEntry] = attrs.Factory(dict)
    place: str | None = None
    policy: PolicyEntries | None = None
    scheme: SchemeEntry | None = None
    rename: dict[str, str] = attrs.Factory(dict)
    switch_off: list[SwitchOffEntry] = attrs.Factory(list)
    localise: dict[str, LocaliseEntry] = attrs.Factory(dict)
    measures: dict[str, MeasureEntry] = attrs.Factory(dict)
    exclusions: list[ExclusionEntry] = attrs.Factory(list)
