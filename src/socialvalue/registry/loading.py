"""Loading a set by its name and edition, or from a folder."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from socialvalue.blocks import Block, Listing, Shown
from socialvalue.errors import (
    DefinitionError,
    NotFoundError,
    Problem,
    SocialValueError,
    problem,
)
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework, Period
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place, Places
from socialvalue.registry.choosing import choose, clashes, meant, providers, rivals
from socialvalue.registry.days import first_day
from socialvalue.registry.discovery import find_all, measures_root
from socialvalue.registry.enclosure import check_enclosed, folder_beside, is_path
from socialvalue.registry.headers import Found, Version, stamp, version
from socialvalue.words import number_of

if TYPE_CHECKING:
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.shapes.plugins import AdoptionEntry, PluginFile

__all__ = [
    "EditionInfo",
    "FrameworkInfo",
    "bases_of",
    "frameworks",
    "load",
    "load_as_of",
    "load_undated",
    "places",
]

_DEEPEST = 8
_MOST_ADOPTED = 50


@attrs.frozen
class EditionInfo:
    """One edition of a set: its name, when it was in force, and how much of it is here."""

    edition: str
    title: str
    in_force: Period
    coverage: str
    licence: str

    def __str__(self) -> str:
        return self.edition


@attrs.frozen(repr=False)
class FrameworkInfo(Shown):
    """A framework or plug-in that was found.

    Attributes:
        id: Its name for `load`.
        kind: ``framework`` or ``plugin``.
        editions: Its editions, the oldest first.
        coverage: ``partial`` if any edition is.
        licence: Of the newest edition's data.
        origin: ``built-in``, or the distribution and version that brought it.
        problems: Why it cannot be used, if it cannot.
    """

    id: str
    kind: str
    editions: tuple[EditionInfo, ...]
    coverage: str
    licence: str
    origin: str
    problems: tuple[Problem, ...] = ()

    def _line(self) -> str:
        return f"{self.id}, {self.kind}, {', '.join(map(str, self.editions))}, {self.coverage}"


def frameworks() -> Listing[FrameworkInfo]:
    """All frameworks and plug-ins that are found; only their headers are read.

    Example:
        >>> import socialvalue as sv
        >>> [each.id for each in sv.frameworks() if each.kind == "framework"][:1]
        ['national-toms']
    """
    everything = _with_coverage(find_all())
    grouped: dict[tuple[str, str], list[Found]] = {}
    for each in everything:
        grouped.setdefault((each.id, each.origin), []).append(each)
    provided = providers(everything)
    return _listing([_info(group, provided) for group in grouped.values()])


def _listing(found: Sequence[FrameworkInfo]) -> Listing[FrameworkInfo]:
    """The sets with their editions, whose they are, and why one cannot be used."""
    headings = ("name", "kind", "editions", "coverage", "licence", "from", "problems")
    rows = tuple(
        (each.id, each.kind, ", ".join(map(str, each.editions)), each.coverage, each.licence,
         each.origin, "; ".join(fault.message for fault in each.problems))
        for each in found
    )  # fmt: skip
    return Listing(found, Block(number_of(len(rows), "set"), (), headings, rows))


def _with_coverage(everything: Sequence[Found]) -> list[Found]:
    """The sets, a plug-in over a partial set being as partial as what it lies over."""
    partial = {each.label for each in everything if each.coverage == "partial"}
    is_growing = True
    while is_growing:
        above = {each.label for each in everything if not partial.isdisjoint(each.adopts)}
        is_growing = not above <= partial
        partial |= above
    return [
        attrs.evolve(each, coverage="partial") if each.label in partial else each
        for each in everything
    ]


def _info(group: list[Found], provided: Mapping[str, Sequence[str]]) -> FrameworkInfo:
    ordered = sorted(group, key=lambda each: (each.in_force.start or date.min, each.edition))
    newest = ordered[-1]
    return FrameworkInfo(
        id=newest.id,
        kind=newest.kind,
        editions=tuple(
            EditionInfo(each.edition, each.title, each.in_force, each.coverage, each.licence)
            for each in ordered
            if not each.problems
        ),
        coverage="partial" if any(each.coverage == "partial" for each in group) else "complete",
        licence=newest.licence,
        origin=newest.origin,
        problems=tuple(
            each for found in ordered for each in (*found.problems, *clashes(found, provided))
        ),
    )


def load(
    source: str | os.PathLike[str],
    *,
    edition: str | None = None,
    on: date | str | None = None,
    uprate_to: str | int | None = None,
) -> Framework:
    """A framework, or a plug-in laid over its base.

    Args:
        source: The id of a set (``"essex"``, also ``"national-toms@2022"``); or the path of a
            folder in the same format: a PathLike, or a text with a separator in it.
        edition: Which publication.
        on: The day as in force on which it is wanted; if not given, the first on which every layer
            has begun and the set's measures have their values (its `first_day`), never today.
        uprate_to: Move the values of measures that declare an index to the prices of this
            year; each is marked as projected.

    Raises:
        NotFoundError: No such set (SV401) or edition (SV403), none in force on the day (SV404),
            several editions and none named (SV402), a newest one that lacks what another in force
            on the day has (SV416), no day named and none to be taken (SV415).
        DefinitionError: All that is wrong with its files.
        InputError: `on` is not a date (SV206); no index figure for the year (SV323).

    Example:
        >>> import socialvalue as sv
        >>> sv.load("essex", on="2022-06-01").policy.target(on="2022-06-01")
        Decimal('0.50')
    """
    when = None if on is None else day(on)
    dated = _dated(_chosen(source, edition, when), when)
    return (dated if uprate_to is None else _uprated(dated, str(uprate_to))).framework


def load_as_of(source: str | os.PathLike[str], on: date | None) -> Framework:
    """The one edition of a set, whether or not it was in force, as loaded for a day."""
    return _dated(_loaded(meant(source, None, None)), on).framework


def load_undated(folder: Path) -> Framework:
    """The set of a folder, also where no day is the first on which it has its values."""
    return _loaded(meant(folder, None, None)).framework


def _chosen(source: str | os.PathLike[str], edition: str | None, when: date | None) -> _Loaded:
    """The set that is meant; of several in force on a day, a lesser one is not guessed.

    Raises:
        NotFoundError: The newest edition in force is partial, and an older one that is in force
            too has measures that it lacks (SV416).
    """
    found = meant(source, edition, when)
    chosen = _loaded(found)
    for other in rivals(found, source, edition, when):
        try:
            fuller = _loaded(other).framework
        except SocialValueError:
            continue
        lacking = len(set(fuller.measures) - set(chosen.framework.measures))
        if lacking:
            why = _which((fuller, chosen.framework))
            fault = problem("SV416", found=found.id, on=when, newest=found.edition,
                            older=fuller.edition, lacking=lacking, hint=why)  # fmt: skip
            raise NotFoundError(fault)
    return chosen


def _which(editions: Sequence[Framework]) -> str:
    """How to say which edition is meant, and what each holds."""
    listed = "; ".join(
        f"{each.edition} ({each.in_force}; {each.coverage}, {len(each)} measures)"
        for each in editions
    )
    last = editions[-1].label
    return f"name the edition, as in {last} (in Python also edition=); editions: {listed}"


def places() -> Places:
    """The places that are known: ONS code to place."""
    path = measures_root() / "places.yaml"
    return _places(path, version(path))


@lru_cache(maxsize=2)
def _places(path: Path, _version: Version) -> Places:
    from socialvalue.definitions.places import read_places

    return read_places(path, "measures/places.yaml")


# --- reading it ---------------------------------------------------------------------------


@attrs.frozen(eq=False)
class _Loaded:
    """A set as one reading of its files made it.

    Sets that are equal may lie in different files, so what is kept is found by this and not by
    the set: the lines that a set names are those of its own files as they are now.

    Attributes:
        framework: The set.
        holders: Where it and all that it lies over was found, itself last.
    """

    framework: Framework
    holders: tuple[Found, ...] = ()


_Done = dict[Found, _Loaded | DefinitionError]


def _loaded(found: Found, above: tuple[Found, ...] = (), done: _Done | None = None) -> _Loaded:
    """A set as its files say it is, read again only when they have changed.

    Args:
        found: Where it is.
        above: What lies over it, the uppermost first.
        done: What lies under the uppermost and has been read, so that none is read twice.

    Raises:
        DefinitionError: All that is wrong with them, or with what it lies over.
    """
    if any(not each.line for each in found.problems):
        raise DefinitionError(found.problems)
    _check_depth(found, above)
    try:
        check_enclosed(found.folder, found.file)
        marks = stamp(found.folder)
    except OSError as error:
        raise DefinitionError(problem("SV112", found=found.file, why=error.strerror)) from None
    if found.kind == "framework":
        return _framework(found, marks, places())
    known: _Done = {} if done is None else done
    if found not in known:
        try:
            known[found] = _plugin(found, marks, _bases(found, marks, (*above, found), known))
        except DefinitionError as error:
            known[found] = error
    read = known[found]
    if isinstance(read, DefinitionError):
        raise read
    return read


def _check_depth(found: Found, above: tuple[Found, ...]) -> None:
    """No set lies over itself, or over a tower of others."""
    if found.label in {each.label for each in above}:
        tower = " → ".join(f"{each.label} ({each.whose})" for each in (*above, found))
        why = f"it lies over itself: {tower}"
        raise DefinitionError(problem("SV218", found=found.label, why=why))
    if len(above) > _DEEPEST:
        why = f"more than {_DEEPEST} sets lie over each other"
        raise DefinitionError(problem("SV218", found=found.label, why=why))


@lru_cache(maxsize=64)
def _dated(loaded: _Loaded, on: date | None) -> _Loaded:
    """The set as loaded for a day; where none is named, with the day that is meant.

    Raises:
        NotFoundError: None is named, and there is no first day (SV415).
    """
    if on is not None:
        return _Loaded(attrs.evolve(loaded.framework, on=on), loaded.holders)
    first = first_day(loaded.framework, loaded.holders)
    return _Loaded(attrs.evolve(loaded.framework, first_day=first), loaded.holders)


@lru_cache(maxsize=16)
def _uprated(loaded: _Loaded, year: str) -> _Loaded:
    from socialvalue.registry.indices import uprated

    return _Loaded(uprated(loaded.framework, year), loaded.holders)


@lru_cache(maxsize=64)
def _framework(found: Found, _marks: object, known: FrozenMap[str, Place]) -> _Loaded:
    from socialvalue.definitions.frameworks import read_framework
    from socialvalue.registry.indices import indices

    return _Loaded(read_framework(found.folder, found.file, known, indices()), (found,))


@lru_cache(maxsize=64)
def _plugin_file(folder: Path, file: str, _marks: object) -> tuple[PluginFile, Findings]:
    """A plug-in's file, as far as it can be read, and what is wrong with it."""
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.plugins import read_plugin_file

    findings = Findings()
    return read_plugin_file(folder, file, findings), findings


def bases_of(folder: str | os.PathLike[str]) -> tuple[Framework, ...]:
    """The sets that the plug-in in a folder lies over, in its order.

    Raises:
        DefinitionError: All that is wrong with it, or with what it lies over.

    Example:
        >>> [each.label for each in bases_of(measures_root() / "plugins" / "tendring")]
        ['essex@2024']
    """
    found = meant(Path(folder), None, None)
    return tuple(each.framework for each in _bases(found, stamp(found.folder), (found,), {}))


def _bases(
    found: Found, marks: object, above: tuple[Found, ...], done: _Done
) -> tuple[_Loaded, ...]:
    """The sets that a plug-in lies over; all that cannot be found are told together."""
    head, kept = _plugin_file(found.folder, found.file, marks)
    findings = kept.copy()
    if len(head.adopts) > _MOST_ADOPTED:
        findings.add(head.span("adopts"), problem("SV418", found=found.label, limit=_MOST_ADOPTED))
        findings.settle()
    bases = [findings.attempt(each.span(), _base, each, found, above, done) for each in head.adopts]
    if None in bases:
        findings.settle()
    return tuple(each for each in bases if each is not None)


def _base(entry: AdoptionEntry, found: Found, above: tuple[Found, ...], done: _Done) -> _Loaded:
    """One set that a plug-in lies over."""
    return _loaded(_found(entry, found), above, done)


def _found(entry: AdoptionEntry, found: Found) -> Found:
    """Where the set is that an entry names, by its id or, in a folder, by its path.

    What is not found is told with the package of the plug-in that adopts it.

    Raises:
        NotFoundError: No such set (SV401) or edition (SV403).
        DefinitionError: A path that is not followed (SV218, SV413), or leads to no set.
    """
    if not is_path(entry.framework):
        try:
            return choose(entry.framework, entry.edition, None)
        except SocialValueError as error:
            who = "" if found.is_by_path else f"of {found.origin}"
            raise DefinitionError(each.within(who) for each in error.problems) from None
    if not found.is_by_path:
        why = "a path is followed only in a plug-in that is itself read from a folder"
        hint = "install that set, and name it by its id, as in 'framework: essex'"
        raise DefinitionError(problem("SV218", found=entry.framework, why=why, hint=hint))
    return meant(folder_beside(found.folder, entry.framework), entry.edition, None)


@lru_cache(maxsize=64)
def _plugin(found: Found, marks: object, bases: tuple[_Loaded, ...]) -> _Loaded:
    from socialvalue.definitions.plugins import build_plugin
    from socialvalue.registry.indices import indices
    from socialvalue.registry.layers import base_of, lay_over

    head, kept = _plugin_file(found.folder, found.file, marks)
    findings = kept.copy()
    lower = tuple(each.framework for each in bases)
    plugin = build_plugin(head, base_of(lower), places(), findings, indices())
    holders = (*dict.fromkeys(holder for each in bases for holder in each.holders), found)
    framework = lay_over(plugin, head, lower, findings, holders)
    findings.settle()
    return _Loaded(framework, holders)
