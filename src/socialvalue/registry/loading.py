"""Loading a set by its name and edition, or from a folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from socialvalue.errors import (
    DefinitionError,
    InputError,
    NotFoundError,
    Problem,
    did_you_mean,
    problem,
)
from socialvalue.model.fields import day
from socialvalue.model.framework import Framework, Period
from socialvalue.model.frozen import FrozenMap
from socialvalue.model.places import Place
from socialvalue.registry.discovery import find_all, measures_root
from socialvalue.registry.headers import Found, read_header, stamp

if TYPE_CHECKING:
    from socialvalue.definitions.shapes import PluginFile

__all__ = ["EditionInfo", "FrameworkInfo", "frameworks", "load", "places"]

_DEEPEST = 8


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


@attrs.frozen
class FrameworkInfo:
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


def frameworks() -> tuple[FrameworkInfo, ...]:
    """All frameworks and plug-ins that are found; only their headers are read.

    Example:
        >>> import socialvalue as sv
        >>> [each.id for each in sv.frameworks() if each.kind == "framework"][:1]
        ['national-toms']
    """
    grouped: dict[tuple[str, str], list[Found]] = {}
    for each in find_all():
        grouped.setdefault((each.id, each.origin), []).append(each)
    return tuple(_info(group) for group in grouped.values())


def _info(group: list[Found]) -> FrameworkInfo:
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
        problems=tuple(each for found in ordered for each in found.problems),
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
        on: The day as in force on which it is wanted.
        uprate_to: Move the values of measures that declare an index to the prices of this
            year; each is marked as projected.

    Raises:
        NotFoundError: No such set (SV401) or edition (SV403), none in force on the day (SV404),
            several editions and none named (SV402).
        DefinitionError: All that is wrong with its files.
        InputError: `on` is not a date (SV206); no index figure for the year (SV323).

    Example:
        >>> import socialvalue as sv
        >>> sv.load("essex", on="2022-06-01").policy.target(on="2022-06-01")
        Decimal('0.50')
    """
    when = None if on is None else day(on)
    framework = _load(source, edition, when)
    return framework if uprate_to is None else _uprated(framework, str(uprate_to))


def _load(source: str | os.PathLike[str], edition: str | None, when: date | None) -> Framework:
    if not isinstance(source, str) or _is_path(source):
        return _load_folder(Path(source), edition, when)
    name, _, labelled = source.partition("@")
    if labelled and edition is not None and edition != labelled:
        raise InputError(problem("SV405", found=source, on=edition))
    return _load_found(_choose(name, labelled or edition, when), when, ())


def _is_path(source: str) -> bool:
    return any(separator in source for separator in {"/", os.sep, os.altsep or "/"})


def places() -> FrozenMap[str, Place]:
    """The places that are known: ONS code to place."""
    path = measures_root() / "places.yaml"
    status = path.stat()
    return _places(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=2)
def _places(path: Path, _changed: int, _size: int) -> FrozenMap[str, Place]:
    from socialvalue.definitions.places import read_places

    return read_places(path, "measures/places.yaml")


# --- choosing an edition ------------------------------------------------------------------


def _choose(name: str, edition: str | None, on: date | None) -> Found:
    """The one edition that is meant, or an error that lists them."""
    everything = find_all()
    found = [each for each in everything if each.id == name]
    if not found:
        known = dict.fromkeys(each.id for each in everything)
        raise NotFoundError(problem("SV401", found=name, hint=did_you_mean(name, known)))
    _check_clash(name, found)
    if edition is not None:
        return _named(name, edition, found, on)
    if on is not None:
        return _in_force(name, found, on)
    if len(found) > 1:
        raise NotFoundError(
            problem("SV402", found=name, hint=f"say edition= or on=; {_listed(found)}")
        )
    return found[0]


def _check_clash(name: str, found: Sequence[Found]) -> None:
    labels = [each.label for each in found]
    if len(set(labels)) < len(labels):
        who = ", ".join(sorted({each.origin for each in found}))
        raise DefinitionError(problem("SV406", found=name, who=who))


def _listed(found: Iterable[Found]) -> str:
    return "editions: " + "; ".join(f"{each.edition} ({each.in_force})" for each in found)


def _named(name: str, edition: str, found: Sequence[Found], on: date | None) -> Found:
    match = [each for each in found if each.edition == str(edition)]
    if not match:
        raise NotFoundError(problem("SV403", found=edition, set=name, hint=_listed(found)))
    if on is not None and not match[0].in_force.holds(on):
        raise NotFoundError(problem("SV405", found=match[0].label, on=on))
    return match[0]


def _in_force(name: str, found: Sequence[Found], on: date) -> Found:
    holding = [each for each in found if each.in_force.holds(on)]
    if not holding:
        raise NotFoundError(problem("SV404", set=name, found=on, hint=_listed(found)))
    return max(holding, key=lambda each: each.in_force.start or date.min)


# --- reading it ---------------------------------------------------------------------------


def _load_folder(folder: Path, edition: str | None, on: date | None) -> Framework:
    """A set that is not installed: the same format, from a path."""
    folder = folder.parent if folder.name in ("framework.yaml", "plugin.yaml") else folder
    for name, kind in (("framework.yaml", "framework"), ("plugin.yaml", "plugin")):
        if (folder / name).is_file():
            found = read_header(folder, name, str(folder), kind, str(folder))
            if found.problems:
                raise DefinitionError(found.problems)
            chosen = _named(found.id, edition, [found], on) if edition else found
            return _load_found(chosen, on, ())
    if not folder.exists():
        raise DefinitionError(problem("SV101", found=folder))
    expected = "framework.yaml or plugin.yaml"
    raise DefinitionError(problem("SV221", found=folder, expected=expected))


def _load_found(found: Found, on: date | None, above: tuple[str, ...]) -> Framework:
    if found.problems:
        raise DefinitionError(found.problems)
    if found.label in above or len(above) > _DEEPEST:
        why = "it lies over itself: " + " → ".join((*above, found.label))
        raise DefinitionError(problem("SV218", found=found.label, why=why))
    marks = stamp(found.folder)
    if found.kind == "framework":
        framework = _framework(found.folder, found.file, marks, places())
    else:
        bases = _bases(found, marks, (*above, found.label))
        framework = _plugin(found.folder, found.file, marks, bases)
    return framework if on is None else dated(framework, on)


@lru_cache(maxsize=64)
def dated(framework: Framework, on: date) -> Framework:
    """The set as loaded for a day."""
    return attrs.evolve(framework, on=on)


@lru_cache(maxsize=16)
def _uprated(framework: Framework, year: str) -> Framework:
    from socialvalue.registry.indices import uprated

    return uprated(framework, year)


@lru_cache(maxsize=64)
def _framework(folder: Path, file: str, _marks: object, known: FrozenMap[str, Place]) -> Framework:
    from socialvalue.definitions.frameworks import read_framework

    return read_framework(folder, file, known)


@lru_cache(maxsize=64)
def _plugin_file(folder: Path, file: str, _marks: object) -> PluginFile:
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.plugins import read_plugin_file

    return read_plugin_file(folder, file, Findings())


def _bases(found: Found, marks: object, above: tuple[str, ...]) -> tuple[Framework, ...]:
    """The sets that a plug-in lies over; all that cannot be found are told together."""
    from socialvalue.definitions.findings import Findings

    head = _plugin_file(found.folder, found.file, marks)
    findings = Findings()
    bases = [
        findings.attempt(each.span(), _base, each.framework, each.edition, above)
        for each in head.adopts
    ]
    findings.settle()
    return tuple(each for each in bases if each is not None)


def _base(name: str, edition: str, above: tuple[str, ...]) -> Framework:
    return _load_found(_choose(name, edition, None), None, above)


@lru_cache(maxsize=64)
def _plugin(folder: Path, file: str, marks: object, bases: tuple[Framework, ...]) -> Framework:
    from socialvalue.definitions.findings import Findings
    from socialvalue.definitions.plugins import build_plugin
    from socialvalue.registry.layers import base_of, lay_over

    head = _plugin_file(folder, file, marks)
    findings = Findings()
    plugin = build_plugin(head, base_of(bases), places(), findings)
    framework = lay_over(plugin, head, bases, findings)
    findings.settle()
    return framework
