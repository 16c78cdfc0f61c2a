"""The shape of plugin.yaml."""

from typing import ClassVar

import attrs

from socialvalue.definitions.shapes.entries import Entry, Texts, parts, word
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
from socialvalue.model.framework import Framework
from socialvalue.model.guidance import Guidance, Milestone
from socialvalue.model.plugin import Plugin

__all__ = [
    "AdoptionEntry",
    "GuidanceEntry",
    "LocaliseEntry",
    "MilestoneEntry",
    "OwnWordsEntry",
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
class MilestoneEntry(Entry):
    """A row of a council's calendar."""

    NOUNS: ClassVar[tuple[type, ...]] = (Milestone,)
    when: str
    what: str


@attrs.define
class OwnWordsEntry(Entry):
    """What a council says of one measure, in its own words."""

    words: Texts


@attrs.define
class GuidanceEntry(Entry):
    """A council's own words in the guides to its measures."""

    NOUNS: ClassVar[tuple[type, ...]] = (Guidance,)
    contact: str = ""
    welcome: Texts = Texts()
    suppliers: Texts = Texts()
    evaluators: Texts = Texts()
    contract_managers: Texts = Texts()
    small_firms: Texts = Texts()
    calendar: list[MilestoneEntry] = parts(list)
    measures: dict[str, OwnWordsEntry] = parts()


@attrs.define
class PluginFile(Entry):
    """plugin.yaml."""

    SCHEMA: ClassVar[str] = "socialvalue/plugin@1"
    NOUNS: ClassVar[tuple[type, ...]] = (Plugin, Framework)
    schema: str
    id: str
    edition: str
    title: str
    licence: str
    rights: str
    adopts: list[AdoptionEntry] = attrs.field(metadata={"apart": 2, "names": "elsewhere"})
    publisher: str = ""
    coverage: str = word(("complete", "partial"), "complete")
    revises: str = ""
    in_force: PeriodEntry | None = None
    note: str = ""
    sources: dict[str, SourceEntry] = parts(names=True)
    themes: dict[str, ThemeEntry] = parts(names=True)
    place: str | None = attrs.field(default=None, metadata={"names": True})
    policy: PolicyEntries | None = attrs.field(default=None, metadata={"apart": 3})
    scheme: SchemeEntry | None = None
    guidance: GuidanceEntry | None = attrs.field(default=None, metadata={"apart": 2})
    rename: dict[str, str] = parts()
    switch_off: list[SwitchOffEntry] = parts(list)
    localise: dict[str, LocaliseEntry] = parts()
    measures: dict[str, MeasureEntry] = parts(names=True)
    exclusions: list[ExclusionEntry] = parts(list)
