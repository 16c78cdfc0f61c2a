"""A plug-in: what a council lays over published frameworks, as data."""

from __future__ import annotations

import attrs

from socialvalue.model.canonical import UNORDERED
from socialvalue.model.figures import Exclusion, ProxyValue, Source
from socialvalue.model.framework import Period, Theme
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.guidance import Guidance
from socialvalue.model.measure import Measure
from socialvalue.model.policy import NO_POLICY, Policy
from socialvalue.model.scheme import Scheme
from socialvalue.model.waivers import SwitchOff
from socialvalue.spans import NOWHERE, Span

__all__ = ["Adoption", "Plugin", "SwitchOff"]


@attrs.frozen
class Adoption:
    """A framework that a plug-in lies over.

    Attributes:
        framework: Its id.
        edition: Its pinned edition.
        measures: The codes adopted, or None for all.
        span: Where it is written.
    """

    framework: str
    edition: str
    measures: tuple[str, ...] | None = None
    span: Span = attrs.field(default=NOWHERE, eq=False)


@attrs.frozen
class Plugin:
    """A council's own measures and policy, before they are laid over their base.

    Attributes:
        id: Its name.
        edition: Which publication.
        adopts: What it lies over.
        place: ONS code of the council's place, or None. It does two things: local figures hold
            there, and where a tender names no place of its own, benefits must fall there.
        rename: Canonical code to the council's own.
        switch_off: What is not used.
        localise: Canonical code to local figures.
        measures: Its own additions.
        themes: Its own themes.
        exclusions: Its own rules on double counting.
        policy: Its dated rules.
        scheme: Its scheme, or None.
        guidance: Its own words for the guides to its measures, or None.
    """

    id: str
    edition: str
    title: str
    publisher: str = ""
    coverage: str = "complete"
    revises: str = ""
    in_force: Period = Period()
    licence: str = ""
    rights: str = ""
    note: str = ""
    adopts: tuple[Adoption, ...] = ()
    place: str | None = None
    sources: FrozenMap[str, Source] = FrozenMap()
    themes: FrozenMap[str, Theme] = FrozenMap()
    rename: FrozenMap[str, str] = FrozenMap()
    switch_off: tuple[SwitchOff, ...] = attrs.field(default=(), metadata=UNORDERED)
    localise: FrozenMap[str, tuple[ProxyValue, ...]] = FrozenMap()
    measures: FrozenMap[str, Measure] = FrozenMap()
    exclusions: tuple[Exclusion, ...] = attrs.field(default=(), metadata=UNORDERED)
    policy: Policy = NO_POLICY
    scheme: Scheme | None = None
    guidance: Guidance | None = None
    span: Span = attrs.field(default=NOWHERE, eq=False)
